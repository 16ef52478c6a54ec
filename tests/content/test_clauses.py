"""Conditions as trees of clauses: the author's words, their place, and a truth that agrees with the rules."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tabletop import rules
from tabletop.content import load_campaign
from tabletop.content.clauses import Clause, conditions, of_card
from tabletop.content.conditions import Conditions
from tabletop.content.expressions import Names
from tabletop.content.problems import Problem
from tabletop.content.reader import read_text
from tabletop.rules.conditions import holds
from tabletop.rules.luck import game_key
from tabletop.rules.state import VARIABLES, State
from tabletop.rules.tables import Tables
from tabletop.rules.vocabulary import Level

SHIPPED = ("halcyon", "halcyon-tutorial", "double-track", "north-atlantic")


def clause(raw: str, **define: str) -> Clause:
    """The clause of a condition written in YAML behind ``when:``."""
    written = "".join(f"  {name}: {text}\n" for name, text in define.items())
    document = read_text(f"when: {raw}\n" + (f"define:\n{written}" if define else ""))
    names = Names(
        members={"west-holm": 0, "aster": 1}, acts={"calm": 0}, cards={"cable-cut": 0}, flags={"ship-named": 0},
        define=define, define_place=document.root / "define",
    )  # fmt: skip
    problems: list[Problem] = []
    found = Conditions(names, problems).clause(document.data["when"], document.root / "when", late=True)
    assert found is not None, problems
    return found


def outline(clause: Clause) -> Any:
    """Kind and text, and those of the parts."""
    about = f"{clause.kind} {clause.text}"
    return (about, *(outline(part) for part in clause.parts)) if clause.parts else about


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("tension > 40", "compare tension > 40"),
        ("20 < tension < 40", ("and 20 < tension < 40", "compare 20 < tension", "compare tension < 40")),
        ("(2 * (threat + 1)) < (tension) <= (threat)",
         ("and (2 * (threat + 1)) < (tension) <= (threat)",
          "compare (2 * (threat + 1)) < (tension)", "compare (tension) <= (threat)")),
        ("(1 < turn < (2)) and act.calm",
         ("and (1 < turn < (2)) and act.calm",
          ("and 1 < turn < (2)", "compare 1 < turn", "compare turn < (2)"), "truth act.calm")),
        ("turn > 2 and not (flag.ship-named or resolved.cable-cut)",
         ("and turn > 2 and not (flag.ship-named or resolved.cable-cut)", "compare turn > 2",
          ("not not (flag.ship-named or resolved.cable-cut)",
           ("or flag.ship-named or resolved.cable-cut", "truth flag.ship-named", "truth resolved.cable-cut")))),
        ("any(support < 40)", "truth any(support < 40)"),
        ("not all(means > 1 and support > 40)",
         ("not not all(means > 1 and support > 40)", "truth all(means > 1 and support > 40)")),
        ("count(support < 40) >= 2", "compare count(support < 40) >= 2"),
        ("'min(support) < 30 or trust[aster, west-holm] == 3'",
         ("or min(support) < 30 or trust[aster, west-holm] == 3", "compare min(support) < 30",
          "compare trust[aster, west-holm] == 3")),
        ("true", "truth true"),
        ("'false'", "truth false"),
        ("outcome.win", "truth outcome.win"),
        ("{all: [turn > 2, {not: act.calm}]}",
         ("and all: [turn > 2, not: act.calm]", "compare turn > 2", ("not not: act.calm", "truth act.calm"))),
        ("{any: [turn > 2, tension > 60 and true]}",
         ("or any: [turn > 2, tension > 60 and true]", "compare turn > 2",
          ("and tension > 60 and true", "compare tension > 60", "truth true"))),
    ],
)  # fmt: skip
def test_what_the_author_wrote(raw: str, expected: Any) -> None:
    assert outline(clause(raw)) == expected


def test_a_comparison_knows_its_two_numbers() -> None:
    low, high = clause("20 < tension < 40").parts
    assert (low.sign, low.left, low.right) == ("<", ("number", 2000), ("name", "tension"))
    assert (high.sign, high.left, high.right) == ("<", ("name", "tension"), ("number", 4000))
    assert high.node == ("<", high.left, high.right)


def test_a_named_condition_is_one_clause_for_all_who_ask() -> None:
    found = clause("is.rough or not is.rough", rough="tension > 50")
    first, second = found.parts[0], found.parts[1].parts[0]
    assert (first.kind, first.text, outline(first.parts[0])) == ("named", "is.rough", "compare tension > 50")
    assert first.parts[0] is second.parts[0]
    assert first.parts[0].place.path == ("define", "rough")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("turn > 2 and tension > 40", "tension > 40"),
        ('"turn > 2 and tension > 40"', "tension > 40"),
        (">-\n  turn > 2\n  and tension > 40", "tension > 40"),
        ("{all: [turn > 2, {any: [act.calm, tension > 40]}]}", "tension > 40"),
        ("20 < tension < 40", "tension < 40"),
    ],
)
def test_a_problem_points_at_the_clause(raw: str, text: str, marked: Callable[[Problem], str]) -> None:
    (found,) = [part for part in clause(raw).walk() if part.text == text]
    assert marked(found.problem("W201", "here")) == text


def test_of_card(small: Path) -> None:
    campaign = load_campaign(small)
    found = of_card(campaign, "cable-cut")
    assert found is not None
    assert outline(found)[0] == "and turn > 2 and not flag.ship-named"
    assert of_card(campaign, "inquiry") is None
    with pytest.raises(KeyError):
        of_card(campaign, "cable-ct")


def test_every_condition_of_the_small_campaign(small: Path) -> None:
    assert [(one.kind, one.owner, one.label, one.clause.text) for one in conditions(load_campaign(small))] == [
        ("bonus", "west-holm", "member west-holm, bonus", "outcome.win and max(peak) <= 4"),
        ("define", "rough", "is.rough", "tension > 50 or flag.ship-named"),
        ("act", "calm", "act calm, way to storm", "is.rough"),
        ("ending", "good", "ending good", "outcome.win"),
        ("card", "cable-cut", "card cable-cut, when", "turn > 2 and not flag.ship-named"),
    ]


def test_effects_and_follow_ups_are_conditions_too(small: Path, tmp_path: Path) -> None:
    text = small.read_text(encoding="utf-8")
    text = text.replace("{change: {trust: 3}, from", "{when: turn > 3, change: {trust: 3}, from")
    text = text.replace("after: 2, if: failed}", "after: 2, if: failed, when: turn > 4}")
    text = text.replace("{tension: +5, means: -0.5},", "{tension: +5, means: -0.5}, when: threat > 20,")
    text = text.replace("on_outbreak: [{change", "on_outbreak: [{when: turn > 5, change")
    file = tmp_path / "campaign.yaml"
    file.write_text(text, encoding="utf-8")
    found = {one.label: (one.kind, one.owner, one.clause.text) for one in conditions(load_campaign(file))}
    assert found["card cable-cut, track2 on_success 2"] == ("effect", "cable-cut", "turn > 3")
    assert found["card cable-cut, on_outbreak 1"] == ("effect", "cable-cut", "turn > 5")
    assert found["card cable-cut, follow-up inquiry"] == ("follow-up", "cable-cut", "turn > 4")
    assert found["act calm, on_start 1"] == ("act-effect", "calm", "threat > 20")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_compiled_condition_has_its_clauses(name: str) -> None:
    campaign = load_campaign(name)
    tables = campaign.tables(Level.FULL)
    nodes = [
        *(effect.when for effect in tables.effects), *(ending.when for ending in tables.endings), *tables.cards.when,
        *tables.alliance.bonus, *(when for act in tables.acts for when, _ in act.follows),
    ]  # fmt: skip
    found = conditions(campaign)
    assert {node for node in nodes if node is not None} <= {one.clause.node for one in found}
    assert conditions(campaign) is found
    assert {one.owner for one in found if one.kind == "card"} == {k for k, c in campaign.deck.items() if c.when}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_parts_make_the_whole(name: str) -> None:
    campaign = load_campaign(name)
    tables = campaign.tables(Level.FULL)
    met: set[tuple[int, bool]] = set()
    for state in scattered(tables, games=400):
        for one in conditions(campaign):
            for part in one.clause.walk():
                truth = holds(part.node, state, tables)
                met |= {(id(part), bool(value)) for value in np.unique(truth)}
                assert np.array_equal(truth, recombined(part, state, tables)), (one.label, part.text)
    parts = {id(part) for one in conditions(campaign) for part in one.clause.walk()}
    assert len(met) > 1.6 * len(parts), "the scattered states hardly try the conditions"


def test_a_campaign_travels_without_its_clauses(small: Path) -> None:
    campaign = load_campaign(small)
    with pytest.raises(TypeError, match="load_campaign"):
        conditions(pickle.loads(pickle.dumps(campaign)))


def recombined(clause: Clause, state: State, tables: Tables) -> Any:
    """A clause's truth from its parts' alone."""
    parts = [holds(part.node, state, tables) for part in clause.parts]
    match clause.kind:
        case "and":
            return np.logical_and.reduce(parts)
        case "or":
            return np.logical_or.reduce(parts)
        case "not":
            return ~parts[0]
        case "named":
            return parts[0]
        case "compare":
            return holds((clause.sign, clause.left, clause.right), state, tables)
    assert clause.kind == "truth"
    assert not clause.parts
    return holds(clause.node, state, tables)


def scattered(tables: Tables, games: int) -> list[State]:
    """Boards anywhere inside the declared ranges, most of which no game would reach."""
    luck = np.random.default_rng(7)
    states = []
    for turn in (1, 4, 9):
        state = rules.start(tables, np.array([game_key(seed) for seed in range(games)], np.uint64))
        state.turn = turn
        for name, variable in VARIABLES.items():
            values = getattr(state, name)
            high = min(variable.high, 12)
            if variable.high == 10_000:
                values[...] = luck.integers(0, 10_001, values.shape)
            elif name in ("agreements", "signed", "peak", "supported", "mediations", "deals", "outside_deals", "over",
                          "treaties", "outbreaks", "resolved", "dealt", "ended", "stage"):  # fmt: skip
                values[...] = luck.integers(0, high + 1, values.shape)
            elif values.dtype == bool:
                values[...] = luck.integers(0, 2, values.shape).astype(bool)
        state.effort[...] = luck.integers(0, 4000, state.effort.shape)
        state.means[...] = luck.integers(0, 601, state.means.shape)
        state.card[...] = luck.integers(-1, tables.cards.size, state.card.shape)
        state.act[...] = luck.integers(0, len(tables.acts), state.act.shape)
        states.append(state)
    return states
