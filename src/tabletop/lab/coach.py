"""The coach: what each sensible choice of a seat would change, and why; and afterwards the choices that cost most.

Every choice is played on the same futures (see `lab.prospect`), so that differences are the choices' own and not luck.
What the others will do is not known: they are taken to follow one named mind, and so is the seat itself from the next
turn on.  It is advice within the model, on average, for one seat's eyes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.game.choice import Choice, from_choices, to_choices
from tabletop.game.errors import Illegal
from tabletop.game.legal import options
from tabletop.game.units import shown
from tabletop.lab.play import take_tables
from tabletop.lab.prospect import Courses, Prospect, joined
from tabletop.lab.replay import Change, replays
from tabletop.minds import MindLuck
from tabletop.minds.board import Board
from tabletop.minds.reckon import fitting_tactic
from tabletop.rules import Choices
from tabletop.rules.attribution import COHESION_PARTS, STABILITY_PARTS
from tabletop.rules.vocabulary import NOBODY, UNIT, Strategy, Tactic

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.rules.parameters import Rulebook

MOST_CHOICES: Final = 24
FIRST: Final = 48
"""Futures on which every choice is tried first."""
MOST: Final = 960
"""Futures after which nothing is refined any more."""
CLEAR: Final = 3.0
"""Standard errors by which a choice must lie behind the best to be tried no further."""
FRESH: Final = 256
"""Further futures on which a choice that was made is weighed against a better one."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A mean change against holding back, and its standard error, in points."""

    mean: float
    error: float


@dataclass(frozen=True, slots=True)
class Advice:
    """One choice, against holding back on the same luck."""

    choice: Choice
    chance: float
    """Percent for the attempt, given what the others are taken to do; 0 for holding."""
    gain: Shift
    """By which choices are ranked: the mean of what the lower index and the own score gain, at the end."""
    cohesion: Shift
    stability: Shift
    score: Shift
    reasons: tuple[tuple[str, str, float], ...]
    """What moves most at the end: the index, its part, and points of the index; the largest first."""
    futures: int


@dataclass(frozen=True, slots=True)
class Coaching:
    """Every sensible choice, the best first."""

    seat: str
    turn: int
    policy: str
    advice: tuple[Advice, ...]
    lead: Shift
    """By how much the first choice gains more than the second, on the same luck."""

    @property
    def best(self) -> Advice:
        return self.advice[0]

    @property
    def clear(self) -> bool:
        """Whether the first choice leads by more than chance alone would let it: two standard errors."""
        return self.lead.mean > 2 * self.lead.error


@dataclass(frozen=True, slots=True)
class Lapse:
    """A choice that cost something, by what could be known when it was made."""

    turn: int
    seat: str
    chosen: Choice
    better: Choice
    cost: Shift
    """What the better one would have gained more, on average over fresh futures."""
    cohesion: float
    """At the end of the very same game, on its own luck, with the better choice."""
    stability: float
    outcome: str
    swing: float
    """That end's lower index less the real one's.  Luck may have it otherwise than the average."""


def coach(game: Game, seat: str, *, turn: int | None = None, futures: int = FIRST) -> Coaching:
    """The coaching of one seat from `futures` futures a choice; the same for the same board, seat and count.

    Raises as `Prospect`, and `Illegal` for the room, which has no choice to make.
    """
    *_, last = coachings(Prospect(game, seat, turn=turn), first=futures, most=futures)
    return last


