"""The thoughtful alliance: one plan for all seats, as if they had talked it over.

It ranks the crises by danger, asks the published formula what each strategy would bring with the best group for it,
gives every crisis the strategy that is worth most, and lets whoever is left support the worst crisis quietly.  It
uses what everybody may see and nothing else, so every seat works out the same plan.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.minds.board import Board, Crisis, pairs, rank, stakes
from tabletop.minds.luck import Draw, MindLuck
from tabletop.minds.reckon import BIL, OPTIONS, fitting_tactic, lane_of_groups, odds, worth
from tabletop.minds.seating import Mind
from tabletop.rules.arithmetic import given, pick
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.choices import Choices
from tabletop.rules.vocabulary import NOBODY, Strategy, Tactic

ROUNDS = 3
"""Crises that are looked at in turn, from the worst."""
NEVER = np.int32(-(2**30))
HOT = 4
"""Step from which a crisis deserves double effort."""
RICH = 250
"""Means from which a member gives it."""
LOW_TRUST = 4500
"""Standing below which a member works on trust first."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a plan differs from the thoughtful one."""

    without: frozenset[Strategy] = frozenset()
    """Strategies that are never used."""
    open_deals: int = 60
    """Percent of side deals that are negotiated in the open (listening)."""
    mend: int = 50
    """Percent of the mistrusted who listen or build rapport instead of pressing the point."""


THOUGHTFUL = Leaning()


@dataclass(slots=True)
class Plan:
    """Who does what, [N, B] each; members not yet assigned are `free`."""

    strategy: Ints
    slot: Ints
    target: Ints
    effort: Ints
    free: Bools

    @classmethod
    def blank(cls, board: Board) -> Plan:
        shape = (board.members, board.games)
        zero = np.zeros(shape, np.int32)
        free = np.array(np.broadcast_to(board.view.running, shape))
        return cls(zero, zero.copy(), np.full(shape, NOBODY, np.int32), np.ones(shape, np.int32), free)

    def copy(self) -> Plan:
        """A plan of one's own to change."""
        return Plan(*(getattr(self, f.name).copy() for f in fields(self)))


def draft(board: Board, leaning: Leaning = THOUGHTFUL) -> Plan:
    """Assign every member, crisis by crisis. Several characters at one table start from the same plan."""
    if leaning not in board.plans:
        board.plans[leaning] = _drafted(board, leaning)
    return board.plans[leaning].copy()


def _drafted(board: Board, leaning: Leaning) -> Plan:
    plan = Plan.blank(board)
    for place in range(min(ROUNDS, board.book.slots)):
        if not plan.free.any():
            break
        _settle(board, plan, board.ranking[place], leaning)
    _reinforce(board, plan, board.ranking[0], leaning)
    return plan


def _settle(board: Board, plan: Plan, slot: Ints, leaning: Leaning) -> None:
    """Give one crisis a game its best strategy and group, if enough members are free."""
    crisis = board.crisis(slot)
    stake = stakes(board, slot)
    groups, partner, feasible = _candidates(board, plan, crisis, stake)
    for strategy in leaning.without:
        feasible[OPTIONS.index(strategy)] = False
    lane = lane_of_groups(board, crisis, groups)
    value = worth(board, crisis, lane, odds(board, lane), groups, stake)
    value = pick(feasible & crisis.open, value, NEVER)
    best, chosen = value[0], np.zeros(board.games, np.int32)
    for option in range(1, len(OPTIONS)):
        better = value[option] > best
        best = np.maximum(best, value[option])
        chosen = pick(better, option, chosen)
    decided = best > NEVER
    group = groups[0] & (chosen == 0)
    for option in range(1, len(OPTIONS)):
        group |= groups[option] & (chosen == option)
    group &= decided
    plan.strategy = pick(group, chosen + 1, plan.strategy)
    plan.slot = pick(group, slot, plan.slot)
    plan.target = pick(group & (chosen == BIL), partner, plan.target)
    plan.free &= ~group
    hot = decided & (crisis.escalation >= HOT)
    here = (plan.strategy != Strategy.HOLD) & (plan.slot == slot)
    plan.effort = pick(hot & here & (board.means >= RICH), 2, plan.effort)


