"""What was played: the best of each campaign, days in a row, honours, and every game."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import VerticalScroll

from tabletop.errors import TabletopError
from tabletop.telling.words import LEVELS, number
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page, Sheet
from tabletop.tui.text import headed, wrap
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.session.records import Book, Record

_TONE = {"A": "$tt-good", "B": "$tt-good", "C": "$tt-good", "D": "$tt-warn", "E": "$tt-warn", "F": "$tt-bad"}


class Records(Page):
    """The games can be walked through; Enter opens the one under the cursor if it is still stored."""

    TOPIC: ClassVar[str] = "records"
    BINDINGS = [
        Binding("enter", "open", "open game", id="records: open", tooltip="Look at this game again"),
        Binding("up", "move(-1)", "up", show=False, id="records: up", tooltip="Move"),
        Binding("down", "move(1)", "move", key_display="↑ ↓", id="records: move", tooltip="Move"),
        Binding("h", "honours", "honours", id="records: honours", tooltip="All honours and what each asks for"),
        Binding("q", "back", "back", id="records: back", tooltip="Go back"),
        Binding("escape", "back", "back", show=False, id="records: escape", tooltip="Go back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.book: Book | None = None
        self.stored: frozenset[str] = frozenset()
        self.day: date | None = None
        self.at = 0

    def head(self) -> tuple[str, str]:
        return "Records", "your games that came to an end"

    def on_mount(self) -> None:
        self.look()

    def on_screen_resume(self) -> None:
        if self.book is not None:
            self.look()

    @work(thread=True, exclusive=True)
    def look(self) -> None:
        from tabletop.session.daily import today
        from tabletop.session.records import Book

        try:
            book, stored = self.tabletop.desk.records(), self.tabletop.desk.stored()
        except TabletopError as error:
            self.hand_back(self.tell, str(error), bad=True)
            book, stored = Book(), []
        kept = frozenset(one.id for one in stored if not one.problem)
        self.hand_back(self.found, book, kept, today())

    def found(self, book: Book, stored: frozenset[str], day: date) -> None:
        self.book, self.stored, self.day = book, stored, day
        self.at = min(self.at, max(len(book.records) - 1, 0))
        self.again()

    @property
    def games(self) -> list[Record]:
        """The latest first."""
        return list(reversed(self.book.records)) if self.book else []

    def write(self, canvas: Canvas) -> None:
        from tabletop.game.honours import HONOURS

        canvas.put()
        book = self.book
        if book is None or self.day is None:
            canvas.write("Looking…", "$tt-dim", indent=1)
            return
        for trouble in book.troubles:
            canvas.write(trouble, "$tt-bad", indent=1)
        if not book.records:
            canvas.write("No game has come to its end yet. When one does, it is entered here.", "$tt-dim", indent=1)
            return
        days, earned = book.streak(self.day), book.honours()
        line = canvas.line().add(f" {_count(len(book.records), 'game', 'games')}", "bold")
        line.add(f" · honours {sum(rule.id in earned for rule in HONOURS)} of {len(HONOURS)}")
        canvas.put(line.add(f" · game of the day {_count(days, 'day', 'days')} in a row"))
        self._best(canvas, book)
        self._honours(canvas, earned)
        self._games(canvas)

    def _best(self, canvas: Canvas, book: Book) -> None:
        canvas.put()
        canvas.rule("Best of each campaign", note="lower index")
        best = book.best()
        wide = min(max(canvas.width - 42, 20), 60)
        head = canvas.line().to(wide + 2)
        for level in LEVELS:
            head.add(f"{level:<13}", "$tt-dim")
        canvas.put(head)
        for campaign in sorted({name for name, _ in best}, key=lambda name: self._title(name).casefold()):
            line = canvas.line().add(" ").add(headed(self._title(campaign), wide), "", room=wide).to(wide + 2)
            for level in LEVELS:
                record = best.get((campaign, level))
                if record is None:
                    line.add("–", "$tt-dim")
                else:
                    line.add(record.grade, f"bold {_TONE.get(record.grade, '')}").add(f" {number(record.lower)}")
                line.to(wide + 2 + 13 * (LEVELS.index(level) + 1))
            canvas.put(line)

    def _honours(self, canvas: Canvas, earned: dict[str, int]) -> None:
        from tabletop.game.honours import HONOURS

        canvas.put()
        canvas.rule("Honours", note=f"{self.key_for('records: honours', 'h')} tells what each asks for")
        columns = 3 if canvas.width < 110 else 4
        width = canvas.width // columns
        for first in range(0, len(HONOURS), columns):
            line = canvas.line()
            for place, rule in enumerate(HONOURS[first : first + columns]):
                line.to(1 + place * width)
                times = earned.get(rule.id, 0)
                line.add("★ " if times else "· ", "bold $tt-good" if times else "$tt-dim")
                often = f" ×{times}" if times > 1 else ""
                line.add(rule.name, "bold" if times else "$tt-dim", room=width - 3 - len(often))
                line.add(often, "$tt-dim")
            canvas.put(line)

    def _games(self, canvas: Canvas) -> None:
        canvas.put()
        canvas.rule("Games", note="the latest first")
        for place, record in enumerate(self.games):
            here = place == self.at
            ground = " on $tt-mark" if here else ""
            what = ("game", place)
            line = canvas.line().add(" ▸ " if here else "   ", f"bold $tt-accent{ground}", what)
            line.add(f"{record.ended[:10]:<12}", ground.strip() or "$tt-dim", what)
            line.add(f"{record.grade} ", f"bold {_TONE.get(record.grade, '')}{ground}", what)
            line.add(f"{number(record.cohesion):>5} {number(record.stability):>5}  ", ground.strip(), what)
            wide = min(max(canvas.width - 54, 18), 60)
            line.add(headed(record.title, wide - 1), f"bold{ground}", what, room=wide - 1).to(31 + wide, ground.strip())
            line.add(f"{record.level:<9}", ground.strip(), what)
            stars = f"{f'★{len(record.honours)}' if record.honours else '':<4}"
            line.add(stars, f"bold $tt-good{ground}", what)
            line.add("day's game" if record.daily else "", ground.strip() or "$tt-dim", what)
            canvas.put(line.to(canvas.width, ground.strip()))
            if here:
                self._facts(canvas, record)

    def _facts(self, canvas: Canvas, record: Record) -> None:
        from tabletop.game.honours import HONOURS

        seats = ", ".join(name.replace("-", " ").title() for name in record.people)
        facts = [seats, f"the others {record.skill}", _count(record.turns, "turn", "turns")]
        if record.daily:
            facts.append(f"game of the day {record.daily}")
        if record.taken_back:
            facts.append(f"taken back {_count(record.taken_back, 'time', 'times')}")
        if record.luck == "known":
            facts.append("known luck")
        canvas.write(" · ".join(facts), "$tt-dim", indent=15)
        names = [rule.name for rule in HONOURS if rule.id in record.honours]
        if names:
            canvas.write(f"★ {', '.join(names)}", indent=15)
        if record.session not in self.stored:
            canvas.write("The game itself is no longer stored.", "$tt-dim", indent=15)

    def _title(self, campaign: str) -> str:
        return next((record.title for record in self.games if record.campaign == campaign), campaign)

    # ------------------------------------------------------------------ doing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "open" and not (self.games and self.games[self.at].session in self.stored):
            return None
        if action == "move" and not self.games:
            return None
        return super().check_action(action, parameters)

    def action_move(self, by: int) -> None:
        if not self.games:
            return
        self.at = (self.at + by) % len(self.games)
        sheet, view = self.query_one(Sheet), self.query_one(VerticalScroll)
        sheet.repaint()
        row = next(
            (spot.row for spot in sheet.canvas(sheet.content_size.width).spots if spot.what == ("game", self.at)), 0
        )
        height = view.content_size.height
        if self.at == 0 and by > 0:
            view.scroll_home(animate=False)
        elif not view.scroll_y <= row < view.scroll_y + height - 4:
            self.call_after_refresh(view.scroll_to, y=max(row - height // 2, 0), animate=False)
        self.refresh_bindings()

    def on_painted_picked(self, message: Painted.Picked) -> None:
        again, self.at = self.at == message.what[1], message.what[1]
        self.query_one(Sheet).repaint()
        self.refresh_bindings()
        if again:
            self.action_open()

    def action_open(self) -> None:
        from tabletop.tui.screens.opening import Opening

        if self.games and self.games[self.at].session in self.stored:
            desk, name = self.tabletop.desk, self.games[self.at].session
            self.app.push_screen(Opening(lambda: desk.resume(name)))

    def action_honours(self) -> None:
        self.app.push_screen(Honours(self.book.honours() if self.book else {}))


class Honours(Page):
    """Every honour, what it asks for, and how often it was earned."""

    TOPIC: ClassVar[str] = "records"

    def __init__(self, earned: dict[str, int]) -> None:
        super().__init__()
        self.earned = earned

    def head(self) -> tuple[str, str]:
        return "Honours", "for good play; a game that collapsed earns none"

    def write(self, canvas: Canvas) -> None:
        from tabletop.game.honours import HONOURS

        canvas.put()
        for rule in HONOURS:
            times = self.earned.get(rule.id, 0)
            line = canvas.line().add(" ★ " if times else " · ", "bold $tt-good" if times else "$tt-dim")
            line.add(rule.name, "bold", room=24).to(26)
            told = [*wrap(rule.condition, canvas.width - 26 - 13)]
            canvas.put(line.add(told[0]).right(f"earned ×{times} " if times else "not yet ", "$tt-dim"))
            for part in told[1:]:
                canvas.put(canvas.line().to(26).add(part))


def _count(number_: int, one: str, many: str) -> str:
    return f"{number_} {one if number_ == 1 else many}"
