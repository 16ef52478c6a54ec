"""The named rules between allies (R1 to R10), one turn at a time, with numbers that a person can redo with a pencil.

The plain board: four equal members, trust 56, support 56, tension 44, legitimacy 55, readiness 45, line 50, threat 50,
harm 5, means 3, every stake 0.5.  R8 from trust 56: a raw loss of x takes 3.2·x·0.56, a raw gain gives 2·x·0.44.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.rules.helpers import (
    BIL,
    CBM,
    HOLD,
    MUL,
    NOTHING,
    TR2,
    Played,
    act,
    always,
    choices_of,
    everyone,
    lost,
    opened,
    pair,
    plain_tables,
    play,
    stakes,
    won,
)

from tabletop.rules import Outcomes, State, resolve
from tabletop.rules.ledger import Changes
from tabletop.rules.vocabulary import OUTSIDE, Tactic

# --- R1, R4, R10b, R14: the ladder -------------------------------------------------------------------------------


def test_r1_fast_before_the_roll_slow_after_it() -> None:
    """A summit and a rise in one turn: 3 + 1 − 3 = 1.  A bilateral's success leaves no roll: 3 − 2 = 1."""

    def rose(state: State, outcomes: Outcomes) -> Any:
        return won(state, outcomes) & (state.escalation[0] == 1)

    slow = play(plain_tables("T42222 30"), everyone(4, MUL), rose)
    assert slow.whys("escalation", 0) == {"escalation": 100, "slow talks": -300}
    fast = play(plain_tables("T42222 30"), pair())
    assert fast.whys("escalation", 0) == {"fast talks": -200}
    assert fast.after.escalation[0, 0] == 1


def test_r1_a_standing_treaty_makes_summits_fast() -> None:
    def covered(state: State) -> None:
        state.covered[1] = True  # whichever domain

    played = play(plain_tables("T42222 40"), everyone(4, MUL), won, covered)
    assert played.whys("escalation", 0) == {"fast talks": -300}


def test_r1_slow_talks_come_too_late_for_an_outbreak() -> None:
    """At step 5 the roll to 6 comes before the summit's three steps."""
    played = play(plain_tables("T42222 50"), everyone(4, MUL), lambda s, o: won(s, o) & (s.outbreaks > 0))
    assert played.whys("escalation", 0) == {"escalation": 100, "off the table": -600}
    assert played.after.ended[0, 0] == 2


def test_r4_the_best_success_counts_and_one_step_for_another() -> None:
    """Bilateral 2 (fast), Track II 1 (slow): best 2, a different one +1: 2 at once, 1 later."""
    moves = {**pair(), 2: act(TR2)}
    played = play(plain_tables("T22222 50"), moves)
    assert played.whys("escalation", 0) == {"fast talks": -200, "slow talks": -100}
    # two bilaterals are the same strategy: 2 steps, not 3
    twice = play(plain_tables("T22222 50"), {**pair(), 2: act(BIL, target=3), 3: act(BIL, target=2)})
    assert twice.whys("escalation", 0) == {"fast talks": -200}
    # bilateral 2 and confidence 1, both fast: 3 at once
    both = play(plain_tables("T22022 50"), {**pair(), 2: act(CBM), 3: act(CBM)})
    assert both.whys("escalation", 0) == {"fast talks": -300}


def test_r2_minilateral_moves_one_step_and_no_treaty() -> None:
    played = play(plain_tables("T22222 40", members=5), {0: act(MUL), 1: act(MUL)})
    assert played.terms("escalation", 0, rule="R1") == -100
    assert played.after.stage[0] == 0
    assert played.terms("legitimacy", rule="T3") == 0
    assert played.terms("readiness", rule="T3") == 0
    assert played.after.line[0] < 5000


def test_r2_absentees_pay_only_when_they_held_and_the_quorum_was_missed() -> None:
    """1.5 raw: 4.8·0.56 = 2.69 with each of those who met; one who works elsewhere pays nothing."""
    moves = {0: act(MUL), 1: act(MUL), 2: act(TR2)}
    played = play(plain_tables("T22222 20", members=5), moves, always)
    why = "stayed away from the summit"
    assert [played.whys("trust", 0, j).get(why, 0) for j in (1, 2, 3, 4)] == [0, 0, -269, -269]
    assert why not in played.whys("trust", 2, 3)
    full = play(plain_tables("T22222 20", members=5), everyone(3, MUL), always)
    assert why not in full.whys("trust", 0, 4)


def test_r2_alone_is_a_consultation() -> None:
    played = play(plain_tables("T22222 20"), {0: act(MUL)}, always)
    assert not played.outcomes.tried.any()
    assert played.outcomes.die[0, 0] == -1
    assert played.terms("support", 0, rule="T3") == 0
    assert played.terms("legitimacy", rule="T3") == 0


