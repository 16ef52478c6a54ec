"""What a negotiation promises: the published formula, asked about groups that have not formed yet.

Chances are in hundredths of a percent.  Worth is in ten-thousandths of a ladder step: the steps a success takes,
times its chance, and what else a success is worth to the alliance in the same coin.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from tabletop.minds.board import Board, Crisis, pairs
from tabletop.rules import chance as formula
from tabletop.rules.arithmetic import chance, pick, ratio, ratio_by
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.chance import Lane
from tabletop.rules.vocabulary import Domain, Feature, Strategy, Tactic

OPTIONS: Final = (Strategy.BILATERAL, Strategy.MULTILATERAL, Strategy.CONFIDENCE, Strategy.TRACK2)
BIL, MUL, CBM, TR2 = range(len(OPTIONS))
"""Rows of the arrays of options."""

STRATEGIES: Final = np.array(OPTIONS, np.int32)
TACTIC_GUESS: Final = 400
"""Points a fitting tactic usually brings: the tactic is chosen after the strategy."""
LATE: Final = 80
"""Percent of the chance to climb that a slow track is charged: the crisis may climb before it helps."""
ACCORD, TREATY = 70, 20
"""Worth of a summit beyond its steps, in hundredths of a step; and more when only ratification is missing."""
CROWD: Final = 800
"""Worth that every participant of a summit beyond the second costs: it could have worked elsewhere."""
GROUND, UNBLOCK = 50, 80
"""Worth of groundwork, and more where official talks are stuck on a taboo."""
CALM, CALMER, ELSEWHERE, CLEAR = 30, 80, 20, 60
"""Worth of a confidence measure abroad, more at high tension; elsewhere; and more for clearing deep fear."""
BOND, RESENTMENT = 30, 22
"""Worth of an agreement; and its cost for a full stake of a member left out."""
NOTHING: Final = -(2**30)


def lane_of(board: Board, crisis: Crisis, strategy: Any, trust: Any, affinity: Any, supply: Any, support: Any,
            partners: Any) -> Lane:  # fmt: skip
    """A lane of the formula for an imagined group; confidence measures lean on the other side's trust too."""
    confidence = strategy == Strategy.CONFIDENCE.value
    calm = 10000 - board.tension
    trust = pick(confidence & (crisis.domain == Domain.EXTERNAL.value), ratio(trust + calm, 2), trust)
    trust = pick(confidence & (crisis.domain == Domain.INTERNAL.value), ratio(trust + crisis.quarrel, 2), trust)
    return Lane(
        strategy=strategy, domain=crisis.domain, urgency=crisis.pips(Feature.URGENCY),
        breadth=crisis.pips(Feature.BREADTH), enforcement=crisis.pips(Feature.ENFORCEMENT), fear=crisis.fear,
        sensitivity=crisis.sensitivity, prepared=crisis.prepared, escalation=crisis.escalation, trust=trust,
        affinity=affinity, supply=supply, support=support,
        legitimacy=board.legitimacy, deterrence=board.view.deterrence, partners=partners, members=board.members,
    )  # fmt: skip


def lane_of_groups(board: Board, crisis: Crisis, groups: Bools) -> Lane:
    """Lanes [4, B] of four imagined groups [4, N, B], one for each option, on one crisis a game."""
    first, second = pairs(board.members)
    size = groups.sum(axis=1, dtype=np.int32)
    both = [(group[first] & group[second]).astype(np.int32) for group in groups]
    count = np.maximum(size * (size - 1), 1)
    met = size > 1
    trust = pick(met, ratio_by(_summed(both, board.pair_trust), count), 5000)
    shared = pick(met, ratio_by(2 * _summed(both, board.pair_affinity), count), 30)
    supply = (groups * board.weight).sum(axis=1, dtype=np.int32)
    support = ratio_by((groups * board.support).sum(axis=1, dtype=np.int32), np.maximum(size, 1))
    partners = np.maximum(size - 1, 0)
    return lane_of(board, crisis, STRATEGIES[:, None], trust, shared, supply, support, partners)


