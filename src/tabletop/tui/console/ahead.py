"""The forecast of the board that lies there now, for the facilitator's eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.events import Resize
from textual.worker import get_current_worker

from tabletop.errors import TabletopError
from tabletop.telling.outlook import HONEST, collapses
from tabletop.tui.canvas import Canvas
from tabletop.tui.console.own import OwnPage
from tabletop.tui.widgets.outlook import draw_ends, draw_fans

if TYPE_CHECKING:
    from tabletop.session.foresight import Foresight


class Ahead(OwnPage):
    """Both fans, as the room may know the board; it grows surer while one reads."""

    TOPIC: ClassVar[str] = "ahead"
    BINDINGS = [Binding("enter", "back", "back", id="forecast: back", tooltip="Back to the console")]

    def __init__(self) -> None:
        super().__init__()
        self.found: Foresight | None = None
        self.trouble = ""

    def head(self) -> tuple[str, str]:
        return "What may come", f"turn {self.found.turn}" if self.found else ""

    def on_mount(self) -> None:
        self.run_worker(self._begin())

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self.redraw()

    async def _begin(self) -> None:
        from tabletop.session.foresight import Foresight

        access, number = self.console_app.access, self.seen.group

        def look() -> Any:
            # Only the making looks at the game, and that has the class to itself.
            return Foresight(access.classroom.group(number).game, "room", coach=False)

        try:
            found: Foresight = await access.call(look)
        except TabletopError as error:
            self.trouble = str(error)
            self.redraw()
            return
        self.found = found

        def grow() -> None:
            worker = get_current_worker()
            for _ in found.grow():
                if worker.is_cancelled:
                    return
                self.hand_back(self.redraw)

        self.run_worker(grow, thread=True, exclusive=True, group="ahead")

    def write(self, canvas: Canvas) -> None:
        canvas.put()
        if self.trouble:
            canvas.write(self.trouble, "$tt-warn", indent=1)
            return
        outlook = self.found.outlook if self.found else None
        if outlook is None:
            canvas.write("Reckoning what may come …", "$tt-dim", indent=1)
            return
        draw_ends(canvas, outlook)
        draw_fans(canvas, outlook, 12 if self.size.height >= 34 else 5)
        canvas.put()
        for text in filter(None, (collapses(outlook), HONEST.replace("your seat", "the room"))):
            text = text[:1].upper() + text[1:]
            canvas.write(text if text.endswith(".") else f"{text}.", "$tt-dim", indent=1)
