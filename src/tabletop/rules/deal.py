"""Dealing crisis cards: queued follow-ups first, then the eligible card with the largest key (rule T0)."""

from __future__ import annotations

from typing import Any

import numpy as np

from tabletop.rules.arithmetic import at_least, at_most, clamp, given, pick, places, ratio
from tabletop.rules.arrays import Bools, Ints, Keys
from tabletop.rules.choices import each
from tabletop.rules.conditions import holds
from tabletop.rules.ledger import Record
from tabletop.rules.luck import Purpose, below, draw, draws
from tabletop.rules.state import State
from tabletop.rules.tables import Tables
from tabletop.rules.vocabulary import MAX_MEMBERS, Domain
from tabletop.rules.witness import Witness

_QUEUED_FIRST = np.int64(1) << np.int64(62)
_CARD_BITS = np.int64(4095)


def deal(
    state: State, tables: Tables, luck: Keys, record: Record | None, witness: Witness | None = None,
    injected: list[tuple[Ints, Ints]] | None = None,
) -> list[tuple[Ints, Ints]]:  # fmt: skip
    """Deal this turn's cards; (games, cards) of each deal, in order.

    Where the facilitator has put a card there first (`injected`), it stands for the turn's first card.
    """
    book, first = tables.book, state.running
    for games, _ in injected or ():
        first = first.copy()
        first[games] = False
    if witness is not None:
        witness.dealing(state, first)
    dealt = [*(injected or ()), _deal_one(state, tables, first, record)]
    if state.turn == 1:
        second = state.running & (book.start_cards > 1 and state.members > 3)
    else:
        second = state.running & (below(draw(luck, Purpose.SECOND_CARD), 10000) < state.load)
    if second.any():
        if witness is not None:
            witness.dealing(state, second)
        dealt.append(_deal_one(state, tables, second, record))
    return dealt


def dealing_key(bits: Keys, card: Any) -> Any:
    """A hashed draw as a dealing key: 50 bits of luck, the card's number in the low 12."""
    return ((bits >> np.uint64(14)) << np.uint64(12)).astype(np.int64) | card


def eligible(state: State, tables: Tables) -> Ints:
    """The dealing key of every card in every game, [K, B]; -1 where the card cannot come now."""
    cards = tables.cards
    if _as_they_lie(tables):
        return state.order
    keys = state.order.copy()
    keys[cards.weight == 0] = -1
    for act in range(len(tables.acts)):
        barred = ~cards.acts[act]
        if barred.any():
            here = state.act == act
            if here.all():
                keys[barred] = -1
            elif here.any():
                keys[np.ix_(np.flatnonzero(barred), np.flatnonzero(here))] = -1
    for number, when in enumerate(cards.when):
        if when is not None:
            _bar(keys[number], ~holds(when, state, tables))
    for card in np.flatnonzero(cards.repeat).tolist():
        _bar(keys[card], (state.card == card).any(axis=0))
    for place, card in enumerate(tables.queueable):
        due = np.flatnonzero((state.due[place] > 0) & (state.due[place] <= state.turn))
        due = due[~(state.card.take(due, axis=1) == card).any(axis=0)]
        waited = np.clip(state.turn - state.due[place, due], 0, 1023).astype(np.int64)
        lot = (draw(state.seed[due] ^ cards.key[card], Purpose.DECK, 0) >> np.uint64(24)).astype(np.int64)
        keys[card, due] = _QUEUED_FIRST | (((waited << 40) | lot) << np.int64(12)) | card
    return keys


def _bar(keys: Ints, where: Bools) -> None:
    """Write -1, a number of which all bits are set, where the mask holds."""
    keys |= -where.astype(np.int64)


def _as_they_lie(tables: Tables) -> bool:
    """Nothing but the order of the pile decides which card comes."""
    cards = tables.cards
    free = cards.weight.all() and cards.acts.all() and not cards.repeat.any()
    return bool(free and not tables.queueable and not any(cards.when))


def _deal_one(state: State, tables: Tables, who: Bools, record: Record | None) -> tuple[Ints, Ints]:
    best = eligible(state, tables).max(axis=0, initial=-1)
    wanted = who & (best >= 0)
    free = state.card[: tables.book.slots] < 0
    room = free.any(axis=0)
    _overload(state, tables, wanted & ~room, record)
    games = np.flatnonzero(wanted & room).astype(np.int32)
    cards = (best[games] & _CARD_BITS).astype(np.int32)
    slots = _first_of(free)[games]
    lay(state, tables, games, cards, slots)
    if record is not None and len(games):
        new = np.zeros((len(state.card), 1), np.int32)
        new[slots[0]] = 1
        record.note("T0", "escalation", 100 * new * state.escalation, "dealt", state.card)
        record.note("T0", "fear", new * state.fear, "dealt", state.card)
    return games, cards


def _first_of(free: Bools) -> Ints:
    """[B] number of the first row of `free` [C, B] that holds; 0 where none does."""
    found = np.zeros(free.shape[1], np.int32)
    for c in range(len(free) - 1, -1, -1):
        found = pick(free[c], c, found)
    return found


