"""A card and a deck, as authors write them."""

# No annotations from `__future__` here: they are text, which Pydantic would have to compile again at every start.

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from tabletop.content.learning_models import ServedAims
from tabletop.content.models import (
    ActId,
    CardId,
    ConceptId,
    Condition,
    DeckId,
    Distinct,
    DomainWord,
    Effects,
    FollowUps,
    Id,
    Ignored,
    Line,
    LongText,
    Many,
    MemberId,
    Model,
    ObjectiveId,
    Paragraph,
    Reference,
    Sentence,
    StrategyWord,
    TagId,
    Two,
    Word,
    Words,
    refuse,
)  # fmt: skip
from tabletop.content.text import shorten
from tabletop.content.versions import wish

TAGS: Final = (
    "ai", "armed", "arms", "burden", "climate", "command", "crime", "cyber", "diplomacy", "domestic", "economy",
    "energy", "ethics", "exercise", "firm", "health", "history", "hybrid", "infrastructure", "intelligence", "io",
    "law", "maritime", "media", "migration", "ngo", "non-state", "space", "technology", "terror",
)  # fmt: skip
"""The closed vocabulary of tags; a deck may declare more."""

Pips = Annotated[int, Field(ge=0, le=4)]
Touch = Annotated[
    Literal["high", "some", "low"],
    Words({
        "high": "The crisis is theirs: a full stake.",
        "some": "It concerns them: a stake of 0.6.",
        "low": "It hardly concerns them.",
    }),
]  # fmt: skip


class Features(Model):
    """The five ratings the rules work from, in pips."""

    urgency: Pips
    """How little time there is, in pips: fast, narrow answers gain, slow ones lose."""
    breadth: Pips
    """How many members it concerns, in pips: summits gain, deals between two lose."""
    misperception: Pips
    """How much of it is misread intention, in pips: listening and confidence measures gain."""
    sensitivity: Pips
    """How little can be said in public, in pips: unofficial talks gain, open ones lose."""
    enforcement: Pips
    """How much a settlement needs watching and keeping, in pips: binding agreements gain."""


class Option(Model):
    """What one strategy is called on this card, and what comes of it."""

    label: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    """What this strategy is called on this card, e.g. A captains' dinner."""
    on_success: Effects = ()
    """What else happens each time somebody succeeds this way."""
    on_failure: Effects = ()
    """What else happens each time somebody fails this way; a gesture that nobody answered counts as failed."""


class CardNotes(Model):
    """For the facilitator."""

    purpose: Sentence | None = None
    """What the card is there to teach."""
    expect: Sentence | None = None
    """What groups usually do, and what to ask them then."""
    skip_if: Sentence | None = None
    """When to leave the card out."""


class Reading(Model):
    """One school's reading of a historical crisis."""

    who: Line
    """The school or the authors whose reading it is, e.g. Bullock and Baylis."""
    says: Paragraph
    """What they say happened and why, in their sense and your words."""


