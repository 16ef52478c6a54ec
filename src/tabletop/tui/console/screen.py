"""The console's main screen: the clock over everything, below it one page at a time, or several side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.containers import Container, Vertical
from textual.events import Resize
from textual.widget import Widget

from tabletop.tui.console import guide
from tabletop.tui.console.clockline import PAGES, ClockLine, GroupLine, Tabs
from tabletop.tui.console.deeds_class import ClassDeeds
from tabletop.tui.console.deeds_notes import NoteDeeds
from tabletop.tui.console.keys import KEYS
from tabletop.tui.console.listing import Listing
from tabletop.tui.console.notes import Notes
from tabletop.tui.console.own import Caution, refreshed
from tabletop.tui.console.roster import People, Seats
from tabletop.tui.console.table import Table
from tabletop.tui.console.talking import Talk
from tabletop.tui.console.timeline import Timeline
from tabletop.tui.console.tray import Tray, lies, pending, title_of
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted

BROAD, HIGH = 170, 46
"""From this size on three columns stand side by side."""
LEFT, MIDDLE = ("seats", "people"), ("tray", "table", "notes", "time")


class Console(ClassDeeds, NoteDeeds):
    """What can be done is in the `Deeds`; here is what is shown."""

    TOPIC: ClassVar[str] = "console"
    BINDINGS = KEYS

    def __init__(self) -> None:
        super().__init__()
        self.page = "seats"
        self.middle = "table"
        """The page that stands in the middle where several are shown, while another one is used."""
        self._came: set[tuple[int, int]] = set()
        """Held injects, by group, of which it has been told that their cards have come already."""
        self._warned: dict[int, int] = {}
        """The latest message of the host to the facilitator, by group, that was told in the corner."""

    def body(self) -> Iterable[Widget]:
        watch = self.seen
        yield Caution(id="warning")
        yield TopLine(*self.heading(), id="top")
        yield ClockLine(watch, id="clock")
        yield GroupLine(watch, id="groups")
        yield Tabs(watch, id="console-tabs")
        kinds: dict[str, type[Listing]] = {
            "seats": Seats, "people": People, "talk": Talk, "tray": Tray, "table": Table, "notes": Notes,
            "time": Timeline,
        }  # fmt: skip

        def panel(name: str) -> Listing:
            return kinds[name](watch, id=f"c-{name}", classes="console-panel")  # type: ignore[call-arg]

        with Container(id="console"):
            yield Vertical(*map(panel, LEFT), id="console-left", classes="console-column")
            with Container(id="console-right", classes="console-column"):
                yield Vertical(*map(panel, MIDDLE), id="console-middle", classes="console-column")
                yield Vertical(panel("talk"), id="console-talk", classes="console-column")

    def on_mount(self) -> None:
        self.lay_out()

    def heading(self) -> tuple[str, str]:
        """What the top line says."""
        watch = self.seen
        title = str(watch.klass.get("title") or "Tabletop")
        group = f" · group {watch.group} of {watch.groups}" if watch.groups > 1 else ""
        turn = f"turn {watch.phase['turn']} · " if watch.phase.get("turn") else ""
        code = str(watch.klass.get("code") or self.console_app.access.door().code)
        return f"{title}{group}", f"{turn}code {code}"

    def about(self) -> Iterable[tuple[str, str]]:
        return [guide.FIRST, guide.PAGES[self.page]]

    # ------------------------------------------------------------------ what is shown

    def panel(self, name: str) -> Listing:
        return self.query_one(f"#c-{name}", Listing)

    @property
    def chosen(self) -> Any:
        """What the cursor stands on, a pair of kind and key; None on an empty page."""
        return self.panel(self.page).chosen

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self.set_class(event.size.width >= BROAD and event.size.height >= HIGH, "-broad")
        self.lay_out()

    def lay_out(self) -> None:
        """Show the pages there is room for: one, or left and right, or three columns."""
        if not self.is_mounted:
            return
        wide, broad = self.has_class("-wide"), self.has_class("-broad")
        if self.page in MIDDLE:
            self.middle = self.page
        shown = {*LEFT, "talk", self.middle} if wide or broad else {self.page}
        for name in PAGES:
            panel = self.panel(name)
            panel.set_class(name in shown, "-shown")
            panel.frame(wide or broad, name == self.page)
        self.query_one("#console-left").set_class(bool(shown & set(LEFT)), "-shown")
        self.query_one("#console-right").set_class(bool(shown - set(LEFT)), "-shown")
        self.query_one("#console-middle").set_class(bool(shown & set(MIDDLE)), "-shown")
        self.query_one("#console-talk").set_class("talk" in shown, "-shown")
        self.query_one(GroupLine).set_class(self.seen.groups > 1, "-shown")
        self.query_one(Tabs).show(self.page)

    def changed(self) -> None:
        if not self.is_mounted or not self.query(Tabs):  # it is being taken away
            return
        top, heading = self.query_one(TopLine), self.heading()
        if (top.title, top.note) != heading:
            top.show(*heading)
        groups = self.query_one(GroupLine)
        if groups.has_class("-shown") != (self.seen.groups > 1):
            self.lay_out()
        for widget in (self.query_one(ClockLine), groups, *map(self.panel, PAGES)):
            if widget.display:
                refreshed(widget)
        self._tell_of_cards()
        self._tell_of_trouble()

    def _tell_of_trouble(self) -> None:
        """What should have happened by itself and did not: nobody looks for that among the messages."""
        found = [
            one for one in self.seen.talk.get("messages", ())
            if one.get("kind") == "system" and list(one.get("to") or ()) == ["facilitator"]
        ]  # fmt: skip
        if not self.seen.talk:
            return
        group, latest = self.seen.group, max((int(one.get("n", 0)) for one in found), default=0)
        before = self._warned.get(group)
        if before is None:
            self._warned[group] = latest
        elif latest > before and self.app.screen is self:
            self._warned[group] = latest
            self.tell(str(found[-1].get("text", "")), bad=True)

    def _tell_of_cards(self) -> None:
        for one in pending(self.seen):
            mark = (self.seen.group, int(one.get("n", 0)))
            if lies(one, self.seen) and mark not in self._came and self.app.screen is self:
                self._came.add(mark)
                self.tell(f"“{title_of(one, self.seen)}” has come already: drop the inject that you hold (tray).")

    # ------------------------------------------------------------------ moving about

    def action_page(self, name: str) -> None:
        self.page = name
        self.lay_out()
        self.refresh_bindings()

    def action_turn(self, by: int) -> None:
        self.action_page(PAGES[(PAGES.index(self.page) + by) % len(PAGES)])

    def action_move(self, by: int) -> None:
        self.panel(self.page).move(by)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, what = message.what
        if kind == "row" and isinstance(message.source, Listing):
            name = str(message.source.id).removeprefix("c-")
            again = self.page == name and message.source.chosen == what
            self.page = name
            message.source.go(what)
            self.lay_out()
            if again:
                self.action_do()
        elif kind == "page":
            self.action_page(what)
        elif kind == "group":
            self.look_at(int(what))
        elif kind == "commands":
            self.action_palette()
