"""Each empty seat says afterwards why it chose as it did, and gives nobody's secret away with it."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest

from tabletop.content import Campaign
from tabletop.game import Choice, Command, Game
from tabletop.game.view import played
from tabletop.session import Table, mind_choices

PERSON = "delmar"


def turn(campaign: Campaign, seed: int, turns: int = 1) -> Table:
    table = Table.new(campaign, seed, people=[PERSON], level="full")
    for _ in range(turns):
        table.choose(PERSON, Choice())
        table.resolve()
    return table


def test_every_empty_seat_gives_a_sentence_and_people_give_none(campaign: Campaign) -> None:
    game = turn(campaign, 3).game
    told = played(game, PERSON, 1).reasons
    assert set(told) == set(game.seats) - {PERSON}
    for seat, sentence in told.items():
        name = next(member.name for member in campaign.members if member.id == seat)
        assert sentence.startswith(f"{name} ")
        assert " because " in sentence
        assert sentence.endswith(".")
    assert game.view("room").last is not None
    assert game.view("room").last.reasons == told


def test_reasons_follow_from_the_commands_and_go_with_what_is_taken_back(campaign: Campaign) -> None:
    game = turn(campaign, 4, turns=2).game
    again = Game.replay(campaign, 4, game.commands, level="full", people=[PERSON])
    assert [r.reasons for r in again.played] == [r.reasons for r in game.played]
    before = game.played[1].reasons
    game.undo()
    assert len(game.played) == 1
    game.redo()
    assert game.played[1].reasons == before


def test_what_a_person_or_a_script_notes_stays_theirs(campaign: Campaign) -> None:
    game = Game.new(campaign, 5, people=[PERSON])
    for seat in game.seats:
        by = "person" if seat == PERSON else "script"
        game.apply(Command.choose(seat, 1, Choice(), by, "a private thought"))
    game.apply(Command("resolve", "", 1))
    assert played(game, PERSON, 1).reasons == {}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mind", ["thoughtful", "greedy", "guarantor", "free-rider", "sovereigntist", "opportunist"])
def test_reasons_do_not_depend_on_what_nobody_may_know(campaign: Campaign, seed: int, mind: str) -> None:
    """Neither others' objectives nor the outside party's hidden type nor a person's sealed choice show in them."""
    game = turn(campaign, seed).game
    twin = copy.deepcopy(game)
    board = twin._turns[-1].board
    board.greed[:] = 90 - board.greed
    board.order[:] = board.order[::-1]
    board.due[:] = np.where(board.due > 0, 0, 3)
    board.flags[:] = ~board.flags
    weights = twin.tables.alliance.weights[:, ::-1].copy()
    twin.tables = replace(twin.tables, alliance=replace(twin.tables.alliance, weights=weights))
    crises = twin.options(PERSON).crises
    twin.apply(Command.choose(PERSON, twin.turn, Choice("track2", card=crises[0].card, tactic="interest")))
    minds = dict.fromkeys((seat for seat in game.seats if seat != PERSON), mind)
    assert [c.why for c in mind_choices(game, minds)] == [c.why for c in mind_choices(twin, minds)]
