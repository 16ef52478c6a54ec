"""Honours: each met and each not met, and what a real game comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tabletop.content import Campaign
from tabletop.game import Command, Game
from tabletop.game.honours import HONOURS, Course, course, honours, judge

Play = Callable[..., Game]

PLAIN = Course(
    held=True,
    cohesion=(50.0, 60.0),
    stability=(50.0, 58.0),
    tension=(50.0, 48.0),
    support={"a": 55.0, "b": 52.0, "c": 58.0},
    share={"a": (60.0, 40.0), "b": (30.0, 35.0), "c": (10.0, 25.0)},
    trust={("a", "b"): (50.0, 44.0), ("a", "c"): (50.0, 52.0), ("b", "c"): (50.0, 51.0)},
    people=("a",),
    successes=("bilateral", "track2"),
    outside_deals=0,
    slights=1,
    resolved=4,
    highest=3,
    treaties=0,
    objectives=(False,),
)
"""A game that earns nothing."""

MET: dict[str, dict[str, Any]] = {
    "both-hands": {"cohesion": (50.0, 75.0), "stability": (50.0, 80.1)},
    "two-tables": {"objectives": (True,)},
    "back-from-the-brink": {"stability": (50.0, 44.9, 55.0)},
    "dry-powder": {"highest": 2, "resolved": 5},
    "nobody-left-behind": {"support": {"a": 60.0, "b": 71.0, "c": 60.1}},
    "fair-shares": {"share": {"a": (50.0, 40.0), "b": (28.0, 35.0), "c": (22.0, 25.0)}},
    "word-kept": {"successes": ("bilateral", "track2", "track2"), "slights": 0},
    "all-four-ways": {"successes": ("bilateral", "track2", "confidence", "multilateral")},
    "treaty-maker": {"treaties": 1},
    "repairer": {"trust": {("a", "b"): (50.0, 39.9, 60.0), ("a", "c"): (50.0, 44.0), ("b", "c"): (50.0, 44.0)}},
    "outstretched-hand": {"successes": ("confidence", "confidence"), "tension": (50.0, 60.0, 40.0)},
    "one-house": {"trust": {("a", "b"): (30.0, 45.0), ("a", "c"): (50.0, 46.0), ("b", "c"): (50.0, 99.0)}},
}
ALMOST: dict[str, list[dict[str, Any]]] = {
    "both-hands": [{"cohesion": (50.0, 74.99), "stability": (50.0, 90.0)}],
    "two-tables": [{"objectives": (None,)}, {"objectives": (True,), "stability": (50.0, 54.9)}, {"objectives": ()}],
    "back-from-the-brink": [{"stability": (50.0, 45.0, 56.0)}, {"stability": (50.0, 40.0, 54.9)}],
    "dry-powder": [{"highest": 3, "resolved": 9}, {"highest": 0, "resolved": 4}],
    "nobody-left-behind": [{"support": {"a": 59.9, "b": 90.0, "c": 90.0}}],
    "fair-shares": [{"share": {"a": (50.1, 40.0), "b": (35.0, 35.0), "c": (25.0, 25.0)}}, {"share": {}}],
    "word-kept": [
        {"successes": ("bilateral", "track2"), "slights": 0},
        {"successes": ("track2",) * 3, "slights": 0, "outside_deals": 1},
    ],
    "all-four-ways": [{"successes": ("bilateral", "track2", "confidence", "confidence")}],
    "repairer": [
        {"trust": {("a", "b"): (50.0, 40.0, 70.0)}},
        {"trust": {("a", "b"): (50.0, 30.0, 59.9)}},
        {"trust": {("b", "c"): (50.0, 30.0, 70.0), ("a", "b"): (44.0, 44.0)}},
    ],
    "outstretched-hand": [
        {"successes": ("confidence",), "tension": (50.0, 30.0)},
        {"successes": ("confidence", "confidence"), "tension": (50.0, 40.1)},
    ],
    "one-house": [{"trust": {("a", "b"): (90.0, 44.9)}}],
}


def earned(given: Course) -> set[str]:
    return {honour.id for honour in judge(given) if honour.earned}


def test_a_plain_game_earns_nothing() -> None:
    assert earned(PLAIN) == set()


@pytest.mark.parametrize("name", [rule.id for rule in HONOURS])
def test_met(name: str) -> None:
    assert name in earned(replace(PLAIN, **MET[name]))


@pytest.mark.parametrize(("name", "change"), [(name, change) for name, list_ in ALMOST.items() for change in list_])
def test_not_quite_met(name: str, change: dict[str, Any]) -> None:
    assert name not in earned(replace(PLAIN, **change))


@pytest.mark.parametrize("name", [rule.id for rule in HONOURS])
def test_a_collapse_earns_none(name: str) -> None:
    assert earned(replace(PLAIN, held=False, **MET[name])) == set()


def test_ids_names_and_conditions_are_distinct_and_said_with_their_numbers() -> None:
    for part in ("id", "name", "condition"):
        assert len({getattr(rule, part) for rule in HONOURS}) == len(HONOURS)
    assert 8 <= len(HONOURS) <= 12
    for honour in judge(PLAIN):
        assert honour.how
        assert honour.condition.endswith(".")


def test_there_are_none_while_the_game_goes_on(play: Play) -> None:
    assert honours(play(3, turns=2)) == ()


@pytest.mark.parametrize("seed", range(6))
def test_the_course_of_a_real_game(play: Play, campaign: Campaign, seed: int) -> None:
    game = play(seed, lot=seed + 5, people=("borealis",))
    came = course(game)
    view = game.view()
    assert came.cohesion == view.cohesion.history
    assert len(came.tension) == len(game.played) + 1
    assert came.held == (game.outcome in ("win", "draw"))
    assert came.people == ("borealis",)
    assert set(came.support) == set(game.seats)
    # What the ledger and the counters say, counted in another way.
    groups = [group for turn in game.played for group in turn.groups if group.success]
    own = [group for group in groups if "borealis" in group.members or group.target == "borealis"]
    assert sorted(came.successes) == sorted(group.strategy for group in own)
    assert came.highest == 6 or view.counts["outbreaks"] == 0
    dealers = [
        row.who for turn in game.played for row in turn.ledger if row.rule == "R3" and row.variable == "trust"
    ]  # fmt: skip
    assert came.slights == sum(who[1] == "borealis" for who in dealers)
    assert {len(history) for history in came.trust.values()} == {len(game.played) + 1}
    assert honours(game) == judge(came)


def test_undo_of_the_end_takes_the_honours_away(play: Play) -> None:
    game = play(1)
    assert honours(game)
    game.apply(Command("undo", "", game.turn, {"command": len(game.commands) - 1}, "facilitator"))
    assert honours(game) == ()
