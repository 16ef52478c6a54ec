"""How much is played for a balance report: it grows with the study, up to what makes its findings sure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

FULL: Final = 20_000
"""Games of a study from which on every experiment has its full size."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Games of each experiment; see the modules of their names."""

    others: int = 2000
    """Of the minds that the study does not name itself."""
    levels: int = 1000
    """Of each mind at another level, when a card was never dealt at this one."""
    pure: int = 1000
    replies: int = 200
    futures: int = 12
    coming: int = 400
    answers: int = 140
    seats: int = 400
    sources: int = 1000
    dials: int = 400
    """0: the dials are left alone."""


LEAST: Final = Effort(500, 200, 300, 100, 12, 200, 100, 150, 300, 150)
"""What any study gets: with less, nothing could be told of a card or an option."""


def effort(games: int) -> Effort:
    """What a study of so many games of each mind deserves."""
    share, whole = min(1.0, games / FULL), Effort()
    return Effort(**{
        f.name: max(getattr(LEAST, f.name), int(getattr(whole, f.name) * share)) for f in fields(Effort)
    })  # fmt: skip
