"""The facilitator's hand: a card put on the table (INJECT), a number overruled with a reason (OVERRULE).

Both change the board of an open turn at once.  They are for many games at a time like every rule: a game that is told
again with one thing otherwise meets them again, on whatever board it then has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from tabletop.rules import story
from tabletop.rules.arithmetic import clamp, given
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.attribution import explain_indices
from tabletop.rules.deal import lay
from tabletop.rules.indices import update_indices
from tabletop.rules.ledger import Record
from tabletop.rules.rule import DESIGN, Rule
from tabletop.rules.state import VARIABLES, State
from tabletop.rules.tables import Tables
from tabletop.rules.vocabulary import LADDER_TOP
from tabletop.rules.witness import Witness

RULES: Final = (
    Rule(
        "INJECT", "The facilitator's card",
        "The facilitator may put any crisis of the deck on the table: at once, or as the next turn's first card when "
        "no place is free.",
        "first free place; else first at the next opening, in place of the card from the pile; effects as when dealt",
        "exercise practice: an inject", DESIGN,
    ),
    Rule(
        "OVERRULE", "The facilitator's word",
        "The facilitator may change a number of the board, with a reason that everybody reads. What is made of it "
        "follows.",
        "variable + amount, within its limits; both indices are worked out anew; a collapse is looked for at the end "
        "of the turn",
        "exercise practice: control may overrule the model", DESIGN,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Adjustable:
    """A number that can be overruled, in the units the state stores."""

    variable: str
    axis: str
    """Whose it is: "region", "member", "pair" (the first one's trust in the second) or "crisis"."""
    low: int
    high: int
    ledger: int = 1
    """Ledger units in one stored unit."""


def _adjustable() -> dict[str, Adjustable]:
    axes = {"B": "region", "N,B": "member", "N,N,B": "pair", "C,B": "crisis"}
    own = {"escalation": (1, LADDER_TOP - 1, 100)}
    names = (
        "trust", "support", "means", "burden", "sovereignty", "tension", "threat", "readiness", "legitimacy", "line",
        "harm", "escalation", "fear", "prepared",
    )  # fmt: skip
    made = {}
    for name in names:
        meaning = VARIABLES[name]
        low, high, ledger = own.get(name, (meaning.low, meaning.high, 1))
        made[name] = Adjustable(name, axes[meaning.shape], low, high, ledger)
    return made


ADJUSTABLE: Final = _adjustable()
"""Every number that can be overruled, by name.  A crisis stays between step 1 and the last before the outbreak: what
takes it off the table is the turn."""

Waiting = list[tuple[int, Bools]]
"""Injected cards that found no place yet: card number, and [B] in which games."""


def overrule(
    state: State, variable: str, who: tuple[int, ...], amount: int, record: Record | None = None, why: str = ""
) -> Ints:  # fmt: skip
    """Add `amount` (in stored units) to a number, within its limits and in place; what it changed, [B].

    `who` is () for the region, (i,) for a member, (i, j) for i's trust in j, (card number,) for a crisis; where that
    card is not on the table nothing changes.  The indices are not written anew: `settled` does that.
    """
    what = ADJUSTABLE[variable]
    values: Ints = getattr(state, variable)
    here = np.zeros(values.shape, bool)
    if what.axis == "crisis":
        here[:] = state.card == who[0]
    else:
        here[who] = True
    here &= state.running
    change = np.asarray(given(here, clamp(values + amount, what.low, what.high) - values), np.int32)
    if record is not None:
        record.note("OVERRULE", variable, what.ledger * change, why, state.card if what.axis == "crisis" else None)
    setattr(state, variable, values + change)
    return np.asarray(change.reshape(-1, state.games).sum(axis=0, dtype=np.int32))


def lay_injected(
    state: State, tables: Tables, waiting: Waiting, record: Record | None = None
) -> list[tuple[Ints, Ints]]:  # fmt: skip
    """Lay the cards that wait, as far as places are free: (games, cards) of each.

    `waiting` keeps those that found no place; a card that lies on the table already waits no longer.
    """
    dealt: list[tuple[Ints, Ints]] = []
    for place, (card, games) in enumerate(waiting):
        free = state.card[: tables.book.slots] < 0
        wanted = games & state.running & ~(state.card == card).any(axis=0)
        now = wanted & free.any(axis=0)
        waiting[place] = card, wanted & ~now
        where = np.flatnonzero(now).astype(np.int32)
        if not len(where):
            continue
        slots = free.argmax(axis=0).astype(np.int32)[where]
        cards = np.full(len(where), card, np.int32)
        lay(state, tables, where, cards, slots)
        dealt.append((where, cards))
        if record is not None:
            new = np.zeros((len(state.card), 1), np.int32)
            new[slots[0]] = 1
            record.note("INJECT", "escalation", 100 * new * state.escalation, "put on the table", state.card)
            record.note("INJECT", "fear", new * state.fear, "put on the table", state.card)
    waiting[:] = [(card, games) for card, games in waiting if games.any()]
    return dealt


def inject(
    state: State, tables: Tables, waiting: Waiting, record: Record | None = None, witness: Witness | None = None
) -> list[tuple[Ints, Ints]]:  # fmt: skip
    """Lay the cards that wait on the board of an open turn, with their effects; (games, cards) of each.

    The indices are not written anew: `settled` does that.
    """
    dealt = lay_injected(state, tables, waiting, record)
    if dealt:
        story.opening_effects(state, tables, dealt, record, witness)
    return dealt


def settled(
    state: State, tables: Tables, record: Record | None = None, before: State | None = None, first: int = 0
) -> None:  # fmt: skip
    """Work out both indices anew after an adjustment.

    With a `record` the entries from `first` on get their shares of the change since the board `before`.
    """
    update_indices(state, tables)
    if record is not None and before is not None:
        explain_indices(record, before, tables, first)
