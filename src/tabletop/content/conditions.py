"""The condition language in all its YAML forms, compiled to the nodes of `tabletop.rules.conditions`.

Nothing is ever evaluated as Python: `tokens` lays the words out for Python's parser, `expressions` types and compiles
what it returns, and this module joins expressions by ``all``, ``any``, ``not`` and by the names under ``define``.
"""

from __future__ import annotations

import re
from typing import Any

from tabletop.content import tokens
from tabletop.content.clauses import Clause, in_one_line
from tabletop.content.expressions import MAX_DEPTH, AlreadyTold, Compiler, Names, Typed
from tabletop.content.places import Place
from tabletop.content.problems import Problem
from tabletop.content.text import shorten
from tabletop.content.tokens import ConditionError
from tabletop.rules.tables import Node


class Conditions:
    """Compiles conditions with one set of names; problems go to `problems`."""

    def __init__(self, names: Names, problems: list[Problem]) -> None:
        self.names, self.problems = names, problems
        self._defined: dict[str, Typed | None] = {}
        self.under_way: list[str] = []

    def compile(self, raw: Any, place: Place, *, late: bool = False) -> Node | None:
        """The node of an authored condition; see `clause`."""
        found = self.clause(raw, place, late=late)
        return found.node if found else None

    def clause(self, raw: Any, place: Place, *, late: bool = False) -> Clause | None:
        """An authored condition; None when there is none, or when it is wrong (then it is reported).

        `late` allows the outcome, which only endings and objectives may ask for.
        """
        if raw is None:
            return None
        found = self._structure(raw, place, 0)
        if found is not None and found.late and not late:
            word = re.search(r"outcome\.[\w-]+", raw) if isinstance(raw, str) else None
            self.problems.append(
                place.problem(
                    "E407",
                    "the outcome is not known while the game runs",
                    "only endings and an objective's bonus may ask for it",
                    offset=word.start() if word else None,
                    length=len(word.group()) if word else 0,
                )
            )
            return None
        return found.clause if found else None

    def number(self, text: str, place: Place) -> Node | None:
        """The node of a number alone (``mean(support)``); None, with the problem reported, when it is wrong."""
        try:
            expression = tokens.parse(text)
            typed = Compiler(self, expression, place).number(expression.tree, 0)
            if typed.shape:
                hint = "wrap it in mean(..), min(..) or max(..)"
                raise ConditionError("E403", 0, "this is a number for each member", hint, len(text.rstrip()))
        except ConditionError as error:
            self.problems.append(
                place.problem(error.code, error.message, error.hint, offset=error.offset, length=error.length)
            )
            return None
        except AlreadyTold:
            return None
        return typed.node

    def defined(self, name: str) -> Typed | None:
        """A named condition, compiled once; its own problems are reported where it is defined."""
        if name not in self._defined:
            assert self.names.define_place is not None
            self.under_way.append(name)
            self._defined[name] = self._structure(self.names.define[name], self.names.define_place / name, 0)
            self.under_way.pop()
        return self._defined[name]

    def _structure(self, raw: Any, place: Place, depth: int) -> Typed | None:
        """A condition in any of its YAML forms."""
        if isinstance(raw, bool):
            return Typed(("const", raw), True, clause=Clause(str(raw).lower(), "truth", ("const", raw), place))
        if isinstance(raw, str):
            return self._text(raw, place)
        wrong = self._misshapen(raw, place, depth)
        if wrong is not None:
            self.problems.append(wrong)
            return None
        ((word, inner),) = raw.items()
        if word == "not":
            part = self._structure(inner, place / word, depth + 1)
            return part and self._joined("not", part._replace(node=("not", part.node)), place, [part])
        parts = [self._structure(item, place.at(word, index), depth + 1) for index, item in enumerate(inner)]
        good = [part for part in parts if part is not None]
        if len(good) < len(parts):
            return None
        node = ("and" if word == "all" else "or", *(part.node for part in good))
        return self._joined(word, Typed(node, True, late=any(part.late for part in good)), place, good)

    @staticmethod
    def _joined(word: str, typed: Typed, place: Place, parts: list[Typed]) -> Typed:
        inner = tuple(part.clause for part in parts if part.clause is not None)
        return typed._replace(clause=Clause(in_one_line(word, inner), typed.node[0], typed.node, place, parts=inner))

    @staticmethod
    def _misshapen(raw: Any, place: Place, depth: int) -> Problem | None:
        hint = "write an expression, or {all: [..]}, {any: [..]}, {not: ..}"
        if isinstance(raw, list):
            return place.problem("E402", "a bare list is no condition", "write {all: [..]} or {any: [..]}")
        if not isinstance(raw, dict):
            return place.problem("E403", "a condition is either true or false; this is a number", hint)
        if depth > MAX_DEPTH:
            return place.problem("E406", "conditions stand too deep in one another", "name parts of it under define:")
        word = next(iter(raw), "")
        if len(raw) != 1 or word not in ("all", "any", "not"):
            stray = next((key for key in raw if key not in ("all", "any", "not")), word)
            return (place / stray).problem("E402", f"“{shorten(stray)}” is no single all, any or not", hint, key=True)
        if word != "not" and (not isinstance(raw[word], list) or not raw[word]):
            return (place / word).problem("E402", f"“{word}” needs a list of conditions", f"write {{{word}: [.., ..]}}")
        return None

    def _text(self, text: str, place: Place) -> Typed | None:
        try:
            expression = tokens.parse(text)
            typed = Compiler(self, expression, place).value(expression.tree, 0)
            if not typed.truth:
                raise ConditionError(
                    "E403",
                    0,
                    "a condition is either true or false; this is a number",
                    "compare it: … > 0",
                    len(text.rstrip()),
                )
            if typed.shape:
                raise ConditionError(
                    "E403",
                    0,
                    "this holds for some members and not for others",
                    "wrap it in any(..), all(..) or count(..)",
                    len(text.rstrip()),
                )
        except ConditionError as error:
            self.problems.append(
                place.problem(error.code, error.message, error.hint, offset=error.offset, length=error.length)
            )
            return None
        except AlreadyTold:
            return None
        return typed
