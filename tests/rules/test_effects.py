"""What success and failure change: tables 3, 4 and 5, one turn at a time, with the ledger.

Rule R8 on the plain board: a raw gain g gives 2·g·(1 − T/100), a raw loss 1.6·2·l·T/100; trust starts at 56.
So a gain of 6 gives 12·0.44 = 5.28, a loss of 2 takes 6.4·0.56 = 3.58.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.rules.helpers import Played, act, everyone, lost, plain_tables, play, won

from tabletop.rules import State
from tabletop.rules.vocabulary import OUTSIDE, Clause, Strategy, Tactic

BIL, MUL, CBM, TR2 = Strategy.BILATERAL, Strategy.MULTILATERAL, Strategy.CONFIDENCE, Strategy.TRACK2


def pair(clause: Clause = Clause.CONSULT, **more: int) -> dict[int, dict[str, int]]:
    return {0: act(BIL, target=1, clause=clause, **more), 1: act(BIL, target=0, clause=clause, **more)}


def answered(state: State, outcomes: Any) -> Any:
    """The negotiation succeeded, and the rival answered: the crisis went down."""
    return won(state, outcomes) & (state.escalation[0] < 4)


def spurned(state: State, outcomes: Any) -> Any:
    return won(state, outcomes) & (state.escalation[0] >= 4)


def region(played: Played, rule: str = "T3") -> dict[str, int]:
    names = ("tension", "threat", "readiness", "legitimacy", "line", "harm")
    return {name: amount for name in names if (amount := played.terms(name, rule=rule))}


def test_bilateral_success() -> None:
    """Table 3: tension −1 (external), legitimacy −0.5, support +1 for both; two steps at breadth 2."""
    played = play(plain_tables("E22222 40"), pair())
    assert region(played) == {"tension": -100, "legitimacy": -50}
    assert [played.terms("support", i, rule="T3") for i in range(4)] == [100, 100, 0, 0]
    assert played.terms("escalation", 0, rule="R1") == -200
    assert played.terms("trust", 0, 1, rule="T3") == 528  # 2·6·0.44
    assert played.terms("trust", 0, 2, rule="T3") == 0
    assert played.after.agreements[0, 1, 0] == played.after.agreements[1, 0, 0] == 1
    assert played.after.deals.ravel().tolist() == [1, 1, 0, 0]


def test_bilateral_failure() -> None:
    """Support −1.5 for both; trust −2: 1.6·2·2·0.56 = 3.58; no agreement, no legitimacy."""
    played = play(plain_tables("E22222 40"), pair(), lost)
    assert region(played) == {}
    assert [played.terms("support", i, rule="T3") for i in range(4)] == [-150, -150, 0, 0]
    assert played.terms("trust", 0, 1, rule="T3") == played.terms("trust", 1, 0, rule="T3") == -358
    assert played.after.agreements.sum() == 0


def test_a_one_sided_bilateral() -> None:
    """The partner gains trust too, but only the proposer has something to show at home."""
    moves = {0: act(BIL, target=1, clause=Clause.LOGISTICS)}
    played = play(plain_tables("T22222 40"), moves)
    assert played.terms("trust", 1, 0, rule="T3") == played.terms("trust", 0, 1, rule="T3") == 528
    assert [played.terms("support", i, rule="T3") for i in range(4)] == [100, 0, 0, 0]
    assert played.after.deals.ravel().tolist() == [1, 1, 0, 0]
    assert [played.terms("means", i, rule="T5") for i in range(4)] == [100, 100, 0, 0]
    failed = play(plain_tables("T22222 40"), moves, lost)
    assert failed.terms("trust", 1, 0, rule="T3") == -358
    assert failed.terms("trust", 0, 1, rule="T3") == 0


def test_a_deal_with_the_outside_party() -> None:
    """Tension −1·2.5, legitimacy −0.5·2; no agreement, no clause."""
    played = play(plain_tables("E22222 40"), {0: act(BIL, target=OUTSIDE)})
    assert region(played) == {"tension": -250, "legitimacy": -100}
    assert region(played, "T5") == {}
    assert played.after.outside_deals.ravel().tolist() == [1, 0, 0, 0]
    assert played.after.deals.ravel().tolist() == [1, 0, 0, 0]
    across = play(plain_tables("T22222 40"), {0: act(BIL, target=OUTSIDE)})
    assert region(across) == {"legitimacy": -100}


@pytest.mark.parametrize(
    ("clause", "ready", "tension", "trust", "means", "sovereignty", "law", "line"),
    [
        (Clause.DEFENCE, 500, 100, 200, 0, 400, 0, 0), (Clause.EXERCISE, 400, 150, 100, 0, 200, 0, 0),
        (Clause.INTEL, 200, -50, 100, 0, 300, 0, 0), (Clause.LOGISTICS, 200, 0, 0, 100, 300, 0, 0),
        (Clause.TECH, 300, 50, 0, 50, 300, 0, 0), (Clause.CONSULT, 0, -50, 100, 0, 200, 100, 200),
    ],
)  # fmt: skip
def test_clauses(
    clause: Clause, ready: int, tension: int, trust: int, means: int, sovereignty: int, law: int, line: int
) -> None:
    """Table 5, once for the region and once for each partner; trust is added to the 6 of the success."""
    played = play(plain_tables("T22222 40"), pair(clause))
    expected = {"readiness": ready, "tension": tension, "legitimacy": law, "line": line}
    assert region(played, "T5") == {name: amount for name, amount in expected.items() if amount}
    assert [played.terms("means", i, rule="T5") for i in range(3)] == [means, means, 0]
    assert [played.terms("sovereignty", i, rule="T5") for i in range(3)] == [sovereignty, sovereignty, 0]
    assert played.terms("trust", 0, 1, rule="T5") == 2 * trust * 44 // 100


def test_the_stronger_partners_clause_counts() -> None:
    share = np.array([[2000], [4000], [2000], [2000]], np.int32)
    moves = {0: act(BIL, target=1, clause=Clause.DEFENCE), 1: act(BIL, target=0, clause=Clause.TECH)}
    played = play(plain_tables("T22222 40", capability=share), moves)
    assert played.terms("readiness", rule="T5") == 300


def test_only_new_agreements_cede_sovereignty() -> None:
    standing = np.zeros((4, 4, 1), np.int32)
    standing[0, 1] = standing[1, 0] = 2
    played = play(plain_tables("T22222 40", agreements=standing), pair(Clause.DEFENCE))
    assert played.after.agreements[0, 1, 0] == 2
    assert played.terms("sovereignty", 0) == 0
    assert played.terms("readiness", rule="T5") == 500
    off = play(plain_tables("T22222 40", book={"sovereignty": 0}), pair(Clause.DEFENCE))
    assert off.terms("sovereignty", 0) == 0
    assert off.after.agreements[0, 1, 0] == 1


def test_summit_success_and_failure() -> None:
    """Success: tension −1.5, legitimacy +2, readiness +1, support +1, trust +4 (8·0.44 = 3.52), three steps at
    breadth 2."""
    played = play(plain_tables("E22222 40"), everyone(4, MUL))
    assert region(played) == {"tension": -150, "legitimacy": 200, "readiness": 100}
    assert [played.terms("support", i, rule="T3") for i in range(4)] == [100] * 4
    assert played.terms("trust", 2, 3, rule="T3") == 352
    assert played.terms("escalation", 0, rule="R1") == -300
    assert played.after.stage[0] == 1
    failed = play(plain_tables("E22222 40"), everyone(4, MUL), lost)
    assert region(failed) == {"legitimacy": -100}
    assert [failed.terms("support", i, rule="T3") for i in range(4)] == [-200] * 4
    assert failed.terms("trust", 2, 3, rule="T3") == -448  # 1.6·2·2.5·0.56
    assert failed.after.stage[0] == 0


def test_confidence_measure_answered() -> None:
    """Tension −6, legitimacy +1, support +0.5, trust +4; misperception 4 pips, halved; two steps."""
    played = play(plain_tables("E22422 40"), everyone(2, CBM), answered)
    assert region(played, "R9") == {"tension": -600}
    assert region(played) == {"legitimacy": 100}
    assert [played.terms("support", i, rule="T3") for i in range(3)] == [50, 50, 0]
    assert played.terms("trust", 0, 1, rule="T3") == 352
    assert played.terms("fear", 0, rule="R9") == -50
    assert played.terms("escalation", 0, rule="R1") == -200
    assert played.after.known[0] == 34


def test_confidence_measure_exploited() -> None:
    """R9: tension +2, readiness −2, support −2 for those who offered it; no step, misperception as it was."""
    played = play(plain_tables("E22422 40", greedy=100), everyone(2, CBM), spurned)
    assert region(played, "R9") == {"tension": 200, "readiness": -200}
    assert [played.terms("support", i, rule="R9") for i in range(3)] == [-200, -200, 0]
    assert region(played) == {}
    assert played.terms("fear", 0) == 0
    assert played.terms("escalation", 0, rule="R1") == 0
    assert played.after.known[0] == 34  # it has taught something all the same


def test_confidence_measure_elsewhere() -> None:
    """Across borders: tension −6·0.4 = −2.4, harm −1.  In a quarrel: the parties' trust +6, 12·0.44 = 5.28."""
    across = play(plain_tables("T22422 40"), everyone(2, CBM))
    assert region(across) == {"tension": -240, "legitimacy": 100, "harm": -100}
    assert across.after.known[0] == 0
    quarrel = play(plain_tables("I22422 40"), {2: act(CBM), 3: act(CBM)})
    assert region(quarrel) == {"tension": -240, "legitimacy": 100}
    assert quarrel.whys("trust", 0, 1)["parties reconciled"] == 528
    assert quarrel.whys("trust", 1, 0)["parties reconciled"] == 528


