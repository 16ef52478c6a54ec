"""What a negotiation does once it has succeeded or failed (table 3), clauses (table 5) and rule R9."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tabletop.rules.arithmetic import at_least, at_most, given, pick, ratio, rows_and_columns
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.chance import ladder_steps
from tabletop.rules.choices import at_place, each, of_target, place_of
from tabletop.rules.context import Turn
from tabletop.rules.luck import Purpose, below, draw, marks, mix
from tabletop.rules.parameters import CLAUSE_EFFECTS, Rulebook
from tabletop.rules.vocabulary import MAX_MEMBERS, Domain, Strategy, Tactic

_READINESS, _TENSION, _TRUST, _MEANS, _SOVEREIGNTY, _LEGITIMACY, _LINE = range(len(CLAUSE_EFFECTS))


def answer(turn: Turn) -> None:
    """R9: whether the outside party answers each confidence measure; elsewhere it always takes hold."""
    odds = answer_chance(turn.tables.book, turn.state.greed, turn.state.known)
    rolled = below(draw(turn.crises, Purpose.ANSWER), 10000) < odds
    asked = turn.acts(Strategy.CONFIDENCE) & turn.abroad
    turn.answered = turn.outcomes.answered = turn.at_own(rolled) | ~asked


def answer_chance(book: Rulebook, greed: Ints, known: Ints) -> Ints:
    """R9: chance that a rival of this greed answers, [B] in hundredths of a percent."""
    return 100 * book.answer - book.answer_greed * greed + given(known >= book.known_enough, 100 * book.answer_known)


def group_trust(turn: Turn) -> None:
    """Trust inside each group: table 3 with the tactics' share (table 4)."""
    book, choices, changes = turn.tables.book, turn.groups.choices, turn.changes
    s, ok, failed = choices.strategy, turn.success, turn.failure
    rapport, listen = turn.uses(Tactic.RAPPORT), turn.uses(Tactic.LISTEN)
    won = given(ok, book.trust_success.take(s))
    bonus = ratio(won * (given(rapport, book.rapport_bonus) + given(listen, book.listen_bonus)), 100)
    bonus += given(failed & rapport, book.rapport_failure)
    clause = given(ok & turn.groups.with_ally, book.clause[:, _TRUST].take(turn.clause))
    parts = [("T3", "worked together", won), ("T4", "rapport and listening", bonus), ("T5", "clause", clause)]
    lost = given(failed, book.trust_failure.take(s))
    changes.trust_in_groups(turn.groups.same, parts, up=True)
    changes.trust_in_groups(turn.groups.same, [("T3", "failed together", lost)], up=False)
    _one_sided(turn, won, bonus, clause, lost)


def _one_sided(turn: Turn, won: Ints, bonus: Ints, clause: Ints, lost: Ints) -> None:
    """A bilateral that the partner did not propose too: trust moves between the two all the same."""
    groups, changes = turn.groups, turn.changes
    single = groups.with_ally & ~groups.mutual & (won + clause + bonus + lost != 0)
    gains = [("T3", "worked together", won, True), ("T4", "rapport and listening", bonus, False),
             ("T5", "clause", clause, True)]  # fmt: skip
    for deals in turn.apart(single):
        changes.trust_one_sided(deals, groups.choices.target, gains, up=True)
        changes.trust_one_sided(deals, groups.choices.target, [("T3", "failed together", lost, False)], up=False)


def agree_clauses(turn: Turn) -> None:
    """T5: which clause each member's bilateral carries: the stronger partner's proposal, or the lot between equals."""
    choices, groups = turn.groups.choices, turn.groups
    strength = np.broadcast_to(turn.tables.alliance.capability, choices.strategy.shape)
    other = of_target(np.ascontiguousarray(strength), choices.target)
    tossed = turn.at_own(below(draw(turn.crises, Purpose.TIE), 2)) == (choices.target < each(turn.state.members))
    yields = groups.mutual & ((other > strength) | ((other == strength) & tossed))
    turn.clause = pick(yields, of_target(choices.clause, choices.target), choices.clause)


