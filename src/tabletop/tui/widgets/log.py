"""The last turn beside the board, where the window is large enough for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabletop.telling.sentences import BAD, GOOD, TITLE, Names, Sentence, motives, story
from tabletop.tui.canvas import Canvas
from tabletop.tui.text import joined, wrap
from tabletop.tui.widgets.painted import Panel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tabletop.game.viewmodels import SeatView

_MARK = {GOOD: ("▲ ", "$tt-good"), BAD: ("▼ ", "$tt-bad")}


def write_sentences(canvas: Canvas, told: Iterable[Sentence]) -> None:
    """Sentences, each with a sign for good or bad news; titles with air above them."""
    for sentence in told:
        if sentence.kind == TITLE:
            if len(canvas.lines) > 2:
                canvas.put()
            canvas.put(canvas.line().add(f" {sentence.text}", "bold"))
            continue
        mark, style = _MARK.get(sentence.kind, ("· ", "$tt-dim"))
        for number, part in enumerate(wrap(sentence.text, canvas.width - 5)):
            canvas.put(canvas.line().add(f"  {mark}" if number == 0 else "    ", f"bold {style}").add(part))


class Log(Panel):
    """What happened in the turn before and why the others chose so; before the first turn, the act's opening."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.view: SeatView | None = None
        self.names: Names | None = None

    def show(self, view: SeatView, names: Names) -> None:
        self.view, self.names = view, names
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        view = self.view
        if view is None or self.names is None:
            return
        sheet = Canvas(canvas.width)
        if view.last is None:
            sheet.rule(view.act.title)
            sheet.write(joined(view.act.opening), indent=1)
            if view.me is not None:
                sheet.put()
                sheet.rule("Only you know", note="4 your brief", what=("tab", "4"))
                sheet.write(joined(view.me.brief), indent=1)
                for text in view.me.red_lines:
                    for place, part in enumerate(wrap(text, sheet.width - 5)):
                        sheet.put(sheet.line().add("   " if place else " ■ ", "$tt-bad").add(part))
            note = "4 your brief"
        else:
            sheet.rule(f"Turn {view.last.turn}", note="5 every turn", what=("tab", "5"))
            write_sentences(sheet, [*story(view.last, view, self.names), *motives(view.last)])
            note = "5 reads on"
        cut = self.room and len(sheet.lines) > self.room
        kept = sheet.lines[: self.room - 1] if cut else sheet.lines
        canvas.lines.extend(kept)
        canvas.spots.extend(spot for spot in sheet.spots if spot.row < len(kept))
        if cut:
            canvas.put(canvas.line().right(f"… {note}", "bold $tt-accent", ("tab", note[0])))
