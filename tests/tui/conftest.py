"""Screens without a terminal: an application to press keys in, and its screen as text."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from tests.tui import rest
from tests.tui.rest import drawn, until_so
from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

from tabletop.session.desk import Desk
from tabletop.session.wish import Wish
from tabletop.tui.app import TabletopApp

HERE = Path(__file__).parent
LIBRARY = HERE / "library"


class Player:
    """An application under test, and the few things that a person does."""

    def __init__(self, app: TabletopApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def where(self) -> str:
        """The name of the screen that is shown."""
        return type(self.app.screen).__name__

    async def settle(self) -> None:
        """Wait for loading and drawing."""
        await drawn(self.app)
        while len(self.app.workers):
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
            await drawn(self.app)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.app._press_keys([key])
            await self.settle()

    async def until_so(self, found: Callable[[], Any]) -> Any:
        """Wait until something is so, and drawn; its value."""
        return await until_so(self.app, found, lambda: f"the screen is {self.where}:\n{self.text()}")

    async def shows(self, words: str) -> None:
        """Wait until words stand on the screen."""
        await self.until_so(lambda: words in self.text())

    def lines(self) -> list[str]:
        """What is on the screen, line by line, as wide as the screen."""
        below = visible_screen_stack.set(list(self.app._background_screens))
        try:
            strips = self.app.screen._compositor.render_strips()
        finally:
            visible_screen_stack.reset(below)
        return ["".join(segment.text for segment in strip) for strip in strips]

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines()).rstrip() + "\n"

    async def on(self, way: str = "c") -> None:
        """Go on by a screen; at the table with a way of working."""
        await self.press(*([way, "enter"] if self.where == "Table" else ["enter"]))

    async def until(self, screen: str, most: int = 60) -> None:
        """Go on until a screen is reached."""
        for _ in range(most):
            if self.where == screen:
                return
            await self.on()
        raise AssertionError(f"{screen} was not reached; the screen is {self.where}")

    async def click(self, words: str, nth: int = 0) -> None:
        """Click on the first place where the words stand."""
        found = [(line.index(words), row) for row, line in enumerate(self.lines()) if words in line]
        column, row = found[nth]
        await self.pilot.click(offset=(column, row))
        await self.settle()


Start = Callable[..., AbstractAsyncContextManager[Player]]


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    rest.use(monkeypatch)


@pytest.fixture
def player(monkeypatch: pytest.MonkeyPatch) -> Start:
    """`async with player(...) as p`: the home screen, or the table of a wish."""
    monkeypatch.delenv("TEXTUAL_THEME", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("TEXTUAL_ANIMATIONS", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    # The outlook is looked at in test_outlook.py alone: nothing else waits for what it reckons.
    monkeypatch.setattr("tabletop.tui.foreseeing.allowed", lambda wish, shared: False)

    @asynccontextmanager
    async def start(
        wish: Wish | None = None,
        *,
        size: tuple[int, int] = (80, 24),
        library: Path = LIBRARY,
        first: Callable[[Desk], Screen[Any]] | None = None,
    ) -> AsyncIterator[Player]:
        from tabletop.tui.screens.home import Home
        from tabletop.tui.screens.opening import Opening

        desk = Desk((library,))

        def screen() -> Screen[Any]:
            if first is not None:
                return first(desk)
            return Home() if wish is None else Opening(lambda: desk.begin(wish))

        app = TabletopApp(desk, screen)
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                made = Player(app, pilot)
                await made.settle()
                yield made
        finally:
            desk.close()

    return start


SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
"""The sizes at which every screen has a frame."""


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def framed(frames: Path) -> Callable[[str, str], None]:
    """Compare with the frame of a name in a folder; TABLETOP_BLESS=1 writes it instead."""

    def compare(name: str, text: str) -> None:
        file = frames / f"{name}.txt"
        if os.environ.get("TABLETOP_BLESS") == "1":
            file.write_text(text, encoding="utf-8")
            return
        assert file.exists(), f"no frame {file.name}: look at it, then TABLETOP_BLESS=1"
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """`golden(name, text)`: compare with the frame of that name."""
    return framed(HERE / "frames")


@pytest.fixture
def frame(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`frame(name, text)`: compare with the frame of that name beside the test."""
    return framed(request.path.parent / "frames")


def without_frame(kinds: Iterable[str], frames: Path) -> list[str]:
    """The frames that are missing, of kinds that have one at every size."""
    names = [f"{kind}-{at}" for kind in kinds for at in SIZES]
    return [name for name in names if not (frames / f"{name}.txt").exists()]


@pytest.fixture
def harbour() -> Callable[..., Wish]:
    """`harbour(**changes)`: a wish for the small campaign, with known luck."""
    return lambda **changes: Wish(**{"campaign": "harbour", "seed": 11, **changes})
