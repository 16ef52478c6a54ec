"""Each pattern for authors has all its parts, a sketch that passes check, and a shipped card that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tabletop.content import find_campaigns, load_campaign
from tabletop.content.checking import check_paths
from tabletop.rules.registry import REGISTRY
from tabletop.workbench.start.begin import Names, begin

PAGE = Path(__file__).parents[2] / "docs" / "author" / "patterns.md"
PATTERNS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("name", PATTERNS)
def test_the_sketch_passes_check(name: str, tmp_path: Path) -> None:
    sketches = re.findall(r"^```yaml\n(.*?)^```", PATTERNS[name], re.MULTILINE | re.DOTALL)
    assert len(sketches) == 1
    files = begin("campaign", tmp_path / "minimal", "minimal", Names())
    cards = next(file for file in files if file.parent.name == "cards")
    cards.write_text(sketches[0], encoding="utf-8")
    problems = check_paths([str(tmp_path / "minimal")])
    assert [problem.one_line() for problem in problems if not problem.code.startswith("T")] == []


@pytest.mark.parametrize("name", PATTERNS)
def test_every_part_is_there(name: str) -> None:
    text = PATTERNS[name]
    for part in ("**How it works.**", "**Look for.**", "**Read**", "**Trap.**"):
        assert text.count(part) == 1, part


def test_the_cards_to_read_are_shipped() -> None:
    shipped = {card for campaign in find_campaigns() for card in load_campaign(campaign.id).deck}
    read = {card for text in PATTERNS.values() for card in re.findall(r"`([a-z-]+)`", text.partition("**Read**")[2])}
    cards = {name for name in read if "-" in name}
    assert len(cards) >= len(PATTERNS)
    assert cards <= shipped


def test_the_rules_named_are_rules() -> None:
    named = set(re.findall(r"\b([TRHMLNIS]\d+[a-c]?)\b", "".join(PATTERNS.values())))
    assert named <= set(REGISTRY)
