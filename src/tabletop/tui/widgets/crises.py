"""The crises on the table, and the story of the one that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from tabletop.telling.words import DOMAIN, DOMAIN_SYMBOL, FEATURE, STEP, ladder, pips, stake
from tabletop.telling.worth import marks, moved, own_stake
from tabletop.tui.canvas import Canvas
from tabletop.tui.text import wrap
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.game.viewmodels import CrisisFacts, SeatView


def step_style(step: int) -> str:
    return "$tt-bad" if step >= 4 else "$tt-warn" if step >= 3 else "$tt-good"


def names(view: SeatView, seats: tuple[str, ...]) -> str:
    return "–".join(view.member(seat).short for seat in seats)


def draw_crisis(canvas: Canvas, view: SeatView, crisis: CrisisFacts, current: bool) -> None:
    """What it is and how high it stands; its features and what is at stake. Two lines, three where they are short."""
    what, step = ("crisis", crisis.card), ("why", f"escalation {crisis.card}")
    ground = " on $tt-mark" if current else ""
    narrow = canvas.width < 74
    two = " and ".join(view.member(seat).short for seat in crisis.parties)
    kind = DOMAIN[crisis.domain] + (f": {names(view, crisis.parties)}" if two else "")
    kind = f"between {two}" if two and canvas.width < 100 else kind
    line = canvas.line()
    line.add("▸" if current else " ", f"bold $tt-accent{ground}", what)
    line.add(f"{DOMAIN_SYMBOL[crisis.domain]:<3}", f"bold $tt-accent{ground}", what)
    fresh = "  new" if crisis.since == view.turn else ""
    steps = moved(view, crisis.card)
    change = f" {'▲' if steps > 0 else '▼'}{abs(steps)}" if steps else ""
    stands = f" {crisis.escalation} {STEP[crisis.escalation]}"
    right = canvas.width - 23
    taken = 0 if narrow else cell_len(kind) + 2
    line.add(crisis.title, f"bold{ground}", what, room=max(right - line.at - taken - len(fresh) - 1, 12))
    line.add(fresh, f"bold $tt-warn{ground}", what)
    if not narrow:
        line.to(right - taken, ground.strip()).add(kind, f"$tt-dim{ground}", what)
    line.to(right, ground.strip())
    line.add(ladder(crisis.escalation), f"bold {step_style(crisis.escalation)}{ground}", step)
    line.add(stands, f"bold{ground}", step)
    line.add(change, f"bold {'$tt-bad' if steps > 0 else '$tt-good'}{ground}", step)
    line.to(canvas.width, ground.strip())
    canvas.put(line)
    line = canvas.line().to(3)
    lowered = set() if fresh else _lowered(view, crisis.card)
    for word, count in marks(crisis).items():
        if narrow and word == "enforcement":
            canvas.put(line)
            line = canvas.line().to(3).add(kind, "$tt-dim", what, room=23)
            line.to(min(max(canvas.width - 25, 24), 30))
        line.add(f"{FEATURE[word]} ", "$tt-dim", what).add(pips(count), "bold" if count >= 3 else "", what)
        line.add("▼ " if word in lowered else "  ", "$tt-good", what)
    at_stake = own_stake(crisis, view.seat)
    if at_stake is not None:
        line.add("stake ", "$tt-dim", what).add(stake(at_stake), "bold $tt-warn" if at_stake >= 0.7 else "", what)
    canvas.put(line)


def _lowered(view: SeatView, card: str) -> set[str]:
    """The features that the last turn's work has lowered."""
    rows = view.last.ledger if view.last else ()
    words = {"fear": "misperception", "prepared": "sensitivity"}
    return {words[row.variable] for row in rows if row.variable in words and row.card == card and row.amount}


class Crises(Painted):
    """The panel: every open crisis, then as much of the chosen one's story as there is room for."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.view: SeatView | None = None
        self.card = ""

    def show(self, view: SeatView, card: str) -> None:
        self.view, self.card = view, card
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        view = self.view
        if view is None:
            return
        if not view.crises:
            canvas.put()
            canvas.write("No crisis lies on the table this turn. Hold, and gather means.", "$tt-dim", indent=1)
        roomy = self.room >= 4 * len(view.crises) + 8
        for crisis in view.crises:
            draw_crisis(canvas, view, crisis, crisis.card == self.card)
            if roomy:
                canvas.put()
        chosen = view.crisis(self.card)
        left = self.room - len(canvas.lines)
        if chosen is not None and left >= 1:
            self._story(canvas, view, chosen, left)

    def _story(self, canvas: Canvas, view: SeatView, crisis: CrisisFacts, left: int) -> None:
        width = canvas.width - 2
        texts: list[tuple[str, str]] = [(crisis.situation, "")]
        brief = next(
            (interest.brief for interest in crisis.stakes if interest.seat == view.seat and interest.brief), ""
        )
        if brief:
            texts.append((f"You know: {brief}", "$tt-accent"))
        if crisis.lesson:
            texts.insert(0, (f"Lesson: {crisis.lesson}", "bold"))
        if left > 12:
            texts += [
                (f"{title}: {text}", "$tt-dim")
                for title, text in (("Law", crisis.law), ("Who pays", crisis.who_pays))
                if text
            ]
        lines = [(part, style) for text, style in texts for part in (*wrap(text, width), *([""] if left > 12 else []))]
        if left > 6:
            canvas.rule(crisis.title, note=f"{self.key_for('table: read', 'i')} reads it all")
            left -= 1
        cut = len(lines) > left
        for number, (part, style) in enumerate(lines[:left]):
            line = (
                canvas.line()
                .to(1)
                .add(part, style, ("read", crisis.card), room=width - (12 if cut and number == left - 1 else 0))
            )
            if cut and number == left - 1:
                line.add(f" … {self.key_for('table: read', 'i')} reads on", "bold $tt-accent", ("read", crisis.card))
            canvas.put(line)
