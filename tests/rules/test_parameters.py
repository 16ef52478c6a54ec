"""Parameters: names, ranges, tables, levels, and what overrides may do."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest

from tabletop.rules import rulebook
from tabletop.rules.parameters import LEVELS, MEANINGS, ParameterError, Rulebook
from tabletop.rules.vocabulary import Level, Strategy


def test_every_parameter_has_a_meaning_and_lies_in_its_range() -> None:
    book = Rulebook()
    assert set(MEANINGS) == {f.name for f in fields(Rulebook)}
    for name, meaning in MEANINGS.items():
        stored = np.asarray(getattr(book, name))
        if name == "need":
            stored = stored[1:]  # holding needs nothing
        assert (stored >= round(meaning.low * meaning.unit)).all(), name
        assert (stored <= round(meaning.high * meaning.unit)).all(), name
        shape = tuple(len(axis) for axis in (meaning.rows, meaning.columns) if axis)
        assert np.shape(getattr(book, name)) == shape
        assert meaning.text


def test_a_rulebook_holds_what_its_fields_say_and_what_is_given() -> None:
    book, other = Rulebook(), Rulebook(start_tension=5000)
    for f in fields(Rulebook):
        usual = f.default_factory() if callable(f.default_factory) else f.default
        assert getattr(book, f.name) is usual
    assert (other.start_tension, other.slots) == (5000, book.slots)
    assert book.start_tension == 4400
    with pytest.raises(FrozenInstanceError):
        book.start_tension = 1  # type: ignore[misc]
    with pytest.raises(TypeError, match="strat_tension"):
        Rulebook(strat_tension=1)
    moved = pickle.loads(pickle.dumps(other))
    assert all(np.array_equal(getattr(moved, f.name), getattr(other, f.name)) for f in fields(Rulebook))


def test_the_published_numbers() -> None:
    """The sizes of docs/rules.md; a change of any of them is a new version of the rules."""
    book = Rulebook()
    assert book.base.tolist() == [0, -400, -100, -300, 0]
    assert book.fit[1:].tolist() == [
        [400, -400, -200, -400, 200], [-300, 400, -200, -600, 400],
        [0, 100, 600, -400, -400], [-300, -100, 100, 700, -300],
    ]  # fmt: skip
    assert book.trust_weight.tolist() == [0, 200, 150, 100, 50]
    assert book.need.tolist() == [0, 80, 100, 60, 40]
    assert book.clause.tolist() == [
        [500, 100, 200, 0, 400, 0, 0], [400, 150, 100, 0, 200, 0, 0], [200, -50, 100, 0, 300, 0, 0],
        [200, 0, 0, 100, 300, 0, 0], [300, 50, 0, 50, 300, 0, 0], [0, -50, 100, 0, 200, 100, 200],
    ]  # fmt: skip
    assert (book.score_scale, book.quorum, book.loss_aversion, book.slots) == (1400, 60, 160, 4)
    assert (book.cohesion_floor, book.stability_floor) == (3500, 3000)


def test_overrides_by_name_row_and_cell() -> None:
    book = rulebook(Level.FULL, {"start_tension": 50.5, "base.bilateral": -2, "fit.multilateral.enforcement": 2})
    assert book.start_tension == 5050
    assert book.base.tolist() == [0, -200, -100, -300, 0]
    assert book.fit[Strategy.MULTILATERAL].tolist() == [-300, 400, -200, -600, 200]
    assert not book.fit.flags.writeable


def test_an_override_leaves_the_defaults_alone() -> None:
    before = Rulebook().fit.copy()
    rulebook(Level.FULL, {"fit.bilateral.urgency": 9})
    assert np.array_equal(Rulebook().fit, before)


def test_two_cells_of_one_table() -> None:
    book = rulebook(Level.FULL, {"base.bilateral": 1, "base.track2": 2})
    assert book.base.tolist() == [0, 100, -100, -300, 200]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nonsense", 1), ("base", 1), ("base.bilateral.urgency", 1), ("fit.bilateral", 1), ("fit.bilateral.colour", 1),
        ("base.war", 1), ("start_tension.x", 50), ("start_tension", 9), ("start_tension", 80.5), ("quorum", 0.49),
        ("slots", 5), ("slots", 0), ("start_tension", float("nan")), ("start_tension", float("inf")),
        ("cohesion_weights.trust", 0.5), ("stability_weights.calm", 0.2), ("slots", 2.5),
    ],
)  # fmt: skip
def test_what_is_refused(name: str, value: float) -> None:
    with pytest.raises(ParameterError) as caught:
        rulebook(Level.FULL, {name: value})
    assert caught.value.name.split(".")[0] == name.split(".", maxsplit=1)[0]
    assert caught.value.problem


def test_weights_of_an_index_may_move_together() -> None:
    book = rulebook(Level.FULL, {"cohesion_weights.trust": 0.3, "cohesion_weights.equity": 0.25})
    assert book.cohesion_weights.sum() == 100


def test_decimals_are_read_as_written() -> None:
    """0.145 is half of a hundredth above 0.14 and rounds up; as a binary float it would fall below."""
    assert rulebook(Level.FULL, {"leak_chance": 0.145}).leak_chance == 15
    assert rulebook(Level.FULL, {"abandonment": 2.675}).abandonment == 268


@pytest.mark.parametrize("level", list(Level))
def test_levels(level: Level) -> None:
    book = rulebook(level)
    for name, value in LEVELS[level].items():
        assert getattr(book, name) == round(value * MEANINGS[name].unit)
    hidden = level == Level.BASICS
    assert (book.tactics == 0) is hidden
    assert (book.treaty == 0) is hidden
    assert (book.elections == 0) is hidden
    assert book.slots == {Level.BASICS: 1, Level.STANDARD: 2, Level.FULL: 4}[level]


def test_a_campaigns_override_wins_over_the_level() -> None:
    assert rulebook(Level.BASICS, {"slots": 3}).slots == 3
