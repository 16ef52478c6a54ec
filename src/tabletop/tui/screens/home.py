"""The first screen: go on, begin, learn, look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from tabletop import __version__
from tabletop.errors import TabletopError
from tabletop.tui.screens.room import Room
from tabletop.tui.text import joined
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.menu import HEADING, TUTORIAL, Day, Masthead, Menu
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.content.library import CampaignCard
    from tabletop.session.desk import Stored


class Home(Room):
    """Home."""

    TOPIC: ClassVar[str] = "home"
    QUIET: ClassVar[frozenset[str]] = frozenset({"home: about"})
    BINDINGS = [
        Binding("enter", "open", "open", id="home: open", tooltip="Open what is marked"),
        Binding("i", "about", "about", id="home: about", tooltip="All about the campaign that is marked"),
        Binding("f2", "theme", "colours", id="screen: colours", tooltip="Change to the next colours"),
        Binding(
            "ctrl+p", "palette", "commands", id="screen: commands", priority=True, tooltip="All commands by name"
        ),
        Binding("c", "go('continue')", "continue", show=False, id="home: continue", tooltip="Go on with the last game"),
        Binding("n", "go('new')", "new game", show=False, id="home: new", tooltip="A new game"),
        Binding("t", "go('tutorial')", "tutorial", show=False, id="home: tutorial", tooltip="The tutorial"),
        Binding("d", "go('today')", "game of the day", show=False, id="home: today", tooltip="The game of the day"),
        Binding("s", "go('stored')", "stored games", show=False, id="home: stored", tooltip="Stored games"),
        Binding("r", "go('records')", "records", show=False, id="home: records", tooltip="Records and honours"),
        Binding("e", "go('settings')", "settings", show=False, id="home: settings", tooltip="Settings and keys"),
        Binding("up", "move(-1)", "up", show=False, id="home: up", tooltip="Move"),
        Binding("down", "move(1)", "down", show=False, id="home: down", tooltip="Move"),
        Binding("pageup", "move(-5)", "up", show=False, id="home: page up", tooltip="Move"),
        Binding("pagedown", "move(5)", "down", show=False, id="home: page down", tooltip="Move"),
        Binding("q", "leave", "leave", id="home: leave", tooltip="Leave; everything is stored already"),
        Binding("escape", "escape", "stay", show=False, id="home: escape", tooltip="Nothing lies behind this screen"),
    ]  # fmt: skip

    def body(self) -> Iterable[Widget]:
        yield TopLine("Tabletop", __version__)
        yield Masthead()
        yield Menu(id="menu", classes="fill")

    def on_mount(self) -> None:
        # Not sooner: a thread beside the first paint would take turns with it, five milliseconds each.
        self.call_after_refresh(self.look)

    def on_screen_resume(self) -> None:
        if self.query_one(Menu).loaded:
            self.look()

    @work(thread=True, exclusive=True)
    def look(self) -> None:
        """Find what is there, once the screen has been painted."""
        desk = self.tabletop.desk
        try:
            stored, trouble = desk.stored(), ""
        except (TabletopError, OSError) as error:
            stored, trouble = [], str(error)
        try:
            cards = desk.cards()
        except (TabletopError, OSError) as error:
            cards, trouble = [], str(error)
        self.hand_back(self.found, stored, cards, trouble)
        try:
            book, daily = desk.records(), desk.today()
        except (TabletopError, OSError) as error:
            self.hand_back(self.found_day, None, "", str(error))
            return
        day = Day.of(daily, book, stored, cards) if daily else None
        games, earned = len(book.records), len(book.honours())
        told = f"{games} {'game' if games == 1 else 'games'} came to an end.\n"
        told += f"{earned} {'honour' if earned == 1 else 'honours'} earned."
        self.hand_back(self.found_day, day, told if games else "", "")

    def found(self, stored: list[Stored], cards: list[CampaignCard], trouble: str) -> None:
        """Show what was found. The cursor moves to Continue only if nobody has moved it."""
        menu = self.query_one(Menu)
        kinds = list(HEADING)
        menu.latest = next((one for one in stored if one.playable), None)
        menu.stored, menu.loaded = len(stored), True
        menu.cards = sorted(cards, key=lambda card: kinds.index(card.kind) if card.kind in kinds else len(kinds))
        if not menu.moved:
            menu.at = "continue" if menu.latest else "new"
        elif menu.at not in menu.lines():
            menu.at = "new"
        menu.repaint()
        self.refresh_bindings()
        if trouble:
            self.tell(trouble, bad=True)

    def found_day(self, day: Day | None, played: str, trouble: str) -> None:
        """What takes a moment longer: the game of the day, and the records."""
        menu = self.query_one(Menu)
        menu.day, menu.played, menu.looked = day, played, True
        if menu.at not in menu.lines():
            menu.at = "new"
        menu.repaint()
        self.refresh_bindings()
        if trouble:
            self.tell(trouble, bad=True)

    @work(thread=True, exclusive=True, group="read")
    def read(self, path: str) -> None:
        """Read the campaign under the cursor whole; what is wrong with it is told when it is to be played."""
        try:
            campaign = self.tabletop.desk.campaign(path)
        except TabletopError:
            return
        self.hand_back(self.known, path, campaign)

    def known(self, path: str, campaign: Campaign) -> None:
        menu = self.query_one(Menu)
        menu.read[path] = campaign
        menu.repaint(layout=False)

    def _rest(self) -> None:
        """The cursor has come to rest: there is time to read what it stands on."""
        card = self.query_one(Menu).card
        if card is not None and str(card.path) not in self.query_one(Menu).read:
            self.read(str(card.path))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.is_mounted and action == "go" and parameters[0] not in self.query_one(Menu).lines():
            return None
        if self.is_mounted and action == "about" and self.query_one(Menu).card is None:
            return None
        return super().check_action(action, parameters)

    def about(self) -> Iterable[tuple[str, str]]:
        menu = self.query_one(Menu)
        if menu.card is not None:
            return [(menu.card.title, joined(menu.card.summary))]
        return [(entry.label, entry.about) for entry in menu.entries() if entry.name == menu.at and entry.about]

    def action_move(self, by: int) -> None:
        menu = self.query_one(Menu)
        lines = menu.lines()
        at = lines.index(menu.at) + by
        menu.at = lines[at % len(lines) if abs(by) == 1 else min(max(at, 0), len(lines) - 1)]
        self._moved()

    def _moved(self) -> None:
        menu = self.query_one(Menu)
        menu.moved = True
        menu.repaint(layout=False)
        self.refresh_bindings()
        if menu.card is not None:
            self.set_timer(0.1, self._rest)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        menu = self.query_one(Menu)
        _, name = message.what
        again, menu.at = menu.at == name, name
        self._moved()
        if again or not name.startswith("campaign "):
            self.action_go(name)

    def action_open(self) -> None:
        self.action_go(self.query_one(Menu).at)

    def action_about(self) -> None:
        from tabletop.tui.screens.about import About

        card = self.query_one(Menu).card
        if card is not None:
            self.app.push_screen(About(card))

    def action_go(self, name: str) -> None:
        """Do what a line of the menu says."""
        menu = self.query_one(Menu)
        if name == "leave":
            self.action_leave()
        elif name == "help":
            self.action_help()
        elif name == "continue" and menu.latest:
            latest = menu.latest.id
            self._enter(lambda: self.tabletop.desk.resume(latest))
        elif name == "tutorial":
            self._enter(lambda: self.tabletop.desk.begin_named(TUTORIAL))
        elif name == "today":
            self._enter(self.tabletop.desk.begin_today)
        elif name == "stored":
            from tabletop.tui.screens.stored import StoredGames

            self.app.push_screen(StoredGames())
        elif name == "records":
            from tabletop.tui.screens.records import Records

            self.app.push_screen(Records())
        elif name == "settings":
            from tabletop.tui.screens.settings import SettingsPage

            self.app.push_screen(SettingsPage())
        else:
            from tabletop.tui.screens.setup import Setup

            card = menu.cards[int(name.split()[1])] if name.startswith("campaign ") else None
            self.app.push_screen(Setup(card))

    def _enter(self, opening: Any) -> None:
        from tabletop.tui.screens.opening import Opening

        self.app.push_screen(Opening(opening))

    def action_leave(self) -> None:
        self.app.exit()
