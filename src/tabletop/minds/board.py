"""What every mind reads off the board before it decides, worked out once a turn.

N members, C crisis slots, P pairs of members, B games; the games are the last axis.  Quantities are integers in
hundredths, as in the rules.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.rules.arithmetic import given, pick, ratio
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.choices import Choices, each, every, proposed_clause, toward
from tabletop.rules.effects import answer_chance
from tabletop.rules.negotiate import effort_weight, parties_trust, quorum_of
from tabletop.rules.state import standing
from tabletop.rules.vocabulary import NOBODY, OUTSIDE, SLOTS, UNIT, Domain, Feature, Strategy

NO_CRISIS = -900
"""Danger of an empty slot: less than that of any crisis."""


@lru_cache(maxsize=8)
def pairs(members: int) -> tuple[Ints, Ints]:
    """First and second member of every pair, [P] each."""
    first, second = np.triu_indices(members, 1)
    return first.astype(np.int32), second.astype(np.int32)


class Board:
    """One turn of B games as all members see it together."""

    def __init__(self, view: BatchView) -> None:
        self.view = view
        self.book = view.book
        self.members: int = view.members
        self.games: int = view.games
        self.index: Ints = each(view.members)
        self.every: Ints = every(view.games)
        self.trust: Ints = view.trust
        self.affinity: Ints = view.affinity
        self.support: Ints = view.support
        self.means: Ints = view.means
        self.stake: Ints = view.stake
        self.tension: Ints = view.tension
        self.legitimacy: Ints = view.legitimacy
        self.open: Bools = (view.card >= 0) & view.running
        self.plans: dict[Any, Any] = {}
        """Plans for the whole alliance that were drafted on it, by their leaning."""

    @classmethod
    def of(cls, view: BatchView) -> Board:
        """The board of a view: one for all minds that look at it."""
        board: Board | None = view.worked_out.get("board")
        if board is None:
            # The board looks at a twin: two that held each other would stay in memory until the next collection.
            board = view.worked_out["board"] = cls(replace(view, worked_out={}))
        return board

    @cached_property
    def danger(self) -> Ints:
        """[C, B] how pressing each crisis is: its step, urgency, human cost, and a little for quarrels at home."""
        view = self.view
        pressing = (
            100 * view.escalation
            + ratio(150 * view.pips[Feature.URGENCY], 4)
            + 20 * view.human
            + given(view.domain == Domain.INTERNAL.value, 30)
        )
        return np.asarray(pick(self.open, pressing, NO_CRISIS), np.int32)

    @cached_property
    def ranking(self) -> Ints:
        """[C, B] slots from the most to the least pressing; the lower slot of equals first."""
        packed = self.danger * SLOTS + np.arange(SLOTS - 1, -1, -1, dtype=np.int32)[:, None]
        packed.sort(axis=0)
        return (SLOTS - 1 - (packed[::-1] & (SLOTS - 1))).astype(np.int32)

    @cached_property
    def standing(self) -> Ints:
        """[N, B] mean trust of the others in each member."""
        return np.asarray(standing(self.view.public_state()), np.int32)

    @cached_property
    def shared(self) -> Ints:
        """[N, B] mean shared interest of each member with the others, -100..100."""
        return np.asarray(ratio(self.affinity.sum(axis=0, dtype=np.int32) - 100, self.members - 1), np.int32)

    @cached_property
    def clause(self) -> Ints:
        """[N, B] the clause that fits each member's situation."""
        return proposed_clause(self.view.public_state())

    @cached_property
    def quarrel(self) -> Ints:
        """[C, B] mutual trust of the two parties of each crisis."""
        return parties_trust(self.view.public_state())

    @cached_property
    def weight(self) -> Ints:
        """[N, 1|B] weight of each member's effort."""
        return effort_weight(self.view.capability)

    @cached_property
    def quorum(self) -> int:
        """Members a summit needs."""
        return quorum_of(self.book, self.members)

    @cached_property
    def standing_treaty(self) -> Bools:
        """[B] a treaty is in force, so that summits answer fast."""
        return np.asarray(self.view.covered.any(axis=0))

    @cached_property
    def pair_trust(self) -> Ints:
        """[P, B] trust both ways, summed."""
        first, second = pairs(self.members)
        return np.asarray(self.trust[first, second] + self.trust[second, first])

    @cached_property
    def pair_affinity(self) -> Ints:
        """[P, B] shared interest."""
        first, second = pairs(self.members)
        return np.asarray(self.affinity[first, second])

    @cached_property
    def answer(self) -> Ints:
        """[B] chance that the outside party answers a confidence measure (rule R9), hundredths of a percent."""
        return np.asarray(answer_chance(self.book, self.view.greed_seen, self.view.known))

    def crisis(self, slot: Ints) -> Crisis:
        """The crises in slots [..., B]."""
        return Crisis(self, slot)

    def partner_trust(self, target: Ints) -> Ints:
        """[N, B] each member's trust in its target; the outside party is trusted as far as the region is calm."""
        return np.asarray(pick(target == OUTSIDE, 10000 - self.tension, toward(self.trust, target)), np.int32)

    def favourite(self) -> Ints:
        """[N, B] the member each one trusts most."""
        itself = np.eye(self.members, dtype=np.int32)[:, :, None]
        return best_of(self.trust - itself)

    def seal(
        self, strategy: Ints, slot: Ints, tactic: Ints, target: Ints, clause: Ints, effort: Any
    ) -> Choices:  # fmt: skip
        """The choices as they are handed in: what cannot be done becomes Hold, effort stays within the means."""
        there = take_slot(self.open, slot)
        strategy = _i(pick(there, strategy, Strategy.HOLD.value))
        acting = strategy != Strategy.HOLD.value
        target = pick(strategy == Strategy.BILATERAL.value, target, NOBODY)
        spend = given(acting, np.minimum(effort, self.means // UNIT))
        return Choices(strategy, _i(slot), _i(tactic), _i(target), np.array(clause, np.int32), _i(spend))


class Crisis:
    """The crisis in one slot of every game (or of every member and game); what is asked for has the slot's shape."""

    def __init__(self, board: Board, slot: Ints) -> None:
        self._board = board
        self._place = slot * board.games + board.every
        self.slot = slot

    def _there(self, values: Any) -> Any:
        return values.reshape(-1).take(self._place, mode="wrap")

    @cached_property
    def open(self) -> Bools:
        return np.asarray(self._there(self._board.open))

    @cached_property
    def danger(self) -> Ints:
        return np.asarray(self._there(self._board.danger))

    @cached_property
    def domain(self) -> Ints:
        return np.asarray(self._there(self._board.view.domain))

    def pips(self, feature: Feature) -> Ints:
        """A feature as printed, 0..4."""
        return np.asarray(self._there(self._board.view.pips[feature]))

    @cached_property
    def fear(self) -> Ints:
        """Misperception left, 0..100."""
        return np.asarray(self._there(self._board.view.fear))

    @cached_property
    def sensitivity(self) -> Ints:
        """As printed, 0..100."""
        return 25 * self.pips(Feature.SENSITIVITY)

    @cached_property
    def prepared(self) -> Ints:
        """Groundwork laid, 0..2."""
        return np.asarray(self._there(self._board.view.prepared))

    @cached_property
    def escalation(self) -> Ints:
        """Step on the ladder."""
        return np.asarray(self._there(self._board.view.escalation))

    @cached_property
    def quarrel(self) -> Ints:
        """Mutual trust of the two parties (internal crises only)."""
        return np.asarray(self._there(self._board.quarrel))


def take_slot(values: Any, slot: Ints) -> Any:
    """`values` [C, B] at the slots [..., B]."""
    games = values.shape[-1]
    return values.reshape(-1).take(slot * games + every(games), mode="wrap")


def stakes(board: Board, slot: Ints) -> Ints:
    """[N, B] what every member has at stake in the crisis of one slot a game, 0..100."""
    place = (slot * board.members + board.index) * board.games + board.every
    return board.stake.reshape(-1).take(place, mode="wrap")


def own_stakes(board: Board) -> Ints:
    """[N, C, B] what every member has at stake in every slot."""
    return board.stake.transpose(1, 0, 2)


def rank(key: Ints) -> Ints:
    """[N, B] place of every member by its key, 0 = highest; the lower number of equals first."""
    members = len(key)
    unique = key * members + np.arange(members - 1, -1, -1, dtype=np.int32)[:, None]
    return (unique[None] > unique[:, None]).sum(axis=1, dtype=np.int32)


def best_of(score: Ints) -> Ints:
    """[A, B] place of the highest score [A, K, B] along the middle axis, the first of equals; |score| < 2**26."""
    size = score.shape[1]
    assert size <= 32
    packed = score * 32 + np.arange(31, 31 - size, -1, dtype=np.int32)[:, None]
    return _i(31 - (packed.max(axis=1) & 31))


def best_row(score: Ints) -> Ints:
    """[N, B] number of the row of [K, N, B] with the highest score, the first of equals; |score| < 2**26."""
    rows = len(score)
    packed = score * 32 + np.arange(31, 31 - rows, -1, dtype=np.int32)[:, None, None]
    return _i(31 - (packed.max(axis=0) & 31))


def _i(values: Any) -> Ints:
    return np.asarray(values, np.int32)
