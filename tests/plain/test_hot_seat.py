"""Several people at one keyboard: sealed choices, and nothing of one before another."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.plain.conftest import LIBRARY, Typist

from tabletop.plain.keyboard import Keyboard
from tabletop.plain.paper import Paper
from tabletop.plain.run import converse
from tabletop.session.desk import Desk
from tabletop.session.wish import Wish

Talk = Callable[..., str]
Harbour = Callable[..., Wish]
THREE = ("anvers", "brill", "corte")
NAMES = ("Anvers", "Brill", "Corte")
ONE = ["ready", "choose 1 confidence", "seal yes"]


def secrets() -> dict[str, list[str]]:
    """What only one member may read, by its name."""
    campaign = Desk((LIBRARY,)).campaign("harbour")
    names = {member.id: member.name for member in campaign.members}
    found = {
        member.name: [member.brief, *member.red_lines, f"secret objective: {member.objective.title}"]
        + ([member.objective.bonus.text] if member.objective.bonus else [])
        for member in campaign.members
    }
    for card in campaign.deck.values():
        for seat, brief in card.briefs.items():
            found[names[seat]].append(brief)
    return {name: [" ".join(text.split()) for text in texts] for name, texts in found.items()}


def test_a_whole_game_of_three(talk: Talk, harbour: Harbour) -> None:
    told = talk([*ONE * 36, "scores", "quit"], harbour(people=THREE, level="standard"))
    assert "At this keyboard: Anvers, Brill and Corte." in told
    assert "The end of “The Harbour Pact”" in told
    assert told.count("All have chosen. Turn") == told.count("type ready:") / 3
    assert "The keyboard goes to Brill. Everybody else looks away" in told
    assert "Anvers has chosen." in told


def test_what_one_typed_and_read_is_out_of_sight(talk: Talk, harbour: Harbour) -> None:
    """Between two people stand more empty lines than a screen has."""
    told = talk(["ready", "brief", "hold", "seal yes", "ready", "quit"], harbour(people=THREE))
    before, after = told.split("The keyboard goes to Brill")
    assert before.endswith("\n" * 60)
    assert "Some of them float" in before
    assert "Some of them float" not in after
    told = talk(["ready", "curtain off", "hold", "seal yes", "ready", "quit"], harbour(people=THREE))
    assert "\n" * 5 not in told


def test_nothing_is_done_before_somebody_is_ready(talk: Talk, harbour: Harbour) -> None:
    told = talk(["brief", "choose 1 hold", "odds", "look", "seal", "", "why", "quit"], harbour(people=THREE))
    assert "secret objective" not in told
    assert "Only you know" not in told
    assert told.count("types ready.") >= 4


def test_who_has_sealed_may_change_it(talk: Talk, harbour: Harbour) -> None:
    told = talk(
        [*ONE, "change corte", "change anvers", "yes", "choose 1 track2", "seal yes", *ONE, *ONE, "history 1", "quit"],
        harbour(people=THREE),
    )
    assert "Only who has sealed a move can change it." in told
    assert "Anvers chooses again." in told
    assert "Turn 1 is played" in told
    assert re.search(r"1\. Anvers: Track II on", told)


def test_undo_opens_the_turn_for_everybody(talk: Talk, harbour: Harbour) -> None:
    told = talk([*ONE * 3, "undo", "no", "undo", "yes", "redo", "undo", "yes", *ONE * 3, "quit"], harbour(people=THREE))
    assert "Brought back." in told
    assert "Nothing was taken back." in told
    assert "Taken back: turn 1 is open again." in told
    assert told.count("All have chosen. Turn 1 is played") == 2


def test_the_end_is_read_by_all(talk: Talk, harbour: Harbour) -> None:
    told = talk([*ONE * 36, "quit"], harbour(people=THREE))
    end = told[told.index("National scorecards") :]
    for name in NAMES:
        assert name in end
    assert ", you:" not in end


WORDS = (
    "help status look story crises read members trust region treaty indices brief options choose odds compare hold "
    "seal undo redo why history next previous happened note notes report fork curtain again new leave quit "
    "1 2 3 9 0 -1 all rule R1 R3 turn yes no back cancel ? ready change anvers brill corte dorn outside bilateral "
    "multilateral confidence track2 interest package clause consult effort cohesion support step on off game b m c t h "
    "s y x \x1b[A \x00 [/nope] {0} %s 漢字 é " + "z" * 300
).split(" ")


def lines(rng: random.Random, count: int, quits: bool) -> Iterator[str]:
    """Things somebody might type, and things nobody would."""
    for _ in range(count):
        kind = rng.random()
        if kind < 0.25:
            yield rng.choice(("ready", "choose 1 confidence", "seal yes", "compare", "1", "hold", "brief")) + "\n"
        elif kind < 0.9:
            line = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 4)))
            leaving = line.split(" ")[0] in ("quit", "leave", "q", "x", "new", "report", "again", "fork")
            yield (line if quits or not leaving or rng.random() < 0.1 else "status") + "\n"
        else:
            yield "".join(chr(rng.randrange(1, 0x2FF)) for _ in range(rng.randint(0, 40))).replace("\n", "") + "\n"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_lines_at_random_break_nothing_and_leak_nothing(
    seed: int, scale: Callable[[int, int], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback, no dead end, and in no stretch of a game of three anything of another seat."""
    monkeypatch.chdir(tmp_path)
    rng = random.Random(seed)
    known, out = secrets(), io.StringIO()
    people = THREE if seed % 2 == 0 else ("brill",)
    names = {"anvers": "Anvers", "brill": "Brill", "corte": "Corte"}
    count = scale(700, 6000)
    asked = 0
    at = ""

    def look() -> None:
        """What was printed since the last line, before whose eyes."""
        nonlocal at, asked
        asked += 1
        text = out.getvalue()
        out.seek(0)
        out.truncate()
        prompt = text.rsplit("\n", 1)[-1]
        ended = "The game is over." in prompt or "The end of “" in text
        named = re.search(r"(\w+), (?:turn \d+\.|type ready:|are you)", prompt)
        who = {at} if at else set()
        if named and "type ready" not in prompt:
            who.add(named[1])
        said = " ".join(text.split())
        if not ended and who <= known.keys():
            for name, texts in known.items():
                if name not in who:
                    for secret in texts:
                        assert secret not in said, (
                            f"{name}'s secret before {who or 'everybody'}: {secret}\n{text[-2000:]}"
                        )
        if "type ready" in prompt or ended or "Number or word" in prompt:
            at = ""
        elif named:
            at = named[1]

    typist = Typist(lines(rng, count, quits=False), look)
    paper = Paper(out)
    while True:
        desk = Desk((LIBRARY,))
        wish = Wish("harbour", people, ("basics", "standard", "full")[seed % 3], rng.randrange(100))
        opening = lambda: desk.begin(wish)  # noqa: B023, E731
        at = "" if len(people) > 1 else names[people[0]]
        assert converse(desk, paper, Keyboard(typist, paper), opening) == 0
        if "The input has ended." in out.getvalue() or asked > count:
            break
        out.seek(0)
        out.truncate()
    assert asked >= count


def test_no_dead_end(talk: Talk, harbour: Harbour) -> None:
    """Wherever one is, a few words lead out."""
    for start in (["choose"], ["choose", "1", "b"], ["seal"], ["choose 1 h", "seal"], ["history"], ["why"], ["note"]):
        told = talk([*start, "cancel", "no", "quit"], harbour(level="full"))
        assert "Every sealed move is kept." in told, start
        assert "The input has ended." not in told, start