def test_track2() -> None:
    """Sensitivity 3 pips: two steps, late; groundwork +1, a channel, tension −1.5 (external), parties +4 (3.52)."""
    played = play(plain_tables("E22232 40"), {0: act(TR2), 1: act(TR2)})
    assert region(played) == {"tension": -150}
    assert [played.terms("support", i, rule="T3") for i in range(2)] == [0, 0]
    assert played.terms("trust", 0, 1, rule="T3") == 264  # 2·3·0.44
    assert played.terms("prepared", 0, rule="R10") == 1
    assert [played.whys("channel", i)["channel opened"] for i in (0, 1)] == [100, 100]
    assert played.after.channel.ravel().tolist() == [80, 80, 0, 0]
    assert played.terms("escalation", 0, rule="R1") == -200
    assert played.after.known[0] == 34
    quarrel = play(plain_tables("I22232 40"), {2: act(TR2)})
    assert quarrel.whys("trust", 0, 1)["parties reconciled"] == 352
    failed = play(plain_tables("E22232 40"), {0: act(TR2), 1: act(TR2)}, lost)
    assert region(failed) == {}
    assert failed.terms("prepared", 0) == 0
    assert failed.after.channel.sum() == 0


# --- table 4: what tactics do besides ------------------------------------------------------------------------------


