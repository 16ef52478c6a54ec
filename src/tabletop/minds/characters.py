"""National characters: what a member makes of the common plan, or does instead of it.

Each is the thoughtful plan or the greedy choice with one or two habits on top, so that what a character is can be
read in its few lines.
"""

from __future__ import annotations

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.minds.board import Board, best_of
from tabletop.minds.luck import Draw, MindLuck
from tabletop.minds.plan import draft, planned, quiet_track, word_choice
from tabletop.minds.reckon import STRATEGIES, fitting_tactic, lane_of, odds, steps
from tabletop.minds.simple import own_worst
from tabletop.rules.arithmetic import ratio
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.choices import Choices, of_target, toward
from tabletop.rules.vocabulary import NOBODY, OUTSIDE, UNIT, Clause, Domain, Strategy, Tactic

STAYS_AWAY, SPENDS_NOTHING = 45, 75
"""Percent of turns in which a free-rider stays away from all but summits, and in which it spends nothing."""
CEDED_ENOUGH = 1200
"""Sovereignty ceded from which a sovereigntist gives no more."""
CLOSE_TO_TREATY = 3
"""Treaty stage from which the next summit would bind it."""
HELP_FROM = 3
"""Step from which a guarantor doubles its effort."""
SEPARATE, OUTWARD, RED_LINE = 45, 25, 50
"""Percent of turns in which an opportunist seeks a separate deal, one with the outside party, and draws a red line."""


def greedy(view: BatchView, luck: MindLuck) -> Choices:
    """Takes what looks best for its own worst crisis, as if it were alone."""
    board = Board.of(view)
    strategy, slot, target = _best_alone(board)
    tactic = fitting_tactic(board, board.crisis(slot), strategy, target)
    clause = np.full_like(strategy, Clause.CONSULT)
    return board.seal(strategy, slot, tactic, target, clause, 1)


def _best_alone(board: Board) -> tuple[Ints, Ints, Ints]:
    """[N, B] strategy, slot and favoured partner of members that do not coordinate.

    Each reckons with its favourite ally for a bilateral, with everybody for a summit, else with itself alone.
    """
    shape = (board.members, board.games)
    slot = own_worst(board, 20)
    crisis = board.crisis(slot)
    itself = np.eye(board.members, dtype=bool)[:, :, None]
    target = best_of(np.where(itself, np.int32(-10000), board.trust + 20 * board.affinity))
    weight = np.broadcast_to(board.weight, shape)
    pairs = board.members * (board.members - 1)
    everyone = np.full(shape, 1, np.int32)
    alone = np.full(shape, 30, np.int32)
    mutual = ratio(toward(board.trust, target) + toward(np.ascontiguousarray(board.trust.swapaxes(0, 1)), target), 2)
    all_trust = everyone * ratio(board.pair_trust.sum(axis=0, dtype=np.int32), pairs)
    all_shared = everyone * ratio(2 * board.pair_affinity.sum(axis=0, dtype=np.int32), pairs)
    all_support = everyone * ratio(board.support.sum(axis=0, dtype=np.int32), board.members)
    two = ratio(board.support + of_target(board.support, target), 2)
    lane = lane_of(
        board, crisis, STRATEGIES[:, None, None],
        trust=np.stack([mutual, all_trust, 5000 * everyone, 5000 * everyone]),
        affinity=np.stack([toward(board.affinity, target), all_shared, alone, alone]),
        supply=np.stack([weight + of_target(np.ascontiguousarray(weight), target),
                         np.broadcast_to(weight.sum(axis=0, dtype=np.int32), shape), weight, weight]),
        support=np.stack([two, all_support, board.support, board.support]),
        partners=np.array([1, board.members - 1, 0, 0], np.int32)[:, None, None],
    )  # fmt: skip
    gain = odds(board, lane) * steps(board, lane)
    best, strategy = gain[0], np.full(shape, STRATEGIES[0], np.int32)
    for option in range(1, len(STRATEGIES)):
        better = gain[option] > best
        best = np.where(better, gain[option], best)
        strategy[better] = STRATEGIES[option]
    return strategy, slot, target


