"""A widget that draws itself on a canvas and turns clicks into what was clicked."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tabletop.tui.canvas import Canvas


class Painted(Widget):
    """Subclasses write `paint`; `repaint` draws again after a change."""

    DEFAULT_CSS = """
    Painted { height: auto; width: 1fr; text-wrap: nowrap; text-overflow: clip; }
    """
    ALLOW_SELECT = False

    class Picked(Message):
        """Something on the canvas was clicked."""

        def __init__(self, source: Painted, what: Any) -> None:
            super().__init__()
            self.source = source
            self.what = what

    _canvas: Canvas | None = None
    room = 0
    """Lines there are to draw on, for widgets whose height is given; 0 when it is not known."""

    def paint(self, canvas: Canvas) -> None:
        """Draw everything; `canvas.width` says how wide."""
        raise NotImplementedError

    def canvas(self, width: int) -> Canvas:
        """The drawing at a width; kept until something changes."""
        room = self.content_size.height
        if self._canvas is None or self._canvas.width != max(width, 1) or self.room != room:
            self.room = room
            self._canvas = Canvas(width)
            self.paint(self._canvas)
        return self._canvas

    def repaint(self, *, layout: bool = True) -> None:
        """Draw again. Without `layout` when the number of lines cannot have changed."""
        self._canvas = None
        self.refresh(layout=layout)

    def render(self) -> Content:
        return self.canvas(self.content_size.width).content()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.canvas(width).lines)

    def on_resize(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        spot = event.get_content_offset(self)
        if spot is None:
            return
        what = self.canvas(self.content_size.width).at(spot.x, spot.y)
        if what is not None:
            event.stop()
            self.post_message(self.Picked(self, what))


class Words(Painted):
    """A block of wrapped text that somebody else wrote."""

    def __init__(self, text: str = "", style: str = "", **given: Any) -> None:
        super().__init__(**given)
        self.text = text
        self.style = style

    def show(self, text: str, style: str = "") -> None:
        self.text, self.style = text, style
        self.repaint()

    def paint(self, canvas: Canvas) -> None:
        canvas.write(self.text, self.style)
