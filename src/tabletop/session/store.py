"""The folder of sessions: create, open, list, verify, fork, recover, delete."""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.errors import TabletopError
from tabletop.game import saves
from tabletop.game.game import Game
from tabletop.paths import data_dir
from tabletop.session.disk import CLASS_SUFFIX, SUFFIX, refused
from tabletop.session.errors import DamagedError, LockedError, SessionError, StorageError
from tabletop.session.journal import Journal, Row, in_use, remove

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign

ASIDE: Final = ".damaged"
"""Added to the name of a damaged file that is kept."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


Rows = list[Row]
Events = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Summary:
    """A session as a list shows it."""

    id: str
    campaign: str
    title: str
    level: str
    people: tuple[str, ...]
    turn: int
    outcome: str
    """"" while the game goes on."""
    commands: int
    created: str
    updated: str
    state: str
    """fine, in use, or damaged."""
    problem: str = ""
    daily: str = ""
    """The date, where it is the game of a day."""
    classroom: str = ""
    """The class that it belongs to: such a game is played by its host alone."""

    def as_json(self) -> dict[str, Any]:
        told = {**asdict(self), "people": list(self.people)}
        return {**told, "class": told.pop("classroom")}


@dataclass(frozen=True, slots=True)
class Checked:
    """What verifying a session found."""

    id: str
    commands: int
    turn: int
    outcome: str
    state_hash: str


class Store:
    """The sessions of one folder; by default this user's."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else data_dir() / "sessions"

    @property
    def class_folder(self) -> Path:
        """Where classes are kept: beside the sessions that they play."""
        return self.folder.parent / "classes"

    def has_class(self, name: str) -> bool:
        """Whether there is a class of that name."""
        return bool(_NAME.fullmatch(name)) and (self.class_folder / f"{name}{CLASS_SUFFIX}").is_file()

    def path(self, name: str) -> Path:
        """Where a session's file is; raises `SessionError` for what cannot be a session's name."""
        if not _NAME.fullmatch(name):
            raise SessionError(
                f"“{shorten(name)}” is no session's name.", "tabletop sessions list shows what there is."
            )
        return self.folder / f"{name}{SUFFIX}"

    def names(self) -> list[str]:
        """All sessions, the one written last first."""
        found: list[tuple[float, str]] = []
        try:
            for path in self.folder.iterdir():
                if path.name.endswith(SUFFIX) and _NAME.fullmatch(path.name.removesuffix(SUFFIX)):
                    with contextlib.suppress(OSError):
                        found.append((path.stat().st_mtime, path.name.removesuffix(SUFFIX)))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise refused(self.folder / "sessions", error) from error
        return [name for _, name in sorted(found, reverse=True)]

    def latest(self) -> str:
        """The session written last that still can be played on; raises `SessionError` when there is none.

        A game that belongs to a class is none of them.
        """
        found = [summary for summary in self.list() if summary.state == "fine" and not summary.outcome]
        for summary in found:
            if not summary.classroom:
                return summary.id
        step = "tabletop host --resume goes on with a class; tabletop play begins a game of your own."
        raise SessionError("There is no game to go on with.", step if found else "tabletop play begins one.")

    def list(self) -> list[Summary]:
        """All sessions, the one written last first; damaged ones too."""
        return [self.show(name) for name in self.names()]

    def show(self, name: str) -> Summary:
        """What is known of a session without playing it; a damaged one is told as such, not raised."""
        path = self.known(name)
        try:
            with Journal.open(path, write=False) as journal:
                header, facts = journal.header(), journal.facts()
                told = facts.get("progress")
                come = told if isinstance(told, dict) else {}
                classroom = facts.get("class")
                count = len(journal.check())
                return Summary(
                    id=name, campaign=str(header.get("campaign", "")), title=str(facts.get("title", "")),
                    level=str(header.get("level", "")), people=tuple(str(p) for p in header.get("people", ())),
                    turn=int(come.get("turn", 1)), outcome=str(come.get("outcome", "")), commands=count,
                    created=str(facts.get("created", "")), updated=journal.updated(),
                    state="in use" if in_use(path) else "fine", daily=str(facts.get("daily", "")),
                    classroom=classroom if isinstance(classroom, str) else "",
                )  # fmt: skip
        except (SessionError, ValueError, TypeError) as error:
            problem = error.message if isinstance(error, SessionError) else "its facts are unreadable"
            return Summary(name, "", "", "", (), 0, "", 0, "", "", "damaged", problem)

    def known(self, name: str) -> Path:
        """The path of a session that exists; raises `SessionError` with the nearest name when it does not."""
        path = self.path(name)
        if not path.is_file():
            if self.has_class(name):
                raise SessionError(
                    f"{name} is a class, not a game.",
                    f"tabletop sessions show {name} names its games; tabletop host --resume {name} goes on with it.",
                )
            near = did_you_mean(name, self.names(), most=4)
            hint = near[:1].upper() + near[1:] if near else "tabletop sessions list shows what there is."
            raise SessionError(f"There is no session {shorten(name)}.", hint)
        return path

    def create(
        self,
        game: Game,
        *,
        npc: Mapping[str, str] | None = None,
        facts: Mapping[str, Any] | None = None,
        name: str = "",
    ) -> Journal:
        """A new session for a game, with the commands it has so far.

        `npc` names the mind of each member that no person plays.  Raises `StorageError` when the place refuses: the
        game can go on without being kept.
        """
        header = {"kind": "tabletop-session", "format": saves.form_of(game), **game.header(), "npc": dict(npc or {})}
        told = {"title": game.campaign.title, **(facts or {})}
        journal = self._new(header, told, name)
        if game.commands:
            try:
                journal.append([command.as_json() for command in game.commands], progress(game))
            except BaseException:
                journal.close()
                with contextlib.suppress(StorageError):
                    remove(journal.path)
                raise
        return journal

    def open(self, name: str) -> Journal:
        """A session to write on; raises `SessionError` and its kinds."""
        return Journal.open(self.known(name))

    def read(self, name: str) -> tuple[dict[str, Any], Rows, dict[str, Any]]:
        """Header, checked commands and facts of a session, which another program may be writing."""
        with Journal.open(self.known(name), write=False) as journal:
            return journal.header(), journal.check(), journal.facts()

    def events(self, name: str) -> Events:
        """What a class noted beside a game; nothing for a game that no class played."""
        with Journal.open(self.known(name), write=False) as journal:
            return [row.data() for row in journal.events()]

    def game(self, name: str, campaign: Campaign) -> Game:
        """A session's game, played again; raises `SessionError` or `tabletop.game.SaveError`."""
        header, rows, _ = self.read(name)
        return saves.restore(header, [row.data() for row in rows], campaign)

    def verify(self, name: str, campaign: Campaign) -> Checked:
        """Check a session's file and chain, and play it again; raises when anything is not as it should be."""
        game = self.game(name, campaign)
        return Checked(name, len(game.commands), game.turn, game.outcome, game.state_hash)

    def fork(self, name: str, turn: int, campaign: Campaign) -> str:
        """A new session that is the same up to the beginning of `turn`; returns its name."""
        header, rows, facts = self.read(name)
        game = saves.restore(header, [row.data() for row in rows], campaign).fork(turn)
        npc = header.get("npc")
        with self.create(
            game, npc=npc if isinstance(npc, dict) else {}, facts={**_on_its_own(facts), "forked": [name, turn]}
        ) as made:
            return made.name

    def recover(self, name: str, campaign: Campaign | None = None, library: Sequence[Path] = ()) -> tuple[str, int]:
        """Save what is whole of a damaged session into a new one; returns its name and how many commands it has.

        The old file is kept beside it under another name.  The commands are played, too (on `campaign`, or the one
        that is found in the library), and the new session ends before the first that does not follow.  Raises
        `SessionError` when not even the header is whole.
        """
        from tabletop.session.recovery import salvage

        path = self.known(name)
        if in_use(path):
            raise LockedError(f"The session {name} is open in another window or program.", "Close it there first.")
        header, commands, facts, events = salvage(path)
        if campaign is None:
            from tabletop.session.table import campaign_of

            with contextlib.suppress(TabletopError):
                campaign = campaign_of(header, facts, library)
        come: dict[str, Any] = {"turn": max((int(c.get("turn", 1)) for c in commands), default=1), "outcome": ""}
        if campaign is not None and saves.fits(header, campaign):
            game = _that_follow(header, commands, campaign)
            commands, come = commands[: len(game.commands)], progress(game)
        events = [event for event in events if int(event.get("after", 0)) <= len(commands)]
        with self._new(header, {**_kept(facts), "recovered": name}, "") as journal:
            journal.append(commands, come, events=events)
            made = journal.name
        try:
            aside = self._aside(path)
            path.replace(aside)
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + "-wal").replace(aside.with_name(aside.name + "-wal"))
        except OSError as error:
            raise refused(path, error) from error
        return made, len(commands)

    def delete(self, name: str) -> None:
        """Remove a session; raises `LockedError` while a program writes it."""
        path = self.known(name)
        if in_use(path):
            raise LockedError(f"The session {name} is open in another window or program.", "Close it there first.")
        remove(path)

    def add(
        self, header: Mapping[str, Any], commands: Sequence[Mapping[str, Any]], facts: Mapping[str, Any],
        events: Sequence[Mapping[str, Any]] = (),
    ) -> str:  # fmt: skip
        """Store a game that has been checked already (an import); returns the session's name."""
        with self._new(dict(header), dict(facts), "") as journal:
            if commands or events:
                journal.append(commands, facts.get("progress"), events=events)
            return journal.name

    # ---- how

    def _new(self, header: Mapping[str, Any], facts: Mapping[str, Any], name: str) -> Journal:
        stem = shorten(str(header.get("campaign", "game")), 40)
        for _ in range(100):
            chosen = name or f"{stem}-{time.strftime('%Y%m%d')}-{secrets.token_hex(2)}"
            if not name and self.has_class(chosen):
                continue  # a name means one thing, or what is deleted by it might be the other
            try:
                return Journal.create(self.path(chosen), header, facts)
            except FileExistsError as error:
                if name:
                    raise SessionError(f"There is a session {name} already.", "Choose another name.") from error
            except LockedError:  # one of that name is there, and open
                if name:
                    raise
        raise SessionError("No free name was found for a new session.", "Delete some old ones.")

    def _aside(self, path: Path) -> Path:
        for count in range(1000):
            aside = path.with_name(f"{path.name}{ASIDE}{f'-{count}' if count else ''}")
            if not aside.exists():
                return aside
        return path.with_name(f"{path.name}{ASIDE}-{secrets.token_hex(4)}")


def progress(game: Game) -> dict[str, Any]:
    """How far a game has come, for lists; derived, and no part of the truth."""
    return {"turn": game.turn, "outcome": game.outcome}


def _kept(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in ("created", "progress")}


def _on_its_own(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a copy that no class plays."""
    return {name: value for name, value in _kept(facts).items() if name not in ("class", "group")}


def _that_follow(header: Mapping[str, Any], commands: Sequence[Mapping[str, Any]], campaign: Campaign) -> Game:
    """The game that the longest beginning of the commands makes."""
    from tabletop.game.commands import Command

    game = saves.restore(header, [], campaign)
    with contextlib.suppress(TabletopError):
        for command in commands:
            game.apply(Command.parse(command))
    return game


__all__ = ["ASIDE", "Checked", "DamagedError", "Store", "Summary", "progress"]
