"""What a negotiation does once it has succeeded or failed (table 3), clauses (table 5) and rule R9."""

from __future__ import annotations

from typing import Any

import numpy as np

from tabletop.rules.arithmetic import ratio
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.chance import ladder_steps
from tabletop.rules.choices import of_target
from tabletop.rules.context import Turn
from tabletop.rules.luck import Purpose, below, draw
from tabletop.rules.parameters import CLAUSE_EFFECTS, Rulebook
from tabletop.rules.vocabulary import Domain, Strategy, Tactic

_READINESS, _TENSION, _TRUST, _MEANS, _SOVEREIGNTY, _LEGITIMACY, _LINE = range(len(CLAUSE_EFFECTS))


def answer(turn: Turn) -> None:
    """R9: whether the outside party answers each confidence measure; elsewhere it always takes hold."""
    odds = answer_chance(turn.tables.book, turn.state.greed, turn.state.known)
    rolled = below(draw(turn.crises, Purpose.ANSWER), 10000) < odds
    asked = turn.acts(Strategy.CONFIDENCE) & turn.external()
    turn.answered = turn.at_own(rolled) | ~asked


def answer_chance(book: Rulebook, greed: Ints, known: Ints) -> Ints:
    """R9: chance that a rival of this greed answers, [B] in hundredths of a percent."""
    return 100 * book.answer - book.answer_greed * greed + 100 * book.answer_known * (known >= book.known_enough)


def group_trust(turn: Turn) -> None:
    """Trust inside each group: table 3 with the tactics' share (table 4)."""
    book, choices, changes = turn.tables.book, turn.groups.choices, turn.changes
    s, ok, failed = choices.strategy, turn.success, turn.failure
    rapport, listen = choices.tactic == Tactic.RAPPORT, choices.tactic == Tactic.LISTEN
    won = ok * book.trust_success.take(s)
    bonus = ratio(won * (book.rapport_bonus * rapport + book.listen_bonus * listen), 100)
    bonus += book.rapport_failure * (failed & rapport)
    clause = ok * pair_clause(turn, _TRUST) * turn.groups.with_ally
    parts = [("T3", "worked together", won), ("T4", "rapport and listening", bonus), ("T5", "clause", clause)]
    lost = failed * book.trust_failure.take(s)
    changes.trust_in_groups(turn.groups.same, parts, up=True)
    changes.trust_in_groups(turn.groups.same, [("T3", "failed together", lost)], up=False)
    _one_sided(turn, won, bonus, lost)


def _one_sided(turn: Turn, won: Ints, bonus: Ints, lost: Ints) -> None:
    """A bilateral that the partner did not propose too: trust moves between the two all the same."""
    groups, changes = turn.groups, turn.changes
    single = groups.with_ally & ~groups.mutual
    clause = pair_clause(turn, _TRUST) * turn.success
    plain = won + clause
    for i in range(turn.state.members):
        games = np.flatnonzero(single[i] & (plain[i] + bonus[i] + lost[i] != 0))
        if not len(games):
            continue
        partner = groups.choices.target[i, games]
        for rule, why, back, forth, up in (
            ("T3", "worked together", won[i], won[i], True),
            ("T4", "rapport and listening", bonus[i], None, True),
            ("T5", "clause", clause[i], clause[i], True),
            ("T3", "failed together", lost[i], None, False),
        ):
            changes.trust_directed(rule, partner, i, games, back[games], why, up)
            if forth is not None:
                changes.trust_directed(rule, i, partner, games, forth[games], why, up)


def agree_clauses(turn: Turn) -> None:
    """T5: which clause each member's bilateral carries: the stronger partner's proposal, or the lot between equals."""
    choices, groups = turn.groups.choices, turn.groups
    strength = np.broadcast_to(turn.tables.alliance.capability, choices.strategy.shape)
    index = np.arange(turn.state.members, dtype=np.int32)[:, None]
    other = of_target(np.ascontiguousarray(strength), choices.target)
    tossed = turn.at_own(below(draw(turn.crises, Purpose.TIE), 2)) == (choices.target < index)
    yields = groups.mutual & ((other > strength) | ((other == strength) & tossed))
    turn.clause = np.where(yields, of_target(choices.clause, choices.target), choices.clause)


def pair_clause(turn: Turn, column: int) -> Ints:
    """[N, B] what the clause of each member's bilateral changes in one column of table 5."""
    return turn.tables.book.clause[:, column].take(turn.clause, mode="clip")


def at_home(turn: Turn) -> None:
    """Support at home for those who took part."""
    book, choices = turn.tables.book, turn.groups.choices
    s, quiet = choices.strategy, choices.tactic == Tactic.BACKCHANNEL
    turn.changes.add("support", "T3", turn.success * book.support_success.take(s), "a success to show")
    cost = turn.failure * book.support_failure.take(s)
    cost = np.where(quiet, ratio(cost * book.backchannel_shield, 100), cost)
    turn.changes.add("support", "T3", cost, "a failure to explain")


