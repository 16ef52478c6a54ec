"""What may come, as the host has reckoned it: once for each turn, and only where the facilitator allows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from tabletop.errors import TabletopError
from tabletop.host.client.wire import Away
from tabletop.lab.coach import Coaching
from tabletop.lab.forecast import Outlook
from tabletop.session.foresight import Foresight

if TYPE_CHECKING:
    from tabletop.game.viewmodels import SeatView
    from tabletop.host.client.line import Line


class FarForesight(Foresight):
    """`grow` waits for the host, and raises as `Line.ask` does, unless it is to be `quiet`: then nothing comes."""

    def __init__(
        self, line: Line, view: SeatView, *, outlook: bool = True, coach: bool = True, quiet: bool = False
    ) -> None:
        self.seat, self.turn = view.seat, view.turn
        self.wants_outlook, self.wants_coach = outlook, coach and view.me is not None
        self.outlook = None
        self.coaching = None
        self._line, self._quiet = line, quiet

    def grow(self) -> Iterator[None]:
        try:
            yield from self._grow()
        except TabletopError:
            if not self._quiet:
                raise

    def _grow(self) -> Iterator[None]:
        try:
            if self.wants_outlook:
                self.outlook = TypeAdapter(Outlook | None).validate_python(self._line.ask("outlook").get("outlook"))
                yield
            if self.wants_coach:
                self.coaching = TypeAdapter(Coaching | None).validate_python(self._line.ask("coach").get("coaching"))
                yield
        except ValidationError:
            raise Away("The host's outlook is none that this Tabletop knows.", "Play on without.") from None
