"""The named rules of the treaty, of home and of the world outside (R11 on), and what is allowed.

The plain board: four equal members, trust 56, support 56, tension 44, legitimacy 55, readiness 45, line 50, threat 50,
harm 5, means 3, every stake 0.5.  R8 from trust 56: a raw loss of x takes 3.2·x·0.56, a raw gain gives 2·x·0.44.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.rules.helpers import (
    BIL,
    HOLD,
    MUL,
    NOTHING,
    TR2,
    Played,
    act,
    always,
    choices_of,
    everyone,
    keys,
    lost,
    opened,
    pair,
    plain_tables,
    play,
    stakes,
    won,
)

from tabletop.rules import Choices, Outcomes, State, open_turn, resolve, start
from tabletop.rules.vocabulary import OUTSIDE, Clause, Tactic

# --- R11: the treaty ----------------------------------------------------------------------------------------------


def at_stage(stage: int, **levels: int) -> Callable[[State], None]:
    def prepare(state: State) -> None:
        state.stage[:] = stage
        for name, value in levels.items():
            getattr(state, name)[:] = value

    return prepare


def test_r11_four_stages() -> None:
    for stage in range(3):
        assert play(plain_tables("T22222 50"), everyone(4, MUL), won, at_stage(stage)).after.stage[0] == stage + 1


def test_r11_in_force() -> None:
    """All sign at support 90.  DEFENCE: ready 5·3, sovereignty 4·3, tension 1·1.5; legitimacy +3; trust 3 + 2·1.5 = 6
    raw."""
    played = play(plain_tables("T22222 50"), everyone(4, MUL, clause=Clause.DEFENCE), won, at_stage(3, support=9000))
    assert played.after.stage[0] == 0
    assert played.after.treaties[0] == 1
    assert played.after.signed.ravel().tolist() == [1, 1, 1, 1]
    assert played.after.covered[:, 0].tolist() == [False, False, True]
    assert {n: played.terms(n, rule="R11") for n in ("readiness", "tension", "legitimacy", "line")} == {
        "readiness": 1500, "tension": 150, "legitimacy": 300, "line": 0,
    }  # fmt: skip
    assert played.terms("sovereignty", 0, rule="R11") == 1200
    # 352 of the 4 raw at the summit come first; 2·6·0.44 = 5.28 more
    assert played.terms("trust", 0, 1, rule="R11") == 528
    assert played.terms("support", 0, rule="R11") == 0


def test_r11_failed_ratification() -> None:
    """Nobody signs at support 20: back to stage 2, support −3."""
    played = play(plain_tables("T22222 50"), everyone(4, MUL), won, at_stage(3, support=2000))
    assert played.after.stage[0] == 2
    assert played.after.treaties[0] == 0
    assert [played.terms("support", i, rule="R11") for i in range(4)] == [-300] * 4
    assert played.terms("legitimacy", rule="R11") == 0


def test_r11_holdouts_lose_trust_and_capability_counts() -> None:
    """Three of four sign with 75 %: in force; the fourth loses 4 raw: 12.8·0.56… with each signer, after the gain of
    4."""

    def mood(state: State) -> None:
        at_stage(3)(state)
        state.support[:] = np.array([9000, 9000, 9000, 2000])[:, None]

    played = play(plain_tables("T22222 50"), everyone(4, MUL), won, mood)
    assert played.after.signed.ravel().tolist() == [1, 1, 1, 0]
    high = 5600 + 352  # after the gain of the summit; consult gives the clause's trust to signers only
    assert played.terms("trust", 0, 3, rule="R11") == -int(np.floor(1280 * high / 10000 + 0.5))
    assert played.terms("trust", 3, 0, rule="R11") == 0
    weak = np.array([[1000], [1500], [2000], [5500]], np.int32)
    failed = play(plain_tables("T22222 50", capability=weak), everyone(4, MUL), won, mood)
    assert failed.after.treaties[0] == 0  # a quorum, but 45 % of capability
    assert failed.after.stage[0] == 2


def test_r11_who_signs() -> None:
    """support + 8·integration − 0.3·sovereignty ≥ 46 when the mood has no spread: 44 + 4 − 1.8 = 46.2, one less
    45.9."""

    def prepare(state: State) -> None:
        at_stage(3, support=4400)(state)
        state.position[:, 1] = 50
        state.sovereignty[:] = np.array([600, 600, 600, 700])[:, None]

    tables = plain_tables("T22222 50", book={"ratify_spread": 0})
    assert play(tables, everyone(4, MUL), won, prepare).after.signed.ravel().tolist() == [1, 1, 1, 0]


def test_r11_covered_domains_start_lower() -> None:
    tables = plain_tables("T22222 30")
    state = start(tables, keys(1))
    state.covered[2] = True
    open_turn(state, tables)
    assert state.escalation[0, 0] == 2
    low = plain_tables("T22222 10")
    state = start(low, keys(1))
    state.covered[2] = True
    open_turn(state, low)
    assert state.escalation[0, 0] == 1


def test_r11_off_makes_a_standing_institution() -> None:
    played = play(plain_tables("T22222 50", book={"treaty": 0}), everyone(4, MUL))
    assert played.after.stage[0] == 0
    assert played.after.covered[:, 0].tolist() == [False, False, True]
    assert played.after.signed.sum() == 0


# --- R12: domestic politics ---------------------------------------------------------------------------------------


def test_r12_public_opinion() -> None:
    """Drift 10 % of (55 − 56) = −0.1; effort 2 at stake 0.5: 2 − 0.8 − 0.2 = 1 beyond; sovereignty 60 of 25 + 12:
    −0.92."""

    def ceded(state: State) -> None:
        state.sovereignty[1] = 6000

    played = play(plain_tables("T22222 20"), {0: act(TR2, 2)}, always, ceded)
    assert played.whys("support", 0) == {"effort the public does not back": -100, "the mood settles": -10}
    assert played.whys("support", 1) == {"sovereignty given away": -92, "the mood settles": -10}
    assert play(plain_tables("T22222 20"), {0: act(TR2, 1)}, always).whys("support", 0) == {"the mood settles": -10}


def test_r12_elections_are_staggered() -> None:
    """First election in turns 1, 2, 3 and never; then every four."""
    tables = plain_tables("T00000 10", turns=9, election=np.array([[1], [2], [3], [0]], np.int32))
    games = 50
    state = start(tables, keys(games))
    seen: list[list[int]] = []
    for _ in range(9):
        open_turn(state, tables)
        calm = state.copy()
        without = plain_tables("T00000 10", turns=9)
        resolve(calm, Choices.hold(4, games), without)
        resolve(state, Choices.hold(4, games), tables)
        seen.append([int((state.support[i] != calm.support[i]).any()) for i in range(4)])
    assert [[turn + 1 for turn, row in enumerate(seen) if row[i]] for i in range(4)] == [[1, 5, 9], [2, 6], [3, 7], []]
    off = plain_tables("T00000 10", election=np.ones((4, 1), np.int32), book={"elections": 0})
    state = opened(off, games)
    resolve(state, Choices.hold(4, games), off)
    assert len(np.unique(state.support)) == 1


def fallen_government(**levels: int) -> Played:
    tables = plain_tables("T00000 10", election=np.array([[1], [0], [0], [0]], np.int32))

    def prepare(state: State) -> None:
        state.support[0] = 3000
        for name, value in levels.items():
            getattr(state, name)[0] = value

    return play(tables, NOTHING, lambda s, o: (s.support[0] == 5400) & (s.signed[0] == 0), prepare)


def test_r12_a_government_falls() -> None:
    """Below 44: the next starts at 54, allies' trust −5, positions move."""
    played = fallen_government()
    assert played.after.support[0, 0] == 5400
    assert [played.whys("trust", i, 0)["a government fell"] for i in (1, 2, 3)] == [-500] * 3
    assert "a government fell" not in played.whys("trust", 0, 1)
    assert (played.after.position[0] != 0).any()
    assert (played.after.position[1:] == 0).all()
    shared = int(played.after.affinity[0, 1, 0])
    apart = np.abs(played.after.position[0, :, 0]).sum()
    assert shared == 100 - int(np.floor(apart / 3 + 0.5))
    assert played.after.affinity[0, 0, 0] == 100


