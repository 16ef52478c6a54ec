"""The class around a seat: who is here and has committed, the own team with its suggestions, and all one can do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.host.client import words as w
from tabletop.host.client.news import choice_told
from tabletop.tui.canvas import Line
from tabletop.tui.console.listing import Listing, Row, Told, heading, on, told
from tabletop.tui.join.asking import Option
from tabletop.tui.join.deeds import Deeds
from tabletop.tui.join.top import SeatTop
from tabletop.tui.widgets.painted import Painted


class ClassList(Listing):
    """Deeds first, for the cursor stands on them; seats and team below."""

    def rows(self) -> list[Row]:
        screen = self.screen
        assert isinstance(screen, ClassPage)
        seats = [one for one in screen.part("table").get("seats") or () if isinstance(one, dict)]
        people = [one for one in screen.team() if one.get("person") != screen.part("me").get("person")]
        rows = [heading("The seats"), *(Row(None, _seat(one, screen)) for one in seats)]
        if people:
            rows.append(heading("Your team"))
            for one in people:
                rows.append(Row(None, _mate(one)))
                if one.get("draft"):
                    rows.append(Row(None, _draft(one, screen)))
        rows.append(heading("What you can do"))
        return [*rows, *(Row(one.value, _deed(one)) for one in screen.deeds())]

    def about(self, what: Any, width: int) -> Told:
        screen = self.screen
        assert isinstance(screen, ClassPage)
        hint = str(screen.part("me").get("hint") or "")
        return told(("", hint, "$tt-dim"), width=width, most=2)


def _seat(one: dict[str, Any], screen: ClassPage) -> Any:
    def draw(line: Line, ground: str) -> None:
        member = next((m for m in screen.joined.sitting.view("").members if m.seat == one.get("seat")), None)
        name = f"{member.emblem} {member.name}" if member else str(one.get("name"))
        you = ", you" if one.get("seat") == screen.part("me").get("seat") else ""
        done = one.get("committed") and screen.joined.sitting.open
        line.add(" ✓ " if done else "   ", "bold $tt-good")
        line.add(name, f"bold $tt-{member.colour}" if member else "bold", room=24).add(you, "$tt-dim").to(32)
        count = one.get("people")
        more = f" · {count} people" if isinstance(count, int) and count > 1 else ""
        line.add(w.standing(one, screen.joined.sitting.open) + more, "" if done else "$tt-dim")

    return draw


def _mate(one: dict[str, Any]) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add("   ").add(str(one.get("name") or ""), "bold", room=20)
        line.add(", speaker" if one.get("speaker") else "", "$tt-dim")
        line.add("" if one.get("here") else ", not here", "$tt-dim").to(32)
        line.add("suggests:" if one.get("draft") else "no suggestion yet", "$tt-dim")

    return draw


def _draft(one: dict[str, Any], screen: ClassPage) -> Any:
    """On a line of its own, for at 80 cells it is cut beside a name."""

    def draw(line: Line, ground: str) -> None:
        line.add("     ").add(choice_told(one.get("draft"), screen.joined.names), room=line.width - line.at - 2)

    return draw


def _deed(one: Option) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add(one.label, on("bold", ground), room=28).to(32, ground)
        line.add(one.says, on("$tt-dim", ground), room=line.width - line.at - 2)

    return draw


class ClassPage(Deeds):
    """Enter does what is marked."""

    TOPIC: ClassVar[str] = "seat"
    BINDINGS = [
        Binding("enter", "do", "do it", id="class: do", tooltip="Do what is marked"),
        Binding("up", "move(-1)", "up", show=False, id="class: up", tooltip="Move"),
        Binding("down", "move(1)", "move", key_display="↑ ↓", id="class: move", tooltip="Move"),
        Binding("pageup", "move(-6)", "up", show=False, id="class: page up", tooltip="Move"),
        Binding("pagedown", "move(6)", "down", show=False, id="class: page down", tooltip="Move"),
        Binding("q", "back", "back", id="class: back", tooltip="Go back"),
        Binding("escape", "back", "back", show=False, id="class: escape", tooltip="Go back"),
    ]

    def body(self) -> Iterable[Widget]:
        yield SeatTop("The class", "", id="top")
        yield ClassList(id="class-list", classes="fill")

    def changed(self) -> None:
        self.query_one(ClassList).repaint(layout=False)
        self.query_one(SeatTop).repaint(layout=False)

    def second(self) -> None:
        self.query_one(SeatTop).repaint(layout=False)

    def action_move(self, by: int) -> None:
        self.query_one(ClassList).move(by)

    def action_do(self) -> None:
        name = self.query_one(ClassList).chosen
        if name is not None:
            self.action_deed(str(name))

    def action_back(self) -> None:
        self.dismiss()

    def on_painted_picked(self, message: Painted.Picked) -> None:
        listing = self.query_one(ClassList)
        again = listing.chosen == message.what[1]
        listing.go(message.what[1])
        if again:
            self.action_do()
