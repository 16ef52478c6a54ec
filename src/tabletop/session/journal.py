"""One session's file: a small SQLite database whose every commit is on the disk before `append` returns.

One file a session, so that a damaged one cannot hurt another.  A header says what is played; the commands follow in
order, each with the digest of the chain up to it.  The time beside a command is for people: no digest knows it.

Beside the commands stand events: what people in a class did that is no part of the game (phases, messages, votes).
They have a chain of their own, begun by the same header, so the game's chain is the same with them and without.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tabletop.session import chain
from tabletop.session.disk import connect, damaged, guarded, refused, stem, sync_folder
from tabletop.session.errors import DamagedError, LockedError, SessionError, StorageError
from tabletop.session.lock import Lock

SCHEMA: Final = 2
"""Version of the tables below (``PRAGMA user_version``)."""

MARK: Final = 0x54424C54
"""``PRAGMA application_id`` of session files: "TBLT"."""

_TABLES: Final = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE commands (number INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE events (number INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL);
"""

MIGRATIONS: Final[dict[int, str]] = {
    1: "CREATE TABLE events (number INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL);"
}
"""From each older schema to the next, as SQL."""


@dataclass(frozen=True, slots=True)
class Row:
    """One stored command."""

    number: int
    body: str
    """Canonical JSON."""
    hash: str

    def data(self) -> Any:
        """The command as plain data."""
        return json.loads(self.body)


