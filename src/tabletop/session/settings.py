"""What a person has set, in `settings.json` beside the sessions: the one place that reads and writes it.

A file that somebody damaged by hand is told with line and column and left alone: what can be read of it holds, the
rest is as if it were not there.  Entries this version does not know are kept, for a later one may have written them.
Only the standard library is used, for the home screen reads this before its first paint.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from tabletop.errors import TabletopError
from tabletop.paths import data_dir

NAME: Final = "settings.json"
MOST: Final = 200_000
"""Bytes of a settings file that are read: ours has a few hundred."""

Motion = Literal["none", "basic", "full"]
LevelWish = Literal["campaign", "basics", "standard", "full"]
Skill = Literal["easy", "normal", "hard"]
Resolution = Literal["pause", "skip"]
Shown = Literal["on", "facilitator", "off"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with what holds when nothing is set."""

    theme: str = field(default="tabletop-dark", metadata={"says": "The colours, by the name of a theme."})
    animation: Motion = field(
        default="none",
        metadata={"says": "How much moves: none, basic (scrolling), full. TEXTUAL_ANIMATIONS is stronger."},
    )
    level: LevelWish = field(
        default="campaign", metadata={"says": "The level a new game begins with; campaign means its own."}
    )
    npc: Skill = field(default="normal", metadata={"says": "How well the others play in a new game."})
    resolution: Resolution = field(
        default="pause",
        metadata={"says": "pause tells each turn on a page of its own; skip goes straight to the new board."},
    )
    forecast: Shown = field(
        default="on",
        metadata={
            "says": "The outlook at the table: on for one person alone, facilitator with several too, off never."
        },
    )
    coach: Shown = field(
        default="on",
        metadata={"says": "The coach at the table: on for one person alone, facilitator with several too, off never."},
    )
    bell: bool = field(default=False, metadata={"says": "Ring the terminal's bell when something is refused."})
    keymap: Mapping[str, str] = field(
        default_factory=dict, metadata={"says": "Keys that were changed: the binding's id, and its key."}
    )


@dataclass(frozen=True, slots=True)
class Found:
    """The settings, and what is wrong with the file, line by line; `sound` is False when none of it could be read."""

    settings: Settings
    troubles: tuple[str, ...] = ()
    sound: bool = True


class SettingsError(TabletopError):
    """The settings cannot be written."""


def place() -> Path:
    """Where the settings are kept.  Raises `NoHomeError`."""
    return data_dir() / NAME


def read() -> Found:
    """The settings as they are stored; never raises."""
    try:
        text = _text(place())
    except TabletopError:
        return Found(Settings())
    except (OSError, ValueError) as error:
        return Found(Settings(), (f"{NAME} cannot be read: {_reason(error)}. Nothing in it is used.",), False)
    return parse(text)


def parse(text: str) -> Found:
    """Settings from the text of a file; "" is a file with nothing set."""
    if not text.strip():
        return Found(Settings())
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Found(Settings(), (f"{_broken(error)} Nothing in it is used; mend or delete it.",), False)
    if not isinstance(whole, dict):
        return Found(Settings(), (f"{NAME}:1:1: this is no list of settings. It begins with {{.",), False)
    kept: dict[str, Any] = {}
    troubles = []
    for entry in fields(Settings):
        if entry.name not in whole:
            continue
        wrong = _wrong(entry.name, whole[entry.name])
        if wrong:
            line, column = _where(text, entry.name)
            troubles.append(f"{NAME}:{line}:{column}: {entry.name} {wrong}. The usual is used.")
        else:
            kept[entry.name] = whole[entry.name]
    return Found(Settings(**kept), tuple(troubles))


