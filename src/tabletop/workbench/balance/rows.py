"""From what a `Census` counted to the rows of a report: minds, acts and the cards that came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tabletop.lab.study import Tally
from tabletop.report.balance.facts import ActRow, Estimate, MindRow, Way
from tabletop.rules import Tables
from tabletop.rules.vocabulary import Over
from tabletop.workbench.balance.census import MARK
from tabletop.workbench.balance.intervals import mean_of, rate


def of(tally: Tally, name: str) -> Any:
    """A sum of the census."""
    return tally.sums[MARK + name]


def first(tally: Tally, name: str, row: int) -> int:
    """Number of the first game in which it was so, or `NEVER`."""
    return int(tally.least[MARK + "first " + name][row])


def mind_row(mind: str, tally: Tally) -> MindRow:
    """How the alliance fares."""
    games = int(of(tally, "games"))
    over, indices = of(tally, "over"), of(tally, "indices")
    cohesion, stability, lower = (mean_of(float(total), float(squares), games) for total, squares in indices)
    return MindRow(
        mind, games, rate(float(of(tally, "wins")), games), cohesion, stability, lower,
        100 * float(over[Over.COHESION_COLLAPSE]) / games, 100 * float(over[Over.STABILITY_COLLAPSE]) / games,
        float(of(tally, "turns")) / games,
    )  # fmt: skip


def act_rows(tables: Tables, mind: str, tally: Tally) -> list[ActRow]:
    """Every act that was reached."""
    games, reached = int(of(tally, "games")), of(tally, "act games")
    wins, ends, went, last = (of(tally, name) for name in ("act wins", "act ends", "act went", "act last"))
    rows = []
    for number, act in enumerate(tables.acts):
        here = int(reached[number])
        if not here:
            continue
        count, *sums = (float(value) for value in ends[number])
        following = dict.fromkeys(target for _, target in act.follows)
        rows.append(
            ActRow(
                act.id, mind, rate(here, games), rate(float(wins[number]), here), mean_of(sums[0], sums[1], count),
                mean_of(sums[2], sums[3], count),
                tuple(Way(tables.acts[k].id, 100 * float(went[number, k]) / here) for k in following),
                100 * float(last[0, number]) / here, 100 * float(last[1, number]) / here,
            )
        )  # fmt: skip
    return rows


def dealt(census: Mapping[str, Tally], card: int) -> Estimate:
    """How often a card comes, all minds together."""
    return rate(
        sum(float(of(tally, "dealt")[card]) for tally in census.values()),
        sum(float(of(tally, "games")) for tally in census.values()),
    )


def seats_of(tally: Tally, seat: int, objective: bool) -> tuple[Estimate, Estimate | None, Estimate]:
    """A seat's score, how often its objective is met, and how often its score is an A."""
    games = int(of(tally, "games"))
    totals: Sequence[Any] = of(tally, "scores")
    met = rate(float(of(tally, "objectives")[seat]), games) if objective else None
    score = mean_of(float(totals[0][seat]), float(totals[1][seat]), games)
    return score, met, rate(float(of(tally, "tops")[seat]), games)
