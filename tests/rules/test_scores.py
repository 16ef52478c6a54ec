"""Indices, grades, outcomes, collapses and national scorecards, with a pencil."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.rules.helpers import keys, opened, plain_tables

from tabletop.rules import Choices, State, ending, open_turn, resolve, rulebook, scores, start
from tabletop.rules.indices import lower_index, update_indices, weigh
from tabletop.rules.scorecard import grade, outcome
from tabletop.rules.state import standing
from tabletop.rules.tables import Ending
from tabletop.rules.vocabulary import Goal, Level, Over


def board(**values: Any) -> tuple[State, Any]:
    """The plain board with some values, and its tables; indices brought up to date."""
    tables = plain_tables()
    state = opened(tables)
    for name, value in values.items():
        getattr(state, name)[...] = value
    diagonal = np.arange(4)
    state.trust[diagonal, diagonal] = 0
    update_indices(state, tables)
    return state, tables


def test_i1_cohesion_of_the_plain_board() -> None:
    """Trust 56, equity 100, line 50, domestic 56, institutions 0.45·45 = 20.25:
    0.4·56 + 0.15·(100 + 50 + 56 + 20.25) = 22.4 + 33.94 = 56.34."""
    state, _ = board()
    assert state.cohesion_parts[:, 0].tolist() == [5600, 10000, 5000, 5600, 2025]
    assert state.cohesion[0] == 5634


def test_i1_trust_counts_the_weakest_link() -> None:
    """Standings 20, 60, 60, 60: mean 50; ¾·50 + ¼·20 = 42.5."""
    trust = np.full((4, 4, 1), 6000)
    trust[:, 0] = 2000
    state, _ = board(trust=trust)
    assert standing(state)[:, 0].tolist() == [2000, 6000, 6000, 6000]
    assert state.cohesion_parts[0, 0] == 4250


def test_i1_equity() -> None:
    """Shares ½, ½, 0, 0 against ¼ each: H = ½·(4·¼) = 0.5; 100·(1 − 1.5·0.5) = 25.  All on one: H = ¾, equity 0."""
    assert board(burden=np.array([[100], [100], [0], [0]]))[0].cohesion_parts[1, 0] == 2500
    assert board(burden=np.array([[100], [0], [0], [0]]))[0].cohesion_parts[1, 0] == 0
    assert board(burden=0)[0].cohesion_parts[1, 0] == 2500  # nobody has borne anything: H = ½·Σ ¼
    assert board(burden=7)[0].cohesion_parts[1, 0] == 10000


def test_i1_institutions() -> None:
    """Half of the members signed one treaty: 15; one agreement of 6 pairs: 35/6 = 5.83; stage 2: 12; readiness 45:
    20.25."""
    agreements = np.zeros((4, 4, 1))
    agreements[0, 1] = agreements[1, 0] = 1
    state, _ = board(signed=np.array([[1], [1], [0], [0]]), agreements=agreements, stage=2)
    assert state.cohesion_parts[4, 0] == 1500 + 583 + 1200 + 2025
    assert board(signed=4)[0].cohesion_parts[4, 0] == 10000


def test_i2_stability_of_the_plain_board() -> None:
    """One crisis at step 2: control 100·(1 − 2/17) = 88.24; deterrence 50 + 45·(½ + ½·0.5634) − 0.75·50 = 47.68;
    0.3·(56 + 88.24) + 0.15·(47.68 + 55) + 0.1·95 = 68.17."""
    state, _ = board()
    assert state.deterrence[0] == 5000 + 3518 - 3750
    assert state.stability_parts[:, 0].tolist() == [5600, 8824, 4768, 5500, 9500]
    assert state.stability[0] == 6817


def test_i2_control_and_deterrence_have_ends() -> None:
    assert board(escalation=5)[0].stability_parts[1, 0] == 0
    assert board(escalation=0)[0].stability_parts[1, 0] == 10000
    assert board(readiness=10000, threat=0)[0].deterrence[0] == 10000
    assert board(readiness=0, threat=10000)[0].deterrence[0] == 0


def test_weights_come_from_the_rulebook() -> None:
    parts = np.array([[10000], [0], [0], [0], [0]], np.int32)
    book = rulebook(Level.FULL, {"cohesion_weights.trust": 0.3, "cohesion_weights.line": 0.25})
    assert weigh(parts, book.cohesion_weights).tolist() == [3000]
    assert weigh(np.full((5, 2), 777, np.int32), book.stability_weights).tolist() == [777, 777]


# --- grades and outcomes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cohesion", "stability", "letter"),
    [
        (7500, 9000, "A"), (7499, 9000, "B"), (9000, 6500, "B"), (6499, 9000, "C"), (5500, 5500, "C"),
        (5499, 9000, "D"), (4500, 4500, "D"), (4499, 9000, "E"), (0, 0, "E"),
    ],
)  # fmt: skip
def test_grades_by_the_lower_index(cohesion: int, stability: int, letter: str) -> None:
    assert grade(Over.FINISHED, cohesion, stability) == letter
    assert grade(Over.COHESION_COLLAPSE, cohesion, stability) == "F"
    assert grade(Over.STABILITY_COLLAPSE, cohesion, stability) == "F"


def test_outcomes() -> None:
    assert outcome(Over.FINISHED, 5500, 5500, 5500) == "win"
    assert outcome(Over.FINISHED, 5499, 9000, 5500) == "draw"
    assert outcome(Over.FINISHED, 9000, 5499, 5500) == "draw"
    assert outcome(Over.COHESION_COLLAPSE, 9000, 9000, 5500) == "cohesion-collapse"
    assert outcome(Over.STABILITY_COLLAPSE, 9000, 9000, 5500) == "stability-collapse"


def collapse(trust: int, tension: int, **book: float) -> State:
    """One turn of nothing on a board pushed to the edge."""
    tables = plain_tables(book=book)
    state = opened(tables)
    state.trust[:] = trust
    state.trust[np.arange(4), np.arange(4)] = 0
    state.tension[:] = state.harm[:] = state.threat[:] = tension
    state.legitimacy[:] = 10000 - tension
    resolve(state, Choices.hold(4, 1), tables)
    return state


def test_r16_collapses() -> None:
    fine = collapse(5600, 4400)
    assert fine.over[0] == Over.RUNNING
    assert fine.end_turn[0] == 0
    broken = collapse(0, 4400, cohesion_floor=40)
    assert (broken.over[0], broken.end_turn[0]) == (Over.COHESION_COLLAPSE, 1)
    war = collapse(5600, 10000)
    assert (war.over[0], war.end_turn[0]) == (Over.STABILITY_COLLAPSE, 1)


def test_r16_the_proportionally_lower_index_names_the_collapse() -> None:
    """Cohesion 33 of 40 (0.82) against stability 28.5 of 50 (0.57), then of 30 (0.95)."""
    both = collapse(0, 10000, cohesion_floor=40, stability_floor=50)
    assert both.stability[0] / 5000 < both.cohesion[0] / 4000 < 1
    assert both.over[0] == Over.STABILITY_COLLAPSE
    other = collapse(0, 10000, cohesion_floor=40, stability_floor=30)
    assert other.cohesion[0] / 4000 < other.stability[0] / 3000 < 1
    assert other.over[0] == Over.COHESION_COLLAPSE


def test_a_floor_is_not_below_itself() -> None:
    """At the floor the alliance holds; a hundredth below it breaks."""
    from tabletop.rules.turn import finish_turn

    for extra, over in ((0, Over.RUNNING), (1, Over.COHESION_COLLAPSE)):
        state, _ = board()
        floor = (int(state.cohesion[0]) + extra) / 100
        tables = plain_tables(book={"cohesion_floor": 50})
        object.__setattr__(tables.book, "cohesion_floor", round(100 * floor))
        finish_turn(state, tables)
        assert state.over[0] == over


# --- scorecards ---------------------------------------------------------------------------------------------------


def test_n1_the_four_goals() -> None:
    """Stability 68.17 + 10 − 5·(0.5·2) = 73.17; autonomy 100 − 1.5·8 = 88; prosperity 100 − 50·3/2 + 3·2 = 31;
    influence
    56 + 6 = 62.  Weights 25 % each: 63.54."""
    state, tables = board(sovereignty=800, effort=300, deals=2, red_lines=600)
    state.turn = 2
    got = scores(state, tables)
    assert got.parts[:, 0, 0].tolist() == [7317, 8800, 3100, 6200]
    assert got.total[0, 0] == 6354
    assert got.bonus.sum() == got.fate.sum() == 0


def test_n1_secret_weights() -> None:
    weights = np.full((4, 4, 1), 0, np.int32)
    for member, goal in enumerate(Goal):
        weights[member, goal] = 100
    tables = plain_tables(weights=weights)
    state = opened(tables)
    got = scores(state, tables)
    assert got.total[:, 0].tolist() == [int(got.parts[goal, goal, 0]) for goal in range(4)]


def test_n1_limits() -> None:
    state, tables = board(sovereignty=10000, effort=2000, red_lines=9000)
    got = scores(state, tables)
    assert got.parts[Goal.AUTONOMY].max() == 0
    assert got.parts[Goal.PROSPERITY].max() == 0
    assert got.parts[Goal.INFLUENCE].min() == 10000


def test_n1_bonus_and_shared_fate() -> None:
    bonus = ((">=", ("name", "legitimacy"), ("number", 5500)), (">", ("name", "harm"), ("number", 500)), None, None)
    tables = plain_tables(bonus=bonus)
    state = opened(tables)
    plain = scores(state, tables)
    assert plain.bonus[:, 0].tolist() == [500, -500, 0, 0]
    for over in (Over.COHESION_COLLAPSE, Over.STABILITY_COLLAPSE):
        state.over[:] = over
        state.end_turn[:] = 1
        fallen = scores(state, tables)
        assert (plain.total - fallen.total).ravel().tolist() == [2500] * 4
        assert fallen.fate.tolist() == [-2500]
    state.over[:] = Over.FINISHED
    assert scores(state, tables).fate.tolist() == [0]


def test_n1_effort_is_counted_over_the_turns_that_were_played() -> None:
    """A game that ended in turn 4 divides by 4, however long the batch went on."""
    state, tables = board(effort=400)
    state.end_turn[:], state.over[:], state.turn = 4, Over.STABILITY_COLLAPSE, 9
    assert scores(state, tables).parts[Goal.PROSPERITY, 0, 0] == 10000 - 5000
    state.end_turn[:] = 0
    assert scores(state, tables).parts[Goal.PROSPERITY, 0, 0] == 10000 - 2222


# --- endings ------------------------------------------------------------------------------------------------------


def test_the_first_ending_that_holds() -> None:
    ends = (
        Ending("burnt", ("outcome", "stability_collapse")),
        Ending("early", ("<", ("name", "turn"), ("number", 200))),
        Ending("good", ("outcome", "win")),
        Ending("rest", None),
    )
    tables = plain_tables(endings=ends, turns=2)
    state = start(tables, keys(4))
    for _ in range(2):
        open_turn(state, tables)
        resolve(state, Choices.hold(4, 4), tables)
    state.over[:] = Over.STABILITY_COLLAPSE, Over.COHESION_COLLAPSE, Over.FINISHED, Over.FINISHED
    state.end_turn[:] = 1, 1, 2, 2
    state.cohesion[:] = state.stability[:] = np.array([9000, 9000, 9000, 100])
    assert ending(state, tables).tolist() == [0, 1, 2, 3]
    assert ending(state, plain_tables(endings=ends[:1])).tolist() == [0, -1, -1, -1]


def test_the_lower_index() -> None:
    state, _ = board()
    assert lower_index(state).tolist() == [5634]
