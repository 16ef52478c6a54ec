"""The plots of a balance report: bars with their intervals, and the tornado; every value is said in words as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from tabletop.content.text import shorten
from tabletop.report.balance.facts import Balance, Estimate
from tabletop.report.plots import WIDTH, _line, _n, _svg, _text
from tabletop.telling.words import number

ROW: Final = 26
LEFT: Final = 128
"""Where bars begin; labels stand before it."""
LABEL: Final = 19
"""Characters of a label."""
FAR, LONG = 178, 27
"""The same where a label is longer."""
RIGHT: Final = 356
TOP: Final = 8
DIALS: Final = 12
"""Dials drawn, the largest first."""

Bar = tuple[str, Estimate, str]
"""A bar's label, what it shows, and the class it is drawn in."""


def bars(rows: Sequence[Bar], title: str, unit: str = "", most: float = 0.0) -> Markup:
    """Bars from 0, each with the interval of 95 % as a whisker and its value at the right."""
    top = most or max([1.0, *(estimate.high for _, estimate, _ in rows)])
    low = min([0.0, *(estimate.low for _, estimate, _ in rows)])

    left, most_letters = (FAR, LONG) if any(len(label) > LABEL for label, *_ in rows) else (LEFT, LABEL)

    def x(value: float) -> float:
        return left + (RIGHT - left) * (min(top, max(low, value)) - low) / (top - low)

    parts = []
    for k, (label, one, kind) in enumerate(rows):
        y = TOP + ROW * k
        begin, end = sorted((x(0), x(one.value)))
        parts += [
            _text(left - 6, y + 16, shorten(label, most_letters), "name small", "end"),
            _box(begin, y + 4, end - begin, 16, f"bar {kind}"),
            _line(x(one.low), y + 12, x(one.high), y + 12, "whisker"),
            _line(x(one.low), y + 8, x(one.low), y + 16, "whisker"),
            _line(x(one.high), y + 8, x(one.high), y + 16, "whisker"),
            _text(WIDTH, y + 16, f"{number(one.value)}{unit}", "tick", "end"),
        ]  # fmt: skip
    parts.append(_line(x(0), TOP, x(0), TOP + ROW * len(rows), "axis"))
    told = "; ".join(
        f"{label} {number(one.value)}{unit} ({number(one.low)} to {number(one.high)})" for label, one, _ in rows
    )
    return _svg(WIDTH, TOP + ROW * len(rows) + 6, title, f"{told}.", parts)


def tornado(report: Balance) -> Markup:
    """Change of the win rate for a fifth less (hatched) and a fifth more (full) of each number, the largest on top."""
    rows = [dial for dial in report.dials if dial.reach > 0][:DIALS]
    reach = max([1.0, *(row.reach for row in rows)])
    middle, half, high = 236.0, 78.0, 30
    parts = []
    for k, row in enumerate(rows):
        y = TOP + high * k
        parts.append(_text(146, y + 18, shorten(row.name.replace("_", " "), 25), "name small", "end"))
        for value, kind, offset in ((row.win_less.value, "less", 4), (row.win_more.value, "more", 15)):
            width = half * abs(value) / reach
            begin = middle if value >= 0 else middle - width
            parts.append(_box(begin, y + offset, width, 9, f"dial {kind}"))
        both = f"{_signed(row.win_less.value)} / {_signed(row.win_more.value)}"
        parts.append(_text(WIDTH, y + 18, both, "tick", "end"))
    parts.append(_line(middle, TOP, middle, TOP + high * len(rows), "axis"))
    bottom = TOP + high * len(rows)
    parts += [
        _box(10, bottom + 6, 14, 9, "dial less"),
        _text(28, bottom + 15, "a fifth less", "tick"),
        _box(110, bottom + 6, 14, 9, "dial more"),
        _text(128, bottom + 15, "a fifth more", "tick"),
    ]  # fmt: skip
    told = "; ".join(
        f"{row.name} {row.less:g} {_signed(row.win_less.value)}, {row.more:g} {_signed(row.win_more.value)}"
        for row in rows
    )
    return _svg(WIDTH, bottom + 22, "Change of the win rate in points of percent", f"{told}.", parts)


def _box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A bar, seen even where it is nothing."""
    at = f'x="{_n(x)}" y="{_n(y)}" width="{_n(max(0.6, width))}" height="{_n(height)}"'
    return f'<rect {at} class="{kind.strip()}"/>'


def _signed(value: float) -> str:
    return "0" if abs(value) < 0.05 else f"{'+' if value > 0 else '−'}{number(abs(value))}"


def drawn(name: str, report: Balance) -> Markup:
    """A figure's drawing by name."""
    main = report.minds[0].mind if report.minds else ""
    if name == "wins":
        return bars([(row.mind, row.win, "") for row in report.minds], "Win rate by mind, in percent", " %", 100)
    if name == "strategies":
        return bars(
            [(row.name, row.best, "") for row in report.strategies], "Share of positions in which it is best", " %", 100
        )
    if name == "tactics":
        return bars(
            [(row.name, row.best, "") for row in report.tactics], "Share of positions in which it is best", " %", 100
        )
    if name == "cards":
        rows = sorted((row for row in report.cards if row.outcome), key=lambda row: -(row.decisive or 0))[:DIALS]
        return bars([(row.title, row.outcome, "") for row in rows if row.outcome], "Points between success and failure")
    if name == "seats":
        rows_of = [row for row in report.seats if row.mind == row.others == main and row.games == report.games] or [
            row for row in report.seats if row.mind == row.others == main
        ]
        return bars([(report.members[row.member], row.score, "") for row in rows_of], "National scores", "", 100)
    if name == "sources":
        return bars([(row.name, row.total, "") for row in report.sources], "Share of the variance in total", " %")
    return tornado(report)
