"""The game beside the one that would have been: both courses in one plot, and every turn side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.session.sitting import Sitting
from tabletop.telling import whatif as words
from tabletop.telling.sentences import names_of
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.forking import go_on
from tabletop.tui.screens.room import TALL, WIDE, Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted
from tabletop.tui.widgets.stories import Courses, draw_end, draw_turn

if TYPE_CHECKING:
    from tabletop.lab.whatif import WhatIf as Found


class Asked(Painted):
    """What was asked, where the stories part, and what it made of the end."""

    def __init__(self, lines: list[str], **given: Any) -> None:
        super().__init__(**given)
        self.told = lines

    def paint(self, canvas: Canvas) -> None:
        first, *rest = self.told
        canvas.write(first, "bold", indent=1)
        for line in rest:
            canvas.write(line, indent=1)


class Beside(Painted):
    """One turn in both stories, or both ends."""

    def __init__(self, screen: WhatIf, **given: Any) -> None:
        super().__init__(**given)
        self.told = screen

    def paint(self, canvas: Canvas) -> None:
        self.told.write(canvas)


class WhatIf(Room):
    """Turn by turn through both stories; the last page is the end."""

    TOPIC: ClassVar[str] = "whatif"
    BINDINGS = [
        Binding("left", "go(-1)", "turn", key_display="← →", id="what if: back", tooltip="The turn before or after"),
        Binding("right", "go(1)", "next", show=False, id="what if: next", tooltip="The turn before or after"),
        Binding("home", "jump(0)", "parting", show=False, id="what if: parting", tooltip="Where the stories part"),
        Binding("end", "jump(999)", "the end", show=False, id="what if: end", tooltip="How both end"),
        Binding("space", "end", "the end", id="what if: ends", tooltip="How both end, and back"),
        Binding("f", "fork", "fork", id="what if: fork", tooltip="A new game in which this was chosen"),
        Binding("enter", "back", "back", id="what if: leave", tooltip="Back, to another choice"),
        Binding("q", "back", "back", show=False, id="what if: quit", tooltip="Go back"),
        Binding("escape", "back", "back", show=False, id="what if: escape", tooltip="Go back"),
        *(
            Binding(key, f"scroll({by})", "scroll", show=False, id=f"what if: {name}", tooltip="Scroll")
            for key, name, by in (
                ("down", "down", 3), ("up", "up", -3), ("pagedown", "page down", 12), ("pageup", "page up", -12),
            )
        ),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting, found: Found) -> None:
        super().__init__()
        self.sitting, self.found = sitting, found
        self.names = names_of(sitting.view("room"), sitting.card_title, sitting.rule_title)
        self.last = max(len(found.was.turns), len(found.other.turns))
        self.begin = found.parted or self.last
        self.at = self.begin
        self.before_end = self.begin

    def body(self) -> Iterable[Widget]:
        found = self.found
        asked = [f"{words.asked(change, found, self.names)}." for change in found.changes]
        asked += [f"{told}." for told in words.numbers(found)]
        yield TopLine(id="top")
        yield Courses(found, id="film")
        yield Asked([*asked, f"{words.verdict(found)} {words.extent(found)}".rstrip()], id="asked")
        yield VerticalScroll(Beside(self, id="beside"), id="both", classes="page", can_focus=False)

    def on_mount(self) -> None:
        self.show()

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        tall = event.size.height
        self.query_one(Courses).stretch(2 if tall < TALL else 4 if tall < 50 else 6)

    @property
    def wide(self) -> bool:
        return self.size.width >= WIDE and self.size.height >= TALL

    def show(self) -> None:
        """Everything for the turn that is looked at; the page after the last turn is the end."""
        where = "the end" if self.at > self.last else f"turn {self.at} of {self.last}"
        self.query_one(TopLine).show(f"What if · {self.sitting.view('room').title}", where)
        self.query_one(Courses).show(min(self.at, self.last))
        self.query_one(Beside).repaint()
        self.query_one("#both", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    def write(self, canvas: Canvas) -> None:
        """The page: a turn, or the end."""
        if self.at > self.last:
            draw_end(canvas, self.found, self.names)
            return
        same = self.found.same(self.at)
        note = "the same in both" if same else "the stories part here" if self.at == self.found.parted else ""
        canvas.rule(f"Turn {self.at}", note=note)
        draw_turn(canvas, self.found, self.at, self.names)
        reasons = [reason for reason in words.reasons(self.found) if reason.turn == self.at]
        if reasons:
            canvas.put()
        for reason in reasons:
            canvas.write(reason.sentence, indent=1)

    # ------------------------------------------------------------------ moving

    def action_go(self, by: int) -> None:
        self._to(self.at + by)

    def action_jump(self, turn: int) -> None:
        self._to(turn or self.begin)

    def action_end(self) -> None:
        if self.at > self.last:
            self._to(self.before_end)
        else:
            self.before_end = self.at
            self._to(self.last + 1)

    def _to(self, turn: int) -> None:
        self.at = max(1, min(turn, self.last + 1))
        self.show()

    def action_scroll(self, by: int) -> None:
        self.query_one("#both", VerticalScroll).scroll_relative(y=by, animate=self.tabletop.moving)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, what = message.what
        if kind == "turn":
            self._to(what)

    def action_back(self) -> None:
        self.dismiss()

    # ------------------------------------------------------------------ going on with it

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "fork" and not self.found.changes:
            return False  # a game under other rules is not the campaign's own and cannot be kept
        return super().check_action(action, parameters)

    def action_fork(self) -> None:
        """Ask, and begin a new game in which the other choice has been made."""
        from tabletop.tui.screens.sure import Sure

        (change,) = self.found.changes
        person = change.seat in self.sitting.people or not self.sitting.people
        alone = person and not self.sitting.shared
        then = f"turn {change.turn + 1} is the next that you choose." if alone else "everybody else chooses again."
        name = self.names.member(change.seat)
        self.app.push_screen(
            Sure(
                "Go on with the other choice?",
                f"A new game begins in turn {change.turn}, with the same cards and dice as this one. {name} has made "
                f"this choice; {then}",
                "This game stays as it is.",
            ),
            self._sure,
        )

    def _sure(self, sure: bool | None) -> None:
        if sure:
            self._fork()

    @work(thread=True, exclusive=True)
    def _fork(self) -> None:
        (change,) = self.found.changes
        try:
            fresh = self.tabletop.desk.fork(self.sitting, change.turn, (change.seat, change.choice))
        except TabletopError as error:
            self.hand_back(self.tell, str(error), bad=True)
            return
        self.hand_back(go_on, self.app, self.sitting, fresh)
