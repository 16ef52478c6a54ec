"""R12: domestic politics — what the public thinks, elections, and governments that fall.

Putnam 1988; Leeds, Mattes & Vogel 2009; Leeds & Savun 2007.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.arithmetic import at_least, clamp, count, given, pick, ratio, rows_and_columns
from tabletop.rules.arrays import Ints
from tabletop.rules.choices import each
from tabletop.rules.context import Turn
from tabletop.rules.luck import Purpose, address, below, draws, marks, mix, normal
from tabletop.rules.start import interest
from tabletop.rules.vocabulary import MAX_MEMBERS, Axis

_COURSE = np.array([[address(Purpose.COURSE, i, axis) for i in range(MAX_MEMBERS)] for axis in Axis], np.uint64)


def public_opinion(turn: Turn) -> None:
    """Support drifts home and pays for effort beyond what people care about and for sovereignty given away."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    backed = ratio(book.overreach_stake * turn.own_stake, 100) + book.overreach_free
    beyond = at_least(100 * turn.groups.choices.effort - backed, 0)
    changes.add("support", "R12", -ratio(book.overreach * beyond, 100), "effort the public does not back")
    tolerance = book.sovereignty_free + ratio(book.sovereignty_axis * (state.position[:, 1] + 100), 100)
    over = at_least(state.sovereignty - tolerance, 0)
    changes.add("support", "R12", -ratio(book.sovereignty_cost * over, 100), "sovereignty given away")
    drift = ratio(book.support_drift * (book.support_home - state.support), 100)
    changes.add("support", "R12", drift, "the mood settles")
    changes.settle(state, "support")


def elections(turn: Turn) -> None:
    """Every four turns, staggered: a swing, and below the floor the government falls."""
    book, state, alliance = turn.tables.book, turn.state, turn.tables.alliance
    if not book.elections:
        return
    first, now = alliance.election, state.turn
    terms = (now - first) // book.election_every
    due = (first > 0) & (now >= first) & (terms * book.election_every == now - first) & state.running
    votes = np.flatnonzero(due)
    if not len(votes):
        return
    member, game = rows_and_columns(votes, state.games)
    before = state.support.reshape(-1)[votes]
    mood = normal(mix(turn.luck[game] + marks(Purpose.ELECTION, state.members)[member, 0]))
    swung = clamp(before + ratio(book.election_spread * mood, 100), 0, 10000)
    fallen = swung < book.fall_below
    after = pick(fallen, book.fall_restart, swung)
    support = state.support.copy()
    support.reshape(-1)[votes] = after
    if turn.record is not None:
        for change, why in ((swung - before, "election"), (after - swung, "a new government")):
            part = np.zeros_like(support)
            np.put(part, votes, change)
            turn.record.note("R12", "support", part, why)
    state.support = support
    if fallen.any():
        _new_governments(turn, member[fallen], game[fallen])


def _new_governments(turn: Turn, member: Ints, game: Ints) -> None:
    """A change of course, allies that trust less, perhaps a treaty left; who falls where, side by side [n]."""
    book, state = turn.tables.book, turn.state
    _change_course(turn, member, game)
    column = (each(state.members) * state.members + member) * state.games + game
    before = state.trust.copy() if turn.record is not None else state.trust
    trust = state.trust.reshape(-1)
    trust[column] = at_least(trust.take(column) - book.fall_trust, 0)
    if turn.record is not None:
        turn.record.note("R12", "trust", state.trust - before, "a government fell")
    fallen = np.zeros(state.support.shape, bool)
    fallen[member, game] = True
    leaves = fallen & (state.sovereignty > book.withdraw_from) & (state.signed > 0)
    if not leaves.any():
        return
    leaves &= below(draws(turn.luck, Purpose.WITHDRAWAL, state.members), 100) < book.withdraw_chance
    if not leaves.any():
        return
    state.signed = state.signed - given(leaves, 1)
    kept = pick(leaves, ratio(state.sovereignty * book.withdraw_back, 100), state.sovereignty)
    if turn.record is not None:
        turn.record.note("R12", "signed", -1 * leaves, "left a treaty")
        turn.record.note("R12", "sovereignty", kept - state.sovereignty, "left a treaty")
    state.sovereignty = kept
    gone = count(leaves)
    turn.changes.add("legitimacy", "R12", -book.withdraw_legitimacy * gone, "a member left a treaty")
    turn.changes.add("line", "R12", -book.withdraw_line * gone, "a member left a treaty")


def _change_course(turn: Turn, member: Ints, game: Ints) -> None:
    """New positions on the three axes, and what they make of shared interest."""
    book, state = turn.tables.book, turn.state
    axes = each(len(Axis))
    shift = normal(mix(turn.luck[game] + _COURSE[axes, member]))
    own = (member * len(Axis) + axes) * state.games + game
    course = clamp(state.position.take(own) + ratio(book.fall_shift * shift, 100), -100, 100)
    state.position.reshape(-1)[own] = course
    everyone = each(state.members)
    others = (everyone * len(Axis) + axes[:, None]) * state.games + game
    shared = interest(np.abs(state.position.take(others) - course[:, None]).sum(axis=0, dtype=np.int32))
    affinity = state.affinity.reshape(-1)
    affinity[(member * state.members + everyone) * state.games + game] = shared
    affinity[(everyone * state.members + member) * state.games + game] = shared
