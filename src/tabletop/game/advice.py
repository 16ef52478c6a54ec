"""What a choice would be worth: the forecast a seat may ask for before it commits itself.

It knows what everybody may know and no more: the others' sealed choices and the rival's type stay out of it, so it is
a forecast under an assumption about the others, never the truth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tabletop.game.batchview import UNKNOWN_GREED, BatchView
from tabletop.game.choice import OUTSIDE_WORD, Choice, to_choices
from tabletop.game.game import Game
from tabletop.game.legal import check, options
from tabletop.game.units import shown
from tabletop.rules import State, Tables
from tabletop.rules import odds as rule_odds
from tabletop.rules.arithmetic import ratio
from tabletop.rules.arrays import Ints
from tabletop.rules.chance import held_back, ladder_steps
from tabletop.rules.choices import allowed
from tabletop.rules.effects import acts_at_once, answer_chance
from tabletop.rules.negotiate import group
from tabletop.rules.solidarity import resented, side_deal_cost
from tabletop.rules.vocabulary import Domain, Tactic


@dataclass(frozen=True, slots=True)
class Forecast:
    """A hypothetical choice, worked out."""

    choice: Choice
    companions: tuple[str, ...]
    """Members assumed to act with it."""
    chance: float
    """Percent; 0 where nothing can come of it."""
    score: float
    """Points: the sum of the terms."""
    terms: dict[str, float]
    """Points by name, in the order in which screens show them; zeros left out."""
    steps: int
    """Steps down the ladder that a success takes, before escalation."""
    fast: bool
    """A success counts before this turn's escalation (rule R1)."""
    limited: str
    """What holds a success to one step (rule R10b): "secrecy", "fear" or ""."""
    cost: float
    """Means it takes."""
    quorum: int
    """Members a full summit needs."""
    short: bool
    """A summit below the quorum: one step at most, no legitimacy."""
    offended: dict[str, float]
    """Trust in this member that others would lose, by member (negative; on success of a deal they are left out of)."""
    leak: float = 0.0
    """Percent: how likely quiet talks become known, which costs trust and support whatever comes of them (R10)."""
    answer: tuple[float, float] | None = None
    """Percent: how likely the outside party answers a measure that worked, at least and at most, for what it wants may
    be hidden; unanswered it counts as failed (R9).  None where nobody has to answer.  `chance` does not hold it."""


def odds(
    game: Game, seat: str, choice: Choice, companions: Sequence[str] | Mapping[str, Choice] | None = None
) -> Forecast:
    """The chance and terms of `choice` for `seat`, changing nothing.

    All others are taken to hold, but for `companions`: either the members assumed to do the same
    (as far as their means go; for a bilateral, the partner that names this member in turn), or a mapping of members
    to what they are assumed to choose.  Raises `Illegal` when the choice itself is not allowed now.
    """
    view, tables = BatchView.of(game.board, game.tables), game.tables
    board = view.public_state()
    check(choice, options(board, tables, seat), game.turn)
    able = {name: options(board, tables, name) for name in game.seats}
    others = _others(seat, choice, companions or (), {name: able[name].efforts[-1] for name in game.seats})
    for name, assumed in others.items():
        check(assumed, able[name], game.turn)
    words = [choice if name == seat else others.get(name) for name in game.seats]
    arrays = to_choices(words, board, tables)
    me = game.seats.index(seat)
    found = rule_odds(board, arrays, tables)
    groups = group(board, allowed(board, arrays, tables), tables)
    short = bool(groups.short[me, 0])
    book = tables.book
    steps = int(np.broadcast_to(ladder_steps(book, groups.lane), groups.short.shape)[me, 0])
    secrecy, fear = (bool(np.broadcast_to(held, groups.short.shape)[me, 0]) for held in held_back(book, groups.lane))
    acts = choice.strategy != "hold"
    tried = bool(found.tried[me, 0])
    package = shown(int(book.package_means)) if choice.tactic == "package" else 0.0
    return Forecast(
        choice=choice,
        companions=tuple(others),
        chance=shown(int(found.chance[me, 0])),
        score=shown(int(found.score[me, 0])) if acts else 0.0,
        terms={name: shown(int(value[me, 0])) for name, value in found.terms.items() if value[me, 0]} if acts else {},
        steps=(min(steps, 1) if short else steps) if tried else 0,
        fast=bool(acts_at_once(groups.choices.strategy, board.covered.any(axis=0))[me, 0]),
        limited="secrecy" if secrecy else "fear" if fear else "",
        cost=choice.effort + package if acts else 0.0,
        quorum=groups.quorum,
        short=short,
        offended=_offended(board, tables, me, choice) if acts else {},
        leak=shown(100 * int(book.leak_chance)) if acts and _quiet(choice, bool(book.channels)) else 0.0,
        answer=_answer(view, groups.lane.domain, me) if choice.strategy == "confidence" else None,
    )


def _answer(view: BatchView, domain: Ints, me: int) -> tuple[float, float] | None:
    """R9 for the rival as it is known, or for both that it may be."""
    if int(np.broadcast_to(domain, (view.members, view.games))[me, 0]) != Domain.EXTERNAL:
        return None
    book, seen = view.book, int(view.greed_seen[0])
    kinds = (seen, seen) if seen != UNKNOWN_GREED else (int(book.greedy_greed), int(book.seeker_greed))
    least, most = (shown(int(answer_chance(book, np.array([greed]), view.known)[0])) for greed in kinds)
    return least, most


def _quiet(choice: Choice, channels: bool) -> bool:
    """Whether a choice is one of those that can leak (see `rules.effects.leaks`)."""
    return channels and (choice.strategy == "track2" or choice.tactic == "backchannel")


def _others(
    seat: str, choice: Choice, companions: Sequence[str] | Mapping[str, Choice], most: Mapping[str, int]
) -> dict[str, Choice]:
    if isinstance(companions, Mapping):
        return {name: assumed for name, assumed in companions.items() if name != seat}
    if choice.strategy == "hold":
        return {}
    if choice.strategy == "bilateral":
        return {name: _afford(replace(choice, target=seat), most[name]) for name in companions if name == choice.target}
    return {name: _afford(choice, most[name]) for name in companions if name != seat}


def _afford(choice: Choice, most: int) -> Choice:
    return replace(choice, effort=min(choice.effort, most))


def _offended(board: State, tables: Tables, me: int, choice: Choice) -> dict[str, float]:
    """R3 and the resentment of hard bargaining, put through R8's arithmetic for each of the others."""
    book, seats = tables.book, tables.alliance.ids
    raw = np.zeros(len(seats), np.int64)
    if choice.strategy == "bilateral":
        slot = next(s for s, n in enumerate(board.card[:, 0].tolist()) if n >= 0 and tables.cards.ids[n] == choice.card)
        outside, tactic = np.bool_(choice.target == OUTSIDE_WORD), Tactic.of(choice.tactic or "interest")
        raw += resented(book, board.stake[slot, :, 0], side_deal_cost(book, outside, tactic, board.signed[me, 0]))
        if choice.target in seats:
            raw[seats.index(choice.target)] = 0
    if choice.tactic == "hard":
        raw += int(book.hard_resentment)
    raw[me] = 0
    fallen = ratio(ratio(int(book.trust_pace) * raw, 100) * int(book.loss_aversion), 100)
    loss = ratio(fallen * board.trust[:, me, 0], 10000)
    return {name: -shown(int(loss[i])) for i, name in enumerate(seats) if loss[i]}
