"""What a choice would be worth, drawn: the ways to choose from, the terms of one, all of them side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tabletop.telling.sentences import effect, offence, sorted_terms, term_name
from tabletop.telling.words import STRATEGIES, STRATEGY, STRATEGY_HINT, gauge, number, signed
from tabletop.telling.worth import differences, in_all, own_stake
from tabletop.tui.canvas import Canvas, tone
from tabletop.tui.text import wrap

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.viewmodels import CrisisFacts, SeatView

LABEL = 12
ODDS = ("odds",)
"""A click on a chance: all its terms, with the rules behind them."""
_SHORT = {"shared interest": "interest", "support at home": "home"}
_TO_EFFECT = 28
"""Cells of a line of the comparison before what a success does."""
_NARROW, _ROOMY = 100, 150
"""Cells under which words are cut short, and from which a way and its name here stand on one line."""


def shorts(view: SeatView) -> Callable[[str], str]:
    """Members' short names."""
    names = {member.seat: member.short for member in view.members} | {"outside": view.outside.short}
    return lambda seat: names.get(seat, seat)


def draw_ways(
    canvas: Canvas, crisis: CrisisFacts, ways: Mapping[str, str], *, asked: bool, most: int, compare: str = "o"
) -> None:
    """Nothing is chosen yet: each way with its key, what it is, and what the author calls it here.

    `compare` is the key that shows all of them side by side.
    """
    *some, hold = ways.values()
    line = canvas.line()
    if asked:
        line.add(f"▸ Choose a way first: {' '.join(some)}, or {hold} to hold.", "bold $tt-warn")
    else:
        line.add("  No way chosen yet. How do you want to work on it?", "bold")
    canvas.put(line.right(f"{compare} compares them", "$tt-dim", ("compare",)))
    narrow = canvas.width < _ROOMY
    labels = sum(1 for way in ways if crisis.labels.get(way)) if narrow else 0
    doubled = labels and 1 + len(ways) + labels <= most
    for way, key in ways.items():
        what, label = ("take", "strategy", way), crisis.labels.get(way, "")
        line = canvas.line().to(2).add(f"{key} ", "bold $tt-accent", what)
        line.add(f"{STRATEGY[way]:<13} ", "bold", what)
        if label and narrow and not doubled:
            canvas.put(line.add(f"“{label}”", "", what))
            continue
        line.add(f"{STRATEGY_HINT[way]}", "$tt-dim", what)
        if label and not narrow:
            line.to(84).add(f"“{label}”", "", what)
        canvas.put(line)
        if label and narrow:
            canvas.put(canvas.line().to(18).add(f"“{label}”", "", what))


def draw_hold(canvas: Canvas, view: SeatView, crisis: CrisisFacts | None) -> None:
    """What holding means."""
    line = canvas.line().add("  hold", "bold").to(LABEL)
    told = "You stay out this turn and gather half a means more. The others will notice."
    first, *more = wrap(told, canvas.width - LABEL - 1)
    canvas.put(line.add(first))
    for part in more:
        canvas.put(canvas.line().to(LABEL).add(part))
    if crisis is not None and (own_stake(crisis, view.seat) or 0) >= 0.7:
        told = "▼ A crisis of yours is open: holding costs support at home."
        canvas.put(canvas.line().to(LABEL).add(told, "$tt-bad"))


def draw_worth(
    canvas: Canvas, view: SeatView, crisis: CrisisFacts, found: Forecast | None, assumed: str, most: int, key: str = "d"
) -> None:
    """The chance, its terms on `most` lines, what a success does, what it costs and whom it may offend.

    Where the outside party has to answer, the chance with its answer stands beside it, or on one of those lines.
    """
    if found is None:
        canvas.put(canvas.line().to(LABEL).add("This choice is not possible now.", "$tt-bad"))
        return
    line = canvas.line().add(" ").add(f"{key} ", "bold $tt-accent", ODDS).add("chance", "bold", ODDS).to(LABEL)
    line.add(f"{found.chance:>3.0f} %", "bold $tt-accent", ODDS)
    whole = in_all(found)
    answered = f"with the answer {whole}" if whole else ""
    # A shorter gauge makes room for what the answer leaves of the chance; else that takes a line of the terms.
    after = line.at + 4 + cell_len(assumed) + (3 + cell_len(answered) if answered else 0)
    cells = next((cells for cells in (12, 4) if after + cells <= canvas.width), 12)
    below = bool(answered) and after + cells > canvas.width
    line.add(f"  {gauge(found.chance, cells)}  ", "$tt-accent", ODDS).add(assumed, "$tt-dim")
    if answered and not below:
        line.add(" · ", "$tt-dim").add(answered, "bold", ODDS)
    canvas.put(line)
    if below:
        canvas.put(canvas.line().to(LABEL).add(answered, "bold", ODDS))
    draw_terms(canvas, sorted_terms(found.terms), max(most - below, 1))
    line = canvas.line().add("  success", "bold").to(LABEL).add(effect(found, crisis.escalation), "bold")
    if found.steps > 0:
        later = ", after escalation" if canvas.width < _NARROW else ", but only after this turn's escalation"
        line.add(", at once" if found.fast else later, "$tt-dim")
    if found.limited and found.steps == 1:
        line.add(f"  ▼ one at most: {found.limited}", "$tt-warn")
        line.add(" (R10b)" if canvas.width >= _NARROW else "", "$tt-warn")
    canvas.put(line)
    line = canvas.line().add("  cost", "bold").to(LABEL).add(f"{number(found.cost)} means")
    offended = offence(found, shorts(view), 4 if canvas.width < _NARROW else 8)
    line.add(" · ").add(offended, "$tt-warn" if "may" in offended else "$tt-dim")
    canvas.put(line)


