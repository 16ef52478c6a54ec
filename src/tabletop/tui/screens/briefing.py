"""The beginning of a turn: the story so far, and the crises that were dealt."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len

from tabletop.session.sitting import Sitting
from tabletop.telling.authored import follows
from tabletop.telling.sentences import counted, listed, opened
from tabletop.telling.words import DOMAIN_SYMBOL, STEP, ladder, number
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page
from tabletop.tui.screens.pages import write_story
from tabletop.tui.text import joined


class Briefing(Page):
    """What is new this turn; where nothing is new it says so in a line."""

    TOPIC: ClassVar[str] = "resolution"

    def __init__(self, sitting: Sitting, seat: str) -> None:
        super().__init__()
        self.sitting, self.seat = sitting, seat
        self.view = sitting.view(seat)

    def head(self) -> tuple[str, str]:
        key = self.key_for("page: on", "enter")
        title, note = f"Turn {self.view.turn} · {self.view.act.title}", f"{key} takes you to the table"
        room = self.app.size.width - 5
        return title, note if cell_len(title) + cell_len(note) <= room else f"{key}: the table"

    def write(self, canvas: Canvas) -> None:
        view = self.view
        dealt = [crisis for crisis in view.crises if crisis.since == view.turn]
        canvas.put()
        if view.act.turn == 1:
            if view.act.before:
                canvas.write(joined(view.act.before), "$tt-dim", indent=2)
                canvas.put()
            if view.act.why:
                canvas.write(follows(view.act.why), "$tt-dim", indent=2)
                canvas.put()
            canvas.rule(view.act.title)
            canvas.write(joined(view.act.opening), indent=2)
            canvas.put()
        told = "One new crisis" if len(dealt) == 1 else f"{counted(len(dealt), 'new crise')}".capitalize()
        canvas.put(canvas.line().add(f" {told}", "bold $tt-accent"))
        for crisis in dealt:
            line = canvas.line().add(f"  {DOMAIN_SYMBOL[crisis.domain]:<3}", "bold $tt-accent")
            line.add(crisis.title, "bold", room=canvas.width - 30).to(canvas.width - 23)
            canvas.put(line.add(f"{ladder(crisis.escalation)} {crisis.escalation} {STEP[crisis.escalation]}"))
        for sentence in opened(view):
            canvas.write(sentence.text, indent=2)
        changed = [
            f"{index.name} from {number(index.history[-1])} to {number(index.value)}"
            for index in (view.cohesion, view.stability)
            if abs(index.value - index.history[-1]) >= 0.05
        ]
        if changed:
            canvas.write(f"That changes {listed(changed)}.", "$tt-dim", indent=2)
        for crisis in dealt:
            canvas.put()
            canvas.rule()
            write_story(canvas, view, crisis.card, self.key_for)
        if not dealt:
            canvas.put()
            time = "" if opened(view) else " There may be time to prepare."
            canvas.write(f"The crises on the table are the ones you know.{time}", "$tt-dim", indent=2)
