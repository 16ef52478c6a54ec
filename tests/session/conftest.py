"""A campaign, a store of one's own, and a game by the book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.content import Campaign, load_campaign
from tabletop.game import Choice, Game
from tabletop.session import Store, Table


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    return load_campaign("halcyon")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "sessions")


@pytest.fixture(scope="session")
def first_choice() -> Callable[[Game, str], Choice]:
    """Quiet talks on the first crisis; the same for the same table."""

    def choose(game: Game, seat: str) -> Choice:
        crises = game.options(seat).crises
        return Choice("track2", card=crises[0].card) if crises else Choice()

    return choose


@pytest.fixture
def played(campaign: Campaign, store: Store, first_choice: Callable[[Game, str], Choice]) -> str:
    """The name of a stored session in which three turns have been played."""
    with Table.new(campaign, 77, people=["delmar"], store=store) as table:
        for _ in range(3):
            table.choose("delmar", first_choice(table.game, "delmar"))
            table.note("Fünf Worte stehen — hier.", seat="delmar")
            table.resolve()
        return table.name
