"""A whole class as one file, mid-game: to a second laptop, to a stick, to a colleague, and on from there.

The file is a zip: ``class.jsonl`` with the class's header, facts and events, and for each session that the class plays
or has left ``sessions/NAME.jsonl``, as `tabletop sessions export` writes them.  Tokens travel as digests, so the pages
of the people in the room find their way to the new host by themselves.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tabletop.host.room import record
from tabletop.host.room.shelf import facts_of, sessions_of
from tabletop.session import chain
from tabletop.session.disk import refused
from tabletop.session.errors import DamagedError, SessionError
from tabletop.session.exchange import export_lines, read_whole
from tabletop.session.journal import Journal, remove
from tabletop.session.store import Store, progress

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.facts import ClassFacts

MOST_BYTES: Final = 400_000_000
"""Of all files together, unpacked: a zip must not be a way to fill a disk."""
MOST_FILES: Final = 500
_FILE: Final = re.compile(r"class\.jsonl|sessions/[a-z0-9][a-z0-9-]{0,79}\.jsonl")
_TRIES: Final = 5
_KEPT: Final = ("title", "beat")
_ABOUT: Final = (record.NAME, record.FILLED, record.SHEET)
_SHEET_BYTES: Final = 100_000
_UNREADABLE: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, UnicodeError, RuntimeError, NotImplementedError, EOFError,
)  # fmt: skip

Data = dict[str, Any]


def pack(room: Classroom, path: Path) -> None:
    """Write the class to a file, whole or not at all; raises `StorageError`."""
    room.flush()
    lines = list(_class_lines(room.journal, round(room.now(), 3)))
    noted = room.journal.facts()
    _write(path, lines, _sessions(room.store, room.facts, noted, room.campaign))


def pack_stored(store: Store, name: str, path: Path, library: Sequence[Path] = ()) -> None:
    """Write a class to a file as its disk has it; its host may have stopped, or go on meanwhile.

    Raises `SessionError` and its kinds, `ContentError` when the campaign is gone.
    """
    with record.open_class(store, name, write=False) as journal:
        campaign = record.campaign(journal, library)
        for _ in range(_TRIES):
            noted, facts = journal.facts(), facts_of(journal)
            beat = noted.get("beat")
            # The clock stands while there is no host, so the time is the one that was noted last, and not now.
            lines = list(_class_lines(journal, beat if isinstance(beat, int | float) else facts.last))
            sessions = dict(_sessions(store, facts, noted, campaign))
            gone = [played.session for played in facts.groups.values() if played.session not in sessions]
            if gone or not facts.groups:
                raise SessionError(
                    f"The class {name} cannot be exported: a game that it plays was deleted.",
                    f"tabletop sessions delete {name} removes what is left of it.",
                )
            # Nobody may come in, and no group change its game, between the class's own part and the games'.
            if len(journal.events()) == len(lines) - 3:
                _write(path, lines, sessions.items())
                return
    raise SessionError(f"The class {name} changes too fast to be exported.", "Export it from its console, with x.")


def _write(path: Path, lines: Sequence[str], sessions: Iterable[tuple[str, str]]) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.touch(mode=0o600)  # everybody's secrets are in it
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as zipped:
            zipped.writestr("class.jsonl", _text(lines))
            for name, text in sessions:
                zipped.writestr(f"sessions/{name}.jsonl", text)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise refused(path, error) from error


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _sessions(store: Store, facts: ClassFacts, noted: Data, campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Every session that the class plays or has left and that is still there, as the class calls it, and its text."""
    known = set(store.names())
    for name in sessions_of(facts):
        present = record.present_name(store, noted, name)
        if present in known:
            yield name, _text(_session_lines(store, present, campaign))


def _session_lines(store: Store, name: str, campaign: Campaign) -> Iterator[str]:
    from tabletop.game.saves import restore

    header, rows, _ = store.read(name)
    # A host that goes on may have stored more between the two: what is noted of commands to come is left out.
    events = [event for event in store.events(name) if int(event.get("after", 0)) <= len(rows)]
    yield from export_lines(restore(header, [row.data() for row in rows], campaign), header=header, events=events)


def _class_lines(journal: Journal, beat: float) -> Iterator[str]:
    header, facts = journal.header(), journal.facts()
    kept = {name: facts[name] for name in facts if name in _KEPT or name.startswith(_ABOUT)}
    yield chain.canonical(header)
    yield chain.canonical({"kind": "facts", "facts": {**kept, "beat": beat}})
    digest = chain.first_event(chain.canonical(header))
    count = 0
    for row in journal.events():
        digest = chain.following(digest, row.body)
        count += 1
        yield chain.canonical({"kind": "event", "event": row.data(), "hash": digest})
    yield chain.canonical({"kind": "end", "events": count})


