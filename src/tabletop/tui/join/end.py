"""How it ended, and, once the class is declassified, everything that was secret."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding

from tabletop.host.client import words as w
from tabletop.telling.words import GRADE_HINT, OUTCOME, number
from tabletop.tui.canvas import Canvas
from tabletop.tui.join.deeds import Deeds
from tabletop.tui.screens.page import Page, Sheet
from tabletop.tui.text import joined as paragraphs


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

    def write(self, canvas: Canvas) -> None:
        sitting = self.joined.sitting
        if not sitting.ready:
            return
        view = sitting.view("")
        end = view.end
        canvas.put()
        if end is None:
            canvas.write("The game has not come to its end.", "$tt-dim", indent=1)
        else:
            line = canvas.line().add(f" {OUTCOME.get(end.outcome, end.outcome)}. ", "bold $tt-accent")
            canvas.put(line.add(f"Grade {end.grade}: {GRADE_HINT.get(end.grade, '')}.", "bold"))
            told = f"Cohesion {number(view.cohesion.value)}, stability {number(view.stability.value)}."
            canvas.write(told, indent=1)
            canvas.put()
            canvas.rule(end.title)
            for text in (end.closing, end.text):
                if text:
                    canvas.write(paragraphs(text), indent=1)
            canvas.put()
            canvas.rule("National scorecards")
            for member in sorted(view.members, key=lambda one: -(one.score.total or 0)):
                line = canvas.line().add(f" {member.emblem} {member.name}", f"bold $tt-{member.colour}", room=24).to(25)
                line.add(f"{number(member.score.total or 0):>6}  ", "bold")
                canvas.put(line.add(member.objective.title, room=canvas.width - line.at - 8))
        self._opened(canvas)

    def _opened(self, canvas: Canvas) -> None:
        end = self.part("end")
        members = [one for one in end.get("members") or () if isinstance(one, dict)]
        if not members:
            canvas.put()
            canvas.write("The facilitator opens everything that was secret.", "$tt-dim", indent=1)
            return
        outside = end.get("outside") or {}
        canvas.put()
        canvas.rule("Declassified")
        intent = outside.get("intent")
        if intent:
            wanted = (
                "was out for gain: it answered weakness"
                if intent == "greedy"
                else "sought security: it could be reassured"
            )
            told = f"{outside.get('name')} {wanted}."
            canvas.write(told[:1].upper() + told[1:], indent=1)
        for one in members:
            objective = one.get("objective") or {}
            canvas.put()
            canvas.write(f"{one.get('name')}: {objective.get('title', '')}", "bold", indent=1)
            canvas.write(paragraphs(str(one.get("brief") or "")), indent=3)
            for red in one.get("red_lines") or ():
                canvas.write(f"■ {red}", "$tt-bad", indent=3)
            if objective.get("bonus"):
                met = "met" if objective.get("bonus_met") else "not met"
                canvas.write(f"Bonus ({met}): {objective['bonus']}", "$tt-dim", indent=3)
        self._private(canvas, end)

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
