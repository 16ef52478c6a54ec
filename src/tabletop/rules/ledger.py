"""The ledger: the named terms that make every change.

Rules write what they change through `Changes`.  For a batch it only adds up.  With a `Record` (one game) it also
keeps every term with its rule, so that the terms of a variable sum exactly to its change, limits included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from tabletop.rules.arithmetic import at_most, clamp, ratio, rows_and_columns
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.choices import each
from tabletop.rules.state import VARIABLES, State, as_it_was

REGION: Final = ("tension", "threat", "readiness", "legitimacy", "line", "harm")
NATIONAL: Final = ("support", "means", "sovereignty")


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of one change, in the units the state stores (hundredths; counts for agreements, signed, stage,
    prepared; 0..100 for known and fear), but steps of escalation in hundredths."""

    rule: str
    variable: str
    who: tuple[int, ...]
    """Index into the variable: () region, (i,) member, (i, j) i's trust in j, (slot,) a crisis."""
    amount: int
    why: str = ""
    card: int = -1


@dataclass(slots=True)
class Record:
    """The terms of one game's turn, in the order in which the rules made them."""

    entries: list[Entry] = field(default_factory=list)
    before: State | None = None
    """The board as the turn found it, kept by `open_turn`."""

    def note(self, rule: str, variable: str, amount: Any, why: str = "", card: Any = None) -> None:
        """Keep every part of `amount` (the variable's shape, games last, one game) that is not zero."""
        values = np.asarray(amount)[..., 0]
        if not values.any():
            return
        for who in zip(*(axis.tolist() for axis in values.nonzero()), strict=True) if values.ndim else ((),):
            if variable == "trust" and who[0] == who[1]:
                continue
            number = -1 if card is None else int(np.asarray(card)[..., 0][who[0]] if who else card)
            self.entries.append(Entry(rule, variable, who, int(values[who]), why, number))


def _spread(amount: Any, shape: tuple[int, ...]) -> Any:
    """`amount` in a shape; spared where it has it already, as it mostly does."""
    return amount if np.shape(amount) == shape else np.broadcast_to(amount, shape)


def _total(amounts: list[Ints]) -> Ints:
    summed = amounts[0]
    for amount in amounts[1:]:
        summed = summed + amount
    return summed


@dataclass(slots=True)
class _TrustTerm:
    rule: str
    why: str
    amount: Ints


