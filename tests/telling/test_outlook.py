"""The coach in words: what a chance counts on, and what a gain is."""

from __future__ import annotations

from tabletop.game.choice import Choice
from tabletop.lab.coach import Advice, Coaching, Shift
from tabletop.telling.outlook import expected, told_coaching
from tabletop.telling.sentences import Names

NAMES = Names(str.title, str.title, str)
SMALL = Shift(0.6, 0.5)


def advice(strategy: str, chance: float) -> Advice:
    choice = Choice() if strategy == "hold" else Choice(strategy, card="cable", effort=0)
    return Advice(choice, chance, SMALL, SMALL, SMALL, SMALL, (), 48)


def test_a_summit_to_which_nobody_comes_says_so() -> None:
    assert expected(advice("multilateral", 0.0)) == "0 %: nobody else is expected there"
    assert expected(advice("multilateral", 44.2)) == "44 % with those expected there"
    assert expected(advice("confidence", 51.0)) == "51 %"
    assert expected(advice("hold", 0.0)) == "–"


def test_gains_have_their_unit_and_chances_their_assumption() -> None:
    rows = (advice("multilateral", 0.0), advice("hold", 0.0))
    told = told_coaching(Coaching("a", 1, "thoughtful", rows, SMALL), NAMES)
    assert told["advice"][0]["gain"] == "+0.6 ± 0.5 points"
    assert told["counsel"].startswith("Multilateral on “Cable”, effort 0: +0.6 ± 0.5 points against holding.")
    assert "when the others do what they are expected to do" in told["counsel"]
