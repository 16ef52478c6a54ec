"""One problem code: what it means, why it matters and what to do."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Confidence = Literal["certain", "likely", "possible"]
"""How sure a finding is: *certain* is so, *likely* is so but for odd intentions, *possible* deserves a look."""

SEVERITIES: Final = {"E": "error", "W": "warning", "T": "tip"}


class Code(NamedTuple):
    """A code's entry.  `bad` and `good` are not only shown: tests run them, just as they stand here.

    `where` says which part of a small whole campaign the two stand in, each line a key of that part (which replaces
    the same key there): ``card``, ``campaign``, ``member``, ``act``, ``ending``, ``deck``; ``cards`` takes whole cards
    (``- id: …``), ``files`` a list of files in a deck's or library's folder, ``call`` the words of a command.
    """

    title: str
    cause: str
    fix: str
    bad: str = ""
    good: str = ""
    where: str = "card"
    word: str = ""
    """The word of `bad` that is marked, the last of its kind; ``''`` where a whole file is meant."""
    confidence: Confidence = "certain"
    found_by: str = "check"
    """The call that finds it, without its paths: ``check`` alone, or ``check --walk``."""

    @property
    def runs(self) -> bool:
        """Whether it has a wrong and a right example."""
        return bool(self.bad and self.good)
