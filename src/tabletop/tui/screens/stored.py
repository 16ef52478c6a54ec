"""The games that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import work
from textual.binding import Binding

from tabletop.errors import TabletopError
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.page import Page, Sheet
from tabletop.tui.text import headed
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.session.desk import Stored


class StoredGames(Page):
    """A list; Enter goes on with the game under the cursor."""

    TOPIC: ClassVar[str] = "home"
    BINDINGS = [
        Binding("enter", "open", "go on", id="stored: open", tooltip="Go on with this game, or look at its end"),
        Binding("up", "move(-1)", "up", show=False, id="stored: up", tooltip="Move"),
        Binding("down", "move(1)", "move", key_display="↑ ↓", id="stored: move", tooltip="Move"),
        Binding("d", "delete", "delete", id="stored: delete", tooltip="Delete for good; asks once more"),
        Binding("q", "back", "back", id="stored: back", tooltip="Go back"),
        Binding("escape", "back", "back", show=False, id="stored: escape", tooltip="Go back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.games: list[Stored] | None = None
        self.at = 0
        self.doomed = ""

    def head(self) -> tuple[str, str]:
        return "Stored games", "every choice is stored the moment it is made"

    def on_mount(self) -> None:
        self.look()

    @work(thread=True, exclusive=True)
    def look(self) -> None:
        try:
            games = self.tabletop.desk.stored()
        except TabletopError as error:
            self.hand_back(self.tell, str(error), bad=True)
            games = []
        self.hand_back(self.found, games)

    def found(self, games: list[Stored]) -> None:
        self.games = games
        self.at = min(self.at, max(len(games) - 1, 0))
        self.again()

    def write(self, canvas: Canvas) -> None:
        canvas.put()
        if self.games is None:
            canvas.write("Looking…", "$tt-dim", indent=1)
        elif not self.games:
            canvas.write("No game is stored yet. A new one is kept from its first choice on.", "$tt-dim", indent=1)
        games = self.games or []
        last = max((cell_len(game.where) + 1 for game in games), default=0)
        between = canvas.width - 4 - min(last, 35)
        titles, seats = (
            max((cell_len(text) + 2 for text in texts), default=0)
            for texts in ([game.title for game in games], [game.seat for game in games])
        )
        wide = min(titles, max(between * 2 // 3, between - seats))
        for number, game in enumerate(games):
            here = number == self.at
            ground = " on $tt-mark" if here else ""
            line = canvas.line().add(" ▸ " if here else "   ", f"bold $tt-accent{ground}", ("game", number))
            line.add(headed(game.title, wide - 2), f"bold{ground}", ("game", number), room=wide - 2)
            line.to(3 + wide, ground.strip())
            seated = min(seats, between - wide)
            line.add(game.seat, ground.strip(), ("game", number), room=seated - 2)
            line.to(3 + wide + seated, ground.strip())
            style = "$tt-bad" if game.problem else "$tt-dim"
            canvas.put(line.add(game.where, style + ground, ("game", number)).to(canvas.width, ground.strip()))
        chosen = self.chosen
        if chosen is None:
            return
        canvas.put()
        if chosen.title != chosen.id:
            canvas.write(f"{chosen.title} · {chosen.seat}" if chosen.seat else chosen.title, indent=3)
        canvas.write(f"tabletop resume {chosen.id}" if chosen.playable else chosen.id, "$tt-dim", indent=3)
        if chosen.classroom:
            canvas.write(f"A game of the class {chosen.classroom}; its host plays it.", "$tt-dim", indent=3)
        if chosen.problem:
            canvas.write(f"{chosen.problem} tabletop sessions verify {chosen.id} tells more.", "$tt-bad", indent=3)
        if self.doomed == chosen.id:
            key = self.key_for("stored: delete", "d")
            canvas.write(f"Press {key} once more to delete this game for good.", "bold $tt-bad", indent=3)

    @property
    def chosen(self) -> Stored | None:
        return self.games[self.at] if self.games else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("open", "delete") and not self.games:
            return None
        if action == "open" and self.chosen is not None and self.chosen.where.startswith("damaged"):
            return None
        return super().check_action(action, parameters)

    def action_move(self, by: int) -> None:
        if self.games:
            self.at = (self.at + by) % len(self.games)
            self.doomed = ""
            self.query_one(Sheet).repaint()
            self.refresh_bindings()

    def on_painted_picked(self, message: Painted.Picked) -> None:
        again, self.at = self.at == message.what[1], message.what[1]
        self.query_one(Sheet).repaint()
        if again:
            self.action_open()

    def action_open(self) -> None:
        from tabletop.tui.screens.opening import Opening

        chosen = self.chosen
        if chosen is not None:
            desk = self.tabletop.desk
            self.app.switch_screen(Opening(lambda: desk.resume(chosen.id)))

    def action_delete(self) -> None:
        """Twice, for there is no way back."""
        chosen = self.chosen
        if chosen is None:
            return
        if self.doomed != chosen.id:
            self.doomed = chosen.id
            self.query_one(Sheet).repaint()
            return
        try:
            self.tabletop.desk.delete(chosen.id)
        except TabletopError as error:
            self.tell(str(error), bad=True)
        self.doomed = ""
        self.look()
