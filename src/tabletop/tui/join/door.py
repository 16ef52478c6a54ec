"""Before there is a seat, and after it was taken back: a screen that says what one waits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.tui.canvas import Canvas
from tabletop.tui.join.base import InClass
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted


class Doorstep(InClass):
    """The waiting room. The host changes it."""

    TOPIC: ClassVar[str] = "seat"
    BINDINGS = [
        Binding("a", "accept", "accept it", id="door: accept", tooltip="Accept the host's other certificate"),
        Binding("q", "leave", "leave", id="door: leave", tooltip="Close this; your place stays yours"),
        Binding("escape", "escape", "leave", show=False, id="door: escape", tooltip="Go back"),
    ]

    def body(self) -> Iterable[Widget]:
        yield TopLine("Tabletop", "", id="top")
        yield Waiting(id="waiting", classes="fill")

    def changed(self) -> None:
        title = str(self.part("class").get("title") or "Tabletop")
        self.query_one(TopLine).show(title, self.line.door.address.place)
        self.query_one(Waiting).repaint(layout=False)
        self.refresh_bindings()

    def second(self) -> None:
        self.changed()

    def on_mount(self) -> None:
        self.changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "accept" and self.line.link.kind != "distrusted":
            return False
        return super().check_action(action, parameters)

    def action_accept(self) -> None:
        self.line.trust(self.line.link.why)

    def action_leave(self) -> None:
        self.app.exit()


class Waiting(Painted):
    """What one waits for, in a few sentences."""

    def paint(self, canvas: Canvas) -> None:
        screen = self.screen
        if not isinstance(screen, Doorstep):
            return
        title, words, style = told(screen)
        canvas.put()
        canvas.write(title, f"bold {style}".strip(), indent=3)
        canvas.put()
        for text in words:
            canvas.write(text, indent=3)
            canvas.put()


def told(screen: Doorstep) -> tuple[str, list[str], str]:
    """Title, sentences and the title's style."""
    link, me, leave = screen.line.link, screen.part("me"), screen.key_for("door: leave", "q")
    if link.kind == "gone":
        return "You are out of the class", [link.why, f"{leave} leaves; join again with the code."], "$tt-warn"
    if link.kind == "distrusted":
        words = [
            "The host shows another certificate than before. Compare it with the facilitator's screen:", link.why,
            f"{screen.key_for('door: accept', 'a')} accepts it, {leave} leaves.",
        ]  # fmt: skip
        return "Is this the same host?", words, "$tt-bad"
    if not me:
        why = [link.why] if link.why else []
        tried = "It is tried again until the host answers. Nothing has to be done."
        return "Connecting …", [*why, *([tried] if why else [])], ""
    name = str(me.get("name") or "")
    if not me.get("admitted"):
        return f"Welcome, {name}", [str(me.get("hint") or ""), "The table opens here by itself."], "$tt-accent"
    words = [str(me.get("hint") or ""), screen.joined.trouble, "The table opens here by itself."]
    return f"One moment, {name}", [text for text in words if text], "$tt-accent"
