"""What a test's games came to, against what its author expected."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from tabletop.content.problems import Problem
from tabletop.content.trials.loading import Prepared
from tabletop.content.trials.models import Expect
from tabletop.game.units import shown
from tabletop.rules import State, Tables
from tabletop.rules.conditions import evaluate, holds
from tabletop.rules.scorecard import outcome
from tabletop.rules.story import ending
from tabletop.rules.tables import Node
from tabletop.workbench.trials.playing import Played, play
from tabletop.workbench.trials.transcript import transcript

EXAMPLES: Final = 3
"""Seeds named for one expectation that was not met."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One expectation, and what came of it."""

    met: bool
    wanted: str
    """What was expected, in words that follow “expected”."""
    found: str
    """What the games did."""
    seeds: tuple[int, ...] = ()
    """A few games that went the other way."""
    line: int = 0
    """Where the expectation stands, from 1."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One test, run."""

    name: str
    file: str
    line: int
    games: int
    findings: tuple[Finding, ...]
    diff: tuple[str, ...] = ()
    """How the transcript differs, as a unified diff."""
    blessed: str = ""
    """The transcript that was written just now, by its file's name."""

    @property
    def passed(self) -> bool:
        return all(finding.met for finding in self.findings)


def judge(test: Prepared, *, bless: bool = False) -> Verdict:
    """Run one test.  With `bless` its transcript is written instead of compared; raises ``OSError`` when it cannot."""
    trial = test.trial
    findings: list[Finding] = []
    if trial.expect:
        played = play(test)
        findings += _refused(test, played)
        findings += [
            _finding(one, node, test, played, index)
            for index, (one, node) in enumerate(zip(trial.expect, test.nodes, strict=True))
        ]
    diff: tuple[str, ...] = ()
    if trial.transcript is not None:
        told, diff = _compared(test, test.file.parent / trial.transcript, bless)
        findings.append(told)
    where = (test.place / "name").problem("E305", "")
    return Verdict(trial.name, where.file, where.line, len(trial.given.games), tuple(findings), diff,
                   trial.transcript or "" if bless else "")  # fmt: skip


def _line(test: Prepared, *steps: str | int) -> int:
    where: Problem = test.place.at(*steps).problem("E305", "")
    return where.line


def _refused(test: Prepared, played: Played) -> list[Finding]:
    """A choice that could not be made is told: otherwise the test would test something else."""
    told = []
    for index, choosing in enumerate(test.trial.choose):
        missing = ~played.done.get(index, np.zeros(len(played.seeds), np.bool_))
        if not missing.any():
            continue
        do, (first, last) = choosing.do, choosing.span
        what = f"{do.strategy} on {do.card}" if do.card else do.strategy
        turns = f"turn {first}" if first == last else f"turns {first} to {last}"
        often = _count(int(missing.sum()), len(missing))
        found = f"not possible in {often}: no such crisis on the table, no means, or the game was over"
        line = _line(test, "choose", index)
        told.append(Finding(False, f"{what} in {turns} to be possible", found, _some(played, missing), line))
    return told


def _finding(one: Expect, node: Node | None, test: Prepared, played: Played, index: int) -> Finding:
    line = _line(test, "expect", index)
    if one.kind == "mean":
        assert node is not None
        return _mean(one, node, played, line)
    happened = np.broadcast_to(_happened(one, node, played), (len(played.seeds),))
    share, (low, high) = float(100 * happened.mean()), one.wanted
    met = bool(low <= share <= high)
    wanted = f"{_what(one)} in {_share(low, high)}"
    odd = ~happened if share < low else happened
    return Finding(
        met, wanted, f"in {_count(int(happened.sum()), len(happened))}", () if met else _some(played, odd), line
    )


