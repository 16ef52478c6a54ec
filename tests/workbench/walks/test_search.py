"""Aimed walks: what they reach, that they always do the same, and that every walk can be walked again."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tabletop.cli.run import Script
from tabletop.game import Command, Game
from tabletop.session import mind_choices
from tabletop.workbench.walks import Ground, Results, Search, ground
from tabletop.workbench.walks.archive import again, script
from tabletop.workbench.walks.proved import Proofs
from tabletop.workbench.walks.results import DEAD, OPEN, REACHABLE, Result
from tabletop.workbench.walks.seeing import Eye


def row(results: Results, label: str) -> Result:
    return next(row for row in results.rows if row.target.label == label)


def test_planted_dead_ends_are_told_apart(aimed: Results) -> None:
    assert row(aimed, "card lost-key").found == DEAD
    assert row(aimed, "card no-key").found == OPEN
    assert row(aimed, "ending never-there").found == OPEN
    assert row(aimed, "card boat-1").found == REACHABLE


def test_the_nearest_approach_names_what_was_missing(aimed: Results) -> None:
    near = row(aimed, "card no-key").nearest
    assert near is not None
    assert near.read
    assert any("min(trust) > 97" in words and "away" in words for words in near.missing)


def test_three_locks_deep(aimed: Results, locks: Ground) -> None:
    """The third lock is met by aimed walks and by no plain ones, though these are twice as many."""
    for label in ("card first-key, track2 on_success 1", "card second-key", "act vault", "card third-key"):
        assert row(aimed, label).found == REACHABLE, label
    assert row(aimed, "ending opened").found == REACHABLE
    plain = Results(Search(locks, 6000, aimed=False).run())
    assert row(plain, "ending opened").found == OPEN


def test_few_aimed_walks_beat_many_plain_ones() -> None:
    there = ground("halcyon")
    aimed, plain = Search(there, 300).run(), Search(there, 3000, aimed=False).run()
    assert (aimed.archive.first >= 0).sum() >= (plain.archive.first >= 0).sum()


def test_the_same_search_is_the_same(locks: Ground) -> None:
    one, two = (Search(locks, 200, 7).run() for _ in range(2))
    assert [walk.seed for walk in one.archive.walks] == [walk.seed for walk in two.archive.walks]
    for name in ("first", "turn", "count"):
        np.testing.assert_array_equal(getattr(one.archive, name), getattr(two.archive, name))
    other = Search(locks, 200, 8).run()
    assert [walk.seed for walk in one.archive.walks] != [walk.seed for walk in other.archive.walks]


def test_it_is_the_same_in_another_process(locks: Ground, hidden: Path) -> None:
    here = json.dumps(Results(Search(locks, 150, 5).run()).as_json())
    code = (
        "import json, sys; from tabletop.workbench.walks import *\n"
        "print(json.dumps(Results(Search(ground(sys.argv[1]), 150, 5).run()).as_json()))"
    )
    # The places of a file are told relative to where one stands, so both stand in the same place.
    environment = {**os.environ, "PYTHONHASHSEED": "77"}
    words = [sys.executable, "-c", code, str(hidden)]
    there = subprocess.run(words, capture_output=True, text=True, env=environment, check=True)
    assert there.stdout.strip() == here


def test_nothing_met_is_proved_dead() -> None:
    """Walks and proofs watch each other: what a game met cannot be dead."""
    for name in ("halcyon", "double-track"):
        there = ground(name)
        search = Search(there, 400).run()
        dead = Proofs(there).dead(np.flatnonzero(~search.archive.open).tolist())
        assert not [there.targets[number].label for number in dead]


def test_a_walk_walked_again_meets_the_same(aimed: Results, locks: Ground) -> None:
    for found in [row(aimed, "ending opened"), row(aimed, "act vault"), *aimed.of("card")[:3]]:
        assert found.walk is not None
        eye = Eye(locks, 1)
        for state in again(locks, found.walk, eye):
            eye.opened(state)
        eye.ended(state)
        assert eye.met[found.number, 0] == found.turn


def _steered(results: Results) -> list[Result]:
    rows = [row for row in results.rows if row.walk is not None and not row.walk.mind]
    return [*rows[:: max(1, len(rows) // 12)], row(results, "ending opened")]


def test_every_script_plays_the_walk_at_the_table(
    aimed: Results, locks: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Played command by command through the game itself, with the rules' own witness on."""
    for found in _steered(aimed):
        assert found.walk is not None
        monkeypatch.setattr(sys, "stdin", io.StringIO(script(locks, found.walk)))
        game = _played(locks, Script.read("-"), found.walk.seed)
        assert game.turn == found.walk.turns
        if found.target.kind == "ending":
            assert game.ending == found.target.owner
        if found.target.kind == "card":
            assert game.board.dealt[found.target.card, 0] > 0
        assert game.state_hash == _hash_of(locks, found)


def test_plain_minds_replay_by_name(aimed: Results, locks: Ground) -> None:
    for found in [row for row in aimed.of("card") if row.walk is not None and row.walk.mind][:6]:
        assert found.walk is not None
        game = Game.new(locks.campaign, found.walk.seed, level=locks.level)
        while not game.over:
            for command in mind_choices(game, dict.fromkeys(game.seats_to_choose(), found.walk.mind), reasons=False):
                game.apply(command)
            game.apply(Command("resolve", "", game.turn, {}, "script"))
        assert game.board.dealt[found.target.card, 0] == found.turn
        assert game.state_hash == _hash_of(locks, found)


def _played(locks: Ground, choices: Script, seed: int) -> Game:
    game = Game.new(locks.campaign, seed, level=locks.level)
    assert choices.seed == seed
    while not game.over:
        turn = game.turn
        for seat in game.seats:
            game.apply(Command.choose(seat, turn, choices.choices[turn, seat][1], "script"))
        game.apply(Command("resolve", "", turn, {}, "script"))
    return game


def _hash_of(locks: Ground, found: Result) -> str:
    from tabletop.game.position import state_hash

    assert found.walk is not None
    return state_hash(list(again(locks, found.walk, None))[-1])