class Changes:
    """What one turn changes, summed over its rules; hundredths.

    Trust has two sums, raw gains and losses, because rule R8 weighs them, and a third for an author's direct shifts.
    """

    def __init__(self, state: State, record: Record | None = None) -> None:
        members, games = state.members, state.games
        self.record = record
        self.region: dict[str, Ints] = {name: np.zeros(games, np.int32) for name in REGION}
        self.national: dict[str, Ints] = {name: np.zeros((members, games), np.int32) for name in NATIONAL}
        self.gain = np.zeros((members, members, games), np.int32)
        self.loss = np.zeros((members, members, games), np.int32)
        self.shift: Ints | None = None
        self._gains: list[_TrustTerm] = []
        self._losses: list[_TrustTerm] = []

    def add(self, variable: str, rule: str, amount: Any, why: str = "") -> None:
        """Add `amount` (broadcast to the variable's shape) to a region or national variable."""
        total = self.region[variable] if variable in self.region else self.national[variable]
        total += amount
        if self.record is not None:
            self.record.note(rule, variable, _spread(amount, total.shape), why)

    def trust_up(self, rule: str, amount: Any, why: str = "") -> None:
        """Raw trust won, [N, N, B] or broadcast to it: i's trust in j."""
        self.gain += amount
        if self.record is not None:
            self._gains.append(_TrustTerm(rule, why, np.array(_spread(amount, self.gain.shape))))

    def trust_down(self, rule: str, amount: Any, why: str = "") -> None:
        """Raw trust lost, as a positive number, [N, N, B] or broadcast to it."""
        self.loss += amount
        if self.record is not None:
            self._losses.append(_TrustTerm(rule, why, np.array(_spread(amount, self.loss.shape))))

    def trust_in_groups(self, same: Ints, parts: list[tuple[str, str, Ints]], up: bool) -> None:
        """Raw trust in each member within its group; `parts` are (rule, why, [N, B] trust in that member)."""
        total = self.gain if up else self.loss
        total += same * _total([amount for _, _, amount in parts])
        if self.record is not None:
            terms = self._gains if up else self._losses
            terms.extend(_TrustTerm(rule, why, same * amount) for rule, why, amount in parts)

    def trust_one_sided(
        self, deals: Bools, target: Ints, parts: list[tuple[str, str, Ints, bool]], up: bool
    ) -> None:  # fmt: skip
        """Raw trust between members and their partners, in the `deals` [N, B]; `target` [N, B] is the partner.

        `parts` are (rule, why, the partner's trust in the member [N, B], whether the member's in it moves as much).
        """
        total = self.gain if up else self.loss
        members, _, batch = total.shape
        lanes = np.flatnonzero(deals)
        member, game = rows_and_columns(lanes, batch)
        partner = target.reshape(-1)[lanes]
        toward = (partner * members + member) * batch + game
        back = (member * members + partner) * batch + game
        flat = total.reshape(-1)
        flat[toward] += _total([amount for _, _, amount, _ in parts]).reshape(-1)[lanes]
        returned = [amount for _, _, amount, both in parts if both]
        if returned:
            flat[back] += _total(returned).reshape(-1)[lanes]
        if self.record is not None:
            terms = self._gains if up else self._losses
            for rule, why, amount, both in parts:
                for place in (toward, back) if both else (toward,):
                    part = np.zeros_like(total)
                    part.reshape(-1)[place] = amount.reshape(-1)[lanes]
                    terms.append(_TrustTerm(rule, why, part))

    def trust_lost_in(self, rule: str, member: Ints, games: Ints, amount: Ints, why: str) -> None:
        """Raw trust of everybody lost in some members; `member` and `games` run side by side, `amount` [N, n]."""
        members, _, batch = self.loss.shape
        place = (each(members) * members + member) * batch + games
        np.add.at(self.loss.reshape(-1), place.reshape(-1), amount.reshape(-1))
        if self.record is not None:
            part = np.zeros_like(self.loss)
            part[each(members), member, games] = amount
            self._losses.append(_TrustTerm(rule, why, part))

    def trust_down_in(self, rule: str, games: Ints, amount: Any, why: str) -> None:
        """Raw trust lost in some games only; `amount` [N, N, n] or broadcast to it."""
        self.loss[:, :, games] += amount
        if self.record is not None:
            part = np.zeros_like(self.loss)
            part[:, :, games] = amount
            self._losses.append(_TrustTerm(rule, why, part))

    def trust_between(self, rule: str, parties: Ints, amount: Ints, why: str, up: bool) -> None:
        """Both ways between the parties of each crisis, [C, 2, B]; `amount` [C, B] is 0 where nothing changes."""
        total = self.gain if up else self.loss
        members, _, batch = total.shape
        place = np.flatnonzero(amount)
        if not len(place):
            return
        slots, games = rows_and_columns(place, batch)
        much = amount.reshape(-1)[place]
        first, second = parties.reshape(-1, batch)[2 * slots, games], parties.reshape(-1, batch)[2 * slots + 1, games]
        for one, other in ((first, second), (second, first)):
            np.add.at(total.reshape(-1), (one * members + other) * batch + games, much)
        if self.record is not None:
            for i, j, raw in zip(first, second, much, strict=True):
                part = np.zeros_like(total)
                part[i, j] = part[j, i] = raw
                (self._gains if up else self._losses).append(_TrustTerm(rule, why, part))

    def trust_shift(self, rule: str, pairs: tuple[tuple[int, int], ...], games: Any, amount: int, why: str) -> None:
        """An author's direct change of trust in some games; no pairs: everyone's in everyone."""
        if self.shift is None:
            self.shift = np.zeros_like(self.gain)
        part = np.zeros_like(self.gain) if self.record is not None else None
        members = self.gain.shape[0]
        for i, j in pairs or [(i, j) for i in range(members) for j in range(members) if i != j]:
            self.shift[i, j, games] += amount
            if part is not None:
                part[i, j, games] = amount
        if self.record is not None and part is not None:
            self.record.note(rule, "trust", part, why)

    def settle(self, state: State, variable: str) -> None:
        """Write a region or national variable back, within its limits, for games that run."""
        total = self.region[variable] if variable in self.region else self.national[variable]
        meaning = VARIABLES[variable]
        before = getattr(state, variable)
        free = before + total
        after = clamp(free, meaning.low, meaning.high)
        if self.record is not None and state.running[0]:
            self.record.note("LIM", variable, after - free, "at its limit")
        setattr(state, variable, as_it_was(state, after, before))

    def trust_terms(self, before: Ints, pace: int, aversion: int) -> tuple[Ints, Ints]:
        """Rule R8's two steps: the gain of every pair, then the loss from what it has become (as a negative)."""

        def rise(raw: Ints) -> Ints:
            return ratio(at_most(ratio(pace * raw, 100), 10000) * (10000 - before), 10000)

        up = rise(self.gain)
        high = before + up

        def fall(raw: Ints) -> Ints:
            weighed = at_most(ratio(ratio(pace * raw, 100) * aversion, 100), 10000)
            return -ratio(weighed * high, 10000)

        if self.record is not None:
            self._share(self._gains, rise)
            self._share(self._losses, fall)
        return up, fall(self.loss)

    def _share(self, terms: list[_TrustTerm], effect: Any) -> None:
        """Give each raw term its part of a rounded sum: the effect of the terms so far, less that of those before."""
        assert self.record is not None
        so_far = np.zeros_like(self.gain)
        last = np.zeros_like(self.gain)
        for term in terms:
            if not term.amount.any():
                continue
            so_far = so_far + term.amount
            now = effect(so_far)
            self.record.note(term.rule, "trust", now - last, term.why)
            last = now
