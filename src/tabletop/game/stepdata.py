"""The data of pledges, lines in public, injects and overrules: their form, as they come from a file or a network."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Mapping
from typing import Any, Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.game.choice import Choice
from tabletop.game.errors import Malformed
from tabletop.rules.adjust import ADJUSTABLE

_FIELDS: Final = {
    "pledge": ("strategy", "card"), "stand": (), "inject": ("card",), "overrule": ("variable", "who", "amount"),
}  # fmt: skip
_NAMES: Final = {"region": 0, "member": 1, "crisis": 1, "pair": 2}
_WHOSE: Final = {
    "region": "It belongs to the region: leave “who” empty.",
    "member": 'Name the member, like "who": ["borealis"].',
    "crisis": 'Name the card, like "who": ["the-strait"].',
    "pair": 'Name two members, like "who": ["borealis", "delmar"]: the trust of the first in the second.',
}
_MOST: Final = 10_000


def step_data(kind: str, data: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The data in their proper form; raises `Malformed`."""
    wanted = _FIELDS[kind]
    for key in data:
        if key not in wanted:
            near = did_you_mean(str(key), wanted) if wanted else "its data are empty: {}."
            raise Malformed(
                f"The {kind} command has no field “{shorten(str(key))}”.", near[:1].upper() + near[1:],
                thing=shorten(str(key)), place=place,
            )  # fmt: skip
    if kind == "pledge":
        choice = Choice.parse(data, place)
        return {"strategy": choice.strategy, "card": choice.card}
    if kind == "inject":
        return {"card": _card(data.get("card"), place)}
    return _overrule(data, place) if kind == "overrule" else {}


def _card(card: object, place: str) -> str:
    if not isinstance(card, str) or not 0 < len(card) <= 40:
        raise Malformed(
            f"The card is the id of one of the deck, not {_quoted(card)}.", 'Like "card": "the-strait".',
            thing="card", place=place,
        )  # fmt: skip
    return card


def _overrule(data: Mapping[str, Any], place: str) -> dict[str, Any]:
    variable = data.get("variable")
    if not isinstance(variable, str) or variable not in ADJUSTABLE:
        near = did_you_mean(variable, ADJUSTABLE) if isinstance(variable, str) else ""
        near = near or f"one of: {', '.join(ADJUSTABLE)}."
        what = "The overrule names no number." if variable is None else f"{_quoted(variable)} cannot be overruled."
        if variable in ("cohesion", "stability", "deterrence"):
            what, near = f"“{variable}” is made of other numbers.", "Overrule one of those it is made of."
        raise Malformed(what, near[:1].upper() + near[1:], thing="variable", place=place)
    who = data.get("who", [])
    who = [who] if isinstance(who, str) and who else [] if who in (None, "") else who
    axis = ADJUSTABLE[variable].axis
    fits = isinstance(who, list | tuple) and len(who) == _NAMES[axis]
    if not fits or not all(isinstance(name, str) and 0 < len(name) <= 40 for name in who):
        raise Malformed(f"“who” does not fit “{variable}”.", _WHOSE[axis], thing="who", place=place)
    return {"variable": variable, "who": list(who), "amount": _amount(data.get("amount"), place)}


def _amount(value: object, place: str) -> int | float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or abs(value) > _MOST or not math.isfinite(value):  # type: ignore[arg-type]
        raise Malformed(
            f"The amount is a number to add, not {_quoted(value)}.", 'Like "amount": -5 or "amount": 2.5.',
            thing="amount", place=place,
        )  # fmt: skip
    amount = round(float(value), 2)  # type: ignore[arg-type]
    return int(amount) if amount == int(amount) else amount


def _quoted(value: object) -> str:
    if value is None:
        return "nothing"
    return f"“{shorten(value)}”" if isinstance(value, str) else shorten(reprlib.repr(value))
