"""The strategist: legal, deterministic, blind to secrets, the same alone as in a batch, and better than it began."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from tests.minds.test_minds import choose, keys, openings, same
from tests.reference import reference_tables

from tabletop import minds
from tabletop.content import load_campaign
from tabletop.game import Game
from tabletop.game.batchview import BatchView
from tabletop.lab.play import play, slice_tables
from tabletop.minds import MindLuck
from tabletop.minds.strategist import Search, search
from tabletop.rules import Choices, rulebook
from tabletop.rules.choices import allowed
from tabletop.rules.vocabulary import Level

QUICK = Search(futures=4, turns=2)


def quick(view: BatchView, luck: MindLuck) -> Choices:
    return search(view, luck, QUICK)


def test_it_is_shipped() -> None:
    assert minds.find("strategist") is minds.strategist
    assert "strategist" in minds.names()
    assert "futures" in minds.about("strategist")


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("members", [3, 8])
def test_choices_are_allowed_as_they_are(members: int, level: Level) -> None:
    tables = reference_tables(members, 6, book=rulebook(level))
    for state in openings(tables, 6, turns=3):
        chosen = choose(quick, state, tables)
        read = allowed(state, chosen, tables)
        for f in fields(Choices):
            values = getattr(chosen, f.name)
            assert values.dtype == np.int32
            if f.name not in ("tactic", "clause"):
                np.testing.assert_array_equal(values, getattr(read, f.name), err_msg=f.name)


def test_a_seat_knows_what_is_public_and_its_own_alone() -> None:
    """Deck, load, rival, flags, luck of the game and all objectives are changed: no choice moves."""
    tables = reference_tables(5, 8)
    rng = np.random.default_rng(5)
    for state in openings(tables, 8, turns=2):
        before = choose(quick, state, tables)
        other = state.copy()
        other.order = rng.permuted(other.order, axis=0)
        other.load = rng.integers(0, 9500, 8).astype(np.int32)
        other.greed = np.where(other.known >= tables.book.known_enough, other.greed, 85 - other.greed).astype(np.int32)
        other.seed = other.seed ^ np.uint64(99)
        weights = rng.permuted(tables.alliance.weights.copy(), axis=1)
        hidden = replace(tables, alliance=replace(tables.alliance, weights=weights))
        assert same(before, quick(BatchView.of(other, hidden), MindLuck.of(state.seed, state.turn)))


def test_a_batch_is_its_games_one_by_one() -> None:
    tables = reference_tables(5, 4)
    for state in openings(tables, 4, turns=2):
        together = choose(quick, state, tables)
        assert same(together, choose(quick, state, tables))
        for game in range(4):
            alone = choose(quick, state.take([game]), slice_tables(tables, game, game + 1))
            for f in fields(Choices):
                np.testing.assert_array_equal(getattr(together, f.name)[:, [game]], getattr(alone, f.name))


def test_it_leaves_the_view_alone_and_plays_games_that_are_over() -> None:
    tables = Game.new(load_campaign("halcyon-tutorial"), 1).tables
    state = play(tables, keys(6), quick)
    assert not state.running.any()
    assert state.end_turn.all()


@pytest.mark.long
def test_it_is_better_than_the_plan_it_begins_with(scale: Callable[[int, int], int]) -> None:
    """Paired games: the lower index at the end, by more than three standard errors (500 games in benchmarks)."""
    tables = Game.new(load_campaign("halcyon"), 1).tables
    games = scale(24, 500)
    ahead = Search(futures=8, turns=4, swaps=scale(0, 1) == 1)
    ends = [
        np.minimum(state.cohesion, state.stability) / 100
        for state in (
            play(tables, keys(games, 900_000), lambda v, luck: search(v, luck, ahead)),
            play(tables, keys(games, 900_000), minds.thoughtful),
        )
    ]
    apart = ends[0] - ends[1]
    assert apart.mean() > scale(0, 3) * apart.std() / games**0.5
