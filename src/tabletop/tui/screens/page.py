"""A screen to read: a painted page that scrolls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget

from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted


class Sheet(Painted):
    """Draws what its screen writes."""

    fitted: ClassVar[bool] = False

    def paint(self, canvas: Canvas) -> None:
        screen = self.screen
        if isinstance(screen, Page):
            screen.write(canvas)


class Page(Room):
    """Subclasses `write` on a canvas as wide as the page; the rest is here."""

    TOPIC: ClassVar[str] = "page"
    BINDINGS = [
        Binding("enter", "back", "on", id="page: on", tooltip="Go on"),
        Binding("down", "scroll(3)", "scroll", key_display="↑ ↓", id="page: scroll", tooltip="Scroll"),
        Binding("up", "scroll(-3)", "scroll up", show=False, id="page: scroll up", tooltip="Scroll"),
        Binding("pagedown", "scroll(15)", "page down", show=False, id="page: page down", tooltip="Scroll"),
        Binding("pageup", "scroll(-15)", "page up", show=False, id="page: page up", tooltip="Scroll"),
        Binding("q", "back", "back", show=False, id="page: back", tooltip="Go back"),
        Binding("escape", "back", "back", show=False, id="page: escape", tooltip="Go back"),
    ]

    def head(self) -> tuple[str, str]:
        """The title and the note of the top line."""
        return "", ""

    def write(self, canvas: Canvas) -> None:
        """Draw the page."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        yield TopLine(*self.head(), id="top")
        yield VerticalScroll(Sheet(id="sheet"), classes="page", can_focus=False)

    def again(self) -> None:
        """Draw everything anew, from the top."""
        self.query_one(TopLine).show(*self.head())
        self.query_one(Sheet).repaint()
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=self.tabletop.moving)

    def action_back(self) -> None:
        self.dismiss()
