"""The numbers of a study: what each mind wins, how the indices fall, what is chosen and which cards come.

Everything is counted in whole numbers of fixed size: an index is a histogram of hundredths, so that its mean and every
quantile are exact and need no game to be kept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tabletop.game.units import shown
from tabletop.lab.study.plan import Chunk
from tabletop.lab.study.run import Table
from tabletop.lab.study.tally import Array, Tally
from tabletop.rules.choices import Choices
from tabletop.rules.negotiate import Outcomes
from tabletop.rules.state import State
from tabletop.rules.vocabulary import Over, Strategy

OWN: Final = "study."
"""The names of these sums begin so."""
_BINS: Final = 10_001
QUANTILES: Final = (10, 50, 90)
_Z: Final = 1.959964
"""Of a normal distribution 95 % lie within so many standard deviations."""


class Numbers:
    """The watcher that every `tabletop lab` runs."""

    def __init__(self, chunk: Chunk) -> None:
        self.tables = chunk.tables
        self.chosen = np.zeros(len(Strategy), np.int64)
        self.tried = np.zeros(len(Strategy), np.int64)
        self.success = np.zeros(len(Strategy), np.int64)

    def turn(self, opened: State | None, choices: Choices, outcomes: Outcomes, state: State) -> None:
        """Count strategies chosen by members, and negotiations tried and won by groups."""
        played = (state.end_turn == 0) | (state.end_turn == state.turn)
        self.chosen += _by_strategy(outcomes.strategy[:, played])
        members = np.arange(state.members, dtype=np.int32)[:, None]
        groups = outcomes.tried & (outcomes.lead == members)
        self.tried += _by_strategy(outcomes.strategy[groups])
        self.success += _by_strategy(outcomes.strategy[groups & outcomes.success])

    def done(self, state: State) -> Tally:
        """All counts of the chunk."""
        lower = np.minimum(state.cohesion, state.stability)
        sums: dict[str, Any] = {
            "games": state.games,
            "wins": ((state.over == Over.FINISHED) & (lower >= self.tables.book.pass_mark)).sum(),
            "cohesion_collapse": (state.over == Over.COHESION_COLLAPSE).sum(),
            "stability_collapse": (state.over == Over.STABILITY_COLLAPSE).sum(),
            "turns": state.end_turn.sum(dtype=np.int64),
            "cohesion": np.bincount(state.cohesion, minlength=_BINS),
            "stability": np.bincount(state.stability, minlength=_BINS),
            "chosen": self.chosen, "tried": self.tried, "success": self.success,
            "dealt": (state.dealt > 0).sum(axis=1),
            "resolved": ((state.dealt > 0) & (state.ended == 1)).sum(axis=1),
            "worst": ((state.dealt > 0) & (state.ended == 2)).sum(axis=1),
        }  # fmt: skip
        return Tally({OWN + name: np.asarray(values, np.int64) for name, values in sums.items()})


def _by_strategy(values: Array) -> Array:
    return np.bincount(values.ravel(), minlength=len(Strategy))


@dataclass(frozen=True, slots=True)
class Spread:
    """How an index ended, in the unit people see."""

    mean: float
    quantiles: dict[int, float]
    """By percent: the smallest value that so many of the games do not exceed."""

    def as_json(self) -> dict[str, float]:
        return {"mean": self.mean, **{f"p{percent}": value for percent, value in self.quantiles.items()}}


@dataclass(frozen=True, slots=True)
class OfMind:
    """What one mind came to.  Shares are 0..1."""

    games: int
    win_rate: float
    low: float
    """Ends of the 95 % interval of the win rate (Wilson 1927)."""
    high: float
    cohesion: Spread
    stability: Spread
    cohesion_collapse: float
    stability_collapse: float
    turns: float
    """Mean length of a game."""

    def as_json(self) -> dict[str, Any]:
        return {
            "games": self.games, "win_rate": self.win_rate, "ci95": [self.low, self.high],
            "cohesion": self.cohesion.as_json(), "stability": self.stability.as_json(),
            "collapse": {"cohesion": self.cohesion_collapse, "stability": self.stability_collapse},
            "turns_mean": self.turns,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfStrategy:
    """What became of one strategy, over all minds of the study."""

    chosen: float
    """Its share of all members' choices, Hold included."""
    success_rate: float | None
    """Share of its negotiations that succeeded; None where there was none."""


@dataclass(frozen=True, slots=True)
class OfCard:
    """What became of one card, over all minds of the study."""

    dealt: float
    """Share of the games in which it came."""
    resolved: float | None
    """Share of those in which it was resolved at last; None where it never came."""
    worst: float | None
    """Share of those in which it broke out."""


@dataclass(frozen=True, slots=True)
class Results:
    """All numbers of a study."""

    minds: dict[str, OfMind]
    strategies: dict[str, OfStrategy]
    cards: dict[str, OfCard]
    decisions: int
    """Choices that members made in all."""

    @property
    def never_dealt(self) -> list[str]:
        """Cards that came in no game."""
        return [card for card, found in self.cards.items() if found.dealt == 0]


def results(table: Table) -> Results:
    """The numbers of a run that `Numbers` watched."""
    every = Tally()
    for tally in table.minds.values():
        every.add(tally)
    sums = {name.removeprefix(OWN): values for name, values in every.sums.items() if name.startswith(OWN)}
    chosen, tried, success = (sums[name].tolist() for name in ("chosen", "tried", "success"))
    decisions, games = sum(chosen), int(sums["games"])
    came = zip(table.ground.tables.cards.ids, *(sums[k].tolist() for k in ("dealt", "resolved", "worst")), strict=True)
    return Results(
        {mind: _of_mind(tally) for mind, tally in table.minds.items()},
        {
            strategy.word: OfStrategy(
                _share(chosen[strategy], decisions) or 0.0, _share(success[strategy], tried[strategy])
            )
            for strategy in Strategy
        },
        {
            card: OfCard(_share(dealt, games) or 0.0, _share(resolved, dealt), _share(worst, dealt))
            for card, dealt, resolved, worst in came
        },
        decisions,
    )


def _of_mind(tally: Tally) -> OfMind:
    count = {
        name: int(tally.sums[OWN + name])
        for name in ("games", "wins", "turns", "cohesion_collapse", "stability_collapse")
    }
    games = count["games"]
    low, high = wilson(count["wins"], games)
    return OfMind(
        games, round(count["wins"] / games, 4), round(low, 4), round(high, 4), spread(tally.sums[OWN + "cohesion"]),
        spread(tally.sums[OWN + "stability"]), round(count["cohesion_collapse"] / games, 4),
        round(count["stability_collapse"] / games, 4), round(count["turns"] / games, 2),
    )  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927): sound for few games and near 0 and 1, where ± would leave 0..1."""
    if trials <= 0:
        return 0.0, 1.0
    share, square = hits / trials, _Z * _Z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = _Z * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials)) / (1 + square / trials)
    return max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < trials else 1.0


def spread(counts: Array) -> Spread:
    """Mean and quantiles of a histogram of hundredths."""
    total = int(counts.sum())
    if not total:
        return Spread(0.0, dict.fromkeys(QUANTILES, 0.0))
    mean = int(counts @ np.arange(len(counts), dtype=np.int64)) / total
    upto = np.cumsum(counts)
    found = {percent: shown(int(np.searchsorted(upto, -(-percent * total // 100)))) for percent in QUANTILES}
    return Spread(round(mean / 100, 2), found)
