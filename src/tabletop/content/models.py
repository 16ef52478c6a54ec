"""What every authored model shares: strictness, the kinds of text and number, effects and follow-ups."""

# No annotations from `__future__` here: they are text, which Pydantic would have to compile again at every start.

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

T = TypeVar("T")


class Model(BaseModel):
    """Frozen and strict: an unknown key is an error, and no value is turned into another type."""

    # Built at first use, nested models only as part of their parents: importing thirty of them stays cheap.
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


def refuse(code: str, message: str, hint: str = "", at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """An error of our own for a validator to raise: problem code, message, hint, and the keys from here to the spot."""
    # Pydantic fills braces in a message template, and an author's text may hold some: so it travels in the context.
    return PydanticCustomError("tabletop", "{text}", {"text": message, "code": code, "hint": hint, "at": at})


def _no_errors(value: dict[str, str]) -> dict[str, str]:
    for code in value:
        if code.startswith("E"):
            raise refuse("E209", f"{code} is an error and cannot be ignored", "only warnings and tips can", (code,))
    return value


def _decimals(value: Any) -> Any:
    if isinstance(value, bool):
        raise refuse("E203", "this should be a number, not true or false")
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    exponent = Decimal(str(value)).as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2 and value != round(value, 2):
        raise refuse("E206", f"{value:g} has more than two decimals", f"write {round(value, 2):g}")
    return value


def _unique(items: tuple[T, ...]) -> tuple[T, ...]:
    for index, item in enumerate(items):
        if item in items[:index]:
            raise refuse("E305", f"“{item}” is listed twice", "delete one of them", (index,))
    return items


def _one_or_list(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


@dataclass(frozen=True, slots=True)
class Words:
    """What each word of a closed list means, for editors and the authors' reference."""

    says: Mapping[str, str]

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "words": dict(self.says)}


@dataclass(frozen=True, slots=True)
class Names:
    """What an id names: editors offer those of the author's own pack."""

    kind: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "names": self.kind}


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
MemberId = Annotated[Id, Names("member")]
ActId = Annotated[Id, Names("act")]
CardId = Annotated[Id, Names("card")]
TagId = Annotated[Id, Names("tag")]
ConceptId = Annotated[Id, Names("concept")]
FlagId = Annotated[Id, Names("flag")]
ObjectiveId = Annotated[Id, Names("objective")]
DeckId = Annotated[Id, Names("deck")]
Word = Annotated[str, Field(min_length=1, max_length=60)]
Line = Annotated[str, Field(min_length=1, max_length=160)]
Sentence = Annotated[str, Field(min_length=1, max_length=320)]
Paragraph = Annotated[str, Field(min_length=1, max_length=1600)]
LongText = Annotated[str, Field(min_length=1, max_length=12_000)]
WarningCode = Annotated[str, Field(pattern=r"^[A-Z]\d{3}$"), WithJsonSchema({"type": "string", "form": "warning"})]
Ignored = Annotated[dict[WarningCode, Line], AfterValidator(_no_errors)]
"""Codes of warnings and tips that the author keeps, each with the reason."""
Decimals = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_decimals)]
"""A number of at most two decimals."""
Condition = Annotated[Any, WithJsonSchema({"form": "condition"})]
"""Text, truth value, or an all/any/not mapping; `tabletop.content.conditions` judges it, with exact places."""

# Authors' lists are kept as tuples, so that a model can be shared and never changed.
Many = Annotated[tuple[T, ...], Field(strict=False)]
_DIFFERENT: Any = {"uniqueItems": True}
Distinct = Annotated[tuple[T, ...], Field(strict=False, json_schema_extra=_DIFFERENT), AfterValidator(_unique)]
Two = Annotated[tuple[T, T], Field(strict=False, json_schema_extra=_DIFFERENT), AfterValidator(_unique)]

Variable = Annotated[
    Literal["tension", "threat", "readiness", "legitimacy", "line", "harm", "support", "means", "sovereignty", "trust"],
    Words({
        "tension": "Tension with the outside party, 0 to 100; high tension feeds every crisis.",
        "threat": "The outside party's strength, 0 to 100.",
        "readiness": "How well the members' forces work together, 0 to 100.",
        "legitimacy": "How lawful and rightful the alliance looks, 0 to 100.",
        "line": "How united recent action looked, 0 to 100.",
        "harm": "What civilians suffer, 0 to 100.",
        "support": "Support at home, 0 to 100, of all members or of those under “who”.",
        "means": "Diplomatic and military means to spend, 0 to 6, of all members or of those under “who”.",
        "sovereignty": "Sovereignty ceded, 0 to 100, of all members or of those under “who”.",
        "trust": "Trust, 0 to 100, of all pairs, of the pair “between”, or of “from” in “to”.",
    }),
]  # fmt: skip
PER_MEMBER = ("support", "means", "sovereignty")
StrategyWord = Annotated[
    Literal["bilateral", "multilateral", "confidence", "track2"],
    Words({
        "bilateral": "Two settle it between themselves: fast, and dear with those left out.",
        "multilateral": "A summit of many: slow, broad and binding.",
        "confidence": "A gesture or measure that shows one's intent, and may be answered or not.",
        "track2": "Unofficial talks that prepare the ground, and may leak.",
    }),
]  # fmt: skip
DomainWord = Annotated[
    Literal["external", "internal", "transnational"],
    Words({
        "external": "Between the alliance and the outside party.",
        "internal": "A quarrel between two members; name them under “parties”.",
        "transnational": "Across every border: cyber, crime, climate, disease, migration.",
    }),
]  # fmt: skip
LevelWord = Annotated[
    Literal["basics", "standard", "full"],
    Words({
        "basics": "One crisis at a time, four strategies, no tactics; for a first game.",
        "standard": "Two crises at a time, tactics, treaties and elections.",
        "full": "Every rule and choice.",
    }),
]  # fmt: skip


