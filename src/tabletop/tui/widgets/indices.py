"""The two numbers that decide the end, and the tabs below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabletop.telling.numbers import course
from tabletop.telling.words import INDEX_PARTS, arrow, gauge, number, shift, signed
from tabletop.tui.canvas import Canvas, Line, tone
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.game.viewmodels import Index, SeatView

NAMES = {"cohesion": "Cohesion", "stability": "Stability"}
SHORT_PARTS = {
    "cohesion": ("trust", "equity", "line", "home", "institutions"),
    "stability": ("calm", "control", "deterrence", "legal", "people"),
}
_SPARKS = "▁▂▃▄▅▆▇█"


def spark(history: tuple[float, ...], cells: int) -> str:
    """The course of a number from 0 to 100, one character a turn, the last `cells` turns."""
    return "".join(_SPARKS[max(0, min(7, int(value * 8 / 100)))] for value in history[-cells:])


def with_goal(index: Index, cells: int) -> list[tuple[str, str]]:
    """A bar with a tick where the goal is: parts of text and style."""
    bar = gauge(index.value, cells)
    goal = min(int(index.goal * cells / 100), cells - 1)
    style = state_of(index)[1]
    return [(bar[:goal], style), ("┃" if bar[goal] == "░" else "╂", "bold"), (bar[goal + 1 :], style)]


def state_of(index: Index) -> tuple[str, str]:
    """Where an index stands, in a word and a style."""
    told = course(index)
    return told, {"on course": "$tt-good", "below goal": "$tt-warn"}.get(told, "$tt-bad")


class Indices(Painted):
    """Cohesion and stability: value, last change, a bar with the goal; wide windows add history and parts."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.view: SeatView | None = None

    def show(self, view: SeatView) -> None:
        self.view = view
        self.repaint()

    def paint(self, canvas: Canvas) -> None:
        if self.view is None:
            canvas.put()
            return
        half = canvas.width // 2
        line = canvas.line()
        self._head(line, self.view.cohesion, half - 2)
        line.to(half)
        self._head(line, self.view.stability, canvas.width)
        canvas.put(line)
        if canvas.width >= 110:
            line = canvas.line()
            self._parts(line, self.view.cohesion, half - 2)
            line.to(half)
            self._parts(line, self.view.stability, canvas.width)
            canvas.put(line)

    def _head(self, line: Line, index: Index, end: int) -> None:
        what = ("why", index.name)
        line.add(f"{NAMES[index.name]:<10}", "bold", what)
        line.add(f"{number(index.value):>5}", f"bold {state_of(index)[1]}", what)
        change = shift(index.value, index.change)
        line.add(f" {arrow(change)}{signed(change):>5} ", tone(change), what)
        history = spark(index.history, 12 if line.width >= 110 else 5)
        cells = (
            end
            - line.at
            - (len(history) + 1 if history else 0)
            - (len(state_of(index)[0]) + 1 if line.width >= 110 else 0)
        )
        for text, style in with_goal(index, max(min(cells, 24), 4)):
            line.add(text, style, what)
        if line.width >= 110:
            line.add(f" {state_of(index)[0]}", state_of(index)[1])
        line.add(f" {history}", "$tt-dim", what)

    def _parts(self, line: Line, index: Index, end: int) -> None:
        """The five parts; by their short names where the long ones do not fit."""
        what = ("why", index.name)
        told = [f"{part.value:.0f}" for part in index.parts]
        names, gap = INDEX_PARTS[index.name], 2
        if line.at + sum(len(name) + len(text) + 2 + gap for name, text in zip(names, told, strict=True)) > end:
            names, gap = SHORT_PARTS[index.name], 1
        for name, text, part in zip(names, told, index.parts, strict=True):
            line.add(f"{name} {text}", "$tt-dim", what).add(arrow(part.change), tone(part.change), what).add(" " * gap)


BINDING = {"1": "crises", "2": "alliance", "3": "region", "4": "brief", "5": "history"}


class Tabs(Painted):
    """The panels, by number."""

    NAMES: tuple[tuple[str, str], ...] = (
        ("1", "Crises"),
        ("2", "Alliance"),
        ("3", "Region"),
        ("4", "Your brief"),
        ("5", "History"),
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.at = "1"
        self.note = ""

    def show(self, at: str, note: str) -> None:
        self.at, self.note = at, note
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        line = canvas.line()
        for key, name in self.NAMES:
            here = key == self.at
            shown = self.key_for(f"table: {BINDING[key]} panel", key)
            line.add(f" {shown} ", "bold $tt-accent" + (" on $tt-mark" if here else ""), ("tab", key))
            line.add(f"{name} ", ("bold on $tt-mark" if here else ""), ("tab", key)).add(" ")
        room = canvas.width - line.at - len(self.note) - 3
        if room >= 11:
            line.to(canvas.width - len(self.note) - (14 if self.note else 11))
            key = self.key_for("table: numbers", "x")
            line.add(f" {key} ", "bold $tt-accent", ("point", 1)).add("numbers", "", ("point", 1))
        canvas.put(line.right(self.note, "$tt-dim"))
