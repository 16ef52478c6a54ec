"""Numbers of many games in a form that can be put together in any order and always gives the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

NEVER: Final = 1 << 62
"""In `Tally.least`: no game."""

Array = npt.NDArray[Any]


@dataclass
class Tally:
    """What was counted in some games.

    Whole numbers only: sums are exact, so that neither the order of chunks nor their size can be seen in a result.
    """

    sums: dict[str, Array] = field(default_factory=dict)
    """Whole numbers (int64, any shape) that are added up: their size does not grow with the games."""
    least: dict[str, Array] = field(default_factory=dict)
    """Whole numbers (int64) of which the smallest is kept: the first game in which something happened, or `NEVER`."""
    games: dict[str, Array] = field(default_factory=dict)
    """Arrays whose last axis is the game, joined in the games' order: for what cannot be summed; they need memory."""
    first: int = 0
    """Number of the first game of `games`, 0 where nothing is kept game by game."""

    def add(self, other: Tally) -> None:
        """Take in the numbers of other games; what is kept game by game waits for `Gathering`."""
        for name, values in other.sums.items():
            mine = self.sums.get(name)
            self.sums[name] = whole(values) if mine is None else mine + values
        for name, values in other.least.items():
            mine = self.least.get(name)
            self.least[name] = whole(values) if mine is None else np.minimum(mine, values)


@dataclass
class Gathering:
    """Tallies of chunks that come in any order."""

    total: Tally = field(default_factory=Tally)
    _kept: list[tuple[int, Mapping[str, Array]]] = field(default_factory=list)

    def add(self, part: Tally, first: int) -> None:
        """The tally of the chunk that begins with game `first`."""
        self.total.add(part)
        if part.games:
            self._kept.append((first, part.games))

    def done(self) -> Tally:
        """Everything, the games in their order."""
        self._kept.sort(key=lambda part: part[0])
        if self._kept:
            names = list(self._kept[0][1])
            self.total.games = {name: np.concatenate([part[name] for _, part in self._kept], axis=-1) for name in names}
            self.total.first = self._kept[0][0]
        return self.total


def whole(values: Any) -> Array:
    """int64, a copy."""
    return np.array(values, np.int64)
