"""A campaign, as its author writes it: members, acts, endings and the rest of ``campaign.yaml``."""

# No annotations from `__future__` here: they are text, which Pydantic would have to compile again at every start.

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from tabletop.content.learning_models import Learning
from tabletop.content.member_models import Member, Percent
from tabletop.content.models import (
    ActId,
    Condition,
    Decimals,
    Distinct,
    Effects,
    Id,
    Ignored,
    LevelWord,
    Line,
    LongText,
    Many,
    MemberId,
    Model,
    Paragraph,
    Reference,
    Sentence,
    Two,
    Word,
    Words,
    check_pair,
    refuse,
)  # fmt: skip

FORMAT: Final = 1
"""The version of the authors' format that this engine reads."""

Turns = Annotated[int, Field(ge=1, le=20)]
Parameter = Annotated[float, Field(allow_inf_nan=False)]
Parameters = Annotated[dict[str, Parameter], WithJsonSchema({"form": "parameters"})]
CardFilter = Annotated[Any, WithJsonSchema({"form": "filter"})]
"""One line of text over a card's tags, domain, deck and numbers; `tabletop.content.filters` judges it."""


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
    """The fewest people who can play."""
    max: Annotated[int, Field(ge=1, le=8)]
    """The most people who can play; no more than members."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min > self.max:
            raise refuse("E206", f"“min” ({self.min}) is above “max” ({self.max})", "exchange them", ("min",))
        return self


class Outside(Model):
    """The outside party."""

    name: Line
    """The outside party's name with its article, as it stands in a sentence, e.g. the Karst Union."""
    short: Annotated[str, Field(min_length=1, max_length=16)]
    """Its short name for narrow columns, e.g. Karst."""
    description: Paragraph
    """What everybody knows of it."""
    intent: Annotated[
        Literal["hidden", "seeker", "greedy"],
        Words({
            "hidden": "A secret draw at the start decides between the other two.",
            "seeker": "It seeks safety and can be reassured.",
            "greedy": "It wants more than it has and looks for weakness.",
        }),
    ] = "hidden"  # fmt: skip
    """What it wants: drawn in secret at the start, or the same in every game."""
    greedy_chance: Percent = 50
    """How likely it wants more than it has when the intent is hidden, in percent."""


class Grievance(Model):
    """A difference from the usual trust at the start."""

    between: Two[MemberId] | None = None
    """Two members whose trust in one another differs, both ways."""
    from_: MemberId | None = Field(None, alias="from")
    """The member whose trust differs; “to” says in whom."""
    to: MemberId | None = None
    """The member in whom the trust of “from” differs."""
    change: Annotated[Decimals, Field(ge=-60, le=60)]
    """Points of trust more, or less with a minus."""
    why: Line | None = None
    """The reason that players read, e.g. An old war is taught in two ways."""

    @model_validator(mode="after")
    def _paired(self) -> Self:
        check_pair(self.between, self.from_, self.to)
        if self.between is None and self.from_ is None:
            raise refuse("E202", "nobody is named", "add between: [a, b], or from: a and to: b")
        return self


class Standing(Model):
    """Bilateral agreements in force at the start."""

    between: Two[MemberId]
    """The two members who agreed."""
    count: Annotated[int, Field(ge=1, le=2)] = 1
    """How many agreements stand."""
    why: Line | None = None
    """What they are about."""


class Start(Model):
    trust: Many[Grievance] = ()
    """Old friendships and grudges between members."""
    agreements: Many[Standing] = ()
    """Agreements between two that stand from the start."""
    channels: dict[MemberId, Annotated[Decimals, Field(ge=0, le=3)]] = {}
    """Unofficial channels that are open from the start, by member."""


class Next(Model):
    act: ActId
    """The id of the act that follows."""
    when: Condition = None
    """This way is taken when the condition holds; the first that holds is taken."""
    why: Line | None = None
    """The reason that players read, e.g. Tension is high."""


class LevelTurns(Model):
    """Length of an act at each level."""

    basics: Turns
    """Turns at the level basics."""
    standard: Turns
    """Turns at the level standard."""
    full: Turns
    """Turns at the level full."""


class Act(Model):
    """A part of the story; `cards` may filter the decks, e.g. ``'cyber' in tags``."""

    id: Id
    """The act's own name for cards and conditions, e.g. thaw."""
    title: Line
    """What players read when it begins."""
    turns: Annotated[LevelTurns, BeforeValidator(_every_level, json_schema_input_type=Turns | LevelTurns)]
    """How many turns it lasts: one number, or one for each level."""
    opening: LongText
    """What players read when it begins."""
    closing: LongText | None = None
    """What players read when it ends."""
    cards: CardFilter = None
    """Which cards of the decks may come, e.g. 'cyber' in tags or escalation >= 2; without it all."""
    on_start: Effects = ()
    """What happens when the act begins."""
    next: Many[Next] = ()
    """Where the story goes afterwards: the first way whose condition holds; none ends the game."""


