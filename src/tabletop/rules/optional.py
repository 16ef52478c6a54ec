"""Optional rules, for games that are begun with them: pledges (O1), a line taken in public (O2), the audit (O3).

Their sizes are fixed and no parameters: they belong to the table that agrees on them, not to a campaign.  None of them
was part of the simulations by which the model was tuned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from tabletop.rules.arithmetic import at_most, given
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.choices import Choices, at_slot
from tabletop.rules.context import Turn
from tabletop.rules.ledger import Record
from tabletop.rules.rule import DESIGN, EMPIRICAL, THEORY, Rule
from tabletop.rules.state import VARIABLES, State
from tabletop.rules.vocabulary import Strategy

OPTIONS: Final = ("pledges", "public-line", "audit")
"""The optional rules that a game can be begun with."""

PLEDGE_TRUST: Final = 300
"""Trust of every other member that a broken pledge costs."""
PLEDGE_SUPPORT: Final = 200
"""Support that it costs at home."""
LINE_MEANS: Final = 100
"""Means that a public line costs."""
LINE_SUPPORT: Final = 300
"""Support that it brings."""

RULES: Final = (
    Rule(
        "O1", "Pledges (optional)",
        "A member may announce what it will do before it chooses in secret. Who then does something else loses trust "
        "with all, and support at home.",
        "strategy and crisis announced ≠ strategy and crisis chosen: every other member's trust −3, support −2, as "
        "they stand (R8 does not weigh them); a pledge whose crisis is no longer there binds nobody",
        "Fearon 1994 on audience costs; Tomz 2007 finds them in survey experiments, Snyder & Borghard 2011 doubt them",
        EMPIRICAL,
    ),
    Rule(
        "O2", "A public line (optional)",
        "Once a turn, before the choices are opened, a member may spend one of its means on its public: support rises.",
        "means −1, support +3, at once; needs one whole means",
        "Putnam 1988 for the domestic audience; the sizes have no source", DESIGN,
    ),
    Rule(
        "O3", "The audit (optional)",
        "After every turn it is read out who has borne which share of the burden, beside its share of capability.",
        "burden share = burden / Σ burden; fair share = capability / Σ capability; it changes no number",
        "Olson & Zeckhauser 1966; the yearly burden-sharing reports of alliances", THEORY,
    ),
)  # fmt: skip


@dataclass(slots=True)
class Pledges:
    """What was announced for this turn."""

    strategy: Ints
    """[N, B] number of the strategy, -1 where nothing was announced."""
    card: Ints
    """[N, B] number of the card; any value for Hold."""

    @classmethod
    def none(cls, members: int, games: int) -> Pledges:
        """Nobody has announced anything."""
        return cls(np.full((members, games), -1, np.int32), np.full((members, games), -1, np.int32))


def broken(state: State, chosen: Choices, pledges: Pledges) -> Bools:
    """[N, B] who has announced one thing and does another; `chosen` as the rules read it (`choices.allowed`)."""
    holds = pledges.strategy == Strategy.HOLD.value
    binds = (pledges.strategy >= 0) & (holds | (state.card[:, None] == pledges.card).any(axis=0)) & state.running
    same = (chosen.strategy == pledges.strategy) & (holds | (at_slot(state.card, chosen.slot) == pledges.card))
    return np.asarray(binds & ~same)


def broken_pledges(turn: Turn, pledges: Pledges) -> None:
    """O1: what it costs to do something else than was announced."""
    lost = broken(turn.state, turn.groups.choices, pledges)
    if not lost.any():
        return
    turn.changes.add("support", "O1", given(lost, -PLEDGE_SUPPORT), "a broken pledge")
    members = range(turn.state.members)
    for member in np.flatnonzero(lost.any(axis=1)).tolist():
        pairs = tuple((other, member) for other in members if other != member)
        turn.changes.trust_shift("O1", pairs, np.flatnonzero(lost[member]), -PLEDGE_TRUST, "a broken pledge")


def may_take_line(state: State) -> Bools:
    """[N, B] who has the means for a public line."""
    return np.asarray((state.means >= LINE_MEANS) & state.running)


def public_line(state: State, who: Bools, record: Record | None = None) -> None:
    """O2: spend means on the public at home, in place; `who` [N, B].  Those without the means do not.

    The indices are not written anew: `adjust.settled` does that.
    """
    takes = who & may_take_line(state)
    free = state.support + given(takes, LINE_SUPPORT)
    after = at_most(free, VARIABLES["support"].high)
    if record is not None:
        record.note("O2", "means", given(takes, -LINE_MEANS), "a public line")
        record.note("O2", "support", free - state.support, "a public line")
        record.note("LIM", "support", after - free, "at its limit")
    state.means = state.means - given(takes, LINE_MEANS)
    state.support = np.asarray(after, np.int32)
