"""A game that is played elsewhere, as the faces see it: the same views, made of what the host sends and answers.

What the state leaves out (the ledgers) is asked for once a turn, by `update`, which takes as long as the network does.
Everything that only whoever has the game itself can do is refused in a sentence.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from tabletop.errors import TabletopError
from tabletop.game.advice import Forecast
from tabletop.game.choice import Choice
from tabletop.game.errors import Illegal
from tabletop.game.records import LedgerRow
from tabletop.game.viewmodels import CardHistory, Played, SeatView
from tabletop.host.client.opened import opened
from tabletop.host.client.reading import model_of
from tabletop.host.client.wire import Away, Refused
from tabletop.session.sitting import Sitting
from tabletop.session.wish import Wish
from tabletop.telling.worth import companions as usual

if TYPE_CHECKING:
    from tabletop.host.client.line import Line
    from tabletop.session.foresight import Foresight

Weighed = tuple[Choice, tuple[str, ...]]
"""A choice, and who is taken to do the same."""
TALKING: Final = ("brief", "caucus", "commit")
"""Phases in which choices can be sealed."""
_AT_ONCE: Final = 8
_ROWS: Final = TypeAdapter(tuple[LedgerRow, ...])
_FORECAST: Final = TypeAdapter(Forecast)


def view_of(board: Mapping[str, Any]) -> SeatView:
    """A view from the part `board`, its ledgers empty; what this program does not know is left out.

    Raises `Away` for what is no board.
    """
    last = board.get("last")
    whole: Any = {**board, "last": {"ledger": [], **last} if isinstance(last, dict) else last}
    found: SeatView = model_of(SeatView, whole)
    return found


class FarSitting(Sitting):
    """One seat's game in a class; `seat` is “room” for observers."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.wish = Wish("")
        self.fresh = False
        self.trouble = self.notice = self.unrecorded = ""
        self.looked_at = self.played_on = False
        self._view: SeatView | None = None
        self._key: tuple[Any, ...] = ()
        self._history: tuple[float, ...] = ()
        self._played: dict[int, Played] = {}
        self._opening: tuple[LedgerRow, ...] = ()
        self._boards: dict[int, SeatView] = {}
        self._titles: dict[str, str] = {}
        self._told: dict[str, CardHistory] = {}
        self._worth: dict[Weighed, Forecast | None] = {}
        self._formulas: dict[str, str] = {}
        self._lock = threading.Lock()
        self.drawing: int | None = None
        """The thread that draws, if it must not wait for the network: what it needs must have been fetched before."""

    @property
    def _table(self) -> Any:  # type: ignore[override]
        """What is not answered here needs the game itself."""
        raise Illegal("Only the facilitator of the class can do that.", "Ask for it.", thing="class", place="here")

    def _ask(self, what: str, **fields: Any) -> dict[str, Any]:
        if self.drawing == threading.get_ident():
            raise Away("That has not come from the host yet.", "Try again in a moment.")
        return self.line.ask(what, **fields)

    # ---- taking up what the host sends

    def update(self) -> bool:
        """Take up the board as the line has it, and ask for what it leaves out. True when there is a board.

        It waits for the network; a host that does not answer leaves the ledgers empty.
        """
        board = self.line.parts.get("board")
        if not isinstance(board, dict):
            with self._lock:
                self._view = None
            return False
        view = view_of(board)
        me = self.line.part("me")
        key = (me.get("group"), view.seat, view.turn, view.over, len(view.overrules), len(view.injected),
               tuple(crisis.card for crisis in view.crises))  # fmt: skip
        with self._lock:
            if view.cohesion.history[: len(self._history)] != self._history or key[:2] != self._key[:2]:
                # Another group, or a turn that was played anew after a rewind.
                self._played.clear()
                self._boards.clear()
            if key != self._key:
                self._worth.clear()
                self._opening = ()
            fresh, self._key, self._history = key != self._key, key, view.cohesion.history
            self._titles |= {crisis.card: crisis.title for crisis in view.crises}
        if fresh:
            self._complete(view)
        last = self._played.get(view.last.turn) if view.last is not None else None
        whole = view.model_copy(update={"opening": self._opening, "last": last or view.last})
        with self._lock:
            self._view = opened(whole, self.line.part("end"))
        return True

    def _complete(self, view: SeatView) -> None:
        with contextlib.suppress(TabletopError):
            self.formula("")
            if not view.over:
                found = self._ask("turn", turn=0)
                self._titles |= _texts(found.get("titles"))
                self._opening = _ROWS.validate_python(found.get("opening", []))
            if view.last is not None:
                self.happened(view.last.turn, view.seat)

    def know_all(self) -> None:
        """Ask for every turn so far, the latest first: who wants to look back does not wait at each step."""
        for turn in range(self.turns_played(), 0, -1):
            self.view_at(turn, "")
            self.happened(turn, "")
        self.view_at(0, "")

    # ---- what screens and lines ask

    @property
    def ready(self) -> bool:
        """Whether there is a board to show."""
        return self._view is not None

    @property
    def seat(self) -> str:
        return self._view.seat if self._view is not None else "room"

    @property
    def people(self) -> tuple[str, ...]:
        view = self._view
        return (view.seat,) if view is not None and view.me is not None else ()

    @property
    def over(self) -> bool:
        return self._view is not None and self._view.over

    @property
    def turn(self) -> int:
        return self._view.turn if self._view is not None else 0

    @property
    def committed(self) -> bool:
        """Whether the own seat has sealed its choice."""
        return any(one.get("committed") for one in self._seats() if one.get("seat") == self.seat)

    @property
    def open(self) -> bool:
        """Whether the phase lets anybody choose."""
        return not self.over and self.line.part("phase").get("phase") in TALKING

    @property
    def waiting(self) -> tuple[str, ...]:
        return self.people if self.open and not self.committed and not self.handed else ()

    @property
    def handed(self) -> bool:
        """Whether a computer player has the own seat for now."""
        return any(one.get("by") == "npc" for one in self._seats() if one.get("seat") in self.people)

    @property
    def name(self) -> str:
        return ""

    @property
    def kept(self) -> bool:
        """The host keeps it."""
        return True

    def view(self, seat: str) -> SeatView:
        """The board as this seat may see it, whoever is named: the host sends no other."""
        view = self._view
        if view is None:
            raise Away("There is no board yet.", "Wait until the facilitator gives you a place.")
        return view

    def turns_played(self) -> int:
        view = self._view
        return view.last.turn if view is not None and view.last is not None else 0

    def played(self, turn: int, seat: str) -> Played:
        found = self._played.get(turn)
        if found is None:
            answer = self._ask("turn", turn=turn)
            found = model_of(Played, answer.get("played"))
            self._titles |= _texts(answer.get("titles"))
            self._played[turn] = found
        return found

    def view_at(self, turn: int, seat: str) -> SeatView:
        found = self._boards.get(turn)
        if found is None:
            board = self._ask("past", turn=turn).get("board")
            if not isinstance(board, dict):
                raise Away(f"The host has not sent the board of turn {turn}.", "Try again.")
            found = view_of(board)
            if turn:
                found = found.model_copy(update={"last": self.played(turn, seat)})
            self._boards[turn] = found
        return found

    def card_history(self, card: str, seat: str) -> CardHistory:
        if card not in self._told:
            self._told[card] = model_of(CardHistory, self._ask("history", card=card).get("history"))
        return self._told[card]

    def happened(self, turn: int, seat: str) -> list[CardHistory]:
        try:
            return super().happened(turn, seat)
        except TabletopError:
            return []  # told in `history` when it has come

    def forecast(self, seat: str, choice: Choice, companions: Iterable[str] = ()) -> Forecast:
        one = choice, tuple(companions)
        if one not in self._worth:
            self._worth[one] = self._asked(one)
        found = self._worth[one]
        if found is None:
            raise Illegal("This cannot be chosen now.", "Choose another way.", thing="choice", place="here")
        return found

    def known(self, one: Weighed) -> tuple[bool, Forecast | None]:
        """Whether the host was asked for a forecast, and what it said: None where the choice is not possible."""
        return one in self._worth, self._worth.get(one)

    def weigh(self, wanted: Iterable[Weighed]) -> None:
        """Ask for several forecasts, those under the usual assumption together. Raises `Away`, `Refused`."""
        view, turn = self._view, self._key
        missing = [one for one in dict.fromkeys(wanted) if one not in self._worth]
        if view is None or not missing:
            return
        together = [one for one in missing if one[1] == usual(view, one[0])]
        for start in range(0, len(together), _AT_ONCE):
            part = together[start : start + _AT_ONCE]
            try:
                answer = self._ask("compare", choices=[choice.as_json() for choice, _ in part])
            except TabletopError:
                together = together[:start]  # one of them is not possible now: each is asked for alone
                break
            found = answer.get("compared")
            for one, told in zip(part, found if isinstance(found, list) else (), strict=False):
                if turn == self._key:
                    self._worth[one] = _forecast(one, told)
        for one in missing:
            if one not in together and turn == self._key:
                self._worth[one] = self._asked(one)

    def _asked(self, one: Weighed) -> Forecast | None:
        choice, others = one
        try:
            return _forecast(one, self._ask("odds", choice=choice.as_json(), companions=list(others)))
        except Refused as refused:
            if refused.busy:
                raise
            return None

    def foresight(self, seat: str, *, outlook: bool = True, coach: bool = True) -> Foresight:
        from tabletop.host.client.foresight import FarForesight

        return FarForesight(
            self.line, self.view(seat), outlook=outlook, coach=coach, quiet=self.drawing is not None
        )  # fmt: skip

    def card_title(self, card: str) -> str:
        return self._titles.get(card, card)

    def formula(self, name: str) -> str:
        if not self._formulas:
            self._formulas = _texts(self._ask("rule", rule="*").get("formulas"))
        return self._formulas.get(name, "")

    def questions(self) -> list[str]:
        found = self.line.part("end").get("questions")
        return [str(one) for one in found] if isinstance(found, list) else []

    def notes(self) -> list[tuple[int, str, str]]:
        return []

    def close(self) -> None:
        self.line.close()

    def _seats(self) -> Iterator[dict[str, Any]]:
        for one in self.line.part("table").get("seats") or ():
            if isinstance(one, dict):
                yield one


def _forecast(one: Weighed, told: Any) -> Forecast | None:
    """A forecast as the host has worked it out; None for what is none."""
    choice, others = one
    try:
        names = Forecast.__dataclass_fields__
        whole = {name: value for name, value in dict(told).items() if name in names}
        return _FORECAST.validate_python({**whole, "choice": choice, "companions": others})
    except (TypeError, ValueError):
        return None


def _texts(data: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in data.items()} if isinstance(data, dict) else {}
