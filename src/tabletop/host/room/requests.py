"""What people may ask of a class: one model for each verb, bounded in every direction, with nothing else in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from tabletop.content.text import clean, did_you_mean, shorten
from tabletop.host.room.errors import ClassError

NAME_LENGTH: Final = 40
TEXT_LENGTH: Final = 2000
INJECT_LENGTH: Final = 4000
ID_LENGTH: Final = 64


def _line(text: str) -> str:
    return clean(text).strip()


def _lines(text: str) -> str:
    return clean(text, lines=True).strip()


def _said(text: str) -> str:
    if not text:
        raise ValueError("it is empty")
    return text


Name = Annotated[str, StringConstraints(max_length=NAME_LENGTH), AfterValidator(_line), AfterValidator(_said)]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_line)]
Text = Annotated[str, StringConstraints(max_length=TEXT_LENGTH), AfterValidator(_lines)]
Said = Annotated[Text, AfterValidator(_said)]
Long = Annotated[str, StringConstraints(max_length=INJECT_LENGTH), AfterValidator(_lines)]
Id = Annotated[str, StringConstraints(max_length=ID_LENGTH, pattern=r"^[A-Za-z0-9._:-]*$")]
Seat = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z][a-z0-9-]*$")]
Key = Annotated[str, StringConstraints(max_length=60)]
Number = Annotated[int, Field(ge=0, le=1_000_000)]
Turn = Annotated[int, Field(ge=1, le=1000)]
Rating = Literal["P", "S", "M", "U"]


class Request(BaseModel):
    """What every request has."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    verb: Key
    id: Id = ""
    """Made by the client; the same id again does nothing twice and gives the same answer."""
    group: Annotated[int, Field(ge=1, le=99)] | Literal["all"] | None = None


class ChoiceBody(BaseModel):
    """A choice as `tabletop.game.Choice` has it; whether it is legal is the game's business."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    strategy: Key
    tactic: Key | None = None
    effort: Annotated[int, Field(ge=0, le=2)] = 0
    target: Key | None = None
    clause: Key | None = None
    card: Key | None = None


class Draft(Request):
    turn: Turn
    choice: ChoiceBody | None = None


class Commit(Request):
    turn: Turn
    choice: ChoiceBody


class OfTurn(Request):
    turn: Turn


class Say(Request):
    to: Annotated[list[Seat], Field(min_length=1, max_length=16)] | Literal["all", "press", "facilitator", "team"]
    text: Said
    unsigned: bool = False


class Propose(Request):
    title: Annotated[Line, AfterValidator(_said)]
    text: Text = ""
    rule: Literal["consensus", "majority", "silence"] = "consensus"
    minutes: Annotated[float, Field(ge=0.25, le=240)] = 5
    card: Key | None = None


class OfProposal(Request):
    proposal: Number


class Vote(OfProposal):
    stance: Literal["yes", "no", "abstain"]


class Pledge(Request):
    strategy: Key
    card: Key | None = None


class Words(Request):
    """red_line, raise, reflect: a text and nothing else."""

    text: Said


class Bare(Request):
    """stand, ready, leave, comcheck, declassify, end: nothing but the verb."""


class Hear(Request):
    comcheck: Number
    """The round of the check that is answered."""


class Fill(Request):
    form: Key
    answers: Annotated[dict[Key, Annotated[int, Field(ge=-100, le=100)] | Text], Field(max_length=40)]
    anonymous: bool = False


class Rename(Request):
    name: Name
    person: Key | None = None


class Rate(Request):
    capability: Annotated[Line, AfterValidator(_said)]
    rating: Rating
    note: Text = ""
    seat: Seat | None = None


class Observe(Request):
    text: Said
    seat: Seat | None = None


class OfPerson(Request):
    person: Key


class Admit(OfPerson):
    seat: Seat | None = None
    role: Literal["player", "observer", "room"] | None = None
    to: Annotated[int, Field(ge=1, le=99)] | None = None
    """The group; else the one asked for with `group`, else the person's."""


class Move(OfPerson):
    seat: Seat | None = None
    role: Literal["player", "observer", "room", "facilitator"] | None = None


class Merge(Request):
    from_: Annotated[Seat, Field(alias="from")]
    into: Seat


class Mute(OfPerson):
    on: bool = True


