"""The console as text, compared with frames that somebody has looked at (TABLETOP_BLESS=1 writes them)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tui.conftest import SIZES, without_frame

from tabletop.tui.keymap import screens

FRAMES = Path(__file__).parent / "frames"
Open = Callable[..., Any]


KINDS = {
    "Console": "seats", "Choose": "seat-menu", "OneLine": "line", "Letter": "letter", "Certain": "resolve",
    "Hidden": "hidden", "DoorPage": "door", "Comcheck": "comcheck", "Guidance": "guidance", "Rehearsal": "dry-run",
    "Ahead": "forecast",
}  # fmt: skip
"""The frame of each screen."""
BASES = {"Own", "Cautioned", "OwnPage", "Deeds", "PeopleDeeds", "ClockDeeds", "TrayDeeds", "NoteDeeds", "ClassDeeds"}
"""Classes that are never shown themselves."""


def test_every_screen_has_a_frame_at_both_sizes() -> None:
    mine = [screen for screen in screens() if screen.__module__.startswith("tabletop.tui.console.")]
    assert {screen.__name__ for screen in mine} - BASES == set(KINDS)
    assert not without_frame(KINDS.values(), FRAMES)


async def test_pages(console: Open, busy: Any, frame: Any, size: str) -> None:
    async with console(busy, size=SIZES[size]) as p:
        frame(f"seats-{size}", p.text())
        for key, name in (("2", "people"), ("3", "talk"), ("4", "tray"), ("5", "table"), ("6", "notes"), ("7", "time")):
            await p.press(key)
            frame(f"{name}-{size}", p.text())


async def test_everything_at_once(console: Open, busy: Any, frame: Any) -> None:
    async with console(busy, size=(200, 60)) as p:
        await p.press("5", "down", "down")
        frame("whole-200x60", p.text())


async def test_after_a_turn(console: Open, busy: Any, frame: Any, size: str) -> None:
    busy.lead("inject", title="A rumour", text="Ships in the fog.", when="held")
    busy.lead("rate", seat="anvers", capability="Coordination", rating="S", note="They agreed on roles at once.")
    busy.lead("observe", text="Loud, but kind.", seat="brill")
    busy.lead("overrule", variable="support", who=["brill"], amount=5, why="A good speech.")
    busy.lead("phase", to="commit")
    busy.does("Ada", "commit", turn=1, choice={"strategy": "hold"})
    busy.clock.at += 100
    async with console(busy, size=SIZES[size]) as p:
        frame(f"commit-{size}", p.text())
        await p.press("r")
        frame(f"resolve-{size}", p.text())
        await p.press("enter", "5")
        frame(f"table-after-{size}", p.text())
        await p.press("4")
        frame(f"tray-held-{size}", p.text())
        await p.press("6", "end", "pagedown", "pagedown")
        frame(f"notes-made-{size}", p.text())
        await p.press("7")
        frame(f"time-after-{size}", p.text())


async def test_groups(console: Open, room: Any, frame: Any, size: str) -> None:
    made = room(groups=3)
    made.come("Ada", "anvers", group=1)
    made.come("Ben", "brill", group=2)
    made.lead("phase", to="brief", group=2)
    async with console(made, size=SIZES[size]) as p:
        await p.press("g", "G", "p")
        p.app.clear_notifications()
        await p.settle()
        frame(f"groups-{size}", p.text())


async def test_asking(console: Open, busy: Any, frame: Any, size: str) -> None:
    async with console(busy, size=SIZES[size]) as p:
        await p.press("enter")
        frame(f"seat-menu-{size}", p.text())
        await p.press("escape", "v", "s", "a", "i", "l")
        frame(f"overrule-{size}", p.text())
        await p.press("escape", "w")
        frame(f"letter-{size}", p.text())
        await p.press("escape", "s")
        frame(f"settings-{size}", p.text())


async def test_other_pages(console: Open, busy: Any, frame: Any, size: str) -> None:
    async with console(busy, size=SIZES[size]) as p:
        await p.press("j")
        frame(f"door-{size}", p.text())
        await p.press("space")
        frame(f"door-letters-{size}", p.text())
        await p.press("enter", "c")
        frame(f"comcheck-{size}", p.text())
        await p.press("enter", "2", "f1")
        frame(f"help-{size}", p.text())
        await p.press("enter", "b")
        frame(f"hidden-{size}", p.text())


async def test_looking_ahead(console: Open, busy: Any, frame: Any, size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda _: 7)
    async with console(busy, size=SIZES[size]) as p:
        await p.press("d")
        await p.until_so(lambda: p.app.screen.end)
        frame(f"dry-run-{size}", p.text())
        await p.press("enter", "f")
        await p.until_so(lambda: len(p.app.workers) == 1)  # the watch goes on
        frame(f"forecast-{size}", p.text())


async def test_reading_and_writing(console: Open, busy: Any, frame: Any, size: str) -> None:
    async with console(busy, size=SIZES[size]) as p:
        await p.press("5", "down", "down", "enter", "enter")
        frame(f"guidance-{size}", p.text())
        await p.press("enter", "v", "enter", "'+5")
        frame(f"line-{size}", p.text())
