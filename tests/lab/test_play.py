"""Whole games by the batch: chunks, slices and single games agree, and the minds keep their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pytest
from tests.reference import reference_tables

from tabletop import minds
from tabletop.lab.play import play, play_chunks, slice_tables
from tabletop.rules import State, Tables
from tabletop.rules.luck import game_key


def keys(games: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.array([game_key(k) for k in range(games)], np.uint64)


def whole(state: State, tables: Tables) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]:
    return {f.name: getattr(state, f.name) for f in fields(State) if f.name not in ("turn", "covered")}


@pytest.mark.parametrize("name", ["thoughtful", "random", "opportunist"])
def test_chunks_and_single_games_are_the_batch(name: str) -> None:
    tables = reference_tables(5, 11)
    mind = minds.find(name)
    batch = play(tables, keys(11), mind)
    chunks = play_chunks(tables, keys(11), mind, whole, chunk=4)
    for variable, values in chunks.items():
        np.testing.assert_array_equal(values, getattr(batch, variable), err_msg=variable)
    for game in (0, 5, 10):
        alone = play(slice_tables(tables, game, game + 1), keys(11)[[game]], mind)
        for variable in whole(alone, tables):
            np.testing.assert_array_equal(
                getattr(alone, variable)[..., 0], getattr(batch, variable)[..., game], err_msg=variable
            )


def test_an_alliance_that_is_the_same_everywhere_is_not_sliced() -> None:
    tables = reference_tables(5, 1)
    assert slice_tables(tables, 0, 1) is tables
    summary = play_chunks(tables, keys(9), minds.random, chunk=4)
    assert summary["scores"].shape == (5, 9)
    assert summary["over"].all()


def test_no_games_no_answers() -> None:
    assert play_chunks(reference_tables(5, 1), keys(0), minds.random) == {}


def test_play_stops_after_so_many_turns() -> None:
    assert play(reference_tables(5, 1), keys(3), minds.thoughtful, turns=4).turn == 4


def test_the_minds_keep_their_order(scale: Callable[[int, int], int]) -> None:
    """A small sample with wide margins; the bands themselves are checked by benchmarks/balance.py."""
    games = scale(1200, 6000)
    tables = reference_tables(5, games, seed=7)
    won = {}
    for name in ("thoughtful", "greedy", "random", "free-rider", "always-multilateral", "rotate-bilateral-confidence"):
        ends = play_chunks(tables, keys(games), minds.find(name))
        lower = np.minimum(ends["cohesion"], ends["stability"])
        won[name] = float(((ends["over"] == 3) & (lower >= tables.book.pass_mark)).mean())
    assert 0.60 < won["thoughtful"] < 0.88
    assert 0.15 < won["random"] < 0.40
    assert won["random"] + 0.05 < won["greedy"] < won["thoughtful"] - 0.10
    assert won["thoughtful"] - won["always-multilateral"] > 0.4
    assert won["thoughtful"] - won["rotate-bilateral-confidence"] > 0.25
    assert won["thoughtful"] - won["free-rider"] > 0.25
