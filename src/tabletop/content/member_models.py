"""A member state, as its author writes it: who it is, where it stands, how it is played, what it wants in secret."""

# No annotations from `__future__` here: they are text, which Pydantic would have to compile again at every start.

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from tabletop.content.models import (
    Condition,
    Decimals,
    Id,
    Line,
    LongText,
    Many,
    Model,
    Paragraph,
    Sentence,
    Words,
    refuse,
)  # fmt: skip
from tabletop.content.text import clean, width

Colour = Annotated[
    Literal["blue", "vermillion", "green", "purple", "orange", "sky", "yellow", "grey"],
    Words({
        "blue": "A strong blue.", "vermillion": "A red that colour-blind people can tell from green.",
        "green": "A bluish green.", "purple": "A reddish purple.", "orange": "A warm orange.", "sky": "A light blue.",
        "yellow": "A strong yellow.", "grey": "A middle grey.",
    }),
]  # fmt: skip
Character = Annotated[
    Literal["thoughtful", "guarantor", "free-rider", "sovereigntist", "opportunist", "greedy", "random"],
    Words({
        "thoughtful": "Plans with the others and keeps to the plan.",
        "guarantor": "Carries more than its share and is never idle while an ally is in danger.",
        "free-rider": "Comes to the summits and mostly lets the others pay.",
        "sovereigntist": "Works with the others, but signs little.",
        "opportunist": "Seeks separate deals, even with the outside party, and draws red lines.",
        "greedy": "Takes what looks best for its own worst crisis, as if it were alone.",
        "random": "Chooses by lot.",
    }),
]  # fmt: skip
Position = Annotated[Decimals, Field(ge=-1, le=1)]
Percent = Annotated[int, Field(ge=0, le=100)]


def _emblem(value: Any) -> Any:
    if isinstance(value, str) and (len(value) != 1 or width(value) != 1 or not clean(value).strip()):
        raise refuse("E207", "an emblem is one printable character of single width", 'e.g. "◆"')
    return value


class Positions(Model):
    """Policy position on the three issue axes, -1..1."""

    security: Position
    """-1 wants to be left alone, +1 wants a strong common defence."""
    integration: Position
    """-1 wants to keep every power at home, +1 wants common institutions."""
    values: Position
    """-1 looks at interests alone, +1 at rights and rules."""


class Weights(Model):
    """Secret weights of the four national goals, in whole percents."""

    security: Percent
    """How much safety counts, in percent; the four make 100."""
    autonomy: Percent
    """How much deciding for oneself counts, in percent."""
    prosperity: Percent
    """How much money counts, in percent."""
    influence: Percent
    """How much being listened to counts, in percent."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = self.security + self.autonomy + self.prosperity + self.influence
        if total != 100:
            raise refuse("E210", f"the weights sum to {total}, not 100", "change them until they make 100")
        return self


class Bonus(Model):
    text: Line
    """The aim as its player reads it, e.g. Two successful mediations by Esterra."""
    when: Condition
    """The aim is reached when this holds at the end; it may ask for the outcome, e.g. mediations[esterra] >= 2."""


class Objective(Model):
    """A member's secret national objective."""

    title: Line
    """The name of the aim, e.g. Guarantor."""
    weights: Weights
    """What counts in the member's own score, in percents that make 100."""
    bonus: Bonus | None = None
    """A further aim, worth extra points."""


class Member(Model):
    """One state at the table."""

    id: Id
    """The member's own name for cards and conditions, e.g. aurelia."""
    name: Annotated[str, Field(min_length=1, max_length=40)]
    """The member's name, e.g. Aurelia."""
    short: Annotated[
        str, Field(pattern=r"^[^\W\d_]{2,4}$", json_schema_extra={"pattern": r"^[A-Za-z\u00aa-\ud7ff]{2,4}$"})
    ]
    """Two to four letters for narrow columns, e.g. AUR."""
    colour: Colour
    """The member's colour; each is taken once."""
    emblem: Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": 2}), BeforeValidator(_emblem)]
    """One character that marks the member without colour, in quotes, e.g. “◆”."""
    capability: Annotated[float, Field(gt=0, lt=1)]
    """The member's share of the alliance's strength; all shares make 1."""
    positions: Positions
    """Where the member stands on three questions; whoever stands close works together more easily."""
    exposure: Annotated[Decimals, Field(ge=0, le=1)]
    """How near the danger is: what stake it has in a crisis that does not name it."""
    character: Character = "thoughtful"
    """How the computer plays the member."""
    title: Line
    """The member's part in a few words, e.g. The front line."""
    aims: Paragraph
    """What it says in public that it wants."""
    brief: LongText
    """What only its player reads at the start."""
    red_lines: Many[Sentence] = ()
    """What it will not accept, in sentences that its player reads."""
    objective: Objective
    """Its secret national objective, told at the end."""
    election: Annotated[int, Field(ge=0, le=40)] = 0
    """The turn of its first election; 0 has none."""