def test_r12_a_new_government_may_leave_a_treaty() -> None:
    """Above 25 of sovereignty ceded, one treaty signed: ×0.6, legitimacy −1.5, line −5."""
    played = fallen_government(sovereignty=5000, signed=1)
    assert played.terms("sovereignty", 0, rule="R12") == -2000
    assert played.terms("signed", 0, rule="R12") == -1
    assert played.terms("legitimacy", rule="R12") == -150
    assert played.terms("line", rule="R12") == -500


# --- R13, R15, H1, L1, M1, M2 -------------------------------------------------------------------------------------


def test_r13_readiness_and_strength() -> None:
    """Efforts 2, 1, 1, 0: mean 1; readiness 45 − 1.2 + 0.9 = 44.7; strength 50 + 0.06·(44.7 − 50) + 1.6·0.15 − 0.4 =
    49.52."""
    played = play(plain_tables("T22222 10"), {0: act(TR2, 2), 1: act(TR2), 2: act(TR2)}, always)
    assert played.whys("readiness") == {"wear": -120, "effort together": 90}
    assert played.whys("threat") == {"arms answered by arms": -32, "ambition": 24, "restraint": -40}


@pytest.mark.parametrize(
    ("greedy", "readiness", "threat", "deterrence", "frightened", "tempted"),
    [
        (0, 7120, 3000, 8000, 385, 0),  # 0.12·0.85·37.76
        (100, 7120, 3000, 8000, 111, 0),  # 0.12·36.8 = 4.42, ·0.25 = 1.105
        (0, 3000, 6000, 3000, 0, 72),  # 1.6·0.15·3 = 0.72
        (100, 3000, 6000, 3000, 0, 360),  # 1.6·0.75·3 = 3.6
        (100, 3000, 6000, 1000, 0, 480),  # four tens at most: 1.6·0.75·4
    ],
)
def test_r13_spiral_and_temptation(
    greedy: int, readiness: int, threat: int, deterrence: int, frightened: int, tempted: int
) -> None:
    """Readiness 71.2 − 1.2 = 70; strength 30 + 0.06·40 + 1.6·greed − 0.4: 32.24 or 33.2; fright 0.12·(1 −
    greed)·lead."""

    def prepare(state: State) -> None:
        state.readiness[:], state.threat[:], state.deterrence[:] = readiness, threat, deterrence

    played = play(plain_tables("T22222 10", greedy=greedy), NOTHING, always, prepare)
    got = played.whys("tension")
    assert got.get("arms frighten a security seeker", 0) == frightened
    assert got.get("weakness tempts a greedy rival", 0) == tempted
    assert got["calm returns"] == -16  # 4 % of (40 − 44)