def _candidates(board: Board, plan: Plan, crisis: Crisis, stake: Ints) -> tuple[Bools, Ints, Bools]:
    """The best group for each option [4, N, B], each member's partner in a pair [N, B], which are possible [4, B]."""
    free, count = plan.free, plan.free.sum(axis=0, dtype=np.int32)
    keen = rank(pick(free, 250 * stake + given(board.means > 150, 2500) + board.support, -1))
    pressing = crisis.danger >= 400
    summit = np.where(pressing, np.maximum(count, board.quorum), board.quorum)
    pair, partner, paired = best_pair(board, free, stake)
    groups = np.stack(
        [
            pair,
            free & (keen < summit),
            free & (keen < np.where(count >= 3, 2, 1)),
            free & (keen < np.where(count >= 4, 2, 1)),
        ]
    )
    some = count >= 1
    return groups, partner, np.stack([paired, count >= board.quorum, some, some])


def best_pair(board: Board, free: Bools, stake: Ints) -> tuple[Bools, Ints, Bools]:
    """Two free members with trust in each other, something at stake and common interests.

    Returns who is in the pair [N, B], each member's partner [N, B] and whether there is a pair [B].
    """
    first, second = pairs(board.members)
    score = board.pair_trust // 2 + 25 * (stake[first] + stake[second]) + 15 * board.pair_affinity
    score = pick(free[first] & free[second], score, -10000)
    packed = score * 32 + np.arange(31, 31 - len(first), -1, dtype=np.int32)[:, None]
    top = packed.max(axis=0)
    winner = 31 - (top & 31)
    one, two = first.take(winner, mode="wrap"), second.take(winner, mode="wrap")
    paired = top >= -9999 * 32
    group = ((board.index == one) | (board.index == two)) & paired
    return group, pick(board.index == one, two, one), paired


def _reinforce(board: Board, plan: Plan, slot: Ints, leaning: Leaning) -> None:
    """Whoever is left and has means supports the worst crisis informally; the others rest."""
    crisis = board.crisis(slot)
    quiet = quiet_track(crisis)
    if Strategy.TRACK2 in leaning.without:
        quiet[:] = Strategy.CONFIDENCE
    elif Strategy.CONFIDENCE in leaning.without:
        quiet[:] = Strategy.TRACK2
    left = plan.free & (board.means >= 100) & crisis.open
    plan.strategy = pick(left, quiet, plan.strategy)
    plan.slot = pick(left, slot, plan.slot)


def quiet_track(crisis: Crisis) -> Ints:
    """Track II where the matter is delicate, else a confidence measure; of the crisis' shape."""
    delicate = crisis.sensitivity > crisis.fear
    return np.asarray(pick(delicate, Strategy.TRACK2.value, Strategy.CONFIDENCE.value), np.int32)


def word_choice(board: Board, plan: Plan, luck: MindLuck, leaning: Leaning = THOUGHTFUL) -> Ints:
    """[N, B] tactics: the fitting one; the mistrusted mend trust first; side deals are made in the open."""
    crisis = board.crisis(plan.slot)
    tactic = fitting_tactic(board, crisis, plan.strategy, plan.target)
    members = board.members
    mends = (board.standing < LOW_TRUST) & luck.chance(Draw.MEND, members, leaning.mend)
    warm = luck.chance(Draw.MOOD, members, 50)
    tactic = pick(mends, pick(warm, Tactic.RAPPORT.value, Tactic.LISTEN.value), tactic)
    deals = plan.strategy == Strategy.BILATERAL
    openly = deals & luck.chance(Draw.OPENNESS, members, leaning.open_deals)
    return np.asarray(pick(openly, Tactic.LISTEN.value, tactic), np.int32)


def planned(view: BatchView, luck: MindLuck, leaning: Leaning = THOUGHTFUL) -> Choices:
    """The choices of an alliance that follows one plan."""
    board = Board.of(view)
    plan = draft(board, leaning)
    tactic = word_choice(board, plan, luck, leaning)
    return board.seal(plan.strategy, plan.slot, tactic, plan.target, board.clause, plan.effort)


def thoughtful(view: BatchView, luck: MindLuck) -> Choices:
    """Ranks the crises, matches strategy to situation, shares the work and cares for trust."""
    return planned(view, luck)


def without(strategy: Strategy) -> Leaning:
    """The thoughtful plan with one strategy left out."""
    return replace(THOUGHTFUL, without=frozenset({strategy}))


def leaning_mind(leaning: Leaning, about: str) -> Mind:
    """A mind that follows the plan with a leaning of its own."""

    def mind(view: BatchView, luck: MindLuck) -> Choices:
        return planned(view, luck, leaning)

    mind.__doc__ = about
    return mind
