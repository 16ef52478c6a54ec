"""The escalation ladder: steps down, the escalation roll, outbreaks and resolved crises (R1, R6b, R10, R14, R15).

Kahn 1965; Brecher & Wilkenfeld 1997.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.arithmetic import ratio
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
        + 100 * book.escalate_idle * ~tried
        - (turn.domain == Domain.EXTERNAL) * ratio(book.escalate_deterrence * (state.deterrence - 5000), 50)
        - book.escalate_channel * best
    )
    return np.clip(odds, 500, 9000).astype(np.int32)


def climb_down_and_up(turn: Turn) -> None:
    """R1, R14: fast tracks take effect, the escalation roll, then the slow tracks; groundwork is laid (R10)."""
    book, state = turn.tables.book, turn.state
    odds = escalation_chance(turn)
    start = state.escalation
    after_fast = np.maximum(start - turn.fast, 0)
    dice = below(draw(turn.crises, Purpose.ESCALATION), 10000)
    turn.risen = turn.open & (after_fast > 0) & (turn.fast == 0) & (dice < odds)
    risen = after_fast + turn.risen
    now = np.where(risen < LADDER_TOP, np.maximum(risen - turn.slow, 0), risen)
    state.escalation = np.where(turn.open, now, start)
    laid = turn.slot_any(turn.success & turn.acts(Strategy.TRACK2))
    prepared = np.where(turn.open, np.minimum(2, state.prepared + laid), state.prepared)
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
    turn.changes.add("support", "R6b", -book.entrapment * caught, "drawn into another's crisis")


def consequences(turn: Turn) -> None:
    """R15: what outbreaks cost, what a resolved crisis brings, and what an open one does meanwhile."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    _outbreaks(turn)
    solved = (state.stake * turn.resolved[:, None]).sum(axis=0, dtype=np.int32)
    changes.add("support", "R15", ratio(book.relief_support * solved, 100), "crisis resolved")
    hurt = np.clip(state.escalation - 2, 0, 4) * turn.open * turn.human
    changes.add("harm", "R15", ratio(book.suffering * hurt.sum(axis=0, dtype=np.int32), 4), "people in an open crisis")
    changes.add("harm", "R15", -book.healing * state.running, "healing")
    worn = np.clip(state.escalation - 3, 0, 3) * turn.open * (turn.domain == Domain.TRANSNATIONAL)
    changes.add("legitimacy", "R15", -book.erosion * worn.sum(axis=0, dtype=np.int32), "open crisis across borders")
    state.outbreaks = state.outbreaks + turn.outbreak.sum(axis=0, dtype=np.int32)
    state.resolved = state.resolved + turn.resolved.sum(axis=0, dtype=np.int32)


def _outbreaks(turn: Turn) -> None:
    book, state, changes = turn.tables.book, turn.state, turn.changes
    if not turn.outbreak.any():
        return
    count = turn.outbreak.sum(axis=0, dtype=np.int32)
    changes.add("tension", "R15", book.outbreak_tension * count, "outbreak")
    changes.add("legitimacy", "R15", -book.outbreak_legitimacy * count, "outbreak")
    changes.add("line", "R15", -book.outbreak_line * count, "outbreak")
    human = (turn.outbreak * turn.human).sum(axis=0, dtype=np.int32)
    changes.add("harm", "R15", book.outbreak_harm * count + ratio(book.outbreak_harm_human * human, 4), "outbreak")
    struck = (state.stake * turn.outbreak[:, None]).sum(axis=0, dtype=np.int32)
    changes.add("support", "R15", -ratio(book.outbreak_support * struck, 100), "outbreak")
    hit = high_stakes(state, turn.tables)
    for c in range(len(turn.outbreak)):
        broke = turn.outbreak[c]
        internal = broke & (turn.domain[c] == Domain.INTERNAL)
        if internal.any():
            changes.trust_between("R15", state.parties[c], book.breach * internal, "breach between allies", up=False)
            changes.trust_down_in("R15", np.flatnonzero(internal), np.int32(book.breach_all), "breach between allies")
        games = np.flatnonzero(broke & ~internal)
        if len(games):
            absent = ~turn.groups.here[c][:, games]
            blamed = hit[c][:, None, games] * (book.blame * absent)[None]
            changes.trust_down_in("R15", games, blamed, "did not work on the crisis that broke out")


def clear_table(turn: Turn) -> None:
    """Take resolved and broken-out crises off the table and keep the tallies of objectives."""
    state, groups = turn.state, turn.groups
    high = high_stakes(state, turn.tables) & turn.open[:, None]
    worst = (high * state.escalation[:, None]).max(axis=0)
    state.peak = np.maximum(state.peak, worst).astype(np.int32)
    helpers = (groups.here & (groups.choices.effort > 0)).sum(axis=1, dtype=np.int32)
    state.supported = np.maximum(state.supported, (high * helpers[:, None]).max(axis=0)).astype(np.int32)
    gone = turn.resolved | turn.outbreak
    for c in range(len(gone)):
        games = np.flatnonzero(gone[c])
        state.ended[state.card[c, games], games] = np.where(turn.outbreak[c, games], 2, 1)
    if turn.record is not None:
        for variable, unit in (("escalation", 100), ("fear", 1), ("prepared", 1)):
            left = -unit * getattr(state, variable) * gone
            turn.record.note("R15", variable, left, "off the table", state.card)
    state.card = np.where(gone, -1, state.card).astype(np.int32)
    state.escalation = np.where(gone, 0, state.escalation).astype(np.int32)
    state.stake = state.stake * ~gone[:, None]
    state.prepared = state.prepared * ~gone
    state.fear = state.fear * ~gone
