"""The strategist: a mind that looks ahead.

It lays out a handful of plans for the whole alliance, plays each on the same imagined futures (see
`minds.imagine`), takes the best, and then asks member by member whether another plan's choice for it would be better
still.  After the present turn everybody is taken to be thoughtful.  What it wants is the lower of the two indices, for
that is what the alliance is graded by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.minds import characters, simple
from tabletop.minds.imagine import imagined, tables_of
from tabletop.minds.luck import MindLuck
from tabletop.minds.plan import planned, thoughtful, without
from tabletop.rules import Choices, State, Tables, open_turn, resolve
from tabletop.rules.arrays import Ints
from tabletop.rules.vocabulary import NOBODY, UNIT, Strategy


@dataclass(frozen=True, slots=True)
class Search:
    """How far it looks."""

    futures: int = 16
    """Imagined futures of each game and plan."""
    turns: int = 5
    """Turns that are played in each, the present one included."""
    swaps: bool = True
    """Whether it asks member by member, once the best plan has been found."""
    sure: float = 1.0
    """Standard errors by which a plan must be ahead to replace the one it began with."""


SEARCH: Final = Search()
_ROWS: Final = 6000
"""Boards that are played side by side."""


def strategist(view: BatchView, luck: MindLuck) -> Choices:
    """Plays its plans ahead on imagined futures and takes the one that keeps the lower index highest."""
    return search(view, luck, SEARCH)


def search(view: BatchView, luck: MindLuck, how: Search) -> Choices:
    """The choices of a search of a given depth; see `strategist`."""
    plans = propose(view, luck)
    tables, place = tables_of(view)
    each = max(1, _ROWS // (how.futures * len(plans)))
    chosen = plans[0].copy()
    for first in range(0, view.games, each):
        games = np.arange(first, min(first + each, view.games))
        few = [_take(plan, games) for plan in plans]
        found = _best(view, tables, place, luck, how, games, few)
        for f in fields(Choices):
            getattr(chosen, f.name)[:, games] = getattr(found, f.name)
    return chosen


# ---- plans


def propose(view: BatchView, luck: MindLuck) -> list[Choices]:
    """Plans for all members, the thoughtful one first."""
    base = thoughtful(view, luck)
    plans = [base, _effort(view, base, 2), _effort(view, base, 0)]
    for strategy in (Strategy.BILATERAL, Strategy.MULTILATERAL, Strategy.CONFIDENCE, Strategy.TRACK2):
        plans.append(planned(view, luck, without(strategy)))
        plans.append(simple.pure(strategy)(view, luck))
    plans += [characters.greedy(view, luck), characters.sovereigntist(view, luck)]
    return plans


def _effort(view: BatchView, plan: Choices, effort: int) -> Choices:
    """The same plan with everybody giving so much, as far as the means go."""
    acting = plan.strategy != Strategy.HOLD
    spend = np.where(acting, np.minimum(effort, view.means // UNIT), 0)
    return replace(plan.copy(), effort=spend.astype(np.int32))


def _hold(plan: Choices, seat: int) -> Choices:
    """The same plan, one member resting."""
    other = plan.copy()
    other.strategy[seat], other.effort[seat], other.target[seat] = Strategy.HOLD, 0, NOBODY
    return other


def _take(plan: Choices, games: Any) -> Choices:
    return Choices(**{f.name: getattr(plan, f.name)[:, games] for f in fields(Choices)})


# ---- playing ahead


def _best(
    view: BatchView, tables: Tables, place: Ints, luck: MindLuck, how: Search, games: Any, plans: list[Choices]
) -> Choices:  # fmt: skip
    """The best plan for each of some games, improved member by member."""
    state = _state(view, tables, place, luck, how, games)
    some = _tables_for(tables, games, how.futures)
    left = view.turns_left[games]
    chosen, value = _choose(state, some, how, plans, left)
    if not how.swaps:
        return chosen
    for seat in range(view.members):
        options = [chosen, *_variants(view, games, chosen, plans, seat)]
        chosen, value = _choose(state, some, how, options, left, value)
    return chosen


def _variants(view: BatchView, games: Any, chosen: Choices, plans: Sequence[Choices], seat: int) -> list[Choices]:
    """The chosen plan with one member doing otherwise: what another plan has it do, more or less effort, or nothing."""
    found = []
    for plan in plans:
        other = chosen.copy()
        for f in fields(Choices):
            getattr(other, f.name)[seat] = getattr(plan, f.name)[seat]
        found.append(other)
    for effort in (0, 1, 2):
        other = chosen.copy()
        most = view.means[seat, games] // UNIT
        acting = chosen.strategy[seat] != Strategy.HOLD
        other.effort[seat] = np.where(acting, np.minimum(effort, most), 0)
        found.append(other)
    return [*found, _hold(chosen, seat)]


def _choose(
    state: State, tables: Tables, how: Search, plans: Sequence[Choices], left: Any, known: Any = None
) -> tuple[Choices, Any]:
    """For each game the plan that is best on the same futures, and its values [F, B].

    Another plan than the first is taken where it is ahead by more than chance alone would have it.  `known` are the
    first plan's values, if they have been worked out before.
    """
    values = _values(state, tables, how, plans if known is None else plans[1:], left)
    if known is not None:
        values = np.concatenate([known[None], values])
    ahead = values - values[0]
    mean, error = ahead.mean(axis=1), ahead.std(axis=1) / how.futures**0.5
    surely = np.where(mean > how.sure * error, mean, np.where(np.arange(len(mean))[:, None] == 0, 0.0, -np.inf))
    best = surely.argmax(axis=0)
    game = np.arange(len(best))
    made = Choices(
        **{f.name: np.stack([getattr(p, f.name) for p in plans])[best, :, game].T.copy() for f in fields(Choices)}
    )
    return made, values[best, :, game].T


def _values(state: State, tables: Tables, how: Search, plans: Sequence[Choices], left: Any) -> Any:
    """[P, F, B] what each plan comes to in each future."""
    games, futures = state.games // how.futures, how.futures
    rows = np.tile(np.arange(state.games, dtype=np.intp), len(plans))
    board = state.take(rows)
    whole = _wide(tables, rows)
    choices = Choices(
        **{
            f.name: np.concatenate([np.repeat(getattr(p, f.name), futures, axis=1) for p in plans], axis=1)
            for f in fields(Choices)
        }
    )
    last = np.tile(np.repeat(left, futures), len(plans))
    at_end: Any = np.zeros(board.games)
    total: Any = np.zeros(board.games)
    for step in range(1, how.turns + 1):
        resolve(board, choices, whole)
        lower = np.minimum(board.cohesion, board.stability) + 0.1 * (board.cohesion + board.stability)
        if step in (1, how.turns):
            total += lower * (0.25 if step == 1 else 1.0)
        at_end = np.where(step == np.minimum(last, how.turns), lower, at_end)
        if step < how.turns:
            open_turn(board, whole)
            choices = thoughtful(BatchView.of(board, whole), MindLuck.of(board.seed, board.turn))
    value = total + at_end
    return np.moveaxis(value.reshape(len(plans), games, futures), -1, 1)


def _state(view: BatchView, tables: Tables, place: Ints, luck: MindLuck, how: Search, games: Any) -> State:
    return imagined(view, tables, place, luck, how.futures, games)


def _tables_for(tables: Tables, games: Any, futures: int) -> Tables:
    """The tables of the futures of some games."""
    return _wide(tables, np.repeat(games, futures))


def _wide(tables: Tables, rows: Any) -> Tables:
    """The tables with a column for each row, where members differ from game to game."""
    alliance = tables.alliance
    cut = {
        f.name: getattr(alliance, f.name)[..., rows]
        for f in fields(alliance)
        if isinstance(getattr(alliance, f.name), np.ndarray) and getattr(alliance, f.name).shape[-1] > 1
    }
    return replace(tables, alliance=replace(alliance, **cut)) if cut else tables