def at_home(turn: Turn) -> None:
    """Support at home for those who took part."""
    book, choices = turn.tables.book, turn.groups.choices
    s, quiet = choices.strategy, turn.uses(Tactic.BACKCHANNEL)
    turn.changes.add("support", "T3", given(turn.success, book.support_success.take(s)), "a success to show")
    cost = given(turn.failure, book.support_failure.take(s))
    cost = pick(quiet, ratio(cost * book.backchannel_shield, 100), cost)
    turn.changes.add("support", "T3", cost, "a failure to explain")


def bilateral(turn: Turn) -> None:
    """Agreements, clauses and deals with the outside party."""
    book, state, groups, changes = turn.tables.book, turn.state, turn.groups, turn.changes
    ok = turn.success & turn.acts(Strategy.BILATERAL)
    once = ok & groups.lead
    external, out = once & turn.abroad, once & groups.outside
    calm = int(book.tension_success[Strategy.BILATERAL])
    changes.add("tension", "T3", calm * turn.each(external & ~groups.outside), "bilateral agreement")
    changes.add("tension", "T3", ratio(calm * book.outside_tension, 100) * turn.each(external & out), "outside deal")
    law = int(book.legitimacy_success[Strategy.BILATERAL])
    changes.add("legitimacy", "T3", law * turn.each(once & ~groups.outside), "bilateral agreement")
    changes.add("legitimacy", "T3", ratio(law * book.outside_legitimacy, 100) * turn.each(out), "outside deal")
    ally = once & groups.with_ally
    deals = _deals(turn, ally)
    for variable, column in (
        ("readiness", _READINESS), ("tension", _TENSION), ("legitimacy", _LEGITIMACY), ("line", _LINE)
    ):  # fmt: skip
        changes.add(variable, "T5", _summed(state.tension.shape, deals.game, deals.terms[column]), "clause")
    changes.add("means", "T5", _for_both(turn, deals, deals.terms[_MEANS]), "clause")
    _count_agreements(turn, deals)
    one_sided = given(~groups.mutual.reshape(-1)[deals.place], 1)
    partners = _summed(ok.shape, deals.partner * state.games + deals.game, one_sided)
    state.deals = state.deals + given(ok, 1) + partners
    state.outside_deals = state.outside_deals + out.astype(np.int32)
    hard = ok & turn.uses(Tactic.HARD)
    state.red_lines += ratio(given(hard, book.hard_gain * book.hard_gain_bilateral), 100)


@dataclass(frozen=True, slots=True)
class _Deals:
    """Agreements between members, one after the other [n]: every pair's once, a one-sided one's too."""

    place: Ints
    """Where each lies in a flattened [N, B]."""
    member: Ints
    partner: Ints
    game: Ints
    terms: Ints
    """[7, n] what its clause changes (table 5)."""


def _deals(turn: Turn, ally: Bools) -> _Deals:
    place = np.flatnonzero(ally)
    member, game = rows_and_columns(place, turn.state.games)
    partner = turn.groups.choices.target.reshape(-1)[place]
    return _Deals(place, member, partner, game, turn.tables.book.clause.T[:, turn.clause.reshape(-1)[place]])


def _summed(shape: tuple[int, ...], place: Ints, amount: Ints) -> Ints:
    """Amounts added up at their places in a flattened array of that shape."""
    total = np.zeros(shape, np.int32)
    np.add.at(total.reshape(-1), place, amount)
    return total


def _for_both(turn: Turn, deals: _Deals, amount: Ints) -> Ints:
    """An amount of each deal for both of its partners, [N, B]."""
    total = _summed(turn.success.shape, deals.partner * turn.state.games + deals.game, amount)
    total.reshape(-1)[deals.place] += amount
    return total


