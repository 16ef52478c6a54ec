"""What tests do with a class: a clock that stands until it is set, people with their tokens, and short words."""

from __future__ import annotations

from typing import Any

from tabletop.host.room import Classroom, Person


class Clock:
    """The host's clock, set by hand."""

    def __init__(self) -> None:
        self.at = 1_900_000_000.0

    def __call__(self) -> float:
        return self.at

    def go(self, seconds: float) -> None:
        self.at += seconds


class Class:
    """A class with its people's tokens, and short words for what tests do with it."""

    def __init__(self, room: Classroom, clock: Clock) -> None:
        self.room, self.clock = room, clock
        self.tokens: dict[str, str] = {}

    def join(self, name: str, wants: str = "player", seat: str = "", group: int = 1) -> Person:
        person, self.tokens[name] = self.room.join(self.room.code, name, wants)
        if seat or wants != "player":
            self.lead("admit", person=person.id, to=group, **({"seat": seat} if seat else {}))
        return self.person(name)

    def person(self, name: str) -> Person:
        found = self.room.person(self.tokens[name])
        assert found is not None
        return found

    def seats(self, group: int = 1) -> list[Person]:
        """One person on every seat, named as the seat."""
        return [self.join(f"{seat}-{group}", seat=seat, group=group) for seat in self.room.group(group).seats]

    def lead(self, verb: str, **fields: Any) -> dict[str, Any]:
        return self.room.do(self.room.facilitator, {"verb": verb, **fields})

    def do(self, who: Person, verb: str, **fields: Any) -> dict[str, Any]:
        return self.room.do(who, {"verb": verb, **fields})

    def go_to(self, phase: str, group: int = 1) -> None:
        while self.room.group(group).clock.phase != phase:
            self.lead("phase", group=group)

    def hold(self, who: Person, **fields: Any) -> dict[str, Any]:
        turn = self.room.group(who.group).game.turn
        return self.do(who, "commit", turn=turn, choice={"strategy": "hold"}, **fields)

    def again(self, after: float = 0.0) -> Class:
        """The class as the next host finds it, so many seconds later; this one is let go of as a kill would."""
        name, store = self.room.name, self.room.store
        self.room.close()
        self.clock.go(after)
        other = Class(Classroom.resume(name, store=store, now=self.clock), self.clock)
        other.tokens = self.tokens
        return other
