"""A game as a mind imagines it to go on: what it sees is as it is, the deck and all luck are made up.

A mind is never shown the deck, the acts to come or the author's bookkeeping.  So it imagines crises of every kind in
the place of the cards that may come, and an act without end.
"""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any, Final

import numpy as np

from tabletop.game.batchview import PUBLIC, UNKNOWN_GREED, BatchView
from tabletop.minds.futures import FUTURE, rivals, shuffled
from tabletop.minds.luck import MindLuck
from tabletop.rules import State, Tables
from tabletop.rules.arrays import Ints, Keys
from tabletop.rules.luck import Purpose, address, below, draw, mix
from tabletop.rules.tables import Act, Alliance, Cards, Rival
from tabletop.rules.vocabulary import Domain

IMAGINED: Final = 24
"""Crises in the imagined deck; each may come again."""
_ENDLESS: Final = 1000
_BY_CARD: Final = frozenset({"dealt", "order", "failed", "ended"})
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=1)
def _deck() -> tuple[Ints, Ints, Ints, Ints]:
    """Domain, pips, step and human cost of the imagined crises: every feature low, middling and high."""
    number = np.arange(IMAGINED)
    domain = (number % len(Domain)).astype(np.int32)
    pips = np.stack([1 + (number * step // 3 + number) % 4 for step in (1, 2, 4, 5, 7)], axis=1).astype(np.int32)
    return domain, pips, (2 + number % 2).astype(np.int32), (number * 5 % 4).astype(np.int32)


def tables_of(view: BatchView) -> tuple[Tables, Ints]:
    """The rules of the game as far as a mind sees them, and the number each present card has in them, [C, B]."""
    there = np.unique(view.card[view.card >= 0])
    place = np.where(view.card >= 0, IMAGINED + np.searchsorted(there, view.card), -1).astype(np.int32)
    domain, pips, step, human = _deck()
    size = IMAGINED + len(there)

    def with_present(values: Ints, present: Any) -> Ints:
        whole = np.concatenate([values, np.zeros((len(there), *values.shape[1:]), np.int32)])
        if len(there):
            slot, game = np.nonzero(view.card >= 0)
            whole[place[slot, game]] = present[slot, game]
        return whole

    cards = Cards(
        ids=tuple(f"imagined-{number}" for number in range(size)),
        domain=with_present(domain, view.domain),
        pips=with_present(pips, np.moveaxis(view.pips, 0, -1)),
        escalation=with_present(step, np.maximum(view.escalation, 1)),
        human=with_present(human, view.human),
        weight=np.where(np.arange(size) < IMAGINED, 1, 0).astype(np.int32),
        stake=np.full((size, view.members), -1, np.int32),
        parties=np.full((size, 2), -1, np.int32),
        acts=np.ones((1, size), bool),
        repeat=np.arange(size) < IMAGINED,
        when=(None,) * size,
        key=np.array(
            [address(FUTURE, 1, k) for k in range(IMAGINED)] + [address(FUTURE, 2, int(k)) for k in there], np.uint64
        ),
    )
    members = view.members
    nothing = np.zeros((members, members, 1), np.int32)
    alliance = Alliance(
        ids=tuple(str(number) for number in range(members)), capability=view.capability,
        position=np.zeros((members, 3, 1), np.int32), exposure=view.exposure, weights=view.weights[..., :1],
        election=view.election, trust_change=nothing, agreements=nothing, channels=np.zeros((members, 1), np.int32),
        bonus=(None,) * members,
    )  # fmt: skip
    tables = Tables(view.book, alliance, cards, Rival(50, False), (Act("now", _ENDLESS, ()),), (), ())
    return tables, place


def future_luck(luck: MindLuck, futures: int) -> Keys:
    """[B × futures] the luck of the futures of every game, one game's beside each other."""
    steps = np.arange(1, futures + 1, dtype=np.uint64) * _STEP
    return mix((draw(luck.keys, FUTURE)[:, None] + steps).reshape(-1))


def imagined(view: BatchView, tables: Tables, place: Ints, luck: MindLuck, futures: int, among: Any) -> State:
    """The boards of the games `among` all as they may be, `futures` of each, one game's beside each other."""
    games = np.repeat(among, futures)
    keys = future_luck(luck.take(among), futures)
    seen = view.public_state()
    size = tables.cards.size
    shown: dict[str, Any] = {}
    for f in fields(State):
        name = f.name
        if name in PUBLIC and name not in _BY_CARD:
            shown[name] = np.array(getattr(seen, name)[..., games], order="C")
    count = len(games)
    shown["card"] = place[:, games]
    shown["act"] = np.zeros(count, np.int32)
    shown["dealt"] = np.zeros((size, count), np.int32)
    shown["ended"] = np.zeros((size, count), np.int32)
    shown["failed"] = np.zeros((size, count), bool)
    shown["flags"] = np.zeros((0, count), bool)
    shown["due"] = np.zeros((0, count), np.int32)
    known = view.greed_seen[games]
    shown["greed"] = np.where(known == UNKNOWN_GREED, rivals(tables, keys, 5000), known).astype(np.int32)
    book = view.book
    middle, spread = 100 * (book.load + book.load_per_member * (view.members - 3)), 100 * book.load_spread
    lots = below(draw(keys, FUTURE, Purpose.LOAD), 2 * spread + 1) - spread
    shown["load"] = np.clip(middle + lots, 0, 9500).astype(np.int32)
    shown["order"] = np.zeros((size, count), np.int64)
    state = State(turn=view.turn, seed=keys, **shown).in_order()
    state.order = shuffled(state, tables, keys)
    return state
