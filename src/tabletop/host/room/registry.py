"""The verbs by name: what each takes, who may use it, and what carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.host.room.errors import ClassError, missing
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


def verb_of(request: Mapping[str, Any]) -> Verb:
    """The verb that a request names; raises `ClassError`."""
    from tabletop.host.room import verbs

    verbs.load()
    if not isinstance(request, Mapping) or not isinstance(request.get("verb"), str):
        raise ClassError("The request names no verb.", 'Send {"verb": NAME, …}.')
    known = VERBS.get(request["verb"])
    if known is None:
        near = did_you_mean(request["verb"], VERBS, most=0)
        raise missing(f"There is no verb “{shorten(request['verb'])}”.", near[:1].upper() + near[1:])
    return known


def listed(roles: Sequence[str]) -> str:
    """Roles in words."""
    words = {FACILITATOR: "the facilitator", PLAYER: "players", OBSERVER: "observers", ROOM: "screens"}
    return " and ".join(words[role] for role in roles)
