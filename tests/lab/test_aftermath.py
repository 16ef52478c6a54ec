"""After the game: where it turned, how the dice fell, luck against judgement."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from tabletop.game.errors import Illegal
from tabletop.lab.aftermath import aftermath, fortune, par, turning_points
from tabletop.lab.play import play
from tabletop.lab.replay import Change, mind_names, replay_with, replays
from tabletop.minds import find, seated
from tabletop.rules.luck import game_key
from tabletop.session import Table

Played = Callable[..., Table]


def test_turning_points_are_the_largest_swings(finished: Played) -> None:
    table = finished(4)
    game = table.game
    every = turning_points(game, table.npc, most=999)
    assert turning_points(game, table.npc) == every[:3]
    sizes = [abs(point.swing) for point in every]
    assert sizes == sorted(sizes, reverse=True)
    assert len(every) > 3
    actual = min(game.view().cohesion.value, game.view().stability.value)
    rolled = {(turn.turn, group.members, group.card) for turn in game.played for group in turn.groups if group.tried}
    for point in every:
        assert (point.turn, point.group.members, point.group.card) in rolled
        other = replay_with(
            game, table.npc, point.turn, forced=dict.fromkeys(point.group.members, not point.group.success)
        )
        assert (other.cohesion[-1], other.stability[-1], other.outcome) == (
            point.cohesion, point.stability, point.outcome,
        )  # fmt: skip
        assert point.swing == pytest.approx(min(point.cohesion, point.stability) - actual, abs=0.005)


def test_the_fortune_of_the_dice_is_counted(finished: Played) -> None:
    game = finished(4).game
    groups = [group for turn in game.played for group in turn.groups if group.die is not None]
    found = fortune(game)
    assert found.total.rolled == len(groups)
    assert found.total.actual == sum(group.success for group in groups)
    assert found.total.expected == pytest.approx(sum(group.chance for group in groups) / 100)
    assert found.total.balance == pytest.approx(found.total.actual - found.total.expected)
    chances = [group.chance / 100 for group in groups]
    assert found.total.spread == pytest.approx(math.sqrt(sum(p * (1 - p) for p in chances)), abs=1e-4)
    own = [group for group in groups if "delmar" in group.members]
    assert (found.seats["delmar"].rolled, found.seats["delmar"].actual) == (len(own), sum(g.success for g in own))
    assert found.luckiest is not None
    assert found.unluckiest is not None
    assert found.luckiest.group.chance == min(g.chance for g in groups if g.success)
    assert found.unluckiest.group.chance == max(g.chance for g in groups if not g.success)
    assert 0 < found.luckiest.surprise < 1
    assert -1 < found.unluckiest.surprise < 0


def test_the_fortune_of_a_game_that_has_hardly_begun(finished: Played) -> None:
    found = fortune(finished(4, turns=0).game)
    assert (found.total.rolled, found.total.balance, found.luckiest, found.unluckiest) == (0, 0, None, None)


def test_par_is_the_thoughtful_game_with_the_same_luck(finished: Played) -> None:
    table = finished(4)
    game = table.game
    found = par(game, table.npc, games=60)
    minds = {k: find(name) for k, name in enumerate(mind_names(game, table.npc))}
    state = play(game.tables, np.array([game_key(game.seed)], np.uint64), seated(minds, find("thoughtful")))
    assert found.cohesion == int(state.cohesion[0]) / 100
    assert found.lower == min(found.cohesion, found.stability)
    others = [seed for seed in range(1, 62) if seed != 4][:60]
    ends = play(game.tables, np.array([game_key(k) for k in others], np.uint64), seated(minds, find("thoughtful")))
    lowest = np.minimum(ends.cohesion, ends.stability) / 100
    assert found.mean == pytest.approx(lowest.mean(), abs=0.006)
    assert found.sd == pytest.approx(lowest.std(), abs=0.006)
    assert found.games == 60
    assert found.actual == min(game.view().cohesion.value, game.view().stability.value)
    assert found.judgement + found.luck == pytest.approx(found.actual - found.mean, abs=0.011)


def test_who_plays_as_the_yardstick_does_makes_par(finished: Played) -> None:
    """In a seat that thoughtful plays, the same luck gives the same game: judgement is nothing."""
    table = finished(6, "thoughtful")
    found = par(table.game, table.npc, games=5)
    assert found.judgement == 0
    assert found.outcome == table.game.outcome


def test_all_at_once_and_always_the_same(finished: Played) -> None:
    table = finished(4)
    first = aftermath(table.game, table.npc, games=20)
    assert first == aftermath(table.game, table.npc, games=20)
    assert first.turning_points == turning_points(table.game, table.npc)
    assert first.fortune == fortune(table.game)


@pytest.mark.parametrize("ask", [aftermath, turning_points, par])
def test_not_before_the_end(finished: Played, ask: Callable[..., object]) -> None:
    table = finished(4, turns=2)
    with pytest.raises(Illegal, match="The game is not over: turn 3"):
        ask(table.game, table.npc)


def test_a_game_that_was_left_is_measured_after_its_own_turns(finished: Played) -> None:
    """Never further: what would have come in later turns is nobody's doing."""
    table = finished(4, turns=4)
    game = table.game
    found = aftermath(game, table.npc, games=30, left=True)
    end = game.boards()[-1]
    actual = int(min(end.cohesion[0], end.stability[0])) / 100
    assert found.par.left
    assert (found.par.actual, found.par.turns, found.par.outcome) == (actual, 4, "")
    minds = seated({k: find(name) for k, name in enumerate(mind_names(game, table.npc))}, find("thoughtful"))
    state = play(game.tables, np.array([game_key(game.seed)], np.uint64), minds, turns=4)
    assert (found.par.cohesion, found.par.stability) == (int(state.cohesion[0]) / 100, int(state.stability[0]) / 100)
    others = np.array([game_key(k) for k in [k for k in range(1, 32) if k != 4][:30]], np.uint64)
    ends = play(game.tables, others, minds, turns=4)
    assert found.par.mean == pytest.approx((np.minimum(ends.cohesion, ends.stability) / 100).mean(), abs=0.006)
    assert found.turning_points
    for point in found.turning_points:
        assert (point.turns, point.outcome) == (4, "")
        assert point.swing == pytest.approx(min(point.cohesion, point.stability) - actual, abs=0.011)
        forced = dict.fromkeys(point.group.members, not point.group.success)
        (other,) = replays(game, table.npc, [Change(point.turn, forced)], until=4)
        assert len(other.cohesion) == 5
        assert (other.cohesion[-1], other.stability[-1]) == (point.cohesion, point.stability)


def test_nothing_is_said_of_a_game_left_before_its_first_turn(finished: Played) -> None:
    table = finished(4, turns=0)
    with pytest.raises(Illegal, match="not over"):
        aftermath(table.game, table.npc, left=True)
