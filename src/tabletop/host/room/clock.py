"""A group's clock: which phase it is in, how long yet, and how long everything took.

The clock stands while the group is paused and while the host was down, so deadlines are kept in its own time: seconds
that the class has really had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tabletop.host.room.plan import LOBBY

SOON = 60.0
"""Seconds before the end of a phase from which people are warned."""


@dataclass(frozen=True, slots=True)
class Span:
    """A phase that has ended."""

    turn: int
    phase: str
    planned: float
    """Seconds, with what was added on the way."""
    actual: float


@dataclass
class Clock:
    """Made from a group's events alone: the same events make the same clock."""

    phase: str = LOBBY
    turn: int = 1
    started: float = 0.0
    entered: float = 0.0
    """When the phase began, by the host's clock; `started` is by the clock's own."""
    planned: float = 0.0
    extended: float = 0.0
    frozen: float | None = 0.0
    """The clock's time while it stands; None while it runs."""
    offset: float = 0.0
    spans: list[Span] = field(default_factory=list)

    def time(self, at: float) -> float:
        """The clock's own seconds at a moment of the host's clock."""
        return self.frozen if self.frozen is not None else at - self.offset

    @property
    def paused(self) -> bool:
        return self.frozen is not None

    def spent(self, at: float) -> float:
        return max(0.0, self.time(at) - self.started)

    def left(self, at: float) -> float:
        """Seconds of the phase that are left; negative once it is overrun."""
        return self.planned + self.extended - self.spent(at)

    def warning(self, at: float) -> str:
        """ "" while there is time, "fifth" from 20 % on, "minute" from 60 s on, "over" after the end."""
        if not self.planned or self.phase == "end":
            return ""
        left, whole = self.left(at), self.planned + self.extended
        if left <= 0:
            return "over"
        if left <= min(SOON, whole / 2):
            return "minute"
        return "fifth" if left <= whole / 5 else ""

    def fold(self, kind: str, at: float, data: Mapping[str, Any]) -> None:
        """Take up one event; those that are not about time change nothing."""
        if kind == "phase":
            now = self.time(at)
            self.spans.append(Span(self.turn, self.phase, self.planned + self.extended, max(0.0, now - self.started)))
            self.phase, self.turn = str(data["to"]), int(data["turn"])
            self.started, self.planned, self.extended = now, float(data["planned"]), 0.0
            self.entered = at
        elif kind == "begun":
            self.offset, self.frozen = at - self.time(at), None
            self.phase, self.turn, self.planned = str(data["phase"]), int(data["turn"]), float(data["planned"])
            self.started, self.extended, self.entered = self.time(at), 0.0, at
        elif kind == "extend":
            self.extended += float(data["seconds"])
        elif kind == "pause" and data["on"] and self.frozen is None:
            self.frozen = at - self.offset
        elif kind == "pause" and not data["on"] and self.frozen is not None:
            self.offset, self.frozen = at - self.frozen, None
        elif kind == "gap" and self.frozen is None:
            self.offset += float(data["seconds"])
