"""A seat in a class, line by line: real conversations with a real host on 127.0.0.1."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.host.client.served import Served, serving, until

from tabletop.host.client import Door, Line
from tabletop.plain.join import converse
from tabletop.plain.paper import Paper
from tabletop.session import Store


class Typist(io.TextIOBase):
    """Lines that somebody types when the test says so."""

    def __init__(self) -> None:
        self.lines: queue.Queue[str] = queue.Queue()

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        return self.lines.get()


class Seat:
    """One conversation, in a thread of its own."""

    def __init__(self, served: Served, token: str) -> None:
        self.out, self.typist = io.StringIO(), Typist()
        self.line = Line(Door(served.address), token)
        self.left: bool | None = None
        self.thread = threading.Thread(target=self._talk, daemon=True)
        self.read = 0
        self.thread.start()

    def _talk(self) -> None:
        self.left = converse(self.line, Paper(self.out), self.typist, "tabletop join HERE")

    def sees(self, words: str) -> str:
        """Wait until these words are printed, after those waited for before; all up to them, on one line."""

        def there() -> int:
            return " ".join(self.out.getvalue().split()).find(words, self.read) + 1

        try:
            begun, self.read = self.read, until(there) - 1 + len(words)
        except AssertionError:
            raise AssertionError(f"“{words}” is not in: {self.out.getvalue()[-3000:]}") from None
        return " ".join(self.out.getvalue().split())[begun : self.read]

    def types(self, *lines: str) -> None:
        for line in lines:
            self.typist.lines.put(f"{line}\n")

    def ends(self) -> str:
        self.typist.lines.put("")
        self.thread.join(60)
        assert not self.thread.is_alive()
        return self.out.getvalue()


Sit = Callable[..., Seat]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(Store(tmp_path / "sessions")) as made:
        yield made


@pytest.fixture
def sit(served: Served) -> Iterator[Sit]:
    seats: list[Seat] = []

    def make(name: str, seat: str = "", **more: Any) -> Seat:
        seats.append(Seat(served, served.join(name, seat, **more)))
        return seats[-1]

    yield make
    for one in seats:
        one.ends()


def test_two_seats_play_two_turns(served: Served, sit: Sit) -> None:
    ada, bo = sit("Ada", "anvers"), sit("Bo", "brill")
    for one, name in ((ada, "Anvers"), (bo, "Brill")):
        one.sees(f"you are {name}")
    for turn in (1, 2):
        served.phase("brief")
        ada.sees(f"turn {turn}, brief. What do you do?")
        served.phase("caucus")
        ada.sees("Caucus")
        ada.types("say brill Shall we act together?")
        bo.sees("Anvers to us: Shall we act together?")
        served.phase("commit")
        ada.types("choose 1 confidence", "commit", "yes")
        ada.sees("Committed.")
        bo.sees("Anvers has committed.")
        bo.types("hold", "commit yes")
        for one in (ada, bo):
            one.sees(f"Turn {turn} has been played.")
            assert "The balance" in one.sees("Resolve")
        served.phase("discuss")
    ada.types("history 1", "why cohesion", "next")
    ada.sees("Turn 1 of 2 played")
    ada.sees("In sum")
    ada.sees("Turn 2 of 2")
    ada.types("quit")
    until(lambda: ada.left is False)


def test_proposals_and_public_words(served: Served, sit: Sit) -> None:
    ada, bo = sit("Ada", "anvers"), sit("Bo", "brill")
    served.phase("caucus")
    bo.sees("Caucus")
    ada.sees("Caucus")
    ada.types("propose A common line", "We speak with one voice.", "silence", "3", "1")
    ada.sees("Proposed.")
    bo.sees("Proposal 1 by Anvers, silence procedure: A common line We speak with one voice.")
    bo.types("proposals", "break 1", "no", "break 1", "yes")
    bo.sees("The silence is broken.")
    ada.sees("silence broken, Brill broke the silence.")
    bo.types("redline No troops in the port.")
    ada.sees("Brill draws a red line: No troops in the port.")
    ada.types("propose Another", "", "majority", "5", "")
    bo.sees("Proposal 2 by Anvers, majority: Another")
    bo.types("vote 2", "vote 9 yes", "cosign 2")
    bo.sees("Vote yes, no or abstain")
    bo.sees("Which proposal? There is 1, 2.")
    bo.sees("You have signed “Another”.")
    ada.sees("Proposal 2, Another: adopted, 2 of 2 said yes.")
    ada.types("proposals 2")
    ada.sees("signed by Brill; yes: Anvers, Brill.")


def test_a_team_drafts_and_its_speaker_commits(served: Served, sit: Sit) -> None:
    ada, kim = sit("Ada", "anvers"), sit("Kim", "anvers")
    served.phase("commit")
    for one in (ada, kim):
        one.sees("commit. What do you do?")
    kim.types("choose 1 track2 effort 1", "commit")
    kim.sees("Your team can read it.")
    ada.sees("Kim suggests: Track II")
    ada.types("team", "take 2", "commit yes")
    ada.sees("2. Kim suggests: Track II")
    ada.sees("Turn 1 has been played.")
    kim.sees("Turn 1 has been played.")
    ada.types("speaker Kim")
    kim.sees("You speak for Anvers now.")


def test_the_door_the_line_and_the_way_back(served: Served, sit: Sit) -> None:
    ada = sit("Ada")
    ada.sees("You are in the waiting room")
    person = ada.line.part("me")["person"]
    served.lead("admit", person=person, seat="corte")
    ada.sees("you are Corte")
    port = served.host.port
    served.stop()
    ada.sees("The line is broken.")
    ada.types("ready")
    served.host.port = port
    served.again()
    ada.sees("your team is ready to go on.")
    ada.sees("Connected again.")
    served.phase("brief")
    ada.sees("Brief, turn 1")
    served.lead("comcheck")
    ada.sees("The facilitator checks the line. Type heard.")
    ada.types("heard")
    ada.sees("Answered.")
    served.lead("refuse", person=person)
    ada.sees("Join again with the code")
    until(lambda: ada.left is True)


def test_an_observer_watches_and_notes(served: Served, sit: Sit) -> None:
    eve = sit("Eve", wants="observer")
    eve.sees("you observe")
    served.phase("brief")
    eve.sees("Brief, turn 1")
    eve.types("observe brill: kept its word", "rate", "2", "S", "anvers", "", "commit", "help", "choose")
    for told in ("Noted.", "Rated.", "There is no command “commit”.", "Watching", "There is no command “choose”."):
        eve.sees(told)
    ratings = served.room.state(served.room.facilitator)["ratings"]
    assert ratings["observations"][0]["seat"] == "brill"
    assert (
        ratings["ratings"][0] | {"seat": "anvers", "rating": "S", "capability": "Choice of strategy"}
        == (ratings["ratings"][0])
    )


def test_what_strangers_write_stays_text(served: Served, sit: Sit) -> None:
    ada, bo = sit("Ada", "anvers"), sit("\x1b[31m[bold]Bo[/]\u202e", "brill")
    served.phase("caucus")
    bo.sees("Caucus")
    ada.sees("Caucus")
    bo.types("say all \x1b]0;title\x07[red]hello[/red] \u202eevil\x9b2J")
    ada.sees("[red]hello[/red]")
    bo.types("propose [link=x]T[/link]", "\x1b[2J text", "", "", "")
    ada.sees("[link=x]T[/link]")
    assert not set(ada.out.getvalue()) & {"\x1b", "\x07", "\x9b", "\u202e"}
    ada.types("say", "x" * 3000, "say all", "proposals nonsense", "take 99", "vote", "messages all", "\x1b[A", "rename")
    ada.sees("characters; at most")
    ada.sees("What do you want to be called?")


def test_the_end_is_opened(served: Served, sit: Sit) -> None:
    ada = sit("Ada", "anvers")
    ada.sees("you are Anvers")
    served.lead("settings", forms=["feedback"])
    ada.sees("A questionnaire is open: About this session. Type fill.")
    ada.types("fill", "4", "9", "5", "", "", "", "", "It was good", "", "no")
    ada.sees("Thank you, your answers are kept.")
    while not served.room.groups[0].game.over:
        served.phase("commit")
        served.lead("resolve")
    ada.sees("The end of")
    served.lead("declassify")
    ada.sees("opened tells everything that was secret.")
    ada.types("opened", "scores")
    ada.sees("Declassified")
    ada.sees("National scorecards")


def test_a_class_that_ends_early_is_opened_whole(served: Served, sit: Sit) -> None:
    ada = sit("Ada", "anvers")
    ada.sees("you are Anvers")
    served.phase("commit")
    served.lead("resolve")
    ada.sees("has been played")
    served.lead("end")
    ada.sees("The class has ended after turn 1, before the end of the story")
    view = served.room.groups[0].game.view("room")
    numbers = f"{view.cohesion.value:.1f} and {view.stability.value:.1f}"
    ada.sees(f"As turn 2 opened: cohesion {view.cohesion.value:.1f}, stability {view.stability.value:.1f}.")
    ada.sees("Then turn 2 opened: ")
    ada.sees("Cohesion and stability, turn by turn")
    ada.sees(f"2. {numbers} as this turn opened; it was not played")
    ada.types("scores", "choose 1")
    ada.sees("scores is of no use now.")
    ada.sees("choose is of no use now.")
    assert "National scorecards" not in ada.out.getvalue()
    served.lead("declassify")
    ada.sees("opened tells everything that was secret.")
    ada.types("opened")
    ada.sees("What was said in private") if served.room.groups[0].talk.messages else ada.sees("To talk about")
    told = " ".join(ada.out.getvalue().split())
    for member in served.room.groups[0].game.view("facilitator").members:
        goal, points = next(iter(member.score.parts.items()))
        assert f"{goal} {points:.0f} at weight {member.objective.weights[goal]}" in told
        assert f"{member.name}: {member.objective.title}" in told
    assert ("wanted more" in told) != ("sought safety" in told)


def test_a_slip_in_a_proposal_keeps_what_was_written(served: Served, sit: Sit) -> None:
    ada = sit("Ada", "anvers")
    ada.sees("you are Anvers")
    served.phase("caucus")
    ada.sees("Caucus")
    ada.types("propose One voice", "We speak as one.", "loudest", "silence", "soon", "3", "99", "1")
    titles = [crisis.title for crisis in served.room.groups[0].game.view("room").crises]
    named = ", ".join(f"{place} “{title}”" for place, title in enumerate(titles, 1))
    for words in (
        "The rule is consensus, majority or silence.", "Minutes are a number", f"{named}. About which crisis, 1 to",
        "Proposed.",
    ):  # fmt: skip
        ada.sees(words)
    one = served.room.groups[0].talk.proposals[0].told()
    assert (one["title"], one["text"], one["rule"]) == ("One voice", "We speak as one.", "silence")
