"""Who one was: the tokens of classes joined from this machine, so that a new start takes the same seat again.

A token is the only proof of who somebody is, so the file is for its owner's eyes only, and the oldest are forgotten.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from tabletop.errors import TabletopError
from tabletop.paths import data_dir

NAME: Final = "seats.json"
KEPT: Final = 40
MOST: Final = 200_000
"""Bytes of the file that are read."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A place in a class."""

    address: str
    """Like http://192.168.1.20:8400."""
    name: str
    token: str
    wants: str = "player"
    title: str = ""
    """The campaign's."""
    pin: str = ""
    """The certificate that was accepted."""


def place() -> Path:
    """Where the tickets are kept. Raises `NoHomeError`."""
    return data_dir() / NAME


def read() -> list[Ticket]:
    """All tickets, the latest first; a damaged or missing file holds none."""
    try:
        with place().open("rb") as file:
            whole = json.loads(file.read(MOST))
    except (OSError, ValueError, RecursionError, TabletopError):
        return []
    known = {field.name for field in fields(Ticket)}
    found = []
    for one in whole.get("tickets", []) if isinstance(whole, dict) else []:
        if isinstance(one, dict) and all(isinstance(one.get(name), str) for name in ("address", "name", "token")):
            found.append(Ticket(**{name: str(value) for name, value in one.items() if name in known}))
    return found[:KEPT]


def of(address: str, name: str = "", wants: str = "player") -> Ticket | None:
    """The latest ticket for a class; with a name only that person's."""
    return next(
        (
            one
            for one in read()
            if one.address == address and one.wants == wants and (not name or one.name.casefold() == name.casefold())
        ),
        None,
    )


def keep(ticket: Ticket) -> str:
    """Remember a ticket; "" or why it cannot be kept."""
    others = (one for one in read() if (one.address, one.name, one.wants) != _key(ticket))
    return _write([ticket, *others])


def forget(ticket: Ticket) -> None:
    """It is no longer good."""
    _write(one for one in read() if one.token != ticket.token)


def _key(ticket: Ticket) -> tuple[str, str, str]:
    return ticket.address, ticket.name, ticket.wants


def _write(tickets: Iterable[Ticket]) -> str:
    text = json.dumps({"tickets": [asdict(one) for one in tickets][:KEPT]}, ensure_ascii=False, indent=1)
    unfinished = ""
    try:
        folder = place().parent
        folder.mkdir(parents=True, exist_ok=True)
        # mkstemp gives 0600, and the name in the folder changes at once: nobody reads half a file.
        number, unfinished = tempfile.mkstemp(dir=folder, prefix=".seats-")
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(unfinished, place())
        return ""
    except (OSError, TabletopError) as error:
        with contextlib.suppress(OSError):
            if unfinished:
                os.unlink(unfinished)
        why = getattr(error, "strerror", None) or str(error)
        return f"Your place cannot be kept on this machine ({why}): after a new start you join again with the code."
