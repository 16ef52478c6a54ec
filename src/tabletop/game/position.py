"""Where a game stands, and the digest by which two machines agree that they stand at the same place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np

from tabletop.game.choice import Choice
from tabletop.game.commands import Command
from tabletop.game.heard import Heard
from tabletop.rules import Record as Ledger
from tabletop.rules import State
from tabletop.rules.state import VARIABLES


@dataclass(frozen=True, slots=True)
class Pledge:
    """What a member has announced for a turn (rule O1)."""

    seat: str
    strategy: str
    card: str | None
    """None for a pledge to hold."""
    kept: bool | None = None
    """None until the choices are opened, and for one that no longer binds: its crisis has gone."""


@dataclass(frozen=True, slots=True)
class Overruled:
    """A number that the facilitator changed."""

    variable: str
    who: tuple[str, ...]
    """() for the region, else a member, two members (the first one's trust in the second), or a card."""
    amount: float
    """By how much it really changed, in the unit people see."""
    why: str


@dataclass(frozen=True, slots=True)
class Audited:
    """One member's share of the burden (rule O3), in percent."""

    seat: str
    share: float
    fair: float
    """Its share of the alliance's capability."""


@dataclass(slots=True)
class OpenTurn:
    """One turn: the board as it was found, the board once its cards were dealt, and what the seats have sealed."""

    number: int
    board: State
    """After the turn was opened, before it is resolved; never changed, but replaced by a step (see `steering`)."""
    ledger: Ledger
    """Terms of the opening and of the steps; resolving works on a copy."""
    choices: dict[str, Choice] = field(default_factory=dict)
    by: dict[str, str] = field(default_factory=dict)
    """Who sealed each choice."""
    why: dict[str, str] = field(default_factory=dict)
    """What each mind that chose said of its reasons; nothing of people."""
    came: dict[str, str] = field(default_factory=dict)
    """The author's reason for each new card that was queued, by id."""
    way: str = ""
    """The author's reason why the act begins that begins with this turn."""
    heard: Heard = field(default_factory=Heard)
    """Reasons for things to come."""
    waits: tuple[int, ...] = ()
    """Cards that the facilitator put on the table and that wait for a free place, by number."""
    injected: tuple[str, ...] = ()
    """Cards of the facilitator that came on the table this turn."""
    steps: tuple[Command, ...] = ()
    """What happened besides choosing, in order."""
    pledges: dict[str, Pledge] = field(default_factory=dict)
    stood: tuple[str, ...] = ()
    """Members that took a line in public."""
    overruled: tuple[Overruled, ...] = ()
    _fresh: tuple[State, Ledger, Heard, tuple[int, ...], tuple[str, ...]] | None = None

    def keep_fresh(self) -> None:
        """Remember the turn as it was opened, before the first step changes it."""
        if self._fresh is None:
            self._fresh = self.board, self.ledger, self.heard, self.waits, self.injected

    def seal(self, command: Command) -> None:
        """Take a choice down."""
        self.choices[command.seat], self.by[command.seat] = command.choice, command.by
        self.why[command.seat] = command.why if command.by.startswith("npc:") else ""

    def unseal(self) -> None:
        """Forget every choice and every step."""
        for kept in (self.choices, self.by, self.why, self.pledges):
            kept.clear()
        if self._fresh is not None:
            self.board, self.ledger, self.heard, self.waits, self.injected = self._fresh
        self.steps, self.stood, self.overruled = (), (), ()

    @property
    def before(self) -> State:
        """The board at the end of the turn before."""
        assert self.ledger.before is not None
        return self.ledger.before


def state_hash(state: State, game: int = 0) -> str:
    """SHA-256, in hex, of one game of a batch: every field by name, as little-endian 64-bit numbers, and the turn.

    The same on every machine, in every batch and whatever integer type the arrays happen to have.  For a game that is
    over the turn is the one in which it ended.
    """
    end = int(state.end_turn[game])
    digest = hashlib.sha256(b"tabletop-state-1\n")
    digest.update(b"turn:%d\n" % (end if end and state.over[game] else state.turn))
    for name in sorted(VARIABLES):
        values = np.asarray(getattr(state, name))[..., game]
        shape = "x".join(str(length) for length in values.shape)
        digest.update(f"{name}:{shape}\n".encode("ascii"))
        digest.update(np.ascontiguousarray(values).astype("<i8").tobytes())
    return digest.hexdigest()
