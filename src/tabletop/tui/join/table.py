"""The table of a seat in a class: the board as at home, the clock of the class over it, and its verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widget import Widget

from tabletop.errors import TabletopError
from tabletop.host.client.words import mine
from tabletop.telling.hindsight import chosen
from tabletop.telling.sentences import names_of
from tabletop.tui.foreseeing import Foreseeing
from tabletop.tui.join.base import InClass
from tabletop.tui.join.composer import SeatComposer
from tabletop.tui.join.deeds import Deeds
from tabletop.tui.join.top import SeatTabs, SeatTop, committed
from tabletop.tui.screens.history import History
from tabletop.tui.screens.room import Room
from tabletop.tui.screens.sure import Sure
from tabletop.tui.screens.table import Table
from tabletop.tui.table_parts import parts
from tabletop.tui.widgets.heading import heading
from tabletop.tui.widgets.indices import Indices
from tabletop.tui.widgets.log import Log

if TYPE_CHECKING:
    from tabletop.game.viewmodels import SeatView
    from tabletop.host.client.sitting import FarSitting

_MOVES = frozenset({"seal", "suggest", "compare", "step", "take", "walk", "turn", "odds"})
"""What is done with one's own move, and so not while there is none to make."""


class SeatForeseeing(Foreseeing):
    """The outlook, where the facilitator allows it too."""

    @property
    def wants(self) -> tuple[bool, bool]:
        table = self.table
        return super().wants if isinstance(table, SeatTable) and table.part("class").get("coach") else (False, False)


