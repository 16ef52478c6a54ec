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

from tabletop.host.client import Door, Line
from tabletop.session import Store
from tabletop.tui.join.app import JoinApp

PATIENCE = 20.0


class Seated(Player):
    """A seat's application under test."""

    app: JoinApp

    async def settle(self) -> None:
        """Wait for drawing; what comes over the line is waited for by `until_so`."""
        for _ in range(3):
            await self.pilot.pause(0.01)

    async def until_so(self, found: Callable[[], Any]) -> Any:
        """Wait until something is so, and drawn."""
        end = time.monotonic() + PATIENCE
        while not (value := found()):
            assert time.monotonic() < end, f"it did not come in time; the screen is {self.where}:\n{self.text()}"
            await self.pilot.pause(0.02)
        await self.settle()
        return value

    async def shows(self, words: str) -> None:
        await self.until_so(lambda: words in self.text())

    async def at(self, screen: str) -> None:
        await self.until_so(lambda: self.where == screen)

    async def read(self) -> None:
        """Read what waits to be read, and stand at the table."""
        await self.until_so(lambda: self.where in ("Briefing", "Resolution", "SeatTable"))
        for _ in range(4):
            if self.where in ("Briefing", "Resolution"):
                await self.press("enter")
        await self.at("SeatTable")

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

    async def idle(*_: float) -> None:
        # Textual waits until the whole process rests; here a host works in it.
        for _ in range(3):
            await asyncio.sleep(0)

    monkeypatch.setattr("textual.app.wait_for_idle", idle)
    monkeypatch.setattr("textual.pilot.wait_for_idle", idle)
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
                made = Seated(app, pilot)
                await made.settle()
                yield made
        finally:
            await asyncio.to_thread(line.close)

    return start