class Card(Model):
    """One crisis."""

    id: Id
    """The card's own name for other cards and conditions, e.g. cable-cut."""
    title: Annotated[str, Field(min_length=1, max_length=60)]
    """What players read above the card, e.g. Undersea cable cut."""
    domain: DomainWord
    """Where the crisis lies: outside the alliance, inside it, or across every border."""
    tags: Distinct[TagId] = ()
    """Words of the list of tags by which acts choose cards, e.g. [cyber, maritime]."""
    acts: Distinct[ActId] | None = None
    """The acts in which the card may come; without it every act that wants it."""
    escalation: Annotated[int, Field(ge=1, le=5)]
    """The step of the ladder on which the crisis starts; at 6 it breaks out."""
    features: Features
    """What kind of problem it is: five ratings of 0 to 4 pips, from which the rules work out every chance."""
    human_cost: Pips = 0
    """How much civilians suffer while it lasts, in pips."""
    touches: dict[MemberId, Touch] = {}
    """Members whom it concerns more or less than their exposure says, e.g. {delmar: high, borealis: some}."""
    parties: Two[MemberId] | None = None
    """The two members who quarrel; only on an internal card."""
    situation: Annotated[str, Field(min_length=1, max_length=480)]
    """What everybody at the table reads: what has happened, in a few neutral sentences."""
    briefs: dict[MemberId, Annotated[str, Field(min_length=1, max_length=600)]] = {}
    """What only one member knows, by member; each player reads their own."""
    options: dict[StrategyWord, Option] = {}
    """Colour and consequences of each strategy on this card; the chances come from the features."""
    on_deal: Effects = ()
    """What happens when the card comes to the table."""
    on_resolved: Effects = ()
    """What happens when the crisis is resolved."""
    on_outbreak: Effects = ()
    """What happens when it breaks out."""
    when: Condition = None
    """The card may come only while this condition is true, e.g. turn > 2 and not flag.ship-named."""
    weight: Annotated[int, Field(ge=0, le=9)] = 3
    """How likely it is among the cards that may come; 0 comes only when called."""
    repeat: bool = False
    """Whether it may come more than once in a game."""
    follow_up: FollowUps = ()
    """Cards that this one calls: one, or a list of them."""
    facilitator: CardNotes | None = None
    """Notes for the person who leads the game; players do not see them."""
    law: Sentence | None = None
    """The legal basis that is argued about, e.g. Article 58 of UNCLOS."""
    who_pays: Sentence | None = None
    """The people who bear the cost and are not at the table."""
    discuss: Many[Sentence] = ()
    """Questions for the talk afterwards, each open and with more than one good answer."""
    objectives: Distinct[ObjectiveId] = ()
    """What the card serves to learn, by the ids under “learning” of the campaign or deck, e.g. [burden-sharing]."""
    concepts: Distinct[ConceptId] = ()
    """Ideas of the literature that the card shows, by their ids (``tabletop guide concepts``)."""
    lesson: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    """One thing the card teaches, told to the player on the table; for tutorials."""
    aloud: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    """The same lesson for those who have no keys, on a telephone and in a report; left out: as the lesson has it."""
    sources: Many[Reference] = ()
    """Where it can be read; a card of history needs at least one."""
    date: Annotated[str, Field(pattern=r"^-?\d{1,4}(-\d{2}(-\d{2})?)?$")] | None = None
    """When it happened: year-month-day, month and day may be left out; a year alone in quotes, e.g. 1979-12-12."""
    happened: Paragraph | None = None
    """What happened in fact, shown after the crisis."""
    readings: Many[Reading] = ()
    """What scholars disagree about, each reading with its name; two at least are fair."""
    verified: bool | None = None
    """Whether a second person has checked the facts against the sources."""
    ignore: Ignored = {}
    """Warnings that you have looked at and do not share: the code and your reason."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.parties is not None and self.domain != "internal":
            raise refuse(
                "E209", "only an internal card has “parties”", "delete them, or make the domain internal", ("parties",)
            )
        if self.acts == ():
            raise refuse("E211", "“acts” names no act", "leave it out for a card of any act", ("acts",))
        return self


def _deck_alone(value: Any) -> Any:
    return {"deck": value} if isinstance(value, str) else value


class Extends(Model):
    """The deck that this one takes its cards from, and the versions of it that will do, e.g. ``>=1.2, <2``."""

    deck: DeckId
    """The id of the deck whose cards are taken."""
    version: Word | None = None
    """The versions of it that will do, e.g. “>=1.2, <2”; without it any."""

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.version is not None and wish(self.version) is None:
            raise refuse(
                "E207",
                f"“{shorten(self.version)}” asks for no version",
                'write e.g. ">=1.2", or ">=1, <2"',
                ("version",),
            )
        return self


class DeckFile(Model):
    """``deck.yaml``: what a deck is; its cards follow in ``cards/*.yaml``, or here when the deck is one file."""

    format: int
    """The version of the format this file is written in: 1."""
    id: Id
    """The deck's own name, by which campaigns call it, e.g. halcyon."""
    title: Line
    """What people read in lists."""
    version: Word
    """Your own version, in quotes when it looks like a number, e.g. 1.0.0."""
    summary: Paragraph
    """What the deck is about, in two or three sentences."""
    licence: Word
    """Under which licence others may use it, e.g. CC-BY-4.0."""
    authors: Many[Word]
    """Who wrote it."""
    language: Word = "en"
    """The language of the texts, e.g. en."""
    tags: Distinct[Id] = ()
    """Tags of your own beside those of the closed list."""
    learning: ServedAims = ()
    """What its cards serve to learn, beside the aims of the campaigns that use it: an id and a text each."""
    extends: Annotated[Extends, BeforeValidator(_deck_alone, json_schema_input_type=Extends | DeckId)] | None = None
    """Another deck whose cards come with this one's: its id, or id and version, e.g. {deck: halcyon}."""
    without: Distinct[CardId] = ()
    """Cards of the extended deck that are left out, by id."""
    ignore: Ignored = {}
    """Warnings in this file, outside the cards, that you do not share: the code and your reason."""
    notes: LongText | None = None
    """Anything else for authors and facilitators."""

    @model_validator(mode="after")
    def _leaves_out_of_something(self) -> Self:
        if self.without and self.extends is None:
            raise refuse("E209", "“without” belongs to “extends”", "name the deck: extends: ID", ("without",))
        return self
