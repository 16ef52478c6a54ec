"""What if a rule's number were otherwise: name it, give it another value, and the game is played again with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import work
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from tabletop.errors import TabletopError
from tabletop.lab.otherrules import Known, known_numbers, parse_numbers
from tabletop.rules.registry import number_text
from tabletop.session.sitting import Sitting
from tabletop.tui.canvas import Canvas
from tabletop.tui.keymap import ALL
from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted, Words

if TYPE_CHECKING:
    from tabletop.lab.whatif import WhatIf

_ASKED = "Which number of the model, and what instead? Everybody's choices are made again under it, with the same luck."


class Matches(Painted):
    """The numbers whose name or meaning has what was typed, the nearest first."""

    def __init__(self, known: list[Known]) -> None:
        super().__init__(id="matches", classes="fill")
        self.known, self.word = known, ""

    def show(self, word: str) -> None:
        self.word = word
        self.repaint()

    @property
    def found(self) -> list[Known]:
        """Names that begin so, then names and meanings that hold it."""
        word = self.word.casefold()
        ranked = [
            (not one.name.startswith(word), word not in one.name, place, one)
            for place, one in enumerate(self.known)
            if word in f"{one.name} {one.about} {one.rule} {one.title}".casefold()
        ]
        return [one for *_, one in sorted(ranked, key=lambda row: row[:3])]

    def paint(self, canvas: Canvas) -> None:
        found = self.found
        most = max(((self.room or 14) - 2) // 2, 1)
        for one in found[:most]:
            line = canvas.line().add(" ").add(one.name, "bold", ("number", one.name))
            line.add(f"  {number_text(one.value)}", "$tt-accent", ("number", one.name))
            line.right(f"{number_text(one.low)} to {number_text(one.high)} ", "$tt-dim")
            canvas.put(line)
            whole, short = f"{one.about} (rule {one.rule}, {one.title})", f"{one.about} (rule {one.rule})"
            canvas.put(canvas.line().to(3).add(whole if cell_len(whole) < canvas.width - 3 else short, "$tt-dim"))
        if not found:
            canvas.write("No number is called so.", "$tt-dim", indent=1)
        elif len(found) > most:
            told = f"{len(found) - most} more; write a part of the name or of what it means."
            canvas.write(told, "$tt-dim", indent=1)


class OtherNumber(Room):
    """NAME=VALUE, like the words of `tabletop whatif --set`; only of a game that is over."""

    AUTO_FOCUS = "Input"
    TYPED: ClassVar[str] = ALL
    TOPIC: ClassVar[str] = "othernumber"
    BINDINGS = [
        Binding("enter", "play", "play it", id="number: play", tooltip="Play the game with this number", priority=True),
        Binding(
            "tab", "complete", "whole name", id="number: complete", tooltip="Write the first name out", priority=True
        ),
        Binding(
            "escape", "back", "back", key_display="Esc", id="number: back", tooltip="Back to the other choices",
            priority=True,
        ),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.known = known_numbers(sitting.game.tables.book)

    def body(self) -> Iterable[Widget]:
        yield TopLine("What if a rule were otherwise", self.sitting.view("room").title)
        yield Words(f"\n{_ASKED} Like this: side_deal=2\n", classes="page-words")
        yield Input("", max_length=200, select_on_focus=False, compact=True, id="answer")
        yield Matches(self.known)

    def on_mount(self) -> None:
        self.query_one(Matches).show("")

    @property
    def typed(self) -> str:
        return self.query_one(Input).value.strip()

    def on_input_changed(self, message: Input.Changed) -> None:
        # Several numbers may stand there; the last one is being written.
        words = message.value.split()
        self.query_one(Matches).show(words[-1].partition("=")[0] if words else "")

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, name = message.what
        if kind == "number":
            self._write(name)

    def action_complete(self) -> None:
        found = self.query_one(Matches).found
        if found and "=" not in (self.typed.split() or [""])[-1]:
            self._write(found[0].name)

    def _write(self, name: str) -> None:
        """The name in place of the word that is being written, ready for its value."""
        field = self.query_one(Input)
        before = field.value.split()[:-1]
        field.value = " ".join([*before, f"{name}="])
        field.cursor_position = len(field.value)
        field.focus()

    def action_play(self) -> None:
        """Play it; what cannot be read, or is as it was, is told instead."""
        if not self.typed:
            self.tell("Write a name and a value, like side_deal=2.")
            return
        try:
            numbers = parse_numbers(self.typed.split())
        except TabletopError as error:
            self.tell(str(error), bad=True)
            return
        self._ask(numbers)

    @work(thread=True, exclusive=True)
    def _ask(self, numbers: dict[str, float]) -> None:
        try:
            found = self.sitting.whatif([], numbers)
        except TabletopError as error:
            self.hand_back(self.tell, str(error), bad=True)
            return
        self.hand_back(self._told, found)

    def _told(self, found: WhatIf) -> None:
        from tabletop.tui.screens.whatif import WhatIf as Told

        if not found.numbers:
            self.tell("That is what it was: write another value.")
            return
        self.app.push_screen(Told(self.sitting, found))

    def action_back(self) -> None:
        self.dismiss()

    def action_help(self) -> None:
        # A question mark is a letter here; only F1 asks for help.
        super().action_help()
