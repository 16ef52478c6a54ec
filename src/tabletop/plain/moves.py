"""A move in words, both ways: from a line that was typed to its parts, and from a choice to a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tabletop.plain.here import Here, Puzzled
from tabletop.telling import moves
from tabletop.telling.words import CLAUSE, TACTIC

if TYPE_CHECKING:
    from tabletop.game.choice import Choice


def read_move(here: Here, typed: Sequence[str]) -> dict[str, Any]:
    """The parts that a line like “1 bilateral delmar interest effort 2” names; raises `Puzzled`."""
    view, outside = here.view, here.view.outside
    known = moves.vocabulary(
        [(member.seat, member.name, member.short) for member in view.members], (outside.name, outside.short),
        [(crisis.card, crisis.title) for crisis in view.crises],
    )  # fmt: skip
    try:
        return moves.read_move(typed, known, [c.card for c in view.crises], "options lists what may be chosen.")
    except moves.Unclear as unclear:
        raise Puzzled(unclear.message) from None


def in_words(here: Here, choice: Choice) -> str:
    """A choice as a sentence."""
    if choice.strategy == "hold":
        return "You hold: you stay out this turn and gather half a means more."
    names = here.names
    on = f"on “{names.card(choice.card or '')}”"
    deed = {
        "bilateral": f"You seek an agreement with {names.member(choice.target or '')} {on}",
        "multilateral": f"You call a summit {on}",
        "confidence": f"You take a reassuring step {on}",
        "track2": f"You open unofficial talks {on}",
    }[choice.strategy]
    return f"{deed}{_details(choice)}."


def _details(choice: Choice) -> str:
    told: list[str] = []
    if choice.tactic:
        told.append(f"tactic {TACTIC.get(choice.tactic, choice.tactic).lower()}")
    if choice.clause:
        told.append(f"clause {CLAUSE.get(choice.clause, choice.clause).lower()}")
    told.append(f"effort {choice.effort}")
    return "".join(f", {part}" for part in told)
