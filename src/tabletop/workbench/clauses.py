"""A condition held against one board: which clauses hold, what each one looks at, and how far it is from holding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from tabletop.content.clauses import Clause
from tabletop.rules.conditions import evaluate, holds
from tabletop.rules.state import State
from tabletop.rules.tables import Node, Tables
from tabletop.rules.vocabulary import Domain
from tabletop.telling.words import number
from tabletop.workbench.distance import FLIPPED, distance, gap, row_kind, step

__all__ = ["Lit", "distance", "in_words", "light", "lines"]

_LOW: Final = ("<", "<=")
_WORDS: Final = {"and": "all of these", "or": "one of these", "not": "none of this"}


@dataclass(frozen=True, slots=True)
class Lit:
    """A clause against one board."""

    clause: Clause
    holds: bool
    parts: tuple[Lit, ...] = ()
    value: float | None = None
    """Of a comparison: its left side, in the unit people see; of ``any(..)`` and ``all(..)`` the deciding member's."""
    wanted: str = ""
    """What that value is compared with: ``> 40.0``."""
    distance: float | None = None
    """How far the value is from holding, 0 where it holds; None where no number is compared."""
    says: str = ""
    """What stands on the board, in words: ``not set``, ``the act is calm``."""
    deciding: str = ""
    """Of a look along all members: how the deciding one was found: lowest, highest, nearest, next, mean."""
    members: tuple[str, ...] = ()
    """Ids: the deciding member, or the two of a pair."""
    counted: tuple[tuple[str, ...], ...] = ()
    """Of ``count(..)``: the members, or pairs, it counted."""
    places: int = 1
    """Decimals worth showing."""


def light(clause: Clause, state: State, tables: Tables, game: int = 0) -> Lit:
    """A clause and all its parts against one game of a batch."""
    board = state if state.games == 1 else state.take([game])
    return _light(clause, board, tables)


def _light(clause: Clause, board: State, tables: Tables) -> Lit:
    true = bool(holds(clause.node, board, tables)[0])
    parts = tuple(_light(part, board, tables) for part in clause.parts)
    if clause.kind == "compare":
        return _compared(clause, true, board, tables)
    if clause.kind == "truth" and clause.node[0] in ("any", "every"):
        return _along(clause, true, board, tables)
    if clause.kind == "truth":
        return Lit(clause, true, says=_fact(clause.node, true, board, tables))
    return Lit(clause, true, parts)


def _compared(clause: Clause, true: bool, board: State, tables: Tables) -> Lit:
    assert clause.left is not None
    assert clause.right is not None
    sign, left, right = clause.sign, clause.left, clause.right
    if left[0] == "number" and right[0] != "number":
        sign, left, right = FLIPPED[sign], right, left
    a, b = (_one(side, board, tables) for side in (left, right))
    fine = min(step(left), step(right))
    away = int(np.asarray(gap(sign, np.int64(a), np.int64(b), fine)))
    places = _places(a, b, fine)
    word, members = _decider(left, board, tables)
    counted: tuple[tuple[str, ...], ...] = ()
    if left[0] == "count":
        word, members, counted = _counted(left[1], sign, board, tables)
    return Lit(
        clause, true, (), a / 100, f"{sign} {number(b / 100, places)}", 0.0 if true else away / 100,
        deciding=word, members=members, counted=counted, places=places,
    )  # fmt: skip


def _one(node: Node, board: State, tables: Tables) -> int:
    return int(np.broadcast_to(evaluate(node, board, tables), (1,))[0])


def _places(a: int, b: int, fine: int) -> int:
    """None for whole things, else one; two where one would make different numbers look the same."""
    if fine % 100 == 0 and a % 100 == 0 and b % 100 == 0:
        return 0
    return 2 if 0 < abs(a - b) < 10 else 1


def _along(clause: Clause, true: bool, board: State, tables: Tables) -> Lit:
    """``any(..)`` and ``all(..)``: the member for whom it comes nearest to turning over."""
    head, inner = clause.node
    who = _everybody(row_kind(inner), tables)
    if inner[0] not in FLIPPED:
        away = np.broadcast_to(distance(inner, board, tables, each=True), (len(who), 1))[:, 0]
        place = int(np.argmin(away) if head == "any" else np.argmax(away))
        return Lit(clause, true, deciding="nearest", members=who[place])
    sign, left, right = inner
    if row_kind(left) == "":
        sign, left, right = FLIPPED[sign], right, left
    a, b = (np.broadcast_to(evaluate(side, board, tables), (len(who), 1))[:, 0] for side in (left, right))
    fine = min(step(left), step(right))
    away = np.asarray(gap(sign, a, b, fine))
    margin = np.where(away > 0, -away, np.abs(a - b))
    place = int(np.argmax(margin) if head == "any" else np.argmin(margin))
    word = "nearest"
    if sign in ("<", "<=", ">", ">=") and row_kind(right) == "":
        word = "lowest" if (sign in _LOW) == (head == "any") else "highest"
    places = _places(int(a[place]), int(b[place]), fine)
    return Lit(
        clause, true, (), int(a[place]) / 100, f"{sign} {number(int(b[place]) / 100, places)}",
        0.0 if true else int(away[place]) / 100, deciding=word, members=who[place], places=places,
    )  # fmt: skip


