"""Runs: the same numbers whatever the chunks and the processes, and the same games as `tabletop run`."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable

import numpy as np
import pytest
from tests.lab.study.counting import Everything, fail, refuse, same

from tabletop.cli.run import play_on
from tabletop.content import find_campaigns, load_campaign
from tabletop.errors import TabletopError
from tabletop.game import Game
from tabletop.lab.study import Plan, game_seeds, run
from tabletop.lab.study.numbers import Numbers
from tabletop.lab.study.run import parts
from tabletop.lab.study.samples import hashes, samples

PLAN = Plan("halcyon", minds=("random", "thoughtful"), seats={"aurelia": "greedy"}, games=90, seed=4)
WATCH = (Numbers, Everything)
SHIPPED = [card.id for card in find_campaigns(())]


def test_every_game_is_in_one_part() -> None:
    cut = parts(PLAN, 40)
    assert cut[:3] == [("random", 1, 40), ("random", 41, 40), ("random", 81, 10)]
    assert len(cut) == 6


@pytest.mark.parametrize("chunk", [1, 7, 89])
def test_chunks_cannot_be_seen_in_the_numbers(chunk: int) -> None:
    plan = Plan("halcyon", minds=("random",), games=90 if chunk > 1 else 6, seed=4)
    same(run(plan, hashes, watch=WATCH), run(plan, hashes, watch=WATCH, chunk=chunk))


@pytest.mark.parametrize("jobs", [2, 4])
def test_processes_cannot_be_seen_in_the_numbers(jobs: int) -> None:
    seen: list[tuple[int, int]] = []
    shared = run(PLAN, hashes, watch=WATCH, jobs=jobs, chunk=20, progress=lambda done, of: seen.append((done, of)))
    same(run(PLAN, hashes, watch=WATCH), shared)
    assert seen[0] == (0, 180)
    assert seen[-1] == (180, 180)
    assert not multiprocessing.active_children()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such end here")
def test_a_helper_that_is_killed_costs_time_and_no_game() -> None:
    killed: list[int] = []

    def kill_one(done: int, of: int) -> None:
        helpers = [child for child in multiprocessing.active_children() if child.name == "tabletop-lab"]
        if done and len(killed) < 2 and helpers and helpers[0].pid not in killed:
            assert helpers[0].pid is not None
            killed.append(helpers[0].pid)
            os.kill(helpers[0].pid, signal.SIGKILL)

    shared = run(PLAN, hashes, watch=WATCH, jobs=2, chunk=10, progress=kill_one)
    assert killed
    same(run(PLAN, hashes, watch=WATCH), shared)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such end here")
def test_a_chunk_that_kills_every_helper_is_told() -> None:
    with pytest.raises(TabletopError, match=r"helper processes died over games .* of random"):
        run(Plan("halcyon", minds=("random",), games=90), work=_die, jobs=2, chunk=45)
    assert not multiprocessing.active_children()


def _die(chunk: object) -> object:
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def test_what_a_helper_finds_wrong_is_told_as_it_would_be_here() -> None:
    for jobs in (1, 2):
        with pytest.raises(TabletopError, match="cannot be counted"):
            run(PLAN, work=refuse, jobs=jobs, chunk=20)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run(PLAN, work=fail, jobs=2, chunk=20)
    assert not multiprocessing.active_children()


def test_an_interrupted_run_leaves_no_helper_behind() -> None:
    def stop(done: int, of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(PLAN, work=None, watch=WATCH, jobs=2, chunk=10, progress=stop)
    assert not multiprocessing.active_children()


@pytest.mark.long
@pytest.mark.parametrize("mind", ["thoughtful", "random", "opportunist"])
@pytest.mark.parametrize("campaign", SHIPPED)
def test_game_k_is_the_game_that_run_plays(campaign: str, mind: str, scale: Callable[[int, int], int]) -> None:
    """The same choices (the watcher sums them all) and the same end, bit for bit."""
    games = scale(4, 1000)
    content = load_campaign(campaign)
    table = run(Plan(campaign, minds=(mind,), games=games, seed=7), hashes, chunk=333)
    rows = table.minds[mind].games["state_hash"]
    for k, seed in enumerate(game_seeds(7, 1, games)):
        game = Game.new(content, seed)
        for _ in play_on(game, dict.fromkeys(game.seats, mind)):
            pass
        assert game.state_hash == bytes(rows[:, k]).hex(), f"game {k + 1}, seed {seed}"


def test_the_choices_of_a_game_are_those_that_run_makes() -> None:
    from tabletop.game.choice import from_choices
    from tabletop.lab.study import Chunk
    from tabletop.lab.study.run import played

    plan, made = Plan("double-track", minds=("random",), games=3), []

    class Keep:
        boards = True

        def turn(self, opened, choices, outcomes, state) -> None:  # type: ignore[no-untyped-def]
            made.append([from_choices(_one(choices, b), opened.take([b]), chunk.tables) for b in range(3)])

    chunk = Chunk(plan, "random", 1, 3)
    played(chunk, [Keep()], boards=True)  # type: ignore[list-item]
    for b, seed in enumerate(chunk.seeds.tolist()):
        game = Game.new(chunk.ground.campaign, seed)
        for turn, resolution in enumerate(play_on(game, dict.fromkeys(game.seats, "random"))):
            assert [choice.as_json() for choice in resolution.choices.values()] == [
                choice.as_json() for choice in made[turn][b]
            ]


def _one(choices, game):  # type: ignore[no-untyped-def]
    from dataclasses import fields

    return type(choices)(**{f.name: getattr(choices, f.name)[:, [game]] for f in fields(choices)})


def test_samples_are_the_first_games() -> None:
    table = run(PLAN, hashes, chunk=37)
    told = samples(PLAN)
    assert [(one.mind, one.game) for one in told] == [(m, k) for m in PLAN.minds for k in range(1, 11)]
    for one in told:
        assert bytes(table.minds[one.mind].games["state_hash"][:, one.game - 1]).hex() == one.state_hash
    assert [one.seed for one in told[:10]] == game_seeds(4, 1, 10)
    assert len(samples(Plan("halcyon", games=3))) == 3


def test_sums_need_no_more_memory_for_more_games() -> None:
    few, many = (run(Plan("halcyon", minds=("random",), games=n), watch=(Numbers,)) for n in (20, 200))
    size = [sum(values.nbytes for values in table.minds["random"].sums.values()) for table in (few, many)]
    assert size[0] == size[1]
    assert int(many.minds["random"].sums["study.games"]) == 200
    assert not np.array_equal(few.minds["random"].sums["study.cohesion"], many.minds["random"].sums["study.cohesion"])
