"""Single games of a study: the first of each mind as samples, any one to be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tabletop.game.position import state_hash
from tabletop.game.units import shown
from tabletop.lab.play import Summary
from tabletop.lab.study.plan import Chunk, Plan
from tabletop.lab.study.run import played
from tabletop.rules import State, Tables
from tabletop.rules.scorecard import outcome

SAMPLES: Final = 10
"""Games of each mind that are told one by one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One game, so that it can be played again."""

    mind: str
    game: int
    """Its number in the study, from 1."""
    seed: int
    outcome: str
    """win, draw, cohesion-collapse or stability-collapse."""
    cohesion: float
    stability: float
    turns: int
    state_hash: str

    def as_json(self) -> dict[str, Any]:
        return {
            "mind": self.mind, "game": self.game, "seed": self.seed, "outcome": self.outcome,
            "cohesion": self.cohesion, "stability": self.stability, "turns": self.turns, "state_hash": self.state_hash,
        }  # fmt: skip


def samples(plan: Plan, games: int = SAMPLES) -> list[Sample]:
    """The first games of every mind, played here: what any run of the plan holds as its games 1, 2, 3, …"""
    count = min(games, plan.games)
    return [one for mind in dict.fromkeys(plan.minds) for one in of_chunk(Chunk(plan, mind, 1, count))]


def of_chunk(chunk: Chunk) -> list[Sample]:
    """Every game of a chunk."""
    state, tables = played(chunk), chunk.tables
    ends = zip(*(getattr(state, name).tolist() for name in ("over", "cohesion", "stability", "end_turn")), strict=True)
    return [
        Sample(
            chunk.mind, chunk.first + k, seed, outcome(over, cohesion, stability, int(tables.book.pass_mark)),
            shown(cohesion), shown(stability), turns, state_hash(state, k),
        )
        for k, (seed, (over, cohesion, stability, turns)) in enumerate(zip(chunk.seeds.tolist(), ends, strict=True))
    ]  # fmt: skip


def hashes(state: State, tables: Tables) -> Summary:
    """`ask` of a run: the `state_hash` of every game as 32 bytes, uint8 [32, B]."""
    rows = [np.frombuffer(bytes.fromhex(state_hash(state, game)), np.uint8) for game in range(state.games)]
    return {"state_hash": np.stack(rows, axis=-1)}
