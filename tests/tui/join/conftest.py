"""A seat's screens over a real host on 127.0.0.1; the clocks of both ends stand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.host.client.served import Served, serving
from tests.tui.conftest import Player
from tests.tui.rest import drawn, paint

from tabletop.host.client import Door, Line
from tabletop.session import Store
from tabletop.tui.join.app import JoinApp

STORIES = ("Brief", "Briefing", "Resolution")
"""Pages that come by themselves and are read once."""


class Seated(Player):
    """A seat's application under test."""

    app: JoinApp
    taken: dict[str, Any]
    """What the screens have taken up of what the host sent."""

    def __init__(self, app: JoinApp, pilot: Any, served: Served) -> None:
        super().__init__(app, pilot)
        self.served, self.taken = served, {}
        take_up = app._take_up

        def noted(parts: dict[str, Any]) -> None:
            take_up(parts)
            self.taken = parts

        app._take_up = noted  # type: ignore[method-assign]

    async def settle(self) -> None:
        """Wait for drawing; what comes over the line is waited for by `until_so`."""
        await drawn(self.app)

    async def at(self, screen: str) -> None:
        await self.until_so(lambda: self.where == screen)

    async def shows(self, words: str) -> None:
        """Wait until words stand on the screen; the notes of the corner stand over others until they vanish."""

        def found() -> bool:
            if words in self.text():
                return True
            self.app.clear_notifications()
            return False

        await self.until_so(found)

    async def caught_up(self) -> None:
        """Wait until the screens show the phase and the turn that the class is in now."""
        group = self.served.room.groups[0]

        def found() -> bool:
            board = self.taken.get("board", {})
            now = board.get("turn") == group.game.turn or bool(board.get("over"))
            return now and self.taken.get("phase", {}).get("phase") == group.clock.phase

        await self.until_so(found)

    async def read(self) -> None:
        """Read what waits to be read, and stand at the table."""
        await self.caught_up()
        await self.until_so(lambda: self.where in (*STORIES, "SeatTable"))
        while self.where in STORIES:
            await self.press("enter")
        await self.at("SeatTable")

    async def read_to_the_end(self) -> None:
        """Read what waits to be read until the page of the end is there."""
        while await self.until_so(lambda: self.where in (*STORIES, "ClassEnd") and self.where) != "ClassEnd":
            await self.press("enter")

    async def reckoned(self) -> None:
        """Wait until every chance that was asked for has come."""
        await self.until_so(lambda: all(worker.group == "line" for worker in self.app.workers))

    async def quiet(self) -> None:
        """Nothing stands over the top line."""
        self.app.clear_notifications()
        await self.settle()


Sit = Callable[..., AbstractAsyncContextManager[Seated]]


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr("tabletop.host.room.classroom.new_code", lambda: "K7QM4P")
    with serving(Store(tmp_path / "sessions")) as made:
        yield made


@pytest.fixture
def sit(served: Served, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """`async with sit("Ada", "anvers") as p`: somebody's screens; without a seat they wait at the door."""
    for name in ("TEXTUAL_THEME", "NO_COLOR", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()

    def left(line: Line) -> float | None:
        found = line.part("phase").get("left")
        return None if found is None else float(found)

    # Here painting asks the host for what is missing, and several applications run beside one another.
    monkeypatch.setattr("textual.screen.Screen._compositor_refresh", paint)
    monkeypatch.setattr(Line, "left", left)
    monkeypatch.setattr(Line, "clock", lambda line: float(line.part("phase").get("clock", 0.0)))

    @asynccontextmanager
    async def start(
        name: str, seat: str = "", *, size: tuple[int, int] = (80, 24), token: str = "", **more: Any
    ) -> AsyncIterator[Seated]:
        token = token or await asyncio.to_thread(lambda: served.join(name, seat, **more))
        line = Line(Door(served.address), token)
        app = JoinApp(line, name)
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                made = Seated(app, pilot, served)
                await made.settle()
                yield made
        finally:
            await asyncio.to_thread(line.close)

    return start
