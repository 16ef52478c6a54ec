"""How long a class has for what: the phases of a turn, and timetables of 45, 90 and 180 minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tabletop.host.room.errors import ClassError

LOBBY, BRIEF, CAUCUS, COMMIT, RESOLVE, DISCUSS, END = (
    "lobby", "brief", "caucus", "commit", "resolve", "discuss", "end",
)  # fmt: skip
PHASES: Final = (LOBBY, BRIEF, CAUCUS, COMMIT, RESOLVE, DISCUSS, END)
TALKING: Final = (BRIEF, CAUCUS, COMMIT)
"""Phases of a turn in which choices can be sealed and proposals made."""

LONGEST: Final = 24 * 3600
"""The most seconds of a phase."""

AUTO: Final = {"resolve_when_all": True, "advance_on_time": False, "hold_for_silent": False}
"""What happens by itself: the turn is played when all have chosen; a phase ends on time; silent seats hold then."""

_TIMETABLES: Final = {
    45: {LOBBY: 300, BRIEF: 60, CAUCUS: 180, COMMIT: 60, RESOLVE: 45, DISCUSS: 75},
    90: {LOBBY: 480, BRIEF: 120, CAUCUS: 360, COMMIT: 90, RESOLVE: 60, DISCUSS: 150},
    180: {LOBBY: 600, BRIEF: 180, CAUCUS: 720, COMMIT: 120, RESOLVE: 90, DISCUSS: 450},
}
_FOLLOWS: Final = {LOBBY: BRIEF, BRIEF: CAUCUS, CAUCUS: COMMIT, COMMIT: RESOLVE, RESOLVE: DISCUSS, DISCUSS: BRIEF}


@dataclass(frozen=True, slots=True)
class Plan:
    """Planned seconds of each phase, and what happens by itself."""

    minutes: int = 90
    """The whole session, as it was asked for."""
    seconds: Mapping[str, int] = field(default_factory=lambda: dict(_TIMETABLES[90]))
    auto: Mapping[str, bool] = field(default_factory=lambda: dict(AUTO))

    @classmethod
    def timetable(cls, minutes: int, auto: Mapping[str, bool] | None = None) -> Plan:
        """The timetable for a session of so many minutes: of 45, 90 and 180 the longest that fits."""
        fits = [known for known in _TIMETABLES if known <= minutes]
        return cls(minutes, dict(_TIMETABLES[max(fits, default=45)]), {**AUTO, **(auto or {})})

    def planned(self, phase: str) -> int:
        """Seconds planned for a phase; 0 for one without a clock (the end)."""
        return int(self.seconds.get(phase, 0))

    def as_json(self) -> dict[str, Any]:
        return {"minutes": self.minutes, "seconds": dict(self.seconds), "auto": dict(self.auto)}

    @classmethod
    def parse(cls, raw: Any) -> Plan:
        """A plan from stored data; raises `ClassError`."""
        try:
            seconds = {str(k): int(v) for k, v in dict(raw["seconds"]).items()}
            auto = {**AUTO, **{str(k): bool(v) for k, v in dict(raw.get("auto", {})).items()}}
            minutes = int(raw.get("minutes", 90))
        except (KeyError, TypeError, ValueError) as error:
            raise ClassError("The plan of the class is not in order.", "Choose a timetable again.") from error
        if any(k not in PHASES or not 0 <= v <= LONGEST for k, v in seconds.items()) or set(auto) != set(AUTO):
            raise ClassError("The plan of the class names phases or times that do not exist.", "Choose one again.")
        return cls(minutes, seconds, auto)


def following(phase: str, over: bool) -> str:
    """The phase after this one; `over`: the game has ended."""
    if phase == END or (over and phase == DISCUSS):
        return END
    if over and phase != RESOLVE:
        return DISCUSS
    return _FOLLOWS[phase]
