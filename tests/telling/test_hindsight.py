"""Looking back, in words."""

from __future__ import annotations

import pytest

from tabletop.game import Choice
from tabletop.game.viewmodels import CardHistory, SourceFacts
from tabletop.telling.hindsight import chosen, date_in_words, in_the_game, source_line
from tabletop.telling.sentences import Names

NAMES = Names(str.title, lambda card: f"The {card}", str)


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("1983-11-22", "22 November 1983"), ("1983-11", "November 1983"), ("1983", "1983"), ("-431", "431 BC"),
        ("-431-03", "March 431 BC"), ("1983-13", "1983-13"), ("some day", "some day"), ("1-2-3-4", "1-2-3-4"),
    ],
)  # fmt: skip
def test_dates(date: str, told: str) -> None:
    assert date_in_words(date) == told


def test_a_choice_in_a_line() -> None:
    choice = Choice("bilateral", tactic="hard", effort=2, target="bor", clause="intel", card="cable")
    assert chosen(choice, NAMES) == ("Bilateral with Bor on “The cable” · hard bargaining · intelligence · effort 2")
    assert chosen(Choice(), NAMES) == "Hold"
    assert chosen(Choice("track2", card="cable"), NAMES) == "Track II on “The cable”"


def test_a_source_in_a_line() -> None:
    whole = SourceFacts(title="Minutes", author="A. Keeper", year="1903", url="https://example.org", note="Page 4.")
    assert source_line(whole) == "A. Keeper, Minutes (1903). Page 4. https://example.org"
    assert source_line(SourceFacts(title="Fog", author="", year="", url="", note="")) == "Fog"


def test_what_became_of_it_here() -> None:
    def of(end: str, turn: int) -> str:
        return in_the_game(
            CardHistory(card="c", title="C", date="", happened="", readings=(), sources=(), closed_turn=turn, end=end)
        )

    assert of("resolved", 3) == "In this game: resolved in turn 3."
    assert of("outbreak", 4) == "In this game: broke out in turn 4."
    assert of("", 0) == "In this game it was never closed."
