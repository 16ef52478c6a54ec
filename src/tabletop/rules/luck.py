"""Luck is addressed, not drawn.

Every random number is a hash of (game seed, turn, purpose, who).  There is no stream and no order, so a changed
choice leaves all other luck in place, a game of a batch can be opened by its seed alone, and adding a card leaves
the other cards' luck alone.  The mixing function is splitmix64's finalizer (Steele, Lea & Flood 2014).
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Any, Final

import numpy as np

from tabletop.rules.arithmetic import normal_table
from tabletop.rules.arrays import Keys

_GOLDEN: Final = 0x9E3779B97F4A7C15
_MASK: Final = (1 << 64) - 1
_A: Final = np.uint64(0xBF58476D1CE4E5B9)
_B: Final = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32)


class Purpose(IntEnum):
    """What a random number is for.  Values are part of every saved game: append, never renumber."""

    RIVAL = 1
    TENSION = 2
    TRUST_LEVEL = 3
    TRUST_PAIR = 4
    SUPPORT = 5
    LOAD = 6
    DECK = 7
    SECOND_CARD = 8
    STAKE = 9
    PARTIES = 10
    NEGOTIATION = 11
    ANSWER = 12
    LEAK = 13
    ESCALATION = 14
    HEADLINE_TENSION = 15
    HEADLINE_LEGITIMACY = 16
    HEADLINE_SUPPORT = 17
    HEADLINE_NATIONAL = 18
    RATIFICATION = 19
    ELECTION = 20
    COURSE = 21
    WITHDRAWAL = 22
    MIND = 23
    REVEAL = 24
    TIE = 25
    ARMING = 26


def mix_int(value: int) -> int:
    """The finalizer on one Python integer."""
    value &= _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


@lru_cache(maxsize=4096)
def address(*parts: int) -> int:
    """One 64-bit address from a few small integers, order-sensitive."""
    value = 0
    for part in parts:
        value = mix_int(value + _GOLDEN * (part + 1))
    return value


def text_key(text: str) -> int:
    """The luck key of a word (a card id): FNV-1a over UTF-8, then mixed."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & _MASK
    return mix_int(value)


def game_key(seed: int) -> int:
    """The luck key of a game's seed (any integer of up to 64 bits)."""
    return mix_int(_GOLDEN * ((seed & _MASK) + 1))


def mix(keys: Keys) -> Keys:
    """splitmix64's finalizer, element by element; the argument is left alone."""
    value = np.right_shift(keys, _S30)
    value ^= keys
    value *= _A
    shifted = np.right_shift(value, _S27)
    value ^= shifted
    value *= _B
    value ^= np.right_shift(value, _S31, out=shifted if np.ndim(shifted) else None)
    return value


def draw(keys: Keys, *parts: int) -> Keys:
    """64 random bits for every key at the address `parts`."""
    return mix(keys + np.uint64(address(*parts)))


@lru_cache(maxsize=256)
def marks(purpose: int, count: int) -> Keys:
    """The addresses (purpose, 0) to (purpose, count - 1), [count, 1]."""
    found = np.array([[address(purpose, k)] for k in range(count)], np.uint64)
    found.flags.writeable = False
    return found


def draws(keys: Keys, purpose: int, count: int) -> Keys:
    """64 random bits for every key at each of the addresses (purpose, 0..count-1), [count, ...] in one go."""
    return mix(keys + marks(purpose, count).reshape(count, *(1,) * keys.ndim))


def below(bits: Keys, bound: int) -> Any:
    """int32 uniform in 0..bound-1 (bound at most 2**31) from 64 random bits."""
    high = bits >> _S32
    high *= np.uint64(bound)
    high >>= _S32
    return high.astype(np.int32)


def normal(bits: Keys) -> Any:
    """int32 standard normal in hundredths of a standard deviation."""
    return normal_table().take((bits >> np.uint64(52)).view(np.int64), mode="wrap")
