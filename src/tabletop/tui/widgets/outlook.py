"""The outlook: fans of both indices over the rest of the game, how likely each end is, and what the coach says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len

from tabletop.telling.outlook import because, chance, counsel, ends, move
from tabletop.telling.words import number, signed
from tabletop.tui.canvas import Canvas, tone
from tabletop.tui.text import pad, tidy
from tabletop.tui.widgets.indices import NAMES as INDEX_NAMES
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.lab.coach import Advice, Coaching
    from tabletop.lab.forecast import Fan, Outlook
    from tabletop.telling.sentences import Names

LINES: Final = 7
"""Lines of the place on the table (see docs/architecture.md)."""
PLAYED: Final = {"thoughtful": "all thoughtful", "characters": "in character"}
"""How the seats are taken to play from now on, by the name of the policy."""
_DOTS: Final = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_TOLD: Final = (4, 2, 0)
"""Lines of a fan whose numbers are told: 90, 50 and 10 %."""


def limits(fans: Sequence[Fan]) -> tuple[float, float]:
    """The lowest and highest number of a drawing: room for all lines, on a multiple of ten."""
    low = min(min(line[0] for line in fan.lines) for fan in fans)
    high = max(max(line[-1] for line in fan.lines) for fan in fans)
    low = min(low, *(min(fan.now, fan.goal) for fan in fans))
    high = max(high, *(max(fan.now, fan.goal) for fan in fans))
    return float(int(low // 10) * 10), float(min(int(-(-high // 10)) * 10, 100))


def braille(fan: Fan, width: int, height: int, low: float, high: float) -> list[str]:
    """A fan over `width` × `height` characters: the inner half filled, the outer lines dotted, from now to the end."""
    cells = [[0] * width for _ in range(height)]
    across, down = 2 * width, 4 * height
    columns = [(fan.now,) * 5, *fan.lines]

    def row(value: float) -> int:
        return round((high - max(low, min(value, high))) / max(high - low, 1) * (down - 1))

    def dot(x: int, y: int) -> None:
        cells[y // 4][x // 2] |= _DOTS[x % 2][y % 4]

    for x in range(across):
        at = x * (len(columns) - 1) / max(across - 1, 1)
        left = int(at)
        right = min(left + 1, len(columns) - 1)
        bottom, lower, _, upper, top = (
            a + (b - a) * (at - left) for a, b in zip(columns[left], columns[right], strict=True)
        )
        for y in range(row(upper), row(lower) + 1):
            dot(x, y)
        if x % 3 == 0:
            dot(x, row(top))
            dot(x, row(bottom))
    return ["".join(chr(0x2800 + dots) for dots in line) for line in cells]


class OutlookPlace(Painted):
    """The seven lines at the foot of the table's left column."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.outlook: Outlook | None = None
        self.coaching: Coaching | None = None
        self.names: Names | None = None
        self.wanted = False

    def show(self, wanted: bool, outlook: Outlook | None, coaching: Coaching | None, names: Names | None) -> None:
        """`wanted`: something is to stand here; what is not known yet is being reckoned."""
        self.wanted, self.outlook, self.coaching, self.names = wanted, outlook, coaching, names
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        if not self.wanted:
            return
        key, what = self.key_for("table: outlook", "g"), ("outlook", "")
        canvas.rule("Outlook", note=f"{key} opens it", what=what)
        found = self.outlook
        if found is not None:
            line = canvas.line().add(" ")
            for (word, share), style in zip(ends(found), ("$tt-good", "", "$tt-bad"), strict=True):
                line.add(f"{word} ", "$tt-dim", what).add(share, f"bold {style}".strip(), what).add("  ")
            played = f"{found.futures:,}", f"{found.futures:,} futures"
            room = canvas.width - line.at - 1
            canvas.put(line.right(next((text for text in reversed(played) if len(text) <= room), ""), "$tt-dim"))
            low, high = limits((found.cohesion, found.stability))
            for fan in (found.cohesion, found.stability):
                _small(canvas, fan, low, high, what)
        elif self.coaching is None:
            canvas.write("Reckoning what may come …", "$tt-dim", indent=1)
        if self.coaching is not None and self.names is not None:
            line = canvas.line().add(" Coach ", "bold $tt-accent", what)
            canvas.put(line.add(_advice(self.coaching, self.names, canvas.width - line.at), "", what))


def _advice(coaching: Coaching, names: Names, room: int) -> str:
    """The first choice, as fully as there is room for."""
    best = coaching.best
    gain = "" if best.choice.strategy == "hold" else f": {signed(best.gain.mean)} ±{best.gain.error:.1f}"
    title = f" on “{names.card(best.choice.card or '')}”" if gain else ""
    ways = [
        counsel(coaching, names), f"{move(best.choice, names)}{gain}",
        f"{move(best.choice, names, full=False)}{title}{gain}", f"{move(best.choice, names, full=False)}{gain}",
    ]  # fmt: skip
    return next((text for text in ways if cell_len(tidy(text)) <= room), ways[-1])


def _small(canvas: Canvas, fan: Fan, low: float, high: float, what: Any) -> None:
    """Two lines: name, where it will be, and the fan."""
    bottom, _, middle, _, top = fan.end
    width = max(canvas.width - 33, 8)
    rows = braille(fan, width, 2, low, high)
    good = middle >= fan.goal
    first = canvas.line().add(f" {INDEX_NAMES[fan.name]:<10}", "bold", what)
    first.add(f"{number(fan.now, 0):>3} → ", "$tt-dim", what).add(f"{number(middle, 0):>3}", "bold", what)
    first.add(" ✓ " if good else " ✗ ", "$tt-good" if good else "$tt-warn", what)
    second = canvas.line().add(" 8 of 10 in ", "$tt-dim", what).add(f"{bottom:.0f}–{top:.0f}", "", what)
    for line, drawn, edge in ((first, rows[0], high), (second, rows[1], low)):
        canvas.put(line.to(22).add(f"{edge:>4.0f} ", "$tt-dim").add(drawn, "$tt-accent", what))


