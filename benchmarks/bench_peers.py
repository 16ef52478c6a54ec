"""How fast the laboratory is, beside the peers, and how its cost grows.

    python benchmarks/bench_peers.py [--runs 5] [--no-peers] [--no-growth] [--far]

One process on one core measures everybody in turn: random play, whole games, decisions a second of the process's own
time (one member's or player's choice is one decision; the peers' own games differ in size).  Nothing is installed: a
peer that is not there is named with what brings it.  All of them:

    python -m venv .peers
    .peers/bin/pip install . open_spiel pettingzoo pygame rlcard pgx 'jax[cpu]'
    .peers/bin/python benchmarks/bench_peers.py
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

# Before anybody is loaded: one thread each, on the processor.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import numpy as np

from tabletop import minds
from tabletop.lab.play import play_chunks
from tabletop.rules import Tables
from tabletop.rules.luck import game_key


def _reference() -> Any:
    """The tests' reference deck, by its file: a peer brings a package called tests, too."""
    spec = importlib.util.spec_from_file_location(
        "tabletop_reference", Path(__file__).resolve().parents[1] / "tests" / "reference.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference_tables = _reference().reference_tables
MEMBERS, TURNS = 6, 10
Loop = Callable[[], int]
"""Plays games and returns how many decisions were made."""


@dataclass
class Rate:
    """Decisions a second, over several runs."""

    name: str
    runs: list[float]

    @property
    def middle(self) -> float:
        return statistics.median(self.runs)


def rate(name: str, loop: Loop, runs: int) -> Rate:
    """Measure a loop after a warm-up."""
    loop()
    found = []
    for _ in range(runs):
        began = time.process_time()
        made = loop()
        found.append(made / max(time.process_time() - began, 1e-9))
    return Rate(name, found)


# ---- we


def our_games(tables: Tables, games: int, mind: str = "random") -> Loop:
    """Whole games of full rules."""
    keys = np.array([game_key(k) for k in range(games)], np.uint64)
    members = tables.alliance.size

    def loop() -> int:
        ends = play_chunks(tables, keys, minds.find(mind))
        return members * int(ends["end_turn"].sum())

    return loop


def ours(games: int, runs: int) -> Iterator[Rate]:
    """Six members, ten turns, an alliance of its own for every game."""
    tables = reference_tables(MEMBERS, games, 1, TURNS)
    for mind in ("random", "thoughtful"):
        yield rate(f"Tabletop, full rules, {MEMBERS} members, {mind} minds", our_games(tables, games, mind), runs)


# ---- the peers


def open_spiel(runs: int) -> Iterator[Rate]:
    """Three ways to play it at random.

    The compiled loop over its bots plays whole games as we do, from the deal to the payoffs, one choice of one player
    at a time.  The rollouts inside its search run on from a copy of one dealt position, with no bot to ask: what its
    rules alone cost.  The third is a Python loop over its compiled state.
    """
    import pyspiel

    rng = np.random.default_rng(1)

    def step(state: Any) -> int:
        if state.is_chance_node():
            outcomes = state.chance_outcomes()
            state.apply_action(outcomes[rng.integers(len(outcomes))][0])
            return 0
        actions = state.legal_actions()
        state.apply_action(actions[rng.integers(len(actions))])
        return 1

    def python_loop(game: Any, games: int) -> int:
        made = 0
        for _ in range(games):
            state = game.new_initial_state()
            while not state.is_terminal():
                made += step(state)
        return made

    for word, label in (
        ("goofspiel(players=6,num_cards=10,points_order=random)", "goofspiel, 6 players"),
        ("social_deduction", "social_deduction"),
    ):
        game = pyspiel.load_game_as_turn_based(word)
        length, rollouts = python_loop(game, 200) / 200, 4000
        bots = [pyspiel.make_uniform_random_bot(player, player) for player in range(game.num_players())]

        def with_bots(game: Any = game, bots: Any = bots, length: float = length, games: int = 2000) -> int:
            for seed in range(games):
                pyspiel.evaluate_bots(game.new_initial_state(), bots, seed)
            return round(length * games)

        yield rate(f"OpenSpiel, compiled loop of bots: {label}", with_bots, runs)

        def compiled(game: Any = game, length: float = length, rollouts: int = rollouts) -> int:
            state = game.new_initial_state()
            while state.is_chance_node():
                step(state)
            evaluator = pyspiel.RandomRolloutEvaluator(rollouts, 1)
            pyspiel.MCTSBot(game, evaluator, 2.0, 1, 1000, False, 1, False).step(state)
            return round(length * rollouts)

        yield rate(f"OpenSpiel, rollouts in its search: {label}", compiled, runs)
        if word.startswith("goofspiel"):
            yield rate(f"OpenSpiel, Python loop: {label}", lambda game=game: python_loop(game, 200), runs)


def pettingzoo(runs: int) -> Iterator[Rate]:
    from pettingzoo.classic import rps_v2, tictactoe_v3

    def turn_by_turn(module: Any) -> Loop:
        env = module.env()

        def loop() -> int:
            made = 0
            for game in range(40):
                env.reset(seed=game)
                for agent in env.agent_iter():
                    seen, _, ended, cut, _ = env.last()
                    if ended or cut:
                        env.step(None)
                        continue
                    mask = seen.get("action_mask") if isinstance(seen, dict) else None
                    env.step(env.action_space(agent).sample(mask))
                    made += 1
            return made

        return loop

    def at_once() -> int:
        env, made = rps_v2.parallel_env(), 0
        for game in range(40):
            env.reset(seed=game)
            while env.agents:
                chosen = {agent: env.action_space(agent).sample() for agent in env.agents}
                made += len(chosen)
                env.step(chosen)
        return made

    yield rate("PettingZoo, wrapped: rps", turn_by_turn(rps_v2), runs)
    yield rate("PettingZoo, wrapped: tictactoe", turn_by_turn(tictactoe_v3), runs)
    yield rate("PettingZoo, parallel: rps", at_once, runs)


def rlcard(runs: int) -> Iterator[Rate]:
    import rlcard as cards
    from rlcard.agents import RandomAgent

    for word in ("leduc-holdem", "limit-holdem"):
        env = cards.make(word, config={"seed": 1})
        env.set_agents([RandomAgent(env.num_actions) for _ in range(env.num_players)])

        def loop(env: Any = env) -> int:
            return sum(len(part) // 2 for _ in range(300) for part in env.run(is_training=False)[0])

        yield rate(f"RLCard: {word}", loop, runs)


def pgx(runs: int) -> Iterator[Rate]:
    """A batch of 16,384 games, the whole loop compiled."""
    import jax
    import jax.numpy as jnp
    import pgx as games

    batch = 16_384
    for word in ("kuhn_poker", "connect_four", "leduc_holdem"):
        env = games.make(word)
        begin, step = jax.jit(jax.vmap(env.init)), jax.vmap(env.step)

        @jax.jit
        def play(key: Any, state: Any, step: Any = step) -> Any:
            def turn(carry: Any) -> Any:
                key, state, made = carry
                key, now = jax.random.split(key)
                chosen = jax.random.categorical(now, jnp.log(state.legal_action_mask.astype(jnp.float32)))
                return key, step(state, chosen), made + (~state.terminated).sum()

            return jax.lax.while_loop(
                lambda carry: ~carry[1].terminated.all(), turn, (key, state, jnp.int32(0))
            )[2]  # fmt: skip

        def loop(begin: Any = begin, play: Any = play) -> int:
            return int(play(jax.random.PRNGKey(2), begin(jax.random.split(jax.random.PRNGKey(0), batch))))

        yield rate(f"Pgx, batch of {batch:,}: {word}", loop, runs)


PEERS: tuple[tuple[str, str, Callable[[int], Iterator[Rate]]], ...] = (
    ("OpenSpiel", "open_spiel", open_spiel),
    ("PettingZoo", "pettingzoo pygame", pettingzoo),
    ("RLCard", "rlcard", rlcard),
    ("Pgx", "pgx 'jax[cpu]'", pgx),
)


def compare(games: int, runs: int, peers: bool) -> None:
    """One table: everybody's decisions a second, and ours (random minds) as a multiple of theirs."""
    rates, missing = list(ours(games, runs)), []
    for name, packages, measure in PEERS if peers else ():
        try:
            for one in measure(runs):
                rates.append(one)
                for mine, again in zip(rates, ours(games, 1), strict=False):  # a machine that grows busy is so for all
                    mine.runs.extend(again.runs)
        except ImportError as error:
            missing.append(f"{name} is not measured ({error}): pip install {packages}")
    print(f"{'':<60}{'decisions/s':>12}{'lowest':>12}{'highest':>12}   we are")
    for one in rates:
        print(
            f"{one.name:<60}{one.middle:>12,.0f}{min(one.runs):>12,.0f}{max(one.runs):>12,.0f}"
            f"{rates[0].middle / one.middle:>7.2f} ×"
        )
    for line in missing:
        print(line)


# ---- growth


def deck_of(tables: Tables, cards: int) -> Tables:
    """The same cards over and over, each with a luck of its own, until there are so many."""
    from tabletop.rules.luck import text_key

    old = tables.cards
    pick = np.arange(cards) % old.size
    names = tuple(f"card-{k}" for k in range(cards))
    several = {name: getattr(old, name)[pick] for name in ("domain", "pips", "escalation", "human", "weight", "stake")}
    return replace(tables, cards=replace(
        old, ids=names, **several, parties=old.parties[pick], acts=old.acts[:, pick], repeat=old.repeat[pick],
        when=tuple(old.when[k] for k in pick), key=np.array([text_key(name) for name in names], np.uint64),
    ))  # fmt: skip


def cost(tables: Tables, games: int) -> float:
    """Microseconds of the process a game, the least of seven: whatever else the machine does can only add to it."""
    loop = our_games(tables, games)
    loop()
    taken = []
    for _ in range(7):
        began = time.process_time()
        loop()
        taken.append(time.process_time() - began)
    return 1e6 * min(taken) / games


def growth(games: int) -> None:
    """What a game costs by members, turns and cards."""
    print(f"\nOne game's cost (random minds, {games:,} games a run; bars are relative)")
    rows: list[tuple[str, int, Tables]] = [
        *(("members", n, reference_tables(n, 1, 1, TURNS)) for n in range(3, 9)),
        *(("turns", n, reference_tables(MEMBERS, 1, 1, n)) for n in (5, 10, 20, 40)),
        *(("cards", n, deck_of(reference_tables(MEMBERS, 1, 1, TURNS), n)) for n in (20, 40, 80, 160)),
    ]
    costs = [cost(tables, games) for _, _, tables in rows]
    for (what, n, _), micros in zip(rows, costs, strict=True):
        print(f"  {what:<8}{n:>4}{micros:>9.1f} µs  {'▪' * max(1, round(40 * micros / max(costs)))}")


def many(most: int) -> None:
    """What a study costs by games, with its memory: the watcher of `tabletop lab` counts."""
    from tabletop.lab.study import Plan, run
    from tabletop.lab.study.numbers import Numbers

    print("\nA study of halcyon, level full, random minds, one process")
    print(f"  {'games':>12}{'seconds':>10}{'games/s':>10}{'peak memory':>13}")
    games = 1000
    while games <= most:
        began = time.process_time()
        run(Plan("halcyon", level="full", minds=("random",), games=games), watch=(Numbers,))
        taken = time.process_time() - began
        print(f"  {games:>12,}{taken:>10.1f}{games / taken:>10,.0f}{_peak():>13}", flush=True)
        games *= 10


def _peak() -> str:
    """The most memory this process has had."""
    try:
        import resource
    except ImportError:
        return "unknown"
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{most / (1024 * 1024 if sys.platform == 'darwin' else 1024):,.0f} MB"


def _machine() -> str:
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            name = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{name}, Python {platform.python_version()}, NumPy {np.__version__}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--games", type=int, default=20_000, help="games of ours in one run")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-growth", action="store_true")
    parser.add_argument("--most", type=int, default=100_000, help="games of the largest study (default: 100,000)")
    parser.add_argument("--far", action="store_true", help="a study of ten million games at last")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(_machine())
    if not arguments.no_growth:
        many(10_000_000 if arguments.far else arguments.most)  # first, so that the peak is the study's own
        growth(4000)
        print()
    compare(arguments.games, arguments.runs, not arguments.no_peers)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
