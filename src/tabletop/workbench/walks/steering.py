"""How an aimed walk chooses: a way of playing for each game, and wishes for single cards.

Every game of a batch plays in its own way.  A way of playing is a column of small numbers (`Gene`), so that the search
can draw ways, keep the good ones and change them a little.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.minds import find
from tabletop.minds.board import Board, best_of
from tabletop.minds.luck import Draw, MindLuck
from tabletop.minds.reckon import fitting_tactic
from tabletop.minds.simple import own_worst, seal_deals
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.choices import Choices
from tabletop.rules.vocabulary import OUTSIDE, SLOTS, Clause, Strategy, Tactic


class Gene(IntEnum):
    """One number of a way of playing."""

    HOLD = 0
    BILATERAL = 1
    MULTILATERAL = 2
    CONFIDENCE = 3
    TRACK2 = 4
    """Weights 0..9 of the strategies."""
    TOGETHER = 5
    """1: all members draw the same strategy."""
    EFFORT = 6
    """0..2, or 3 for any."""
    TACTIC = 7
    """`FIT`, `ANY`, or 2 and the tactic's number."""
    PLACE = 8
    """Which crisis: 0 the worst by the member's own stake, 1 any, 2 the worst, all together."""
    PARTNER = 9
    """0 the most trusted, 1 any, 2 the outside party, or 3 and a member's number."""
    CLAUSE = 10
    """`FIT` the one the rules propose, `ANY`, or 2 and the clause's number."""
    IDLE = 11
    """Members that hold, a bit each."""
    PLAN = 12
    """1: the thoughtful plan where nothing is wished for."""
    CROWD = 13
    """Of a wish: 0 all members go there, 1 every second, 2 only one."""


FIT: Final = 0
ANY: Final = 1
FREE: Final = 0
"""Wishes for a card: leave it to the way of playing;"""
TRY: Final = 0
"""a strategy's number: try that and succeed;"""
FAIL: Final = 4
"""4 and a strategy's number: try that and fail;"""
NEGLECT: Final = 9
"""let nobody work on it;"""
SOLVE: Final = 10
"""bring it down by whatever works;"""
SPOIL: Final = 11
"""try anything and fail."""


def draw_ways(rng: np.random.Generator, members: int, games: int) -> Ints:
    """Ways of playing at random, int32 [genes, games]."""
    ways = np.empty((len(Gene), games), np.int32)
    sharp = rng.integers(0, 2, games)
    for gene in Gene:
        ways[gene] = _fresh(rng, gene, members, games)
    for gene in (Gene.HOLD, Gene.BILATERAL, Gene.MULTILATERAL, Gene.CONFIDENCE, Gene.TRACK2):
        # Half of the ways lean clearly towards few strategies.
        ways[gene] = np.where(sharp & (rng.integers(0, 3, games) > 0), 0, ways[gene])
    return ways


def change_ways(rng: np.random.Generator, ways: Ints, members: int) -> Ints:
    """Ways like these, each number drawn anew with one chance in five."""
    games = ways.shape[1]
    changed = ways.copy()
    for gene in Gene:
        anew = rng.integers(0, 5, games) == 0
        changed[gene] = np.where(anew, _fresh(rng, gene, members, games), changed[gene])
    return changed


def _fresh(rng: np.random.Generator, gene: Gene, members: int, games: int) -> Any:
    match gene:
        case Gene.TOGETHER | Gene.PLAN:
            return rng.integers(0, 2, games)
        case Gene.EFFORT:
            return rng.integers(0, 4, games)
        case Gene.TACTIC:
            return np.where(rng.integers(0, 2, games) > 0, FIT, rng.integers(1, 2 + len(Tactic), games))
        case Gene.PLACE | Gene.CROWD:
            return rng.integers(0, 3, games)
        case Gene.PARTNER:
            return np.where(rng.integers(0, 2, games) > 0, 0, rng.integers(1, 3 + members, games))
        case Gene.CLAUSE:
            return rng.integers(0, 2 + len(Clause), games)
        case Gene.IDLE:
            some = rng.integers(0, 1 << members, games) & rng.integers(0, 1 << members, games)
            return np.where(rng.integers(0, 3, games) == 0, some, 0)
    return rng.integers(0, 10, games)


