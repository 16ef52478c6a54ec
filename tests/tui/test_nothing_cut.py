"""Where there is room nothing is cut: no field of the table ends in an ellipsis."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import tabletop
from tabletop.session.wish import Wish

Start = Callable[..., Any]
SHIPPED = Path(tabletop.__file__).parents[2]
CAMPAIGNS = ("halcyon", "halcyon-tutorial", "north-atlantic", "double-track")
CUT = re.compile(r"\S*…(?! \S+ (?:reads on|your brief|every turn))")
"""An ellipsis; those that name the key that reads on are none."""


def cuts(lines: list[str]) -> list[str]:
    """The lines on which something is cut."""
    return [line.rstrip() for line in lines if CUT.search(line)]


def test_what_counts_as_cut() -> None:
    assert cuts(["the mood is falli…   3.0", "The tunn…  new"])
    assert not cuts(["of money for a … i reads on", "… 5 reads on"])


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize("level", ["basics", "standard", "full"])
async def test_nothing_is_cut_at_the_larger_sizes(
    player: Start, campaign: str, level: str, scale: Callable[[int, int], int]
) -> None:
    last = 3 if (level, campaign) == ("full", "halcyon") else scale(1, 3)
    async with player(Wish(campaign=campaign, seed=7, level=level), size=(120, 40), library=SHIPPED) as p:
        for turn in range(1, last + 1):
            await p.until("Table")
            assert p.app.screen.sitting.turn == turn
            if turn != 2:
                for size in ((120, 40), (200, 60)):
                    await p.pilot.resize_terminal(*size)
                    await p.settle()
                    for key in ("b", "m", "h", "2", "3", "c"):
                        await p.press(key)
                        found = cuts(p.lines())
                        assert not found, "\n".join(found)
                await p.press("1")
            await p.press("m" if turn == 1 else "b", "enter")


@pytest.mark.parametrize("campaign", CAMPAIGNS[:1] + CAMPAIGNS[2:])
async def test_at_the_smallest_size_moods_and_titles_stand_whole(player: Start, campaign: str) -> None:
    async with player(Wish(campaign=campaign, seed=7, level="full"), library=SHIPPED) as p:
        for _ in range(3):
            await p.until("Table")
            view = p.app.screen.sitting.view(p.app.screen.seat)
            shown = p.text()
            for crisis in view.crises:
                assert cell_len(crisis.title) > 40 or crisis.title in shown
            await p.press("2")
            for member, line in zip(view.members, p.lines()[4:], strict=False):
                assert f" {member.mood} " in line
            await p.press("1", "b")
            assert not cuts(p.lines())
            await p.press("enter")
