"""The first screen: go on, begin, learn, look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from tabletop import __version__
from tabletop.errors import TabletopError
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.room import Room
from tabletop.tui.text import wrap
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.content.library import CampaignCard
    from tabletop.session.desk import Stored

TUTORIAL = "halcyon-tutorial"
_LEFT = 31
_KIND = {"fictional": "fiction", "historical": "history"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    name: str
    key: str
    label: str
    about: str = ""


class Menu(Painted):
    """The menu at the left, and at the right what the line under the cursor would do."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.latest: Stored | None = None
        self.stored = 0
        self.cards: list[CampaignCard] = []
        self.loaded = False
        self.moved = False
        self.at = "new"

    def entries(self) -> list[Entry]:
        found = [Entry("continue", "c", "Continue", self._continue())] if self.latest else []
        found.append(
            Entry(
                "new", "n", "New game", "Choose a campaign, a seat and a level. Enter, and the first crisis is dealt."
            )
        )
        if any(card.id == TUTORIAL for card in self.cards) or not self.loaded:
            found.append(
                Entry(
                    "tutorial",
                    "t",
                    "Tutorial",
                    "Eight cards, one a turn; each teaches one thing. You may leave at any moment and go on later.",
                )
            )
        if self.stored:
            found.append(
                Entry(
                    "stored",
                    "s",
                    "Stored games",
                    f"{self.stored} games are kept. Every choice is stored the moment it is made.",
                )
            )
        found.append(Entry("help", "?", "How to play", "The whole game on two pages."))
        found.append(Entry("leave", "q", "Leave", ""))
        return found

    def lines(self) -> list[str]:
        """Everything the cursor can stand on."""
        return [entry.name for entry in self.entries()] + [f"campaign {n}" for n in range(len(self.cards))]

    def paint(self, canvas: Canvas) -> None:
        left, right = self._menu(), self._card(canvas.width - _LEFT - 4)
        for row in range(max(len(left), len(right))):
            line = canvas.line().add(" ")
            if row < len(left):
                name, key, label, style = left[row]
                here = bool(name) and name == self.at
                ground = " on $tt-mark" if here else ""
                what = ("open", name) if name else None
                line.add(" ▸ " if here else "   ", f"bold $tt-accent{ground}", what)
                line.add(f"{key}  " if key else "", f"bold $tt-accent{ground}", what)
                line.add(label, style + ground, what, room=_LEFT - line.at)
                if here:
                    line.to(_LEFT, "on $tt-mark")
            line.to(_LEFT + 2)
            if row < len(right):
                line.add(*right[row])
            canvas.put(line)

    def _menu(self) -> list[tuple[str, str, str, str]]:
        rows = [(entry.name, entry.key, entry.label, "bold") for entry in self.entries()]
        rows += [("", "", "", ""), ("", "", "Campaigns", "$tt-dim")]
        rows += [(f"campaign {n}", "", card.title, "") for n, card in enumerate(self.cards)]
        if not self.loaded:
            rows.append(("", "", "looking…", "$tt-dim"))
        return rows

    def _card(self, width: int) -> list[tuple[str, str]]:
        """What stands at the right: text and style a line."""
        if self.at.startswith("campaign "):
            card = self.cards[int(self.at.split()[1])]
            low, high = card.seats
            people = f"{low}–{high} people" if high > low else f"{high} people"
            facts = " · ".join(
                x for x in (_KIND.get(card.kind, card.kind), f"{card.minutes} minutes", people, card.level) if x
            )
            text = [(part, "bold $tt-accent") for part in wrap(card.title, width, 2)]
            text += [(part, "$tt-dim") for part in wrap(facts, width, 2)]
            return [*text, ("", ""), *((part, "") for part in wrap(card.summary, width, 12))]
        entry = next((entry for entry in self.entries() if entry.name == self.at), None)
        if entry is None:
            return []
        return [(entry.label, "bold $tt-accent"), ("", ""), *((part, "") for part in wrap(entry.about, width, 12))]

    def _continue(self) -> str:
        if self.latest is None:
            return ""
        return f"{self.latest.title}\n{self.latest.seat}\n{self.latest.where}"


class Home(Room):
    """Home."""

    TOPIC: ClassVar[str] = "home"
    BINDINGS = [
        Binding("enter", "open", "open", id="home: open"),
        Binding("n", "go('new')", "new game", id="home: new"),
        Binding("t", "go('tutorial')", "tutorial", id="home: tutorial"),
        Binding("c", "go('continue')", "continue", id="home: continue"),
        Binding("s", "go('stored')", "stored games", show=False, id="home: stored"),
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("q", "leave", "leave", id="home: leave"),
        Binding("escape", "leave", "leave", show=False),
    ]

    def body(self) -> Iterable[Widget]:
        yield TopLine("Tabletop", __version__)
        yield Masthead()
        yield Menu(id="menu", classes="fill")

    def on_mount(self) -> None:
        self.look()

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
        self.app.call_from_thread(self.found, stored, cards, trouble)

    def found(self, stored: list[Stored], cards: list[CampaignCard], trouble: str) -> None:
        """Show what was found. The cursor moves to Continue only if nobody has moved it."""
        menu = self.query_one(Menu)
        menu.latest = next((one for one in stored if one.playable), None)
        menu.stored, menu.cards, menu.loaded = len(stored), cards, True
        if not menu.moved:
            menu.at = "continue" if menu.latest else "new"
        elif menu.at not in menu.lines():
            menu.at = "new"
        menu.repaint()
        self.refresh_bindings()
        if trouble:
            self.tell(trouble, bad=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "go" and self.is_mounted:
            known = self.query_one(Menu).lines()
            if parameters[0] not in known:
                return None
        return super().check_action(action, parameters)

    def action_move(self, by: int) -> None:
        menu = self.query_one(Menu)
        lines = menu.lines()
        menu.at = lines[(lines.index(menu.at) + by) % len(lines)]
        menu.moved = True
        menu.repaint(layout=False)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        menu = self.query_one(Menu)
        _, name = message.what
        menu.moved = True
        again, menu.at = menu.at == name, name
        menu.repaint(layout=False)
        if again or not name.startswith("campaign "):
            self.action_go(name)

    def action_open(self) -> None:
        self.action_go(self.query_one(Menu).at)

    def action_go(self, name: str) -> None:
        """Do what a line of the menu says."""
        menu = self.query_one(Menu)
        if name == "leave":
            self.action_leave()
        elif name == "help":
            self.action_help()
        elif name == "continue" and menu.latest:
            self._enter(lambda: self.tabletop.desk.resume(menu.latest.id if menu.latest else ""))
        elif name == "tutorial":
            self._enter(lambda: self.tabletop.desk.begin_named(TUTORIAL))
        elif name == "stored":
            from tabletop.tui.screens.stored import StoredGames

            self.app.push_screen(StoredGames())
        else:
            from tabletop.tui.screens.setup import Setup

            card = menu.cards[int(name.split()[1])] if name.startswith("campaign ") else None
            self.app.push_screen(Setup(card))

    def _enter(self, opening: Any) -> None:
        from tabletop.tui.screens.opening import Opening

        self.app.push_screen(Opening(opening))

    def action_leave(self) -> None:
        self.app.exit()


class Masthead(Painted):
    """The name of the game."""

    def paint(self, canvas: Canvas) -> None:
        canvas.put()
        canvas.put(canvas.line().add("    T A B L E T O P", "bold $tt-accent"))
        canvas.put(canvas.line().add("    Alliance diplomacy: trust, quarrels and a common danger.", "$tt-dim"))
        canvas.put()