@pytest.mark.parametrize(
    ("urgency", "tension", "deterrence", "channel", "tried", "row", "percent"),
    [
        (0, 0, 5000, 0, True, "T", 5),  # the floor is also the base
        (4, 4000, 5000, 0, True, "T", 42),  # 5 + 25 + 12
        (4, 4000, 5000, 0, False, "T", 57),  # nobody tried: +15
        (4, 4000, 10000, 0, True, "E", 27),  # deterrence full: −15, external only
        (4, 4000, 10000, 0, True, "T", 42),
        (4, 4000, 0, 0, True, "E", 57),  # no deterrence at all: +15
        (4, 4000, 5000, 300, True, "T", 33),  # three channels: −9
        (4, 10000, 0, 0, False, "E", 90),  # 5 + 25 + 30 + 15 + 15 = 90
        (0, 0, 10000, 300, True, "E", 5),  # never below 5
    ],
)
def test_r14_chance_of_escalation(
    urgency: int, tension: int, deterrence: int, channel: int, tried: bool, row: str, percent: int
) -> None:
    """5 % + 25 % urgency + 30 % tension + 15 % if nobody tried − 15 %·(det − 50)/50 − 3 % a channel, 5 to 90 %."""
    games = 3000
    tables = plain_tables(f"{row}{urgency}2222 20")
    state = opened(tables, games)
    state.tension[:] = tension
    state.deterrence[:] = deterrence
    state.channel[1] = channel
    # alone at a summit is an attempt without effect
    resolve(state, choices_of(4, games, {0: act(MUL)} if tried else NOTHING), tables)
    assert (state.escalation[0] == 3).mean() == pytest.approx(percent / 100, abs=0.03)


def test_r14_escalation_can_be_exact() -> None:
    from tabletop.rules.context import Turn
    from tabletop.rules.ladder import escalation_chance
    from tabletop.rules.negotiate import crisis_keys, group, negotiate, turn_keys

    tables = plain_tables("E32222 20")
    state = opened(tables)
    state.deterrence[:] = 6234
    groups = group(state, choices_of(4, 1, NOTHING), tables)
    luck = turn_keys(state)
    crises = crisis_keys(state, tables, luck)
    turn = Turn(state, tables, groups, negotiate(state, groups, tables, crises), Changes(state), luck, crises)
    # 500 + 1875 + 30·44 + 1500 − 15·1234/50 (370.2) = 4825 − rounded half up
    assert int(escalation_chance(turn)[0, 0]) == 500 + 1875 + 1320 + 1500 - 370


# --- R3: side deals -----------------------------------------------------------------------------------------------


def r3(played: Played, k: int, dealer: int) -> int:
    return played.whys("trust", k, dealer).get("side deal", 0)


def test_r3_side_deals_by_stake() -> None:
    """5·(stake + 0.25): stake 1.0 → 6.25 raw: 20·0.56 = 11.2; stake 0 → 1.25 raw: 4·0.56 = 2.24."""
    played = play(plain_tables("T22222 20"), pair(), won, stakes(50, 50, 100, 0))
    assert [r3(played, 2, 0), r3(played, 2, 1)] == [-1120, -1120]
    assert [r3(played, 3, 0), r3(played, 3, 1)] == [-224, -224]
    assert [r3(played, 0, 1), r3(played, 1, 0)] == [0, 0]
    failed = play(plain_tables("T22222 20"), pair(), lost, stakes(50, 50, 100, 0))
    assert r3(failed, 2, 0) == 0


def test_r3_multipliers() -> None:
    """Outside party ×1.6 → 10 raw: 17.92; listening ×0.4 → 2.5 raw: 4.48; bound by a treaty ×0.5 → 3.13 raw: 5.61."""
    outside = play(plain_tables("T22222 20"), {0: act(BIL, target=OUTSIDE)}, won, stakes(50, 50, 100, 0))
    assert r3(outside, 2, 0) == -1792
    listening = play(plain_tables("T22222 20"), pair(tactic=Tactic.LISTEN), won, stakes(50, 50, 100, 0))
    assert r3(listening, 2, 0) == -448

    def bound(state: State) -> None:
        stakes(50, 50, 100, 0)(state)
        state.signed[0] = 1

    nested = play(plain_tables("T22222 20"), pair(), won, bound)
    assert r3(nested, 2, 0) == -561  # 250·1.25 = 312.5 → 313; 626 → 1002; 1002·0.56
    assert r3(nested, 2, 1) == -1120


