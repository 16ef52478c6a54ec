"""What would have been: a replay with nothing changed is the game itself, and a change touches nothing before it."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from tests.reference import reference_tables

from tabletop.errors import UsageError
from tabletop.game.choice import Choice
from tabletop.game.errors import Illegal
from tabletop.game.position import state_hash
from tabletop.lab.replay import Change, mind_names, replay_with, replays
from tabletop.minds import MindLuck, find
from tabletop.rules import State, open_turn, resolve, start
from tabletop.rules.luck import game_key
from tabletop.session import Table

Played = Callable[..., Table]


# ---------------------------------------------------------------- forced results in the rules


def opened(games: int) -> tuple[State, object, object]:
    from tabletop.game.batchview import BatchView

    tables = reference_tables(5, games)
    state = start(tables, np.array([game_key(k) for k in range(games)], np.uint64))
    open_turn(state, tables)
    choices = find("thoughtful")(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))
    return state, choices, tables


def test_a_forced_result_overrules_the_die_for_its_group_alone() -> None:
    state, choices, tables = opened(40)
    free, forced = state.copy(), state.copy()
    fell = resolve(free, choices, tables)  # type: ignore[arg-type]
    wanted = np.full(fell.success.shape, -1, np.int32)
    wanted[:, :20] = np.where(fell.tried[:, :20], 1 - fell.success[:, :20], -1)
    turned = resolve(forced, choices, tables, forced=wanted)  # type: ignore[arg-type]
    assert (turned.success[:, :20] == (fell.tried & ~fell.success)[:, :20]).all()
    assert (turned.success[:, 20:] == fell.success[:, 20:]).all()
    np.testing.assert_array_equal(turned.die, fell.die)
    np.testing.assert_array_equal(turned.chance, fell.chance)
    np.testing.assert_array_equal(forced.trust[..., 20:], free.trust[..., 20:])
    assert (forced.trust[..., :20] != free.trust[..., :20]).any()


def test_nothing_can_be_forced_where_nothing_was_tried() -> None:
    state, choices, tables = opened(40)
    outcomes = resolve(state, choices, tables, forced=np.ones((5, 40), np.int32))  # type: ignore[arg-type]
    np.testing.assert_array_equal(outcomes.success, outcomes.tried)


def test_no_forcing_is_the_game_as_it_is() -> None:
    state, choices, tables = opened(40)
    plain, asked = state.copy(), state.copy()
    resolve(plain, choices, tables)  # type: ignore[arg-type]
    resolve(asked, choices, tables, forced=np.full((5, 40), -1, np.int32))  # type: ignore[arg-type]
    assert [state_hash(plain, k) for k in range(40)] == [state_hash(asked, k) for k in range(40)]


# ---------------------------------------------------------------- the driver


@pytest.mark.parametrize("level", ["basics", "standard", "full"])
def test_a_replay_without_a_change_is_the_game(finished: Played, level: str) -> None:
    table = finished(5, level=level)
    game = table.game
    last = len(game.played)
    found = replays(game, table.npc, [Change(1), Change(last), Change(max(1, last // 2))])
    for replay in found:
        assert state_hash(replay.state) == game.state_hash
        assert replay.cohesion == game.view().cohesion.history
        assert replay.stability == game.view().stability.history
        assert (replay.turns, replay.outcome, replay.replaced) == (last, game.outcome, ())


def test_a_turned_result_changes_nothing_before_it_and_something_after(finished: Played) -> None:
    table = finished(3)
    game = table.game
    turn, group = next((turn.turn, group) for turn in game.played[3:] for group in turn.groups if group.die is not None)
    other = replay_with(game, table.npc, turn, forced=dict.fromkeys(group.members, not group.success))
    history = game.view().cohesion.history
    assert other.cohesion[:turn] == history[:turn]
    assert (other.cohesion[turn], other.stability[turn]) != (history[turn], game.view().stability.history[turn])
    assert state_hash(other.state) != game.state_hash


def test_many_questions_at_once_give_the_same_answers_as_one_by_one(finished: Played) -> None:
    table = finished(8, level="full")
    changes = [
        Change(turn.turn, dict.fromkeys(group.members, not group.success))
        for turn in table.game.played
        for group in turn.groups
    ][:6]
    together = replays(table.game, table.npc, changes)
    for change, replay in zip(changes, together, strict=True):
        alone = replay_with(table.game, table.npc, change.turn, forced=change.forced)
        assert state_hash(alone.state) == state_hash(replay.state)
        assert (alone.cohesion, alone.stability, alone.replaced) == (
            replay.cohesion, replay.stability, replay.replaced,
        )  # fmt: skip


def test_a_changed_choice_is_what_the_table_would_have_played(finished: Played) -> None:
    """The what-if against a real game: fork, choose otherwise, and let everybody else do as they did."""
    table = finished(3)
    game, (person,) = table.game, table.game.people
    last = game.played[-1]
    fork = table.fork(last.turn)
    card = fork.game.options(person).crises[0].card
    choice = Choice("track2", card=card, effort=0)
    fork.choose(person, choice)
    for seat, made in last.choices.items():
        if seat != person:
            fork.choose(seat, made, by="script")
    fork.resolve()
    other = replay_with(game, table.npc, last.turn, choices={person: choice})
    assert state_hash(other.state) == fork.game.state_hash


def test_where_a_choice_is_no_longer_possible_a_mind_chooses(finished: Played) -> None:
    seen: set[str] = set()
    for seed in range(6):
        table = finished(seed, level="full")
        game = table.game
        turned = [
            Change(turn.turn, dict.fromkeys(group.members, True))
            for turn in game.played[:4]
            for group in turn.groups
            if not group.success
        ]
        for replay in replays(game, table.npc, turned):
            assert all(turn > replay.change.turn for turn, _ in replay.replaced)
            assert all(game.played[turn - 1].choices[seat].strategy != "hold" for turn, seat in replay.replaced)
            seen |= {seat for _, seat in replay.replaced}
    assert len(seen) > 2


def test_a_game_that_collapsed_goes_on_where_it_is_saved(finished: Played) -> None:
    longer = 0
    for seed in (2, 3, 4):
        table = finished(seed, "always-track2", level="full", npc="always-track2")
        game = table.game
        assert game.outcome.endswith("collapse")
        turned = [
            Change(turn.turn, dict.fromkeys(group.members, True))
            for turn in game.played
            for group in turn.groups
            if group.tried and not group.success
        ]
        found = replays(game, table.npc, turned)
        longer += sum(replay.turns > len(game.played) for replay in found)
        for replay in found:
            assert len(replay.cohesion) == len(replay.stability) == replay.turns + 1
    assert longer


def test_an_unfinished_game_is_played_to_its_end_by_minds(finished: Played) -> None:
    table = finished(3, turns=4)
    replay = replay_with(table.game, table.npc, 2)
    assert replay.turns > 4
    assert replay.cohesion[:5] == table.game.view().cohesion.history[:5]
    assert replay.replaced == ()


def test_who_stands_in(finished: Played) -> None:
    table = finished(3, turns=1)
    names = dict(zip(table.game.seats, mind_names(table.game, {"aurelia": "random"}), strict=True))
    assert names["aurelia"] == "random"
    assert names["borealis"] == "thoughtful"
    assert names["corvina"] == "free-rider"


@pytest.mark.parametrize("turn", [0, -1, 99])
def test_a_turn_that_was_not_played(finished: Played, turn: int) -> None:
    table = finished(3, turns=2)
    with pytest.raises(UsageError, match="has not been played"):
        replay_with(table.game, table.npc, turn)


def test_a_stranger_and_an_impossible_choice(finished: Played) -> None:
    table = finished(3, turns=2)
    with pytest.raises(UsageError, match="No member “nobody”"):
        replay_with(table.game, table.npc, 1, forced={"nobody": True})
    with pytest.raises(Illegal, match="not on the table"):
        replay_with(table.game, table.npc, 1, choices={"delmar": Choice("track2", card="no-such-card")})


def test_no_question_no_answer(finished: Played) -> None:
    table = finished(3, turns=2)
    assert replays(table.game, table.npc, []) == []


def test_a_whole_game_is_turned_over_fast(finished: Played) -> None:
    """A budget with much room: every negotiation of a game in well under the second and a half that is allowed."""
    table = finished(3, level="full")
    changes = [
        Change(turn.turn, dict.fromkeys(group.members, not group.success))
        for turn in table.game.played
        for group in turn.groups
    ]
    began = time.process_time()
    replays(table.game, table.npc, changes)
    assert time.process_time() - began < 1.5
