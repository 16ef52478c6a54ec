"""Text on its way to the terminal: cleaned, measured, cut and wrapped; never read as mark-up.

Everything that a person wrote - a campaign's author, a player, a path in an error message - passes through `fit` or
`wrap`, which clean it. What comes out is drawn as it is written: `[/nope]` is shown as `[/nope]`.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len
from textual.content import Content

from tabletop.content.text import clean

ELLIPSIS = "…"
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


@lru_cache(maxsize=1024)
def wrap(text: str, cells: int, most: int = 0) -> tuple[str, ...]:
    """`text` in lines of at most so many cells; its own line breaks are kept.

    With `most`, no more lines than that: the last one ends in an ellipsis when something is left out.
    """
    cells = max(cells, 1)
    found: list[str] = []
    for paragraph in tidy(text, lines=True).split("\n"):
        found.extend(line.plain.rstrip() for line in Content(paragraph).wrap(cells))
    if most and len(found) > most:
        last = found[most - 1]
        found = [*found[: most - 1], fit(last, cells - 1).removesuffix(ELLIPSIS) + ELLIPSIS]
    return tuple(found)


def joined(text: str) -> str:
    """An author's folded or literal block as paragraphs: single line breaks become blanks, blank lines stay."""
    blocks = tidy(text, lines=True).split("\n\n")
    return "\n\n".join(" ".join(block.split()) for block in blocks if block.strip())
