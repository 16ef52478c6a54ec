"""Is any strategy idle?  How often each of the four is one member's best reply, corrected for simulation noise.

    python benchmarks/best_reply.py                        others half thoughtful, half random; then all thoughtful
    python benchmarks/best_reply.py --situations 400 --rollouts 1000

In every sampled situation one member tries each strategy, on the crisis that looked best for it in a separate pilot;
the others' choices stay.  From there everyone is thoughtful, and all four are played out with the same luck; what
counts is the lower index at the end.  The best of four noisy means would mistake noise for diversity, so the shares
are taken from the posterior of an empirical-Bayes model (true effects normal around their mean).

Prints a line for each setting; leaves with 1 when a strategy's corrected share is below 12 %.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.reference import reference_tables  # noqa: E402

from tabletop import minds  # noqa: E402
from tabletop.game.batchview import BatchView  # noqa: E402
from tabletop.lab.play import CHUNK, go_on, take_tables  # noqa: E402
from tabletop.minds import MindLuck  # noqa: E402
from tabletop.minds.board import Board  # noqa: E402
from tabletop.minds.reckon import OPTIONS, fitting_tactic  # noqa: E402
from tabletop.rules import Choices, State, Tables, open_turn, resolve, start  # noqa: E402
from tabletop.rules.luck import draw, game_key  # noqa: E402
from tabletop.rules.vocabulary import SLOTS, Clause, Strategy, Tactic  # noqa: E402

LEAST = 12.0
PILOT, FINAL = 1_000_001, 2_000_003
"""Where the luck of pilot and final rollouts lies: far from any game's own."""


@dataclass
class Situations:
    """Opened turns of some games, one member that decides in each, and what the others do."""

    state: State
    tables: Tables
    others: Choices
    seat: Any

    def take(self, games: Any) -> Situations:
        return Situations(
            self.state.take(games), take_tables(self.tables, games), _take(self.others, games), self.seat[games]
        )


def _take(choices: Choices, games: Any) -> Choices:
    return Choices(**{f.name: np.ascontiguousarray(getattr(choices, f.name)[:, games]) for f in fields(Choices)})


def _mixed(one: Choices, two: Choices, first: Any) -> Choices:
    """`one` where `first` [N, B], else `two`."""
    both = ((f.name, getattr(one, f.name), getattr(two, f.name)) for f in fields(Choices))
    return Choices(**{name: np.where(first, mine, theirs) for name, mine, theirs in both})


def _chosen(mind: minds.Mind, state: State, tables: Tables) -> Choices:
    return mind(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))


def sample(count: int, members: int, seed: int, thoughtful: float) -> Iterator[Situations]:
    """Situations that alliances of mixed quality get into, a turn each."""
    rng = np.random.default_rng(seed)
    tables = reference_tables(members, count, seed)
    state = start(tables, np.array([game_key(seed * 1_000_003 + k) for k in range(count)], np.uint64))
    turns = tables.acts[0].turns - 2
    when = rng.integers(1, turns + 1, count)
    for turn in range(1, turns + 1):
        open_turn(state, tables)
        wise, rash = _chosen(minds.thoughtful, state, tables), _chosen(minds.random, state, tables)
        here = np.flatnonzero((when == turn) & state.running & (state.card >= 0).any(axis=0))
        if len(here):
            others = _mixed(wise, rash, rng.random(count) < thoughtful)
            whole = Situations(state, tables, others, rng.integers(0, members, count))
            yield whole.take(here)
        resolve(state, _mixed(wise, rash, rng.random((members, count)) < 0.6), tables)


def with_choice(some: Situations, strategy: Any, slot: Any) -> Choices:
    """The others' choices with the deciding member's strategy [B] on a slot [B], sensible in everything else."""
    board = Board(BatchView.of(some.state, some.tables))
    games, seat, others = np.arange(board.games), some.seat, some.others
    asked = (others.strategy == Strategy.BILATERAL) & (others.slot == slot) & (others.target == seat)
    liking = board.trust[seat, :, games].T + board.trust[:, seat, games]
    liking = liking // 2 + 20 * board.stake[slot, :, games].T + 2500 * asked
    liking[seat, games] = -1
    chosen = others.copy()
    chosen.strategy[seat, games], chosen.slot[seat, games] = strategy, slot
    chosen.target[seat, games] = liking.argmax(axis=0)
    chosen.effort[seat, games] = 1
    chosen.clause[seat, games] = Clause.CONSULT
    best = fitting_tactic(board, board.crisis(chosen.slot), chosen.strategy, chosen.target)
    openly = np.where(strategy == Strategy.BILATERAL, np.int32(Tactic.LISTEN), best[seat, games])
    chosen.tactic[seat, games] = openly
    return chosen


