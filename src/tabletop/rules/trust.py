"""R8: the arithmetic of trust.

Gains saturate near 100, losses near 0, losses weigh more than gains, and trust drifts towards what shared
interest alone would carry.  Slovic 1993 and Kydd 2005 for the asymmetry; its size is a design choice.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.arithmetic import clamp, pick, ratio
from tabletop.rules.context import Turn

STRETCH = 1000
"""Games that are settled side by side."""


def settle_trust(turn: Turn) -> None:
    """Write trust back: gains, then losses, then drift, then an author's direct shifts, then the limits."""
    book, state, changes = turn.tables.book, turn.state, turn.changes
    trust = np.empty_like(state.trust)
    for some in stretches(state.games):
        before = state.trust[..., some]
        up, down = changes.trust_terms(before, book.trust_pace, book.loss_aversion, some)
        moved = before + up + down
        home = book.trust_base + ratio(book.trust_base_affinity * (state.affinity[..., some] - 30), 100)
        drift = ratio(book.trust_drift * (home - moved), 100)
        free = moved + drift
        if changes.shift is not None:
            free = free + changes.shift[..., some]
        after = clamp(free, 0, 10000)
        if turn.record is not None:
            turn.record.note("R8", "trust", drift, "drift to shared interest")
            turn.record.note("LIM", "trust", after - free, "at its limit")
        trust[..., some] = pick(state.running[some], after, before)
    members = np.arange(state.members)
    trust[members, members] = 0
    state.trust = trust


def stretches(games: int) -> list[slice]:
    """All games, in stretches whose pairs of members fit into a processor's own memory."""
    return [slice(first, first + STRETCH) for first in range(0, games, STRETCH)]
