"""Every mind: legal, deterministic, blind to what its seats may not see, the same in a batch as alone."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np
import pytest
from tests.reference import reference_tables

from tabletop import minds
from tabletop.game.batchview import BatchView
from tabletop.lab.play import slice_tables
from tabletop.minds import Mind, MindLuck
from tabletop.minds.board import Board
from tabletop.rules import Choices, State, Tables, open_turn, resolve, rulebook, start
from tabletop.rules.choices import allowed
from tabletop.rules.luck import game_key
from tabletop.rules.vocabulary import Level, Strategy

FAMILIES = ("rotate-bilateral-confidence", "rotate-track2-multilateral", "thoughtful-without-track2")
NAMES = (*(name for name in minds.SHIPPED if name != "strategist"), *FAMILIES)
"""The strategist plays ahead, and is tried on fewer games in a file of its own."""
GAMES = 40


def keys(games: int, first: int = 0) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.array([game_key(first + k) for k in range(games)], np.uint64)


def openings(tables: Tables, games: int, turns: int = 6) -> Iterator[State]:
    """Opened turns of games in which every member is chaotic: all kinds of situations."""
    state = start(tables, keys(games))
    for _ in range(turns):
        open_turn(state, tables)
        yield state
        resolve(state, choose(minds.chaos, state, tables), tables)


def choose(mind: Mind, state: State, tables: Tables) -> Choices:
    return mind(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))


def same(one: Choices, two: Choices) -> bool:
    return all(np.array_equal(getattr(one, f.name), getattr(two, f.name)) for f in fields(Choices))


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("members", [3, 5, 8])
@pytest.mark.parametrize("name", NAMES)
def test_choices_are_allowed_as_they_are(name: str, members: int, level: Level) -> None:
    tables = reference_tables(members, GAMES, book=rulebook(level))
    mind = minds.find(name)
    for state in openings(tables, GAMES):
        chosen = choose(mind, state, tables)
        read = allowed(state, chosen, tables)
        for f in fields(Choices):
            values = getattr(chosen, f.name)
            assert values.dtype == np.int32
            assert values.shape == (members, GAMES)
            if f.name not in ("tactic", "clause"):
                np.testing.assert_array_equal(values, getattr(read, f.name), err_msg=f.name)
        if level == Level.FULL:
            assert same(chosen, read)


@pytest.mark.parametrize("name", NAMES)
def test_a_seat_knows_what_is_public_and_its_own_alone(name: str) -> None:
    """Others' objectives and everything secret are changed: no choice moves."""
    tables = reference_tables(5, GAMES)
    mind = minds.find(name)
    rng = np.random.default_rng(5)
    for state in openings(tables, GAMES):
        before = choose(mind, state, tables)
        other = state.copy()
        other.order = rng.permuted(other.order, axis=0)
        other.load = rng.integers(0, 9500, GAMES).astype(np.int32)
        other.greed = np.where(other.known >= tables.book.known_enough, other.greed, 90 - other.greed).astype(np.int32)
        for seat in range(5):
            shuffled = tables.alliance.weights.copy()
            shuffled[np.arange(5) != seat] = rng.permuted(shuffled[np.arange(5) != seat], axis=1)
            hidden = replace(tables, alliance=replace(tables.alliance, weights=shuffled))
            view = BatchView.of(other, hidden)
            after = mind(view, MindLuck.of(state.seed, state.turn))
            for f in fields(Choices):
                np.testing.assert_array_equal(getattr(before, f.name)[seat], getattr(after, f.name)[seat])


@pytest.mark.parametrize("name", NAMES)
def test_a_batch_is_its_games_one_by_one(name: str) -> None:
    tables = reference_tables(6, 12)
    mind = minds.find(name)
    for state in openings(tables, 12, turns=4):
        together = choose(mind, state, tables)
        assert same(together, choose(mind, state, tables))
        for game in range(12):
            alone = choose(mind, state.take([game]), slice_tables(tables, game, game + 1))
            for f in fields(Choices):
                np.testing.assert_array_equal(getattr(together, f.name)[:, [game]], getattr(alone, f.name))


def test_a_mind_leaves_the_view_alone() -> None:
    tables = reference_tables(5, GAMES)
    for state in openings(tables, GAMES):
        before = state.copy()
        for name in NAMES:
            choose(minds.find(name), state, tables)
        for f in fields(State):
            np.testing.assert_array_equal(getattr(before, f.name), getattr(state, f.name))