def coachings(
    prospect: Prospect, first: int = FIRST, most: int = MOST, extra: Sequence[Choice] = ()
) -> Iterator[Coaching]:  # fmt: skip
    """Coachings that grow surer, each on more futures; choices that fall clearly behind are tried no further."""
    if prospect.me < 0:
        raise Illegal("Only a member can be coached.", "Name a member's seat.", thing="seat", place="coach")
    asked = sensible(prospect, extra)
    tried: dict[int, Courses] = {}
    rivals, done, step = list(range(len(asked))), 0, first
    while not done or (done < most and len(rivals) > 1):
        asking = sorted({0, *rivals})  # holding is always tried: everything is measured against it
        for k, courses in zip(asking, try_out(prospect, [asked[k] for k in asking], done, step), strict=True):
            tried[k] = joined([tried[k], courses]) if k in tried else courses
        done += step
        gains = {k: _gain(tried[k], tried[0]) for k in tried}
        ranked = sorted(rivals, key=lambda k: -float(gains[k].mean()))
        best = gains[ranked[0]]
        rivals = [k for k in ranked if not _behind(best - gains[k])]
        rest = sorted(tried.keys() - set(rivals), key=lambda k: -float(gains[k].mean()))
        order = [*rivals, *rest]
        second = gains[order[min(1, len(order) - 1)]]
        yield Coaching(
            prospect.seat, prospect.turn, prospect.policy,
            tuple(_advice(asked[k], tried[k], tried[0], prospect.tables.book) for k in order),
            _shift(best[: len(second)] - second),
        )  # fmt: skip
        step = min(2 * step, max(most - done, 1))


def _gain(courses: Courses, hold: Courses) -> Any:
    """[B] what a choice gains over holding: the mean of lower index and own score."""
    hold = hold.take(slice(0, len(courses.over)))
    return (courses.lower - hold.lower + courses.score - hold.score) / 2


def _behind(apart: Any) -> bool:
    """Whether a choice lies so far behind the best, future by future, that it need not be tried further."""
    return bool(apart.mean() > CLEAR * apart.std() / len(apart) ** 0.5 + 1)


def try_out(prospect: Prospect, choices: Sequence[Choice], first: int, count: int) -> list[Courses]:
    """What comes of each choice of the seat on the same futures first, first + 1, …"""
    state, tables = prospect.futures(first, count)
    mind = prospect.mind()
    others = mind(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))
    lots = np.tile(np.arange(count, dtype=np.intp), len(choices))
    made = Choices(**{f.name: getattr(others, f.name)[:, lots] for f in fields(Choices)})
    for place, choice in enumerate(choices):
        own = to_choices([choice] * state.members, prospect.board, prospect.tables)
        for f in fields(Choices):
            getattr(made, f.name)[prospect.me, place * count : (place + 1) * count] = getattr(own, f.name)[0, 0]
    whole = prospect.unfold(state.take(lots), take_tables(tables, lots), made, mind)
    return [whole.take(slice(place * count, (place + 1) * count)) for place in range(len(choices))]


# ---- what is sensible


def sensible(prospect: Prospect, extra: Sequence[Choice] = ()) -> list[Choice]:
    """At most `MOST_CHOICES` choices, holding first: every way on every crisis, with fitting tactics and efforts.

    The policy's own choice is always among them, and so are `extra` ones.
    """
    board, tables, seat = prospect.board, prospect.tables, prospect.seat
    allowed = options(board, tables, seat)
    planned = _planned(prospect)
    found: dict[Choice, None] = {Choice(): None} | dict.fromkeys([*extra, *planned])
    looked = Board(BatchView.of(board, tables))
    ranked = [int(slot) for slot in looked.ranking[:, 0]]
    crises = sorted(allowed.crises, key=lambda crisis: ranked.index(crisis.slot))
    most = allowed.efforts[-1]
    for effort in dict.fromkeys((min(1, most), most, 0)):
        ways = [_ways(prospect, looked, crisis.slot, effort) for crisis in crises]
        for way in range(max((len(few) for few in ways), default=0)):
            for few in ways:
                if way < len(few) and len(found) < MOST_CHOICES:
                    found.setdefault(few[way])
    return list(found)


def _planned(prospect: Prospect) -> list[Choice]:
    """What the policy would have the seat do, on three futures (its tactics vary)."""
    state, tables = prospect.futures(0, 3)
    made = prospect.mind()(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))
    return [from_choices(made, prospect.board, prospect.tables, number)[prospect.me] for number in range(3)]


