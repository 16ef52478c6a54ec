"""What a choice is worth, as it stands under the move: nothing of it is cut at 80 cells."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tabletop.tui.canvas import Canvas
from tabletop.tui.widgets.worth import draw_worth

VIEW: Any = SimpleNamespace(members=(), outside=SimpleNamespace(short="North"))
CRISIS: Any = SimpleNamespace(escalation=3)


def drawn(assumed: str, answer: tuple[float, float] | None, width: int = 80, most: int = 2) -> list[str]:
    found: Any = SimpleNamespace(
        chance=44.0, terms={f"term {n}": 9.0 - n for n in range(9)}, steps=1, fast=True, limited="", cost=1.0,
        offended={}, leak=0.0, answer=answer, choice=SimpleNamespace(strategy="confidence"), short=False,
    )  # fmt: skip
    canvas = Canvas(width)
    draw_worth(canvas, VIEW, CRISIS, found, assumed, most)
    return [line.plain for line in canvas.lines]


@pytest.mark.parametrize("assumed", ["alone", "alone; 48 % if Dorn joins", "alone; 48 % if " + "The Long Name" * 2])
@pytest.mark.parametrize("answer", [(82.0, 82.0), (50.0, 80.0)])
def test_the_chance_with_the_answer_stands_beside_the_chance(assumed: str, answer: tuple[float, float]) -> None:
    lines = drawn(assumed, answer)
    told = "with the answer 36 %" if answer[0] == answer[1] else "with the answer 22–35 %"
    assert assumed in lines[0], "and the assumption is whole"
    assert told in "\n".join(lines[:2])
    assert len(lines) == len(drawn(assumed, None)), "it takes no line more"


def test_nothing_is_said_of_an_answer_that_nobody_owes() -> None:
    assert "answer" not in "\n".join(drawn("alone", None))
