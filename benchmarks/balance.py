"""The balance of the game: how often each mind wins, and whether the bands of docs/rules.md hold.

    python benchmarks/balance.py                                   the reference deck, 5 members, 20,000 games a mind
    python benchmarks/balance.py --games 4000 --members 8
    python benchmarks/balance.py --campaign halcyon --level basics
    python benchmarks/balance.py --minds thoughtful random         only these rows, no bands

Prints a row for every mind and a line for every band; leaves with 1 when a band does not hold.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tabletop import minds  # noqa: E402
from tabletop.lab.play import play_chunks  # noqa: E402
from tabletop.rules import Tables, rulebook  # noqa: E402
from tabletop.rules.luck import game_key  # noqa: E402
from tabletop.rules.vocabulary import Level, Over, Strategy  # noqa: E402

WORDS = [s.word for s in Strategy if s != Strategy.HOLD]
LEFT_OUT = [f"thoughtful-without-{word}" for word in WORDS]
PURE = [f"always-{word}" for word in WORDS]
ROTATIONS = [
    "rotate-" + "-".join(order)
    for order in (
        ("bilateral", "confidence"),
        ("multilateral", "confidence"),
        ("multilateral", "bilateral"),
        ("track2", "multilateral"),
        ("track2", "confidence", "bilateral", "multilateral"),
        ("multilateral", "bilateral", "confidence", "track2"),
    )
]
OTHERS = ["greedy", "random", "free-rider", "opportunist", "guarantor", "sovereigntist", "chaos"]
ALL = ["thoughtful", *LEFT_OUT, *PURE, *ROTATIONS, *OTHERS]

# Win rates in percent: (least, most) for the reference deck, for campaigns; random's for the full rules, elsewhere.
THOUGHTFUL = {True: (65, 82), False: (55, 80)}
RANDOM = {True: (20, 35), False: (0, 40)}
LEAD, COST = 25, 3
TURNS = {Level.FULL: 10, Level.STANDARD: 9, Level.BASICS: 8}
"""Length of a game on the reference deck."""


@dataclass(frozen=True)
class Row:
    """What came of many games of one mind."""

    name: str
    ends: dict[str, Any]
    pass_mark: int

    @property
    def lower(self) -> Any:
        return np.minimum(self.ends["cohesion"], self.ends["stability"]) / 100

    @property
    def won(self) -> Any:
        return (self.ends["over"] == Over.FINISHED) & (self.lower * 100 >= self.pass_mark)

    @property
    def rate(self) -> float:
        return 100 * float(self.won.mean())

    def share(self, over: Over) -> float:
        return 100 * float((self.ends["over"] == over).mean())

    def line(self, seconds: float) -> str:
        low = "/".join(f"{q:3.0f}" for q in np.percentile(self.lower, [5, 50, 95]))
        ends = self.ends
        return (
            f"{self.name:48s} {self.rate:5.1f} {self.share(Over.COHESION_COLLAPSE):5.1f}"
            f" {self.share(Over.STABILITY_COLLAPSE):5.1f}  {low}  {ends['cohesion'].mean() / 100:5.1f}"
            f" {ends['stability'].mean() / 100:5.1f} {ends['outbreaks'].mean():6.2f} {ends['treaties'].mean():5.2f}"
            f" {ends['resolved'].mean():5.1f} {ends['scores'].mean() / 100:6.1f} {seconds:5.1f}"
        )


HEAD = f"""{"":48s}   win  collapse %  lower index  mean index  mean of
{"mind":48s}     %  coh.  sta.   p5/p50/p95    COH   STA outbr. treat solved  score CPU s"""


def tables_for(arguments: argparse.Namespace) -> Tables:
    """The tables to play: a campaign's, or the reference deck with members drawn for every game."""
    level = Level.of(arguments.level)
    if arguments.campaign == "reference":
        from tests.reference import reference_tables

        book = rulebook(level)
        return reference_tables(arguments.members, arguments.games, arguments.seed, TURNS[level], book)
    from tabletop.content import load_campaign

    return load_campaign(arguments.campaign).tables(level)


