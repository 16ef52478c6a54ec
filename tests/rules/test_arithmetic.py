"""Whole-number arithmetic: rounding, the curve of chances, the normal table."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.rules.arithmetic import (
    CHANCE_HIGH,
    CHANCE_LOW,
    chance,
    chance_table,
    normal_table,
    places,
    ratio,
    ratio_by,
    rows_and_columns,
)


@given(st.integers(-(10**8), 10**8), st.integers(1, 20_000))
def test_ratio_rounds_half_up(top: int, bottom: int) -> None:
    """Half up, towards plus infinity: 2.5 -> 3 and -2.5 -> -2."""
    expected = math.floor(Fraction(top, bottom) + Fraction(1, 2))
    assert ratio(top, bottom) == expected
    assert ratio_by(top, bottom) == expected
    assert ratio(np.array([top], np.int32), bottom).tolist() == [expected]
    assert ratio_by(np.array([top], np.int64), np.array([bottom], np.int64)).tolist() == [expected]


@given(st.integers(1, 2**30 - 1), st.integers(0, 2**30), st.integers(-2, 2), st.booleans())
def test_ratio_by_is_exact_beside_every_whole_number(bottom: int, quotient: int, beside: int, minus: bool) -> None:
    """A float divides, and must never cut off on the wrong side of a whole number (or of a half)."""
    top = (quotient % ((2**30 - 1) // bottom + 1)) * bottom + beside
    top = max(-(2**29), min(2**29, -top if minus else top))
    expected = (2 * top + bottom) // (2 * bottom)
    found = ratio_by(np.array([top], np.int64), np.array([bottom], np.int64))
    assert (found.dtype, found.tolist()) == (np.int64, [expected])
    if bottom < 2**29:
        small = ratio_by(np.array([top], np.int32), np.array([bottom], np.int32))
        assert (small.dtype, small.tolist()) == (np.int32, [expected])


def test_places_and_back() -> None:
    rows, columns = np.array([0, 3, 1, 2], np.int32), np.array([4, 0, 2, 1], np.int32)
    flat = np.arange(20).reshape(4, 5)
    assert flat.reshape(-1)[places(rows, columns, 5)].tolist() == flat[rows, columns].tolist()
    back = rows_and_columns(places(rows, columns, 5), 5)
    assert [part.tolist() for part in back] == [rows.tolist(), columns.tolist()]


def test_halves() -> None:
    assert [ratio(top, 2) for top in (-5, -3, -1, 1, 3, 5)] == [-2, -1, 0, 1, 2, 3]
    assert ratio(np.array([-250, 250, 249], np.int32), 100).tolist() == [-2, 3, 2]
    assert ratio(np.array([-250, 250], np.int32), 100).dtype == np.int32


@pytest.mark.parametrize("scale", [800, 1400, 2500])
def test_the_curve_is_the_logistic_one(scale: int) -> None:
    table = chance_table(scale)
    reach = (len(table) - 1) // 2
    scores = np.arange(-reach, reach + 1)
    exact = np.clip(10_000 / (1 + np.exp(-scores / scale)), CHANCE_LOW, CHANCE_HIGH)
    assert np.abs(table - exact).max() <= 0.5 + 1e-6
    assert (np.diff(table) >= 0).all()
    assert (table + table[::-1] == 10_000).all()
    assert (table[0], table[reach], table[-1]) == (CHANCE_LOW, 5000, CHANCE_HIGH)
    assert not table.flags.writeable


@pytest.mark.parametrize(
    ("points", "percent"),
    [(-28, 12), (-20, 19), (-14, 27), (-10, 33), (-7, 38), (-3, 45), (0, 50),
     (3, 55), (7, 62), (10, 67), (14, 73), (20, 81), (28, 88)],
)  # fmt: skip
def test_the_printed_curve(points: int, percent: int) -> None:
    assert round(int(chance(np.array([100 * points]), 1400)[0]) / 100) == percent


def test_nothing_is_certain() -> None:
    assert chance(np.array([-(10**6), -4200, 4200, 10**6]), 1400).tolist() == [500, 500, 9500, 9500]


def test_one_point_near_the_middle_is_worth_about_1_8_percent() -> None:
    assert int(chance(100, 1400)) - 5000 == pytest.approx(180, abs=5)


def test_the_normal_table() -> None:
    """4,096 values: mean 0, deviation 1, and the shares of a normal within one, two and three deviations."""
    table = normal_table()
    assert len(table) == 4096
    assert (np.diff(table) >= 0).all()
    z = table / 100
    assert abs(z.mean()) < 0.01
    assert z.std() == pytest.approx(1, abs=0.005)
    assert (z**3).mean() == pytest.approx(0, abs=0.03)
    assert (z**4).mean() == pytest.approx(3, abs=0.05)
    for bound, share in ((1, 0.6827), (2, 0.9545), (3, 0.9973)):
        assert (np.abs(z) <= bound).mean() == pytest.approx(share, abs=0.005)
    assert not table.flags.writeable
