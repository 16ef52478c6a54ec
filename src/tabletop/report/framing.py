"""What a report says of a game before its first turn: where it comes from, who played, and what counts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Facts(BaseModel):
    """A part of a report."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(Facts):
    title: str
    author: str = ""
    year: str = ""
    url: str = ""
    note: str = ""


class Campaign(Facts):
    id: str
    title: str
    version: str
    kind: str
    """fictional or historical."""
    summary: str
    fact_and_fiction: str
    learning: tuple[str, ...]
    authors: tuple[str, ...]
    licence: str
    digest: str
    """SHA-256 of everything its authors wrote."""
    sources: tuple[Source, ...]


class Seat(Facts):
    """Who played a member."""

    seat: str
    name: str
    short: str
    title: str
    played_by: str
    """person or computer."""
    person: str = ""
    """The person's name, where names were asked for."""
    mind: str = ""
    """The computer player's name, once the game is over."""
    mind_about: str = ""


class Outside(Facts):
    name: str
    description: str
    intent: str
    """seeker or greedy, "" while it is not known."""


class Ending(Facts):
    title: str
    tone: str
    """good, mixed or bad."""
    text: str
    closing: str
    """The last act's closing words."""
    outcome: str
    outcome_text: str
    grade: str
    grade_text: str


class Limits(Facts):
    """What the indices are measured by."""

    cohesion_floor: float
    stability_floor: float
    goal: float
    cohesion_weights: dict[str, float]
    """Percent, by component."""
    stability_weights: dict[str, float]


class Moment(Facts):
    """The board after a turn."""

    turn: int
    """0 = the start."""
    cohesion: float
    stability: float
    cohesion_parts: dict[str, float]
    stability_parts: dict[str, float]
    tension: float


class Standing(Moment):
    """The board as everybody sees it in a turn that has been opened; `turn` is that turn."""

    told: str
    """How the opening moved the indices, in a sentence; "" where it moved neither."""
