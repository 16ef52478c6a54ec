"""The members, and how far each trusts each: a heat map with the numbers on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tabletop.telling.numbers import lately
from tabletop.telling.words import arrow, number, shift
from tabletop.tui.canvas import Canvas, Line, tone
from tabletop.tui.text import fit, pad, wrap
from tabletop.tui.themes import HEATS
from tabletop.tui.widgets.painted import BoardPanel
from tabletop.tui.widgets.region import GAUGES, WORSE, Region

if TYPE_CHECKING:
    from textual.geometry import Size

    from tabletop.game.viewmodels import MemberFacts, SeatView

__all__ = ["GAUGES", "WORSE", "Alliance", "Region", "heat", "mood_style"]


def heat(trust: float) -> str:
    """The style of a degree of trust: a ground for every ten, neutral from 50 to 60. The number stands there too."""
    step = max(0, min(int(trust // 10) - 2, HEATS - 1))
    return f"{'bold ' if trust < 40 or trust >= 80 else ''}on $tt-heat-{step}"


def mood_style(mood: str) -> str:
    return {"firm": "$tt-good", "steady": "", "uneasy": "$tt-warn", "falling": "bold $tt-bad"}.get(mood, "")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where everything stands, for a width and a number of members."""

    name: int
    whole: bool
    """Whole names, not short ones."""
    values: bool
    """Changes with their amount, not only an arrow."""
    mood: int
    means: int
    share: int
    """0: there is no room for it."""
    grid: int
    cell: int

    @classmethod
    def of(cls, width: int, view: SeatView) -> _Columns:
        members = len(view.members)
        # Names stand whole, or short for everybody; only one longer than a line can bear is cut.
        whole = min(max(cell_len(member.name) for member in view.members), 24) + 3
        brief = max(cell_len(member.short) for member in view.members) + 3
        for name, values, cell, share in (
            (whole, True, 9, True), (whole, True, 4, True), (whole, False, 4, True), (brief, False, 4, True),
            (min(brief, 6), False, 4, False),
        ):  # fmt: skip
            support = name + (12 if values else 8)
            means = support + 8
            after = means + (10 if values else 6)
            grid = after + (9 if share else 0)
            if grid + cell * members <= width:
                break
        # The matrix stands at the right edge where there is room to breathe, but never far from its rows.
        grid = min(max(grid, width - cell * members), grid + 8)
        return cls(name, name == whole, values, support, means, after if share else 0, grid, cell)


REGION = 10
"""Lines that the region needs below the alliance."""


