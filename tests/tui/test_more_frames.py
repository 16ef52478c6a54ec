"""Frames of what lies around the table and over it; and that no screen is without a frame at both sizes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tui.conftest import SIZES, without_frame

from tabletop.errors import TabletopError
from tabletop.session import Store
from tabletop.session.wish import Wish
from tabletop.tui.keymap import screens
from tabletop.tui.screens.opening import Opening

Make = Callable[..., Wish]
Start = Callable[..., Any]
Golden = Callable[[str, str], None]
FRAMES = Path(__file__).parent / "frames"
THREE = ("anvers", "brill", "corte")
KINDS = {
    "About": "about", "Ask": "ask", "Brief": "brief", "Briefing": "briefing", "Curtain": "curtain",
    "End": "end-outcome", "Facilitator": "facilitator", "Help": "help", "History": "history-story", "Home": "home",
    "Honours": "honours", "Keys": "keys", "Members": "members", "Odds": "odds", "Opening": "opening",
    "Palette": "palette", "Pause": "pause", "Records": "records", "Resolution": "resolution", "Save": "save",
    "SettingsPage": "settings", "Setup": "setup", "StoredGames": "stored", "Story": "story", "Sure": "sure",
    "Surroundings": "surroundings", "Table": "table", "UnstoredTable": "unstored", "Why": "why",
    "Bench": "bench", "Find": "find", "Otherwise": "otherwise", "OtherNumber": "othernumber", "Prospects": "outlook",
    "WhatIf": "whatif-end",
    "Whole": "whole",
}  # fmt: skip
"""The frame of each screen."""
BASES = {"Shared", "Page", "Closer", "Writing"}
"""Classes that are never shown themselves."""


def test_every_screen_has_a_frame_at_both_sizes() -> None:
    # Those of the console and of a seat in a class have their frames beside their tests.
    elsewhere = ("tabletop.tui.console.", "tabletop.tui.join.")
    mine = [screen for screen in screens() if not screen.__module__.startswith(elsewhere)]
    found = {screen.__name__ for screen in mine} - BASES
    assert found == set(KINDS)
    assert not without_frame(KINDS.values(), FRAMES)


async def test_frames_of_the_facilitator(player: Start, harbour: Make, golden: Golden, size: str) -> None:
    async with player(harbour(people=THREE), size=SIZES[size]) as p:
        await p.press("enter", "enter", "c", "enter", "f4")
        await p.press("n", *"We talk of trade.", "enter")
        golden(f"facilitator-{size}", p.text())
        await p.press("p")
        golden(f"pause-{size}", p.text())
        await p.press("enter", "n", *"And [b]of[/b] what?")
        golden(f"ask-{size}", p.text())


async def test_frames_of_pages(player: Start, harbour: Make, golden: Golden, size: str) -> None:
    async with player(harbour(level="full"), size=SIZES[size]) as p:
        await p.press("enter", "i")
        golden(f"story-{size}", p.text())
        await p.press("q", "2")
        if p.where == "Table":
            await p.press("2")
        golden(f"members-{size}", p.text())
        await p.press("q", "3")
        if p.where == "Table":
            await p.press("3")
        golden(f"surroundings-{size}", p.text())
        await p.press("q", "b", "d")
        assert p.where == "Odds"
        golden(f"odds-{size}", p.text())


async def test_frames_of_the_list_over_the_table(player: Start, harbour: Make, golden: Golden, size: str) -> None:
    async with player(harbour(level="full"), size=SIZES[size]) as p:
        await p.press("enter", "ctrl+p", *"undo")
        box = [line for line in p.lines() if "│" in line or "╭" in line or "╰" in line]
        left, right = box[0].index("╭"), box[0].index("╮")
        # The dimmed table beside it has frames of its own.
        golden(f"palette-undo-{size}", "\n".join(line[left : right + 1] for line in box) + "\n")


async def test_frames_of_a_game_that_is_not_stored(
    player: Start, harbour: Make, golden: Golden, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tabletop.session import StorageError

    def full(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(Store, "create", full)
    async with player(harbour(), size=SIZES[size]) as p:
        await p.press("enter")
        p.app.clear_notifications()
        await p.settle()
        golden(f"unstored-{size}", "\n".join(p.text().split("\n")[:1]) + "\n")  # the rest is the table of any game
        await p.press("c", "enter")
        golden(f"sure-{size}", p.text())


async def test_frames_of_the_report(
    player: Start, harbour: Make, golden: Golden, size: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "games"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr("tabletop.session.sitting.Sitting.name", "harbour-1")
    async with player(harbour(), size=SIZES[size]) as p:
        await p.until("End")
        await p.press("s")
        golden(f"save-{size}", p.text())


async def test_frames_of_the_opening(player: Start, golden: Golden, size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise TabletopError("The game harbour-1 is open elsewhere.", "Close it there, or begin another.")

    async with player(first=lambda _: Opening(refuse), size=SIZES[size]) as p:
        golden(f"opening-refused-{size}", p.text())
    monkeypatch.setattr(Opening, "open", lambda self: None)
    async with player(first=lambda _: Opening(refuse), size=SIZES[size]) as p:
        golden(f"opening-{size}", p.text())
