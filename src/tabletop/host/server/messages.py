"""What goes over the wire, as models: the server reads with them, and docs/protocol.md is generated from them.

A verb's own fields are the class's business (`tabletop.host.room`); here it is only told that there is a verb.
"""

from __future__ import annotations

import json
from typing import Any, Final, Literal, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tabletop.host.room.errors import ClassError

PROTOCOL: Final = 1
"""The version of docs/protocol.md: it grows when a client must change."""


class Message(BaseModel):
    """Closed: an unknown field is an error, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Join(Message):
    """POST /api/join: come into the class."""

    code: str = Field(max_length=40, description="The join code; blanks, dashes and case do not matter.")
    name: str = Field(min_length=1, max_length=40, description="What to be called; may be a pseudonym.")
    wants: Literal["player", "observer", "room"] = Field("player", description="The role asked for.")


class Joined(Message):
    """The answer to a join. The token is the only proof of who you are: keep it, and send it in the header only."""

    token: str
    person: dict[str, Any] = Field(description="The part `me` of the state.")


class Hello(Message):
    """The first message of a client on WS /api/live."""

    token: str = Field(max_length=200)
    epoch: int | None = Field(None, ge=0, le=2**53, description="The last epoch seen, where there was one.")
    version: int | None = Field(None, ge=0, le=2**53, description="The last version seen.")


class Here(Message):
    """A client may ask whether the line still holds; the host answers with `Line`."""

    kind: Literal["here"]


class Line(Message):
    """The host's answer to `Here`."""

    kind: Literal["here"] = "here"
    epoch: int
    version: int


class State(Message):
    """A push, and the answer to GET /api/state: the parts that changed; null takes a part away."""

    kind: Literal["state"] = "state"
    epoch: int = Field(description="Grows with every start of the host; (epoch, version) never goes back.")
    version: int
    parts: dict[str, Any]


class Bye(Message):
    """The host's last message on a live connection."""

    kind: Literal["bye"] = "bye"
    why: Literal["revoked", "windows", "closing", "unclear", "slow", "flood", "lost"]
    message: str


class Told(Message):
    """What is wrong, and what to do next, in words for people."""

    message: str
    next: str


class Refusal(Message):
    """Any error, with its HTTP status: 400, 401, 403, 404, 408, 409, 413, 415, 421, 429, 500 or 503."""

    ok: Literal[False] = False
    error: Told


class About(Message):
    """GET /api: what this host speaks."""

    protocol: int = PROTOCOL
    program: str
    title: str = Field(description="The campaign's title.")


Read = TypeVar("Read", bound=Message)


def read(model: type[Read], body: bytes | str) -> Read:
    """A message of a stranger's; raises `ClassError` (400) that names the first field that is wrong."""
    try:
        return model.model_validate(parsed(body))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(step) for step in first["loc"])[:60] or "the message"
        raise ClassError(f"{where}: {first['msg'].rstrip('.')}.", "See docs/protocol.md.") from None


def parsed(body: bytes | str) -> dict[str, Any]:
    """A JSON object; raises `ClassError` (400) for anything else."""
    try:
        value = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ClassError("The message is not JSON.", "Send one JSON object in UTF-8.") from None
    if not isinstance(value, dict):
        raise ClassError("The message is no JSON object.", 'Send one object, like {"verb": "ready"}.')
    return value


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
