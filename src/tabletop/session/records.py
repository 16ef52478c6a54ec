"""What was played: one line for every game that ended, in `records.jsonl` beside the sessions.

A line is written once, when a game that is kept ends for the first time: what is changed afterwards by taking a turn
back makes no new record.  A game that is not kept, or that nobody played, leaves none.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tabletop.paths import data_dir

if TYPE_CHECKING:
    from tabletop.game.game import Game

NAME: Final = "records.jsonl"
GRADES: Final = "ABCDEF"
MOST_TROUBLES: Final = 5


@dataclass(frozen=True, slots=True)
class Record:
    """One game that ended."""

    session: str
    campaign: str
    title: str
    level: str
    skill: str
    """How well the others played: easy, normal or hard."""
    people: tuple[str, ...]
    """Members that people played, by id."""
    outcome: str
    grade: str
    cohesion: float
    stability: float
    turns: int
    daily: str = ""
    """The date, if it was the game of that day."""
    luck: str = "fresh"
    """"known" when the luck was chosen or had been played before."""
    taken_back: int = 0
    """How often a decision was taken back."""
    honours: tuple[str, ...] = ()
    ended: str = ""
    """When, in UTC."""

    @property
    def lower(self) -> float:
        """The lower index, which gives the grade."""
        return min(self.cohesion, self.stability)

    def rank(self) -> tuple[int, float]:
        """The smaller, the better."""
        return GRADES.find(self.grade) if self.grade in GRADES else len(GRADES), -self.lower


@dataclass(frozen=True, slots=True)
class Book:
    """All records, the oldest first, and what could not be read."""

    records: tuple[Record, ...] = ()
    troubles: tuple[str, ...] = ()

    def best(self) -> dict[tuple[str, str], Record]:
        """The best game of each campaign and level."""
        found: dict[tuple[str, str], Record] = {}
        for record in self.records:
            key = record.campaign, record.level
            if key not in found or record.rank() < found[key].rank():
                found[key] = record
        return found

    def honours(self) -> dict[str, int]:
        """How often each honour was earned, by id."""
        found: dict[str, int] = {}
        for record in self.records:
            for name in dict.fromkeys(record.honours):
                found[name] = found.get(name, 0) + 1
        return found

    def of_day(self, day: str) -> Record | None:
        """The game of a day, if it was played."""
        return next((record for record in self.records if record.daily == day), None)

    def streak(self, day: date) -> int:
        """How many days in a row the game of the day was played, up to `day` or the day before."""
        played = {record.daily for record in self.records}
        at = day if day.isoformat() in played else day - timedelta(days=1)
        days = 0
        while at.isoformat() in played:
            days += 1
            at -= timedelta(days=1)
        return days


def place() -> Path:
    """Where the records are kept.  Raises `NoHomeError`."""
    return data_dir() / NAME


def read(path: Path | None = None) -> Book:
    """All records; lines that cannot be read are left out and told.  Raises OSError."""
    try:
        raw = (path or place()).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Book()
    records: dict[str, Record] = {}
    damaged = []
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        found = _record(line)
        if found is None:
            damaged.append(number)
        else:
            records.setdefault(found.session, found)
    return Book(tuple(records.values()), tuple(_troubles(damaged)))


def add(record: Record, path: Path | None = None) -> Record | None:
    """Keep a record, unless its session has one; what was written.  Raises OSError.

    The game of a day counts once: a second one is kept as a game with known luck.
    """
    path = path or place()
    book = read(path)
    if any(known.session == record.session for known in book.records):
        return None
    if record.daily and book.of_day(record.daily):
        record = replace(record, daily="", luck="known")
    line = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
    try:
        # A line that was cut off by a full disk must not swallow this one.
        start = b"\n" if _cut_off(path) else b""
        os.write(handle, start + line + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)
    return record


def record_of(game: Game, session: str, facts: Mapping[str, Any]) -> Record:
    """The record of a game that has ended; `facts` are those beside the session."""
    from tabletop.game.honours import honours

    last, end = game.played[-1], game.view().end
    known = "forked" in facts or facts.get("luck") == "known"
    return Record(
        session=session,
        campaign=game.campaign.id,
        title=game.campaign.title,
        level=game.level.word,
        skill=str(facts.get("skill", "normal")),
        people=game.people,
        outcome=game.outcome,
        grade=end.grade if end else "",
        cohesion=last.cohesion,
        stability=last.stability,
        turns=len(game.played),
        daily=str(facts.get("daily", "")),
        luck="known" if known else "fresh",
        taken_back=sum(command.kind == "undo" for command in game.commands),
        honours=tuple(honour.id for honour in honours(game) if honour.earned),
        ended=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    )


# ---- how


def _record(line: bytes) -> Record | None:
    try:
        data = json.loads(line)
        if not isinstance(data, dict):
            return None
        known: dict[str, Any] = {entry.name: data[entry.name] for entry in fields(Record) if entry.name in data}
        for name in ("people", "honours"):
            known[name] = tuple(str(one) for one in _list(known.get(name, ())))
        for name in ("cohesion", "stability"):
            known[name] = float(known[name])
        for name in ("turns", "taken_back"):
            known[name] = int(known.get(name, 0))
        for name in set(known) - {"people", "honours", "cohesion", "stability", "turns", "taken_back"}:
            known[name] = str(known[name])
        return Record(**known)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError("not a list")
    return value


def _troubles(damaged: Sequence[int]) -> Iterable[str]:
    if not damaged:
        return
    lines = ", ".join(str(number) for number in damaged[:MOST_TROUBLES])
    more = " and more" if len(damaged) > MOST_TROUBLES else ""
    word = "line" if len(damaged) == 1 else "lines"
    yield f"{NAME}: {word} {lines}{more} cannot be read and {'is' if len(damaged) == 1 else 'are'} left out."


def _cut_off(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
