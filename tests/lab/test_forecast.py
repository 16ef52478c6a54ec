"""The outlook: the same whatever is hidden, the same each time, and as often right as it says."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tabletop.content import load_campaign
from tabletop.errors import UsageError
from tabletop.game import Choice, Game, Illegal
from tabletop.game.batchview import PUBLIC, rival_seen
from tabletop.lab.calibration import coverage, play_turn, trial
from tabletop.lab.evidence import greedy_chance
from tabletop.lab.forecast import LEVELS, outlook, outlooks
from tabletop.lab.prospect import Prospect
from tabletop.rules.state import VARIABLES
from tabletop.session import Table

Played = Callable[..., Table]
SEAT = 1


def with_other_secrets(game: Game) -> Game:
    """The same game as far as seat `SEAT` may know, and another in all else: luck, rival, deck, queue, flags, aims."""
    twin = copy.deepcopy(game)
    for turn in twin._turns:
        board = turn.board
        if not rival_seen(board, game.tables)[0]:
            board.greed[:] = 85 - board.greed
        board.seed[:] ^= np.uint64(0x5DEECE66D)
        board.order[:] = board.order[::-1]
        board.due[:] = np.where(board.due > 0, 0, 3)
        board.flags[:] = ~board.flags
        board.load[:] += 7
    for seat in twin.seats[SEAT + 1 :]:
        twin._turns[-1].choices[seat] = Choice()
    twin.seed += 1
    alliance = twin.tables.alliance
    weights = alliance.weights.copy()
    others = [i for i in range(len(game.seats)) if i != SEAT]
    weights[others] = weights[others][:, ::-1]
    bonus = tuple(node if i == SEAT else None for i, node in enumerate(alliance.bonus))
    twin.tables = replace(twin.tables, alliance=replace(alliance, weights=weights, bonus=bonus))
    return twin


@pytest.mark.parametrize("campaign", ["halcyon", "north-atlantic"])
@pytest.mark.parametrize("turns", [0, 3, 6])
def test_what_is_hidden_changes_nothing(finished: Played, campaign: str, turns: int) -> None:
    game = finished(seed=turns + 2, campaign=campaign, turns=turns).game
    twin = with_other_secrets(game)
    for seat in ("room", game.seats[SEAT]):
        assert outlook(game, seat, futures=60) == outlook(twin, seat, futures=60)


def test_a_prospect_holds_no_secret_of_the_game(finished: Played) -> None:
    game = finished(turns=3).game
    prospect = Prospect(game, game.seats[SEAT])
    for name in VARIABLES:
        if name not in PUBLIC and name != "greed":
            assert set(np.unique(getattr(prospect.board, name))) <= {-1 if name == "order" else 0}
    assert not prospect.board.seed.any()
    state, tables = prospect.futures(0, 50)
    for name in PUBLIC:
        assert (getattr(state, name) == getattr(game.board, name)).all(), name
    assert (state.seed != game.board.seed[0]).all()
    assert len(np.unique(state.seed)) == 50
    own = tables.alliance.weights
    assert (own[SEAT] == game.tables.alliance.weights[SEAT]).all()
    assert (own.sum(axis=1) == 100).all()
    assert (np.std(own[0], axis=-1) > 0).all(), "others' aims are drawn anew for every future"


def test_other_objectives_are_not_read_but_the_own_one_counts(finished: Played) -> None:
    game = finished(turns=2).game
    mine = outlook(game, game.seats[SEAT], futures=50)
    assert mine.score is not None
    assert outlook(game, futures=50).score is None
    other = copy.deepcopy(game)
    weights = other.tables.alliance.weights.copy()
    weights[SEAT] = np.array([[0], [0], [0], [100]])
    other.tables = replace(other.tables, alliance=replace(other.tables.alliance, weights=weights))
    theirs = outlook(other, game.seats[SEAT], futures=50)
    assert theirs.score != mine.score
    assert theirs.cohesion == mine.cohesion


def test_an_outlook_is_the_same_each_time_and_grows(finished: Played) -> None:
    game = finished(turns=4).game
    prospect = Prospect(game, "room")
    grown = list(outlooks(prospect, 40, 100))
    assert [one.futures for one in grown] == [40, 80, 100]
    assert grown[0] == outlook(game, futures=40)
    assert grown[-1] == outlook(game, futures=100), "in pieces or at once, the futures are the same"
    found = grown[-1]
    assert found.win + found.draw + found.collapse == pytest.approx(100)
    for fan in (found.cohesion, found.stability):
        assert fan.turns[0] == 5
        assert len(fan.lines) == len(fan.turns)
        assert all(line == tuple(sorted(line)) and len(line) == len(LEVELS) for line in fan.lines)
        assert fan.end[0] < fan.end[-1]
    assert found.error(50.0) == pytest.approx(5.0)


def test_the_past_is_foreseen_as_it_could_be_then(finished: Played) -> None:
    table = finished(turns=3)
    then = outlook(table.game, futures=40)
    before = outlook(table.game, turn=2, futures=40)
    play_turn(table.game)
    assert outlook(table.game, turn=4, futures=40) == then
    assert outlook(table.game, turn=2, futures=40) == before
    assert before.turn == 2


def test_what_cannot_be_asked_is_refused(finished: Played) -> None:
    table = finished()
    with pytest.raises(Illegal, match="over"):
        outlook(table.game)
    assert outlook(table.game, turn=1, futures=10).turn == 1
    with pytest.raises(UsageError):
        outlook(table.game, turn=99)
    with pytest.raises(Illegal, match="seat"):
        outlook(table.game, "nobody", turn=1)


def test_deeds_tell_of_the_rival() -> None:
    """The chance moves toward the truth on average, and is never sure before the rules say so."""
    campaign = load_campaign("halcyon")
    right: list[float] = []
    for seed in range(12):
        game = Game.new(campaign, seed)
        for _ in range(6):
            if not game.over:
                play_turn(game)
        share = greedy_chance(game, len(game.played) + 1) / 10000
        assert 0 < share < 1
        right.append(share if int(game.board.greed[0]) > 45 else 1 - share)
        assert greedy_chance(game, 1) == 100 * game.tables.rival.greedy_chance
    assert np.mean(right) > 0.55


def test_computer_players_keep_to_their_characters() -> None:
    """Whom everybody knows to ride free is foreseen to ride free; a mind that a future cannot afford is thoughtful."""
    game = Game.new(load_campaign("halcyon"), 3)
    plain = outlook(game, futures=200)
    assert plain.policy == "thoughtful"
    free = outlook(game, futures=200, minds=dict.fromkeys(game.seats, "free-rider"))
    assert free.policy == "characters"
    assert free.cohesion.end[2] < plain.cohesion.end[2]
    dear = outlook(game, futures=200, minds=dict.fromkeys(game.seats, "strategist"))
    assert dear == plain


@pytest.mark.long
@pytest.mark.parametrize("mind", ["thoughtful", "characters"])
def test_games_end_as_often_in_the_band_as_it_says(mind: str, scale: Callable[[int, int], int]) -> None:
    """The 80 % band; with so few games 3.3 standard errors are allowed (benchmarks/calibration.py plays 2,000)."""
    campaign, games = load_campaign("halcyon"), scale(40, 600)
    found = coverage([trial(campaign, number, mind, futures=80) for number in range(games)])
    slack = 330 * (0.8 * 0.2 / games) ** 0.5
    for name in ("cohesion", "stability"):
        assert 80 - slack <= found[name] <= min(80 + slack, 99), found
    assert abs(found["wins"] - found["foreseen wins"]) < 330 * 0.5 / games**0.5
