"""The chance of success, term by term, on positions that a person can reckon with (tables 1, 2 and 4).

The plain position: four equal members (effort weight 1 each), S = 1, trust 56, support 56, legitimacy 55, tension 44.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference import reference_tables
from tests.rules.helpers import act, choices_of, everyone, opened, plain_tables, random_choices

from tabletop.rules import Outcomes, State, odds
from tabletop.rules.arithmetic import chance
from tabletop.rules.chance import (
    TERMS,
    Lane,
    best_tactic,
    held_back,
    ladder_steps,
    need,
    pick_tactic,
    points,
    tactic_points,
)
from tabletop.rules.effects import acts_at_once
from tabletop.rules.parameters import Rulebook
from tabletop.rules.vocabulary import OUTSIDE, Domain, Strategy, Tactic

BIL, MUL, CBM, TR2 = Strategy.BILATERAL, Strategy.MULTILATERAL, Strategy.CONFIDENCE, Strategy.TRACK2
Moves = Mapping[int, Mapping[str, int]]
PAIR = {0: act(BIL, target=1), 1: act(BIL, target=0)}


def ask(row: str, moves: Moves, prepare: Callable[[State], Any] | None = None, **given: Any) -> tuple[Outcomes, State]:
    tables = plain_tables(row, **given)
    state = opened(tables)
    if prepare is not None:
        prepare(state)
    return odds(state, choices_of(tables.alliance.size, 1, moves), tables), state


def terms(row: str, moves: Moves, prepare: Callable[[State], Any] | None = None, **given: Any) -> dict[str, int]:
    """The terms of member 0's negotiation, in hundredths of a point."""
    outcomes, _ = ask(row, moves, prepare, **given)
    return {name: int(value[0, 0]) for name, value in outcomes.terms.items()}


def calm_board(state: State) -> None:
    state.deterrence[:] = 6000


def test_a_summit_of_four_with_a_pencil() -> None:
    """Two pips everywhere: fit 0.  base −1; trust 1.5·0.6 = 0.9; affinity 4·0.7 = 2.8; need 1·(1 + 0.5 + 0.25)·4/2 =
    3.5,
    supply 4, effort 7·0.14 = 0.98; legitimacy 1.5·0.5 = 0.75; leverage 1·1 = 1; domestic 1·0.6 = 0.6; partners 1.5·3
    = 4.5;
    interest 2.  Together 12.53 points: 71 %."""
    outcomes, _ = ask("E22222 20", everyone(4, MUL), calm_board)
    got = {name: int(value[0, 0]) for name, value in outcomes.terms.items() if value[0, 0]}
    assert got == {
        "base": -100, "trust": 90, "affinity": 280, "effort": 98, "legitimacy": 75, "leverage": 100, "domestic": 60,
        "partners": 450, "tactic": 200,
    }  # fmt: skip
    assert outcomes.score.ravel().tolist() == [1253] * 4
    assert outcomes.chance.ravel().tolist() == [int(chance(1253, 1400))] * 4 == [7099] * 4
    assert set(outcomes.terms) == set(TERMS)


def test_a_mutual_bilateral_with_a_pencil() -> None:
    """Urgency 4 pips +4, breadth 0 pips +4: base −4; trust 2·0.6 = 1.2; affinity 3·0.7 = 2.1; need 0.8·1.5 = 1.2,
    supply 2,
    cover limited to +0.5: 6·0.5 = 3; domestic 0.5·0.6 = 0.3; partner +4; interest 2; escalation 0."""
    got = terms("T40222 20", PAIR)
    assert got["urgency"] == 400
    assert got["breadth"] == 400
    assert (got["base"], got["trust"], got["affinity"], got["effort"]) == (-400, 120, 210, 300)
    assert (got["domestic"], got["partners"], got["tactic"], got["leverage"]) == (30, 400, 200, 0)


def test_a_confidence_measure_of_two() -> None:
    """Trust is half the group's 56 and half the calm 100 − 44 = 56 (external): 1·0.6; need 0.6·1.5 = 0.9, supply 2:
    4·0.5 = 2."""
    moves = {0: act(CBM), 1: act(CBM)}
    got = terms("E22422 20", moves)
    assert (got["base"], got["misperception"], got["trust"], got["effort"]) == (-300, 600, 60, 200)
    assert (got["affinity"], got["legitimacy"], got["domestic"], got["partners"]) == (70, 25, 30, 250)

    def tense(state: State) -> None:
        state.tension[:] = 8000

    assert terms("E22422 20", moves, tense)["trust"] == -120  # (56 + 20)/2 = 38: 1·(−1.2)

    def quarrel(state: State) -> None:
        state.trust[0, 1], state.trust[1, 0] = 1000, 3000

    third = {2: act(CBM), 3: act(CBM)}
    outcomes, _ = ask("I22422 20", third, quarrel)
    assert outcomes.terms["trust"][2, 0] == -120  # (56 + 20)/2 = 38
    assert terms("T22422 20", moves, tense)["trust"] == 60  # across borders the region's calm does not count


