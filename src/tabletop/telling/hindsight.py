"""Looking back, in words: what each member chose in a turn and why, and what really happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.telling.sentences import Names
from tabletop.telling.words import CLAUSE, STRATEGY, TACTIC

if TYPE_CHECKING:
    from tabletop.game.choice import Choice
    from tabletop.game.viewmodels import CardHistory, SourceFacts

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ENDED = {"resolved": "resolved", "outbreak": "broke out"}


def date_in_words(date: str) -> str:
    """“22 November 1983”, “November 1983”, “1983” or “431 BC” from 1983-11-22, 1983-11, 1983 or -431.

    What is no such date stays as it is.
    """
    before_christ = date.startswith("-")
    parts = date.removeprefix("-").split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return date
    year, *rest = (int(part) for part in parts)
    told = f"{year} BC" if before_christ else str(year)
    if rest:
        if not 1 <= rest[0] <= 12:
            return date
        told = f"{_MONTHS[rest[0] - 1]} {told}"
    return f"{rest[1]} {told}" if len(rest) > 1 else told


def chosen(choice: Choice, names: Names) -> str:
    """A choice in a line: “Bilateral with Corte on “Strange sails” · interests · defence · effort 1”."""
    word = STRATEGY.get(choice.strategy, choice.strategy)
    if choice.strategy == "hold":
        return word
    target = f" with {names.member(choice.target)}" if choice.target else ""
    told = [f"{word}{target} on “{names.card(choice.card or '')}”"]
    if choice.tactic:
        told.append(TACTIC.get(choice.tactic, choice.tactic).lower())
    if choice.clause:
        told.append(CLAUSE.get(choice.clause, choice.clause).lower())
    if choice.effort:
        told.append(f"effort {choice.effort}")
    return " · ".join(told)


def source_line(source: SourceFacts) -> str:
    """Where it can be read: author, title, year, address, note."""
    start = f"{source.author}, {source.title}" if source.author else source.title
    told = f"{start} ({source.year})" if source.year else start
    return ". ".join(part.rstrip(".") for part in (told, source.note, source.url) if part)


def in_the_game(history: CardHistory) -> str:
    """What became of it at the table: “In this game: resolved in turn 3.”"""
    if history.end:
        return f"In this game: {_ENDED.get(history.end, history.end)} in turn {history.closed_turn}."
    return "In this game it was never closed."
