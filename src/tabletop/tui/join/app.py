"""The application of one seat in a class: follows the line, and shows what has come when there is room for it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textual.css.query import NoMatches
from textual.screen import Screen

from tabletop.content.text import shorten
from tabletop.errors import TabletopError
from tabletop.host.client.news import News, Told
from tabletop.host.client.sitting import FarSitting
from tabletop.host.client.words import named
from tabletop.session.desk import Desk
from tabletop.telling.sentences import Names, names_of
from tabletop.tui.app import TabletopApp
from tabletop.tui.join.base import InClass
from tabletop.tui.join.door import Doorstep

if TYPE_CHECKING:
    from tabletop.host.client.line import Line
    from tabletop.tui.join.table import SeatTable

PATIENCE: Final = 6.0
"""Seconds to wait for an answer before one is told that it takes longer."""
_NOTE: Final = 110
"""Cells of a note in the corner."""
_QUIET: Final = frozenset({"table"})
"""News that is seen on the board and told nowhere else."""


class JoinApp(TabletopApp):
    """Shows one seat."""

    CSS_PATH = [Path(__file__).parents[1] / "tabletop.tcss", "join.tcss"]  # type: ignore[assignment]
    hosting = True

    def __init__(self, line: Line, name: str = "") -> None:
        super().__init__(Desk(()), Doorstep)
        self.line = line
        self.sub_title = name
        self.sitting = FarSitting(line)
        self.news = News()
        self.left = False
        """One is out of the class for good."""
        self.trouble = ""
        """What is wrong with what the host sends."""
        self.seen = 0
        """The last message that was read."""
        self.kept_texts: dict[str, str] = {}
        """What was written and has not been taken by the host yet, by what it is for."""
        self.stories: list[Callable[[], Screen[Any]]] = []
        """Pages that wait until one is at the table: a turn that was played, the next one, the end."""
        self._storied: tuple[Any, ...] = ()
        self._paged = False
        """The last of the stories is the page of the present turn, or the end."""
        self._fresh = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def on_mount(self) -> None:
        # The application's own `on_mount` is called as well, and shows the doorstep.
        self._loop = asyncio.get_running_loop()
        self.sitting.drawing = threading.get_ident()
        self.line.heard = lambda _: self._across(self._fresh.set)
        self.line.start()
        self.run_worker(self._follow(), group="line")
        self.set_interval(1.0, self._second)

    def _across(self, work: Callable[..., object], *given: Any) -> None:
        """From one of the line's threads into this one."""
        with suppress(RuntimeError):  # the application has ended meanwhile
            if self._loop is not None:
                self._loop.call_soon_threadsafe(work, *given)

    # ---- what comes

    async def _follow(self) -> None:
        while True:
            await self._fresh.wait()
            self._fresh.clear()
            parts = self.line.parts
            self.trouble = ""
            try:
                await asyncio.to_thread(self.sitting.update)
            except TabletopError as error:
                self.trouble = str(error)
            self._take_up(parts)

    @property
    def names(self) -> Names:
        """The names of the game, as far as there is one."""
        if self.sitting.ready:
            return names_of(self.sitting.view(""), self.sitting.card_title, self.sitting.rule_title)
        return Names(lambda seat: seat, self.sitting.card_title, self.sitting.rule_title)

    @property
    def ended(self) -> bool:
        """Whether the story has come to its end, or the class to its own."""
        return self.sitting.over or bool(self.line.part("class").get("ended"))

    @property
    def table(self) -> SeatTable | None:
        """The table, where there is one."""
        from tabletop.tui.join.table import SeatTable

        return next((screen for screen in self.screen_stack if isinstance(screen, SeatTable)), None)

    def _take_up(self, parts: dict[str, Any]) -> None:
        if not self.is_running:  # it is ending: its screens are being taken apart
            return
        told = self.news.hear(parts, self.names) if parts else []
        admitted = bool(self.line.part("me").get("admitted")) and self.sitting.ready and not self.line.gone
        if self.line.gone:
            self.left = True
        if not admitted:
            self._to_the_door()
        else:
            self._stories(told)
            self._to_the_table()
        for one in told:
            self._note(one)
        for screen in self.screen_stack:
            if isinstance(screen, InClass) and screen.drawn:
                with suppress(NoMatches):  # it is being taken down
                    screen.changed()
        self.tell_stories()

    def _to_the_door(self) -> None:
        """There is no seat to show, or no longer."""
        self.stories.clear()
        self._paged = False
        if self.table is not None or self.line.gone:
            while len(self.screen_stack) > 2:
                self.pop_screen()
            if not isinstance(self.screen, Doorstep):
                self.switch_screen(Doorstep())

    def _to_the_table(self) -> None:
        from tabletop.tui.join.table import SeatTable

        if self.table is None:
            below = next((s for s in self.screen_stack if isinstance(s, Doorstep)), None)
            if below is None or self.screen is below:
                self.switch_screen(SeatTable(self.sitting))

    def _stories(self, told: list[Told]) -> None:
        from tabletop.tui.join.end import ClassEnd
        from tabletop.tui.screens.briefing import Briefing
        from tabletop.tui.screens.pages import Brief
        from tabletop.tui.screens.resolution import Resolution

        sitting, seat = self.sitting, self.sitting.seat
        if any(_gone_back(one) for one in told):
            self._forget()
        played = any(one.kind == "turn" and "has been played" in one.text for one in told)
        practice = bool(self.line.part("phase").get("practice"))  # its first turn is not the game's first
        now = (self.line.part("me").get("group"), seat, sitting.turn, self.ended, practice)
        if played and self.settings.resolution != "skip":
            # The page of the present turn may wait already: the line can be ahead of the news that are told here.
            waits = self.stories[-1:] if self._storied == now and self._paged else []
            self.stories = [lambda: Resolution(sitting, seat), *waits]
        if self.ended and self._storied != now:
            self._storied, self._paged = now, True
            self.stories.append(ClassEnd)
        elif sitting.open and self._storied != now:
            # Who comes late has not seen what the others know: the own brief says more than “nothing new”.
            late, self._storied = not self._storied and not _news_on(sitting), now
            page = Brief if late and sitting.people else Briefing
            self._paged = True
            self.stories.append(lambda: page(sitting, seat))

    def _forget(self) -> None:
        """Turns are open again: what was to be read of them, or stands there to be read, is no longer so."""
        from tabletop.tui.join.end import ClassEnd
        from tabletop.tui.screens.briefing import Briefing
        from tabletop.tui.screens.resolution import Resolution

        def gone(screen: Screen[Any]) -> bool:
            if isinstance(screen, Resolution):
                return screen.played.turn >= self.sitting.turn
            if isinstance(screen, Briefing):
                return screen.view.turn >= self.sitting.turn
            return isinstance(screen, ClassEnd) and not self.ended

        self.stories.clear()
        self._storied, self._paged = ("gone back",), False  # the turn begins anew, with its page
        while any(gone(screen) for screen in self.screen_stack):
            self.pop_screen()

    def tell_stories(self) -> None:
        """Show what waits to be read, when one is at the table and does nothing else."""
        from tabletop.tui.join.table import SeatTable

        while self.stories and isinstance(self.screen, SeatTable) and self.screen.drawn:
            make = self.stories.pop(0)
            self._paged = self._paged and bool(self.stories)
            try:
                page = make()
            except TabletopError as error:
                self.say(str(error), bad=True)
                continue
            self.push_screen(page)
            return

    def _note(self, one: Told) -> None:
        if one.kind in _QUIET or (one.kind == "turn" and self.stories and not _gone_back(one)):
            return
        stop = "" if one.text.endswith((":", ".", "?", "!")) else ":"
        text = f"{one.text}{stop} {one.body}" if one.body else one.text
        self.say(shorten(" ".join(text.split()), _NOTE))

    def _second(self) -> None:
        """What counts down, and what the clock says."""
        if not self.is_running:
            return
        if self.line.parts and not self.line.gone:
            for one in self.news.tick(self.line.parts, self.line.left()):
                self._note(one)
        for screen in self.screen_stack:
            if isinstance(screen, InClass) and screen.drawn:
                with suppress(NoMatches):
                    screen.second()
        self.tell_stories()

    # ---- what is done

    def does(self, verb: str, said: str = "", *, kept: str = "", **fields: Any) -> None:
        """Have the host do something; what it answers is told in the corner. `kept`: the text that was sent for it."""
        told = self.line.do(verb, **fields)
        told.add_done_callback(lambda done: self._across(self._done, verb, said, kept, done))

        def late() -> None:
            if not told.done():
                self.say("The host does not answer yet. It is asked until it does; nothing is lost.")

        self.set_timer(PATIENCE, late)

    def _done(self, verb: str, said: str, kept: str, done: Future[dict[str, Any]]) -> None:
        error = done.exception()
        if error is None:
            self.kept_texts.pop(kept, None)
        if error is not None:
            seats = {str(one.get("seat")): str(one.get("name")) for one in self.line.part("table").get("seats") or ()}
            told = named(str(error), seats)
            self.say(f"{told[:1].upper()}{told[1:]}", bad=True)
        elif verb == "leave":
            self.left = True
            self.exit()
        elif said:
            self.say(said)

    def say(self, text: str, *, bad: bool = False) -> None:
        """A short note in the corner, whatever is shown."""
        from tabletop.tui.screens.room import Room

        stack = self.screen_stack  # empty when the application is ending
        if stack and isinstance(stack[-1], Room):
            stack[-1].tell(text, bad=bad)


def _gone_back(one: Told) -> bool:
    return one.kind == "turn" and "gone back" in one.text


def _news_on(sitting: FarSitting) -> bool:
    """Whether a crisis of the board is new this turn."""
    view = sitting.view("")
    return any(crisis.since == view.turn for crisis in view.crises)
