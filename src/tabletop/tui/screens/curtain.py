"""Between two people at one screen: nothing of either is to be seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.session.sitting import Sitting
from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Words

LEAVE = "leave"
"""What the curtain answers when the people go instead of playing on."""


class Curtain(Room):
    """Hand the keyboard over. Answers with the seat that takes it, or with `LEAVE`."""

    TOPIC: ClassVar[str] = "curtain"
    BINDINGS = [
        Binding("enter", "open", "open", id="curtain: open", tooltip="The one who is named sits down"),
        Binding("n", "next", "somebody else", id="curtain: next", tooltip="Another who has not chosen goes first"),
        Binding("f4", "facilitator", "facilitator", id="curtain: facilitator", tooltip="Pause, take back, note"),
        Binding("q", "leave", "leave", id="curtain: leave", tooltip="Everything is stored; go on another day"),
        Binding("escape", "escape", "leave", show=False, id="curtain: escape", tooltip="Back to where you came from"),
    ]

    def __init__(self, sitting: Sitting, seat: str) -> None:
        super().__init__()
        self.sitting, self.seat = sitting, seat

    @property
    def whose(self) -> str:
        """The name of the one who is asked to sit down."""
        return self.sitting.view("room").member(self.seat).name

    def body(self) -> Iterable[Widget]:
        yield TopLine("Tabletop", id="top")
        yield Words(self._words(), "bold", classes="fill", id="words")

    def _words(self) -> str:
        view, key = self.sitting.view("room"), self.key_for("curtain: open", "enter")
        lines = [
            "", "", "", f"      The keyboard goes to {self.whose}.", "",
            f"      Everybody else looks away. {self.whose} presses {key}.", "", "",
            f"      Turn {view.turn}. Choices are sealed until everybody has chosen:", "",
        ]  # fmt: skip
        waiting = self.sitting.waiting
        for seat in self.sitting.people:
            lines.append(f"        {'·' if seat in waiting else '✓'} {view.member(seat).name}")
        if self.seat not in waiting:
            key = self.key_for("curtain: next", "n")
            lines += ["", f"      {self.whose} chooses again. What is sealed holds until it is sealed anew.",
                      f"      {key}: leave it as it is, and let the next one choose."]  # fmt: skip
        return "\n".join(lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "next" and not any(seat != self.seat for seat in self.sitting.waiting):
            return None
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        self.dismiss(self.seat)

    def action_next(self) -> None:
        waiting = self.sitting.waiting
        self.seat = waiting[(waiting.index(self.seat) + 1) % len(waiting)] if self.seat in waiting else waiting[0]
        self.query_one("#words", Words).show(self._words(), "bold")
        self.refresh_bindings()

    def action_facilitator(self) -> None:
        from tabletop.tui.screens.facilitator import Facilitator

        def back(seat: str | None) -> None:
            if seat:
                # Whoever pressed the key may be somebody else: that member is asked to sit down first.
                self.seat = seat
            elif self.seat not in self.sitting.waiting:
                self.seat = (*self.sitting.waiting, self.seat)[0]
            self.query_one("#words", Words).show(self._words(), "bold")
            self.refresh_bindings()

        self.app.push_screen(Facilitator(self.sitting), back)

    def action_leave(self) -> None:
        self.dismiss(LEAVE)
