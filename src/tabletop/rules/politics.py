"""R12: domestic politics — what the public thinks, elections, and governments that fall.

Putnam 1988; Leeds, Mattes & Vogel 2009; Leeds & Savun 2007.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.arithmetic import clamp, given, pick, ratio
from tabletop.rules.arrays import Bools
from tabletop.rules.context import Turn
from tabletop.rules.luck import Purpose, address, below, draws, mix, normal
from tabletop.rules.start import affinity
from tabletop.rules.vocabulary import MAX_MEMBERS, Axis

_COURSE = np.array([[[address(Purpose.COURSE, i, axis)] for axis in Axis] for i in range(MAX_MEMBERS)], np.uint64)


def public_opinion(turn: Turn) -> None:
    """Support drifts home and pays for effort beyond what people care about and for sovereignty given away."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    backed = ratio(book.overreach_stake * turn.own_stake, 100) + book.overreach_free
    beyond = np.maximum(0, 100 * turn.groups.choices.effort - backed)
    changes.add("support", "R12", -ratio(book.overreach * beyond, 100), "effort the public does not back")
    tolerance = book.sovereignty_free + ratio(book.sovereignty_axis * (state.position[:, 1] + 100), 100)
    over = np.maximum(0, state.sovereignty - tolerance)
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
    due = (first > 0) & (now >= first) & ((now - first) % book.election_every == 0) & state.running
    if not due.any():
        return
    before = state.support
    mood = normal(draws(turn.luck, Purpose.ELECTION, state.members))
    swung = pick(due, clamp(before + ratio(book.election_spread * mood, 100), 0, 10000), before)
    fallen = due & (swung < book.fall_below)
    state.support = pick(fallen, book.fall_restart, swung)
    if turn.record is not None:
        turn.record.note("R12", "support", swung - before, "election")
        turn.record.note("R12", "support", state.support - swung, "a new government")
    if fallen.any():
        _new_governments(turn, fallen)


def _new_governments(turn: Turn, fallen: Bools) -> None:
    book, state = turn.tables.book, turn.state
    members = state.members
    games = np.flatnonzero(fallen.any(axis=0))
    luck, fell = turn.luck[games], fallen[:, games]
    shift = normal(mix(luck + _COURSE[:members]))
    moved = state.position[..., games] + fell[:, None] * ratio(book.fall_shift * shift, 100)
    state.position[..., games] = clamp(moved, -100, 100)
    state.affinity[..., games] = affinity(state.position[..., games])
    before = state.trust[..., games]
    lost = np.maximum(before - given(fell, book.fall_trust)[None], 0)
    if turn.record is not None:
        turn.record.note("R12", "trust", lost - before, "a government fell")
    state.trust[..., games] = lost
    leaves = fallen & (state.sovereignty > book.withdraw_from) & (state.signed > 0)
    if not leaves.any():
        return
    leaves &= below(draws(turn.luck, Purpose.WITHDRAWAL, members), 100) < book.withdraw_chance
    if not leaves.any():
        return
    state.signed = state.signed - leaves
    kept = pick(leaves, ratio(state.sovereignty * book.withdraw_back, 100), state.sovereignty)
    if turn.record is not None:
        turn.record.note("R12", "signed", -1 * leaves, "left a treaty")
        turn.record.note("R12", "sovereignty", kept - state.sovereignty, "left a treaty")
    state.sovereignty = kept
    count = leaves.sum(axis=0, dtype=np.int32)
    turn.changes.add("legitimacy", "R12", -book.withdraw_legitimacy * count, "a member left a treaty")
    turn.changes.add("line", "R12", -book.withdraw_line * count, "a member left a treaty")