def _decider(node: Node, board: State, tables: Tables) -> tuple[str, tuple[str, ...]]:
    """Whose value ``min(support)`` or ``max(support)`` is."""
    if node[0] not in ("lowest", "highest"):
        return "", ()
    who = _everybody(row_kind(node[1]), tables)
    values = np.broadcast_to(evaluate(node[1], board, tables), (len(who), 1))[:, 0]
    return node[0], who[int(np.argmin(values) if node[0] == "lowest" else np.argmax(values))]


def _counted(
    inner: Node, sign: str, board: State, tables: Tables
) -> tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Whom a count counted, and who would be the next to make or leave the number."""
    who = _everybody(row_kind(inner), tables)
    true = np.broadcast_to(evaluate(inner, board, tables), (len(who), 1))[:, 0]
    counted = tuple(name for name, yes in zip(who, true, strict=True) if yes)
    more = sign in (">", ">=")
    wanted = inner if more else ("not", inner)
    away = np.broadcast_to(distance(wanted, board, tables, each=True), (len(who), 1))[:, 0]
    others = np.flatnonzero(true != more)
    if sign in ("==", "!=") or not len(others):
        return "", (), counted
    return "next", who[int(others[np.argmin(away[others])])], counted


def _everybody(kind: str, tables: Tables) -> list[tuple[str, ...]]:
    """Members, or ordered pairs, in the order of the rows that the rules look along."""
    ids = tables.alliance.ids
    return [(a, b) for a in ids for b in ids if a != b] if kind == "grid" else [(name,) for name in ids]


def _fact(node: Node, true: bool, board: State, tables: Tables) -> str:
    """What stands on the board where a clause asks for no number."""
    match node:
        case ("flag", _):
            return "set" if true else "not set"
        case ("act", _):
            return f"the act is {tables.acts[int(board.act[0])].id}"
        case ("covered", domain):
            covers = "a treaty in force covers it" if true else "no treaty in force covers it"
            return covers if domain != Domain.INTERNAL else covers.replace("covers it", "covers quarrels among allies")
        case ("card", _, int() as card):
            return _card_fact(card, board)
        case ("outcome", _):
            return "the game is not over" if not board.over[0] else "so it ended" if true else "it ended otherwise"
    return ""


def _card_fact(card: int, board: State) -> str:
    if (board.card[:, 0] == card).any():
        failed = ", and an attempt failed" if board.failed[card, 0] else ""
        return f"on the table since turn {int(board.dealt[card, 0])}{failed}"
    if not board.dealt[card, 0]:
        return "not dealt yet"
    end = {1: "resolved", 2: "it broke out"}.get(int(board.ended[card, 0]), "gone")
    failed = ", after an attempt that failed" if board.failed[card, 0] else ""
    return f"dealt in turn {int(board.dealt[card, 0])}, {end}{failed}"


# ---- in words


def in_words(lit: Lit, name: Callable[[str], str] = str) -> str:
    """One clause in one line: ``✗ tension > 40: 38.0, 2.0 away``.  `name` turns a member's id into its name."""
    mark = "✓" if lit.holds else "✗"
    text = " ".join(lit.clause.text.split())
    kind, parts = lit.clause.kind, lit.parts
    if kind in ("and", "or"):
        return f"{mark} {_WORDS[kind]}:"
    if kind == "not" and parts[0].parts:
        return f"{mark} {_WORDS[kind]}:"
    if kind == "named" and parts:
        return f"{mark} {text}, {_WORDS[parts[0].clause.kind]}:" if parts[0].parts else f"{mark} {text}:"
    about = _about(parts[0], name, opposite=True) if kind == "not" else _about(lit, name)
    return f"{mark} {text}: {about}" if about else f"{mark} {text}"


def _about(lit: Lit, name: Callable[[str], str], opposite: bool = False) -> str:
    """Value, member and distance of a clause that is no join; of one whose `opposite` is wanted no distance."""
    parts = [lit.says] if lit.says else []
    if lit.value is not None:
        value = number(lit.value, lit.places)
        if lit.deciding in ("lowest", "highest", "nearest"):
            value = f"{lit.deciding} is {_who(lit.members, name)} {value}"
        if lit.clause.kind == "compare" and "number" not in (lit.clause.left or " ")[0] + (lit.clause.right or " ")[0]:
            value += f" against {lit.wanted.split()[-1]}"
        parts.append(value)
    elif lit.deciding:
        parts.append(f"{lit.deciding} is {_who(lit.members, name)}")
    if lit.counted:
        parts[-1] += f" ({', '.join(_who(who, name) for who in lit.counted)})"
    if lit.distance and not opposite:
        away = number(lit.distance, lit.places)
        parts.append(f"{away} away" if away.strip("0.") else "just not there")
        if lit.deciding == "next":
            parts.append(f"next is {_who(lit.members, name)}")
    return ", ".join(parts)


def _who(members: tuple[str, ...], name: Callable[[str], str]) -> str:
    return " → ".join(name(member) for member in members)


def lines(lit: Lit, name: Callable[[str], str] = str, depth: int = 0) -> Iterator[str]:
    """A clause and its parts, one line each, the parts indented by two."""
    yield "  " * depth + in_words(lit, name)
    below = lit.parts
    if lit.clause.kind == "named" and below and below[0].parts:
        # The line of the name tells already how the parts of its definition are joined.
        below = below[0].parts
    elif lit.clause.kind == "not" and not below[0].parts:
        return
    for part in below:
        yield from lines(part, name, depth + 1)
