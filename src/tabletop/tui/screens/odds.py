"""The chance of a choice, term by term, with the rules behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tabletop.session.sitting import Sitting
from tabletop.telling.sentences import term_name
from tabletop.telling.words import STRATEGY, TACTIC, gauge, number, signed
from tabletop.telling.worth import answered
from tabletop.tui.canvas import Canvas, tone
from tabletop.tui.screens.page import Page
from tabletop.tui.widgets.rules import draw_rules

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast

RULES = ("C1", "T1", "T2", "T4", "R10b")


class Odds(Page):
    """Every term of one forecast: they add up to the points, and the points make the chance."""

    TOPIC: ClassVar[str] = "why"
    BINDINGS = [Binding("enter", "back", "back", id="odds: back", tooltip="Go back")]

    def __init__(self, sitting: Sitting, seat: str, found: Forecast, assumed: str) -> None:
        super().__init__()
        self.sitting, self.seat, self.found, self.assumed = sitting, seat, found, assumed

    def head(self) -> tuple[str, str]:
        card = self.found.choice.card
        return f"The chance: {STRATEGY[self.found.choice.strategy]}", self.sitting.card_title(card) if card else ""

    def write(self, canvas: Canvas) -> None:
        found = self.found
        canvas.put()
        line = canvas.line().add(f" {found.chance:.0f} %", "bold $tt-accent").add(f"  {gauge(found.chance, 20)}  ")
        canvas.put(line.add(self.assumed, "$tt-dim"))
        canvas.put()
        for name, value in sorted(found.terms.items(), key=lambda term: -abs(term[1])):
            line = canvas.line().add(f"  {signed(value, 2):>7}  ", f"bold {tone(value)}").add(term_name(name))
            if name == "tactic" and found.choice.tactic:
                line.add(f"  ({TACTIC[found.choice.tactic]})", "$tt-dim")
            canvas.put(line)
        canvas.put(canvas.line().add(f"  {signed(found.score, 2):>7}  ", "bold").add("points in all", "bold"))
        canvas.put()
        told = answered(found, self.sitting.view(self.seat).outside.name)
        if told:
            canvas.write(told, indent=2)
            canvas.put()
        canvas.write(
            f"It takes {number(found.cost)} means. It is a forecast from what your seat may know: others may do "
            "something else, and the die decides.", "$tt-dim", indent=2,
        )  # fmt: skip
        draw_rules(canvas, self.sitting, RULES)
