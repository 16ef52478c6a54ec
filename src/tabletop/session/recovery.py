"""What is whole of a damaged session file.

The commands are stored as plain text beside their digests, so the chain itself tells which are whole: each can be
found again, in the database or, when that no longer opens, in the raw bytes of the file.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from pathlib import Path
from typing import Any, Final

from tabletop.session import chain
from tabletop.session.disk import SUFFIX
from tabletop.session.errors import SessionError

_HASH: Final = re.compile(rb"[0-9a-f]{64}")
EVENT_OPENING: Final = '{"after":'
_OPENING: Final = re.compile(rb'\{"(?:after|by|campaign)":')
_LONGEST: Final = 60_000


Data = dict[str, Any]


def salvage(path: Path) -> tuple[Data, list[Data], Data, list[Data]]:
    """Header, whole commands, facts and whole events of a session file.

    Raises `SessionError` when its header is lost.
    """
    facts, header, bodies, events = _from_database(path)
    raw = b""
    for file in (path, path.with_name(path.name + "-wal")):
        with contextlib.suppress(OSError):
            raw += file.read_bytes()
    found = _from_bytes(raw, header)
    if found is not None and (not header or len(found[1]) > len(bodies)):
        header, bodies = found
    if not header:
        name = path.name.removesuffix(SUFFIX)
        raise SessionError(
            f"Nothing of the session {name} can be recovered: its header is lost.", f"The file stays: {path}"
        )
    read = _chained(chain.first_event(header), _texts(raw), _digests(raw), EVENT_OPENING)
    events = max(events, read, key=len)
    return json.loads(header), [json.loads(body) for body in bodies], facts, [json.loads(body) for body in events]


def _from_database(path: Path) -> tuple[Data, str, list[str], list[str]]:
    """What SQL still reads: facts, header, and the beginnings of commands and events whose chains hold."""
    facts: dict[str, Any] = {}
    header = ""
    bodies: list[str] = []
    events: list[str] = []
    with contextlib.suppress(sqlite3.Error, ValueError, TypeError):
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        with contextlib.closing(database):
            for name, value in database.execute("SELECT name, value FROM facts"):
                if name == "header":
                    header = str(value)
                else:
                    with contextlib.suppress(ValueError, TypeError, RecursionError):
                        facts[str(name)] = json.loads(value)
            for table, digest, whole in (
                ("commands", chain.first(header), bodies), ("events", chain.first_event(header), events),
            ):  # fmt: skip
                for number, body, stored in database.execute(f"SELECT number, body, hash FROM {table} ORDER BY number"):
                    digest = chain.following(digest, str(body))
                    if number != len(whole) or stored != digest:
                        break
                    whole.append(str(body))
    return facts, header if _is_header(header) else "", bodies, events


def _from_bytes(raw: bytes, header: str) -> tuple[str, list[str]] | None:
    """What the bytes still hold: the longest chain that begins with a header among them."""
    digests, texts = _digests(raw), _texts(raw)
    headers = [header] if header else [text for text in texts if _is_header(text)]
    best: tuple[str, list[str]] | None = None
    for candidate in headers:
        bodies = _chained(chain.first(candidate), texts, digests, '{"by":')
        if best is None or len(bodies) > len(best[1]):
            best = candidate, bodies
    return best


def _digests(raw: bytes) -> set[str]:
    return {match.group().decode("ascii") for match in _HASH.finditer(raw)}


def _texts(raw: bytes) -> list[str]:
    """Every object that may be a header, a command or an event, once."""
    return list(dict.fromkeys(text for at in _OPENING.finditer(raw) if (text := _object(raw, at.start()))))


def _chained(digest: str, texts: list[str], digests: set[str], opening: str) -> list[str]:
    """The longest chain from `digest` on, of those texts that begin with `opening`."""
    rest, bodies = [text for text in texts if text.startswith(opening)], []
    while True:
        for text in rest:
            if (following := chain.following(digest, text)) in digests:
                digest = following
                bodies.append(text)
                break
        else:
            return bodies


def _object(raw: bytes, start: int) -> str:
    """The JSON object that begins at `start`, if it is one and in canonical form."""
    text = raw[start : start + _LONGEST].decode("ascii", "replace")
    try:
        data, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return ""
    return text[:end] if isinstance(data, dict) and chain.canonical(data) == text[:end] else ""


def _is_header(text: str) -> bool:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("kind") == "tabletop-session" and isinstance(data.get("seed"), int)