def bilateral(turn: Turn) -> None:
    """Agreements, clauses and deals with the outside party."""
    book, state, groups, changes = turn.tables.book, turn.state, turn.groups, turn.changes
    ok = turn.success & turn.acts(Strategy.BILATERAL)
    once = ok & groups.lead
    external, out = once & turn.external(), once & groups.outside
    calm = int(book.tension_success[Strategy.BILATERAL])
    changes.add("tension", "T3", calm * turn.each(external & ~groups.outside), "bilateral agreement")
    changes.add("tension", "T3", ratio(calm * book.outside_tension, 100) * turn.each(external & out), "outside deal")
    law = int(book.legitimacy_success[Strategy.BILATERAL])
    changes.add("legitimacy", "T3", law * turn.each(once & ~groups.outside), "bilateral agreement")
    changes.add("legitimacy", "T3", ratio(law * book.outside_legitimacy, 100) * turn.each(out), "outside deal")
    ally = once & groups.with_ally
    for variable, column in (
        ("readiness", _READINESS), ("tension", _TENSION), ("legitimacy", _LEGITIMACY), ("line", _LINE)
    ):  # fmt: skip
        changes.add(variable, "T5", (ally * pair_clause(turn, column)).sum(axis=0, dtype=np.int32), "clause")
    sides = _both_sides(turn, ally * pair_clause(turn, _MEANS))
    changes.add("means", "T5", sides, "clause")
    _count_agreements(turn, ally)
    state.deals = state.deals + ok + _partners(turn, ally & ~groups.mutual)
    state.outside_deals = state.outside_deals + out
    hard = ok & (groups.choices.tactic == Tactic.HARD)
    state.red_lines += ratio(hard.astype(np.int32) * (book.hard_gain * book.hard_gain_bilateral), 100)


def _both_sides(turn: Turn, amount: Ints) -> Ints:
    """An amount of each agreement's first member, given to both partners, [N, B]."""
    total = np.array(amount, np.int32)
    for i in range(turn.state.members):
        games = np.flatnonzero(amount[i])
        total[turn.groups.choices.target[i, games], games] += amount[i, games]
    return total


def _partners(turn: Turn, mask: Bools) -> Ints:
    """[N, B] in how many of the marked bilaterals each member is the partner."""
    total = np.zeros(mask.shape, np.int32)
    for i in range(turn.state.members):
        games = np.flatnonzero(mask[i])
        total[turn.groups.choices.target[i, games], games] += 1
    return total


def _count_agreements(turn: Turn, ally: Bools) -> None:
    """New agreements, two to a pair at most; only a new one cedes sovereignty."""
    state, book = turn.state, turn.tables.book
    agreements = state.agreements.copy()
    ceded = np.zeros(ally.shape, np.int32)
    cost = pair_clause(turn, _SOVEREIGNTY) * book.sovereignty
    for i in range(state.members):
        games = np.flatnonzero(ally[i])
        partner = turn.groups.choices.target[i, games]
        new = agreements[i, partner, games] < 2
        games, partner = games[new], partner[new]
        agreements[i, partner, games] += 1
        agreements[partner, i, games] += 1
        ceded[i, games] += cost[i, games]
        ceded[partner, games] += cost[i, games]
    if turn.record is not None:
        turn.record.note("T3", "agreements", agreements - state.agreements, "new agreement")
    state.agreements = agreements
    turn.changes.add("sovereignty", "T5", ceded, "clause")


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
    changes.add("tension", "T3", calm * turn.each(ok & turn.external()), "summit")
    changes.add("readiness", "T3", book.summit_readiness * each_full, "summit")
    hard = ok & (groups.choices.tactic == Tactic.HARD)
    turn.state.red_lines += book.hard_gain * hard.astype(np.int32)
    strength = np.broadcast_to(turn.tables.alliance.capability, ok.shape)
    index = np.arange(turn.state.members, dtype=np.int32)[:, None]
    lot = (index + below(draw(turn.luck, Purpose.TIE), turn.state.members)) % turn.state.members
    strongest = np.argmax(np.where(full, strength * 16 + lot, -1), axis=0)
    game = np.arange(turn.state.games)
    turn.summit_clause = groups.choices.clause[strongest, game]
    turn.summit_domain = groups.lane.domain[strongest, game]


