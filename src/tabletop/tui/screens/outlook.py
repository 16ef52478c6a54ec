"""What may come: both fans, how likely each end is, and what each choice would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.events import Resize

from tabletop.session.sitting import Sitting
from tabletop.telling.outlook import HONEST, collapses, rival
from tabletop.telling.sentences import names_of
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page, Sheet
from tabletop.tui.widgets.outlook import draw_coaching, draw_ends, draw_fans

if TYPE_CHECKING:
    from tabletop.session.foresight import Foresight


class Prospects(Page):
    """The outlook and the coach, whole. The table below it reckons, and tells this page when there is more."""

    TOPIC: ClassVar[str] = "outlook"
    BINDINGS = [Binding("enter", "back", "back", id="outlook: back", tooltip="Back to the table")]

    def __init__(self, sitting: Sitting, seat: str, foresight: Foresight) -> None:
        super().__init__()
        self.sitting, self.seat, self.foresight = sitting, seat, foresight

    def head(self) -> tuple[str, str]:
        return "What may come", f"turn {self.foresight.turn}"

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self.grown()

    def grown(self) -> None:
        """There is more to tell: draw it anew where one reads."""
        for sheet in self.query(Sheet):
            sheet.repaint()

    def write(self, canvas: Canvas) -> None:
        found, coaching = self.foresight.outlook, self.foresight.coaching
        view = self.sitting.view(self.seat)
        names = names_of(view, self.sitting.card_title, self.sitting.rule_title)
        tall = self.size.height >= 34
        if self.foresight.wants_outlook:
            if found is None:
                canvas.write("Reckoning what may come …", "$tt-dim", indent=1)
            else:
                draw_ends(canvas, found)
                draw_fans(canvas, found, 8 if tall else 4)
        if self.foresight.wants_coach:
            if coaching is None:
                canvas.write("Weighing your choices …", "$tt-dim", indent=1)
            else:
                draw_coaching(canvas, coaching, names, 24 if tall else 5, 24 if tall and canvas.width >= 100 else 2)
        told = [HONEST]
        if found is not None:
            told = [text for text in (collapses(found), rival(found, view.outside.name)) if text] + told
            told[0] = told[0][:1].upper() + told[0][1:]
        canvas.put()
        for text in told:
            canvas.write(text if text.endswith(".") else f"{text}.", "$tt-dim", indent=1)
