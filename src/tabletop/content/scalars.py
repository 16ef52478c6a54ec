"""What an unquoted YAML word is: text, number, truth or nothing, by the core schema of YAML 1.2.

YAML 1.1 reads ``no`` as false, ``012`` as ten, ``1_000`` as a thousand, ``1:30`` as ninety and ``1979-12-12`` as a
date.  Here all of these stay what the author wrote, and `explain_number` tells an author who meant a number.
"""

from __future__ import annotations

import re
from typing import Final

Scalar = str | int | float | bool | None

_WORDS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INT: Final = re.compile(r"[-+]?[0-9]+")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LEADING_ZERO: Final = re.compile(r"[-+]?0[0-9]+")
_MOST_DIGITS: Final = 30
"""Longer runs of digits stay text: no quantity of the game is near them, and Python's int() is slow for millions."""


def resolve(text: str) -> Scalar:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789" or len(text) > _MOST_DIGITS:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text


def has_leading_zero(text: str) -> bool:
    """Whether an unquoted whole number starts with 0, which YAML 1.1 and 1.2 read differently."""
    return text[:1] in "+-0" and _LEADING_ZERO.fullmatch(text) is not None


def explain_number(text: str) -> str:
    """A hint for text that stands where a number should."""
    if re.fullmatch(r"[-+]?[0-9][0-9_]*_[0-9_.]*", text):
        return f"digits are not grouped here: write {text.replace('_', '')}"
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", text):
        return f"write the decimal point as a point: {text.replace(',', '.')}"
    if re.fullmatch(r"[-+]?[0-9.]+ ?%", text):
        return "write the number without %"
    if _FLOAT.fullmatch(text) and len(text) <= _MOST_DIGITS:
        return f"take the quotes away: {text}"
    return "write a number"


def explain_truth(text: str) -> str:
    """A hint for text that stands where true or false should."""
    word = text.lower()
    if word in ("yes", "on", "y"):
        return "write true (yes and on are ordinary words here)"
    if word in ("no", "off", "n"):
        return "write false (no and off are ordinary words here)"
    return "write true or false"