def confidence(turn: Turn) -> None:
    """Confidence-building measures, answered or exploited (R9)."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    ok = turn.success & turn.acts(Strategy.CONFIDENCE)
    good, spurned = ok & turn.answered, ok & ~turn.answered
    external = turn.external()
    calm = int(book.tension_success[Strategy.CONFIDENCE])
    changes.add("tension", "R9", calm * turn.each(good & external), "measure answered")
    changes.add("tension", "T3", ratio(calm * book.quiet_share, 100) * turn.each(good & ~external), "measure")
    changes.add("tension", "R9", book.exploited_tension * turn.each(spurned), "measure exploited")
    changes.add("readiness", "R9", -book.exploited_readiness * turn.each(spurned), "measure exploited")
    changes.add("support", "R9", -book.exploited_support * spurned, "measure exploited")
    law = int(book.legitimacy_success[Strategy.CONFIDENCE])
    changes.add("legitimacy", "T3", law * turn.each(good), "confidence measure")
    across = good & (turn.groups.lane.domain == Domain.TRANSNATIONAL)
    changes.add("harm", "T3", -book.confidence_harm * turn.each(across), "confidence measure")
    worked = turn.slot_any(good)
    cleared = np.where(worked, ratio(state.fear * book.cleared, 100), state.fear)
    if turn.record is not None:
        turn.record.note("R9", "fear", cleared - state.fear, "misperception cleared", state.card)
    state.fear = cleared
    _between_parties(turn, worked, book.confidence_parties)


def track2(turn: Turn) -> None:
    """Unofficial talks: groundwork and channels (R10)."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    ok = turn.success & turn.acts(Strategy.TRACK2)
    calm = int(book.tension_success[Strategy.TRACK2])
    changes.add("tension", "T3", calm * turn.each(ok & turn.external()), "unofficial talks")
    if book.channels:
        opened = np.minimum(300, state.channel + 100 * ok)
        if turn.record is not None:
            turn.record.note("R10", "channel", opened - state.channel, "channel opened")
        state.channel = opened
    _between_parties(turn, turn.slot_any(ok), book.track2_parties)


def _between_parties(turn: Turn, worked: Bools, amount: int) -> None:
    for c in range(len(worked)):
        mended = worked[c] & (turn.domain[c] == Domain.INTERNAL)
        turn.changes.trust_between("T3", turn.state.parties[c], amount * mended, "parties reconciled", up=True)


def learn(turn: Turn) -> None:
    """What confidence measures and unofficial talks teach of the rival: each successful group once."""
    ok = turn.success & turn.external() & (turn.acts(Strategy.CONFIDENCE) | turn.acts(Strategy.TRACK2))
    state, book = turn.state, turn.tables.book
    known = np.minimum(100, state.known + book.learn * turn.each(ok))
    if turn.record is not None:
        turn.record.note("R9", "known", known - state.known, "learnt of the rival")
    state.known = known


def leaks(turn: Turn) -> None:
    """R10: quiet talks leak now and then."""
    book, choices, state = turn.tables.book, turn.groups.choices, turn.state
    if not book.channels:
        return
    quiet = turn.acts(Strategy.TRACK2) | ((choices.tactic == Tactic.BACKCHANNEL) & turn.groups.acting)
    dice = np.stack([below(draw(turn.luck, Purpose.LEAK, i), 10000) for i in range(state.members)])
    leaked = quiet & (dice < 100 * book.leak_chance)
    if leaked.any():
        turn.changes.add("support", "R10", -book.leak_support * leaked, "a leak")
        turn.changes.trust_down("R10", (book.leak_trust * leaked)[None], "a leak")


def acts_at_once(strategy: Any, standing: Any) -> Any:
    """R1: whether a success counts before the escalation roll; summits do once a treaty is `standing`."""
    summit = (strategy == Strategy.MULTILATERAL) & standing
    return (strategy == Strategy.BILATERAL) | (strategy == Strategy.CONFIDENCE) | summit


def steps(turn: Turn) -> None:
    """R1, R4: per crisis the best success counts, one step more if a different strategy succeeded too.

    Bilaterals and confidence measures act before the escalation roll; summits too once a treaty stands.
    """
    book, groups, state = turn.tables.book, turn.groups, turn.state
    s = groups.choices.strategy
    down = np.where(groups.short, 1, ladder_steps(book, groups.lane))
    down = down * (turn.success & turn.answered)
    quick = acts_at_once(s, state.covered.any(axis=0))
    kind = np.left_shift(1, s) * (down > 0)
    best_fast = np.zeros(state.card.shape, np.int32)
    best_all, fast_kinds, all_kinds = best_fast.copy(), best_fast.copy(), best_fast.copy()
    for i in range(state.members):
        mine = groups.here[:, i] * down[i]
        kinds = groups.here[:, i] * kind[i]
        np.maximum(best_all, mine, out=best_all)
        all_kinds |= kinds
        np.maximum(best_fast, mine * quick[i], out=best_fast)
        fast_kinds |= kinds * quick[i]
    turn.fast = best_fast + ((fast_kinds & (fast_kinds - 1)) != 0)
    whole = best_all + ((all_kinds & (all_kinds - 1)) != 0)
    turn.slow = np.maximum(whole - turn.fast, 0)
