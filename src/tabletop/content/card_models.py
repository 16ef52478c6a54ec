"""A card and a deck, as authors write them."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from tabletop.content.models import (
    Condition,
    Distinct,
    DomainWord,
    Effects,
    FollowUps,
    Id,
    Line,
    LongText,
    Many,
    Model,
    Paragraph,
    Reference,
    Sentence,
    StrategyWord,
    Two,
    Word,
    refuse,
)  # fmt: skip

TAGS: Final = (
    "ai", "armed", "arms", "burden", "climate", "command", "crime", "cyber", "diplomacy", "domestic", "economy",
    "energy", "ethics", "exercise", "firm", "health", "history", "hybrid", "infrastructure", "intelligence", "io",
    "law", "maritime", "media", "migration", "ngo", "non-state", "space", "technology", "terror",
)  # fmt: skip
"""The closed vocabulary of tags; a deck may declare more."""

Pips = Annotated[int, Field(ge=0, le=4)]


class Features(Model):
    """The five ratings the rules work from, in pips."""

    urgency: Pips
    breadth: Pips
    misperception: Pips
    sensitivity: Pips
    enforcement: Pips


class Option(Model):
    """What one strategy is called on this card, and what comes of it."""

    label: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    on_success: Effects = ()
    on_failure: Effects = ()


class CardNotes(Model):
    """For the facilitator."""

    purpose: Sentence | None = None
    expect: Sentence | None = None
    skip_if: Sentence | None = None


class Reading(Model):
    """One school's reading of a historical crisis."""

    who: Line
    says: Paragraph


class Card(Model):
    """One crisis."""

    id: Id
    title: Annotated[str, Field(min_length=1, max_length=60)]
    domain: DomainWord
    tags: Distinct[Id] = ()
    acts: Distinct[Id] | None = None
    escalation: Annotated[int, Field(ge=1, le=5)]
    features: Features
    human_cost: Pips = 0
    touches: dict[Id, Literal["high", "some", "low"]] = {}
    parties: Two[Id] | None = None
    situation: Annotated[str, Field(min_length=1, max_length=480)]
    briefs: dict[Id, Annotated[str, Field(min_length=1, max_length=600)]] = {}
    options: dict[StrategyWord, Option] = {}
    on_deal: Effects = ()
    on_resolved: Effects = ()
    on_outbreak: Effects = ()
    when: Condition = None
    weight: Annotated[int, Field(ge=0, le=9)] = 3
    repeat: bool = False
    follow_up: FollowUps = ()
    facilitator: CardNotes | None = None
    law: Sentence | None = None
    who_pays: Sentence | None = None
    discuss: Many[Sentence] = ()
    objectives: Distinct[Id] = ()
    concepts: Distinct[Id] = ()
    lesson: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    sources: Many[Reference] = ()
    date: Annotated[str, Field(pattern=r"^-?\d{1,4}(-\d{2}(-\d{2})?)?$")] | None = None
    happened: Paragraph | None = None
    readings: Many[Reading] = ()
    verified: bool | None = None
    ignore: dict[Annotated[str, Field(pattern=r"^[A-Z]\d{3}$")], Line] = {}

    @model_validator(mode="after")
    def _fits_together(self) -> Card:
        if self.parties is not None and self.domain != "internal":
            raise refuse(
                "E209", "only an internal card has “parties”", "delete them, or make the domain internal", ("parties",)
            )
        if self.acts == ():
            raise refuse("E211", "“acts” names no act", "leave it out for a card of any act", ("acts",))
        for code in self.ignore:
            if not code.startswith("W"):
                raise refuse(
                    "E209", f"{code} is an error and cannot be ignored", "only warnings (W…) can", ("ignore", code)
                )
        return self


class DeckFile(Model):
    """``deck.yaml``: what a deck is; its cards follow in ``cards/*.yaml``, or here when the deck is one file."""

    format: int
    id: Id
    title: Line
    version: Word
    summary: Paragraph
    licence: Word
    authors: Many[Word]
    language: Word = "en"
    tags: Distinct[Id] = ()
    notes: LongText | None = None
