"""Two stories of one game side by side in plain text, 80 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from tabletop.content.text import clean, width
from tabletop.lab.whatif import WhatIf
from tabletop.telling import whatif as words
from tabletop.telling.sentences import Names
from tabletop.telling.words import number, signed

WIDTH: Final = 80
COLUMN: Final = 38
"""Cells of each story."""
_BAR: Final = " │ "
_HAPPENS: Final = "▸ "
"""Before what the other story does not have."""


def text(found: WhatIf, names: Names, head: str) -> Iterator[str]:
    """The whole comparison, line by line."""
    yield from _wrapped(head)
    yield ""
    for change in found.changes:
        yield from _wrapped(f"{words.asked(change, found, names)}.")
    if found.numbers:
        yield from _wrapped("Numbers of the model that are not as they were:")
        for told in words.numbers(found):
            yield from _wrapped(f"{told}.", "  ")
    yield ""
    yield from _wrapped(words.parting(found))
    yield from _wrapped(words.verdict(found))
    for reason in words.reasons(found):
        yield from _wrapped(reason.sentence)
    extent = words.extent(found)
    if extent:
        yield from _wrapped(extent)
    if found.parted:
        yield from _turns(found, names)
    yield from _end(found, names)
    if found.swaps:
        yield ""
        yield from _wrapped("Choices that could not be made again as they were:")
        for swap in found.swaps:
            yield from _wrapped(f"{words.swapped(swap, names)}.", "  ")
    yield ""
    yield from _wrapped(words.MODEST)
    if found.numbers:
        yield from _wrapped(words.MODEL)


def _turns(found: WhatIf, names: Names) -> Iterator[str]:
    yield ""
    yield _beside("  " + words.WAS, "  " + words.OTHER)
    for pair in words.pairs(found, names):
        if pair.turn < found.parted:
            continue
        yield _rule(f"Turn {pair.turn}")
        if pair.same:
            yield "  the same in both"
            continue
        for was, other in pair.beside():
            yield from _level(_row(was) if was else [], _row(other) if other else [])
        if not (pair.was and pair.other):
            yield _beside(*("" if rows else "  over by then" for rows in (pair.was, pair.other)))


def _level(left: Sequence[str], right: Sequence[str]) -> Iterator[str]:
    for a, b in zip_longest(left, right, fillvalue=""):
        yield _beside(a, b)


def _row(row: words.Row) -> list[str]:
    told = textwrap.wrap(clean(row.text), COLUMN - 2, subsequent_indent="  ")
    return [f"{_HAPPENS if row.other and not place else '  '}{line}" for place, line in enumerate(told)]


def _end(found: WhatIf, names: Names) -> Iterator[str]:
    yield _rule("The end" if found.whole else "So far")
    for was, other in zip(words.end(found.was), words.end(found.other), strict=True):
        yield from _level(_row(words.Row("", was)), _row(words.Row("", other)))
    scores = words.national(found, names)
    if scores:
        yield ""
        yield f"{'  National score':<24}{words.WAS:>12}{words.OTHER:>12}{'difference':>12}"
        for name, before, after, change in scores:
            label = textwrap.shorten(clean(name), 20, placeholder="…")
            pad = " " * (22 - width(label))
            yield f"  {label}{pad}{number(before, 2):>12}{number(after, 2):>12}{signed(change, 2):>12}"


def _rule(title: str) -> str:
    return f"── {title} ".ljust(WIDTH, "─")


def _beside(left: str, right: str) -> str:
    """Two lines side by side, without blanks at the end."""
    return f"{left}{' ' * max(COLUMN - width(left), 0)}{_BAR}{right}".rstrip()


def _wrapped(told: str, indent: str = "") -> list[str]:
    return textwrap.wrap(clean(told), WIDTH, initial_indent=indent, subsequent_indent=indent and f"{indent}  ")
