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
from tabletop.session.errors import SessionError
from tabletop.session.journal import SUFFIX

_HASH: Final = re.compile(rb"[0-9a-f]{64}")
_OPENING: Final = re.compile(rb'\{"(?:by|campaign)":')
_LONGEST: Final = 60_000


def salvage(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]:
    """Header, whole commands and facts of a session file; raises `SessionError` when its header is lost."""
    facts, header, bodies = _from_database(path)
    try:
        raw = path.read_bytes()
    except OSError:
        raw = b""
    found = _from_bytes(raw, header)
    if found is not None and (not header or len(found[1]) > len(bodies)):
        header, bodies = found
    if not header:
        name = path.name.removesuffix(SUFFIX)
        raise SessionError(
            f"Nothing of the session {name} can be recovered: its header is lost.", f"The file stays: {path}"
        )
    return json.loads(header), [json.loads(body) for body in bodies], facts


def _from_database(path: Path) -> tuple[dict[str, Any], str, list[str]]:
    """What SQL still reads: facts, header, and the beginning of the commands whose chain holds."""
    facts: dict[str, Any] = {}
    header = ""
    bodies: list[str] = []
    with contextlib.suppress(sqlite3.Error, ValueError, TypeError):
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        with contextlib.closing(database):
            for name, value in database.execute("SELECT name, value FROM facts"):
                if name == "header":
                    header = str(value)
                else:
                    with contextlib.suppress(ValueError, TypeError, RecursionError):
                        facts[str(name)] = json.loads(value)
            digest = chain.first(header)
            for number, body, stored in database.execute("SELECT number, body, hash FROM commands ORDER BY number"):
                digest = chain.following(digest, str(body))
                if number != len(bodies) or stored != digest:
                    break
                bodies.append(str(body))
    return facts, header if _is_header(header) else "", bodies


def _from_bytes(raw: bytes, header: str) -> tuple[str, list[str]] | None:
    """What the bytes still hold: the longest chain that begins with a header among them."""
    digests = {match.group().decode("ascii") for match in _HASH.finditer(raw)}
    texts = list(dict.fromkeys(text for at in _OPENING.finditer(raw) if (text := _object(raw, at.start()))))
    headers = [header] if header else [text for text in texts if _is_header(text)]
    best: tuple[str, list[str]] | None = None
    for candidate in headers:
        digest, rest = chain.first(candidate), [text for text in texts if text.startswith('{"by":')]
        bodies: list[str] = []
        while True:
            for text in rest:
                if (following := chain.following(digest, text)) in digests:
                    digest = following
                    bodies.append(text)
                    break
            else:
                break
        if best is None or len(bodies) > len(best[1]):
            best = candidate, bodies
    return best


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
