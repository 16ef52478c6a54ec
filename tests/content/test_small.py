"""The small campaign and the shipped ones pass every check."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tabletop import rules
from tabletop.content import check_paths, find_campaigns, load_campaign
from tabletop.rules.conditions import holds
from tabletop.rules.luck import game_key
from tabletop.rules.vocabulary import Level

SHIPPED = ("halcyon", "halcyon-tutorial", "double-track", "north-atlantic")


def test_small_is_fine(small: Path) -> None:
    assert [problem.one_line() for problem in check_paths([small]) if problem.severity != "tip"] == []


def test_shipped_content_has_no_errors(root: Path) -> None:
    problems = check_paths([root / "campaigns", root / "decks"])
    assert [problem.one_line() for problem in problems if problem.is_error] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_campaigns_compile_at_every_level(name: str) -> None:
    campaign = load_campaign(name)
    for level in Level:
        tables = campaign.tables(level)
        assert tables.cards.size == len(campaign.deck)
        assert tables.alliance.capability.sum() == 10_000
        assert tables.acts[0].turns == getattr(campaign.acts[0].turns, level.word)


def test_shipped_campaigns_are_found() -> None:
    assert set(SHIPPED) <= {card.id for card in find_campaigns()}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_condition_can_be_answered_in_every_game(name: str) -> None:
    tables = load_campaign(name).tables(Level.FULL)
    state = rules.start(tables, np.array([game_key(seed) for seed in range(5)], np.uint64))
    conditions = [
        *(effect.when for effect in tables.effects), *(ending.when for ending in tables.endings), *tables.cards.when,
        *tables.alliance.bonus, *(when for act in tables.acts for when, _ in act.follows),
    ]  # fmt: skip
    for _ in range(3):
        rules.open_turn(state, tables)
        for when in conditions:
            if when is not None:
                answer = holds(when, state, tables)
                assert (answer.shape, answer.dtype) == ((5,), np.bool_), when
        rules.resolve(state, rules.Choices.hold(tables.alliance.size, 5), tables)
