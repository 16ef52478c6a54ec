"""What happened, told: data in, sentences out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tabletop.game.records import CardMove, GroupOutcome, LedgerRow
from tabletop.telling import sentences as s
from tabletop.telling.words import gauge, ladder, pips, signed
from tabletop.tui.widgets.curve import curve

NAMES = s.Names(lambda seat: {"a": "Aster", "b": "Brel", "outside": "the North"}.get(seat, seat), str.title, str.lower)

FELL = "The chance was 62 % and the die fell 41.07: it worked."


def group(**changed: Any) -> GroupOutcome:
    given: dict[str, Any] = {
        "card": "cable cut",
        "strategy": "bilateral", "members": ("a", "b"), "target": "b", "tactics": {}, "clause": "tech",
        "effort": {}, "tried": True, "score": 1.0, "chance": 62.0, "die": 41.07, "success": True, "terms": {},
    }  # fmt: skip
    return GroupOutcome(**{**given, **changed})


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, f"Aster and Brel sought an agreement with each other on “Cable Cut” (clause: technology). {FELL}"),
        ({"members": ("a",)}, f"Aster sought an agreement with Brel on “Cable Cut” (clause: technology). {FELL}"),
        ({"members": ("a",), "target": "outside"}, f"Aster sought an agreement with the North on “Cable Cut”. {FELL}"),
        (
            {"strategy": "multilateral", "members": ("a",), "tried": False, "die": None},
            "Aster called a summit on “Cable Cut”, and nobody else came. Nothing could come of it.",
        ),
        ({"strategy": "multilateral"}, f"A summit of all met on “Cable Cut”. {FELL}"),
        (
            {"strategy": "multilateral", "terms": {"minilateral": -6.0}},
            f"Aster and Brel met on “Cable Cut”, too few for a summit. {FELL}",
        ),
        ({"strategy": "confidence", "members": ("b",)}, f"Brel took a reassuring step on “Cable Cut”. {FELL}"),
        (
            {"strategy": "confidence", "members": ("b",), "answered": True},
            f"Brel took a reassuring step on “Cable Cut”. {FELL}",
        ),
        (
            {"strategy": "confidence", "members": ("b",), "answered": False},
            f"Brel took a reassuring step on “Cable Cut”. {FELL[:-1]}, but the North did not answer, so it counts as "
            "failed here.",
        ),
        (
            {"strategy": "track2", "members": ("b",), "success": False, "die": 81.3},
            "Brel opened unofficial talks on “Cable Cut”. The chance was 62 % and the die fell 81.30: it failed.",
        ),
    ],
)
def test_attempts(changed: dict[str, Any], told: str) -> None:
    assert s.attempt(group(**changed), 2, NAMES).text == told


@pytest.mark.parametrize(
    ("move", "told", "kind"),
    [
        (CardMove("x", 4, 2, ""), "“X” comes down two steps, from 4 to 2.", s.GOOD),
        (CardMove("x", 4, 5, ""), "“X” climbs one step, from 4 to 5.", s.BAD),
        (CardMove("x", 4, 4, ""), "“X” stays at step 4.", s.PLAIN),
        (CardMove("x", 2, 0, "resolved"), "“X” is resolved: from step 2 off the table.", s.GOOD),
        (CardMove("x", 5, 6, "outbreak"), "“X” broke out: from step 5 over the top of the ladder.", s.BAD),
    ],
)
def test_movements(move: CardMove, told: str, kind: str) -> None:
    assert s.movement(move, NAMES) == s.Sentence(told, kind)


@pytest.mark.parametrize(
    ("move", "told", "kind"),
    [
        (
            CardMove("x", 2, 0, "resolved"),
            "“X” climbed one step and then came down: from step 2 off the table.",
            s.GOOD,
        ),
        (CardMove("x", 2, 1, ""), "“X” climbed one step and then came down, from 2 to 1.", s.GOOD),
        (CardMove("x", 2, 2, ""), "“X” climbed one step, came down and is back at step 2.", s.PLAIN),
        (CardMove("x", 2, 3, ""), "“X” climbs one step, from 2 to 3.", s.BAD),
    ],
)
def test_a_crisis_that_climbed_before_it_came_down_says_so(move: CardMove, told: str, kind: str) -> None:
    assert s.movement(move, NAMES, climbed=True) == s.Sentence(told, kind)


def test_an_election_tells_how_it_ended() -> None:
    def support(seat: str, why: str) -> LedgerRow:
        return LedgerRow("R12", "support", (seat,), -3.0, why)

    both = SimpleNamespace(
        ledger=(support("a", "election"), support("b", "election"), support("b", "a new government"))
    )
    assert [one.text for one in s.events(both, "the North", NAMES)] == [  # type: ignore[arg-type]
        "Aster went to the polls: its government stays.",
        "Brel went to the polls.",
        "The government of Brel fell.",
    ]


def rows(*parts: tuple[str, float]) -> tuple[LedgerRow, ...]:
    return tuple(LedgerRow(rule, "cohesion", (), amount, "trust") for rule, amount in parts)


def test_an_index_names_its_three_largest_reasons() -> None:
    played = SimpleNamespace(ledger=rows(("R8", -1.0), ("R8", -0.5), ("R3", 0.2), ("XX", -0.1), ("M2", 3.0)))
    told = s.index_story("cohesion", 61.6, played, NAMES)  # type: ignore[arg-type]
    assert told.text == ("Cohesion 60.0 → 61.6 (+1.6): who bore the burden +3.0; trust settling −1.5; side deals +0.2.")
    assert told.kind == s.GOOD


def test_reasons_add_up_by_rule() -> None:
    assert s.reasons(rows(("A", 1), ("B", -2), ("A", 1.5), ("C", 0)), 5) == [("A", 2.5), ("B", -2)]


def test_small_words() -> None:
    assert s.listed([]) == ""
    assert s.listed(["a"]) == "a"
    assert s.listed(["a", "b", "c"]) == "a, b and c"
    assert s.counted(1, "step") == "one step"
    assert s.counted(12, "step") == "12 steps"
    assert s.wait(1, 1) == "the last turn"
    assert s.wait(3, 5) == "3–5 turns left"
    assert signed(-0.04) == "0.0"
    assert signed(1.25, 2) == "+1.25"
    assert (pips(2), pips(9), pips(-1)) == ("●●○○", "●●●●", "○○○○")
    assert (ladder(0), ladder(3), ladder(6)) == ("······", "▁▂▃···", "▁▂▃▄▅▆")
    assert (gauge(0, 4), gauge(50, 4), gauge(100, 4)) == ("░░░░", "██░░", "████")


def test_terms_are_sorted_by_size() -> None:
    assert s.sorted_terms({"trust": 3.1, "urgency": -6, "misperception": 0.01, "base": -4}) == [
        ("urgency", -6), ("start", -4), ("trust", 3.1),
    ]  # fmt: skip


def test_offence() -> None:
    found = SimpleNamespace(offended={"a": -4.1, "b": -0.02, "c": -0.5}, leak=0.0)
    assert s.offence(found, str) == "may offend a −4, c −0.5"  # type: ignore[arg-type]
    assert s.offence(found, str, 1) == "may offend a −4 and 1 more"  # type: ignore[arg-type]
    assert s.offence(SimpleNamespace(offended={}, leak=0.0), str) == "offends nobody"  # type: ignore[arg-type]
    assert s.offence(SimpleNamespace(offended={}, leak=6.0), str) == "may leak (6 %)"  # type: ignore[arg-type]


@pytest.mark.parametrize("values", [[], [50.0], [0, 100], [100, 0, 100, 0], [-5, 105]])
def test_curves_have_their_size(values: list[float]) -> None:
    drawn = curve(values, 12, 4)
    assert [len(row) for row in drawn] == [12] * 4
    if values:
        for column in range(12):
            assert any(row[column] != "⠀" for row in drawn), "a curve has no holes"


def test_a_narrow_die_is_told_so_that_it_can_be_compared() -> None:
    told = s.attempt(group(chance=82.4, die=82.34, success=True), 2, NAMES).text
    assert "The chance was 82.40 % and the die fell 82.34: it worked." in told
