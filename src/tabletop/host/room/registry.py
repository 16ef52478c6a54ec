"""The verbs by name: what each takes, who may use it, and what carries it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tabletop.host.room.people import FACILITATOR, OBSERVER, PLAYER, ROOM

if TYPE_CHECKING:
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.group import Group
    from tabletop.host.room.people import Person
    from tabletop.host.room.requests import Request

Handler = Callable[["Classroom", "Person", "Group", Any], "dict[str, Any] | None"]

ANYONE: Final = (FACILITATOR, PLAYER, OBSERVER, ROOM)


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb."""

    name: str
    model: type[Request]
    roles: tuple[str, ...]
    handler: Handler
    wide: bool
    """It may be asked for all groups at once."""
    outside: bool
    """People who wait to be admitted may use it, too."""


VERBS: Final[dict[str, Verb]] = {}


def verb(
    name: str, model: type[Request], *roles: str, wide: bool = False, outside: bool = False
) -> Callable[[Handler], Handler]:
    """Register what carries out a verb."""

    def register(handler: Handler) -> Handler:
        VERBS[name] = Verb(name, model, roles, handler, wide, outside)
        return handler

    return register