class FlagName(Model):
    flag: FlagId
    """The flag's name, which conditions ask for as flag.NAME, e.g. ship-named."""


class Queued(Model):
    """A card that comes `after` turns from now."""

    card: CardId
    """The id of the card that comes."""
    after: Annotated[int, Field(ge=0, le=20)] = 1
    """In how many turns it comes; 0 is the next deal."""


class Effect(Model):
    """One consequence: exactly one of `change`, `set`, `clear`, `queue`."""

    change: dict[Variable, Annotated[Decimals, Field(ge=-100, le=100)]] | None = None
    """Points added to variables, or taken away with a minus, e.g. {tension: +5, support: -2}."""
    set: FlagName | None = None
    """Sets a flag, which stays set until something clears it, e.g. {flag: ship-named}."""
    clear: FlagName | None = None
    """Clears a flag, e.g. {flag: ship-named}."""
    queue: Queued | None = None
    """Calls a card that comes some turns later, e.g. {card: inquiry, after: 2}."""
    who: Distinct[MemberId] | None = None
    """The members whose support, means or sovereignty changes; without it all members."""
    between: Two[MemberId] | None = None
    """Two members whose trust in one another changes, both ways."""
    from_: MemberId | None = Field(None, alias="from")
    """The member whose trust changes; “to” says in whom."""
    to: MemberId | None = None
    """The member in whom the trust of “from” changes."""
    why: Line | None = None
    """The reason that players read beside the change, e.g. Parliaments release emergency funds."""
    when: Condition = None
    """The effect takes hold only when this condition is true at that moment."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [word for word in ("change", "set", "clear", "queue") if getattr(self, word) is not None]
        if len(given) != 1:
            raise refuse(
                "E209",
                "an effect holds exactly one of change, set, clear, queue",
                "make one effect of each" if given else "write e.g. {change: {tension: +5}}",
            )
        changed = self.change or {}
        if self.change is not None and not self.change:
            raise refuse("E211", "nothing is changed", "name a variable: {change: {tension: +5}}", ("change",))
        if self.who is not None and not any(word in PER_MEMBER for word in changed):
            raise refuse("E209", "“who” belongs to a change of support, means or sovereignty", "delete it", ("who",))
        if self.who == ():
            raise refuse("E211", "“who” names nobody", "name members, or leave it out for every member", ("who",))
        for key, value in (("between", self.between), ("from", self.from_), ("to", self.to)):
            if value is not None and "trust" not in changed:
                raise refuse("E209", f"“{key}” belongs to a change of trust", "delete it", (key,))
        check_pair(self.between, self.from_, self.to)
        return self


def check_pair(between: object, from_: str | None, to: str | None) -> None:
    """Refuse a half-given or doubly given pair of members."""
    if between is not None and (from_ or to):
        raise refuse(
            "E209", "“between” (both ways) and “from”/“to” (one way) exclude each other", "keep one", ("between",)
        )
    if (from_ is None) != (to is None):
        missing, given = ("to", "from") if to is None else ("from", "to")
        raise refuse("E202", f"“{missing}” is missing beside “{given}”", f"add {missing}: MEMBER", (given,))
    if from_ is not None and from_ == to:
        raise refuse("E209", "“from” and “to” are the same member", "name two different members", ("to",))


class FollowUp(Model):
    """A card queued when this card is dealt, fails, is resolved or breaks out."""

    card: CardId
    """The id of the card that follows."""
    after: Annotated[int, Field(ge=0, le=20)] = 1
    """In how many turns it comes; 0 is the next deal."""
    if_: Annotated[
        Literal["dealt", "failed", "resolved", "outbreak"],
        Words({
            "dealt": "The card has come to the table.",
            "failed": "All who worked on it in a turn have failed, for the first time.",
            "resolved": "The crisis has been resolved.",
            "outbreak": "The crisis has broken out.",
        }),
    ] = Field(alias="if")  # fmt: skip
    """What must happen to this card for the other to follow."""
    when: Condition = None
    """The card follows only when this condition is true at that moment."""
    why: Line | None = None
    """The reason that players read when it comes."""


class Reference(Model):
    """Where something can be read."""

    title: Sentence
    """The title of the book, article, treaty or page."""
    author: Line | None = None
    """Who wrote it."""
    year: int | Word | None = None
    """The year it appeared, e.g. 1976, or a word such as forthcoming."""
    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=400)] | None = None
    """Where it can be read, beginning with http:// or https://."""
    note: Sentence | None = None
    """What it is good for here, e.g. the page, or what it says against the card."""


Effects = Many[Effect]
FollowUps = Annotated[
    tuple[FollowUp, ...],
    Field(strict=False),
    BeforeValidator(_one_or_list, json_schema_input_type=tuple[FollowUp, ...] | FollowUp),
]
