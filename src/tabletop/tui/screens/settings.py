"""Settings: each does something at once and is kept. The keys have a page of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.session.settings import Settings, choices
from tabletop.telling.words import LEVEL_HINT, SKILL_HINT
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.room import Room
from tabletop.tui.themes import NAMES
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.form import Option, Row, draw_row
from tabletop.tui.widgets.painted import Painted

THEME_HINT = {
    "tabletop-dark": "Light words on a dark ground.",
    "tabletop-light": "Dark words on a light ground.",
    "tabletop-projector": "Black on white with the strongest contrast, for a wall.",
    "tabletop-cvd": "Blue and vermillion instead of green and red: for people with colour-vision deficiency.",
    "tabletop-ansi": "The terminal's own sixteen colours on its own ground.",
}
_HINT = {
    "animation": {
        "none": "Nothing moves.", "basic": "Pages glide when they scroll.", "full": "Everything that can move moves.",
    },
    "level": {"campaign": "A new game begins with the level that its campaign proposes.", **LEVEL_HINT},
    "npc": SKILL_HINT,
    "resolution": {
        "pause": "After each turn a page tells what happened, until you go on.",
        "skip": "After a turn the new board comes at once; what changed is marked, and w tells why.",
    },
    "forecast": {
        "on": "The outlook stands on the table when one person plays.",
        "facilitator": "The outlook stands on the table with several people, too: the facilitator allows it.",
        "off": "No outlook is shown.",
    },
    "coach": {
        "on": "The coach weighs the choices when one person plays.",
        "facilitator": "The coach weighs everybody's choices at a shared screen, too: the facilitator allows it.",
        "off": "No coach is there.",
    },
    "bell": {
        "off": "Refusals are told in words only.", "on": "The terminal's bell rings when something is refused.",
    },
    "keys": {"": "The list of all keys; each can be changed there."},
}  # fmt: skip


class Form(Painted):
    """The rows, and below them what the one under the cursor means."""

    def __init__(self, settings: Settings, theme: str, **given: Any) -> None:
        super().__init__(**given)
        self.rows = rows(settings, theme)
        self.at = "theme"

    @property
    def row(self) -> Row:
        return self.rows[self.at]

    def paint(self, canvas: Canvas) -> None:
        canvas.put()
        for row in self.rows.values():
            draw_row(canvas, row, row.name == self.at, 16)
        canvas.put()
        canvas.rule()
        says = THEME_HINT if self.at == "theme" else _HINT[self.at]
        canvas.write(says.get(str(self.row.option.value), ""), indent=2)


def rows(settings: Settings, theme: str = "") -> dict[str, Row]:
    """A row for each setting, with what is chosen now; `theme` is the one that is shown."""

    def row(name: str, label: str, words: Iterable[str], now: str, *, wide: bool = False) -> Row:
        made = Row(name, label, [Option(word, word) for word in words], wide=wide)
        made.take(now)
        return made

    theme = theme or settings.theme
    known = NAMES if theme in NAMES else (theme, *NAMES)
    changed = len(settings.keymap)
    keys = "as they came" if not changed else f"{changed} changed"
    return {
        "theme": row("theme", "colours", known, theme, wide=True),
        "animation": row("animation", "motion", choices("animation"), settings.animation),
        "level": row("level", "level", choices("level"), settings.level),
        "npc": row("npc", "the others", choices("npc"), settings.npc),
        "resolution": row("resolution", "after a turn", choices("resolution"), settings.resolution),
        "forecast": row("forecast", "outlook", choices("forecast"), settings.forecast),
        "coach": row("coach", "coach", choices("coach"), settings.coach),
        "bell": row("bell", "bell", ("off", "on"), "on" if settings.bell else "off"),
        "keys": Row("keys", "keys", [Option("", keys)], wide=True),
    }


class SettingsPage(Room):
    """Choose; it holds at once."""

    TOPIC: ClassVar[str] = "settings"
    BINDINGS = [
        Binding("enter", "open", "change", id="settings: change", tooltip="The next choice; on “keys” their list"),
        Binding("up", "walk(-1)", "row up", show=False, id="settings: row up", tooltip="Another setting"),
        Binding("down", "walk(1)", "row", key_display="↑ ↓", id="settings: row", tooltip="Another setting"),
        Binding("left", "turn(-1)", "before", show=False, id="settings: before", tooltip="Another choice"),
        Binding("right", "turn(1)", "choice", key_display="← →", id="settings: choice", tooltip="Another choice"),
        Binding("k", "keys", "keys", id="settings: keys", tooltip="All keys, and how to change them"),
        Binding("q", "back", "back", id="settings: back", tooltip="Go back; everything is kept already"),
        Binding(
            "escape", "back", "back", show=False, id="settings: escape", tooltip="Go back; everything is kept already"
        ),
    ]  # fmt: skip

    def body(self) -> Iterable[Widget]:
        yield TopLine("Settings", "they hold at once")
        yield Form(self.tabletop.settings, self.app.theme, id="form", classes="fill")

    def on_screen_resume(self) -> None:
        form = self.query_one(Form)
        form.rows = rows(self.tabletop.settings, self.app.theme)
        form.repaint()

    def about(self) -> Iterable[tuple[str, str]]:
        row = self.query_one(Form).row
        says = THEME_HINT if row.name == "theme" else _HINT[row.name]
        return [(row.label[:1].upper() + row.label[1:], says.get(str(row.option.value), ""))]

    def action_walk(self, by: int) -> None:
        form = self.query_one(Form)
        names = list(form.rows)
        form.at = names[(names.index(form.at) + by) % len(names)]
        form.repaint()

    def action_turn(self, by: int) -> None:
        form = self.query_one(Form)
        if form.at != "keys":
            form.row.move(by)
            self._use()

    def action_open(self) -> None:
        if self.query_one(Form).at == "keys":
            self.action_keys()
        else:
            self.action_turn(1)

    def action_keys(self) -> None:
        from tabletop.tui.screens.keys import Keys

        self.app.push_screen(Keys())

    def action_theme(self) -> None:
        super().action_theme()
        form = self.query_one(Form)
        form.rows["theme"] = rows(self.tabletop.settings, self.app.theme)["theme"]
        form.repaint()

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, name, *rest = message.what
        form = self.query_one(Form)
        form.at = name
        if name == "keys":
            self.action_keys()
        elif kind == "step":
            self.action_turn(rest[0])
        elif kind == "take":
            form.row.take(rest[0])
            self._use()
        form.repaint()

    def _use(self) -> None:
        """Let what is chosen hold, and keep it."""
        form = self.query_one(Form)
        value: Any = form.row.option.value
        if form.at == "bell":
            value = value == "on"
        if form.at == "theme" and not self.tabletop.no_choice:
            self.app.theme = value
        trouble = self.tabletop.remember(**{form.at: value})
        if trouble:
            self.tell(trouble, bad=True)
        elif form.at == "theme" and self.tabletop.no_choice:
            self.tell(self.tabletop.no_choice)
        elif form.at == "bell" and value:
            self.app.bell()
        form.repaint()

    def action_back(self) -> None:
        self.app.pop_screen()
