"""Why a number moved: its ledger, term by term, down to the rule."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding

from tabletop.session.sitting import Sitting
from tabletop.telling.numbers import find, numbers, terms
from tabletop.telling.sentences import total
from tabletop.telling.words import signed
from tabletop.tui.canvas import Canvas, tone
from tabletop.tui.screens.page import Page


class Why(Page):
    """The ledger of one number at a time; left and right change the number."""

    TOPIC: ClassVar[str] = "why"
    BINDINGS = [
        Binding("enter", "back", "back", id="why: back", tooltip="Go back"),
        Binding("left", "number(-1)", "number before", id="why: before", tooltip="The number before"),
        Binding("right", "number(1)", "next number", id="why: next", tooltip="The next number"),
    ]

    def __init__(self, sitting: Sitting, seat: str, name: str, turn: int = 0) -> None:
        super().__init__()
        self.sitting, self.seat = sitting, seat
        self.turn = turn or sitting.turns_played()
        self.view = sitting.view(seat)
        self.played = sitting.played(self.turn, seat)
        self.numbers = numbers(self.view, self.played, sitting.card_title)
        self.at = find(self.numbers, self.view, name) or 0

    def head(self) -> tuple[str, str]:
        return f"Why: {self.numbers[self.at].title}", f"turn {self.turn} · {self.at + 1} of {len(self.numbers)}"

    def write(self, canvas: Canvas) -> None:
        number = self.numbers[self.at]
        title, rows, good = number.title, terms(self.played, number), number.good
        change = total(rows)
        canvas.put()
        line = (
            canvas.line()
            .add(f" {title[0].upper()}{title[1:]} ", "bold")
            .add(signed(change, 2), f"bold {tone(change, good)}")
        )
        canvas.put(line.add(f"  in turn {self.turn}, the sum of:", "$tt-dim"))
        canvas.put()
        if not rows:
            canvas.write("Nothing changed it.", "$tt-dim", indent=1)
        told: dict[str, None] = {}
        for row in rows:
            line = canvas.line().add(f"  {signed(row.amount, 2):>7}  ", f"bold {tone(row.amount, good)}")
            line.add(f"{row.rule:<4} ", "$tt-accent").add(row.why or self.sitting.rule_title(row.rule))
            if row.why:
                line.add(f"  ({self.sitting.rule_title(row.rule)})", "$tt-dim")
            canvas.put(line)
            told[row.rule] = None
        if told:
            canvas.put()
            canvas.rule("The rules behind it")
        for name in told:
            rule = self.sitting.rule(name)
            if rule is None:
                continue
            canvas.put(canvas.line().add(f"  {name:<4} ", "bold $tt-accent").add(rule.title, "bold"))
            canvas.write(rule.statement, indent=7)
            canvas.write(self.sitting.formula(name), "$tt-dim", indent=7)
            canvas.write(f"{rule.source} · {rule.status}", "$tt-dim", indent=7)

    def action_number(self, by: int) -> None:
        self.at = (self.at + by) % len(self.numbers)
        self.again()
