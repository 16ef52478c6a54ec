"""One session's file: a small SQLite database whose every commit is on the disk before `append` returns.

One file a session, so that a damaged one cannot hurt another.  A header says what is played; the commands follow in
order, each with the digest of the chain up to it.  The time beside a command is for people: no digest knows it.
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
from tabletop.session.errors import DamagedError, SessionError, StorageError
from tabletop.session.lock import Lock

SUFFIX: Final = ".tabletop"
SCHEMA: Final = 1
"""Version of the tables below (``PRAGMA user_version``)."""

MARK: Final = 0x54424C54
"""``PRAGMA application_id`` of session files: "TBLT"."""

_TABLES: Final = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE commands (number INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL);
"""

MIGRATIONS: Final[dict[int, str]] = {}
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
        self._head = ""
        self._count = 0

    @property
    def name(self) -> str:
        """The session's id."""
        return self.path.name.removesuffix(SUFFIX)

    @classmethod
    def create(cls, path: Path, header: Mapping[str, Any], facts: Mapping[str, Any] | None = None) -> Journal:
        """A new session file.

        Raises `StorageError` when the place cannot be written and FileExistsError when there is such a file.
        """
        name = path.name.removesuffix(SUFFIX)
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
            database = _connect(made, write=True)
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
            journal._head = chain.first(text)
            _sync_folder(path.parent)
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
        name = path.name.removesuffix(SUFFIX)
        if not path.is_file():
            raise SessionError(f"There is no session {name}.", "tabletop sessions list shows what there is.")
        try:
            lock = Lock(lock_path(path), name) if write else None
        except OSError as error:
            raise refused(path, error) from error
        try:
            journal = cls(path, _connect(path, write=write), lock)
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
                journal._database = _connect(path, write=True)
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
        """What is noted beside the game, outside the chain: where the campaign lies, how far it has come, when."""
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

    def check(self) -> list[Row]:
        """All commands, after the file and the chain have been found whole; raises `DamagedError`."""
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
        return whole

    # ---- writing

    def append(self, commands: Sequence[Mapping[str, Any]], progress: Mapping[str, Any] | None = None) -> None:
        """Store commands (plain data): all of them or, with a `StorageError`, none.  On return they are on the disk."""
        digest, rows, now = self._head, [], _now()
        for offset, command in enumerate(commands):
            body = chain.canonical(command)
            digest = chain.following(digest, body)
            rows.append((self._count + offset, body, digest, now))
        with guarded(self.path), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT INTO commands VALUES (?, ?, ?, ?)", rows)
            if progress is not None:
                self._database.execute(
                    "INSERT OR REPLACE INTO facts VALUES ('progress', ?)", (json.dumps(dict(progress)),)
                )
        self._head, self._count = digest, self._count + len(rows)

    def close(self) -> None:
        """Let go of the file; harmless when done twice."""
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


def damaged(name: str, what: str, whole: int) -> DamagedError:
    """The error for a session that is not as it was written."""
    return DamagedError(
        f"The session {name} is damaged: {what}.",
        f"tabletop sessions recover {name} makes a new session of what is whole and keeps the old file.",
        whole=whole,
    )


def lock_path(path: Path) -> Path:
    """The lock beside a session's file."""
    return path.with_name(f".{path.name}.lock")


def _release(lock: Lock | None) -> None:
    if lock is not None:
        lock.release()


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    with guarded(path):
        mode = "rw" if write else "ro"
        database = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=5,
            check_same_thread=False,
        )
        try:
            if write:
                # A rollback journal and EXTRA: after a commit even a power cut in the next instant finds it on disk.
                database.execute("PRAGMA journal_mode = DELETE").fetchone()
                database.execute("PRAGMA synchronous = EXTRA")
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA cell_size_check = ON")
        except BaseException:
            database.close()
            raise
    return database


def _sync_folder(folder: Path) -> None:
    """The new file's name is in the folder, and the folder must be on the disk too (not a thing on Windows)."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refused(path: Path, error: OSError) -> StorageError:
    """The error for a place that cannot be used."""
    why = (error.strerror or type(error).__name__).lower()
    return StorageError(
        f"Sessions cannot be kept in {path.parent}: {why}.",
        "Free it, set TABLETOP_HOME to another folder, or play without saving.",
    )


@contextlib.contextmanager
def guarded(path: Path) -> Iterator[None]:
    """SQLite's errors in our words."""
    name = path.name.removesuffix(SUFFIX)
    try:
        yield
    except UnicodeError as error:  # the database's own complaint quotes what it found
        raise damaged(name, "the database is torn", 0) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "") or ""
        if code in ("SQLITE_CORRUPT", "SQLITE_NOTADB") or code.startswith("SQLITE_CORRUPT"):
            raise damaged(name, "the database is torn", 0) from error
        if code == "SQLITE_BUSY" or code.startswith("SQLITE_BUSY"):
            from tabletop.session.errors import LockedError

            raise LockedError(
                f"The session {name} is being written by another program.", "Try again in a moment."
            ) from error
        if code == "SQLITE_FULL":
            raise StorageError(
                f"The disk of {path.parent} is full: the last step was not kept, everything before it was.",
                "Free some space and do it again.",
            ) from error
        if isinstance(error, sqlite3.OperationalError) and code.startswith(
            ("SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
        ):
            raise StorageError(
                f"The session {name} cannot be written in {path.parent} ({_plain(code)}): the last step was not kept, "
                "everything before it was.",
                "Free the place, or set TABLETOP_HOME to another folder.",
            ) from error
        raise damaged(name, "the database is not in order", 0) from error


def _plain(code: str) -> str:
    if code.startswith("SQLITE_READONLY"):
        return "read-only"
    if code.startswith("SQLITE_CANTOPEN"):
        return "it cannot be opened"
    return "the disk does not take it"
