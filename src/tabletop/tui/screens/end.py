"""How it ended, on four pages: the outcome, the scorecards, where it turned, and what to talk about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.session.foresight import allowed
from tabletop.session.sitting import Sitting
from tabletop.telling.sentences import names_of
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.room import Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted
from tabletop.tui.widgets.verdict import draw_lapses, draw_outcome, draw_scores, draw_talk, draw_turning

if TYPE_CHECKING:
    from tabletop.game.viewmodels import CardHistory
    from tabletop.lab.coach import Lapse
    from tabletop.report.facts import Report

QUESTIONS = 6
PAGES = ("Outcome", "Scores", "Turning points", "Talk about it")
TURNING = 2


class Leaves(Painted):
    """The four pages by number."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.at = 0
        self.note = ""

    def show(self, at: int, note: str) -> None:
        self.at, self.note = at, note
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        line = canvas.line()
        for place, name in enumerate(PAGES):
            ground = " on $tt-mark" if place == self.at else ""
            key = self.key_for(f"end: page {place + 1}", str(place + 1))
            line.add(f" {key} ", f"bold $tt-accent{ground}", ("page", place))
            line.add(f"{name} ", f"bold{ground}".strip() if place == self.at else "", ("page", place)).add(" ")
        canvas.put(line.right(self.note, "$tt-dim"))


