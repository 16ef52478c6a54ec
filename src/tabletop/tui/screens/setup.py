"""A new game: campaign, seat, level, the others, the luck. Everything is already chosen; Enter starts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.events import Key
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.session.desk import proposed
from tabletop.session.wish import Wish
from tabletop.telling.words import LEVEL_HINT, LEVELS, SKILL_HINT, SKILLS, gauge, signed
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.room import Room
from tabletop.tui.text import joined, wrap
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.form import Option, Row, draw_row
from tabletop.tui.widgets.menu import facts, more
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.content.library import CampaignCard

SEED_DIGITS = 19


class Form(Painted):
    """The rows, and below them a card about the row under the cursor."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.rows: dict[str, Row] = {}
        self.cards: list[CampaignCard] = []
        self.campaign: Campaign | None = None
        self.at = "seat"
        self.seed = ""
        self.trouble = ""

    @property
    def several(self) -> bool:
        """Several people play."""
        return "people" in self.rows and self.rows["people"].taken and self.rows["people"].option.value > 1

    def shown_rows(self) -> list[Row]:
        return [row for name, row in self.rows.items() if name != ("seat" if self.several else "seats")]

    def paint(self, canvas: Canvas) -> None:
        canvas.put()
        if not self.rows:
            canvas.write(self.trouble or "Looking for campaigns…", "$tt-bad" if self.trouble else "$tt-dim", indent=2)
            return
        for row in self.shown_rows():
            draw_row(canvas, row, row.name == self.at, 14)
        canvas.put()
        canvas.rule()
        if self.trouble:
            canvas.write(self.trouble, "$tt-bad", indent=2)
            return
        getattr(self, f"_about_{self.at}")(canvas)

    def _about_campaign(self, canvas: Canvas) -> None:
        card = self.cards[self.rows["campaign"].at]
        canvas.write(card.title, "bold $tt-accent", indent=2, most=1)
        canvas.write(facts(card), "$tt-dim", indent=2, most=1)
        canvas.put()
        room = max((self.room or 40) - len(canvas.lines) - 1, 3)
        summary = wrap(joined(card.summary), canvas.width - 3, room)
        for part in summary:
            canvas.put(canvas.line().to(2).add(part))
        room -= len(summary)
        for told in more(self.campaign) if self.campaign is not None else ():
            lines = wrap(joined(told), canvas.width - 3)
            if len(lines) < room:
                canvas.put()
                for part in lines:
                    canvas.put(canvas.line().to(2).add(part, "$tt-dim"))
                room -= len(lines) + 1

    def _about_seat(self, canvas: Canvas) -> None:
        if self.campaign is None:
            canvas.write("Reading the campaign…", "$tt-dim", indent=2)
            return
        member = next(
            (m for m in self.campaign.members if m.id == self.rows["seat"].option.value), self.campaign.members[0]
        )
        line = (
            canvas.line().add(f"  {member.emblem} {member.name}", f"bold $tt-{member.colour}").add(f"  {member.title}")
        )
        canvas.put(line.right(f"plays as {member.character} when nobody sits here ", "$tt-dim"))
        canvas.put()
        canvas.write(joined(member.aims), indent=2, most=4)
        canvas.put()
        share = 100 * member.capability
        canvas.put(
            canvas.line()
            .to(2)
            .add("capability  ", "$tt-dim")
            .add(f"{share:>4.0f} %  ", "bold")
            .add(gauge(share, 20), "$tt-dim")
        )
        canvas.put(
            canvas.line()
            .to(2)
            .add("exposure    ", "$tt-dim")
            .add(f"{100 * member.exposure:>4.0f} %  ", "bold")
            .add(gauge(100 * member.exposure, 20), "$tt-dim")
        )
        ends = (
            ("security", "hard line", "reassurance"),
            ("integration", "national", "integrated"),
            ("values", "interests", "values"),
        )
        for axis, low, high in ends:
            value = float(getattr(member.positions, axis))
            low, high = (high, low) if axis == "security" else (low, high)
            at = round((value + 1) * 10)
            canvas.put(
                canvas.line()
                .to(2)
                .add(f"{axis:<12}", "$tt-dim")
                .add(f"{signed(value):>6}  ", "bold")
                .add(f"{low:>11} ")
                .add("─" * at, "$tt-dim")
                .add("●", "bold $tt-accent")
                .add("─" * (20 - at), "$tt-dim")
                .add(f" {high}")
            )

    def _about_people(self, canvas: Canvas) -> None:
        canvas.write(
            "One person, or several who take turns at this screen. Between them a curtain hides what each has seen "
            "and chosen.",
            indent=2,
        )
        if self.campaign is not None and self.several:
            self._sitting_down(canvas)

    def _about_seats(self, canvas: Canvas) -> None:
        canvas.write("Which members people play. Computer players take the others.", indent=2)
        if self.campaign is not None and self.rows["seats"].taken:
            self._sitting_down(canvas)

    def _sitting_down(self, canvas: Canvas) -> None:
        canvas.put()
        for member in self.campaign.members if self.campaign is not None else ():
            if member.id in self.rows["seats"].option.value:
                line = canvas.line().add(f"  {member.emblem} {member.name}", f"bold $tt-{member.colour}", room=34)
                canvas.put(line.to(36).add(member.title))

    def _about_level(self, canvas: Canvas) -> None:
        canvas.write(LEVEL_HINT[self.rows["level"].option.value], indent=2)

    def _about_others(self, canvas: Canvas) -> None:
        canvas.write(SKILL_HINT[self.rows["others"].option.value], indent=2)

    def _about_luck(self, canvas: Canvas) -> None:
        canvas.write(
            "Fresh luck each time, or a number: the same number gives the same cards and dice again. Type digits "
            "here; ← takes the last one back.",
            indent=2,
        )