def _count_agreements(turn: Turn, deals: _Deals) -> None:
    """New agreements, two to a pair at most; only a new one cedes sovereignty.

    Two members can make two deals in one turn, each with the other: the lower number's counts first.
    """
    state = turn.state
    agreements = state.agreements.copy()
    flat = agreements.reshape(-1)
    there = (deals.member * state.members + deals.partner) * state.games + deals.game
    back = (deals.partner * state.members + deals.member) * state.games + deals.game
    new = np.zeros(len(there), np.int32)
    first = deals.member < deals.partner
    for some in (np.flatnonzero(first), np.flatnonzero(~first)):
        new[some] = flat[there[some]] < 2
        flat[there[some]] += new[some]
        flat[back[some]] += new[some]
    if turn.record is not None:
        turn.record.note("T3", "agreements", agreements - state.agreements, "new agreement")
    state.agreements = agreements
    ceded = new * deals.terms[_SOVEREIGNTY] * turn.tables.book.sovereignty
    turn.changes.add("sovereignty", "T5", _for_both(turn, deals, ceded), "clause")


def summit(turn: Turn) -> None:
    """Multilateral summits: legitimacy, readiness, the common line; the treaty moves in `treaty`."""
    book, groups, changes = turn.tables.book, turn.groups, turn.changes
    at_summit = turn.acts(Strategy.MULTILATERAL)
    ok = turn.success & at_summit
    full = ok & ~groups.short
    each_full = turn.each(full)
    turn.summit = each_full > 0
    changes.add("legitimacy", "T3", int(book.legitimacy_success[Strategy.MULTILATERAL]) * each_full, "summit")
    failed = turn.each(turn.failure & at_summit)
    changes.add("legitimacy", "T3", -book.summit_failure * failed, "failed summit")
    calm = int(book.tension_success[Strategy.MULTILATERAL])
    changes.add("tension", "T3", calm * turn.each(ok & turn.abroad), "summit")
    changes.add("readiness", "T3", book.summit_readiness * each_full, "summit")
    hard = ok & turn.uses(Tactic.HARD)
    turn.state.red_lines += given(hard, book.hard_gain)
    strength = np.broadcast_to(turn.tables.alliance.capability, ok.shape)
    members = turn.state.members
    lot = each(members) + below(draw(turn.luck, Purpose.TIE), members)
    lot -= given(lot >= members, members)
    ranked = given(full, (strength * 16 + lot) * MAX_MEMBERS + each(members) + 1)
    strongest = place_of(at_least(ranked.max(axis=0) - 1, 0) % MAX_MEMBERS)
    turn.summit_clause = at_place(groups.choices.clause, strongest)
    turn.summit_domain = at_place(groups.lane.domain, strongest)


def confidence(turn: Turn) -> None:
    """Confidence-building measures, answered or exploited (R9)."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    ok = turn.success & turn.acts(Strategy.CONFIDENCE)
    good, spurned = ok & turn.answered, ok & ~turn.answered
    external = turn.abroad
    calm = int(book.tension_success[Strategy.CONFIDENCE])
    changes.add("tension", "R9", calm * turn.each(good & external), "measure answered")
    changes.add("tension", "T3", ratio(calm * book.quiet_share, 100) * turn.each(good & ~external), "measure")
    changes.add("tension", "R9", book.exploited_tension * turn.each(spurned), "measure exploited")
    changes.add("readiness", "R9", -book.exploited_readiness * turn.each(spurned), "measure exploited")
    changes.add("support", "R9", given(spurned, -book.exploited_support), "measure exploited")
    law = int(book.legitimacy_success[Strategy.CONFIDENCE])
    changes.add("legitimacy", "T3", law * turn.each(good), "confidence measure")
    across = good & (turn.groups.lane.domain == Domain.TRANSNATIONAL.value)
    changes.add("harm", "T3", -book.confidence_harm * turn.each(across), "confidence measure")
    worked = turn.slot_any(good)
    cleared = pick(worked, ratio(state.fear * book.cleared, 100), state.fear)
    if turn.record is not None:
        turn.record.note("R9", "fear", cleared - state.fear, "misperception cleared", state.card)
    state.fear = cleared
    _between_parties(turn, worked, book.confidence_parties)


def track2(turn: Turn) -> None:
    """Unofficial talks: groundwork and channels (R10)."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    ok = turn.success & turn.acts(Strategy.TRACK2)
    calm = int(book.tension_success[Strategy.TRACK2])
    changes.add("tension", "T3", calm * turn.each(ok & turn.abroad), "unofficial talks")
    if book.channels:
        opened = at_most(state.channel + given(ok, 100), 300)
        if turn.record is not None:
            turn.record.note("R10", "channel", opened - state.channel, "channel opened")
        state.channel = opened
    _between_parties(turn, turn.slot_any(ok), book.track2_parties)


