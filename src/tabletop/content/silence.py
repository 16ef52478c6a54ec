"""Findings that an author has looked at and keeps, with a reason: on a card, in ``campaign.yaml`` or in ``deck.yaml``.

A card's `ignore:` covers what stands on the card, a file's what stands in the file outside its cards.  Errors cannot be
ignored.  A line that silences nothing is told, so that it does not outlive its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tabletop.content.codes import CODES
from tabletop.content.loading import Loaded
from tabletop.content.places import Place
from tabletop.content.problems import Problem


@dataclass(frozen=True, slots=True)
class _Ignore:
    """One line under `ignore:`."""

    place: Place
    code: str
    what: str

    def covers(self, problem: Problem) -> bool:
        if problem.code != self.code or problem.is_error:
            return False
        if self.place.card:
            return problem.card == self.place.card
        return not problem.card and problem.file == self.place.document.source.name


def silence(loaded: Loaded, problems: Sequence[Problem], *, complete: bool = True) -> list[Problem]:
    """Problems without those that are ignored, and with a W204 for each line that ignores nothing.

    With `complete` false not everything was looked for, so that nothing is said of lines without use.
    """
    lines = list(_lines(loaded))
    used: set[int] = set()
    kept = []
    for problem in problems:
        covering = [number for number, line in enumerate(lines) if line.covers(problem)]
        used.update(covering)
        if not covering:
            kept.append(problem)
    if not complete:
        return kept
    for number, line in enumerate(lines):
        # What only walks find is not missed by a check without them.
        if number not in used and (line.code not in CODES or CODES[line.code].found_by == "check"):
            kept.append(
                line.place.problem(
                    "W204", f"there is no {line.code} {line.what} to ignore", "delete the line", key=True
                )
            )
    return kept


def covered(loaded: Loaded, problems: Sequence[Problem]) -> list[Problem]:
    """Problems without those that are ignored: for findings that come later, from walks."""
    return silence(loaded, problems, complete=False)


def _lines(loaded: Loaded) -> Iterator[_Ignore]:
    for entry in loaded.cards:
        yield from _of(entry.place, entry.card.ignore, "on this card")
    for place, ignored in loaded.ignored:
        yield from _of(place, ignored, "in this file outside the cards")


def _of(place: Place, ignored: Mapping[str, str], what: str) -> Iterator[_Ignore]:
    for code in ignored:
        yield _Ignore(place.at("ignore", code), code, what)
