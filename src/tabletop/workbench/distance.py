"""How far a condition is from holding: what an aimed walk makes smaller, and what an author reads."""

from __future__ import annotations

from functools import reduce
from typing import Any, Final

import numpy as np

from tabletop.content.clauses import Clause
from tabletop.rules.conditions import NAMES, evaluate
from tabletop.rules.state import State
from tabletop.rules.tables import Node, Tables

FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
"""The same comparison read from the right."""
_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_WHOLE: Final = frozenset({"turn", "turns_left", "act_turn", "crises", "worst", "treaty_stage"})
"""Names that go in whole steps though their factor does not say so."""


def distance(condition: Clause | Node, state: State, tables: Tables, *, wanted: bool = True, each: bool = False) -> Any:
    """[B] how far a condition is from holding (from failing with `wanted` False): 0 where it does, else up to 1.

    A comparison is as far as its numbers, measured by their declared ranges; an ``and`` as the mean of its parts, an
    ``or`` as the nearest of them; a flag, an act or a card that is not as wanted is 1 away.  With `each`, a condition
    on every member or pair keeps its rows, [N, B].
    """
    node = condition.node if isinstance(condition, Clause) else condition
    away = _away(node, state, tables, wanted)
    return away if each else np.broadcast_to(away, (state.games,))


def _away(node: Node, state: State, tables: Tables, wanted: bool) -> Any:
    head, *rest = node
    if head == "not":
        return _away(rest[0], state, tables, not wanted)
    if head in ("and", "or"):
        parts = [_away(part, state, tables, wanted) for part in rest]
        return _all(parts) if (head == "and") == wanted else reduce(np.minimum, parts)
    if head in ("any", "every"):
        rows = _away(rest[0], state, tables, wanted)
        return rows.mean(axis=0) if (head == "every") == wanted else rows.min(axis=0)
    if head in FLIPPED:
        return _compared(head if wanted else _OPPOSITE[head], rest[0], rest[1], state, tables)
    return np.where(np.asarray(evaluate(node, state, tables)) == wanted, 0.0, 1.0)


def _all(parts: list[Any]) -> Any:
    return reduce(np.add, parts) / len(parts)


def _compared(sign: str, left: Node, right: Node, state: State, tables: Tables) -> Any:
    if right[0] == "count" and left[0] == "number":
        sign, left, right = FLIPPED[sign], right, left
    if left[0] == "count" and right[0] == "number" and sign not in ("==", "!="):
        return _count(sign, left[1], right[1], state, tables)
    a, b = evaluate(left, state, tables), evaluate(right, state, tables)
    low, high = (span(side, tables) for side in (left, right))
    fine = min(step(left), step(right))
    most = max(high[1] - low[0], low[1] - high[0]) + fine
    return np.minimum(gap(sign, a, b, fine) / max(most, 1), 1.0)


def _count(sign: str, inner: Node, number: int, state: State, tables: Tables) -> Any:
    """A count comes nearer as the members who are nearest to being counted, or not counted, do."""
    more = sign in (">", ">=")
    rows = np.sort(_away(inner, state, tables, more), axis=0)
    if more:
        needed = number // 100 + 1 if sign == ">" else -(-number // 100)
    else:
        allowed = number // 100 if sign == "<=" else -(-number // 100) - 1
        needed = len(rows) - allowed
    if needed <= 0:
        return np.zeros(rows.shape[1:])
    if needed > len(rows):
        return np.ones(rows.shape[1:])
    return rows[:needed].mean(axis=0)


def gap(sign: str, a: Any, b: Any, fine: int = 1) -> Any:
    """How far `a` has to move for ``a sign b`` to hold, in hundredths, 0 where it does; `fine` is the least step."""
    match sign:
        case ">":
            return np.maximum(b - a + fine, 0)
        case ">=":
            return np.maximum(b - a, 0)
        case "<":
            return np.maximum(a - b + fine, 0)
        case "<=":
            return np.maximum(a - b, 0)
        case "==":
            return np.abs(a - b)
    return np.where(a == b, fine, 0)


def step(node: Node) -> int:
    """The least step, in hundredths, by which a number changes: 100 for turns and counts, 1 for most."""
    match node:
        case ("number", int() as value):
            return 100 if value % 100 == 0 else 1
        case ("name" | "member" | "row" | "pair" | "grid", str() as name, *_):
            return 100 if (NAMES[name].factor == 100 and name not in ("known", "affinity")) or name in _WHOLE else 1
        case ("count", _):
            return 100
        case ("+" | "-" | "min" | "max" | "neg" | "abs" | "lowest" | "highest", *parts):
            return min(step(part) for part in parts)
    return 1


def row_kind(node: Node) -> str:
    """``row`` where a node has a value for each member, ``grid`` where for each pair, else ``''``."""
    head, *rest = node
    if head in ("row", "grid"):
        return str(head)
    if head in ("lowest", "highest", "mean", "any", "every", "count"):
        return ""
    return next((kind for part in rest if isinstance(part, tuple) and (kind := row_kind(part))), "")


def span(node: Node, tables: Tables) -> tuple[int, int]:
    """The range a number can take by the declared ranges of its names, in hundredths."""
    match node:
        case ("number", int() as value):
            return value, value
        case ("name" | "member" | "row" | "pair" | "grid", str() as name, *_):
            return round(100 * NAMES[name].low), round(100 * NAMES[name].high)
        case ("count", inner):
            members = tables.alliance.size
            return 0, 100 * (members * (members - 1) if row_kind(inner) == "grid" else members)
        case ("neg", inner):
            low, high = span(inner, tables)
            return -high, -low
        case ("abs", inner):
            low, high = span(inner, tables)
            return (0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))
        case (str() as head, *parts):
            spans = [span(part, tables) for part in parts]
            return _joined(head, [one[0] for one in spans], [one[1] for one in spans])
    raise AssertionError(node)


def _joined(head: str, lows: list[int], highs: list[int]) -> tuple[int, int]:
    if head in ("lowest", "highest", "mean"):
        return lows[0], highs[0]
    if head in ("min", "max"):
        pick = min if head == "min" else max
        return pick(lows), pick(highs)
    if head == "+":
        return lows[0] + lows[1], highs[0] + highs[1]
    if head == "-":
        return lows[0] - highs[1], highs[0] - lows[1]
    corners = [a * b // 100 for a in (lows[0], highs[0]) for b in (lows[1], highs[1])]
    return min(corners), max(corners) + 1
