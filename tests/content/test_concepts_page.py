"""Every concept has a home that exists, and the page that says so is current."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tabletop.content.concepts import Shown, load_concepts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_concepts", ROOT / "docs" / "build_concepts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_concept_has_a_home_that_exists(build: ModuleType) -> None:
    assert build.homeless(load_concepts()) == []


def test_a_wrong_home_is_found(build: ModuleType) -> None:
    concepts = dict(load_concepts())
    first = next(iter(concepts))
    lost = concepts[first].model_copy(update={"shown": (Shown(kind="rule", ref="R99"),)})
    bare = concepts[first].model_copy(update={"shown": ()})
    assert build.homeless({first: lost}) == [f"{first}: there is no rule “R99”"]
    assert build.homeless({first: bare}) == [f"{first}: has no home"]


def test_the_page_is_current(build: ModuleType) -> None:
    written = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    assert written == build.page(load_concepts()), "run: python docs/build_concepts.py"