def _between_parties(turn: Turn, worked: Bools, amount: int) -> None:
    mended = given(worked & turn.internal, amount)
    turn.changes.trust_between("T3", turn.state.parties, mended, "parties reconciled", up=True)


def learn(turn: Turn) -> None:
    """What confidence measures and unofficial talks teach of the rival: each successful group once."""
    ok = turn.success & turn.abroad & (turn.acts(Strategy.CONFIDENCE) | turn.acts(Strategy.TRACK2))
    state, book = turn.state, turn.tables.book
    known = at_most(state.known + book.learn * turn.each(ok), 100)
    if turn.record is not None:
        turn.record.note("R9", "known", known - state.known, "learnt of the rival")
    state.known = known


def leaks(turn: Turn) -> None:
    """R10: quiet talks leak now and then."""
    book, state = turn.tables.book, turn.state
    if not book.channels:
        return
    quiet = turn.acts(Strategy.TRACK2) | (turn.uses(Tactic.BACKCHANNEL) & turn.groups.acting)
    talks = np.flatnonzero(quiet)
    member, game = rows_and_columns(talks, state.games)
    dice = below(mix(turn.luck[game] + marks(Purpose.LEAK, state.members)[member, 0]), 10000)
    leaks = np.flatnonzero(dice < 100 * book.leak_chance)
    if len(leaks):
        cost = _summed(quiet.shape, talks[leaks], np.full(len(leaks), -book.leak_support, np.int32))
        turn.changes.add("support", "R10", cost, "a leak")
        everyone = np.full((state.members, len(leaks)), book.leak_trust, np.int32)
        turn.changes.trust_lost_in("R10", member[leaks], game[leaks], everyone, "a leak")


def acts_at_once(strategy: Any, standing: Any) -> Any:
    """R1: whether a success counts before the escalation roll; summits do once a treaty is `standing`."""
    summit = (strategy == Strategy.MULTILATERAL.value) & standing
    return (strategy == Strategy.BILATERAL.value) | (strategy == Strategy.CONFIDENCE.value) | summit


def steps(turn: Turn) -> None:
    """R1, R4: per crisis the best success counts, one step more if a different strategy succeeded too.

    Bilaterals and confidence measures act before the escalation roll; summits too once a treaty stands.
    """
    book, groups, state = turn.tables.book, turn.groups, turn.state
    s = groups.choices.strategy
    down = pick(groups.short, 1, ladder_steps(book, groups.lane))
    down = given(turn.success & turn.answered, down)
    quick = acts_at_once(s, state.covered.any(axis=0))
    turn.fast = _taken_together(groups.here & quick, s, down)
    turn.slow = at_least(_taken_together(groups.here, s, down) - turn.fast, 0)


def _taken_together(here: Bools, strategy: Ints, down: Ints) -> Ints:
    """[C, B] the largest step of those `here` [C, N, B], and one more if it is not a single strategy that helped."""
    step = down.astype(np.int8)
    kind = np.left_shift(np.int8(1), strategy.astype(np.int8)) * (step > 0)
    best = (here.view(np.int8) * step).max(axis=1)
    kinds = np.bitwise_or.reduce(here.view(np.int8) * kind, axis=1)
    best += (kinds & (kinds - 1)) != 0
    return best.astype(np.int32)
