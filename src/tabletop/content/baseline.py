"""What is new since a day that was agreed on: problems told apart by what and where they are, not by line numbers."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tabletop.content.problems import Problem
from tabletop.content.text import clean
from tabletop.errors import UsageError

FORMAT: Final = 1
_NUMBERS: Final = re.compile(r"[-+−]?\d+(?:[.,]\d+)*")
_MOST_BYTES: Final = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Compared:
    """Problems beside a baseline."""

    new: list[Problem]
    known: list[Problem]
    """What the baseline holds already."""
    gone: int
    """How many of the baseline are mended."""


def fingerprint(problem: Problem, folder: Path | None = None) -> str:
    """A problem's name for comparing: it stays while lines move and numbers change.

    Made of code, file (relative to `folder`, when given), card or keys, and the message without its numbers.
    """
    file = problem.file
    if folder is not None and file:
        try:
            file = os.path.relpath(os.path.abspath(file), folder.absolute())
        except ValueError:  # on another drive
            file = os.path.abspath(file)
    parts = (
        problem.code, file.replace("\\", "/"), problem.card, problem.keys, _NUMBERS.sub("#", clean(problem.message))
    )  # fmt: skip
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def compare(problems: Sequence[Problem], file: Path) -> Compared:
    """The problems beside those that a baseline file holds.  Raises `UsageError` when it cannot be read."""
    held = Counter(_read(file))
    new, known = [], []
    for problem in problems:
        name = fingerprint(problem, file.parent)
        if held[name] > 0:
            held[name] -= 1
            known.append(problem)
        else:
            new.append(problem)
    return Compared(new, known, sum(held.values()))


def write(problems: Sequence[Problem], file: Path) -> None:
    """Write a baseline: one line a problem, readable in a review.  Raises `UsageError` where it cannot be written."""
    rows = [
        {"id": fingerprint(problem, file.parent), "code": problem.code, "message": clean(problem.message)}
        for problem in problems
    ]
    body = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    text = f'{{"tabletop_baseline": {FORMAT}, "problems": [\n  {body}\n]}}\n'
    try:
        file.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the path is not usable"
        raise UsageError(f"The baseline {clean(str(file))} cannot be written: {why}.", "Name another place.") from error


def _read(file: Path) -> list[str]:
    shown = clean(str(file))
    again = "Write it anew: tabletop check PATH --write-baseline FILE"
    try:
        with file.open("rb") as stream:
            raw = stream.read(_MOST_BYTES)
        data: Any = json.loads(raw)
    except (OSError, RecursionError) as error:
        why = getattr(error, "strerror", None) or "it is no baseline"
        raise UsageError(f"The baseline {shown} cannot be read: {why}.", again) from error
    except ValueError as error:
        raise UsageError(f"The baseline {shown} is not one that tabletop wrote.", again) from error
    rows = data.get("problems") if isinstance(data, dict) and data.get("tabletop_baseline") == FORMAT else None
    if not isinstance(rows, list):
        raise UsageError(f"The baseline {shown} is not one that this tabletop wrote.", again)
    return [str(row.get("id")) for row in rows if isinstance(row, dict)]
