"""What can be done here, and how the game works."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget

from tabletop.telling.words import FEATURE, FEATURE_HINT, STRATEGY, STRATEGY_HINT, STRATEGY_KEY
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.room import Room
from tabletop.tui.text import wrap
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted

KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "home": (
        ("↑ ↓ Enter", "move and open; a click does the same"),
        ("n  t  c  s", "new game, tutorial, continue, stored games"),
        ("F2", "next colours: dark, light, projector, colour-blind safe"),
        ("q", "leave; everything is stored already"),
    ),
    "setup": (
        ("↑ ↓", "from row to row"),
        ("← →", "another choice in the row"),
        ("0–9", "in the row “luck”: type a number to play the same luck again"),
        ("Enter", "start"),
        ("q", "back"),
    ),
    "table": (
        ("b m c t h", "how you work on the crisis: bilateral, multilateral, confidence, Track II, hold"),
        ("n", "the next crisis"),
        ("a  p  s  e", "next tactic, partner, clause, effort (capital letter: the one before)"),
        ("↑ ↓ ← →", "through the rows of your move and the choices in them"),
        ("Enter", "seal your choice; the others choose, and the turn is played"),
        ("i", "read the crisis: the whole story, your brief, the law, who pays"),
        ("1 2 3 4 5", "crises, alliance, region, your brief, history"),
        ("w", "why: every change of the last turn, rule by rule"),
        ("u", "take back the last turn"),
        ("F2", "next colours"),
        ("q", "leave; every choice is stored already"),
    ),
    "resolution": (("Enter", "on"), ("↑ ↓", "scroll"), ("w", "why: rule by rule")),
    "why": (("← →", "another number"), ("↑ ↓", "scroll"), ("q", "back")),
    "end": (
        ("↑ ↓", "scroll"),
        ("a", "play again with the same luck"),
        ("n", "a new game"),
        ("w", "the last turn, rule by rule"),
        ("q", "leave"),
    ),
}
_GAME = (
    (
        "The aim",
        "Two numbers decide the end. Cohesion: does the alliance hold together? Stability: does the region stay calm? "
        "Both at 55 or more at the end is a win, and the lower one gives the grade. Under 35 the alliance breaks, "
        "under 30 there is war. Besides, each member has a secret national objective.",
    ),
    (
        "A turn",
        "Crises come. Every member chooses in secret which crisis it works on and how; those who choose the same "
        "crisis and the same way act together. Then the dice fall, crises move on their ladder of six steps (at six "
        "they break out), and everything that changed is explained. A die that falls below the chance is a success.",
    ),
)


class Help(Room):
    """Help on one screen's keys, and the game in short."""

    BINDINGS = [
        Binding("enter", "back", "back", id="help: back"),
        Binding("q", "back", "back", show=False),
        Binding("escape", "back", "back", show=False),
        Binding("up", "scroll(-1)", "up", show=False),
        Binding("down", "scroll(1)", "scroll", id="help: scroll", key_display="↑ ↓"),
        Binding("f1", "back", "back", show=False, priority=True),
    ]
    TOPIC: ClassVar[str] = "help"

    def __init__(self, topic: str) -> None:
        super().__init__()
        self.topic = topic

    def body(self) -> Iterable[Widget]:
        yield TopLine("How to play", "Enter goes back")
        yield VerticalScroll(Pages(self.topic), classes="page", can_focus=False)

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=4 * by, animate=False)

    def action_back(self) -> None:
        self.app.pop_screen()


class Pages(Painted):
    """All of the help."""

    def __init__(self, topic: str) -> None:
        super().__init__()
        self.topic = topic

    def paint(self, canvas: Canvas) -> None:
        canvas.put()
        for key, what in KEYS.get(self.topic, KEYS["home"]):
            for number, part in enumerate(wrap(what, canvas.width - 15)):
                canvas.put(canvas.line().add("" if number else f" {key}", "bold $tt-accent").to(14).add(part))
        for title, text in _GAME:
            canvas.put()
            canvas.put(canvas.line().add(f" {title}", "bold"))
            canvas.write(text, indent=1)
        canvas.put()
        canvas.put(canvas.line().add(" Four ways to work, and Hold", "bold"))
        for word, name in STRATEGY.items():
            canvas.put(
                canvas.line()
                .add(f" {STRATEGY_KEY[word]} ", "bold $tt-accent")
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
            "that it works in the world. Press w at the table to see the rule behind every change.",
            "$tt-dim",
            indent=1,
        )
