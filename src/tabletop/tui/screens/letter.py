"""A text of several lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.widget import Widget
from textual.widgets import TextArea

from tabletop.content.text import clean
from tabletop.tui.keymap import ALL
from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Words


class Paper(TextArea):
    """A text that is wrapped; what is pasted is cleaned at the door."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text, lines=True)
        await super()._on_paste(event)


class Writing(Room):
    """Dismissed with what was written, or with None when one goes back.  Subclasses say which key sends it."""

    AUTO_FOCUS = "Paper"
    TYPED: ClassVar[str] = ALL

    def __init__(self, title: str, words: str, *, most: int = 2000, empty: bool = True) -> None:
        """`words` say what is asked; `most` characters are taken; `empty`: an empty text will do."""
        super().__init__()
        self.asked, self.words, self.most, self.empty = title, words, most, empty

    def note(self) -> str:
        """What stands at the right of the title."""
        return ""

    def body(self) -> Iterable[Widget]:
        yield TopLine(self.asked, self.note())
        yield Words(f"\n{self.words}\n", classes="page-words")
        yield Paper(soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True, id="letter")

    @property
    def written(self) -> str:
        return clean(self.query_one(Paper).text, lines=True).strip()

    def action_done(self) -> None:
        # The last letters may still be on their way to the paper: it takes them first.
        self.query_one(Paper).call_later(self._done)

    def _done(self) -> None:
        text = self.written
        if len(text) > self.most:
            self.tell(f"This has {len(text)} characters; {self.most} are the most.", bad=True)
        elif not text and not self.empty:
            self.tell("Nothing is written yet.")
        else:
            self.send(text)

    def send(self, text: str) -> None:
        """What is done with a text that will do."""
        self.dismiss(text)

    def action_back(self) -> None:
        self.dismiss(None)
