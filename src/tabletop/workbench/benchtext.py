"""The card bench as text: everything the screen shows, from top to bottom, for screen readers, scripts and tests."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tabletop.content.render import as_text as problems_as_text
from tabletop.content.text import clean
from tabletop.telling.sentences import effect, offence, sorted_terms
from tabletop.telling.words import (
    DOMAIN,
    FEATURE,
    STEP,
    STRATEGIES,
    STRATEGY,
    TACTIC,
    number,
    pips,
    signed,
    stake,
)
from tabletop.workbench.authored import FORMER
from tabletop.workbench.clauses import lines

if TYPE_CHECKING:
    from tabletop.workbench.alliance import Opened
    from tabletop.workbench.cardbench import CardBench, Dial

_WIDTH = 80


def as_text(bench: CardBench, opened: Opened) -> str:
    """The whole bench, after every look that `check` takes; plain lines, of 80 cells where words allow it."""
    bench.take(bench.authored.deepen())
    return "\n".join(clean(line) for line in _all(bench, opened)) + "\n"


def _all(bench: CardBench, opened: Opened) -> Iterator[str]:
    yield from _list(bench, opened)
    written = bench.written
    if bench.shown and written is not None:
        for part in (_card, _board, _condition, _chances, _effects):
            yield ""
            yield from part(bench)
    yield ""
    yield "Problems"
    told = written.problems if written is not None else bench.version.problems
    if bench.campaign is None:
        told = bench.version.problems
    yield from problems_as_text(told).rstrip("\n").split("\n") if told else ["  None on this card."]
    others = len(bench.version.problems) - len(told)
    if others > 0:
        yield f"  {others} more elsewhere: tabletop check tells them."


def _list(bench: CardBench, opened: Opened) -> Iterator[str]:
    yield f"Cards, shown {opened.alliance}"
    for card in bench.version.cards:
        if opened.only and card.file != opened.only:
            continue
        here = ">" if card.id and card.id == bench.wanted else " "
        yield f"{here} {card.mark or ' '} {card.id or '(cannot be read)'}: {card.title}  [{card.file}:{card.line}]"
    written = bench.written
    if written is None:
        yield f"  The card {bench.wanted} is not in the files." if bench.wanted else "  There are no cards."
    elif written.state == FORMER:
        yield "  Its file is broken; this is the version before."


def _wrapped(text: str, indent: str) -> list[str]:
    room = _WIDTH - len(indent)
    return [f"{indent}{part}" for block in clean(text, lines=True).split("\n") for part in textwrap.wrap(block, room)]


def _card(bench: CardBench) -> Iterator[str]:
    crisis, view = bench.crisis, bench.view()
    assert crisis is not None
    yield f"{crisis.title}, for {view.member(bench.seat).name} at level {bench.level_now}"
    yield f"  {DOMAIN[crisis.domain]}, step {crisis.escalation} {STEP[crisis.escalation]}"
    yield "  " + "  ".join(f"{FEATURE[word]} {pips(count)}" for word, count in crisis.features.items())
    yield from _wrapped(crisis.situation, "  ")
    for interest in crisis.stakes:
        member = view.member(interest.seat)
        brief = _brief(bench, interest.seat)
        yield f"  {member.name}: stake {stake(interest.stake)} ({interest.stake:.2f})"
        yield from _wrapped(brief, "    ")


def _brief(bench: CardBench, seat: str) -> str:
    written = bench.written
    return written.entry.card.briefs.get(seat, "") if written is not None and written.entry is not None else ""


def _board(bench: CardBench) -> Iterator[str]:
    yield "The board: ? read by the card's conditions, ± changed by its effects, * set by hand"
    for dial in bench.dials():
        signs = f"{'?' if dial.reads else ' '}{'±' if dial.changes else ' '}{'*' if dial.moved else ' '}"
        name = dial.slider.name.replace(" ", ":")
        yield f"  {signs} {dial.slider.label}: {dial.slider.word(dial.value)}  ({name}={number(dial.value)})"


def ranges(bench: CardBench, dial: Dial) -> str:
    """Where along a slider the card's condition holds, in words; "" where it does not look at it."""
    swept = bench.sweep(dial.slider.name)
    if not swept:
        return ""
    if all(true for _, true in swept):
        return "met everywhere"
    if not any(true for _, true in swept):
        return "met nowhere"
    runs: list[list[float]] = []
    last = False
    for value, true in swept:
        if true and last:
            runs[-1][1] = value
        elif true:
            runs.append([value, value])
        last = true
    word = dial.slider.word
    parts = [word(low) if low == high else f"{word(low)}–{word(high)}" for low, high in runs]
    return f"met at {', '.join(parts[:4])}{' …' if len(parts) > 4 else ''}"


def _condition(bench: CardBench) -> Iterator[str]:
    dealing = bench.dealing()
    names = {member.seat: member.short for member in bench.view().members}
    yield f"Could it come? {'✓ yes, on this board' if dealing.comes else '✗ not on this board'}"
    for reason in dealing.barred:
        yield f"  ✗ {reason}"
    if dealing.lit is None:
        yield "  It has no condition of its own."
        return
    for line in lines(dealing.lit, lambda seat: names.get(seat, seat)):
        yield f"  {line}"
    for dial in bench.dials():
        told = ranges(bench, dial)
        if told:
            yield f"  {dial.slider.label} moved alone: {told}; now {dial.slider.word(dial.value)}"


def _chances(bench: CardBench) -> Iterator[str]:
    view = bench.view()
    crisis = bench.crisis
    assert crisis is not None
    names = {member.seat: member.short for member in view.members} | {"outside": view.outside.short}
    yield f"Chances for {view.member(bench.seat).name}"
    for way in STRATEGIES[:-1]:
        row = [bench.chance(way, tactic) for tactic in bench.tactics()]
        first = row[0]
        label = f" “{crisis.labels[way]}”" if crisis.labels.get(way) else ""
        partner = f" with {names.get(first.choice.target, '')}" if first.choice.target else ""
        yield f"  {STRATEGY[way]}{partner}{label}: {bench.assumed(first.choice)}"
        cells = [
            f"{TACTIC.get(one.choice.tactic or '', 'chance')} {one.forecast.chance:.0f} %"
            if one.forecast else f"{TACTIC.get(one.choice.tactic or '', 'chance')} –"
            for one in row
        ]  # fmt: skip
        yield from _wrapped(" · ".join(cells), "    ")
        found = first.forecast
        if found is not None:
            terms = "  ".join(f"{name} {signed(value)}" for name, value in sorted_terms(found.terms))
            yield from _wrapped(f"because {terms}", "    ")
            yield f"    success {effect(found, crisis.escalation)}, cost {number(found.cost)} means, " + offence(
                found, lambda seat: names.get(seat, seat), 8
            )


def _effects(bench: CardBench) -> Iterator[str]:
    yield "What its effects would do (the author's part alone)"
    found = bench.happenings()
    if not found:
        yield "  It has no effects and no follow-ups of its own."
    names = {member.seat: member.short for member in bench.view().members}
    for happening in found:
        yield f"  {happening.moment}"
        for row in happening.rows:
            mark = "" if row.lit is None else "✓ " if row.holds else "✗ "
            yield f"    {mark}{row.text}{'' if row.holds else ' (not now)'}{f': {row.why}' if row.why else ''}"
            if row.lit is not None:
                for line in lines(row.lit, lambda seat: names.get(seat, seat)):
                    yield f"      {line}"
        for shift in happening.shifts:
            yield f"    → {shift.words()}"
