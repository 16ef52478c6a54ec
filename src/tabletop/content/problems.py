"""What is wrong with authored content, and where: one small record that every check of this room makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.codes.code import SEVERITIES
from tabletop.content.text import clean
from tabletop.errors import TabletopError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NEAR: Final = 0.75
_MEANT: Final = re.compile("did you mean “([^”]+)”\\?")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one file; `line` and `column` count from 1, and are 0 when the file as a whole is meant."""

    code: str
    """Stable code, explained by `tabletop.content.codes`."""
    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    """What to do about it; may be empty."""
    excerpt: str = ""
    """The source line, as written."""
    length: int = 1
    """Characters of the excerpt that are meant, from `column` on."""
    card: str = ""
    """Id of the card it stands on, whose `ignore:` may silence it when it is a warning."""
    keys: str = ""
    """The way to it in the file, as ``members/aster/capability``: it stays when lines move."""
    confidence: str = ""
    """``certain``, ``likely`` or ``possible``; left out, the code's own."""
    fix: str | None = None
    """What to write instead of the marked characters, where that is clear; None where a person must decide."""

    def __post_init__(self) -> None:
        if not self.confidence:
            object.__setattr__(self, "confidence", _usual_confidence(self.code))

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``tip``, from the code's first letter."""
        return SEVERITIES[self.code[0]]

    @property
    def is_error(self) -> bool:
        return self.code.startswith("E")

    def one_line(self) -> str:
        """``FILE:LINE:COLUMN: error E104: message (hint)``, fit for a terminal."""
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: " if self.file else ""
        hint = f" ({self.hint})" if self.hint else ""
        return clean(f"{place}{self.heading}: {self.message}{hint}")

    @property
    def heading(self) -> str:
        """``error E204``, and how sure it is where that is not certain: ``warning W202 (likely)``."""
        sure = "" if self.confidence == "certain" else f" ({self.confidence})"
        return f"{self.severity} {self.code}{sure}"

    def as_json(self) -> dict[str, Any]:
        """The fields of ``tabletop check --format json``."""
        return {
            "code": self.code, "severity": self.severity, "file": self.file, "line": self.line,
            "column": self.column, "message": self.message, "hint": self.hint, "length": self.length,
            "card": self.card, "keys": self.keys, "confidence": self.confidence, "fix": self.fix,
        }  # fmt: skip


def _usual_confidence(code: str) -> str:
    if code.startswith("E"):
        return "certain"
    from tabletop.content.codes import CODES

    return CODES[code].confidence if code in CODES else "certain"


def clear_fix(marked: str, hint: str) -> str | None:
    """The word that a hint proposes for a marked one, when the two are near enough to be one word and a slip."""
    word = meant(hint)
    if word is None or SequenceMatcher(None, marked.strip("'\"").lower(), word.lower()).ratio() < _NEAR:
        return None
    return word


def meant(hint: str) -> str | None:
    """The word that a hint proposes in the place of another, or None."""
    found = _MEANT.fullmatch(hint)
    return found.group(1) if found else None


class ContentError(TabletopError):
    """Content that cannot be played; `problems` holds everything found, warnings too, errors first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: not p.is_error)
        first = self.problems[0]
        errors = sum(problem.is_error for problem in problems)
        more = f" (and {errors - 1} more)" if errors > 1 else ""
        place = f"{first.file}:{first.line}:{first.column}: " if first.line else f"{first.file}: "
        super().__init__(f"{place if first.file else ''}{first.message}{more}", first.hint)

    def lines(self) -> list[str]:
        """Every error on a line of its own."""
        return [problem.one_line() for problem in self.problems if problem.is_error]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file and place."""
    return sorted(dict.fromkeys(problems), key=place_of)


def place_of(problem: Problem) -> tuple[str, int, int, str, str]:
    """What problems are sorted by: file and place, then code and message."""
    return problem.file, problem.line, problem.column, problem.code, problem.message
