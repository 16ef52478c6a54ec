"""Text on its way to the terminal: cleaned, measured, cut and wrapped; never read as mark-up.

Everything that a person wrote - a campaign's author, a player, a path in an error message - passes through `fit` or
`wrap`, which clean it. What comes out is drawn as it is written: `[/nope]` is shown as `[/nope]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from tabletop.content.text import clean

if TYPE_CHECKING:
    from tabletop.game.viewmodels import MemberFacts

ELLIPSIS = "…"
_GLUE = "\ufdd0"
"""Stands for a blank at which no line breaks, while it is wrapped: a character that no text has."""
_MARKS = 8
"""Cells are what lines are measured in, but a cell can carry any number of accents: more than this are left out."""


def tidy(text: str, *, lines: bool = False) -> str:
    """Foreign text made fit to draw: no control characters, and no towers of accents."""
    text = clean(text, lines=lines)
    return text if text.isascii() else _flatten(text)


def _flatten(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char in text:
        run = 0 if cell_len(char) else run + 1
        if run <= _MARKS:
            kept.append(char)
    return "".join(kept)


@lru_cache(maxsize=4096)
def fit(text: str, cells: int) -> str:
    """`text` on one line in at most so many cells, cut with an ellipsis."""
    text = tidy(text[: 40 * max(cells, 1)])
    if cell_len(text) <= cells:
        return text
    if cells <= 0:
        return ""
    room = cells - 1
    kept: list[str] = []
    for char in text:
        room -= cell_len(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + ELLIPSIS


def pad(text: str, cells: int) -> str:
    """`text` cut or filled with blanks to exactly so many cells."""
    text = fit(text, cells)
    return text + " " * (cells - cell_len(text))


def whole(text: str) -> str:
    """`text` in which `wrap` breaks no line."""
    return text.replace(" ", _GLUE)


def headed(title: str, cells: int) -> str:
    """A title for so many cells: whole, or without what stands after its colon where only that fits."""
    first = title.partition(": ")[0]
    return first if cell_len(tidy(title)) > cells >= cell_len(tidy(first)) else title


def names_within(members: Iterable[MemberFacts], cells: int) -> dict[str, str]:
    """Members' names by seat: whole where all of them are at most so many cells long, short for everybody else."""
    members = tuple(members)
    whole = all(cell_len(member.name) <= cells for member in members)
    return {member.seat: member.name if whole else member.short for member in members}


@lru_cache(maxsize=1024)
def wrap(text: str, cells: int, most: int = 0) -> tuple[str, ...]:
    """`text` in lines of at most so many cells; its own line breaks are kept.

    With `most`, no more lines than that: the last one ends in an ellipsis when something is left out. No line begins
    with a per cent sign or with the point between two facts.
    """
    cells = max(cells, 1)
    found: list[str] = []
    for paragraph in tidy(text, lines=True).split("\n"):
        glued = paragraph.replace(" %", f"{_GLUE}%").replace(" · ", f"{_GLUE}· ")
        found.extend(line.plain.rstrip().replace(_GLUE, " ") for line in Content(glued).wrap(cells))
    if most and len(found) > most:
        last = found[most - 1]
        found = [*found[: most - 1], fit(last, cells - 1).removesuffix(ELLIPSIS) + ELLIPSIS]
    return tuple(found)


def joined(text: str) -> str:
    """An author's folded or literal block as paragraphs: single line breaks become blanks, blank lines stay."""
    blocks = tidy(text, lines=True).split("\n\n")
    return "\n\n".join(" ".join(block.split()) for block in blocks if block.strip())
