"""Older files brought to today's format: keys where they stand, everything else byte for byte."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.content import ContentError, check_paths
from tabletop.content.campaign_models import FORMAT
from tabletop.workbench.packs import steps, upgrade

DECK = """\
# A draft.  license: this word stays
format: 0   # the drafts
id: old
title: "license: of the sea"
version: 0.3.0
summary: S.
'license': CC0   # free
authors: [A]
"""
CARDS = """\
- id: first
  title: First
  domain: external
  escalation: 1
  features: {urgency: 1, breadth: 1, misperception: 1, sensitivity: 1, enforcement: 1}
  human:   2
  description: |
    human: this is text, and so is
    strategies: this
  strategies: {"track2": {label: Dinner}}
  followup: [{card: second, after: 1, on: failed}]
- {id: second, title: Second, domain: external, escalation: 1, "human": 1, description: "on: text", weight: 0,
   features: {urgency: 1, breadth: 1, misperception: 1, sensitivity: 1, enforcement: 1}, strategies: {}}
"""
AFTER = """\
- id: first
  title: First
  domain: external
  escalation: 1
  features: {urgency: 1, breadth: 1, misperception: 1, sensitivity: 1, enforcement: 1}
  human_cost:   2
  situation: |
    human: this is text, and so is
    strategies: this
  options: {"track2": {label: Dinner}}
  follow_up: [{card: second, after: 1, if: failed}]
- {id: second, title: Second, domain: external, escalation: 1, "human_cost": 1, situation: "on: text", weight: 0,
   features: {urgency: 1, breadth: 1, misperception: 1, sensitivity: 1, enforcement: 1}, options: {}}
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    (folder / "cards").mkdir(parents=True)
    (folder / "deck.yaml").write_text(DECK, encoding="utf-8")
    (folder / "cards" / "all.yaml").write_text(CARDS, encoding="utf-8")
    return folder


def test_a_deck_is_upgraded_and_passes(old: Path) -> None:
    assert "E212" in [problem.code for problem in check_paths([old])]
    (plan,) = upgrade.plans(str(old))
    assert (plan.format, [change.path.name for change in plan.changes]) == (0, ["all.yaml", "deck.yaml"])
    assert (old / "deck.yaml").read_text(encoding="utf-8") == DECK
    kept = upgrade.write(plan)
    assert (old / "cards" / "all.yaml").read_text(encoding="utf-8") == AFTER
    head = (old / "deck.yaml").read_text(encoding="utf-8")
    assert head == DECK.replace("format: 0", "format: 1").replace("'license'", "'licence'")
    assert [path.read_text(encoding="utf-8") for path in kept] == [CARDS, DECK]
    assert [problem for problem in check_paths([old]) if problem.is_error] == []


def test_a_second_time_there_is_nothing_to_do(old: Path) -> None:
    upgrade.write(upgrade.plans(str(old))[0])
    files = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    (plan,) = upgrade.plans(str(old))
    assert plan.changes == []
    assert upgrade.write(plan) == []
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == files


def test_stopped_half_way_it_goes_on(old: Path) -> None:
    (plan,) = upgrade.plans(str(old))
    plan.changes = plan.changes[:1]
    upgrade.write(plan)
    assert (old / "deck.yaml").read_text(encoding="utf-8") == DECK
    upgrade.write(upgrade.plans(str(old))[0])
    assert (old / "cards" / "all.yaml").read_text(encoding="utf-8") == AFTER
    assert [problem for problem in check_paths([old]) if problem.is_error] == []


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", [True, False])
def test_marks_and_line_ends_stay(old: Path, ends: str, mark: bytes, last: bool) -> None:
    cards, after = (text if last else text.rstrip("\n") for text in (CARDS, AFTER))
    file = old / "cards" / "all.yaml"
    file.write_bytes(mark + cards.replace("\n", ends).encode())
    upgrade.write(upgrade.plans(str(old))[0])
    assert file.read_bytes() == mark + after.replace("\n", ends).encode()


def test_a_campaign_in_one_file(small: Path, tmp_path: Path) -> None:
    today = small.read_text(encoding="utf-8")
    draft = today.replace("format: 1", "format: 0").replace("licence:", "license:").replace("outside:", "rival:")
    draft = draft.replace("    colour:", "    color:").replace("options:", "strategies:")
    draft = draft.replace("follow_up: {card: inquiry, after: 2, if:", "followup: {card: inquiry, after: 2, on:")
    file = tmp_path / "small.yaml"
    file.write_text(draft, encoding="utf-8")
    upgrade.write(upgrade.plans(str(file))[0])
    assert file.read_text(encoding="utf-8") == today


def test_the_difference_can_be_applied_by_patch(
    old: Path, tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tool("patch")
    monkeypatch.chdir(old)
    (plan,) = upgrade.plans(".")
    text = "".join(change.diff() for change in plan.changes)
    subprocess.run([program, "-p1", "--quiet"], input=text, text=True, cwd=old, check=True)
    assert (old / "cards" / "all.yaml").read_text(encoding="utf-8") == AFTER


@pytest.mark.parametrize(
    ("before", "after", "code", "word"),
    [
        ("format: 0 ", "format: 2 ", "E212", "newer version"),
        ("format: 0 ", "format: -1 ", "E212", "formats begin at 0"),
        ("format: 0   # the drafts\n", "", "E202", "format: 0 for a draft"),
        ("authors: [A]", "authors: [A]\nlicence: MIT", "E112", "today's name"),
        ("'license'", '"lic\\x65nse"', "E112", "write it plainly"),
        ("authors: [A]", "authors: [A", "E104", ""),
    ],
)
def test_what_cannot_be_upgraded_is_told_and_left(old: Path, before: str, after: str, code: str, word: str) -> None:
    (old / "deck.yaml").write_text(DECK.replace(before, after), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        upgrade.plans(str(old))
    assert [problem.code for problem in caught.value.problems][:1] == [code]
    assert word in caught.value.problems[0].one_line()
    assert (old / "cards" / "all.yaml").read_text(encoding="utf-8") == CARDS


def test_every_shipped_file_has_today_s_format(root: Path) -> None:
    for folder in ("campaigns", "decks"):
        assert [plan.changes for plan in upgrade.plans(str(root / folder)) if plan.changes] == []


def test_the_document_names_every_renamed_key(root: Path) -> None:
    text = (root / "docs" / "author" / "sharing.md").read_text(encoding="utf-8")
    table = text.split("Format 0 is")[1]
    for step in steps.STEPS:
        for rename in (*step.heads, *step.cards):
            assert f"`{rename.old}`" in table
            assert f"`{rename.new}`" in table


def test_steps_follow_one_another() -> None:
    assert [step.start for step in steps.STEPS] == list(range(FORMAT))
