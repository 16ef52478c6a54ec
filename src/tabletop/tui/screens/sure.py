"""One question that is answered with yes or no."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Words


class Sure(Room):
    """Dismissed with whether it is to be done."""

    TOPIC: ClassVar[str] = "sure"

    BINDINGS = [
        Binding("enter", "yes", "yes", id="question: yes", tooltip="Do it"),
        Binding("y", "yes", "yes", show=False, id="question: yes too", tooltip="Do it"),
        Binding("q", "back", "never mind", id="question: no", tooltip="Leave everything as it is"),
        Binding("n", "back", "never mind", show=False, id="question: no too", tooltip="Leave everything as it is"),
        Binding(
            "escape", "back", "never mind", show=False, id="question: escape", tooltip="Leave everything as it is"
        ),
    ]  # fmt: skip

    def __init__(self, title: str, words: str, comfort: str = "") -> None:
        """`words` say what would happen, `comfort` what would not."""
        super().__init__()
        self.asked, self.words, self.comfort = title, words, comfort

    def body(self) -> Iterable[Widget]:
        yield TopLine(self.asked)
        yield Words(f"\n{self.words}", classes="page-words")
        yield Words(f"\n{self.comfort}", "$tt-dim", classes="page-words fill")

    def action_yes(self) -> None:
        self.dismiss(True)

    def action_back(self) -> None:
        self.dismiss(False)
