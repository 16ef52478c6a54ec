"""One registration for every rule: its id in code and parameters, its words, and the document made from it."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

import tabletop.rules
from tabletop.rules import rulebook
from tabletop.rules.parameters import MEANINGS, Rulebook
from tabletop.rules.registry import REGISTRY, STATUSES, formula_of, names_in, number_text, value_of
from tabletop.rules.vocabulary import Level

ID = re.compile(r"^(?:[A-Z][0-9]+[a-z]?|LIM|INJECT|OVERRULE)$")
ROOM = Path(tabletop.rules.__file__).parent


def ids_in_code() -> Iterator[tuple[str, str]]:
    """Every string constant of the room that is shaped like a rule id, but for the registration itself."""
    for file in sorted(ROOM.glob("*.py")):
        if file.name == "registry.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.match(node.value):
                yield node.value, file.name


def test_every_id_in_code_is_registered_and_every_registered_id_is_used() -> None:
    used = dict(ids_in_code())
    assert {rule: where for rule, where in used.items() if rule not in REGISTRY} == {}
    mentioned = " ".join(file.read_text(encoding="utf-8") for file in ROOM.glob("*.py") if file.name != "registry.py")
    unused = [rule for rule in REGISTRY if rule not in used and not re.search(rf"\b{rule}\b", mentioned)]
    assert unused == []


def test_every_parameter_belongs_to_a_rule_and_stands_in_its_formula() -> None:
    for name, meaning in MEANINGS.items():
        assert meaning.rule in REGISTRY, name
        if not meaning.rows:
            everywhere = [rule.id for rule in REGISTRY.values() if name in names_in(rule.formula)]
            assert meaning.rule in everywhere, f"{name} is missing from the formula of {meaning.rule}"


@pytest.mark.parametrize("rule", REGISTRY.values(), ids=lambda rule: rule.id)
def test_a_rule_is_told_in_few_words(rule: tabletop.rules.registry.Rule) -> None:
    assert ID.match(rule.id)
    assert rule.title
    assert 20 <= len(rule.statement) <= 160
    assert rule.statement.endswith(".")
    assert rule.status in STATUSES
    assert rule.formula
    assert rule.source
    assert "{" not in formula_of(rule.id, Rulebook())
    for name in names_in(rule.formula):
        value_of(name, Rulebook())


def test_overrides_show_in_the_formula() -> None:
    assert "5·(stake + 0.25)" in formula_of("R3", Rulebook())
    assert "7.5·(stake + 0.25)" in formula_of("R3", rulebook(Level.FULL, {"side_deal": 7.5}))
    assert "90 % − 55 %·greed" in formula_of("R9", Rulebook())
    assert "bilateral −2" in formula_of("T1", rulebook(Level.FULL, {"base.bilateral": -2}))


def test_numbers_as_people_read_them() -> None:
    assert [number_text(v) for v in (-4.0, 0.5, 100.0, 0.04)] == ["−4", "0.5", "100", "0.04"]
    assert value_of("fit.bilateral.enforcement", Rulebook()) == 2
    assert value_of("steps.bilateral", Rulebook()) == 2
    for wrong in ("nothing", "fit", "fit.bilateral", "fit.bilateral.colour", "quorum.x"):
        with pytest.raises(KeyError):
            value_of(wrong, Rulebook())


def test_the_document_is_current(root: Path) -> None:
    """docs/rules.md holds generated blocks; `python docs/build_rules.py` writes them anew."""
    build = runpy.run_path(str(root / "docs" / "build_rules.py"))
    text = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    assert build["rebuilt"](text) == text, "docs/rules.md is not current. Next: python docs/build_rules.py"
    assert "start_tension" in text


def test_the_document_names_every_rule(root: Path) -> None:
    text = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    for rule in REGISTRY.values():
        assert f"**{rule.id} {rule.title}.**" in text
        assert rule.statement in text
