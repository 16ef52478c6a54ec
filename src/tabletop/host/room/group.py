"""One group of a class: one game, its clock, its talk and its notes, all made from what its session file holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tabletop.host.room.clock import Clock
from tabletop.host.room.notes import Notes
from tabletop.host.room.plan import LOBBY, Plan, following
from tabletop.host.room.talk import Talk

if TYPE_CHECKING:
    from tabletop.game import Command
    from tabletop.game.game import Game
    from tabletop.host.room.people import Person, Roster
    from tabletop.session.table import Table

Event = dict[str, Any]
PEOPLE = "people"


class Group:
    """A game being played by a part of the class."""

    def __init__(
        self, number: int, table: Table, plan: Plan, *, practice: str = "", before: Sequence[str] = ()
    ) -> None:
        self.number = number
        self.table = table
        if table.journal is not None:
            table.journal.hasten()
        self.plan = plan
        self.practice = practice
        """In a practice turn: the session that is gone on with afterwards."""
        self.before = list(before)
        """Sessions that this group has left: rewound ones and practice turns."""
        self.clock = Clock(planned=plan.planned(LOBBY))
        self.talk = Talk()
        self.notes = Notes()
        self.hands: dict[str, str] = {}
        """Seats that a mind plays though people may sit there, with the mind's name."""
        self.committed: dict[str, float] = {}
        """Seats whose choice is sealed, and after how many seconds of the turn."""
        self.ready: set[str] = set()
        self.drafts: dict[str, dict[str, dict[str, Any] | None]] = {}
        """What the people of a seat suggest to their team this turn, by person."""
        self.turned: float = 0.0
        """When the turn began, in the group's clock."""
        self.events = 0
        self.last = 0.0
        """When the latest event was noted."""
        self.rev = 0
        """Grows with every change; never stored."""

    @property
    def game(self) -> Game:
        return self.table.game

    @property
    def seats(self) -> tuple[str, ...]:
        return self.game.seats

    @property
    def session(self) -> str:
        return self.table.name

    @property
    def next(self) -> str:
        return following(self.clock.phase, self.game.over)

    def mind(self, seat: str, roster: Roster) -> str:
        """The mind that plays a seat now; "" where people do.  A seat without anybody falls to its own character."""
        if seat in self.hands:
            return self.hands[seat]
        if roster.team(self.number, seat):
            return ""
        return next(member.character for member in self.game.campaign.members if member.id == seat)

    def played_by_people(self, roster: Roster) -> tuple[str, ...]:
        return tuple(seat for seat in self.seats if not self.mind(seat, roster))

    def silent(self, roster: Roster) -> tuple[str, ...]:
        """Seats of people that have not sealed a choice this turn."""
        return tuple(seat for seat in self.played_by_people(roster) if seat not in self.committed)

    def stored(self) -> list[Event]:
        """Every event of the session file."""
        assert self.table.journal is not None
        return [row.data() for row in self.table.journal.events()]

    def fold(self, event: Mapping[str, Any]) -> None:
        """Take up one event."""
        kind, at, turn, by = str(event["kind"]), float(event["at"]), int(event["turn"]), str(event["by"])
        data: Mapping[str, Any] = event["data"]
        self.events += 1
        self.last = max(self.last, at)
        self.rev += 1
        before = self.clock.turn, self.clock.phase
        self.clock.fold(kind, at, data)
        time = self.clock.time(at)
        if kind in ("phase", "begun") and (self.clock.turn != before[0] or before[1] == LOBBY or kind == "begun"):
            self.turned = time
        self.talk.fold(kind, at, turn, by, data, time)
        self.notes.fold(kind, at, turn, by, data, time)
        if kind == "commit":
            self.committed[str(data["seat"])] = max(0.0, time - self.turned)
        elif kind == "draft":
            self.drafts.setdefault(str(data["seat"]), {})[by] = data["choice"]
        elif kind == "withdraw":
            self.committed.pop(str(data["seat"]), None)
        elif kind == "ready":
            self.ready.add(str(data["seat"]))
        elif kind == "hand":
            self.hands.pop(str(data["seat"]), None)
            if data["mind"]:
                self.hands[str(data["seat"])] = str(data["mind"])
                self.committed.pop(str(data["seat"]), None)
        elif kind == "plan":
            self.plan = replace(
                self.plan, seconds={**self.plan.seconds, **data["seconds"]}, auto={**self.plan.auto, **data["auto"]}
            )
        if kind in ("resolved", "begun"):
            self.committed.clear()
            self.drafts.clear()
        if kind in ("phase", "begun"):
            self.ready.clear()

    def event(self, kind: str, at: float, person: Person | None, data: Mapping[str, Any], request: str = "") -> Event:
        """One thing that happened in this group, as it is stored; names of people are never in it."""
        return {
            "kind": kind, "at": round(at, 3), "by": person.id if person else "", "id": request,
            "turn": self.clock.turn, "after": len(self.game.commands), "data": dict(data),
        }  # fmt: skip

    def apply(self, commands: Iterable[Command]) -> None:
        for command in commands:
            self.game.apply(command)
            self.rev += 1
