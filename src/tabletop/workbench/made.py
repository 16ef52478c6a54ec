"""A game that stands on a board made by hand, and what is said of it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tabletop.game.advice import Forecast
from tabletop.game.choice import Choice
from tabletop.game.game import Game
from tabletop.game.position import OpenTurn
from tabletop.rules import Record, State
from tabletop.workbench.clauses import Lit

SEED: Final = 1
"""The luck of the opening position that everything made by hand begins with."""


@dataclass(frozen=True, slots=True)
class Chance:
    """One way and tactic for the chosen seat."""

    choice: Choice
    forecast: Forecast | None
    why_not: str = ""
    """Why there is no forecast."""


@dataclass(frozen=True, slots=True)
class Dealing:
    """Whether the card could come on this board."""

    lit: Lit | None
    """Its condition, clause by clause; None where it has none."""
    barred: tuple[str, ...]
    """What keeps it from coming beside the condition."""

    @property
    def comes(self) -> bool:
        return (self.lit is None or self.lit.holds) and not self.barred


class MadeGame(Game):
    """It can be looked at and asked, and has no history."""

    def opening(self) -> State:
        """A board of the first turn, before its cards are dealt; ask before anybody stands before another."""
        board = self.boards()[0].copy()
        board.turn = 1
        return board

    def stand(self, board: State) -> None:
        """Put everybody before a board."""
        self._turns = [OpenTurn(board.turn, board, Record(before=board.copy()))]
        self._hash = ""
