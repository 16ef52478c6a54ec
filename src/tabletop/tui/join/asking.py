"""What a seat is asked: one of several things, or a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.tui.canvas import Line
from tabletop.tui.console.listing import Listing, Row, Told, on, told
from tabletop.tui.join.base import InClass
from tabletop.tui.screens.letter import Paper, Writing
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted, Words


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: Any
    label: str
    says: str = ""


class Options(Listing):
    """What can be chosen."""

    def rows(self) -> list[Row]:
        screen = self.screen
        assert isinstance(screen, Pick)
        wide = min(max((len(one.label) for one in screen.options), default=10) + 2, 40)
        return [Row(one.value, _draw(one, screen, wide)) for one in screen.options]

    def about(self, what: Any, width: int) -> Told:
        screen = self.screen
        assert isinstance(screen, Pick)
        one = next((one for one in screen.options if one.value == what), None)
        return told(("", one.says, ""), width=width, most=3) if one and one.says else []


def _draw(one: Option, screen: Pick, wide: int) -> Any:
    def draw(line: Line, ground: str) -> None:
        if screen.many:
            taken = one.value in screen.taken
            line.add("[x] " if taken else "[ ] ", on("bold $tt-accent" if taken else "$tt-dim", ground))
        start = line.at
        line.add(one.label, on("bold", ground), room=max(line.width - line.at - 2, 8)).to(start + wide, ground)
        line.add(one.says, on("$tt-dim", ground), room=line.width - line.at - 2)

    return draw


class Pick(InClass):
    """Dismissed with the value chosen (`many`: with the list of them), or with None."""

    TOPIC: ClassVar[str] = "seat"
    BINDINGS = [
        Binding("enter", "choose", "take it", id="pick: take", tooltip="Take what is marked"),
        Binding("space", "mark", "mark", id="pick: mark", tooltip="Mark it, and others besides"),
        Binding("up", "move(-1)", "up", show=False, id="pick: up", tooltip="Move"),
        Binding("down", "move(1)", "move", key_display="↑ ↓", id="pick: move", tooltip="Move"),
        Binding("escape", "back", "never mind", key_display="Esc", id="pick: back", tooltip="Go back without"),
        Binding("q", "back", "never mind", show=False, id="pick: leave", tooltip="Go back without"),
    ]

    def __init__(self, title: str, words: str, options: Sequence[Option], *, many: bool = False) -> None:
        """`words` say what is chosen and what for."""
        super().__init__()
        self.asked, self.words, self.options, self.many = title, words, list(options), many
        self.taken: list[Any] = []

    def body(self) -> Iterable[Widget]:
        yield TopLine(self.asked)
        yield Words(f"\n{self.words}\n", classes="page-words")
        yield Options(classes="fill", id="options")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action == "mark" and not self.many else super().check_action(action, parameters)

    def action_move(self, by: int) -> None:
        self.query_one(Options).move(by)

    def action_mark(self) -> None:
        listing = self.query_one(Options)
        what = listing.chosen
        if what in self.taken:
            self.taken.remove(what)
        elif what is not None:
            self.taken.append(what)
        listing.repaint(layout=False)

    def action_choose(self) -> None:
        what = self.query_one(Options).chosen
        if what is not None:
            self.dismiss((self.taken or [what]) if self.many else what)

    def action_back(self) -> None:
        self.dismiss(None)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        listing = self.query_one(Options)
        again, what = listing.chosen == message.what[1], message.what[1]
        listing.go(what)
        if self.many:
            self.action_mark()
        elif again:
            self.action_choose()


class Write(InClass, Writing):
    """A text. Dismissed with what was written, or with None when one goes back; what was written is kept until sent."""

    TOPIC: ClassVar[str] = "seat"
    BINDINGS = [
        Binding("enter", "done", "send", id="write: done", tooltip="Send what is written", priority=True),
        Binding("escape", "back", "never mind", key_display="Esc", id="write: back", tooltip="Go back; it is kept",
                priority=True),
    ]  # fmt: skip

    def __init__(self, title: str, words: str, *, most: int = 2000, kept: str = "", empty: bool = False) -> None:
        """As any text; `kept`: under which name it waits until it is sent."""
        super().__init__(title, words, most=most, empty=empty)
        self.kept = kept

    def note(self) -> str:
        return "Enter sends"

    def on_mount(self) -> None:
        before = self.joined.kept_texts.get(self.kept, "") if self.kept else ""
        if before:
            paper = self.query_one(Paper)
            paper.text = before
            paper.move_cursor(paper.document.end)

    def send(self, text: str) -> None:
        if self.kept:
            self.joined.kept_texts[self.kept] = text
        super().send(text)

    def action_back(self) -> None:
        if self.kept:
            self.joined.kept_texts[self.kept] = self.written
        super().action_back()
