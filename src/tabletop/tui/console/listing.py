"""A list with a cursor that stays with what it stands on, however the list changes around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tabletop.tui.canvas import Canvas, Line
from tabletop.tui.text import wrap
from tabletop.tui.widgets.painted import Panel


def on(style: str, ground: str) -> str:
    """A style on the ground of its line."""
    return f"{style} {ground}".strip()


LEAST = 7
"""Lines that the list keeps for itself, whatever is told below it."""


ROOMY = 24
"""Lines from which a list tells of its line while the cursor is elsewhere, too."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: what it stands for (None: the cursor passes it over), and how it is drawn.

    `draw` is given the line and the ground: "on $tt-mark" under the cursor, else "".
    """

    what: Any
    draw: Callable[[Line, str], object]


def heading(title: str, note: str = "") -> Row:
    """A thin rule with a title, which the cursor passes over."""

    def draw(line: Line, _: str) -> None:
        line.add("── ", "$tt-faint").add(f"{title} ", "bold")
        end = len(note) + 4 if note and line.width - line.at > len(note) + 6 else 0
        line.add("─" * max(line.width - line.at - end, 0), "$tt-faint")
        if end:
            line.add(f" {note} ", "$tt-dim").add("─" * max(line.width - line.at, 0), "$tt-faint")

    return Row(None, draw)


def remark(text: str, style: str = "$tt-dim") -> Row:
    """Words that the cursor passes over."""
    return Row(None, lambda line, _: line.add("   ").add(text, style))


Told = list[tuple[str, str]]
"""Lines with their styles."""


class Listing(Panel):
    """Subclasses give `rows`, and `about` for what stands under the cursor."""

    TITLE = ""
    FOOT = 7
    """Lines at most for `about`, below the list."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.what: Any = None
        self.place = 0

    def rows(self) -> list[Row]:
        """The lines of the list, from the top."""
        raise NotImplementedError

    def about(self, what: Any, width: int) -> Told:
        """What is told below the list of the line under the cursor."""
        return []

    def note(self) -> str:
        """Stands at the right end of the title, where there is one."""
        return ""

    # ------------------------------------------------------------------ the cursor

    @property
    def chosen(self) -> Any:
        """What the cursor stands on; None where there is nothing to stand on."""
        rows = self.rows()
        return rows[self._at(rows)].what if rows and self._at(rows) >= 0 else None

    def _at(self, rows: list[Row]) -> int:
        """The line of the cursor, -1 where no line can have it; what has gone leaves it near its place."""
        places = [place for place, row in enumerate(rows) if row.what is not None]
        if not places:
            return -1
        found = next((place for place in places if rows[place].what == self.what), None)
        if found is None:
            found = min(places, key=lambda place: abs(place - self.place))
        self.place, self.what = found, rows[found].what
        return found

    def move(self, by: int) -> None:
        """The next line that can be chosen, round the ends; bigger steps stop there."""
        rows = self.rows()
        at = self._at(rows)
        places = [place for place, row in enumerate(rows) if row.what is not None]
        if at < 0:
            return
        here = places.index(at) + by
        here = here % len(places) if abs(by) == 1 else min(max(here, 0), len(places) - 1)
        self.place, self.what = places[here], rows[places[here]].what
        self.repaint(layout=False)

    def go(self, what: Any) -> None:
        """Put the cursor on something."""
        self.what = what
        self.repaint(layout=False)

    # ------------------------------------------------------------------ drawing

    def paint(self, canvas: Canvas) -> None:
        self.head(canvas, self.TITLE, self.note())
        rows = self.rows()
        at = self._at(rows)
        mine = self.marked or not self.titled
        told_too = mine or self.room >= ROOMY
        foot = self.about(rows[at].what, canvas.width) if at >= 0 and told_too else []
        room = max((self.room or len(rows) + len(foot) + 1) - len(canvas.lines), 3)
        foot = foot[: min(self.FOOT, max(room - LEAST - 1, 0))]
        room -= len(foot) + bool(foot)
        first = min(max(at - room // 2, 0), max(len(rows) - room, 0))
        shown = rows[first : first + room]
        for place, row in enumerate(shown, first):
            here = place == at and mine
            ground = "on $tt-mark" if here else ""
            line = canvas.line()
            if row.what is not None:
                line.add(" ▸ " if here else "   ", on("bold $tt-accent", ground))
            row.draw(line, ground)
            line.to(canvas.width - 1, ground)
            end = "↑" if place == first > 0 else "↓" if place == first + room - 1 < len(rows) - 1 else ""
            line.add(end or " ", on("$tt-dim", ground))
            canvas.put(line, None if row.what is None else ("row", row.what))
        if not rows:
            for part in wrap(self.nothing(), canvas.width - 4):
                canvas.put(canvas.line().to(3).add(part, "$tt-dim"))
        if foot:
            for _ in range(room - max(len(shown), 0 if rows else 1)):
                canvas.put()
            canvas.put(canvas.line().add("─" * canvas.width, "$tt-faint"))
            for text, style in foot:
                canvas.put(canvas.line().add(" ").add(text, style))

    def nothing(self) -> str:
        """What stands there while the list is empty."""
        return "Nothing yet."


def told(*texts: tuple[str, str, str], width: int, most: int = 0) -> Told:
    """Labelled texts, wrapped: (label, text, style); an empty text is left out."""
    lines: Told = []
    for label, text, style in texts:
        if text:
            lines += [(part, style) for part in wrap(f"{label}: {text}" if label else text, width - 2, most)]
    return lines
