"""Watching the rules read what authors wrote: who wants to know when, and on which board, a condition was read.

A witness is told of each reading at its moment, before the rules act on it.  It may look, and change nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tabletop.rules.arrays import Bools, Ints

if TYPE_CHECKING:
    from tabletop.rules.state import State
    from tabletop.rules.tables import Effect
    from tabletop.rules.vocabulary import Moment, Strategy


class Witness(Protocol):
    """What `open_turn` and `resolve` tell of; games are numbers within the batch."""

    def dealing(self, state: State, who: Bools) -> None:
        """A card is about to be drawn in the games `who` [B]: the cards' conditions are read."""

    def event(self, state: State, moment: Moment, strategy: Strategy | None, games: Ints, cards: Ints) -> None:
        """Something happened at cards (`games` and `cards` run side by side); their effects follow."""

    def effect(self, state: State, effect: Effect, games: Ints) -> None:
        """An effect's moment has come in `games`: its condition is read."""

    def way(self, state: State, act: int, step: int, games: Bools) -> None:
        """An act is over in `games` [B], none of its earlier ways was open: the condition of way `step` is read."""
