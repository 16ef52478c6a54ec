"""Looking back: earlier boards leak nothing, and what really happened is told when it cannot be used any more."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tabletop.content import Campaign, load_campaign
from tabletop.game import Choice, Command, Game, Illegal
from tabletop.game.batchview import rival_seen

Play = Callable[..., Game]
SEAT = "delmar"
LIBRARY = Path(__file__).parent.parent / "tui" / "library"


def with_other_secrets(game: Game) -> Game:
    """The same game as far as `SEAT` may know, and another in all else, on every board it ever had."""
    twin = copy.deepcopy(game)
    me = game.seats.index(SEAT)
    seen = bool(rival_seen(game.board, game.tables)[0])
    boards = [board for turn in twin._turns for board in (turn.board, turn.before)]
    for board in {id(board): board for board in boards}.values():
        board.seed[:] ^= np.uint64(0x5DEECE66D)
        if not seen:
            board.greed[:] = 90 - board.greed
        board.order[:] = board.order[::-1]
        board.due[:] = np.where(board.due > 0, 0, 3)
        board.flags[:] = ~board.flags
        board.load[:] += 7
    twin.seed += 1
    weights = twin.tables.alliance.weights.copy()
    others = [i for i in range(len(game.seats)) if i != me]
    weights[others] = weights[others][:, ::-1]
    bonus = tuple(node if i == me else None for i, node in enumerate(twin.tables.alliance.bonus))
    twin.tables = replace(twin.tables, alliance=replace(twin.tables.alliance, weights=weights, bonus=bonus))
    return twin


def seal_some(game: Game) -> None:
    for seat in game.seats[:3]:
        crises = game.options(seat).crises
        choice = Choice("confidence", card=crises[-1].card) if crises else Choice()
        game.apply(Command.choose(seat, game.turn, choice, "facilitator"))


# ---------------------------------------------------------------- earlier boards


@pytest.mark.parametrize("level", ["basics", "full"])
def test_each_frame_is_the_board_after_its_turn(play: Play, level: str) -> None:
    game = play(5, 5, level, 5)
    boards = game.boards()
    now = game.view(SEAT)
    for turn in range(len(game.played) + 1):
        view, board = game.view_at(turn, SEAT), boards[turn]
        assert view.turn == turn
        assert view.cohesion.value == now.cohesion.history[turn]
        assert view.cohesion.history == now.cohesion.history[: turn + 1]
        assert view.trust["aurelia"]["delmar"] == board.trust[0, 3, 0] / 100
        assert [crisis.escalation for crisis in view.crises] == [
            int(step) for card, step in zip(board.card[:, 0], board.escalation[:, 0], strict=True) if card >= 0
        ]
        assert view.me is not None
        assert view.me.support == board.support[3, 0] / 100
        if turn:
            assert view.last == game.view_at(turn, SEAT).last
            assert view.last is not None
            assert view.last.turn == turn
            change = sum(row.amount for row in view.last.ledger if row.variable == "cohesion")
            assert change == pytest.approx(view.cohesion.change)
            assert view.act.id == game.played[turn - 1].act
        else:
            assert view.last is None
            assert view.cohesion.change == 0
        low, high = view.turns_left
        assert now.turns_left[1] + len(game.played) - turn == high
        assert low <= high


def test_a_frame_does_not_change_as_the_game_goes_on(play: Play) -> None:
    """What was seen of turn 2 is what is seen of it later: nothing later shines through."""
    early, late = play(9, 4, "full", 3), play(9, 4, "full", 6)
    for seat in (SEAT, "room", "facilitator"):
        for turn in range(4):
            assert early.view_at(turn, seat) == late.view_at(turn, seat)


@pytest.mark.parametrize("level", ["standard", "full"])
def test_others_secrets_do_not_change_any_frame(play: Play, level: str) -> None:
    game = play(3, 7, level, 4)
    seal_some(game)
    twin = with_other_secrets(game)
    for turn in range(5):
        for seat in (SEAT, "room"):
            assert game.view_at(turn, seat).model_dump_json() == twin.view_at(turn, seat).model_dump_json()
        assert game.view_at(turn, "facilitator") != twin.view_at(turn, "facilitator")


def test_no_secret_word_and_no_sealed_choice_in_any_frame(play: Play) -> None:
    game = play(8, 8, "full", 3)
    seal_some(game)
    new = {card.card for card in game.view("room").crises if card.since == game.turn}
    assert new, "the open turn has dealt something"
    for turn in range(4):
        for seat in (SEAT, "room"):
            view = game.view_at(turn, seat)
            text = view.model_dump_json()
            for member in game.campaign.members:
                if member.id != seat:
                    assert member.brief[:40] not in text
            assert not any(state.chosen or state.choice or state.options for state in view.seats)
            assert not new & {crisis.card for crisis in view.crises}
            assert view.secrets.seed is None


def test_once_it_is_over_every_frame_is_open(play: Play) -> None:
    game = play(2, 2, "full")
    last = len(game.played)
    assert game.view_at(last, SEAT) == game.view(SEAT)
    first = game.view_at(0, "room")
    assert not first.over
    assert first.end is None
    assert all(member.brief and member.score.total is not None for member in first.members)


def test_a_turn_that_was_not_played_has_no_frame(play: Play) -> None:
    game = play(1, turns=2)
    for turn in (-1, 3, 99):
        with pytest.raises(IndexError):
            game.view_at(turn, SEAT)
    with pytest.raises(Illegal, match="No seat “delma”"):
        game.view_at(1, "delma")
    game.undo(by="facilitator")
    with pytest.raises(IndexError):
        game.view_at(2, SEAT)


# ---------------------------------------------------------------- what really happened


@pytest.fixture
def beacon() -> Campaign:
    return load_campaign("beacon", library=[LIBRARY])


def on(game: Game) -> None:
    """Everybody works on the first crisis by agreement, or holds."""
    for seat in game.seats_to_choose():
        crises = game.options(seat).crises
        others = [name for name in game.seats if name != seat]
        choice = Choice("bilateral", effort=1, target=others[0], card=crises[0].card) if crises else Choice()
        game.apply(Command.choose(seat, game.turn, choice, "facilitator"))
    game.apply(Command("resolve", "", game.turn, {}, "facilitator"))


def test_it_is_told_when_the_card_has_left_the_table_and_not_before(beacon: Campaign) -> None:
    game = Game.new(beacon, 11, people=("aal",))
    refused = set()
    while not game.over:
        closed = {move.card for turn in game.played for move in turn.moves if move.end}
        for card in beacon.deck:
            for seat in ("aal", "bor", "room"):
                if card in closed:
                    assert game.card_history(card, seat).happened
                else:
                    refused.add(card)
                    with pytest.raises(Illegal, match="is not told yet"):
                        game.card_history(card, seat)
            assert game.card_history(card, "facilitator").happened
            if card not in closed:
                assert beacon.deck[card].happened not in game.view("aal").model_dump_json()
        on(game)
    assert refused == set(beacon.deck)
    for card, written in beacon.deck.items():
        told = game.card_history(card, "aal")
        assert told.happened == written.happened
        assert told.date == written.date
        assert [(reading.who, reading.says) for reading in told.readings] == [(r.who, r.says) for r in written.readings]
        assert len(told.sources) == len(written.sources)


def test_it_says_how_it_ended_here_and_takes_it_back_with_the_turn(beacon: Campaign) -> None:
    game = Game.new(beacon, 11, people=("aal",))
    while not any(move.end for turn in game.played for move in turn.moves):
        on(game)
    turn = game.played[-1]
    (move,) = [move for move in turn.moves if move.end]
    told = game.card_history(move.card, "aal")
    assert (told.closed_turn, told.end) == (turn.turn, move.end)
    game.undo(seat="", by="facilitator")
    with pytest.raises(Illegal, match="is not told yet"):
        game.card_history(move.card, "aal")


def test_nothing_can_be_learnt_by_asking_for_a_card(beacon: Campaign) -> None:
    game = Game.new(beacon, 11)
    errors = []
    for card in ("wreck", "no-such-card"):
        with pytest.raises(Illegal) as caught:
            game.card_history(card)
        errors.append((caught.value.message.replace(card, "…"), caught.value.next_step))
    assert errors[0] == errors[1]
