"""An act's card filter (``'cyber' in tags and escalation <= 3``), decided once for each card when content is loaded."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Iterator
from typing import Any, Final

from tabletop.content import tokens
from tabletop.content.card_models import Card
from tabletop.content.places import Place
from tabletop.content.problems import Problem
from tabletop.content.text import did_you_mean, shorten
from tabletop.content.tokens import ConditionError, Expression
from tabletop.rules.vocabulary import Domain, Feature

NUMBERS: Final = ("escalation", "human_cost", *Feature.words())
WORDS: Final = ("domain", "deck", "id")
_OPERATORS: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}  # fmt: skip
_HINT: Final = "e.g. 'cyber' in tags, domain == 'internal', escalation <= 3, joined with and, or, not"


class Filter:
    """A checked filter; `accepts` tells whether a card passes."""

    def __init__(self, expression: Expression | None, constant: bool = True) -> None:
        self._expression, self._constant = expression, constant

    @classmethod
    def compile(cls, raw: Any, place: Place, tags: Collection[str], problems: list[Problem]) -> Filter | None:
        """Check a filter's every word; None, with the problem reported, when it is wrong."""
        if isinstance(raw, bool):
            return cls(None, raw)
        if not isinstance(raw, str):
            problems.append(place.problem("E203", "a card filter is one line of text", _HINT))
            return None
        try:
            expression = tokens.parse(raw)
            _check(expression, expression.tree, tags, 0)
        except ConditionError as error:
            problems.append(
                place.problem(error.code, error.message, error.hint, offset=error.offset, length=error.length)
            )
            return None
        return cls(expression)

    def accepts(self, card: Card, deck: str) -> bool:
        if self._expression is None:
            return self._constant
        return bool(_decide(self._expression.tree, card, deck))

    def unmet(self, card: Card, deck: str) -> tuple[str, ...]:
        """The tests that keep a card out, as the author wrote them; none where it passes."""
        if self._expression is None:
            return () if self._constant else ("false",)
        return tuple(_unmet(self._expression, self._expression.tree, card, deck))


def _check(expression: Expression, node: ast.expr, tags: Collection[str], depth: int) -> None:
    def error(at: ast.AST, message: str, hint: str = _HINT, code: str = "E404") -> ConditionError:
        # Of a quoted word the word alone is meant, so that another can take its place.
        quoted = int(isinstance(at, ast.Constant) and isinstance(at.value, str))
        return ConditionError(code, expression.offset(at) + quoted, message, hint, expression.length(at) - 2 * quoted)

    match node:
        case _ if depth > 30:
            raise error(node, "the filter is nested too deeply", "", "E406")
        case ast.BoolOp():
            for part in node.values:
                _check(expression, part, tags, depth + 1)
        case ast.UnaryOp(op=ast.Not()):
            _check(expression, node.operand, tags, depth + 1)
        case ast.Compare(
            left=ast.Constant(value=str() as tag), ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id="tags")]
        ):
            if tag not in tags:
                raise error(node.left, f"there is no tag “{shorten(tag)}”", did_you_mean(tag, sorted(tags)), "E311")
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.Eq() | ast.NotEq()], comparators=[ast.Constant(value=str() as word)]
        ) if name in WORDS:
            if name == "domain" and word not in Domain.words():
                raise error(
                    node.comparators[0], f"there is no domain “{shorten(word)}”", did_you_mean(word, Domain.words())
                )
        case ast.Compare():
            for side in (node.left, *node.comparators):
                if not _is_number(side):
                    raise error(side, "this cannot be compared with a number here")
            if not all(type(op) in _OPERATORS for op in node.ops):
                raise error(node, "this comparison is not part of a card filter")
        case _:
            raise error(node, "this is not part of a card filter")


def _is_number(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=int() | float()):
            return True
        case ast.Name(id=name):
            return name in NUMBERS
    return False


def _decide(node: ast.expr, card: Card, deck: str) -> Any:
    match node:
        case ast.BoolOp(op=ast.And()):
            return all(_decide(part, card, deck) for part in node.values)
        case ast.BoolOp():
            return any(_decide(part, card, deck) for part in node.values)
        case ast.UnaryOp():
            return not _decide(node.operand, card, deck)
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as op]):
            return (_decide(left, card, deck) in card.tags) == isinstance(op, ast.In)
        case ast.Compare():
            sides = [_decide(side, card, deck) for side in (node.left, *node.comparators)]
            return all(_OPERATORS[type(op)](a, b) for op, a, b in zip(node.ops, sides, sides[1:], strict=False))
        case ast.Name(id=name):
            if name in WORDS:
                return {"domain": card.domain, "deck": deck, "id": card.id}[name]
            return getattr(card, name) if hasattr(card, name) else getattr(card.features, name)
        case ast.Constant():
            return node.value
    raise AssertionError(node)


def _unmet(expression: Expression, node: ast.expr, card: Card, deck: str) -> Iterator[str]:
    if _decide(node, card, deck):
        return
    if isinstance(node, ast.BoolOp):
        for part in node.values:
            yield from _unmet(expression, part, card, deck)
    else:
        yield " ".join(expression.source(node).split())
