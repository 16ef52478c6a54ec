"""What all screens share: the key line, room enough, help, and one place where mistakes are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.events import Key, Resize
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tabletop.tui.keymap import key_name
from tabletop.tui.widgets.bars import KeyLine

if TYPE_CHECKING:
    from tabletop.tui.app import TabletopApp

WIDTH, HEIGHT = 80, 24
WIDE, TALL = 116, 34
"""From this size on the table shows its panels side by side."""


class Room(Screen[Any]):
    """A screen. All keys are bound here and not in widgets: what can be done does not depend on a hidden focus."""

    AUTO_FOCUS = ""
    TOPIC: ClassVar[str] = "home"
    """The page of help that F1 opens."""
    TYPED: ClassVar[str] = ""
    """What one types on this screen, which so can be no key on it; "*" for all letters."""
    BINDINGS = [
        Binding("f1", "help", "help", id="screen: help", tooltip="What can be done here", priority=True),
        Binding(
            "question_mark", "help", "help", show=False, id="screen: help too", tooltip="What can be done here"
        ),
        Binding("f2", "theme", "colours", show=False, id="screen: colours", tooltip="Change to the next colours"),
        Binding(
            "ctrl+p", "palette", "commands", show=False, id="screen: commands", priority=True,
            tooltip="All commands by name",
        ),
    ]  # fmt: skip

    def body(self) -> Iterable[Widget]:
        """The widgets of the screen, from top to bottom."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        yield from self.body()
        yield KeyLine(id="keys")
        yield Static(id="cramped", markup=False)

    @property
    def tabletop(self) -> TabletopApp:
        """The application."""
        return cast("TabletopApp", self.app)

    @property
    def cramped(self) -> bool:
        return self.has_class("-cramped")

    def on_resize(self, event: Resize) -> None:
        width, height = event.size.width, event.size.height
        small = width < WIDTH or height < HEIGHT
        self.set_class(small, "-cramped")
        self.set_class(width >= WIDE and height >= TALL, "-wide")
        if small:
            line = (
                f"Tabletop needs {WIDTH} × {HEIGHT} cells; this window has {width} × {height}. Please make it larger."
            )
            self.query_one("#cramped", Static).update(Content(line))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is done blindly: while the window is too small only leaving works."""
        return not (self.is_mounted and self.cramped and action not in ("leave", "back", "escape"))

    def on_key(self, event: Key) -> None:
        """A key that is grey at the moment says why. Keys come here before they are looked up."""
        if self.cramped:
            return
        mine = next((bound for node, bound in self._binding_chain if node is self), None)
        found = mine.key_to_bindings.get(event.key, ()) if mine is not None else ()
        states = [(self.app._check_action_state(binding.action, self), binding) for binding in found]
        grey = [binding for state, binding in states if state is None]
        if grey and not any(state for state, _ in states):
            event.stop()
            self.tell(self.why_not(grey[0]))

    def why_not(self, binding: Binding) -> str:
        """Why a key is grey now, in a sentence."""
        from tabletop.tui.reasons import reason

        return reason(binding.id or "")

    def about(self) -> Iterable[tuple[str, str]]:
        """What F1 tells first: titles and texts on what is under the cursor."""
        return ()

    def key_for(self, name: str, usual: str) -> str:
        """The key that a binding has now, as people read it."""
        return self.tabletop.key_for(name, usual)

    @property
    def first(self) -> bool:
        """Nothing lies below to go back to: what belongs to the same game does not count."""
        sitting = getattr(self, "sitting", None)
        below = self.app.screen_stack[1:-1]
        return all(sitting is not None and getattr(screen, "sitting", None) is sitting for screen in below)

    def action_escape(self) -> None:
        """One step back. Esc never ends the program: one press too many must cost nothing."""
        leave = getattr(self, "action_leave", None)
        if self.first:
            keys = [key for key, found in self.active_bindings.items() if found.binding.action == "leave"]
            self.tell(f"{key_name(keys[0] if keys else 'ctrl+q')} leaves.")
        elif leave is not None:
            leave()

    def action_help(self) -> None:
        from tabletop.tui.screens.help import Help, present

        self.app.push_screen(Help(self.TOPIC, present(self), tuple(self.about())))

    def action_palette(self) -> None:
        from tabletop.tui.screens.palette import Palette

        self.app.push_screen(Palette(self))

    def action_theme(self) -> None:
        self.tell(self.tabletop.next_theme())

    def hand_back(self, told: Callable[..., Any], *found: Any, **how: Any) -> None:
        """From a worker's thread: what it found, told in the screen's own; not when the screen has left meanwhile."""

        def here() -> None:
            if self in self.app.screen_stack and not self.app._exit:
                told(*found, **how)

        if not self.app._exit:
            self.app.call_from_thread(here)

    def tell(self, text: str, *, bad: bool = False) -> None:
        """A short note in the corner; never read as mark-up."""
        from tabletop.tui.text import tidy

        if bad and self.tabletop.settings.bell:
            self.app.bell()
        self.notify(tidy(text), severity="error" if bad else "information", timeout=6 if bad else 3, markup=False)
