"""What can be done here, and how the game works."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget

from tabletop.telling.words import FEATURE, FEATURE_HINT, STRATEGY, STRATEGY_HINT, STRATEGY_KEY
from tabletop.tui.canvas import Canvas
from tabletop.tui.keymap import key_name
from tabletop.tui.screens.room import Room
from tabletop.tui.text import wrap
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted

MORE: dict[str, tuple[tuple[str, str], ...]] = {
    "home": (("mouse", "a click on a line opens it; on a campaign a second one"),),
    "setup": (("0–9", "in the row “luck”: type a number to play the same luck again"),),
    "table": (("mouse", "a click on a key, a crisis, a choice or a number does what the key does"),),
    "seat": (("mouse", "a click on a key, a crisis, a choice, a tab or a number does what the key does"),),
    "outlook": (("", "it grows surer while you read; the settings switch outlook and coach off"),),
    "history": (("mouse", "a click on the strip shows that turn, a click on a number why it changed"),),
    "otherwise": (("mouse", "a click on a member asks about its choice, on a choice takes it"),),
    "whatif": (("mouse", "a click on the strip shows that turn"),),
    "end": (("mouse", "a click on a turning point shows that turn"),),
    "bench": (("mouse", "a click on a bar sets the slider, on a name picks it, on a card, seat or chance shows it"),),
    "find": (("a–z", "type some letters of what you look for"),),
    "console": (("mouse", "a click on a line marks it, a second one is Enter; on a page or a group shows it"),),
    "choose": (("a–z", "type some letters of what you look for"),),
    "palette": (("a–z", "type some letters of what you look for"),),
}
"""What can be done besides the keys that are bound, by topic."""

_GAME = (
    (
        "The aim",
        "Two numbers decide the end. Cohesion: does the alliance hold together? Stability: does the region stay calm? "
        "Both at 55 or more at the end is a win, and the lower one gives the grade. Below its floor "
        "the alliance breaks, below the other there is war: 35 and 30, where a campaign does not set others (x on the "
        "number shows them). A is 75 or more, B 65, C 55, D 45. Besides, each member has a secret national objective.",
    ),
    (
        "A turn",
        "Crises come. Every member chooses in secret which crisis it works on and how; those who choose the same "
        "crisis and the same way act together. Then the dice fall, crises move on their ladder of six steps (at six "
        "they break out), and everything that changed is explained. A die that falls below the chance is a success.",
    ),
)


def present(screen: Screen[Any]) -> tuple[tuple[str, str], ...]:
    """The keys of a screen as they are now, and what each does; keys that do the same stand together."""
    found: dict[str, list[str]] = {}
    shared: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id:
            says = binding.tooltip or binding.description
            found.setdefault(says, []).append(key_name(binding.key))
            if binding.id.startswith(("screen: ", "program: ")):
                shared.add(says)
    last = [says for says in found if says in shared]
    order = [says for says in found if says not in last] + last
    return tuple((" ".join(dict.fromkeys(found[says])), says) for says in order)


class Help(Room):
    """What is under the cursor, the keys of one screen, and the game in short."""

    BINDINGS = [
        Binding("enter", "back", "back", id="help: back", tooltip="Go back"),
        Binding("q", "back", "back", show=False, id="help: leave", tooltip="Go back"),
        Binding("escape", "back", "back", show=False, id="help: escape", tooltip="Go back"),
        Binding("up", "scroll(-1)", "up", show=False, id="help: up", tooltip="Scroll"),
        Binding("down", "scroll(1)", "scroll", id="help: scroll", key_display="↑ ↓", tooltip="Scroll"),
        Binding("pageup", "scroll(-4)", "up", show=False, id="help: page up", tooltip="Scroll"),
        Binding("pagedown", "scroll(4)", "down", show=False, id="help: page down", tooltip="Scroll"),
        Binding("f1", "back", "back", show=False, priority=True, id="screen: help", tooltip="Go back"),
    ]
    TOPIC: ClassVar[str] = "help"

    def __init__(
        self, topic: str, keys: tuple[tuple[str, str], ...] = (), about: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__()
        self.topic, self.keys, self.told = topic, keys, about

    def body(self) -> Iterable[Widget]:
        yield TopLine("How to play", f"{self.key_for('help: back', 'enter')} goes back")
        yield VerticalScroll(Pages(self.topic, self.keys, self.told), classes="page", can_focus=False)

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=4 * by, animate=self.tabletop.moving)

    def action_back(self) -> None:
        self.app.pop_screen()


class Pages(Painted):
    """All of the help."""

    def __init__(self, topic: str, keys: tuple[tuple[str, str], ...], about: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.topic, self.keys, self.told = topic, keys, about

    def paint(self, canvas: Canvas) -> None:
        canvas.put()
        for title, text in self.told:
            canvas.put(canvas.line().add(f" {title}", "bold"))
            canvas.write(text, indent=1)
            canvas.put()
        keys = (*self.keys, *MORE.get(self.topic, ()))
        column = min(max((cell_len(key) for key, _ in keys), default=9) + 4, 24)
        for key, what in keys:
            for number, part in enumerate(wrap(what, canvas.width - column - 1)):
                canvas.put(canvas.line().add("" if number else f" {key}", "bold $tt-accent").to(column).add(part))
        for title, text in _GAME:
            canvas.put()
            canvas.put(canvas.line().add(f" {title}", "bold"))
            canvas.write(text, indent=1)
        canvas.put()
        canvas.put(canvas.line().add(" Four ways to work, and Hold", "bold"))
        for word, name in STRATEGY.items():
            canvas.put(
                canvas.line()
                .add(f" {self.key_for(f'table: {word}', STRATEGY_KEY[word])} ", "bold $tt-accent")
                .add(name, "bold")
                .to(17)
                .add(STRATEGY_HINT[word])
            )
        canvas.put()
        canvas.put(canvas.line().add(" The five marks on a crisis, from ○○○○ to ●●●●", "bold"))
        for word, name in FEATURE.items():
            canvas.put(canvas.line().add(f"   {name}").to(12).add(word, "$tt-dim").to(28).add(FEATURE_HINT[word]))
        canvas.put()
        canvas.write(
            "Sizes of all effects are design choices made for discussion; that a strategy works here is no evidence "
            f"that it works in the world. Press {self.key_for('table: why', 'w')} at the table to see the rule behind "
            "every change.",
            "$tt-dim",
            indent=1,
        )
