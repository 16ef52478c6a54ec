"""The game of the day: the same campaign, luck and level for everybody who plays on one date.

The date is that of UTC, so that the day changes everywhere at once.  Nobody is asked over a network: everything
follows from the date and the list of campaigns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

WEEKEND: Final = 5
"""Saturday, as Python counts the days: then there is time for the full rules."""


@dataclass(frozen=True, slots=True)
class Daily:
    """What is played on a date.  The seed is a secret until the game has ended, like every seed."""

    date: str
    """Like 2031-05-28."""
    campaign: str
    seed: int
    level: str


def daily(day: date, campaigns: Sequence[str]) -> Daily:
    """The game of a day; the campaigns, by id, take turns.  Raises ValueError when there is none."""
    known = sorted(set(campaigns))
    if not known:
        raise ValueError("a game of the day needs a campaign")
    campaign = known[day.toordinal() % len(known)]
    level = "full" if day.weekday() >= WEEKEND else "standard"
    digest = hashlib.sha256(f"tabletop game of the day {day.isoformat()} {campaign} {level}".encode()).digest()
    return Daily(day.isoformat(), campaign, int.from_bytes(digest[:8], "big") % 10**9, level)


def today() -> date:
    """The date of the day's game."""
    return datetime.now(UTC).date()
