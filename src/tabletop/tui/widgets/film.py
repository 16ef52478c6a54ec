"""The strip of a film: both indices over all turns, and a cursor at the one that is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil, floor
from typing import Any

from tabletop.telling.words import arrow, number, shift, signed
from tabletop.tui.canvas import Canvas, Line, tone
from tabletop.tui.widgets.curve import curve
from tabletop.tui.widgets.indices import NAMES
from tabletop.tui.widgets.painted import Painted

LEFT = 15
"""Cells before the curves: the names and the values."""
RIGHT = 4
"""Cells after them: the scale."""
_SPAN = 20
"""The least that a curve's height stands for: small changes are not to look like great ones."""


def scale(values: Iterable[float]) -> tuple[int, int]:
    """The multiples of five between which all values lie, `_SPAN` apart at least."""
    known = tuple(values)
    low, high = 5 * floor(min(known) / 5), 5 * ceil(max(known) / 5)
    while high - low < _SPAN:
        low = max(low - 5, 0)
        high = min(high + 5, 100) if high - low < _SPAN else high
    return low, high


def columns(turns: int, cells: int) -> list[tuple[int, int]]:
    """The cells of each turn from 0 to `turns`: first and one past the last; together they fill the strip."""
    edges = [round(k * cells / (turns + 1)) for k in range(turns + 2)]
    return list(pairwise(edges))


class Film(Painted):
    """Click on a turn to see it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.curves: dict[str, tuple[float, ...]] = {}
        self.changes: dict[str, float] = {}
        self.ends: dict[int, str] = {}
        self.at = 0
        self.tall = 2

    def show(
        self, curves: dict[str, tuple[float, ...]], changes: dict[str, float], ends: dict[int, str], at: int
    ) -> None:
        """`curves`: index to its value at the start and after every turn; `changes`: what the choices of turn `at`
        brought; `ends`: what closed in a turn, as marks."""
        self.curves, self.changes, self.ends, self.at = curves, changes, ends, at
        self.repaint(layout=False)

    def stretch(self, tall: int) -> None:
        """So many lines for each curve."""
        if tall != self.tall:
            self.tall = tall
            self.repaint()

    def paint(self, canvas: Canvas) -> None:
        turns = max((len(values) for values in self.curves.values()), default=1) - 1
        spans = columns(turns, canvas.width - LEFT - RIGHT)
        low, high = scale([value for values in self.curves.values() for value in values] or [0])
        for name, values in self.curves.items():
            style = "$tt-accent" if name == "cohesion" else "$tt-warn"
            drawn = stepped(values, spans, self.tall, low, high)
            change = shift(values[self.at], self.changes.get(name, 0.0))
            for row, text in enumerate(drawn):
                line = canvas.line()
                if row == 0:
                    line.add(f" {NAMES.get(name, name)}", f"bold {style}", ("why", name))
                elif row == 1:
                    line.add(f" {number(values[self.at])}", "bold", ("why", name))
                    line.add(f" {arrow(change)}{signed(change):>5}" if self.at else "", tone(change), ("why", name))
                self._row(line, text, spans, style)
                if row in (0, self.tall - 1):
                    line.right(str(low if row else high), "$tt-dim")
                canvas.put(line)
        self._axis(canvas, spans)

    def _row(self, line: Line, text: str, spans: Sequence[tuple[int, int]], style: str) -> None:
        line.to(LEFT)
        for turn, (start, end) in enumerate(spans):
            here = turn == self.at
            line.add(text[start:end], f"bold {style} on $tt-mark" if here else style, ("turn", turn))

    def _axis(self, canvas: Canvas, spans: Sequence[tuple[int, int]]) -> None:
        """Turn numbers with what closed in them, as many as there is room for; the present one always."""
        narrow = min(end - start for start, end in spans)
        line = canvas.line().add(" turn", "$tt-dim").to(LEFT)
        every = 1 if narrow >= 4 else 2 if narrow >= 2 else 5
        for turn, (start, end) in enumerate(spans):
            here = turn == self.at
            marks = self.ends.get(turn, "")
            label = f"[{turn}]" if here else f" {turn}"
            room = end - start
            if here:
                label = label if room >= len(label) else str(turn)[-room:]
            elif turn % every or room < len(label):
                label = " " if not marks else ""
            style = "bold on $tt-mark" if here else "$tt-dim"
            line.add(label, style, ("turn", turn), room=room)
            ground = " on $tt-mark" if here else ""
            for mark in marks[: max(room - (line.at - LEFT - start), 0)]:
                line.add(mark, f"{'$tt-good' if mark == '✓' else '$tt-bad'}{ground}", ("turn", turn))
            line.add(" " * (LEFT + end - line.at), style if here else "", ("turn", turn))
        canvas.put(line)


def stepped(values: Sequence[float], spans: Sequence[tuple[int, int]], tall: int, low: int, high: int) -> list[str]:
    """A curve on which each turn's value stands over the middle of its cells."""
    cells = spans[-1][1]
    middles = [(start + end - 1) / 2 for start, end in spans]
    course: list[float] = []
    turn = 0
    for dot in range(2 * cells):
        at = dot / 2
        while turn + 1 < len(middles) and middles[turn + 1] <= at:
            turn += 1
        if at <= middles[0] or turn + 1 >= len(middles):
            course.append(values[turn])
            continue
        share = (at - middles[turn]) / (middles[turn + 1] - middles[turn])
        course.append(values[turn] + (values[turn + 1] - values[turn]) * share)
    return curve(course, cells, tall, low, high)