def test_track2_alone() -> None:
    """Alone: trust 50 and S 0.3, so both terms are 0; need 0.4·1.5 = 0.6, supply 1: cover +0.5, 2·0.5 = 1;
    sensitivity +7;
    interest 2 + 5·(1 − 0.3)/2 = 3.75."""
    got = terms("E22242 20", {0: act(TR2)})
    assert {name: v for name, v in got.items() if v} == {"sensitivity": 700, "effort": 100, "tactic": 375}


@pytest.mark.parametrize(
    ("strategy", "row"),
    [(BIL, [400, -400, -200, -400, 200]), (MUL, [-300, 400, -200, -600, 400]),
     (CBM, [0, 100, 600, -400, -400]), (TR2, [-300, -100, 100, 700, -300])],
)  # fmt: skip
def test_fit_at_every_pip(strategy: Strategy, row: list[int]) -> None:
    """A feature counts −1, −½, 0, ½, 1 times its weight for 0 to 4 pips."""
    names = ["urgency", "breadth", "misperception", "sensitivity", "enforcement"]
    for feature, weight in enumerate(row):
        for pips in range(5):
            code = "".join(str(pips if k == feature else 2) for k in range(5))
            got = terms(f"T{code} 20", everyone(4, strategy, target=1) | {1: act(strategy, target=0)})
            assert got[names[feature]] == weight * (pips - 2) // 2
            assert all(got[name] == 0 for k, name in enumerate(names) if k != feature)


def test_escalation_weighs_from_step_2() -> None:
    for step, points_ in ((1, 200), (2, 0), (5, -600)):
        assert terms(f"T22222 {step}0", {0: act(TR2)})["escalation"] == points_
    assert terms("T22222 50", everyone(4, MUL))["escalation"] == -300


def test_groundwork_eases_official_talks_only() -> None:
    """Sensitivity 4 pips, groundwork 1: half of it is left, 2·0.5 − 1 = 0; MUL +5 a level.  Track II meets it in
    full."""

    def laid(levels: int) -> Callable[[State], None]:
        def prepare(state: State) -> None:
            state.prepared[0] = levels

        return prepare

    assert [terms("T22242 20", everyone(4, MUL), laid(k))["sensitivity"] for k in (0, 1, 2)] == [-600, 0, 600]
    assert [terms("T22242 20", everyone(4, MUL), laid(k))["groundwork"] for k in (0, 1, 2)] == [0, 500, 1000]
    assert [terms("T22242 20", {0: act(TR2)}, laid(k))["sensitivity"] for k in (0, 1, 2)] == [700, 700, 700]
    assert terms("T22242 20", {0: act(TR2)}, laid(2))["groundwork"] == 0


def test_effort_against_need() -> None:
    """Need of the summit 3.5 (above); supplies 0, 1·4 = 4, 2·4 = 8: cover −1, +0.14, +0.5."""
    got = [terms("T22222 20", everyone(4, MUL, effort))["effort"] for effort in (0, 1, 2)]
    assert got == [-700, 98, 350]
    # breadth 4 pips: need 1·(1 + 0.5 + 0.5)·2 = 4: supply 4 meets it exactly
    assert terms("T24222 20", everyone(4, MUL))["effort"] == 0


def test_a_strong_member_weighs_more() -> None:
    """Capability 0.7 of four: weight ½ + ½·4·0.7 = 1.9; a weak one 0.1: 0.7; bilaterals at step 4."""
    share = np.array([[7000], [1000], [1000], [1000]], np.int32)
    tables = plain_tables("T22222 40", capability=share)
    state = opened(tables)
    outcomes = odds(state, choices_of(4, 1, {0: act(BIL, target=1), 2: act(BIL, target=3)}), tables)
    # need 0.8·(1 + 1 + 0.25) = 1.8: 1.9/1.8 = 1.06, 6·0.06 = 0.36; 0.7/1.8 = 0.39, 6·(−0.61) = −3.66
    assert outcomes.terms["effort"][[0, 2], 0].tolist() == [36, -366]