def test_r3_the_partner_of_a_one_sided_deal_pays_too() -> None:
    played = play(plain_tables("T22222 20"), {0: act(BIL, target=1)}, won, stakes(50, 50, 100, 0))
    assert [r3(played, 2, 0), r3(played, 2, 1)] == [-1120, -1120]
    assert [r3(played, 0, 1), r3(played, 1, 0)] == [0, 0]


# --- R6, R7 -------------------------------------------------------------------------------------------------------


def test_r6_help_and_abandonment_in_danger() -> None:
    """Member 3 in danger (step 3, stake 0.7): +2·2 raw for member 0 (8·0.44 = 3.52), −4 raw for idle member 1
    (7.17)."""
    moves = {0: act(TR2, 2), 2: act(TR2, 0), 3: act(TR2, 1)}
    played = play(plain_tables("T22222 30"), moves, always, stakes(0, 0, 0, 70))
    assert played.terms("trust", 3, 0, rule="R6") == 352
    assert played.terms("trust", 3, 1, rule="R6") == -717
    assert played.terms("trust", 3, 2, rule="R6") == 0  # came without effort: neither
    assert played.terms("trust", 0, 1, rule="R6") == 0  # not in danger itself
    below = play(plain_tables("T22222 30"), moves, always, stakes(0, 0, 0, 69))
    assert below.terms("trust", 3, 1, rule="R6") == 0
    early = play(plain_tables("T22222 20"), moves, always, stakes(0, 0, 0, 70))
    assert early.terms("trust", 3, 1, rule="R6") == 0


def test_r6_treaties_bind() -> None:
    """Two treaties signed: 4·(1 + 0.8) = 7.2 raw: 23.04·0.56 = 12.90."""

    def bound(state: State) -> None:
        stakes(0, 0, 0, 100)(state)
        state.signed[1] = 2

    played = play(plain_tables("T22222 30"), {3: act(TR2)}, always, bound)
    assert played.terms("trust", 3, 1, rule="R6") == -1290
    assert played.terms("trust", 3, 0, rule="R6") == -717


def test_r6_holding_while_ones_own_crisis_burns() -> None:
    played = play(plain_tables("T22222 30"), {0: act(TR2)}, always, stakes(100, 100, 0, 0))
    assert [played.terms("support", i, rule="R6") for i in range(4)] == [0, -200, 0, 0]


def test_r6b_entrapment() -> None:
    """Working on a crisis with an own stake below 0.4 that climbs: −2.5."""

    def rose(state: State, outcomes: Outcomes) -> Any:
        return lost(state, outcomes) & (state.escalation[0] == 3)

    moves = {0: act(TR2), 1: act(TR2)}
    played = play(plain_tables("T42222 20"), moves, rose, stakes(39, 40, 10, 10))
    assert [played.terms("support", i, rule="R6b") for i in range(4)] == [-250, 0, 0, 0]
    calm = play(plain_tables("T42222 20"), moves, lambda s, o: s.escalation[0] == 2, stakes(39, 40, 10, 10))
    assert calm.terms("support", 0, rule="R6b") == 0


def test_r6c_open_quarrels() -> None:
    """Step 4: 2.5·3 = 7.5 raw both ways: 24·0.56 = 13.44; common line −0.8·2 = −1.6."""
    played = play(plain_tables("I22222 40"), NOTHING, always)
    assert played.terms("trust", 0, 1, rule="R6c") == played.terms("trust", 1, 0, rule="R6c") == -1344
    assert played.terms("trust", 0, 2, rule="R6c") == 0
    assert played.terms("line", rule="R6c") == -160
    mild = play(plain_tables("I22222 10"), NOTHING, always)
    assert mild.terms("trust", 0, 1, rule="R6c") == mild.terms("line", rule="R6c") == 0


def test_r7_free_riding() -> None:
    """Efforts 2, 1, 0, 0: mean 0.75; 2·0.75 = 1.5 raw: 4.8·0.56 = 2.69 with each contributor."""
    played = play(plain_tables("T22222 10"), {0: act(TR2, 2), 1: act(TR2, 1), 2: act(TR2, 0)}, always)
    why = "did not contribute"
    assert [played.whys("trust", 0, j).get(why, 0) for j in (1, 2, 3)] == [0, -269, -269]
    assert why not in played.whys("trust", 2, 3)
    # means 1.5 are cut to 1.2: 2·1.2 = 2.4 raw: 7.68·0.56 = 4.30
    many = play(plain_tables("T22222 10"), {0: act(TR2, 2), 1: act(TR2, 2), 2: act(TR2, 2)}, always)
    assert many.whys("trust", 0, 3)[why] == -430


