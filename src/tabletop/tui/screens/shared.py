"""What a table does besides the board: the hand-over between those who share it, the facilitator, the way out."""

from __future__ import annotations

from tabletop.session.sitting import Sitting
from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.composer import Composer


class Shared(Room):
    """The part of a table that knows of more people than one."""

    sitting: Sitting
    seat: str
    """Whose table it is now."""
    drafting: tuple[str, int] | None = None
    """Whose move in which turn lies on the covered table."""

    def show(self) -> None:
        """Draw the board as `seat` may see it."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Back to where one came from."""
        raise NotImplementedError

    def action_escape(self) -> None:
        """One step back: out of the comparison, then out of a choice that is not sealed, then home."""
        if self.cramped or not self.query_one(Composer).back():
            super().action_escape()

    def _next_seat(self, *, story: bool, seat: str = "") -> None:
        """Hand the screen to who chooses next, or to `seat`; tell the story of the new turn first."""
        from tabletop.tui.screens.briefing import Briefing
        from tabletop.tui.screens.curtain import LEAVE, Curtain

        waiting = self.sitting.waiting
        if seat or waiting:
            self.seat = seat or waiting[0]
        if not self.sitting.shared:
            self.show()
            if story:
                self.app.push_screen(Briefing(self.sitting, self.seat))
            return

        def handed(taker: str | None) -> None:
            if taker is None or taker == LEAVE:
                self.action_leave()
                return
            again, self.seat = self.drafting == (taker, self.sitting.turn), taker
            self.set_class(False, "-covered")
            if again:
                return  # the same person sits down again: what was being chosen still stands there
            self.drafting = taker, self.sitting.turn
            self.show()
            self.app.push_screen(Briefing(self.sitting, self.seat))

        self.set_class(True, "-covered")
        self.app.push_screen(Curtain(self.sitting, self.seat), handed)

    def action_facilitator(self) -> None:
        """Over the table of one person: the page of who keeps the game, on which nothing secret stands."""
        from tabletop.tui.screens.facilitator import Facilitator

        before = self.sitting.turn, self.sitting.waiting
        page = Facilitator(self.sitting)

        def back(seat: str | None) -> None:
            if seat and seat != self.seat:
                self._next_seat(story=False, seat=seat)
            elif before != (self.sitting.turn, self.sitting.waiting):
                self._next_seat(story=False)
            elif page.paused:
                self._next_seat(story=False, seat=self.seat)

        self.app.push_screen(page, back)
