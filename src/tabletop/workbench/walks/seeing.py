"""What is met while a batch of games is played: each target with the turn in which it was, game by game."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from tabletop.content.clauses import Clause
from tabletop.rules import Outcomes, State, ending
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.conditions import holds
from tabletop.rules.tables import Effect
from tabletop.rules.vocabulary import Moment, Strategy
from tabletop.workbench.walks.targets import Ground

STAKE: Final = 30
"""Stake, in hundredths, below which a crisis is somebody else's: the least that any rule of dealing gives a member whom
a crisis abroad concerns at all."""
IDLE_TURNS: Final = 3


class Eye:
    """Sees one batch; a `rules.witness.Witness`."""

    def __init__(self, ground: Ground, games: int, open_sides: Bools | None = None) -> None:
        """`open_sides` [T] marks the targets still looked for; sides of conditions that are not are passed over."""
        self.ground, self.tables = ground, ground.tables
        self.met = np.zeros((len(ground.targets), games), np.uint8)
        """[T, B] turn in which each target was met first, 0 = not."""
        self.idle = np.zeros((ground.tables.alliance.size, games), bool)
        """[N, B] who had nothing at stake three turns running."""
        self._streak = np.zeros(self.idle.shape, np.int32)
        self._open = np.ones(len(ground.targets), bool) if open_sides is None else open_sides
        self._every = np.arange(games)
        self._first_option = 0 if ground.option is None or not ground.option.size else int(ground.option.flat[0])
        self._first_act = ground.first("act")
        self._first_ending = ground.first("ending")
        self._table: Any = None

    # ---- what the rules tell

    def dealing(self, state: State, who: Bools) -> None:
        cards = self.tables.cards
        for number in np.flatnonzero(cards.weight).tolist():
            clauses = self._wanted(("card", number))
            if clauses:
                read = who & cards.acts[state.act, number] & (state.order[number] >= 0)
                if cards.repeat[number]:
                    read &= ~(state.card == number).any(axis=0)
                self._sides(clauses, state, np.flatnonzero(read))

    def event(self, state: State, moment: Moment, strategy: Strategy | None, games: Ints, cards: Ints) -> None:
        if strategy is not None and len(games):
            which = 1 if moment == Moment.SUCCESS else 2
            self.mark(self.ground.option[cards, strategy - 1, which], games, state.turn)

    def effect(self, state: State, effect: Effect, games: Ints) -> None:
        number = self.ground.effects.get(id(effect))
        if number is None:
            return
        clauses = self._wanted(id(effect))
        if clauses:
            self._sides(clauses, state, games)
        if effect.when is not None:
            games = games[holds(effect.when, state, self.tables)[games]]
        self.mark(number, games, state.turn)

    def way(self, state: State, act: int, step: int, games: Bools) -> None:
        clauses = self._wanted(("way", act, step))
        if clauses:
            self._sides(clauses, state, np.flatnonzero(games))
        when = self.tables.acts[act].follows[step][0]
        taken = games if when is None else games & holds(when, state, self.tables)
        self.mark(self.ground.ways[act, step], np.flatnonzero(taken), state.turn)

    # ---- what the walk tells

    def opened(self, state: State) -> None:
        """A turn has been opened: cards lie on the table, acts have begun."""
        self._table = state.card.copy()
        slots, games = np.nonzero((state.card >= 0) & (state.since == state.turn) & state.running)
        self.mark(state.card[slots, games], games, state.turn)
        games = np.flatnonzero(state.running)
        self.mark(self._first_act + state.act[games], games, state.turn)
        there = state.card >= 0
        mine = (there[:, None] & (state.stake >= STAKE)).any(axis=0)
        self._streak = np.where(there.any(axis=0) & state.running & ~mine, self._streak + 1, 0)
        self.idle |= self._streak >= IDLE_TURNS

    def resolved(self, state: State, outcomes: Outcomes, running: Bools) -> None:
        """A turn has been played by the games that were `running` [B]."""
        members, games = np.nonzero((outcomes.strategy != Strategy.HOLD) & running)
        cards = self._table[outcomes.slot[members, games], games]
        self.mark(self.ground.option[cards, outcomes.strategy[members, games] - 1, 0], games, state.turn)

    def ended(self, state: State) -> None:
        """All games are over: endings and objectives are read."""
        turns = state.end_turn
        picked = ending(state, self.tables)
        some = np.flatnonzero(picked >= 0)
        self.mark(self._first_ending + picked[some], some, turns[some])
        for number in range(len(self.tables.endings)):
            clauses = self._wanted(("ending", number))
            if clauses:
                self._sides(clauses, state, np.flatnonzero((picked < 0) | (picked >= number)), turns)
        for number in range(len(self.tables.alliance.bonus)):
            clauses = self._wanted(("bonus", number))
            if clauses:
                self._sides(clauses, state, self._every, turns)

    # ---- how

    def mark(self, targets: Any, games: Any, turns: Any) -> None:
        """Note that targets were met in games; the first turn is kept."""
        old = self.met[targets, games]
        self.met[targets, games] = np.where(old == 0, turns, old)

    def _wanted(self, key: object) -> list[Clause]:
        watched = self.ground.readings.get(key, ())
        return [clause for clause in watched if self._open[list(self.ground.sides[id(clause)])].any()]

    def _sides(self, clauses: list[Clause], state: State, games: Any, turns: Any = None) -> None:
        if not len(games):
            return
        for clause in clauses:
            true = holds(clause.node, state, self.tables)[games]
            for number, some in zip(self.ground.sides[id(clause)], (games[true], games[~true]), strict=True):
                self.mark(number, some, state.turn if turns is None else turns[some])
