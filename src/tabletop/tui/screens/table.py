"""The table: the board of one turn, and one's own move on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.containers import Container
from textual.events import Resize
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.session.sitting import Sitting
from tabletop.telling.sentences import wait
from tabletop.tui.screens.room import TALL, WIDE, Room
from tabletop.tui.widgets.alliance import Alliance, Region
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.composer import Composer
from tabletop.tui.widgets.crises import Crises
from tabletop.tui.widgets.indices import Indices, Tabs
from tabletop.tui.widgets.painted import Painted

PANELS = {"1": "crises", "2": "alliance", "3": "region"}


class Table(Room):
    """One seat's table. With several people at one screen a curtain stands between their turns."""

    TOPIC: ClassVar[str] = "table"
    BINDINGS = [
        Binding("enter", "seal", "seal", id="table: seal", tooltip="Seal the choice and play the turn"),
        Binding("o", "compare", "compare", id="table: compare", tooltip="All ways of working side by side"),
        Binding("w", "why('cohesion')", "why", id="table: why", tooltip="The last turn, rule by rule"),
        Binding("u", "undo", "undo", id="table: undo", tooltip="Take back the last turn"),
        Binding("i", "read", "read", show=False, id="table: read"),
        Binding("l", "tab('5')", "history", show=False, id="table: history"),
        Binding("n", "step('crisis', 1)", "next crisis", show=False, id="table: crisis"),
        *(
            binding
            for key, name in (("a", "tactic"), ("p", "partner"), ("s", "clause"), ("e", "effort"))
            for binding in (
                Binding(key, f"step('{name}', 1)", f"next {name}", show=False, id=f"table: {name}"),
                Binding(key.upper(), f"step('{name}', -1)", f"last {name}", show=False),
            )
        ),
        *(
            Binding(key, f"take('strategy', '{word}')", word, show=False, id=f"table: {word}")
            for key, word in (
                ("b", "bilateral"), ("m", "multilateral"), ("c", "confidence"), ("t", "track2"), ("h", "hold"),
            )
        ),
        Binding("up", "walk(-1)", "row up", show=False),
        Binding("down", "walk(1)", "row down", show=False),
        Binding("left", "turn(-1)", "choice before", show=False),
        Binding("right", "turn(1)", "next choice", show=False),
        *(Binding(key, f"tab('{key}')", f"panel {key}", show=False) for key in "12345"),
        Binding("q", "leave", "leave", id="table: leave"),
        Binding("escape", "leave", "leave", show=False),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting, *, told: bool = False) -> None:
        """`told`: the story of this turn has been read."""
        super().__init__()
        self.sitting = sitting
        self.told = told
        self.seat = sitting.people[0] if sitting.people else "room"
        self.tab = "1"
        self.wide = False
        self.stale = False

    def body(self) -> Iterable[Widget]:
        yield TopLine(id="top")
        yield Indices(id="indices")
        yield Tabs(id="tabs")
        with Container(id="board"):
            yield Crises(id="crises", classes="panel")
            yield Alliance(id="alliance", classes="panel")
            yield Region(id="region", classes="panel")
        yield Composer(id="composer")

    # ------------------------------------------------------------------ showing

    def on_mount(self) -> None:
        if self.sitting.trouble:
            self.tell(self.sitting.trouble, bad=True)
        if self.sitting.over:
            self._finish()
        elif self.sitting.shared:
            self._next_seat(story=True)
        elif self.told:
            self.show()
        else:
            # The story is what is seen first; the table below it can wait until that has been painted.
            from tabletop.tui.screens.briefing import Briefing

            self.stale = True
            self.app.push_screen(Briefing(self.sitting, self.seat))
            self.set_timer(0.3, self._catch_up)

    def on_screen_resume(self) -> None:
        self._catch_up()

    def _catch_up(self) -> None:
        if self.stale:
            self.show()

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self.wide = event.size.width >= WIDE and event.size.height >= TALL
        self._show_tab()

    def show(self) -> None:
        """The board as the seat whose turn it is may see it."""
        self.stale = False
        view = self.sitting.view(self.seat)
        me = view.me
        who = f"{me.emblem} {me.name} · " if me else ""
        left = wait(*view.turns_left)
        self.query_one(TopLine).show(f"{who}{view.title}", f"{view.act.title} · turn {view.turn}, {left}")
        self.query_one(Indices).show(view)
        composer = self.query_one(Composer)
        composer.begin(view, lambda choice, others: self.sitting.forecast(self.seat, choice, others))
        crisis = composer.crisis
        self.query_one(Crises).show(view, crisis.card if crisis else "")
        self.query_one(Alliance).show(view)
        self.query_one(Region).show(view)
        self._show_tab()
        self.refresh_bindings()

    def _show_tab(self) -> None:
        for key, name in PANELS.items():
            self.query_one(f"#{name}").set_class(self.wide or key == self.tab, "-shown")
        waiting = self.sitting.waiting
        note = f"{len(waiting)} of {len(self.sitting.people)} still to choose " if self.sitting.shared else ""
        self.query_one(Tabs).show(self.tab, note, self.wide)

    def _next_seat(self, *, story: bool) -> None:
        """Hand the screen to who chooses next; tell the story of the new turn first."""
        from tabletop.tui.screens.briefing import Briefing
        from tabletop.tui.screens.curtain import Curtain

        waiting = self.sitting.waiting
        if waiting:
            self.seat = waiting[0]
        if not self.sitting.shared:
            self.show()
            if story:
                self.app.push_screen(Briefing(self.sitting, self.seat))
            return
        name = self.sitting.view("room").member(self.seat).name

        def handed(_: object) -> None:
            self.set_class(False, "-covered")
            self.show()
            self.app.push_screen(Briefing(self.sitting, self.seat))

        self.set_class(True, "-covered")
        self.app.push_screen(Curtain(name), handed)

    # ------------------------------------------------------------------ doing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("undo", "why") and self.sitting.turns_played() == 0:
            started = action == "undo" and len(self.sitting.waiting) < len(self.sitting.people)
            return super().check_action(action, parameters) if started else None
        return super().check_action(action, parameters)

    def action_seal(self) -> None:
        """Seal the choice. When nobody else is waited for, the turn is played and told."""
        try:
            played = self.sitting.seal(self.seat, self.query_one(Composer).choice())
        except TabletopError as error:
            self.tell(str(error), bad=True)
            return
        if not played:
            self._next_seat(story=False)
            return
        self._told()

    def _told(self) -> None:
        from tabletop.tui.screens.resolution import Resolution

        def read(_: object) -> None:
            if self.sitting.over:
                self._finish()
            else:
                self._next_seat(story=True)

        # Nothing of one person's table may flash up before the next one has taken the keyboard.
        self.set_class(self.sitting.shared, "-covered")
        seat = "room" if self.sitting.shared else self.seat
        self.app.push_screen(Resolution(self.sitting, seat), read)

    def _finish(self) -> None:
        from tabletop.tui.screens.end import End

        self.app.switch_screen(End(self.sitting))

    def action_undo(self) -> None:
        try:
            self.sitting.undo()
        except TabletopError as error:
            self.tell(str(error), bad=True)
            return
        self.tab = "1"
        self._next_seat(story=False)
        self.tell(f"Taken back: turn {self.sitting.turn} is open again.")

    def action_step(self, name: str, by: int) -> None:
        self.query_one(Composer).step(name, by)

    def action_take(self, name: str, value: str) -> None:
        self.query_one(Composer).take(name, value)

    def action_walk(self, by: int) -> None:
        self.query_one(Composer).walk(by)

    def action_turn(self, by: int) -> None:
        composer = self.query_one(Composer)
        composer.step(composer.at, by)

    def action_compare(self) -> None:
        self.query_one(Composer).compare()

    def action_tab(self, key: str) -> None:
        from tabletop.tui.screens.pages import Brief, History

        if key == "4":
            self.app.push_screen(Brief(self.sitting, self.seat))
        elif key == "5":
            self.app.push_screen(History(self.sitting, "room" if self.sitting.shared else self.seat))
        else:
            self.tab = key
            self._show_tab()

    def action_read(self) -> None:
        from tabletop.tui.screens.pages import Story

        crisis = self.query_one(Composer).crisis
        if crisis is not None:
            self.app.push_screen(Story(self.sitting, self.seat, crisis.card))

    def action_why(self, name: str) -> None:
        from tabletop.tui.screens.why import Why

        if self.sitting.turns_played():
            self.app.push_screen(Why(self.sitting, self.seat, name))

    def on_composer_looked(self, message: Composer.Looked) -> None:
        crises = self.query_one(Crises)
        if crises.view is not None:
            crises.show(crises.view, message.card)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, *rest = message.what
        if kind == "crisis":
            composer = self.query_one(Composer)
            if composer.crisis is not None and composer.crisis.card == rest[0]:
                self.action_read()
            else:
                composer.take("crisis", rest[0])
        elif kind == "read":
            self.action_read()
        elif kind == "tab":
            self.action_tab(rest[0])
        elif kind == "why":
            self.action_why(rest[0])

    def action_leave(self) -> None:
        """Back to where one came from; everything is stored already."""
        self.sitting.close()
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        else:
            self.app.exit()