def _ways(prospect: Prospect, looked: Board, slot: int, effort: int) -> list[Choice]:
    """The four ways on one crisis, each with the tactic that fits best."""
    members, me = looked.members, prospect.me
    favourite = int(looked.favourite()[me, 0])
    found = []
    for strategy in (Strategy.BILATERAL, Strategy.MULTILATERAL, Strategy.CONFIDENCE, Strategy.TRACK2):
        way = np.full((members, 1), strategy, np.int32)
        place = np.full((members, 1), slot, np.int32)
        target = np.full((members, 1), favourite if strategy == Strategy.BILATERAL else NOBODY, np.int32)
        tactic: Any = np.full((members, 1), Tactic.INTEREST, np.int32)
        if looked.book.tactics:
            tactic = fitting_tactic(looked, looked.crisis(place), way, target)
        made = Choices(way, place, tactic, target, looked.clause, np.full((members, 1), effort, np.int32))
        found.append(from_choices(made, prospect.board, prospect.tables)[me])
    return found


# ---- what it comes to


def _advice(choice: Choice, courses: Courses, hold: Courses, book: Rulebook) -> Advice:
    count = len(courses.over)
    hold = hold.take(slice(0, count))
    return Advice(
        choice=choice,
        chance=round(float(courses.chance.mean()) / 100, 1),
        gain=_shift(_gain(courses, hold)),
        cohesion=_shift(courses.cohesion[-1] - hold.cohesion[-1]),
        stability=_shift(courses.stability[-1] - hold.stability[-1]),
        score=_shift(courses.score - hold.score),
        reasons=_reasons(courses, hold, book),
        futures=count,
    )


def _shift(differences: Any) -> Shift:
    values = np.asarray(differences, np.float64)
    error = float(values.std()) / max(len(values), 1) ** 0.5
    return Shift(round(float(values.mean()) / 100, 2), round(error / 100, 2))


def _reasons(courses: Courses, hold: Courses, book: Rulebook) -> tuple[tuple[str, str, float], ...]:
    """The parts of both indices that end elsewhere than if the seat had held, by their weight in the index."""
    moved = []
    for index, parts in (("cohesion", COHESION_PARTS), ("stability", STABILITY_PARTS)):
        apart = (getattr(courses, f"{index}_parts") - getattr(hold, f"{index}_parts")).mean(axis=-1)
        weighed = apart * getattr(book, f"{index}_weights") / UNIT / UNIT
        moved += [(index, part, round(float(value), 2)) for part, value in zip(parts, weighed, strict=True)]
    return tuple(sorted((one for one in moved if abs(one[2]) >= 0.05), key=lambda one: -abs(one[2])))


# ---- afterwards


def lapses(game: Game, npc: Mapping[str, str], seat: str, most: int = 3) -> tuple[Lapse, ...]:
    """The choices of a seat that cost most, the dearest first; only those that cost more than chance explains.

    Each is judged by what the seat could know then: the coach names the best choice, and both are weighed on fresh
    futures.  Beside it stands how the very same game would have ended (`lab.replay`).  `npc` names the minds of the
    empty seats.  Raises `Illegal` before the end.  Takes a second or two.
    """
    if not game.over:
        raise Illegal("The game is not over.", "Look back when it has ended.", thing="lapses")
    dear = []
    for played in game.played:
        prospect = Prospect(game, seat, turn=played.turn)
        chosen = played.choices[seat]
        *_, first = coachings(prospect, most=FIRST, extra=[chosen])
        better = first.best.choice
        if better == chosen:
            continue
        made, other = try_out(prospect, [chosen, better], FIRST, FRESH)
        cost = _shift(_gain(other, made))
        if cost.mean > 2 * cost.error and cost.mean >= 0.1:
            dear.append((cost, played.turn, chosen, better))
    dear.sort(key=lambda one: -one[0].mean)
    found = dear[:most]
    ends = replays(game, npc, [Change(turn, choices={seat: better}) for _, turn, _, better in found])
    actual = shown(int(min(game.board.cohesion[0], game.board.stability[0])))
    return tuple(
        Lapse(
            turn, seat, chosen, better, cost, end.cohesion[-1], end.stability[-1], end.outcome,
            round(end.lower - actual, 2),
        )
        for (cost, turn, chosen, better), end in zip(found, ends, strict=True)
    )  # fmt: skip
