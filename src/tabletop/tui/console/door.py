"""How one joins, large enough for the last row: the only page of the console that is for everybody's eyes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.widget import Widget

from tabletop.tui.canvas import Canvas, Line
from tabletop.tui.console.access import Door
from tabletop.tui.console.large import large
from tabletop.tui.screens.room import Room
from tabletop.tui.text import wrap
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted

_HALF = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
DARK, LIGHT = "#000000", "#ffffff"
QUIET = 3
"""Light modules around the picture, as many as a small screen has room for."""


def modules(picture: str) -> list[list[int]]:
    """The picture's modules, 1 = dark, without its border; from half blocks in which the light ones are drawn."""
    rows: list[list[int]] = []
    for line in picture.split("\n"):
        pairs = [_HALF.get(sign, (0, 0)) for sign in line]
        rows += [[above for above, _ in pairs], [below for _, below in pairs]]
    while rows and not any(rows[0]):
        rows.pop(0)
    while rows and not any(rows[-1]):
        rows.pop()
    used = [place for row in rows for place, dark in enumerate(row) if dark]
    return [row[min(used) : max(used) + 1] for row in rows] if used else []


def drawn(dark: Sequence[Sequence[int]], *, big: bool, colour: bool) -> list[list[tuple[str, str]]]:
    """The picture line by line as text and style; `big`: a module is two cells, else half of one.

    With its own colours, black on white, whatever the ground is; where there are none the light modules are drawn, as
    fits a dark ground.
    """
    wide = len(dark[0]) + 2 * QUIET
    blank = [0] * wide
    rows = [blank] * QUIET + [[0] * QUIET + list(row) + [0] * QUIET for row in dark] + [blank] * QUIET
    ink = f"{DARK} on {LIGHT}" if colour else ""
    if big:
        return [
            [("".join(("██" if one else "  ") if colour else ("  " if one else "██") for one in row), ink)]
            for row in rows
        ]
    if len(rows) % 2:
        rows.append(blank)
    signs = {(0, 0): " ", (0, 1): "▄", (1, 0): "▀", (1, 1): "█"}
    if not colour:
        signs = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    return [
        [("".join(signs[a, b] for a, b in zip(above, below, strict=True)), ink)]
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    ]


class Entrance(Painted):
    """Picture at the left, code and address at the right; or both in the largest letters there is room for."""

    def __init__(self, door: Door, **given: Any) -> None:
        super().__init__(**given)
        self.door = door
        self.letters = False

    def paint(self, canvas: Canvas) -> None:
        dark = modules(self.door.picture) if self.door.picture else []
        if self.letters or not dark:
            self._letters(canvas)
            return
        colour = not getattr(self.app, "no_color", False)
        room = self.room or 22
        big = 2 * (len(dark[0]) + 2 * QUIET) + 46 <= canvas.width and len(dark) + 2 * QUIET <= room
        left = drawn(dark, big=big, colour=colour)
        wide = cell_len(left[0][0][0])
        right = Canvas(canvas.width - wide - 3)
        self._words(right)
        for place in range(max(len(left), len(right.lines))):
            line = canvas.line().add(" ")
            for text, ink in left[place] if place < len(left) else ():
                _blanks(line, text, ink)
            line.to(wide + 2)
            if place < len(right.lines):
                for start, end, style in _pieces(right, place):
                    line.add(right.lines[place].plain[start:end], style)
            canvas.put(line)

    def _words(self, canvas: Canvas) -> None:
        canvas.put()
        canvas.write("Open with phone or laptop, or point the camera:", "")
        canvas.put()
        for address in self.door.addresses[:1]:
            for part in wrap(address, canvas.width):
                canvas.put(canvas.line().add(part, "bold $tt-accent"))
        canvas.put()
        canvas.write("Code", "")
        canvas.put()
        for row in large(self.door.code, canvas.width, 7):
            canvas.put(canvas.line().add(row, "bold"))
        canvas.put()
        canvas.write("In a terminal:", "$tt-dim")
        canvas.write(f"tabletop join {(self.door.addresses or ('ADDRESS',))[0]}", "")
        if len(self.door.addresses) > 1:
            canvas.put()
            canvas.write(f"If that does not open: {', '.join(self.door.addresses[1:3])}", "$tt-dim")
        for sentence in self.door.reach[:2]:
            canvas.put()
            canvas.write(sentence, "$tt-dim")

    def _letters(self, canvas: Canvas) -> None:
        address = (self.door.addresses or ("",))[0]
        short = address.partition("://")[2] or address
        room = max((self.room or 22) - 6, 8)
        canvas.put()
        canvas.write(f"Open  {address}", "bold $tt-accent", indent=1)
        canvas.put()
        for row in large(short, canvas.width - 2, room // 2 - 1):
            canvas.put(canvas.line().add(f" {row}", "bold $tt-accent"))
        canvas.put()
        canvas.write("Code", "bold", indent=1)
        canvas.put()
        for row in large(self.door.code, canvas.width - 2, room // 2):
            canvas.put(canvas.line().add(f" {row}", "bold"))


def _blanks(line: Line, text: str, ink: str) -> None:
    # `add` would clean a text of blanks alone away at its end.
    line.parts.append((text, ink))
    line.at += cell_len(text)


def _pieces(canvas: Canvas, place: int) -> list[tuple[int, int, str]]:
    """The styled pieces of a line that was drawn already."""
    content = canvas.lines[place]
    found = [(span.start, span.end, str(span.style)) for span in content.spans]
    return found or [(0, len(content.plain), "")]


class DoorPage(Room):
    """Shown to everybody: nothing secret stands here."""

    TOPIC: ClassVar[str] = "door"
    BINDINGS = [
        Binding("space", "letters", "large letters", id="door: letters", tooltip="Picture or large letters"),
        Binding("enter", "back", "back", id="door: back", tooltip="Back to the console"),
        Binding("q", "back", "back", show=False, id="door: leave", tooltip="Back to the console"),
        Binding("escape", "back", "back", show=False, id="door: escape", tooltip="Back to the console"),
    ]

    def __init__(self, door: Door, title: str) -> None:
        super().__init__()
        self.door, self.called = door, title

    def body(self) -> Iterable[Widget]:
        yield TopLine(f"Join: {self.called}" if self.called else "Join", "this page is for everybody")
        yield Entrance(self.door, id="entrance", classes="fill")

    def action_letters(self) -> None:
        entrance = self.query_one(Entrance)
        entrance.letters = not entrance.letters
        entrance.repaint()

    def action_back(self) -> None:
        self.dismiss()
