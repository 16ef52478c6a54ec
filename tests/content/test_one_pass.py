"""A fault of form in campaign.yaml hides nothing else, and nothing is told that comes from the fault alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabletop.content import Problem, check_paths

Broken = Callable[..., list[Problem]]
ELSEWHERE = (
    "escalation: 2\n", "escalation: 9\n", "{aster: high", "{astr: high", "outcome.win and max", "outcome.wn and max",
    "parties: [aster, brel]", "parties: [aster, brl]", "act: thaw}", "act: thow}", "start_tension: 50", "tension: 50",
)  # fmt: skip
"""Six faults: two on cards' forms and names, in a bonus, an act's way and the parameters."""
THERE = {"E206", "E302", "E402", "E303", "E501"}

FAULTS = {
    "a misspelt key": ("kind: fictional", "knd: fictional"),
    "a missing key": ("audience: Tests.\n", ""),
    "a wrong word": ("kind: fictional", "kind: true-story"),
    "a wrong kind": ("minutes: 30", "minutes: [30]"),
    "an unknown key": ("audience: Tests.", "audience: Tests.\nweather: fine"),
    "a member's number": ("exposure: 0.8", "exposure: 8"),
    "a member's sum": ("prosperity: 100", "prosperity: 90"),
    "a member's key": ("title: The near one", "titel: The near one"),
    "a tone": ("tone: mixed", "tone: mild"),
    "an act's key": ("opening: It drips.", "opning: It drips."),
    "a nested key": ("seats: {min: 1, max: 3}", "seats: {min: 1, mx: 3}"),
    "a list for a mapping": ("outside: {name: the North,", "outside: [] #"),
    "a misspelt section": ("define:\n", "defne:\n"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_rest_is_judged_in_the_same_pass(fault: str, broken: Broken) -> None:
    alone = {problem.one_line() for problem in broken(*FAULTS[fault]) if problem.is_error}
    rest = {problem.code for problem in broken(*ELSEWHERE)}
    both = [problem for problem in broken(*FAULTS[fault], *ELSEWHERE) if problem.is_error]
    assert rest >= THERE
    assert alone <= {problem.one_line() for problem in both}
    assert rest - {"W211"} <= {problem.code for problem in both} | {"W205", "W204", "W202", "W203", "W208", "W209"}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_is_not_told_as_several(fault: str, broken: Broken) -> None:
    lines = {problem.line for problem in broken(*FAULTS[fault])}
    assert len([line for line in lines if line]) <= 2, [problem.one_line() for problem in broken(*FAULTS[fault])]


def test_lost_members_are_not_missed(broken: Broken) -> None:
    found = broken("- id: aster", "- id: Aster!")
    assert [problem.code for problem in found] == ["E207"]


def test_lost_acts_are_not_missed(broken: Broken) -> None:
    found = broken("- id: thaw", "- idd: thaw")
    assert {problem.code for problem in found} == {"E201"}


def test_a_card_in_a_file_that_cannot_be_read_is_not_called_unknown(tmp_path: Path, small: Path) -> None:
    text = small.read_text(encoding="utf-8")
    at = text.index("  - id: inquiry")
    end = text.index("  - id: shelf-line")
    (tmp_path / "decks/d/cards").mkdir(parents=True)
    card = text[at:end].replace("situation: Somebody asks.", "situation: Somebody: asks.")
    (tmp_path / "decks/d/cards/a.yaml").write_text(card, encoding="utf-8")
    (tmp_path / "decks/d/deck.yaml").write_text(
        "format: 1\nid: d\ntitle: D\nversion: 1.0.0\nsummary: S\nlicence: CC0\nauthors: [A]\n", encoding="utf-8"
    )
    (tmp_path / "campaigns/c").mkdir(parents=True)
    campaign = tmp_path / "campaigns/c/campaign.yaml"
    campaign.write_text((text[:at] + text[end:]).replace("language: en", "decks: [d]"), encoding="utf-8")
    assert [problem.code for problem in check_paths([campaign])] == ["E104"]


LINES = (Path(__file__).parent / "samples" / "small.yaml").read_text(encoding="utf-8").splitlines()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_lines_lost_or_broken_are_told_without_a_crash(tmp_path: Path, data: st.DataObject) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(1, len(lines) - 1))
        how = data.draw(st.sampled_from(["drop", "empty", "swap", "rename", "number"]))
        key, colon, _ = lines[at].partition(":")
        if how == "drop":
            del lines[at]
        elif how == "empty":
            lines[at] = key + colon
        elif how == "rename":
            lines[at] = lines[at].replace("e", "", 1)
        elif how == "number":
            lines[at] = f"{key}: 7"
        else:
            lines[at] = lines[data.draw(st.integers(1, len(lines) - 1))]
    file = tmp_path / "any.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for problem in check_paths([file]):
        assert problem.message


CARD_FAULTS = {
    "a pip": ("misperception: 3", "misperception: 7"),
    "a misspelt key": ("situation: The cable is dark.", "situaton: The cable is dark."),
    "a missing key": ("    domain: transnational\n", ""),
    "a wrong word": ("domain: transnational", "domain: everywhere"),
    "a wrong kind": ("escalation: 2\n    features: {urgency: 3", "escalation: two\n    features: {urgency: 3"),
    "an option": ("      track2:\n        label: Captains", "      track3:\n        label: Captains"),
}
ON_THE_CARD = (
    "{aster: high, brel", "{astr: high, brel", "turn > 2 and not flag", "trun > 2 and not flag",
    "{card: inquiry, after: 2, if: failed}", "{card: inqury, after: 2, if: failed}", "tags: [cyber]", "tags: [cybr]",
)  # fmt: skip


@pytest.mark.parametrize("fault", CARD_FAULTS)
def test_a_card_is_judged_in_one_pass_too(fault: str, broken: Broken) -> None:
    alone = {problem.one_line() for problem in broken(*CARD_FAULTS[fault]) if problem.is_error}
    names = {problem.one_line() for problem in broken(*ON_THE_CARD) if problem.is_error}
    both = [problem for problem in broken(*CARD_FAULTS[fault], *ON_THE_CARD) if problem.is_error]
    assert len(alone) == 1
    (form,) = alone
    assert {problem.code for problem in both if problem.one_line() != form} == {"E302", "E402", "E301", "E311"}
    assert len(both) == len(alone) + len(names)


def test_a_deck_alone_tells_a_broken_cards_names(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(
        "format: 1\nid: d\ntitle: D\nversion: '1'\nsummary: x\nlicence: x\nauthors: [x]\ncards:\n"
        "  - {id: one, title: One, domain: external, escalation: 9, situation: x, when: tensoin > 3,\n"
        "     features: {urgency: 0, breadth: 0, misperception: 0, sensitivity: 0, enforcement: 0}}\n",
        encoding="utf-8",
    )
    assert [problem.code for problem in check_paths([deck]) if problem.is_error] == ["E206", "E402"]
