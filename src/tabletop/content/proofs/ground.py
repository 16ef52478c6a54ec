"""Conditions laid out over single quantities: no rows, no grids, no ``not`` around a comparison of rows.

A condition over all members becomes one over each of them, so that a proof can keep a range for every single quantity.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from tabletop.rules.tables import Node

ATOMS: Final = frozenset({"name", "member", "pair", "flag", "act", "covered", "card", "outcome"})
"""Heads of the nodes a range is kept for; a truth is a range within 0..1."""
TRUTHS: Final = frozenset({"flag", "act", "covered", "card", "outcome"})
SIGNS: Final = frozenset({"<", "<=", ">", ">=", "==", "!="})

_FOLD: Final = {
    "any": "or", "every": "and", "lowest": "min", "highest": "max", "mean": "mean", "count": "tally",
}  # fmt: skip
"""What becomes of a look along a row or grid; ``mean`` and ``tally`` (a count, in hundredths) take all its parts."""


@lru_cache(maxsize=8_192)
def ground(node: Node, members: int) -> Node:
    """The same truth over single quantities, for an alliance of so many members."""
    return _ground(node, members, ())


def _ground(node: Node, members: int, at: tuple[int, ...]) -> Node:
    head, *rest = node
    if head == "row":
        return ("member", rest[0], *at)
    if head == "grid":
        return ("pair", rest[0], *at)
    if head in _FOLD:
        wide = _is_grid(rest[0])
        places: list[tuple[int, ...]] = [(i,) for i in range(members)]
        if wide:
            places = [(i, j) for i in range(members) for j in range(members) if i != j]
        return (_FOLD[head], *(_ground(rest[0], members, place) for place in places))
    if head in ATOMS or head in ("number", "const"):
        return node
    return (head, *(_ground(part, members, at) for part in rest))


def _is_grid(node: Node) -> bool:
    """Whether the row that is looked along is one of pairs; what is folded inside is one number."""
    head, *rest = node
    if head in ("row", "grid"):
        return bool(head == "grid")
    return head not in _FOLD and any(_is_grid(part) for part in rest if isinstance(part, tuple))


@lru_cache(maxsize=8_192)
def atoms(node: Node) -> frozenset[Node]:
    """The single quantities a grounded condition looks at."""
    if node[0] in ATOMS:
        return frozenset({node})
    found: frozenset[Node] = frozenset()
    parts: list[Any] = [part for part in node[1:] if isinstance(part, tuple)]
    return found.union(*(atoms(part) for part in parts)) if parts else found
