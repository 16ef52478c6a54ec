"""Minds for measuring: random, chaotic, always the same strategy, or one after the other.

Pure and rotating minds are coordinated and sensible in everything but the strategy, so that what is measured is the
strategy and not clumsiness.
"""

from __future__ import annotations

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.minds.board import Board, best_of, best_row, pairs, rank, stakes
from tabletop.minds.luck import Draw, MindLuck
from tabletop.minds.reckon import fitting_tactic
from tabletop.minds.seating import Mind
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.choices import Choices
from tabletop.rules.vocabulary import NOBODY, OUTSIDE, SLOTS, Clause, Domain, Strategy, Tactic

SPOKEN = {
    Strategy.BILATERAL: "bilateral agreements",
    Strategy.MULTILATERAL: "summits",
    Strategy.CONFIDENCE: "confidence measures",
    Strategy.TRACK2: "unofficial talks",
}
"""What each strategy is called in a sentence."""


def random(view: BatchView, luck: MindLuck) -> Choices:
    """Draws its strategy by lot and is sensible in everything else."""
    board = Board.of(view)
    members = board.members
    strategy = 1 + luck.below(Draw.STRATEGY, members, 4)
    slot = own_worst(board, 40)
    target = board.favourite()
    tactic = fitting_tactic(board, board.crisis(slot), strategy, target)
    clause = luck.below(Draw.CLAUSE, members, len(Clause))
    return board.seal(strategy, slot, tactic, target, clause, 1)


def own_worst(board: Board, floor: int) -> Ints:
    """[N, B] the crisis in which danger times what is at stake for the member (and `floor`) is largest."""
    return best_row(board.danger[:, None] * (floor + board.view.stake))


def chaos(view: BatchView, luck: MindLuck) -> Choices:
    """Draws everything by lot."""
    board = Board.of(view)
    members = board.members
    strategy = 1 + luck.below(Draw.STRATEGY, members, 4)
    lots = np.stack([luck.below(Draw.SLOT * SLOTS + c, members, 2**20) for c in range(SLOTS)], axis=1)
    slot = best_of(np.where(board.open[None], lots, np.int32(-1)))
    other = (board.index + 1 + luck.below(Draw.TARGET, members, members - 1)) % members
    outside = luck.chance(Draw.OUTSIDE, members, 15)
    target = np.where(outside, np.int32(OUTSIDE), other)
    tactic = luck.below(Draw.TACTIC, members, len(Tactic))
    clause = luck.below(Draw.CLAUSE, members, len(Clause))
    return seal_deals(board, strategy, slot, tactic, target, clause, luck.below(Draw.EFFORT, members, 3))


def seal_deals(
    board: Board, strategy: Ints, slot: Ints, tactic: Ints, target: Ints, clause: Ints, effort: Ints
) -> Choices:
    """Sealed choices; a deal with the outside party about a quarrel at home comes to nothing: Hold."""
    home = board.crisis(slot).domain == Domain.INTERNAL
    void = (strategy == Strategy.BILATERAL) & (target == OUTSIDE) & home
    return board.seal(np.where(void, Strategy.HOLD, strategy), slot, tactic, target, clause, effort)


def pure(strategy: Strategy) -> Mind:
    """The mind that always follows one strategy."""

    def mind(view: BatchView, luck: MindLuck) -> Choices:
        return _only(view, strategy)

    mind.__name__ = f"always_{strategy.word}"
    mind.__doc__ = f"Always {SPOKEN[strategy]}; sensible in everything else."
    return mind


def _only(view: BatchView, strategy: Strategy) -> Choices:
    board = Board.of(view)
    shape = (board.members, board.games)
    worst, next_ = board.ranking[0], board.ranking[1]
    next_ = np.where(board.crisis(next_).open, next_, worst)
    chosen = np.full(shape, strategy, np.int32)
    target: Ints = np.full(shape, NOBODY, np.int32)
    if strategy == Strategy.MULTILATERAL:
        slot: Ints = np.array(np.broadcast_to(worst, shape))
    else:
        half: int = -(-board.members // 2)
        if strategy == Strategy.BILATERAL:
            half += half % 2
        keen = rank((2 * stakes(board, worst) - stakes(board, next_)).astype(np.int32))
        slot = np.where(keen < half, worst, next_)
    if strategy == Strategy.BILATERAL:
        target = pair_up(board, slot == worst)
    tactic = fitting_tactic(board, board.crisis(slot), chosen, target)
    return board.seal(chosen, slot, tactic, target, board.clause, 1)


def pair_up(board: Board, at_first: Bools) -> Ints:
    """[N, B] partners, matched by trust and interest within those at the first crisis and those elsewhere.

    Who finds nobody turns to the member it trusts most.
    """
    first, second = pairs(board.members)
    score = (board.pair_trust // 2 + 30 * board.pair_affinity) * 32
    score += np.arange(31, 31 - len(first), -1, dtype=np.int32)[:, None]
    target = board.favourite()
    for there in (at_first, ~at_first):
        free = there.copy()
        for _ in range(board.members // 2):
            best = np.where(free[first] & free[second], score, np.int32(-(2**30))).max(axis=0)
            winner = 31 - (best & 31)
            found = best > -(2**30)
            one, two = first.take(winner, mode="wrap"), second.take(winner, mode="wrap")
            target = np.where(found & (board.index == one), two, target)
            target = np.where(found & (board.index == two), one, target)
            free &= ~(found & ((board.index == one) | (board.index == two)))
    return target


def rotating(order: tuple[Strategy, ...]) -> Mind:
    """The mind that follows one strategy after the other, turn by turn."""

    def mind(view: BatchView, luck: MindLuck) -> Choices:
        return _only(view, order[(view.turn - 1) % len(order)])

    mind.__name__ = "rotate_" + "_".join(s.word for s in order)
    mind.__doc__ = "One after the other: " + ", ".join(SPOKEN[s] for s in order) + "."
    return mind


always_bilateral = pure(Strategy.BILATERAL)
always_multilateral = pure(Strategy.MULTILATERAL)
always_confidence = pure(Strategy.CONFIDENCE)
always_track2 = pure(Strategy.TRACK2)
