"""Whatever legal commands come: every variable stays in its range, every ledger adds up, and replay finds the same."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabletop.content import Campaign
from tabletop.game import Choice, Command, Game, Options, state_hash
from tabletop.game.choice import from_choices
from tabletop.game.units import in_ledger_units, ledger_amount
from tabletop.rules import Choices, State, open_turn, resolve, start
from tabletop.rules.luck import game_key
from tabletop.rules.state import VARIABLES
from tabletop.rules.vocabulary import Level

LEDGER = (
    "trust", "support", "means", "sovereignty", "burden", "tension", "threat", "readiness", "legitimacy", "line",
    "harm", "agreements", "channel", "known", "cohesion", "stability",
)  # fmt: skip
"""Variables whose every change the ledger must explain; others are checked where they appear."""

Play = Callable[..., Game]
Lot = Callable[[random.Random, Options], Choice]
levels = st.sampled_from(["basics", "standard", "full"])
seeds = st.integers(0, 2**64 - 1)
PROVE = os.environ.get("TABLETOP_PROVE") == "1"
quick = settings(max_examples=150 if PROVE else 12, deadline=None, suppress_health_check=list(HealthCheck))


def assert_in_range(state: State, members: int) -> None:
    for name, meaning in VARIABLES.items():
        values = getattr(state, name)
        if values.size:
            assert int(values.min()) >= meaning.low, name
            assert int(values.max()) <= meaning.high, name
    assert (state.agreements[..., 0] == state.agreements[..., 0].T).all()
    assert not state.trust[np.arange(members), np.arange(members)].any()
    cards = state.card[state.card >= 0]
    assert len(set(cards.tolist())) == len(cards)


def assert_ledger_sums(game: Game) -> None:
    boards = game.boards()
    for resolution in game.played:
        before, after = boards[resolution.turn - 1], boards[resolution.turn]
        named = {entry.variable for entry in resolution.entries} - {"escalation", "fear", "prepared"}
        for name in named | set(LEDGER):
            total = np.zeros(getattr(after, name).shape[:-1], np.int64)
            for entry in resolution.entries:
                if entry.variable == name:
                    total[entry.who] += entry.amount
            change = in_ledger_units(name, getattr(after, name)[..., 0]) - in_ledger_units(
                name, getattr(before, name)[..., 0]
            )
            assert (total == change).all(), (resolution.turn, name)
        for card, before_step, after_step in ((m.card, m.before, m.after) for m in resolution.moves):
            told = [row for row in resolution.ledger if row.variable == "escalation" and row.card == card]
            lay = before.card[:, 0] == game.tables.cards.ids.index(card)
            since = int(before.escalation[lay, 0].sum()) if card not in resolution.dealt else 0
            gone = after_step if not any(m.card == card and m.end for m in resolution.moves) else 0
            assert sum(row.amount for row in told if row.opening) == before_step - since, (resolution.turn, card)
            assert sum(row.amount for row in told if not row.opening) == gone - before_step, (resolution.turn, card)
        assert len(resolution.ledger) == len(resolution.entries)
        for row, entry in zip(resolution.ledger, resolution.entries, strict=True):
            assert row.amount == ledger_amount(entry.variable, entry.amount)
            assert row.rule
            assert row.why


@quick
@given(seed=seeds, lot=st.integers(0, 2**32), level=levels)
def test_any_game_keeps_its_invariants(play: Play, seed: int, lot: int, level: str) -> None:
    game = play(seed, lot, level)
    for state in game.boards():
        assert_in_range(state, len(game.seats))
    assert_ledger_sums(game)
    assert game.over
    assert game.outcome
    assert game.ending


@quick
@given(seed=seeds, lot=st.integers(0, 2**32), level=levels, back=st.integers(1, 4))
def test_replay_fork_undo_and_redo_find_the_same(
    campaign: Campaign, play: Play, seed: int, lot: int, level: str, back: int
) -> None:
    game = play(seed, lot, level, turns=5)
    mark, view = game.state_hash, game.view("facilitator")
    again = Game.replay(campaign, seed, [Command.parse(c.as_json()) for c in game.commands], level=level)
    assert again.state_hash == mark
    assert again.view("facilitator") == view

    for _ in range(back):
        game.undo(by="facilitator")
    for _ in range(back):
        game.redo(by="facilitator")
    assert game.state_hash == mark
    assert game.view("facilitator") == view
    once_more = Game.replay(campaign, seed, game.commands, level=level)
    assert once_more.state_hash == mark
    assert once_more.commands == game.commands

    for turn in range(1, game.turn + 1):
        fork = game.fork(turn)
        assert fork.turn == turn
        assert state_hash(fork.boards()[-1]) == state_hash(game.boards()[turn - 1])
        assert fork.seats_to_choose() == fork.seats


@settings(quick, max_examples=40 if PROVE else 4)
@given(first=st.integers(0, 2**60), level=levels, lot=st.integers(0, 2**32))
def test_a_batch_equals_its_games_one_by_one(campaign: Campaign, first: int, level: str, lot: int) -> None:
    tables = campaign.tables(Level[level.upper()])
    games, members = 6, len(campaign.members)
    keys = np.array([game_key(first + k) for k in range(games)], np.uint64)
    batch, rng = start(tables, keys), np.random.default_rng(lot)
    single = [Game.new(campaign, first + k, level=level) for k in range(games)]
    while batch.running.any():
        open_turn(batch, tables)
        drawn = {"strategy": 5, "slot": 4, "tactic": 8, "target": 10, "clause": 6, "effort": 3}
        choices = Choices(**{name: rng.integers(0, top, (members, games), np.int32) for name, top in drawn.items()})
        for k, game in enumerate(single):
            if game.over:
                continue
            for seat, choice in zip(game.seats, from_choices(choices, batch, tables, k), strict=True):
                game.apply(Command.choose(seat, game.turn, choice, "script"))
            game.apply(Command("resolve", "", game.turn))
        resolve(batch, choices, tables)
    for k, game in enumerate(single):
        for f in fields(State):
            if f.name != "turn":
                assert (np.asarray(getattr(batch, f.name))[..., k] == getattr(game.board, f.name)[..., 0]).all(), f.name
        assert state_hash(batch, k) == game.state_hash


def test_undo_takes_back_ones_own_move_only(campaign: Campaign, by_lot: Lot) -> None:
    from tabletop.game import Illegal

    rng = random.Random(4)
    game = Game.new(campaign, 9, people=["aurelia", "delmar"])
    for seat in ("delmar", "aurelia"):
        game.apply(Command.choose(seat, 1, by_lot(rng, game.options(seat))))
    with pytest.raises(Illegal, match="what others have done"):
        game.undo(seat="delmar")
    game.undo(seat="aurelia")
    assert game.seats_to_choose() == ("aurelia", "borealis", "corvina", "esterra")
    game.apply(Command.choose("aurelia", 1, Choice()))
    with pytest.raises(Illegal, match="nothing to bring back"):
        game.redo(seat="aurelia")


def test_one_person_alone_may_take_back_a_whole_turn(campaign: Campaign) -> None:
    game = Game.new(campaign, 9, people=["delmar"])
    first = game.state_hash
    for _ in range(2):
        for seat in game.seats_to_choose():
            game.apply(Command.choose(seat, game.turn, Choice(), "person" if seat == "delmar" else "npc:random"))
        game.apply(Command("resolve", "", game.turn))
        game.note("as expected", seat="delmar")
    assert game.turn == 3
    assert game.undo().turn == 2
    assert "delmar" in game.seats_to_choose()
    game.undo()
    assert (game.turn, game.state_hash) == (1, first)
    assert sum(command.kind == "note" for command in game.commands) == 2
    game.redo()
    assert game.redo().turn == 3


def test_the_state_hash_does_not_depend_on_types_or_batches(play: Play) -> None:
    game = play(11, turns=3)
    state = game.board
    wide = state.copy()
    for f in fields(State):
        value = getattr(wide, f.name)
        if f.name not in ("turn", "seed") and value.dtype == np.int32:
            setattr(wide, f.name, value.astype(np.int64))
    assert state_hash(wide) == state_hash(state.take([0, 0, 0]), 2) == game.state_hash
    wide.tension = wide.tension + 1
    assert state_hash(wide) != game.state_hash
