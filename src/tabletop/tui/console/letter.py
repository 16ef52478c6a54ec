"""Where the facilitator writes: one line, or a text of several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tabletop.content.text import clean
from tabletop.tui.console.own import Caution, Own
from tabletop.tui.keymap import ALL
from tabletop.tui.screens.sure import Sure
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Words


class OneLine(Own):
    """One line. Dismissed with what was written, or with None when one goes back."""

    AUTO_FOCUS = "Input"
    TOPIC: ClassVar[str] = "ask"
    TYPED: ClassVar[str] = ALL
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
        self.asked, self.words, self.answer, self.most = title, words, answer, most

    def body(self) -> Iterable[Widget]:
        yield Caution(id="warning")
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
        self.dismiss(None)


class Certain(Own, Sure):
    """A question that is answered with yes or no, with the warning over it."""

    BINDINGS = [
        Binding("b", "hide", "hide", show=False, id="console: hide", tooltip="Hide this screen at once"),
    ]

    def body(self) -> Iterable[Widget]:
        yield Caution(id="warning")
        yield from super().body()


class Paper(TextArea):
    """A text of several lines; what is pasted is cleaned at the door."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text, lines=True)
        await super()._on_paste(event)


class Letter(Own):
    """A text of several lines. Dismissed with what was written, or with None when one goes back."""

    AUTO_FOCUS = "Paper"
    TOPIC: ClassVar[str] = "ask"
    TYPED: ClassVar[str] = ALL
    BINDINGS = [
        Binding("f5", "done", "done", id="letter: done", tooltip="Take what is written", priority=True),
        Binding(
            "escape", "back", "never mind", key_display="Esc", id="letter: back", tooltip="Go back without",
            priority=True,
        ),
    ]  # fmt: skip

    def __init__(self, title: str, words: str, *, most: int = 2000) -> None:
        """`words` say what is asked; `most` characters are taken."""
        super().__init__()
        self.asked, self.words, self.most = title, words, most

    def body(self) -> Iterable[Widget]:
        yield Caution(id="warning")
        yield TopLine(self.asked, f"{self.key_for('letter: done', 'f5')} when it is done")
        yield Words(f"\n{self.words}\n", classes="page-words")
        yield Paper(soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True, id="letter")

    def action_done(self) -> None:
        self.query_one(Paper).call_later(self._done)

    def _done(self) -> None:
        text = self.query_one(Paper).text.strip()
        if len(text) > self.most:
            self.tell(f"This has {len(text)} characters; {self.most} are the most.", bad=True)
            return
        self.dismiss(text)

    def action_back(self) -> None:
        self.dismiss(None)