def test_pure_minds_are_pure_and_the_left_out_is_left_out() -> None:
    tables = reference_tables(5, GAMES)
    for state in openings(tables, GAMES):
        for strategy in (s for s in Strategy if s != Strategy.HOLD):
            pure = choose(minds.find(f"always-{strategy.word}"), state, tables).strategy
            assert set(np.unique(pure)) <= {Strategy.HOLD, strategy}
            without = choose(minds.find(f"thoughtful-without-{strategy.word}"), state, tables).strategy
            assert strategy not in without


def test_rotating_minds_take_turns() -> None:
    tables = reference_tables(5, GAMES)
    mind = minds.find("rotate-track2-multilateral")
    seen = [set(np.unique(choose(mind, s, tables).strategy)) - {Strategy.HOLD} for s in openings(tables, GAMES)]
    assert seen == [{Strategy.TRACK2}, {Strategy.MULTILATERAL}] * 3


def test_each_seat_gets_its_own_mind() -> None:
    tables = reference_tables(5, GAMES)
    mixed = minds.seated({0: minds.opportunist, 3: minds.always_track2}, minds.thoughtful)
    for state in openings(tables, GAMES):
        chosen = choose(mixed, state, tables)
        for seat, mind in ((0, minds.opportunist), (3, minds.always_track2), (1, minds.thoughtful)):
            own = choose(mind, state, tables)
            for f in fields(Choices):
                np.testing.assert_array_equal(getattr(chosen, f.name)[seat], getattr(own, f.name)[seat])


def test_minds_that_share_a_view_choose_as_if_alone() -> None:
    """What one has worked out serves the next, whoever comes first and whatever is done with its choices."""
    tables = reference_tables(5, GAMES)
    for state in openings(tables, GAMES):
        luck = MindLuck.of(state.seed, state.turn)
        for order in (NAMES, NAMES[::-1]):
            view = BatchView.of(state, tables)
            for name in order:
                chosen, alone = minds.find(name)(view, luck), choose(minds.find(name), state, tables)
                assert same(chosen, alone), name
                for f in fields(Choices):
                    getattr(chosen, f.name)[:] = 0


def test_what_minds_work_out_goes_with_the_view() -> None:
    """Nothing of a turn is left for the garbage collection to find: a study would fill the memory."""
    tables = reference_tables(5, GAMES)
    state = next(openings(tables, GAMES))
    gc.collect()
    gc.disable()
    kept = {id(one) for one in gc.get_objects() if isinstance(one, Board)}
    try:
        for name in NAMES:
            minds.find(name)(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))
        assert {id(one) for one in gc.get_objects() if isinstance(one, Board)} <= kept
    finally:
        gc.enable()


def test_characters_do_what_they_say() -> None:
    """The guarantor gives most, free-riders least; the sovereigntist cedes least; opportunists deal outside."""
    effort = dict.fromkeys(("guarantor", "thoughtful", "free-rider"), 0)
    for name in effort:
        tables = reference_tables(5, 200, seed=3)
        state = start(tables, keys(200))
        for _ in range(8):
            open_turn(state, tables)
            resolve(state, choose(minds.find(name), state, tables), tables)
        effort[name] = int(state.effort.sum())
        if name == "thoughtful":
            ceded = state.sovereignty.mean()
    assert effort["guarantor"] > effort["thoughtful"] > 2 * effort["free-rider"]
    for name in ("sovereigntist", "opportunist"):
        tables = reference_tables(5, 200, seed=3)
        state = start(tables, keys(200))
        for _ in range(8):
            open_turn(state, tables)
            resolve(state, choose(minds.find(name), state, tables), tables)
        if name == "sovereigntist":
            assert state.sovereignty.mean() < 0.7 * ceded
        else:
            assert state.outside_deals.sum() > 100
            assert state.red_lines.sum() > 0


def test_luck_is_addressed() -> None:
    luck = MindLuck.of(keys(50), 3)
    np.testing.assert_array_equal(luck.each(4, 6)[2], luck.bits(4, 2))
    assert (luck.bits(4, 2) != luck.bits(4, 3)).all()
    assert (luck.bits(4, 2) != MindLuck.of(keys(50), 4).bits(4, 2)).all()
    np.testing.assert_array_equal(luck.take([7]).bits(4, 2), luck.bits(4, 2)[[7]])
    many = MindLuck.of(keys(4000), 1).below(1, 5, 4)
    assert np.bincount(many.ravel()).min() > 4500
