"""What the console's screens share: the warning on top, and one key that hides everything at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget

from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page, Sheet
from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted, Words

if TYPE_CHECKING:
    from tabletop.tui.console.app import ConsoleApp
    from tabletop.tui.console.watch import Watch


class Caution(Painted):
    """The first line of every screen that shows secrets."""

    DEFAULT_CSS = "Caution { height: 1; background: $panel; }"

    def paint(self, canvas: Canvas) -> None:
        line = canvas.line().add(" The facilitator's screen: keep it from the room", "bold $tt-warn")
        typed = getattr(self.screen, "TYPED", "") == "*"
        name, usual = ("console: hide too", "f8") if typed else ("console: hide", "b")
        canvas.put(line.right(f"{self.key_for(name, usual)} hides it ", "bold $tt-warn", ("hide", "")))

    def on_painted_picked(self, message: Painted.Picked) -> None:
        message.stop()
        screen = self.screen
        if isinstance(screen, Own):
            screen.action_hide()


class Own(Room):
    """A screen of the console. F8 hides it even while one types."""

    TOPIC: ClassVar[str] = "console"
    BINDINGS = [
        Binding(
            "f8", "hide", "hide", show=False, id="console: hide too", priority=True,
            tooltip="Hide this screen at once, while one types too; the class goes on",
        ),
    ]  # fmt: skip

    @property
    def console_app(self) -> ConsoleApp:
        return cast("ConsoleApp", self.app)

    @property
    def seen(self) -> Watch:
        """What is known of the class."""
        return self.console_app.watching

    def changed(self) -> None:
        """The class has changed, or a second has passed."""

    def action_hide(self) -> None:
        if not isinstance(self.app.screen, Hidden):
            self.app.clear_notifications()
            self.app.push_screen(Hidden())

    def tell(self, text: str, *, bad: bool = False) -> None:
        # A note would stand over the hidden screen and the join page, too, and may name somebody.
        if isinstance(self.app.screen, Own):
            super().tell(text, bad=bad)


class OwnPage(Own, Page):
    """A page to read, with the warning over it."""

    BINDINGS = [
        Binding("b", "hide", "hide", id="console: hide", tooltip="Hide this screen at once; the class goes on"),
    ]

    def body(self) -> Iterable[Widget]:
        yield Caution(id="warning")
        yield TopLine(*self.head(), id="top")
        yield VerticalScroll(Sheet(id="sheet"), classes="page", can_focus=False)

    def redraw(self) -> None:
        """Draw everything anew where one reads."""
        if self.is_mounted:
            self.query_one(TopLine).show(*self.head())
            self.query_one(Sheet).repaint()


class Hidden(Room):
    """Nothing of the class is to be seen. Esc does not end it: a slip must show nothing."""

    TOPIC: ClassVar[str] = "hidden"
    BINDINGS = [
        Binding("b", "show", "show the console", id="console: hide", tooltip="Show the console again"),
        Binding("f8", "show", "show", show=False, id="console: hide too", tooltip="Show the console again"),
        Binding("f1", "nothing", "help", show=False, priority=True, id="screen: help", tooltip="Nothing is shown"),
    ]

    def body(self) -> Iterable[Widget]:
        yield TopLine("Tabletop")
        key = self.key_for("console: hide", "b")
        yield Words(f"\n\n\n      The class goes on.\n\n      {key} shows the console again.", "bold", classes="fill")

    def action_show(self) -> None:
        self.dismiss()

    def action_nothing(self) -> None:
        """Help would name the screen below."""

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Nothing is told here."""


def refreshed(widget: Painted) -> None:
    """Draw a widget anew where it would look another than it does: a line over SSH is narrow, and a second is short."""
    before = widget._canvas
    if before is None:
        widget.repaint(layout=False)
        return
    now = Canvas(before.width)
    widget.paint(now)
    if now.spots != before.spots or [(line.plain, line.spans) for line in now.lines] != [
        (line.plain, line.spans) for line in before.lines
    ]:
        widget.repaint(layout=False)
