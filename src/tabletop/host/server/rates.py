"""How often somebody may do something: buckets of tokens, bounded in number so that no stranger can fill the memory."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from tabletop.host.server.limits import Rate

MOST: Final = 4096
"""Buckets that are remembered; the one that was not asked for longest is forgotten first, and would be full again."""


class Buckets:
    """One bucket for each key."""

    def __init__(self, rate: Rate, now: Callable[[], float] = time.monotonic, *, most: int = MOST) -> None:
        self._rate = rate
        self._now = now
        self._most = most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, *, share: float = 1.0) -> float:
        """Take a token, or `share` of one; returns 0 when there was enough, else the seconds until there is."""
        level = self._level(key)
        if level < share:
            self._levels[key] = (level, self._now())
            return max(0.001, (share - level) / self._rate.each_second)
        self._keep(key, level - share)
        return 0.0

    def wait(self, key: str) -> float:
        """Seconds until `key` has a token; 0 when it has one. Takes none."""
        level = self._level(key)
        return 0.0 if level >= 1 else (1 - level) / self._rate.each_second

    def _level(self, key: str) -> float:
        known = self._levels.get(key)
        if known is None:
            return self._rate.burst
        level, at = known
        return min(self._rate.burst, level + (self._now() - at) * self._rate.each_second)

    def _keep(self, key: str, level: float) -> None:
        self._levels[key] = (level, self._now())
        self._levels.move_to_end(key)
        while len(self._levels) > self._most:
            self._levels.popitem(last=False)


def whole_seconds(seconds: float) -> int:
    """For `Retry-After`."""
    return max(1, math.ceil(seconds))
