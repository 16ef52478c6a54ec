"""What would change if a number of the model were a fifth smaller or larger, on the same luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np

from tabletop.lab.play import play
from tabletop.lab.study import Chunk, Tally
from tabletop.lab.study.plan import Ground
from tabletop.rules.parameters import MEANINGS, Rulebook
from tabletop.rules.registry import value_of
from tabletop.rules.vocabulary import UNIT
from tabletop.workbench.balance.playing import lower, player, won

MAIN: Final = (
    "start_tension", "start_trust", "start_support", "start_readiness", "start_legitimacy", "start_threat",
    "start_means", "load_per_member", "pass_mark", "score_scale", "crisis_control", "quorum", "income", "trust_pace",
    "loss_aversion", "quarrel", "free_riding", "escalate_base", "escalate_urgency", "escalate_tension", "temptation",
    "answer", "news_tension", "tension_home",
)  # fmt: skip
"""Single numbers that are turned always, besides all ten weights of the indices and what a campaign sets itself."""
WEIGHTS: Final = ("cohesion_weights", "stability_weights")
STEP: Final = 0.2

Setting = tuple[tuple[str, float], ...]
"""Names and values, as `--set` takes them."""


@dataclass(frozen=True)
class Dial:
    """One number, and what to set for a fifth less and a fifth more of it."""

    name: str
    about: str
    base: float
    less: float
    more: float
    settings: tuple[Setting, Setting]


def own_names(ground: Ground, overrides: Iterable[str] = ()) -> list[str]:
    """The numbers that the campaign sets at this level, and those that a plan does: somebody means them."""
    campaign = ground.campaign
    level = campaign.levels.get(ground.level.word)  # type: ignore[call-overload]
    return list(dict.fromkeys([*campaign.parameters, *(level.parameters if level else ()), *sorted(overrides)]))


def every_name() -> list[str]:
    """All single numbers of the model but the weights, cell by cell."""
    return [
        ".".join((head, *cell))
        for head, meaning in MEANINGS.items() if head not in WEIGHTS
        for cell in product(*(axis for axis in (meaning.rows, meaning.columns) if axis))
    ]  # fmt: skip


def dials(book: Rulebook, own: Iterable[str] = ()) -> list[Dial]:
    """Every weight, every main number and those of `own` that can be turned at all: a fifth of 0 is nothing."""
    made = []
    single = [name for name in own if name.partition(".")[0] not in WEIGHTS]
    for name in dict.fromkeys([*MAIN, *single]):
        meaning, base = MEANINGS[name.partition(".")[0]], value_of(name, book)
        less, more = (round(min(meaning.high, max(meaning.low, end)), 2) for end in _fifth(base, meaning.unit))
        if less != base or more != base:
            made.append(Dial(name, meaning.text, base, less, more, (((name, less),), ((name, more),))))
    for table in WEIGHTS:
        for row, word in enumerate(MEANINGS[table].rows):
            values = np.asarray(getattr(book, table))
            ends_of = [_reweighed(values, row, share) for share in (1 - STEP, 1 + STEP)]
            settings = [
                tuple((f"{table}.{w}", v / UNIT) for w, v in zip(MEANINGS[table].rows, new, strict=True))
                for new in ends_of
            ]
            about = f"weight of {word} in the {table.split('_')[0]} index, the others in proportion"
            less, more = (new[row] / UNIT for new in ends_of)
            if less != more:
                made.append(Dial(f"{table}.{word}", about, values[row] / UNIT, less, more, (settings[0], settings[1])))
    return made


def _fifth(base: float, unit: int) -> tuple[float, float]:
    """A fifth less and a fifth more; of a count, one at least."""
    step = abs(base) * STEP
    if unit == 1:
        step = max(1, round(step))
    return base - step, base + step


def _reweighed(values: Any, row: int, share: float) -> list[int]:
    """Whole hundredths that sum to one: `row` times `share`, the others in proportion."""
    wanted = min(UNIT, round(float(values[row]) * share))
    rest = [(k, float(v)) for k, v in enumerate(values) if k != row]
    left, weight = UNIT - wanted, sum(v for _, v in rest)
    new = {k: int(left * v / weight) if weight else 0 for k, v in rest}
    short = left - sum(new.values())
    for k, _ in sorted(rest, key=lambda kv: (-(left * kv[1] / weight % 1) if weight else 0, kv[0]))[:short]:
        new[k] += 1
    new[row] = wanted
    return [new[k] for k in range(len(values))]


@dataclass(frozen=True)
class Turned:
    """Work on a chunk: `games["lower"]` and `["won"]` [1 + 2 D, B], first as it is, then each dial less and more."""

    overrides: tuple[tuple[str, float], ...] = ()
    """Of the plan: they stand beneath."""
    every: bool = False
    """Every number of the model, not the main ones alone."""

    def __call__(self, chunk: Chunk) -> Tally:
        ground = chunk.ground
        settings: list[Mapping[str, float]] = [{}]
        own = [*own_names(ground, dict(self.overrides)), *(every_name() if self.every else ())]
        settings += [dict(way) for dial in dials(ground.tables.book, own) for way in dial.settings]
        ends, wins = [], []
        for changed in settings:
            tables = ground.campaign.tables(ground.level, {**dict(self.overrides), **changed})
            state = play(tables, chunk.keys, player(chunk))
            ends.append(lower(state))
            wins.append(won(state, tables))
        return Tally(games={"lower": np.stack(ends), "won": np.stack(wins).astype(np.int8)})
