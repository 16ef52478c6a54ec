"""The coach: sensible choices on common luck, secrets unread, and what cost most afterwards."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.lab.test_forecast import SEAT, with_other_secrets

from tabletop.content import load_campaign
from tabletop.game import Choice, Game, Illegal
from tabletop.game.legal import check, options
from tabletop.lab.calibration import measure_coach
from tabletop.lab.coach import MOST_CHOICES, coach, coachings, lapses, sensible, try_out
from tabletop.lab.prospect import Prospect
from tabletop.session import Table

Played = Callable[..., Table]


@pytest.mark.parametrize("level", ["basics", "standard", "full"])
def test_every_choice_is_allowed_and_they_are_few(finished: Played, level: str) -> None:
    for turns in (0, 3):
        game = finished(level=level, turns=turns).game
        for seat in game.seats:
            found = sensible(Prospect(game, seat))
            assert found[0] == Choice()
            assert 2 <= len(found) <= MOST_CHOICES
            assert len(set(found)) == len(found)
            for choice in found:
                check(choice, options(game.board, game.tables, seat), game.turn)


@pytest.mark.parametrize("turns", [0, 4])
def test_what_is_hidden_changes_no_advice(finished: Played, turns: int) -> None:
    game = finished(seed=4, turns=turns).game
    twin = with_other_secrets(game)
    assert coach(game, game.seats[SEAT], futures=8) == coach(twin, game.seats[SEAT], futures=8)


def test_advice_is_ranked_against_holding_and_tells_why(finished: Played) -> None:
    game = finished(turns=2).game
    found = coach(game, game.seats[SEAT], futures=16)
    hold = next(one for one in found.advice if one.choice.strategy == "hold")
    assert hold.gain.mean == hold.gain.error == hold.cohesion.mean == 0
    assert not hold.reasons
    assert found.best.gain.mean >= max(one.gain.mean for one in found.advice if one.futures == 16) - 1e-9
    told = [one for one in found.advice if one.reasons]
    assert told
    for one in told:
        amounts = [abs(amount) for _, _, amount in one.reasons]
        assert amounts == sorted(amounts, reverse=True)
        for index, shift in (("cohesion", one.cohesion), ("stability", one.stability)):
            parts = sum(amount for name, _, amount in one.reasons if name == index)
            assert parts == pytest.approx(shift.mean, abs=0.3), "the parts make the change, but for the smallest"


def test_all_choices_meet_the_same_luck(finished: Played) -> None:
    game = finished(turns=2).game
    prospect = Prospect(game, game.seats[SEAT])
    one, two, hold = try_out(prospect, [Choice(), Choice(), sensible(prospect)[1]], 5, 12)
    assert (one.lower == two.lower).all()
    assert (one.score == two.score).all()
    assert hold.chance.any() or (hold.lower == one.lower).any()
    first, again = list(coachings(prospect, 8, 16)), list(coachings(prospect, 8, 16))
    assert first == again
    assert first[-1].best.futures >= first[0].best.futures


def test_the_room_has_no_coach(finished: Played) -> None:
    game = finished(turns=1).game
    with pytest.raises(Illegal, match="member"):
        coach(game, "room")
    with pytest.raises(Illegal, match="not over"):
        lapses(game, {}, game.seats[SEAT])


def test_what_cost_most_is_found_afterwards(finished: Played) -> None:
    table = finished(seed=5, mind="chaos", campaign="halcyon-tutorial")
    seat = table.game.people[0]
    found = lapses(table.game, table.npc, seat)
    assert 1 <= len(found) <= 3, "somebody who chooses by lot throws something away"
    costs = [one.cost.mean for one in found]
    assert costs == sorted(costs, reverse=True)
    for one in found:
        assert one.cost.mean > 2 * one.cost.error
        assert one.chosen == table.game.played[one.turn - 1].choices[seat]
        assert one.better != one.chosen


@pytest.mark.long
def test_the_first_choice_is_no_worse_than_the_second_on_fresh_luck(scale: Callable[[int, int], int]) -> None:
    """On many situations it must be ahead by more than chance; on a few it may not be behind by more."""
    campaign = load_campaign("halcyon")
    apart = np.array([measure_coach(campaign, number, futures=scale(100, 400)) for number in range(scale(4, 120))])
    error = apart.std() / len(apart) ** 0.5
    assert apart.mean() > scale(-1, 1) * 2.5 * error - scale(1, 0) * 0.05


def test_a_game_that_has_just_begun_can_be_coached() -> None:
    game = Game.new(load_campaign("double-track"), 3)
    assert coach(game, game.seats[0], futures=4).turn == 1
