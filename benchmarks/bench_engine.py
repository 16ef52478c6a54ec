"""How fast the rules are: whole games a second for a batch, and one turn of one game with its ledger.

    python benchmarks/bench_engine.py [--games 20000] [--runs 5]

Seconds are the process's own (CPU time of one core), so that other work on the machine counts less.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.reference import reference_tables

from tabletop import minds
from tabletop.lab.play import play_chunks
from tabletop.rules import Choices, Record, open_turn, resolve, start
from tabletop.rules.luck import game_key

MEMBERS, TURNS = 6, 10


def batch(name: str, games: int) -> float:
    """CPU seconds for whole games of six members and ten turns."""
    tables = reference_tables(MEMBERS, games, 1, TURNS)
    keys = np.array([game_key(k) for k in range(games)], np.uint64)
    began = time.process_time()
    play_chunks(tables, keys, minds.find(name))
    return time.process_time() - began


def turns_with_ledger(games: int) -> list[float]:
    """Milliseconds of every turn of some games played one by one, everything recorded."""
    tables = reference_tables(MEMBERS, 1, 1, TURNS)
    rng = np.random.default_rng(1)
    taken = []
    for game in range(games):
        state = start(tables, np.array([game_key(game)], np.uint64))
        while state.running.any():
            choices = Choices.hold(MEMBERS, 1)
            choices.strategy[:] = rng.integers(0, 5, (MEMBERS, 1))
            choices.target[:] = rng.integers(0, 9, (MEMBERS, 1))
            choices.effort[:] = 1
            record = Record()
            began = time.process_time()
            open_turn(state, tables, record)
            resolve(state, choices, tables, record)
            taken.append(1000 * (time.process_time() - began))
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--games", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    for name in ("random", "thoughtful"):
        batch(name, 4000)
        seconds = [batch(name, arguments.games) for _ in range(arguments.runs)]
        middle = statistics.median(seconds)
        rate = arguments.games / middle
        print(
            f"{name:11s} {arguments.games} games of {MEMBERS} members and {TURNS} turns: median {middle:.2f} s"
            f" ({min(seconds):.2f} to {max(seconds):.2f}), {rate:,.0f} games/s,"
            f" {rate * MEMBERS * TURNS:,.0f} decisions/s, 100,000 games in {100_000 / rate:.1f} s"
        )
    taken = sorted(turns_with_ledger(20))
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(f"one turn of one game with its ledger: median {middle:.2f} ms, p95 {late:.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
