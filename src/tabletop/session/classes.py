"""The class around a stored game: who was in it, what became of it, and what happened in the game's group.

A class keeps its own file beside the sessions; names stand in it as facts, so that an erased one is in no report.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.text import shorten
from tabletop.session.disk import CLASS_SUFFIX
from tabletop.session.errors import SessionError
from tabletop.session.happened import Entry, Happened, happened
from tabletop.session.journal import Journal

if TYPE_CHECKING:
    from tabletop.session.store import Store
    from tabletop.session.table import Table

NAME: Final = "name:"
"""Facts of a class that hold people's names begin so."""
CALLED: Final = "called"
"""The fact with the present names of sessions that an import had to name anew."""
SHEET: Final = "sheet:"
"""Facts that hold a questionnaire without a name begin so, then comes the group's number."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is or was in the class."""

    id: str
    name: str
    """"" once it is erased."""
    role: str
    """facilitator, player, observer or room."""
    group: int
    seat: str
    """The latest; "" without one."""


@dataclass(frozen=True, slots=True)
class ClassSession:
    """A game that a class played."""

    happened: Happened
    group: int = 1
    people: Mapping[str, Member] = field(default_factory=dict)
    """By id; empty where the class's own file is gone: then nobody has a name."""
    ended: bool = False
    declassified: bool = False
    branches: tuple[tuple[str, str, int], ...] = ()
    """The other sessions of this group: name, why it was left (rewind, practice), and the turn gone back to."""


def class_session(store: Store, name: str) -> ClassSession | None:
    """What a class left beside a game; None for a game that no class played.  Raises as reading a session does."""
    events = store.events(name)
    if not events:
        return None
    told = happened(events)
    facts = store.read(name)[2]
    for journal in _classes(store, facts.get("class")):
        with journal:
            noted = journal.facts()
            own = [row.data() for row in journal.events()]
        called = noted.get(CALLED)
        group = _group_of(own, name, called if isinstance(called, dict) else {})
        if group:
            told.filled += _sheets(noted, group)
            kinds = {str(event.get("kind")) for event in own}
            return ClassSession(
                told, group, _people(own, noted), "ended" in kinds, "declassified" in kinds, _branches(own, group, name)
            )
    number = facts.get("group")
    return ClassSession(told, number if isinstance(number, int) else 1)


def class_of(store: Store, name: str) -> str:
    """The class that a session belongs to; "" for one that is played at a table.  Raises as reading a session does."""
    with Journal.open(store.known(name), write=False) as journal:
        classroom = journal.facts().get("class")
    return classroom if isinstance(classroom, str) else ""


def to_look_at(store: Store, name: str, classroom: str, library: Sequence[Path] = ()) -> Table:
    """The table of a class's game that is over; nothing that is done there is stored.

    Raises `SessionError` for a game that is not over: at one keyboard all seats' secrets would lie open, and the class
    would no longer know its own game.
    """
    from tabletop.game.saves import restore
    from tabletop.session.table import Table, campaign_of, known_minds

    header, rows, facts = store.read(name)
    game = restore(header, [row.data() for row in rows], campaign_of(header, facts, library))
    if not game.over:
        called, alone = shorten(classroom, 80), f"tabletop sessions fork {name} {game.turn}"
        if store.has_class(classroom):
            raise SessionError(
                f"The game {name} belongs to the class {called}.",
                f"tabletop host --resume {called} goes on with the class. {alone} makes a game of your own of it.",
            )
        raise SessionError(
            f"The game {name} was played by the class {called}, which is no longer here.",
            f"{alone} makes a game of your own of it.",
        )
    npc = header.get("npc")
    return Table(game, None, known_minds(npc if isinstance(npc, dict) else {}))


def _classes(store: Store, wanted: Any) -> Iterator[Journal]:
    """The files of classes, the one that the session names first; an imported session does not know its class."""
    paths: list[Path] = []
    with contextlib.suppress(OSError):
        paths = sorted(path for path in store.class_folder.iterdir() if path.name.endswith(CLASS_SUFFIX))
    for path in sorted(paths, key=lambda path: path.name != f"{wanted}{CLASS_SUFFIX}"):
        with contextlib.suppress(SessionError):
            yield Journal.open(path, write=False)


def _group_of(events: list[dict[str, Any]], name: str, called: Mapping[str, Any]) -> int:
    for event in events:
        if event.get("kind") == "group":
            session = str(event["data"].get("session", ""))
            if name in (session, called.get(session)):
                return int(event["data"]["n"])
    return 0


def _branches(events: list[dict[str, Any]], group: int, name: str) -> tuple[tuple[str, str, int], ...]:
    """Each time that the group went on with another session: what it left, and why."""
    found, before = [], ""
    for event in events:
        data = event.get("data") or {}
        if event.get("kind") != "group" or int(data["n"]) != group:
            continue
        if before and data.get("why") != "practised" and before != name:
            found.append((before, str(data.get("why", "")), int(data.get("turn", 0))))
        before = str(data["session"])
    return tuple(found)


def _sheets(facts: Mapping[str, Any], group: int) -> list[Entry]:
    """A group's questionnaires without a name, in an order that says nothing."""
    found = [facts[name] for name in sorted(facts) if name.startswith(f"{SHEET}{group}:")]
    return [Entry(0.0, 0, "", "", sheet) for sheet in found if isinstance(sheet, dict)]


def _people(events: list[dict[str, Any]], facts: Mapping[str, Any]) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for event in events:
        data = event.get("data") or {}
        who = str(data.get("person", ""))
        if event.get("kind") in ("joined", "placed") and who:
            known = found.get(who)
            seat = str(data.get("seat") or (known.seat if known else ""))
            name = facts.get(NAME + who)
            called = name if isinstance(name, str) else ""
            found[who] = Member(who, called, str(data["role"]), int(data["group"]), seat)
    return found
