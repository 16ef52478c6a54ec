"""The screens as text, compared with frames that somebody has looked at (TABLETOP_BLESS=1 writes them)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.conftest import SIZES

from tabletop.session.wish import Wish

Make = Callable[..., Wish]
Start = Callable[..., Any]
Golden = Callable[[str, str], None]


async def test_home(player: Start, golden: Golden, size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tabletop.content.library.shipped", lambda: __import__("pathlib").Path("nowhere"))
    async with player(size=SIZES[size]) as p:
        await p.press("up")
        await p.shows("cards ·")  # the whole campaign is read when the cursor has come to rest
        golden(f"home-{size}", p.text())


async def test_first_turn(player: Start, harbour: Make, golden: Golden, size: str) -> None:
    async with player(harbour(level="full"), size=SIZES[size]) as p:
        golden(f"briefing-{size}", p.text())
        await p.press("enter")
        golden(f"choose-{size}", p.text())
        await p.press("b")
        golden(f"table-{size}", p.text())
        await p.press("2")
        golden(f"alliance-{size}", p.text())
        await p.press("3", "o", "m")
        golden(f"region-compare-{size}", p.text())
        await p.press("4")
        golden(f"brief-{size}", p.text())


async def test_before_a_shared_turn(player: Start, harbour: Make, golden: Golden, size: str) -> None:
    async with player(harbour(people=("anvers", "brill", "corte", "dorn")), size=SIZES[size]) as p:
        golden(f"curtain-{size}", p.text())


async def test_after_a_turn(player: Start, harbour: Make, golden: Golden, size: str) -> None:
    async with player(harbour(level="full"), size=SIZES[size]) as p:
        await p.until("Resolution")
        golden(f"resolution-{size}", p.text())
        await p.press("w")
        golden(f"why-{size}", p.text())
        await p.press("q", "enter", "enter", "2", "x", "right")
        golden(f"numbers-{size}", p.text())


async def test_the_largest_table(player: Start, harbour: Make, golden: Golden) -> None:
    async with player(harbour(level="full"), size=(200, 60)) as p:
        await p.until("Resolution")
        await p.press("enter", "enter", "c", "o", "m")
        golden("table-200x60", p.text())


async def test_every_line_is_as_wide_as_the_screen(player: Start, harbour: Make) -> None:
    for width, height in ((80, 24), (97, 31), (116, 34), (200, 60)):
        async with player(harbour(level="full"), size=(width, height)) as p:
            await p.press("enter")
            for key in ("b", "2", "3", "1"):
                await p.press(key)
                assert len(p.lines()) == height
                assert {cell_len(line) for line in p.lines()} == {width}


async def test_a_small_window_asks_for_room_and_recovers(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter")
        before = p.text()
        await p.pilot.resize_terminal(40, 12)
        await p.settle()
        shown = " ".join(p.text().split())
        assert "Tabletop needs 80 × 24 cells" in shown
        assert "40 × 12" in shown
        turn = p.app.screen.sitting.turn
        await p.press("enter", "b", "u")
        assert p.where == "Table"
        assert p.app.screen.sitting.turn == turn
        await p.pilot.resize_terminal(80, 24)
        await p.settle()
        assert p.text() == before
