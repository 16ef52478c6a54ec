"""Finding cards by typing some letters of their id, title, tags or file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.events import Key, Paste
from textual.widget import Widget

from tabletop.tui.bench.panels import Cards, Wheel, matching
from tabletop.tui.keymap import ALL
from tabletop.tui.screens.room import Room
from tabletop.tui.text import tidy
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted, Words

if TYPE_CHECKING:
    from tabletop.workbench.cardbench import CardBench

MOST = 60


class Find(Room):
    """What is typed narrows the list; Enter goes to the marked card and keeps the filter."""

    TOPIC: ClassVar[str] = "find"
    TYPED: ClassVar[str] = ALL
    BINDINGS = [
        Binding("enter", "pick", "show", id="find: show", tooltip="Show this card; the list stays narrowed"),
        Binding("up", "move(-1)", "up", show=False, id="find: up", tooltip="The card before"),
        Binding("down", "move(1)", "move", key_display="↑ ↓", id="find: move", tooltip="The next card"),
        Binding("pageup", "move(-10)", "up", show=False, id="find: page up", tooltip="Ten cards up"),
        Binding("pagedown", "move(10)", "down", show=False, id="find: page down", tooltip="Ten cards down"),
        Binding("backspace", "erase", "erase", show=False, id="find: erase", tooltip="Erase a letter"),
        Binding("escape", "back", "back", id="find: back", tooltip="Go back, nothing changed"),
    ]  # fmt: skip

    def __init__(self, bench: CardBench, typed: str) -> None:
        super().__init__()
        self.bench, self.typed, self.before = bench, typed, bench.wanted

    def body(self) -> Iterable[Widget]:
        yield TopLine("Find cards", "letters of the id, title, tag or file; ! a problem", id="top")
        yield Words(id="typed")
        yield Cards(id="found", classes="fill")

    def on_mount(self) -> None:
        self.again()

    def again(self) -> None:
        """Mark the first card that fits, unless the marked one does."""
        cards = self._ids()
        if cards and self.bench.wanted not in cards:
            self.bench.choose(cards[0])
        self.query_one("#typed", Words).show(f" / {self.typed}▏")
        self.query_one(Cards).show(self.bench, self.typed, typing=True)

    def _ids(self) -> list[str]:
        return [card.id for card in matching(self.bench.version.cards, self.typed) if card.id]

    def on_key(self, event: Key) -> None:
        super().on_key(event)
        if event.character and event.is_printable and len(self.typed) < MOST and not self.cramped:
            event.stop()
            event.prevent_default()
            self.typed += event.character
            self.again()

    def on_paste(self, event: Paste) -> None:
        self.typed = (self.typed + tidy(event.text).strip())[:MOST]
        self.again()

    def action_erase(self) -> None:
        self.typed = self.typed[:-1]
        self.again()

    def action_move(self, by: int) -> None:
        cards = self._ids()
        if cards:
            at = cards.index(self.bench.wanted) if self.bench.wanted in cards else 0
            self.bench.choose(cards[min(max(at + by, 0), len(cards) - 1)])
            self.again()

    def action_pick(self) -> None:
        self.dismiss((self.typed, self.bench.wanted if self._ids() else ""))

    def action_back(self) -> None:
        self.bench.choose(self.before)
        self.dismiss(None)

    def on_wheel(self, message: Wheel) -> None:
        self.action_move(message.by)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        message.stop()
        if message.what[0] == "card" and message.what[1]:
            self.dismiss((self.typed, message.what[1]))
        elif message.what[0] == "filter":
            self.typed = ""
            self.again()
