"""The escalation ladder: steps down, the escalation roll, outbreaks and resolved crises (R1, R6b, R10, R14, R15).

Kahn 1965; Brecher & Wilkenfeld 1997.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.arithmetic import at_least, at_most, clamp, count, given, pick, places, ratio, rows_and_columns
from tabletop.rules.arrays import Ints
from tabletop.rules.context import Turn
from tabletop.rules.luck import Purpose, below, draw
from tabletop.rules.negotiate import high_stakes
from tabletop.rules.vocabulary import LADDER_TOP, Domain, Strategy


def escalation_chance(turn: Turn) -> Ints:
    """R14: chance that a crisis without a fast success climbs a step, [C, B] in hundredths of a percent."""
    book, state, cards = turn.tables.book, turn.state, turn.tables.cards
    urgency = cards.pips[:, 0].take(state.card, mode="clip")
    tried = turn.groups.here.any(axis=1)
    best = state.channel.max(axis=0)
    odds = (
        100 * book.escalate_base
        + 25 * book.escalate_urgency * urgency
        + ratio(book.escalate_tension * state.tension, 100)
        + given(~tried, 100 * book.escalate_idle)
        - given(turn.domain == Domain.EXTERNAL.value, ratio(book.escalate_deterrence * (state.deterrence - 5000), 50))
        - book.escalate_channel * best
    )
    return np.asarray(clamp(odds, 500, 9000), np.int32)


def climb_down_and_up(turn: Turn) -> None:
    """R1, R14: fast tracks take effect, the escalation roll, then the slow tracks; groundwork is laid (R10)."""
    book, state = turn.tables.book, turn.state
    odds = escalation_chance(turn)
    start = state.escalation
    after_fast = at_least(start - turn.fast, 0)
    dice = below(draw(turn.crises, Purpose.ESCALATION), 10000)
    turn.risen = turn.open & (after_fast > 0) & (turn.fast == 0) & (dice < odds)
    risen = after_fast + turn.risen.astype(np.int32)
    now = pick(risen < LADDER_TOP, at_least(risen - turn.slow, 0), risen)
    state.escalation = pick(turn.open, now, start)
    laid = turn.slot_any(turn.success & turn.acts(Strategy.TRACK2))
    prepared = pick(turn.open, at_most(state.prepared + laid.astype(np.int32), 2), state.prepared)
    if turn.record is not None:
        note = turn.record.note
        note("R1", "escalation", 100 * (after_fast - start) * turn.open, "fast talks", state.card)
        note("R14", "escalation", 100 * turn.risen, "escalation", state.card)
        note("R1", "escalation", 100 * (state.escalation - risen) * turn.open, "slow talks", state.card)
        note("R10", "prepared", prepared - state.prepared, "groundwork", state.card)
    state.prepared = prepared
    turn.outbreak = turn.open & (state.escalation >= LADDER_TOP)
    turn.resolved = turn.open & (state.escalation <= 0)
    caught = turn.at_own(turn.risen) & turn.groups.acting & (turn.own_stake < book.entrapment_stake)
    turn.changes.add("support", "R6b", given(caught, -book.entrapment), "drawn into another's crisis")


def consequences(turn: Turn) -> None:
    """R15: what outbreaks cost, what a resolved crisis brings, and what an open one does meanwhile."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    _outbreaks(turn)
    solved = given(turn.resolved[:, None], state.stake).sum(axis=0, dtype=np.int32)
    changes.add("support", "R15", ratio(book.relief_support * solved, 100), "crisis resolved")
    hurt = given(turn.open, clamp(state.escalation - 2, 0, 4)) * turn.human
    changes.add("harm", "R15", ratio(book.suffering * hurt.sum(axis=0, dtype=np.int32), 4), "people in an open crisis")
    changes.add("harm", "R15", given(state.running, -book.healing), "healing")
    worn = given(turn.open & (turn.domain == Domain.TRANSNATIONAL.value), clamp(state.escalation - 3, 0, 3))
    changes.add("legitimacy", "R15", -book.erosion * worn.sum(axis=0, dtype=np.int32), "open crisis across borders")
    state.outbreaks = state.outbreaks + count(turn.outbreak)
    state.resolved = state.resolved + count(turn.resolved)


def _outbreaks(turn: Turn) -> None:
    book, state, changes = turn.tables.book, turn.state, turn.changes
    if not turn.outbreak.any():
        return
    broken = count(turn.outbreak)
    changes.add("tension", "R15", book.outbreak_tension * broken, "outbreak")
    changes.add("legitimacy", "R15", -book.outbreak_legitimacy * broken, "outbreak")
    changes.add("line", "R15", -book.outbreak_line * broken, "outbreak")
    human = given(turn.outbreak, turn.human).sum(axis=0, dtype=np.int32)
    changes.add("harm", "R15", book.outbreak_harm * broken + ratio(book.outbreak_harm_human * human, 4), "outbreak")
    struck = given(turn.outbreak[:, None], state.stake).sum(axis=0, dtype=np.int32)
    changes.add("support", "R15", -ratio(book.outbreak_support * struck, 100), "outbreak")
    hit = high_stakes(state, turn.tables)
    for c in range(len(turn.outbreak)):
        broke = turn.outbreak[c]
        internal = broke & turn.internal[c]
        if internal.any():
            breach = given(internal[None], book.breach)
            changes.trust_between("R15", state.parties[[c]], breach, "breach between allies", up=False)
            changes.trust_down_in("R15", np.flatnonzero(internal), np.int32(book.breach_all), "breach between allies")
        games = np.flatnonzero(broke & ~internal)
        if len(games):
            absent = given(~turn.groups.here[c].take(games, axis=1), book.blame)
            blamed = given(hit[c].take(games, axis=1)[:, None], absent)
            changes.trust_down_in("R15", games, blamed, "did not work on the crisis that broke out")


def clear_table(turn: Turn) -> None:
    """Take resolved and broken-out crises off the table and keep the tallies of objectives."""
    state, groups = turn.state, turn.groups
    high = high_stakes(state, turn.tables) & turn.open[:, None]
    worst = given(high, state.escalation[:, None]).max(axis=0)
    state.peak = np.maximum(state.peak, worst)
    helpers = count(groups.here & (groups.choices.effort > 0), axis=1)
    state.supported = np.maximum(state.supported, given(high, helpers[:, None]).max(axis=0))
    gone = turn.resolved | turn.outbreak
    off = np.flatnonzero(gone)
    _, games = rows_and_columns(off, state.games)
    ended = places(state.card.reshape(-1)[off], games, state.games)
    state.ended.reshape(-1)[ended] = 1 + turn.outbreak.reshape(-1)[off]
    if turn.record is not None:
        for variable, unit in (("escalation", 100), ("fear", 1), ("prepared", 1)):
            left = -unit * getattr(state, variable) * gone
            turn.record.note("R15", variable, left, "off the table", state.card)
    stays = ~gone
    state.card = pick(stays, state.card, -1)
    state.escalation = given(stays, state.escalation)
    state.stake = given(stays[:, None], state.stake)
    state.prepared = given(stays, state.prepared)
    state.fear = given(stays, state.fear)
