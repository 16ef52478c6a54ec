"""Where a game starts: the opening position, from content and luck."""

from __future__ import annotations

from typing import Any

import numpy as np

from tabletop.rules.arithmetic import ratio
from tabletop.rules.arrays import Bools, Ints, Keys
from tabletop.rules.deal import dealing_key
from tabletop.rules.indices import update_indices
from tabletop.rules.luck import Purpose, below, draw, normal
from tabletop.rules.state import State
from tabletop.rules.tables import Tables
from tabletop.rules.vocabulary import SLOTS


def affinity(position: Ints) -> Ints:
    """Shared interest S of every pair, [N, N, B] in hundredths: 1 - mean distance over the three axes.

    Signorino & Ritter 1999, with absolute distance, equal weights and a largest distance of 2.
    """
    return interest(sum(np.abs(position[:, None, axis] - position[None, :, axis]) for axis in range(3)))


def interest(apart: Any) -> Ints:
    """Shared interest from the distances on the three axes, summed."""
    return np.asarray(100 - ratio(apart, 3), np.int32)


def start(tables: Tables, keys: Keys) -> State:
    """The opening position of every game; `keys` [B] come from `luck.game_key`."""
    book, alliance = tables.book, tables.alliance
    members, games = alliance.size, len(keys)
    tension = book.start_tension + ratio(book.start_tension_spread * normal(draw(keys, Purpose.TENSION)), 100)
    greedy = below(draw(keys, Purpose.RIVAL), 100) < tables.rival.greedy_chance
    position = np.array(np.broadcast_to(alliance.position, (members, 3, games)), np.int32)
    shared = affinity(position)
    spread = below(draw(keys, Purpose.LOAD), 2 * 100 * book.load_spread + 1) - 100 * book.load_spread
    load = 100 * (book.load + book.load_per_member * (members - 3)) + spread

    def everywhere(value: int) -> Ints:
        return np.full(games, value, np.int32)

    def none(*shape: int) -> Ints:
        return np.zeros((*shape, games), np.int32)

    state = State(
        turn=0,
        seed=keys.astype(np.uint64),
        trust=_trust(tables, keys, shared),
        agreements=np.array(np.broadcast_to(alliance.agreements, (members, members, games)), np.int32),
        position=position,
        affinity=shared,
        support=_support(tables, keys),
        means=np.full((members, games), book.start_means, np.int32),
        burden=np.array(np.broadcast_to(ratio(2 * alliance.capability, 100), (members, games)), np.int32),
        sovereignty=none(members),
        signed=none(members),
        channel=np.array(np.broadcast_to(alliance.channels * book.channels, (members, games)), np.int32),
        effort=none(members),
        deals=none(members),
        outside_deals=none(members),
        red_lines=none(members),
        mediations=none(members),
        peak=none(members),
        supported=none(members),
        readiness=everywhere(book.start_readiness),
        legitimacy=everywhere(book.start_legitimacy),
        line=everywhere(book.start_line),
        tension=np.clip(tension, 1500, 7500).astype(np.int32),
        threat=everywhere(book.start_threat),
        harm=everywhere(book.start_harm),
        known=none(),
        greed=np.where(greedy, book.greedy_greed, book.seeker_greed).astype(np.int32),
        stage=none(),
        covered=_nothing(3, games),
        treaties=none(),
        outbreaks=none(),
        resolved=none(),
        overloads=none(),
        load=np.clip(load, 0, 9500).astype(np.int32),
        card=np.full((SLOTS, games), -1, np.int32),
        escalation=none(SLOTS),
        fear=none(SLOTS),
        prepared=none(SLOTS),
        stake=none(SLOTS, members),
        parties=np.full((SLOTS, 2, games), -1, np.int32),
        since=none(SLOTS),
        dealt=none(tables.cards.size),
        order=_order(tables, keys),
        due=none(len(tables.queueable)),
        failed=_nothing(tables.cards.size, games),
        ended=none(tables.cards.size),
        flags=_nothing(len(tables.flags), games),
        act=none(),
        act_since=np.ones(games, np.int32),
        cohesion=none(),
        stability=none(),
        deterrence=none(),
        cohesion_parts=none(5),
        stability_parts=none(5),
        over=none(),
        end_turn=none(),
    )
    update_indices(state, tables)
    return state.in_order()


def _nothing(rows: int, games: int) -> Bools:
    return np.zeros((rows, games), bool)


def _trust(tables: Tables, keys: Keys, shared: Ints) -> Ints:
    book, members = tables.book, tables.alliance.size
    common = ratio(book.start_trust_spread * normal(draw(keys, Purpose.TRUST_LEVEL)), 100)
    trust = book.start_trust + common + ratio(book.start_trust_affinity * (shared - 50), 100)
    for i in range(members):
        for j in range(members):
            pair = normal(draw(keys, Purpose.TRUST_PAIR, i, j))
            trust[i, j] += ratio(book.start_trust_pair * pair, 100)
    trust = np.clip(trust + tables.alliance.trust_change, 500, 9500).astype(np.int32)
    trust[np.arange(members), np.arange(members)] = 0
    return trust


def _support(tables: Tables, keys: Keys) -> Ints:
    book = tables.book
    rows = [
        book.start_support + ratio(book.start_support_spread * normal(draw(keys, Purpose.SUPPORT, i)), 100)
        for i in range(tables.alliance.size)
    ]
    return np.clip(np.stack(rows), 2000, 9000).astype(np.int32)


def _order(tables: Tables, keys: Keys) -> Ints:
    """For each card its largest hashed draw, as many draws as its weight, with the card number in the low bits."""
    cards = tables.cards
    order = np.empty((cards.size, len(keys)), np.int64)
    for card in range(cards.size):
        own = keys ^ cards.key[card]
        best = draw(own, Purpose.DECK, 0)
        for k in range(1, int(cards.weight[card])):
            np.maximum(best, draw(own, Purpose.DECK, k), out=best)
        order[card] = dealing_key(best, card)
    return order
