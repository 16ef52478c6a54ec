"""Why a number moved: its ledger, term by term, down to the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tabletop.session.sitting import Sitting
from tabletop.telling.numbers import find, latest, numbers, opening, terms, value
from tabletop.telling.sentences import total
from tabletop.telling.words import number, signed
from tabletop.tui.canvas import Canvas, tone
from tabletop.tui.screens.page import Page
from tabletop.tui.widgets.rules import draw_rules

if TYPE_CHECKING:
    from tabletop.game.records import LedgerRow


class Why(Page):
    """The ledger of one number at a time; left and right change the number."""

    TOPIC: ClassVar[str] = "why"
    BINDINGS = [
        Binding("enter", "back", "back", id="why: back", tooltip="Go back"),
        Binding("left", "number(-1)", "number before", id="why: before", tooltip="The number before"),
        Binding("right", "number(1)", "next number", id="why: next", tooltip="The next number"),
    ]

    def __init__(self, sitting: Sitting, seat: str, name: str, turn: int = 0) -> None:
        """The ledger of a turn; without one, of all that has changed since the seat last chose.

        `name` is the number's address; "" stands for the first number that changed.
        """
        super().__init__()
        self.sitting, self.seat = sitting, seat
        self.turn = turn
        self.view = sitting.view(seat)
        self.played = sitting.played(turn, seat) if turn else latest(self.view)
        self.numbers = numbers(self.view, self.played, sitting.card_title)
        if name:
            self.at = find(self.numbers, self.view, name) or 0
        else:
            # The first that moved: before the first turn the opening moves stability alone.
            moved = (place for place, one in enumerate(self.numbers) if terms(self.played, one))
            self.at = next(moved, 0)

    def head(self) -> tuple[str, str]:
        return f"Why: {self.numbers[self.at].title}", f"{self._when()} · {self.at + 1} of {len(self.numbers)}"

    def _now(self) -> float | None:
        """How the number stands at the end of what is told."""
        one = self.numbers[self.at]
        if not self.turn:
            return value(self.view, one)
        return {"cohesion": self.played.cohesion, "stability": self.played.stability}.get(one.variable)

    def _when(self, *, inside: bool = False) -> str:
        if self.turn:
            return f"{'in ' if inside else ''}turn {self.turn}"
        return "since you last chose" if self.played.turn else "since the start"

    def write(self, canvas: Canvas) -> None:
        one = self.numbers[self.at]
        title, rows, good = one.title, terms(self.played, one), one.good
        before, after = opening(rows)
        change = total(after if self.turn else rows)
        canvas.put()
        line = (
            canvas.line()
            .add(f" {title[0].upper()}{title[1:]} ", "bold")
            .add(signed(change, 2), f"bold {tone(change, good)}")
        )
        line.add(f"  {self._when(inside=True)}", "$tt-dim")
        now = self._now()
        if now is not None:
            line.add(f": {number(round(now - change, 2), 2)} → {number(now, 2)}", "$tt-dim")
        canvas.put(line)
        if not rows:
            canvas.put()
            canvas.write("Nothing changed it.", "$tt-dim", indent=1)
        told: dict[str, None] = {}
        opened = f"When turn {self.turn or self.played.turn + 1} was opened"
        chosen = f"What turn {self.played.turn} brought"
        # A turn that is looked at again is told from the board on which people chose, like everywhere else.
        parts = ((chosen, after), (f"Before that, w{opened[1:]}" if self.turn else opened, before))
        for heading, part in parts:
            if part:
                canvas.put()
                line = canvas.line().add(f" {heading} ", "$tt-dim")
                canvas.put(line.add(signed(total(part), 2), tone(total(part), good)))
            self._terms(canvas, part, good, told)
        if told:
            draw_rules(canvas, self.sitting, told)

    def _terms(self, canvas: Canvas, rows: list[LedgerRow], good: bool, told: dict[str, None]) -> None:
        for row in rows:
            line = canvas.line().add(f"  {signed(row.amount, 2):>7}  ", f"bold {tone(row.amount, good)}")
            line.add(f"{row.rule:<4} ", "$tt-accent").add(row.why or self.sitting.rule_title(row.rule))
            if row.why:
                line.add(f"  ({self.sitting.rule_title(row.rule)})", "$tt-dim")
            canvas.put(line)
            told[row.rule] = None

    def action_number(self, by: int) -> None:
        self.at = (self.at + by) % len(self.numbers)
        self.again()
