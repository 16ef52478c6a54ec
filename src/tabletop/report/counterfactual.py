"""What-if questions that were asked of a game: both stories as facts, and their section of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.report import facts as f
from tabletop.report.blocks import Block, Bullets, Figure, Heading, Para, Section, Table
from tabletop.report.seen import Seen
from tabletop.telling import whatif as words
from tabletop.telling.words import number, signed

if TYPE_CHECKING:
    from tabletop.lab.whatif import WhatIf


def facts(seen: Seen, found: WhatIf) -> f.WhatIf:
    """One comparison; turns that are the same in both stories are left out."""
    names = seen.names
    rows = [
        f.Beside(turn=pair.turn, was=was.text if was else "", other=other.text if other else "")
        for pair in words.pairs(found, names)
        if not pair.same
        for was, other in pair.beside()
        if (was and was.other) or (other and other.other)
    ]
    return f.WhatIf(
        asked=tuple(f"{words.asked(change, found, names)}." for change in found.changes),
        numbers=tuple(f"{told}." for told in words.numbers(found)),
        parted=found.parted, told=" ".join([words.parting(found), words.verdict(found), words.extent(found)]).strip(),
        because=tuple(reason.sentence for reason in words.reasons(found)),
        was=_course(found, "was"), other=_course(found, "other"), rows=tuple(rows),
        scores=tuple(
            f.ScoreBeside(name=name, was=was, other=other, change=change)
            for name, was, other, change in words.national(found, names)
        ),
        replaced=tuple(f"{words.swapped(swap, names)}." for swap in found.swaps),
    )  # fmt: skip


def _course(found: WhatIf, which: str) -> f.Course:
    story = found.was if which == "was" else found.other
    return f.Course(
        turns=len(story.turns), outcome=story.outcome, grade=story.grade, cohesion=story.cohesion,
        stability=story.stability,
    )  # fmt: skip


def section(report: f.Report) -> Section:
    """What would have been; empty where nobody asked."""
    blocks: list[Block] = []
    for place, one in enumerate(report.whatifs):
        blocks += _blocks(place, one)
    if blocks:
        blocks.append(Para(words.MODEST, quiet=True))
    if any(one.numbers for one in report.whatifs):
        blocks.append(Para(words.MODEL, quiet=True))
    return Section("whatif", "What if", blocks)


def _blocks(place: int, one: f.WhatIf) -> list[Block]:
    title = one.asked[0] if one.asked else "Other numbers in the model"
    blocks: list[Block] = [Heading(title.rstrip("."))]
    blocks += [Para(text) for text in one.asked[1:]]
    if one.numbers:
        blocks += [
            Para("Numbers of the model that are not as they were:"),
            Bullets([Para(text) for text in one.numbers]),
        ]
    blocks.append(Para(one.told))
    blocks += [Para(reason) for reason in one.because]
    if not one.parted:
        return blocks
    turns = max(one.was.turns, one.other.turns)
    indices = [
        (str(turn) if turn else "start", *(_value(curve, turn) for curve in (
            one.was.cohesion, one.other.cohesion, one.was.stability, one.other.stability
        )))
        for turn in range(turns + 1)
    ]  # fmt: skip
    head = ("Turn", "Cohesion as it was", "otherwise", "Stability as it was", "otherwise")
    table = Table("Both indices in both stories", head, indices, frozenset(range(1, 5)))
    blocks.append(Figure(f"whatif-{place}", "Both indices, as it was (dots) and otherwise", table))
    rows = [(str(row.turn), row.was or "–", row.other or "–") for row in one.rows]
    blocks.append(Table("What is not the same, turn by turn", ("Turn", "As it was", "Otherwise"), rows))
    if one.scores:
        scored = [(s.name, number(s.was, 2), number(s.other, 2), signed(s.change, 2)) for s in one.scores]
        heads = ("Member", "As it was", "Otherwise", "Difference")
        blocks.append(Table("National scores", heads, scored, frozenset({1, 2, 3})))
    if one.replaced:
        blocks += [Para("Choices that could not be made again as they were:"), Bullets([Para(t) for t in one.replaced])]
    return blocks


def _value(curve: tuple[float, ...], turn: int) -> str:
    return number(curve[turn]) if turn < len(curve) else "–"