class SeatHistory(History, InClass):
    """Every turn again; the game itself is the host's, so nothing is forked or tried otherwise here."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action in ("fork", "otherwise") else super().check_action(action, parameters)


class SeatTable(Table, Deeds):
    """One seat's table in a class."""

    TOPIC: ClassVar[str] = "seat"
    BINDINGS = [
        Binding("enter", "seal", "commit", id="table: seal", tooltip="Commit your choice for your seat"),
        Binding("enter", "suggest", "suggest", id="seat: suggest", tooltip="Show your choice to your team"),
        Binding("enter", "ledger", "why", show=False, id="table: ledger", tooltip="Why the number moved, rule by rule"),
        Binding("u", "undo", "take back", id="table: undo", tooltip="Take back what your seat has committed"),
        Binding("q", "leave", "leave", id="table: leave", tooltip="Close this; your seat stays yours"),
        Binding("6", "tab('6')", "talk", show=False, id="seat: talk", tooltip="Read and write messages"),
        Binding("7", "tab('7')", "class", show=False, id="seat: class", tooltip="Seats, your team, and all you can do"),
        Binding("8", "tab('8')", "proposals", show=False, id="seat: proposals", tooltip="Proposals and your votes"),
        Binding("9", "tab('9')", "the end", show=False, id="seat: end", tooltip="How it ended, and what was secret"),
        Binding("r", "deed('say')", "write", show=False, id="seat: write", tooltip="Write a message"),
        Binding("y", "deed('ready')", "ready", show=False, id="seat: ready", tooltip="Your team is ready to go on"),
        Binding("k", "deed('raise')", "call", show=False, id="seat: call", tooltip="Call the facilitator"),
        Binding("v", "deed('reflect')", "note", show=False, id="seat: note", tooltip="A note for you and the report"),
    ]  # fmt: skip

    sitting: FarSitting

    def __init__(self, sitting: FarSitting) -> None:
        super().__init__(sitting, told=True)
        self.foreseeing = SeatForeseeing(self)
        self._shown: tuple[Any, ...] = ()

    def body(self) -> Iterable[Widget]:
        return parts(SeatTop(id="top"), SeatTabs(id="tabs"), SeatComposer(self.sitting, id="composer"))

    # ------------------------------------------------------------------ showing

    def on_screen_resume(self) -> None:
        if self.drawn:
            self._show_tab()  # what was unread may have been read meanwhile
        self.call_later(self.joined.tell_stories)

    def show(self) -> None:
        self.seat = self.sitting.seat
        self._shown = self._key(self.sitting.view(self.seat))
        super().show()
        self.query_one(SeatComposer).prefetch()
        self.query_one(SeatTop).repaint(layout=False)

    def changed(self) -> None:
        """The host has sent something: a new turn begins with fresh rows, all else leaves one's own move alone."""
        if not self.sitting.ready:
            return
        view, composer = self.sitting.view(""), self.query_one(SeatComposer)
        if self._shown[:3] != self._key(view)[:3]:
            self.show()
        elif self._shown != self._key(view):
            kept = composer.choice() if composer.decided else None
            self.show()
            if kept is not None and (kept.card is None or view.crisis(kept.card) is not None):
                composer.restore(kept)
        else:
            for name in ("crises", "alliance", "region"):
                shown: Any = self.query_one(f"#{name}")
                shown.view = view
                shown.repaint(layout=False)
            self.query_one(Indices).show(view)
            self.query_one(Log).show(view, names_of(view, self.sitting.card_title, self.sitting.rule_title))
            composer.see(view)
            self._show_tab()
        self.query_one(SeatTop).repaint(layout=False)
        self.refresh_bindings()

    def second(self) -> None:
        self.query_one(SeatTop).repaint(layout=False)
        if self.query_one(SeatComposer).resting:
            self.query_one(SeatComposer).repaint(layout=False)

    @staticmethod
    def _key(view: SeatView) -> tuple[Any, ...]:
        cards = tuple((crisis.card, crisis.escalation) for crisis in view.crises)
        return view.seat, view.turn, view.over, cards, view.options, len(view.overrules)

    @property
    def top_words(self) -> tuple[str, str]:
        """Who one is, and where the game is."""
        if not self.sitting.ready:
            return "Tabletop", ""
        view = self.sitting.view("")
        name = str(self.part("me").get("name") or "")
        who = f"{view.me.emblem} {view.me.name}" if view.me else str(self.part("me").get("role", "")).capitalize()
        return f"{who} · {name}" if name else who, heading(view, 200)[1]

    def _show_tab(self) -> None:
        super()._show_tab()
        self.query_one(SeatTabs).show(self.tab, committed(self.joined))

    @property
    def unread(self) -> int:
        """Messages that have come since the last look."""
        me = self.part("me")
        messages = [one for one in self.part("talk").get("messages") or () if isinstance(one, dict)]
        return sum(1 for one in messages if int(one.get("n", 0)) > self.joined.seen and not mine(one, me))

    @property
    def calls(self) -> int:
        """What the class waits for from oneself: a check of the line, a questionnaire, a vote."""
        me, klass = self.part("me"), self.part("class")
        check = klass.get("comcheck") and me.get("heard") != klass.get("comcheck")
        forms = [form for form in klass.get("forms") or () if form not in (me.get("filled") or ())]
        return bool(check) + len(forms)

    # ------------------------------------------------------------------ doing

    @property
    def speaks(self) -> bool:
        return bool(self.part("me").get("speaker"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return super().check_action(action, parameters)
        player = bool(self.sitting.people)
        if action in _MOVES and not player:
            return False
        if action == ("suggest" if self.speaks else "seal"):
            return False
        if action == "undo":
            if not player or self.pointer.on:
                return False
            return True if self.sitting.committed and self.sitting.open and self.speaks else None
        if action in _MOVES and not self.pointer.on and self.query_one(SeatComposer).resting:
            return None
        if action == "suggest" and self.pointer.on:
            return False
        if action == "tab" and parameters == ("9",):
            return True if self.joined.ended or self.part("end") else None
        return super().check_action(action, parameters)

    def why_not(self, binding: Binding) -> str:
        """Why a key is grey here."""
        if binding.id == "table: undo":
            speaks = "Only the speaker of your seat takes back." if not self.speaks else ""
            return speaks if self.sitting.committed else "Your seat has not committed anything this turn."
        if binding.id == "seat: end":
            return "Neither the game nor the class is over."
        if binding.action.partition("(")[0] in _MOVES:
            if self.sitting.committed and self.sitting.open:
                return f"Your seat has committed; {self.key_for('table: undo', 'u')} takes it back."
            return "Nothing can be chosen now. " + str(self.part("me").get("hint") or "")
        return super().why_not(binding)

    def action_seal(self) -> None:
        """Commit, once it has been said what that means."""
        composer = self.query_one(SeatComposer)
        if not composer.decided:
            composer.ask()
            return
        choice, turn = composer.choice(), self.sitting.turn

        def sure(yes: bool | None) -> None:
            if yes:
                self.joined.does("commit", "Committed.", turn=turn, choice=choice.as_json())

        words = f"{chosen(choice, self.joined.names)}."
        comfort = f"{self.key_for('table: undo', 'u')} takes it back while the turn is open."
        self.app.push_screen(Sure("Commit this for your seat?", words, comfort), sure)

    def action_suggest(self) -> None:
        """Show one's choice to the own team."""
        composer = self.query_one(SeatComposer)
        if not composer.decided:
            composer.ask()
            return
        choice = composer.choice()
        self.joined.does("draft", "Your team can read it.", turn=self.sitting.turn, choice=choice.as_json())

    def action_undo(self) -> None:
        self.joined.does("withdraw", "Taken back.", turn=self.sitting.turn)

    def action_tab(self, key: str) -> None:
        from tabletop.tui.join.class_page import ClassPage
        from tabletop.tui.join.end import ClassEnd
        from tabletop.tui.join.proposals import Proposals
        from tabletop.tui.join.talk import Messages

        pages: dict[str, Callable[[], Room]] = {"6": Messages, "7": ClassPage, "8": Proposals, "9": ClassEnd}
        if key == "5":
            self._history()
        elif key in pages:
            self.app.push_screen(pages[key]())
        elif key == "4" and not self.sitting.people:
            self.tell("Observers have no brief.")
        else:
            super().action_tab(key)

    def _history(self) -> None:
        """Every turn again, once the host has told them."""

        def fetch() -> None:
            trouble = ""
            try:
                self.sitting.know_all()
            except TabletopError as error:
                trouble = str(error)
            self.hand_back(told, trouble)

        def told(trouble: str) -> None:
            if trouble:
                self.tell(trouble, bad=True)
            elif self.app.screen is self:
                self.app.push_screen(SeatHistory(self.sitting, self.seat))

        self.run_worker(fetch, thread=True, exclusive=True, group="history")

    def action_leave(self) -> None:
        self.app.exit()

    def _finish(self) -> None:
        """The end is a page over the table."""

    def on_seat_composer_wanted(self, message: SeatComposer.Wanted) -> None:
        """Chances that are drawn and not known: the host is asked, and they are drawn anew."""
        message.stop()
        composer = self.query_one(SeatComposer)

        def ask() -> None:
            trouble = True
            with suppress(TabletopError):
                self.sitting.weigh(message.weighed)
                trouble = False
            # A host that does not answer is asked again later, not at once and for ever.
            again = partial(self.set_timer, 3.0, composer.repaint) if trouble else composer.repaint
            self.hand_back(again)

        self.run_worker(ask, thread=True, group="odds")
