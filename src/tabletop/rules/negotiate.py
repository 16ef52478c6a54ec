"""Groups form, negotiate, and succeed or fail.

All members with the same crisis and strategy act together; bilaterals act in pairs, and two members that name
each other count once.  Every member carries its group's numbers, so one array operation serves all groups.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tabletop.rules import chance as formula
from tabletop.rules.arithmetic import at_least, chance, count, given, pick, ratio, ratio_by
from tabletop.rules.arrays import Bools, Ints, Keys
from tabletop.rules.chance import Lane
from tabletop.rules.choices import Choices, at_place, back_from, each, every, of_target, own_at_slot, place_of, toward
from tabletop.rules.luck import Purpose, address, below, draw, mix
from tabletop.rules.parameters import Rulebook
from tabletop.rules.state import State
from tabletop.rules.tables import Tables
from tabletop.rules.vocabulary import OUTSIDE, SLOTS, Domain, Strategy


@dataclass(slots=True)
class Groups:
    """Who acts with whom; arrays [N, B] (`same` [N, N, B])."""

    choices: Choices
    place: Ints
    """Where each member's crisis lies in a flattened [C, B] (`choices.at_place`)."""
    acts: tuple[Bools, ...]
    """Who follows each strategy, in the order of `Strategy`."""
    acting: Bools
    mutual: Bools
    """The partner of a bilateral named this member too."""
    outside: Bools
    """A bilateral with the outside party."""
    with_ally: Bools
    """A bilateral with another member."""
    same: Ints
    """[N, N, B] 1 where i and j act in one group (1 on the diagonal)."""
    size: Ints
    first: Ints
    """Number of the first member of each group."""
    lead: Bools
    """The first member of each group."""
    here: Bools
    """[C, N, B] who works on which crisis."""
    quorum: int
    lane: Lane
    short: Bools
    """At a summit below the quorum."""
    alone: Bools
    """Alone at a summit: consultation, no effect."""
    weight: Ints
    """[N, 1|B] weight of a member's effort, hundredths."""


@dataclass(slots=True)
class Outcomes:
    """What came of the negotiations, [N, B] each; members of a group carry the same numbers."""

    strategy: Ints
    slot: Ints
    lead: Ints
    """Number of the member that stands for the group."""
    tried: Bools
    """Acting, and not alone at a summit."""
    score: Ints
    """Hundredths of a point."""
    chance: Ints
    """Hundredths of a percent; 0 where nothing can come of it."""
    die: Ints
    """0..9999; a success is a die below the chance; -1 where none was rolled."""
    success: Bools
    terms: dict[str, Ints] = field(default_factory=dict)
    answered: Bools | None = None
    """False where the outside party does not answer a confidence measure; None before the turn is played."""


def effort_weight(capability: Ints) -> Ints:
    """Weight of a member's effort, [N, 1|B] hundredths: w = 1/2 + 1/2 N cap."""
    return (50 + ratio(50 * len(capability) * capability, 10000)).astype(np.int32)


