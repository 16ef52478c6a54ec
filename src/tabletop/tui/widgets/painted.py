"""A widget that draws itself on a canvas and turns clicks into what was clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tabletop.tui.canvas import Canvas, Spot

if TYPE_CHECKING:
    from tabletop.game.viewmodels import SeatView

_UNDER = Style(underline=True)
_MARKED = Style(reverse=True)


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
    _under: Spot | None = None
    """The spot under the pointer: it is underlined."""
    _marked: Spot | None = None
    """The spot that the keyboard points at: it is reversed."""
    fitted: ClassVar[bool] = True
    """Whether what is drawn depends on `room`; a page that scrolls is the same with any."""
    room = 0
    """Lines there are to draw on, for widgets whose height is given; 0 when it is not known."""

    def key_for(self, name: str, usual: str) -> str:
        """The key that the binding `name` has now, as people read it; `usual` when nobody has changed it."""
        app = self.app if self.is_attached else None
        found: str = getattr(app, "key_for", lambda _, key: key)(name, usual)
        return found

    def paint(self, canvas: Canvas) -> None:
        """Draw everything; `canvas.width` says how wide."""
        raise NotImplementedError

    def canvas(self, width: int) -> Canvas:
        """The drawing at a width; kept until something changes."""
        room = self.content_size.height if self.fitted else 0
        if self._canvas is None or self._canvas.width != max(width, 1) or self.room != room:
            self.room = room
            self._canvas = Canvas(width)
            self.paint(self._canvas)
        return self._canvas

    def repaint(self, *, layout: bool = True) -> None:
        """Draw again. Without `layout` when the number of lines cannot have changed."""
        self._canvas = self._under = None
        self.refresh(layout=layout)

    def render(self) -> Content:
        return self.canvas(self.content_size.width).content()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.canvas(width).lines)

    def on_resize(self) -> None:
        self.refresh()

    # ------------------------------------------------------------------ what is pointed at

    def mark(self, spot: Spot | None) -> None:
        """Show where the keyboard points."""
        if spot != self._marked:
            self._marked = spot
            self.refresh()

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        for spot, style in ((self._under, _UNDER), (self._marked, _MARKED)):
            if spot is not None and spot.row == y and spot.left < strip.cell_length:
                end = min(spot.right, strip.cell_length)
                before, here, after = strip.crop(0, spot.left), strip.crop(spot.left, end), strip.crop(end)
                strip = Strip.join([before, here.apply_style(style), after])
        return strip

    def on_mouse_move(self, event: events.MouseMove) -> None:
        at = event.get_content_offset(self)
        self._point(self.canvas(self.content_size.width).spot(at.x, at.y) if at is not None else None)

    def on_leave(self) -> None:
        self._point(None)

    def _point(self, spot: Spot | None) -> None:
        if spot != self._under:
            self._under = spot
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        spot = event.get_content_offset(self)
        if spot is None:
            return
        what = self.canvas(self.content_size.width).at(spot.x, spot.y)
        if what is not None:
            event.stop()
            self.post_message(self.Picked(self, what))


class Panel(Painted):
    """A part of the table. Beside others it has a title over it, and shows whether Tab has come to it."""

    titled = marked = False

    def frame(self, titled: bool, marked: bool) -> None:
        """With a title or without; marked or not."""
        if (titled, marked) != (self.titled, self.marked):
            self.titled, self.marked = titled, marked
            self.repaint()

    def head(self, canvas: Canvas, title: str, note: str = "", what: Any = None) -> None:
        """The title, if there is one to be."""
        if self.titled:
            canvas.rule(title, note=note, marked=self.marked, what=what)


class BoardPanel(Panel):
    """A panel that draws the board as one seat may see it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.view: SeatView | None = None

    def show(self, view: SeatView) -> None:
        self.view = view
        self.repaint(layout=False)


class Words(Painted):
    """A block of wrapped text that somebody else wrote."""

    fitted: ClassVar[bool] = False

    def __init__(self, text: str = "", style: str = "", **given: Any) -> None:
        super().__init__(**given)
        self.text = text
        self.style = style

    def show(self, text: str, style: str = "") -> None:
        self.text, self.style = text, style
        self.repaint()

    def paint(self, canvas: Canvas) -> None:
        canvas.write(self.text, self.style)
