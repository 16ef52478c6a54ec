"""Outlook and coach at the table: their place, their page, their settings, and that nothing waits for them."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len

from tabletop.lab.forecast import Fan
from tabletop.session import foresight, settings
from tabletop.session.wish import Wish
from tabletop.tui.widgets.outlook import OutlookPlace, braille, limits

Make = Callable[..., Wish]
Start = Callable[..., Any]
Golden = Callable[[str, str], None]
FEW = {"forecast.FIRST": 60, "forecast.MOST": 120, "coach.FIRST": 6, "coach.MOST": 12}
"""Counts are fixed, so that the frames are."""


@pytest.fixture
def foresee(player: Start, monkeypatch: pytest.MonkeyPatch) -> Start:
    """`player`, with outlook and coach as people have them, but on few futures."""
    monkeypatch.setattr("tabletop.tui.foreseeing.allowed", foresight.allowed)
    for name, value in FEW.items():
        monkeypatch.setattr(f"tabletop.lab.{name}", value)
    return player


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_place_and_page(foresee: Start, harbour: Make, golden: Golden, size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"
    async with foresee(harbour(level="full"), size=size) as p:
        await p.press("enter")
        assert ("Outlook" in p.text()) == (size[0] >= 116), "a narrow table keeps its lines"
        if size[0] >= 116:
            golden(f"table-outlook-{name}", p.text())
        await p.press("g")
        assert p.where == "Prospects"
        golden(f"outlook-{name}", p.text())
        await p.press("enter")
        assert p.where == "Table"


@pytest.mark.parametrize("size", [(80, 24), (97, 31), (116, 34), (200, 60)])
async def test_every_line_is_as_wide_as_the_screen(foresee: Start, harbour: Make, size: tuple[int, int]) -> None:
    async with foresee(harbour(level="full"), size=size) as p:
        await p.press("enter")
        for key in ("c", "g"):
            await p.press(key)
            assert len(p.lines()) == size[1]
            assert {cell_len(line) for line in p.lines()} == {size[0]}
            told = [line for line in p.lines() if " win " in line or " Coach " in line or "your score" in line]
            assert told or size[0] < 116
            assert "…" not in "".join(told)


async def test_a_click_opens_the_page(foresee: Start, harbour: Make) -> None:
    async with foresee(harbour(), size=(120, 40)) as p:
        await p.press("enter")
        await p.click("Coach")
        assert p.where == "Prospects"


async def test_the_place_follows_the_game(foresee: Start, harbour: Make) -> None:
    async with foresee(harbour(), size=(120, 40)) as p:
        await p.press("enter")
        place = p.app.screen.query_one(OutlookPlace)
        first = place.outlook
        assert first is not None
        assert first.turn == 1
        await p.until("Resolution")
        await p.press("enter", "enter")
        assert place.outlook.turn == 2
        await p.press("u")
        assert place.outlook == first, "taken back, it stands as it stood"


async def test_no_key_waits(foresee: Start, harbour: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the worker is held up every key does its work; what it finds for a board that is gone is thrown away."""
    go_on = threading.Event()
    grow = foresight.Foresight.grow

    def slowly(self: foresight.Foresight) -> Any:
        go_on.wait(60)
        yield from grow(self)

    monkeypatch.setattr(foresight.Foresight, "grow", slowly)
    async with foresee(size=(120, 40), wish=harbour()) as p:
        try:
            await p.pilot.press("enter")
            await p.pilot.pause()
            table = p.app.screen
            assert type(table).__name__ == "Table"
            assert "Reckoning" in p.text()
            await p.pilot.press("c", "2", "g")
            await p.pilot.pause()
            assert p.where == "Prospects"
            assert "Weighing" in p.text()
            await p.pilot.press("q", "enter")
            await p.pilot.pause()
            assert p.where == "Resolution"
        finally:
            go_on.set()
        await p.settle()
        await p.press("enter", "enter")
        assert table.query_one(OutlookPlace).outlook.turn == 2


@pytest.mark.parametrize(
    ("changed", "outlook", "coach"),
    [({"forecast": "off"}, False, True), ({"coach": "off"}, True, False), ({}, True, True)],
)
async def test_each_can_be_switched_off(
    foresee: Start, harbour: Make, changed: dict[str, str], outlook: bool, coach: bool
) -> None:
    settings.change(theme="tabletop-dark", **changed)
    async with foresee(harbour(), size=(120, 40)) as p:
        await p.press("enter")
        assert ("futures" in p.text()) == outlook
        assert ("Coach" in p.text()) == coach


async def test_both_off_leave_no_trace(foresee: Start, harbour: Make) -> None:
    settings.change(forecast="off", coach="off")
    async with foresee(harbour(), size=(120, 40)) as p:
        await p.press("enter")
        assert "Outlook" not in p.text()
        await p.press("g")
        assert p.where == "Table"
        assert "settings" in p.text()


@pytest.mark.parametrize(("wish", "there"), [("on", False), ("facilitator", True)])
async def test_with_several_people_the_facilitator_decides(
    foresee: Start, harbour: Make, wish: str, there: bool
) -> None:
    settings.change(forecast=wish, coach=wish)
    async with foresee(harbour(people=("anvers", "brill")), size=(120, 40)) as p:
        await p.press("enter", "enter")
        assert p.where == "Table"
        assert ("Coach" in p.text()) == there
        await p.press("c", "enter")
        assert p.where == "Curtain"
        assert "Coach" not in p.text()


async def test_any_keys_at_a_wide_table(foresee: Start, harbour: Make, scale: Callable[[int, int], int]) -> None:
    rng = random.Random(7)
    keys = ("g", "c", "enter", "enter", "1", "2", "x", "u", "q", "down", "o", "m", "w", "escape", "f2")
    async with foresee(harbour(), size=(120, 40)) as p:
        await p.press("enter")
        for _ in range(scale(40, 400)):
            await p.pilot.press(rng.choice(keys) if p.where in ("Table", "Prospects") else "enter")
            if p.where not in ("Table", "Prospects", "Resolution", "Briefing", "Why", "Story"):
                break
        await p.settle()


def test_a_fan_is_drawn_between_its_lines() -> None:
    fan = Fan("cohesion", 50, 55, 35, (1, 2), ((40, 45, 50, 55, 60), (30, 40, 50, 60, 70)))
    low, high = limits([fan])
    assert (low, high) == (30, 70)
    rows = braille(fan, 10, 4, low, high)
    assert [len(row) for row in rows] == [10] * 4
    dots = [sum(bin(ord(row[x]) - 0x2800).count("1") for row in rows) for x in range(10)]
    assert dots[0] < dots[-1], "it opens"
    flat = Fan("cohesion", 50, 50, 35, (1,), ((50, 50, 50, 50, 50),))
    assert braille(flat, 5, 2, *limits([flat]))
