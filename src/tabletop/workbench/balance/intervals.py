"""Intervals of 95 %: for rates, for means, and for shares that were measured with noise."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from tabletop.report.balance.facts import Estimate

Z: Final = 1.959964
"""Standard errors on either side."""


def rate(hits: float, of: float) -> Estimate:
    """A rate in percent, with Wilson's interval; 0 to 100 where nothing was counted."""
    if of <= 0:
        return Estimate(0.0, 0.0, 100.0)
    share, square = hits / of, Z * Z
    centre = (share + square / (2 * of)) / (1 + square / of)
    half = Z / (1 + square / of) * (share * (1 - share) / of + square / (4 * of * of)) ** 0.5
    return Estimate(100 * share, 100 * max(0.0, min(share, centre - half)), 100 * min(1.0, max(share, centre + half)))


def mean_of(total: float, squares: float, of: float) -> Estimate:
    """A mean in points from sums of hundredths and of their squares."""
    if of <= 0:
        return Estimate(0.0, 0.0, 0.0)
    middle = total / of
    spread = max(0.0, squares / of - middle * middle) * of / max(1.0, of - 1)
    half = Z * (spread / of) ** 0.5
    return Estimate(middle / 100, (middle - half) / 100, (middle + half) / 100)


def mean(values: Any, unit: float = 1.0) -> Estimate:
    """A mean of independent values; `unit` of them make one as it is shown."""
    some = np.asarray(values, float) / unit
    if not some.size:
        return Estimate(0.0, 0.0, 0.0)
    half = Z * float(some.std(ddof=1)) / some.size**0.5 if some.size > 1 else 0.0
    middle = float(some.mean())
    return Estimate(middle, middle - half, middle + half)


def clipped(estimate: Estimate, low: float = 0.0, high: float = 100.0) -> Estimate:
    """The same within limits."""
    return Estimate(*(min(high, max(low, value)) for value in (estimate.value, estimate.low, estimate.high)))


def best_shares(means: Any, errors: Any, possible: Any, draws: int = 400) -> list[Estimate]:
    """How often each option is the best of its position, in percent.

    `means` and `errors` [P, O] are measured on few futures.  The best of noisy means would take noise for variety, so
    the true values are taken to be normal around each option's own centre, as widely as the measurements say beyond
    their noise, and drawn anew from what is then known of them (empirical Bayes).  The centres are drawn as well:
    where options hardly differ, the interval says so.
    """
    means, errors = np.asarray(means, float), np.asarray(errors, float)
    some = np.maximum(1, possible.sum(axis=0))
    centre = np.where(possible, means, 0).sum(axis=0) / some
    noise = np.where(possible, errors**2, 0).sum(axis=0) / some
    seen = np.where(possible, (means - centre) ** 2, 0).sum(axis=0) / np.maximum(1, some - 1)
    spread = np.maximum(1e-4, seen - noise)
    weight = spread / (spread + np.maximum(errors**2, 1e-9))
    width, doubt = np.sqrt(spread * (1 - weight)), np.sqrt(np.maximum(seen, noise) / some)
    luck, rows = np.random.default_rng(0), np.arange(len(means))
    wins, each = np.zeros(means.shape), np.zeros((draws, means.shape[1]))
    for k in range(draws):
        about = centre + doubt * luck.standard_normal(means.shape[1])
        truth = about + weight * (means - about) + width * luck.standard_normal(means.shape)
        best = np.where(possible, truth, -np.inf).argmax(axis=1)
        wins[rows, best] += 1
        each[k] = np.bincount(best, minlength=means.shape[1]) / len(means)
    chances = wins / draws
    half = Z * np.sqrt(each.var(axis=0) + chances.var(axis=0) / len(means))
    return [
        clipped(Estimate(100 * share, 100 * (share - off), 100 * (share + off)))
        for share, off in zip(chances.mean(axis=0), half, strict=True)
    ]
