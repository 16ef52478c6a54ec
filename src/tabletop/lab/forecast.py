"""The outlook: a fan of both indices over the rest of a game, and how likely each end is.

It rests on what one seat may know.  What is hidden is drawn by lot (see `lab.prospect`), and from now on computer
players are taken to keep to their characters, everybody else to follow one named mind: an outlook says what comes of
that, not what will come.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tabletop.game.view import ROOM
from tabletop.lab.prospect import POLICY, Courses, Prospect, joined
from tabletop.rules.vocabulary import UNIT, Over

if TYPE_CHECKING:
    from tabletop.game.game import Game

LEVELS: Final = (10, 25, 50, 75, 90)
"""Percent of futures below each line of a fan."""
FIRST: Final = 1000
"""Futures that are told of first."""
MOST: Final = 4000
"""Futures after which an outlook is no longer refined."""


@dataclass(frozen=True, slots=True)
class Fan:
    """One index over the rest of the game, in the unit people see."""

    name: str
    """cohesion or stability."""
    now: float
    goal: float
    floor: float
    turns: tuple[int, ...]
    """The present turn first."""
    lines: tuple[tuple[float, float, float, float, float], ...]
    """For each turn, at its end, the values below which 10, 25, 50, 75 and 90 % of the futures lie.  A future that
    ended earlier counts as it ended."""

    @property
    def end(self) -> tuple[float, float, float, float, float]:
        """The lines at the end of the game."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may come."""

    seat: str
    turn: int
    policy: str
    """The mind that everybody is taken to follow from now on; “characters” where computer players keep to theirs."""
    futures: int
    """How many were played."""
    cohesion: Fan
    stability: Fan
    win: float
    """Percent of the futures; the four sum to 100."""
    draw: float
    cohesion_collapse: float
    stability_collapse: float
    score: tuple[float, float, float] | None
    """The seat's own score at the end: the values below which 10, 50 and 90 % lie; None for the room."""
    greedy: float | None
    """Percent for the outside party's wanting more, judged by what it has done; None where its type is known."""

    @property
    def collapse(self) -> float:
        """Percent of the futures that end in either collapse."""
        return round(self.cohesion_collapse + self.stability_collapse, 2)

    def error(self, share: float) -> float:
        """Standard error, in percentage points, of one of the percentages: how far chance alone may carry it."""
        return round(math.sqrt(max(share * (100 - share), 0) / self.futures), 2)


def outlook(
    game: Game, seat: str = ROOM, *, turn: int | None = None, futures: int = FIRST, policy: str = POLICY,
    minds: Mapping[str, str] | None = None,
) -> Outlook:  # fmt: skip
    """The outlook from `futures` futures; the same for the same board, turn, seat and count.  Raises as `Prospect`."""
    prospect = Prospect(game, seat, turn=turn, policy=policy, minds=minds)
    return tell(prospect, prospect.courses(0, futures))


def outlooks(prospect: Prospect, first: int = FIRST, most: int = MOST) -> Iterator[Outlook]:
    """Outlooks that grow surer: from `first` futures, then as many more each time until `most`.

    Each takes about as long as the first.  Whoever asks may stop at any time, and may ask in a thread of its own.
    """
    parts: list[Courses] = []
    for begin in range(0, most, first):
        parts.append(prospect.courses(begin, min(first, most - begin)))
        parts = [joined(parts)]
        yield tell(prospect, parts[0])


def tell(prospect: Prospect, courses: Courses) -> Outlook:
    """The outlook that futures amount to."""
    book, over = prospect.tables.book, courses.over
    collapse = [over == kind for kind in (Over.COHESION_COLLAPSE, Over.STABILITY_COLLAPSE)]
    won = ~(collapse[0] | collapse[1]) & (courses.lower >= book.pass_mark)
    shares = [round(100 * float(what.mean()), 2) for what in (won, *collapse)]
    score = None
    if prospect.me >= 0:
        low, middle, high = _percentiles(courses.score, (10, 50, 90))
        score = low, middle, high
    return Outlook(
        seat=prospect.seat, turn=prospect.turn, policy=prospect.policy, futures=len(over),
        cohesion=_fan(prospect, "cohesion", courses.cohesion, int(book.cohesion_floor)),
        stability=_fan(prospect, "stability", courses.stability, int(book.stability_floor)),
        win=shares[0], draw=round(100 - sum(shares), 2), cohesion_collapse=shares[1], stability_collapse=shares[2],
        score=score, greedy=None if prospect.seen else prospect.greedy / 100,
    )  # fmt: skip


def _fan(prospect: Prospect, name: str, values: Any, floor: int) -> Fan:
    turns = tuple(range(prospect.turn, prospect.turn + len(values)))
    lines = tuple(tuple(row) for row in np.stack([_percentiles(row, LEVELS) for row in values]).tolist())
    now = int(getattr(prospect.board, name)[0])
    return Fan(name, now / UNIT, int(prospect.tables.book.pass_mark) / UNIT, floor / UNIT, turns, lines)


def _percentiles(values: Any, levels: tuple[int, ...]) -> list[float]:
    """Values that were met, not means between two: whole numbers in, and so the same on every machine."""
    ordered = np.sort(values)
    return [int(ordered[min(len(ordered) * level // 100, len(ordered) - 1)]) / UNIT for level in levels]
