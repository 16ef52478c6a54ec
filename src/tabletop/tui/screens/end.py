"""How it ended: outcome, grade, story, both curves, everybody's scorecard, and questions to talk about."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding

from tabletop.session.sitting import Sitting
from tabletop.telling.words import GRADE_HINT, OUTCOME, number, signed
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page
from tabletop.tui.text import joined
from tabletop.tui.widgets.curve import curve
from tabletop.tui.widgets.indices import NAMES

_TONE = {"good": "$tt-good", "mixed": "$tt-warn", "bad": "$tt-bad"}
QUESTIONS = 6
_LOW = 20
"""Where the curves begin: an alliance is over long before zero."""


class End(Page):
    """After the last turn everything secret is opened."""

    TOPIC: ClassVar[str] = "end"
    BINDINGS = [
        Binding("enter", "scroll(8)", "read on", id="end: read"),
        Binding("a", "again", "same luck again", id="end: again"),
        Binding("n", "new", "new game", id="end: new"),
        Binding("w", "why", "why", show=False, id="end: why"),
        Binding("l", "history", "history", id="end: history"),
        Binding("u", "undo", "take back", show=False, id="end: undo"),
        Binding("q", "leave", "leave", id="end: leave"),
        Binding("escape", "leave", "leave", show=False),
        Binding("down", "scroll(3)", "scroll", show=False),
    ]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.seat = "room" if sitting.shared else (sitting.people[0] if sitting.people else "room")
        self.view = sitting.view(self.seat)

    def head(self) -> tuple[str, str]:
        return self.view.title, f"the end, after {self.sitting.turns_played()} turns"

    def write(self, canvas: Canvas) -> None:
        end = self.view.end
        if end is None:
            return
        canvas.put()
        line = canvas.line().add(" ").add(f" {end.grade} ", f"bold reverse {_TONE.get(end.tone, '')}").add("  ")
        line.add(OUTCOME.get(end.outcome, end.outcome), "bold").add(f"  {GRADE_HINT.get(end.grade, '')}", "$tt-dim")
        canvas.put(line)
        canvas.put()
        canvas.write(end.title, f"bold {_TONE.get(end.tone, '')}", indent=2)
        if end.closing:
            canvas.write(joined(end.closing), "$tt-dim", indent=2)
            canvas.put()
        canvas.write(joined(end.text), indent=2)
        self._curves(canvas)
        self._scores(canvas)
        self._facts(canvas)
        questions = self.sitting.questions()[:QUESTIONS]
        if questions:
            canvas.put()
            canvas.rule("To talk about")
            for question in questions:
                canvas.put(canvas.line().add("  ? ", "bold $tt-accent").add(question))

    def _curves(self, canvas: Canvas) -> None:
        canvas.put()
        canvas.rule("The two numbers, turn by turn")
        half = (canvas.width - 4) // 2
        width = min(half - 10, 50)
        heads = canvas.line().to(2)
        blocks: list[list[str]] = []
        for index in (self.view.cohesion, self.view.stability):
            heads.to(2 if not blocks else 2 + half)
            heads.add(f"{NAMES[index.name]} {number(index.value)}", "bold").add(
                f"  from {number(index.history[0])}", "$tt-dim"
            )
            blocks.append(curve(index.history, width, 5, _LOW))
        canvas.put(heads)
        for row in range(5):
            label = {0: "100", 2: " 60", 4: " 20"}.get(row, "   ")
            line = canvas.line()
            for column, block in enumerate(blocks):
                line.to(2 + column * half).add(f"{label} │", "$tt-dim").add(
                    block[row], "$tt-accent" if column == 0 else "$tt-warn"
                )
            canvas.put(line)

    def _scores(self, canvas: Canvas) -> None:
        canvas.put()
        canvas.rule("National scorecards", note="objectives revealed")
        ranked = sorted(self.view.members, key=lambda m: -(m.score.total or 0))
        head = canvas.line().to(29).add("score", "$tt-dim")
        for goal in ("security", "autonomy", "prosper.", "influen."):
            head.add(f"{goal:>9}", "$tt-dim")
        canvas.put(head.add("  bonus", "$tt-dim"))
        for member in ranked:
            mine = member.seat in self.sitting.people
            line = (
                canvas.line()
                .add("▸ " if mine else "  ", "bold $tt-accent")
                .add(f"{member.emblem} {member.name}", f"bold $tt-{member.colour}", room=14)
            )
            line.to(16).add(member.objective.title, "$tt-dim", room=12).to(29).add(
                f"{number(member.score.total or 0):>5}", "bold"
            )
            for goal, value in member.score.parts.items():
                weight = member.objective.weights.get(goal, 0)
                line.add(f"{value:>6.0f}", "bold" if weight >= 40 else "").add(f"×{weight:<2}", "$tt-dim")
            line.add(f"   {signed(member.score.bonus, 0):>4}", "$tt-good" if member.score.bonus > 0 else "$tt-bad")
            canvas.put(line)
        for member in ranked:
            if member.objective.bonus:
                met = member.score.bonus > 0
                canvas.put(
                    canvas.line()
                    .to(2)
                    .add("✓ " if met else "✗ ", "$tt-good" if met else "$tt-bad")
                    .add(f"{member.short}: {member.objective.bonus}", "$tt-dim")
                )
        if any(member.score.fate for member in ranked):
            canvas.write(
                f"The collapse takes {number(abs(ranked[0].score.fate), 0)} points from everyone.", "$tt-bad", indent=2
            )

    def _facts(self, canvas: Canvas) -> None:
        view = self.view
        canvas.put()
        intent = {
            "seeker": "sought safety, and could be reassured",
            "greedy": "wanted more, and looked for weakness",
        }.get(view.outside.intent, "")
        if intent:
            canvas.write(f"{view.outside.name[:1].upper()}{view.outside.name[1:]} {intent}.", indent=2)
        counts = view.counts
        canvas.write(
            f"{counts['resolved']} crises were resolved, {counts['outbreaks']} broke out; "
            f"{view.treaty.in_force} treaties came into force.",
            indent=2,
        )
        if view.secrets.seed is not None:
            canvas.write(f"The luck of this game had the number {view.secrets.seed}.", "$tt-dim", indent=2)

    # ------------------------------------------------------------------ what now

    def action_again(self) -> None:
        from tabletop.tui.screens.opening import Opening

        wish, desk = self.sitting.again(), self.tabletop.desk
        self.sitting.close()
        self.app.switch_screen(Opening(lambda: desk.begin(wish)))

    def action_new(self) -> None:
        from tabletop.tui.screens.setup import Setup

        self.app.push_screen(Setup())

    def action_why(self) -> None:
        from tabletop.tui.screens.why import Why

        self.app.push_screen(Why(self.sitting, self.seat, "cohesion"))

    def action_history(self) -> None:
        from tabletop.tui.screens.pages import History

        self.app.push_screen(History(self.sitting, self.seat))

    def action_undo(self) -> None:
        from tabletop.errors import TabletopError
        from tabletop.tui.screens.table import Table

        try:
            self.sitting.undo()
        except TabletopError as error:
            self.tell(str(error), bad=True)
            return
        self.app.switch_screen(Table(self.sitting))

    def action_leave(self) -> None:
        self.sitting.close()
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        else:
            self.app.exit()
