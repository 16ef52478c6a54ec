"""Stored classes from outside: what a list shows of them, which one can be gone on with, and deleting one for good.

Nothing here knows a name of a person or the code of a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from tabletop.host.room import record
from tabletop.host.room.facts import ClassFacts
from tabletop.session.disk import SUFFIX, refused
from tabletop.session.errors import LockedError, SessionError
from tabletop.session.journal import in_use, remove
from tabletop.session.store import ASIDE, Store, Summary

if TYPE_CHECKING:
    from tabletop.session.journal import Journal

DEAD: Final = "dead"
"""The state of a class that cannot be gone on with, because a game that it plays was deleted."""


@dataclass(frozen=True, slots=True)
class Playing:
    """What one group plays."""

    group: int
    session: str
    """The session's name here."""
    turn: int
    """0 where the session is gone."""
    outcome: str
    """"" while the game goes on."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A class as a list shows it."""

    id: str
    campaign: str
    title: str
    level: str
    """"" for the campaign's own."""
    playing: tuple[Playing, ...]
    games: tuple[str, ...]
    """Every session of the class that is there, those that groups have left, too."""
    ended: bool
    created: str
    updated: str
    """When the last choice of any group was stored."""
    state: str
    """fine, in use, damaged, or dead."""
    problem: str = ""

    @property
    def turn(self) -> int:
        """The latest turn of any group."""
        return max((one.turn for one in self.playing), default=0)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "turn": self.turn, "playing": [asdict(one) for one in self.playing],
                "games": list(self.games)}  # fmt: skip


def shelved(store: Store, summaries: Sequence[Summary] | None = None) -> list[Shelved]:
    """All classes, the one written last first; `summaries` of all sessions, where they are known already."""
    known = store.list() if summaries is None else summaries
    return [look(store, name, known) for name in record.names(store)]


def look(store: Store, name: str, summaries: Sequence[Summary] | None = None) -> Shelved:
    """What is known of a class; a damaged one is told as such.  Raises `SessionError` when there is none."""
    path = record.existing(store, name)
    known = {summary.id: summary for summary in (store.list() if summaries is None else summaries)}
    own = [summary.id for summary in known.values() if summary.classroom == name]
    try:
        with record.open_class(store, name, write=False) as journal:
            header, noted, facts = journal.header(), journal.facts(), facts_of(journal)
            playing = []
            for number, played in sorted(facts.groups.items()):
                session = record.present_name(store, noted, played.session)
                game = known.get(session)
                playing.append(Playing(number, session, game.turn if game else 0, game.outcome if game else ""))
            named = {record.present_name(store, noted, session) for session in sessions_of(facts)}
    except (SessionError, ValueError, TypeError, KeyError) as error:
        problem = error.message if isinstance(error, SessionError) else "its record is unreadable"
        return Shelved(name, "", "", "", (), tuple(own), False, "", "", "damaged", problem)
    games = tuple(one for one in known if one in named or one in own)
    created = str(noted.get("created", ""))
    if not playing or any(one.session not in known for one in playing):
        state = DEAD
    else:
        state = "in use" if in_use(path) else "fine"
    return Shelved(
        name, str(header.get("campaign", "")), str(noted.get("title", "")), str(header.get("level", "")),
        tuple(playing), games, facts.ended, created,
        max((known[game].updated for game in games), default=created), state,
    )  # fmt: skip


def facts_of(journal: Journal) -> ClassFacts:
    """What a class's file says of the class as a whole; raises `DamagedError`."""
    facts = ClassFacts()
    for row in journal.events():
        event: Mapping[str, Any] = row.data()
        facts.fold(str(event["kind"]), float(event["at"]), event["data"])
    return facts


def sessions_of(facts: ClassFacts) -> list[str]:
    """Every session that a class plays or has left, as the class calls it; each once."""
    found: list[str] = []
    for played in facts.groups.values():
        found += [*played.before, played.session, *([played.practice] if played.practice else [])]
    return list(dict.fromkeys(found))


def to_go_on_with(store: Store, wanted: str = "") -> tuple[str, list[str]]:
    """The class that a host goes on with, by default the latest that lives, and what to say of those passed over.

    Raises `SessionError` when there is none, or when the wanted one is dead.
    """
    said: list[str] = []
    summaries = store.list()
    for name in [wanted] if wanted else record.names(store):
        found = look(store, name, summaries)
        if found.state != DEAD:
            # A damaged one is not passed over in silence: whoever opens it is told what is wrong.
            return name, said
        gone = f"The class {name} cannot go on: a game that it plays was deleted."
        clear = f"tabletop sessions delete {name} removes what is left of it."
        if wanted:
            raise SessionError(gone, clear)
        said.append(f"{gone} {clear}")
    raise SessionError("There is no class to go on with.", said[0] if said else "Begin one: tabletop host CAMPAIGN")


def delete(store: Store, name: str) -> tuple[str, ...]:
    """Remove a class for good, with its games and with the names of its people; the games' names.

    Raises `LockedError` while it is hosted or one of its games is open: then nothing has happened.
    """
    path = record.existing(store, name)
    if in_use(path):
        raise LockedError(f"The class {name} is being hosted.", "Stop its host first.")
    summaries = store.list()
    games = look(store, name, summaries).games
    for summary in summaries:
        if summary.id in games and summary.state == "in use":
            raise LockedError(f"Its game {summary.id} is open in another window or program.", "Close it there first.")
    asides = [*games, *_once_called(store, name)]
    for game in games:
        store.delete(game)
    _drop_damaged(store, asides)
    # Last, so that a class whose deletion was cut short can be named and deleted again.
    remove(path)
    return games


def _once_called(store: Store, name: str) -> list[str]:
    try:
        with record.open_class(store, name, write=False) as journal:
            return sessions_of(facts_of(journal))
    except (SessionError, ValueError, TypeError, KeyError):
        return []


def _drop_damaged(store: Store, games: Iterable[str]) -> None:
    """Damaged files that were kept beside what was recovered of them hold the same words."""
    for game in dict.fromkeys(games):
        path = store.path(game)
        for aside in path.parent.glob(f"{game}{SUFFIX}{ASIDE}*"):
            try:
                aside.unlink()
            except OSError as error:
                raise refused(aside, error) from error
