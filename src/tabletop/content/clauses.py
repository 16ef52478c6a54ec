"""Every condition of a campaign as a tree of clauses: what the author wrote, where it stands, and what it compiled to.

The compiler of conditions makes the clauses in the walk that makes the nodes, so that a clause and the rules can never
mean different things: a clause's truth is ``rules.conditions.holds(clause.node, …)``, for a part as for the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tabletop.content.places import Place
from tabletop.rules.tables import Node

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.content.problems import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """One part of a condition that is true or false.

    Clauses are told apart by identity: two that read the same are two.  A named condition is one clause, wherever
    ``is.NAME`` asks for it.
    """

    text: str
    """As the author wrote it; of a YAML list or a ``not:`` its parts in one line."""
    kind: str
    """``and``, ``or``, ``not``; ``compare``; ``named`` (``is.NAME``, its one part is the definition); or ``truth``:
    a flag, an act, a card, a covered domain, the outcome, true or false, and ``any(..)`` or ``all(..)``."""
    node: Node
    """Its compiled truth, one for each game."""
    place: Place
    """The text, or the YAML mapping, in which it stands."""
    offset: int = -1
    """Character of the text at `place` where it begins; -1: it is all that stands there."""
    length: int = 0
    parts: tuple[Clause, ...] = ()
    sign: str = ""
    """Of a comparison: ``<``, ``<=``, ``>``, ``>=``, ``==`` or ``!=``; `left` and `right` are its two numbers."""
    left: Node | None = None
    right: Node | None = None

    def problem(self, code: str, message: str, hint: str = "") -> Problem:
        """A problem that points at exactly this clause."""
        if self.offset < 0:
            return self.place.problem(code, message, hint)
        return self.place.problem(code, message, hint, offset=self.offset, length=self.length)

    def walk(self) -> Iterator[Clause]:
        """This clause and every part below it, named definitions included, from the outside in."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A whole condition, and what it decides."""

    kind: str
    """``card``, ``effect`` (of a card), ``follow-up``, ``act`` (a way to the next act), ``act-effect``, ``ending``,
    ``bonus`` (of an objective) or ``define``."""
    owner: str
    """Id of the card, act, ending, member or named condition it stands on."""
    label: str
    """One line for people: ``card cable-cut, on_outbreak 1``."""
    place: Place
    clause: Clause


def conditions(campaign: Campaign) -> tuple[Condition, ...]:
    """Every condition of a loaded campaign: those of its own file first, then its cards', each in file order."""
    return campaign.links.conditions()


def of_card(campaign: Campaign, card: str) -> Clause | None:
    """What must hold for a card to be dealt; None where it has no ``when``.  ``KeyError`` for an unknown card."""
    campaign.deck[card]
    return campaign.links.of_card(card)


def in_one_line(word: str, parts: tuple[Clause, ...]) -> str:
    """The text of a YAML ``all:``, ``any:`` or ``not:``."""
    if word == "not":
        return f"not: {parts[0].text}"
    return f"{word}: [{', '.join(part.text for part in parts)}]"
