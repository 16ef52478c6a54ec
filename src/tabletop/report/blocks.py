"""What a report is built of, before it takes a form: headings, paragraphs, lists, tables and figures.

The sections are written once in these blocks; Markdown and HTML only differ in how a block looks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tabletop.content.text import clean

Tone = Literal["", "good", "bad"]
MARK: dict[str, str] = {"good": "▲", "bad": "▼"}
"""A sign beside every colour."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section; level 3 or 4."""

    text: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; blank lines part it into several."""

    text: str
    lead: str = ""
    """Words in bold before it."""
    tone: Tone = ""
    quiet: bool = False
    lines: bool = False
    """Line breaks are meant (a player's note); authors' lines just run on."""


@dataclass(frozen=True, slots=True)
class Bullets:
    items: Sequence[Para]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the row."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = field(default_factory=frozenset)
    """Columns that hold numbers."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot by name (see `report.plots`), and the table that says the same."""

    plot: str
    caption: str
    table: Table | None = None
    """None where a table of the section says it already."""


Block = Heading | Para | Bullets | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: Sequence[Block]


def paragraphs(para: Para) -> list[str]:
    """Its paragraphs, fit for any screen; their line breaks are kept only where they are meant."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", clean(para.text, lines=True)) if part.strip()]
    return [part if para.lines else " ".join(part.split()) for part in parts]
