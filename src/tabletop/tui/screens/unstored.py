"""The table of a game that cannot be stored: before the first choice is sealed it asks once."""

from __future__ import annotations

from tabletop.session.sitting import Sitting
from tabletop.tui.screens.table import Table
from tabletop.tui.widgets.composer import Composer


class UnstoredTable(Table):
    """A table like any other, but nobody loses an evening unawares."""

    def action_seal(self) -> None:
        """Seal, after people have said once that they play on."""
        from tabletop.tui.screens.sure import Sure

        if self.sitting.played_on or not self.query_one(Composer).decided:
            super().action_seal()
            return

        def answered(sure: bool | None) -> None:
            if sure:
                self.sitting.played_on = True
                super(UnstoredTable, self).action_seal()

        why = self.sitting.trouble or "There is no place to keep it."
        self.app.push_screen(
            Sure(
                "This game is not stored: play on?",
                f"{why}\n\nWhat you choose is played, and is gone when you leave: this game cannot be gone on with "
                "later, and it does not count in the records. At its end its report can be saved.",
                "It asks only this once; “not stored” goes on standing in the top line.",
            ),
            answered,
        )


def table_of(sitting: Sitting, *, told: bool = False) -> Table:
    """The table of a game. `told`: the story of this turn has been read."""
    return Table(sitting, told=told) if sitting.kept else UnstoredTable(sitting, told=told)
