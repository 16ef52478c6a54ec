"""What one seat moves: the same games with that seat played otherwise, all others thoughtful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tabletop.lab.play import play
from tabletop.lab.study import Chunk, Tally
from tabletop.minds import find, seated
from tabletop.rules import scores
from tabletop.workbench.balance.playing import lower, player, won

PLAYERS: Final = ("thoughtful", "random", "free-rider", "opportunist")
"""Who takes the seat: well, at random, lazily and selfishly."""


@dataclass(frozen=True)
class Seats:
    """Work on a chunk: every seat in turn taken by each of `PLAYERS`.

    Arrays [N, P, B]: `own` national score, `met` objective (-1 none), `lower`, `cohesion`, `stability`, `won`.
    """

    def __call__(self, chunk: Chunk) -> Tally:
        tables = chunk.tables
        members = tables.alliance.size
        found: dict[str, Any] = {
            name: np.zeros((members, len(PLAYERS), chunk.count), np.int32)
            for name in ("own", "met", "lower", "cohesion", "stability", "won")
        }
        others = player(chunk)
        plain = play(tables, chunk.keys, others)
        for number, name in enumerate(PLAYERS):
            for seat in range(members):
                other = number > 0
                state = play(tables, chunk.keys, seated({seat: find(name)}, others)) if other else plain
                score = scores(state, tables)
                found["own"][seat, number] = score.total[seat]
                found["met"][seat, number] = score.bonus[seat] > 0
                found["lower"][seat, number] = lower(state)
                found["cohesion"][seat, number] = state.cohesion
                found["stability"][seat, number] = state.stability
                found["won"][seat, number] = won(state, tables)
        return Tally(games=found)
