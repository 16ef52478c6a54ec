"""Versions that authors give their decks and campaigns, and what others may ask of them (``">=1.2"``)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Final

_NUMBERS: Final = re.compile(r"\d{1,6}(\.\d{1,6}){0,5}")
_WISH: Final = re.compile(r"(>=|<=|==|>|<)?\s*(\d{1,6}(?:\.\d{1,6}){0,5})")
_SIGNS: Final[dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]]] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq, ">": operator.gt, "<": operator.lt,
}  # fmt: skip

Wish = tuple[tuple[str, tuple[int, ...]], ...]


def numbers(version: str) -> tuple[int, ...]:
    """The numbers a version begins with, zeros at the end left out: ``1.2.0-beta`` is (1, 2); no number gives ()."""
    found = _NUMBERS.match(version.strip())
    parts = [int(part) for part in found.group().split(".")] if found else []
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def wish(text: str) -> Wish | None:
    """``">=1.2, <2"`` as signs and numbers; a number alone means at least; None when it is written otherwise."""
    parts = [_WISH.fullmatch(part.strip()) for part in text.split(",")]
    if not all(parts):
        return None
    return tuple((part.group(1) or ">=", numbers(part.group(2))) for part in parts if part)


def fits(version: str, text: str) -> bool:
    """Whether a version is what a wish asks for; a wish that cannot be read is never fulfilled."""
    asked = wish(text)
    own = numbers(version)
    return asked is not None and all(_SIGNS[sign](own, number) for sign, number in asked)
