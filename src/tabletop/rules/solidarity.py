"""What allies owe each other: side deals, absence, abandonment, free riding, hard bargaining (R2, R3, R6, R7, T4)."""

from __future__ import annotations

from typing import Any

import numpy as np

from tabletop.rules.arithmetic import ratio
from tabletop.rules.arrays import Ints
from tabletop.rules.context import Turn
from tabletop.rules.negotiate import high_stakes
from tabletop.rules.parameters import Rulebook
from tabletop.rules.vocabulary import Domain, Strategy, Tactic


def side_deal_cost(book: Rulebook, outside: Any, tactic: Any, signed: Any) -> Any:
    """R3: raw trust that a fully concerned member left out takes from a dealer."""
    cost = np.where(outside, ratio(book.side_deal * book.side_deal_outside, 100), book.side_deal)
    cost = np.where(tactic == Tactic.LISTEN, ratio(cost * book.side_deal_open, 100), cost)
    return np.where((signed > 0) & ~outside, ratio(cost * book.side_deal_nested, 100), cost)


def resented(book: Rulebook, stake: Any, cost: Any) -> Any:
    """R3: raw trust taken by members with a stake (0..100) who are left out of a deal."""
    return ratio((stake + book.side_deal_floor) * cost, 100)


def side_deals(turn: Turn) -> None:
    """R3: a successful bilateral costs each dealer trust with every member left out, by what it had at stake.

    Snyder 1984, 1997 (fear of abandonment); Crawford 2014 (wedge strategies).
    """
    book, groups, state = turn.tables.book, turn.groups, turn.state
    ok = turn.success & turn.acts(Strategy.BILATERAL)
    cost = side_deal_cost(book, groups.outside, groups.choices.tactic, state.signed)
    for i in range(state.members):
        games = np.flatnonzero(ok[i])
        if not len(games):
            continue
        stake = state.stake[groups.choices.slot[i, games], :, games].T
        taken = resented(book, stake, cost[i, games])
        partner = groups.choices.target[i, games]
        taken[i] = 0
        allied = groups.with_ally[i, games]
        taken[partner[allied], np.flatnonzero(allied)] = 0
        turn.changes.trust_in("R3", i, games, taken, "side deal")
        single = allied & ~groups.mutual[i, games]
        if single.any():
            turn.changes.trust_in("R3", partner[single], games[single], taken[:, single], "side deal")


def absentees(turn: Turn) -> None:
    """R2: idle members lose trust with those who met when the quorum was missed."""
    groups = turn.groups
    short = groups.short & groups.acting
    if short.any():
        idle = (~groups.acting & turn.state.running) * np.int32(turn.tables.book.absentee)
        turn.changes.trust_down("R2", short[:, None] * idle[None], "stayed away from the summit")


def abandonment(turn: Turn) -> None:
    """R6: members in danger remember who helped and who stood by.  Snyder 1984, 1997; Leeds, Long & Mitchell 2000."""
    book, groups, state, changes = turn.tables.book, turn.groups, turn.state, turn.changes
    danger = high_stakes(state, turn.tables) & (state.escalation >= book.danger_step)[:, None] & state.running
    if not danger.any():
        return
    help_ = groups.choices.effort * np.int32(book.support_trust) * groups.acting
    owed = ratio(book.abandonment * (100 + book.abandonment_treaty * state.signed), 100)
    idle = np.where(groups.acting, 0, owed).astype(np.int32)
    helped = np.zeros_like(changes.gain)
    for c in range(len(danger)):
        if danger[c].any():
            helped += danger[c][:, None] * (groups.here[c] * help_)[None]
    crises = danger.sum(axis=0, dtype=np.int32)
    changes.trust_up("R6", helped, "stood by in danger")
    changes.trust_down("R6", crises[:, None] * idle[None], "stood idle while others were in danger")
    changes.add("support", "R6", -book.idle_victim * crises * ~groups.acting, "held while its own crisis burned")


def quarrels(turn: Turn) -> None:
    """R6c: an open quarrel between allies costs its two parties trust, and the alliance its common line."""
    book, state = turn.tables.book, turn.state
    internal = turn.open & (turn.domain == Domain.INTERNAL)
    for c in range(len(internal)):
        if not internal[c].any():
            continue
        cost = internal[c] * book.quarrel * np.clip(state.escalation[c] - 1, 0, 5)
        turn.changes.trust_between("R6c", state.parties[c], cost, "open quarrel", up=False)
    shown = (internal * np.clip(state.escalation - 2, 0, 4)).sum(axis=0, dtype=np.int32)
    turn.changes.add("line", "R6c", -book.quarrel_line * shown, "open quarrel")


def free_riding(turn: Turn) -> None:
    """R7: members without effort lose trust with those who contribute.  Olson & Zeckhauser 1966; Sandler 1993."""
    book, effort = turn.tables.book, turn.groups.choices.effort
    gives = effort >= 1
    cost = ratio(book.free_riding * np.minimum(mean_effort(effort), book.free_riding_cap), 100)
    rides = (~gives & turn.state.running) * cost
    turn.changes.trust_down("R7", gives[:, None] * rides[None].astype(np.int32), "did not contribute")


def mean_effort(effort: Ints) -> Ints:
    """Mean effort of the members, [B] in hundredths."""
    return ratio(100 * effort.sum(axis=0, dtype=np.int32), effort.shape[0])


def resentment(turn: Turn) -> None:
    """T4: hard bargaining is resented by everyone."""
    hard = turn.groups.acting & (turn.groups.choices.tactic == Tactic.HARD)
    if hard.any():
        cost = turn.tables.book.hard_resentment * hard
        turn.changes.trust_down("T4", cost[None], "hard bargaining")
