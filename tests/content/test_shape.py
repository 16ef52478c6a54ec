"""Every kind of slip, what the author is told about it, and the word it points at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.content import Problem
from tabletop.content.codes import CODES

SLIPS = [
    # code, what is written, what is written instead, what is pointed at, part of message or hint
    ("E201", "  - id: inquiry\n", "  - id: inquiry\n    situaton: x\n", "situaton", "“situation”"),
    ("E201", "authors: [", "author: x\nauthors: [", "author", ""),
    ("E202", "licence: CC-BY-4.0\n", "", "", "“licence” is missing"),
    ("E201", "urgency: 0", "urgncy: 0", "urgncy", "“urgency”"),
    ("E202", "{between: [aster, brel], count: 1}", "{count: 1}", "", "“between” is missing"),
    ("E203", "minutes: 30", "minutes: thirty", "thirty", "write a number"),
    ("E203", "minutes: 30", "minutes: 3_0", "3_0", "write 30"),
    ("E203", "minutes: 30", "minutes: '30'", "'30'", "take the quotes away"),
    ("E203", "minutes: 30", "minutes: 30.5", "30.5", "decimals"),
    ("E203", "exposure: 0.3", "exposure: 0,3", "0,3", "0.3"),
    ("E203", "repeat: true", "repeat: yes", "yes", "write true"),
    ("E203", "version: 1.0.0", "version: 1.0", "1.0", "quotes"),
    ("E203", "authors: [Somebody]", "authors: Somebody", "Somebody", "a list"),
    ("E203", "cards:\n", "cards: none\nx:\n", "", "cards are a list"),
    ("E203", "turns: 3", "turns: long", "long", "whole number"),
    ("E203", "turns: 3", "turns:", "turns", "nothing stands after"),
    ("E204", "domain: external", "domain: foreign", "foreign", "external, internal"),
    ("E204", "domain: external", "domain: externl", "externl", "“external”"),
    ("E204", "aster: high", "aster: hihg", "hihg", "“high”"),
    ("E204", "if: failed", "if: faild", "faild", "“failed”"),
    ("E204", "options:\n      track2:", "options:\n      track3:", "track3", "“track2”"),
    ("E204", "{change: {support: -3}}", "{change: {suport: -3}}", "suport", "“support”"),
    ("E205", "title: Inquiry", "title: " + "x" * 61, "x" * 61, "1 more"),
    ("E205", "situation: Somebody asks.", "situation: " + "x" * 481, "x" * 481, "481 characters"),
    ("E205", "label: Captains' dinner", "label: " + "x" * 61, "x" * 61, "shorten"),
    ("E206", "escalation: 2", "escalation: 6", "6", "at most 5"),
    ("E206", "misperception: 4", "misperception: 5", "5", "at most 4"),
    ("E206", "values: 0.29", "values: 0.291", "0.291", "two decimals"),
    ("E206", "values: 0.29", "values: 1.5", "1.5", "at most 1"),
    ("E203", "exposure: 0.8", "exposure: .inf", ".inf", "a number"),
    ("E206", "max: 3}", "max: 4}", "4", "cannot share 3 members"),
    ("E207", "- id: inquiry", "- id: In_quiry", "In_quiry", "in-quiry"),
    ("E207", "short: AST", "short: A1", "A1", "two to four letters"),
    ("E207", 'emblem: "●"', 'emblem: "●●"', '"●●"', "one printable"),
    ("E207", 'emblem: "●"', 'emblem: "日"', '"日"', "single width"),
    ("E208", "between: [aster, brel], count", "between: [aster], count", "between", ""),
    ("E208", "{people: 1, play: [aster]}", "{people: 2, play: [aster]}", "[", "2 people cannot play 1"),
    ("E209", "{change: {support: -3}}", "{change: {support: -3}, set: {flag: ship-named}}", "{", "exactly one"),
    ("E209", "parties: [aster, brel]\n    escalation", "escalation", "", ""),
    ("E210", "security: 40, autonomy: 30", "security: 41, autonomy: 30", "{", "sum to 101"),
    ("E210", "capability: 0.5", "capability: 0.6", "members", "1.1"),
    ("E211", "title: Inquiry", 'title: ""', '""', "empty"),
    ("E211", "acts: [calm, thaw]", "acts: []", "[", "leave it out"),
    ("E212", "format: 1", "format: 2", "2", "format 1"),
    ("E301", "card: inquiry, after: 2", "card: inqury, after: 2", "inqury", "“inquiry”"),
    ("E302", "aster: high", "astre: high", "astre", "“aster”"),
    ("E302", "parties: [aster, brel]", "parties: [aster, bral]", "bral", "“brel”"),
    ("E207", "play: [aster]", "play: [Aster]", "Aster", "aster"),
    ("E302", "channels: {brel:", "channels: {bril:", "bril", "“brel”"),
    ("E303", "acts: [calm, thaw]", "acts: [calm, thow]", "thow", "“thaw”"),
    ("E303", "{act: thaw}", "{act: thow}", "thow", "“thaw”"),
    ("E304", "define:", "decks: [nowhere]\ndefine:", "nowhere", ""),
    ("E305", "- id: inquiry", "- id: cable-cut", "cable-cut", "twice"),
    ("E305", "- id: thaw", "- id: storm", "storm", "twice"),
    ("E305", "tags: [cyber]", "tags: [cyber, cyber]", "cyber", "twice"),
    ("E306", "colour: green", "colour: blue", "blue", "twice"),
    ("E306", "short: AST", "short: WES", "WES", "twice"),
    ("E307", "when: is.rough, why: The wind turns", "why: The wind turns", "{", "always taken"),
    ("E307", "tone: mixed, text", "tone: mixed, when: outcome.draw, text", "when", "no ending"),
    ("E307", "when: outcome.win, text", "text", "good", "never come"),
    ("E308", "card: inquiry, after: 2", "card: cable-cut, after: 2", "cable-cut", "itself"),
    ("E309", "turns: 2\n    opening: It drips.", "turns: 2\n    opening: x\n    next: [{act: calm}]", "calm", "circle"),
    ("E311", "tags: [cyber]", "tags: [cybre]", "cybre", "“cyber”"),
    ("E311", "'cyber' in tags", "'cybr' in tags", "cybr", "“cyber”"),
    ("E402", "rough: tension > 50", "rough: tensoin > 50", "tensoin", "“tension”"),
    ("E404", "escalation >= 2\"", "tension >= 2\"", "tension", "escalation <= 3"),
    ("E501", "start_tension: 50", "start_tensoin: 50", "start_tensoin", "“start_tension”"),
    ("E502", "start_tension: 30", "start_tension: 300", "300", "10 to 80"),
    ("E502", "start_tension: 50", "slots: 1.5", "1.5", "whole number"),
    ("E501", "start_tension: 50", "base.multi: 5", "base.multi", ""),
    ("E503", "start_tension: 50", "cohesion_weights.trust: 0.5", "parameters", "sum"),
    ("W202", "or flag.ship-named", "or flag.ship-nmed", "ship-nmed", "“ship-named”"),
    ("W203", "set: {flag: ship-named}", "set: {flag: other}", "other", "nothing ever asks"),
    ("W204", "weight: 0", "weight: 0\n    ignore: {W208: told}", "W208", "no W208"),
    ("W205", "{act: storm, when: is.rough, why: The wind turns}", "{act: thaw, when: is.rough}", "storm", "no act"),
    ("W206", "tags: [cyber]", "concepts: [nonsense-word]", "nonsense-word", "no concept"),
    ("W207", "tags: [cyber]", "date: 1979-12-12", "cable-cut", "source"),
    ("W208", "repeat: true", "weight: 0", "0", "never comes"),
    ("W209", "\"'cyber' in tags or escalation >= 2\"", "escalation > 4", "storm", "no card"),
    ("W210", "turn > 2 and", "turn > 40 and", "turn > 40", "never"),
    ("W211", "when: is.rough, ", "when: turn > 2, ", "rough", "is.rough"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new", "word", "says"), SLIPS)
def test_slips(
    code: str, old: str, new: str, word: str, says: str,
    broken: Callable[..., list[Problem]], marked: Callable[[Problem], str],
) -> None:  # fmt: skip
    if code == "E209" and word == "":
        problems = broken("domain: internal", "domain: external")
        assert [problem.code for problem in problems] == ["E209"]
        return
    found = [problem for problem in broken(old, new) if problem.code == code]
    assert found, broken(old, new)
    assert any(says in problem.message + problem.hint for problem in found)
    assert any(marked(problem).startswith(word) for problem in found)


@pytest.mark.parametrize(
    ("option", "stray", "marked", "fix"),
    [
        ("{label: A wall, and a gate}", "and a gate", "A wall, and a gate", '"A wall, and a gate"'),
        ("{label: A wall, a gate, and a lock}", "a gate", "A wall, a gate, and a lock", '"A wall, a gate, and a lock"'),
        ('{label: The "wall", and a gate}', "and a gate", 'The "wall", and a gate', "'The \"wall\", and a gate'"),
        ("{label: Yes, no}", "no", "Yes, no", None),
    ],
)
def test_a_comma_in_braces(
    broken: Callable[..., list[Problem]], option: str, stray: str, marked: str, fix: str | None
) -> None:
    problems = broken("    on_outbreak:", f"      bilateral: {option}\n    on_outbreak:")
    (told,) = (problem for problem in problems if problem.is_error)
    assert told.message == f"the text ends at its comma, and there is no key “{stray}” here"
    assert (told.code, told.hint, told.fix) == ("E201", "text with a comma needs quotes inside { }", fix)
    assert told.excerpt[told.column - 1 : told.column - 1 + told.length] == marked


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        ("{label: Talks, on_succes}", "did you mean “on_success”?"),
        ('{label: "A", and b}', "known here: label, on_success, on_failure"),
        ("{label: A, and: b}", "known here: label, on_success, on_failure"),
    ],
)
def test_no_comma_is_blamed_for_other_keys(broken: Callable[..., list[Problem]], option: str, hint: str) -> None:
    problems = broken("    on_outbreak:", f"      bilateral: {option}\n    on_outbreak:")
    assert [problem.hint for problem in problems if problem.code == "E201"] == [hint]


def test_every_code_that_is_used_is_explained() -> None:
    assert {slip[0] for slip in SLIPS} <= CODES.keys()
    for code, entry in CODES.items():
        assert entry.title
        assert entry.cause.endswith(".")
        assert bool(entry.bad) == bool(entry.good), code


def test_all_problems_come_in_one_pass(broken: Callable[..., list[Problem]]) -> None:
    problems = broken(
        "domain: external", "domain: foreign", "tags: [cyber]", "tags: [cybre]",
        "start_tension: 30", "start_tension: 300", "acts: [calm, thaw]", "acts: [calm, thow]",
        "rough: tension > 50", "rough: tensoin > 50",
    )  # fmt: skip
    assert {problem.code for problem in problems} >= {"E204", "E311", "E502", "E303", "E402"}


def test_a_card_may_silence_a_warning_but_not_an_error(broken: Callable[..., list[Problem]]) -> None:
    assert broken("tags: [cyber]", "date: 1979-12-12\n    ignore: {W207: still looking}") == []
    (problem,) = broken("tags: [cyber]", "ignore: {E311: please}")
    assert problem.code == "E209"


def test_a_road_of_too_many_turns(broken: Callable[..., list[Problem]]) -> None:
    (problem,) = broken(
        "full: 3", "full: 20", "turns: 3\n", "turns: 20\n    next: [{act: thaw}]\n", "turns: 2\n", "turns: 5\n"
    )
    assert problem.code == "E310"
    assert "45 turns" in problem.message


def test_one_wrong_member_is_one_problem(broken: Callable[..., list[Problem]]) -> None:
    assert [problem.code for problem in broken("exposure: 0.8", "exposure: 8")] == ["E206"]


def test_a_broken_card_does_not_hide_the_others(broken: Callable[..., list[Problem]]) -> None:
    problems = broken("situation: Somebody asks.", "situation: 7", "touches: {aster: high", "touches: {astre: high")
    assert [problem.code for problem in problems] == ["E302", "E203"]
