"""How fast whole games are played by the batch, in how much memory, and which rule takes how long.

    python benchmarks/bench_speed.py [--games 100000] [--runs 5] [--minds random thoughtful] [--rules]
    python benchmarks/bench_speed.py --growth            up to a million games (--most for more): time and peak memory

Full rules, six members, ten turns, one core; seconds of the process's own (CPU) and, beside them, of the clock.  A
decision is one choice of one member in a game that runs.  Beside them, in the same run, stands a floor: the least that
a loop in Python can do for a decision, which is to draw one number and to add it up.  Each size of `--growth` has a
process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.reference import reference_tables

from tabletop import minds
from tabletop.game.batchview import BatchView
from tabletop.lab.play import CHUNK, play
from tabletop.lab.study.plan import luck_keys
from tabletop.minds import Mind, MindLuck
from tabletop.rules import Tables, open_turn, start
from tabletop.rules import turn as turns
from tabletop.rules.arrays import Keys
from tabletop.rules.luck import mix_int
from tabletop.rules.negotiate import crisis_keys, turn_keys

MEMBERS, TURNS = 6, 10


def keys(first: int, games: int) -> Keys:
    return luck_keys(np.arange(first, first + games, dtype=np.uint64))


class Taken(NamedTuple):
    """What some games took."""

    cpu: float
    clock: float
    decisions: int


def whole_games(tables: Tables, chunks: int, side: int, mind: Mind) -> Taken:
    """Seconds for the games of all chunks, and the decisions made in them."""
    cpu = clock = 0.0
    made = 0
    for first in range(0, chunks * side, side):
        luck = keys(first, side)
        began = time.process_time(), time.perf_counter()
        state = play(tables, luck, mind)
        cpu, clock = cpu + time.process_time() - began[0], clock + time.perf_counter() - began[1]
        made += state.members * int(state.end_turn.sum())
    return Taken(cpu, clock, made)


def floor(decisions: int) -> float:
    """CPU seconds of a loop in plain Python that draws a number for every decision, and does nothing else."""
    began, total = time.process_time(), 0
    for k in range(decisions):
        total += mix_int(k) >> 62
    assert total
    return time.process_time() - began


def by_rule(tables: Tables, luck: Keys, mind: Mind, runs: int) -> dict[str, float]:
    """Seconds for 100,000 games by part of a turn; of each turn the fastest of several runs."""
    best: dict[tuple[str, int], float] = {}

    def timed(name: str, turn: int, what: Any, *given: Any) -> Any:
        began = time.perf_counter()
        came = what(*given)
        taken = time.perf_counter() - began
        best[name, turn] = min(best.get((name, turn), taken), taken)
        return came

    for _ in range(runs):
        state = timed("start", 0, start, tables, luck)
        while state.running.any():
            now = state.turn + 1
            timed("deal and indices", now, open_turn, state, tables)
            view = timed("what seats see", now, BatchView.of, state, tables)
            wanted = timed("mind", now, mind, view, MindLuck.of(state.seed, state.turn))
            chosen = timed("what is allowed", now, turns.allowed, state, wanted, tables)
            groups = timed("groups", now, turns.group, state, chosen, tables)
            lot = turn_keys(state)
            crises = crisis_keys(state, tables, lot)
            came = timed("negotiations", now, turns.negotiate, state, groups, tables, crises)
            turn = turns.Turn(state, tables, groups, came, turns.Changes(state), lot, crises)
            for step in turns.STEPS:
                timed(step.__name__.replace("_", " "), now, step, turn)
            timed("indices and acts", now, turns.finish_turn, state, tables)
    total: dict[str, float] = {}
    for (name, _), taken in best.items():
        total[name] = total.get(name, 0.0) + taken * 100_000 / len(luck)
    return total


def told(name: str, games: int, runs: list[Taken], floor_rate: float) -> str:
    seconds = [taken.cpu for taken in runs]
    middle, clock = statistics.median(seconds), statistics.median(taken.clock for taken in runs)
    decisions = runs[0].decisions / middle
    return (
        f"{name:11s} {games:>10,} games: median {middle:7.2f} s ({min(seconds):.2f} to {max(seconds):.2f}; by the clock"
        f" {clock:.2f}), {games / middle:>7,.0f} games/s, {decisions:>9,.0f} decisions/s,"
        f" {decisions / floor_rate:4.2f} x the floor"
    )


def peak() -> float:
    """Most memory this process has had, in millions of bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def growth(mind: str, most: int) -> None:
    games = 1000
    while games <= most:
        one = ["--alone", "--games", str(games), "--runs", "1", "--minds", mind]
        subprocess.run([sys.executable, __file__, *one], check=True)
        games *= 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--games", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--minds", nargs="+", default=["random", "thoughtful"])
    parser.add_argument("--rules", action="store_true", help="how long each rule takes")
    parser.add_argument("--growth", action="store_true", help="ten times as many games again and again")
    parser.add_argument("--most", type=int, default=1_000_000, help="games of the last step of --growth")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.growth:
        growth(asked.minds[0], asked.most)
        return 0
    if hasattr(os, "getloadavg") and not asked.alone:
        print("load of the machine: " + ", ".join(f"{load:.1f}" for load in os.getloadavg()))
    side = min(CHUNK, asked.games)
    tables = reference_tables(MEMBERS, side, 1, TURNS)
    chunks = -(-asked.games // side)
    games = side * chunks
    for name in asked.minds:
        mind = minds.find(name)
        play(tables, keys(0, side), mind, turns=2)
        if asked.rules:
            parts = sorted(by_rule(tables, keys(0, side), mind, asked.runs).items(), key=lambda part: -part[1])
            print(f"{name}: seconds of 100,000 games, {sum(dict(parts).values()):.2f} in all")
            print("\n".join(f"    {taken:6.3f}  {part}" for part, taken in parts))
            continue
        floors = [200_000 / floor(200_000) for _ in range(asked.runs)]
        runs = [whole_games(tables, chunks, side, mind) for _ in range(asked.runs)]
        print(told(name, games, runs, statistics.median(floors)) + f", peak {peak():.0f} MB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
