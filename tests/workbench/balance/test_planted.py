"""Every planted fault is named, and nothing of the kind is said of a sound deck or of what is shipped."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import numpy as np
import pytest

from tabletop.content import load_campaign
from tabletop.lab.play import play
from tabletop.minds import find
from tabletop.report.balance.facts import Finding
from tabletop.rules.luck import game_key
from tabletop.rules.vocabulary import Level
from tabletop.workbench.balance.codes import CODES, PLANTED, explain

from .conftest import DECKS, Looked

FAULTS = {
    "one-answer": ("L101", "track2"), "dead-card": ("L111", "gold-in-the-bay"), "bare-luck": ("L114", "great-wave"),
    "safe-seat": ("L121", "dorne"), "one-act": ("L131", "spring"),
}  # fmt: skip
FRESH = {
    "night-grid": ("L101", "confidence"), "glacier": ("L111", "second-compact"), "high-pass": ("L121", "zell"),
    "spice-sea": ("L114", "great-find"), "dry-league": ("L131", "drought"), "ferry-lanes": ("L101", "bilateral"),
    "ore-pact": ("L121", "nimm"), "high-villages": ("L114", "long-winter"),
}  # fmt: skip
"""Written when the thresholds stood already, with other members, themes and faults; see docs/balance.md."""
SHIPPED = ("halcyon", "double-track", "north-atlantic", "halcyon-tutorial")
PROVE = os.environ.get("TABLETOP_PROVE") == "1"
"""The other levels and campaigns take minutes: `make prove` looks at them."""


def test_every_planted_code_has_its_deck() -> None:
    assert {code for code, _ in FAULTS.values()} == set(PLANTED)


@pytest.mark.parametrize("deck", FAULTS)
def test_a_planted_fault_is_named(deck: str, looked: Looked) -> None:
    found = looked(str(DECKS / deck))
    planted = [(one.code, one.subject) for one in found.findings if one.code in PLANTED]
    assert planted == [FAULTS[deck]]
    assert not [one for one in found.findings if one.code == "L132"], "what lies behind a stuck act is no other fault"
    for one in found.findings:
        _is_worded(one)


@pytest.mark.long
@pytest.mark.parametrize("deck", list(FRESH) if PROVE else list(FRESH)[-3:])
def test_a_fault_that_the_thresholds_have_not_seen_is_named(deck: str, looked: Looked) -> None:
    found = looked(str(DECKS.parent / "fresh" / deck))
    assert [(one.code, one.subject) for one in found.findings if one.severity == "warning"] == [FRESH[deck]]
    for one in found.findings:
        _is_worded(one)


def _is_worded(one: Finding) -> None:
    """For its author: a number, what to do next, and an entry that explains it."""
    assert one.severity == CODES[one.code].severity
    assert re.search(r"\d", one.message), "no number"
    assert one.hint
    assert not one.hint.endswith(".")
    assert not one.message.endswith(".")
    assert one.measured.low <= one.measured.value <= one.measured.high
    assert CODES[one.code].title in explain(one.code)


def test_nothing_of_the_kind_is_said_of_the_sound_deck(looked: Looked) -> None:
    assert not [one for one in looked(str(DECKS / "sound-bay")).findings if one.severity == "warning"]


@pytest.mark.long
@pytest.mark.parametrize("level", ["", "basics", "full"] if PROVE else [""])
@pytest.mark.parametrize("campaign", SHIPPED if PROVE else SHIPPED[3:])
def test_no_shipped_campaign_has_one(
    campaign: str, level: str, looked: Looked, scale: Callable[[int, int], int]
) -> None:
    games = scale(300, 20_000)
    found = looked(campaign, level, games, games > 300)
    assert not [(one.code, one.message) for one in found.findings if one.code in PLANTED]


def test_a_findings_game_shows_it(looked: Looked) -> None:
    """The seed is one that `tabletop run` takes, and the card of luck comes in it."""
    (one,) = [f for f in looked(str(DECKS / "bare-luck")).findings if f.code == "L114"]
    campaign = load_campaign(DECKS / "bare-luck")
    tables = campaign.tables(Level.STANDARD)
    assert one.minds == ("thoughtful",)
    end = play(tables, np.array([game_key(one.seed)], np.uint64), find("thoughtful"))
    assert end.dealt[tables.cards.ids.index("great-wave"), 0] > 0
    assert one.command("deck", "standard") == f"tabletop run deck --level standard --seed {one.seed} --mind thoughtful"