def _overload(state: State, tables: Tables, full: Bools, record: Record | None) -> None:
    """A card without a free slot waits, and the strain shows in the region."""
    after = at_most(state.tension + given(full, tables.book.overload), 10000)
    if record is not None:
        record.note("T0", "tension", after - state.tension, "more crises than hands")
    state.tension = after
    state.overloads = state.overloads + full.astype(np.int32)


def lay(state: State, tables: Tables, games: Ints, cards: Ints, slots: Ints) -> None:
    """Put cards on the table in some games."""
    table, book = tables.cards, tables.book
    domain = table.domain[cards]
    lies, drawn = places(slots, games, state.games), places(cards, games, state.games)
    state.card.reshape(-1)[lies] = cards
    state.since.reshape(-1)[lies] = state.turn
    relief = given(state.covered.reshape(-1)[places(domain, games, state.games)], book.treaty_relief)
    state.escalation.reshape(-1)[lies] = at_least(table.escalation[cards] - relief, 1)
    state.fear.reshape(-1)[lies] = 25 * table.pips[cards, 2]
    state.prepared.reshape(-1)[lies] = 0
    state.dealt.reshape(-1)[drawn] = state.turn
    state.ended.reshape(-1)[drawn] = 0
    state.order.reshape(-1)[drawn] = _back_in_the_pile(state, tables, games, cards, drawn)
    for place, card in enumerate(tables.queueable):
        state.due[place, games[cards == card]] = 0
    keys = state.seed[games] ^ table.key[cards]
    first, second = _quarrel(table.parties[cards], keys, state.members)
    internal = domain == Domain.INTERNAL.value
    parties = state.parties.reshape(-1)
    parties[lies + slots * state.games] = pick(internal, first, -1)
    parties[lies + (slots + 1) * state.games] = pick(internal, second, -1)
    index = each(state.members)
    exposure = tables.alliance.exposure
    if exposure.shape[1] > 1:
        exposure = exposure.take(games, axis=1)
    own = _stake(domain, table.pips[cards, 1], exposure, draws(keys, Purpose.STAKE, state.members))
    own = pick(internal & ((first == index) | (second == index)), 100, own)
    if (table.stake >= 0).any():
        told = table.stake[:, : state.members].T.take(cards, axis=1)
        own = pick(told >= 0, told, own)
    state.stake.reshape(-1)[places(slots * state.members + index, games, state.games)] = own


def _back_in_the_pile(state: State, tables: Tables, games: Ints, cards: Ints, drawn: Ints) -> Ints:
    """Dealing keys of dealt cards, [n]: -1 as they have left the pile; `drawn` is where they lie in a flattened [K, B].

    One that repeats goes back into what is left of the pile, by fresh draws.
    """
    keys = np.full(len(drawn), -1, np.int64)
    back = tables.cards.repeat[cards] & (tables.cards.weight[cards] > 0)
    if not back.any():
        return keys
    old = state.order.reshape(-1)[drawn[back]]
    games, cards = games[back], cards[back]
    own, weight = state.seed[games] ^ tables.cards.key[cards], tables.cards.weight[cards]
    best = draw(own, Purpose.DECK, 64 + state.turn, 0)
    for k in range(1, int(weight.max())):
        again = np.where(weight > k, draw(own, Purpose.DECK, 64 + state.turn, k), np.uint64(0))
        best = np.maximum(best, again)
    # The keys still in the pile lie below the one it was dealt with: the fresh key is a share of that.
    share = ((old >> np.int64(12)).astype(np.uint64) >> np.uint64(18)) * (best >> np.uint64(32)) >> np.uint64(14)
    keys[back] = (share.astype(np.int64) << np.int64(12)) | cards
    return keys


def _stake(domain: Ints, breadth: Ints, exposure: Ints, luck: Keys) -> Ints:
    """[N, n] stakes where the author gives none.

    0.3 + 0.7 exposure, 0.3 + 0.5 breadth or 0.25 + 0.3 breadth by domain, give or take.
    """
    internal = domain == Domain.INTERNAL.value
    chance = ratio(pick(internal, 1, 2) * (below(luck, 401) - 200), 20)
    home = pick(internal, 25 + ratio(30 * breadth, 4), 30 + ratio(50 * breadth, 4))
    usual = pick(domain == Domain.EXTERNAL.value, 30 + ratio(70 * exposure, 100), home)
    return np.asarray(clamp(usual + chance, 0, 100), np.int32)


def _quarrel(parties: Ints, keys: Keys, members: int) -> tuple[Ints, Ints]:
    """The two parties of a quarrel: the author's, or two drawn by lot."""
    assert members <= MAX_MEMBERS
    one = below(draw(keys, Purpose.PARTIES, 0), members)
    two = one + 1 + below(draw(keys, Purpose.PARTIES, 1), members - 1)
    two -= given(two >= members, members)
    told = parties[:, 0] >= 0
    return pick(told, parties[:, 0], one), pick(told, parties[:, 1], two)