class Setup(Room):
    """Choose, or just press Enter."""

    TOPIC: ClassVar[str] = "setup"
    TYPED: ClassVar[str] = "0123456789"
    BINDINGS = [
        Binding("enter", "start", "start", id="setup: start", tooltip="Begin with what is chosen"),
        Binding("up", "walk(-1)", "row up", show=False, id="setup: row up", tooltip="Another row"),
        Binding("down", "walk(1)", "row", key_display="↑ ↓", id="setup: row", tooltip="Another row"),
        Binding("left", "turn(-1)", "before", show=False, id="setup: before", tooltip="Another choice"),
        Binding("right", "turn(1)", "choice", key_display="← →", id="setup: choice", tooltip="Another choice"),
        Binding("i", "about", "about", id="setup: about", tooltip="All about the campaign"),
        Binding("q", "leave", "back", id="setup: back", tooltip="Go back"),
        Binding("escape", "leave", "back", show=False, id="setup: escape", tooltip="Go back"),
    ]

    def __init__(self, card: CampaignCard | None = None) -> None:
        super().__init__()
        self.card = card
        self.eager = False
        """Enter was pressed before everything had been read."""
        self.people = 1
        """How many people want to play, whatever the campaign."""

    def body(self) -> Iterable[Widget]:
        yield TopLine("New game", f"{self.key_for('setup: start', 'enter')} starts with what is chosen")
        yield Form(id="form", classes="fill")

    def on_mount(self) -> None:
        self.look()

    @work(thread=True, exclusive=True)
    def look(self) -> None:
        try:
            cards = self.tabletop.desk.cards()
        except (TabletopError, OSError) as error:
            self.hand_back(self.failed, str(error))
            return
        self.hand_back(self.found, cards)

    def failed(self, text: str) -> None:
        form = self.query_one(Form)
        form.trouble = text
        form.repaint()

    def found(self, cards: list[CampaignCard]) -> None:
        """Campaigns are known: lay out the rows and read the first."""
        form = self.query_one(Form)
        if not cards:
            self.failed("No campaign was found. Name a folder of campaigns with --library.")
            return
        form.cards = cards
        row = Row("campaign", "campaign", [Option(str(card.path), card.title) for card in cards], wide=True)
        wanted = self.card.id if self.card else "halcyon"
        row.at = next((n for n, card in enumerate(cards) if card.id == wanted), 0)
        form.rows = {
            "campaign": row,
            "people": Row("people", "people", [Option(1, "1")]),
            "seat": Row("seat", "your seat", [], wide=True),
            "seats": Row("seats", "seats", [], wide=True),
            "level": Row("level", "level", [Option(word, word) for word in LEVELS]),
            "others": Row("others", "the others", [Option(word, word) for word in SKILLS]),
            "luck": Row("luck", "luck", [Option("", "fresh")], wide=True),
        }
        form.rows["others"].take(self.tabletop.settings.npc)
        self._read_campaign()

    def _read_campaign(self) -> None:
        form = self.query_one(Form)
        card = form.cards[form.rows["campaign"].at]
        form.campaign, form.trouble = None, ""
        wished = self.tabletop.settings.level
        form.rows["level"].take(card.level if wished == "campaign" else wished)
        form.rows["people"].options, form.rows["people"].at = [Option(1, "1")], 0
        for name in ("seat", "seats"):
            form.rows[name].options, form.rows[name].at = [], 0
        form.repaint()
        self.read(str(card.path))

    @work(thread=True, exclusive=True, group="read")
    def read(self, path: str) -> None:
        try:
            campaign = self.tabletop.desk.campaign(path)
        except TabletopError as error:
            self.hand_back(self.failed, "\n".join(error.lines()[:6]))
            return
        self.hand_back(self.known, path, campaign)

    def known(self, path: str, campaign: Campaign) -> None:
        """A campaign has been read: its seats can be offered."""
        form = self.query_one(Form)
        if form.rows["campaign"].option.value != path:
            return
        form.campaign = campaign
        form.rows["seat"].options = [
            Option(m.id, f"{m.emblem} {m.name}", colour=f"$tt-{m.colour}", hint=m.title) for m in campaign.members
        ]
        form.rows["seat"].take(proposed(campaign, 1)[0])
        most = min(campaign.seats.max, len(campaign.members))
        form.rows["people"].options = [Option(n, str(n)) for n in range(1, most + 1)]
        form.rows["people"].take(min(self.people, most))
        self._offer_seats()
        form.repaint()
        if self.eager:
            self.action_start()

    # ------------------------------------------------------------------ choosing

    def action_walk(self, by: int) -> None:
        form = self.query_one(Form)
        names = [row.name for row in form.shown_rows()]
        if names:
            form.at = names[(names.index(form.at) + by) % len(names)] if form.at in names else names[0]
            form.repaint()

    def action_turn(self, by: int) -> None:
        self._step(self.query_one(Form).at, by)

    def _step(self, name: str, by: int) -> None:
        form = self.query_one(Form)
        row = form.rows.get(name)
        if row is None:
            return
        form.at = name
        if name == "luck":
            self._luck(form.seed[:-1] if by < 0 else form.seed)
            return
        row.move(by)
        if name == "campaign":
            self._read_campaign()
        elif name == "people":
            self._count()
        form.repaint()

    def _count(self) -> None:
        self.people = self.query_one(Form).rows["people"].option.value
        self._offer_seats()

    def _offer_seats(self) -> None:
        """Every way in which as many people as were chosen can sit; the campaign's proposal is taken."""
        form = self.query_one(Form)
        campaign, people = form.campaign, form.rows["people"].option.value
        if campaign is None or people < 2:
            form.rows["seats"].options, form.rows["seats"].at = [], 0
            return
        wanted = proposed(campaign, people)
        found = []
        for sat in combinations(campaign.members, people):
            seats = tuple(member.id for member in sat)
            label = ", ".join(member.name if people < 4 else member.short for member in sat)
            found.append(Option(wanted if set(seats) == set(wanted) else seats, label))
        form.rows["seats"].options = found
        form.rows["seats"].take(wanted)

    def on_key(self, event: Key) -> None:
        form = self.query_one(Form)
        if form.rows and not self.cramped and event.character and event.character in "0123456789":
            event.stop()
            form.at = "luck"
            self._luck((form.seed + event.character)[:SEED_DIGITS])
        elif event.key == "backspace" and form.at == "luck":
            event.stop()
            self._luck(form.seed[:-1])

    def _luck(self, digits: str) -> None:
        form = self.query_one(Form)
        form.seed = digits
        form.rows["luck"].options = [Option(digits, f"number {digits}" if digits else "fresh")]
        form.repaint()

    def on_painted_picked(self, message: Painted.Picked) -> None:
        kind, name, *rest = message.what
        form = self.query_one(Form)
        if kind == "step":
            self._step(name, rest[0])
        elif kind == "take":
            form.at = name
            form.rows[name].take(rest[0])
            if name == "people":
                self._count()
            form.repaint()
        else:
            form.at = name
            form.repaint()

    def action_start(self) -> None:
        """Begin with what is chosen; when it has not all been read yet, as soon as it is."""
        form = self.query_one(Form)
        if form.campaign is None:
            self.eager = not form.trouble
            return
        seats = form.rows["seats"].option.value if form.several else (form.rows["seat"].option.value,)
        wish = Wish(
            form.rows["campaign"].option.value, seats, form.rows["level"].option.value,
            int(form.seed) if form.seed else None, form.rows["others"].option.value,
        )  # fmt: skip
        from tabletop.tui.screens.opening import Opening

        desk = self.tabletop.desk
        self.app.switch_screen(Opening(lambda: desk.begin(wish)))

    def about(self) -> Iterable[tuple[str, str]]:
        """The row under the cursor, and what its choices mean."""
        form = self.query_one(Form)
        row = form.rows.get(form.at)
        if row is None or form.at not in ("level", "others"):
            return ()
        hints = LEVEL_HINT if form.at == "level" else SKILL_HINT
        return [
            (f"{row.label[:1].upper()}{row.label[1:]}: {option.label}", hints[option.value]) for option in row.options
        ]

    def action_about(self) -> None:
        from tabletop.tui.screens.about import About

        form = self.query_one(Form)
        if form.cards:
            self.app.push_screen(About(form.cards[form.rows["campaign"].at], beginning=True))

    def action_leave(self) -> None:
        self.app.pop_screen()
