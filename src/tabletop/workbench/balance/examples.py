"""In which game a finding can be seen: the first of an experiment's that goes as the finding says.

An experiment compares: the first game in which the difference points the told way, and is as large as was told, shows
it.  Where no game is like that, the one that comes nearest does.  Games are numbered as in the study, from 1: the
first is the first whatever the jobs.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from tabletop.report.balance.facts import Estimate

HALF: Final = 0.5
"""Of what thinking gains, kept by one answer alone: most of it."""

Examples = dict[tuple[str, ...], int]
"""Numbers of games by what they show and of whom, such as ``("coming", card)``."""


def first(*masks: Any) -> int | None:
    """The first game in which the first of the `masks` [B] that holds anywhere does; None where none does."""
    for mask in masks:
        found = np.flatnonzero(mask)
        if len(found):
            return int(found[0]) + 1
    return None


def as_told(values: Any, told: Estimate, unit: float = 100, where: Any = True) -> int | None:
    """The first game whose difference `values` [B] is as large as was told, the same way; else the nearest one."""
    way = 1 if told.value >= 0 else -1
    moved = np.where(where, way * np.asarray(values, float) / unit, -np.inf)
    if not np.isfinite(moved).any():
        return None
    return first(moved >= abs(told.value)) or int(moved.argmax()) + 1


def nearest(*values: Any) -> int:
    """The first game in which all `values` [B] together are nearest to 0."""
    return int(sum(np.abs(np.asarray(one, float)) for one in values).argmin()) + 1


def alone(thinking: Any, chance: Any, end: Any, mark: int) -> int | None:
    """One answer alone does: it wins where chance does not; else it keeps most of what thinking gains.  All [B]."""
    gain = thinking - chance
    return first((end >= mark) & (chance < mark), (gain > 0) & (end - chance > HALF * gain), end >= mark)


def trap(thinking: Any, end: Any, mark: int) -> int | None:
    """One answer alone does not: it misses the mark where thinking reaches it; else it ends lower.  All [B]."""
    return first((thinking >= mark) & (end < mark), end < thinking)


def unmoved(thinking: Any, chance: Any) -> int:
    """Who plays does not matter: chance ends no lower than thinking; else the nearest.  Both [B]."""
    return first(chance >= thinking) or nearest(chance - thinking)


def turned(was: Any, now: Any, told: float) -> int | None:
    """A dial decides: won without it and not with it, or the other way round, as `told` says.  Both [B] of 0 and 1."""
    return first((now > was) if told > 0 else (now < was))