def test_the_outside_party_at_the_table() -> None:
    """Trust is the calm 56: 2·0.6 = 1.2; S is 0.1: 3·(−0.2) = −0.6; no partner's points."""
    got = terms("E22222 20", {0: act(BIL, target=OUTSIDE)}, calm_board)
    assert (got["trust"], got["affinity"], got["partners"], got["leverage"]) == (120, -60, 0, 100)
    assert terms("I22222 20", {0: act(BIL, target=OUTSIDE)})["base"] == 0  # not allowed between allies: Hold


def test_leverage_is_limited_and_external_only() -> None:
    def strong(state: State) -> None:
        state.deterrence[:] = 9500

    assert terms("E22222 20", PAIR, strong)["leverage"] == 300
    assert terms("T22222 20", PAIR, strong)["leverage"] == 0
    assert terms("E22222 20", {0: act(CBM)}, strong)["leverage"] == 0


def test_three_partners_at_most_count() -> None:
    """A summit of 2, 4 and 7: 1.5 for each partner, but 4.5 at most."""
    got = [terms("T22222 20", {i: act(MUL) for i in range(n)}, members=8)["partners"] for n in (2, 4, 7)]
    assert got == [150, 450, 450]


def test_one_sided_deals_count_the_partners_support() -> None:
    def prepare(state: State) -> None:
        state.support[:, 0] = 4000, 8000, 5000, 5000
        state.trust[0, 1], state.trust[1, 0] = 8000, 6000

    got = terms("T22222 20", {0: act(BIL, target=1)}, prepare)
    assert got["domestic"] == 50  # 0.5·(60 − 50)/10
    assert got["trust"] == 400  # 2·(70 − 50)/10
    assert got["partners"] == 0
    assert terms("T22222 20", PAIR, prepare)["partners"] == 400


def test_side_deals_and_the_dual_track() -> None:
    """R4: a mutual pair and one bilateral more: −3 each; the summit −4 for each of the two deals; R5: +3."""
    moves = {**PAIR, 2: act(BIL, target=3), 3: act(MUL), 4: act(MUL), 5: act(CBM)}
    outcomes, _ = ask("T22222 20", moves, members=6)
    assert outcomes.terms["side deals"][:, 0].tolist() == [-300, -300, -300, -800, -800, 0]
    assert outcomes.terms["dual track"][:, 0].tolist() == [0, 0, 0, 300, 300, 0]
    assert terms("T22222 20", PAIR)["side deals"] == 0


def test_channels_help_later_track2() -> None:
    def channels(state: State) -> None:
        state.channel[:, 0] = 100, 300, 0, 0

    both = {0: act(TR2), 1: act(TR2)}
    assert terms("T22222 20", both, channels)["channel"] == 600  # 2 a level, the best of the group
    assert terms("T22222 20", {0: act(TR2)}, channels)["channel"] == 200
    assert terms("T22222 20", {0: act(CBM)}, channels)["channel"] == 0


def minilateral(members: int, present: int) -> tuple[int, int]:
    outcomes, _ = ask("T22222 20", {i: act(MUL) for i in range(present)}, members=members)
    return int(outcomes.terms["minilateral"][0, 0]), int(outcomes.chance[0, 0])


def test_quorum() -> None:
    """R2: 0.6·N rounded up: 2 of 3, 3 of 4, 3 of 5, 4 of 6, 5 of 7, 5 of 8."""
    for members, quorum in ((3, 2), (4, 3), (5, 3), (6, 4), (7, 5), (8, 5)):
        assert minilateral(members, quorum)[0] == 0
        if quorum > 2:
            assert minilateral(members, quorum - 1)[0] == -600
        assert minilateral(members, 1)[1] == 0  # alone: a consultation
        assert minilateral(members, 2)[1] > 0


# --- table 4 -----------------------------------------------------------------------------------------------------


def tactic(row: str, which: Tactic, prepare: Callable[[State], Any] | None = None, move: Moves | None = None) -> int:
    moves = {0: {**act(TR2), "tactic": which}} if move is None else move
    return terms(row, moves, prepare)["tactic"]


def test_every_tactic() -> None:
    """Alone S = 0.3 and trust 50; legitimacy 55: mediation gains (55 − 50)/20 = 0.25."""
    assert tactic("T22222 20", Tactic.INTEREST) == 375
    assert [tactic(f"T22{m}22 20", Tactic.LISTEN) for m in (0, 2, 4)] == [100, 300, 500]
    assert tactic("T22222 20", Tactic.RAPPORT) == -100
    assert [tactic(f"T2222{e} 20", Tactic.PACKAGE) for e in (0, 2, 4)] == [100, 300, 500]
    assert [tactic(f"T22222 {k}0", Tactic.MEDIATE) for k in (3, 4)] == [125, 525]
    assert [tactic(f"T222{s}2 20", Tactic.BACKCHANNEL) for s in (0, 2, 4)] == [-200, 100, 400]
    assert [tactic(f"I2222{e} 20", Tactic.ARBITRATE) for e in (0, 2, 4)] == [100, 350, 600]
    assert [tactic(f"T2222{e} 20", Tactic.ARBITRATE) for e in (0, 2, 4)] == [-100, 50, 200]
    assert tactic("T22222 20", Tactic.HARD) == -400


