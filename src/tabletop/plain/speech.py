"""Signs into words: what a screen reader would skip or spell is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tabletop.telling.words import FEATURE, number

if TYPE_CHECKING:
    from tabletop.game.viewmodels import Index

_PLUS = re.compile(r"(?<![\w.])\+(?=\d)")
_MINUS = re.compile(r"(?<![\w.])−(?=\d)")
_RANGE = re.compile(r"(?<=\d)–(?=\d)")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]?%")
_SIGNS = (("→", "to"), (" · ", ", "), ("×", " times "), ("▲", "up "), ("▼", "down "))


def spoken(text: str) -> str:
    """One of our own sentences without signs: “60.2 → 61.3 (+1.1)” is “60.2 to 61.3 (plus 1.1)”."""
    text = _PERCENT.sub(" percent", _MINUS.sub("minus ", _PLUS.sub("plus ", _RANGE.sub(" to ", text))))
    for sign, word in _SIGNS:
        text = text.replace(sign, word)
    return " ".join(text.split())


_MATHS = (
    ("·", " times "), ("×", " times "), ("±", " plus or minus "), ("+=", " grows by "), ("−=", " falls by "),
    ("+", " plus "), ("−", " minus "), ("/", " over "), ("≥", " at least "), ("≤", " at most "), ("<", " below "),
    ("=", " is "), ("Σ", " the sum of "), ("½", " a half "), ("..", " to "), ("%", " percent"),
)  # fmt: skip


def formula(text: str) -> str:
    """A formula as one would read it out: “0.4·(T − 50)/10” is “0.4 times (T minus 50) over 10”."""
    for sign, word in _MATHS:
        text = text.replace(sign, word)
    return re.sub(r" (?=[,;:.)])|(?<=\() ", "", " ".join(text.split()))


def value(amount: float, places: int = 1) -> str:
    """A number, with its sign in words."""
    return number(amount, places).replace("−", "minus ")


def signed(amount: float, places: int = 1) -> str:
    """A term: “plus 3.1”, “minus 2.0”, “0.0”."""
    text = number(abs(amount), places)
    if not text.strip("0."):
        return text
    return f"{'plus' if amount > 0 else 'minus'} {text}"


def change(amount: float, places: int = 1) -> str:
    """A change: “up 1.2”, “down 0.4”, “unchanged”."""
    text = number(abs(amount), places)
    if not text.strip("0."):
        return "unchanged"
    return f"{'up' if amount > 0 else 'down'} {text}"


def percent(amount: float) -> str:
    return f"{amount:.0f} percent"


def kinds(marks: dict[str, int], *, rules: bool = False) -> str:
    """The five marks of a crisis: “fear 4, urgent 3, …”, the strongest first; `rules` adds the rules' words."""
    order = sorted(marks.items(), key=lambda mark: -mark[1])
    return ", ".join(f"{FEATURE[word]}{f' ({word})' if rules else ''} {count}" for word, count in order)


def index_line(index: Index) -> str:
    """“Cohesion 61.2, on course”."""
    from tabletop.telling.numbers import course

    return f"{index.name.capitalize()} {value(index.value)}, {course(index)}"


def a(word: str) -> str:
    """A word with its first letter large."""
    return word[:1].upper() + word[1:]
