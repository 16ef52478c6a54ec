"""Your move: the rows of the choice, and below them what it would be worth, live."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.message import Message

from tabletop.errors import TabletopError
from tabletop.telling.sentences import effect, offence, sorted_terms
from tabletop.telling.words import (  # fmt: skip
    CLAUSE,
    CLAUSE_HINT,
    STRATEGIES,
    STRATEGY,
    STRATEGY_HINT,
    STRATEGY_KEY,
    TACTIC,
    TACTIC_HINT,
    gauge,
    number,
    signed,
)
from tabletop.tui.canvas import Canvas, tone
from tabletop.tui.text import fit
from tabletop.tui.widgets.crises import own_stake
from tabletop.tui.widgets.form import Option, Row, draw_row
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.choice import Choice
    from tabletop.game.viewmodels import CrisisFacts, SeatView

Odds = Callable[["Choice", tuple[str, ...]], "Forecast"]
LABEL = 12


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
        self._worth: dict[Any, Forecast | None] = {}

    # ------------------------------------------------------------------ what is chosen

    def begin(self, view: SeatView, odds: Odds) -> None:
        """A new turn: fresh rows, with a sensible choice already made."""
        self.view, self.odds, self._worth, self.comparing = view, odds, {}, False
        self.rows = {}
        allowed = view.options
        if allowed is None or not allowed.open:
            self.repaint()
            return
        crises = {crisis.card: crisis for crisis in view.crises}
        if crises:
            cards = [Option(found.card, crises[found.card].title) for found in allowed.crises if found.card in crises]
            self.rows["crisis"] = Row("crisis", "crisis", cards, key="n", wide=True)
            self.rows["crisis"].take(
                max(crises.values(), key=lambda c: ((own_stake(c, view.seat) or 0) * c.escalation, -c.slot)).card
            )
        self.rows["strategy"] = Row("strategy", "way", [
            Option(word, STRATEGY[word], STRATEGY_KEY[word], hint=STRATEGY_HINT[word])
            for word in STRATEGIES if word in allowed.strategies
        ])  # fmt: skip
        if allowed.tactics:
            self.rows["tactic"] = Row(
                "tactic",
                "tactic",
                [Option(w, TACTIC[w], hint=TACTIC_HINT[w]) for w in allowed.tactics],
                key="a",
                wide=True,
            )
        self.rows["partner"] = Row("partner", "partner", [], key="p", wide=True)
        if allowed.clauses:
            self.rows["clause"] = Row(
                "clause",
                "clause",
                [Option(w, CLAUSE[w], hint=CLAUSE_HINT[w]) for w in allowed.clauses],
                key="s",
                wide=True,
            )
            self.rows["clause"].take("consult")
        self.rows["effort"] = Row("effort", "effort", [Option(n, str(n)) for n in allowed.efforts], key="e")
        self.rows["effort"].take(1)
        self._partners()
        self._likeliest()
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

    @property
    def crisis(self) -> CrisisFacts | None:
        """The crisis that is looked at."""
        row = self.rows.get("crisis")
        return self.view.crisis(row.option.value) if self.view and row and row.options else None

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
        return row.option.value if row and row.options else None

    def _partners(self) -> None:
        """Partners of the crisis that is looked at; a quarrelling party or the most trusting ally first in mind."""
        view, crisis, row = self.view, self.crisis, self.rows.get("partner")
        if view is None or row is None:
            return
        before = row.option.value if row.options else None
        found = view.options.crisis(crisis.card) if view.options and crisis else None
        row.options = [self._partner(view, name) for name in found.targets] if found else []
        row.at = 0
        if row.options and not row.take(before):
            allies = [option.value for option in row.options if option.value != "outside"]
            parties = [seat for seat in (crisis.parties if crisis else ()) if seat in allies]
            me = view.seat
            row.take(max(parties or allies, key=lambda seat: view.trust[seat][me] + view.trust[me][seat], default=None))

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

    def _likeliest(self) -> None:
        """Take the way with the best chance: a place to start from, not advice."""
        if self.crisis is None:
            return
        worth = {word: found.chance for word in STRATEGIES[:-1] if (found := self.worth(self.choice(word)))}
        if worth:
            self.rows["strategy"].take(max(worth, key=lambda word: worth[word]))

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
        if self.view is None or choice.strategy != "multilateral":
            return ()
        return tuple(member.seat for member in self.view.members if member.seat != self.view.seat)

    # ------------------------------------------------------------------ changing it

    def shown_rows(self) -> list[Row]:
        """The rows that mean something for the strategy that is chosen."""
        way = self._value("strategy")
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
            if self.crisis is not None:
                self.post_message(self.Looked(self.crisis.card))
        self.repaint()

    def compare(self) -> None:
        """All ways side by side instead of the terms of one."""
        self.comparing = not self.comparing
        self.repaint()

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, name, *rest = message.what
        message.stop()
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
        for row in self.shown_rows():
            self._note(row)
            draw_row(canvas, row, row.name == self.at, LABEL)
        if self.crisis is None:
            canvas.write("There is nothing to work on: everybody holds.", "$tt-dim", indent=LABEL)
        elif self.comparing:
            self._compare(canvas)
        elif self._value("strategy") == "hold":
            self._holding(canvas)
        else:
            self._worth_of(canvas)

    def _note(self, row: Row) -> None:
        me = self.view.me if self.view else None
        if row.name == "effort" and me is not None:
            row.note = f"you have {number(me.means)} means"
        elif row.name == "crisis" and self.crisis is not None:
            label = self.crisis.labels.get(self._value("strategy") or "", "")
            row.note = f"“{fit(label, 40)}”" if label else ""

    def _holding(self, canvas: Canvas) -> None:
        canvas.put(
            canvas.line()
            .add("  hold", "bold")
            .to(LABEL)
            .add("You stay out this turn and gather half a means more. The others will notice.", "")
        )
        if self.crisis is not None and (own_stake(self.crisis, self.view.seat if self.view else "") or 0) >= 0.7:
            canvas.put(
                canvas.line().to(LABEL).add("▼ A crisis of yours is open: holding costs support at home.", "$tt-bad")
            )

    def _worth_of(self, canvas: Canvas) -> None:
        choice = self.choice()
        found = self.worth(choice)
        if found is None or self.crisis is None or self.view is None:
            canvas.put(canvas.line().to(LABEL).add("This choice is not possible now.", "$tt-bad"))
            return
        line = canvas.line().add("  chance", "bold").to(LABEL).add(f"{found.chance:>3.0f} %", "bold $tt-accent")
        line.add(f"  {gauge(found.chance, 12)}  ", "$tt-accent").add(self._if(choice), "$tt-dim")
        canvas.put(line)
        self._terms(canvas, found)
        line = canvas.line().add("  success", "bold").to(LABEL).add(effect(found, self.crisis.escalation), "bold")
        if found.steps > 0:
            line.add(", at once" if found.fast else ", but only after this turn's escalation", "$tt-dim")
        if found.limited and found.steps == 1:
            line.add(f"  ▼ held to one by {found.limited} (R10b)", "$tt-warn")
        canvas.put(line)
        short = {member.seat: member.short for member in self.view.members}
        line = canvas.line().add("  cost", "bold").to(LABEL).add(f"{number(found.cost)} means")
        offended = offence(found, lambda seat: short[seat])
        line.add(" · ").add(offended, "$tt-warn" if "may" in offended else "$tt-dim")
        canvas.put(line)

    def _if(self, choice: Choice) -> str:
        """Under which assumption about the others, and what another would make of it."""
        view = self.view
        assert view is not None
        if choice.strategy == "bilateral":
            both = self.worth(choice, (choice.target or "",)) if choice.target != "outside" else None
            return f"alone; {both.chance:.0f} % if your partner proposes it too" if both else "with the other side"
        others = [member.seat for member in view.members if member.seat != view.seat]
        if choice.strategy == "multilateral":
            full = self.worth(choice)
            quorum = full.quorum if full else len(others)
            bare = self.worth(choice, tuple(others[: quorum - 1]))
            return f"if all join; {bare.chance:.0f} % with {quorum}, the quorum" if bare else "if all join"
        one = max(others, key=lambda seat: view.trust[seat][view.seat])
        two = self.worth(choice, (one,))
        return f"alone; {two.chance:.0f} % if {view.member(one).name} joins" if two else "alone"

    def _terms(self, canvas: Canvas, found: Forecast) -> None:
        """Every term, the largest first, on two lines."""
        terms = sorted_terms(found.terms)
        lines = [canvas.line().to(2).add("because", "bold").to(LABEL), canvas.line().to(LABEL)]
        at = 0
        for number_, (name, value) in enumerate(terms):
            text = f"{name} {signed(value)}"
            last = at == len(lines) - 1
            room = canvas.width - lines[at].at - (16 if last and number_ < len(terms) - 1 else 0)
            if len(text) + 3 > room:
                if last:
                    rest = sum(value for _, value in terms[number_:])
                    lines[at].add(f"{len(terms) - number_} more {signed(rest)}", "$tt-dim")
                    break
                at += 1
            lines[at].add(f"{name} ", "$tt-dim").add(signed(value), tone(value)).add("   ")
        for line in lines:
            canvas.put(line)

    def _compare(self, canvas: Canvas) -> None:
        """Each way on a line: chance, effect, offence."""
        assert self.view is not None
        assert self.crisis is not None
        short = {member.seat: member.short for member in self.view.members}
        for word in STRATEGIES[:-1]:
            found = self.worth(self.choice(word))
            here = word == self._value("strategy")
            what = ("take", "strategy", word)
            line = (
                canvas.line()
                .add("▸ " if here else "  ", "bold $tt-accent")
                .add(f"{STRATEGY_KEY[word]} ", "bold $tt-accent", what)
            )
            line.add(f"{STRATEGY[word]:<13}", "bold" if here else "", what)
            if found is None:
                canvas.put(line.add("not possible now", "$tt-dim"))
                continue
            line.add(f"{found.chance:>3.0f} % ", "bold $tt-accent", what).add(
                f"{gauge(found.chance, 6)} ", "$tt-accent", what
            )
            told = (
                "prepares the ground" if word == "track2" and not found.steps else effect(found, self.crisis.escalation)
            )
            line.add(f"{told:<24} ", "", what)
            canvas.put(line.add(offence(found, lambda seat: short[seat], 2), "$tt-dim", what))
        canvas.put(
            canvas.line()
            .to(4)
            .add("A summit is reckoned with everybody, the rest with you alone.  o: the terms", "$tt-dim")
        )
