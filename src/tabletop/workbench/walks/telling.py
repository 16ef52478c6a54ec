"""A search in words: what was met, kind by kind, then what was not, with the nearest approach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tabletop.content.text import clean, shorten
from tabletop.workbench.walks.results import OPEN, REACHABLE, Result, Results
from tabletop.workbench.walks.targets import PLURAL

MOST: Final = 40
"""Things not met that are told before the rest is only counted."""
_SHORT: Final = 60


def lines(
    results: Results, *, everything: bool = False, folder: Path | None = None, name: str = ""
) -> Iterator[str]:  # fmt: skip
    """The whole text; with `everything` each target with its seed.  `name` is how the campaign was called."""
    search, ground = results.search, results.ground
    title = shorten(clean(ground.campaign.title), _SHORT)
    yield f"{title}, level {ground.level.word}: {results.made:,} walks from seed {search.seed}"
    if results.made < search.walks:
        yield f"Everything that can be met was met: {search.walks:,} walks were not needed."
    yield ""
    yield from coverage(results)
    yield from _fates(results, folder)
    yield from not_met(results, everything=everything, folder=folder)
    yield from _endings(results)
    yield from _idle(results)
    if everything:
        yield from _all(results, folder)
    yield from _hints(results, folder, name or ground.campaign.id)


def coverage(results: Results) -> Iterator[str]:
    """The table: one line a kind."""
    for kind, tally in results.tallies().items():
        if not tally.all:
            continue
        rest = []
        if tally.open:
            rest.append(f"{tally.open} not met")
        if tally.dead:
            rest.append(f"{tally.dead} proved dead")
        # Never "100 %" while something is open.
        share = min(100 * tally.met // tally.all, 100)
        told = f"  {PLURAL[kind]:<16} {tally.met:>5} of {tally.all:<5} {share:>3} %   {', '.join(rest)}"
        yield told.rstrip()
    yield ""


def _fates(results: Results, folder: Path | None) -> Iterator[str]:
    """Acts and endings are few: each with a walk that comes to it."""
    for kind in ("act", "ending"):
        rows = [row for row in results.of(kind) if row.found == REACHABLE]
        if rows:
            yield f"{PLURAL[kind].capitalize()}, with a walk that comes there"
            width = max(len(row.target.owner) for row in rows)
            for row in rows:
                where = f"{row.count:>5,} walks  turn {row.turn:<2}  {_how(results, row, folder)}"
                yield f"  {row.target.owner:<{width}}  {where}"
            yield ""


def not_met(results: Results, *, everything: bool = False, folder: Path | None = None) -> Iterator[str]:
    """What no walk met, with its place and the nearest approach; what is proved dead only by name."""
    if results.dead:
        yield "Proved dead (tabletop check says why)"
        for row in results.dead:
            yield f"  {_place(row)}  {row.target.label}"
        yield ""
    rows = _worth_telling(results)
    if not rows:
        return
    yield f"Not met in {results.made:,} walks"
    for row in rows if everything else rows[:MOST]:
        yield f"  {_place(row)}  {clean(row.target.label)}"
        near = nearest(results, row, folder)
        if near:
            yield f"      {near}"
    if len(rows) > MOST and not everything:
        yield f"  … and {len(rows) - MOST} more: --all tells them"
    yield ""


def _worth_telling(results: Results) -> list[Result]:
    """What was not met, without the side of a condition that only says the same of its card, way, ending or effect."""
    met = {id(row.target.condition) for row in results.rows if row.target.kind != "side" and row.found == REACHABLE}
    kept = []
    for row in results.open:
        target = row.target
        whole = target.condition is not None and target.clause is target.condition.clause
        owned = target.condition is not None and target.condition.kind != "bonus"
        if not (target.kind == "side" and whole and owned and target.side and id(target.condition) not in met):
            kept.append(row)
    return kept


def nearest(results: Results, row: Result, folder: Path | None = None) -> str:
    """``nearest: tension > 40: 37.2, 2.8 away (seed 12, turn 5)``; empty where there is nothing to tell."""
    near = row.nearest
    if near is None:
        return ""
    script = "" if near.walk.mind or folder is None else f", {results.how(near.walk, folder)}"
    where = f"seed {near.walk.seed}, turn {near.turn}{script}"
    if not near.missing:
        held = row.target.condition is not None and not near.read
        return f"nearest: {'its condition was as wanted, its moment did not come' if held else 'close'} ({where})"
    asked = "" if near.read else "not asked there; "
    return clean(f"nearest: {'; '.join(near.missing)} ({asked}{where})")


def _endings(results: Results) -> Iterator[str]:
    tallies = results.search.tallies
    if not tallies:
        return
    yield "How games end when all seats play one mind"
    for ending in results.ground.tables.endings:
        shares = [
            f"{mind} {100 * tally[ending.id] // max(1, sum(tally.values())):>3} %" for mind, tally in tallies.items()
        ]
        yield f"  {ending.id:<32.32}  {'   '.join(shares)}"
    yield ""


def _idle(results: Results) -> Iterator[str]:
    some = {member: share for member, share in results.idle().items() if share >= 0.005}
    if some:
        yield "Members with nothing at stake for three turns running"
        for member, share in some.items():
            yield f"  {member:<20.20} {100 * share:>3.0f} % of {len(results.search.plain):,} plain walks"
        yield ""


def _all(results: Results, folder: Path | None) -> Iterator[str]:
    yield "Everything"
    for row in results.rows:
        told = row.found
        if row.found == REACHABLE:
            told = f"{row.found}: {_how(results, row, folder)}, turn {row.turn}"
        elif row.found == OPEN:
            told = f"not met in {results.made:,} walks"
        yield f"  {clean(row.target.label)}: {told}"
    yield ""


def _hints(results: Results, folder: Path | None, name: str) -> Iterator[str]:
    yield f"To see a walk: tabletop run {name} and the words given with it."
    if folder is None and results.scripts():
        yield "Walks that were steered need their script: add --script DIR to write them."
    if results.open:
        yield "What was not met may be rare, or impossible: look at its condition, or walk longer with --walks."


def _how(results: Results, row: Result, folder: Path | None) -> str:
    assert row.walk is not None
    if not row.walk.mind and folder is None:
        return f"seed {row.walk.seed}, steered"
    return results.how(row.walk, folder)


def _place(row: Result) -> str:
    problem = row.target.problem("W501", "")
    return f"{clean(problem.file)}:{problem.line}:{problem.column}"
