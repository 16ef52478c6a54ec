"""One's own move in a class: what it is worth is asked of the host, and nothing waits for the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

from tabletop.telling.words import STRATEGIES
from tabletop.telling.worth import assumption
from tabletop.tui.canvas import Canvas
from tabletop.tui.join.top import draw_class
from tabletop.tui.widgets.composer import Composer
from tabletop.tui.widgets.worth import LABEL

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.choice import Choice
    from tabletop.game.viewmodels import SeatView
    from tabletop.host.client.sitting import FarSitting, Weighed


class SeatComposer(Composer):
    """As at any table while there is something to choose; else what goes on in the class."""

    class Wanted(Message):
        """Forecasts that are not known yet."""

        def __init__(self, weighed: list[Weighed]) -> None:
            super().__init__()
            self.weighed = weighed

    def __init__(self, sitting: FarSitting, **given: Any) -> None:
        super().__init__(**given)
        self.sitting = sitting
        self._missing: dict[Weighed, None] = {}

    @property
    def resting(self) -> bool:
        """Whether there is nothing to choose now."""
        return not self.sitting.waiting or not self.rows

    def see(self, view: SeatView) -> None:
        """The same turn, with another number somewhere: what is being chosen stays."""
        self.view = view
        self.repaint()

    def worth(self, choice: Choice, companions: tuple[str, ...] | None = None) -> Forecast | None:
        """The forecast, if the host has told it; what is missing is asked for when all is drawn."""
        one = choice, self.companions(choice) if companions is None else companions
        known, found = self.sitting.known(one)
        if not known:
            self._missing[one] = None
        return found

    def prefetch(self) -> None:
        """Ask for all ways on the crisis that is looked at, before anybody wants to know."""
        if not self.resting and self.crisis is not None:
            for way in STRATEGIES[:-1]:
                self.worth(self.choice(way))
            self._send()

    def _send(self) -> None:
        missing, self._missing = list(self._missing), {}
        if missing:
            self.post_message(self.Wanted(missing))

    def paint(self, canvas: Canvas) -> None:
        if self.view is None:
            return
        if self.resting:
            app: Any = self.app
            usual = {"talk": ("seat: talk", "6"), "class": ("seat: class", "7"), "undo": ("table: undo", "u"),
                     "end": ("seat: end", "9")}  # fmt: skip
            draw_class(canvas, app, {name: self.key_for(*of) for name, of in usual.items()})
            for _ in range(self._height(canvas) - len(canvas.lines)):
                canvas.put()
            return
        super().paint(canvas)
        self._send()

    def _chosen(self, canvas: Canvas, most: int) -> None:
        if self.decided and self._value("strategy") != "hold" and self.view is not None:
            choice = self.choice()
            if not self.sitting.known((choice, self.companions(choice)))[0]:
                self.worth(choice)
                line = canvas.line().add(" ").add(f"{self.key_for('table: odds', 'd')} ", "bold $tt-accent")
                canvas.put(line.add("chance", "bold").to(LABEL).add("the host reckons …", "$tt-dim"))
                return
            assumption(self.view, choice, self.worth)
        super()._chosen(canvas, most)
