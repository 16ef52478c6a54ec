"""A turn has been played: what happened, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.events import Resize

from tabletop.session.sitting import Sitting
from tabletop.telling.sentences import Names, motives, names_of, story
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page
from tabletop.tui.widgets.log import write_sentences
from tabletop.tui.widgets.verdict import draw_history

if TYPE_CHECKING:
    from tabletop.game.viewmodels import Played, SeatView


def tell(canvas: Canvas, played: Played, view: SeatView, names: Names) -> None:
    """Write the story of a turn, and why the others chose so."""
    write_sentences(canvas, [*story(played, view, names), *motives(played)])


class Resolution(Page):
    """The last turn. Where there is room the others' reasons stand below it, else a key away."""

    TOPIC: ClassVar[str] = "resolution"
    BINDINGS = [
        Binding("r", "reasons", "reasons", id="resolution: reasons", tooltip="Why the others chose as they did"),
        Binding("h", "really", "really", id="resolution: really", tooltip="What really happened"),
        Binding("w", "why", "why", id="resolution: why", tooltip="Every change, rule by rule"),
    ]

    def __init__(self, sitting: Sitting, seat: str) -> None:
        super().__init__()
        self.sitting, self.seat = sitting, seat
        self.view = sitting.view(seat)
        self.played = sitting.played(sitting.turns_played(), seat)
        self.asked = False
        """The reasons are read instead of the story."""
        self.really = sitting.happened(self.played.turn, seat)
        self.really_at = 0
        """On which line begins what really happened."""

    def head(self) -> tuple[str, str]:
        return f"Turn {self.played.turn} is played", f"{self.key_for('page: on', 'enter')} goes on"

    def write(self, canvas: Canvas) -> None:
        names = names_of(self.view, self.sitting.card_title, self.sitting.rule_title)
        told = [] if self.asked and not self.has_class("-wide") else story(self.played, self.view, names)
        told += motives(self.played) if self.asked or self.has_class("-wide") else []
        write_sentences(canvas, told)
        if not self.asked or self.has_class("-wide"):
            self.really_at = len(canvas.lines) + 1
            for history in self.really:
                canvas.put()
                draw_history(canvas, history)

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self.again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "reasons" and (self.has_class("-wide") or not self.played.reasons):
            return False
        if action == "really" and not self.really:
            return False
        return super().check_action(action, parameters)

    def action_really(self) -> None:
        if self.asked:
            self.action_reasons()
        self.call_after_refresh(lambda: self.query_one(VerticalScroll).scroll_to(y=self.really_at, animate=False))

    def action_reasons(self) -> None:
        self.asked = not self.asked
        self.again()

    def action_why(self) -> None:
        from tabletop.tui.screens.why import Why

        self.app.push_screen(Why(self.sitting, self.seat, "", self.played.turn))
