"""One question, one line of answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from tabletop.content.text import clean
from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Words


class Ask(Room):
    """Dismissed with what was written, or with `BACK` when one goes back."""

    AUTO_FOCUS = "Input"
    TOPIC: ClassVar[str] = "ask"
    BACK: ClassVar[str | None] = ""
    BINDINGS = [
        Binding("enter", "done", "done", id="question: done", tooltip="Take what is written", priority=True),
        Binding(
            "escape", "back", "never mind", key_display="Esc", id="question: back", tooltip="Go back without",
            priority=True,
        ),
    ]  # fmt: skip

    def __init__(self, title: str, words: str, answer: str = "", *, most: int = 400) -> None:
        """`words` say what is asked, `answer` stands there already; `most` characters are taken."""
        super().__init__()
        self.asked, self.words = title, words
        self.answer, self.most = answer, most

    def body(self) -> Iterable[Widget]:
        yield TopLine(self.asked)
        yield Words(f"\n{self.words}\n", classes="page-words")
        yield Input(clean(self.answer), max_length=self.most, select_on_focus=False, compact=True, id="answer")
        yield Words("", classes="fill")

    def action_done(self) -> None:
        # The last letters may still be on their way to the line: it takes them first.
        self.query_one(Input).call_later(self._done)

    def _done(self) -> None:
        self.dismiss(self.query_one(Input).value.strip())

    def action_back(self) -> None:
        self.dismiss(self.BACK)

    def action_help(self) -> None:
        # A question mark is a letter here; only F1 asks for help.
        super().action_help()
