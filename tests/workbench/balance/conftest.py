"""Small campaigns with one planted fault each, and studies of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tabletop.lab.study import Plan
from tabletop.report.balance.facts import Balance
from tabletop.workbench import balance
from tabletop.workbench.balance.effort import Effort

DECKS = Path(__file__).parent / "decks"
SMALL = Effort(
    pure=200, others=250, levels=60, replies=90, futures=12, coming=120, answers=60, seats=80, sources=40, dials=0
)
"""Enough for every planted fault; the numbers of the model are left alone, which saves most of the time."""

Looked = Callable[..., Balance]


@pytest.fixture(scope="session")
def looked() -> Looked:
    """`looked(campaign, level, games, full)`: the report of a study."""

    @cache
    def look(campaign: str, level: str = "", games: int = 300, full: bool = False) -> Balance:
        return balance.report(Plan(campaign, level=level, games=games), effort=None if full else SMALL)

    return look
