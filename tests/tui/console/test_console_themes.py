"""The console in every theme: each colour is one whose contrast is computed, and what it says is said without it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from tests.tui.colours import strangers, unreadable

from tabletop.tui.themes import NAMES

Open = Callable[..., Any]
SIZES = ((80, 24), (120, 40), (200, 60))
PROVE = os.environ.get("TABLETOP_PROVE") == "1"
"""`make prove` looks at the size between the smallest and the largest too."""


async def look(p: Any) -> None:
    """At what is shown, in every theme."""
    for theme in NAMES:
        p.app.theme = theme
        await p.settle()
        if p.where != "DoorPage":  # cameras want the picture black on white
            assert not strangers(p.app), p.where
        assert not unreadable(p.app), p.where


@pytest.mark.parametrize("size", SIZES if PROVE else SIZES[::2], ids=str)
async def test_every_page_and_question(console: Open, busy: Any, size: tuple[int, int]) -> None:
    busy.lead("inject", title="A rumour", text="Ships in the fog.", when="held")
    busy.lead("rate", seat="anvers", capability="Coordination", rating="U", note="They shouted.")
    busy.lead("overrule", variable="support", who=["brill"], amount=5, why="A good speech.")
    busy.clock.at += 400
    async with console(busy, size=size) as p:
        for key in "1234567":
            await p.press(key)
            await look(p)
        await p.press("1")
        asked = (("enter",), ("w",), ("r",), ("v", "enter"), ("s",), ("c",), ("j",), ("b",))
        for keys in asked if size == (80, 24) else ():  # they are drawn alike at every size
            await p.press(*keys)
            await look(p)
            while p.where != "Console":
                await p.press("b" if p.where == "Hidden" else "escape")


async def test_groups_and_a_stopped_clock(console: Open, room: Any) -> None:
    made = room(groups=3)
    made.come("Ada", "anvers")
    made.lead("phase", to="brief", group=2)
    made.lead("pause", on=True, group=2)
    async with console(made) as p:
        await p.press("g", "G")
        await look(p)
        assert "paused at" in p.text()
