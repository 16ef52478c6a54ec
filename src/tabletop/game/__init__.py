"""One game, move by move: content + seed + commands -> position; what each seat may see; undo, fork, what-if."""

from tabletop.game.batchview import BatchView
from tabletop.game.choice import Choice
from tabletop.game.commands import Command
from tabletop.game.errors import GameError, Illegal, Malformed, SaveError
from tabletop.game.game import Game
from tabletop.game.legal import CrisisOptions, Options
from tabletop.game.position import state_hash
from tabletop.game.records import CardMove, GroupOutcome, LedgerRow, Record, Resolution
from tabletop.game.viewmodels import SeatView

__all__ = [
    "BatchView", "CardMove", "Choice", "Command", "CrisisOptions", "Game", "GameError", "GroupOutcome", "Illegal",
    "LedgerRow", "Malformed", "Options", "Record", "Resolution", "SaveError", "SeatView", "state_hash",
]  # fmt: skip