def steered(view: BatchView, luck: MindLuck, ways: Ints, wishes: Ints) -> Choices:
    """Choices of all members: `ways` [genes, B], `wishes` [K, B] what is wished for each card."""
    board = Board.of(view)
    members, games = board.members, board.games
    strategy = _strategies(luck, ways, members)
    slot = _places(board, luck, ways)
    partner = _partners(board, luck, ways)
    effort = np.where(ways[Gene.EFFORT] == 3, luck.below(Draw.EFFORT, members, 3), ways[Gene.EFFORT])
    tactic = fitting_tactic(board, board.crisis(slot), strategy, partner)
    clause = np.where(ways[Gene.CLAUSE] == FIT, board.clause, luck.below(Draw.CLAUSE, members, len(Clause)))
    plain = [strategy, slot, tactic, partner, clause, effort]
    planned = ways[Gene.PLAN] == 1
    if planned.any():
        plan = find("thoughtful")(view, luck)
        other = [plan.strategy, plan.slot, plan.tactic, plan.target, plan.clause, plan.effort]
        plain = [np.where(planned, b, a) for a, b in zip(plain, other, strict=True)]
    strategy, slot, tactic, target, clause, effort = plain
    slots = np.arange(SLOTS)[:, None]
    wished = np.where(board.open, wishes[np.clip(view.card, 0, None), np.arange(games)], FREE)
    active = board.open & (wished != FREE) & (wished != NEGLECT)
    strategy = np.where((slot[None] == slots[:, None]) & (wished == NEGLECT)[:, None], 0, 1).min(axis=0) * strategy
    there, wish = _wished_for(luck, wished, active, ways, members)
    going = (wish != FREE) & ~_idle(ways, members)
    losing = going & ((wish == SPOIL) | ((wish > FAIL) & (wish < NEGLECT)))
    named = np.where(wish > FAIL, wish - FAIL, wish)
    one = 1 + luck.below(Draw.MOOD, 1, 4)
    lot = 1 + luck.below(Draw.MOOD, members, 4)
    named = np.where(wish == SOLVE, np.where(planned | (strategy == 0), one, strategy), named)
    named = np.where(wish == SPOIL, lot, named)
    slot = np.where(going, there, slot)
    strategy = np.where(going, named, strategy)
    effort = np.where(going, np.where(losing, 0, 2), effort)
    target = np.where(going & (strategy == Strategy.BILATERAL), partner, np.where(going, board.favourite(), target))
    fit = fitting_tactic(board, board.crisis(slot), strategy.astype(np.int32), target.astype(np.int32))
    tactic = np.where(going, np.where(losing, int(Tactic.HARD), fit), tactic)
    mode = ways[Gene.TACTIC]
    own = ~losing & ~planned
    tactic = np.where(own & (mode == ANY), luck.below(Draw.TACTIC, members, len(Tactic)), tactic)
    tactic = np.where(own & (mode > ANY), mode - 2, tactic)
    mode = ways[Gene.CLAUSE]
    clause = np.where(mode > ANY, mode - 2, clause)
    strategy = np.where(_idle(ways, members), Strategy.HOLD, strategy)
    ready = [np.asarray(values, np.int32) for values in (strategy, slot, tactic, target, clause, effort)]
    return seal_deals(board, *ready)


def _idle(ways: Ints, members: int) -> Bools:
    return ((ways[Gene.IDLE] >> np.arange(members)[:, None]) & 1) == 1


def _strategies(luck: MindLuck, ways: Ints, members: int) -> Ints:
    """Strategies drawn by their weights, by each member or by all together."""
    weights = ways[: Gene.TRACK2 + 1].cumsum(axis=0)
    total = np.maximum(weights[-1], 1)
    lots = luck.below(Draw.STRATEGY, members, 1 << 16)
    lots = np.where(ways[Gene.TOGETHER] == 1, lots[:1], lots)
    mark = (lots.astype(np.int64) * total) >> 16
    drawn = (mark[None] >= weights[:, None]).sum(axis=0)
    return np.asarray(np.minimum(drawn, Gene.TRACK2), np.int32)


def _places(board: Board, luck: MindLuck, ways: Ints) -> Ints:
    members = board.members
    own = own_worst(board, 40)
    lots = np.stack([luck.below(Draw.SLOT * SLOTS + c, members, 1 << 20) for c in range(SLOTS)], axis=1)
    anywhere = best_of(np.where(board.open[None], lots, np.int32(-1)))
    mode = ways[Gene.PLACE]
    return np.asarray(np.where(mode == 1, anywhere, np.where(mode == 2, board.ranking[0], own)), np.int32)


def _partners(board: Board, luck: MindLuck, ways: Ints) -> Ints:
    members = board.members
    other = (board.index + 1 + luck.below(Draw.TARGET, members, members - 1)) % members
    mode = ways[Gene.PARTNER]
    named = np.clip(mode - 3, 0, members - 1)
    partner = np.where(mode == 1, other, np.where(mode == 2, np.int32(OUTSIDE), board.favourite()))
    partner = np.where((mode >= 3) & (named != board.index), named, partner)
    return np.asarray(partner, np.int32)


def _wished_for(luck: MindLuck, wished: Ints, active: Bools, ways: Ints, members: int) -> tuple[Ints, Ints]:
    """Slot and wish [N, B] of every member that goes where something is wished for; `FREE` for the others."""
    games = wished.shape[1]
    some = active.any(axis=0)
    # The members divide between the wished-for crises as evenly as they can, beginning anywhere.
    order = np.argsort(~active, axis=0, kind="stable")
    count = np.maximum(active.sum(axis=0), 1)
    seat = (np.arange(members)[:, None] + luck.below(Draw.MEND, 1, members)) % members
    slot = order[seat % count, np.arange(games)]
    crowd = ways[Gene.CROWD]
    fits = np.where(crowd == 0, True, np.where(crowd == 1, seat % 2 == 0, seat < count))
    wish = np.where(some & fits, wished[slot, np.arange(games)], FREE)
    return slot, wish
