"""Every kind of node of the condition language, on the scale that players see."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.rules.helpers import opened, plain_tables

from tabletop.rules import State, Tables
from tabletop.rules.conditions import NAMES, evaluate, holds
from tabletop.rules.state import VARIABLES
from tabletop.rules.tables import Act
from tabletop.rules.vocabulary import Over

ROW = ("row", "support")
GRID = ("grid", "trust")


@pytest.fixture
def tables() -> Tables:
    acts = (Act("calm", 3, ()), Act("storm", 5, ()))
    return plain_tables("E22222 30", "I22222 20", acts=acts, flags=("met", "named"), members=3)


@pytest.fixture
def state(tables: Tables) -> State:
    state = opened(tables, 2)
    state.card[:] = np.array([[0, -1], [1, -1], [-1, -1], [-1, -1]])
    state.escalation[:2, 0] = 3, 5
    state.escalation[:, 1] = 0
    state.tension[:] = 4450, 1000
    state.support[:] = np.array([[3000, 5000], [4000, 5000], [8000, 5000]])
    state.trust[0, 1, 0], state.trust[1, 0, 0] = 2500, 7500
    state.known[:] = 68, 0
    state.means[:, 0] = 150
    return state


def value(node: tuple[Any, ...], state: State, tables: Tables) -> Any:
    return np.broadcast_to(evaluate(node, state, tables), (2,)).tolist()


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (("number", 4450), [4450, 4450]),
        (("name", "tension"), [4450, 1000]),
        (("name", "known"), [6800, 0]),
        (("name", "turn"), [100, 100]),
        (("name", "turns_left"), [300, 300]),
        (("name", "act_turn"), [100, 100]),
        (("name", "crises"), [200, 0]),
        (("name", "worst"), [500, 0]),
        (("name", "treaty_stage"), [0, 0]),
        (("name", "treaties"), [0, 0]),
        (("member", "support", 2), [8000, 5000]),
        (("member", "means", 0), [150, 300]),
        (("member", "standing", 0), [6550, 5600]),  # (75 + 56) / 2
        (("pair", "trust", 0, 1), [2500, 5600]),
        (("pair", "trust", 1, 0), [7500, 5600]),
        (("pair", "affinity", 0, 1), [10000, 10000]),
        (("pair", "agreements", 0, 1), [0, 0]),
        (("flag", 1), [False, False]),
        (("act", 0), [True, True]),
        (("act", 1), [False, False]),
        (("covered", 0), [False, False]),
        (("const", True), [True, True]),
        (("card", "active", 1), [True, False]),
        (("card", "failed", 0), [False, False]),
        (("card", "resolved", 0), [False, False]),
        (("card", "outbreak", 0), [False, False]),
        (("not", ("const", True)), [False, False]),
        (("and", ("const", True), ("act", 0), ("card", "active", 0)), [True, False]),
        (("or", ("const", False), ("act", 1), ("card", "active", 0)), [True, False]),
        (("<", ("name", "tension"), ("number", 4450)), [False, True]),
        (("<=", ("name", "tension"), ("number", 4450)), [True, True]),
        ((">", ("name", "tension"), ("number", 1000)), [True, False]),
        ((">=", ("name", "tension"), ("number", 1000)), [True, True]),
        (("==", ("name", "tension"), ("number", 1000)), [False, True]),
        (("!=", ("name", "tension"), ("number", 1000)), [True, False]),
        (("+", ("name", "tension"), ("number", 50)), [4500, 1050]),
        (("-", ("name", "tension"), ("number", 4500)), [-50, -3500]),
        (("*", ("name", "tension"), ("number", 150)), [6675, 1500]),  # 44.5 times 1.5
        (("neg", ("name", "tension")), [-4450, -1000]),
        (("abs", ("-", ("name", "tension"), ("number", 4500))), [50, 3500]),
        (("min", ("name", "tension"), ("number", 2000), ("number", 3000)), [2000, 1000]),
        (("max", ("name", "tension"), ("number", 2000), ("number", 1500)), [4450, 2000]),
        (("lowest", ROW), [3000, 5000]),
        (("highest", ROW), [8000, 5000]),
        (("mean", ROW), [5000, 5000]),
        (("lowest", GRID), [2500, 5600]),
        (("mean", GRID), [5400, 5600]),  # (25 + 75 + 4 * 56) / 6 = 54
        (("any", ("<", ROW, ("number", 3500))), [True, False]),
        (("every", (">", ROW, ("number", 3500))), [False, True]),
        (("count", (">", ROW, ("number", 3500))), [200, 300]),
        (("count", ("<", GRID, ("number", 3000))), [100, 0]),
        (("outcome", "win"), [False, False]),
    ],
    ids=str,
)
def test_nodes(node: tuple[Any, ...], expected: list[Any], state: State, tables: Tables) -> None:
    assert value(node, state, tables) == expected


def test_flags_cards_and_covers_change_their_answers(state: State, tables: Tables) -> None:
    state.flags[1, 0] = True
    state.covered[2, 1] = True
    state.failed[0, 1] = True
    state.ended[0], state.ended[1] = 1, 2
    state.dealt[0] = 0, 4
    state.act[1] = 1
    assert value(("flag", 1), state, tables) == [True, False]
    assert value(("covered", 2), state, tables) == [False, True]
    assert value(("card", "failed", 0), state, tables) == [False, True]
    assert value(("card", "resolved", 0), state, tables) == [True, True]
    assert value(("card", "outbreak", 0), state, tables) == [False, False]
    assert value(("card", "outbreak", 1), state, tables) == [True, True]
    assert value(("card", "dealt", 0), state, tables) == [False, True]
    assert value(("name", "turns_left"), state, tables) == [300, 500]


def test_outcomes_exist_only_at_the_end(state: State, tables: Tables) -> None:
    state.cohesion[:], state.stability[:] = 5500, (5500, 5499)
    assert value(("outcome", "win"), state, tables) == [False, False]
    state.over[:] = Over.FINISHED
    assert value(("outcome", "win"), state, tables) == [True, False]
    assert value(("outcome", "draw"), state, tables) == [False, True]
    state.over[:] = Over.COHESION_COLLAPSE, Over.STABILITY_COLLAPSE
    assert value(("outcome", "cohesion_collapse"), state, tables) == [True, False]
    assert value(("outcome", "stability_collapse"), state, tables) == [False, True]
    assert value(("outcome", "draw"), state, tables) == [False, False]


def test_a_finished_game_keeps_its_turn(state: State, tables: Tables) -> None:
    """A batch runs on; what ended in turn 2 answers as of turn 2, as if it had been played alone."""
    state.turn = 7
    state.over[0], state.end_turn[0] = Over.STABILITY_COLLAPSE, 2
    assert value(("name", "turn"), state, tables) == [200, 700]
    assert value(("name", "act_turn"), state, tables) == [200, 700]
    assert value(("name", "turns_left"), state, tables)[0] == 200


def test_every_name_answers_within_its_range(state: State, tables: Tables) -> None:
    for name, meaning in NAMES.items():
        node = {"scalar": ("name", name), "member": ("row", name), "pair": ("grid", name)}[meaning.kind]
        got = np.asarray(evaluate(node, state, tables))
        assert got.min() >= 100 * meaning.low, name
        assert got.max() <= 100 * meaning.high, name
        if meaning.kind == "member":
            assert got.shape == (3, 2)
        if meaning.kind == "pair":
            assert got.shape == (6, 2)


def test_names_and_variables_agree_on_their_ranges() -> None:
    """A name of a state variable reaches exactly as far as the variable, on the players' scale."""
    for name, meaning in NAMES.items():
        variable = VARIABLES.get(name)
        if variable is not None and meaning.high <= 100 and variable.high <= 10_000 and variable.high not in (1000,):
            assert variable.high * meaning.factor == 100 * meaning.high, name


def test_holds_answers_for_every_game(state: State, tables: Tables) -> None:
    assert holds(("const", True), state, tables).tolist() == [True, True]
    assert holds((">", ("number", 2), ("number", 1)), state, tables).shape == (2,)
