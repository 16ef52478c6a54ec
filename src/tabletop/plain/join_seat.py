"""What somebody in a class has before them: the board that the host sends, and a line to have things done."""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING, Any, Final, cast

from tabletop.errors import TabletopError
from tabletop.host.client.sitting import FarSitting
from tabletop.host.client.wire import Away
from tabletop.host.client.words import named
from tabletop.plain.here import Here, Puzzled
from tabletop.plain.speech import a
from tabletop.telling.sentences import Names, names_of
from tabletop.telling.worth import companions

if TYPE_CHECKING:
    from concurrent.futures import Future

    from tabletop.game.advice import Forecast
    from tabletop.game.choice import Choice
    from tabletop.host.client.line import Line
    from tabletop.plain.keyboard import Keyboard
    from tabletop.plain.paper import Paper
    from tabletop.session.desk import Desk

PATIENCE: Final = 6.0
"""Seconds to wait for an answer before one is told that it takes longer."""


class SeatHere(Here):
    """`Here`, for a game that is played on the host."""

    sitting: FarSitting

    def __init__(self, line: Line, paper: Paper, keyboard: Keyboard) -> None:
        super().__init__(cast("Desk", None), FarSitting(line), paper, keyboard)
        self.line = line
        self.late: queue.SimpleQueue[str] = queue.SimpleQueue()
        """What came of things that were sent long ago."""
        self.sealed = 0
        """The turn for which this person has committed: known before the host's next push tells it."""

    @property
    def me(self) -> dict[str, Any]:
        return self.line.part("me")

    @property
    def ended(self) -> bool:
        """Whether the story has come to its end, or the class to its own."""
        return self.sitting.over or bool(self.line.part("class").get("ended"))

    @property
    def speaks(self) -> bool:
        return bool(self.me.get("speaker"))

    @property
    def names(self) -> Names:
        if self.sitting.ready:
            return names_of(self.view, self.sitting.card_title, self.sitting.rule_title)
        known = {str(one.get("seat")): str(one.get("name")) for one in self.line.part("table").get("seats") or ()}
        return Names(lambda seat: known.get(seat, seat), self.sitting.card_title, self.sitting.rule_title)

    def worth(self, choice: Choice, others: tuple[str, ...] | None = None) -> Forecast | None:
        """As at any table; a host that does not answer is said to be away, not the choice to be impossible."""
        assumed = companions(self.view, choice) if others is None else others
        try:
            return self.sitting.forecast(self.seat, choice, assumed)
        except Away as away:
            raise Puzzled(f"The chance cannot be told: {away.message}") from None
        except TabletopError:
            return None

    def named(self, text: str) -> str:
        """A sentence of the host's, in which seats may go by their ids, with their names."""
        seats = {str(one.get("seat")): str(one.get("name")) for one in self.line.part("table").get("seats") or ()}
        return named(text, seats)

    def does(self, verb: str, said: str = "", **fields: Any) -> bool:
        """Have the host do something; whether it is done by now. What it refuses is told in its own words."""
        told = self.line.do(verb, **fields)
        self.paper.flush()
        try:
            told.result(PATIENCE)
        except TimeoutError:
            self.paper.say("The host does not answer yet. It is asked until it does; nothing is lost.")
            told.add_done_callback(lambda done: self.late.put(_late(verb, done)))
            return False
        except TabletopError as error:
            for line in error.lines():
                self.paper.say(a(self.named(line)))
            return False
        self.paper.say(said)
        return True


def _late(verb: str, done: Future[dict[str, Any]]) -> str:
    error = done.exception()
    word = verb.replace("_", " ")
    return f"Your “{word}” has arrived." if error is None else f"Your “{word}” was not done: {error}"
