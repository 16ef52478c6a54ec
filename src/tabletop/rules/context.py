"""What the rules of one turn share while it is resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tabletop.rules.arithmetic import count
from tabletop.rules.arrays import Bools, Ints, Keys
from tabletop.rules.choices import at_place, each
from tabletop.rules.ledger import Changes, Record
from tabletop.rules.negotiate import Groups, Outcomes, own_stake
from tabletop.rules.state import State
from tabletop.rules.tables import Tables
from tabletop.rules.vocabulary import Domain, Strategy, Tactic
from tabletop.rules.witness import Witness


@dataclass(slots=True)
class Turn:
    """One turn being resolved: the state before it, the choices, what came of them, and the changes so far."""

    state: State
    tables: Tables
    groups: Groups
    outcomes: Outcomes
    changes: Changes
    luck: Keys
    """[B] luck of this turn."""
    crises: Keys
    """[C, B] luck of each crisis this turn."""
    record: Record | None = None
    witness: Witness | None = None

    domain: Ints = field(init=False)
    """[C, B] domain of each slot's card (any value where empty)."""
    human: Ints = field(init=False)
    """[C, B] human cost pips."""
    own_stake: Ints = field(init=False)
    """[N, B] each member's stake in the crisis it chose."""
    internal: Bools = field(init=False)
    """[C, B] quarrels between allies (any value where empty)."""
    abroad: Bools = field(init=False)
    """[N, B] whose crisis is with the outside party."""
    failure: Bools = field(init=False)
    """[N, B] tried in vain."""
    open: Bools = field(init=False)
    """[C, B] crises on the table, in games that run."""
    fast: Ints = field(init=False)
    """[C, B] steps taken down before the escalation roll."""
    slow: Ints = field(init=False)
    """[C, B] steps taken down after it."""
    risen: Bools = field(init=False)
    """[C, B] crises that escalated."""
    answered: Bools = field(init=False)
    """[N, B] False where a confidence measure the member took part in goes unanswered."""
    clause: Ints = field(init=False)
    """[N, B] the clause of each member's bilateral."""
    summit: Bools = field(init=False)
    """[B] a summit with a full quorum succeeded."""
    summit_domain: Ints = field(init=False)
    summit_clause: Ints = field(init=False)
    resolved: Bools = field(init=False)
    """[C, B] crises brought down to step 0."""
    outbreak: Bools = field(init=False)
    """[C, B] crises that broke out."""

    def __post_init__(self) -> None:
        state, cards = self.state, self.tables.cards
        self.domain = cards.domain.take(state.card, mode="clip")
        self.human = cards.human.take(state.card, mode="clip")
        self.internal = self.domain == Domain.INTERNAL.value
        self.abroad = self.groups.lane.domain == Domain.EXTERNAL.value
        self.failure = self.outcomes.tried & ~self.outcomes.success
        self.own_stake = own_stake(state, self.groups.choices)
        self.open = (state.card >= 0) & state.running
        blank = np.zeros(state.card.shape, np.int32)
        self.fast, self.slow = blank, blank.copy()
        self.risen = self.resolved = self.outbreak = np.zeros(state.card.shape, bool)
        self.clause = self.groups.choices.clause
        self.answered = np.ones(self.success.shape, bool)
        self.summit = np.zeros(state.games, bool)
        self.summit_domain = self.summit_clause = np.zeros(state.games, np.int32)

    @property
    def success(self) -> Bools:
        return self.outcomes.success

    def acts(self, strategy: Strategy) -> Bools:
        """[N, B] who follows a strategy."""
        return self.groups.acts[strategy]

    def uses(self, tactic: Tactic) -> Bools:
        """[N, B] who negotiates with a tactic."""
        return np.asarray(self.groups.choices.tactic == tactic.value)

    def apart(self, mask: Bools) -> list[Bools]:
        """`mask` [N, B] as a whole; where a record keeps the terms, once for each member that it holds, one by one."""
        if self.record is None:
            return [mask]
        return [mask & (each(len(mask)) == i) for i in np.flatnonzero(mask.any(axis=1)).tolist()]

    def each(self, mask: Bools) -> Ints:
        """Count of groups for which `mask` [N, B] holds, [B]: every group once."""
        return count(mask & self.groups.lead)

    def slot_any(self, mask: Bools) -> Bools:
        """[C, B] whether some member at the crisis is in `mask` [N, B]."""
        return np.asarray((self.groups.here & mask).any(axis=1))

    def at_own(self, values: Ints | Bools) -> Any:
        """[N, B] a slot's value as seen by the members that work on it."""
        return at_place(values, self.groups.place)
