"""One of several things, or several of them: type some letters, move, Enter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding
from textual.events import Key
from textual.widget import Widget

from tabletop.tui.canvas import Line
from tabletop.tui.console.listing import Listing, Row, Told, on, told
from tabletop.tui.console.own import Caution, Own
from tabletop.tui.finding import fits
from tabletop.tui.keymap import ALL, character
from tabletop.tui.text import tidy
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted, Words

MOST = 60
"""Letters that one can type."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to choose."""

    value: Any
    label: str
    says: str = ""
    note: str = ""
    """Stands at the right end of its line."""


def place(typed: str, pick: Pick) -> int | None:
    """How well a pick fits what was typed, the smaller the better; None when it does not.

    Its first word whole, then the beginning of its label, then its label, then the rest of its line.
    """
    wanted, label = typed.casefold().strip(), pick.label.casefold()
    if label.split()[:1] == [wanted]:
        return 0
    if label.startswith(wanted):
        return 1
    for step, text in ((10, label), (100, f"{label} {pick.says} {pick.note}")):
        score = fits(typed, text)
        if score is not None:
            return step + score
    return None


class Picks(Listing):
    """What can be chosen, those that fit what was typed."""

    def rows(self) -> list[Row]:
        screen = self.screen
        assert isinstance(screen, Choose)
        wide = max((len(pick.label) for pick in screen.picks), default=10) + 2
        return [Row(pick.value, _draw(pick, screen, min(wide, 44))) for pick in screen.shown()]

    def about(self, what: Any, width: int) -> Told:
        screen = self.screen
        assert isinstance(screen, Choose)
        pick = next((pick for pick in screen.picks if pick.value == what), None)
        return told(("", pick.says, ""), width=width, most=3) if pick and pick.says else []

    def nothing(self) -> str:
        screen = self.screen
        typed = isinstance(screen, Choose) and screen.typed
        return "Nothing is called so. Backspace takes a letter back." if typed else "There is nothing to choose."


def _draw(pick: Pick, screen: Choose, wide: int) -> Any:
    def draw(line: Line, ground: str) -> None:
        if screen.many:
            taken = pick.value in screen.taken
            line.add("[x] " if taken else "[ ] ", on("bold $tt-accent" if taken else "$tt-dim", ground))
        start = line.at
        line.add(pick.label, on("bold", ground), room=max(line.width - line.at - 2, 8))
        line.to(start + wide, ground).add("  ", ground)
        room = line.width - line.at - len(pick.note) - 4
        if pick.says and room > 12:
            line.add(pick.says, on("$tt-dim", ground), room=room)
        if pick.note:
            line.to(line.width - len(pick.note) - 3, ground).add(pick.note, on("$tt-dim", ground))

    return draw


class Choose(Own):
    """Dismissed with the value chosen (`many`: with the list of them), or with None."""

    TOPIC: ClassVar[str] = "choose"
    TYPED: ClassVar[str] = ALL
    BINDINGS = [
        Binding("enter", "choose", "take it", id="choose: take", tooltip="Take what is marked"),
        Binding("space", "mark", "mark", id="choose: mark", tooltip="Mark it, and others besides"),
        Binding("up", "move(-1)", "up", show=False, id="choose: up", tooltip="Move"),
        Binding("down", "move(1)", "move", key_display="↑ ↓", id="choose: move", tooltip="Move"),
        Binding("pageup", "move(-10)", "up", show=False, id="choose: page up", tooltip="Move"),
        Binding("pagedown", "move(10)", "down", show=False, id="choose: page down", tooltip="Move"),
        Binding("escape", "back", "never mind", key_display="Esc", id="choose: back", tooltip="Go back without"),
    ]  # fmt: skip

    def __init__(
        self, title: str, words: str, picks: Sequence[Pick], *, many: bool = False, at: Any = None,
        taken: Collection[Any] = (),
    ) -> None:  # fmt: skip
        """`words` say what is chosen and what for; `at` is marked first, `taken` are chosen already."""
        super().__init__()
        self.asked, self.words, self.picks, self.many = title, words, list(picks), many
        self.start, self.typed = at, ""
        self.taken: list[Any] = list(taken)

    def body(self) -> Iterable[Widget]:
        yield Caution(id="warning")
        yield TopLine(self.asked)
        yield Words(f"\n{self.words}\n", classes="page-words", id="words")
        yield Words("", classes="page-words", id="typed-here")
        yield Picks(classes="fill", id="picks")

    def on_mount(self) -> None:
        if self.start is not None:
            self.query_one(Picks).go(self.start)
        self._again()

    def shown(self) -> list[Pick]:
        """What fits the letters typed, the best first."""
        if not self.typed:
            return self.picks
        found = [(place(self.typed, pick), pick) for pick in self.picks]
        return [pick for at, pick in sorted(((p, k) for p, k in found if p is not None), key=lambda one: one[0])]

    def _best(self) -> None:
        """Put the marker on what fits best: Enter takes it."""
        shown = self.shown()
        if shown:
            self.query_one(Picks).go(shown[0].value if self.typed or self.start is None else self.start)
        self._again()

    def _again(self) -> None:
        typed = self.query_one("#typed-here", Words)
        typed.show(
            f"  ▸ {self.typed}▏" if self.typed else "  ▸ type some letters to look for", "" if self.typed else "$tt-dim"
        )
        self.query_one(Picks).repaint(layout=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "mark" and not self.many:
            return False
        return super().check_action(action, parameters)

    def on_key(self, event: Key) -> None:
        if self.cramped:
            return
        if event.key == "backspace":
            event.stop()
            self.typed = self.typed[:-1]
        elif event.key == "space" and self.many:
            return
        elif event.character and event.is_printable and (character(event.key) or event.key == "space"):
            event.stop()
            self.typed = tidy(self.typed + event.character)[:MOST]
        else:
            return
        self._best()

    def action_move(self, by: int) -> None:
        self.query_one(Picks).move(by)

    def action_mark(self) -> None:
        chosen = self.query_one(Picks).chosen
        if chosen in self.taken:
            self.taken.remove(chosen)
        elif chosen is not None:
            self.taken.append(chosen)
        self._again()

    def action_choose(self) -> None:
        chosen = self.query_one(Picks).chosen
        if self.many:
            picked = self.taken or ([chosen] if chosen is not None else [])
            self.dismiss([pick.value for pick in self.picks if pick.value in picked] or None)
        elif chosen is not None:
            self.dismiss(chosen)

    def action_back(self) -> None:
        self.dismiss(None)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        picks = self.query_one(Picks)
        again, picks.what = picks.chosen == message.what[1], message.what[1]
        if self.many:
            self.action_mark()
        elif again:
            self.action_choose()
        else:
            self._again()