def test_listening_and_rapport_win_more_trust() -> None:
    """Listen: 6·1.25 = 7.5, of which 1.5 is the tactic's: 3·0.44 = 1.32.  Rapport 6·0.6 = 3.6: 7.2·0.44 = 3.17 (rounded
    after the gain of the success).  The others' trust in the one who uses it."""
    moves = pair()
    moves[0]["tactic"], moves[1]["tactic"] = Tactic.LISTEN, Tactic.RAPPORT
    played = play(plain_tables("T22222 40"), moves)
    assert played.terms("trust", 1, 0, rule="T4") == 132
    assert played.terms("trust", 0, 1, rule="T4") == 317
    failed = play(plain_tables("T22222 40"), moves, lost)
    assert failed.terms("trust", 0, 1, rule="T4") == 176  # rapport +2 even on failure: 4·0.44
    assert failed.terms("trust", 1, 0, rule="T4") == 0


def test_package_deals_cost_means() -> None:
    played = play(plain_tables("T22222 40"), {0: {**act(TR2), "tactic": Tactic.PACKAGE}})
    assert played.terms("means", 0, rule="T4") == -50
    held = play(
        plain_tables("T22222 40"), {0: {**act(Strategy.HOLD, 0), "tactic": Tactic.PACKAGE}}, lambda s, o: s.turn > 0
    )
    assert held.terms("means", 0, rule="T4") == 0


def test_a_back_channel_hides_failure_and_may_leak() -> None:
    """−2·0.3 = −0.6 instead of −2 at a failed summit; a leak costs 4 of support and 2 of the others' trust (3.58)."""
    tables = plain_tables("T22222 40", book={"leak_chance": 0.5})
    moves = everyone(4, MUL)
    moves[0]["tactic"] = Tactic.BACKCHANNEL

    def leaking(state: State, outcomes: Any) -> Any:
        return lost(state, outcomes) & (state.support[0] < state.support[1])

    played = play(tables, moves, leaking)
    assert played.terms("support", 0, rule="T3") == -60
    assert played.terms("support", 1, rule="T3") == -200
    assert [played.terms("support", i, rule="R10") for i in range(4)] == [-400, 0, 0, 0]
    tight = play(tables, moves, lambda s, o: lost(s, o) & (s.support[0] > s.support[1]))
    assert tight.terms("support", 0, rule="R10") == 0


def test_hard_bargaining() -> None:
    """Influence +6 at a summit, 6·0.7 = 4.2 in a bilateral; everybody resents it by 1: 3.2·0.56 = 1.79 from trust
    56."""
    moves = everyone(4, MUL)
    moves[0]["tactic"] = Tactic.HARD
    played = play(plain_tables("T22222 40"), moves, lost)
    assert played.after.red_lines.ravel().tolist() == [0, 0, 0, 0]
    assert played.whys("trust", 3, 0)["hard bargaining"] == -179
    assert "hard bargaining" not in played.whys("trust", 0, 3)
    assert play(plain_tables("T22222 40"), moves).after.red_lines.ravel().tolist() == [600, 0, 0, 0]
    two = pair()
    two[1]["tactic"] = Tactic.HARD
    assert play(plain_tables("T22222 40"), two).after.red_lines.ravel().tolist() == [0, 420, 0, 0]


def test_mediations_are_counted() -> None:
    moves = everyone(4, MUL)
    moves[2]["tactic"] = Tactic.MEDIATE
    assert play(plain_tables("T22222 40"), moves).after.mediations.ravel().tolist() == [0, 0, 1, 0]
    assert play(plain_tables("T22222 40"), moves, lost).after.mediations.sum() == 0