class Hand(Request):
    seat: Seat
    to: Annotated[
        str, StringConstraints(max_length=70, pattern=r"^(people|npc:[A-Za-z0-9][A-Za-z0-9._-]{0,60})$"),
        Field(description="people, or npc:NAME such as npc:thoughtful"),
    ]  # fmt: skip


class ToPhase(Request):
    to: Literal["lobby", "brief", "caucus", "commit", "resolve", "discuss", "end"] | None = None


class Switch(Request):
    """pause, practice, blank."""

    on: bool = True


class Extend(Request):
    seconds: Annotated[int, Field(ge=-3600, le=7200)]


class Inject(Request):
    card: Key | None = None
    title: Line = ""
    text: Long = ""
    to: Annotated[list[Seat], Field(min_length=1, max_length=16)] | Literal["all"] = "all"
    when: Literal["now", "turn", "held"] | Annotated[float, Field(gt=0, le=600)] = "now"
    """At once, at the next turn, held until released, or in so many minutes."""


class Release(Request):
    inject: Number


class Drop(Request):
    inject: Number


class Overrule(Request):
    variable: Key
    who: Annotated[list[Seat], Field(max_length=2)] = []
    amount: float
    why: Annotated[Line, AfterValidator(_said)]


class Whisper(Request):
    to: Key
    """A seat's id, or a person's."""
    text: Said


class Settings(Request):
    """Only what is given is changed."""

    open_door: bool | None = None
    unsigned: bool | None = None
    """Seats may send messages without their name."""
    coach: bool | None = None
    """Seats may ask for the outlook and the coach."""
    anonymous: bool | None = None
    """Questionnaires may be filled without a name."""
    auto: Annotated[
        dict[Literal["resolve_when_all", "advance_on_time", "hold_for_silent"], bool], Field(max_length=3)
    ] = {}
    seconds: Annotated[
        dict[
            Literal["lobby", "brief", "caucus", "commit", "resolve", "discuss"], Annotated[int, Field(ge=0, le=86400)]
        ],
        Field(max_length=6),
    ] = {}
    forms: Annotated[list[Key], Field(max_length=12)] | None = None
    """Questionnaires that are open now."""


B = TypeVar("B", bound=BaseModel)
M = TypeVar("M", bound=Request)


def parse(model: type[M], raw: Mapping[str, Any]) -> M:
    """A request from untrusted data; raises `ClassError` that names the field and what is wrong with it."""
    return parse_model(model, raw, "verb")


def parse_model(model: type[B], raw: Mapping[str, Any], naming: str) -> B:
    """The same for any of these models; `naming` is the field that names what is wanted."""
    try:
        return model.model_validate(dict(raw))
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        # Where a field may be of several kinds, their names in the model's language stand in the path, too.
        steps = [str(part) for part in problem["loc"] if not re.search(r"\[|^(constrained|function)-", str(part))]
        path = [shorten(step, 30) for step in steps]
        field = path[0] if path else "request"
        verb = shorten(str(raw.get(naming, "")), 20)
        known = [info.alias or name for name, info in model.model_fields.items()]
        if problem["type"] == "extra_forbidden" and len(path) == 1:
            near = did_you_mean(field, known)
            raise ClassError(f"“{verb}” has no field “{field}”.", near[:1].upper() + near[1:]) from error
        if problem["type"] == "missing":
            raise ClassError(f"“{verb}” needs “{field}”.", "Send it along.") from error
        told = str(problem["msg"]).removeprefix("Value error, ")
        large = "too_long" in problem["type"]
        values = _values(model, path) if problem["type"] == "string_pattern_mismatch" else ""
        if values:
            raise ClassError(f"“{field}” of “{verb}” is not in order.", f"Say {values}.") from error
        raise ClassError(
            f"“{'.'.join(path)}” of “{verb}” is not in order: {told[:1].lower()}{told[1:]}.",
            "Make it shorter." if large else "Look at what the field may be.",
            status=413 if large else 400,
        ) from error
    except RecursionError as error:
        raise ClassError("The request is nested too deeply.", "Send plain data.") from error


def _values(model: type[BaseModel], path: list[str]) -> str:
    """What a field may be, in words, where it says so; "" else."""
    found = [info for name, info in model.model_fields.items() if path == [info.alias or name]]
    return (found[0].description or "") if found else ""
