"""A campaign to play, and people who choose by lot."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tabletop.content import Campaign, load_campaign
from tabletop.game import Choice, Command, Game, Options

Play = Callable[..., Game]


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    return load_campaign("halcyon")


@pytest.fixture(scope="session")
def by_lot() -> Callable[[random.Random, Options], Choice]:
    """Any legal choice."""

    def choose(rng: random.Random, options: Options) -> Choice:
        strategy = rng.choice(options.strategies)
        if strategy == "hold":
            return Choice()
        crisis = rng.choice(options.crises)
        agreement = strategy in ("bilateral", "multilateral")
        return Choice(
            strategy=strategy,
            tactic=rng.choice([*options.tactics, None]),
            effort=rng.choice(options.efforts),
            target=rng.choice(crisis.targets) if strategy == "bilateral" else None,
            clause=rng.choice([*options.clauses, None]) if agreement else None,
            card=crisis.card,
        )

    return choose


@pytest.fixture(scope="session")
def play(campaign: Campaign, by_lot: Callable[[random.Random, Options], Choice]) -> Play:
    """`play(seed, lot, level, turns)`: a game with `turns` turns played by lot (all of them when None)."""

    def game(
        seed: int, lot: int = 1, level: str = "full", turns: int | None = None, people: tuple[str, ...] = ()
    ) -> Game:
        rng = random.Random(lot)
        made = Game.new(campaign, seed, level=level, people=people)
        while not made.over and (turns is None or made.turn <= turns):
            for seat in made.seats_to_choose():
                made.apply(Command.choose(seat, made.turn, by_lot(rng, made.options(seat)), "facilitator"))
            made.apply(Command("resolve", "", made.turn, {}, "facilitator"))
        return made

    return game