def opportunist(view: BatchView, luck: MindLuck) -> Choices:
    """Seeks separate deals, even with the outside party, draws red lines and pays only for what hurts it."""
    board = Board.of(view)
    members = board.members
    strategy, slot, target = _best_alone(board)
    mood = luck.below(Draw.MOOD, members, 100)
    strategy = np.where(mood < SEPARATE, np.int32(Strategy.BILATERAL), strategy)
    external = board.crisis(slot).domain == Domain.EXTERNAL
    target = np.where((mood < OUTWARD) & external, np.int32(OUTSIDE), target)
    tactic = fitting_tactic(board, board.crisis(slot), strategy, target)
    tactic = np.where(luck.chance(Draw.TACTIC, members, RED_LINE), np.int32(Tactic.HARD), tactic)
    clause = np.full_like(strategy, Clause.CONSULT)
    return board.seal(strategy, slot, tactic, target, clause, 1 * (_at_stake(board, slot) > 70))


def _at_stake(board: Board, slot: Ints) -> Ints:
    place = (slot * board.members + board.index) * board.games + board.every
    return board.stake.reshape(-1).take(place, mode="wrap")


def free_rider(view: BatchView, luck: MindLuck) -> Choices:
    """Agrees to the plan, comes to the summits and mostly lets the others pay."""
    choices = planned(view, luck)
    mood = luck.below(Draw.EFFORT, view.members, 100)
    idle = (mood < STAYS_AWAY) & (choices.strategy != Strategy.MULTILATERAL)
    return _ride(choices, idle, mood < SPENDS_NOTHING)


def pure_free_rider(view: BatchView, luck: MindLuck) -> Choices:
    """Comes to the summits, never spends anything and stays away from all else."""
    choices = planned(view, luck)
    return _ride(choices, choices.strategy != Strategy.MULTILATERAL, np.ones(choices.effort.shape, bool))


def _ride(choices: Choices, idle: Bools, unpaid: Bools) -> Choices:
    choices.strategy[idle] = Strategy.HOLD
    choices.target[idle] = NOBODY
    choices.effort[idle | unpaid] = 0
    return choices


def guarantor(view: BatchView, luck: MindLuck) -> Choices:
    """Carries more than its share: twice the effort in dangerous crises, and never idle while an ally is in danger."""
    board = Board.of(view)
    plan = draft(board)
    grave = (view.stake >= board.book.high_stake).any(axis=1) & (view.escalation >= HELP_FROM) & board.open
    worst = board.ranking[0]
    called = plan.free & (plan.strategy == Strategy.HOLD) & grave.any(axis=0)
    plan.strategy = np.where(called, quiet_track(board.crisis(worst)), plan.strategy).astype(np.int32)
    plan.slot = np.where(called, worst, plan.slot)
    steep = board.crisis(plan.slot).escalation >= HELP_FROM
    effort = np.where(steep & (board.means >= 2 * UNIT), 2, plan.effort)
    tactic = word_choice(board, plan, luck)
    return board.seal(plan.strategy, plan.slot, tactic, plan.target, board.clause, effort)


def sovereigntist(view: BatchView, luck: MindLuck) -> Choices:
    """Works with the others but signs little: confidence measures and quiet talks instead of treaties and clauses."""
    board = Board.of(view)
    plan = draft(board)
    ceded = view.sovereignty >= CEDED_ENOUGH
    summit = (plan.strategy == Strategy.MULTILATERAL) & (ceded | (view.stage >= CLOSE_TO_TREATY))
    deal = (plan.strategy == Strategy.BILATERAL) & ceded
    refuses = (summit | deal) & bool(board.book.sovereignty)
    plan.strategy = np.where(refuses, quiet_track(board.crisis(plan.slot)), plan.strategy).astype(np.int32)
    tactic = word_choice(board, plan, luck)
    clause = np.full_like(board.clause, Clause.CONSULT)
    return board.seal(plan.strategy, plan.slot, tactic, plan.target, clause, plan.effort)
