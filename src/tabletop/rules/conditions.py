"""Conditions compiled from authors' YAML, evaluated over many games at once.

A node is a tuple whose first item names it.  Numbers are integers in hundredths on the scale players see
(``tension`` 44.5 is 4450, ``turn`` 3 is 300, ``known`` 60 is 6000), so that every comparison is between like and like::

    ("number", 4450)                      ("name", "tension")
    ("member", "support", i)              ("row", "support")           -> [N, B]
    ("pair", "trust", i, j)               ("grid", "trust")            -> [N*(N-1), B], all ordered pairs i != j
    ("flag", f)  ("act", a)  ("covered", d)
    ("card", "dealt"|"active"|"resolved"|"outbreak"|"failed", k)
    ("outcome", "win"|"draw"|"cohesion_collapse"|"stability_collapse")
    ("const", True|False)
    ("not", x)  ("and", x, ...)  ("or", x, ...)
    ("<", a, b)  ("<=", a, b)  (">", a, b)  (">=", a, b)  ("==", a, b)  ("!=", a, b)
    ("+", a, b)  ("-", a, b)  ("*", a, b)  ("neg", a)  ("abs", a)
    ("min", a, b, ...)  ("max", a, b, ...)            element by element
    ("lowest", v)  ("highest", v)  ("mean", v)        over a row or grid -> [B]
    ("any", v)  ("every", v)  ("count", v)            over a truth row or grid; count gives hundredths
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tabletop.rules.arithmetic import ratio
from tabletop.rules.state import standing
from tabletop.rules.vocabulary import Over

if TYPE_CHECKING:
    from tabletop.rules.state import State
    from tabletop.rules.tables import Node, Tables


@dataclass(frozen=True, slots=True)
class Name:
    """A name conditions may use: its kind, its declared range in whole units and its meaning."""

    kind: str
    """scalar, member or pair."""
    low: float
    high: float
    meaning: str
    factor: int = 1
    """State value times factor = hundredths of the unit players see."""


NAMES: Final[dict[str, Name]] = {
    "turn": Name("scalar", 1, 40, "the turn being played"),
    "turns_left": Name("scalar", 0, 40, "turns left in this act, this one included"),
    "act_turn": Name("scalar", 1, 40, "turn of the act, 1 = its first"),
    "tension": Name("scalar", 0, 100, "tension with the outside party"),
    "threat": Name("scalar", 0, 100, "the outside party's strength"),
    "readiness": Name("scalar", 0, 100, "interoperability and readiness"),
    "legitimacy": Name("scalar", 0, 100, "legality and legitimacy"),
    "line": Name("scalar", 0, 100, "common line"),
    "harm": Name("scalar", 0, 100, "civilian harm"),
    "known": Name("scalar", 0, 100, "what the alliance has learnt of the rival", 100),
    "cohesion": Name("scalar", 0, 100, "the cohesion index"),
    "stability": Name("scalar", 0, 100, "the stability index"),
    "deterrence": Name("scalar", 0, 100, "readiness against the outside party's strength"),
    "crises": Name("scalar", 0, 4, "open crises"),
    "worst": Name("scalar", 0, 6, "highest step of an open crisis"),
    "treaties": Name("scalar", 0, 20, "treaties brought into force", 100),
    "treaty_stage": Name("scalar", 0, 4, "stage of the treaty under negotiation"),
    "outbreaks": Name("scalar", 0, 80, "crises that broke out", 100),
    "resolved": Name("scalar", 0, 80, "crises resolved", 100),
    "overloads": Name("scalar", 0, 80, "cards that found no free slot", 100),
    "support": Name("member", 0, 100, "domestic support"),
    "means": Name("member", 0, 6, "means to spend"),
    "burden": Name("member", 0, 100, "discounted past effort"),
    "sovereignty": Name("member", 0, 100, "sovereignty ceded"),
    "channel": Name("member", 0, 3, "Track II channels"),
    "signed": Name("member", 0, 20, "treaties in force for the member", 100),
    "standing": Name("member", 0, 100, "mean trust of the others in the member"),
    "effort": Name("member", 0, 80, "effort spent so far"),
    "deals": Name("member", 0, 80, "bilateral agreements reached", 100),
    "outside_deals": Name("member", 0, 80, "deals with the outside party", 100),
    "red_lines": Name("member", 0, 80, "influence won by hard bargaining"),
    "mediations": Name("member", 0, 80, "successes while mediating", 100),
    "peak": Name("member", 0, 6, "worst step of a crisis with a high stake for the member", 100),
    "supported": Name("member", 0, 8, "most members at once on a crisis with a high stake for the member", 100),
    "trust": Name("pair", 0, 100, "trust of the first in the second"),
    "agreements": Name("pair", 0, 2, "standing agreements between the two", 100),
    "affinity": Name("pair", -100, 100, "shared interest", 100),
}
"""Every name of the condition language that stands for a number."""

_COMPARE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "==": np.equal, "!=": np.not_equal,
}  # fmt: skip


def holds(node: Node, state: State, tables: Tables) -> Any:
    """[B] truth of a condition in every game of the batch."""
    return np.broadcast_to(evaluate(node, state, tables), (state.games,))


def evaluate(node: Node, state: State, tables: Tables) -> Any:
    """The value of a node: [B], [M, B] or a scalar; integers in hundredths or booleans."""
    head, *rest = node
    if head in _LEAVES:
        return _LEAVES[head](state, tables, *rest)
    values = [evaluate(part, state, tables) for part in rest]
    if head in _COMPARE:
        return _COMPARE[head](*values)
    return _OPERATIONS[head](*values)


def _number(state: State, tables: Tables, value: int) -> Any:
    return np.int64(value)


def _scalar(state: State, tables: Tables, name: str) -> Any:
    if name in _DERIVED:
        return _DERIVED[name](state, tables)
    field = "stage" if name == "treaty_stage" else name
    factor = 100 if name == "treaty_stage" else NAMES[name].factor
    return np.asarray(getattr(state, field), np.int64) * factor


def _row(state: State, tables: Tables, name: str) -> Any:
    if name == "standing":
        return np.asarray(standing(state), np.int64)
    return np.asarray(getattr(state, name), np.int64) * NAMES[name].factor


def _pair(state: State, tables: Tables, name: str, i: int, j: int) -> Any:
    return np.asarray(getattr(state, name)[i, j], np.int64) * NAMES[name].factor


def _grid(state: State, tables: Tables, name: str) -> Any:
    off = ~np.eye(state.members, dtype=bool)
    return np.asarray(getattr(state, name)[off], np.int64) * NAMES[name].factor


def _turns_left(state: State, tables: Tables) -> Any:
    turns = np.array([act.turns for act in tables.acts], np.int64)
    return 100 * (turns[state.act] - (_turn(state) - state.act_since))


def _turn(state: State) -> Any:
    """The turn being played; of a game that is over, the one in which it ended."""
    return np.where(state.end_turn > 0, state.end_turn, state.turn).astype(np.int64)


def _card(state: State, tables: Tables, what: str, card: int) -> Any:
    if what == "active":
        return (state.card == card).any(axis=0)
    if what == "dealt":
        return state.dealt[card] > 0
    if what == "failed":
        return state.failed[card]
    return state.ended[card] == (1 if what == "resolved" else 2)


def _outcome(state: State, tables: Tables, what: str) -> Any:
    if what in ("cohesion_collapse", "stability_collapse"):
        return state.over == Over[what.upper()]
    passed = np.minimum(state.cohesion, state.stability) >= tables.book.pass_mark
    return (state.over == Over.FINISHED) & (passed if what == "win" else ~passed)


_DERIVED: Final[dict[str, Callable[[State, Tables], Any]]] = {
    "turn": lambda s, t: 100 * _turn(s),
    "turns_left": _turns_left,
    "act_turn": lambda s, t: 100 * (_turn(s) - s.act_since + 1),
    "crises": lambda s, t: 100 * (s.card >= 0).sum(axis=0),
    "worst": lambda s, t: 100 * s.escalation.max(axis=0).astype(np.int64),
}

_LEAVES: Final[dict[str, Callable[..., Any]]] = {
    "number": _number,
    "name": _scalar,
    "member": lambda s, t, name, i: _row(s, t, name)[i],
    "row": _row,
    "pair": _pair,
    "grid": _grid,
    "flag": lambda s, t, f: s.flags[f],
    "act": lambda s, t, a: s.act == a,
    "covered": lambda s, t, d: s.covered[d],
    "card": _card,
    "outcome": _outcome,
    "const": lambda s, t, value: np.bool_(value),
}

_OPERATIONS: Final[dict[str, Callable[..., Any]]] = {
    "not": np.logical_not,
    "and": lambda *v: reduce(np.logical_and, v),
    "or": lambda *v: reduce(np.logical_or, v),
    "+": np.add,
    "-": np.subtract,
    "*": lambda a, b: ratio(a * b, 100),
    "neg": np.negative,
    "abs": np.abs,
    "min": lambda *v: reduce(np.minimum, v),
    "max": lambda *v: reduce(np.maximum, v),
    "lowest": lambda v: v.min(axis=0),
    "highest": lambda v: v.max(axis=0),
    "mean": lambda v: ratio(v.sum(axis=0), v.shape[0]),
    "any": lambda v: v.any(axis=0),
    "every": lambda v: v.all(axis=0),
    "count": lambda v: 100 * v.sum(axis=0),
}
