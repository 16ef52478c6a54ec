"""Between two people at one screen: nothing of either is to be seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Words


class Curtain(Room):
    """Hand the keyboard over."""

    TOPIC: ClassVar[str] = "table"
    BINDINGS = [
        Binding("enter", "open", "open", id="curtain: open"),
        Binding("q", "leave", "leave", id="curtain: leave"),
        Binding("escape", "leave", "leave", show=False),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self.whose = name

    def body(self) -> Iterable[Widget]:
        yield TopLine("Tabletop")
        yield Words(
            f"\n\n\n      The keyboard goes to {self.whose}.\n\n"
            f"      Everybody else looks away. {self.whose} presses Enter.",
            "bold",
            classes="fill",
        )

    def action_open(self) -> None:
        self.dismiss()

    def action_leave(self) -> None:
        self.app.exit()
