"""Commands: everything that ever happens to a game, as data.

A game is its content, its seed and the list of its commands.  A command is checked twice: here for its form (anything
that is read from a file or a network may be wrong), in `legal` for whether the rules allow it now.
"""

from __future__ import annotations

import json
import re
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from tabletop.content.text import clean, did_you_mean, shorten
from tabletop.game.choice import Choice
from tabletop.game.errors import Malformed
from tabletop.game.stepdata import step_data

KINDS: Final = ("choose", "resolve", "note", "undo", "redo", "pledge", "stand", "inject", "overrule")
OWN: Final = frozenset({"choose", "pledge", "stand"})
"""What a seat does for itself."""
FACILITATOR: Final = frozenset({"inject", "overrule"})
"""What the facilitator does to the board."""
STEPS: Final = FACILITATOR | {"pledge", "stand"}
"""What may happen in a turn besides choosing."""
FIELDS: Final = ("kind", "seat", "turn", "data", "by", "why")
NOTE_LENGTH: Final = 4000
WHY_LENGTH: Final = 500
_BY: Final = re.compile(r"person|facilitator|script|npc:[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TURNS: Final = 1000


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that somebody did.

    ========  =================================================================================================
    kind      data
    ========  =================================================================================================
    choose    a sealed choice: strategy, tactic, effort, target, clause, card (see `Choice`)
    resolve   {} - open the sealed choices and play the turn
    note      {"text": ...} - a remark; changes nothing
    undo      {"command": n} - take back command number n and all that followed it (notes stay)
    redo      {} - bring back what the last undo took
    pledge    {"strategy": ..., "card": ...} - announce what one will choose (rule O1); the card of a hold is null
    stand     {} - take a line in public (rule O2)
    inject    {"card": ...} - put a crisis of the deck on the table
    overrule  {"variable": ..., "who": [...], "amount": ...} - change a number of the board; its `why` is the reason
    ========  =================================================================================================

    There is no clock in it: the same commands make the same game whenever they are played.
    """

    kind: str
    seat: str = ""
    """The member it concerns, by id; "" for the whole table."""
    turn: int = 0
    """The turn being played, 1 = the first."""
    data: Mapping[str, Any] = field(default_factory=dict)
    by: str = "person"
    """Who issued it: person, facilitator, script or npc:NAME."""
    why: str = ""
    """The reason given, if any."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", MappingProxyType(dict(self.data)))

    def __reduce__(self) -> tuple[type[Command], tuple[Any, ...]]:
        """Commands travel between processes, which read-only mappings do not."""
        return Command, (self.kind, self.seat, self.turn, dict(self.data), self.by, self.why)

    @property
    def choice(self) -> Choice:
        """The sealed choice of a ``choose`` command."""
        return Choice(**self.data)

    def as_json(self) -> dict[str, Any]:
        """Plain data, fields in their fixed order; `parse` reads it back."""
        return {
            "kind": self.kind, "seat": self.seat, "turn": self.turn, "data": dict(self.data), "by": self.by,
            "why": self.why,
        }  # fmt: skip

    def canonical(self) -> bytes:
        """The bytes that hash chains are made of: sorted keys, no spaces, ASCII."""
        text = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
        return text.encode("ascii")

    @classmethod
    def choose(cls, seat: str, turn: int, choice: Choice, by: str = "person", why: str = "") -> Command:
        return cls("choose", seat, turn, choice.as_json(), by, clean(why)[:WHY_LENGTH])

    @classmethod
    def parse(cls, raw: object) -> Command:
        """A command from untrusted JSON data.

        Raises `Malformed` that names what is wrong, where, and what would be right.
        """
        if not isinstance(raw, Mapping):
            raise Malformed(
                f"A command is an object, not {_kind_of(raw)}.",
                'Write {"kind": "resolve", "turn": 1}.', thing="command", place="command",
            )  # fmt: skip
        for key in raw:
            if key not in FIELDS:
                near = did_you_mean(str(key), FIELDS)
                raise Malformed(
                    f"A command has no field “{shorten(str(key))}”.",
                    _say(near),
                    thing=shorten(str(key)),
                    place="command",
                )
        kind = _word(raw.get("kind"), KINDS, "kind", "command")
        place = f"{kind} command"
        seat = raw.get("seat", "")
        if not isinstance(seat, str) or not (seat == "" or _ID.fullmatch(seat)):
            raise Malformed(
                f"The seat is a member's id, not {_quoted(seat)}.",
                'Like "seat": "borealis".',
                thing="seat",
                place=place,
            )
        turn = raw.get("turn", 0)
        if not _whole(turn) or not 0 <= turn <= _TURNS:
            raise Malformed(
                f"The turn is a whole number, not {_quoted(turn)}.", 'Like "turn": 3.', thing="turn", place=place
            )
        by = raw.get("by", "person")
        if not isinstance(by, str) or not _BY.fullmatch(by):
            raise Malformed(
                f"“by” says who issued the command, not {_quoted(by)}.",
                'It is "person", "facilitator", "script" or "npc:NAME".', thing="by", place=place,
            )  # fmt: skip
        why = _text(raw.get("why", ""), "why", place, WHY_LENGTH)
        data = raw.get("data", {})
        if not isinstance(data, Mapping):
            raise Malformed(
                f"The data of a command are an object, not {_kind_of(data)}.", "", thing="data", place=place
            )
        if kind in OWN and not seat:
            what = {"choose": "choice", "pledge": "pledge"}.get(kind, "line in public")
            raise Malformed(
                f"A {what} belongs to a seat, and none is named.", 'Add "seat": "borealis".', thing="seat", place=place
            )
        return cls(kind, seat, turn, _data(kind, data, place if not seat else f"{place} of {seat}"), by, why)


