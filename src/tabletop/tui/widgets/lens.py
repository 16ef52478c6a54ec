"""One number looked at closely: what it is, how it stands, and what moved it since one last chose."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tabletop.telling.numbers import WORSE, Number, find, latest, numbers, terms
from tabletop.telling.sentences import total
from tabletop.telling.words import INDEX_PARTS, STEP, arrow, gauge, ladder, number, shift, signed
from tabletop.tui.canvas import Canvas, tone
from tabletop.tui.widgets.indices import spark
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.game.viewmodels import Index, SeatView

Title = Callable[[str], str]
LABEL = 12
_MEANS = "what it can still spend: effort, and half a means for a package deal"
_MOODS = "moods are firm, steady, uneasy and falling, and a government that is falling may fall"


class Lens(Painted):
    """The number that the keyboard points at. It stands in the place of the composer and is as high."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.view: SeatView | None = None
        self.address = ""
        self.least = 0
        self.card: Title = str
        self.rule: Title = str

    def show(self, view: SeatView, address: str, least: int, card: Title, rule: Title) -> None:
        """`address` is the number's address as in `numbers.find`; `least` is how many lines to fill."""
        self.view, self.address, self.least, self.card, self.rule = view, address, least, card, rule
        self.repaint()

    def paint(self, canvas: Canvas) -> None:
        view = self.view
        if view is None or not self.address:
            return
        canvas.rule("A number, closely", note="x: back to your move")
        self._what(canvas, view)
        self._moved(canvas, view)
        for _ in range(self.least - len(canvas.lines)):
            canvas.put()

    # ------------------------------------------------------------------ what it is

    def _what(self, canvas: Canvas, view: SeatView) -> None:
        variable, *who = self.address.split()
        if variable == "trust":
            self._trust(canvas, view, who[0], who[1])
            self._trust(canvas, view, who[1], who[0])
            shared, deals = view.affinity[who[0]][who[1]], int(view.agreements[who[0]][who[1]])
            told = f"{deals or 'no'} agreement{'' if deals == 1 else 's'} · shared interest {signed(shared, 2)} of ±1"
            channels = [view.member(seat) for seat in who if view.member(seat).channel >= 0.05]
            quiet = ", ".join(f"{member.short} {number(member.channel)}" for member in channels)
            told += f" · channels {quiet}" if quiet else ""
            canvas.put(canvas.line().to(LABEL).add(told, "$tt-dim"))
        elif variable in ("cohesion", "stability", "control"):
            self._index(canvas, view.stability if variable != "cohesion" else view.cohesion)
        elif variable == "escalation":
            self._crisis(canvas, view, who[0])
        elif who:
            self._member(canvas, view, variable, who[0])
        elif variable in view.region:
            found = view.region[variable]
            self._line(canvas, variable, found.value, found.change, found.history, variable not in WORSE)
            canvas.write(f"{found.meaning}.", "$tt-dim", indent=LABEL, most=2)

    def _line(
        self, canvas: Canvas, name: str, value: float, change: float, history: tuple[float, ...] = (), good: bool = True
    ) -> None:
        change = shift(value, change)
        line = canvas.line().add(f"  {name[0].upper()}{name[1:]} ", "bold").add(number(value), "bold $tt-accent")
        line.add(f"  {arrow(change)} {signed(change)} since you last chose  ", tone(change, good))
        line.add(gauge(value, 20), "$tt-dim")
        if len(history) > 1:
            line.add(f"  so far {spark(history, min(canvas.width - line.at - 10, 40))}", "$tt-dim")
        canvas.put(line)

    def _trust(self, canvas: Canvas, view: SeatView, one: str, other: str) -> None:
        a, b = view.member(one), view.member(other)
        value = view.trust[one][other]
        change = shift(value, view.trust_change[one][other])
        line = canvas.line().add(f"  {a.emblem} ", f"bold $tt-{a.colour}").add(a.name, f"$tt-{a.colour}", room=20)
        line.add(" trusts ").add(f"{b.emblem} ", f"bold $tt-{b.colour}").add(b.name, f"$tt-{b.colour}", room=20)
        line.add(f" {number(value)}", "bold")
        line.add(f"  {arrow(change)} {signed(change)} since you last chose", tone(change))
        if canvas.width - line.at > 24:
            line.add("  ").add(gauge(value, 20), "$tt-dim")
        canvas.put(line)

    def _index(self, canvas: Canvas, index: Index) -> None:
        self._line(canvas, index.name, index.value, index.change, index.history)
        line = canvas.line().to(LABEL)
        for name, part in zip(INDEX_PARTS[index.name], index.parts, strict=True):
            if line.at + len(name) + 12 > canvas.width:
                canvas.put(line)
                line = canvas.line().to(LABEL)
            line.add(f"{name} ", "$tt-dim").add(f"{part.value:.0f}", "bold")
            line.add(f" ×{part.weight:.0f} %  ", "$tt-dim")
        canvas.put(line)
        told = f"the goal is {index.goal:.0f}; below {index.floor:.0f} the game is lost"
        canvas.put(canvas.line().to(LABEL).add(told, "$tt-dim"))

    def _crisis(self, canvas: Canvas, view: SeatView, card: str) -> None:
        crisis = view.crisis(card)
        if crisis is None:
            return
        line = canvas.line().add("  ").add(crisis.title, "bold", room=40).add(f"  {ladder(crisis.escalation)} ", "bold")
        canvas.put(line.add(f"step {crisis.escalation} of 6: {STEP[crisis.escalation]}", "bold"))
        canvas.put(canvas.line().to(LABEL).add(" · ".join(f"{n} {STEP[n]}" for n in range(1, 7)), "$tt-dim"))

    def _member(self, canvas: Canvas, view: SeatView, variable: str, seat: str) -> None:
        member = view.member(seat)
        if variable == "support":
            self._line(canvas, f"support in {member.name}", member.support, member.support_change)
            vote = f"; the next election is in turn {member.election}" if member.election else ""
            told = f"the mood is {member.mood}{vote}; {_MOODS}"
        elif variable == "means":
            canvas.put(canvas.line().add(f"  Means of {member.name} ", "bold").add(number(member.means), "bold"))
            told = f"{_MEANS}; spent so far {number(member.effort)}"
        elif variable == "burden":
            canvas.put(
                canvas.line().add(f"  {member.name} ", "bold")
                .add(f"has lately borne {member.burden_share:.0f} % of what all have borne", "bold")
            )  # fmt: skip
            told = f"its fair share is {member.fair_share:.0f} %, its part of the alliance's strength"
        else:
            self._line(canvas, f"the others' trust in {member.name}", member.standing, member.standing_change)
            told = "the mean of what all others trust it"
        canvas.write(f"{told}.", "$tt-dim", indent=LABEL, most=2)

    # ------------------------------------------------------------------ what moved it

    def _moved(self, canvas: Canvas, view: SeatView) -> None:
        left = self.least - len(canvas.lines) if self.least else 6
        lately = latest(view)
        known = numbers(view, lately, self.card)
        place = find(known, view, self.address)
        if place is None:
            return
        one: Number = known[place]
        rows = sorted(terms(lately, one), key=lambda row: -abs(row.amount))
        line = canvas.line().add("  lately ", "bold").to(LABEL)
        if not rows:
            canvas.put(line.add("nothing moved it", "$tt-dim"))
            return
        for row in rows[: max(left - 1, 1)]:
            line.add(f"{signed(row.amount, 2):>7} ", f"bold {tone(row.amount, one.good)}")
            line.add(f"{row.rule:<4} ", "$tt-accent").add(row.why or self.rule(row.rule))
            line.add(f"  ({self.rule(row.rule)})" if row.why else "", "$tt-dim")
            canvas.put(line)
            line = canvas.line().to(LABEL)
        if len(rows) > max(left - 1, 1):
            rest = total(rows[max(left - 1, 1) :])
            line.add(f"{signed(rest, 2):>7} ", f"bold {tone(rest, one.good)}").add("the rest.  ", "$tt-dim")
        canvas.put(line.add(" Enter: rule by rule, with the formula", "$tt-dim"))
