"""The turns that were played, scrubbed like a film: the board after each, and the story that led there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.timer import Timer
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.session.sitting import Sitting
from tabletop.telling.authored import follows
from tabletop.telling.hindsight import chosen
from tabletop.telling.sentences import Names, at_opening, names_of, story
from tabletop.telling.words import number
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.forking import go_on
from tabletop.tui.screens.room import TALL, WIDE, Room
from tabletop.tui.text import joined, names_within, wrap
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.board import draw_board
from tabletop.tui.widgets.film import Film
from tabletop.tui.widgets.log import write_sentences
from tabletop.tui.widgets.painted import Painted
from tabletop.tui.widgets.verdict import draw_history

if TYPE_CHECKING:
    from tabletop.game.viewmodels import Played, SeatView

PACE = 1.5
"""Seconds a turn stands while the film runs."""
_TYPING = 1.2
"""Seconds within which a second digit belongs to the first."""
_MARKS = {"resolved": "✓", "outbreak": "✗"}


class Pane(Painted):
    """Draws what its screen writes."""

    def __init__(self, write: Callable[[Canvas], None], **given: Any) -> None:
        super().__init__(**given)
        self.write = write

    def paint(self, canvas: Canvas) -> None:
        self.write(canvas)


class Sides(Painted):
    """Which of the two pages is shown, where there is no room for both."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.at = "story"

    def show(self, at: str) -> None:
        self.at = at
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        line = canvas.line()
        for name, title in (("story", "Story of the turn"), ("board", "Board after it")):
            line.add(f" {title} ", "bold on $tt-mark" if name == self.at else "$tt-dim", ("side", name)).add(" ")
        canvas.put(line.right(f"{self.key_for('history: why', 'w')} why ", "$tt-dim", ("why", "cohesion")))


