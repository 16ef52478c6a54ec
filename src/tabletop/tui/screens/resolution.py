"""A turn has been played: what happened, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tabletop.session.sitting import Sitting
from tabletop.telling.sentences import BAD, GOOD, TITLE, Names, names_of, story
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page
from tabletop.tui.text import wrap

if TYPE_CHECKING:
    from tabletop.game.viewmodels import Played, SeatView

_MARK = {GOOD: ("▲ ", "$tt-good"), BAD: ("▼ ", "$tt-bad")}


def tell(canvas: Canvas, played: Played, view: SeatView, names: Names) -> None:
    """Write the story of a turn."""
    for sentence in story(played, view, names):
        if sentence.kind == TITLE:
            if len(canvas.lines) > 2:
                canvas.put()
            canvas.put(canvas.line().add(f" {sentence.text}", "bold"))
            continue
        mark, style = _MARK.get(sentence.kind, ("· ", "$tt-dim"))
        for number, part in enumerate(wrap(sentence.text, canvas.width - 5)):
            canvas.put(canvas.line().add(f"  {mark}" if number == 0 else "    ", f"bold {style}").add(part))


class Resolution(Page):
    """The last turn."""

    TOPIC: ClassVar[str] = "resolution"
    BINDINGS = [Binding("w", "why", "why", id="resolution: why")]

    def __init__(self, sitting: Sitting, seat: str) -> None:
        super().__init__()
        self.sitting, self.seat = sitting, seat

    def head(self) -> tuple[str, str]:
        return f"Turn {self.sitting.turns_played()} is played", "Enter goes on"

    def write(self, canvas: Canvas) -> None:
        view = self.sitting.view(self.seat)
        played = self.sitting.played(self.sitting.turns_played(), self.seat)
        tell(canvas, played, view, names_of(view, self.sitting.card_title, self.sitting.rule_title))

    def action_why(self) -> None:
        from tabletop.tui.screens.why import Why

        self.app.push_screen(Why(self.sitting, self.seat, "cohesion"))
