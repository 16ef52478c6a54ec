"""The small facts of a choice before it is sealed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tabletop.telling.sentences import TITLE, motives
from tabletop.telling.worth import answered, differences, in_all, moved


def test_differences_are_told_term_by_term_the_largest_first() -> None:
    found = differences({"trust": 3.1, "base": -4.0, "fear": 2.0}, {"trust": -1.0, "base": -4.0, "partners": 1.5})
    assert found == [("trust", 3.1, -1.0), ("fear", 2.0, 0.0), ("partners", 0.0, 1.5)]
    assert differences({"trust": 1.0}, {"trust": 1.04}) == []


def test_a_card_that_was_dealt_anew_has_not_moved() -> None:
    def view(since: int) -> Any:
        crisis = SimpleNamespace(since=since)
        last = SimpleNamespace(moves=[SimpleNamespace(card="fire", before=3, after=0)])
        return SimpleNamespace(turn=4, last=last, crisis=lambda card: crisis if card == "fire" else None)

    assert moved(view(2), "fire") == -3
    assert moved(view(4), "fire") == 0
    assert moved(view(2), "flood") == 0


def test_reasons_are_told_only_where_there_are_some() -> None:
    played: Any = SimpleNamespace(reasons={"a": "A held back because its means were spent."})
    told = motives(played)
    assert told[0].kind == TITLE
    assert told[1].text == "A held back because its means were spent."
    assert motives(SimpleNamespace(reasons={})) == []  # type: ignore[arg-type]


def test_an_answer_is_told_with_what_it_makes_of_the_chance() -> None:
    found: Any = SimpleNamespace(chance=60.0, answer=(50.0, 80.0))
    assert in_all(found) == "30–48 %"
    assert answered(found, "the Karst Union") == (
        "The Karst Union answers in 50–80 % of cases, by what it wants; unanswered it counts as failed. In all that "
        "makes 30–48 %."
    )
    known: Any = SimpleNamespace(chance=60.0, answer=(50.0, 50.0))
    assert answered(known, "X") == "X answers in 50 % of cases; unanswered it counts as failed. In all that makes 30 %."
    nobody: Any = SimpleNamespace(chance=60.0, answer=None)
    assert (answered(nobody, "X"), in_all(nobody)) == ("", "")
