"""What the class as a whole is: its code, its plan, its settings, which game each group plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tabletop.host.room.plan import Plan

SETTINGS: Final = {"open_door": False, "unsigned": False, "coach": False, "anonymous": True}


@dataclass(frozen=True, slots=True)
class Played:
    """What one group plays."""

    session: str
    practice: str = ""
    """While it plays a practice turn: the session that waits for it."""
    before: tuple[str, ...] = ()
    """Sessions it has left, the first to be left first."""


@dataclass
class ClassFacts:
    """Made from the events of the class's own file alone."""

    code: str = ""
    epoch: int = 0
    seed: int = 0
    plan: Plan = field(default_factory=lambda: Plan.timetable(90))
    settings: dict[str, bool] = field(default_factory=lambda: dict(SETTINGS))
    forms: tuple[str, ...] = ()
    groups: dict[int, Played] = field(default_factory=dict)
    blank: bool = False
    comcheck: int = 0
    """Which round of the check of lines is the latest; 0 = none yet."""
    comcheck_at: float = 0.0
    ended: bool = False
    declassified: bool = False
    last: float = 0.0
    """When the latest event was noted."""

    def fold(self, kind: str, at: float, data: Mapping[str, Any]) -> None:
        """Take up one event; those about people change nothing here."""
        self.last = max(self.last, at)
        if kind == "begun":
            self.code, self.plan, self.seed = str(data["code"]), Plan.parse(data["plan"]), int(data["seed"])
        elif kind == "started":
            self.epoch += 1
        elif kind == "group":
            number, before = int(data["n"]), self.groups.get(int(data["n"]))
            played = Played(str(data["session"]), str(data.get("practice", "")))
            self.groups[number] = replace(played, before=(*before.before, before.session)) if before else played
        elif kind == "settings":
            self.settings.update({name: bool(on) for name, on in data["settings"].items()})
            if data.get("forms") is not None:
                self.forms = tuple(data["forms"])
        elif kind == "blank":
            self.blank = bool(data["on"])
        elif kind == "comcheck":
            self.comcheck, self.comcheck_at = self.comcheck + 1, at
        elif kind == "ended":
            self.ended = True
        elif kind == "declassified":
            self.declassified = True
