"""The application: themes, the first screen, and what happens when something goes wrong."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.binding import Binding
from textual.filter import ANSIToTruecolor, NoColor
from textual.reactive import Reactive
from textual.screen import Screen
from textual.worker import WorkerFailed

from tabletop.content.text import shorten
from tabletop.session.settings import change, read
from tabletop.tui.keymap import key_name
from tabletop.tui.text import tidy
from tabletop.tui.themes import ANSI, NAMES, THEMES, ansi_theme, defaults

if TYPE_CHECKING:
    from textual.types import AnimationLevel

    from tabletop.session.desk import Desk


class TabletopApp(App[None]):
    """The terminal game. `first` makes the first screen, once the application is there to be asked."""

    CSS_PATH = "tabletop.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Tabletop"
    hosting = False
    """A class is being hosted: there is no home to go to, and no other game to begin."""
    BINDINGS = [
        Binding(
            "ctrl+q", "quit", "quit", show=False, priority=True, id="program: quit",
            tooltip="End the program, from anywhere; every choice is stored already",
        )
    ]  # fmt: skip
    theme: Reactive[str] = Reactive("textual-dark")
    """Not from TEXTUAL_THEME at once, as Textual has it: ours are not registered yet when it would be read."""

    def __init__(self, desk: Desk, first: Callable[[], Screen[Any]]) -> None:
        super().__init__()
        self.desk = desk
        self.first = first
        self.broken: BaseException | None = None
        """What ended the application, if anything did: the door says it in a sentence and keeps a log."""
        found = read()
        self.settings = found.settings
        self.troubles = list(found.troubles)
        """What is wrong with the settings; the first screen tells it."""
        self.no_choice = ""
        """Why there are no colours to choose from, if there are none."""
        self._use_settings()
        for theme in (*THEMES, ansi_theme(os.environ.get("COLORFGBG", ""))):
            self.register_theme(theme)
        self.theme = self._wished_theme()
        if self.no_color:
            # Textual would turn colours into greys; NO_COLOR asks for none.
            self._filters = [NoColor() if not isinstance(f, ANSIToTruecolor) else f for f in self._filters]

    def on_mount(self) -> None:
        self._heed_signals()
        self.troubles += self._stored_keys()
        self.push_screen(self.first())
        for trouble in self.troubles:
            self.notify(tidy(trouble), severity="error", timeout=8, markup=False)
        if not gc.isenabled():
            self.set_timer(1.0, self._settled)

    def _heed_signals(self) -> None:
        """Ended from outside, the terminal is given back as it was; every choice is stored already."""
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # Windows has neither these signals nor this way of waiting for them; a test runs outside the main thread.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                if number is not None:
                    asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)

    def _settled(self) -> None:
        """The door switched the garbage collector off while everything was loaded (see `cli.play`)."""
        gc.freeze()
        gc.enable()

    # ------------------------------------------------------------------ themes

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours, for the themes that are not ours (TEXTUAL_THEME may name any)."""
        return defaults(self.current_theme)

    def refresh_css(self, animate: bool = True) -> None:
        """Not before the first screen: Textual would read the whole sheet twice, for `theme` is set early."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def _wished_theme(self) -> str:
        """TEXTUAL_THEME, else the one set, else our dark one; names that do not exist are passed over, and told.

        Where there is no colour to choose - NO_COLOR, or a terminal with its own sixteen only - those are used.
        """
        if self.no_color:
            self.no_choice = "NO_COLOR is set: no colours are used."
            return ANSI
        wished = [named.strip() for named in os.environ.get("TEXTUAL_THEME", "").split(",") if named.strip()]
        for named in wished:
            if named in self.available_themes:
                return named
        if wished:
            self.troubles.append(f"There is no theme “{shorten(wished[0])}” (TEXTUAL_THEME).")
        if self.console.color_system in (None, "standard"):
            self.no_choice = "This terminal has its own sixteen colours only; they are used."
            return ANSI
        return self.settings.theme if self.settings.theme in self.available_themes else NAMES[0]

    def next_theme(self) -> str:
        """Change to the next of our themes and remember it; what to say about it."""
        if self.no_choice:
            return self.no_choice
        now = NAMES.index(self.theme) if self.theme in NAMES else -1
        return self.choose_theme(NAMES[(now + 1) % len(NAMES)])

    def choose_theme(self, name: str) -> str:
        """Change to a theme and remember it; what to say about it."""
        self.theme = name
        return self.remember(theme=name) or f"Colours: {name}"

    # ------------------------------------------------------------------ settings

    def remember(self, **values: Any) -> str:
        """Use settings from now on and keep them; "" or why they cannot be kept."""
        from tabletop.errors import TabletopError

        self.settings = replace(self.settings, **values)
        self._use_settings()
        try:
            change(**values)
        except TabletopError as error:
            return f"This is not kept: {error}"
        return ""

    def _use_settings(self) -> None:
        named = os.environ.get("TEXTUAL_ANIMATIONS", "").lower()
        motion = named if named in ("none", "basic", "full") else self.settings.animation
        self.animation_level = cast("AnimationLevel", motion)

    @property
    def moving(self) -> bool:
        """Whether scrolling is animated."""
        return self.animation_level != "none"

    def _stored_keys(self) -> list[str]:
        """Use the keys that were changed; what is wrong with them. The list of all bindings is made only then."""
        if not self.settings.keymap:
            return []
        from tabletop.tui.keymap import sound

        kept, troubles = sound(self.settings.keymap)
        self.settings = replace(self.settings, keymap=kept)
        self._apply(kept)
        return troubles

    def _apply(self, keymap: Mapping[str, str]) -> None:
        from tabletop.tui.keymap import applied

        self.set_keymap(applied(keymap))

    def choose_keys(self, keymap: Mapping[str, str]) -> str:
        """Use other keys from now on and keep them; "" or why they cannot be kept."""
        trouble = self.remember(keymap=dict(keymap))
        self._apply(keymap)
        for screen in self.screen_stack:
            screen.refresh_bindings()
        return trouble

    def key_for(self, name: str, usual: str) -> str:
        """The key that the binding `name` has now, as people read it; `usual` is what it is otherwise."""
        return key_name(self.settings.keymap.get(name, usual))

    # ------------------------------------------------------------------ ways that all screens share

    def go_home(self) -> None:
        """Leave everything, let go of the game, and show the home screen."""
        from tabletop.tui.screens.home import Home

        self.desk.close()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(Home())

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
