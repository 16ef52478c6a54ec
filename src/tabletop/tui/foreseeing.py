"""The table's look ahead: begun in a worker, shown where there is room, thrown away when the board has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.worker import Worker, get_current_worker

from tabletop.session.foresight import allowed
from tabletop.telling.sentences import names_of
from tabletop.tui.widgets.outlook import OutlookPlace

if TYPE_CHECKING:
    from tabletop.session.foresight import Foresight
    from tabletop.tui.screens.table import Table


class Foreseeing:
    """What one table knows of the time to come, and the thread that finds it out."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._at: tuple[Any, ...] = ()
        self._found: Foresight | None = None
        self._worker: Worker[None] | None = None

    @property
    def wants(self) -> tuple[bool, bool]:
        """Whether outlook and coach may be shown to whoever sits here."""
        settings, shared = self.table.tabletop.settings, self.table.sitting.shared
        seated = self.table.seat in self.table.sitting.people
        return allowed(settings.forecast, shared), allowed(settings.coach, shared) and seated

    @property
    def allowed(self) -> bool:
        """Whether there is anything to show."""
        return not self.table.sitting.over and any(self.wants)

    def begin(self, wanted: bool = False) -> None:
        """Begin to look ahead where the table has room to show it, or because it is `wanted`; once for each board."""
        table = self.table
        if not table.is_mounted or not self.allowed:
            self._leave()
            return
        now = (table.sitting.turn, table.seat, table.sitting.turns_played(), self.wants)
        if now != self._at:
            self._leave()
            if wanted or table.wide:
                self._begin(now)
        self._show()

    def open(self) -> None:
        """The page with everything."""
        from tabletop.tui.screens.outlook import Prospects

        self.begin(wanted=True)
        if self._found is not None:
            self.table.app.push_screen(Prospects(self.table.sitting, self.table.seat, self._found))

    def _begin(self, now: tuple[Any, ...]) -> None:
        outlook, coach = self.wants
        found = self.table.sitting.foresight(self.table.seat, outlook=outlook, coach=coach)
        self._at, self._found = now, found

        def look() -> None:
            worker = get_current_worker()
            for _ in found.grow():
                if worker.is_cancelled:
                    return
                self.table.hand_back(self._grown, found)

        self._worker = self.table.run_worker(look, thread=True, exclusive=True, group="foresight")

    def _leave(self) -> None:
        """What was foreseen is no longer so, or no longer to be seen."""
        if self._worker is not None:
            self._worker.cancel()
        self._at, self._found, self._worker = (), None, None
        if self.table.is_mounted:
            self._show()

    def _grown(self, found: Foresight) -> None:
        """In the screen's own thread: there is more to tell."""
        from tabletop.tui.screens.outlook import Prospects

        if found is not self._found:
            return
        self._show()
        page = self.table.app.screen
        if isinstance(page, Prospects) and page.foresight is found:
            page.grown()

    def _show(self) -> None:
        place, found = self.table.query_one(OutlookPlace), self._found
        if found is None:
            place.show(False, None, None, None)
            return
        view = self.table.sitting.view(self.table.seat)
        names = names_of(view, self.table.sitting.card_title, self.table.sitting.rule_title)
        place.show(True, found.outlook, found.coaching, names)