def measure(name: str, mind: minds.Mind, tables: Tables, keys: Any, quiet: bool = False) -> Row:
    """Play a mind's games and print its row."""
    began = time.process_time()
    row = Row(name, play_chunks(tables, keys, mind), tables.book.pass_mark)
    if not quiet:
        print(row.line(time.process_time() - began), flush=True)
    return row


def bands(rows: dict[str, Row], deck: bool, reference: bool) -> list[tuple[bool, str]]:
    """Every band: whether it holds, and what was measured.  `deck`: the reference deck; `reference`: in full."""
    best = rows["thoughtful"].rate
    found = []

    def band(name: str, value: float, least: float, most: float, unit: str = "%") -> None:
        found.append((least <= value <= most, f"{name}: {value:.1f} {unit} (wanted {least:g} to {most:g})"))

    band("thoughtful wins", best, *THOUGHTFUL[deck])
    band("random wins", rows["random"].rate, *RANDOM[reference])
    for name in PURE + ROTATIONS:
        band(f"thoughtful is ahead of {name} by", best - rows[name].rate, LEAD, 100, "points")
    if reference:
        for name in LEFT_OUT:
            band(f"{name} costs", best - rows[name].rate, COST, 100, "points")
        for over in (Over.COHESION_COLLAPSE, Over.STABILITY_COLLAPSE):
            seen = sum(row.share(over) for row in rows.values())
            found.append((seen > 0, f"{over.name.lower().replace('_', ' ')} is seen"))
    return found


def dilemma(tables: Tables, keys: Any, cooperate: Row, free: Row) -> tuple[bool, str]:
    """One member rides free among the thoughtful: temptation > reward > punishment > sucker's pay.

    T and S are the scores of a member that never spends and of those next to it, R and P those of an alliance of the
    thoughtful and of one of free-riders; the difference of P and S is judged by its paired standard error.
    """
    lone = measure("one free-rider", minds.seated({0: minds.pure_free_rider}, minds.thoughtful), tables, keys)
    temptation, sucker = lone.ends["scores"][0] / 100, lone.ends["scores"][1:].mean(axis=0) / 100
    reward, punishment = cooperate.ends["scores"][0] / 100, free.ends["scores"].mean(axis=0) / 100
    t, r, p, s = (float(x.mean()) for x in (temptation, reward, punishment, sucker))
    error = float((punishment - sucker).std()) / len(keys) ** 0.5
    return t > r > p > s, f"free-riding T {t:.2f} > R {r:.2f} > P {p:.2f} > S {s:.2f} (P - S ± {error:.2f})"


def main() -> int:
    parser = argparse.ArgumentParser(description="Win rates of every mind and the bands they must keep.")
    parser.add_argument("--games", type=int, default=20_000)
    parser.add_argument("--campaign", default="reference", help="id or path of a campaign, or “reference”")
    parser.add_argument("--level", default="full", choices=[level.word for level in Level])
    parser.add_argument("--members", type=int, default=5, help="of the reference deck")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minds", nargs="+", default=[], metavar="NAME")
    arguments = parser.parse_args()
    tables = tables_for(arguments)
    keys = np.array([game_key(arguments.seed * 10_000_000 + k) for k in range(arguments.games)], np.uint64)
    print(f"{arguments.campaign}, {arguments.level}, {tables.alliance.size} members, {arguments.games:,} games a mind")
    print(HEAD)
    rows = {name: measure(name, minds.find(name), tables, keys) for name in arguments.minds or ALL}
    if arguments.minds:
        return 0
    deck = arguments.campaign == "reference"
    reference = deck and arguments.level == "full"
    found = bands(rows, deck, reference)
    if reference and arguments.members == 5:
        found.append(dilemma(tables, keys, rows["thoughtful"], rows["free-rider"]))
    for holds, said in found:
        print("holds " if holds else "FAILS ", said)
    return 0 if all(holds for holds, _ in found) else 1


if __name__ == "__main__":
    sys.exit(main())
