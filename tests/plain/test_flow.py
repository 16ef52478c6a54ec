"""Whole games, played by typing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tabletop.session.wish import Wish

Talk = Callable[..., str]
Harbour = Callable[..., Wish]


def flat(text: str) -> str:
    """Without the line breaks of wrapping."""
    return " ".join(text.split())


def commands(text: str) -> str:
    """The session's name in the last words."""
    found = re.search(r"tabletop resume (\S+) --plain", text)
    assert found
    return found[1]


TURN = ["choose 1 confidence", "seal yes"]


@pytest.mark.parametrize("level", ["basics", "standard", "full"])
@pytest.mark.parametrize("npc", ["easy", "normal", "hard"])
def test_a_whole_game(talk: Talk, harbour: Harbour, level: str, npc: str) -> None:
    told = talk([*TURN * 14, "quit"], harbour(level=level, skill=npc))
    for heading in (
        "Sealed. Turn 1 is played", "The talks", "The balance", "Why the others chose so", "The end of",
        "Cohesion and stability, turn by turn", "National scorecards", "Where the game turned", "Luck and judgement",
    ):  # fmt: skip
        assert f"\n{heading}" in told, heading
    assert "To look at it again:" in told
    assert "Traceback" not in told
    assert max(len(line) for line in told.splitlines()) <= 78


def test_the_tutorial_from_end_to_end(talk: Talk) -> None:
    told = talk(
        ["odds 1 confidence", *["choose 1 confidence effort 1", "seal", "yes", "why", "1", "1"] * 8, "scores", "quit"],
        Wish("halcyon-tutorial", seed=3),
    )
    assert told.count("Lesson:") >= 8
    assert "The end of “Eight lessons at Vesper”" in told
    assert told.count("National scorecards") == 2, "the second time because it was asked for"


def test_nothing_is_drawn_and_nothing_coloured(talk: Talk, harbour: Harbour) -> None:
    asked = "look/crises/read 1/members/members 2/trust/trust brill/region/treaty/indices/brief/options/compare/help"
    later = ["help game", *TURN, "why", "history", "1", *TURN * 12, "quit"]
    told = talk([*asked.split("/"), *later], harbour(level="full"))
    assert not re.search("[\u2190-\u21ff\u2500-\u259f\u25a0-\u25ff\u2800-\u28ff\x1b−▲▼●◆■]", told)
    assert "%" not in told


