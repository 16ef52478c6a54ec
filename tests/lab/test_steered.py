"""Games in which more happened than choices, told again: the same steps on the same boards, and on others."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from tests.game.test_steering import some_step

from tabletop.content import load_campaign
from tabletop.game import Choice, Command, Game, state_hash
from tabletop.lab.aftermath import par, turning_points
from tabletop.lab.replay import Change, as_it_was_set, replay_with, replays
from tabletop.lab.whatif import Altered, whatif
from tabletop.minds import find
from tabletop.rules.optional import OPTIONS
from tabletop.session import Table
from tabletop.workbench.past import past

Steered = Callable[..., Table]


@pytest.fixture(scope="module")
def steered() -> Steered:
    """A finished game of one person among minds, with steps by lot in every turn."""

    def make(seed: int, level: str = "full", lot: int = 1) -> Table:
        content, rng = load_campaign("halcyon"), random.Random(lot)
        table = Table.new(content, seed, level=level, people=["delmar"], optional=OPTIONS)
        while not table.game.over:
            for step in (some_step(rng, table.game) for _ in range(6)):
                if table.game.can(step):
                    table.do(step)
            crises = table.game.options("delmar").crises
            table.choose("delmar", Choice("track2", card=crises[0].card) if crises else Choice(), by="facilitator")
            table.resolve(by="facilitator")
        assert {step.kind for turn in table.game.played for step in turn.steps} >= {"pledge", "stand", "overrule"}
        return table

    return make


@pytest.mark.parametrize(("seed", "level"), [(4, "full"), (5, "standard"), (6, "basics")])
def test_told_again_unchanged_it_is_the_game(steered: Steered, seed: int, level: str) -> None:
    table = steered(seed, level)
    game = table.game
    story = whatif(game, table.npc).other
    assert story.hashes == tuple(state_hash(board) for board in game.boards())
    assert story.turns == game.played
    for replay in replays(game, table.npc, [Change(turn) for turn in range(1, len(game.played) + 1)]):
        assert state_hash(replay.state) == game.state_hash
        assert replay.replaced == ()
    seen = past(game)
    assert [one.opened is not None and state_hash(one.opened) for one in seen[1:]] == [
        state_hash(game.fork(turn).board) for turn in range(2, len(game.played) + 1)
    ]


def test_both_ways_of_telling_it_otherwise_agree(steered: Steered) -> None:
    table = steered(4)
    game = table.game
    for turn in range(1, len(game.played) + 1):
        told = whatif(game, table.npc, [Altered(turn, "delmar", Choice())]).other
        replay = replay_with(game, table.npc, turn, choices={"delmar": Choice()})
        assert (replay.cohesion, replay.stability) == (told.cohesion, told.stability)
        assert state_hash(replay.state) == told.hashes[-1]


def test_a_pledge_binds_in_the_other_story_too(steered: Steered) -> None:
    table = Table.new(load_campaign("halcyon"), 9, level="full", people=["delmar"], optional=["pledges"])
    card = table.game.options("delmar").crises[0].card
    table.do(Command("pledge", "delmar", 1, {"strategy": "track2", "card": card}))
    table.choose("delmar", Choice("track2", card=card))
    table.resolve()
    assert [one.kept for one in table.game.played[0].pledges] == [True]
    other = whatif(table.game, table.npc, [Altered(1, "delmar", Choice())]).other.turns[0]
    assert [one.kept for one in other.pledges] == [False]
    assert {row.rule for row in other.ledger} > {"O1"}


def test_what_comes_after_the_end_works_with_steps(steered: Steered) -> None:
    table = steered(4)
    assert turning_points(table.game, table.npc)
    compared = par(table.game, table.npc, 4)
    mind = find("thoughtful")
    plain = Game.new(table.game.campaign, 4, level="full")
    assert as_it_was_set(plain, mind).cohesion[0] == as_it_was_set(plain, mind).cohesion[0]
    assert state_hash(as_it_was_set(plain, mind)) != state_hash(as_it_was_set(table.game, mind))
    assert compared.turns == int(compared.turns)
