"""A session as one JSON Lines file: what is sent to a teacher, kept, and played again elsewhere.

First line: the header (``kind`` tabletop-session, format, campaign, digest, level, seed, people, rules version).  Then
a line for each command with its digest of the chain.  A game that a class played has a line for each event after them,
with a chain of their own.  Last line: how it ended and the hash of the final state.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tabletop.game.game import Game
from tabletop.game.saves import check_header, check_rules, form_of, restore, upgrade
from tabletop.session import chain
from tabletop.session.errors import DamagedError, SessionError
from tabletop.session.store import Store, progress
from tabletop.session.table import campaign_of

LINE_LIMIT: Final = 100_000
LINES_LIMIT: Final = 100_000
EVENT: Final = "event"
"""The kind of a line that is an event of a class."""


def export_lines(
    game: Game, npc: Mapping[str, Any] | None = None, header: Mapping[str, Any] | None = None,
    events: Sequence[Mapping[str, Any]] = (),
) -> Iterator[str]:  # fmt: skip
    """The lines of a game's export, without line ends; `header` as it is stored, where there is one.

    `events` are those of a class beside the game.
    """
    form = form_of(game)
    head = dict(header or {"kind": "tabletop-session", "format": form, **game.header(), "npc": dict(npc or {})})
    # The stored header is older than the first step, and an older program must learn of that from the first line.
    head["format"] = max(int(head["format"]), form)
    text = chain.canonical(head)
    yield text
    digest = chain.first(text)
    for command in game.commands:
        body = command.as_json()
        digest = chain.following(digest, chain.canonical(body))
        yield chain.canonical({**body, "hash": digest})
    digest = chain.first_event(text)
    for event in events:
        digest = chain.following(digest, chain.canonical(event))
        yield chain.canonical({"kind": EVENT, "event": dict(event), "hash": digest})
    yield chain.canonical({
        "kind": "end", "commands": len(game.commands), "turn": game.turn, "outcome": game.outcome or None,
        "state_hash": game.state_hash, **({"events": len(events)} if events else {}),
    })  # fmt: skip


def export(store: Store, name: str, library: Sequence[Path] = ()) -> Iterator[str]:
    """The lines of a stored session; checked and played again first."""
    header, rows, facts = store.read(name)
    campaign = campaign_of(header, facts, library)
    game = restore(header, [row.data() for row in rows], campaign)
    yield from export_lines(game, header=header, events=store.events(name))


def read_export(lines: Iterable[str], library: Sequence[Path] = (), source: str = "") -> tuple[dict[str, Any], Game]:
    """Header and game of an exported session, checked in every way.

    Raises `SessionError`, `SaveError` or `ContentError` with the line that is wrong.
    """
    header, game, _ = read_whole(lines, library, source)
    return header, game


def read_whole(
    lines: Iterable[str], library: Sequence[Path] = (), source: str = ""
) -> tuple[dict[str, Any], Game, list[dict[str, Any]]]:
    """Header, game and events; otherwise as `read_export`."""
    rows = _parsed(lines)
    if not rows or rows[0].get("kind") != "tabletop-session":
        raise SessionError("This is not an exported session: the first line is no header.", "Export it again.")
    header, body, end = rows[0], rows[1:-1], rows[-1]
    if len(rows) < 2 or end.get("kind") != "end":
        raise DamagedError(
            "The export is cut short: its last line is missing.", "Export it again.", whole=max(0, len(rows) - 1)
        )
    told = next((number for number, row in enumerate(body) if row.get("kind") == EVENT), len(body))
    body, noted = body[:told], body[told:]
    _check_chain(header, body)
    events = _check_events(header, noted, told)
    head, commands = upgrade(header, [{k: v for k, v in row.items() if k != "hash"} for row in body])
    check_header(head)
    check_rules(head)
    game = restore(head, commands, campaign_of(head, {"source": source}, library))
    counts = end.get("commands"), end.get("events", 0)
    if counts != (len(body), len(events)) or end.get("state_hash") != game.state_hash:
        raise DamagedError(
            "The export does not end where it says: its final state differs from what its commands make.",
            "It was changed after it was written, or made by a faulty program.",
        )
    return head, game, events


def import_session(store: Store, lines: Iterable[str], library: Sequence[Path] = (), source: str = "") -> str:
    """Check an exported session and store it; the new session's name.  Raises like `read_export`."""
    header, game, events = read_whole(lines, library, source)
    facts = {"title": game.campaign.title, "imported": True, "progress": progress(game)}
    return store.add(header, [command.as_json() for command in game.commands], facts, events)


def _parsed(lines: Iterable[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if number > LINES_LIMIT or len(line) > LINE_LIMIT:
            raise SessionError(f"Line {number}: the export is too large.", "It is not a Tabletop session.")
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DamagedError(
                f"Line {number} of the export is not JSON.", "Export it again.", whole=max(0, number - 2)
            ) from error
        if not isinstance(row, dict):
            raise DamagedError(
                f"Line {number} of the export is no object.", "Export it again.", whole=max(0, number - 2)
            )
        rows.append(row)
    return rows


def _check_chain(header: Mapping[str, Any], body: Sequence[Mapping[str, Any]]) -> None:
    """Raise `DamagedError` at the first command that is not as it was written."""
    try:
        digest = chain.first(chain.canonical(header))
        for number, row in enumerate(body):
            command = {k: v for k, v in row.items() if k != "hash"}
            digest = chain.following(digest, chain.canonical(command))
            if row.get("hash") != digest:
                raise DamagedError(
                    f"Line {number + 2} of the export (command {number}) is not as it was written.",
                    "Export it again.",
                    whole=number,
                )
    except (ValueError, RecursionError) as error:
        raise DamagedError("The export holds numbers that JSON does not have.", "Export it again.") from error


def _check_events(header: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], before: int) -> list[dict[str, Any]]:
    """The events of these lines; raises `DamagedError` at the first that is not as it was written."""
    digest, events = chain.first_event(chain.canonical(header)), []
    for number, row in enumerate(rows):
        event = row.get("event")
        if row.get("kind") == EVENT and isinstance(event, dict) and set(row) == {"kind", "event", "hash"}:
            with contextlib.suppress(ValueError, RecursionError):
                digest = chain.following(digest, chain.canonical(event))
                if row["hash"] == digest:
                    events.append(event)
                    continue
        raise DamagedError(
            f"Line {before + number + 2} of the export (event {number}) is not as it was written.",
            "Export it again.", whole=before,
        )  # fmt: skip
    return events
