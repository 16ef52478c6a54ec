"""R8: the arithmetic of trust.

Gains saturate near 100, losses near 0, losses weigh more than gains, and trust drifts towards what shared
interest alone would carry.  Slovic 1993 and Kydd 2005 for the asymmetry; its size is a design choice.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.arithmetic import clamp, ratio
from tabletop.rules.context import Turn
from tabletop.rules.state import as_it_was


def settle_trust(turn: Turn) -> None:
    """Write trust back: gains, then losses, then drift, then an author's direct shifts, then the limits."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    before = state.trust
    up, down = changes.trust_terms(before, book.trust_pace, book.loss_aversion)
    moved = up
    moved += before
    moved += down
    home = ratio(book.trust_base_affinity * (state.affinity - 30), 100)
    home += book.trust_base
    drift = ratio(book.trust_drift * (home - moved), 100)
    free = moved + drift
    if changes.shift is not None:
        free += changes.shift
    trust = clamp(free, 0, 10000)
    if turn.record is not None:
        turn.record.note("R8", "trust", drift, "drift to shared interest")
        turn.record.note("LIM", "trust", trust - free, "at its limit")
    trust = as_it_was(state, trust, before)
    members = np.arange(state.members)
    trust[members, members] = 0
    state.trust = trust
