"""What every authored model shares: strictness, the kinds of text and number, effects and follow-ups."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

T = TypeVar("T")


class Model(BaseModel):
    """Frozen and strict: an unknown key is an error, and no value is turned into another type."""

    # Built at first use, nested models only as part of their parents: importing thirty of them stays cheap.
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


def refuse(code: str, message: str, hint: str = "", at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """An error of our own for a validator to raise: problem code, message, hint, and the keys from here to the spot."""
    # Pydantic fills braces in a message template, and an author's text may hold some: so it travels in the context.
    return PydanticCustomError("tabletop", "{text}", {"text": message, "code": code, "hint": hint, "at": at})


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


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Word = Annotated[str, Field(min_length=1, max_length=60)]
Line = Annotated[str, Field(min_length=1, max_length=160)]
Sentence = Annotated[str, Field(min_length=1, max_length=320)]
Paragraph = Annotated[str, Field(min_length=1, max_length=1600)]
LongText = Annotated[str, Field(min_length=1, max_length=12_000)]
Decimals = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_decimals)]
"""A number of at most two decimals."""
Condition = Any
"""Text, truth value, or an all/any/not mapping; `tabletop.content.conditions` judges it, with exact places."""

# Authors' lists are kept as tuples, so that a model can be shared and never changed.
Many = Annotated[tuple[T, ...], Field(strict=False)]
Distinct = Annotated[tuple[T, ...], Field(strict=False), AfterValidator(_unique)]
Two = Annotated[tuple[T, T], Field(strict=False), AfterValidator(_unique)]

Variable = Literal[
    "tension", "threat", "readiness", "legitimacy", "line", "harm", "support", "means", "sovereignty", "trust"
]
PER_MEMBER = ("support", "means", "sovereignty")
StrategyWord = Literal["bilateral", "multilateral", "confidence", "track2"]
DomainWord = Literal["external", "internal", "transnational"]
LevelWord = Literal["basics", "standard", "full"]


class FlagName(Model):
    flag: Id


class Queued(Model):
    """A card that comes `after` turns from now."""

    card: Id
    after: Annotated[int, Field(ge=0, le=20)] = 1


class Effect(Model):
    """One consequence: exactly one of `change`, `set`, `clear`, `queue`."""

    change: dict[Variable, Annotated[Decimals, Field(ge=-100, le=100)]] | None = None
    set: FlagName | None = None
    clear: FlagName | None = None
    queue: Queued | None = None
    who: Distinct[Id] | None = None
    between: Two[Id] | None = None
    from_: Id | None = Field(None, alias="from")
    to: Id | None = None
    why: Line | None = None
    when: Condition = None

    @model_validator(mode="after")
    def _one_kind(self) -> Effect:
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

    card: Id
    after: Annotated[int, Field(ge=0, le=20)] = 1
    if_: Literal["dealt", "failed", "resolved", "outbreak"] = Field(alias="if")
    when: Condition = None
    why: Line | None = None


class Reference(Model):
    """Where something can be read."""

    title: Sentence
    author: Line | None = None
    year: int | Word | None = None
    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=400)] | None = None
    note: Sentence | None = None


Effects = Many[Effect]
FollowUps = Annotated[tuple[FollowUp, ...], Field(strict=False), BeforeValidator(_one_or_list)]
