"""How near the nearest walk came to what no walk met, in words: the clause that was missing, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tabletop.content.clauses import Clause
from tabletop.rules import State, ending
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.tables import Effect, Tables
from tabletop.rules.vocabulary import Moment, Strategy
from tabletop.workbench.clauses import Lit, distance, in_words, light
from tabletop.workbench.walks.archive import Walk, again
from tabletop.workbench.walks.search import Search
from tabletop.workbench.walks.targets import Ground, Target


@dataclass(frozen=True, slots=True)
class Approach:
    """The nearest a walk came."""

    walk: Walk
    turn: int
    read: bool
    """Whether the condition was read there; if not, it is held against the board of that turn."""
    missing: tuple[str, ...]
    """The clauses that were not as wanted, with what stood on the board; none where no condition is the reason."""


def approach(search: Search, number: int) -> Approach | None:
    """The nearest approach to a target; None where nothing was aimed at it."""
    near = search.best.get(number)
    if near is None:
        return None
    _, which, turn = near
    walk, target = search.archive.walks[which], search.ground.targets[number]
    condition = target.condition
    if condition is None:
        return Approach(walk, turn, False, ())
    clause = target.clause or condition.clause
    wanted = target.side if target.clause is not None else True
    closest = _Closest(search.ground, target, clause, wanted)
    board: State | None = None
    for state in again(search.ground, walk, closest):
        # Of a game's last turn the opened board comes first, then the one it ends on.
        if state.turn == turn and (board is None or target.at_end):
            board = state.copy()
    if target.at_end:
        closest.ended(state)
    if closest.lit is not None:
        return Approach(walk, closest.turn, True, missing(closest.lit, wanted))
    assert board is not None
    return Approach(walk, turn, False, missing(light(clause, board, search.ground.tables), wanted))


class _Closest:
    """Keeps the reading of one condition that came nearest; a `rules.witness.Witness`."""

    def __init__(self, ground: Ground, target: Target, clause: Clause, wanted: bool) -> None:
        self.tables: Tables = ground.tables
        self.target, self.clause, self.wanted = target, clause, wanted
        self.read_by: Any = target.read_by
        if target.kind == "card":
            self.read_by = ("card", target.card)
        elif target.kind == "way":
            self.read_by = ("way", target.act, target.step)
        elif target.kind == "effect":
            self.read_by = target.effect
        self.lit: Lit | None = None
        self.turn, self._away = 0, np.inf

    def look(self, state: State) -> None:
        """The condition is read on this board."""
        away = float(distance(self.clause, state, self.tables, wanted=self.wanted)[0])
        if away < self._away:
            self._away, self.turn = away, int(state.end_turn[0]) or state.turn
            self.lit = light(self.clause, state, self.tables)

    def ended(self, state: State) -> None:
        """The game is over: an ending's condition is read unless one before it fitted."""
        picked = int(ending(state, self.tables)[0])
        number = self.target.ending if self.target.kind == "ending" else self.read_by[1]
        if self.read_by[:1] == ("bonus",) or picked < 0 or picked >= number:
            self.look(state)

    def dealing(self, state: State, who: Bools) -> None:
        if isinstance(self.read_by, tuple) and self.read_by[:1] == ("card",):
            card = self.read_by[1]
            if who[0] and self.tables.cards.acts[state.act[0], card] and state.order[card, 0] >= 0:
                self.look(state)

    def event(self, state: State, moment: Moment, strategy: Strategy | None, games: Ints, cards: Ints) -> None:
        """Not of interest here."""

    def effect(self, state: State, effect: Effect, games: Ints) -> None:
        if effect is self.read_by:
            self.look(state)

    def way(self, state: State, act: int, step: int, games: Bools) -> None:
        if self.read_by == ("way", act, step) and games[0]:
            self.look(state)


def missing(lit: Lit, wanted: bool) -> tuple[str, ...]:
    """The clauses that keep a condition from being as wanted, at most two; of alternatives the nearest."""
    return tuple(dict.fromkeys(_missing(lit, wanted)))[:2]


def _missing(lit: Lit, wanted: bool) -> list[str]:
    if lit.holds == wanted:
        return []
    kind, parts = lit.clause.kind, lit.parts
    if kind == "not":
        return _missing(parts[0], not wanted)
    if kind == "named":
        return _missing(parts[0], wanted)
    if kind in ("and", "or"):
        if (kind == "and") == wanted:
            return [line for part in parts for line in _missing(part, wanted)]
        return _missing(min(parts, key=_away), wanted)
    words = in_words(lit).split(" ", 1)[1]
    return [words]


def _away(lit: Lit) -> float:
    if lit.distance is not None:
        return lit.distance
    return 1000.0 if not lit.parts else min(_away(part) for part in lit.parts)