def _happened(one: Expect, node: Node | None, played: Played) -> Any:
    """[B] whether it came so, in every game."""
    end, tables = played.end, played.tables
    if one.that is not None:
        assert node is not None
        return holds(node, played.after(one.after), tables)
    if one.ending is not None:
        return ending(end, tables) == [each.id for each in tables.endings].index(one.ending)
    if one.outcome is not None:
        return np.array([how == one.outcome for how in _outcomes(end, tables)])
    board = played.after(one.by)
    if one.act is not None:
        number = [act.id for act in tables.acts].index(one.act)
        until = played.turns.index(board.turn) if board.turn in played.turns else len(played.turns) - 1
        return np.any([each.act == number for each in played.boards[: until + 1]], axis=0)
    card = tables.cards.ids.index(str(one.dealt or one.resolved or one.outbreak))
    if one.dealt is not None:
        return board.dealt[card] > 0
    return board.ended[card] == (1 if one.resolved is not None else 2)


def _outcomes(end: State, tables: Tables) -> list[str]:
    rows = zip(end.over.tolist(), end.cohesion.tolist(), end.stability.tolist(), strict=True)
    return [outcome(*row, int(tables.book.pass_mark)) for row in rows]


def _mean(one: Expect, node: Node, played: Played, line: int) -> Finding:
    values = np.broadcast_to(evaluate(node, played.after(one.after), played.tables), (len(played.seeds),))
    mean = round(float(np.mean(values.astype(np.int64))) / 100, 2)
    low, high = one.low, one.high
    met = (low is None or mean >= low) and (high is None or mean <= high)
    bounds = f"from {low:g} to {high:g}" if low is not None and high is not None else (
        f"at least {low:g}" if low is not None else f"at most {high:g}"
    )  # fmt: skip
    odd = np.argsort(values, kind="stable")[:: 1 if low is not None and mean < low else -1][:EXAMPLES]
    seeds = tuple(played.seeds[int(game)] for game in odd)
    spread = f"{mean:g} (from {shown(int(values.min())):g} to {shown(int(values.max())):g})"
    return Finding(met, f"the mean of {one.mean}{_when(one)} to be {bounds}", spread, () if met else seeds, line)


def _what(one: Expect) -> str:
    what = {
        "dealt": f"{one.dealt} to be dealt", "resolved": f"{one.resolved} to be resolved",
        "outbreak": f"{one.outbreak} to break out", "act": f"the act {one.act} to come",
        "ending": f"the ending to be {one.ending}", "outcome": f"the outcome to be {one.outcome}",
        "that": str(one.that),
    }[one.kind]  # fmt: skip
    return what + (f" by turn {one.by}" if one.by is not None else "") + _when(one)


def _when(one: Expect) -> str:
    return f" after turn {one.after}" if one.after is not None else ""


def _share(low: float, high: float) -> str:
    if low == high:
        return "every game" if low == 100 else "no game" if low == 0 else f"{low:g} % of the games"
    if high == 100:
        return "some games" if low < 1e-6 else f"at least {low:g} % of the games"
    return f"at most {high:g} % of the games" if low == 0 else f"{low:g} to {high:g} % of the games"


def _count(part: int, whole: int) -> str:
    if whole == 1:
        return "the game" if part else "no game"
    return f"{part} of {whole} games ({100 * part / whole:.3g} %)"


def _some(played: Played, games: Any) -> tuple[int, ...]:
    return tuple(played.seeds[int(game)] for game in np.flatnonzero(games)[:EXAMPLES])


def _compared(test: Prepared, file: Path, bless: bool) -> tuple[Finding, tuple[str, ...]]:
    """The transcript against what was blessed."""
    now = transcript(test)
    line, wanted = _line(test, "transcript"), f"the game to go as in {file.name}"
    if bless:
        file.write_text(now, encoding="utf-8", newline="\n")
        return Finding(True, wanted, "written down", line=line), ()
    try:
        then = file.read_bytes()[: 1 << 20].decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return Finding(False, wanted, "nothing is written down yet; tabletop test PATH --bless does it", line=line), ()
    if then == now:
        return Finding(True, wanted, "it does", line=line), ()
    diff = difflib.unified_diff(then.split("\n"), now.split("\n"), file.name, "now", lineterm="", n=2)
    found = "it goes otherwise; when that is right: tabletop test PATH --bless"
    return Finding(False, wanted, found, line=line), tuple(diff)
