"""The table: the board of one turn, and one's own move on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.events import Resize
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.session.sitting import Sitting
from tabletop.telling.sentences import names_of
from tabletop.tui.foreseeing import Foreseeing
from tabletop.tui.screens.room import TALL, WIDE
from tabletop.tui.screens.shared import Shared
from tabletop.tui.table_keys import CHOOSING, KEYS, POINTING
from tabletop.tui.table_parts import parts
from tabletop.tui.widgets.alliance import Alliance, Region
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.composer import Composer
from tabletop.tui.widgets.crises import Crises
from tabletop.tui.widgets.heading import heading
from tabletop.tui.widgets.indices import Indices, Tabs
from tabletop.tui.widgets.lens import Lens
from tabletop.tui.widgets.log import Log
from tabletop.tui.widgets.painted import Painted, Panel
from tabletop.tui.widgets.pointing import NUMBERS, Pointer, Target, targets

if TYPE_CHECKING:
    from tabletop.game.choice import Choice

PANELS = {"1": "crises", "2": "alliance", "3": "region"}
BROAD, HIGH = 170, 46
"""From this size on the last turn is told beside the board."""


class Table(Shared):
    """One seat's table. With several people at one screen a curtain stands between their turns."""

    TOPIC: ClassVar[str] = "table"
    BINDINGS = KEYS

    def __init__(self, sitting: Sitting, *, told: bool = False) -> None:
        """`told`: the story of this turn has been read."""
        super().__init__()
        self.sitting = sitting
        self.told = told
        self.seat = sitting.people[0] if sitting.people else "room"
        self.tab = "1"
        self.wide = self.broad = False
        self.stale = False
        self.pointer = Pointer()
        self.foreseeing = Foreseeing(self)
        self.former: dict[tuple[int, str], Choice] = {}
        """What was sealed, by turn and seat: shown again after an undo."""

    def body(self) -> Iterable[Widget]:
        return parts(TopLine(id="top"), Tabs(id="tabs"), Composer(id="composer"))

    # ------------------------------------------------------------------ showing

    def on_mount(self) -> None:
        if self.sitting.trouble:
            self.tell(self.sitting.trouble, bad=True)
        elif self.sitting.notice:
            self.tell(self.sitting.notice)
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
        self.broad = event.size.width >= BROAD and event.size.height >= HIGH
        self.set_class(self.broad, "-broad")
        self._show_tab()
        self.foreseeing.begin()
        view = self.query_one(Crises).view
        if view is not None:
            self.query_one(TopLine).show(*heading(view, self.size.width - 5))
        if self.pointer.on:
            self.call_after_refresh(self._aim)

    def show(self) -> None:
        """The board as the seat whose turn it is may see it."""
        self.stale = False
        view = self.sitting.view(self.seat)
        self.query_one(TopLine).show(*heading(view, self.size.width - 5))
        self.query_one(Indices).show(view)
        composer = self.query_one(Composer)
        composer.begin(view, lambda choice, others: self.sitting.forecast(self.seat, choice, others))
        crisis = composer.crisis
        self.query_one(Crises).show(view, crisis.card if crisis else "")
        self.query_one(Alliance).show(view)
        self.query_one(Region).show(view)
        self.query_one(Log).show(view, names_of(view, self.sitting.card_title, self.sitting.rule_title))
        former = self.former.get((view.turn, self.seat))
        if former is not None and view.choice is None:
            composer.restore(former)
        self._show_tab()
        self.action_point(False)
        self.foreseeing.begin()

    def _show_tab(self) -> None:
        for key, name in PANELS.items():
            panel = self.query_one(f"#{name}", Panel)
            panel.set_class(self.wide or key == self.tab, "-shown")
            panel.frame(self.wide, key == self.tab)
        self.query_one("#middle").set_class(self.wide or self.tab != "1", "-shown")
        self.query_one("#left").set_class(self.wide or self.tab == "1", "-shown")
        waiting = self.sitting.waiting
        note = f"{len(waiting)} to choose" if self.sitting.shared else ""
        self.query_one(Tabs).show(self.tab, note)
        self.query_one("#log").set_class(self.broad, "-shown")

    # ------------------------------------------------------------------ doing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in POINTING or (action == "point" and parameters == (False,)):
            return self.pointer.on and super().check_action(action, parameters)
        if self.pointer.on and action in CHOOSING:
            return False
        if action == "outlook" and not self.foreseeing.allowed:
            return None
        if action == ("undo" if self.sitting.shared else "facilitator"):
            return False
        if action == "step" and self.is_mounted and not self.query_one(Composer).has(str(parameters[0])):
            return False  # this level has no such row
        if action == "undo" and self.sitting.turns_played() == 0:
            started = len(self.sitting.waiting) < len(self.sitting.people)
            return super().check_action(action, parameters) if started else None
        return super().check_action(action, parameters)

    def action_seal(self) -> None:
        """Seal the choice. When nobody else is waited for, the turn is played and told."""
        composer = self.query_one(Composer)
        if not composer.decided:
            composer.ask()
            return
        choice, place = composer.choice(), (self.sitting.turn, self.seat)
        try:
            played = self.sitting.seal(self.seat, choice)
        except TabletopError as error:
            self.tell(str(error), bad=True)
            return
        self.former[place] = choice
        self.drafting = None
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

        if self.tabletop.settings.resolution == "skip" and not self.sitting.shared:
            read(None)
            return
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
        self.action_point(False)
        self.query_one(Composer).step(name, by)

    def action_take(self, name: str, value: str) -> None:
        self.action_point(False)
        self.query_one(Composer).take(name, value)

    def action_walk(self, by: int) -> None:
        self.query_one(Composer).walk(by)

    def action_turn(self, by: int) -> None:
        composer = self.query_one(Composer)
        composer.step(composer.at, by)

    def action_compare(self) -> None:
        self.query_one(Composer).compare()

    def action_tab(self, key: str) -> None:
        from tabletop.tui.screens.pages import Brief

        if key == "4":
            self.app.push_screen(Brief(self.sitting, self.seat), self._after_brief)
        elif key == "5":
            from tabletop.tui.screens.history import History

            self.app.push_screen(History(self.sitting, "room" if self.sitting.shared else self.seat))
        elif key == self.tab and not self.pointer.on:
            self._closer(key)
        else:
            self.tab = key
            self._show_tab()
            if self.pointer.on:
                self.call_after_refresh(self._aim)

    def _after_brief(self, key: str | None) -> None:
        """A number pressed in the brief leads where it leads from here."""
        if key and key != self.tab:
            self.action_tab(key)

    def action_panel(self, by: int) -> None:
        """The next panel, or the one before; while one looks at numbers, its first number."""
        keys = list(PANELS)
        self.tab = keys[(keys.index(self.tab) + by) % len(keys)]
        self._show_tab()
        if self.pointer.on:
            self.call_after_refresh(self._enter)

    def _enter(self) -> None:
        panel = self.query_one(f"#{PANELS[self.tab]}", Panel)
        self.pointer.enter([target for target in self._numbers() if target.widget is panel])
        self._aim()

    def _closer(self, key: str) -> None:
        """The panel that is shown already, whole, on a page."""
        from tabletop.tui.screens.closer import Members, Surroundings

        if key == "1":
            self.action_read()
        else:
            self.app.push_screen((Members if key == "2" else Surroundings)(self.sitting, self.seat))

    def action_read(self) -> None:
        from tabletop.tui.screens.pages import Story

        crisis = self.query_one(Composer).crisis
        if crisis is not None:
            self.app.push_screen(Story(self.sitting, self.seat, crisis.card))

    def action_why(self, name: str) -> None:
        from tabletop.tui.screens.why import Why

        if self.pointer.on and self.pointer.name:
            name = self.pointer.name
        self.app.push_screen(Why(self.sitting, self.seat, name))

    def action_outlook(self) -> None:
        """What may come, on a page of its own."""
        self.foreseeing.open()

    def action_odds(self) -> None:
        """Every term of the chance, with the rules behind it."""
        from tabletop.tui.screens.odds import Odds

        composer = self.query_one(Composer)
        if not composer.decided:
            composer.ask()
            return
        found = composer.worth(composer.choice())
        if found is not None and found.choice.strategy != "hold":
            self.app.push_screen(Odds(self.sitting, self.seat, found, composer.assumed()))

    # ------------------------------------------------------------------ number by number

    def action_point(self, on: bool = True) -> None:
        """Look at one number after another, in the place of one's own move; or go back to that."""
        lens, composer = self.query_one(Lens), self.query_one(Composer)
        was, self.pointer.on = self.pointer.on, on
        lens.least = composer.size.height or lens.least
        self.set_class(on, "-pointing")
        if on:
            mine = self.seat if self.tab == "2" or self.wide else ""
            self.pointer.begin(self._numbers(), mine)
            self._aim()
        elif was:
            self.pointer.leave()
        self.refresh_bindings()

    def action_aim(self, across: int, down: int) -> None:
        self.pointer.move(self._numbers(), across, down)
        self._aim()

    def action_ledger(self) -> None:
        self.action_why("")

    def _numbers(self) -> list[Target]:
        return targets(self.query_one(f"#{name}", Painted) for name in ("indices", "crises", "alliance", "region"))

    def _aim(self) -> None:
        """Mark the number that is pointed at, and tell of it."""
        self.pointer.settle(self._numbers())
        here = self.pointer.at.widget.id if self.pointer.at is not None else ""
        tab = next((key for key, name in PANELS.items() if name == here), self.tab)
        if tab != self.tab:
            self.tab = tab
            self._show_tab()
        view = self.query_one(Crises).view
        if view is not None and self.pointer.name:
            lens = self.query_one(Lens)
            lens.show(view, self.pointer.name, lens.least, self.sitting.card_title, self.sitting.rule_title)

    def about(self) -> Iterable[tuple[str, str]]:
        """Help begins with what is under the cursor."""
        if self.pointer.on:
            return [("Number by number", NUMBERS)]
        return self.query_one(Composer).about()

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
        elif kind == "odds":
            self.action_odds()
        elif kind == "outlook":
            self.action_outlook()
        elif kind == "point":
            self.action_point(bool(rest[0]))
        elif kind == "why":
            self._picked(rest[0])

    def _picked(self, name: str) -> None:
        """A click on a number opens its ledger; on a pair in the matrix it points at it first."""
        again = self.pointer.on and self.pointer.name == name
        if again or not name.startswith("trust "):
            self.pointer.name = name if self.pointer.on else ""
            self.action_why(name)
            return
        self.pointer.name = name
        if self.pointer.on:
            self._aim()
        else:
            self.action_point()

    def action_leave(self) -> None:
        """Back to where one came from; everything is stored already."""
        self.sitting.close()
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        else:
            self.app.exit()
