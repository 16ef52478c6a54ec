"""Your move: the rows of the choice, and below them what it would be worth, live."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.message import Message

from tabletop.errors import TabletopError
from tabletop.telling.words import (  # fmt: skip
    CLAUSE,
    CLAUSE_HINT,
    STRATEGIES,
    STRATEGY,
    STRATEGY_HINT,
    STRATEGY_KEY,
    TACTIC,
    TACTIC_HINT,
    number,
)
from tabletop.telling.worth import assumption, companions, natural_partner, pressing
from tabletop.tui.canvas import Canvas
from tabletop.tui.widgets.form import Option, Row, draw_row
from tabletop.tui.widgets.painted import Painted
from tabletop.tui.widgets.worth import LABEL, draw_compare, draw_difference, draw_hold, draw_ways, draw_worth

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.choice import Choice
    from tabletop.game.viewmodels import CrisisFacts, SeatView

Odds = Callable[["Choice", tuple[str, ...]], "Forecast"]
WIDE, BROAD = 110, 160
"""Cells from which there is more room for terms, and from which all ways stand beside the chosen one."""


_HELP = {
    "strategy": "How you work on it", "tactic": "Tactics: how you talk", "partner": "With whom",
    "clause": "What is agreed", "effort": "How much you spend",
}  # fmt: skip
_EFFORT = (
    "Each point of effort costs one of your means and raises the chance; what it must reach grows with the step of the "
    "crisis. Effort is also what your allies count when they ask who bore the burden."
)


class Composer(Painted):
    """One choice in the making. It asks `odds` what a choice is worth and knows no rule itself."""

    class Looked(Message):
        """Another crisis is looked at."""

        def __init__(self, card: str) -> None:
            super().__init__()
            self.card = card

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.view: SeatView | None = None
        self.odds: Odds | None = None
        self.rows: dict[str, Row] = {}
        self.at = "strategy"
        self.comparing = False
        self.kept: Choice | None = None
        """The option that the present one is compared with."""
        self.asked = False
        """Somebody wanted to seal and had chosen nothing."""
        self.keys: dict[str, str] = dict(STRATEGY_KEY)
        """The key of each way."""
        self._worth: dict[Any, Forecast | None] = {}

    # ------------------------------------------------------------------ what is chosen

    def begin(self, view: SeatView, odds: Odds) -> None:
        """A new turn: fresh rows, the crisis that presses most, and no way chosen."""
        self.view, self.odds, self._worth, self.comparing = view, odds, {}, False
        self.kept, self.asked = None, False
        self.rows = {}
        self.keys = {word: self.key_for(f"table: {word}", key) for word, key in STRATEGY_KEY.items()}
        allowed = view.options
        if allowed is None or not allowed.open:
            self.repaint()
            return
        crises = {crisis.card: crisis for crisis in view.crises}
        if crises:
            cards = [Option(found.card, crises[found.card].title) for found in allowed.crises if found.card in crises]
            self.rows["crisis"] = Row("crisis", "crisis", cards, key=self.key_for("table: crisis", "n"), wide=True)
            first = pressing(view)
            self.rows["crisis"].take(first.card if first else None)
        self.rows["strategy"] = Row("strategy", "way", [
            Option(word, STRATEGY[word], self.keys[word], hint=STRATEGY_HINT[word])
            for word in STRATEGIES if word in allowed.strategies
        ], at=-1 if crises else 0)  # fmt: skip
        if allowed.tactics:
            found = [Option(w, TACTIC[w], hint=TACTIC_HINT[w]) for w in allowed.tactics]
            self.rows["tactic"] = Row("tactic", "tactic", found, key=self.key_for("table: tactic", "a"), wide=True)
        self.rows["partner"] = Row("partner", "partner", [], key=self.key_for("table: partner", "p"), wide=True)
        if allowed.clauses:
            found = [Option(w, CLAUSE[w], hint=CLAUSE_HINT[w]) for w in allowed.clauses]
            self.rows["clause"] = Row("clause", "clause", found, key=self.key_for("table: clause", "s"), wide=True)
            self.rows["clause"].take("consult")
        efforts = [Option(n, str(n)) for n in allowed.efforts]
        self.rows["effort"] = Row("effort", "effort", efforts, key=self.key_for("table: effort", "e"))
        self.rows["effort"].take(1)
        self._partners()
        if view.choice is not None:
            self.restore(view.choice)
        self.at = "strategy"
        self.repaint()

    def restore(self, choice: Choice) -> None:
        """Show a choice that was made before."""
        for name, value in (
            ("crisis", choice.card),
            ("strategy", choice.strategy),
            ("tactic", choice.tactic),
            ("effort", choice.effort),
        ):
            if name in self.rows and value is not None:
                self.rows[name].take(value)
        self._partners()
        for name, value in (("partner", choice.target), ("clause", choice.clause)):
            if name in self.rows and value is not None:
                self.rows[name].take(value)
        self.repaint()

    @property
    def decided(self) -> bool:
        """Whether a way has been chosen; what is not decided cannot be sealed."""
        row = self.rows.get("strategy")
        return row is None or row.taken

    def back(self) -> bool:
        """One step back: the comparison is closed, or else the way is dropped; False when there was neither."""
        if self.comparing:
            self.compare()
        elif "strategy" in self.rows and self.crisis is not None and self.decided:
            self.rows["strategy"].at = -1
            self._changed("strategy")
            self.at = "strategy"
        else:
            return False
        return True

    def ask(self) -> None:
        """Say what is missing."""
        self.asked, self.comparing = True, False
        self.repaint(layout=False)

    @property
    def crisis(self) -> CrisisFacts | None:
        """The crisis that is looked at."""
        row = self.rows.get("crisis")
        return self.view.crisis(row.option.value) if self.view and row and row.taken else None

    def choice(self, strategy: str | None = None) -> Choice:
        """The choice as it stands, or as it would be with another strategy."""
        from tabletop.game.choice import WITH_CLAUSE, Choice

        way = strategy or self._value("strategy") or "hold"
        if way == "hold" or self.crisis is None:
            return Choice()
        return Choice(
            strategy=way, tactic=self._value("tactic"), effort=self._value("effort") or 0,
            target=self._value("partner") if way == "bilateral" else None,
            clause=self._value("clause") if way in WITH_CLAUSE else None, card=self.crisis.card,
        )  # fmt: skip

    def _value(self, name: str) -> Any:
        row = self.rows.get(name)
        return row.option.value if row and row.taken else None

    def _partners(self) -> None:
        """Partners of the crisis that is looked at; a quarrelling party or the most trusting ally first in mind."""
        view, crisis, row = self.view, self.crisis, self.rows.get("partner")
        if view is None or row is None:
            return
        before = row.option.value if row.taken else None
        found = view.options.crisis(crisis.card) if view.options and crisis else None
        row.options = [self._partner(view, name) for name in found.targets] if found else []
        row.at = 0
        if row.options and not row.take(before):
            row.take(natural_partner(view, crisis, [option.value for option in row.options]))

    def _partner(self, view: SeatView, name: str) -> Option:
        if name == "outside":
            return Option(name, view.outside.name, hint="the other side itself: everybody left out will mind")
        member = view.member(name)
        trust = view.trust[name][view.seat]
        return Option(
            name,
            f"{member.emblem} {member.name}",
            colour=f"$tt-{member.colour}",
            hint=f"trusts you {trust:.0f}, you trust it {view.trust[view.seat][name]:.0f}",
        )

    # ------------------------------------------------------------------ what it is worth

    def worth(self, choice: Choice, companions: tuple[str, ...] | None = None) -> Forecast | None:
        """The forecast; kept until the turn is over."""
        if self.odds is None:
            return None
        others = self.companions(choice) if companions is None else companions
        if (choice, others) not in self._worth:
            try:
                self._worth[choice, others] = self.odds(choice, others)
            except TabletopError:
                self._worth[choice, others] = None
        return self._worth[choice, others]

    def companions(self, choice: Choice) -> tuple[str, ...]:
        """Whom the forecast takes to join: everybody in a summit, nobody otherwise."""
        return companions(self.view, choice) if self.view is not None else ()

    def assumed(self) -> str:
        """What the present forecast takes the others to do."""
        return assumption(self.view, self.choice(), self.worth) if self.view is not None and self.decided else ""

    def about(self) -> list[tuple[str, str]]:
        """What can be chosen in the row of the cursor, for the help."""
        row = self.rows.get(self.at)
        if row is None:
            return []
        hints = [f"{option.label}: {option.hint}." for option in row.options if option.hint]
        return [(_HELP.get(row.name, row.label), "\n".join(hints) or _EFFORT)] if hints or row.name == "effort" else []

    # ------------------------------------------------------------------ changing it

    def has(self, name: str) -> bool:
        """Whether there can be such a row at this level; before the first turn is shown nothing is ruled out."""
        return not self.rows or name in self.rows

    def shown_rows(self) -> list[Row]:
        """The rows that mean something for the strategy that is chosen."""
        way = self._value("strategy")
        if way is None:
            return [self.rows[name] for name in ("crisis", "strategy") if name in self.rows]
        hidden = {
            "hold": {"tactic", "partner", "clause", "effort"}, "multilateral": {"partner"},
            "confidence": {"partner", "clause"}, "track2": {"partner", "clause"},
        }.get(way or "hold", set())  # fmt: skip
        return [row for name, row in self.rows.items() if name not in hidden]

    def walk(self, by: int) -> None:
        """The cursor up or down."""
        names = [row.name for row in self.shown_rows()]
        if names:
            self.at = names[(names.index(self.at) + by) % len(names)] if self.at in names else names[0]
            self.repaint(layout=False)

    def step(self, name: str, by: int) -> None:
        """The next or the last choice of a row."""
        row = next((row for row in self.shown_rows() if row.name == name), None)
        if row is None or not row.options:
            return
        row.move(by)
        self.at = name
        self._changed(name)

    def take(self, name: str, value: Any) -> None:
        """A certain choice of a row."""
        row = self.rows.get(name)
        if row is not None and row.take(value):
            self.at = name
            self._changed(name)

    def _changed(self, name: str) -> None:
        if name == "crisis":
            self._partners()
            self.kept = None
            if self.crisis is not None:
                self.post_message(self.Looked(self.crisis.card))
        if self.comparing and self.kept is None and self.decided:
            self._keep()
        self.asked = False
        self.repaint(layout=False)

    def compare(self) -> None:
        """All ways side by side instead of the terms of one; the present option is kept to compare others with."""
        self.comparing = not self.comparing
        self.kept = None
        if self.comparing and self.decided:
            self._keep()
        self.repaint(layout=False)

    def _keep(self) -> None:
        if self._value("strategy") != "hold":
            self.kept = self.choice()

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, *rest = message.what
        if kind not in ("step", "take", "row", "compare"):
            return
        message.stop()
        if kind == "compare":
            self.compare()
            return
        name, *rest = rest
        if kind == "step":
            self.step(name, rest[0])
        elif kind == "take":
            self.take(name, rest[0])
        elif kind == "row":
            self.at = name
            self.repaint(layout=False)

    # ------------------------------------------------------------------ drawing

    def paint(self, canvas: Canvas) -> None:
        if self.view is None or not self.rows:
            return
        if canvas.width >= BROAD and self.crisis is not None:
            left, right = Canvas(canvas.width // 2 - 1), Canvas(canvas.width - canvas.width // 2 - 1)
            self._rows(left)
            self._chosen(left, 4)
            right.rule("All ways side by side")
            self._side_by_side(right, 5)
            canvas.beside(left, right)
        else:
            self._rows(canvas)
            if self.crisis is None:
                canvas.write("There is nothing to work on: everybody holds.", "$tt-dim", indent=LABEL)
            elif self.comparing:
                self._side_by_side(canvas, max(self._height(canvas) - len(canvas.lines) - 4, 1))
            else:
                # Terms take every line that the rows leave: two, where a bilateral of the full game has six rows.
                self._chosen(canvas, max(self._height(canvas) - len(canvas.lines) - 3, 2))
        for _ in range(self._height(canvas) - len(canvas.lines)):
            canvas.put()

    def _height(self, canvas: Canvas) -> int:
        """The same for everything that can be chosen in a turn, so that the board above it stands still."""
        return max(len(self.rows) + (5 if canvas.width < WIDE else 6), 11)

    def _rows(self, canvas: Canvas) -> None:
        for row in self.shown_rows():
            if row.name == "strategy" and not self.decided:
                continue
            self._note(canvas, row)
            draw_row(canvas, row, row.name == self.at, LABEL)
            if row.name == "strategy" and self.named and self._below(canvas):
                canvas.put(canvas.line().to(LABEL).add(f"“{self.named}”", "$tt-dim"))

    def _chosen(self, canvas: Canvas, most: int) -> None:
        """What there is to know before sealing; the terms on `most` lines."""
        view, crisis = self.view, self.crisis
        assert view is not None
        assert crisis is not None
        if not self.decided:
            ways = [option.value for option in self.rows["strategy"].options]
            room = self._height(canvas) - len(canvas.lines)
            keys, compare = {way: self.keys[way] for way in ways}, self.key_for("table: compare", "o")
            draw_ways(canvas, crisis, keys, asked=self.asked, most=room, compare=compare)
        elif self._value("strategy") == "hold":
            draw_hold(canvas, view, crisis)
        else:
            choice = self.choice()
            found = self.worth(choice)
            assumed = assumption(view, choice, self.worth) if found else ""
            draw_worth(canvas, view, crisis, found, assumed, most, self.key_for("table: odds", "d"))

    def _side_by_side(self, canvas: Canvas, most: int) -> None:
        assert self.view is not None
        assert self.crisis is not None
        here = self._value("strategy")
        kept = self.worth(self.kept) if self.kept else None
        draw_compare(canvas, self.view, self.crisis, self.keys, here, lambda way: self.worth(self.choice(way)), kept)
        choice = self.choice() if self.decided else None
        draw_difference(canvas, self.keys, kept, self.worth(choice) if choice else None, most)

    def _note(self, canvas: Canvas, row: Row) -> None:
        me = self.view.me if self.view else None
        if row.name == "effort" and me is not None:
            row.note = f"you have {number(me.means)} means"
        elif row.name == "crisis" and self.crisis is not None:
            row.note = f"“{self.named}”" if self.named and self._beside(canvas, row) else ""

    @property
    def named(self) -> str:
        """What the author calls the way that is chosen, in this crisis."""
        return self.crisis.labels.get(self._value("strategy") or "", "") if self.crisis is not None else ""

    def _beside(self, canvas: Canvas, row: Row) -> bool:
        """Whether that stands whole beside the crisis."""
        taken = LABEL + 2 + cell_len(row.option.label) + 2 + (9 if len(row.options) > 1 else 2)
        wide = canvas.width >= WIDE or not self._spare(canvas)
        return wide and taken + cell_len(self.named) + 5 <= canvas.width

    def _below(self, canvas: Canvas) -> bool:
        """Whether it has a line of its own: where the rows leave one."""
        row = self.rows.get("crisis")
        return row is not None and row.taken and self._spare(canvas) and not self._beside(canvas, row)

    def _spare(self, canvas: Canvas) -> bool:
        """Whether rows and terms leave a line free."""
        return len(self.shown_rows()) + 5 + (self.comparing and canvas.width < BROAD) < self._height(canvas)