def test_mediation_under_mistrust_and_own_channel() -> None:
    def mistrust(state: State) -> None:
        state.trust[0, 1] = state.trust[1, 0] = 3900
        state.legitimacy[:] = 7000
        state.channel[0] = 150

    pair = {i: {**PAIR[i], "tactic": Tactic.MEDIATE} for i in (0, 1)}
    assert tactic("T22222 20", Tactic.MEDIATE, mistrust, pair) == 600  # 5 + 20/20
    assert tactic("T22202 20", Tactic.BACKCHANNEL, mistrust) == -50  # −2 + 1.5


def test_a_group_uses_the_mean_of_its_tactics() -> None:
    """Interest at S = 1: 2; hard −4; listen at 2 pips 3: mean of 2, −4, 3, 3 = 1."""
    tactics = [Tactic.INTEREST, Tactic.HARD, Tactic.LISTEN, Tactic.LISTEN]
    moves = {i: {**act(MUL), "tactic": t} for i, t in enumerate(tactics)}
    outcomes, _ = ask("T22222 20", moves)
    assert outcomes.terms["tactic"].ravel().tolist() == [100] * 4


def test_best_tactic_leaves_hard_bargaining_out() -> None:
    values = [np.array([k]) for k in (1, 3, 0, 3, 2, 1, 0, 99)]
    assert best_tactic(values).tolist() == [Tactic.LISTEN]
    assert pick_tactic(values, np.array([7])).tolist() == [99]


# --- steps (table 3, R10b) ---------------------------------------------------------------------------------------


def lane(strategy: Strategy, **given: Any) -> Lane:
    plain = {
        "domain": Domain.EXTERNAL, "urgency": 2, "breadth": 2, "enforcement": 2, "fear": 0, "sensitivity": 0,
        "prepared": 0, "escalation": 2, "trust": 5600, "affinity": 30, "supply": 100, "support": 5600,
        "legitimacy": 5500,
        "deterrence": 5000, "partners": 1, "members": 5,
    }  # fmt: skip
    values = {name: np.asarray(value, np.int32) for name, value in {**plain, **given}.items() if name != "members"}
    return Lane(strategy=np.asarray(strategy, np.int32), members=int({**plain, **given}["members"]), **values)


@pytest.mark.parametrize(
    ("strategy", "given_", "steps"),
    [
        (BIL, {"breadth": 2}, 2), (BIL, {"breadth": 3}, 1), (MUL, {"breadth": 1}, 2), (MUL, {"breadth": 2}, 3),
        (CBM, {"fear": 25}, 1), (CBM, {"fear": 50}, 2), (TR2, {"sensitivity": 25}, 0), (TR2, {"sensitivity": 50}, 1),
        (TR2, {"sensitivity": 75}, 2),
        # R10b: a taboo (3 pips) until prepared, fear (3 pips) until cleared
        (BIL, {"sensitivity": 75}, 1), (MUL, {"sensitivity": 75}, 1), (CBM, {"sensitivity": 75, "fear": 50}, 1),
        (MUL, {"sensitivity": 75, "prepared": 1}, 3), (MUL, {"sensitivity": 100, "prepared": 1}, 3),
        (MUL, {"sensitivity": 50}, 3), (BIL, {"fear": 75}, 1), (MUL, {"fear": 75}, 1), (CBM, {"fear": 75}, 2),
        (BIL, {"fear": 50}, 2), (TR2, {"sensitivity": 100, "fear": 100}, 2),
    ],
)  # fmt: skip
def test_ladder_steps(strategy: Strategy, given_: dict[str, int], steps: int) -> None:
    assert int(ladder_steps(Rulebook(), lane(strategy, **given_))) == steps


def test_need_is_never_nothing() -> None:
    assert int(need(Rulebook(), lane(TR2, escalation=0))) == 40
    assert int(need(Rulebook(), lane(MUL, members=8, escalation=4, breadth=4))) == 1000  # 1·(1 + 1 + 0.5)·4
    assert int(need(Rulebook(), lane(CBM, escalation=2, breadth=4))) == 90  # breadth does not matter


