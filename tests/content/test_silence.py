"""Warnings kept with a reason: on cards, in campaign.yaml and in deck.yaml; errors never."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.content import Problem, check_paths, load_campaign

Broken = Callable[..., list[Problem]]
UNUSED = ("when: is.rough, ", "when: turn > 1, ")
"""Leaves the named condition without use: W211, in the campaign's own part of the file."""


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_campaign_may_keep_what_stands_outside_its_cards(broken: Broken) -> None:
    assert codes(broken(*UNUSED)) == ["W211"]
    assert broken(*UNUSED, "language: en", "ignore: {W211: for the next part}") == []


def test_a_campaign_cannot_keep_what_stands_on_a_card(broken: Broken) -> None:
    found = broken("tags: [cyber]", "date: 1979-12-12", "language: en", "ignore: {W207: no library near}")
    assert sorted(codes(found)) == ["W204", "W207", "W209"] or sorted(codes(found)) == ["W204", "W207"]


def test_a_card_cannot_keep_what_stands_outside(broken: Broken) -> None:
    assert codes(broken(*UNUSED, "tags: [cyber]", "tags: [cyber]\n    ignore: {W211: why}")) == ["W211", "W204"]


@pytest.mark.parametrize("line", ["ignore: {E311: please}", "ignore: {E999: please}"])
def test_errors_cannot_be_kept(broken: Broken, line: str) -> None:
    (problem,) = broken("language: en", line)
    assert problem.code == "E209"


def test_a_reason_is_needed(broken: Broken) -> None:
    assert codes(broken(*UNUSED, "language: en", 'ignore: {W211: ""}')) == ["E211", "W211"]
    assert codes(broken(*UNUSED, "language: en", "ignore: {W211: }")) == ["E203", "W211"]


def test_lines_without_use_are_told(broken: Broken, marked: Callable[[Problem], str]) -> None:
    (problem,) = broken("language: en", "ignore: {W211: for the next part}")
    assert (problem.code, marked(problem)) == ("W204", "W211")


def test_lines_without_use_are_not_told_where_not_all_was_judged(broken: Broken) -> None:
    found = broken("language: en", "ignore: {W211: for the next part}", "escalation: 2", "escalation: 9")
    assert codes(found) == ["E206"]


def test_a_deck_may_keep_what_stands_in_its_own_file(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    text = (
        "format: 1\nid: d\ntitle: D\nversion: 1.0.0\nsummary: Room #5\nlicence: CC0\nauthors: [A]\n{}"
        "cards:\n  - {{id: a, title: A, domain: external, escalation: 1, situation: S, features: {{urgency: 0, "
        "breadth: 0, misperception: 0, sensitivity: 0, enforcement: 0}}}}\n"
    )
    deck.write_text(text.format(""), encoding="utf-8")
    assert codes(check_paths([deck])) == ["W201"]
    deck.write_text(text.format("ignore: {W201: It is a comment}\n"), encoding="utf-8")
    assert check_paths([deck]) == []


def test_the_digest_does_not_know_of_it(tmp_path: Path, small: Path) -> None:
    file = tmp_path / "small.yaml"
    text = small.read_text(encoding="utf-8")
    file.write_text(text.replace("language: en", "language: en\nignore: {W203: why}"), encoding="utf-8")
    assert load_campaign(file).digest == load_campaign(small).digest
