"""Why a number moved: its ledger, term by term, down to the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tabletop.session.sitting import Sitting
from tabletop.telling.sentences import total
from tabletop.telling.words import signed
from tabletop.tui.canvas import Canvas, tone
from tabletop.tui.screens.page import Page

if TYPE_CHECKING:
    from tabletop.game.records import LedgerRow

REGION = ("tension", "threat", "readiness", "legitimacy", "line", "harm")
WORSE = frozenset({"tension", "threat", "harm", "burden", "sovereignty", "escalation"})
_NAMES = {"threat": "the rival's strength", "line": "common line", "harm": "civilian harm"}


class Why(Page):
    """The ledger of one number at a time; left and right change the number."""

    TOPIC: ClassVar[str] = "why"
    BINDINGS = [
        Binding("enter", "back", "back", id="why: back"),
        Binding("left", "number(-1)", "number before", id="why: before"),
        Binding("right", "number(1)", "next number", id="why: next"),
    ]

    def __init__(self, sitting: Sitting, seat: str, name: str, turn: int = 0) -> None:
        super().__init__()
        self.sitting, self.seat = sitting, seat
        self.turn = turn or sitting.turns_played()
        self.view = sitting.view(seat)
        self.played = sitting.played(self.turn, seat)
        self.numbers = self._numbers()
        self.at = self._find(name)

    def _numbers(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Every number that can be asked for: title, variable, whose."""
        found: list[tuple[str, str, tuple[str, ...]]] = [("cohesion", "cohesion", ()), ("stability", "stability", ())]
        mine = [member for member in self.view.members if member.seat == self.seat]
        members = [*mine, *(member for member in self.view.members if member.seat != self.seat)]
        found += [(f"support in {member.name}", "support", (member.seat,)) for member in members]
        found += [(_NAMES.get(name, name), name, ()) for name in REGION]
        for row in self.played.ledger:
            if row.variable == "escalation" and row.card and (row.card,) not in [who for _, _, who in found]:
                found.append((f"step of “{self.sitting.card_title(row.card)}”", "escalation", (row.card,)))
        found += [(f"means of {member.name}", "means", (member.seat,)) for member in members]
        for a in members:
            for b in members:
                if a is not b:
                    found.append((f"trust of {a.name} in {b.name}", "trust", (a.seat, b.seat)))
        return found

    def _find(self, name: str) -> int:
        """The number that a click or a key means: “cohesion”, “support aurelia”, “standing aurelia”, “trust a b”."""
        variable, *who = {"deterrence": "readiness", "control": "stability"}.get(name, name).split()
        if variable == "standing":
            variable, who = "trust", [next(m.seat for m in self.view.members if m.seat != who[0]), who[0]]
        for index, (_, known, whose) in enumerate(self.numbers):
            if known == variable and whose == tuple(who):
                return index
        return 0

    def head(self) -> tuple[str, str]:
        return f"Why: {self.numbers[self.at][0]}", f"turn {self.turn} · {self.at + 1} of {len(self.numbers)}"

    def rows(self) -> list[LedgerRow]:
        """The terms of the number that is looked at."""
        _, variable, who = self.numbers[self.at]
        if variable == "escalation":
            return [row for row in self.played.ledger if row.variable == variable and row.card == who[0]]
        return [row for row in self.played.ledger if row.variable == variable and row.who == who]

    def write(self, canvas: Canvas) -> None:
        title, variable, _ = self.numbers[self.at]
        rows = self.rows()
        good = variable not in WORSE
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