def lower_index(some: Situations, choices: Choices, rollouts: int, purpose: int) -> Any:
    """[B, rollouts] the lower index at the end, in points; rollout k has the same luck for every choice of a game."""
    count = some.state.games
    ends = np.empty(count * rollouts)
    luck = draw(draw(np.arange(rollouts, dtype=np.uint64), purpose), purpose)
    for first in range(0, count * rollouts, CHUNK):
        places = np.arange(first, min(first + CHUNK, count * rollouts))
        games, again = places // rollouts, places % rollouts
        state, tables = some.state.take(games), take_tables(some.tables, games)
        state.seed = draw(some.state.seed[games], purpose) ^ luck[again]
        resolve(state, _take(choices, games), tables)
        go_on(state, tables, minds.thoughtful)
        ends[places] = np.minimum(state.cohesion, state.stability) / 100
    return ends.reshape(count, rollouts)


def replies(some: Situations, pilot: int, rollouts: int) -> Any:
    """[B, 4, rollouts] the lower index after each strategy, on the crisis that looked best for it in the pilot."""
    count = some.state.games
    looks = np.full((len(OPTIONS), SLOTS, count), -1.0)
    for option, strategy in enumerate(OPTIONS):
        for slot in range(SLOTS):
            there = np.flatnonzero(some.state.card[slot] >= 0)
            if len(there):
                part = some.take(there)
                choices = with_choice(part, np.full(len(there), strategy), np.full(len(there), slot))
                looks[option, slot, there] = lower_index(part, choices, pilot, PILOT).mean(axis=1)
    best = looks.argmax(axis=1)
    played = [
        lower_index(some, with_choice(some, np.full(count, strategy), best[option]), rollouts, FINAL)
        for option, strategy in enumerate(OPTIONS)
    ]
    return np.stack(played, axis=1)


def corrected(ends: Any, draws: int = 2000) -> dict[str, Any]:
    """Raw and noise-corrected shares of best replies from paired rollouts [situations, 4, rollouts]."""
    effect = ends - ends.mean(axis=1, keepdims=True)
    mean, error = effect.mean(axis=2), effect.std(axis=2) / np.sqrt(effect.shape[2])
    spread = max(1e-6, float(mean.var() - (error**2).mean()))
    centre = mean * spread / (spread + error**2)
    width = np.sqrt(spread * error**2 / (spread + error**2))
    truth = centre + width * np.random.default_rng(0).normal(size=(draws, *mean.shape))
    winners = truth.argmax(axis=2)
    order = np.argsort(mean, axis=1)
    rows = np.arange(len(mean))
    gap = effect[rows, order[:, -1]] - effect[rows, order[:, -2]]
    clear = gap.mean(axis=1) > 2 * gap.std(axis=1) / np.sqrt(gap.shape[1])

    def shares(best: Any) -> Any:
        return 100 * np.bincount(best.ravel(), minlength=len(OPTIONS)) / max(1, best.size)

    return {
        "raw": shares(order[:, -1]),
        "corrected": shares(winners),
        "clear": 100 * float(clear.mean()),
        "clear_shares": shares(order[clear, -1]),
        "spread": spread**0.5,
        "error": float(error.mean()),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Noise-corrected census of one member's best replies.")
    parser.add_argument("--situations", type=int, default=400)
    parser.add_argument("--rollouts", type=int, default=600)
    parser.add_argument("--pilot", type=int, default=50)
    parser.add_argument("--members", type=int, default=5)
    parser.add_argument("--seed", type=int, default=71)
    arguments = parser.parse_args()
    good = True
    for label, thoughtful in (("others half thoughtful, half random", 0.5), ("others thoughtful", 1.0)):
        began = time.perf_counter()
        parts = [
            replies(some, arguments.pilot, arguments.rollouts)
            for some in sample(arguments.situations, arguments.members, arguments.seed, thoughtful)
        ]
        ends = np.concatenate(parts)
        found = corrected(ends)
        good &= bool((found["corrected"] >= LEAST).all())
        print(f"{label}: {len(ends)} situations, {arguments.rollouts} rollouts, {time.perf_counter() - began:.0f} s")
        for name in ("raw", "corrected", "clear_shares"):
            shares = [f"{s.word} {x:4.1f} %" for s, x in zip(OPTIONS, found[name], strict=True)]
            print(f"  {name:13s}" + "  ".join(shares))
        clear = f"  clear-cut (> 2 SE) in {found['clear']:.0f} %"
        print(f"{clear}; spread of true effects {found['spread']:.2f}, error {found['error']:.2f}", flush=True)
    print("holds " if good else "FAILS ", f"every strategy is the best reply in at least {LEAST:g} % (corrected)")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
