"""All commands by name: those of the screen below, and those of the whole application."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import Key, Paste
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.tui.canvas import Canvas
from tabletop.tui.finding import rank
from tabletop.tui.keymap import ALL, FIXED, called, character, key_name
from tabletop.tui.screens.room import Room
from tabletop.tui.text import tidy, wrap
from tabletop.tui.themes import NAMES
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.content.library import CampaignCard
    from tabletop.session.desk import Stored

MOST = 60
"""Letters that one can type."""


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the palette."""

    name: str
    """noun: verb"""
    says: str
    do: Callable[[], Any]
    key: str = ""
    why_not: str = ""
    """Why it cannot be done now, if it cannot."""


class Palette(Room, ModalScreen[Any]):
    """Type some letters, choose with the arrows, Enter does it. What lies below stays in sight, dimmed.

    Over a curtain that is the curtain: the screen below is never looked through.
    """

    TOPIC: ClassVar[str] = "palette"
    TYPED: ClassVar[str] = ALL
    BINDINGS = [
        Binding("enter", "choose", "do it", id="commands: do", tooltip="Do what is marked", priority=True),
        Binding("up", "move(-1)", "up", show=False, id="commands: up", tooltip="Move"),
        Binding("down", "move(1)", "move", key_display="↑ ↓", id="commands: move", tooltip="Move"),
        Binding("pageup", "move(-10)", "up", show=False, id="commands: page up", tooltip="Move"),
        Binding("pagedown", "move(10)", "down", show=False, id="commands: page down", tooltip="Move"),
        Binding("escape", "back", "back", key_display="Esc", id="commands: back", tooltip="Go back"),
        Binding(
            "ctrl+p", "back", "back", show=False, id="screen: commands", tooltip="Go back", priority=True
        ),
    ]  # fmt: skip

    def __init__(self, below: Room) -> None:
        super().__init__()
        self.below = below
        self.typed = ""
        self.at = 0
        self.commands: list[Command] = [*_here(below), *self._everywhere()]

    def body(self) -> Iterable[Widget]:
        box = Vertical(Choices(id="choices", classes="fill"), id="commands")
        box.border_title = "Commands"
        yield box

    def on_mount(self) -> None:
        self.look()

    @work(thread=True, exclusive=True)
    def look(self) -> None:
        """Campaigns and the latest game, once the palette is there."""
        if self.tabletop.hosting:
            return
        desk = self.tabletop.desk
        cards: list[CampaignCard] = []
        stored: list[Stored] = []
        with contextlib.suppress(TabletopError, OSError):  # the home screen tells what is wrong with them
            cards, stored = desk.cards(), desk.stored()
        self.hand_back(self.found, cards, stored)

    def found(self, cards: list[CampaignCard], stored: list[Stored]) -> None:
        """Campaigns can be begun by their titles."""
        latest = next((one for one in stored if one.playable), None)
        if latest is not None:
            says = f"{latest.title}, {latest.seat}, {latest.where}"
            self.commands.append(Command("game: continue", says, self._continue))
        for card in cards:
            self.commands.append(Command(f"play: {card.title}", "A new game", partial(self._begin, card)))
        self._again()

    def shown(self) -> list[Command]:
        """The commands that fit what was typed, the best first."""
        fitting = [(rank(self.typed, command.name, command.says), command) for command in self.commands]
        good = [(place, bool(command.why_not), command) for place, command in fitting if place is not None]
        return [command for *_, command in sorted(good, key=lambda one: one[:2])]

    # ------------------------------------------------------------------ choosing

    def on_key(self, event: Key) -> None:
        if self.cramped:
            return
        if event.key == "backspace":
            event.stop()
            self._type(self.typed[:-1])
        elif event.character and event.is_printable and (character(event.key) or event.key == "space"):
            event.stop()
            self._type(self.typed + event.character)

    def on_paste(self, event: Paste) -> None:
        event.stop()
        self._type(self.typed + event.text)

    def _type(self, text: str) -> None:
        self.typed = tidy(text)[:MOST]
        self.at = 0
        self._again()

    def _again(self) -> None:
        self.at = min(self.at, max(len(self.shown()) - 1, 0))
        self.query_one(Choices).repaint(layout=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "choose" and not self.shown():
            return None
        return super().check_action(action, parameters)

    def action_move(self, by: int) -> None:
        count = len(self.shown())
        if count:
            self.at = (self.at + by) % count if abs(by) == 1 else min(max(self.at + by, 0), count - 1)
            self._again()

    def on_painted_picked(self, message: Painted.Picked) -> None:
        self.at = message.what[1]
        self.action_choose()

    def action_choose(self) -> None:
        commands = self.shown()
        if commands:
            chosen = commands[self.at]
            if chosen.why_not:
                self.tell(chosen.why_not)
                return
            self.app.pop_screen()
            self.below.call_later(chosen.do)

    def action_back(self) -> None:
        self.app.pop_screen()

    # ------------------------------------------------------------------ what works everywhere

    def _everywhere(self) -> Iterator[Command]:
        from tabletop.tui.screens.home import Home

        def push(module: str, name: str) -> Callable[[], None]:
            def do() -> None:
                import importlib

                self.tabletop.push_screen(getattr(importlib.import_module(f"tabletop.tui.screens.{module}"), name)())

            return do

        if not isinstance(self.below, Home) and not self.tabletop.hosting:
            yield Command("go: home", "Leave this; everything is stored", self.tabletop.go_home)
        if not any(isinstance(screen, _at(("settings", "keys"))) for screen in self.tabletop.screen_stack):
            yield Command("go: settings", "Colours, levels, keys", push("settings", "SettingsPage"))
            yield Command("go: keys", "Which key does what; change them", push("keys", "Keys"))
        played = any(isinstance(screen, _at(("records",))) for screen in self.tabletop.screen_stack)
        if not played and not self.tabletop.hosting:
            yield Command("go: records", "Your games, best grades and honours", push("records", "Records"))
        if not self.tabletop.no_choice:
            for theme in NAMES:
                if theme != self.tabletop.theme:
                    yield Command(f"colours: {theme}", "Change to these colours", partial(self._colours, theme))

    def _colours(self, name: str) -> None:
        self.below.tell(self.tabletop.choose_theme(name))

    def _begin(self, card: CampaignCard) -> None:
        from tabletop.tui.screens.setup import Setup

        self._home()
        self.tabletop.push_screen(Setup(card))

    def _continue(self) -> None:
        from tabletop.tui.screens.opening import Opening

        self._home()
        self.tabletop.push_screen(Opening(self.tabletop.desk.resume))

    def _home(self) -> None:
        from tabletop.tui.screens.home import Home

        if not isinstance(self.below, Home):
            self.tabletop.go_home()


def _at(names: tuple[str, ...]) -> tuple[type[Screen[Any]], ...]:
    """The screens of some modules, those that have been loaded."""
    import sys

    found = [sys.modules.get(f"tabletop.tui.screens.{name}") for name in names]
    kinds = {"settings": "SettingsPage", "keys": "Keys", "records": "Records"}
    return tuple(getattr(module, kinds[name]) for name, module in zip(names, found, strict=True) if module)


def _here(below: Room) -> Iterator[Command]:
    """The commands of a screen, each once, its own first; what is grey says why."""
    seen: set[str] = {"palette"}
    everything = below.active_bindings.values()
    for active in sorted(everything, key=lambda active: (active.binding.id or "").startswith(("screen:", "program:"))):
        binding = active.binding
        if not binding.id or binding.action in seen or binding.key in FIXED:
            continue
        seen.add(binding.action)
        says = binding.tooltip or binding.description
        why_not = "" if active.enabled else below.why_not(binding)
        do = partial(below.app.run_action, binding.action, active.node)
        yield Command(called(binding.id), says, do, key_name(binding.key), why_not)


class Choices(Painted):
    """What was typed, the commands that fit it, and below them what the marked one does."""

    def paint(self, canvas: Canvas) -> None:
        screen = self.screen
        if not isinstance(screen, Palette):
            return
        line = canvas.line().add(" ▸ ", "bold $tt-accent").add(screen.typed, "bold").add("▏", "$tt-accent")
        canvas.put(line if screen.typed else line.add(" type some letters of what you look for", "$tt-dim"))
        canvas.put()
        commands = screen.shown()
        if not commands:
            canvas.write("Nothing is called so. Backspace takes a letter back.", "$tt-dim", indent=3)
            return
        room = max(self.room - 6, 1) if self.room else len(commands)
        first = min(max(screen.at - room // 2, 0), max(len(commands) - room, 0))
        for number, command in list(enumerate(commands))[first : first + room]:
            self._line(canvas, command, number, number == screen.at)
        for _ in range(room - len(commands)):
            canvas.put()
        left = len(commands) - first - room
        canvas.put(canvas.line().to(3).add(f"{left} more below" if left > 0 else "", "$tt-dim"))
        canvas.put()
        marked = commands[screen.at]
        for part in wrap(marked.why_not or marked.says, canvas.width - 6, 2):
            canvas.put(canvas.line().to(3).add(part, "$tt-warn" if marked.why_not else ""))

    def _line(self, canvas: Canvas, command: Command, number: int, here: bool) -> None:
        wide = 27 if canvas.width < 90 else 34
        ground = " on $tt-mark" if here else ""
        what, plain = ("do", number), ground.strip()
        dim = plain or "$tt-dim"
        line = canvas.line().add(" ▸ " if here else "   ", f"bold $tt-accent{ground}", what)
        name = dim if command.why_not else f"bold{ground}"
        line.add(command.name, name, what, room=canvas.width - 12).add("  ", plain).to(wide, plain)
        line.add(command.why_not or command.says, dim, what, room=canvas.width - line.at - 8)
        line.to(canvas.width - 6, plain)
        key = dim if command.why_not else f"bold $tt-accent{ground}"
        canvas.put(line.add(command.key, key, what).to(canvas.width, plain))
