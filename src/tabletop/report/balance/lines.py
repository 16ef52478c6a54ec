"""What a terminal shows of a balance report: the findings, tables, and the main numbers behind them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from tabletop.content.text import clean, shorten
from tabletop.report.balance.facts import Balance, Finding
from tabletop.report.balance.tables import tables
from tabletop.telling.words import number, signed

MOST: Final = 3
"""Cards and dials told."""


def lines(report: Balance, width: int = 80) -> Iterator[str]:
    """At most `width` columns wide; the page has the rest."""
    yield from _findings(report, width)
    yield from tables(report, width)
    yield ""
    yield "WHAT MOVES THE END (points of the lower index, on the same luck)"
    decisive = sorted((row for row in report.cards if row.decisive is not None), key=lambda row: -(row.decisive or 0))
    for row in decisive[:MOST]:
        if row.outcome is not None and row.choice is not None:
            yield (
                f"  {shorten(clean(row.title), 36):<36}  success or failure {row.outcome.value:4.1f}, "
                f"answer {max(0.0, row.choice.value):4.1f}"
            )[:width]
    for seat in report.weights:
        name = shorten(clean(report.members[seat.member]), 24)
        yield (
            f"  {name:<24}  at random {signed(-seat.harm.value):>5}; riding free {signed(-seat.free_cost.value):>5}, "
            f"itself {signed(seat.free_ride.value):>5}"
        )[:width]
    if report.sources:
        yield ""
        told = ", ".join(f"{row.name} {number(row.total.value, 0)} %" for row in report.sources)
        yield from _wrap(f"LUCK AND SKILL (variance explained, with all it meets): {told}", width, "  ")
    dials = [row for row in report.dials if row.reach > 0][:MOST]
    if dials:
        yield ""
        yield "A FIFTH LESS, A FIFTH MORE (change of wins, points of percent)"
        for dial in dials:
            yield (
                f"  {dial.name:<36} {signed(dial.win_less.value):>6} at {dial.less:g}, "
                f"{signed(dial.win_more.value):>6} at {dial.more:g}"
            )[:width]


def _findings(report: Balance, width: int) -> Iterator[str]:
    if not report.findings:
        yield "FINDINGS: none"
        return
    yield f"FINDINGS: {len(report.findings)}"
    for one in report.findings:
        yield from _finding(report, one, width)


def _finding(report: Balance, one: Finding, width: int) -> Iterator[str]:
    interval = f"interval {number(one.measured.low)} to {number(one.measured.high)}"
    yield from _wrap(f"{one.severity} {one.code}: {clean(one.message)} ({interval})", width, "  ")
    yield from _wrap(f"  next: {clean(one.hint)}", width, "  ")
    # A command is copied: where it does not fit, the shell's own mark goes before the break.
    first, *rest = clean(one.command(report.campaign, report.level)).split(" --")
    line = f"  see:  {first}"
    for word in rest:
        if len(line) + len(word) + 5 > width:
            yield f"{line} \\"
            line = f"        --{word}"
        else:
            line += f" --{word}"
    yield line


def _wrap(text: str, width: int, indent: str) -> Iterator[str]:
    yield from textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