class History(Room):
    """Every turn again; from each a new game can be begun."""

    TOPIC: ClassVar[str] = "history"
    QUIET: ClassVar[frozenset[str]] = frozenset({"history: what if"})
    BINDINGS = [
        Binding("left", "go(-1)", "turn", key_display="← →", id="history: back", tooltip="The turn before or after"),
        Binding(
            "right", "go(1)", "next turn", show=False, id="history: next", tooltip="The turn before or after"
        ),
        Binding("home", "jump(0)", "start", show=False, id="history: start", tooltip="To the start, or the last turn"),
        Binding(
            "end", "last", "last turn", show=False, id="history: last", tooltip="To the start, or the last turn"
        ),
        Binding(
            "space", "play", "play", key_display="Space", id="history: play", tooltip="Let the turns pass, or stop"
        ),
        Binding("space", "film", "play", show=False, id="history: play", tooltip="Let the turns pass, or stop"),
        Binding("o", "otherwise", "what if", id="history: what if", tooltip="What if somebody had chosen otherwise"),
        Binding("b", "side('board')", "board", id="history: side", tooltip="Story of the turn, or board after it"),
        Binding("b", "side('story')", "story", id="history: side", tooltip="Story of the turn, or board after it"),
        Binding(
            "tab", "side", "board", show=False, id="history: other side", tooltip="Story of the turn, or board after it"
        ),
        Binding("w", "why", "why", id="history: why", tooltip="Every change of this turn, rule by rule"),
        Binding("w", "ledger", "why", show=False, id="history: why", tooltip="Every change of this turn, rule by rule"),
        Binding("f", "fork", "fork", id="history: fork", tooltip="A new game from the end of this turn"),
        Binding("enter", "back", "back", id="history: leave", tooltip="Go back"),
        *(
            Binding(key, "back", "back", show=False, id=f"history: {name}", tooltip="Go back")
            for key, name in (("r", "return"), ("q", "quit"), ("l", "close"), ("escape", "escape"))
        ),
        *(
            Binding(key, f"scroll({by})", "scroll", show=False, id=f"history: {name}", tooltip="Scroll")
            for key, name, by in (
                ("down", "down", 3), ("up", "up", -3), ("pagedown", "page down", 12), ("pageup", "page up", -12),
            )
        ),
        *(
            Binding(
                str(digit), f"digit({digit})", f"turn {digit}", show=False, id=f"history: digit {digit}",
                tooltip="A turn by its number",
            )
            for digit in range(10)
        ),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting, seat: str, at: int | None = None) -> None:
        """`at`: the turn to begin with; the last one by default."""
        super().__init__()
        self.sitting, self.seat = sitting, seat
        self.turns = sitting.turns_played()
        self.at = self.turns if at is None else max(0, min(at, self.turns))
        self.side = "story"
        self.playing: Timer | None = None
        self.typed, self.when = "", 0.0
        self.turned: dict[int, tuple[SeatView, Played | None]] = {}
        self.ended: dict[int, str] = {}

    def body(self) -> Iterable[Widget]:
        yield TopLine(id="top")
        yield Film(id="film")
        yield Sides(id="sides")
        with Horizontal(id="frame"):
            yield VerticalScroll(Pane(self.tell_story, id="story"), id="left", classes="page", can_focus=False)
            yield VerticalScroll(Pane(self.show_board, id="board-then"), id="right", classes="page", can_focus=False)

    # ------------------------------------------------------------------ showing

    def on_mount(self) -> None:
        self.show()

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self.query_one(Film).stretch(2 if event.size.height < TALL else 3 if event.size.height < 50 else 5)
        self.refresh_bindings()
        self.call_after_refresh(self.refresh_bindings)

    @property
    def wide(self) -> bool:
        return self.size.width >= WIDE and self.size.height >= TALL

    def frame(self, turn: int) -> tuple[SeatView, Played | None]:
        """The board at the end of a turn and how it came about; kept, for going to and fro."""
        if turn not in self.turned:
            played = self.sitting.played(turn, self.seat) if turn else None
            self.turned[turn] = self.sitting.view_at(turn, self.seat), played
        return self.turned[turn]

    def show(self) -> None:
        """Everything for the turn that is looked at."""
        view, _ = self.frame(self.at)
        where = "the start" if self.at == 0 else f"after turn {self.at} of {self.turns}"
        running = "playing · " if self.playing else ""
        self.query_one(TopLine).show(f"History · {view.title}", f"{running}{where}")
        last, _ = self.frame(self.turns)
        curves = {index.name: index.history[: self.turns + 1] for index in (last.cohesion, last.stability)}
        changes = {index.name: index.change for index in (view.cohesion, view.stability)}
        self.query_one(Film).show(curves, changes, self._ends(), self.at)
        self.query_one(Sides).show(self.side)
        self.set_class(self.side == "board", "-board")
        for pane in self.query(Pane):
            pane.repaint()
        for scroll in self.query(VerticalScroll):
            scroll.scroll_home(animate=False)
        self.refresh_bindings()

    def _ends(self) -> dict[int, str]:
        """What closed in each turn, as marks."""
        if not self.ended:
            for turn in range(1, self.turns + 1):
                moves = self.sitting.played(turn, self.seat).moves
                self.ended[turn] = "".join(_MARKS.get(move.end, "") for move in moves)
        return self.ended

    def show_board(self, canvas: Canvas) -> None:
        """The page of the board."""
        view, played = self.frame(self.at)
        draw_board(canvas, view, played, self.sitting.card_title, airy=self.wide)

    def tell_story(self, canvas: Canvas) -> None:
        """The page of the story."""
        view, played = self.frame(self.at)
        names = names_of(view, self.sitting.card_title, self.sitting.rule_title)
        if played is None:
            self._start(canvas, view)
            return
        line = canvas.line().add(f" Turn {played.turn}", "bold $tt-accent").add(f"  {view.act.title}", "$tt-dim")
        canvas.put(line)
        if view.act.turn == 1 and played.turn > 1:
            self._act(canvas, view)
        if played.dealt:
            dealt = ", ".join(self.sitting.card_title(card) for card in played.dealt)
            canvas.write(f"New: {dealt}", "$tt-dim", indent=1)
        for sentence in at_opening(played, names):
            canvas.write(sentence.text, "$tt-dim", indent=1)
        for index in (view.cohesion, view.stability):
            chosen_on = round(index.value - index.change, 2)
            if abs(chosen_on - index.history[-2]) >= 0.05:
                way = f"{number(index.history[-2])} → {number(chosen_on)}"
                canvas.write(f"When it was opened: {index.name} {way}", "$tt-dim", indent=1)
        write_sentences(canvas, story(played, view, names))
        for history in self.sitting.happened(played.turn, self.seat):
            canvas.put()
            draw_history(canvas, history)
        self._choices(canvas, view, played, names)

    def _start(self, canvas: Canvas, view: SeatView) -> None:
        canvas.put(canvas.line().add(" The start", "bold $tt-accent").add(f"  {view.act.title}", "$tt-dim"))
        canvas.write(joined(view.act.opening), indent=1)
        if not self.turns:
            canvas.put()
            canvas.write("No turn has been played yet. When one has, it can be seen here again.", "$tt-dim", indent=1)

    def _act(self, canvas: Canvas, view: SeatView) -> None:
        if view.act.before:
            canvas.write(joined(view.act.before), "$tt-dim", indent=1)
        canvas.write(" ".join([*([follows(view.act.why)] if view.act.why else []), joined(view.act.opening)]), indent=1)

    def _choices(self, canvas: Canvas, view: SeatView, played: Played, names: Names) -> None:
        """What each chose, and what the computer players say of it."""
        canvas.put()
        canvas.put(canvas.line().add(" What each chose, and why", "bold"))
        called = names_within(view.members, 10)
        for member in view.members:
            choice = played.choices.get(member.seat)
            if choice is None:
                continue
            who = f"  {member.emblem} {called[member.seat]}"
            what = ("otherwise", member.seat) if self.sitting.over else None
            line = canvas.line().add(who, f"bold $tt-{member.colour}", what, room=14).to(15)
            told = chosen(choice, names)
            first, *more = wrap(told, canvas.width - 17)
            canvas.put(line.add(first, "", what))
            for part in more:
                canvas.put(canvas.line().to(15).add(part))
            reason = played.reasons.get(member.seat, "")
            if reason:
                canvas.write(reason, "$tt-dim", indent=15)

    # ------------------------------------------------------------------ moving

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        wide = self.has_class("-wide")
        # Six keys at most are shown: “why” where there is room for both pages and none for turning them.
        if (action == "side" and (wide or parameters[:1] == (self.side,))) or (action == "why" and not wide):
            return False
        # Once the game is over what might have been takes the place of the film among the keys that are shown.
        if action == ("play" if self.sitting.over and self.at else "film"):
            return False
        allowed = {
            "go": self.turns > 0, "play": self.turns > 0, "film": self.turns > 0, "why": self.at > 0,
            "ledger": self.at > 0, "otherwise": self.at > 0 and self.sitting.over,
            "fork": self.at < self.turns or not self.sitting.over,
        }.get(action, True)  # fmt: skip
        return super().check_action(action, parameters) if allowed else None

    def action_go(self, by: int) -> None:
        self.action_jump(self.at + by)

    def action_last(self) -> None:
        self.action_jump(self.turns)

    def action_jump(self, turn: int) -> None:
        """Show a turn; the film stops."""
        self._stop()
        self.typed = ""
        self._to(turn)

    def _to(self, turn: int) -> None:
        turn = max(0, min(turn, self.turns))
        if turn != self.at:
            self.at = turn
        self.show()

    def action_digit(self, digit: int) -> None:
        """Turn 1, or with another digit soon after it turn 12."""
        now = monotonic()
        typed = self.typed + str(digit) if now - self.when <= _TYPING else str(digit)
        if int(typed) > self.turns:
            typed = str(digit)
        if int(typed) > self.turns:
            return
        self._stop()
        self.typed, self.when = typed, now
        self._to(int(typed))

    def action_play(self) -> None:
        """Let the turns pass, from the start when the last one is shown; once more to stop."""
        if self.playing is not None:
            self._stop()
            self.show()
            return
        if self.at == self.turns:
            self.at = 0
        self.playing = self.set_interval(PACE, self._next)
        self.show()

    def action_film(self) -> None:
        self.action_play()

    def _next(self) -> None:
        if self.at + 1 >= self.turns:
            self._stop()
        self._to(self.at + 1)

    def _stop(self) -> None:
        if self.playing is not None:
            self.playing.stop()
            self.playing = None

    def on_screen_suspend(self) -> None:
        self._stop()

    def action_side(self, side: str = "") -> None:
        self.side = side or ("board" if self.side == "story" else "story")
        self.show()

    def action_scroll(self, by: int) -> None:
        narrow_board = self.side == "board" and not self.has_class("-wide")
        self.query_one("#right" if narrow_board else "#left", VerticalScroll).scroll_relative(
            y=by, animate=self.tabletop.moving
        )

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, what = message.what
        if kind == "turn":
            self.action_jump(what)
        elif kind == "side" and what != self.side:
            self.action_side(what)
        elif kind == "why":
            self.action_why(what)
        elif kind == "otherwise":
            self.action_otherwise(what)

    # ------------------------------------------------------------------ doing

    def action_otherwise(self, seat: str = "") -> None:
        """What if somebody had chosen otherwise in this turn; told when the game is over."""
        from tabletop.tui.screens.otherwise import Otherwise

        if self.at and self.sitting.over:
            self._stop()
            self.app.push_screen(Otherwise(self.sitting, self.at, seat))

    def action_why(self, name: str = "cohesion") -> None:
        from tabletop.tui.screens.why import Why

        if self.at:
            self._stop()
            self.app.push_screen(Why(self.sitting, self.seat, name, self.at))

    def action_ledger(self) -> None:
        self.action_why()

    def action_back(self) -> None:
        self._stop()
        self.dismiss()

    def action_fork(self) -> None:
        """Ask, and begin a new game at the end of this turn."""
        from tabletop.tui.screens.sure import Sure

        self._stop()
        self.show()
        after = f"the end of turn {self.at}" if self.at else "the start"
        self.app.push_screen(
            Sure(
                "Go on from here?",
                f"A new game begins at {after}, with the same cards and dice as this one. Turn {self.at + 1} is the "
                "first that is chosen again.",
                "This game stays as it is.",
            ),
            self._sure,
        )

    def _sure(self, sure: bool | None) -> None:
        if sure:
            self._fork(self.at + 1)

    @work(thread=True, exclusive=True)
    def _fork(self, turn: int) -> None:
        try:
            fresh = self.tabletop.desk.fork(self.sitting, turn)
        except TabletopError as error:
            self.hand_back(self.tell, str(error), bad=True)
            return
        self.hand_back(go_on, self.app, self.sitting, fresh)