def _data(kind: str, data: Mapping[str, Any], place: str) -> dict[str, Any]:
    if kind == "choose":
        return Choice.parse(data, place).as_json()
    if kind in STEPS:
        return step_data(kind, data, place)
    wanted = {"note": "text", "undo": "command"}.get(kind)
    for key in data:
        if key != wanted:
            hint = f"Its data are {{“{wanted}”: …}}." if wanted else "Its data are empty: {}."
            raise Malformed(
                f"The {kind} command has no field “{shorten(str(key))}”.", hint, thing=shorten(str(key)), place=place
            )
    if kind == "note":
        text = _text(data.get("text"), "text", place, NOTE_LENGTH, lines=True)
        if not text.strip():
            raise Malformed("The note is empty.", "Write something into its text.", thing="text", place=place)
        return {"text": text}
    if kind == "undo":
        number = data.get("command")
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            raise Malformed(
                f"What is undone is the number of a command, not {_quoted(number)}.",
                'Like "command": 12; the first command has number 0.', thing="command", place=place,
            )  # fmt: skip
        return {"command": number}
    return {}


def _text(value: object, name: str, place: str, most: int, *, lines: bool = False) -> str:
    if not isinstance(value, str):
        raise Malformed(
            f"“{name}” is text, not {_quoted(value)}.", "Put it in quotation marks.", thing=name, place=place
        )
    if len(value) > most:
        raise Malformed(
            f"“{name}” has {len(value)} characters, more than {most}.", "Make it shorter.", thing=name, place=place
        )
    return clean(value, lines=lines)


def _word(value: object, known: tuple[str, ...], name: str, place: str) -> str:
    if isinstance(value, str) and value in known:
        return value
    hint = _say(did_you_mean(value, known)) if isinstance(value, str) else ""
    hint = hint or f"One of: {', '.join(known)}."
    what = f"“{name}” is missing." if value is None else f"There is no {name} {_quoted(value)}."
    raise Malformed(what, hint, thing=name, place=place)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _quoted(value: object) -> str:
    if value is None:
        return "nothing"
    return f"“{shorten(value)}”" if isinstance(value, str) else shorten(reprlib.repr(value))


def _kind_of(value: object) -> str:
    names = {
        list: "a list",
        str: "text",
        int: "a number",
        float: "a number",
        bool: "true or false",
        type(None): "nothing",
    }
    return names.get(type(value), "something else")


def _say(hint: str) -> str:
    return hint[0].upper() + hint[1:] if hint else ""
