"""R12: domestic politics — what the public thinks, elections, and governments that fall.

Putnam 1988; Leeds, Mattes & Vogel 2009; Leeds & Savun 2007.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.arithmetic import ratio
from tabletop.rules.arrays import Bools
from tabletop.rules.context import Turn
from tabletop.rules.luck import Purpose, below, draw, normal
from tabletop.rules.start import affinity


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
    mood = np.stack([normal(draw(turn.luck, Purpose.ELECTION, i)) for i in range(state.members)])
    swung = np.where(due, np.clip(before + ratio(book.election_spread * mood, 100), 0, 10000), before)
    fallen = due & (swung < book.fall_below)
    state.support = np.where(fallen, book.fall_restart, swung).astype(np.int32)
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
    shift = np.stack([[normal(draw(luck, Purpose.COURSE, i, axis)) for axis in range(3)] for i in range(members)])
    moved = state.position[..., games] + fell[:, None] * ratio(book.fall_shift * shift, 100)
    state.position[..., games] = np.clip(moved, -100, 100)
    state.affinity[..., games] = affinity(state.position[..., games])
    before = state.trust[..., games]
    lost = np.maximum(before - book.fall_trust * fell[None], 0)
    if turn.record is not None:
        turn.record.note("R12", "trust", lost - before, "a government fell")
    state.trust[..., games] = lost
    dice = np.stack([below(draw(turn.luck, Purpose.WITHDRAWAL, i), 100) for i in range(members)])
    leaves = fallen & (state.sovereignty > book.withdraw_from) & (state.signed > 0) & (dice < book.withdraw_chance)
    if not leaves.any():
        return
    state.signed = state.signed - leaves
    kept = np.where(leaves, ratio(state.sovereignty * book.withdraw_back, 100), state.sovereignty).astype(np.int32)
    if turn.record is not None:
        turn.record.note("R12", "signed", -1 * leaves, "left a treaty")
        turn.record.note("R12", "sovereignty", kept - state.sovereignty, "left a treaty")
    state.sovereignty = kept
    count = leaves.sum(axis=0, dtype=np.int32)
    turn.changes.add("legitimacy", "R12", -book.withdraw_legitimacy * count, "a member left a treaty")
    turn.changes.add("line", "R12", -book.withdraw_line * count, "a member left a treaty")
