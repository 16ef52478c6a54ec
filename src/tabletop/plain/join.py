"""A seat in a class, line by line: the same verbs as words, and news told between two of them."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TextIO

from tabletop.errors import TabletopError
from tabletop.host.client.news import News, Told
from tabletop.host.client.words import phase_name
from tabletop.plain import board, guide, join_class, join_end, past
from tabletop.plain.commands import obey
from tabletop.plain.here import Next
from tabletop.plain.join_seat import SeatHere
from tabletop.plain.join_words import elsewhen, known
from tabletop.plain.keyboard import InputEnded
from tabletop.plain.listening import Ear
from tabletop.plain.paper import Paper
from tabletop.plain.run import line_width, only_ascii
from tabletop.plain.speech import spoken

if TYPE_CHECKING:
    from tabletop.host.client.line import Line

Tell = Callable[[], None]
FIRST = 15.0
"""Seconds to wait for the first state before one is told that nobody answers yet."""


def paper_here() -> Paper:
    """Standard output, as wide and with the letters that it can show."""
    out = sys.stdout if sys.stdout is not None else io.StringIO()
    return Paper(out, width=line_width(out), ascii_only=out.isatty() and only_ascii(os.environ))


def converse(line: Line, paper: Paper, stream: TextIO | None, again: str = "") -> bool:
    """Take part until one leaves; whether one has left for good or was sent away. `again`: the words to come back.

    The line is started here and closed at the end.
    """
    talk = Conversation(line, paper, stream)
    line.start()
    try:
        return talk.go_on()
    except InputEnded:
        paper.say("The input has ended.")
        talk.farewell(again)
        return False
    except KeyboardInterrupt:
        paper.end_line()
        paper.say("Stopped.")
        talk.farewell(again)
        raise
    finally:
        line.close()
        paper.flush()


class _Over(Exception):
    """One is out of the class."""


class Conversation:
    """One person's seat in lines."""

    def __init__(self, line: Line, paper: Paper, stream: TextIO | None) -> None:
        self.line, self.paper = line, paper
        self.news = News()
        self._changed = threading.Event()
        line.heard = lambda _: self._changed.set()
        self.here = SeatHere(line, paper, Ear(stream, paper, self._is_news, self._tell))
        self.here.words = lambda: known(self.here)
        self._link = ""
        self._storied: tuple[int, int, bool] = (0, 0, False)
        self._seat = ""
        self._greeted = self._ended = self._opened = self._at_door = False
        self._waiting: list[Tell] = []

    # ---- the conversation

    def go_on(self) -> bool:
        """Ask and answer until it is over."""
        if not self._changed.wait(FIRST) or not self.line.parts:
            self.paper.say("Connecting. Nobody has answered yet; it is tried until somebody does.")
        ear = self.here.keyboard
        assert isinstance(ear, Ear)
        while True:
            try:
                typed = ear.listen(self._prompt)
            except _Over:
                return True
            if not typed:
                join_class.where(self.here)
                self.paper.say("help lists the commands.")
                continue
            if self.line.link.kind == "distrusted" and typed.lower() == "accept":
                self.line.trust(self.line.link.why)
                continue
            what = obey(self.here, typed)
            if what is Next.LEAVE:
                return True
            if what is Next.QUIT:
                self.paper.say("Your seat stays yours.")
                return False

    def farewell(self, again: str) -> None:
        if again and not self.line.gone:
            self.paper.say("Your seat stays yours. To take it again:")
            self.paper.say(again)

    def _prompt(self) -> str:
        here, me, phase = self.here, self.here.me, self.line.part("phase")
        if self.line.link.kind == "distrusted":
            return "accept takes the other certificate; quit leaves:"
        if not me:
            return "Waiting for the host. quit leaves:"
        if not me.get("admitted"):
            return "You are at the door. Wait, or quit:"
        name = str(phase.get("phase", ""))
        who = here.view.me.name if here.sitting.ready and here.view.me else str(me.get("role", "")).capitalize()
        where = f", {phase_name(name).lower()}" if name in ("lobby", "end") else f", turn {phase.get('turn')}, {name}"
        sealed = here.sitting.committed or here.sealed == here.sitting.turn
        draft = " Your move is not committed yet." if here.draft and not sealed else ""
        return f"{who}{where}.{draft} What do you do?"

    # ---- news

    def _is_news(self) -> bool:
        """Whether there is anything to tell; what has come is looked through here."""
        if self._changed.is_set():
            self._changed.clear()
            self._take_up()
        elif self.line.parts:
            self._waiting += [partial(self._say, one) for one in self.news.tick(self.line.parts, self.line.left())]
        while not self.here.late.empty():
            self._waiting.append(partial(self.paper.say, self.here.late.get()))
        return bool(self._waiting)

    def _tell(self) -> None:
        """Everything that is new, the most important last: it is nearest to the next prompt."""
        told, self._waiting = self._waiting, []
        for tell in told:
            tell()
        self.paper.flush()
        if self.line.gone:
            raise _Over

    def _take_up(self) -> None:
        """Make of what the line has heard what is to be told."""
        told = self._waiting
        told += [partial(self.paper.say, line) for line in self._of_link()]
        parts = self.line.parts
        if not parts or self.line.gone:
            return
        self._take_board()
        news = self.news.hear(parts, self.here.names)
        if not self._greeted:
            told += self._greetings()
            news = [one for one in news if one.kind not in ("me", "phase")]
        told += [
            partial(self._turn if one.kind == "turn" and self.here.sitting.ready else self._say, one) for one in news
        ]
        told += self._stories()

    def _of_link(self) -> list[str]:
        link, was = self.line.link, self._link
        self._link = link.kind
        if link.kind == was:
            return []
        if link.kind == "gone":
            return [f"{link.why} Join again with the code, if that was a mistake."]
        if link.kind == "waiting":
            return ["The line is broken. It is tried again by itself; nothing is lost."] if was else [link.why]
        if link.kind == "distrusted":
            return [
                "The host shows another certificate than before. Compare it with the facilitator's screen:", link.why
            ]  # fmt: skip
        if link.kind == "polling" and was != "connected":
            return ["Connected slowly: news comes every few seconds."]
        return ["Connected again."] if was in ("waiting", "distrusted") and link.holds else []

    def _take_board(self) -> None:
        """The board as it is now; a new turn begins with an empty sheet."""
        here, turn = self.here, self.here.sitting.turn
        try:
            there = here.sitting.update()
        except TabletopError as error:
            self._waiting.append(partial(self.paper.say, str(error)))
            return
        here.fresh()
        here.elsewhen = elsewhen(here)
        here.seals = "commit commits it for your seat." if here.speaks else "suggest shows it to your team."
        if there and (turn, self._seat) != (here.sitting.turn, here.sitting.seat):
            self._seat = here.sitting.seat
            here.sit(self._seat)
            here.draft = here.view.choice

    def _greetings(self) -> list[Tell]:
        """Who one is, once there is a state to tell it from."""
        me = self.here.me
        if me and me.get("admitted"):
            self._greeted = True
            return [self._greet]
        if not me or self._at_door:
            return []
        self._at_door = True
        return [self._wait]

    def _wait(self) -> None:
        self.paper.heading(f"{self.line.part('class').get('title', '')}: a class")
        self.paper.say(f"You are {self.here.me.get('name')}. {self.here.me.get('hint') or ''}")

    def _greet(self) -> None:
        me, paper = self.here.me, self.paper
        view = self.here.view if self.here.sitting.ready else None
        paper.heading(f"{view.title}, level {view.level}" if view else str(self.line.part("class").get("title", "")))
        if view is not None and view.me is not None:
            speaks = "You commit for your seat." if me.get("speaker") else "You suggest; your speaker commits."
            paper.say(f"{me.get('name')}, you are {view.me.name}: {view.me.title}. {speaks} brief tells what you know.")
        elif me.get("role") == "observer":
            paper.say(f"{me.get('name')}, you observe: observe TEXT notes what you see, rate keeps a rating.")
        join_class.where(self.here)
        paper.say("News is told as it comes. help lists the commands, help game tells how the game works.")

    def _say(self, one: Told) -> None:
        more = {"check": " Type heard.", "form": " Type fill."}.get(one.kind, "")
        self.paper.say((spoken(one.text) if one.kind in ("draft", "proposal") else one.text) + more)
        self.paper.tell(one.body)

    def _turn(self, one: Told) -> None:
        """A turn has been played, or taken back."""
        self.paper.heading(one.text)
        turns = self.here.sitting.turns_played()
        if not turns or "gone back" in one.text:
            return
        try:
            past.tell_turn(self.here, turns)
        except TabletopError as error:
            self.paper.say(f"Its story cannot be told now: {error} history {turns} tries again.")
        self.paper.gap()

    def _stories(self) -> list[Tell]:
        """The new turn, the end, and what was opened: each once, when its time has come."""
        here = self.here
        told: list[Tell] = []
        if not here.sitting.ready or not self._greeted:
            return []
        practice = bool(self.line.part("phase").get("practice"))  # its first turn is not the game's first
        now = int(here.me.get("group") or 0), here.sitting.turn, practice
        if here.ended != self._ended:
            self._ended = here.ended
            told += [partial(join_end.told, here)] if self._ended else []
        if here.sitting.open and self._storied != now:
            self._storied = now
            told.append(self._story)
        if self.line.part("end").get("members") and not self._opened:
            self._opened = True
            told.append(partial(self.paper.say, "opened tells everything that was secret."))
        return told

    def _story(self) -> None:
        guide.story(self.here)
        self.paper.gap()
        board.status(self.here)
