"""The numbers that can be overruled, with what they are now."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tabletop.telling.numbers import NAMES

REGION: Final = ("tension", "threat", "readiness", "legitimacy", "line", "harm")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, as the verb `overrule` names it."""

    title: str
    variable: str
    who: tuple[str, ...]
    value: float
    limits: str = "0 to 100"


def figures(board: Mapping[str, Any]) -> list[Figure]:
    """Every number of a board that can be overruled, the most likely first."""
    return list(_figures(board)) if board else []


def _figures(board: Mapping[str, Any]) -> Iterator[Figure]:
    members = list(board.get("members", ()))
    for member in members:
        yield Figure(f"support in {member['name']}", "support", (member["seat"],), float(member["support"]))
    for name in REGION:
        gauge = board.get("region", {}).get(name)
        if gauge:
            yield Figure(NAMES.get(name, name), name, (), float(gauge["value"]))
    for crisis in board.get("crises", ()):
        title = f"“{crisis['title']}”"
        yield Figure(f"step of {title}", "escalation", (crisis["card"],), float(crisis["escalation"]), "1 to 5")
        yield Figure(f"fear in {title}", "fear", (crisis["card"],), float(crisis.get("misperception_left", 0)))
    for member in members:
        yield Figure(f"means of {member['name']}", "means", (member["seat"],), float(member["means"]), "0 to 6")
    for member in members:
        yield Figure(
            f"sovereignty ceded by {member['name']}", "sovereignty", (member["seat"],), float(member["sovereignty"])
        )
    names = {member["seat"]: member["name"] for member in members}
    for one, row in dict(board.get("trust", {})).items():
        for other, value in dict(row).items():
            if one != other and one in names and other in names:
                yield Figure(f"trust of {names[one]} in {names[other]}", "trust", (one, other), float(value))


def amount_of(text: str, now: float) -> float | None:
    """What is to be added: "+5" and "-2.5" are changes, "=60" and "60" what it is to be; None for neither."""
    text = text.strip().replace("−", "-").replace(",", ".")
    change = text[:1] in "+-"
    try:
        value = float(text.removeprefix("="))
    except ValueError:
        return None
    if not math.isfinite(value) or abs(value) > 10_000:
        return None
    return round(value if change else value - now, 2)
