"""Pledges, lines in public, injected cards and overruled numbers, for many games at once."""

from __future__ import annotations

import numpy as np
import pytest
from tests.rules.helpers import act, choices_of, opened, plain_tables, random_choices

from tabletop.rules import Record, open_turn, resolve
from tabletop.rules.adjust import ADJUSTABLE, Waiting, inject, lay_injected, overrule, settled
from tabletop.rules.choices import allowed
from tabletop.rules.optional import Pledges, broken, public_line
from tabletop.rules.state import VARIABLES
from tabletop.rules.vocabulary import Strategy

TR2, HOLD = Strategy.TRACK2.value, Strategy.HOLD.value


def test_a_broken_pledge_costs_three_of_every_others_trust_and_two_of_support() -> None:
    tables = plain_tables()
    kept, other = opened(tables, 40), opened(tables, 40)
    choices = choices_of(4, 40, {0: act(Strategy.TRACK2)})
    pledges = Pledges.none(4, 40)
    pledges.strategy[0], pledges.card[0] = TR2, 0
    pledges.strategy[1, :20] = HOLD
    resolve(kept, choices, tables, pledges=pledges)
    resolve(other, choices, tables)
    assert (kept.trust == other.trust).all(), "who keeps its word pays nothing"
    assert (kept.support == other.support).all()
    pledges.strategy[1, 20:], pledges.card[1] = TR2, 0
    state = opened(tables, 40)
    resolve(state, choices, tables, pledges=pledges)
    assert (other.support - state.support).tolist() == [[0] * 40, [0] * 20 + [200] * 20, [0] * 40, [0] * 40]
    lost = other.trust - state.trust
    assert (lost[[0, 2, 3], 1, 20:] == 300).all()
    assert not lost[:, :, :20].any()
    assert not lost[1].any()


def test_a_pledge_whose_crisis_is_gone_or_another_is_judged_by_the_board() -> None:
    tables = plain_tables("E22222 20", "E33333 20")
    state = opened(tables, 1)
    lies = int(state.card[0, 0])
    pledges = Pledges.none(4, 1)
    pledges.strategy[:3], pledges.card[:, 0] = TR2, [lies, 1 - lies, lies, -1]
    chosen = allowed(state, choices_of(4, 1, {0: act(Strategy.TRACK2), 2: act(Strategy.CONFIDENCE)}), tables)
    assert broken(state, chosen, pledges)[:, 0].tolist() == [False, False, True, False]
    pledges.strategy[:] = HOLD
    assert broken(state, chosen, pledges)[:, 0].tolist() == [True, False, True, False]


def test_nobody_announces_anything_is_the_game_as_it_is() -> None:
    tables = plain_tables(*["E22222 20", "T33322 31", "I21222 20"] * 4, book={"start_trust_pair": 6, "news_tension": 6})
    one, two = opened(tables, 30), opened(tables, 30)
    rng = np.random.default_rng(3)
    for _ in range(4):
        choices = random_choices(rng, 4, 30)
        resolve(one, choices, tables)
        resolve(two, choices, tables, pledges=Pledges.none(4, 30))
        open_turn(one, tables)
        open_turn(two, tables, injected=[])
    for name in VARIABLES:
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_a_line_in_public_costs_one_and_brings_three_within_the_limit() -> None:
    tables = plain_tables()
    state = opened(tables, 3)
    state.means[0] = [300, 99, 100]
    state.support[0] = [5600, 5600, 9900]
    who = np.zeros((4, 3), bool)
    who[0] = True
    public_line(state, who)
    assert state.means[0].tolist() == [200, 99, 0]
    assert state.support[0].tolist() == [5900, 5600, 10000]
    assert (state.means[1:] == 300).all()


def test_every_number_can_be_overruled_within_its_limits() -> None:
    tables = plain_tables()
    for name, what in ADJUSTABLE.items():
        who = {"region": (), "member": (2,), "pair": (1, 2), "crisis": (0,)}[what.axis]
        for amount, edge in ((10**8, what.high), (-(10**8), what.low)):
            state = opened(tables, 5)
            state.over[3] = 1
            before, record = state.copy(), Record()
            changed = overrule(state, name, who, amount, record, "so")
            index = (0,) if what.axis == "crisis" else who
            assert (getattr(state, name)[index][[0, 1, 2, 4]] == edge).all(), name
            moved = getattr(state, name) - getattr(before, name)
            assert not moved[..., 3].any(), "a game that is over stays as it is"
            assert (moved.reshape(-1, 5).sum(axis=0) == changed).all()
            assert np.count_nonzero(moved[..., 0]) <= 1
            assert sum(entry.amount for entry in record.entries) == what.ledger * changed[0]
            assert {(entry.rule, entry.why) for entry in record.entries} <= {("OVERRULE", "so")}
            for other in set(VARIABLES) - {name}:
                np.testing.assert_array_equal(getattr(state, other), getattr(before, other))


def test_a_card_that_is_not_there_cannot_be_overruled() -> None:
    state = opened(plain_tables("E22222 20", "E33333 20"), 8)
    before = state.card[0].copy()
    changed = overrule(state, "escalation", (1,), 100)
    assert ((changed > 0) == (before == 1)).all()


def test_an_overrule_shows_in_the_indices_and_their_shares() -> None:
    tables = plain_tables()
    state, record = opened(tables, 1), Record()
    before = state.copy()
    overrule(state, "tension", (), -1000, record, "calm")
    settled(state, tables, record, before)
    assert int(state.stability[0] - before.stability[0]) == 300
    assert sum(e.amount for e in record.entries if e.variable == "stability") == 300


@pytest.mark.parametrize("slots", [1, 2])
def test_an_injected_card_takes_the_first_free_place_or_waits(slots: int) -> None:
    tables = plain_tables(*["E22222 20"] * 6, book={"slots": slots})
    state = opened(tables, 30)
    card = 5
    there = (state.card == card).any(axis=0)
    waiting: Waiting = [(card, np.ones(30, bool))]
    inject(state, tables, waiting)
    lies = (state.card == card).any(axis=0)
    if slots == 2:
        assert lies.all()
        assert waiting == []
        assert (state.since[1][~there] == 1).all()
        return
    assert (lies == there).all()
    assert (waiting[0][1] == ~there).all()
    state.card[0, :10] = -1
    state.escalation[0, :10] = 0
    open_turn(state, tables, injected=waiting)
    came = (state.card[0] == card) & ~there
    assert came[:10].tolist() == (~there)[:10].tolist()
    assert not came[10:].any()
    assert (state.overloads[:10][~there[:10]] == 0).all(), "it came in place of the card from the pile"
    assert (waiting[0][1] == (~there & (np.arange(30) >= 10))).all()


def test_a_card_that_lies_there_is_not_laid_twice() -> None:
    tables = plain_tables("E22222 20", "E33333 20", book={"slots": 4})
    state = opened(tables, 4)
    card = int(state.card[0, 0])
    waiting: Waiting = [(card, state.card[0] == card), (card, state.card[0] == card)]
    assert lay_injected(state, tables, waiting) == []
    assert waiting == []
