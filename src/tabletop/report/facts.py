"""All facts of a report, as frozen models: what the forms are made from, and what the JSON form holds.

Numbers are in the units people see, with two decimals at most.  Text is as its author wrote it: every form makes it
safe in its own way.  What is still secret while a game goes on is empty here.
"""

from __future__ import annotations

from tabletop.report.framing import Campaign, Ending, Facts, Limits, Moment, Outside, Seat, Source, Standing
from tabletop.report.room.facts import RoomFacts

__all__ = [
    "Beside", "Brief", "Burden", "Campaign", "Card", "Cause", "ChoiceMade", "Course", "Dice", "Ending", "Facts",
    "Goal", "Honour", "Limits", "Luck", "Moment", "Negotiation", "Note", "Outside", "Reading", "Registered",
    "Report", "ScoreBeside", "Scorecard", "Seat", "Source", "Standing", "Term", "Told", "Touched", "Trust",
    "TrustChange", "Turn", "Turning", "WhatIf",
]  # fmt: skip


class Told(Facts):
    """A sentence of a turn."""

    text: str
    kind: str
    """title, good, bad or plain."""


class ChoiceMade(Facts):
    seat: str
    name: str
    by: str
    """person or computer; the mind's name once the game is over."""
    text: str
    why: str = ""
    """A computer player's reason."""


class Term(Facts):
    name: str
    points: float


class Negotiation(Facts):
    """One negotiation with its ledger."""

    turn: int
    number: int
    """Within the turn, from 1."""
    card: str
    title: str
    strategy: str
    members: tuple[str, ...]
    """Names."""
    partner: str
    """Of a bilateral that the partner did not name, else ""."""
    clause: str
    tactics: dict[str, str]
    effort: dict[str, int]
    terms: tuple[Term, ...]
    """The largest first; they sum to the score."""
    score: float
    chance: float
    """Percent."""
    die: float | None
    """Percent; below the chance is a success; None where none was rolled."""
    success: bool
    answered: bool | None = None
    """Of a confidence measure that succeeded abroad: whether the outside party answered; else None."""
    sentence: str


class Cause(Facts):
    """What one rule did in sum."""

    rule: str
    title: str
    amount: float


class Turn(Facts):
    turn: int
    act: str
    opening: str
    """The act's opening words, in its first turn."""
    closing: str = ""
    """The closing words of the act before, in the same turn."""
    way: str = ""
    """The author's reason why the act follows, in the same turn."""
    dealt: tuple[str, ...]
    """Titles of the cards that came."""
    opened: tuple[Told, ...] = ()
    """What the author says of the turn's opening: why cards came, and what they and the act changed."""
    told: tuple[Told, ...]
    choices: tuple[ChoiceMade, ...]
    negotiations: tuple[Negotiation, ...]
    cohesion_causes: tuple[Cause, ...]
    """Every rule that moved it, the largest first; they sum to its change over the turn."""
    stability_causes: tuple[Cause, ...]


class TrustChange(Facts):
    of: str
    toward: str
    before: float
    after: float
    change: float
    turn: int
    """The turn that moved it most, in the same direction."""
    causes: tuple[Cause, ...]
    """By rule, over the whole game, the largest first."""


class Trust(Facts):
    """Who trusts whom: rows trust columns; None on the diagonal."""

    names: tuple[str, ...]
    shorts: tuple[str, ...]
    before: tuple[tuple[float | None, ...], ...]
    after: tuple[tuple[float | None, ...], ...]
    changes: tuple[TrustChange, ...]
    """The five largest."""


class Burden(Facts):
    name: str
    share: float
    """Percent of what all have borne lately."""
    fair: float
    """Percent of the alliance's capability."""
    effort: float
    """Spent over the whole game."""


class Turning(Facts):
    """A negotiation whose other outcome would have moved the end far."""

    turn: int
    title: str
    sentence: str
    other: str
    """What the other outcome would have been, and where it would have led."""
    cohesion: float
    stability: float
    outcome: str
    """"" where the other game, too, was left before its end."""
    swing: float


class Dice(Facts):
    """How the dice fell for a member, or for all."""

    name: str
    rolled: int
    expected: float
    actual: int
    balance: float
    spread: float


class Luck(Facts):
    """Luck against judgement; see `tabletop.lab.aftermath` for what it can and cannot show."""

    dice: Dice
    seats: tuple[Dice, ...]
    luckiest: str
    unluckiest: str
    headlines: dict[str, float]
    """What fortune brought to each variable in sum (rule H1); support: the mean over the members."""
    people: tuple[str, ...]
    """Names of the members in whose seats the thoughtful mind sat."""
    actual: float
    par: float
    par_cohesion: float
    par_stability: float
    par_outcome: str
    mean: float
    sd: float
    games: int
    judgement: float
    luck: float
    left: int = 0
    """After how many turns the game was left, where it was: all is measured then; else 0."""


