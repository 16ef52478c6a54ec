"""The minds that pyproject.toml promises exist under the names that people type."""

from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

PROJECT = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MINDS: dict[str, str] = PROJECT["entry-points"]["tabletop.minds"]


@pytest.mark.parametrize("name", sorted(MINDS))
def test_a_registered_mind_can_be_loaded(name: str) -> None:
    assert callable(EntryPoint(name, MINDS[name], "tabletop.minds").load())


def test_the_door_is_registered() -> None:
    assert callable(EntryPoint("tabletop", PROJECT["scripts"]["tabletop"], "console_scripts").load())


def test_every_dependency_has_a_floor_and_a_ceiling() -> None:
    for wanted in PROJECT["dependencies"]:
        assert ">=" in wanted, wanted
        assert ",<" in wanted, wanted
