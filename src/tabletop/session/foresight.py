"""What one seat may be told of the time to come: the outlook and the coach, each growing surer while it is asked for.

Who may see them is decided here, by two settings of the person at the machine: `on` is for one person alone, with
several at one screen they stay away, for what one is advised the others would read; `facilitator` lets them be there
too, because whoever leads the game allows it; `off` is off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tabletop.lab import coach, forecast
from tabletop.lab.prospect import Prospect

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.lab.coach import Coaching
    from tabletop.lab.forecast import Outlook


def allowed(wish: str, shared: bool) -> bool:
    """Whether a setting (on, facilitator, off) lets something be shown; `shared`: several people sit at the table."""
    return wish == "facilitator" or (wish == "on" and not shared)


class Foresight:
    """The time to come as one seat may know it, at one turn.

    Making it is cheap and looks at the game; `grow` takes time, no longer looks at the game, and may run in a thread of
    its own.  Raises `Illegal` for a game that is over.
    """

    def __init__(
        self, game: Game, seat: str, *, outlook: bool = True, coach: bool = True, npc: Mapping[str, str] | None = None
    ) -> None:  # fmt: skip
        """`npc`: the minds of the seats that no person plays, by member."""
        self.seat, self.turn = seat, game.turn
        self.wants_outlook, self.wants_coach = outlook, coach and seat in game.seats
        self.outlook: Outlook | None = None
        """The latest; None until there is one."""
        self.coaching: Coaching | None = None
        self._prospect = Prospect(game, seat)
        self._outlook = Prospect(game, seat, minds=npc)

    def grow(self) -> Iterator[None]:
        """Yields whenever something has become surer: the first outlook, the first coaching, then both refined."""
        outlooks = forecast.outlooks(self._outlook, forecast.FIRST, forecast.MOST)
        coachings = coach.coachings(self._prospect, coach.FIRST, coach.MOST)
        going = [self.wants_outlook, self.wants_coach]
        while any(going):
            if going[0]:
                made = next(outlooks, None)
                self.outlook, going[0] = made or self.outlook, made is not None
                if made is not None:
                    yield
            if going[1]:
                advice = next(coachings, None)
                self.coaching, going[1] = advice or self.coaching, advice is not None
                if advice is not None:
                    yield
