"""Where the report of a game is to be kept."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from tabletop.errors import TabletopError
from tabletop.session.sitting import Sitting
from tabletop.tui.keymap import ALL
from tabletop.tui.screens.room import Room
from tabletop.tui.text import tidy
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Words

if TYPE_CHECKING:
    from tabletop.report.facts import Report

_WORDS = (
    "The report holds the whole game: how it ended, both curves, every turn with its chances and dice, the scorecards, "
    "what it hung on, and what to talk about. The ending of the name picks the form: .html for a browser, with plots; "
    ".md for notes; .csv and .json for a spreadsheet or a program."
)


class Save(Room):
    """Dismissed with where the report was written, "" when it was not."""

    AUTO_FOCUS = "Input"
    TOPIC: ClassVar[str] = "save"
    TYPED: ClassVar[str] = ALL
    BINDINGS = [
        Binding("enter", "done", "save", id="save: done", tooltip="Write the report", priority=True),
        Binding(
            "tab", "form", ".html or .md", key_display="Tab", id="save: form", tooltip="Change the form", priority=True
        ),
        Binding(
            "escape", "back", "never mind", key_display="Esc", id="save: back", tooltip="Go back without",
            priority=True,
        ),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting, report: Report | None = None) -> None:
        """`report`: gathered already; otherwise it is gathered when it is written."""
        super().__init__()
        self.sitting, self.report = sitting, report
        self.doomed: Path | None = None
        """A file that exists, and that Enter would replace now."""
        self.writing = False

    def body(self) -> Iterable[Widget]:
        yield TopLine("Save the report")
        yield Words(f"\n{_WORDS}\n", classes="page-words")
        yield Input(self._proposal(), max_length=400, select_on_focus=False, compact=True, id="answer")
        yield Words(f"\nA name without a folder is written to {shown(Path.cwd())}.", "$tt-dim", id="note")

    def _proposal(self) -> str:
        stem = f"{self.sitting.name or self.sitting.view('room').campaign}-report"
        here = os.access(Path.cwd(), os.W_OK)
        for count in range(1, 100):
            name = f"{stem}{f'-{count}' if count > 1 else ''}.html"
            if not (Path.cwd() if here else Path.home()).joinpath(name).exists():
                break
        return name if here else f"~/{name}"

    def action_form(self) -> None:
        """Change the ending of the name."""
        field = self.query_one(Input)
        path = Path(field.value.strip() or self._proposal())
        field.value = str(path.with_suffix(".md" if path.suffix == ".html" else ".html"))
        field.cursor_position = len(field.value)

    def action_done(self) -> None:
        """Write it; a file that exists is replaced after a second Enter only."""
        name = tidy(self.query_one(Input).value).strip()
        if not name or self.writing:
            return
        path = Path(os.path.expanduser(name))
        if path.is_file() and self.doomed != path:
            self.doomed = path
            key = self.key_for("save: done", "enter")
            self._note(f"{shown(path)} exists already. {key} once more replaces it; or change the name.", bad=True)
            return
        self.writing = True
        self._note("Writing …")
        self._write(path)

    @work(thread=True, exclusive=True)
    def _write(self, path: Path) -> None:
        from tabletop.report import gather, write

        sitting = self.sitting
        try:
            report = self.report or gather(
                sitting.game, sitting.npc, aftermath=sitting.aftermath(), session=sitting.name
            )
            dated = report.model_copy(update={"date": date.today().isoformat()})
            write(dated, path, force=path == self.doomed)
        except TabletopError as error:
            self.hand_back(self._refused, error)
            return
        self.hand_back(self.dismiss, shown(path.absolute()))

    def _refused(self, error: TabletopError) -> None:
        self.writing = False
        self._note(str(error), bad=True)

    def _note(self, text: str, *, bad: bool = False) -> None:
        self.query_one("#note", Words).show(f"\n{text}", "$tt-bad" if bad else "$tt-dim")

    def action_back(self) -> None:
        self.dismiss("")


def shown(path: Path) -> str:
    """A path as people read it, with ~ for one's own folder."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
