"""The card bench on the screen: it follows the files, and a broken one never takes away what was there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container, Vertical, VerticalScroll
from textual.events import Resize
from textual.widget import Widget

from tabletop.rules.vocabulary import Level
from tabletop.tui.bench import draw
from tabletop.tui.bench.editor import edit, editor
from tabletop.tui.bench.help import HELP, TITLES, WRITING
from tabletop.tui.bench.keys import KEYS, LEAVES
from tabletop.tui.bench.mouse import picked, wheel
from tabletop.tui.bench.panels import Cards, Dials, Leaf, Leaves, Wheel, matching, next_faulty
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.room import TALL, WIDE, Room
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.workbench.alliance import Opened
    from tabletop.workbench.authored import Version
    from tabletop.workbench.cardbench import CardBench

EVERY = 0.25
"""Seconds between two looks at the files."""
BROAD, HIGH = 176, 46
"""From this size on all panels stand side by side."""
_READ = LEAVES[1:]
_NEEDS_CARD = frozenset({
    "step", "reset", "reset_all", "seat", "level", "width", "way", "tactic", "partner", "effort", "read",
})  # fmt: skip


class Bench(Room):
    """One card, a made board, and everything that follows from the two."""

    TOPIC: ClassVar[str] = "bench"
    BINDINGS = KEYS

    def __init__(self, bench: CardBench, opened: Opened) -> None:
        super().__init__()
        self.bench, self.opened = bench, opened
        self.leaf, self.typed, self.slider = "card", opened.only, ""
        self.way, self.tactic, self.width = "bilateral", "interest", 0
        self.read = "card"
        """The panel that is read, also while the list of cards is open."""
        self.wide = self.broad = False
        self.filing = False
        """The problems of the files are read, instead of those of the card."""

    def body(self) -> Iterable[Widget]:
        yield TopLine(id="top")
        yield Leaf(id="fault")
        yield Leaves(id="leaves-of-bench")
        with Container(id="bench"):
            with Vertical(id="bench-left"):
                yield Cards(id="cards")
                yield Dials(id="dials")
            with Container(id="bench-right"):
                yield self._leaf("card")
                with Container(id="bench-below"):
                    with Vertical(id="bench-first"):
                        yield self._leaf("condition")
                        yield self._leaf("problems")
                    with Vertical(id="bench-second"):
                        yield self._leaf("chances")
                        yield self._leaf("effects")

    @staticmethod
    def _leaf(name: str) -> VerticalScroll:
        return VerticalScroll(Leaf(id=f"leaf-{name}"), id=f"roll-{name}", classes="bench-leaf", can_focus=False)

    def on_mount(self) -> None:
        self.first_card()
        self.again()
        self.set_interval(EVERY, self.follow)

    def on_resize(self, event: Resize) -> None:
        self.broad = event.size.width >= BROAD and event.size.height >= HIGH
        self.wide = event.size.width >= WIDE and event.size.height >= TALL
        self.set_class(self.broad, "-broad")
        super().on_resize(event)
        self.again()

    # ------------------------------------------------------------------ following the files

    def follow(self) -> None:
        """Look at the files again if something was saved."""
        busy = {worker.name for worker in self.workers if worker.is_running}
        if "bench-look" not in busy and self.bench.authored.changed():
            self.look()
        elif not busy & {"bench-look", "bench-deepen"} and not self.bench.version.deep:
            self.deepen()

    @work(thread=True, group="bench-look", name="bench-look")
    def look(self) -> None:
        version = self.bench.authored.look()
        self.hand_back(self.taken, version)

    @work(thread=True, group="bench-deepen", name="bench-deepen")
    def deepen(self) -> None:
        """What takes longer to find out, while one goes on."""
        version = self.bench.authored.deepen()
        self.hand_back(self.taken, version)

    def taken(self, version: Version) -> None:
        """Show what was read; card, seat, sliders and panel stay."""
        self.bench.take(version)
        if not self.bench.wanted:
            self.first_card()
        self.again()

    # ------------------------------------------------------------------ drawing

    def first_card(self) -> None:
        """With one file named, its first card."""
        if self.opened.only and (self.bench.written is None or self.bench.written.file != self.opened.only):
            mine = [card for card in self.bench.version.cards if card.file == self.opened.only]
            if mine:
                self.bench.choose(next((card.id for card in mine if card.entry is not None), mine[0].id))

    def again(self) -> None:
        """Draw everything that is in sight."""
        if not self.is_mounted:
            return
        bench = self.bench
        dials = bench.dials() if bench.shown else []
        if dials and self.slider not in [dial.slider.name for dial in dials]:
            self.slider = dials[0].slider.name
        tactics = bench.tactics() if bench.shown else (None,)
        if self.tactic not in tactics:
            self.tactic = tactics[0] or ""
        self.query_one(TopLine).show(*self.head())
        fault = self.query_one("#fault", Leaf)
        fault.display = bool(bench.version.faults)
        fault.show(lambda canvas: draw.draw_fault(canvas, bench))
        names = [(leaf, TITLES[leaf]) for leaf in LEAVES]
        self.query_one(Leaves).show(names, self.leaf)
        cards = self.query_one(Cards)
        cards.frame(True, self.leaf == "cards" and self.wide)
        cards.show(bench, self.typed)
        self.query_one(Dials).show(bench, self.slider, "" if self.wide else self.opened.short)
        for leaf in _READ:
            self.query_one(f"#leaf-{leaf}", Leaf).show(partial(self.write, leaf))
        self._arrange()
        self.refresh_bindings()

    def _arrange(self) -> None:
        """Which panels are in sight."""
        read = self.leaf if self.leaf in _READ else self.read
        for leaf in _READ:
            shown = self.broad or leaf == read or (self.wide and leaf == "card")
            if not self.wide and self.leaf == "cards":
                shown = False
            self.query_one(f"#roll-{leaf}").set_class(shown, "-shown")
        if self.wide and not self.broad and read == "card":
            self.query_one("#roll-condition").add_class("-shown")
        self.query_one(Cards).set_class(self.wide or self.leaf == "cards", "-shown")
        self.query_one(Dials).set_class(self.wide or self.leaf != "cards", "-shown")
        self.query_one("#bench-left").set_class(self.leaf == "cards", "-list")
        below = ("condition", "problems"), ("chances", "effects")
        for place, leaves in zip(("#bench-first", "#bench-second"), below, strict=True):
            some = any(self.query_one(f"#roll-{leaf}").has_class("-shown") for leaf in leaves)
            self.query_one(place).display = some
        self.query_one("#bench-below").display = self.wide or (self.leaf not in ("cards", "card"))
        self.query_one("#bench-right").display = self.wide or self.leaf != "cards"

    def head(self) -> tuple[str, str]:
        bench, version = self.bench, self.bench.version
        written = bench.written
        cards = [card for card in matching(version.cards, self.typed) if card.id]
        at = next((place for place, card in enumerate(cards, start=1) if card.id == bench.wanted), 0)
        title = written.title if written is not None else bench.wanted or "Card bench"
        place = f"{at or '–'} of {len(cards)}"
        if bench.campaign is None:
            return f"Card bench: {title}", place
        seat = next((member.name for member in bench.campaign.members if member.id == bench.seat), "")
        long = f"{self.opened.alliance} · " if self.wide else ""
        return f"Card bench: {title}", f"{long}{seat} · {bench.level_now} · {place}"

    def write(self, leaf: str, canvas: Canvas) -> None:
        """Draw one panel."""
        bench = self.bench
        if leaf == "problems" and self.filing and bench.version.of_files:
            draw.draw_files(canvas, bench.version)
        elif leaf == "problems":
            draw.draw_problems(canvas, bench.written, bench.version)
        elif not bench.shown:
            self._nothing(canvas)
        elif leaf == "card":
            draw.draw_card(canvas, bench, self.width)
        elif leaf == "condition":
            draw.draw_condition(canvas, bench)
        elif leaf == "chances":
            draw.draw_chances(canvas, bench, self.way, self.tactic or None)
        else:
            draw.draw_effects(canvas, bench)

    def _nothing(self, canvas: Canvas) -> None:
        written = self.bench.written
        canvas.put()
        if self.bench.campaign is None:
            canvas.write("The campaign cannot be read yet. Problems (6) tells why; it is read again when it is saved.",
                         "$tt-dim", indent=1)  # fmt: skip
        elif written is None:
            gone = f"The card “{self.bench.wanted}” is no longer in the files." if self.bench.wanted else "No card yet."
            canvas.write(f"{gone} n shows the next.", "$tt-dim", indent=1)
        else:
            told = "This card has never been without an error, so there is nothing to show yet."
            canvas.write(told, "$tt-dim", indent=1)

    # ------------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        fine = super().check_action(action, parameters)
        if not fine or not self.is_mounted:
            return fine
        if action in _NEEDS_CARD and not self.bench.shown:
            return None
        if action == "step" and self.leaf == "cards" and not self.wide:
            return None
        if action == "faulty" and not self.bench.version.problems:
            return None
        if action == "edit" and (not editor() or (self.bench.written is None and not self.filed)):
            return None
        return True

    def action_walk(self, by: int) -> None:
        """Up and down: the list of cards where that is open, else the sliders."""
        if self.leaf == "cards":
            self.action_card(by)
            return
        if not self.bench.shown:
            return
        names = [dial.slider.name for dial in self.bench.dials()]
        at = names.index(self.slider) if self.slider in names else 0
        self.slider = names[(at + by) % len(names)]
        self.query_one(Dials).show(self.bench, self.slider, "" if self.wide else self.opened.short)

    def action_step(self, by: int, big: bool = False) -> None:
        self.bench.step(self.slider, by, big=big)
        self.again()

    def action_reset(self) -> None:
        self.bench.reset(self.slider)
        self.again()

    def action_reset_all(self) -> None:
        self.bench.reset()
        self.again()

    def action_card(self, by: int) -> None:
        cards = [card.id for card in matching(self.bench.version.cards, self.typed) if card.id]
        if not cards:
            return
        at = cards.index(self.bench.wanted) if self.bench.wanted in cards else (-1 if by > 0 else 0)
        self.choose(cards[(at + by) % len(cards)])

    def action_faulty(self) -> None:
        """The next card that has a problem; after the last one what stands with no card."""
        version = self.bench.version
        after = next_faulty(version, self.bench.wanted, self.filed)
        if after:
            self.choose(after)
        self.filing = not after and bool(version.of_files)
        if after or self.filing:
            self.query_one("#roll-problems", VerticalScroll).scroll_home(animate=False)
            self.action_open("problems")

    @property
    def filed(self) -> bool:
        """Whether the problems of the files are what is read now."""
        return self.filing and self.leaf == "problems" and bool(self.bench.version.of_files)

    def choose(self, card: str) -> None:
        self.bench.choose(card)
        self.slider, self.filing = "", False
        for leaf in _READ:
            self.query_one(f"#roll-{leaf}", VerticalScroll).scroll_home(animate=False)
        self.again()

    def action_leaf(self, by: int) -> None:
        self.action_open(LEAVES[(LEAVES.index(self.leaf) + by) % len(LEAVES)])

    def action_open(self, leaf: str) -> None:
        self.leaf = leaf
        if leaf in _READ:
            self.read = leaf
        self.again()

    def action_roll(self) -> None:
        """A page on in the panel that is read; from its end back to its top."""
        roll = self.query_one(f"#roll-{self.read}", VerticalScroll)
        if roll.scroll_y >= roll.max_scroll_y:
            roll.scroll_home(animate=False)
        else:
            roll.scroll_relative(y=max(roll.size.height - 1, 1), animate=self.tabletop.moving)

    def action_seat(self, by: int) -> None:
        seats = [member.id for member in self.bench.campaign.members] if self.bench.campaign else []
        self.bench.sit(seats[(seats.index(self.bench.seat) + by) % len(seats)])
        self.again()

    def action_level(self) -> None:
        self.bench.at_level(Level((Level[self.bench.level_now.upper()] + 1) % len(Level)))
        self.again()

    def action_width(self) -> None:
        self.width = (self.width + 1) % len(draw.WIDTHS)
        self.action_open("card")

    def action_way(self, way: str) -> None:
        self.way = way
        self.action_open("chances")

    def action_tactic(self, by: int) -> None:
        tactics = self.bench.tactics()
        if tactics[0] is not None:
            self.tactic = tactics[(tactics.index(self.tactic) + by) % len(tactics)] or ""
        self.action_open("chances")

    def action_partner(self, by: int) -> None:
        targets, now = self.bench.partners(), self.bench.choice("bilateral", None).target or ""
        if targets:
            self.bench.partner = targets[((targets.index(now) if now in targets else 0) + by) % len(targets)]
        self.action_way("bilateral")

    def action_effort(self) -> None:
        allowed = self.bench.view().options
        most = allowed.efforts[-1] if allowed else 0
        self.bench.effort = (min(self.bench.effort, most) + 1) % (most + 1)
        self.action_open("chances")

    def action_find(self) -> None:
        from tabletop.tui.bench.find import Find

        self.app.push_screen(Find(self.bench, self.typed), self.found)

    def found(self, answer: tuple[str, str] | None) -> None:
        """A filter, and the card that was picked with it."""
        if answer is not None:
            self.typed = answer[0]
            if answer[1]:
                self.choose(answer[1])
            self.again()

    def action_read(self) -> None:
        """The card as the table reads it whole, on a page of its own."""
        from tabletop.tui.bench.whole import Whole

        self.app.push_screen(Whole(self.bench))

    def action_escape(self) -> None:
        """A filter is dropped first: all cards are listed again, or those of the file that was named."""
        if self.typed and self.typed != self.opened.only:
            self.found((self.opened.only, ""))
        else:
            super().action_escape()

    def action_edit(self, file: str = "", line: int = 0) -> None:
        written = self.bench.written
        if not file and self.filed:
            fault = self.bench.version.of_files[0]
            file, line = self.bench.authored.path_of(fault.file), fault.line
        elif not file and written is not None:
            first = next((problem for problem in written.problems if problem.line), None)
            file, line = written.path, first.line if first is not None and self.leaf == "problems" else written.line
        told = edit(self.app, file, line)
        if told:
            self.tell(told, bad=True)
        self.follow()

    def action_leave(self) -> None:
        self.app.exit(return_code=0)

    def about(self) -> Iterable[tuple[str, str]]:
        yield TITLES[self.leaf][2:], HELP[self.leaf]
        if self.leaf != "cards":
            yield "The board", HELP["board"]
        yield "The alliance", f"The cards are shown {self.opened.alliance}. --campaign ID chooses another."
        yield "While you write", WRITING

    # ------------------------------------------------------------------ the mouse

    def on_wheel(self, message: Wheel) -> None:
        wheel(self, message)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        if isinstance(message.what, tuple) and message.what:
            message.stop()
            picked(self, message.what)