def test_a_choice_in_one_line_in_any_order(talk: Talk, harbour: Harbour) -> None:
    for line in (
        "choose 1 bilateral corte package clause intel effort 2",
        "c effort 2 bil with Corte, package deal, intelligence on 1",
        "choose cor bilateral crisis 1 tactic pack e2 clause intelligence",
    ):
        told = flat(talk([line, "seal", "no", "quit"], harbour(level="full")))
        assert "You seek an agreement with Corte on" in told, line
        assert "tactic package deal, clause intelligence, effort 2." in told, line
        assert told.count("It costs 2.5 means") == 1
        assert "Not sealed." in told


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("choose 9 confidence", "There is no crisis 9."),
        ("choose 1 bilateral brill", "You cannot agree with yourself"),
        ("choose 1 confidence effort 7", "Effort 7 is not possible with"),
        ("choose 1 confidence corte", "Only a bilateral has a partner"),
        ("choose 1 bilateral int corte", "“int” can mean"),
        ("choose 1 bilateral nobody", "“nobody” is no part of a move."),
        ("choose 1 confidence multilateral", "That names two ways: give one."),
        ("choose hold 1", "A member that holds does nothing else"),
        ("chose", "Did you mean “choose”?"),
        ("re", "“re” can mean read, region, redo or report. Type more letters."),
        ("c", "Which crisis?"),
        ("7", "A number alone belongs to a list"),
        ("seal", "Nothing is chosen yet."),
        ("odds", "Nothing is chosen."),
        ("why", "What changed since the start"),
        ("why rule R99", "There is no rule “R99”."),
        ("history", "No turn has been played yet."),
        ("happened", "There is nothing to tell"),
        ("fork 3", "There is no turn 3. The only one is 1."),
        ("undo", "There is nothing to take back."),
        ("redo", "There is nothing to bring back."),
        ("note", "What is to be noted?"),
        ("report", "Into which file?"),
        ("report game.pdf", "picks no form for the report"),
        ("scores", "The game is not over: scores is of no use now."),
        ("members zorn", "There is no member “zorn”."),
        ("trust x y", "There is no member “x y”."),
        ("…", "There is no command “…”."),
        ("", "choose begins your move; help lists the commands."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_answered(talk: Talk, harbour: Harbour, line: str, answer: str) -> None:
    told = flat(talk([line, "cancel", "quit"], harbour(level="full")))
    assert answer in told
    assert "tabletop resume" in told


def test_being_asked_step_by_step(talk: Talk, harbour: Harbour) -> None:
    told = talk(
        [
            "choose",
            "1",
            "bilateral",
            "back",
            "b",
            "trust corte",
            "corte",
            "listen",
            "",
            "9",
            "?",
            "2",
            "seal",
            "yes",
            "quit",
        ],
        harbour(level="full"),
    )
    words = flat(told)
    assert "Which way of working?" in told
    assert "With whom?" in told
    assert "Trust in Corte:" in told, "one may look around while a question waits"
    assert "There is no effort “9”" in words or "There is no effort 9" in words
    assert "You seek an agreement with Corte" in words
    assert "tactic listen, clause consultation, effort 2." in words
    assert "Turn 1 is played" in told


def test_basics_asks_only_what_it_has(talk: Talk, harbour: Harbour) -> None:
    told = talk(["choose", "", "", "", "", "quit"], harbour(level="basics"))
    assert "Which tactic?" not in told
    assert "Which clause?" not in told
    assert "How much effort?" in told
    told = talk(["choose 1 bilateral corte listen defence", "quit"], harbour(level="basics"))
    assert "At this level nobody chooses a tactic: “listen” is left out." in told
    assert "At this level nobody chooses a clause: “defence” is left out." in told


def test_odds_tell_every_term_and_add_up(talk: Talk, harbour: Harbour) -> None:
    told = talk(["odds 1 bilateral corte", "status", "quit"], harbour())
    part = told[told.index("Every term of the chance") : told.index("In sum")]
    terms = [
        (1 if sign == "plus" else -1) * float(number) for sign, number in re.findall(r"(plus|minus) (\d+\.\d)", part)
    ]
    total = re.search(r"In sum ((?:minus )?\d+\.\d) points", told)
    assert total
    assert abs(sum(terms) - float(total[1].replace("minus ", "-"))) < 0.05 * len(terms) + 0.06
    assert "Chance" in told
    assert "alone;" in told
    assert "may offend" in flat(told)
    assert "Your move is not sealed yet" not in told, "odds of a move that is only asked about choose nothing"


def test_compare_lists_all_ways_and_a_number_takes_one(talk: Talk, harbour: Harbour) -> None:
    told = talk(["compare", "3", "quit"], harbour())
    for place, way in enumerate(("Bilateral with", "Multilateral", "Confidence", "Track II"), 1):
        assert f"\n{place}. {way}" in told
    assert "You take a reassuring step on" in told


def test_why_leads_down_to_the_source(talk: Talk, harbour: Harbour) -> None:
    told = talk(
        [*TURN, "why cohesion", "1", "why trust corte dorn", "why support", "why step 1 turn 1", "quit"], harbour()
    )
    assert re.search(r"\nCohesion since you last chose: (up|down) \d", told)
    assert re.search(r"\nRule [A-Z]\w+: ", told)
    assert "Formula: " in told
    assert "Source: " in told
    assert "Kind of claim: " in told
    assert "Trust of Corte in Dorn since you last chose" in told
    assert "Support in Brill since you last chose" in told
    assert "Step of “" in told


def test_the_terms_of_a_number_add_up(talk: Talk, harbour: Harbour) -> None:
    told = talk([*TURN, "why cohesion", "quit"], harbour())
    part = told[
        told.index("\nCohesion since you last chose:") : told.index(
            "In sum", told.index("\nCohesion since you last chose:")
        )
    ]
    terms = [
        (1 if sign == "plus" else -1) * float(number)
        for sign, number in re.findall(r"\. (plus|minus) (\d+\.\d+):", part)
    ]
    way, amount = re.search(r"last chose: (up|down) (\d+\.\d+)", part).groups()  # type: ignore[union-attr]
    assert round(sum(terms), 2) == round(float(amount) * (1 if way == "up" else -1), 2)


def test_undo_redo_and_history(talk: Talk, harbour: Harbour) -> None:
    told = talk(
        [*TURN, *TURN, "undo", "history", "redo", "history", "2", "previous", "previous", "next", "quit"], harbour()
    )
    assert "Taken back: turn 2 is open again." in told
    assert "Brought back." in told
    lists = told.split("Every turn so far")
    assert "\n2. " not in lists[1].split("A number tells")[0]
    assert "\n2. Cohesion" in lists[2]
    assert "Turn 2 of 2 played" in told
    assert "Turn 1 of 2 played" in told
    assert "That was the first turn." in told
    assert told.count("What each chose") == 3


def test_leaving_and_going_on(talk: Talk, harbour: Harbour) -> None:
    first = talk([*TURN, "choose 1 hold"], harbour(level="full"))
    assert "The input has ended." in first
    name = commands(first)
    second = talk(["status", "quit"], resume=name)
    assert "The Harbour Pact, level full" in second
    assert "Brill, turn 2. What do you do?" in second
    assert commands(second) == name


def test_a_game_that_is_over_can_be_looked_at_again(talk: Talk, harbour: Harbour) -> None:
    name = commands(talk([*TURN * 14, "quit"], harbour()))
    told = talk(["moments", "honours", "result", "numbers", "indices", "members 1", "undo", "quit"], resume=name)
    assert told.count("Where the game turned") == 2
    assert "is open again" in told


def test_fork_goes_on_in_a_new_game(talk: Talk, harbour: Harbour) -> None:
    told = talk([*TURN, *TURN, "fork 2", "status", "quit"], harbour())
    names = re.findall(r"tabletop\s+resume\s+(\S+)", told)
    assert len(set(names)) == 2
    assert "A new game goes on from the start of turn 2." in told
    assert "Brill, turn 2. What do you do?" in told
    assert "Brill, turn 3." in talk(["quit"], resume=names[0]), "the old game stays"


def test_again_is_the_same_luck(talk: Talk, harbour: Harbour) -> None:
    told = talk([*TURN * 14, "again", *TURN * 14, "quit"], harbour())
    games = told.split("The same game, with the same luck, from the beginning.")
    assert len(games) == 2
    ends = [game[game.index("The end of") : game.index("again plays")] for game in games]
    assert ends[0] == ends[1]


def test_notes_and_reports(talk: Talk, harbour: Harbour, tmp_path: Path) -> None:
    told = talk(
        ["note Corte promised to come", "notes", "report half.md", *TURN * 14, "report game.html", "report game.html",
         "no", "report nowhere/game.md", "quit"],
        harbour(),
    )  # fmt: skip
    assert "1. Turn 1: Corte promised to come" in told
    assert "it holds only what everybody may know" in told
    assert "Two of your captains" not in (tmp_path / "half.md").read_text(encoding="utf-8")
    assert "<html" in (tmp_path / "game.html").read_text(encoding="utf-8")
    assert "is there already" in flat(told)
    assert "Nothing was written." in told
    assert "nowhere" in told.split("Nothing was written.")[1]


def test_what_really_happened_is_told_when_a_crisis_has_left(talk: Talk) -> None:
    told = talk([*["choose 1 m effort 2", "seal yes", "happened", "1"] * 12, "quit"], Wish("beacon", seed=4))
    assert "happened tells what really came of it in history." in told
    assert ": what really happened" in told
    assert "Sources" in told


def test_home_leads_to_a_game_and_back(talk: Talk) -> None:
    told = talk(["help", "zzz", "99", "the harbour", "", *TURN, "leave", "1", "leave", "stored", "1", "quit"])
    words = flat(told)
    assert "There is no line “zzz”" in words
    assert "There is no line 99" in words
    assert "What it teaches" in told
    assert "Fact and fiction: All of it is invented." in told
    assert told.count("Every sealed move is kept.") == 3
    assert "1. Continue The Harbour Pact, " in told
    assert "Stored games: one game is kept" in told


def test_home_asks_for_settings(talk: Talk) -> None:
    told = talk(["tutorial", "leave", "the harbour", "settings", "1", "dorn", "full", "hard", "x", "5", "quit"])
    assert "You are Dorn: The island." in told
    assert "The Harbour Pact, level full" in told
    assert "That is no whole number" in told
    told = talk(["the harbour", "settings", "3", "", "basics", "", "", "quit"])
    assert "At this keyboard: " in told


def test_a_game_that_cannot_be_kept_is_played_all_the_same(
    talk: Talk, harbour: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("TABLETOP_HOME", str(tmp_path / "file" / "home"))
    told = talk([*TURN, "note remember", "quit"], harbour())
    assert "This game is not kept" in told
    assert "Turn 1 is played" in told


def test_a_full_disk_takes_nothing_away(talk: Talk, harbour: Harbour, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sealed and could not be played is played when there is room again."""
    from tabletop.session import StorageError
    from tabletop.session.sitting import Sitting

    real: Any = Sitting.catch_up
    refused = iter([True, True])

    def catch_up(self: Sitting) -> bool:
        if next(refused, False):
            raise StorageError("The disk is full.", "Free some room.")
        return bool(real(self))

    monkeypatch.setattr(Sitting, "catch_up", catch_up)
    told = talk([*TURN, "", "quit"], harbour())
    assert told.count("The disk is full. Free some room.") == 2
    assert "Turn 1 is played" in told


def test_several_people_say_whom_they_play(talk: Talk) -> None:
    start = ["the harbour", "settings", "2"]
    told = flat(talk([*start, "dorn, brill", "basics", "", "", "quit"]))
    assert "Whom do they play? 1. Anvers: " in told
    assert "At this keyboard: Brill and Dorn." in told
    told = flat(talk([*start, "2 2", "4", "9 1", "nobody, dorn", "3 1", "basics", "", "", "quit"]))
    assert told.count("That must be 2 different members.") == 2
    assert "There is no member 9." in told
    assert "There is no member “nobody”." in told
    assert "At this keyboard: Anvers and Corte." in told
    told = flat(talk([*start, "cancel", "quit"]))
    assert "At this keyboard" not in told
    assert "Whom do they play?" not in flat(talk(["the harbour", "settings", "4", "cancel", "quit"]))


def test_a_new_game_begins_as_the_settings_say(talk: Talk) -> None:
    from tabletop.session.settings import change

    told = flat(talk(["harbour", "back", "quit"]))
    assert "the others each play their own character." in told
    change(level="basics", npc="hard")
    told = flat(talk(["harbour", "start", "quit", "quit"]))
    assert "level basics, the others play at “hard”." in told
    assert "The Harbour Pact, level basics" in told
    told = flat(talk(["harbour", "settings", "", "", "", "", "", "quit", "quit"]))
    assert "[basics]" in told
    assert "[hard]" in told


def test_the_game_of_the_day_is_a_line_of_the_list(talk: Talk) -> None:
    told = flat(talk(["day", "quit", "quit"]))
    assert "Game of the day, " in told
    assert "the same luck for everybody" in told
    assert "tabletop resume" in told, "it was opened, and is kept"
