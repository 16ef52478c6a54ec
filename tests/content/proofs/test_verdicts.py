"""What is proved of small campaigns, in the words and at the place in which it is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.content import Problem, check_paths

Broken = Callable[..., list[Problem]]
CARD = 'when: "turn > 2 and not flag.ship-named"'
EFFECT = "{change: {support: -3}}"


def found(problems: list[Problem], family: str = "W3") -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in problems if problem.code.startswith(family)]


@pytest.mark.parametrize(
    ("when", "code", "words", "mark"),
    [
        ("tension > 60 and tension < 40", "W304", "needs tension above 60 and below 40", "tension < 40"),
        ("turn > 2 and not turn > 2", "W304", "“turn > 2” and “not turn > 2” exclude each other", "not turn > 2"),
        ("flag.ship-named and not flag.ship-named", "W304", "exclude each other", "not flag.ship-named"),
        ("turn > 12", "W304", "the longest game has", "turn > 12"),
        ("act.storm and act_turn > 3", "W304", "at most 3 turns", "act_turn > 3"),
        ("act.storm and turn < 2", "W304", "“storm” begins in turn 2 at the earliest", "turn < 2"),
        ("act.thaw and turn > 5", "W304", "“thaw” ends with turn 5 at the latest", "turn > 5"),
        ("flag.ship-named and act.calm and turn > 3", "W304", "“calm” ends with turn 3 at the latest", "turn > 3"),
        (
            "resolved.inquiry and not dealt.shelf-line",
            "W304",
            "“inquiry” comes only when “cable-cut” or “shelf-line” calls it",
            "not dealt.shelf-line",
        ),
        ("turns_left >= 2 and act_turn >= 3 and act.storm", "W304", "at most 3 turns", "act_turn >= 3"),
        ("crises > 3", "W304", "only while a place is free", "crises > 3"),
        ("treaty_stage >= 4", "W304", "ratified or falls back", "treaty_stage >= 4"),
        ("count(support < 40) > 3", "W304", "holds on no board", "count(support < 40) > 3"),
        ("all(support > 60) and support[brel] < 50", "W304", "exclude each other", "support[brel] < 50"),
        ("mean(support) > 60 and max(support) < 50", "W304", "exclude each other", "max(support) < 50"),
        ("active.shelf-line and resolved.shelf-line", "W304", "exclude each other", "resolved.shelf-line"),
        ("agreements[aster, brel] < 1", "W304", "agreements is 1 to 2 here", "agreements[aster, brel] < 1"),
        ("turn > 3 or turn <= 3", "W302", "on every board", "turn > 3 or turn <= 3"),
        ("turn >= 3 or tension > 60 and tension < 40", "W303", "needs tension", "tension < 40"),
        ("abs(tension - 50) < 5 and tension > 70", "W304", "exclude each other", "tension > 70"),
        ("2 * tension > 150 and tension < 70", "W304", "exclude each other", "tension < 70"),
    ],
)
def test_a_condition(
    broken: Broken, marked: Callable[[Problem], str], when: str, code: str, words: str, mark: str
) -> None:
    problems = [p for p in broken(CARD, f'when: "{when}"') if p.code.startswith("W3") and p.card == "cable-cut"]
    assert [problem.code for problem in problems] == [code], found(problems)
    assert words in problems[0].message
    if mark in problems[0].excerpt:
        assert marked(problems[0]) == mark


@pytest.mark.parametrize(
    "when",
    [
        "tension > 40 and tension < 60", "turn > 2 or act.storm", "count(support < 40) >= 3", "treaty_stage >= 3",
        "turn >= 5 and crises >= 2", "mean(trust) > 60 and min(trust) < 20",
        "resolved.shelf-line and not active.shelf-line",
        "cohesion < 40", "treaties >= 1", "supported[brel] >= 3", "effort[brel] > 8", "worst >= 5",
    ],
)  # fmt: skip
def test_what_can_happen_is_not_told(broken: Broken, when: str) -> None:
    assert not [p for p in broken(CARD, f'when: "{when}"') if p.code in ("W301", "W302", "W303", "W304")]


def test_a_dead_card_is_told_and_what_follows_from_it_is_explained(broken: Broken) -> None:
    problems = broken(CARD, "when: turn > 12", "{act: storm, when: is.rough,", "{act: storm, when: flag.ship-named,")
    told = found(problems)
    assert [code for code, _ in told] == ["W308", "W304"]
    assert "nothing that can happen by then sets the flag “ship-named”" in told[0][1]


def test_cards_that_only_call_each_other_are_dead(broken: Broken) -> None:
    problems = broken(
        "on_resolved: [{queue: {card: inquiry, after: 1}}]\n    repeat: true",
        "follow_up: {card: ring-a, if: failed, after: 20}",
        "cards:\n", "cards:\n" + "".join(
            f"  - {{id: ring-{one}, title: R, domain: external, escalation: 1, situation: S., weight: 0,\n"
            "     features: {urgency: 0, breadth: 0, misperception: 4, sensitivity: 2, enforcement: 1},\n"
            f"     follow_up: {{card: ring-{two}, if: dealt}}}}\n"
            for one, two in ("ab", "ba")
        ),
    )  # fmt: skip
    assert [code for code, _ in found(problems)] == ["W304", "W304", "W306"], found(problems)


def test_switched_off_by_a_house_rule(broken: Broken) -> None:
    problems = broken(CARD, "when: treaties >= 1", "parameters: {start_tension: 50}", "house_rules: {treaty: false}")
    assert ("W304", "the card can never come: “treaty” is switched off at every level") in found(problems)


def test_an_ending_behind_a_wider_one(broken: Broken) -> None:
    after = "  - {id: better, title: B, tone: good, when: outcome.win and cohesion > 60, text: T.}\n"
    problems = broken("  - {id: other, title: Other", after + "  - {id: other, title: Other")
    assert found(problems) == [("W309", "the ending “better” never comes: whenever it fits, one before it fits too")]


def test_an_outbreak_that_comes_too_late(broken: Broken) -> None:
    problems = broken(CARD, "when: turn > 5")
    assert any(code == "W306" and "climbs at most one a turn" in text for code, text in found(problems))


def test_effects_without_effect(broken: Broken) -> None:
    assert "changes by 0" in found(broken(EFFECT, "{change: {support: 0}}"))[0][1]
    assert "always cut off" in found(broken(EFFECT, "{change: {means: 7}}"))[0][1]
    full = "{change: {support: -3}}]\n    on_deal: [{change: {tension: +5}, when: tension >= 100, why: W}"
    assert "is 100 already" in found(broken(EFFECT, full))[0][1]
    again = "when: flag.ship-named\n    on_deal: [{set: {flag: ship-named}}]"
    other = "on_resolved: [{set: {flag: ship-named}}, {queue: {card: inquiry, after: 1}}]"
    problems = broken(CARD, again, "on_resolved: [{queue: {card: inquiry, after: 1}}]", other)
    assert {text.partition(":")[0] for _, text in found(problems)} == {"“ship-named” is set already"}
    assert len(found(problems)) == 2


@pytest.mark.parametrize("name", ["halcyon", "halcyon-tutorial", "north-atlantic", "double-track"])
def test_the_shipped_campaigns_have_no_dead_part(name: str) -> None:
    dead = {"W301", "W303", "W304", "W305", "W306", "W307", "W308", "W309", "W310", "W311", "W312", "W313", "W314"}
    assert not [problem.one_line() for problem in check_paths([name]) if problem.code in dead]
