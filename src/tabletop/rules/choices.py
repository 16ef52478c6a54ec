"""What every member chooses in a turn, and what of it the rules allow."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np

from tabletop.rules.arithmetic import at_most, clamp, given, pick
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.parameters import Rulebook
from tabletop.rules.state import State, standing
from tabletop.rules.tables import Tables
from tabletop.rules.vocabulary import MOST_EFFORT, NOBODY, OUTSIDE, SLOTS, UNIT, Clause, Domain, Strategy, Tactic


@dataclass(slots=True)
class Choices:
    """One sealed choice for every member of every game, int32 [N, B] each.

    `slot` is the crisis slot 0..3, `target` a member 0..7, `OUTSIDE` or `NOBODY`; the others are numbers of
    `vocabulary`.  `effort` is 0..2.
    """

    strategy: Ints
    slot: Ints
    tactic: Ints
    target: Ints
    clause: Ints
    effort: Ints

    @classmethod
    def hold(cls, members: int, games: int) -> Choices:
        """Everyone holds, everywhere."""
        blank = {f.name: np.zeros((members, games), np.int32) for f in fields(cls)}
        blank["target"][:] = NOBODY
        blank["clause"][:] = Clause.CONSULT
        return cls(**blank)

    def copy(self) -> Choices:
        return Choices(**{f.name: getattr(self, f.name).copy() for f in fields(self)})


@lru_cache(maxsize=8)
def every(games: int) -> Ints:
    """The numbers of the games, [B]."""
    numbers = np.arange(games)
    numbers.flags.writeable = False
    return numbers


@lru_cache(maxsize=8)
def each(members: int) -> Ints:
    """The numbers of the members, [N, 1]."""
    numbers = np.arange(members, dtype=np.int32)[:, None]
    numbers.flags.writeable = False
    return numbers


def place_of(slot: Ints) -> Ints:
    """Where each member's own crisis lies in a flattened [C, B], [N, B]; `at_place` reads many arrays there."""
    games = slot.shape[-1]
    return slot * games + every(games)


def at_place(values: Any, place: Ints) -> Any:
    """`values` [C, B] at places found by `place_of`."""
    return values.reshape(-1).take(place, mode="wrap")


def at_slot(values: Any, slot: Ints) -> Any:
    """`values` [C, B] as each member sees it at its own crisis: [N, B]."""
    return at_place(values, place_of(slot))


def own_at_slot(values: Ints, slot: Ints) -> Ints:
    """`values` [C, N, B], each member's own entry at its own crisis: [N, B]."""
    _, members, games = values.shape
    return values.reshape(-1).take((slot * members + each(members)) * games + every(games), mode="wrap")


def toward(values: Ints, target: Ints) -> Ints:
    """`values` [N, N, B] from each member to its target: [N, B] (any value where the target is no member)."""
    members, _, games = values.shape
    row = each(members) * members + at_most(target, members - 1)
    return values.reshape(-1).take(row * games + every(games), mode="wrap")


def back_from(values: Ints, target: Ints) -> Ints:
    """`values` [N, N, B] from each member's target back to it: [N, B]."""
    members, _, games = values.shape
    row = at_most(target, members - 1) * members + each(members)
    return values.reshape(-1).take(row * games + every(games), mode="wrap")


def of_target(values: Ints, target: Ints) -> Ints:
    """`values` [N, B] of each member's target: [N, B] (any value where the target is no member)."""
    members, games = values.shape
    index = at_most(target, members - 1) * games + every(games)
    return values.reshape(-1).take(index, mode="wrap")


def allowed(state: State, choices: Choices, tables: Tables) -> Choices:
    """The choices as the rules read them: what is not allowed becomes Hold, effort is cut to the means.

    A choice is not allowed on an empty slot, for a game that is over, or, for a bilateral, towards oneself,
    nobody, or the outside party in a quarrel between allies.  A level without tactics or clauses replaces them.
    """
    book = tables.book
    members = len(choices.strategy)
    slot = clamp(choices.slot, 0, SLOTS - 1)
    known = (choices.strategy >= 0) & (choices.strategy < len(Strategy))
    wanted = pick(known, choices.strategy, Strategy.HOLD.value)
    card = at_slot(state.card, slot)
    bilateral = wanted == Strategy.BILATERAL.value
    outside = choices.target == OUTSIDE
    ally = (choices.target >= 0) & (choices.target < members)
    ally &= choices.target != each(members)
    internal = tables.cards.domain.take(card, mode="clip") == Domain.INTERNAL.value
    partnered = ally | (outside & ~internal)
    fine = (card >= 0) & state.running & (~bilateral | partnered)
    strategy = pick(fine, wanted, Strategy.HOLD.value).astype(np.int32, copy=False)
    effort = np.minimum(clamp(choices.effort, 0, MOST_EFFORT), state.means // UNIT)
    effort = given(strategy != Strategy.HOLD.value, effort).astype(np.int32, copy=False)
    target = pick(bilateral & fine, choices.target, NOBODY).astype(np.int32, copy=False)
    plain = np.full_like(choices.tactic, Tactic.INTEREST)
    tactic = clamp(choices.tactic, 0, len(Tactic) - 1) if book.tactics else plain
    return Choices(strategy, slot, tactic, target, _clauses(state, choices, book), effort)


def _clauses(state: State, choices: Choices, book: Rulebook) -> Ints:
    if book.clauses == 2:
        return clamp(choices.clause, 0, len(Clause) - 1)
    if book.clauses == 1:
        return proposed_clause(state)
    return np.full_like(choices.clause, Clause.CONSULT)


def proposed_clause(state: State) -> Ints:
    """The clause the engine proposes, [N, B]: exercises when deterrence is weak and the region calm enough,
    consultation for a mistrusted member, logistics for a poor one, else consultation."""
    weak = (state.deterrence < 5000) & (state.tension < 6000)
    poor = (state.means < 200) & (standing(state) >= 4800)
    plain = pick(poor, Clause.LOGISTICS.value, Clause.CONSULT.value)
    return np.asarray(pick(weak, Clause.EXERCISE.value, plain), np.int32)


def working(strategy: Ints) -> Bools:
    """[N, B] who does anything at all."""
    return np.asarray(strategy != Strategy.HOLD.value)
