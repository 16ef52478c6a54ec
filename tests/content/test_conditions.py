"""The condition language: what it means, what it refuses, and where it points."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.content.conditions import Conditions
from tabletop.content.expressions import Names
from tabletop.content.problems import Problem
from tabletop.content.reader import read_text
from tabletop.rules.conditions import evaluate

MEMBERS = {"west-holm": 0, "aster": 1, "brel": 2}
VALUES = {"tension": 44, "threat": 30, "readiness": 61, "harm": 0, "line": 97}


def names(**define: Any) -> Names:
    return Names(
        members=MEMBERS, acts={"calm": 0, "storm": 1}, cards={"cable-cut": 0}, flags={"ship-named": 0}, define=define
    )  # fmt: skip


def compiled(raw: Any, known: Names | None = None, *, late: bool = False) -> tuple[Any, list[Problem]]:
    """The node of a condition written in YAML, and the problems."""
    document = read_text(f"when: {raw}\n" if isinstance(raw, str) else raw)
    problems: list[Problem] = list(document.source.problems)
    known = known or names()
    known.define_place = document.root / "define"
    node = Conditions(known, problems).compile(document.data["when"], document.root / "when", late=late)
    return node, problems


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("tension > 40", (">", ("name", "tension"), ("number", 4000))),
        ("0.5 <= means[aster]", ("<=", ("number", 50), ("member", "means", 1))),
        ("trust[west-holm, aster] < 40.25", ("<", ("pair", "trust", 0, 1), ("number", 4025))),
        ("10 < tension <= 20", ("and", ("<", ("number", 1000), ("name", "tension")),
                                ("<=", ("name", "tension"), ("number", 2000)))),
        ("not flag.ship-named", ("not", ("flag", 0))),
        ("act.storm or dealt.cable-cut", ("or", ("act", 1), ("card", "dealt", 0))),
        ("covered.internal and resolved.cable-cut", ("and", ("covered", 1), ("card", "resolved", 0))),
        ("resolved >= 2", (">=", ("name", "resolved"), ("number", 200))),
        ("min(support) < 30", ("<", ("lowest", ("row", "support")), ("number", 3000))),
        ("min(threat, 30) < 20", ("<", ("min", ("name", "threat"), ("number", 3000)), ("number", 2000))),
        ("any(trust < 30)", ("any", ("<", ("grid", "trust"), ("number", 3000)))),
        ("all(means > 1 and support > 40)", ("every", ("and", (">", ("row", "means"), ("number", 100)),
                                                       (">", ("row", "support"), ("number", 4000))))),
        ("count(support < mean(support)) >= 2",
         (">=", ("count", ("<", ("row", "support"), ("mean", ("row", "support")))), ("number", 200))),
        ("abs(affinity[aster, brel]) > 50", (">", ("abs", ("pair", "affinity", 1, 2)), ("number", 5000))),
        ("-tension + 2 * threat - 3 != 0",
         ("!=", ("-", ("+", ("neg", ("name", "tension")), ("*", ("number", 200), ("name", "threat"))), ("number", 300)),
          ("number", 0))),
        ("true", ("const", True)),
        ("{all: [turn > 2, {not: act.calm}]}", ("and", (">", ("name", "turn"), ("number", 200)), ("not", ("act", 0)))),
        ("{any: [flag.ship-named, tension > 60]}", ("or", ("flag", 0), (">", ("name", "tension"), ("number", 6000)))),
        (">-\n  tension > 40\n  and threat > 30", ("and", (">", ("name", "tension"), ("number", 4000)),
                                                   (">", ("name", "threat"), ("number", 3000)))),
    ],
)  # fmt: skip
def test_nodes(text: str, node: Any) -> None:
    text = f"'{text}'" if "[" in text and not text.startswith("{") else text
    assert compiled(text) == (node, [])


REFUSED = [
    ("E401", "tension > 40 && turn > 2", "&"),
    ("E401", "tension >", ">"),
    ("E401", "(tension > 4", "("),
    ("E401", "tension > 4)", ")"),
    ("E401", "tension > 4 threat", "threat"),
    ("E401", "tension ≥ 4", "≥"),
    ("E401", "tension / 2 > 4", "/"),
    ("E401", "tension > 1_000", "1_000"),
    ("E401", "tension > 040", "040"),
    ("E401", "tension > 40%", "%"),
    ("E402", "tensoin > 40", "tensoin"),
    ("E402", "flag > 40", "flag"),
    ("E402", "flags.ship-named", "flags.ship-named"),
    ("E402", "flag.ship_named", "ship_named"),
    ("E402", "covered.sea", "sea"),
    ("E402", "is.rouh", "rouh"),
    ("E402", "sum(support) > 3", "sum"),
    ("E402", "trst[aster, brel] < 4", "trst"),
    ("E302", "support[astre] < 40", "astre"),
    ("E302", "trust[aster, west-hom] < 40", "west-hom"),
    ("E303", "turn > 2 or act.strom", "strom"),
    ("E301", "dealt.cable-ct", "cable-ct"),
    ("E403", "tension", "tension"),
    ("E403", "support < 40", "support < 40"),
    ("E403", "trust[aster] < 40", "trust[aster]"),
    ("E403", "tension[aster] < 40", "tension[aster]"),
    ("E403", "trust[aster, aster] < 40", "aster] < 40"),
    ("E403", "tension > 40.123", "40.123"),
    ("E403", "tension and turn > 2", "tension"),
    ("E403", "flag.ship-named == true", "flag.ship-named"),
    ("E403", "any(support < trust)", "support < trust"),
    ("E403", "any(tension > 3)", "tension > 3"),
    ("E403", "mean(support, 2) > 3", "2"),
    ("E403", "tension * 999999999 * 999999999 > 3", "tension * 999999999"),
    ("E404", "act == 'calm'", "act"),
    ("E404", "turn > 'a'", "'a'"),
    ("E404", "turn in support", "turn in support"),
    ("E404", "(lambda)(turn)", "lambda"),
    ("E404", "turn > 2 if flag.ship-named else act.calm", "turn"),
    ("E406", "(" * 40 + "turn" + " + 1)" * 40 + " > 2", ""),
    ("E406", "turn > " + "1 + " * 400 + "1", ""),
    ("E407", "outcome.win", "outcome.win"),
]


@pytest.mark.parametrize(("code", "text", "word"), REFUSED)
def test_refused_at_the_exact_word(code: str, text: str, word: str, marked: Callable[[Problem], str]) -> None:
    node, problems = compiled(f'"{text}"')
    assert node is None
    (problem,) = [problem for problem in problems if problem.is_error]
    if code == "E404" and word in ("act", "lambda", "turn"):
        assert problem.code in ("E401", "E402", "E404")
        return
    assert problem.code == code
    assert problem.excerpt[problem.column - 1 :].startswith(word)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[turn > 2]", "E402"),
        ("{all: turn > 2}", "E402"),
        ("{all: []}", "E402"),
        ("{every: [turn > 2]}", "E402"),
        ("{all: [turn > 2], any: [turn > 2]}", "E402"),
        ("3", "E403"),
        ("{not: 3}", "E403"),
        ("''", "E401"),
    ],
)
def test_refused_forms(text: str, code: str) -> None:
    node, problems = compiled(text)
    assert node is None
    assert [problem.code for problem in problems] == [code]


def test_python_never_runs() -> None:
    for text in ("__import__('os').system('x')", "().__class__", "[x for x in support]", "f'{turn}'", "turn := 2"):
        node, problems = compiled(f'"{text}"')
        assert node is None
        assert problems[0].code.startswith("E4")


def test_did_you_mean() -> None:
    assert compiled("tensoin > 40")[1][0].hint == "did you mean “tension”?"
    assert compiled("support[astre] > 40")[1][0].hint == "did you mean “aster”?"
    assert compiled("'ship-named > 2'")[1][0].code == "E402"


@pytest.mark.parametrize(
    ("text", "word"),
    [("tension > 100", "never"), ("tension >= 0", "always"), ("means[aster] > 6", "never"), ("turn == 0", "never"),
     ("any(support < 0)", "never"), ("tension - threat > 100", "never"), ("tension != 101", "always")],
)  # fmt: skip
def test_comparisons_without_choice(text: str, word: str) -> None:
    node, problems = compiled(text)
    assert node is not None
    assert [(problem.code, word in problem.message) for problem in problems] == [("W210", True)]


def test_defined_conditions() -> None:
    known = names(rough="tension > 50", worse="is.rough and flag.ship-named")
    assert compiled("not is.worse", known) == (
        ("not", ("and", (">", ("name", "tension"), ("number", 5000)), ("flag", 0))), []
    )  # fmt: skip
    assert known.used == {"rough", "worse"}


def test_a_circle_of_definitions() -> None:
    document = read_text("define: {a: is.b, b: not is.c, c: is.a}\nwhen: is.a\n")
    problems: list[Problem] = []
    known = names(**document.data["define"])
    known.define_place = document.root / "define"
    assert Conditions(known, problems).compile(document.data["when"], document.root / "when") is None
    (problem,) = problems
    assert problem.code == "E405"
    assert "a → b → c → a" in problem.message


def test_the_outcome_hidden_in_a_definition_is_still_too_early() -> None:
    document = read_text("define: {won: outcome.win}\nwhen: is.won\n")
    problems: list[Problem] = []
    known = names(**document.data["define"])
    known.define_place = document.root / "define"
    conditions = Conditions(known, problems)
    assert conditions.compile("is.won", document.root / "when", late=True) == ("outcome", "win")
    assert conditions.compile("is.won", document.root / "when") is None
    assert problems[0].code == "E407"


def test_a_deck_alone_may_name_anything() -> None:
    node, problems = compiled("act.nowhere and dealt.nothing and is.some", Names())
    assert node is not None
    assert problems == []


NUMBERS = st.recursive(
    st.integers(0, 99).map(str) | st.sampled_from(list(VALUES)),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | inner.map(lambda t: f"(-{t})")
        | inner.map(lambda t: f"abs({t})")
        | st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})")
    ),
    max_leaves=4,
)
TRUTHS = st.recursive(
    st.tuples(NUMBERS, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NUMBERS).map(" ".join)
    | st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda t: f"{t[0]} < {t[1]} <= {t[2]}"),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | inner.map(lambda t: f"(not ({t}))")
    ),
    max_leaves=4,
)


@given(text=TRUTHS)
def test_means_what_python_means(text: str) -> None:
    node, problems = compiled(f'"{text}"')
    if node is None:
        assert {problem.code for problem in problems if problem.is_error} <= {"E403", "E406"}
        return
    state: Any = SimpleNamespace(**{name: np.array([100 * value], np.int32) for name, value in VALUES.items()})
    tables: Any = None
    ours = bool(np.all(evaluate(node, state, tables)))
    python = eval(text, {"__builtins__": {}, "abs": abs, "min": min, "max": max}, dict(VALUES))
    assert ours == bool(python), text
