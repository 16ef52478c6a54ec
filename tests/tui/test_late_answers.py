"""What a worker finds comes back when its screen may have left: then nothing happens, and nothing breaks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tabletop.tui

Start = Callable[..., Any]


@pytest.mark.parametrize(("way", "screen"), [("ctrl+p", "Palette"), ("n", "Setup"), ("r", "Records")])
async def test_only_a_screen_that_is_there_takes_an_answer(player: Start, way: str, screen: str) -> None:
    taken: list[str] = []
    async with player() as p:
        await p.press(way)
        assert p.where == screen
        room = p.app.screen
        await asyncio.to_thread(room.hand_back, taken.append, "there")
        await p.press("escape")
        assert p.where == "Home"
        await asyncio.to_thread(room.hand_back, taken.append, "gone")
    assert taken == ["there"]


async def test_nothing_is_handed_back_once_the_program_ends(player: Start) -> None:
    taken: list[str] = []
    async with player() as p:
        room = p.app.screen
        await p.press("ctrl+q")
        await asyncio.to_thread(room.hand_back, taken.append, "late")
    assert taken == []


def test_no_worker_calls_back_on_its_own() -> None:
    """A call that does not ask whether the screen is still there ends the program once in ten thousand keys."""
    alone = [
        file.name
        for file in Path(tabletop.tui.__file__).parent.rglob("*.py")
        if re.search(r"call_from_thread", file.read_text()) and file.name != "room.py"
    ]
    assert alone == []
