"""The numbers behind a comparison, and which way each would have had to move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from tabletop.game.records import LedgerRow
from tabletop.rules.conditions import NAMES as RULE_NAMES
from tabletop.rules.conditions import evaluate
from tabletop.rules.state import State
from tabletop.rules.tables import Node, Tables
from tabletop.telling.numbers import NAMES
from tabletop.workbench.clauses import Lit
from tabletop.workbench.distance import FLIPPED


@dataclass(frozen=True, slots=True)
class Moved:
    """One number."""

    variable: str
    who: tuple[str, ...]
    """Members by id; none: the region's, or the mean of all members or pairs."""
    node: Node
    direction: int
    """1 where more of it was needed, -1 where less was."""

    @property
    def mean(self) -> bool:
        """Whether it stands for all members or pairs together."""
        return self.node[0] == "mean"

    def value(self, board: State, tables: Tables) -> float:
        """In the unit people see."""
        return float(np.broadcast_to(evaluate(self.node, board, tables), (1,))[0]) / 100

    def label(self, name: Callable[[str], str]) -> str:
        """``support of Delmar``, ``trust of Aurelia in Borealis``, ``mean trust``."""
        word = NAMES.get(self.variable, self.variable.replace("_", " "))
        if self.mean:
            return f"mean {word}"
        if len(self.who) == 2:
            return f"{word} of {name(self.who[0])} {'in' if self.variable == 'trust' else 'and'} {name(self.who[1])}"
        return f"{word} of {name(self.who[0])}" if self.who else word

    def means(self, row: LedgerRow) -> bool:
        """Whether a term of the ledger is one of this number's."""
        if self.variable == "standing":
            return row.variable == "trust" and row.who[1:] == self.who[:1]
        return row.variable == self.variable and (self.mean or row.who == self.who)

    def share(self, members: int) -> int:
        """How many rows of the ledger move it by one: its mean is over all of them."""
        if self.variable == "standing":
            return members - 1
        if not self.mean:
            return 1
        return members * (members - 1) if RULE_NAMES[self.variable].kind == "pair" else members


def numbers(lit: Lit, wanted: bool, board: State, tables: Tables) -> list[Moved]:
    """What a comparison, an ``any(..)`` or an ``all(..)`` looks at, each number once."""
    found: dict[tuple[str, tuple[str, ...]], Moved] = {}
    for one in _inside(lit.clause.node, wanted, lit.members, board, tables):
        found.setdefault((one.variable, one.who), one)
    return list(found.values())


def _inside(node: Node, wanted: bool, who: tuple[str, ...], board: State, tables: Tables) -> Iterator[Moved]:
    head, *rest = node
    if head == "not":
        yield from _inside(rest[0], not wanted, who, board, tables)
    elif head in ("and", "or", "any", "every"):
        for part in rest:
            yield from _inside(part, wanted, who, board, tables)
    elif head in FLIPPED:
        yield from _compared(node, wanted, who, board, tables)


def _compared(node: Node, wanted: bool, who: tuple[str, ...], board: State, tables: Tables) -> Iterator[Moved]:
    sign, left, right = node
    if left[0] == "count" or right[0] == "count":
        counted, up = (left[1], sign in (">", ">=")) if left[0] == "count" else (right[1], sign in ("<", "<="))
        yield from _inside(counted, up == wanted, who, board, tables)
        return
    if sign in ("==", "!="):
        if (sign == "==") != wanted:
            return
        a, b = (np.asarray(evaluate(side, board, tables)) for side in (left, right))
        direction = 1 if a.ravel()[0] < b.ravel()[0] else -1
    else:
        direction = (1 if sign in (">", ">=") else -1) * (1 if wanted else -1)
    yield from _leaves(left, direction, who, tables)
    yield from _leaves(right, -direction, who, tables)


def _leaves(node: Node, direction: int, who: tuple[str, ...], tables: Tables) -> Iterator[Moved]:
    ids = tables.alliance.ids
    match node:
        case ("name", str() as name):
            yield Moved(name, (), node, direction)
        case ("member", str() as name, int() as i):
            yield Moved(name, (ids[i],), node, direction)
        case ("pair", str() as name, int() as i, int() as j):
            yield Moved(name, (ids[i], ids[j]), node, direction)
        case ("row" | "grid", str() as name):
            if len(who) == (1 if node[0] == "row" else 2):
                one = ("member" if node[0] == "row" else "pair", name, *(ids.index(member) for member in who))
                yield Moved(name, who, one, direction)
        case ("mean", ("row" | "grid", str() as name)):
            yield Moved(name, (), node, direction)
        case ("-", left, right):
            yield from _leaves(left, direction, who, tables)
            yield from _leaves(right, -direction, who, tables)
        case ("neg", part):
            yield from _leaves(part, -direction, who, tables)
        case ("*", ("number", int() as factor), part) | ("*", part, ("number", int() as factor)):
            yield from _leaves(part, direction if factor > 0 else -direction, who, tables)
        case ("+" | "*" | "min" | "max" | "lowest" | "highest" | "abs" | "mean", *parts):
            for part in parts:
                yield from _leaves(part, direction, who, tables)
