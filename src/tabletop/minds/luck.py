"""The luck of minds: addressed, never streamed.

A mind that wants to vary its play asks for the number at an address (game, turn, purpose, seat).  The addresses lie
apart from those of the rules, so a mind learns nothing of the deck, the dice or the rival from its own luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from tabletop.rules.arrays import Bools, Ints, Keys
from tabletop.rules.luck import Purpose, below, draw, draws


class Draw(IntEnum):
    """What a mind of this package draws a number for; plug-ins may use any numbers of their own."""

    STRATEGY = 1
    SLOT = 2
    TACTIC = 3
    TARGET = 4
    CLAUSE = 5
    EFFORT = 6
    MOOD = 7
    MEND = 8
    OPENNESS = 9
    OUTSIDE = 10


@dataclass(frozen=True, slots=True)
class MindLuck:
    """The luck of all minds in one turn of B games."""

    keys: Keys
    """[B] one key a game."""
    turn: int

    @classmethod
    def of(cls, seed: Keys, turn: int) -> MindLuck:
        """The minds' luck of a turn, from the games' luck keys (`State.seed`), which minds never see."""
        return cls(draw(seed, Purpose.MIND, turn), turn)

    def bits(self, purpose: int, seat: int) -> Keys:
        """64 random bits for every game, uint64 [B]."""
        return draw(self.keys, purpose, seat)

    def each(self, purpose: int, seats: int) -> Keys:
        """The bits of seats 0..seats-1, uint64 [seats, B]."""
        return draws(self.keys, purpose, seats)

    def below(self, purpose: int, seats: int, bound: int) -> Ints:
        """A number 0..bound-1 for every seat, int32 [seats, B]."""
        return _ints(below(self.each(purpose, seats), bound))

    def chance(self, purpose: int, seats: int, percent: int) -> Bools:
        """True for every seat with a chance of `percent` in a hundred, bool [seats, B]."""
        return self.below(purpose, seats, 100) < percent

    def take(self, games: Any) -> MindLuck:
        """The luck of some games only."""
        return MindLuck(self.keys[games], self.turn)


def _ints(values: Any) -> Ints:
    return np.asarray(values, np.int32)
