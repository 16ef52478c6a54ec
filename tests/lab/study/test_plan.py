"""Plans: seeds with addresses, and mistakes that are told before a game is played."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tabletop.errors import TabletopError, UsageError
from tabletop.lab.study import Chunk, Plan, game_seeds, ground, luck_keys, sealed, seed_array
from tabletop.lab.study.plan import SEEDS
from tabletop.rules.luck import game_key


def test_the_seed_of_a_game_depends_on_its_number_alone() -> None:
    whole = game_seeds(1, 1, 1000)
    assert game_seeds(1, 400, 3) == whole[399:402]
    assert whole[:2] == [351712950146, 1031248507137]  # promised to people who wrote a seed down


def test_no_two_games_of_a_run_share_a_seed() -> None:
    seeds = game_seeds(9, 1, 200_000)
    assert len(set(seeds)) == len(seeds)
    assert 0 <= min(seeds) <= max(seeds) < SEEDS
    assert not set(seeds) & set(game_seeds(10, 1, 200_000))


def test_keys_are_those_of_single_games() -> None:
    seeds = seed_array(3, 1, 50)
    assert luck_keys(seeds).tolist() == [game_key(int(seed)) for seed in seeds]


def test_a_mind_plays_all_seats_but_those_that_are_given_away() -> None:
    plan = Plan("halcyon", seats={"borealis": "random"}, games=5)
    chunk = Chunk(plan, "thoughtful", 1, 5)
    assert chunk.ground.campaign.id == "halcyon"
    assert chunk.tables is ground(plan).tables


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"minds": ("thougtful",)}, "Did you mean thoughtful"),
        ({"seats": {"nobody": "random"}}, "no member “nobody”"),
        ({"overrides": {"start_tensions": 4.0}}, "is no parameter"),
        ({"overrides": {"start_tension": 400.0}}, "outside its range"),
        ({"games": 0}, "cannot be played"),
        ({"campaign": "halcion"}, "halcion"),
    ],
)
def test_mistakes_are_told_at_once(change: dict[str, object], told: str) -> None:
    with pytest.raises(TabletopError, match=told) as wrong:
        sealed(replace(Plan("halcyon"), **change))  # type: ignore[arg-type]
    if "campaign" not in change:
        assert isinstance(wrong.value, UsageError)


def test_a_sealed_plan_can_be_played_from_another_folder(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "campaigns")
    by_path = sealed(Plan("./halcyon"))
    assert sealed(Plan("halcyon")).campaign == "halcyon"
    monkeypatch.chdir(tmp_path)
    assert ground(by_path).campaign.id == "halcyon"


def test_other_content_than_the_plan_was_sealed_with_is_refused() -> None:
    plan = sealed(Plan("halcyon"))
    assert ground(plan).campaign.id == "halcyon"
    with pytest.raises(TabletopError, match="not the same here"):
        ground(replace(plan, digest="0" * 64))


def test_overrides_reach_the_rules() -> None:
    assert ground(Plan("halcyon", overrides={"start_tension": 60.0})).tables.book.start_tension == 6000
