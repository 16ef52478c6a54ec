"""What if somebody had chosen otherwise: the board of a turn that was played, and another move on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.lab.whatif import Altered, differing
from tabletop.session.sitting import Sitting
from tabletop.telling.hindsight import chosen
from tabletop.telling.sentences import names_of
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.room import Room
from tabletop.tui.table_keys import KEYS
from tabletop.tui.text import names_within
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.composer import Composer
from tabletop.tui.widgets.crises import Crises
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.game.viewmodels import SeatView
    from tabletop.lab.whatif import WhatIf

_MOVES = ("step(", "take(", "walk(", "turn(", "compare", "odds", "read")


class Seats(Painted):
    """Whose choice it is, and what that was."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.view: SeatView | None = None
        self.told = ""

    def show(self, view: SeatView, told: str) -> None:
        self.view, self.told = view, told
        self.repaint()

    def paint(self, canvas: Canvas) -> None:
        if self.view is None:
            return
        members = self.view.members
        called = names_within(members, (canvas.width - 1) // len(members) - 4)
        line = canvas.line().add(" ")
        for place, member in enumerate(members, 1):
            what, here = ("seat", member.seat), member.seat == self.view.seat
            line.add(f"{place}", "bold $tt-accent", what)
            line.add(f" {called[member.seat]} ", f"bold $tt-{member.colour} on $tt-mark" if here else "", what).add(" ")
        canvas.put(line)
        canvas.write(self.told, "$tt-dim", indent=1, most=2)


class Otherwise(Room):
    """Another choice of one member in one turn; only of a game that is over."""

    TOPIC: ClassVar[str] = "otherwise"
    BINDINGS = [
        Binding("enter", "play", "play it", id="otherwise: play", tooltip="Play the game with this choice"),
        Binding("tab", "seat(1)", "seat", id="otherwise: seat", tooltip="Another member's choice"),
        Binding(
            "shift+tab", "seat(-1)", "seat before", show=False, id="otherwise: seat before",
            tooltip="Another member's choice",
        ),
        *(
            Binding(
                str(digit), f"sit({digit})", f"seat {digit}", show=False, id=f"otherwise: seat {digit}",
                tooltip="Another member's choice",
            )
            for digit in range(1, 9)
        ),
        *(key for key in KEYS if isinstance(key, Binding) and key.action.startswith(_MOVES)),
        Binding("s", "number", "a rule", id="otherwise: number", tooltip="Another number of the model instead"),
        Binding("q", "back", "back", id="otherwise: back", tooltip="Back to the history"),
        Binding("escape", "back", "back", show=False, id="otherwise: escape", tooltip="Back to the history"),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting, turn: int, seat: str = "") -> None:
        """`seat`: whose choice to begin with; by default a person's."""
        super().__init__()
        self.sitting, self.turn = sitting, turn
        self.then = sitting.then(turn)
        self.played = sitting.played(turn, "room")
        self.seat = seat or (sitting.people[0] if sitting.people else next(iter(self.played.choices)))

    def body(self) -> Iterable[Widget]:
        yield TopLine(id="top")
        yield Seats(id="seats")
        yield Crises(id="crises-then", classes="panel -shown")
        yield Composer(id="composer")

    def on_mount(self) -> None:
        self.show()

    def show(self) -> None:
        """The board as the seat saw it, and what it chose."""
        view = self.then.view(self.seat)
        names = names_of(view, self.sitting.card_title, self.sitting.rule_title)
        was = self.played.choices[self.seat]
        self.query_one(TopLine).show(f"What if · turn {self.turn} · {view.member(self.seat).name}", view.act.title)
        self.query_one(Seats).show(view, f"It chose {chosen(was, names)}. What instead?")
        composer = self.query_one(Composer)
        composer.begin(view, lambda choice, others: self.then.forecast(self.seat, choice, others))
        composer.restore(was)
        self._look()
        self.refresh_bindings()

    def _look(self) -> None:
        view, crisis = self.query_one(Composer).view, self.query_one(Composer).crisis
        if view is not None:
            self.query_one(Crises).show(view, crisis.card if crisis else "")

    # ------------------------------------------------------------------ choosing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "step" and self.is_mounted and not self.query_one(Composer).has(str(parameters[0])):
            return False  # this level has no such row
        if action == "sit" and isinstance(parameters[0], int) and parameters[0] > len(self.played.choices):
            return False
        return super().check_action(action, parameters)

    def action_seat(self, by: int) -> None:
        seats = tuple(self.played.choices)
        self.action_sit((seats.index(self.seat) + by) % len(seats) + 1)

    def action_sit(self, place: int) -> None:
        self.seat = tuple(self.played.choices)[place - 1]
        self.show()

    def action_step(self, name: str, by: int) -> None:
        self.query_one(Composer).step(name, by)

    def action_take(self, name: str, value: str) -> None:
        self.query_one(Composer).take(name, value)

    def action_walk(self, by: int) -> None:
        self.query_one(Composer).walk(by)

    def action_turn(self, by: int) -> None:
        composer = self.query_one(Composer)
        composer.step(composer.at, by)

    def action_compare(self) -> None:
        self.query_one(Composer).compare()

    def action_read(self) -> None:
        from tabletop.tui.screens.pages import Story

        crisis = self.query_one(Composer).crisis
        if crisis is not None:
            self.app.push_screen(Story(self.then, self.seat, crisis.card))

    def action_odds(self) -> None:
        from tabletop.tui.screens.odds import Odds

        composer = self.query_one(Composer)
        found = composer.worth(composer.choice())
        if found is not None and found.choice.strategy != "hold":
            self.app.push_screen(Odds(self.then, self.seat, found, composer.assumed()))

    def about(self) -> Iterable[tuple[str, str]]:
        return self.query_one(Composer).about()

    def on_composer_looked(self, message: Composer.Looked) -> None:
        self._look()

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, *rest = message.what
        composer = self.query_one(Composer)
        if kind == "read" or (kind == "crisis" and composer.crisis is not None and composer.crisis.card == rest[0]):
            self.action_read()
        elif kind == "crisis":
            composer.take("crisis", rest[0])
        elif kind == "odds":
            self.action_odds()
        elif kind == "seat":
            self.seat = rest[0]
            self.show()

    # ------------------------------------------------------------------ playing it

    def action_play(self) -> None:
        """Play the game with the other choice; what was chosen anyway is no question."""
        composer = self.query_one(Composer)
        choice = composer.choice()
        if not differing(self.played.choices[self.seat], choice):
            self.tell("That is what it chose: pick something else.")
            return
        self._ask(Altered(self.turn, self.seat, choice))

    @work(thread=True, exclusive=True)
    def _ask(self, change: Altered) -> None:
        try:
            found = self.sitting.whatif([change])
        except TabletopError as error:
            self.hand_back(self.tell, str(error), bad=True)
            return
        self.hand_back(self._told, found)

    def _told(self, found: WhatIf) -> None:
        from tabletop.tui.screens.whatif import WhatIf as Told

        self.app.push_screen(Told(self.sitting, found))

    def action_number(self) -> None:
        """Ask of a rule's number instead of a choice."""
        from tabletop.tui.screens.othernumber import OtherNumber

        self.app.push_screen(OtherNumber(self.sitting))

    def action_back(self) -> None:
        self.dismiss()
