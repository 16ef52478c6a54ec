"""A dry run: computer players play all seats of this campaign, fast and apart from the class."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.worker import get_current_worker

from tabletop.errors import TabletopError
from tabletop.telling.words import OUTCOME, STRATEGY, number
from tabletop.tui.canvas import Canvas
from tabletop.tui.console.own import OwnPage


@dataclass(frozen=True, slots=True)
class Played:
    """A turn of the dry run, in words."""

    turn: int
    act: str
    cohesion: float
    stability: float
    came: tuple[str, ...]
    tried: tuple[tuple[bool, str], ...]


class Rehearsal(OwnPage):
    """Nothing of it is kept, and its luck is another than the class's: it gives nothing away."""

    TOPIC: ClassVar[str] = "rehearsal"
    BINDINGS = [
        Binding("r", "again", "once more", id="dry run: again", tooltip="Another run, on other luck"),
        Binding("enter", "back", "back", id="dry run: back", tooltip="Back to the console"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[Played] = []
        self.end = ""
        self.runs = 0

    def head(self) -> tuple[str, str]:
        return "Dry run", "computer players in all seats; nothing of it is kept"

    def on_mount(self) -> None:
        self.action_again()

    def action_again(self) -> None:
        self.turns, self.end = [], ""
        self.runs += 1
        self.redraw()
        self.run()

    @work(thread=True, exclusive=True)
    def run(self) -> None:
        """In a worker: the screen shows each turn as it is played."""
        from tabletop.session.table import Table

        worker = get_current_worker()
        room = self.console_app.access.classroom
        try:
            level = str(self.seen.klass.get("level") or "") or None
            with Table.new(room.campaign, secrets.randbelow(10**9), level=level) as table:
                titles = {name: card.title for name, card in room.campaign.deck.items()}
                names = {member.id: member.short for member in room.campaign.members}
                while not table.game.over and not worker.is_cancelled:
                    table.resolve()
                    view = table.view("facilitator")
                    last = view.last
                    if last is None:
                        break
                    tried = tuple(
                        (one.took_hold, f"{', '.join(names[seat] for seat in one.members)}: {STRATEGY[one.strategy]} "
                         f"on “{titles.get(one.card, one.card)}”, {one.chance:.0f} %")
                        for one in last.groups
                    )  # fmt: skip
                    came = tuple(titles.get(card, card) for card in last.dealt)
                    self.hand_back(
                        self._played, Played(last.turn, view.act.title, last.cohesion, last.stability, came, tried)
                    )
                if table.game.over:
                    end = table.view("facilitator").end
                    self.hand_back(
                        self._ended, f"{OUTCOME.get(end.outcome, end.outcome)}: grade {end.grade}." if end else ""
                    )
        except TabletopError as error:
            self.hand_back(self._ended, str(error))

    def _played(self, turn: Played) -> None:
        self.turns.append(turn)
        self.redraw()

    def _ended(self, text: str) -> None:
        self.end = text
        self.redraw()

    def write(self, canvas: Canvas) -> None:
        canvas.put()
        canvas.write(
            "One way in which this campaign may go, on luck of its own: what comes when, and how hard it gets. Each "
            "computer player has a character of its own.", "$tt-dim", indent=1,
        )  # fmt: skip
        for turn in self.turns:
            canvas.put()
            canvas.rule(
                f"Turn {turn.turn}", note=f"cohesion {number(turn.cohesion)} · stability {number(turn.stability)}"
            )
            if turn.came:
                canvas.write(f"Came: {', '.join(turn.came)}", indent=1)
            for good, text in turn.tried:
                line = canvas.line().add(" ✓ " if good else " ✗ ", "$tt-good" if good else "$tt-bad")
                canvas.put(line.add(text))
        canvas.put()
        canvas.write(self.end or "Playing …", "bold" if self.end else "$tt-dim", indent=1)
