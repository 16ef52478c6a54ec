"""Who may see what: every field of a view is declared public, owned or secret, and what is not shown is not there.

A model of this room cannot be defined with an undeclared field, and `redact` builds the seat's copy from the fields
that are allowed, not by taking out the others: what somebody forgets stays hidden.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Annotated, Any, Final, TypeVar, cast

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo


class Sight(Enum):
    """Who may see a field."""

    PUBLIC = "public"
    OWNED = "owned"
    """The seat that the model's ``seat`` field names, the facilitator, and everybody once the game is over."""
    SECRET = "secret"
    """The facilitator, and everybody once the game is over."""


T = TypeVar("T")
Public = Annotated[T, Sight.PUBLIC]
Owned = Annotated[T, Sight.OWNED]
Secret = Annotated[T, Sight.SECRET]


class Seen(BaseModel):
    """A part of a view.  Owned and secret fields need a default: it stands where the value is withheld."""

    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", strict=False, arbitrary_types_allowed=False
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        for name, info in cls.model_fields.items():
            sight = sight_of(info)
            if sight is None:
                raise TypeError(f"{cls.__name__}.{name} does not say who may see it: Public, Owned or Secret")
            if sight is not Sight.PUBLIC and info.is_required():
                raise TypeError(f"{cls.__name__}.{name} is {sight.value} and needs a default to withhold it")
            if sight is Sight.OWNED and "seat" not in cls.model_fields:
                raise TypeError(f"{cls.__name__}.{name} is owned, but no field “seat” says by whom")


def sight_of(info: FieldInfo) -> Sight | None:
    """A field's one declaration, None when there is none or more than one."""
    found = [mark for mark in info.metadata if isinstance(mark, Sight)]
    return found[0] if len(found) == 1 else None


M = TypeVar("M", bound=Seen)
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


def redact(model: M, seat: str, everything: bool) -> M:
    """The copy of `model` that `seat` may see; `everything` opens it whole."""
    owner = getattr(model, "seat", None)
    shown: dict[str, Any] = {}
    for name, sight in _sights(type(model)):
        mine = sight is Sight.OWNED and bool(seat) and owner == seat
        if sight is Sight.PUBLIC or mine or (everything and sight is not None):
            value = getattr(model, name)
            # Most fields are plain, and a class full of boards is made of very many of them.
            shown[name] = value if type(value) in _PLAIN else _inside(value, seat, everything)
    return cast(M, type(model).model_construct(**shown))


@cache
def _sights(model: type[Seen]) -> tuple[tuple[str, Sight | None], ...]:
    return tuple((name, sight_of(info)) for name, info in model.model_fields.items())


def _inside(value: Any, seat: str, everything: bool) -> Any:
    if isinstance(value, Seen):
        return redact(value, seat, everything)
    if isinstance(value, tuple):
        return tuple([part if type(part) in _PLAIN else _inside(part, seat, everything) for part in value])
    if isinstance(value, dict):
        return {key: part if type(part) in _PLAIN else _inside(part, seat, everything) for key, part in value.items()}
    return value
