"""What is wrong with authored content, and where: one small record that every check of this room makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tabletop.content.text import clean
from tabletop.errors import TabletopError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEVERITIES = {"E": "error", "W": "warning", "T": "tip"}


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
        return clean(f"{place}{self.severity} {self.code}: {self.message}{hint}")

    def as_json(self) -> dict[str, Any]:
        """The fields of ``tabletop check --format json``."""
        return {
            "code": self.code, "severity": self.severity, "file": self.file, "line": self.line,
            "column": self.column, "message": self.message, "hint": self.hint,
        }  # fmt: skip


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
    return sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.column, p.code, p.message))
