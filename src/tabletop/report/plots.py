"""Plots as inline SVG: no script, no outside address, colours from the page, and every value said in words as well.

A plot is drawn small (400 units wide) so that its writing can still be read on a telephone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from markupsafe import Markup, escape

from tabletop.content.text import clean, shorten
from tabletop.report import facts as f
from tabletop.telling.words import number

WIDTH: Final = 400
_APART: Final = 13
"""Units between two labels at least."""
HEAT: Final = 7
"""Steps of the heat map's scale."""


def plot(name: str, report: f.Report) -> Markup:
    """A figure's drawing by name."""
    if name.startswith("whatif-"):
        return courses(report, report.whatifs[int(name.removeprefix("whatif-"))])
    made: dict[str, Callable[[f.Report], Markup]] = {
        "indices": indices, "components": components, "burden": burden,
        "trust-before": lambda r: heat(r.trust, r.trust.before, "Trust at the start"),
        "trust-after": lambda r: heat(r.trust, r.trust.after, "Trust after the last turn"),
    }  # fmt: skip
    return made[name](report)


def _svg(width: float, height: float, title: str, told: str, parts: Sequence[str], kind: str = "") -> Markup:
    """The frame: what it shows in `title`, every value in `told`, for those who hear it."""
    style = f' class="{kind}"' if kind else ""
    return Markup(
        f'<svg role="img" viewBox="0 0 {_n(width)} {_n(height)}"{style}><title>{_t(title)}</title>'
        f"<desc>{_t(told)}</desc>{''.join(parts)}</svg>"
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _t(text: str) -> str:
    return str(escape(clean(text)))


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" class="{kind}" text-anchor="{anchor}">{_t(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" class="{kind}"/>'


def _curve(points: Sequence[tuple[float, float]], kind: str) -> str:
    """A line, or a dot where there is one value only."""
    if len(points) == 1:
        return f'<circle cx="{_n(points[0][0])}" cy="{_n(points[0][1])}" r="3" class="dot {kind}"/>'
    path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polyline points="{path}" class="curve {kind}"/>'


# ---------------------------------------------------------------- the two indices


def indices(report: f.Report) -> Markup:
    """Both curves with a mark for every turn, the goal, both floors, and where acts begin."""
    left, right, top, height = 28, 286, 10, 190
    curves = {
        "cohesion": [moment.cohesion for moment in _moments(report)],
        "stability": [moment.stability for moment in _moments(report)],
    }
    floors = {"cohesion": report.limits.cohesion_floor, "stability": report.limits.stability_floor}
    lowest = min(*curves["cohesion"], *curves["stability"], *floors.values())
    low = 10 * max(0, int((lowest - 1) // 10))
    last = max(len(_moments(report)) - 1, 1)
    opened = report.stands.turn if report.stands else 0

    def x(turn: int) -> float:
        return left + (right - left) * turn / last

    def y(value: float) -> float:
        return top + height * (100 - value) / (100 - low)

    ticks = [value for value in range(0, 101, 20) if value >= low]
    parts = [_line(left, y(v), right, y(v), "grid") for v in ticks]
    parts += [_text(left - 4, y(v) + 4, str(v), "tick", "end") for v in ticks]
    every = 1 if last <= 14 else 2 if last <= 28 else 5
    for turn in sorted({*range(0, last + 1, every), opened}):
        called = ("left" if report.opened else "now") if turn and turn == opened else str(turn) if turn else "start"
        parts += [_line(x(turn), top + height, x(turn), top + height + 4, "axis")]
        parts += [_text(x(turn), top + height + 15, called, "tick", "middle")]
    parts.append(_line(left, top + height, right, top + height, "axis"))
    acts = [
        _line(x(t.turn - 1), top, x(t.turn - 1), top + height, "act") for t in report.turns if t.opening and t.turn > 1
    ]
    parts += acts
    labels = [(report.limits.goal, f"goal {number(report.limits.goal, 0)}", "limit")]
    parts.append(_line(left, y(report.limits.goal), right, y(report.limits.goal), "goal"))
    for name, floor in floors.items():
        parts.append(_line(left, y(floor), right, y(floor), f"floor {name}"))
        labels.append((floor, f"{name} floor {number(floor, 0)}", "limit"))
    for name, values in curves.items():
        points = [(x(turn), y(value)) for turn, value in enumerate(values)]
        parts.append(_curve(points, name))
        parts += [_mark(px, py, name) for px, py in points]
        labels.append((values[-1], f"{name} {number(values[-1])}", f"label {name}"))
    parts += _labels([(y(value), text, kind) for value, text, kind in labels], right + 6)
    legend = ["turn; the upright lines are where an act begins" if acts else "turn"]
    legend += [f"{'left' if report.opened else 'now'}: turn {opened}, opened and not played"] if opened else []
    parts += [
        _text((left + right) / 2, top + height + 30 + 13 * row, text, "tick", "middle")
        for row, text in enumerate(legend)
    ]
    told = "; ".join(
        f"{moment.turn or 'start'}{', opened' if moment is report.stands else ''}: cohesion {number(moment.cohesion)}, "
        f"stability {number(moment.stability)}"
        for moment in _moments(report)
    )
    limits = f"Goal {number(report.limits.goal)}. " + " ".join(
        f"Floor of {name} {number(floor)}." for name, floor in floors.items()
    )
    tall = top + height + 23 + 13 * len(legend)
    return _svg(WIDTH, tall, "Cohesion and stability, turn by turn", f"{limits} {told}.", parts)


def _moments(report: f.Report) -> list[f.Moment]:
    """The start, the end of every turn, and the board of a turn that was opened and not played."""
    return [*report.timeline, *([report.stands] if report.stands else [])]


def _mark(x: float, y: float, name: str) -> str:
    """A dot on one curve, a square on the other: the two can be told apart without their colours."""
    if name == "cohesion":
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2.6" class="dot {name}"/>'
    return f'<rect x="{_n(x - 2.4)}" y="{_n(y - 2.4)}" width="4.8" height="4.8" class="dot {name}"/>'


def _labels(wanted: Sequence[tuple[float, str, str]], x: float) -> list[str]:
    """Labels at the right, moved apart where they would cover each other."""
    placed: list[str] = []
    floor = float("-inf")
    for y, text, kind in sorted(wanted):
        at = max(y + 4, floor)
        floor = at + _APART
        placed.append(_text(x, at, text, kind))
    return placed


# ---------------------------------------------------------------- two stories


def courses(report: f.Report, found: f.WhatIf) -> Markup:
    """Two stories of a game in one plot: both indices as they were, in dots, and otherwise; with the goal."""
    left, right, top, height = 28, 258, 10, 190
    told = {
        f"{name} {how}": getattr(course, name)
        for course, how in ((found.was, "as it was"), (found.other, "otherwise"))
        for name in ("cohesion", "stability")
    }
    goal = report.limits.goal
    lowest = min(goal, *(value for values in told.values() for value in values))
    low = 10 * max(0, int((lowest - 1) // 10))
    last = max(found.was.turns, found.other.turns, 1)

    def x(turn: int) -> float:
        return left + (right - left) * turn / last

    def y(value: float) -> float:
        return top + height * (100 - value) / (100 - low)

    ticks = [value for value in range(0, 101, 20) if value >= low]
    parts = [_line(left, y(v), right, y(v), "grid") for v in ticks]
    parts += [_text(left - 4, y(v) + 4, str(v), "tick", "end") for v in ticks]
    every = 1 if last <= 14 else 2 if last <= 28 else 5
    for turn in range(0, last + 1, every):
        parts.append(_line(x(turn), top + height, x(turn), top + height + 4, "axis"))
        parts.append(_text(x(turn), top + height + 15, str(turn) if turn else "start", "tick", "middle"))
    parts.append(_line(left, top + height, right, top + height, "axis"))
    parts.append(_line(left, y(goal), right, y(goal), "goal"))
    written = [(y(goal), f"goal {number(goal, 0)}", "limit")]
    for name, values in told.items():
        index, how = name.split(" ", 1)
        points = [(x(turn), y(value)) for turn, value in enumerate(values)]
        parts.append(_curve(points, f"{index}{' was' if how == 'as it was' else ''}"))
        parts += [_mark(px, py, index) for px, py in points] if how == "otherwise" else []
        said = f"{index}{'' if how == 'otherwise' else ' was'} {number(values[-1])}"
        written.append((points[-1][1], said, f"label {index}"))
    parts += _labels(written, right + 6)
    parts.append(_text((left + right) / 2, top + height + 30, "turn; dots: as it was", "tick", "middle"))
    every_value = "; ".join(f"{name}: {', '.join(map(number, values))}" for name, values in told.items())
    return _svg(WIDTH, top + height + 36, "Cohesion and stability in both stories", f"{every_value}.", parts)


# ---------------------------------------------------------------- the ten components


def components(report: f.Report) -> Markup:
    """Ten small plots on one scale, 0 to 100."""
    made = [
        _component(name, [getattr(moment, f"{index}_parts")[name] for moment in _moments(report)], index, weight,
                   ", and as the last turn opened" if report.stands else "")
        for index, weights in (
            ("cohesion", report.limits.cohesion_weights), ("stability", report.limits.stability_weights)
        )
        for name, weight in weights.items()
    ]  # fmt: skip
    return Markup('<div class="multiples">') + Markup("").join(made) + Markup("</div>")


def _component(name: str, values: Sequence[float], index: str, weight: float, last_one: str) -> Markup:
    left, right, top, height = 6, 150, 30, 54
    last = max(len(values) - 1, 1)
    points = [(left + (right - left) * k / last, top + height * (100 - v) / 100) for k, v in enumerate(values)]
    parts = [
        _text(left, 13, name[:1].upper() + name[1:], f"label {index}"),
        _text(left, 25, f"{number(values[0])} → {number(values[-1])} · weight {number(weight, 0)} %", "tick"),
        _line(left, top, right, top, "grid"), _line(left, top + height / 2, right, top + height / 2, "grid"),
        _line(left, top + height, right, top + height, "axis"), _curve(points, index),
        _mark(*points[-1], index),
    ]  # fmt: skip
    told = f"At the start and after each turn{last_one}: {', '.join(number(value) for value in values)}."
    return _svg(160, top + height + 6, f"{name}, a part of {index}", told, parts)


# ---------------------------------------------------------------- members


def heat(trust: f.Trust, values: Sequence[Sequence[float | None]], title: str) -> Markup:
    """Who trusts whom, rows trust columns, each cell with its number."""
    count = len(trust.names)
    left, top, wide, high = 52, 22, min(60.0, 340 / count), 30.0
    parts = [_text(left + wide * (j + 0.5), 15, short, "name", "middle") for j, short in enumerate(trust.shorts)]
    for i, row in enumerate(values):
        parts.append(_text(left - 6, top + high * i + 20, trust.shorts[i], "name", "end"))
        for j, value in enumerate(row):
            x, y = _n(left + wide * j + 1), _n(top + high * i + 1)
            at = f'x="{x}" y="{y}" width="{_n(wide - 2)}" height="{_n(high - 2)}"'
            if value is None:
                parts.append(f'<rect {at} class="none"/>')
                continue
            step = min(HEAT - 1, int(value * HEAT / 100))
            parts.append(f'<rect {at} class="h{step}"/>')
            parts.append(_text(left + wide * (j + 0.5), top + high * i + 20, number(value, 0), f"t{step}", "middle"))
    told = "; ".join(
        f"{trust.names[i]} in {trust.names[j]} {number(value, 0)}"
        for i, row in enumerate(values)
        for j, value in enumerate(row)
        if value is not None
    )
    return _svg(
        left + wide * count + 2, top + high * count + 2, f"{title}: rows trust columns", f"{told}.", parts, "heat"
    )


def burden(report: f.Report) -> Markup:
    """Bars of what each bore, with a mark at its share of the capability."""
    left, right, top, high = 92, 330, 6, 30
    most = max([1.0, *(max(b.share, b.fair) for b in report.burden)])
    parts = []
    for k, b in enumerate(report.burden):
        y = top + high * k
        width = (right - left) * b.share / most
        fair = left + (right - left) * b.fair / most
        parts += [
            _text(left - 6, y + 18, shorten(b.name, 13), "name", "end"),
            f'<rect x="{left}" y="{_n(y + 5)}" width="{_n(max(width, 0.5))}" height="18" class="bar"/>',
            _line(fair, y + 1, fair, y + 27, "fair"),
            _text(right + 8, y + 18, f"{number(b.share, 0)} of {number(b.fair, 0)}", "tick"),
        ]
    told = "; ".join(f"{b.name} bore {number(b.share)} %, fair {number(b.fair)} %" for b in report.burden)
    title = "Share of the burden against the share of the capability, in percent"
    return _svg(WIDTH, top + high * len(report.burden) + 4, title, f"{told}.", parts)
