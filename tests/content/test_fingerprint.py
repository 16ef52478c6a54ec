"""Two digests: one of every letter, one of what the rules know."""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.content import Campaign, load_campaign
from tabletop.content.fingerprint import rules_digest
from tabletop.rules.vocabulary import Level

SMALL = Path(__file__).parent / "samples" / "small.yaml"


def changed(tmp_path: Path, *changes: str) -> Campaign:
    text = SMALL.read_text(encoding="utf-8")
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new, 1)
    file = tmp_path / "small.yaml"
    file.write_text(text, encoding="utf-8")
    return load_campaign(file)


WORDS = {
    "a title": ("title: Cable cut", "title: Cable is cut"),
    "a situation": ("The cable is dark.", "The cable has gone dark."),
    "a reason": ("why: Winter", "why: A hard winter"),
    "a label": ("Captains' dinner", "Dinner of captains"),
    "a member's name": ("name: Aster\n", "name: Asteria\n"),
    "the outside party": ("short: North", "short: Nord"),
    "the way a condition is written": ("turn > 2 and not flag.ship-named", "(turn > 2) and  not flag.ship-named"),
    "the version": ("version: 1.0.0", "version: 1.0.1"),
}
RULES = {
    "a number": ("escalation: 2\n", "escalation: 3\n"),
    "a stake": ("aster: high, brel", "aster: some, brel"),
    "a condition": ("turn > 2 and", "turn > 3 and"),
    "an effect": ("tension: +5", "tension: +6"),
    "whom an effect changes": ("from: aster, to: brel}]", "from: brel, to: aster}]"),
    "a parameter of one level": ("{start_tension: 30}", "{start_tension: 31}"),
    "turns at one level": ("standard: 2, full: 3}", "standard: 2, full: 4}"),
    "a weight": ("weight: 0", "weight: 1"),
    "the intent": ("greedy_chance: 40", "greedy_chance: 41"),
    "an ending": ("when: outcome.win, text: Well done.", "when: outcome.draw, text: Well done."),
    "an election": ("election: 3", "election: 4"),
    "an id": ("id: thaw\n", "id: spring\n"),
}  # fmt: skip


@pytest.mark.parametrize("what", WORDS)
def test_words_alone_leave_the_rules_digest(what: str, tmp_path: Path) -> None:
    before, after = load_campaign(SMALL), changed(tmp_path, *WORDS[what])
    assert after.rules_digest == before.rules_digest
    assert (after.digest != before.digest) or what == "the way a condition is written"


@pytest.mark.parametrize("what", RULES)
def test_whatever_the_rules_read_changes_both(what: str, tmp_path: Path) -> None:
    more = ("{act: thaw}", "{act: spring}", "acts: [calm, thaw]", "acts: [calm, spring]") if what == "an id" else ()
    before, after = load_campaign(SMALL), changed(tmp_path, *RULES[what], *more)
    assert after.rules_digest != before.rules_digest
    assert after.digest != before.digest


def test_parts_that_levels_share_count_as_if_each_had_its_own() -> None:
    campaign = load_campaign("halcyon")
    apart = rules_digest(copy.deepcopy(campaign.tables(level)) for level in Level)
    assert apart == campaign.rules_digest
    assert apart != rules_digest(campaign.tables(level) for level in reversed(Level))


def test_another_process_finds_the_same() -> None:
    words = "import sys; from tabletop.content import load_campaign; print(load_campaign(sys.argv[1]).rules_digest)"
    for seed in ("1", "2"):
        told = subprocess.run(
            [sys.executable, "-c", words, str(SMALL)], capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout  # fmt: skip
        assert told.strip() == load_campaign(SMALL).rules_digest
