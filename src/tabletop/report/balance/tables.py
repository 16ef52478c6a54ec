"""The tables of a balance report as a terminal shows them: options, minds, acts and seats.

A column holds “75.8 (73.9–77.6)”: the number and the ends of its interval of 95 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tabletop.content.text import clean, shorten, width
from tabletop.report.balance.facts import Balance, Estimate, OptionRow, SeatRow
from tabletop.telling.words import number, signed

PLAYERS: Final = ("thoughtful", "random", "free-rider")
"""Who takes one seat in the text; the page and the JSON have more."""
SUREST: Final = 3
"""Cards told that hardly anybody fails."""
_RATE, _INDEX = 17, 18
"""Columns of a rate and of an index."""


def tables(report: Balance, width: int = 80) -> Iterator[str]:
    """At most `width` columns wide, an empty line before each; nothing where nothing was measured."""
    for line in (*_options(report), *_minds(report), *_acts(report), *_seats(report)):
        yield line[:width].rstrip()


def cell(one: Estimate | None, room: int) -> str:
    """A number with its interval at the right of `room` columns; without decimals where they do not fit."""
    if one is None:
        return f"{'–':>{room}}"
    for places in (1, 0):
        ends = [number(value, places) for value in (one.value, one.low, one.high)]
        told = f"{ends[0]} ({ends[1]}–{ends[2]})"
        if len(told) < room:
            break
    return f"{told:>{room}}"


def label(text: str, room: int) -> str:
    """A name in `room` columns, cut where it is longer."""
    text = clean(text)
    if width(text) >= room:
        while width(text) > room - 2:
            text = text[:-1]
        text += "…"
    return text + " " * (room - width(text))


def _options(report: Balance) -> Iterator[str]:
    for rows, word in ((report.strategies, "BEST STRATEGY"), (report.tactics, "BEST TACTIC")):
        if rows:
            yield ""
            yield f"{word:<14}{'best for all %':>17}{'for itself %':>17}  worth  chosen %  at its cap %"
            yield from map(_option, rows)
    sure = sorted((row for row in report.cards if row.sure > 0), key=lambda row: (-row.sure, row.card))[:SUREST]
    if sure:
        yield ""
        yield "SUREST CARDS (percent of the negotiations on them at the cap of their chance)"
        yield from (f"  {label(row.title, 42)}{number(row.sure):>6}" for row in sure)


def _option(row: OptionRow) -> str:
    return (
        f"{label(row.name, 14)}{cell(row.best, 17)}{cell(row.own, 17)}{signed(row.worth.value):>7}"
        f"{number(row.chosen):>10}{number(row.sure):>14}"
    )


def _minds(report: Balance) -> Iterator[str]:
    if report.minds:
        yield ""
        yield f"{'EVERY SEAT BY':<26}{'wins %':>{_RATE}}{'cohesion':>{_INDEX}}{'stability':>{_INDEX}}"
    for row in report.minds:
        yield label(row.mind, 26) + cell(row.win, _RATE) + cell(row.cohesion, _INDEX) + cell(row.stability, _INDEX)


def _acts(report: Balance) -> Iterator[str]:
    for mind in dict.fromkeys([*(row.mind for row in report.minds[:1]), "random"]):
        rows = [row for row in report.act_rows if row.mind == mind]
        if rows:
            yield ""
            head = shorten(f"ACT ({mind})", 22)
            yield f"{head:<23}{'reached %':>10}{'wins %':>13}{'cohesion then':>17}{'stability then':>17}"
        for row in rows:
            yield (
                label(report.acts.get(row.act, row.act), 23) + f"{number(row.reached.value):>10}" + cell(row.win, 13)
                + cell(row.cohesion, 17) + cell(row.stability, 17)
            )  # fmt: skip


def _seats(report: Balance) -> Iterator[str]:
    for player in PLAYERS:
        rows: dict[str, SeatRow] = {}
        for row in report.seats:
            if row.mind == player and row.others == PLAYERS[0]:
                rows.setdefault(row.member, row)
        if rows:
            yield ""
            yield f"ONE SEAT BY {player}, THE OTHERS BY {PLAYERS[0]}"
            yield (
                f"{'':<15}{'score':>7}{'goal %':>7}{'alliance wins %':>17}{'cohesion':>17}{'stability':>17}"
            )  # fmt: skip
        for row in rows.values():
            goal = "–" if row.objective is None else number(row.objective.value, 0)
            yield (
                label(report.members.get(row.member, row.member), 15) + f"{number(row.score.value):>7}{goal:>7}"
                + cell(row.win, 17) + cell(row.cohesion, 17) + cell(row.stability, 17)
            )  # fmt: skip