class Leaf(Painted):
    """One column: the page that is turned to, or where there is room for two the left or right one of a pair."""

    def __init__(self, column: int, **given: Any) -> None:
        super().__init__(**given)
        self.column = column

    def paint(self, canvas: Canvas) -> None:
        screen = self.screen
        if not isinstance(screen, End):
            return
        page = screen.at
        if screen.wide:
            page = 2 * (screen.at // 2) + self.column
            canvas.rule(PAGES[page])
        screen.write(page, canvas)


class End(Room):
    """After the last turn everything secret is opened."""

    TOPIC: ClassVar[str] = "end"
    BINDINGS = [
        Binding("s", "save", "save report", id="end: save", tooltip="Keep an account of this game as a file"),
        Binding("l", "history", "history", id="end: history", tooltip="Every turn again; go on from any of them"),
        Binding("a", "again", "same luck again", id="end: again", tooltip="The same cards and dice once more"),
        Binding("n", "new", "new game", id="end: new", tooltip="Choose another game"),
        Binding(
            "f", "fork", "fork", show=False, id="end: fork", tooltip="Go on from an earlier turn in a new game"
        ),
        Binding("w", "why", "why", show=False, id="end: why", tooltip="The last turn, rule by rule"),
        Binding("u", "undo", "take back", show=False, id="end: undo", tooltip="Take back the last turn"),
        Binding("q", "leave", "leave", id="end: leave", tooltip="Leave; everything is stored already"),
        Binding("escape", "escape", "leave", show=False, id="end: escape", tooltip="Back to where you came from"),
        Binding("enter", "read", "read on", show=False, id="end: read", tooltip="Read on, page after page"),
        Binding("space", "read", "read on", show=False, id="end: read too", tooltip="Read on, page after page"),
        Binding("left", "turn(-1)", "page before", show=False, id="end: page before", tooltip="Another page"),
        Binding("right,tab", "turn(1)", "next page", show=False, id="end: next page", tooltip="Another page"),
        *(
            Binding(
                str(place + 1), f"page({place})", name, show=False, id=f"end: page {place + 1}", tooltip="Another page"
            )
            for place, name in enumerate(PAGES)
        ),
        *(
            Binding(key, f"scroll({by})", "scroll", show=False, id=f"end: {name}", tooltip="Scroll")
            for key, name, by in (
                ("down", "down", 3), ("up", "up", -3), ("pagedown", "page down", 12), ("pageup", "page up", -12),
                ("home", "top", -9999), ("end", "foot", 9999),
            )
        ),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.seat = "room" if sitting.shared else (sitting.people[0] if sitting.people else "room")
        self.view = sitting.view(self.seat)
        self.turns = sitting.turns_played()
        self.at = 0
        self.report: Report | None = None
        self.lapses: tuple[Lapse, ...] | None = None
        """The choices that cost most; None until somebody has looked for them."""
        self._weighing = False
        self.saved = ""
        """Where the report was saved."""
        self.asked = sitting.questions()[:QUESTIONS]
        self.histories = self._histories()
        self.honours = sitting.honours()
        self.names = names_of(self.view, sitting.card_title, sitting.rule_title)

    def _histories(self) -> list[CardHistory]:
        """What really happened, for the crises that came, the first first."""
        found: dict[str, CardHistory] = {}
        for turn in range(1, self.turns + 1):
            for card in self.sitting.played(turn, self.seat).dealt:
                if card not in found:
                    found[card] = self.sitting.card_history(card, self.seat)
        return [history for history in found.values() if history.happened]

    @property
    def wide(self) -> bool:
        return self.has_class("-wide")

    def body(self) -> Iterable[Widget]:
        yield TopLine(self.view.title, f"the end, after {self.turns} turn{'' if self.turns == 1 else 's'}", id="top")
        yield Leaves(id="leaves")
        with Horizontal(id="columns"):
            yield VerticalScroll(Leaf(0), id="first", classes="page", can_focus=False)
            yield VerticalScroll(Leaf(1), id="second", classes="page", can_focus=False)

    # ------------------------------------------------------------------ showing

    def on_mount(self) -> None:
        if self.sitting.unrecorded:
            self.tell(self.sitting.unrecorded, bad=True)
        self.show()
        self.look_back()

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self.show()

    def show(self) -> None:
        """The page that is turned to, from its top."""
        self.query_one(Leaves).show(self.at, "✓ saved" if self.saved else "")
        for leaf in self.query(Leaf):
            leaf.repaint()
        for scroll in self.query(VerticalScroll):
            scroll.scroll_home(animate=False)
        if self.at == TURNING or (self.wide and self.at // 2 == TURNING // 2):
            self._weigh()
        self.refresh_bindings()

    def _column(self) -> VerticalScroll:
        return self.query_one("#second" if self.wide and self.at % 2 else "#first", VerticalScroll)

    def write(self, page: int, canvas: Canvas) -> None:
        """Draw one page."""
        if page == 0:
            draw_outcome(canvas, self.view)
            if self.saved:
                canvas.write(f"The report was saved: {self.saved}", indent=1)
        elif page == 1:
            draw_scores(canvas, self.view, self.sitting.people, self.honours)
        elif page == 2:
            draw_turning(canvas, self.report)
            if self._advised and self.report is not None:
                draw_lapses(canvas, self.lapses, self.names)
        else:
            draw_talk(canvas, self.asked, self.histories)

    @work(thread=True, exclusive=True)
    def look_back(self) -> None:
        """Reckon how it could have gone; a second's work, in which every key goes on working."""
        from tabletop.report import gather

        sitting = self.sitting
        try:
            report = gather(sitting.game, sitting.npc, aftermath=sitting.aftermath(), session=sitting.name)
        except Exception:
            if sitting.over and sitting.turns_played() == self.turns:
                raise
            return  # The last turn was taken back meanwhile: there is nothing to look back on.
        self.hand_back(self.looked_back, report)

    def looked_back(self, report: Report) -> None:
        self.report = report
        if self.is_attached:
            for leaf in self.query(Leaf):
                leaf.repaint()

    @property
    def _advised(self) -> bool:
        """Whether somebody sits here alone, or the facilitator lets the coach speak to all."""
        return self.seat in self.sitting.people and allowed(self.tabletop.settings.coach, self.sitting.shared)

    def _weigh(self) -> None:
        """Look for the dearest choices when their page is turned to; nobody else should pay for it."""
        if self._advised and not self._weighing:
            self._weighing = True
            self._weigh_all()

    @work(thread=True, exclusive=True, group="lapses")
    def _weigh_all(self) -> None:
        try:
            found = self.sitting.lapses(self.seat)
        except TabletopError:
            return  # The last turn was taken back meanwhile.
        self.hand_back(self._weighed, found)

    def _weighed(self, found: tuple[Lapse, ...]) -> None:
        self.lapses = found
        if self.is_attached:
            for leaf in self.query(Leaf):
                leaf.repaint()

    # ------------------------------------------------------------------ reading

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("why", "fork") and not self.turns:
            return None
        return super().check_action(action, parameters)

    def action_page(self, place: int) -> None:
        same = self.wide and place // 2 == self.at // 2
        self.at = place
        if same:
            self.query_one(Leaves).show(place, self.query_one(Leaves).note)
        else:
            self.show()

    def action_turn(self, by: int) -> None:
        self.action_page((self.at + by) % len(PAGES))

    def action_scroll(self, by: int) -> None:
        self._column().scroll_relative(y=by, animate=self.tabletop.moving)

    def action_read(self) -> None:
        """Read on: down the page, and from its foot to the next."""
        scroll = self._column()
        if scroll.scroll_offset.y < scroll.max_scroll_y:
            scroll.scroll_relative(y=max(scroll.size.height - 2, 1), animate=self.tabletop.moving)
        elif self.at + 1 < len(PAGES):
            self.action_page(self.at + 1)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, what = message.what
        if kind == "page":
            self.action_page(what)
        elif kind == "turn":
            self.action_history(what)
        elif kind == "why":
            self.action_why(what)
        elif kind == "lapse":
            self.action_why(turn=what)

    # ------------------------------------------------------------------ what now

    def action_save(self) -> None:
        from tabletop.tui.screens.save import Save

        self.app.push_screen(Save(self.sitting, self.report), self._saved)

    def _saved(self, where: str | None) -> None:
        if where:
            self.saved = where
            self.show()
            self.tell(f"The report was saved: {where}")

    def action_again(self) -> None:
        from tabletop.tui.screens.opening import Opening

        wish, desk = self.sitting.again(), self.tabletop.desk
        self.sitting.close()
        self.app.switch_screen(Opening(lambda: desk.begin(wish)))

    def action_new(self) -> None:
        from tabletop.tui.screens.setup import Setup

        self.app.push_screen(Setup())

    def action_why(self, name: str = "cohesion", turn: int = 0) -> None:
        from tabletop.tui.screens.why import Why

        self.app.push_screen(Why(self.sitting, self.seat, name, turn))

    def action_history(self, at: int | None = None) -> None:
        from tabletop.tui.screens.history import History

        self.app.push_screen(History(self.sitting, self.seat, at))

    def action_fork(self) -> None:
        """The film, at the last turn from which one can go on."""
        self.action_history(self.turns - 1)
        self.tell(f"Go to a turn, then {self.key_for('history: fork', 'f')} begins a new game from there.")

    def action_undo(self) -> None:
        from tabletop.tui.screens.unstored import table_of

        try:
            self.sitting.undo()
        except TabletopError as error:
            self.tell(str(error), bad=True)
            return
        self.app.switch_screen(table_of(self.sitting))

    def action_leave(self) -> None:
        self.sitting.close()
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        else:
            self.app.exit()
