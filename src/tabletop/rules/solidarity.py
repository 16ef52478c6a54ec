"""What allies owe each other: side deals, absence, abandonment, free riding, hard bargaining (R2, R3, R6, R7, T4)."""

from __future__ import annotations

from typing import Any

import numpy as np

from tabletop.rules.arithmetic import clamp, count, given, pick, ratio, rows_and_columns
from tabletop.rules.arrays import Ints
from tabletop.rules.choices import each
from tabletop.rules.context import Turn
from tabletop.rules.negotiate import high_stakes
from tabletop.rules.parameters import Rulebook
from tabletop.rules.vocabulary import Strategy, Tactic


def side_deal_cost(book: Rulebook, outside: Any, tactic: Any, signed: Any) -> Any:
    """R3: raw trust that a fully concerned member left out takes from a dealer."""
    cost = pick(outside, ratio(book.side_deal * book.side_deal_outside, 100), book.side_deal)
    cost = pick(tactic == Tactic.LISTEN.value, ratio(cost * book.side_deal_open, 100), cost)
    return pick((signed > 0) & ~outside, ratio(cost * book.side_deal_nested, 100), cost)


def resented(book: Rulebook, stake: Any, cost: Any) -> Any:
    """R3: raw trust taken by members with a stake (0..100) who are left out of a deal."""
    return ratio((stake + book.side_deal_floor) * cost, 100)


def side_deals(turn: Turn) -> None:
    """R3: a successful bilateral costs each dealer trust with every member left out, by what it had at stake.

    Snyder 1984, 1997 (fear of abandonment); Crawford 2014 (wedge strategies).
    """
    book, groups, state, choices = turn.tables.book, turn.groups, turn.state, turn.groups.choices
    cost = side_deal_cost(book, groups.outside, choices.tactic, state.signed).reshape(-1)
    one_sided = (groups.with_ally & ~groups.mutual).reshape(-1)
    slot, target, stakes = choices.slot.reshape(-1), choices.target.reshape(-1), state.stake.reshape(-1)
    everyone = each(state.members)
    for dealers in turn.apart(turn.success & turn.acts(Strategy.BILATERAL)):
        deals = np.flatnonzero(dealers)
        dealer, games = rows_and_columns(deals, state.games)
        partner = target[deals]
        stake = stakes.take((slot[deals] * state.members + everyone) * state.games + games)
        left_out = (everyone != dealer) & (everyone != partner)
        taken = given(left_out, resented(book, stake, cost[deals]))
        turn.changes.trust_lost_in("R3", dealer, games, taken, "side deal")
        single = np.flatnonzero(one_sided[deals])
        if len(single):
            turn.changes.trust_lost_in("R3", partner[single], games[single], taken[:, single], "side deal")


def absentees(turn: Turn) -> None:
    """R2: idle members lose trust with those who met when the quorum was missed."""
    groups = turn.groups
    short = groups.short & groups.acting
    idle = ~groups.acting & turn.state.running
    if short.any() and idle.any():
        cost = given(idle, turn.tables.book.absentee)
        turn.changes.trust_down("R2", given(short[:, None], cost), "stayed away from the summit")


def abandonment(turn: Turn) -> None:
    """R6: members in danger remember who helped and who stood by.  Snyder 1984, 1997; Leeds, Long & Mitchell 2000."""
    book, groups, state, changes = turn.tables.book, turn.groups, turn.state, turn.changes
    danger = high_stakes(state, turn.tables) & (state.escalation >= book.danger_step)[:, None] & state.running
    if not danger.any():
        return
    help_ = groups.choices.effort * given(groups.acting, book.support_trust)
    owed = ratio(book.abandonment * (100 + book.abandonment_treaty * state.signed), 100)
    idle = given(~groups.acting, owed)
    stands_by = danger[0][:, None] & groups.here[0]
    for threatened, here in zip(danger[1:], groups.here[1:], strict=True):
        stands_by |= threatened[:, None] & here
    crises = count(danger)
    changes.trust_up("R6", given(stands_by, help_), "stood by in danger")
    if not groups.acting.all():
        changes.trust_down("R6", crises[:, None] * idle[None], "stood idle while others were in danger")
        burned = given(~groups.acting, -book.idle_victim * crises)
        changes.add("support", "R6", burned, "held while its own crisis burned")


def quarrels(turn: Turn) -> None:
    """R6c: an open quarrel between allies costs its two parties trust, and the alliance its common line."""
    book, state = turn.tables.book, turn.state
    internal = turn.open & turn.internal
    cost = given(internal, book.quarrel * clamp(state.escalation - 1, 0, 5))
    turn.changes.trust_between("R6c", state.parties, cost, "open quarrel", up=False)
    shown = given(internal, clamp(state.escalation - 2, 0, 4)).sum(axis=0, dtype=np.int32)
    turn.changes.add("line", "R6c", -book.quarrel_line * shown, "open quarrel")


def free_riding(turn: Turn) -> None:
    """R7: members without effort lose trust with those who contribute.  Olson & Zeckhauser 1966; Sandler 1993."""
    book, effort = turn.tables.book, turn.groups.choices.effort
    gives = effort >= 1
    cost = ratio(book.free_riding * np.minimum(mean_effort(effort), book.free_riding_cap), 100)
    rides = given(~gives & turn.state.running, cost)
    turn.changes.trust_down("R7", given(gives[:, None], rides), "did not contribute")


def mean_effort(effort: Ints) -> Ints:
    """Mean effort of the members, [B] in hundredths."""
    return ratio(100 * effort.sum(axis=0, dtype=np.int32), effort.shape[0])


def resentment(turn: Turn) -> None:
    """T4: hard bargaining is resented by everyone."""
    hard = turn.groups.acting & turn.uses(Tactic.HARD)
    if hard.any():
        cost = given(hard, turn.tables.book.hard_resentment)
        turn.changes.trust_down("T4", cost[None], "hard bargaining")
