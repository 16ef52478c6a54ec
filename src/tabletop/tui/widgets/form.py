"""Rows of choices: up and down between rows, left and right between the choices of one. The composer and the set-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len

from tabletop.tui.canvas import Canvas, Line
from tabletop.tui.text import fit


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a row."""

    value: Any
    label: str
    key: str = ""
    """The letter that chooses it, if it has one."""
    colour: str = ""
    hint: str = ""


@dataclass(slots=True)
class Row:
    """A row of the form: its name, its choices and which one is taken."""

    name: str
    label: str
    options: Sequence[Option]
    at: int = 0
    """The place of the choice that is taken; -1 while none is."""
    key: str = ""
    """The letter that takes the next choice of this row."""
    note: str = ""
    wide: bool = False
    """Show one choice between arrows, instead of all side by side."""

    @property
    def option(self) -> Option:
        """The choice that is taken; ask only where one is (`taken`)."""
        return self.options[self.at]

    @property
    def taken(self) -> bool:
        return 0 <= self.at < len(self.options)

    def move(self, by: int) -> None:
        """The next choice or the one before; from none to the first or the last."""
        if self.options:
            self.at = (self.at + by if self.at >= 0 else min(by, 0)) % len(self.options)

    def take(self, value: Any) -> bool:
        """Choose by value; False when there is no such choice."""
        for index, option in enumerate(self.options):
            if option.value == value:
                self.at = index
                return True
        return False


def draw_row(canvas: Canvas, row: Row, current: bool, label: int = 12) -> None:
    """One row: its key and name, then its choices; the current row is marked, the chosen option stands in brackets."""
    line = canvas.line()
    line.add("▸" if current else " ", "bold $tt-accent")
    line.add(f"{row.key or ' '} ", "bold $tt-accent", ("row", row.name))
    line.add(row.label, "bold" if current else "", ("row", row.name), room=label - 4).to(label)
    if row.wide:
        _one(line, row, current)
    else:
        _all(line, row)
    room = canvas.width - line.at - 3
    if row.note and room >= min(cell_len(row.note), 16):
        line.right(fit(row.note, room), "$tt-dim")
    canvas.put(line)


def _one(line: Line, row: Row, current: bool) -> None:
    if not row.options:
        line.add("nothing to choose", "$tt-dim")
        return
    many = len(row.options) > 1
    ground = " on $tt-mark" if current else ""
    line.add("‹ " if many else "  ", "bold $tt-accent", ("step", row.name, -1))
    colour = f" {row.option.colour}" if row.option.colour else ""
    line.add(
        f" {row.option.label} ", f"bold{colour}{ground}", ("step", row.name, 1), room=max(line.width - line.at - 10, 10)
    )
    line.add(" ›" if many else "", "bold $tt-accent", ("step", row.name, 1))
    if many:
        line.add(f"  {row.at + 1}/{len(row.options)}", "$tt-dim")
    hint = abridged(row.option.hint, line.width - line.at - 3)
    if hint:
        line.add("  ").add(hint, "$tt-dim")


def abridged(hint: str, room: int) -> str:
    """As many of the parts of a hint, from the first, as there is room for; its parts end in a semicolon or comma."""
    for stop in (len(hint), hint.rfind(";"), hint.find(";"), hint.find(",")):
        if stop > 0 and cell_len(hint[:stop]) <= room:
            return hint[:stop]
    return ""


def _all(line: Line, row: Row) -> None:
    many = len(row.options) > 1 and row.key
    if row.key:
        line.add("‹ " if many else "  ", "bold $tt-accent", ("step", row.name, -1))
    for index, option in enumerate(row.options):
        what = ("take", row.name, option.value)
        chosen = index == row.at
        name = f"[{option.label}]" if chosen else f" {option.label} "
        style = f"bold {option.colour} on $tt-mark" if chosen else option.colour
        if option.key:
            line.add(f"{option.key}", "bold $tt-accent", what)
        line.add(name, style.strip(), what).add(" ")
    if many:
        line.add("›", "bold $tt-accent", ("step", row.name, 1))
