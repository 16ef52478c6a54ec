"""What is noted beside the play: injects, observations and ratings, calls for help, reflections, questionnaires."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

MOST_INJECTS: Final = 200
MOST_NOTES: Final = 5000

Note = dict[str, Any]


class Notes:
    """Made from a group's events alone."""

    def __init__(self) -> None:
        self.injects: list[Note] = []
        self.ratings: list[Note] = []
        self.observations: list[Note] = []
        self.raised: list[Note] = []
        self.reflections: list[Note] = []
        self.filled: list[Note] = []
        self.overruled: list[Note] = []
        self.pledges: list[Note] = []
        self.stands: list[Note] = []
        self.resolved: list[Note] = []
        """Turns played: which seats were silent."""

    def __len__(self) -> int:
        return len(self.ratings) + len(self.observations) + len(self.raised) + len(self.reflections) + len(self.filled)

    def inject(self, n: int) -> Note | None:
        return next((inject for inject in self.injects if inject["n"] == n), None)

    def calls(self) -> list[Note]:
        """Calls for the facilitator that are not dealt with."""
        return [call for call in self.raised if "lowered" not in call]

    def fold(self, kind: str, at: float, turn: int, by: str, data: Mapping[str, Any], time: float) -> None:
        """Take up one event; `time` is the group's clock then.  Those that note nothing change nothing."""
        lists = {
            "rate": self.ratings, "observe": self.observations, "raise": self.raised, "reflect": self.reflections,
            "fill": self.filled, "overrule": self.overruled, "pledge": self.pledges, "stand": self.stands,
            "resolved": self.resolved,
        }  # fmt: skip
        if kind == "inject":
            due = time + 60 * float(data["when"]) if isinstance(data["when"], int | float) else None
            state = "done" if data["when"] == "now" else "held" if data["when"] == "held" else "waiting"
            self.injects.append(
                {"n": len(self.injects) + 1, "at": at, "turn": turn, **data, "due": due, "state": state}
            )
        elif kind == "released":
            found = self.inject(int(data["inject"]))
            if found is not None:
                found["state"], found["due"] = str(data["state"]), None
        elif kind == "lower":
            for call in self.raised:
                if call["by"] == data["person"] and "lowered" not in call:
                    call["lowered"] = at
        elif kind in lists:
            target = lists[kind]
            target.append({"n": len(target) + 1, "at": at, "turn": turn, "by": by, **data})
