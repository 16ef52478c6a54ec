"""One condition's expression: typed, checked against a white list, and compiled to nodes of the rules.

Every expression is a number or a truth, alone or for a whole row (a value for each member) or grid (for each
ordered pair).  The compiler refuses to mix them, and knows each number's range, so that a comparison that can never
or always holds is told to the author.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Protocol

from tabletop.content.clauses import Clause
from tabletop.content.places import Place
from tabletop.content.problems import Problem
from tabletop.content.text import did_you_mean, shorten
from tabletop.content.tokens import ConditionError, Expression
from tabletop.rules.conditions import NAMES
from tabletop.rules.tables import Node
from tabletop.rules.vocabulary import UNIT, Domain

OUTCOMES: Final = ("win", "draw", "cohesion_collapse", "stability_collapse")
CARD_WORDS: Final = ("dealt", "active", "resolved", "outbreak", "failed")
HEADS: Final = ("flag", "act", "is", *CARD_WORDS, "covered", "outcome")
MAX_DEPTH: Final = 30
MAX_VALUE: Final = 10**13
"""Largest value of any part, in hundredths: a product is then at most a hundred times that before it is scaled down,
and a sum over all pairs stays far inside 64 bits."""

_COMPARE: Final[dict[type[ast.cmpop], str]] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_ARITHMETIC: Final[dict[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


class Typed(NamedTuple):
    """A compiled expression: its node, whether it is a truth, its shape (``''``, row, grid), range, and lateness."""

    node: Node
    truth: bool
    shape: str = ""
    low: int = 0
    high: int = 1
    late: bool = False
    """Whether it looks at the outcome, which is known only at the end."""
    clause: Clause | None = None
    """Of a truth: what the author wrote for it."""


@dataclass
class Names:
    """What conditions may speak of.  `None` for members, acts or cards: any name goes (a deck checked alone)."""

    members: Mapping[str, int] | None = None
    acts: Mapping[str, int] | None = None
    cards: Mapping[str, int] | None = None
    flags: dict[str, int] = field(default_factory=dict)
    """Numbers of all flags; one that is only read is added when met."""
    flags_read: dict[str, Callable[..., Problem]] = field(default_factory=dict)
    """Where each flag is first read: called with code, message and hint it makes a problem there."""
    define: Mapping[str, Any] = field(default_factory=dict)
    define_place: Place | None = None
    """Where the named conditions stand; needed when there are any."""
    used: set[str] = field(default_factory=set)
    """Named conditions that something uses."""


class Named(Protocol):
    """Who knows the named conditions."""

    names: Names
    problems: list[Problem]
    under_way: list[str]

    def defined(self, name: str) -> Typed | None: ...


class AlreadyTold(Exception):
    """The fault lies in a named condition and is reported there."""


class Compiler:
    """One expression; `value` walks its tree."""

    def __init__(self, owner: Named, expression: Expression, place: Place) -> None:
        self.owner, self.names, self.expression, self.place = owner, owner.names, expression, place

    def error(self, node: ast.AST, code: str, message: str, hint: str = "") -> ConditionError:
        return ConditionError(code, self.expression.offset(node), message, hint, self.expression.length(node))

    def value(self, node: ast.expr, depth: int) -> Typed:
        """What an expression compiles to; each part that is a truth comes with its clause."""
        typed = self._value(node, depth)
        return self._told(node, typed, "truth") if typed.truth and typed.clause is None else typed

    def _value(self, node: ast.expr, depth: int) -> Typed:
        if depth > MAX_DEPTH:
            raise self.error(node, "E406", "the condition is nested too deeply", "name parts of it under define:")
        match node:
            case ast.BoolOp():
                parts = [self.truth(part, depth) for part in node.values]
                return self._join("and" if isinstance(node.op, ast.And) else "or", node, parts)
            case ast.UnaryOp(op=ast.Not()):
                part = self.truth(node.operand, depth)
                return self._told(node, part._replace(node=("not", part.node)), "not", (part,))
            case ast.UnaryOp():
                part = self.number(node.operand, depth)
                if isinstance(node.op, ast.UAdd):
                    return part
                return part._replace(node=("neg", part.node), low=-part.high, high=-part.low)
            case ast.Compare():
                return self._compare(node, depth)
            case ast.BinOp() if type(node.op) in _ARITHMETIC:
                return self._arithmetic(node, _ARITHMETIC[type(node.op)], depth)
            case ast.Call(func=ast.Name()):
                return self._call(node, depth)
            case ast.Subscript(value=ast.Name()):
                return self._subscript(node)
            case ast.Name():
                word = self.expression.words.get(self.expression.offset(node))
                return self._dotted(node, word) if word else self._name(node)
            case ast.Constant():
                return self._constant(node)
        raise self.error(
            node,
            "E404",
            "this is not part of the condition language",
            "there are and or not, comparisons, + - *, and the functions in the guide",
        )

    def truth(self, node: ast.expr, depth: int) -> Typed:
        typed = self.value(node, depth + 1)
        if not typed.truth:
            what = shorten(self.expression.source(node))
            raise self.error(
                node, "E403", f"{what} is a number, and true or false is needed here", f"compare it: {what} > …"
            )
        return typed

    def number(self, node: ast.expr, depth: int) -> Typed:
        typed = self.value(node, depth + 1)
        if typed.truth:
            what = shorten(self.expression.source(node))
            raise self.error(
                node,
                "E403",
                f"{what} is true or false, and a number is needed here",
                f"write {what} or not {what}, without comparing it",
            )
        return typed

    def _told(self, node: ast.AST, typed: Typed, kind: str, parts: Sequence[Typed] = ()) -> Typed:
        """The same, with the clause that stands at `node`."""
        start, length = self.expression.offset(node), self.expression.length(node)
        inner = tuple(part.clause for part in parts if part.clause is not None)
        text = self.expression.text[start : start + length]
        return typed._replace(clause=Clause(text, kind, typed.node, self.place, start, length, inner))

    def _shape(self, node: ast.AST, parts: list[Typed]) -> str:
        shapes = {part.shape for part in parts if part.shape}
        if len(shapes) > 1:
            raise self.error(
                node,
                "E403",
                "this mixes values of members with values of pairs",
                "bring one of them down to a number first: mean(..), min(..), max(..)",
            )
        return next(iter(shapes), "")

    def _join(self, word: str, node: ast.AST, parts: list[Typed]) -> Typed:
        shape, late = self._shape(node, parts), any(part.late for part in parts)
        joined = Typed((word, *(part.node for part in parts)), True, shape, late=late)
        return self._told(node, joined, word, parts)

    def _compare(self, node: ast.Compare, depth: int) -> Typed:
        for op in node.ops:
            if type(op) not in _COMPARE:
                raise self.error(
                    node,
                    "E404",
                    "“in” and “is” are not used in conditions",
                    "“… in tags” belongs in an act's cards:; a named condition is written is.NAME",
                )
        sides = [self.number(side, depth) for side in (node.left, *node.comparators)]
        pairs = list(zip(node.ops, sides, sides[1:], strict=False))
        spans = self.expression.comparisons(node)
        parts: list[Typed] = []
        for op, left, right in pairs:
            sign = _COMPARE[type(op)]
            shape = self._shape(node, [left, right])
            start, length = spans[len(parts)]
            text = self.expression.text[start : start + length]
            compiled = (sign, left.node, right.node)
            clause = Clause(text, "compare", compiled, self.place, start, length, (), sign, left.node, right.node)
            parts.append(Typed(compiled, True, shape, clause=clause))
            self._warn_if_fixed(node, sign, left, right)
        return parts[0] if len(parts) == 1 else self._join("and", node, parts)

    def _warn_if_fixed(self, node: ast.AST, sign: str, left: Typed, right: Typed) -> None:
        if sign in (">", ">="):
            sign, left, right = ("<" if sign == ">" else "<="), right, left
        always = {
            "<": left.high < right.low,
            "<=": left.high <= right.low,
            "==": left.low == left.high == right.low == right.high,
            "!=": left.high < right.low or right.high < left.low,
        }[sign]
        never = {
            "<": left.low >= right.high,
            "<=": left.low > right.high,
            "==": left.high < right.low or right.high < left.low,
            "!=": left.low == left.high == right.low == right.high,
        }[sign]
        if always or never:
            what = shorten(self.expression.source(node), 60)
            self.owner.problems.append(
                self.place.problem(
                    "W210",
                    f"{what} {'always' if always else 'never'} holds",
                    "compare with a value inside the range",
                    offset=self.expression.offset(node),
                    length=self.expression.length(node),
                )
            )

    def _arithmetic(self, node: ast.BinOp, sign: str, depth: int) -> Typed:
        left, right = self.number(node.left, depth), self.number(node.right, depth)
        shape = self._shape(node, [left, right])
        match sign:
            case "+":
                low, high = left.low + right.low, left.high + right.high
            case "-":
                low, high = left.low - right.high, left.high - right.low
            case _:
                corners = [a * b // UNIT for a in (left.low, left.high) for b in (right.low, right.high)]
                low, high = min(corners), max(corners) + 1
                if left.low == left.high and right.low == right.high:
                    high = low
        return self._bounded(node, Typed((sign, left.node, right.node), False, shape, low, high))

    def _bounded(self, node: ast.AST, typed: Typed) -> Typed:
        if max(abs(typed.low), abs(typed.high)) > MAX_VALUE:
            raise self.error(node, "E403", "this can become too large a number", "use smaller factors")
        return typed

    def _call(self, node: ast.Call, depth: int) -> Typed:
        assert isinstance(node.func, ast.Name)
        word = node.func.id
        if word not in ("min", "max", "abs", "mean", "count", "any", "all"):
            hint = did_you_mean(word, ("min", "max", "abs", "mean", "count", "any", "all"))
            raise self.error(node.func, "E402", f"there is no function “{shorten(word)}”", hint)
        if node.keywords or not node.args:
            raise self.error(node, "E403", f"{word}(..) needs something to look at", f"e.g. {_EXAMPLES[word]}")
        if word in ("min", "max") and len(node.args) > 1:
            parts = [self.number(part, depth) for part in node.args]
            pick = min if word == "min" else max
            low, high = pick(part.low for part in parts), pick(part.high for part in parts)
            return Typed((word, *(part.node for part in parts)), False, self._shape(node, parts), low, high)
        if len(node.args) > 1:
            hint = {"any": "join them with or", "all": "join them with and"}.get(word, f"e.g. {_EXAMPLES[word]}")
            raise self.error(node.args[1], "E403", f"{word}(..) takes one thing", hint)
        if word == "abs":
            part = self.number(node.args[0], depth)
            high = max(abs(part.low), abs(part.high))
            low = 0 if part.low <= 0 <= part.high else min(abs(part.low), abs(part.high))
            return part._replace(node=("abs", part.node), low=low, high=high)
        return self._over_row(node.args[0], word, depth)

    def _over_row(self, inner: ast.expr, word: str, depth: int) -> Typed:
        """min max mean count any all of a value for each member or pair."""
        part = self.number(inner, depth) if word in ("min", "max", "mean") else self.truth(inner, depth)
        if not part.shape:
            raise self.error(
                inner, "E403", f"{word}(..) looks along all members, and this is one value", f"e.g. {_EXAMPLES[word]}"
            )
        if word == "count":
            return Typed(("count", part.node), False, "", 0, UNIT * (8 if part.shape == "row" else 56), part.late)
        node = {"min": "lowest", "max": "highest", "all": "every"}.get(word, word)
        return part._replace(node=(node, part.node), shape="", clause=None)

    def _constant(self, node: ast.Constant) -> Typed:
        if isinstance(node.value, str):
            raise self.error(
                node, "E404", "quoted text is not used in conditions", "write flag.NAME, act.NAME or is.NAME"
            )
        number = round(float(self.expression.source(node)) * UNIT)
        return Typed(("number", number), False, "", number, number)

    def _name(self, node: ast.Name) -> Typed:
        word = node.id
        if word in ("true", "false", "True", "False"):
            return Typed(("const", word.lower() == "true"), True)
        name = NAMES.get(word)
        if name is None:
            if word in HEADS:
                raise self.error(node, "E402", f"“{word}” needs a name behind it", f"write {word}.NAME")
            hint = did_you_mean(word, NAMES, most=0) or self._maybe_named(word)
            raise self.error(node, "E402", f"there is no “{shorten(word)}”", hint)
        low, high = round(name.low * UNIT), round(name.high * UNIT)
        kind, shape = {"scalar": ("name", ""), "member": ("row", "row"), "pair": ("grid", "grid")}[name.kind]
        return Typed((kind, word), False, shape, low, high)

    def _maybe_named(self, word: str) -> str:
        if word in self.names.flags:
            return f"write flag.{word}"
        return f"write is.{word}" if word in self.names.define else "see the list of names in the author's guide"

    def _subscript(self, node: ast.Subscript) -> Typed:
        assert isinstance(node.value, ast.Name)
        word = node.value.id
        name = NAMES.get(word)
        if name is None:
            hint = did_you_mean(word, [n for n, meaning in NAMES.items() if meaning.kind != "scalar"], most=0)
            raise self.error(node.value, "E402", f"there is no “{shorten(word)}” of a member", hint)
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        wanted = {"scalar": 0, "member": 1, "pair": 2}[name.kind]
        if len(inner) != wanted:
            whose = ("one number for all", "a number for each member", "a number for each pair")[wanted]
            example = (word, f"{word}[MEMBER]", f"{word}[MEMBER, MEMBER]")[wanted]
            raise self.error(node, "E403", f"{word} is {whose}", f"write {example}")
        numbers = [
            self._known(part, self.expression.words[self.expression.offset(part)], self.names.members, "member")
            for part in inner
        ]
        if wanted == 2 and numbers[0] == numbers[1] and self.names.members is not None:
            raise self.error(inner[1], "E403", "a pair needs two different members")
        kind = "member" if wanted == 1 else "pair"
        return Typed((kind, word, *numbers), False, "", round(name.low * UNIT), round(name.high * UNIT))

    def _known(self, node: ast.AST, word: str, known: Mapping[str, int] | None, what: str, skip: int = 0) -> int:
        if known is None:
            return -1
        if word not in known:
            code = {"member": "E302", "act": "E303", "card": "E301"}[what]
            error = self.error(node, code, f"there is no {what} “{shorten(word)}”", did_you_mean(word, known))
            raise self._after_head(error, skip)
        return known[word]

    @staticmethod
    def _after_head(error: ConditionError, skip: int) -> ConditionError:
        """The same error, pointing at the name behind ``flag.`` or ``act.``."""
        error.offset, error.length = error.offset + skip, error.length - skip
        return error

    def _dotted(self, node: ast.AST, word: str) -> Typed:
        head, _, name = word.partition(".")
        skip = len(head) + 1
        if head not in HEADS:
            hint = did_you_mean(head, HEADS)
            error = self.error(node, "E402", f"there is no “{shorten(head)}.”", hint)
            error.length = len(head)
            raise error
        if head == "flag":
            return Typed(("flag", self._flag(node, name, skip)), True)
        if head == "act":
            return Typed(("act", self._known(node, name, self.names.acts, "act", skip)), True)
        if head in CARD_WORDS:
            return Typed(("card", head, self._known(node, name, self.names.cards, "card", skip)), True)
        if head == "is":
            return self._define(node, name)
        words = Domain.words() if head == "covered" else OUTCOMES
        if name not in words:
            error = self.error(node, "E402", f"there is no {head}.{shorten(name)}", did_you_mean(name, words))
            raise self._after_head(error, skip)
        if head == "covered":
            return Typed(("covered", Domain.of(name).value), True)
        return Typed(("outcome", name), True, late=True)

    def _flag(self, node: ast.AST, name: str, skip: int) -> int:
        if "_" in name or not name.islower():
            hint = f"ids are small letters and hyphens: {name.lower().replace('_', '-')}"
            raise self._after_head(self.error(node, "E402", f"“{shorten(name)}” is no flag", hint), skip)
        offset, length, place = self.expression.offset(node) + skip, len(name), self.place
        self.names.flags_read.setdefault(name, lambda *about: place.problem(*about, offset=offset, length=length))
        return self.names.flags.setdefault(name, len(self.names.flags))

    def _define(self, node: ast.AST, name: str) -> Typed:
        if name not in self.names.define:
            if self.names.members is None:
                return Typed(("const", True), True)
            hint = did_you_mean(name, self.names.define) or "name it under define:"
            error = self.error(node, "E402", f"no condition is named “{shorten(name)}”", hint)
            raise self._after_head(error, len("is."))
        self.names.used.add(name)
        if name in self.owner.under_way:
            circle = " → ".join([*self.owner.under_way[self.owner.under_way.index(name) :], name])
            raise self.error(node, "E405", f"the condition leads back to itself: {circle}", "break the circle")
        found = self.owner.defined(name)
        if found is None:
            raise AlreadyTold
        return self._told(node, found, "named", (found,))


_EXAMPLES: Final = {
    "min": "min(support)", "max": "max(peak)", "abs": "abs(affinity[a, b])", "mean": "mean(trust)",
    "count": "count(support < 45) >= 2", "any": "any(trust < 30)", "all": "all(means > 1)",
}  # fmt: skip