def test_r13_heat_of_external_crises() -> None:
    def stays(state: State, outcomes: Outcomes) -> Any:
        return state.escalation[0] == 4

    assert play(plain_tables("E02222 40"), NOTHING, stays).whys("tension")["open crises with the outside party"] == 140
    assert "open crises with the outside party" not in play(plain_tables("T02222 40"), NOTHING, stays).whys("tension")


def outbreak(state: State, outcomes: Outcomes) -> Any:
    return state.outbreaks > 0


def test_r15_outbreak() -> None:
    """Tension +10, legitimacy −4, line −4, harm 6 + 12·¾ = 15, support −7·stake; people 1.5·4·¾ = 4.5."""
    played = play(plain_tables("T42222 53"), {0: act(TR2)}, outbreak, stakes(0, 0, 70, 100))
    assert played.whys("tension")["outbreak"] == 1000
    assert played.whys("legitimacy")["outbreak"] == -400
    assert played.whys("line")["outbreak"] == -400
    assert played.whys("harm") == {"outbreak": 1500, "people in an open crisis": 450, "healing": -40}
    assert [played.whys("support", i).get("outbreak", 0) for i in range(4)] == [0, 0, -490, -700]
    # the badly hit (2 and 3) blame those who did not work on it: 3 raw
    blamed = "did not work on the crisis that broke out"
    assert blamed in played.whys("trust", 2, 1)
    assert blamed in played.whys("trust", 2, 3)
    assert blamed not in played.whys("trust", 2, 0)
    assert blamed not in played.whys("trust", 1, 3)
    assert played.after.card[0, 0] == -1
    assert played.after.escalation[0, 0] == 0
    assert played.after.outbreaks[0] == 1


def test_r15_breach_between_allies() -> None:
    """The parties −25 raw, everybody −3 raw in everybody; shares follow R8 in the order of the terms."""
    played = play(plain_tables("I42222 50"), NOTHING, outbreak)
    assert played.terms("trust", 2, 3, rule="R15") == -538  # 3.2·3·0.56
    # the open quarrel has taken 2.5·4 = 10 raw (17.92) before; 28 more raw are 89.6, but only 68 of them are left
    # below 100
    assert played.terms("trust", 0, 1, rule="R6c") == -1792
    assert played.terms("trust", 0, 1, rule="R15") == -(5600 - 1792)


def test_r15_suffering_erosion_and_relief() -> None:
    """Step 4, human cost 4 pips: 1.5·2 = 3; transnational above 3: −0.25; legitimacy drifts 4 % of (52 − 55)."""
    played = play(plain_tables("T02222 44"), NOTHING, lambda s, o: s.escalation[0] == 4)
    assert played.whys("harm") == {"people in an open crisis": 300, "healing": -40}
    assert played.whys("legitimacy") == {"open crisis across borders": -25, "standing settles": -12}
    solved = play(plain_tables("T22222 20"), pair(), won, stakes(100, 0, 50, 30))
    assert [solved.whys("support", i).get("crisis resolved", 0) for i in range(4)] == [250, 0, 125, 75]
    assert solved.after.resolved[0] == 1
    assert solved.after.ended[0, 0] == 1
    assert solved.after.card[0, 0] == -1


