"""Who is in the class: people, their roles and seats, and the digests of their tokens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

FACILITATOR, PLAYER, OBSERVER, ROOM = "facilitator", "player", "observer", "room"
ROLES: Final = (FACILITATOR, PLAYER, OBSERVER, ROOM)
MOST_PEOPLE: Final = 400
TOKENS: Final = 4
"""Tokens that a person may have at once; an older one stops working."""

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass
class Person:
    """Somebody in the class."""

    id: str
    name: str
    role: str = PLAYER
    """facilitator, player, observer or room (a screen for everybody)."""
    group: int = 1
    seat: str = ""
    speaker: bool = False
    """Commits for the seat; the others of the team draft."""
    muted: bool = False
    admitted: bool = False
    here: bool = False
    """Known while the host runs: somebody holds the line."""
    last_seen: float = 0.0
    erased: bool = False
    digests: list[str] = field(default_factory=list, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Everything but the digests, for the facilitator."""
        return {
            "person": self.id, "name": self.name, "role": self.role, "group": self.group, "seat": self.seat,
            "speaker": self.speaker, "muted": self.muted, "admitted": self.admitted, "here": self.here,
            "last_seen": self.last_seen,
        }  # fmt: skip


class Roster:
    """Everybody who is in the class, by id; who left is not."""

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}
        self._digests: dict[str, str] = {}
        self._teams: dict[tuple[int, str], list[Person]] | None = None
        """Players by group and seat, until anybody's place changes: boards ask for them very often."""
        self.numbered = 0
        """People who ever joined: ids are never given twice."""

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def __len__(self) -> int:
        return len(self._people)

    def __contains__(self, person: object) -> bool:
        return person in self._people

    def get(self, person: str) -> Person | None:
        return self._people.get(person)

    def team(self, group: int, seat: str) -> list[Person]:
        """Those who play a seat, the first to come first."""
        if self._teams is None:
            self._teams = {}
            for one in self:
                if one.admitted and one.role == PLAYER:
                    self._teams.setdefault((one.group, one.seat), []).append(one)
        return list(self._teams.get((group, seat), ()))

    def speaker(self, group: int, seat: str) -> Person | None:
        return next((person for person in self.team(group, seat) if person.speaker), None)

    def known(self, token: str) -> Person | None:
        """Who a token belongs to."""
        digest = digest_of(token)
        person = self._people.get(self._digests.get(digest, ""))
        if person is None or not any(hmac.compare_digest(digest, own) for own in person.digests):
            return None
        return person

    def fold(self, kind: str, data: Mapping[str, Any], names: Mapping[str, str]) -> None:
        """Take up one event of the class; those that are not about people change nothing."""
        self._teams = None
        if kind == "joined":
            who = str(data["person"])
            self.numbered += 1
            self._people[who] = Person(
                who, names.get(who, pseudonym(who)), str(data["role"]), int(data["group"]), erased=who not in names
            )
            self._add(who, str(data["digest"]))
            return
        person = self._people.get(str(data.get("person", "")))
        if person is None:
            return
        if kind == "token":
            self._add(person.id, str(data["digest"]))
        elif kind == "placed":
            person.role, person.group, person.seat = str(data["role"]), int(data["group"]), str(data["seat"])
            person.admitted = bool(data["admitted"])
            for who, speaks in data["speakers"].items():
                if who in self._people:
                    self._people[who].speaker = bool(speaks)
        elif kind == "muted":
            person.muted = bool(data["on"])
        elif kind == "named":
            person.name = names.get(person.id, pseudonym(person.id))
        elif kind == "erased":
            person.name, person.erased = pseudonym(person.id), True
        elif kind == "gone":
            for who, speaks in data["speakers"].items():
                if who in self._people:
                    self._people[who].speaker = bool(speaks)
            for digest in person.digests:
                self._digests.pop(digest, None)
            del self._people[person.id]

    def _add(self, who: str, digest: str) -> None:
        person = self._people[who]
        person.digests.append(digest)
        self._digests[digest] = who
        for old in person.digests[:-TOKENS]:
            self._digests.pop(old, None)
        del person.digests[:-TOKENS]


def new_token() -> str:
    """256 bits that nobody can guess."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(b"tabletop-token\n" + token.encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    """A join code of six signs that cannot be mistaken for each other, like "K7QM4P"."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))


def tidy_code(code: str) -> str:
    """A code as somebody types it, without blanks and dashes."""
    return "".join(sign for sign in code[:40].upper() if sign.isalnum())


def pseudonym(person: str) -> str:
    """What stands for an erased name."""
    return f"Person {person[1:]}"