def unpack(path: Path, store: Store, library: Sequence[Path] = ()) -> str:
    """Store an exported class; its name.  Raises `SessionError` and its kinds, `SaveError` or `ContentError`."""
    try:
        with zipfile.ZipFile(path) as zipped:
            files = _read(zipped)
    except _UNREADABLE as error:
        raise DamagedError("This is not an exported class, or it is damaged.", "Export it again.") from error
    except OSError as error:
        raise SessionError(
            f"The file {path.name} cannot be read: {(error.strerror or 'it is gone').lower()}.", "Look at its name."
        ) from error
    if "class.jsonl" not in files:
        raise SessionError("This is not an exported class: it has no class.jsonl.", "Export it again.")
    header, facts, events = _read_class(files["class.jsonl"])
    made: list[str] = []
    called: dict[str, str] = {}
    filed: Path | None = None
    try:
        for name in sorted(files.keys() - {"class.jsonl"}):
            old = name.removeprefix("sessions/").removesuffix(".jsonl")
            called[old] = _take_session(store, files[name], library)
            made.append(called[old])
        wanted = {event["data"]["session"] for event in events if event["kind"] == "group"}
        latest = {int(event["data"]["n"]): event["data"]["session"] for event in events if event["kind"] == "group"}
        gone = [name for name in latest.values() if name not in called]
        if not wanted or gone:
            raise DamagedError("The exported class lacks one of its games.", "Export it again.")
        with record.create(store, {k: v for k, v in header.items() if k not in ("kind", "format")}, facts) as journal:
            filed = journal.path
            for name in made:
                with store.open(name) as session:
                    session.append([], facts={"class": journal.name})
            journal.append([], events=events, facts={record.CALLED: {**dict(_called(facts)), **called}})
            return journal.name
    except BaseException:
        for name in made:
            with contextlib.suppress(SessionError):
                store.delete(name)
        if filed is not None:
            with contextlib.suppress(SessionError):
                remove(filed)
        raise


def _called(facts: Mapping[str, Any]) -> Mapping[str, str]:
    found = facts.get(record.CALLED)
    return found if isinstance(found, dict) else {}


def _take_session(store: Store, text: str, library: Sequence[Path]) -> str:
    header, game, events = read_whole(text.split("\n"), library)
    facts = {"title": game.campaign.title, "imported": True, "progress": progress(game)}
    return store.add(header, [command.as_json() for command in game.commands], facts, events)


def _read(zipped: zipfile.ZipFile) -> dict[str, str]:
    """The files by name; nothing is written anywhere, and no name is followed."""
    infos = [info for info in zipped.infolist() if not info.is_dir()]
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
        raise SessionError("The file is too large for a class.", "It is not an exported class.")
    found: dict[str, str] = {}
    for info in infos:
        if not _FILE.fullmatch(info.filename) or info.filename in found:
            raise SessionError("The file holds other things than a class.", "It is not an exported class.")
        with zipped.open(info) as file:
            # The size in the directory is only a claim.
            data = file.read(info.file_size + 1)
        if len(data) != info.file_size:
            raise DamagedError("The exported class is damaged.", "Export it again.")
        found[info.filename] = data.decode("utf-8")
    return found


def _read_class(text: str) -> tuple[Data, Data, list[Data]]:
    """Header, facts and events of the class, with their chain checked."""
    wrong = DamagedError("The exported class is damaged: its own record is not as it was written.", "Export it again.")
    try:
        rows = [json.loads(line) for line in text.split("\n") if line]
        header, noted, end = rows[0], rows[1], rows[-1]
        body = rows[2:-1]
        if header["kind"] != record.KIND or noted["kind"] != "facts" or end != {"kind": "end", "events": len(body)}:
            raise wrong
        if header["format"] != record.FORMAT:
            raise SessionError("The class was exported by another version.", "Open it with a newer Tabletop.")
        digest = chain.first_event(chain.canonical(header))
        for row in body:
            digest = chain.following(digest, chain.canonical(row["event"]))
            if row["hash"] != digest:
                raise wrong
        facts = {str(name): value for name, value in dict(noted["facts"]).items()}
        # The place of the campaign is this machine's business: a stranger's file names none.
        facts = {name: value for name, value in facts.items() if _fitting(name, value)}
        return header, facts, [dict(row["event"]) for row in body]
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise wrong from error


def _fitting(name: str, value: Any) -> bool:
    if name.startswith(record.NAME):
        return isinstance(value, str) and len(value) <= 80
    if name.startswith(record.FILLED):
        return isinstance(value, list) and len(value) <= 40
    if name.startswith(record.SHEET):
        return _is_sheet(value) and len(name) <= 80
    return (name == "title" and isinstance(value, str)) or (name == "beat" and isinstance(value, int | float))


def _is_sheet(value: Any) -> bool:
    known = isinstance(value, dict) and value.keys() == {"form", "answers"} and isinstance(value["answers"], dict)
    return known and isinstance(value["form"], str) and len(json.dumps(value)) <= _SHEET_BYTES
