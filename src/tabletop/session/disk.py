"""SQLite at work for the journal: how a file is opened, and the database's errors in our words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tabletop.session.errors import DamagedError, StorageError

SUFFIX: Final = ".tabletop"
CLASS_SUFFIX: Final = ".tabletop-class"


def stem(path: Path) -> str:
    """The id of what a file keeps: a session's, or a class's."""
    return path.name.removesuffix(CLASS_SUFFIX).removesuffix(SUFFIX)


def damaged(name: str, what: str, whole: int) -> DamagedError:
    """The error for a session that is not as it was written."""
    return DamagedError(
        f"The session {name} is damaged: {what}.",
        f"tabletop sessions recover {name} makes a new session of what is whole and keeps the old file.",
        whole=whole,
    )


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
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
                # What is taken away (the name of a person who asks for it) is overwritten, not only let go.
                database.execute("PRAGMA secure_delete = ON").fetchone()
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA cell_size_check = ON")
        except BaseException:
            database.close()
            raise
    return database


def sync_folder(folder: Path) -> None:
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
    name = stem(path)
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
