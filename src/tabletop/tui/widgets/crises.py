"""The crises on the table, and the story of the one that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from tabletop.telling.numbers import lately
from tabletop.telling.words import DOMAIN, DOMAIN_SYMBOL, FEATURE, STEP, ladder, pips, stake
from tabletop.telling.worth import marks, moved, own_stake
from tabletop.tui.canvas import Canvas, Line
from tabletop.tui.text import wrap
from tabletop.tui.widgets.painted import Panel

if TYPE_CHECKING:
    from tabletop.game.viewmodels import CrisisFacts, SeatView


def step_style(step: int) -> str:
    return "$tt-bad" if step >= 4 else "$tt-warn" if step >= 3 else "$tt-good"


def names(view: SeatView, seats: tuple[str, ...]) -> str:
    return "–".join(view.member(seat).short for seat in seats)


def draw_crisis(canvas: Canvas, view: SeatView, crisis: CrisisFacts, current: bool, *, own: bool = True) -> None:
    """What it is and how high it stands; its features and what is at stake. Two lines, three where they are short.

    A long title takes the room of the words beside it; in a narrow column it has lines of its own, if it may (`own`).
    """
    what, ground = ("crisis", crisis.card), " on $tt-mark" if current else ""
    narrow = canvas.width < 74
    kind, short = _kinds(view, crisis, canvas.width)
    least = 9 + len(STEP[crisis.escalation]) + (3 if moved(view, crisis.card) else 0)
    words = max(_STEP_WORDS, least)
    fresh = "  new" if crisis.since == view.turn else ""
    room = canvas.width - 4 - len(fresh) - 1
    ways = [
        *((cells, "" if narrow else kind) for cells in (words, least, _STEP)),
        *(() if narrow else ((_STEP, short), (_STEP, ""))),
    ]
    cells, told = next(
        ((step, beside) for step, beside in ways if cell_len(crisis.title) + step + _taken(beside) <= room),
        (0, "") if narrow and own else (_STEP, ""),
    )
    right = canvas.width - cells
    first, *rest = wrap(crisis.title, room) if not cells else (crisis.title,)
    line = canvas.line()
    line.add("▸" if current else " ", f"bold $tt-accent{ground}", what)
    line.add(f"{DOMAIN_SYMBOL[crisis.domain]:<3}", f"bold $tt-accent{ground}", what)
    line.add(first, f"bold{ground}", what, room=max(right - line.at - len(fresh) - 1, 12))
    line.add(fresh, f"bold $tt-warn{ground}", what)
    if told:
        line.to(right - _taken(told), ground.strip()).add(told, f"$tt-dim{ground}", what)
    if cells:
        _step(line.to(right, ground.strip()), view, crisis, ground, words=cells >= least)
    line.to(canvas.width, ground.strip())
    canvas.put(line)
    for part in rest:
        canvas.put(canvas.line().add("    ", ground.strip()).add(part, f"bold{ground}", what))
    if not cells:
        line = _step(canvas.line().to(4), view, crisis, "", words=True)
        canvas.put(line.add(f"  {kind}", "$tt-dim", what, room=canvas.width - line.at))
    _features(canvas, view, crisis, kind if narrow and cells else "")


_STEP_WORDS, _STEP = 23, 11
"""Cells that the step of a crisis takes, with its name and without."""


def _taken(beside: str) -> int:
    return cell_len(beside) + 2 if beside else 0


def _kinds(view: SeatView, crisis: CrisisFacts, width: int) -> tuple[str, str]:
    """The domain, or who quarrels with whom; and the same in short."""
    two = " and ".join(view.member(seat).short for seat in crisis.parties)
    if not two:
        return DOMAIN[crisis.domain], DOMAIN[crisis.domain]
    short = names(view, crisis.parties)
    return (f"between {two}" if width < 100 else f"{DOMAIN[crisis.domain]}: {short}"), short


def _step(line: Line, view: SeatView, crisis: CrisisFacts, ground: str, *, words: bool) -> Line:
    """How high it stands, and how far it has moved."""
    step, steps = ("why", f"escalation {crisis.card}"), moved(view, crisis.card)
    line.add(ladder(crisis.escalation), f"bold {step_style(crisis.escalation)}{ground}", step)
    line.add(f" {crisis.escalation}{f' {STEP[crisis.escalation]}' if words else ''}", f"bold{ground}", step)
    change = f" {'▲' if steps > 0 else '▼'}{abs(steps)}" if steps else ""
    return line.add(change, f"bold {'$tt-bad' if steps > 0 else '$tt-good'}{ground}", step)


def _features(canvas: Canvas, view: SeatView, crisis: CrisisFacts, kind: str) -> None:
    """The five features and one's own stake; in a narrow column on two lines, the second of which may begin with
    `kind`."""
    narrow, what = canvas.width < 74, ("crisis", crisis.card)
    line = canvas.line().to(3)
    lowered = set() if crisis.since == view.turn else _lowered(view, crisis.card)
    for word, count in marks(crisis).items():
        if narrow and word == "enforcement":
            canvas.put(line)
            line = canvas.line().to(3)
            if kind:
                line.add(kind, "$tt-dim", what, room=23).to(min(max(canvas.width - 25, 24), 30))
        line.add(f"{FEATURE[word]} ", "$tt-dim", what).add(pips(count), "bold" if count >= 3 else "", what)
        line.add("▼ " if word in lowered else "  ", "$tt-good", what)
    at_stake = own_stake(crisis, view.seat)
    if at_stake is not None:
        line.add("stake ", "$tt-dim", what).add(stake(at_stake), "bold $tt-warn" if at_stake >= 0.7 else "", what)
    canvas.put(line)


def _lowered(view: SeatView, card: str) -> set[str]:
    """The features that have been lowered since one last chose."""
    rows = lately(view)
    words = {"fear": "misperception", "prepared": "sensitivity"}
    return {words[row.variable] for row in rows if row.variable in words and row.card == card and row.amount}


class Crises(Panel):
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
        count = len(view.crises)
        self.head(canvas, "Crises", f"{count} open" if count > 1 else "", ("tab", "1"))
        if not view.crises:
            canvas.put()
            canvas.write("No crisis lies on the table this turn. Hold, and gather means.", "$tt-dim", indent=1)
        roomy = self.room >= 4 * count + 8
        own = self.room >= 5 * count + self.titled
        for crisis in view.crises:
            draw_crisis(canvas, view, crisis, crisis.card == self.card, own=own)
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
            last, more = cut and number == left - 1, f" … {self.key_for('table: read', 'i')} reads on"
            shown = wrap(part, width - len(more))[0] if last else part
            line = canvas.line().to(1).add(shown, style, ("read", crisis.card))
            canvas.put(line.add(more if last else "", "bold $tt-accent", ("read", crisis.card)))
