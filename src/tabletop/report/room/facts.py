"""What a report says of a class that played the game, as frozen models.

Members go by their names; people have none unless names were asked for.  `report.facts.Report.room` holds it.
"""

from __future__ import annotations

from tabletop.report.framing import Facts


class Rated(Facts):
    """An observer's rating."""

    turn: int
    member: str
    """"" for the whole alliance."""
    capability: str
    rating: str
    """P, S, M or U."""
    note: str
    who: str


class Observed(Facts):
    """Something that was noted, said or asked."""

    turn: int
    member: str
    text: str
    who: str


class ServedBy(Facts):
    """A crisis that came and serves an aim."""

    title: str
    came: int
    """Turn."""
    end: str
    """resolved, outbreak or ""."""


class Finding(Facts):
    """A strength, or an area for improvement."""

    text: str
    grounds: str
    """What it rests on: ratings, or the game's facts."""
    capability: str
    """As the observers' rubric calls it, or as the observer did."""


class Aim(Facts):
    """An aim of learning, and everything that bears on it."""

    id: str
    """"" for one that the author gave no id."""
    text: str
    capabilities: tuple[str, ...]
    """Of the rubric, those that bear on it."""
    cards: tuple[ServedBy, ...]
    ratings: tuple[Rated, ...]
    strengths: tuple[str, ...]
    improvements: tuple[str, ...]


class Action(Facts):
    """A corrective action; owner and date are for people to fill in."""

    area: str
    """The area for improvement it answers, "" for one that was entered by itself."""
    text: str
    owner: str
    due: str


class Phase(Facts):
    """Planned against actual seconds."""

    turn: int
    phase: str
    planned: float
    actual: float


class Message(Facts):
    turn: int
    minute: int
    """Since the class began."""
    kind: str
    """message, press, whisper, inject or system."""
    sender: str
    to: tuple[str, ...]
    """Members' names, "everybody", "the press", "the facilitator", or "one person"."""
    title: str
    text: str
    unsigned: bool
    practice: bool


class Proposed(Facts):
    """A proposal and its fate."""

    number: int
    turn: int
    sponsor: str
    title: str
    text: str
    rule: str
    """consensus, majority or silence."""
    cosigners: tuple[str, ...]
    votes: dict[str, str]
    state: str
    why: str


class Pledged(Facts):
    turn: int
    member: str
    text: str
    kept: bool | None
    """None where it bound nobody, or the turn was not played."""


class Stated(Facts):
    turn: int
    member: str
    text: str


class Injected(Facts):
    turn: int
    """In which it came, 0 = it did not."""
    title: str
    text: str
    to: tuple[str, ...]
    card: bool
    state: str
    """done, waiting, held or dropped."""


class Overruled(Facts):
    turn: int
    text: str
    """What was changed by how much, and the reason."""


class Branch(Facts):
    """Another session of the same group."""

    session: str
    why: str
    turn: int


class Share(Facts):
    """How a seat, or a person, took part.  Never mixed with scores."""

    name: str
    turns: int
    """Turns in which people had a choice to make."""
    in_time: int
    late: int
    """Turns that were played before they had chosen."""
    drafts: int = 0
    """Choices suggested to the own team."""
    messages: int
    proposals: int
    cosigned: int
    votes: int
    statements: int
    """Pledges and red lines."""
    reflections: int
    calls: int
    """Calls to the facilitator."""


class Answered(Facts):
    """All answers to a question, in an order that leads to nobody."""

    question: str
    counts: dict[str, int]
    """How often each word was chosen; empty for a question that is answered in a text."""
    texts: tuple[str, ...]


class Filled(Facts):
    """A questionnaire."""

    form: str
    title: str
    sheets: int
    answers: tuple[Answered, ...]


class RoomFacts(Facts):
    """Everything that a class adds to a report."""

    group: int
    ended: bool
    declassified: bool
    named: bool
    """Whether people's names are in it."""
    branches: tuple[Branch, ...] = ()
    phases: tuple[Phase, ...] = ()
    aims: tuple[Aim, ...] = ()
    ratings: tuple[Rated, ...] = ()
    observations: tuple[Observed, ...] = ()
    strengths: tuple[Finding, ...] = ()
    improvements: tuple[Finding, ...] = ()
    actions: tuple[Action, ...] = ()
    messages: tuple[Message, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    pledges: tuple[Pledged, ...] = ()
    red_lines: tuple[Stated, ...] = ()
    injects: tuple[Injected, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    reflections: tuple[Observed, ...] = ()
    seats: tuple[Share, ...] = ()
    people: tuple[Share, ...] = ()
    """Only where names were asked for; nobody whose name was erased."""
    forms: tuple[Filled, ...] = ()
