"""Minds by name, plug-ins that fail, and why a mind chose as it did."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from tests.reference import reference_tables

from tabletop import minds
from tabletop.errors import TabletopError, UsageError
from tabletop.game.batchview import BatchView
from tabletop.minds import MindLuck, registry
from tabletop.rules import Choices, open_turn, resolve, start
from tabletop.rules.luck import game_key

PLUG = "tests_plugged_mind"


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """`plug(mind)`: as if a package had registered `mind` under the name “plugged”."""

    def register(mind: Any) -> None:
        module = ModuleType(PLUG)
        module.mind = mind  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, PLUG, module)
        point = EntryPoint("plugged", f"{PLUG}:mind", registry.GROUP)
        monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == registry.GROUP else [])

    return register


def opened(games: int = 3) -> tuple[BatchView, MindLuck]:
    tables = reference_tables(5, games)
    state = start(tables, np.array([game_key(k) for k in range(games)], np.uint64))
    open_turn(state, tables)
    return BatchView.of(state, tables), MindLuck.of(state.seed, state.turn)


def test_every_shipped_name_resolves_and_is_described() -> None:
    for name in minds.SHIPPED:
        assert minds.find(name) is minds.SHIPPED[name].mind
        assert minds.about(name).endswith(".")
        assert name in minds.names()
    assert minds.find("free-rider") is minds.free_rider


def test_families_resolve() -> None:
    for name in ("rotate-bilateral-confidence", "rotate-track2-confidence-bilateral-multilateral"):
        assert callable(minds.find(name))
        assert minds.about(name)
    assert callable(minds.find("thoughtful-without-multilateral"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("thougtful", "Did you mean thoughtful?"),
        ("zzz", "Known: "),
        ("rotate-bilateral", "too few"),
        ("rotate-bilateral-war", "“war”"),
        ("rotate-", "“”"),
        ("thoughtful-without-hold", "“hold”"),
        ("", "Known: "),
    ],
)
def test_a_wrong_name_is_said_to_be_wrong(name: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        minds.find(name)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_plug_in_plays(plug: Callable[[Any], None]) -> None:
    def mine(view: BatchView, luck: MindLuck) -> Choices:
        """Holds."""
        return Choices.hold(view.members, view.games)

    plug(mine)
    assert "plugged" in minds.names()
    assert minds.about("plugged") == "Holds."
    assert (minds.find("plugged")(*opened()).strategy == 0).all()


def _raises(view: BatchView, luck: MindLuck) -> Choices:
    raise ZeroDivisionError("by nothing\nat all")


def _floats(view: BatchView, luck: MindLuck) -> Choices:
    choices = Choices.hold(view.members, view.games)
    choices.effort = choices.effort * 0.5
    return choices


def _shape(view: BatchView, luck: MindLuck) -> Choices:
    return Choices.hold(view.members, view.games + 1)


def _range(view: BatchView, luck: MindLuck) -> Choices:
    choices = Choices.hold(view.members, view.games)
    choices.strategy += 7
    return choices


def _nothing(view: BatchView, luck: MindLuck) -> None:
    return None


@pytest.mark.parametrize("mind", [_raises, _floats, _shape, _range, _nothing, 5])
def test_a_failing_plug_in_is_one_clear_sentence(plug: Callable[[Any], None], mind: Any) -> None:
    plug(mind)
    with pytest.raises(minds.MindError) as caught:
        minds.find("plugged")(*opened())
    assert "“plugged”" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_plug_in_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("plugged", "no_such_module_anywhere:mind", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    with pytest.raises(TabletopError, match=r"could not be loaded: ModuleNotFoundError"):
        minds.find("plugged")


def test_a_shipped_name_wins_over_a_plug_in(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("thoughtful", "elsewhere:mind", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    assert minds.find("thoughtful") is minds.thoughtful


@pytest.mark.parametrize("name", [*minds.SHIPPED, "rotate-bilateral-track2", "thoughtful-without-track2", "plugged"])
def test_every_choice_can_be_explained_in_one_sentence(name: str, scale: Callable[[int, int], int]) -> None:
    tables = reference_tables(5, 1)
    mind = minds.thoughtful if name == "plugged" else minds.find(name)
    members = ["Aster", "Borea", "Cimbria", "Dalmar", "Elmora"]
    said = set()
    for seed in range(scale(1, 4)):
        state = start(tables, np.array([game_key(seed)], np.uint64))
        for _ in range(8):
            open_turn(state, tables)
            view = BatchView.of(state, tables)
            choices = mind(view, MindLuck.of(state.seed, state.turn))
            for seat in range(5):
                sentence = minds.explain(name, view, choices, seat, names=members)
                assert sentence.endswith(".")
                assert sentence.count(". ") == 0
                assert len(sentence) < 240
                said.add(sentence)
            resolve(state, choices, tables)
    assert len(said) > 1


def test_crises_are_named_when_their_titles_are_known() -> None:
    view, luck = opened(1)
    choices = minds.thoughtful(view, luck)
    acting = int(np.argmax(choices.strategy[:, 0] > 0))
    sentence = minds.explain("thoughtful", view, choices, acting, titles=["Cable cut", "Strait closed", "C", "D"])
    assert "“Cable cut”" in sentence or "“Strait closed”" in sentence
