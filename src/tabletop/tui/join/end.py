"""How it ended, and, once the class is declassified, everything that was secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

from tabletop.host.client import words as w
from tabletop.tui.canvas import Canvas
from tabletop.tui.join.deeds import Deeds
from tabletop.tui.screens.page import Page, Sheet
from tabletop.tui.text import joined as paragraphs
from tabletop.tui.widgets.painted import Painted
from tabletop.tui.widgets.verdict import draw_outcome, draw_scores, draw_stopped, draw_talk

if TYPE_CHECKING:
    from tabletop.game.viewmodels import SeatView


class ClassEnd(Deeds, Page):
    """A page; it grows when the facilitator opens what was secret."""

    TOPIC: ClassVar[str] = "seat"
    BINDINGS = [
        Binding("enter", "back", "to the table", id="end of class: table", tooltip="Back to the table"),
        Binding("f", "deed('fill')", "questionnaire", id="end of class: fill", tooltip="Fill a questionnaire"),
        Binding("v", "deed('reflect')", "note", id="end of class: note", tooltip="A note for yourself and the report"),
        Binding("q", "back", "back", show=False, id="page: back", tooltip="Go back"),
    ]

    def head(self) -> tuple[str, str]:
        sitting = self.joined.sitting
        title = sitting.view("").title if sitting.ready else "The end"
        opened = "declassified" if self.part("class").get("declassified") else ""
        return f"The end of {title}", opened

    def changed(self) -> None:
        from tabletop.tui.widgets.bars import TopLine

        self.query_one(TopLine).show(*self.head())
        self.query_one(Sheet).repaint()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "deed" and parameters == ("fill",):
            filled = self.part("me").get("filled") or ()
            if not [form for form in self.part("class").get("forms") or () if form not in filled]:
                return False
        return super().check_action(action, parameters)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, what = message.what
        if kind == "why":
            from tabletop.tui.screens.why import Why

            sitting = self.joined.sitting
            self.app.push_screen(Why(sitting, sitting.seat, what))

    def write(self, canvas: Canvas) -> None:
        sitting = self.joined.sitting
        if not sitting.ready:
            return
        view, end = sitting.view(""), self.part("end")
        canvas.put()
        if view.end is not None:
            draw_outcome(canvas, view)
        elif self.part("class").get("ended"):
            draw_stopped(canvas, view)
        else:
            canvas.write("The game has not come to its end.", "$tt-dim", indent=1)
        if all(member.score.total is not None for member in view.members):
            canvas.put()
            canvas.rule("Scorecards")
            draw_scores(canvas, view, sitting.people, ())
        questions = sitting.questions()
        if questions:
            canvas.put()
            canvas.rule("To talk about")
            draw_talk(canvas, questions, ())
        if not end.get("members"):
            canvas.put()
            canvas.write("The facilitator opens what is still secret: briefs and private words.", "$tt-dim", indent=1)
            return
        self._briefs(canvas, view)
        self._private(canvas, end)

    def _briefs(self, canvas: Canvas, view: SeatView) -> None:
        """What only one seat has read till now."""
        canvas.put()
        canvas.rule("Declassified: the secret briefs")
        for member in view.members:
            canvas.put()
            line = canvas.line().add(f" {member.emblem} {member.name}", f"bold $tt-{member.colour}")
            canvas.put(line.add(f": {member.objective.title}", "bold", room=canvas.width - line.at - 2))
            canvas.write(paragraphs(member.brief), indent=3)
            for red in member.red_lines:
                canvas.write(f"■ {red}", "$tt-bad", indent=3)

    def _private(self, canvas: Canvas, end: dict[str, Any]) -> None:
        """What was said where not everybody could read it."""
        found = [
            one
            for one in end.get("messages") or ()
            if isinstance(one, dict) and not {"all", "press"} & {str(to) for to in one.get("to") or ()}
        ]
        if found:
            canvas.put()
            canvas.rule("Said in private")
        for one in found:
            who = w.sender(one, self.member)
            whom = w.receivers(one, self.part("me"), self.member)
            canvas.write(f"{who[:1].upper()}{who[1:]} to {whom}, turn {one.get('turn')}", "bold", indent=1)
            for part in str(one.get("text") or "").split("\n"):
                canvas.write(part, indent=3)
