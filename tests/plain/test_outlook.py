"""`outlook` and `coach`, line by line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.session import settings
from tabletop.session.wish import Wish

Talk = Callable[..., str]
Make = Callable[..., Wish]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"forecast.FIRST": 60, "forecast.MOST": 60, "coach.FIRST": 6, "coach.MOST": 6}.items():
        monkeypatch.setattr(f"tabletop.lab.{name}", value)


def test_outlook_and_coach(talk: Talk, harbour: Make) -> None:
    told = " ".join(talk(["outlook", "g", "coach", "quit"], harbour()).split())
    assert told.count("What may come") == 2
    assert "by 60 futures" in told
    assert "8 of 10 between" in told
    assert "Your own score at the end" in told
    assert "against holding" in told
    assert "Advice:" in told
    assert "A chance is what comes of it when the others do what they are expected to do" in told
    assert "drawn by lot" in told
    for sign in ("±", "−", "+0"):
        assert sign not in told, "no signs where words are read aloud"


def test_they_can_be_asked_in_the_middle_of_a_move(talk: Talk, harbour: Make) -> None:
    told = talk(["choose", "outlook", "quit"], harbour())
    assert "What may come" in told


def test_they_stay_away_where_the_settings_say_so(talk: Talk, harbour: Make) -> None:
    settings.change(forecast="off")
    told = " ".join(talk(["outlook", "coach", "quit"], harbour()).split())
    assert "The outlook is off by the settings" in told
    assert "Advice:" in told


def test_with_several_people_the_facilitator_decides(talk: Talk, harbour: Make) -> None:
    wish = harbour(people=("anvers", "brill"))
    told = " ".join(talk(["ready", "coach", "outlook", "quit"], wish).split())
    assert "off with several people at one keyboard" in told
    assert "Advice:" not in told
    settings.change(coach="facilitator")
    assert "Advice:" in " ".join(talk(["ready", "coach", "quit"], wish).split())


def test_afterwards_it_tells_what_cost_most(talk: Talk, harbour: Make) -> None:
    lines = ["hold", "seal yes"] * 12
    told = " ".join(talk([*lines, "coach", "quit"], harbour(level="basics")).split())
    assert "The game is over" in told
    assert "What cost" in told