class Alliance(BoardPanel):
    """A line for each member: support, mood, means, what it bears; then its trust in each of the others."""

    def paint(self, canvas: Canvas) -> None:
        view = self.view
        if view is None:
            return
        self._draw(canvas, view, self.room)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Beside the crises the region stands below it, and has what it needs."""
        if self.view is None:
            return 0
        whole = Canvas(width)
        self._draw(whole, self.view, 0)
        return max(min(len(whole.lines), container.height - REGION), 1)

    def _draw(self, canvas: Canvas, view: SeatView, room: int) -> None:
        """On `room` lines; on as many as it takes where that is 0."""
        share = bool(_Columns.of(canvas.width, view).share)
        told = [wrap(text, canvas.width - 2) for text in below(view, share)]
        needed = sum(map(len, told))
        left = room - len(view.members) - 1 - self.titled if room else needed + 1
        self.head(canvas, "Alliance", "2 reads on", ("tab", "2"))
        draw_members(canvas, view, more=not self.titled and left < needed)
        if left > needed:
            canvas.put()
        for lines in told:
            if len(lines) > left:
                return
            for part in lines:
                canvas.put(canvas.line().to(1).add(part, "$tt-dim"))
            left -= len(lines)


def draw_members(canvas: Canvas, view: SeatView, *, more: bool = False) -> None:
    """A line for each member: support, mood, means, what it bears; then its trust in each of the others.

    With `more` the head says that the page behind key 2 tells more.
    """
    at = _Columns.of(canvas.width, view)
    head = (
        canvas.line()
        .add(" 2: more" if more and at.name > 8 else " 2…" if more else "", "bold $tt-accent", ("tab", "2"))
        .to(at.name)
        .add("support", "$tt-dim")
        .to(at.mood)
        .add("mood", "$tt-dim")
    )
    head.to(at.means).add("means", "$tt-dim")
    if at.share:
        head.to(at.share).add("share", "$tt-dim")
    head.to(at.grid)
    for member in view.members:
        short = fit(member.short, at.cell)
        left = max((at.cell - cell_len(short)) // 2, 0)
        what = ("why", f"standing {member.seat}")
        head.add(pad(" " * left + short, at.cell), f"bold $tt-{member.colour}", what)
    canvas.put(head)
    means: dict[str, float] = {}
    for row in lately(view):
        if row.variable == "means":
            means[row.who[0]] = means.get(row.who[0], 0.0) + row.amount
    for member in view.members:
        canvas.put(_member(canvas.line(), view, member, at, means.get(member.seat, 0.0)))


def _member(line: Line, view: SeatView, member: MemberFacts, at: _Columns, spent: float) -> Line:
    what = ("why", f"support {member.seat}")
    name = member.name if at.whole else member.short
    mine = "bold underline " if member.seat == view.seat else ""
    line.add(f"{member.emblem} ", f"bold $tt-{member.colour}", what)
    line.add(name, f"{mine}$tt-{member.colour}", what, room=at.name - 2).to(at.name)
    line.add(f"{number(member.support):>5}", "bold", what)
    change = shift(member.support, member.support_change)
    line.add(_change(change, at.values), tone(change), what)
    line.to(at.mood).add(member.mood, mood_style(member.mood), what)
    what = ("why", f"means {member.seat}")
    line.to(at.means).add(number(member.means), "", what).add(_change(spent, at.values), tone(spent), what)
    if at.share:
        short = member.burden_share < 0.7 * member.fair_share
        what = ("why", f"burden {member.seat}")
        told = f"{'▼' if short else ''}{member.burden_share:.0f}/{member.fair_share:.0f}%"
        line.to(at.share).add(told, "$tt-warn" if short else "", what)
    line.to(at.grid)
    for other in view.members:
        if other.seat == member.seat:
            line.add(f"{'·':^{at.cell}}", "$tt-dim")
            continue
        trust, change = view.trust[member.seat][other.seat], view.trust_change[member.seat][other.seat]
        target = ("why", f"trust {member.seat} {other.seat}")
        if at.cell > 4:
            told = f"{trust:>3.0f} {arrow(change)}{abs(change):<3.1f} " if abs(change) >= 0.05 else f"{trust:>3.0f}"
        else:
            told = f"{trust:>3.0f}{arrow(change) if abs(change) >= 0.5 else ' '}"
        line.add(f"{told:<{at.cell}}", heat(trust), target)
    return line


def below(view: SeatView, share: bool) -> list[str]:
    """What binds the members, and what is to come; the most important first."""
    short = {member.seat: member.short for member in view.members}
    rows = lately(view)
    new = {row.who for row in rows if row.variable == "agreements" and row.amount > 0}
    pairs = [
        f"{short[a]}–{short[b]}{' ×2' if n > 1 else ''}{' ▲' if (a, b) in new else ''}"
        for a, row in view.agreements.items()
        for b, n in row.items()
        if n and a < b
    ]
    channels = [f"{member.short} {number(member.channel)}" for member in view.members if member.channel >= 0.05]
    polls: dict[int, list[str]] = {}
    for member in view.members:
        if member.election:
            polls.setdefault(member.election, []).append(member.short)
    soon = [f"{' '.join(who)} {turn}" for turn, who in sorted(polls.items())]
    live = f" · Channels: {', '.join(channels)}" if channels else ""
    found = [f"Agreements: {', '.join(pairs) or 'none'}{live}"]
    found += [f"Elections, by turn: {', '.join(soon)}"] if soon else []
    me = view.me
    if me and me.objective.title:
        goals = ", ".join(f"{goal} {part}" for goal, part in me.objective.weights.items())
        found.append(f"You: {me.objective.title} ({goals})")
    burden = " Share: lately borne / fair." if share else ""
    found.append(f"Rows trust columns.{burden} x: numbers")
    return found


def _change(value: float, amount: bool) -> str:
    """An arrow, with the amount where there is room; an arrow alone is never wider than one cell."""
    if not amount:
        return arrow(value)
    return f" {arrow(value)}{number(abs(value))}" if abs(value) >= 0.05 else " ·"
