"""What there is to read at the table: a crisis, and the own brief."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tabletop.session.sitting import Sitting
from tabletop.telling.hindsight import date_in_words
from tabletop.telling.words import DOMAIN, STRATEGY, STRATEGY_KEY, gauge, number, signed, stake
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page
from tabletop.tui.text import joined, wrap
from tabletop.tui.widgets.crises import draw_crisis

if TYPE_CHECKING:
    from tabletop.game.viewmodels import SeatView


def write_story(canvas: Canvas, view: SeatView, card: str, key_for: Callable[[str, str], str]) -> None:
    """All that the view's seat may read of one crisis; `key_for` tells which key a binding has now."""
    crisis = view.crisis(card)
    if crisis is None:
        canvas.write("This crisis is no longer on the table.", "$tt-dim", indent=1)
        return
    draw_crisis(canvas, view, crisis, False)
    if crisis.lesson:
        canvas.put()
        canvas.put(canvas.line().add("  Lesson", "bold $tt-warn"))
        canvas.write(joined(crisis.lesson), "bold", indent=2)
    canvas.put()
    canvas.write(joined(crisis.situation), indent=2)
    for interest in crisis.stakes:
        if interest.seat == view.seat and interest.brief:
            canvas.put()
            canvas.put(canvas.line().add("  Only you know", "bold $tt-accent"))
            canvas.write(joined(interest.brief), indent=2)
    canvas.put()
    concerned = ", ".join(
        f"{view.member(interest.seat).name} {stake(interest.stake)}"
        for interest in sorted(crisis.stakes, key=lambda i: -i.stake)
    )
    facts = [("At stake", concerned), ("Law", crisis.law), ("Who pays", crisis.who_pays)]
    facts.append(("Date", date_in_words(crisis.date)))
    if crisis.groundwork:
        facts.append(("Groundwork", f"{crisis.groundwork} of 2 laid by unofficial talks"))
    for name, text in facts:
        if text:
            canvas.put(canvas.line().add(f"  {name}", "bold"))
            canvas.write(text, indent=4)
    if crisis.labels:
        canvas.put()
        for word, label in crisis.labels.items():
            canvas.put(
                canvas.line()
                .add(f"  {key_for(f'table: {word}', STRATEGY_KEY[word])} ", "bold $tt-accent")
                .add(f"{STRATEGY[word]:<14}", "bold")
                .add(label)
            )


class Story(Page):
    """One crisis, whole."""

    TOPIC: ClassVar[str] = "table"

    def __init__(self, sitting: Sitting, seat: str, card: str) -> None:
        super().__init__()
        self.sitting, self.seat, self.card = sitting, seat, card

    def head(self) -> tuple[str, str]:
        crisis = self.sitting.view(self.seat).crisis(self.card)
        return (crisis.title, DOMAIN[crisis.domain]) if crisis else ("", "")

    def write(self, canvas: Canvas) -> None:
        canvas.put()
        write_story(canvas, self.sitting.view(self.seat), self.card, self.key_for)


class Brief(Page):
    """Who one is, what one wants, and how it stands. A number leads on to another part of the table."""

    TOPIC: ClassVar[str] = "table"
    BINDINGS = [
        Binding(key, f"dismiss('{key}')", word, show=False, id=f"brief: {word}", tooltip=f"Show {says}")
        for key, word, says in (
            ("1", "crises", "the crises"), ("2", "alliance", "the members and their trust"),
            ("3", "region", "the region, cohesion, the treaty"), ("5", "history", "every turn again"),
        )
    ]  # fmt: skip

    def __init__(self, sitting: Sitting, seat: str) -> None:
        super().__init__()
        self.sitting, self.seat = sitting, seat

    def head(self) -> tuple[str, str]:
        me = self.sitting.view(self.seat).me
        return (f"{me.emblem} {me.name}: {me.title}", "for your eyes only") if me else ("", "")

    def write(self, canvas: Canvas) -> None:
        view = self.sitting.view(self.seat)
        me = view.me
        if me is None:
            canvas.write("Nobody sits here.", indent=1)
            return
        canvas.put()
        canvas.put(canvas.line().add(" What you say in public", "bold"))
        canvas.write(joined(me.aims), indent=3)
        canvas.put()
        canvas.put(canvas.line().add(" What only you know", "bold $tt-accent"))
        canvas.write(joined(me.brief), indent=3)
        if me.red_lines:
            canvas.put()
            canvas.put(canvas.line().add(" Your red lines", "bold $tt-bad"))
            for text in me.red_lines:
                for place, part in enumerate(wrap(text, canvas.width - 6)):
                    canvas.put(canvas.line().add("     " if place else "   ■ ", "$tt-bad").add(part))
            canvas.write(
                "They bring no points: they are there to be argued for, and talked about.", "$tt-dim", indent=5
            )
        objective, score = me.objective, me.score
        canvas.put()
        note = f"now {number(score.total)}" if score.total is not None else ""
        canvas.put(
            canvas.line().add(f" Your secret objective: {objective.title}", "bold").right(note, "bold $tt-accent")
        )
        for goal, weight in objective.weights.items():
            value = score.parts.get(goal, 0.0)
            canvas.put(
                canvas.line()
                .add(f"   {goal:<12}")
                .add(f"weight {weight:>2} %  ", "$tt-dim")
                .add(f"{number(value):>5} ", "bold")
                .add(gauge(value, 20), "$tt-dim")
            )
        if objective.bonus:
            met = {True: "✓ so at present", False: "✗ not at present", None: ""}[objective.bonus_met]
            canvas.write(
                f"Bonus: {objective.bonus}  ({met}, {signed(score.bonus, 0)})",
                "$tt-good" if objective.bonus_met else "",
                indent=3,
            )
        canvas.put()
        canvas.put(canvas.line().add(" The other side: ", "bold").add(view.outside.name, "bold"))
        canvas.write(joined(view.outside.description), indent=3)
