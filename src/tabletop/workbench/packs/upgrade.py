"""Older content brought to this program's format: keys are renamed where they stand, and every other byte stays."""

from __future__ import annotations

import contextlib
import difflib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tabletop.content import checking, library, loading, reader
from tabletop.content.campaign_models import FORMAT
from tabletop.content.library import Found
from tabletop.content.places import Document
from tabletop.content.problems import ContentError, Problem
from tabletop.workbench.packs import steps
from tabletop.workbench.packs.errors import PackError
from tabletop.workbench.packs.steps import Rename, Step

Folders = Sequence[str | os.PathLike[str]]
_MARK: Final = b"\xef\xbb\xbf"


@dataclass
class Change:
    """One file, as it is and as it would be."""

    path: Path
    before: str
    after: str
    """Both with the line ends of the file, without a byte-order mark."""
    marked: bool = False
    keys: int = 0
    """Keys that are renamed; the number of the format is not among them."""

    def diff(self) -> str:
        """A unified diff, for people and for ``patch``."""
        name = library.shown(self.path)
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        lines = [
            line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
            for line in difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
        ]
        return "".join(lines)


@dataclass
class Plan:
    """What an upgrade of one campaign or deck would do."""

    found: Found
    format: int
    """The format it is written in."""
    changes: list[Change] = field(default_factory=list)
    """In the order in which they are written: the main file, which names the format, comes last."""


def plans(path: str, folders: Folders = ()) -> list[Plan]:
    """What is to be done for every campaign and deck at a path or with an id.

    Raises `ContentError` for files that cannot be read, for a newer format, and for a key that is there under its old
    and its new name.
    """
    return [plan(found) for found, _ in checking.meant(path, folders)]


def plan(found: Found) -> Plan:
    """What is to be done for one campaign or deck."""
    main = _document(found.file, found.root)
    data = main.data
    written = data.get("format") if isinstance(data, dict) else None
    if not isinstance(written, int) or isinstance(written, bool):
        hint = "write format: 0 for a draft, format: 1 for anything else"
        raise ContentError([main.root.problem("E202", "“format” is missing", hint)])
    where = main.root / "format"
    if written > FORMAT:
        raise ContentError(
            [
                where.problem(
                    "E212",
                    f"this file has format {written}, and this program reads format {FORMAT}",
                    "install a newer version of Tabletop; files are never brought back to an older format",
                )
            ]
        )
    road = [step for step in steps.STEPS if step.start >= written]
    made = Plan(found, written)
    if not road:
        return made
    if road[0].start != written:
        hint = f"formats begin at {road[0].start}"
        raise ContentError([where.problem("E212", f"format {written} is not known", hint)])
    documents = [(file, _document(file, found.root)) for file in loading.card_files(found)]
    for file, document in [*documents, (found.file, main)]:
        change = _changed(file, document, road, is_main=document is main)
        if change.before != change.after:
            made.changes.append(change)
    return made


def write(made: Plan) -> list[Path]:
    """Write a plan's files, each whole or not at all, and keep the old ones beside them; the names of those."""
    kept: list[Path] = []
    for change in made.changes:
        real = Path(os.path.realpath(change.path))
        try:
            kept.append(_keep(real, made.format))
            part = real.with_name(f".{real.name}.{os.getpid()}.part")
            try:
                with part.open("xb") as file:
                    file.write((_MARK if change.marked else b"") + change.after.encode())
                    file.flush()
                    os.fsync(file.fileno())
                os.chmod(part, real.stat().st_mode & 0o777)
                os.replace(part, real)
            finally:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)
        except OSError as error:
            raise PackError(
                f"{library.shown(change.path)} cannot be written: {error.strerror}.",
                "What was written before it is whole; the same call goes on from there.",
            ) from error
    return kept


def _keep(real: Path, written: int) -> Path:
    """Copy a file to a name that nothing has yet."""
    for count in range(1000):
        target = real.with_name(f"{real.name}.format-{written}{f'-{count}' if count else ''}.bak")
        with contextlib.suppress(FileExistsError), target.open("xb") as file:
            file.write(real.read_bytes())
            file.flush()
            os.fsync(file.fileno())
            return target
    raise FileExistsError(17, "too many copies are kept already", str(real))


def _document(file: Path, root: Path) -> Document:
    document = reader.read(file, root, name=library.shown(file))
    if not document.sound or any(problem.is_error for problem in document.source.problems):
        raise ContentError(document.source.problems)
    return document


def _changed(file: Path, document: Document, road: Sequence[Step], *, is_main: bool) -> Change:
    raw = file.read_bytes()
    before = after = raw.removeprefix(_MARK).decode("utf-8")
    keys = 0
    for step in road:
        edits = _edits(document, after.split("\n"), step, is_main)
        keys += len(edits)
        lines = after.split("\n")
        if is_main:
            line, column, size = document.value_of(("format",))
            edits[line, column] = (size, str(step.start + 1))
        # From the end to the beginning, so that no edit moves the place of another.
        for (line, start), (size, new) in sorted(edits.items(), reverse=True):
            lines[line] = lines[line][:start] + new + lines[line][start + size :]
        after = "\n".join(lines)
        document = reader.read_text(after, document.source.name)
    return Change(file, before, after, raw.startswith(_MARK), keys)


def _edits(document: Document, lines: list[str], step: Step, is_main: bool) -> dict[tuple[int, int], tuple[int, str]]:
    """Line and column of each key that a step renames, the length of its name there, and the new name."""
    edits: dict[tuple[int, int], tuple[int, str]] = {}
    problems: list[Problem] = []
    for rename, root, part in _rules(document.data, step, is_main):
        for path, _ in steps.places(part, rename, root):
            old, new = rename.old, rename.new
            line, column, _ = document.key_of((*path, old))
            start = column + (lines[line][column : column + 1] in ('"', "'"))
            what = hint = ""
            if document.has((*path, new)):
                what, hint = f"“{old}” and “{new}” are both there", f"delete one of them; “{new}” is today's name"
            elif lines[line][start : start + len(old)] != old:
                what, hint = f"“{old}” is spelled with escapes", "write it plainly"
            if what:
                where = document.root.at(*path) / old
                problems.append(where.problem("E112", what, hint, key=True))
            edits[line, start] = (len(old), new)
    if problems:
        raise ContentError(problems)
    return edits


def _rules(data: Any, step: Step, is_main: bool) -> Iterator[tuple[Rename, steps.Path, Any]]:
    cards = data.get("cards") if is_main and isinstance(data, dict) else data
    root: steps.Path = ("cards",) if is_main else ()
    if is_main:
        yield from ((rename, (), data) for rename in step.heads)
    for index, card in enumerate(cards if isinstance(cards, list) else []):
        yield from ((rename, (*root, index), card) for rename in step.cards)