# --- properties --------------------------------------------------------------------------------------------------

lanes = st.fixed_dictionaries(
    {
        "domain": st.integers(0, 2), "urgency": st.integers(0, 4), "breadth": st.integers(0, 4),
        "enforcement": st.integers(0, 4), "fear": st.integers(0, 100), "sensitivity": st.integers(0, 100),
        "prepared": st.integers(0, 1), "escalation": st.integers(1, 5), "trust": st.integers(0, 9000),
        "affinity": st.integers(-100, 90), "supply": st.integers(0, 2000), "support": st.integers(0, 9000),
        "legitimacy": st.integers(0, 9000), "deterrence": st.integers(0, 9000), "partners": st.integers(0, 6),
        "members": st.integers(3, 8),
    }
)  # fmt: skip


@given(lanes, st.sampled_from([BIL, MUL, CBM, TR2]), st.integers(1, 1000))
def test_more_of_what_helps_never_lowers_the_score(given_: dict[str, int], strategy: Strategy, more: int) -> None:
    book = Rulebook()

    def total(**changed: int) -> int:
        return sum(int(v) for _, v in points(book, lane(strategy, **{**given_, **changed})))

    before = total()
    for name in ("trust", "supply", "support", "legitimacy", "deterrence"):
        assert total(**{name: given_[name] + more}) >= before, name
    assert total(affinity=given_["affinity"] + 10) >= before
    assert total(prepared=given_["prepared"] + 1) >= before
    assert total(partners=given_["partners"] + 1) >= before
    assert total(escalation=given_["escalation"] + 1) <= before


@given(lanes, st.sampled_from(list(Tactic)), st.integers(1, 1000))
def test_no_tactic_suffers_from_legitimacy_or_a_channel(given_: dict[str, int], which: Tactic, more: int) -> None:
    book = Rulebook()
    less = tactic_points(book, lane(TR2, **given_), np.int32(0))[which]
    after = tactic_points(book, lane(TR2, **{**given_, "legitimacy": given_["legitimacy"] + more}), np.int32(100))[
        which
    ]
    assert int(after) >= int(less)


def test_terms_sum_to_the_score_in_random_games() -> None:
    games = 400
    for members in (3, 5, 8):
        tables = reference_tables(members, games)
        state = opened(tables, games)
        outcomes = odds(state, random_choices(np.random.default_rng(members), members, games), tables)
        assert set(outcomes.terms) == set(TERMS)
        assert np.array_equal(sum(outcomes.terms.values()), outcomes.score)
        curve = chance(outcomes.score, tables.book.score_scale)
        assert np.array_equal(outcomes.chance, np.where(outcomes.tried, curve, 0))
        assert (outcomes.die == -1).all()
        assert not outcomes.success.any()


def test_asking_for_odds_changes_nothing() -> None:
    tables = reference_tables(5, 50)
    state = opened(tables, 50)
    before = state.copy()
    choices = random_choices(np.random.default_rng(3), 5, 50)
    asked = choices.copy()
    odds(state, choices, tables)
    assert all(
        np.array_equal(getattr(state, n), getattr(before, n)) for n in ("trust", "card", "fear", "means", "order")
    )
    assert np.array_equal(choices.effort, asked.effort)
    assert np.array_equal(choices.strategy, asked.strategy)


@pytest.mark.parametrize(
    ("strategy", "secrecy", "fear", "held"),
    [
        (BIL, 75, 0, (True, False)),
        (CBM, 75, 100, (True, False)),
        (CBM, 50, 100, (False, False)),
        (MUL, 50, 75, (False, True)),
        (TR2, 100, 100, (False, False)),
        (BIL, 74, 74, (False, False)),
    ],
)
def test_what_holds_a_success_to_one_step(strategy: Strategy, secrecy: int, fear: int, held: tuple[bool, bool]) -> None:
    """R10b: from 75 of secrecy official talks move one step, from 75 of fear bargains do; Track II never minds."""
    lane = SimpleNamespace(strategy=np.int32(strategy), sensitivity=np.int32(secrecy), fear=np.int32(fear), prepared=0)
    assert tuple(bool(x) for x in held_back(Rulebook(), lane)) == held


def test_what_counts_before_the_escalation_roll() -> None:
    """R1: bilaterals and confidence measures at once, summits only while a treaty stands, Track II never."""
    moves = np.array([BIL, MUL, CBM, TR2, Strategy.HOLD])
    assert acts_at_once(moves, np.bool_(False)).tolist() == [True, False, True, False, False]
    assert acts_at_once(moves, np.bool_(True)).tolist() == [True, True, True, False, False]
