"""What a seat sees does not depend on what it may not know, and everything is open at the end."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from tabletop.content import Campaign
from tabletop.game import BatchView, Choice, Command, Game, Illegal
from tabletop.game import viewmodels as models
from tabletop.game.batchview import rival_seen
from tabletop.game.sight import Owned, Public, Seen, Sight, sight_of
from tabletop.game.units import public
from tabletop.game.view import played
from tabletop.rules.state import VARIABLES

Play = Callable[..., Game]
SEAT = "delmar"


def with_other_secrets(game: Game) -> Game:
    """The same game as far as `SEAT` may know, and another in all else."""
    twin = copy.deepcopy(game)
    me = game.seats.index(SEAT)
    turn = twin._turns[-1]
    board = turn.board
    board.seed[:] ^= np.uint64(0x5DEECE66D)
    if not rival_seen(board, game.tables)[0]:
        board.greed[:] = 90 - board.greed
    board.order[:] = board.order[::-1]
    board.due[:] = np.where(board.due > 0, 0, 3)
    board.flags[:] = ~board.flags
    board.load[:] += 7
    twin.seed += 1
    for seat, choice in turn.choices.items():
        if seat != SEAT:
            turn.choices[seat] = (
                Choice() if choice.strategy != "hold" else Choice("track2", card=game.options(seat).crises[0].card)
            )
            turn.by[seat] = "npc:chaos"
    weights = twin.tables.alliance.weights.copy()
    others = [i for i in range(len(game.seats)) if i != me]
    weights[others] = weights[others][:, ::-1]
    bonus = tuple(node if i == me else None for i, node in enumerate(twin.tables.alliance.bonus))
    twin.tables = replace(twin.tables, alliance=replace(twin.tables.alliance, weights=weights, bonus=bonus))
    twin.campaign = _other_briefs(game.campaign)
    return twin


def _other_briefs(campaign: Campaign) -> Campaign:
    members = tuple(
        member
        if member.id == SEAT
        else member.model_copy(
            update={
                "brief": "Another secret.",
                "red_lines": ("Never.",),
                "objective": member.objective.model_copy(update={"title": "Secret", "bonus": None}),
            }
        )
        for member in campaign.members
    )
    changed = campaign.model_copy(update={"members": members})
    changed._deck = {
        name: card.model_copy(
            update={
                "briefs": {seat: text if seat == SEAT else "Another." for seat, text in card.briefs.items()},
                "facilitator": None, "discuss": ("Why?",), "happened": "It did.",
            }
        )
        for name, card in campaign.deck.items()
    }  # fmt: skip
    return changed


def halfway(play: Play, seed: int, level: str, turns: int) -> Game:
    """A game with some choices sealed."""
    game = play(seed, seed, level, turns)
    if not game.over:
        for seat in game.seats[:4]:
            crises = game.options(seat).crises
            choice = Choice("confidence", card=crises[-1].card) if crises else Choice()
            game.apply(Command.choose(seat, game.turn, choice, "facilitator"))
    return game


@pytest.mark.parametrize("level", ["standard", "full"])
@pytest.mark.parametrize("seed", range(4))
def test_others_secrets_do_not_change_what_a_seat_sees(play: Play, level: str, seed: int) -> None:
    game = halfway(play, seed, level, seed)
    twin = with_other_secrets(game)
    for seat in (SEAT, "room"):
        assert game.view(seat).model_dump_json() == twin.view(seat).model_dump_json()
    mine, room = game.view(SEAT), game.view("room")
    assert mine.me is not None
    assert mine.me.brief
    assert mine.choice is not None
    assert mine.options is not None
    assert room.options is None
    assert "Another secret" in twin.view("facilitator").model_dump_json()


@pytest.mark.parametrize("seed", range(3))
def test_others_secrets_do_not_change_what_a_mind_sees(play: Play, seed: int) -> None:
    game = halfway(play, seed, "full", seed + 1)
    twin = with_other_secrets(game)
    one, other = (BatchView.of(g.board, g.tables) for g in (game, twin))
    me = game.seats.index(SEAT)
    for name in VARIABLES:
        if VARIABLES[name].see == "public":
            assert (getattr(one, name) == getattr(other, name)).all()
        else:
            with pytest.raises(AttributeError, match="secret"):
                getattr(one, name)
            assert (getattr(one.public_state(), name) == getattr(other.public_state(), name)).all()
    for name in ("domain", "pips", "human", "capability", "exposure", "greed_seen", "turns_left", "election"):
        assert (getattr(one, name) == getattr(other, name)).all()
    assert (one.weights[me] == other.weights[me]).all()
    assert not one.public_state().seed.any()
    with pytest.raises(AttributeError, match="secret"):
        _ = one.seed
    with pytest.raises(ValueError, match="read-only"):
        one.trust[:] = 0
    assert (one.turn, one.members, one.games) == (game.turn, 5, 1)


def test_the_facilitator_sees_everything_and_the_end_opens_it_to_all(play: Play) -> None:
    game = halfway(play, 2, "full", 2)
    facts = game.view("facilitator")
    assert facts.secrets.seed == game.seed
    assert facts.outside.greed in (0.15, 0.75)
    assert all(member.brief and member.score.total is not None for member in facts.members)
    assert [state.choice is not None for state in facts.seats] == [True] * 4 + [False]
    over = play(2, 2, "full")
    opened = over.view("room")
    assert opened.end is not None
    assert opened.secrets.seed == over.seed
    assert opened.outside.intent in ("seeker", "greedy")
    assert all(member.brief and member.score.total is not None for member in opened.members)
    assert opened.turns_left == (0, 0)
    assert opened.end.grade in "ABCDEF"
    assert opened.last is not None
    assert opened.last.ledger == opened.last.full_ledger
    own = over.view(SEAT).model_dump(exclude={"seat"})
    assert own == opened.model_dump(exclude={"seat"})


def test_the_ledger_of_a_seat_adds_up_and_does_not_tell_the_rivals_type(play: Play) -> None:
    game = play(6, 3, "full", 4)
    for turn in range(1, len(game.played) + 1):
        seen, told = played(game, SEAT, turn), played(game, "facilitator", turn)
        assert not seen.full_ledger
        for name in {row.variable for row in told.full_ledger}:
            assert round(sum(100 * r.amount for r in seen.ledger if r.variable == name)) == round(
                sum(100 * r.amount for r in told.full_ledger if r.variable == name)
            )
        if not game.view(SEAT).outside.intent:
            assert not {"ambition", "weakness tempts a greedy rival"} & {row.why for row in seen.ledger}
    with pytest.raises(IndexError):
        played(game, SEAT, 99)


def test_every_field_says_who_may_see_it() -> None:
    kinds = [kind for kind in vars(models).values() if isinstance(kind, type) and issubclass(kind, Seen)]
    assert len(kinds) > 15
    for kind in kinds:
        for name, info in kind.model_fields.items():
            assert isinstance(sight_of(info), Sight), f"{kind.__name__}.{name}"
    with pytest.raises(TypeError, match="who may see"):
        type("Loose", (Seen,), {"__annotations__": {"seat": str}, "__module__": __name__})
    with pytest.raises(TypeError, match="needs a default"):
        type("Bare", (Seen,), {"__annotations__": {"seat": Public[str], "aim": Owned[str]}, "__module__": __name__})
    with pytest.raises(TypeError, match="by whom"):
        type("Lost", (Seen,), {"__annotations__": {"aim": Owned[str]}, "aim": "", "__module__": __name__})


def test_only_public_variables_can_be_read(play: Play) -> None:
    board = play(1, turns=1).board
    for name, variable in VARIABLES.items():
        if variable.see == "public":
            public(board, name)
        else:
            with pytest.raises(PermissionError):
                public(board, name)


def test_no_secret_word_in_any_seats_view(play: Play) -> None:
    game = halfway(play, 8, "full", 3)
    for seat in game.seats:
        text = game.view(seat).model_dump_json()
        for member in game.campaign.members:
            if member.id != seat:
                assert member.brief[:40] not in text
                assert member.objective.bonus is None or member.objective.bonus.text not in text
        for crisis in game.view("facilitator").crises:
            for interest in crisis.stakes:
                assert not interest.brief or interest.seat == seat or interest.brief not in text
        assert str(game.seed) not in _numbers(game.view(seat))


def _numbers(value: Any) -> set[str]:
    if isinstance(value, BaseModel):
        return set().union(*(_numbers(getattr(value, name)) for name in type(value).model_fields))
    if isinstance(value, tuple | list):
        return set().union(*map(_numbers, value))
    if isinstance(value, dict):
        return set().union(*map(_numbers, value.values()))
    return {str(value)} if isinstance(value, int) and value > 1000 else set()


def test_an_unknown_seat_has_no_view(play: Play) -> None:
    with pytest.raises(Illegal, match="No seat “delma”") as caught:
        play(1, turns=0).view("delma")
    assert "delmar" in caught.value.next_step


def test_what_a_screen_needs_is_there(play: Play) -> None:
    game = play(3, 3, "full", 4)
    view = game.view(SEAT)
    assert len(view.cohesion.history) == view.turn
    seen = game._turns[-2].board
    assert view.cohesion.change == pytest.approx(view.cohesion.value - seen.cohesion[0] / 100)
    assert len(view.stability.parts) == 5
    assert sum(part.weight for part in view.cohesion.parts) == 100
    low, high = view.turns_left
    assert 1 <= low <= high
    assert {member.seat for member in view.members} == set(game.seats)
    assert sum(member.fair_share for member in view.members) == pytest.approx(100)
    assert view.last is not None
    assert view.last.turn == view.turn - 1
    for crisis in view.crises:
        assert crisis.title
        assert crisis.situation
        assert 1 <= crisis.escalation <= 5
    assert view.trust["aurelia"]["delmar"] == game.board.trust[0, 3, 0] / 100
    names = [crisis.card for crisis in view.crises]
    assert view.options is not None
    assert [crisis.card for crisis in view.options.crises] == names
