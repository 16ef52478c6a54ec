"""Futures: boards as they may be, drawn from what a seat may see.

What is public stays as it is; everything else is drawn by lot from keys that the secret luck of the game has no part
in.  The forecast and the coach (`lab`) draw them with the campaign's own deck, the mind `strategist` with an imagined
one, for a mind is never shown the deck.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import numpy as np

from tabletop.game.batchview import PUBLIC
from tabletop.rules import State, Tables
from tabletop.rules.arrays import Ints, Keys
from tabletop.rules.deal import dealing_key
from tabletop.rules.luck import Purpose, address, below, draw, mix

FUTURE: Final = 2001
"""Address of the luck of futures, apart from that of games, whose purposes are small numbers."""
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)


def root_of(state: State, game: int = 0) -> int:
    """A number made from what is public of one game: two boards that look the same have the same futures."""
    digest = hashlib.blake2b(b"%d" % state.turn, digest_size=8)
    for name in sorted(PUBLIC):
        values = np.ascontiguousarray(np.asarray(getattr(state, name))[..., game])
        digest.update(values.astype("<i8").tobytes())
    return address(FUTURE, int.from_bytes(digest.digest(), "little"))


def future_keys(root: int, first: int, count: int) -> Keys:
    """[count] the luck of futures first, first + 1, …: each is the same whatever is drawn beside it."""
    numbers = np.arange(first, first + count, dtype=np.uint64)
    return mix(np.uint64(root) + (numbers + np.uint64(1)) * _STEP)


def rivals(tables: Tables, keys: Keys, chance: int) -> Ints:
    """[B] the outside party's type, greedy with a chance in hundredths of a percent."""
    book = tables.book
    greedy = below(draw(keys, FUTURE, Purpose.RIVAL), 10000) < chance
    return np.where(greedy, book.greedy_greed, book.seeker_greed).astype(np.int32)


def shuffled(state: State, tables: Tables, keys: Keys) -> Any:
    """[K, B] an order of the deck: the cards that have not come, and those that come again, freshly shuffled.

    What was passed over before counts as new: nothing is concluded from cards that did not come.
    """
    cards = tables.cards
    own = keys[None] ^ cards.key[:, None]
    best = draw(own, Purpose.DECK, 0)
    for k in range(1, int(cards.weight.max(initial=0))):
        more = np.flatnonzero(cards.weight > k)
        best[more] = np.maximum(best[more], draw(own[more], Purpose.DECK, k))
    order = dealing_key(best, np.arange(cards.size, dtype=np.int64)[:, None])
    gone = (state.dealt > 0) & ~cards.repeat[:, None]
    return np.where(gone, np.int64(-1), order)
