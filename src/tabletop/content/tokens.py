"""The words of a condition, laid out so that Python's own parser can read them without moving a single column.

Ids may hold hyphens and be Python keywords (``flag.cables-repaired``, ``is.rough``, ``trust[west-germany, italy]``).
Each reference is therefore replaced by a made-up name of the same length, and remembered by where it starts.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

MAX_LENGTH: Final = 1_000


class ConditionError(Exception):
    """What is wrong with an expression, and at which character."""

    def __init__(self, code: str, offset: int, message: str, hint: str = "", length: int = 1) -> None:
        super().__init__(message)
        self.code, self.offset, self.message, self.hint, self.length = code, offset, message, hint, length


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression; `words` holds, by offset, what really stands where a made-up name does."""

    text: str
    tree: ast.expr
    words: dict[int, str] = field(default_factory=dict)

    def offset(self, node: ast.AST) -> int:
        return int(getattr(node, "col_offset", 1)) - 1

    def length(self, node: ast.AST) -> int:
        return int(getattr(node, "end_col_offset", 1)) - 1 - self.offset(node)

    def source(self, node: ast.AST) -> str:
        start = self.offset(node)
        return self.text[start : start + self.length(node)]

    def comparisons(self, node: ast.Compare) -> list[tuple[int, int]]:
        """Offset and length of each comparison in a row of them (``20 < tension < 40`` are two)."""
        first, last = self.offset(node), self.offset(node) + self.length(node)
        if len(node.ops) == 1:
            return [(first, last - first)]
        sides = [self._with_parentheses(side, first, last) for side in (node.left, *node.comparators)]
        return [(left[0], right[1] - left[0]) for left, right in pairwise(sides)]

    def _with_parentheses(self, node: ast.AST, first: int, last: int) -> tuple[int, int]:
        """Begin and end of a part with the parentheses around it, as far as they lie in a stretch of the text."""
        begin, end = self.offset(node), self.offset(node) + self.length(node)
        while True:
            before, after = self.text[first:begin].rstrip(), self.text[end:last]
            if not (before.endswith("(") and after.lstrip().startswith(")")):
                return begin, end
            begin, end = first + len(before) - 1, end + after.index(")") + 1


_TOKEN: Final = re.compile(
    r"(?P<blank>[ \n]+)"
    r"|(?P<dotted>[A-Za-z_]\w*\.[A-Za-z_][\w-]*)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<number>(?:\d+(?:\.\d+)?|\.\d+))"
    r"|(?P<string>'[^'\"\\\n]*'|\"[^'\"\\\n]*\")"
    r"|(?P<open>\[)"
    r"|(?P<mark><=|>=|==|!=|[<>+\-*(),])",
    re.ASCII,
)
_MEMBERS: Final = re.compile(r"\[ *[A-Za-z_][\w-]*(?: *, *[A-Za-z_][\w-]*)* *\]", re.ASCII)
_ID: Final = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)

_JOINING: Final = frozenset({"and", "or", "not", "in", "is", "if", "else", "lambda", "for"})

_INSTEAD: Final = {
    "&": "write and", "|": "write or", "!": "write not", "=": "write == to compare", "≥": "write >=", "≤": "write <=",
    "≠": "write !=", "/": "there is no division: multiply the other side", "%": "write the number without %",
    "{": "a condition in { } is YAML: {all: [..]}, {any: [..]} or {not: ..}", "–": "write - for minus",
    "−": "write - for minus", "“": "quotes are not needed here", "”": "quotes are not needed here",
    "[": "write one or two members in brackets, as in trust[aurelia, delmar]", ".": "write flag.NAME, without blanks",
}  # fmt: skip


def parse(text: str) -> Expression:
    """Parse an expression.  Raises `ConditionError` for anything outside the language's letters and grammar."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(
            "E406",
            0,
            f"the condition has more than {MAX_LENGTH:,} characters",
            "divide it with {all: [..]} or {any: [..]}",
        )
    if not text.strip():
        raise ConditionError("E401", 0, "the condition is empty", "leave “when” out if it always holds")
    words: dict[int, str] = {}
    prepared = _prepare(text, words)
    try:
        tree = ast.parse(f"({prepared})", mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise _unclear(text, error) from None
    return Expression(text, tree, words)


def _prepare(text: str, words: dict[int, str]) -> str:
    parts: list[str] = []
    at, complete = 0, False
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise _stranger(text, at)
        word = token.group()
        if token.lastgroup == "number":
            _check_number(text, at, word)
        operand = token.lastgroup in ("dotted", "number", "string") or (
            token.lastgroup == "name" and word not in _JOINING
        )
        if operand and complete:
            raise ConditionError(
                "E401", at, f"something is missing before “{word[:30]}”", "and, or, a comparison, + - or *?", len(word)
            )
        if token.lastgroup != "blank":
            complete = operand or word == ")" or (token.lastgroup == "open" and complete)
        if token.lastgroup == "dotted":
            words[at] = word
            parts.append("r" + "_" * (len(word) - 1))
        elif token.lastgroup == "open":
            members = _MEMBERS.match(text, at)
            if members is None:
                raise _stranger(text, at)
            word = members.group()
            parts.append(_hide_ids(word, at, words))
        else:
            parts.append(" " * len(word) if token.lastgroup == "blank" else word)
        at += len(word)
    return "".join(parts)


def _hide_ids(brackets: str, at: int, words: dict[int, str]) -> str:
    hidden = list(brackets)
    for found in _ID.finditer(brackets):
        words[at + found.start()] = found.group()
        hidden[found.start() : found.end()] = "m" + "_" * (len(found.group()) - 1)
    return "".join(hidden)


def _check_number(text: str, at: int, word: str) -> None:
    end = at + len(word)
    if len(word) > 9 or (word[0] == "0" and word[1:2].isdigit()):
        raise ConditionError("E401", at, f"“{word[:20]}” is not a number of this game", "e.g. 40 or 2.5", len(word))
    if "." in word and len(word.split(".")[1]) > 2:
        raise ConditionError(
            "E403", at, f"{word} has more than two decimals", "quantities are kept in hundredths", len(word)
        )
    if end < len(text) and (text[end].isalnum() or text[end] in "_."):
        stray = re.match(r"[\w.]+", text[at:])
        whole = stray.group() if stray else word
        hint = f"write {whole.replace('_', '')}" if re.fullmatch(r"[\d_]+", whole) else "is an operator missing?"
        raise ConditionError("E401", at, f"“{whole[:30]}” is neither a number nor a name", hint, len(whole))


def _stranger(text: str, at: int) -> ConditionError:
    char = text[at]
    shown = f"“{char}”" if char.isprintable() else f"the character U+{ord(char):04X}"
    return ConditionError("E401", at, f"{shown} does not belong in a condition", _INSTEAD.get(char, ""))


def _unclear(text: str, error: BaseException) -> ConditionError:
    opened, closed = text.count("("), text.count(")")
    if opened > closed:
        return ConditionError("E401", text.find("("), "a parenthesis is opened and not closed", "add )")
    if closed > opened:
        return ConditionError("E401", text.rfind(")"), "a parenthesis is closed and was not opened", "delete it")
    offset = (getattr(error, "offset", None) or 2) - 2
    last = len(text.rstrip()) - 1
    if not 0 <= offset <= last:
        return ConditionError("E401", last, "the condition stops too early", "something is missing at its end")
    return ConditionError(
        "E401", offset, "the condition cannot be read here", "is and, or, a comparison or a number missing?"
    )