class Ending(Model):
    id: Id
    """The ending's own name."""
    title: Line
    """What players read above it."""
    tone: Annotated[
        Literal["good", "mixed", "bad"],
        Words({
            "good": "The alliance holds and the region is at peace.",
            "mixed": "Something is saved and something lost.",
            "bad": "The alliance breaks, or there is war.",
        }),
    ]  # fmt: skip
    """Whether it reads as good, mixed or bad."""
    when: Condition = None
    """It comes when this holds, the first in the list that fits; the last ending has none."""
    text: LongText
    """What became of the alliance, and what to think about."""


class Variant(Model):
    """Which members people play when so many sit down."""

    people: Annotated[int, Field(ge=1, le=8)]
    """How many people sit down."""
    play: Distinct[MemberId]
    """The members they play; the computer plays the others."""

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if len(self.play) != self.people:
            raise refuse(
                "E208", f"{self.people} people cannot play {len(self.play)} members", "name one for each", ("play",)
            )
        return self


class LevelRules(Model):
    parameters: Parameters = {}
    """Numbers of the model at this level, e.g. {start_tension: 30}."""


class Timetable(Model):
    """Minutes for each phase of a turn."""

    briefing: Annotated[Decimals, Field(ge=0, le=120)] = 3
    """Minutes to read the crises."""
    caucus: Annotated[Decimals, Field(ge=0, le=120)] = 5
    """Minutes to talk."""
    choice: Annotated[Decimals, Field(ge=0, le=120)] = 2
    """Minutes to choose."""
    resolution: Annotated[Decimals, Field(ge=0, le=120)] = 3
    """Minutes to see what came of it."""


class Facilitation(Model):
    timetable: Timetable = Field(default_factory=Timetable)
    """Minutes for each phase of a turn with a class."""
    notes: LongText | None = None
    """How to lead it: what to prepare, where to pause, what to ask."""


class CampaignFile(Model):
    """The whole of ``campaign.yaml`` but its inline cards."""

    format: int
    """The version of the format this file is written in: 1."""
    id: Id
    """The campaign's own name, by which it is called, e.g. halcyon."""
    title: Line
    """What people read in lists."""
    version: Word
    """Your own version, in quotes when it looks like a number, e.g. 1.0.0."""
    authors: Many[Word]
    """Who wrote it."""
    licence: Word
    """Under which licence others may use it, e.g. CC-BY-4.0."""
    language: Word = "en"
    """The language of the texts, e.g. en."""
    level: LevelWord = "standard"
    """The level that fits most groups; people may choose another."""
    minutes: Annotated[int, Field(ge=1, le=1440)]
    """How long a game takes."""
    kind: Annotated[
        Literal["fictional", "historical"],
        Words({
            "fictional": "States and events are invented.",
            "historical": "It tells what happened: every card needs a source.",
        }),
    ]  # fmt: skip
    """Whether it is invented or happened."""
    seats: Seats
    """How many people can play."""
    summary: Paragraph
    """What it is about, in two or three sentences that make people want to play."""
    audience: Sentence
    """For whom it is, and what they should know before."""
    learning: Learning = ()
    """What people can do afterwards, each beginning with a verb; with an id, cards can name it under objectives."""
    warnings: Many[Sentence] = ()
    """What may hurt somebody, so that they know beforehand."""
    fact_and_fiction: Paragraph
    """What is true in it and what is invented."""
    decks: Distinct[str] = ()
    """The decks whose cards may come, by id, or by a path from this file, e.g. [decks/harbour]."""
    tags: Distinct[Id] = ()
    """Tags of your own beside those of the closed list."""
    outside: Outside
    """The party outside the alliance."""
    members: Annotated[tuple[Member, ...], Field(strict=False, min_length=3, max_length=8)]
    """The states of the alliance."""
    # An instance as the default would have its model built at the import; these models wait for their first use.
    start: Start = Field(default_factory=Start)
    """What is already between them when the game begins."""
    define: dict[Id, Condition] = {}
    """Conditions with a name, which others use as is.NAME, e.g. rough: tension >= 50."""
    acts: Annotated[tuple[Act, ...], Field(strict=False, min_length=1, max_length=40)]
    """The parts of the story; the first in the list begins."""
    endings: Annotated[tuple[Ending, ...], Field(strict=False, min_length=1, max_length=60)]
    """How it can end: the first whose condition holds; the last has no condition."""
    variants: Many[Variant] = ()
    """Which members people play when so many sit down."""
    parameters: Parameters = {}
    """Numbers of the model that this campaign changes, e.g. {start_tension: 38}: see ``tabletop guide rules``."""
    levels: dict[LevelWord, LevelRules] = {}
    """What differs at each level."""
    house_rules: Annotated[dict[str, bool], WithJsonSchema({"form": "house_rules"})] = {}
    """Rules switched on or off, e.g. {elections: false}."""
    facilitator: Facilitation = Field(default_factory=Facilitation)
    """For the person who leads the game."""
    sources: Many[Reference] = ()
    """Books and pages for the whole campaign."""
    ignore: Ignored = {}
    """Warnings in this file, outside the cards, that you do not share: the code and your reason."""
