"""All commands by name: those of the screen below, and those of the whole application."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.events import Key, Paste
from textual.screen import Screen
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.tui.canvas import Canvas
from tabletop.tui.keymap import ALL, FIXED, character, key_name
from tabletop.tui.screens.room import Room
from tabletop.tui.text import tidy
from tabletop.tui.themes import NAMES
from tabletop.tui.widgets.bars import TopLine
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


def fits(typed: str, name: str) -> int | None:
    """How well a name fits what was typed, the smaller the better; None when it does not.

    Every word must be in it; words at the beginning of the name's words count first.
    """
    name = name.casefold()
    score = 0
    for word in typed.casefold().split():
        at = name.find(word)
        if at < 0:
            return None
        score += 0 if at == 0 or not name[at - 1].isalnum() else 1
    return score


class Palette(Room):
    """Type some letters, choose with the arrows, Enter does it."""

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
        yield TopLine("Commands", "type some letters of what you look for")
        yield Choices(id="choices", classes="fill")

    def on_mount(self) -> None:
        self.look()

    @work(thread=True, exclusive=True)
    def look(self) -> None:
        """Campaigns and the latest game, once the palette is there."""
        desk = self.tabletop.desk
        cards: list[CampaignCard] = []
        stored: list[Stored] = []
        with contextlib.suppress(TabletopError, OSError):  # the home screen tells what is wrong with them
            cards, stored = desk.cards(), desk.stored()
        self.app.call_from_thread(self.found, cards, stored)

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
        fitting = [(fits(self.typed, f"{c.name} {c.says}"), fits(self.typed, c.name), c) for c in self.commands]
        good = [(3 if name is None else name, c) for whole, name, c in fitting if whole is not None]
        return [command for _, command in sorted(good, key=lambda pair: pair[0])]

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

        if not isinstance(self.below, Home):
            yield Command("go: home", "Leave this; everything is stored", self.tabletop.go_home)
        if not any(isinstance(screen, _at(("settings", "keys"))) for screen in self.tabletop.screen_stack):
            yield Command("go: settings", "Colours, levels, keys", push("settings", "SettingsPage"))
            yield Command("go: keys", "Which key does what; change them", push("keys", "Keys"))
        if not any(isinstance(screen, _at(("records",))) for screen in self.tabletop.screen_stack):
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
    """The commands of a screen: its bindings that would do something now, each once; its own come first."""
    seen: set[str] = {"palette"}
    everything = below.active_bindings.values()
    for active in sorted(everything, key=lambda active: (active.binding.id or "").startswith("screen:")):
        binding = active.binding
        if not binding.id or not active.enabled or binding.action in seen or binding.key in FIXED:
            continue
        seen.add(binding.action)
        says = binding.tooltip or binding.description
        yield Command(binding.id, says, partial(below.run_action, binding.action), key_name(binding.key))


class Choices(Painted):
    """What was typed, and the commands that fit it."""

    def paint(self, canvas: Canvas) -> None:
        screen = self.screen
        if not isinstance(screen, Palette):
            return
        canvas.put()
        canvas.put(
            canvas.line().add("  ▸ ", "bold $tt-accent").add(screen.typed, "bold").add("▏", "$tt-accent")
        )  # fmt: skip
        canvas.put()
        commands = screen.shown()
        if not commands:
            canvas.write("Nothing is called so. Backspace takes a letter back.", "$tt-dim", indent=4)
        room = max(self.room - 4, 1) if self.room else len(commands)
        first = min(max(screen.at - room // 2, 0), max(len(commands) - room, 0))
        wide = 30 if canvas.width < 110 else 48
        for number, command in list(enumerate(commands))[first : first + room]:
            here = number == screen.at
            ground = " on $tt-mark" if here else ""
            what = ("do", number)
            line = canvas.line().add("  ▸ " if here else "    ", f"bold $tt-accent{ground}", what)
            line.add(command.name, f"bold{ground}", what, room=wide).to(wide + 6, ground.strip())
            line.add(command.says, ground.strip() or "$tt-dim", what, room=canvas.width - wide - 14)
            line.to(canvas.width - 7, ground.strip()).add(command.key, f"bold $tt-accent{ground}", what)
            canvas.put(line.to(canvas.width, ground.strip()))
        if first + room < len(commands):
            canvas.put(canvas.line().to(4).add(f"{len(commands) - first - room} more below", "$tt-dim"))
