"""Luck is addressed: the same everywhere, keyed by what it is for, never by order or place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.reference import reference_tables
from tests.rules.helpers import keys

from tabletop.rules import start
from tabletop.rules.deal import eligible
from tabletop.rules.luck import Purpose, address, below, draw, game_key, mix, mix_int, normal, text_key
from tabletop.rules.negotiate import crisis_keys, turn_keys
from tabletop.rules.tables import Cards, Tables


def test_the_mixing_function_is_splitmix64s_finalizer() -> None:
    """The first output of splitmix64 for the seed 0 is a published number."""
    assert mix_int(0x9E3779B97F4A7C15) == 0xE220A8397B1DCDAF
    values = [0, 1, 2**63, 2**64 - 1, 0x9E3779B97F4A7C15]
    assert mix(np.array(values, np.uint64)).tolist() == [mix_int(value) for value in values]


def test_golden_values() -> None:
    """Pinned: they are part of every saved game."""
    assert game_key(0) == 0xE220A8397B1DCDAF
    assert game_key(7) == 0xC584133AC916AB3C
    assert text_key("card-0") == 0xE329BAE883B8D77D
    assert address(Purpose.ESCALATION, 3) == 0xADB0C15A6CBF3CB4
    bits = draw(keys(3), Purpose.NEGOTIATION, 2)
    assert below(bits, 10_000).tolist() == [7722, 8375, 9623]
    assert normal(bits).tolist() == [75, 98, 178]


def test_purposes_are_never_renumbered() -> None:
    assert [int(p) for p in Purpose] == list(range(1, len(Purpose) + 1))
    assert (Purpose.RIVAL, Purpose.NEGOTIATION, Purpose.ESCALATION, Purpose.MIND) == (1, 11, 14, 23)


def test_addresses_are_apart() -> None:
    seen = {address(p, i) for p in Purpose for i in range(64)} | {address(p) for p in Purpose}
    seen |= {address(1000 + turn) for turn in range(200)}
    assert len(seen) == len(Purpose) * 65 + 200
    assert address(1, 2) != address(2, 1)
    assert game_key(-1) == game_key(2**64 - 1)


def test_draws_leave_their_keys_alone_and_know_no_neighbours() -> None:
    all_keys = keys(100)
    copy = all_keys.copy()
    together = draw(all_keys, Purpose.DECK, 1)
    assert np.array_equal(all_keys, copy)
    assert all(draw(all_keys[k : k + 1], Purpose.DECK, 1)[0] == together[k] for k in range(100))


def test_uniform_and_independent_enough() -> None:
    n = 20_000
    many = keys(n)
    rows = [below(draw(many, purpose), 10_000) for purpose in (Purpose.ANSWER, Purpose.LEAK)]
    rows += [below(draw(many, Purpose.LEAK, i), 10_000) for i in range(3)]
    rows += [below(draw(draw(many, 1000 + turn), Purpose.LEAK), 10_000) for turn in range(3)]
    for row in rows:
        counts = np.bincount(row // 1000, minlength=10)
        assert ((counts - n / 10) ** 2 / (n / 10)).sum() < 40  # chi-square, 9 degrees of freedom
    correlation = np.corrcoef(np.stack(rows)) - np.eye(len(rows))
    assert np.abs(correlation).max() < 0.035
    assert normal(draw(many, Purpose.TENSION)).std() == pytest.approx(100, abs=2)


def test_below_reaches_every_value() -> None:
    assert set(below(draw(keys(500), Purpose.PARTIES), 7).tolist()) == set(range(7))


def without(tables: Tables, card: int) -> Tables:
    keep = np.arange(tables.cards.size) != card
    cards = tables.cards
    picked = {
        name: getattr(cards, name)[keep]
        for name in ("domain", "pips", "escalation", "human", "weight", "stake", "parties", "repeat", "key")
    }
    ids = tuple(word for k, word in enumerate(cards.ids) if k != card)
    return replace(tables, cards=Cards(ids=ids, acts=cards.acts[:, keep], when=(None,) * len(ids), **picked))


def test_a_card_more_leaves_the_order_of_the_others() -> None:
    tables = reference_tables(5, 50)
    fewer = without(tables, 7)
    orders = []
    for each in (tables, fewer):
        ranked = np.argsort(-eligible(start(each, keys(50)), each), axis=0)
        orders.append([[each.cards.ids[k] for k in ranked[:, b]] for b in range(50)])
    for long, short in zip(*orders, strict=True):
        assert [word for word in long if word != "card-7"] == short


def test_luck_of_a_crisis_belongs_to_its_card_not_to_its_slot() -> None:
    tables = reference_tables(5, 2)
    state = start(tables, keys(2))
    state.turn = 3
    state.card[:, :] = np.array([[4, 9], [9, 4], [-1, 2], [7, -1]])
    here = crisis_keys(state, tables, turn_keys(state))
    state.card = state.card[::-1].copy()
    there = crisis_keys(state, tables, turn_keys(state))
    assert np.array_equal(here[0], there[3])
    assert np.array_equal(here[1], there[2])
    state.turn = 4
    assert not (crisis_keys(state, tables, turn_keys(state)) == there).any()


def test_weights_make_cards_come_sooner() -> None:
    """A card of weight 3 comes first three times as often as one of weight 1: 3 of 4 draws with two cards."""
    games = 4000
    tables = reference_tables(3, games)
    weight = np.zeros(tables.cards.size, np.int32)
    weight[0], weight[1] = 3, 1
    tables = replace(tables, cards=replace(tables.cards, weight=weight))
    best = np.argmax(eligible(start(tables, keys(games)), tables), axis=0)
    assert (best == 0).mean() == pytest.approx(0.75, abs=0.025)
