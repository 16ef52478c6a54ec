"""The card of the bench on a page of its own, as one reads it whole at the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tabletop.telling.words import DOMAIN
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page
from tabletop.tui.screens.pages import write_story

if TYPE_CHECKING:
    from tabletop.workbench.cardbench import CardBench


class Whole(Page):
    """One card, whole, for the chosen seat."""

    TOPIC: ClassVar[str] = "bench"

    def __init__(self, bench: CardBench) -> None:
        super().__init__()
        self.bench = bench

    def head(self) -> tuple[str, str]:
        crisis = self.bench.crisis
        return (crisis.title, DOMAIN[crisis.domain]) if crisis else ("", "")

    def write(self, canvas: Canvas) -> None:
        canvas.put()
        write_story(canvas, self.bench.view(self.bench.seat), self.bench.wanted, self.key_for)
