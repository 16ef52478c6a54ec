"""A campaign, as its author writes it: members, acts, endings and the rest of ``campaign.yaml``."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from tabletop.content.models import (
    Condition,
    Decimals,
    Distinct,
    Effects,
    Id,
    LevelWord,
    Line,
    LongText,
    Many,
    Model,
    Paragraph,
    Reference,
    Sentence,
    Two,
    Word,
    check_pair,
    refuse,
)  # fmt: skip
from tabletop.content.text import clean, width

FORMAT: Final = 1
"""The version of the authors' format that this engine reads."""

Colour = Literal["blue", "vermillion", "green", "purple", "orange", "sky", "yellow", "grey"]
Character = Literal["thoughtful", "guarantor", "free-rider", "sovereigntist", "opportunist", "greedy", "random"]
Position = Annotated[Decimals, Field(ge=-1, le=1)]
Percent = Annotated[int, Field(ge=0, le=100)]
Turns = Annotated[int, Field(ge=1, le=20)]
Parameter = Annotated[float, Field(allow_inf_nan=False)]
Parameters = dict[str, Parameter]


def _emblem(value: Any) -> Any:
    if isinstance(value, str) and (len(value) != 1 or width(value) != 1 or not clean(value).strip()):
        raise refuse("E207", "an emblem is one printable character of single width", 'e.g. "◆"')
    return value


def _every_level(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return dict.fromkeys(("basics", "standard", "full"), value)
    if value is None:
        raise refuse("E203", "nothing stands after “turns:”", "write a whole number, e.g. 3")
    if not isinstance(value, dict):
        raise refuse(
            "E203",
            "this should be a whole number, or one for each level",
            "write 3, or {basics: 2, standard: 3, full: 3}",
        )
    return value


class Seats(Model):
    """How many people can play."""

    min: Annotated[int, Field(ge=1, le=8)] = 1
    max: Annotated[int, Field(ge=1, le=8)]

    @model_validator(mode="after")
    def _ordered(self) -> Seats:
        if self.min > self.max:
            raise refuse("E206", f"“min” ({self.min}) is above “max” ({self.max})", "exchange them", ("min",))
        return self


class Outside(Model):
    """The outside party."""

    name: Line
    short: Annotated[str, Field(min_length=1, max_length=16)]
    description: Paragraph
    intent: Literal["hidden", "seeker", "greedy"] = "hidden"
    greedy_chance: Percent = 50


class Positions(Model):
    """Policy position on the three issue axes, -1..1."""

    security: Position
    integration: Position
    values: Position


class Weights(Model):
    """Secret weights of the four national goals, in whole percents."""

    security: Percent
    autonomy: Percent
    prosperity: Percent
    influence: Percent

    @model_validator(mode="after")
    def _whole(self) -> Weights:
        total = self.security + self.autonomy + self.prosperity + self.influence
        if total != 100:
            raise refuse("E210", f"the weights sum to {total}, not 100", "change them until they make 100")
        return self


class Bonus(Model):
    text: Line
    when: Condition


class Objective(Model):
    """A member's secret national objective."""

    title: Line
    weights: Weights
    bonus: Bonus | None = None


class Member(Model):
    """One state at the table."""

    id: Id
    name: Annotated[str, Field(min_length=1, max_length=40)]
    short: Annotated[str, Field(pattern=r"^[^\W\d_]{2,4}$")]
    colour: Colour
    emblem: Annotated[str, BeforeValidator(_emblem)]
    capability: Annotated[float, Field(gt=0, lt=1)]
    positions: Positions
    exposure: Annotated[Decimals, Field(ge=0, le=1)]
    character: Character = "thoughtful"
    title: Line
    aims: Paragraph
    brief: LongText
    red_lines: Many[Sentence] = ()
    objective: Objective
    election: Annotated[int, Field(ge=0, le=40)] = 0


class Grievance(Model):
    """A difference from the usual trust at the start."""

    between: Two[Id] | None = None
    from_: Id | None = Field(None, alias="from")
    to: Id | None = None
    change: Annotated[Decimals, Field(ge=-60, le=60)]
    why: Line | None = None

    @model_validator(mode="after")
    def _paired(self) -> Grievance:
        check_pair(self.between, self.from_, self.to)
        if self.between is None and self.from_ is None:
            raise refuse("E202", "nobody is named", "add between: [a, b], or from: a and to: b")
        return self


class Standing(Model):
    """Bilateral agreements in force at the start."""

    between: Two[Id]
    count: Annotated[int, Field(ge=1, le=2)] = 1
    why: Line | None = None


class Start(Model):
    trust: Many[Grievance] = ()
    agreements: Many[Standing] = ()
    channels: dict[Id, Annotated[Decimals, Field(ge=0, le=3)]] = {}


class Next(Model):
    act: Id
    when: Condition = None
    why: Line | None = None


class LevelTurns(Model):
    """Length of an act at each level."""

    basics: Turns
    standard: Turns
    full: Turns


class Act(Model):
    """A part of the story; `cards` may filter the decks, e.g. ``'cyber' in tags``."""

    id: Id
    title: Line
    turns: Annotated[LevelTurns, BeforeValidator(_every_level)]
    opening: LongText
    closing: LongText | None = None
    cards: Condition = None
    on_start: Effects = ()
    next: Many[Next] = ()


class Ending(Model):
    id: Id
    title: Line
    tone: Literal["good", "mixed", "bad"]
    when: Condition = None
    text: LongText


class Variant(Model):
    """Which members people play when so many sit down."""

    people: Annotated[int, Field(ge=1, le=8)]
    play: Distinct[Id]

    @model_validator(mode="after")
    def _counted(self) -> Variant:
        if len(self.play) != self.people:
            raise refuse(
                "E208", f"{self.people} people cannot play {len(self.play)} members", "name one for each", ("play",)
            )
        return self


class LevelRules(Model):
    parameters: Parameters = {}


class Timetable(Model):
    """Minutes for each phase of a turn."""

    briefing: Annotated[Decimals, Field(ge=0, le=120)] = 3
    caucus: Annotated[Decimals, Field(ge=0, le=120)] = 5
    choice: Annotated[Decimals, Field(ge=0, le=120)] = 2
    resolution: Annotated[Decimals, Field(ge=0, le=120)] = 3


class Facilitation(Model):
    timetable: Timetable = Timetable()
    notes: LongText | None = None


class CampaignFile(Model):
    """The whole of ``campaign.yaml`` but its inline cards."""

    format: int
    id: Id
    title: Line
    version: Word
    authors: Many[Word]
    licence: Word
    language: Word = "en"
    level: LevelWord = "standard"
    minutes: Annotated[int, Field(ge=1, le=1440)]
    kind: Literal["fictional", "historical"]
    seats: Seats
    summary: Paragraph
    audience: Sentence
    learning: Many[Sentence] = ()
    warnings: Many[Sentence] = ()
    fact_and_fiction: Paragraph
    decks: Distinct[str] = ()
    tags: Distinct[Id] = ()
    outside: Outside
    members: Annotated[tuple[Member, ...], Field(strict=False, min_length=3, max_length=8)]
    start: Start = Start()
    define: dict[Id, Condition] = {}
    acts: Annotated[tuple[Act, ...], Field(strict=False, min_length=1, max_length=40)]
    endings: Annotated[tuple[Ending, ...], Field(strict=False, min_length=1, max_length=60)]
    variants: Many[Variant] = ()
    parameters: Parameters = {}
    levels: dict[LevelWord, LevelRules] = {}
    house_rules: dict[str, bool] = {}
    facilitator: Facilitation = Facilitation()
    sources: Many[Reference] = ()
