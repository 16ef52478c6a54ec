"""What each person is shown, in parts that are built once for all who may see the same.

Boards come from the game's views and nothing else; from messages a reader gets what is addressed to it.  A part keeps
its object and its mark until its content changes, so a server sends what has another mark than before.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from tabletop.game.view import Views
from tabletop.host.room import guide, overview
from tabletop.host.room.people import FACILITATOR, PLAYER
from tabletop.host.room.people import ROOM as SCREEN
from tabletop.host.room.talk import SHOWN

if TYPE_CHECKING:
    from tabletop.host.room.group import Group
    from tabletop.host.room.keeper import Keeper
    from tabletop.host.room.people import Person

Data = dict[str, Any]
Key = tuple[Any, ...]
LEFT_OUT: Any = {"last": {"ledger", "full_ledger"}, "opening": True}
"""Of a board: the ledgers, which are long and can be asked for."""
EVERYBODY = "room"
"""The seat of `game.view` for observers and screens."""


class Part:
    """One part of a state."""

    def __init__(self, mark: int, data: Data) -> None:
        self.mark = mark
        """Another mark means another content; never used twice in an epoch."""
        self.data = data

    @cached_property
    def text(self) -> str:
        """The data as JSON."""
        return json.dumps(self.data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Parts:
    """The cache of one class."""

    def __init__(self, room: Keeper, marks: int = 0) -> None:
        self.room = room
        self._made: dict[Key, tuple[Key, Part]] = {}
        self._boards: dict[Key, tuple[Key, Data]] = {}
        self._minds: dict[int, tuple[Key, tuple[bool, ...]]] = {}
        self._seen: dict[int, tuple[Key, Views]] = {}
        self.marks = marks
        """The latest mark that was given; whoever makes the cache anew goes on from there."""

    def of(self, person: Person, number: int | None = None) -> dict[str, Part]:
        """Everything that a person is shown now."""
        room = self.room
        revs = (room.rev,)
        found = {
            "me": self._part(("me", person.id), (*revs, self._group(person).rev), lambda: overview.me(room, person)),
            "class": self._part(("class", _kind(person)), revs, lambda: overview.about(room, person)),
        }
        if not person.admitted:
            return found
        elsewhere = person.role == FACILITATOR and number is not None
        group = room.group(number) if elsewhere and number is not None else self._group(person)
        both = (room.rev, group.rev)
        found["phase"] = self._phase(group)
        if person.role != PLAYER or person.seat:
            found["board"] = self._board(person, group)
        seat = person.seat if person.role == PLAYER else ""
        lead = person.role == FACILITATOR
        found["table"] = self._table(group, seat, lead)
        own = person.id if group.talk.personal(person.id) and not lead else ""
        found["talk"] = self._part(
            ("talk", group.number, seat, lead, own), both, lambda: overview.talk(room, group, seat, own, lead, SHOWN)
        )
        if lead:
            for name, build in overview.LEADING.items():
                found[name] = self._part((name, group.number), self._all(), partial(build, room, group))
        if room.facts.declassified or group.game.over:
            found["end"] = self._part(
                ("end", group.number, room.facts.declassified), both, lambda: overview.end(room, group)
            )
        return found

    def _group(self, person: Person) -> Group:
        return self.room.groups[person.group - 1 if person.group <= len(self.room.groups) else 0]

    def _all(self) -> Key:
        return (self.room.rev, *(group.rev for group in self.room.groups))

    def _part(self, key: Key, stamp: Key, build: Callable[[], Data]) -> Part:
        """The part of that key; built anew when its stamp differs, and another one only when its data do."""
        known = self._made.get(key)
        if known is not None and known[0] == stamp:
            return known[1]
        data = build()
        part = known[1] if known is not None and known[1].data == data else self._new(data)
        self._made[key] = stamp, part
        return part

    def _new(self, data: Data) -> Part:
        self.marks += 1
        return Part(self.marks, data)

    def _phase(self, group: Group) -> Part:
        """Time goes on in it without another mark: who has it counts on by itself."""
        now = self.room.now()
        key, steady = ("phase", group.number), overview.phase_facts(self.room, group, now)
        part = self._part(key, (self.room.rev, group.rev, steady["warning"]), lambda: steady)
        return Part(part.mark, {**part.data, **overview.phase_time(group, now)})

    def _table(self, group: Group, seat: str, lead: bool) -> Part:
        room = self.room
        return self._part(
            ("table", group.number, seat, lead), (room.rev, group.rev), lambda: overview.table(room, group, seat, lead)
        )

    def _board(self, person: Person, group: Group) -> Part:
        """The view of a seat, made once for a position of the game, with what has been sealed since set in.

        Who has committed is in `table`, and alone does not make another board: a burst of commits sends none.
        """
        game = group.game
        seat = FACILITATOR if person.role == FACILITATOR else person.seat if person.role == PLAYER else EVERYBODY
        base = (group.session, game.turn, game.over, game.state_hash, guide.steps(game))
        known = self._boards.get((group.number, seat))
        if known is None or known[0] != base:
            view = self._views(group, base).of(seat)
            known = self._boards[group.number, seat] = base, view.model_dump(mode="json", exclude=LEFT_OUT)
        minds = self._played_by_minds(group)
        sealed = dict(game.sealed)
        shown = {one: choice for one, choice in sealed.items() if one in group.committed and seat in (one, FACILITATOR)}
        stamp = (base, minds, tuple((one, shown[one]) for one in sorted(shown)), tuple(sorted(group.committed)))
        mark = (base, minds, stamp[2])
        return self._sealed(("board", group.number, seat), mark, stamp, known[1], group, shown, minds)

    def _views(self, group: Group, base: Key) -> Views:
        """The views of a group's position; building them is the dear part, and the same for all seats."""
        known = self._seen.get(group.number)
        if known is None or known[0] != base:
            known = self._seen[group.number] = base, Views(group.game)
        return known[1]

    def _played_by_minds(self, group: Group) -> tuple[bool, ...]:
        """Which seats computer players play; looked up once for all who read the group's boards."""
        stamp = (self.room.rev, group.rev)
        known = self._minds.get(group.number)
        if known is None or known[0] != stamp:
            found = tuple(group.mind(one, self.room.people) != "" for one in group.seats)
            known = self._minds[group.number] = stamp, found
        return known[1]

    def _sealed(
        self, key: Key, mark: Key, stamp: Key, base: Data, group: Group, shown: dict[str, Any], minds: tuple[bool, ...]
    ) -> Part:  # fmt: skip
        """The base with seats' choices as they are now; another mark only for another `mark`."""
        known = self._made.get(key)
        if known is not None and known[0] == (mark, stamp):
            return known[1]
        over = group.game.over
        seats = [
            {**one, "chosen": one["seat"] in group.committed or (over and one["chosen"]),
             **({"choice": shown[one["seat"]].as_json() if one["seat"] in shown else None} if "choice" in one else {})}
            for one in base["seats"]
        ]  # fmt: skip
        members = [
            {**one, "played_by": "npc" if mind else "person"} for one, mind in zip(base["members"], minds, strict=True)
        ]
        part = self._new({**base, "seats": seats, "members": members})
        if known is not None and known[0][0] == mark:
            part.mark = known[1].mark
        self._made[key] = (mark, stamp), part
        return part


def _kind(person: Person) -> str:
    """Who is shown the same about the class."""
    return "lead" if person.role == FACILITATOR else "screen" if person.role == SCREEN and person.admitted else "other"