# --- R8 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "gain", "loss", "up", "down"),
    [
        (5000, 600, 0, 600, 0),  # 2·6·0.5
        (9000, 600, 0, 120, 0),  # near the top little is won: 2·6·0.1
        (5000, 0, 500, 0, -800),  # 1.6·2·5·0.5
        (1000, 0, 500, 0, -160),
        (5000, 600, 500, 600, -896),  # the loss meets what the gain has made: 16·0.56
        (5000, 20000, 0, 5000, 0),  # no more than there is to win
        (5000, 0, 20000, 0, -5000),  # no more than there is to lose
        (5000, 333, 777, 333, -1326),  # 666·0.5; 1554·1.6 = 2486.4 → 2486, ·0.5333 = 1325.8
    ],
)
def test_r8_arithmetic(before: int, gain: int, loss: int, up: int, down: int) -> None:
    state = opened(plain_tables(), 1)
    changes = Changes(state)
    changes.trust_up("T3", gain)
    changes.trust_down("T3", loss)
    rose, fell = changes.trust_terms(np.full((4, 4, 1), before, np.int32), 200, 160)
    assert (int(rose[0, 1, 0]), int(fell[0, 1, 0])) == (up, down)


def test_r8_drift() -> None:
    """S = 1: base 50 + 20·0.7 = 64; 4 % of the way from 56 is 0.32; from 90, −1.04."""

    def some(state: State) -> None:
        state.trust[0, 1] = 9000

    played = play(plain_tables("T22222 10"), NOTHING, always, some)
    assert played.terms("trust", 1, 0, rule="R8") == 32
    assert played.terms("trust", 0, 1, rule="R8") == -104
    assert (np.diagonal(played.after.trust[..., 0]) == 0).all()


# --- R9, R10 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("greedy", "known", "percent"), [(0, 0, 81.75), (100, 0, 48.75), (0, 60, 91.75), (100, 59, 48.75)]
)
def test_r9_answers(greedy: int, known: int, percent: float) -> None:
    """0.90 − 0.55·0.15 = 0.8175; 0.90 − 0.55·0.75 = 0.4875; +0.10 once 0.6 is known.  An answer lowers the ladder."""
    games = 4000
    tables = plain_tables("E22422 50", greedy=greedy)
    state = opened(tables, games)
    state.known[:] = known
    state.tension[:] = 0
    outcomes = resolve(state, choices_of(4, games, everyone(4, CBM)), tables)
    tried = outcomes.success[0]
    answered = state.fear[0] == 50
    assert answered[tried].mean() == pytest.approx(percent / 100, abs=0.03)
    assert not answered[~tried].any()


def test_r10_groundwork_and_channels_have_limits_and_fade() -> None:
    def full(state: State) -> None:
        state.prepared[0] = 2
        state.channel[0] = 250

    played = play(plain_tables("T22222 50"), {0: act(TR2)}, won, full)
    assert played.after.prepared[0, 0] == 2
    assert played.whys("channel", 0) == {"channel opened": 50, "channels go quiet": -20}
    off = play(plain_tables("T22222 50", book={"channels": 0}), {0: act(TR2)})
    assert off.after.channel.sum() == 0
    assert off.after.prepared[0, 0] == 1


def test_r10_without_channels_none_stand_at_the_start() -> None:
    channels = np.full((4, 1), 200, np.int32)
    assert opened(plain_tables(channels=channels)).channel.tolist() == [[200]] * 4
    assert opened(plain_tables(channels=channels, book={"channels": 0})).channel.sum() == 0


def test_r10_leaks() -> None:
    """6 % for every member in Track II or a back channel; 2 raw of trust: 6.4·0.56 = 3.58."""
    games = 4000
    tables = plain_tables("T22222 20", book={"leak_chance": 0.06})
    state = opened(tables, games)
    plain = opened(plain_tables("T22222 20"), games)
    moves = {
        0: act(TR2),
        1: {**act(MUL), "tactic": Tactic.BACKCHANNEL},
        2: {**act(HOLD, 0), "tactic": Tactic.BACKCHANNEL},
    }
    resolve(state, choices_of(4, games, moves), tables)
    resolve(plain, choices_of(4, games, moves), plain_tables("T22222 20"))
    fell = plain.support - state.support
    assert (fell != 0).mean(axis=1).tolist() == pytest.approx([0.06, 0.06, 0, 0], abs=0.015)
    assert set(np.unique(fell)) == {0, 400}
    pairs = (plain.trust[3, 0] - state.trust[3, 0])[fell[0] > 0]
    assert np.abs(pairs - 344).max() <= 2  # 3.58, less 4 % of it by drift