def test_h1_headlines() -> None:
    """Standard deviations 6, 2.5, and 3 shared with 1.8 of each member's own."""
    games = 4000
    loud = {"news_tension": 6, "news_support": 3, "news_national": 1.8, "news_legitimacy": 2.5}
    tables, quiet = plain_tables("T00000 10", book=loud), plain_tables("T00000 10")
    state, calm = opened(tables, games), opened(quiet, games)
    resolve(state, Choices.hold(4, games), tables)
    resolve(calm, Choices.hold(4, games), quiet)
    assert (state.tension - calm.tension).std() == pytest.approx(600, rel=0.05)
    assert (state.legitimacy - calm.legitimacy).std() == pytest.approx(250, rel=0.05)
    moved = state.support - calm.support
    assert moved[0].std() == pytest.approx((300**2 + 180**2) ** 0.5, rel=0.05)
    assert np.corrcoef(moved[0], moved[1])[0, 1] == pytest.approx(300**2 / (300**2 + 180**2), abs=0.05)


def test_l1_common_line() -> None:
    """Three of four at a summit, one of them hard: 2 in line: aim 88·½ + 12 = 56; 25 % of the way from 50: 1.5; +3."""
    moves = everyone(3, MUL)
    moves[0]["tactic"] = Tactic.HARD
    played = play(plain_tables("T22222 50"), moves)
    assert played.whys("line") == {"how united the turn looked": 150, "summit": 300}
    # a one-sided deal and a lone worker are not in line: aim 0
    apart = play(plain_tables("T22222 50"), {0: act(BIL, target=1), 2: act(TR2)}, lost)
    assert apart.whys("line") == {"how united the turn looked": 25 * (2200 - 5000) // 100}
    alone = play(plain_tables("T22222 50"), {2: act(TR2)}, lost)
    assert alone.whys("line") == {"how united the turn looked": -1250}


def test_m1_means() -> None:
    """3 − 2 + 1 = 2; holding 3 + 1 + 0.5 = 4.5; six at most; effort is cut to the means and to two."""

    def prepare(state: State) -> None:
        state.means[:] = np.array([300, 300, 600, 150])[:, None]

    moves = {0: act(TR2, 2), 3: act(TR2, 2)}
    played = play(plain_tables("T22222 10"), moves, always, prepare)
    assert played.after.means.ravel().tolist() == [200, 450, 600, 150]
    assert played.after.effort.ravel().tolist() == [200, 0, 0, 100]
    assert played.terms("means", 2, rule="LIM") == -150


@pytest.mark.parametrize("effort", [-3, 0, 1, 2, 3, 6])
def test_effort_is_0_to_2(effort: int) -> None:
    def rich(state: State) -> None:
        state.means[:] = 600

    played = play(plain_tables("T22222 10"), {0: act(TR2, effort)}, always, rich)
    assert played.after.effort[0, 0] == 100 * min(max(effort, 0), 2)


def test_m2_burden() -> None:
    """Fair start 2·0.25 = 0.5; 0.85·0.5 = 0.425 → 0.43; effort 2 of weight 1, halved: +1."""
    played = play(plain_tables("T22222 10"), {0: act(TR2, 2)}, always)
    assert played.before.burden.ravel().tolist() == [50] * 4
    assert played.after.burden.ravel().tolist() == [143, 43, 43, 43]


# --- what is allowed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "move", "allowed"),
    [
        ("T22222 20", act(TR2, slot=1), False), ("T22222 20", act(BIL, target=0), False),
        ("T22222 20", act(BIL, target=9), False), ("T22222 20", act(BIL, target=7), False),
        ("T22222 20", act(BIL, target=-1), False), ("I22222 20", act(BIL, target=OUTSIDE), False),
        ("T22222 20", act(BIL, target=OUTSIDE), True), ("T22222 20", act(BIL, target=3), True),
        ("T22222 20", act(TR2, target=0), True), ("T22222 20", {"strategy": 9, "effort": 1}, False),
        ("T22222 20", {"strategy": -1, "effort": 1}, False),
    ],
)  # fmt: skip
def test_what_is_not_allowed_counts_as_hold(row: str, move: dict[str, int], allowed: bool) -> None:
    played = play(plain_tables(row), {0: move}, always)
    assert bool(played.outcomes.strategy[0, 0] != HOLD) is allowed
    if not allowed:
        assert played.after.effort[0, 0] == 0
        assert played.terms("means", 0, rule="M1") == 150


def test_choices_are_left_alone() -> None:
    tables = plain_tables("T22222 20", book={"tactics": 0, "clauses": 0})
    state = opened(tables)
    choices = choices_of(4, 1, {0: {**act(BIL, 2, target=1, clause=Clause.DEFENCE), "tactic": Tactic.HARD}})
    asked = choices.copy()
    resolve(state, choices, tables)
    assert all(
        np.array_equal(getattr(choices, n), getattr(asked, n)) for n in ("strategy", "tactic", "clause", "effort")
    )
    assert state.red_lines.sum() == 0
