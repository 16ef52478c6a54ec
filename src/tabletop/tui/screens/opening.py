"""A breath between the choice and the table: content and rules are loaded while this is on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Words


class Opening(Room):
    """Calls `work` in a thread; it returns a table, which takes this screen's place."""

    TOPIC: ClassVar[str] = "home"
    BINDINGS = [
        Binding("q", "leave", "back", id="opening: back", tooltip="Go back"),
        Binding("escape", "escape", "back", show=False, id="opening: escape", tooltip="Go back"),
    ]

    def __init__(self, work: Callable[[], Any], *, alone: bool = False) -> None:
        """`alone`: there is no screen to go back to, so a refusal ends the program and the door tells it."""
        super().__init__()
        self.calling = work
        self.alone = alone
        self.gone = False

    def body(self) -> Iterable[Widget]:
        yield TopLine("Tabletop")
        yield Words("\n   The table is being laid…", "$tt-dim", id="note", classes="fill")

    def on_mount(self) -> None:
        self.open()

    @work(thread=True, exclusive=True)
    def open(self) -> None:
        try:
            sitting = self.calling()
        except TabletopError as error:
            self.hand_back(self.refused, error)
            return
        self.hand_back(self.ready, sitting)

    def ready(self, sitting: Any) -> None:
        """One person is told the story at once; the table is laid behind it, when it is wanted."""
        if self.gone:
            sitting.close()
        elif sitting.over or sitting.shared or sitting.trouble or not sitting.people:
            self.lay(sitting)
        else:
            from tabletop.tui.screens.briefing import Briefing

            self.query_one("#note", Words).show("")
            self.app.push_screen(Briefing(sitting, sitting.people[0]), lambda _: self.lay(sitting, told=True))

    def lay(self, sitting: Any, *, told: bool = False) -> None:
        """Put the table in this screen's place."""
        from tabletop.tui.screens.unstored import table_of

        self.app.switch_screen(table_of(sitting, told=told))

    def refused(self, error: TabletopError) -> None:
        """Say why there is no table, and what to do."""
        if self.alone:
            self.tabletop.broken = error
            self.app.exit(return_code=error.exit_code)
            return
        lines = "\n".join(f"   {line}" for line in error.lines()[:12])
        self.query_one("#note", Words).show(f"\n   This game cannot be opened.\n\n{lines}")

    def action_leave(self) -> None:
        self.gone = True
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        else:
            self.app.exit(return_code=1)
