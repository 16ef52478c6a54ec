"""A whole board on one page: how things stood at the end of a turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tabletop.telling.sentences import treaty_stage
from tabletop.telling.words import DOMAIN_SYMBOL, INDEX_PARTS, arrow, gauge, ladder, number, shift, signed
from tabletop.tui.canvas import Canvas, Line, tone
from tabletop.tui.text import names_within
from tabletop.tui.widgets.alliance import GAUGES, WORSE, heat, mood_style
from tabletop.tui.widgets.crises import names, step_style
from tabletop.tui.widgets.indices import NAMES, state_of

if TYPE_CHECKING:
    from tabletop.game.viewmodels import Index, Played, SeatView

Title = Callable[[str], str]
Cell = tuple[str, float, float | None, bool, str]
"""Name, value, change (none at the start), whether more is better, what a click asks for."""


def draw_board(canvas: Canvas, view: SeatView, played: Played | None, title: Title, *, airy: bool = False) -> None:
    """Indices with their parts, the region, the crises on the ladder, members and trust."""
    cells = [_parts(view, view.cohesion), _parts(view, view.stability), _region(view)]
    if canvas.width >= 77:
        _columns(canvas, view, cells)
    else:
        _columns(canvas, view, cells[:2])
        _pause(canvas, airy)
        _gauges(canvas, cells[2])
    _pause(canvas, airy)
    _crises(canvas, view, played, title)
    _pause(canvas, airy)
    _members(canvas, view)
    if airy:
        _more(canvas, view)


def _pause(canvas: Canvas, airy: bool) -> None:
    if airy:
        canvas.put()


def _parts(view: SeatView, index: Index) -> list[Cell]:
    named = zip(INDEX_PARTS[index.name], index.parts, strict=True)
    return [(name, part.value, part.change if view.turn else None, True, index.name) for name, part in named]


def _region(view: SeatView) -> list[Cell]:
    """What is no part of an index already."""
    known = {part.name for index in (view.cohesion, view.stability) for part in index.parts}
    return [
        (label, view.region[name].value, view.region[name].change if view.turn else None, name not in WORSE, name)
        for name, label in GAUGES.items()
        if label not in known and name not in known
    ]


def _columns(canvas: Canvas, view: SeatView, cells: Sequence[Sequence[Cell]]) -> None:
    """The indices, and the region where there is room, side by side."""
    heads = canvas.line()
    wide = (canvas.width - 2) // len(cells)
    for place, index in enumerate((view.cohesion, view.stability)):
        heads.to(place * wide).add(f" {NAMES[index.name]} ", "bold", ("why", index.name))
        heads.add(number(index.value), f"bold {state_of(index)[1]}", ("why", index.name))
        if view.turn:
            change = shift(index.value, index.change)
            heads.add(f" {arrow(change)}{signed(change)}", tone(change), ("why", index.name))
    if len(cells) > 2:
        heads.to(2 * wide).add(" The region", "bold")
    canvas.put(heads)
    for row in range(max(map(len, cells))):
        line = canvas.line()
        for place, column in enumerate(cells):
            if row < len(column):
                _cell(line.to(place * wide), column[row], 15 if place < 2 else 17, (place + 1) * wide)
        canvas.put(line)


def _cell(line: Line, cell: Cell, named: int, end: int) -> None:
    """A name of `named` cells, a number, its change, and a bar as far as there is room up to `end`."""
    name, value, change, good, target = cell
    start = line.at
    line.add(f" {name}", "", ("why", target), room=named).to(start + named)
    line.add(f"{value:>4.0f}", "bold", ("why", target))
    if change is not None:
        line.add(f"{arrow(change)}{signed(change):>5}", tone(change, good), ("why", target))
    line.to(start + named + 10)
    if end - line.at >= 8:
        line.add(" ").add(gauge(value, min(end - line.at - 2, 16)), "$tt-dim", ("why", target))


def _gauges(canvas: Canvas, cells: Sequence[Cell]) -> None:
    canvas.put(canvas.line().add(" The region", "bold"))
    half = (len(cells) + 1) // 2
    for row in range(half):
        line = canvas.line()
        _cell(line, cells[row], 17, canvas.width // 2)
        if row + half < len(cells):
            _cell(line.to(canvas.width // 2), cells[row + half], 17, canvas.width)
        canvas.put(line)


def _crises(canvas: Canvas, view: SeatView, played: Played | None, title: Title) -> None:
    counts = view.counts
    note = f"so far {counts['resolved']} resolved, {counts['outbreaks']} broke out"
    canvas.rule("Crises", note=note if canvas.width >= 50 else "")
    moves = {move.card: move for move in played.moves} if played else {}
    for crisis in view.crises:
        move = moves.get(crisis.card)
        steps = move.after - move.before if move else 0
        line = canvas.line().add(f" {ladder(crisis.escalation)}", f"bold {step_style(crisis.escalation)}")
        line.add(f" step {crisis.escalation}", "bold")
        if steps:
            line.add(f" {'▲' if steps > 0 else '▼'}{abs(steps)}", "$tt-bad" if steps > 0 else "$tt-good")
        quarrel = f" ({names(view, crisis.parties)})" if crisis.parties else ""
        line.to(18).add(f"{DOMAIN_SYMBOL[crisis.domain]:<3} ", "bold $tt-accent")
        canvas.put(line.add(f"{crisis.title}{quarrel}"))
    for move in moves.values():
        if move.end:
            worked = move.end == "resolved"
            line = canvas.line().add(f" {'✓' if worked else '✗'} ", f"bold {'$tt-good' if worked else '$tt-bad'}")
            line.add("resolved" if worked else "broke out", "bold").to(18)
            canvas.put(line.add(title(move.card), "$tt-dim"))
    if not view.crises and not any(move.end for move in moves.values()):
        canvas.write("No crisis lies on the table.", "$tt-dim", indent=1)


def _members(canvas: Canvas, view: SeatView) -> None:
    """A line for each member: support and mood, and how far it trusts each of the others."""
    grid = canvas.width - 4 * len(view.members) - 1
    moody, rich = grid >= 32, grid >= 39
    head = canvas.line().add("── ", "$tt-faint").add("Support", "bold")
    if rich:
        head.to(33).add("means", "$tt-dim")
    if grid - head.at >= 21:
        head.to(grid - 19).add("rows trust columns", "$tt-dim")
    for place, member in enumerate(view.members):
        head.to(grid + 4 * place).add(f"{member.short:>4}", f"bold $tt-{member.colour}")
    canvas.put(head)
    called = names_within(view.members, 10)
    for member in view.members:
        what = ("why", f"support {member.seat}")
        mine = "bold " if member.seat == view.seat else ""
        line = canvas.line().add(f" {member.emblem} {called[member.seat]}", f"{mine}$tt-{member.colour}", what, room=13)
        line.to(14)
        line.add(f"{member.support:>3.0f}", "bold", what)
        if view.turn:
            change = member.support_change
            line.add(f"{arrow(change)}{signed(change):>5}", tone(change), what)
        if moody:
            line.to(25).add(member.mood, mood_style(member.mood), room=7)
        if rich:
            line.to(33).add(f"{number(member.means):>5}")
        for place, other in enumerate(view.members):
            line.to(grid + 4 * place)
            if other.seat == member.seat:
                line.add("   ·", "$tt-dim")
                continue
            trust, change = view.trust[member.seat][other.seat], view.trust_change[member.seat][other.seat]
            target = ("why", f"trust {member.seat} {other.seat}")
            line.add(f"{trust:>3.0f}", heat(trust), target)
            line.add(arrow(change) if abs(change) >= 0.5 else " ", tone(change), target)
        canvas.put(line)


def _more(canvas: Canvas, view: SeatView) -> None:
    """Whose trust moved most, who is bound to whom, the treaty."""
    short = {member.seat: member.short for member in view.members}
    moved = sorted(
        ((a, b, change) for a, row in view.trust_change.items() for b, change in row.items() if abs(change) >= 0.5),
        key=lambda found: -abs(found[2]),
    )
    canvas.put()
    if moved:
        told = ", ".join(f"{short[a]} in {short[b]} {signed(change)}" for a, b, change in moved[:4])
        canvas.write(f"Trust moved most: {told}", "$tt-dim", indent=1)
    bound = [f"{short[a]}–{short[b]}" for a, row in view.agreements.items() for b, n in row.items() if n and a < b]
    canvas.write(f"Agreements: {', '.join(bound) or 'none'}", "$tt-dim", indent=1)
    if view.level != "basics":
        force = f"; {view.treaty.in_force} in force" if view.treaty.in_force else ""
        canvas.write(f"Treaty: {treaty_stage(view.treaty.stage)}{force}", "$tt-dim", indent=1)