def draw_terms(canvas: Canvas, terms: Sequence[tuple[str, float]], most: int) -> None:
    """Every term, the largest first; what `most` lines cannot hold is summed, and a click shows it."""
    short = canvas.width < _NARROW
    words = [(_SHORT.get(name, name) if short else name, value) for name, value in terms]
    lines = [canvas.line().to(2).add("because", "bold", ODDS).to(LABEL)]
    for place, (name, value) in enumerate(words):
        last = len(lines) == most
        room = canvas.width - lines[-1].at - (14 if last and place < len(words) - 1 else 0)
        if len(name) + 1 + len(signed(value)) > room:
            if last:
                rest = sum(value for _, value in words[place:])
                lines[-1].add(f"{len(words) - place} more ", "$tt-dim", ODDS).add(signed(rest), tone(rest), ODDS)
                break
            lines.append(canvas.line().to(LABEL))
        lines[-1].add(f"{name} ", "$tt-dim", ODDS).add(signed(value), tone(value), ODDS).add("  ")
    for line in lines:
        canvas.put(line)


def draw_compare(
    canvas: Canvas, view: SeatView, crisis: CrisisFacts, keys: Mapping[str, str], here: str | None,
    worth: Callable[[str], Forecast | None], kept: Forecast | None,
) -> None:  # fmt: skip
    """Each way on a line: chance, effect, offence; with an option that was kept, how far it differs from that."""
    narrow = canvas.width < _NARROW
    rows = {way: found for way in STRATEGIES[:-1] if (found := worth(way)) is not None}
    effects = {way: _effect(way, found, crisis) for way, found in rows.items()}
    offences = {way: _offence(found, view, narrow) for way, found in rows.items()}
    longest = max(map(len, effects.values()), default=0)
    # Columns, where what follows stays whole; else each line takes the room that it needs.
    room = canvas.width - _TO_EFFECT - max(map(len, offences.values()), default=0)
    column = longest + 2 if not narrow or longest + 2 <= room else longest + 1 if longest < room else 24
    for way in STRATEGIES[:-1]:
        found, what = rows.get(way), ("take", "strategy", way)
        line = canvas.line().add("▸ " if way == here else "  ", "bold $tt-accent")
        line.add(f"{keys[way]} ", "bold $tt-accent", what)
        line.add(f"{STRATEGY[way]:<13}", "bold" if way == here else "", what)
        if found is None:
            canvas.put(line.add("not possible now", "$tt-dim"))
            continue
        line.add(f"{found.chance:>3.0f} % ", "bold $tt-accent", what)
        if kept is not None and found != kept:
            change = found.chance - kept.chance
            line.add(f"{signed(change, 0):>4} ", tone(change), what)
        elif kept is not None:
            line.add("kept ", "$tt-dim", what)
        else:
            line.add(f"{gauge(found.chance, 4)} ", "$tt-accent", what)
        line.add(f"{effects[way]} ".ljust(column), "", what)
        if not narrow:
            line.add(f"{number(found.cost)} means  ", "$tt-dim", what)
        canvas.put(line.add(offences[way], "$tt-dim", what))


def _effect(way: str, found: Forecast, crisis: CrisisFacts) -> str:
    return "prepares the ground" if way == "track2" and not found.steps else effect(found, crisis.escalation)


def _offence(found: Forecast, view: SeatView, narrow: bool) -> str:
    many = sum(1 for value in found.offended.values() if value <= -0.05)
    told = offence(found, shorts(view), 1 if narrow and many > 2 else 2)
    return told.replace("may offend", "offends") if narrow else told


def draw_difference(
    canvas: Canvas, keys: Mapping[str, str], kept: Forecast | None, now: Forecast | None, most: int
) -> None:
    """The option that was kept against the present one, term by term, the largest difference first."""
    if kept is None or now is None or kept == now:
        told = "The summit: with everybody (alone, nothing). The others: with you alone."
        hint = "  Your next choice stands beside it." if kept is not None else ""
        canvas.put(canvas.line().to(4).add(told, "$tt-dim").add(hint if canvas.width >= _NARROW else "", "$tt-dim"))
        return
    before, after = keys[kept.choice.strategy], keys[now.choice.strategy]
    line = canvas.line().add("  kept ", "bold").add(f"{before}→{after} ", "bold $tt-accent")
    line.add(f"{kept.chance:.0f} → {now.chance:.0f} %  ", "bold")
    changed = differences(kept.terms, now.terms)
    if abs(kept.cost - now.cost) >= 0.05:
        line.add(f"means {number(kept.cost)} → {number(now.cost)}  ")
    lines = [line]
    for place, (name, old, new) in enumerate(changed):
        text = f"{_SHORT.get(term_name(name), term_name(name))} {signed(old)} → {signed(new)}"
        last = len(lines) == most
        room = canvas.width - lines[-1].at - (13 if last and place < len(changed) - 1 else 0)
        if len(text) > room:
            if last:
                rest = sum(new - old for _, old, new in changed[place:])
                lines[-1].add(f"{len(changed) - place} more ", "$tt-dim").add(signed(rest), tone(rest))
                break
            lines.append(canvas.line().to(LABEL))
        lines[-1].add(text, tone(new - old)).add("  ")
    for line in lines:
        canvas.put(line)