class Journal:
    """An open session file.  Made by `create` and `open`; closed by `close` or at the end of a ``with``."""

    def __init__(self, path: Path, database: sqlite3.Connection, lock: Lock | None) -> None:
        self.path = path
        self._database = database
        self._lock = lock
        self._head = self._event_head = ""
        self._count = self._event_count = 0
        self._hasty = False

    @property
    def name(self) -> str:
        """The session's id."""
        return stem(self.path)

    @classmethod
    def create(cls, path: Path, header: Mapping[str, Any], facts: Mapping[str, Any] | None = None) -> Journal:
        """A new session file.

        Raises `StorageError` when the place cannot be written and FileExistsError when there is such a file.
        """
        name = stem(path)
        lock = None
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = Lock(lock_path(path), name)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            made = path
        except FileExistsError:
            _release(lock)
            raise
        except OSError as error:
            _release(lock)
            raise refused(path, error) from error
        journal = None
        try:
            database = connect(made, write=True)
            journal = cls(path, database, lock)
            with guarded(path), database:
                database.execute("BEGIN IMMEDIATE")
                for statement in _TABLES.strip().split(";\n"):
                    database.execute(statement.rstrip(";"))
                database.execute(f"PRAGMA application_id = {MARK}")
                database.execute(f"PRAGMA user_version = {SCHEMA}")
                text = chain.canonical(header)
                own = {"header": text, "created": _now(), **{k: json.dumps(v) for k, v in (facts or {}).items()}}
                database.executemany("INSERT INTO facts VALUES (?, ?)", list(own.items()))
            journal._head, journal._event_head = chain.first(text), chain.first_event(text)
            sync_folder(path.parent)
        except BaseException:
            if journal is not None:
                journal.close()
            _release(lock)
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            raise
        return journal

    @classmethod
    def open(cls, path: Path, *, write: bool = True) -> Journal:
        """An existing session file, checked from end to end when it is to be written.

        Raises `SessionError` when there is none, `LockedError` when another program writes it, `DamagedError` when it
        is not as it was written, `StorageError` when the place refuses.
        """
        name = stem(path)
        if not path.is_file():
            raise SessionError(f"There is no session {name}.", "tabletop sessions list shows what there is.")
        try:
            lock = Lock(lock_path(path), name) if write else None
        except OSError as error:
            raise refused(path, error) from error
        try:
            journal = cls(path, connect(path, write=write), lock)
        except BaseException:
            _release(lock)
            raise
        try:
            try:
                journal._ready(write)
            except StorageError:
                if write:
                    raise
                # Whoever wrote last was killed in the act: the half-done step must be rolled back before one can read.
                journal._database.close()
                journal._database = connect(path, write=True)
                journal._ready(write)
            if write:
                journal.check()
        except BaseException:
            journal.close()
            raise
        return journal

    # ---- reading

    def header(self) -> dict[str, Any]:
        """What is played: format, campaign, digest, level, seed, people, rules version, minds."""
        try:
            header = json.loads(self._fact("header"))
        except ValueError as error:
            raise self._damaged("its header is unreadable", 0) from error
        if not isinstance(header, dict):
            raise self._damaged("its header is unreadable", 0)
        return header

    def facts(self) -> dict[str, Any]:
        """What is noted beside the game, outside the chain: where the campaign lies, how far it has come, when.

        Facts can be changed and taken away again, so the names of people are facts.
        """
        with guarded(self.path):
            rows = self._database.execute(
                "SELECT name, value FROM facts WHERE name NOT IN ('header', 'created')"
            ).fetchall()
        found: dict[str, Any] = {"created": self._fact("created")}
        for name, value in rows:
            with contextlib.suppress(ValueError, TypeError, RecursionError):
                found[str(name)] = json.loads(value)
        return found

    def updated(self) -> str:
        """When the last command was stored."""
        with guarded(self.path):
            row = self._database.execute("SELECT at FROM commands ORDER BY number DESC LIMIT 1").fetchone()
        return str(row[0]) if row else self._fact("created")

    def rows(self) -> Iterator[Row]:
        """The stored commands in order, unchecked."""
        with guarded(self.path):
            for number, body, digest in self._database.execute(
                "SELECT number, body, hash FROM commands ORDER BY number"
            ):
                yield Row(number, str(body), str(digest))

    def events(self) -> list[Row]:
        """The stored events in order, after their chain has been found whole; raises `DamagedError`."""
        header = self._fact("header")
        digest = chain.first_event(header) if header.isascii() else ""
        whole: list[Row] = []
        with guarded(self.path):
            if not self._database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'events'").fetchone():
                return []  # an older file that is only read
            for number, body, stored in self._database.execute("SELECT number, body, hash FROM events ORDER BY number"):
                digest = chain.following(digest, str(body))
                if number != len(whole) or stored != digest:
                    raise self._damaged(f"event {len(whole)} is not as it was written", self._count)
                whole.append(Row(number, str(body), digest))
        self._event_head, self._event_count = digest, len(whole)
        return whole

    def check(self) -> list[Row]:
        """All commands, after the file and both chains have been found whole; raises `DamagedError`."""
        whole: list[Row] = []
        with guarded(self.path):
            verdict = self._database.execute("PRAGMA integrity_check(1)").fetchone()
        header = self._fact("header")
        digest = chain.first(header) if header.isascii() else ""
        for row in self.rows():
            digest = chain.following(digest, row.body)
            if row.number != len(whole) or row.hash != digest:
                raise self._damaged(f"command {len(whole)} is not as it was written", len(whole))
            whole.append(row)
        if verdict is None or verdict[0] != "ok":
            raise self._damaged("the database is torn", len(whole))
        self._head, self._count = digest, len(whole)
        self.events()
        return whole

    # ---- writing

    def append(
        self, commands: Sequence[Mapping[str, Any]], progress: Mapping[str, Any] | None = None, *,
        events: Sequence[Mapping[str, Any]] = (), facts: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Store commands and events (plain data): all of them or, with a `StorageError`, none.

        `facts` are set anew, and with None taken away.  On return everything is on the disk.
        """
        head, rows = chained(self._head, self._count, commands)
        event_head, event_rows = chained(self._event_head, self._event_count, events)
        now, noted = _now(), {**(facts or {}), **({} if progress is None else {"progress": dict(progress)})}
        with guarded(self.path), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT INTO commands VALUES (?, ?, ?, ?)", [(*row, now) for row in rows])
            if event_rows:
                self._database.executemany("INSERT INTO events VALUES (?, ?, ?)", event_rows)
            for name, value in noted.items():
                if value is None:
                    self._database.execute("DELETE FROM facts WHERE name = ?", (name,))
                else:
                    self._database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(value)))
        self._head, self._count = head, self._count + len(rows)
        self._event_head, self._event_count = event_head, self._event_count + len(event_rows)

    def hasten(self) -> None:
        """Store each step with one write to the disk where several were needed; it is there on return as before.

        For a class, where many wait for one disk.  Until the file is closed, a second one beside it holds the latest
        steps; after a kill the next who opens it puts them in their place.  Where the file system cannot do that,
        nothing changes.
        """
        with guarded(self.path):
            if self._database.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                self._database.execute("PRAGMA synchronous = FULL")
                self._hasty = True

    def close(self) -> None:
        """Let go of the file; harmless when done twice."""
        with contextlib.suppress(sqlite3.Error):
            if self._hasty:
                self._database.execute("PRAGMA journal_mode = DELETE").fetchone()
                # Written anew, facts in the order of their names: else its bytes would tell which of them came first.
                self._database.execute("VACUUM")
        with contextlib.suppress(sqlite3.Error):
            self._database.close()
        _release(self._lock)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- how

    def _ready(self, write: bool) -> None:
        with guarded(self.path):
            mark = self._database.execute("PRAGMA application_id").fetchone()[0]
            version = self._database.execute("PRAGMA user_version").fetchone()[0]
        if mark != MARK and not self.path.stat().st_size:
            raise SessionError(
                f"The session {self.name} was never begun.", f"tabletop sessions delete {self.name} clears it."
            )
        if mark != MARK:
            raise self._damaged("it is not a Tabletop session", 0)
        if version > SCHEMA:
            raise SessionError(
                f"The session {self.name} was written by a newer Tabletop.",
                "Open it with that one, or update this one.",
            )
        if any(step not in MIGRATIONS for step in range(max(version, 0), SCHEMA)) or version < 0:
            raise self._damaged("its version is none that ever was", 0)
        while write and version < SCHEMA:
            with guarded(self.path), self._database:
                self._database.execute("BEGIN IMMEDIATE")
                for statement in MIGRATIONS[version].strip().split(";\n"):
                    self._database.execute(statement.rstrip(";"))
                version += 1
                self._database.execute(f"PRAGMA user_version = {version}")

    def _fact(self, name: str) -> str:
        with guarded(self.path):
            row = self._database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        if row is None or not isinstance(row[0], str):
            raise self._damaged(f"its {name} is missing", 0)
        return row[0]

    def _damaged(self, what: str, whole: int) -> DamagedError:
        return damaged(self.name, what, whole)


def chained(head: str, count: int, bodies: Sequence[Mapping[str, Any]]) -> tuple[str, list[tuple[int, str, str]]]:
    """The rows (number, canonical text, digest) of what follows `head`, the first with number `count`; the new head."""
    rows = []
    for number, data in enumerate(bodies, count):
        body = chain.canonical(data)
        head = chain.following(head, body)
        rows.append((number, body, head))
    return head, rows


def lock_path(path: Path) -> Path:
    """The lock beside a session's file."""
    return path.with_name(f".{path.name}.lock")


def in_use(path: Path) -> bool:
    """Whether a program writes this file now."""
    lock = lock_path(path)
    if not lock.exists():
        return False
    try:
        Lock(lock, path.name).release()
    except LockedError:
        return True
    except OSError:
        return False
    return False


def remove(path: Path) -> None:
    """Take a file away with all that SQLite and the lock left beside it; raises `StorageError`."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise refused(path, error) from error
    beside = [path.with_name(path.name + ending) for ending in ("-journal", "-wal", "-shm")]
    for leftover in (*beside, lock_path(path)):
        with contextlib.suppress(OSError):
            os.unlink(leftover)


def _release(lock: Lock | None) -> None:
    if lock is not None:
        lock.release()


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
