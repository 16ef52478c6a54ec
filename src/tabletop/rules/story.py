"""The author's say: effects of cards and acts, queued follow-ups, which act comes next and how it all ends (E1)."""

from __future__ import annotations

from typing import Any

import numpy as np

from tabletop.rules.arithmetic import pick, places, rows_and_columns
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.choices import at_place, place_of
from tabletop.rules.conditions import holds
from tabletop.rules.context import Turn
from tabletop.rules.ledger import NATIONAL, Changes, Record
from tabletop.rules.state import VARIABLES, State
from tabletop.rules.tables import Effect, Tables
from tabletop.rules.vocabulary import Moment, Over, Strategy
from tabletop.rules.witness import Witness


def card_effects(turn: Turn) -> None:
    """Effects of this turn's events at the cards.  A confidence measure that nobody answered counts as a failure."""
    state, tables = turn.state, turn.tables
    won, lost = turn.success & turn.answered, turn.failure | (turn.success & ~turn.answered)
    stalled = turn.open & turn.slot_any(lost) & ~turn.slot_any(won)
    if not tables.effects and turn.witness is None:
        games, cards = _events(state, _first(state, stalled))
        state.failed.reshape(-1)[places(cards, games, state.games)] = True
        return
    hits: dict[tuple[Moment, Strategy | None], tuple[Ints, Ints]] = {}
    heard = {effect.strategy for effect in tables.effects} if turn.witness is None else set(Strategy)
    for moment, mask in (
        (Moment.FAILED, _first(state, stalled)),
        (Moment.RESOLVED, turn.resolved),
        (Moment.OUTBREAK, turn.outbreak),
    ):
        hits[moment, None] = _events(state, mask)
    for strategy in (s for s in Strategy if s != Strategy.HOLD and s in heard):
        acts = turn.acts(strategy)
        hits[Moment.SUCCESS, strategy] = _events(state, turn.slot_any(won & acts))
        hits[Moment.FAILURE, strategy] = _events(state, turn.slot_any(lost & acts))
    games, cards = hits[Moment.FAILED, None]
    if turn.witness is not None:
        for (moment, by), (where, which) in hits.items():
            turn.witness.event(state, moment, by, where, which)
    for effect in tables.effects:
        if effect.card >= 0 and effect.moment != Moment.DEALT:
            at, which = hits[effect.moment, effect.strategy]
            apply(state, tables, effect, at[which == effect.card], turn.changes, turn.witness)
    state.failed.reshape(-1)[places(cards, games, state.games)] = True


def _first(state: State, stalled: Bools) -> Bools:
    """Stalled crises of which no turn has failed before."""
    before = at_place(state.failed, place_of(np.maximum(state.card, 0)))
    return stalled & ~before


def _events(state: State, mask: Bools) -> tuple[Ints, Ints]:
    events = np.flatnonzero(mask & (state.card >= 0))
    _, games = rows_and_columns(events, state.games)
    return games, state.card.reshape(-1)[events]


def apply(
    state: State, tables: Tables, effect: Effect, games: Any, changes: Changes, witness: Witness | None = None
) -> None:
    """One effect in some games: a change goes to `changes`, flags and queue take hold at once."""
    if witness is not None and len(games):
        witness.effect(state, effect, games)
    if effect.when is not None and len(games):
        games = games[holds(effect.when, state, tables)[games]]
    if not len(games):
        return
    if effect.flag >= 0:
        state.flags[effect.flag, games] = effect.set_to
    if effect.queue >= 0:
        state.due[tables.queueable.index(effect.queue), games] = state.turn + effect.after
    if effect.variable == "trust":
        changes.trust_shift("E1", effect.pairs, games, effect.amount, effect.why)
    elif effect.variable in NATIONAL:
        part: Ints = np.zeros((state.members, state.games), np.int32)
        who = list(effect.who) or list(range(state.members))
        part[np.ix_(who, games)] = effect.amount
        changes.add(effect.variable, "E1", part, effect.why)
    elif effect.variable:
        part = np.zeros(state.games, np.int32)
        part[games] = effect.amount
        changes.add(effect.variable, "E1", part, effect.why)


def opening_effects(
    state: State, tables: Tables, dealt: list[tuple[Ints, Ints]] | None, record: Record | None,
    witness: Witness | None = None,
) -> None:  # fmt: skip
    """Effects of acts that begin this turn (`dealt` None) or of the cards just dealt, written back at once."""
    if dealt is None:
        chosen = [e for e in tables.effects if e.moment == Moment.ACT]
    else:
        chosen = [e for e in tables.effects if e.moment == Moment.DEALT]
    if not chosen:
        return
    changes = Changes(state, record)
    begins = state.running & (state.act_since == state.turn)
    for effect in chosen:
        if dealt is None:
            apply(state, tables, effect, np.flatnonzero(begins & (state.act == effect.act)), changes, witness)
        else:
            for games, cards in dealt:
                apply(state, tables, effect, games[cards == effect.card], changes, witness)
    for variable in sorted({e.variable for e in chosen if e.variable}):
        if variable != "trust":
            changes.settle(state, variable)
        elif changes.shift is not None:
            free = state.trust + changes.shift
            limit = VARIABLES["trust"]
            after = np.clip(free, limit.low, limit.high)
            if record is not None:
                record.note("LIM", "trust", after - free, "at its limit")
            state.trust = after
            members = np.arange(state.members)
            state.trust[members, members] = 0


def next_act(state: State, tables: Tables, witness: Witness | None = None) -> None:
    """When an act's turns are over: the act that follows, or the end."""
    turns = np.array([act.turns for act in tables.acts], np.int32)
    over = state.running & (state.turn - state.act_since + 1 >= turns[state.act])
    if not over.any():
        return
    following = np.full(state.games, -1, np.int32)
    for number, act in enumerate(tables.acts):
        here = over & (state.act == number)
        if not here.any():
            continue
        for step, (when, target) in enumerate(act.follows):
            open_ = here & (following < 0)
            if witness is not None and open_.any():
                witness.way(state, number, step, open_)
            if when is not None and open_.any():
                open_ = open_ & holds(when, state, tables)
            following[open_] = target
    ends = over & (following < 0)
    state.over = pick(ends, Over.FINISHED.value, state.over)
    state.end_turn = pick(ends, state.turn, state.end_turn)
    goes_on = over & ~ends
    state.act = pick(goes_on, following, state.act)
    state.act_since = pick(goes_on, state.turn + 1, state.act_since)


def ending(state: State, tables: Tables) -> Ints:
    """Number of each game's ending, [B]: the first whose condition holds; -1 where none does."""
    picked = np.full(state.games, -1, np.int32)
    for number, end in enumerate(tables.endings):
        fits = picked < 0
        if end.when is not None:
            fits = fits & holds(end.when, state, tables)
        picked[fits] = number
    return picked
