"""Fixes carried out: the marked words of a file replaced, and not a byte besides."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tabletop.content.problems import Problem
from tabletop.content.text import clean, shorten
from tabletop.errors import TabletopError

_QUOTES = ("'", '"')


@dataclass(frozen=True, slots=True)
class Mended:
    """One file before and after its fixes."""

    file: Path
    before: str
    after: str
    done: tuple[Problem, ...]
    """The problems whose fix was carried out, from top to bottom."""

    def lines(self) -> Iterable[str]:
        """A line for each replacement: where, what was there, and what is there now."""
        for problem in self.done:
            old = shorten(_marked(problem)) or "nothing"
            new = shorten(problem.fix or "") or "nothing"
            yield clean(f"{problem.file}:{problem.line}:{problem.column}: {old} → {new} ({problem.code})")

    def diff(self) -> str:
        """The change as a unified diff."""
        name = clean(str(self.file)).replace("\\", "/")
        lines = [line.splitlines() for line in (self.before, self.after)]
        made = difflib.unified_diff(lines[0], lines[1], f"a/{name}", f"b/{name}", lineterm="")
        return "".join(clean(line) + "\n" for line in made)


def _marked(problem: Problem) -> str:
    return problem.excerpt[problem.column - 1 : problem.column - 1 + problem.length]


def mend(problems: Sequence[Problem], roots: Sequence[Path]) -> list[Mended]:
    """What the fixes of some problems would make of their files, those inside `roots` only; nothing is written.

    A problem is left alone when its line is not as it was read, or another fix touches the same characters.
    """
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.fix is not None and problem.line and _clear(problem):
            by_file.setdefault(problem.file, []).append(problem)
    found = []
    for name, wanted in by_file.items():
        file = Path(name)
        if not any(_inside(file, root) for root in roots):
            continue
        mended = _mend_file(file, wanted)
        if mended is not None:
            found.append(mended)
    return found


def _clear(problem: Problem) -> bool:
    """Whether the marked characters are a whole word: half of a quoted one cannot be replaced."""
    marked = _marked(problem)
    if len(marked) != problem.length:
        return False
    opened, closed = marked[:1] in _QUOTES, marked[-1:] in _QUOTES
    return (not opened and not closed) or (len(marked) > 1 and marked[0] == marked[-1])


def _inside(file: Path, root: Path) -> bool:
    try:
        return file.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _mend_file(file: Path, wanted: Sequence[Problem]) -> Mended | None:
    try:
        before = file.read_bytes().decode("utf-8")
    except (OSError, ValueError):
        return None
    # Split as the reader does: at \n alone, a byte-order mark belonging to no line.
    mark = "\ufeff" if before.startswith("\ufeff") else ""
    lines = before.removeprefix(mark).split("\n")
    done: list[Problem] = []
    line, free = -1, 0
    # From the end backwards, so that what stands before keeps its place.
    for problem in sorted(wanted, key=lambda p: (p.line, p.column), reverse=True):
        start, end = problem.column - 1, problem.column - 1 + problem.length
        if problem.line - 1 != line:
            line = problem.line - 1
            free = len(lines[line]) if line < len(lines) and lines[line].removesuffix("\r") == problem.excerpt else -1
        if end <= free:
            lines[line] = f"{lines[line][:start]}{problem.fix}{lines[line][end:]}"
            free = start
            done.append(problem)
    after = mark + "\n".join(lines)
    return Mended(file, before, after, tuple(reversed(done))) if after != before else None


def write(mended: Iterable[Mended]) -> None:
    """Put the mended text in the place of the files, each in one step.  Raises `TabletopError` where that fails."""
    for item in mended:
        try:
            _replace(item)
        except OSError as error:
            raise TabletopError(
                f"{clean(str(item.file))} cannot be written: {error.strerror}.", "Nothing of it was changed."
            ) from error


def _replace(item: Mended) -> None:
    target = item.file.resolve()
    handle, name = tempfile.mkstemp(prefix=".mended-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(item.after.encode("utf-8"))
        os.chmod(name, target.stat().st_mode & 0o7777)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