def _summed(both: list[Ints], values: Ints) -> Ints:
    """What the pairs that are together, [P, B] of each group, add up to."""
    return np.stack([np.einsum("pb,pb->b", pair, values) for pair in both])


def odds(board: Board, lane: Lane) -> Ints:
    """Chance that a negotiation helps: it succeeds and, for confidence measures, the outside party answers."""
    score: Any = np.int32(TACTIC_GUESS)
    for _, value in formula.points(board.book, lane):
        score = score + value
    plain = chance(score, board.book.score_scale)
    doubtful = (lane.strategy == Strategy.CONFIDENCE.value) & (lane.domain == Domain.EXTERNAL.value)
    return np.asarray(pick(doubtful, ratio(plain * board.answer, 10000), plain), np.int32)


def steps(board: Board, lane: Lane) -> Ints:
    """Ladder steps a success takes, at most as many as there are."""
    return np.minimum(formula.ladder_steps(board.book, lane), lane.escalation).astype(np.int32)


def worth(board: Board, crisis: Crisis, lane: Lane, chances: Ints, groups: Bools, stake: Ints) -> Ints:
    """What each option [4, B] is worth to the alliance, in ten-thousandths of a ladder step."""
    book, view = board.book, board.view
    value = chances * steps(board, lane)
    climb = (
        100 * book.escalate_base
        + 25 * book.escalate_urgency * lane.urgency
        + ratio(book.escalate_tension * board.tension, 100)
    )
    late = ratio(LATE * climb, 100)
    value[MUL] -= late * ~board.standing_treaty
    value[TR2] -= late
    taboo = formula.eased(book, lane)[BIL] >= book.taboo
    afraid = (crisis.fear >= book.taboo) & (crisis.escalation >= 2)
    external = crisis.domain == Domain.EXTERNAL.value
    left_out = (~groups[BIL] * stake).sum(axis=0, dtype=np.int32)
    value[BIL] += ratio(chances[BIL] * (100 * BOND - RESENTMENT * left_out), 10000)
    value[MUL] += ratio(chances[MUL] * (ACCORD + TREATY * (view.stage >= 3)), 100)
    value[MUL] -= CROWD * np.maximum(0, groups[MUL].sum(axis=0, dtype=np.int32) - 2)
    gesture = pick(external, CALM + CALMER * (board.tension > 5000), ELSEWHERE) + CLEAR * afraid
    value[CBM] += ratio(chances[CBM] * gesture, 100).astype(np.int32)
    value[TR2] += ratio(chances[TR2] * (GROUND + UNBLOCK * taboo), 100)
    return value


def fitting_tactic(board: Board, crisis: Crisis, strategy: Ints, target: Ints) -> Ints:
    """[N, B] the tactic with the most points for what each member is about to do, hard bargaining left out."""
    trust = pick(strategy == Strategy.BILATERAL.value, board.partner_trust(target), board.standing)
    lane = Lane(
        strategy=strategy, domain=crisis.domain, urgency=0, breadth=0, enforcement=crisis.pips(Feature.ENFORCEMENT),
        fear=crisis.fear, sensitivity=crisis.sensitivity, prepared=0, escalation=crisis.escalation, trust=trust,
        affinity=board.shared, supply=0, support=0, legitimacy=board.legitimacy, deterrence=0, partners=0,
        members=board.members,
    )  # fmt: skip
    best: Any = np.int32(NOTHING)
    for tactic, points in enumerate(formula.tactic_points(board.book, lane, board.view.channel)[: Tactic.HARD]):
        best = np.maximum(best, points * len(Tactic) + (len(Tactic) - 1 - tactic))
    return np.asarray(len(Tactic) - 1 - (best & (len(Tactic) - 1)), np.int32)
