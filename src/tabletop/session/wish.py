"""What somebody wants to play."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to play."""

    campaign: str
    people: tuple[str, ...] = ()
    """Members that people play; none: the campaign's own proposal for one person."""
    level: str | None = None
    seed: int | None = None
    skill: str = "normal"
    daily: str = ""
    """The date whose game of the day this is."""
