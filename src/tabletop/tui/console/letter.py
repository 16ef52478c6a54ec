"""Where the facilitator is asked for words, or for a yes: the usual questions, with the warning over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.tui.console.own import Caution, Own
from tabletop.tui.keymap import ALL
from tabletop.tui.screens.ask import Ask
from tabletop.tui.screens.letter import Writing
from tabletop.tui.screens.sure import Sure


class Cautioned(Own):
    """The warning over what a question has otherwise."""

    def body(self) -> Iterable[Widget]:
        yield Caution(id="warning")
        yield from super().body()


class OneLine(Cautioned, Ask):
    """One line. Dismissed with what was written, or with None when one goes back."""

    TYPED: ClassVar[str] = ALL
    BACK: ClassVar[str | None] = None


class Certain(Cautioned, Sure):
    """A question that is answered with yes or no."""

    BINDINGS = [
        Binding("b", "hide", "hide", show=False, id="console: hide", tooltip="Hide this screen at once"),
    ]


class Letter(Cautioned, Writing):
    """A text of several lines. Dismissed with what was written, or with None when one goes back."""

    TOPIC: ClassVar[str] = "ask"
    BINDINGS = [
        Binding("f5", "done", "done", id="letter: done", tooltip="Take what is written", priority=True),
        Binding(
            "escape", "back", "never mind", key_display="Esc", id="letter: back", tooltip="Go back without",
            priority=True,
        ),
    ]  # fmt: skip

    def note(self) -> str:
        return f"{self.key_for('letter: done', 'f5')} when it is done"
