"""Conditions against boards: what each clause says of the board, and a distance that aimed walks can trust."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop import rules
from tabletop.content import load_campaign
from tabletop.content.campaign import Campaign
from tabletop.content.clauses import Clause, conditions
from tabletop.content.conditions import Conditions
from tabletop.content.expressions import Names
from tabletop.content.problems import Problem
from tabletop.content.reader import read_text
from tabletop.rules.conditions import holds
from tabletop.rules.luck import game_key
from tabletop.rules.state import State
from tabletop.rules.vocabulary import Level
from tabletop.workbench.clauses import Lit, in_words, light, lines
from tabletop.workbench.distance import distance

SMALL = Path(__file__).parents[1] / "content" / "samples" / "small.yaml"
CAMPAIGN = load_campaign(SMALL)
TABLES = CAMPAIGN.tables(Level.STANDARD)
NAMES = {member.id: member.name for member in CAMPAIGN.members}


def clause(text: str, **define: str) -> Clause:
    written = "".join(f"  {name}: {inner}\n" for name, inner in define.items())
    document = read_text(f'when: "{text}"\n' + (f"define:\n{written}" if define else ""))
    known = Names(
        members={member.id: k for k, member in enumerate(CAMPAIGN.members)},
        acts={act.id: k for k, act in enumerate(CAMPAIGN.acts)}, cards={k: n for n, k in enumerate(CAMPAIGN.deck)},
        flags={"ship-named": 0}, define=define, define_place=document.root / "define",
    )  # fmt: skip
    problems: list[Problem] = []
    found = Conditions(known, problems).clause(document.data["when"], document.root / "when", late=True)
    assert found is not None, problems
    return found


def board(**values: Any) -> State:
    """A board in turn 3 with fields set, in hundredths."""
    state = rules.start(TABLES, np.array([game_key(1)], np.uint64))
    state.turn = 3
    for name, value in values.items():
        getattr(state, name)[...] = np.array(value).reshape(np.shape(value) + (1,) * (np.ndim(value) == 1))
    return state


def lit(text: str, **values: Any) -> Lit:
    return light(clause(text), board(**values), TABLES)


@pytest.mark.parametrize(
    ("text", "values", "line"),
    [
        ("tension > 40", {"tension": 3800}, "✗ tension > 40: 38.0, 2.0 away"),
        ("tension > 40", {"tension": 4450}, "✓ tension > 40: 44.5"),
        ("tension > 40", {"tension": 3996}, "✗ tension > 40: 39.96, 0.05 away"),
        ("40 < tension", {"tension": 3800}, "✗ 40 < tension: 38.0, 2.0 away"),
        ("tension < 40", {"tension": 4000}, "✗ tension < 40: 40.0, just not there"),
        ("turn > 3", {}, "✗ turn > 3: 3, 1 away"),
        ("turn == 5", {}, "✗ turn == 5: 3, 2 away"),
        ("tension > threat", {"tension": 3800, "threat": 5000}, "✗ tension > threat: 38.0 against 50.0, 12.0 away"),
        ("any(support < 40)", {"support": [4500, 4300, 6000]}, "✗ any(support < 40): lowest is Aster 43.0, 3.0 away"),
        ("any(support > 40)", {"support": [4500, 4300, 6000]}, "✓ any(support > 40): highest is Brel 60.0"),
        ("all(support > 40)", {"support": [4500, 3900, 6000]}, "✗ all(support > 40): lowest is Aster 39.0, 1.0 away"),
        ("all(support < 50)", {"support": [4500, 3900, 6000]}, "✗ all(support < 50): highest is Brel 60.0, 10.0 away"),
        ("min(support) < 40", {"support": [4500, 4300, 6000]}, "✗ min(support) < 40: lowest is Aster 43.0, 3.0 away"),
        ("max(support) >= 60", {"support": [4500, 4300, 6000]}, "✓ max(support) >= 60: highest is Brel 60.0"),
        ("mean(support) >= 60", {"support": [4500, 4500, 6000]}, "✗ mean(support) >= 60: 50.0, 10.0 away"),
        ("count(support < 44) >= 2", {"support": [4500, 4300, 6000]},
         "✗ count(support < 44) >= 2: 1 (Aster), 1 away, next is West Holm"),
        ("count(support < 44) < 2", {"support": [4500, 4300, 6000]}, "✓ count(support < 44) < 2: 1 (Aster)"),
        ("any(means > 1 and support > 40)", {"means": [0, 50, 90], "support": [9000, 4300, 3000]},
         "✗ any(means > 1 and support > 40): nearest is Aster"),
        ("flag.ship-named", {}, "✗ flag.ship-named: not set"),
        ("not flag.ship-named", {}, "✓ not flag.ship-named: not set"),
        ("act.storm", {}, "✗ act.storm: the act is calm"),
        ("dealt.cable-cut", {}, "✗ dealt.cable-cut: not dealt yet"),
        ("covered.internal", {}, "✗ covered.internal: no treaty in force covers quarrels among allies"),
        ("outcome.win", {}, "✗ outcome.win: the game is not over"),
        ("true", {}, "✓ true"),
    ],
)  # fmt: skip
def test_one_line(text: str, values: dict[str, Any], line: str) -> None:
    assert in_words(lit(text, **values), lambda seat: NAMES[seat]) == line


def test_a_pair_is_named_both_ways() -> None:
    trust = np.full((3, 3), 5000)
    trust[1, 2] = 2000
    found = lit("any(trust < 10)", trust=trust[:, :, None])
    assert found.members == ("aster", "brel")
    assert in_words(found, lambda seat: NAMES[seat]) == "✗ any(trust < 10): lowest is Aster → Brel 20.0, 10.0 away"


def test_the_tree_in_lines() -> None:
    found = light(
        clause("turn > 5 and (is.rough or not (act.calm and turn > 2))", rough="tension > 50 or threat > 90"),
        board(tension=4000, threat=3000), TABLES,
    )  # fmt: skip
    assert list(lines(found)) == [
        "✗ all of these:",
        "  ✗ turn > 5: 3, 3 away",
        "  ✗ one of these:",
        "    ✗ is.rough, one of these:",
        "      ✗ tension > 50: 40.0, 10.0 away",
        "      ✗ threat > 90: 30.0, 60.0 away",
        "    ✗ none of this:",
        "      ✓ all of these:",
        "        ✓ act.calm: the act is calm",
        "        ✓ turn > 2: 3",
    ]


def test_one_game_of_a_batch() -> None:
    state = rules.start(TABLES, np.array([game_key(seed) for seed in range(3)], np.uint64))
    state.tension[:] = [1000, 4500, 9000]
    found = [light(clause("tension > 40"), state, TABLES, game).value for game in range(3)]
    assert found == [10.0, 45.0, 90.0]


def test_a_nearer_board_is_nearer() -> None:
    state = rules.start(TABLES, np.array([game_key(1)] * 4, np.uint64))
    state.tension[:] = [1000, 3000, 3999, 4001]
    for text in ("tension > 40", "not tension <= 40", "tension > 40 and threat >= 0", "2 * tension > 80"):
        away = distance(clause(text), state, TABLES)
        assert away[0] > away[1] > away[2] > away[3] == 0, text


def test_a_count_comes_nearer_with_its_members() -> None:
    state = rules.start(TABLES, np.array([game_key(1)] * 3, np.uint64))
    state.support[:] = np.array([[9000, 9000, 3000], [9000, 5000, 5000], [9000, 4100, 3900]]).T
    away = distance(clause("count(support < 40) >= 2"), state, TABLES)
    assert away[0] > away[1] > away[2] > 0
    away = distance(clause("count(support < 95) <= 1"), state, TABLES)
    assert (away > 0).all()
    assert distance(clause("count(support < 40) >= 9"), state, TABLES).tolist() == [1, 1, 1]


@pytest.mark.parametrize("name", ["halcyon", "double-track", "north-atlantic", "small"])
def test_distance_is_nothing_exactly_where_it_holds(name: str) -> None:
    campaign: Campaign = CAMPAIGN if name == "small" else load_campaign(name)
    tables = campaign.tables(Level.FULL)
    state = rules.start(tables, np.array([game_key(seed) for seed in range(300)], np.uint64))
    luck = np.random.default_rng(3)
    for field, most in (("tension", 10_001), ("support", 10_001), ("trust", 10_001), ("means", 601),
                        ("cohesion", 10_001), ("stability", 10_001), ("treaties", 3), ("effort", 4000)):  # fmt: skip
        getattr(state, field)[...] = luck.integers(0, most, getattr(state, field).shape)
    state.flags[...] = luck.integers(0, 2, state.flags.shape).astype(bool)
    state.act[...] = luck.integers(0, len(tables.acts), state.act.shape)
    for one in conditions(campaign):
        for part in one.clause.walk():
            truth = holds(part.node, state, tables)
            for wanted in (True, False):
                away = distance(part, state, tables, wanted=wanted)
                assert away.shape == (300,)
                assert ((away >= 0) & (away <= 1)).all()
                assert np.array_equal(away == 0, truth == wanted), (part.text, wanted)


SIDES = st.sampled_from(
    ["tension", "threat", "turn", "min(support)", "mean(trust)", "support[brel]", "count(support < 50)",
     "(tension - threat)", "abs(affinity[aster, brel])", "3", "50.5", "max(tension, 40)", "-line", "2 * harm"]
)  # fmt: skip
SIGNS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
TEXTS = st.recursive(
    st.tuples(SIDES, SIGNS, SIDES).map(" ".join)
    | st.sampled_from(["flag.ship-named", "act.calm", "any(support < 45)", "all(means >= 2 or support > 50)",
                       "any(trust < 40)"]),
    lambda inner: st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
    | inner.map(lambda t: f"not ({t})"),
    max_leaves=5,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, seed=st.integers(0, 99))
def test_any_condition_agrees_with_the_rules(text: str, seed: int) -> None:
    state = rules.start(TABLES, np.array([game_key(seed)], np.uint64))
    state.turn = 2
    one = clause(text)
    found = light(one, state, TABLES)
    assert found.holds == bool(holds(one.node, state, TABLES)[0]) == (distance(one, state, TABLES)[0] == 0)
    for part in _flat(found):
        assert part.distance is None or (part.distance == 0) == part.holds
    assert all(line.lstrip()[0] in "✓✗" for line in lines(found))


def _flat(found: Lit) -> list[Lit]:
    return [found, *(inner for part in found.parts for inner in _flat(part))]