def quorum_of(book: Rulebook, members: int) -> int:
    """R2: members a summit needs."""
    return -(-book.quorum * members // 100)


def group(state: State, choices: Choices, tables: Tables) -> Groups:
    """Form the groups of allowed choices and describe each as a lane of the formula."""
    book, cards = tables.book, tables.cards
    members = len(choices.strategy)
    index = each(members)
    s, slot, target = choices.strategy, choices.slot, choices.target
    place = place_of(slot)
    acts = tuple(s == strategy.value for strategy in Strategy)
    _, bilateral, summit, _, _ = acts
    acting = ~acts[Strategy.HOLD]
    outside = bilateral & (target == OUTSIDE)
    with_ally = bilateral & ~outside
    named = of_target(pick(with_ally, target * SLOTS + slot, -1), target)
    mutual = with_ally & (named == index * SLOTS + slot)
    pair = 64 + (slot * 64) + np.minimum(index, target) * 8 + np.maximum(index, target)
    code = pick(bilateral, pick(mutual, pair, 1024 + index), s * SLOTS + slot)
    code = pick(acting, code, 2048 + index).astype(np.int16)
    together = code[:, None] == code[None, :]
    size = count(together)
    nearest = (together.view(np.int8) * (members - index).astype(np.int8)).max(axis=1)
    first = members - nearest.astype(np.int32)
    same = together.astype(np.int32)
    lead = (first == index) & acting
    here = (slot[None] == each(SLOTS)[:, None]) & acting

    weight = effort_weight(tables.alliance.capability)
    card = at_least(at_place(state.card, place), 0).astype(np.intp)
    domain = cards.domain.take(card)
    supply = _over_group(same, choices.effort * weight)
    at_home = ratio_by(_over_group(same, state.support), size)
    one_sided = with_ally & ~mutual
    at_home = pick(one_sided, ratio(state.support + of_target(state.support, target), 2), at_home)
    pips = [cards.pips[:, f].take(card) for f in range(5)]
    trust = _trust_of_groups(state, choices, place, same, size, with_ally, outside, domain)
    shared = _interest_of_groups(state, choices, same, size, with_ally, outside, book.outside_affinity)
    lane = Lane(
        strategy=s, domain=domain, urgency=pips[0], breadth=pips[1], enforcement=pips[4],
        fear=at_place(state.fear, place), sensitivity=25 * pips[3], prepared=at_place(state.prepared, place),
        escalation=at_place(state.escalation, place), trust=trust, affinity=shared, supply=supply, support=at_home,
        legitimacy=state.legitimacy, deterrence=state.deterrence, partners=size - 1, members=members,
    )  # fmt: skip
    quorum = quorum_of(book, members)
    short = summit & (size < quorum)
    alone = summit & (size < 2)
    return Groups(
        choices, place, acts, acting, mutual, outside, with_ally, same, size, first, lead, here, quorum, lane, short,
        alone, weight,
    )  # fmt: skip


def _over_group(same: Ints, values: Any) -> Ints:
    """Sum over each member's group, [N, B]."""
    return np.asarray(np.einsum("ijb,jb->ib", same, values))


def _trust_of_groups(
    state: State, choices: Choices, place: Ints, same: Ints, size: Ints, with_ally: Bools, outside: Bools, domain: Ints
) -> Ints:
    """Mean trust of each group; whose trust counts depends on the strategy."""
    pairs = at_least(size * (size - 1), 1)
    inside = np.einsum("ijb,ijb->ib", same, state.trust)
    trust = pick(size > 1, ratio_by(_over_group(same, inside), pairs), 5000)
    mutual = ratio(toward(state.trust, choices.target) + back_from(state.trust, choices.target), 2)
    trust = pick(with_ally, mutual, trust)
    calm = 10000 - state.tension
    confidence = choices.strategy == Strategy.CONFIDENCE.value
    quarrel = at_place(parties_trust(state), place)
    trust = pick(confidence & (domain == Domain.EXTERNAL.value), ratio(trust + calm, 2), trust)
    trust = pick(confidence & (domain == Domain.INTERNAL.value), ratio(trust + quarrel, 2), trust)
    return np.asarray(pick(outside, calm, trust), np.int32)


def _interest_of_groups(
    state: State, choices: Choices, same: Ints, size: Ints, with_ally: Bools, outside: Bools, strange: int
) -> Ints:
    """Mean shared interest of each group."""
    pairs = at_least(size * (size - 1), 1)
    inside = np.einsum("ijb,ijb->ib", same, state.affinity) - 100
    shared = pick(size > 1, ratio_by(_over_group(same, inside), pairs), 30)
    shared = pick(with_ally, toward(state.affinity, choices.target), shared)
    return np.asarray(pick(outside, strange, shared), np.int32)


def parties_trust(state: State) -> Ints:
    """Mutual trust of the two parties of each crisis, [C, B] (any value where there are none)."""
    members, games = state.members, state.games
    first, second = at_least(state.parties[:, 0], 0), at_least(state.parties[:, 1], 0)
    flat, game = state.trust.reshape(-1), every(games)
    there = flat.take((first * members + second) * games + game, mode="wrap")
    back = flat.take((second * members + first) * games + game, mode="wrap")
    return ratio(there + back, 2)


def score(state: State, groups: Groups, tables: Tables, terms: dict[str, Ints] | None = None) -> tuple[Ints, Ints]:
    """Score and chance of every member's negotiation; fills `terms` when given."""
    book, choices = tables.book, groups.choices
    total = np.zeros(choices.strategy.shape, np.int32)
    for name, value in _all_points(state, groups, tables):
        total += value
        if terms is not None:
            terms[name] = np.array(np.broadcast_to(value, total.shape), np.int32)
    odds = given(groups.acting & ~groups.alone, chance(total, book.score_scale))
    return total, odds


def _all_points(state: State, groups: Groups, tables: Tables) -> Any:
    book, lane, choices, same = tables.book, groups.lane, groups.choices, groups.same
    yield from formula.points(book, lane)
    own = formula.pick_tactic(formula.tactic_points(book, lane, state.channel), choices.tactic)
    yield "tactic", ratio_by(_over_group(same, own), groups.size)
    _, bilateral, summit, confident, quiet = groups.acts
    best = (same * state.channel).max(axis=1)
    yield "channel", given(quiet, ratio(book.channel_points * best, 100))
    deals = at_place(_per_slot(groups.here, bilateral & groups.lead), groups.place)
    rivals = given(bilateral, book.bilateral_clash * at_least(deals - 1, 0))
    yield "side deals", -(rivals + given(summit, book.summit_clash * deals))
    confidence = at_place(_per_slot(groups.here, confident), groups.place)
    yield "dual track", given(summit & (confidence > 0), book.dual_track)
    yield "minilateral", given(groups.short, -book.minilateral)


def _per_slot(here: Bools, what: Bools) -> Ints:
    """How many members at each crisis are `what`, [C, B]."""
    return count(here & what, axis=1)


def turn_keys(state: State) -> Keys:
    """[B] luck of this turn."""
    return draw(state.seed, 1000 + state.turn)


def crisis_keys(state: State, tables: Tables, turn: Keys) -> Keys:
    """[C, B] luck of each crisis this turn: it belongs to the card, wherever it lies."""
    return mix(turn ^ tables.cards.key.take(state.card, mode="clip"))


_WHO = np.array([address(Purpose.NEGOTIATION, k) for k in range(5 * 16)], np.uint64)


def roll(state: State, groups: Groups, crises: Keys) -> Ints:
    """The die of every negotiation, 0..9999; the same for all members of a group."""
    bilateral = groups.acts[Strategy.BILATERAL]
    who = groups.choices.strategy * 16 + pick(bilateral, groups.first, 15)
    own = at_place(crises, groups.place)
    return below(mix(own + _WHO.take(who, mode="wrap")), 10000)


def negotiate(
    state: State, groups: Groups, tables: Tables, crises: Keys | None, terms: dict[str, Ints] | None = None,
    forced: Ints | None = None,
) -> Outcomes:  # fmt: skip
    """Score every negotiation and, when `crises` luck is given, roll it.

    `forced` [N, B] decides in place of the die where it is not negative: 1 success, 0 failure, for every member of a
    group alike.  What was not tried cannot succeed, and the die stays as it fell.
    """
    total, odds = score(state, groups, tables, terms)
    tried = groups.acting & ~groups.alone
    if crises is None:
        die = np.full_like(odds, -1)
        success = np.zeros(odds.shape, bool)
    else:
        die = pick(tried, roll(state, groups, crises), -1)
        success = tried & (die < odds)
        if forced is not None:
            success = np.where(forced >= 0, tried & (forced > 0), success)
    own = {} if terms is None else terms
    return Outcomes(groups.choices.strategy, groups.choices.slot, groups.first, tried, total, odds, die, success, own)


def high_stakes(state: State, tables: Tables) -> Bools:
    """[C, N, B] who has a high stake in an open crisis."""
    return (state.stake >= tables.book.high_stake) & (state.card >= 0)[:, None]


def own_stake(state: State, choices: Choices) -> Ints:
    """[N, B] each member's stake in the crisis it chose."""
    return own_at_slot(state.stake, choices.slot)