def change(**values: Any) -> Settings:
    """Set some settings and keep everything else in the file as it is; the settings after that.

    Raises `SettingsError` when the file is damaged or cannot be written; nothing is changed then.
    """
    for name, value in values.items():
        wrong = _wrong(name, value)
        if wrong:
            raise SettingsError(f"{name} {wrong}.", "Choose one of those.")
    path = place()
    try:
        text = _text(path)
        whole = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        raise SettingsError(_broken(error), "Mend or delete the file; it was left alone.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {_reason(error)}.", "Nothing was changed.") from error
    if not isinstance(whole, dict):
        raise SettingsError(f"{NAME} is no list of settings.", "Mend or delete the file; it was left alone.")
    text = json.dumps({**whole, **values}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    try:
        _write(path, text)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {_reason(error)}.", "Nothing was changed.") from error
    return parse(text).settings


def choices(name: str) -> tuple[str, ...]:
    """The words that a setting can have; none for one that is free."""
    kind = get_type_hints(Settings)[name]
    return tuple(str(word) for word in get_args(kind)) if get_origin(kind) is Literal else ()


def schema() -> dict[str, Any]:
    """JSON Schema of the file, made from `Settings`."""
    properties: dict[str, Any] = {}
    for entry in fields(Settings):
        words = choices(entry.name)
        if words:
            kind: dict[str, Any] = {"enum": list(words)}
        elif entry.name == "bell":
            kind = {"type": "boolean"}
        elif entry.name == "keymap":
            kind = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}
        else:
            kind = {"type": "string"}
        default = {} if entry.name == "keymap" else entry.default
        properties[entry.name] = {"description": entry.metadata["says"], **kind, "default": default}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Tabletop's settings.json",
        "type": "object", "properties": properties, "additionalProperties": True,
    }  # fmt: skip


# ---- how

_WRONG: Final = {
    "Expecting value": "a value is missing here",
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing here",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting ',' delimiter": "a comma is missing here",
    "Unterminated string starting at": "the quotes that are opened here are not closed",
    "Invalid control character": "a line break or another control character stands in the quotes here",
    "Invalid \\escape": "a backslash stands here that means nothing",
    "Invalid \\uXXXX escape": "four hexadecimal digits are missing here",
    "Extra data": "something follows here after the end",
    "Illegal trailing comma before end of object": "a comma too many stands here",
    "Illegal trailing comma before end of array": "a comma too many stands here",
}
"""How what Python's reader of JSON says begins, and the end of a sentence that begins with the place."""


def _wrong(name: str, value: Any) -> str:
    """What is wrong with a value, in words that follow the setting's name; "" when nothing is."""
    words = choices(name)
    if words:
        return "" if isinstance(value, str) and value in words else f"is one of {', '.join(words)}"
    if name == "bell":
        return "" if isinstance(value, bool) else "is true or false"
    if name == "keymap":
        sound = isinstance(value, Mapping) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items())
        return "" if sound else "gives each binding's id a key, like {“table: seal”: “f5”}"
    return "" if isinstance(value, str) else "is a word in quotes"


def _where(text: str, name: str) -> tuple[int, int]:
    """Line and column, from 1, of a top-level entry's value in JSON that has been read already."""
    decoder, at = json.JSONDecoder(), text.index("{") + 1
    found = (1, 1)
    while True:
        at = _skip(text, at, " \t\r\n,")
        if text[at] == "}":
            return found
        key, at = decoder.raw_decode(text, at)
        at = _skip(text, at, " \t\r\n:")
        if key == name:  # of two entries with one name the last holds, as in JSON
            found = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        _, at = decoder.raw_decode(text, at)


def _skip(text: str, at: int, over: str) -> int:
    while text[at] in over:
        at += 1
    return at


def _broken(error: BaseException) -> str:
    if isinstance(error, json.JSONDecodeError):
        wrong = next((told for begin, told in _WRONG.items() if error.msg.startswith(begin)), "this is no JSON")
        return f"{NAME}:{error.lineno}:{error.colno}: {wrong}."
    return f"{NAME} cannot be read: {_reason(error)}."


def _reason(error: BaseException) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    if len(raw) > MOST:
        raise ValueError("it is larger than any settings file")
    return raw.decode("utf-8-sig")


def _write(path: Path, text: str) -> None:
    """All of it or nothing: a program that is killed here leaves the old file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