class Registered(Facts):
    """One line of the treaty and clause register."""

    turn: int
    what: str
    who: tuple[str, ...]
    detail: str
    card: str


class Goal(Facts):
    name: str
    value: float
    weight: int
    """Percent."""


class Scorecard(Facts):
    seat: str
    name: str
    total: float | None
    """None while the game goes on."""
    less_common: float | None
    """The total less the lower index: whether it did better for itself than for the alliance."""
    objective: str
    goals: tuple[Goal, ...]
    bonus: str
    bonus_met: bool | None
    bonus_points: float
    fate: float
    brief: str
    red_lines: tuple[str, ...]
    support: float
    standing: float
    sovereignty: float
    deals: int
    outside_deals: int
    mediations: int
    negotiations: int
    """Those that it took part in and a die was rolled for."""
    successes: int
    mean_chance: float | None
    held: int
    """Turns in which it held."""


class Note(Facts):
    turn: int
    who: str
    """A member's name, or "Facilitator"."""
    text: str


class Reading(Facts):
    who: str
    says: str


class Brief(Facts):
    name: str
    text: str


class Card(Facts):
    """A crisis that came."""

    card: str
    title: str
    date: str
    situation: str
    came: int
    """Turn."""
    first_joint: int
    """Turn of the first negotiation on it by two members or more, 0 = never."""
    left: int
    """Turn in which it left the table, 0 = never."""
    end: str
    """resolved, outbreak or ""."""
    steps: tuple[int, ...]
    """Of the ladder: as it was dealt, and after every turn it lay on the table."""
    briefs: tuple[Brief, ...]
    law: str
    lesson: str
    happened: str
    readings: tuple[Reading, ...]
    sources: tuple[Source, ...]
    questions: tuple[str, ...]


class Touched(Facts):
    """A rule of the model that this game met."""

    id: str
    title: str
    statement: str
    source: str
    status: str
    mark: str
    """E an empirical direction, T a published argument, D a design choice; the size is always a design choice."""
    terms: int
    """Terms of this game's ledger that it made."""


class Honour(Facts):
    name: str
    condition: str
    how: str


class Course(Facts):
    """One of two stories of a game."""

    turns: int
    outcome: str
    grade: str
    cohesion: tuple[float, ...]
    """At the start and after every turn."""
    stability: tuple[float, ...]


class Beside(Facts):
    """A fact of a turn in both stories, "" where a story does not have it."""

    turn: int
    was: str
    other: str


class ScoreBeside(Facts):
    name: str
    was: float
    other: float
    change: float


class WhatIf(Facts):
    """A question that was asked of the game; see `tabletop.lab.whatif`."""

    asked: tuple[str, ...]
    numbers: tuple[str, ...]
    """Numbers of the model that are not as they were."""
    parted: int
    """The first turn that is not the same; 0 when all are."""
    told: str
    because: tuple[str, ...] = ()
    """The terms of the ledger that make the difference where the stories part, a sentence each."""
    was: Course
    other: Course
    rows: tuple[Beside, ...]
    """What is not the same."""
    scores: tuple[ScoreBeside, ...]
    replaced: tuple[str, ...]
    """Choices that could not be made again."""


class Report(Facts):
    """Everything that is kept of a game."""

    form: int = 1
    """Counts changes of these fields."""
    session: str
    date: str
    """As it was passed, else ""."""
    finished: bool
    campaign: Campaign
    level: str
    seed: int | None
    rules_version: str
    turns_played: int
    state_hash: str
    """Of the final board; "" while the game goes on, for it would give the luck away to who tries all numbers."""
    seats: tuple[Seat, ...]
    outside: Outside
    ending: Ending | None
    limits: Limits
    timeline: tuple[Moment, ...]
    stands: Standing | None = None
    """The board of a turn that was opened and not played; None once the game is over."""
    turns: tuple[Turn, ...]
    trust: Trust
    burden: tuple[Burden, ...]
    turning_points: tuple[Turning, ...]
    whatifs: tuple[WhatIf, ...] = ()
    """Those that were asked for."""
    luck: Luck | None
    agreements: tuple[Registered, ...]
    """The treaty and clause register."""
    scorecards: tuple[Scorecard, ...]
    honours: tuple[Honour, ...]
    notes: tuple[Note, ...]
    taken_back: tuple[int, ...] = ()
    """The turns whose choices were opened again, each once; also where the undo was undone."""
    cards: tuple[Card, ...]
    rules: tuple[Touched, ...]
    honesty: tuple[str, ...]
    room: RoomFacts | None = None
    """What a class left beside the game; None where no class played it."""

    @property
    def opened(self) -> bool:
        """Whether what was secret is told: the game is over, or its class was declassified."""
        return self.finished or (self.room is not None and self.room.declassified)
