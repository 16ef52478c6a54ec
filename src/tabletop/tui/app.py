"""The application: themes, the first screen, and what happens when something goes wrong."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen
from textual.worker import WorkerFailed

from tabletop.tui.themes import THEMES, defaults

if TYPE_CHECKING:
    from tabletop.session.desk import Desk


class TabletopApp(App[None]):
    """The terminal game. `first` makes the first screen, once the application is there to be asked."""

    CSS_PATH = "tabletop.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Tabletop"
    BINDINGS = []

    def __init__(self, desk: Desk, first: Callable[[], Screen[Any]]) -> None:
        super().__init__()
        self.desk = desk
        self.first = first
        self.broken: BaseException | None = None
        """What ended the application, if anything did: the door says it in a sentence and keeps a log."""
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._wished_theme()

    def on_mount(self) -> None:
        self.push_screen(self.first())
        if not gc.isenabled():
            self.set_timer(1.0, self._settled)

    def _settled(self) -> None:
        """The door switched the garbage collector off while everything was loaded (see `cli.play`)."""
        gc.freeze()
        gc.enable()

    # ------------------------------------------------------------------ themes

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours, for the themes that are not ours (TEXTUAL_THEME may name any)."""
        return defaults(self.current_theme.dark)

    def _wished_theme(self) -> str:
        """TEXTUAL_THEME, else the one chosen last, else our dark one; names that do not exist are passed over."""
        for name in (os.environ.get("TEXTUAL_THEME", ""), self._settings().get("theme", "")):
            if name in self.available_themes:
                return str(name)
        return THEMES[0].name

    def next_theme(self) -> str:
        """Change to the next of our themes and remember it."""
        names = [theme.name for theme in THEMES]
        now = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(now + 1) % len(names)]
        self._remember("theme", self.theme)
        return self.theme

    def _settings(self) -> dict[str, Any]:
        from tabletop.errors import TabletopError
        from tabletop.paths import data_dir

        try:
            found = json.loads((data_dir() / "settings.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, TabletopError):
            return {}
        return found if isinstance(found, dict) else {}

    def _remember(self, name: str, value: str) -> None:
        """Keep a setting; a place that cannot be written costs the setting and nothing else."""
        from tabletop.errors import TabletopError
        from tabletop.paths import data_dir

        settings = {**self._settings(), name: value}
        try:
            folder = data_dir()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = folder / "settings.json.new"
            fresh.write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            fresh.replace(folder / "settings.json")
        except (OSError, TabletopError):
            return

    # ------------------------------------------------------------------ when something goes wrong

    def _handle_exception(self, error: Exception) -> None:
        """End calmly. Textual would print the values of all variables, and they may be somebody's secrets."""
        while isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        self._return_code = 1
        if self.broken is None:
            self.broken = error
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Never print a traceback."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()


def run(desk: Desk, first: Callable[[], Screen[Any]]) -> int:
    """Run the application to its end. Whatever broke it is raised here, for the door to tell."""
    app = TabletopApp(desk, first)
    try:
        app.run()
    finally:
        desk.close()
    if app.broken is not None:
        raise app.broken
    return app.return_code or 0
