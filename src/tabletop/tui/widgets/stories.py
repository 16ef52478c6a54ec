"""Two stories of one game: both courses of each index in one plot, and a turn of both side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from tabletop.telling import whatif as words
from tabletop.telling.sentences import BAD, GOOD
from tabletop.telling.words import number, signed
from tabletop.tui.canvas import Canvas, Line, tone
from tabletop.tui.text import wrap
from tabletop.tui.widgets.film import LEFT, RIGHT, columns, scale, stepped
from tabletop.tui.widgets.indices import NAMES
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.lab.whatif import WhatIf
    from tabletop.telling.sentences import Names

_EMPTY: Final = 0x2800
_DOTTED: Final = 0x2800 | 0x01 | 0x02 | 0x04 | 0x40
"""The left half of a cell: a line of which only these dots stand is a dotted one."""
_GAP: Final = 3


class Courses(Painted):
    """The strip: each index as it was, dotted, and otherwise, as a line. A click on a turn shows it."""

    def __init__(self, found: WhatIf, **given: Any) -> None:
        super().__init__(**given)
        self.found = found
        self.at = 1
        self.tall = 2

    def show(self, at: int) -> None:
        self.at = at
        self.repaint(layout=False)

    def stretch(self, tall: int) -> None:
        """So many lines for each index."""
        if tall != self.tall:
            self.tall = tall
            self.repaint()

    def paint(self, canvas: Canvas) -> None:
        was, other = self.found.was, self.found.other
        turns = max(len(was.turns), len(other.turns))
        spans = columns(turns, canvas.width - LEFT - RIGHT)
        low, high = scale([*was.cohesion, *other.cohesion, *was.stability, *other.stability])
        for name, style in (("cohesion", "$tt-accent"), ("stability", "$tt-warn")):
            before, after = getattr(was, name), getattr(other, name)
            dotted, solid = (stepped(values, spans[: len(values)], self.tall, low, high) for values in (before, after))
            for row in range(self.tall):
                line = canvas.line()
                if row == 0:
                    line.add(f" {NAMES.get(name, name)}", f"bold {style}")
                elif row == 1:
                    _values(line, before, after, self.at)
                line.to(LEFT)
                for turn, (start, end) in enumerate(spans):
                    ground = " on $tt-mark" if turn == self.at else ""
                    for cell in range(start, end):
                        drawn, dim = _cell(dotted[row], solid[row], cell)
                        line.add(drawn, f"{'$tt-dim' if dim else f'bold {style}'}{ground}", ("turn", turn))
                if row in (0, self.tall - 1):
                    line.right(str(low if row else high), "$tt-dim")
                canvas.put(line)
        self._axis(canvas, spans)

    def _axis(self, canvas: Canvas, spans: Sequence[tuple[int, int]]) -> None:
        """Turn numbers, as many as there is room for; the present one always."""
        narrow = min(end - start for start, end in spans)
        every = 1 if narrow >= 4 else 2 if narrow >= 2 else 5
        line = canvas.line().add(" turn", "$tt-dim").to(LEFT)
        for turn, (start, end) in enumerate(spans):
            here = turn == self.at
            label = f"[{turn}]" if here and end - start >= len(f"[{turn}]") else f" {turn}" if not here else str(turn)
            style = "bold on $tt-mark" if here else "$tt-dim"
            line.add(label if here or turn % every == 0 else "", style, ("turn", turn), room=end - start)
            line.add(" " * (LEFT + end - line.at), style if here else "", ("turn", turn))
        canvas.put(line)


def _values(line: Line, was: Sequence[float], other: Sequence[float], at: int) -> None:
    """“64.0 → 61.2” after a turn; of a story that was over by then its end."""
    before, after = was[min(at, len(was) - 1)], other[min(at, len(other) - 1)]
    change = round(round(after, 1) - round(before, 1), 1)
    line.add(f" {number(before)} ").add("→ ", "$tt-dim").add(number(after), f"bold {tone(change)}")


def _cell(dotted: str, solid: str, cell: int) -> tuple[str, bool]:
    """One cell of both lines, and whether only the dotted one is in it."""
    a = ord(dotted[cell]) & _DOTTED if cell < len(dotted) else _EMPTY
    b = ord(solid[cell]) if cell < len(solid) else _EMPTY
    return chr(a | b), b == _EMPTY


# ---------------------------------------------------------------- a turn, and the end


def draw_turn(canvas: Canvas, found: WhatIf, turn: int, names: Names) -> None:
    """One turn in both stories; what only one of them has is marked and stands out."""
    pair = words.pair(found, turn, names)
    left, right = _halves(canvas)
    _heads(left, right)
    for was, other in pair.beside():
        for half, row in ((left, was), (right, other)):
            if row is not None:
                _row(half, row)
        _level(left, right)
    for half, rows in ((left, pair.was), (right, pair.other)):
        if not rows:
            half.write("over by then", "$tt-dim", indent=2)
    canvas.beside(left, right, gap=_GAP)


def draw_end(canvas: Canvas, found: WhatIf, names: Names) -> None:
    """How both end, every national score, and which choices could not be made again."""
    left, right = _halves(canvas)
    _heads(left, right)
    for was, other in zip(words.end(found.was), words.end(found.other), strict=True):
        _row(left, words.Row("", was))
        _row(right, words.Row("", other, other=was != other))
        _level(left, right)
    canvas.beside(left, right, gap=_GAP)
    scores = words.national(found, names)
    if scores:
        canvas.put()
        canvas.put(canvas.line().add("  National score", "bold").to(24).add(f"{words.WAS:>10}", "$tt-dim")
                   .add(f"{words.OTHER:>12}{'difference':>12}", "$tt-dim"))  # fmt: skip
    for name, was_score, other_score, change in scores:
        line = canvas.line().add(f"  {name}", room=23).to(24).add(f"{number(was_score, 2):>10}")
        canvas.put(line.add(f"{number(other_score, 2):>12}", "bold").add(f"{signed(change, 2):>12}", tone(change)))
    if found.swaps:
        canvas.put()
        canvas.write("Choices that could not be made again as they were:", "bold", indent=2)
        for swap in found.swaps:
            canvas.write(f"{words.swapped(swap, names)}.", indent=2)
    canvas.put()
    canvas.write(words.MODEST, "$tt-dim", indent=2)


def _halves(canvas: Canvas) -> tuple[Canvas, Canvas]:
    half = (canvas.width - _GAP) // 2
    return Canvas(half), Canvas(half)


def _heads(left: Canvas, right: Canvas) -> None:
    for half, title, sign in ((left, words.WAS, "⠂⠂⠂"), (right, words.OTHER, "⠒⠒⠒")):
        half.put(half.line().add(f"  {title[:1].upper()}{title[1:]} ", "bold").add(sign, "$tt-dim"))


def _row(half: Canvas, row: words.Row) -> None:
    style = {GOOD: "$tt-good", BAD: "$tt-bad"}.get(row.kind, "") if row.other else "$tt-dim"
    for place, part in enumerate(wrap(row.text, half.width - 4)):
        line = half.line().add("▸ " if row.other and not place else "  ", "bold $tt-accent")
        half.put(line.to(2 if not place else 4).add(part, style))


def _level(left: Canvas, right: Canvas) -> None:
    """Both as high as the higher one."""
    while len(left.lines) != len(right.lines):
        (left if len(left.lines) < len(right.lines) else right).put()
