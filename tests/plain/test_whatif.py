"""`whatif` line by line: when the game is over, in sentences without signs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.session.wish import Wish

Talk = Callable[..., str]
Harbour = Callable[..., Wish]
TURN = ("choose 1 confidence effort 1", "seal yes")


def through(most: int = 14) -> list[str]:
    return [line for _ in range(most) for line in TURN]


def test_after_the_end(talk: Talk, harbour: Harbour) -> None:
    told = talk([*through(), "whatif 1 brill hold", "quit"], harbour(people=("brill",)))
    flat = " ".join(told.split())
    assert "In turn 1 " in flat
    assert "chooses Hold; it was " in flat
    assert "The stories part in turn 1." in flat
    assert "As it was:" in told
    assert "Otherwise:" in told
    assert "National scores" in told
    assert "fork 1 begins a new game" in flat
    after = told[told.index("What if") :]
    assert not set("▸▲▼✓✗→│·−") & set(after)


def test_a_number_of_the_model(talk: Talk, harbour: Harbour) -> None:
    asked = ["whatif start_tension=75 score_scale=25", "whatif score_scale=14", "whatif nothing=1"]
    told = talk([*through(), *asked, "quit"], harbour(people=("brill",)))
    flat = " ".join(told.split())
    assert "score_scale 14 to 25: points that turn even odds into 73 percent" in flat
    assert "Because of rule " in flat
    assert "The sizes of the rules are design choices" in flat
    assert "That is what it was" in flat
    assert not set("▸▲▼✓✗→│·−") & set(told[told.index("What if") :])


def test_while_it_runs_nothing_is_told(talk: Talk, harbour: Harbour) -> None:
    told = talk([*TURN, "whatif 1 brill hold", "quit"], harbour(people=("brill",)))
    assert "The game is not over: whatif is of no use now" in told
    assert "As it was" not in told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("whatif", "Whose choice, and in which turn? Like: whatif"),
        ("whatif 99 brill hold", "It has turns 1 to"),
        ("whatif 1 zzz hold", "has no member “zzz”"),
        ("whatif 1 brill", "The other choice is empty"),
        ("whatif 1 brill sumit", "Did you mean “summit”?"),
        ("whatif 1 brill effort 9", "no means for effort 9"),
        ("help whatif", "What is left out stays as it was chosen"),
    ],
)
def test_what_makes_no_sense(talk: Talk, harbour: Harbour, line: str, said: str) -> None:
    told = talk([*through(), line, "quit"], harbour(people=("brill",)))
    assert said in " ".join(told.split())