# ---------------------------------------------------------------- the page


def draw_fans(canvas: Canvas, found: Outlook, height: int) -> None:
    """Both fans side by side, with their numbers turn by turn."""
    low, high = limits((found.cohesion, found.stability))
    half = (canvas.width - 2) // 2
    sides = []
    for fan in (found.cohesion, found.stability):
        side = Canvas(half)
        _large(side, fan, height, low, high)
        sides.append(side)
    canvas.beside(*sides)


def _large(canvas: Canvas, fan: Fan, height: int, low: float, high: float) -> None:
    canvas.rule(INDEX_NAMES[fan.name], note=f"now {number(fan.now)} · goal {number(fan.goal, 0)}")
    width = canvas.width - 7
    for place, drawn in enumerate(braille(fan, width, height, low, high)):
        edge = high if place == 0 else low if place == height - 1 else None
        label = f"{edge:.0f}" if edge is not None else ""
        canvas.put(canvas.line().add(f" {label:>4} ", "$tt-dim").add(drawn, "$tt-accent"))
    shown = _shown(len(fan.turns), max((canvas.width - 7) // 4, 1))
    step = width / max(len(fan.turns), 1)

    def numbers(label: str, words: Sequence[str], style: str = "") -> None:
        line = canvas.line().add(f" {label:>4} ", "$tt-dim")
        for place, word in zip(shown, words, strict=True):
            line.to(6 + int((place + 1) * step) - len(word)).add(word, style)
        canvas.put(line)

    for level in _TOLD:
        label = f"{(10, 25, 50, 75, 90)[level]} %"
        numbers(label, [f"{fan.lines[place][level]:.0f}" for place in shown], "bold" if level == 2 else "")
    numbers("turn", [str(fan.turns[place]) for place in shown], "$tt-dim")


def _shown(turns: int, most: int) -> list[int]:
    """Which turns are told in numbers where not all have room: the last one always."""
    every = -(-turns // max(most, 1))
    return [place for place in range(turns) if (turns - 1 - place) % every == 0]


def draw_ends(canvas: Canvas, found: Outlook) -> None:
    """How likely each end is, and the own score; in two lines where one is too short."""
    line = canvas.line().add(" ")
    for (word, share), told in zip(ends(found), (found.win, found.draw, found.collapse), strict=True):
        line.add(f"{word} ", "$tt-dim").add(share, "bold").add(f" ± {max(found.error(told), 0.1):.1f}   ", "$tt-dim")
    if canvas.width < 100:
        canvas.put(line)
        line = canvas.line().add(" ")
    if found.score is not None:
        low, middle, high = found.score
        line.add("your score ", "$tt-dim").add(f"{middle:.0f}", "bold")
        line.add(f", 8 of 10 in {low:.0f}–{high:.0f}", "$tt-dim")
    notes = f"{found.futures:,} futures", f"{found.futures:,} futures, {PLAYED.get(found.policy, found.policy)}"
    room = canvas.width - line.at - 2
    canvas.put(line.right(next((text for text in reversed(notes) if len(text) <= room), ""), "$tt-dim"))


def draw_coaching(canvas: Canvas, coaching: Coaching, names: Names, most: int, reasons: int) -> None:
    """The choices, the best first: what each changes against holding."""
    lead = "a clear lead" if coaching.clear else "others come close"
    canvas.rule("What each choice changes at the end, against holding", note=lead)
    wide = canvas.width >= 100
    cells = 7 if wide else 6
    room = canvas.width - (5 * cells + (13 if wide else 14))
    head = canvas.line().to(room + 4)
    for word in ("chance", "cohes.", "stab.", "score", "gain"):
        head.add(f"{word:>{cells}} ", "$tt-dim")
    canvas.put(head)
    for place, advice in enumerate(coaching.advice[:most], 1):
        below = _row(canvas, place, advice, names, room, cells)
        if below:
            canvas.write(below, indent=4)
        if place <= reasons and advice.reasons:
            canvas.put(canvas.line().to(4).add(f"by {because(advice, 4 if wide else 3)}", "$tt-dim"))
    more = len(coaching.advice) - most
    if more > 0:
        canvas.put(canvas.line().add(f"    {more} more promise less.", "$tt-dim"))


def _row(canvas: Canvas, place: int, advice: Advice, names: Names, room: int, cells: int) -> str:
    """One choice and what it changes; what of it has no room there, for a line of its own."""
    told, below = move(advice.choice, names), ""
    if cell_len(tidy(told)) > room and advice.choice.strategy != "hold":
        below = f"on “{names.card(advice.choice.card or '')}”"
        told = f"{move(advice.choice, names, full=False)}, effort {advice.choice.effort}"
    line = canvas.line().add(f" {place:>2} ", "$tt-dim").add(pad(told, room), "bold" if place == 1 else "")
    line.add(f"{chance(advice.chance) if advice.chance else '–':>{cells}} ", "")
    for shift in (advice.cohesion, advice.stability, advice.score):
        line.add(f"{signed(shift.mean):>{cells}} ", tone(shift.mean))
    line.add(f"{signed(advice.gain.mean):>{cells}}", f"bold {tone(advice.gain.mean)}")
    canvas.put(line.add(f" ±{advice.gain.error:.1f}", "$tt-dim"))
    return below
