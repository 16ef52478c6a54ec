"""An author's reasons in sentences: what changed, whose it is, and whether it is good news."""

from __future__ import annotations

import pytest

from tabletop.game.records import LedgerRow
from tabletop.telling.authored import authored, comes, follows

SEATS = ("a", "b", "c")


def name(seat: str) -> str:
    return {"a": "Aster", "b": "Brel", "c": "Corte"}[seat]


def row(variable: str, amount: float, *who: str, why: str = "a cause", rule: str = "E1") -> LedgerRow:
    return LedgerRow(rule, variable, who, amount, why)


def pairs(amount: float, *of: str) -> list[LedgerRow]:
    return [row("trust", amount, one, other) for one, other in (pair.split(">") for pair in of)]


@pytest.mark.parametrize(
    ("rows", "told", "good"),
    [
        ([row("tension", -2.0)], "A cause: tension −2.0.", True),
        ([row("harm", 3.0)], "A cause: civilian harm +3.0.", False),
        ([row("line", 2.0), row("tension", 1.0)], "A cause: common line +2.0 and tension +1.0.", None),
        ([row("tension", -2.0, why="")], "The story: tension −2.0.", True),
        ([row("support", 2.0, seat) for seat in SEATS], "A cause: support everywhere +2.0.", True),
        ([row("means", 1.0, seat) for seat in SEATS], "A cause: means of all +1.0.", True),
        ([row("support", 2.0, "a"), row("support", 2.0, "c")], "A cause: support in Aster and Corte +2.0.", True),
        ([row("means", -0.5, "b"), row("means", -0.5, "b")], "A cause: means of Brel −1.0.", False),
        (pairs(3.0, "a>b", "b>a"), "A cause: trust between Aster and Brel +3.0.", True),
        (pairs(-3.0, "a>b"), "A cause: trust of Aster in Brel −3.0.", False),
        (pairs(1.0, "a>b", "a>c", "b>a", "b>c", "c>a", "c>b"), "A cause: trust among all +1.0.", True),
        (
            [row("tension", -2.0), row("tension", 1.5, why="at its limit", rule="LIM")],
            "A cause: tension −2.0 (at its limit).", True,
        ),
        (
            [row("tension", -2.0), row("harm", 1.5, why="at its limit", rule="LIM")], "A cause: tension −2.0.", True,
        ),
    ],
)  # fmt: skip
def test_a_reason_with_what_it_changed(rows: list[LedgerRow], told: str, good: bool | None) -> None:
    assert authored(rows, SEATS, name) == [(told, good)]


def test_each_reason_has_a_sentence_of_its_own() -> None:
    rows = [row("tension", -2.0, why="one"), row("line", 1.0, why="two"), row("tension", 1.0, why="three", rule="R9")]
    assert [text for text, _ in authored(rows, SEATS, name)] == ["One: tension −2.0.", "Two: common line +1.0."]


def test_the_indices_are_not_told_twice() -> None:
    assert authored([row("cohesion", 1.0), row("stability", 1.0)], SEATS, name) == []


def test_why_a_card_and_an_act_come() -> None:
    assert comes("Inquiry", "Nobody asked") == "“Inquiry” came because: Nobody asked."
    assert follows("Does it hold?") == "This act follows because: Does it hold?"
