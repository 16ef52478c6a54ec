"""The facilitator at a shared screen: who has chosen, pause, take back, notes. Never what somebody chose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.session.sitting import Sitting
from tabletop.telling.words import number
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page
from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted, Words


class Pause(Room):
    """The game rests, and nothing of it is to be seen."""

    TOPIC: ClassVar[str] = "facilitator"
    BINDINGS = [Binding("enter", "on", "go on", id="pause: on", tooltip="Back to the facilitator's page")]

    def body(self) -> Iterable[Widget]:
        yield TopLine("Tabletop")
        key = self.key_for("pause: on", "enter")
        yield Words(f"\n\n\n      The game is paused.\n\n      {key} goes on.", "bold", classes="fill")

    def action_on(self) -> None:
        self.dismiss()


class Facilitator(Page):
    """Answers with a seat that is to choose again, or with None."""

    TOPIC: ClassVar[str] = "facilitator"
    BINDINGS = [
        Binding("p", "pause", "pause", id="facilitator: pause", tooltip="Hide the game while you talk"),
        Binding("u", "take_back", "take back", id="facilitator: take back", tooltip="Open a turn again; asks first"),
        Binding("n", "note", "note", id="facilitator: note", tooltip="Keep a remark with this turn"),
        *(
            Binding(
                str(place), f"again({place})", "choose again", show=place == 1, key_display="1 2 …",
                id=f"facilitator: seat {place}", tooltip="This member may change what it sealed",
            )
            for place in range(1, 9)
        ),
        Binding("enter", "back", "back", id="facilitator: back", tooltip="Back to the game"),
        Binding("down", "scroll(3)", "scroll", show=False, id="page: scroll", tooltip="Scroll"),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.sure = False
        """The facilitator was asked whether to take back, and has not answered."""
        self.paused = False
        """The game has rested meanwhile: people may have walked about."""

    def head(self) -> tuple[str, str]:
        return "Facilitator", f"turn {self.sitting.turn}"

    def write(self, canvas: Canvas) -> None:
        view = self.sitting.view("room")
        waiting = self.sitting.waiting
        canvas.put()
        if self.sure:
            canvas.write(
                f"Take back {self._what()}? Press {self.key_for('facilitator: take back', 'u')} once more; "
                f"{self.key_for('facilitator: back', 'enter')} leaves it as it is.{self._luck()}",
                "bold $tt-warn",
                indent=1,
            )
            canvas.put()
        canvas.write(view.act.title, "bold", indent=1)
        canvas.write(
            f"cohesion {number(view.cohesion.value)}   stability {number(view.stability.value)}", "$tt-dim", indent=1
        )
        if self.seated:
            key = self.key_for("facilitator: back", "enter")
            canvas.put()
            canvas.write(
                f"{view.member(self.seated).name} sits at the table: everybody else looks away before {key} leads "
                "back to it.",
                "bold",
                indent=1,
            )
        canvas.put()
        canvas.rule("Who has chosen", note="what was chosen stays sealed")
        for place, seat in enumerate(self.sitting.people, 1):
            member = view.member(seat)
            sealed = seat not in waiting
            key = self.key_for(f"facilitator: seat {place}", str(place))
            line = canvas.line().add(f"  {key} ", "bold $tt-accent" if sealed else "$tt-dim")
            line.add(f"{member.emblem} {member.name}", "bold", room=30).to(36)
            line.add("✓ sealed" if sealed else "· has not chosen", "$tt-good" if sealed else "$tt-dim")
            canvas.put(line, ("again", place) if sealed else None)
        if len(waiting) < len(self.sitting.people):
            canvas.write(
                "The number before a member that has sealed lets it choose again: the keyboard goes to it.",
                "$tt-dim",
                indent=3,
            )
        canvas.put()
        canvas.rule("Notes")
        notes = self.sitting.notes()
        for turn, who, text in notes[-12:]:
            canvas.write(f"turn {turn}{f', {who}' if who else ''}: {text}", indent=2)
        if not notes:
            canvas.write("None yet. Notes are kept with the game and stand in its report.", "$tt-dim", indent=2)
        canvas.write("Everybody who comes to this page can read them.", "$tt-dim", indent=2)

    @property
    def seated(self) -> str:
        """The one whose table lies below this page; "" where a curtain does."""
        from tabletop.tui.screens.curtain import Curtain

        below = self.app.screen_stack[-2] if len(self.app.screen_stack) > 1 else None
        return "" if isinstance(below, Curtain) else str(getattr(below, "seat", ""))

    def _luck(self) -> str:
        """What must be known before a turn is opened whose dice everybody has seen."""
        sealed = len(self.sitting.waiting) < len(self.sitting.people)
        return "" if sealed else " The luck stays: the same attempt meets the same die."

    def _what(self) -> str:
        sealed = len(self.sitting.waiting) < len(self.sitting.people)
        return "all choices of this turn" if sealed else f"turn {self.sitting.turns_played()}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        people, waiting = self.sitting.people, self.sitting.waiting
        if action == "again":
            place = int(str(parameters[0]))
            if place > len(people):
                return False
            return super().check_action(action, parameters) if len(waiting) < len(people) else None
        if action == "take_back" and not self.sitting.turns_played() and len(waiting) == len(people):
            return None
        return super().check_action(action, parameters)

    def action_pause(self) -> None:
        self._settle()
        self.paused = True
        self.app.push_screen(Pause())

    def action_take_back(self) -> None:
        if not self.sure:
            self.sure = True
            self.again()
            return
        what = self._what()
        try:
            self.sitting.undo()
        except TabletopError as error:
            self.tell(str(error), bad=True)
        else:
            self.tell(f"Taken back: {what}.")
        self._settle()

    def action_note(self) -> None:
        from tabletop.tui.screens.ask import Ask

        def noted(text: str | None) -> None:
            if text:
                try:
                    self.sitting.note(text)
                except TabletopError as error:
                    self.tell(str(error), bad=True)
            self._settle()

        self._settle()
        words = "What is to be remembered of this turn? Everybody can read it."
        self.app.push_screen(Ask("Facilitator · a note", words), noted)

    def action_again(self, place: int) -> None:
        seat = self.sitting.people[place - 1]
        if seat in self.sitting.waiting:
            self.tell(f"{self.sitting.view('room').member(seat).name} has not chosen yet.")
            return
        self.dismiss(seat)

    def action_back(self) -> None:
        if self.sure:
            self._settle()
        else:
            self.dismiss(None)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, place = message.what
        if kind == "again":
            self.action_again(place)

    def _settle(self) -> None:
        self.sure = False
        self.again()
