"""Lines of cells that remember what can be clicked: most widgets draw on a canvas and are one widget, not forty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len
from textual.content import Content

from tabletop.tui.text import fit, wrap


def tone(value: float, good: bool = True) -> str:
    """The style of a change; `good` says whether more is better."""
    if abs(value) < 0.05:
        return "$tt-dim"
    return "$tt-good" if (value > 0) == good else "$tt-bad"


@dataclass(frozen=True, slots=True)
class Spot:
    """Cells `left` to `right` (exclusive) of line `row`; `what` is what a click there means."""

    row: int
    left: int
    right: int
    what: Any


@dataclass(slots=True)
class Line:
    """One line being written from left to right, never longer than its width."""

    width: int
    parts: list[tuple[str, str]] = field(default_factory=list)
    at: int = 0
    spots: list[tuple[int, int, Any]] = field(default_factory=list)

    def add(self, text: str, style: str = "", what: Any = None, room: int | None = None) -> Line:
        """Write `text`, cut to `room` cells and to the end of the line."""
        left = self.width - self.at
        left = left if room is None else min(left, room)
        text = text[: max(left, 0)] if text.isspace() else fit(text, left)
        cells = cell_len(text)
        if cells:
            self.parts.append((text, style))
            if what is not None:
                self.spots.append((self.at, self.at + cells, what))
            self.at += cells
        return self

    def to(self, column: int, style: str = "") -> Line:
        """Blanks up to a column."""
        column = min(column, self.width)
        if column > self.at:
            self.parts.append((" " * (column - self.at), style))
            self.at = column
        return self

    def right(self, text: str, style: str = "", what: Any = None) -> Line:
        """Write `text` so that it ends at the end of the line."""
        text = fit(text, max(self.width - self.at - 1, 0))
        return self.to(self.width - cell_len(text)).add(text, style, what)

    def content(self) -> Content:
        return Content.assemble(*self.parts)


class Canvas:
    """A block of lines of one width."""

    def __init__(self, width: int) -> None:
        self.width = max(width, 1)
        self.lines: list[Content] = []
        self.spots: list[Spot] = []

    def line(self) -> Line:
        """A new line to write on; give it to `put` when it is done."""
        return Line(self.width)

    def put(self, line: Line | None = None, what: Any = None) -> None:
        """Add a line (an empty one by default); `what` makes all of it clickable."""
        line = line or self.line()
        row = len(self.lines)
        self.spots.extend(Spot(row, left, right, target) for left, right, target in line.spots)
        if what is not None:
            self.spots.append(Spot(row, 0, self.width, what))
        self.lines.append(line.content())

    def write(self, text: str, style: str = "", what: Any = None, indent: int = 0, most: int = 0) -> None:
        """Add `text`, wrapped; what is indented keeps off the right edge too."""
        for part in wrap(text, self.width - indent - (indent > 0), most):
            self.put(self.line().to(indent).add(part, style), what)

    def rule(
        self, title: str = "", style: str = "$tt-faint", note: str = "", *, marked: bool = False, what: Any = None
    ) -> None:
        """A thin line across, with a title in it and a note at its right end, where the title leaves room for it.

        `marked` sets a sign before it; `what` is what a click on title or note means.
        """
        line = self.line()
        if title:
            line.add("▸─ " if marked else "── ", "bold $tt-accent" if marked else style)
            line.add(title, "bold $tt-accent" if marked else "bold", what, room=self.width - 8).add(" ", style)
        end = cell_len(note) + 4 if note and self.width - line.at >= cell_len(note) + 5 else 0
        line.add("─" * max(self.width - line.at - end, 0), style)
        if end:
            line.add(f" {note} ", "$tt-dim", what).add("─" * max(self.width - line.at, 0), style)
        self.put(line)

    def beside(self, *others: Canvas, gap: int = 2) -> None:
        """Add canvases side by side, each as wide as it was drawn, cut to the width of this one."""
        row, left = len(self.lines), 0
        shifts = []
        for other in others:
            shifts.append(left)
            self.spots.extend(
                Spot(row + spot.row, left + spot.left, left + spot.right, spot.what) for spot in other.spots
            )
            left += other.width + gap
        for at in range(max((len(other.lines) for other in others), default=0)):
            parts: list[Content | str] = []
            cells = 0
            for other, shift in zip(others, shifts, strict=True):
                if at < len(other.lines):
                    parts += [" " * (shift - cells), other.lines[at]]
                    cells = shift + other.lines[at].cell_length
            self.lines.append(Content.assemble(*parts))

    def spot(self, x: int, y: int) -> Spot | None:
        """The narrowest clickable spot at a cell; None where nothing is."""
        here = [spot for spot in self.spots if spot.row == y and spot.left <= x < spot.right]
        return min(here, key=lambda spot: spot.right - spot.left) if here else None

    def at(self, x: int, y: int) -> Any:
        """What a click at a cell means; None where nothing is."""
        found = self.spot(x, y)
        return found.what if found else None

    def targets(self, kind: str) -> list[Spot]:
        """The spots whose meaning begins with `kind`; those of one meaning that touch on a line are one."""
        found: list[Spot] = []
        for spot in self.spots:
            if not (isinstance(spot.what, tuple) and spot.what and spot.what[0] == kind):
                continue
            last = found[-1] if found else None
            if last and last.what == spot.what and last.row == spot.row and spot.left - last.right <= 1:
                found[-1] = Spot(spot.row, last.left, spot.right, spot.what)
            else:
                found.append(spot)
        return found

    def content(self) -> Content:
        return Content("\n").join(self.lines)
