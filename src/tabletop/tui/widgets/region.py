"""What goes on around the alliance, the parts of cohesion, the neighbour and the treaty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabletop.telling.numbers import lately
from tabletop.telling.words import DOMAIN, DOMAIN_SYMBOL, INDEX_PARTS, TREATY, arrow, gauge, number, shift, signed
from tabletop.tui.canvas import Canvas, Line, tone
from tabletop.tui.text import joined, wrap
from tabletop.tui.widgets.indices import spark
from tabletop.tui.widgets.painted import BoardPanel

if TYPE_CHECKING:
    from tabletop.game.viewmodels import SeatView

WORSE = frozenset({"tension", "threat", "harm"})
"""Gauges of the region of which less is better."""
GAUGES = {
    "tension": "tension", "threat": "rival's strength", "readiness": "readiness", "deterrence": "deterrence",
    "legitimacy": "legitimacy", "line": "common line", "harm": "civilian harm",
}  # fmt: skip
Part = tuple[str, str, Any]
"""Text, style, and what a click on it means."""


class Region(BoardPanel):
    """The panel: gauges at the left; parts of cohesion, neighbour, treaty and the count of crises at the right."""

    def paint(self, canvas: Canvas) -> None:
        view = self.view
        if view is None:
            return
        beside = self.room < 14 or canvas.width >= 92
        half = min(max(canvas.width // 2, 31), 62) if beside or canvas.width < 72 else 46
        around = around_of(view, canvas.width - half if beside else canvas.width, count=not self.titled)
        right = [*_parts_of(view, canvas.width - half)]
        # Eight lines are all there is at 80 × 24; what is around stands beside the gauges there, and below them else.
        right += around if beside else []
        left = [*([] if self.titled else [""]), *GAUGES, "control"]
        self.head(canvas, "The region", so_far(view), ("tab", "3"))
        for row in range(max(len(left), len(right))):
            line = canvas.line()
            if row < len(left) and not left[row]:
                line.add(" The region", "bold")
                if half >= 38:
                    line.add(f"  {so_far(view)}", "$tt-dim")
            elif row < len(left):
                self._gauge(line, view, left[row], half - 2)
            line.to(half)
            if row < len(right):
                write(line, right[row])
            canvas.put(line)
        if not beside:
            if self.room >= 16:
                canvas.put()
            for parts in around:
                canvas.put(write(canvas.line().add(" "), parts))
            told = wrap(joined(view.outside.description), canvas.width - 2)
            if self.room - len(canvas.lines) > len(told):
                canvas.put()
                canvas.write(joined(view.outside.description), "$tt-dim", indent=1)

    def _gauge(self, line: Line, view: SeatView, name: str, end: int) -> None:
        history: tuple[float, ...] = ()
        if name == "control":
            part = view.stability.parts[1]
            label, value, change = INDEX_PARTS["stability"][1], part.value, part.change
        else:
            found = view.region[name]
            label, value, change, history = GAUGES[name], found.value, found.change, found.history
        what, change = ("why", name), shift(value, change)
        line.add(f" {label:<17}", "", what).add(f"{number(value):>5}", "bold", what)
        line.add(f" {arrow(change)}{signed(change):>5} ", tone(change, name not in WORSE), what)
        room = end - line.at
        course = spark(history, room - 6 if room < 20 else 12) if room >= 11 and len(history) > 1 else ""
        if room >= 3:
            line.add(gauge(value, min(room - (len(course) + 1 if course else 0), 20)), "$tt-dim", what)
        line.add(f" {course}" if course else "", "$tt-dim", what)


def write(line: Line, parts: list[Part]) -> Line:
    """Write parts one after the other."""
    for text, style, what in parts:
        line.add(text, style, what)
    return line


def _parts_of(view: SeatView, room: int) -> list[list[Part]]:
    what = ("why", "cohesion")
    rows: list[list[Part]] = [[("Cohesion is made of", "bold", what)]]
    for name, part in zip(INDEX_PARTS["cohesion"], view.cohesion.parts, strict=True):
        change = shift(part.value, part.change)
        rows.append([
            (f"{name:<12}", "", what), (f"{number(part.value):>6}", "bold", what),
            (f" {arrow(change)}{signed(change):>5}", tone(change), what),
            (f"  weight {part.weight:.0f} %" if room >= 38 else "", "$tt-dim", what),
        ])  # fmt: skip
    return rows


class _Moved:
    """What changed by how much since one last chose, for the variables that belong to no member."""

    def __init__(self, view: SeatView) -> None:
        self.rows = lately(view)

    def __call__(self, variable: str) -> float:
        return sum(row.amount for row in self.rows if row.variable == variable)


def so_far(view: SeatView) -> str:
    """What came of the crises."""
    return f"{view.counts['resolved']} resolved, {view.counts['outbreaks']} broke out"


def around_of(view: SeatView, room: int, *, count: bool = True) -> list[list[Part]]:
    """The neighbour, the treaty, and with `count` what came of the crises so far."""
    outside, moved = view.outside, _Moved(view)
    short = room < 38
    intent = {
        "seeker": "seeks safety" if short else "seeks safety: can be reassured",
        "greedy": "wants more" if short else "wants more: looks for weakness",
    }.get(outside.intent, "")
    learnt = moved("known")
    news = f" ▲{signed(learnt, 0)}" if learnt >= 0.5 and not intent else ""
    hidden = "aims {:.0f} % known" if short else "aims still hidden, {:.0f} % known"
    told = f": {intent or hidden.format(outside.known)}"
    rows: list[list[Part]] = [[(outside.short, "bold", None), (told, "", None), (news, "$tt-good", None)]]
    if view.level != "basics":
        treaty, step = view.treaty, moved("stage")
        bar = "▰" * treaty.stage + "▱" * (4 - treaty.stage)
        rows.append([
            ("Treaty ", "bold", None), (bar, "$tt-accent", None), (f" {TREATY[treaty.stage]}", "", None),
            (" ▲" if step >= 0.5 else "", "$tt-good", None),
        ])  # fmt: skip
        if treaty.in_force:
            covers = " ".join(DOMAIN_SYMBOL[d] for d in treaty.covered)
            covers = covers if short else ", ".join(DOMAIN[domain] for domain in treaty.covered)
            rows.append([(f"in force: {treaty.in_force}, covers {covers}", "$tt-good", None)])
    if count and room < 38:
        rows.append([(f"so far {so_far(view)}", "$tt-dim", None)])
    return rows
