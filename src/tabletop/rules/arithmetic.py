"""Whole-number arithmetic: one rounding, two tables.

No float decides anything in the rules, so that the same game plays out to the last bit on every machine,
batch size and array layout.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tabletop.rules.arrays import Bools, Ints

CHANCE_ONE: Final = 10_000
"""A chance of one: chances and dice are in hundredths of a percent."""
CHANCE_LOW: Final = 500
CHANCE_HIGH: Final = 9_500
"""No negotiation is ever surer than 95 % or less likely than 5 %."""

_NORMAL_BITS: Final = 12
_FIXED: Final = 96


def ratio(top: Any, bottom: int) -> Any:
    """``top / bottom`` rounded half up (towards plus infinity); `bottom` > 0."""
    if bottom % 2:
        top, bottom = 2 * top, 2 * bottom
    half = top + bottom // 2
    half //= bottom
    return half


def ratio_by(top: Any, bottom: Any) -> Any:
    """`ratio` for an array of divisors, all > 0.

    Numbers below 2**31 are divided as floats, several at a time, and cut off: this is exact, for the quotient of two
    such numbers lies on a whole number or further from it than a float of 53 bits can err.
    """
    twice, by = 2 * top + bottom, 2 * bottom
    return np.floor(np.true_divide(twice, by)).astype(np.result_type(twice, by))


def places(rows: Any, columns: Any, width: int) -> Any:
    """Where (row, column) lies in a flattened array of rows of that width; found faster than by two indices."""
    return np.asarray(rows, np.intp) * width + columns


def rows_and_columns(place: Ints, width: int) -> tuple[Ints, Ints]:
    """The row and column of each place in a flattened array, int64; `np.divmod` takes three times as long."""
    rows = place // width
    return rows, place - rows * width


def _exp_fixed(numerator: int, denominator: int) -> int:
    """exp(numerator/denominator) for a small positive argument, in 2**-96ths, by its series in whole numbers."""
    one = 1 << _FIXED
    term, total, k = one, one, 1
    while term:
        term = term * numerator // (denominator * k)
        total += term
        k += 1
    return total


def pick(where: Any, yes: Any, no: Any) -> Any:
    """`yes` where the mask holds and `no` elsewhere, for whole numbers (int32 where both are plain numbers).

    It is `np.where` as a sum: a processor guesses ahead which of two ways a choice will go, and what dice decide it
    guesses wrong half of the time; a multiplication has nothing to guess.
    """
    if isinstance(no, int):
        no = np.int32(no)
    picked = given(where, yes - no)
    picked += no
    return picked


def given(where: Any, amount: Any) -> Any:
    """`amount` where the mask holds and 0 elsewhere; int32 for a plain number."""
    return np.asarray(where, np.int32) * amount


def count(mask: Bools, axis: int = 0) -> Ints:
    """How often a mask holds along an axis of fewer than 128, int32."""
    return np.add.reduce(mask.view(np.int8), axis=axis, dtype=np.int8).astype(np.int32)


_SIDE: Final = 16_384


@lru_cache(maxsize=64)
def _level(value: int) -> Ints:
    """A row of one value: two rows are compared several numbers at a time, a row and a number one by one."""
    row = np.full(_SIDE, value, np.int32)
    row.flags.writeable = False
    return row


def _beside(values: Any, bound: int) -> Any:
    side = values.shape[-1] if np.ndim(values) else 0
    return _level(bound)[:side] if 1 < side <= _SIDE else bound


def at_least(values: Any, low: int) -> Any:
    """`values`, but nowhere less than `low`."""
    return np.maximum(values, _beside(values, low))


def at_most(values: Any, high: int) -> Any:
    """`values`, but nowhere more than `high`."""
    return np.minimum(values, _beside(values, high))


def clamp(values: Any, low: int, high: int) -> Any:
    """`values` within `low` and `high`."""
    return at_most(at_least(values, low), high)


@lru_cache(maxsize=16)
def chance_table(scale: int) -> npt.NDArray[np.int32]:
    """Chance (hundredths of a percent, 500..9500) of every score that matters.

    `scale` is the score scale in hundredths of a point (1400: one point near the middle is worth 1.8 percentage
    points).  Entry ``k`` belongs to a score of ``k - reach`` hundredths, ``reach = (len - 1) // 2``; beyond both
    ends the chance stays at its bound.  p = 1 / (1 + exp(-score / scale)).
    """
    one = 1 << _FIXED
    step = _exp_fixed(1, scale)
    upper = [CHANCE_ONE // 2]
    growth = one
    while upper[-1] < CHANCE_HIGH:
        growth = growth * step >> _FIXED
        chance = (2 * CHANCE_ONE * growth + growth + one) // (2 * (growth + one))
        upper.append(min(CHANCE_HIGH, chance))
    lower = [CHANCE_ONE - chance for chance in reversed(upper[1:])]
    table = np.array(lower + upper, np.int32)
    table.flags.writeable = False
    return table


def chance(score: Any, scale: int) -> Any:
    """The chance, in hundredths of a percent, of a score in hundredths of a point (any shape)."""
    table = chance_table(scale)
    reach = (len(table) - 1) // 2
    return table.take(score + reach, mode="clip")


@lru_cache(maxsize=1)
def normal_table() -> npt.NDArray[np.int32]:
    """4,096 equally likely values of a standard normal, in hundredths of a standard deviation."""
    one = 1 << _FIXED
    weights = [one]
    # exp(-z^2/2) for z in hundredths: w(z+1) = w(z) * exp(-(2z+1)/20000)
    decay = one * one // _exp_fixed(1, 20_000)
    shrink = decay * decay >> _FIXED
    for _ in range(450):
        weights.append(weights[-1] * decay >> _FIXED)
        decay = decay * shrink >> _FIXED
    density = weights[:0:-1] + weights
    levels = 1 << _NORMAL_BITS
    total, running, z = sum(density), 0, 0
    table = np.empty(levels, np.int32)
    for k in range(levels):
        while 2 * levels * (running + density[z]) <= (2 * k + 1) * total:
            running += density[z]
            z += 1
        table[k] = z - 450
    table.flags.writeable = False
    return table
