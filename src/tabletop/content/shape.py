"""Pydantic's findings as problems an author can act on: in their words, at the exact key or value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from tabletop.content import scalars
from tabletop.content.places import Place, Spot
from tabletop.content.problems import Problem
from tabletop.content.text import did_you_mean, shorten, suggestion

M = TypeVar("M", bound=BaseModel)

_NUMBER = re.compile(r": (?:write )?([-+]?[0-9.]+)$")
_TRUTH = re.compile(r"write (true|false) \(")

_KINDS = {
    "string_type": "text", "int_type": "a whole number", "int_from_float": "a whole number", "float_type": "a number",
    "bool_type": "true or false", "tuple_type": "a list", "list_type": "a list", "dict_type": "keys with values",
    "model_type": "keys with values", "model_attributes_type": "keys with values",
}  # fmt: skip


def shape(model: type[M], data: Any, place: Place, problems: list[Problem]) -> M | None:
    """`data` as a model; None, with every problem reported, when it does not fit."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found: dict[tuple[int, int, str], Problem] = {}
        for item in error.errors(include_url=False, include_input=True):
            if counts_only_the_good(item):
                continue
            problem = _problem(item, model, place)
            # One wrong value can fail several alternatives or levels, a misspelt key is missing too: once is enough.
            if item["type"] != "missing" or not _misspelt(item["loc"], model, place):
                found.setdefault((problem.line, problem.column, problem.message), problem)
        problems += found.values()
        return None


def counts_only_the_good(item: Any) -> bool:
    """Pydantic calls a list too short when enough entries are there and some of them, told already, are wrong."""
    value = item["input"]
    return item["type"] == "too_short" and isinstance(value, list) and len(value) >= item["ctx"]["min_length"]


def _problem(item: Any, model: type[BaseModel], place: Place) -> Problem:
    kind, loc, value, context = item["type"], item["loc"], item["input"], item.get("ctx", {})
    is_key = bool(loc) and loc[-1] == "[key]"
    if is_key:
        loc = loc[:-1]
    here = place.at(*loc)
    name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "this")
    name = shorten(name)
    if kind == "tabletop":
        return here.at(*context["at"]).problem(context["code"], context["text"], context["hint"], key=value is None)
    if kind == "missing" and isinstance(loc[-1], int):
        return Place(here.document, here.path[:-1], here.card).problem(
            "E208", f"“{name}” has {loc[-1]} entries", "it must have two", key=True
        )
    if kind == "missing":
        return _missing(here, loc, str(loc[-1]), model)
    if kind == "extra_forbidden":
        keys = keys_at(model, loc[:-1])
        near = suggestion(name, keys)
        cut = None if near else _cut_at_a_comma(here)
        if cut is not None:
            return cut
        if near and here.document.has((*here.path[:-1], near)):
            hint = f"“{near}” is there already: delete one"
        else:
            hint = did_you_mean(name, keys, most=16)
        return here.problem("E201", f"there is no key “{name}” here", hint, key=True)
    if kind == "literal_error":
        words = _literals(context["expected"])
        if not isinstance(value, str):
            return here.problem("E203", f"“{name}” should be a word, not {_say(value)}", f"one of: {', '.join(words)}")
        hint = did_you_mean(value, words, most=0) or f"one of: {', '.join(words)}"
        subject = "there is no key" if is_key else f"“{name}” cannot be"
        return here.problem("E204", f"{subject} “{shorten(value)}”" + (" here" if is_key else ""), hint, key=is_key)
    if kind in _KINDS:
        return _wrong_kind(here, kind, name, value)
    return _limits(here, kind, name, value, context, is_key)


def _cut_at_a_comma(here: Place) -> Problem | None:
    """``{label: A wall, and a gate}``: inside braces the comma ends the text, and the rest of it is a key."""
    parent = Place(here.document, here.path[:-1], here.card)
    spot = parent.document.spot_at(parent.path)
    lines = here.document.source.lines
    if spot is None or not spot.keys or not spot.children or lines[spot.line][spot.column : spot.column + 1] != "{":
        return None
    keys = list(spot.keys)
    at = keys.index(str(here.path[-1]))
    # A text with several commas is cut into several keys.
    empty = [not spot.children[key].style and spot.children[key].end == _start(spot.children[key]) for key in keys]
    first = last = at
    while first and empty[first - 1]:
        first -= 1
    while last + 1 < len(keys) and empty[last + 1]:
        last += 1
    if not (empty[at] and first):
        return None
    text = spot.children[keys[first - 1]]
    line, column = spot.keys[keys[last]]
    value = parent.document.value_at((*parent.path, keys[first - 1]))
    if text.style or not isinstance(value, str) or text.line != line:
        return None
    whole = lines[line][text.column : column + len(keys[last])]
    mark = next((mark for mark in "\"'" if mark not in whole and "\\" not in whole), "")
    return (parent / keys[first - 1]).problem(
        "E201", f"the text ends at its comma, and there is no key “{shorten(keys[first])}” here",
        "text with a comma needs quotes inside { }", length=len(whole),
        fix=f"{mark}{whole}{mark}" if mark and " " in whole.replace(", ", ",") else None,
    )  # fmt: skip


def _start(spot: Spot) -> tuple[int, int]:
    return spot.line, spot.column


def _missing(here: Place, loc: tuple[Any, ...], name: str, model: type[BaseModel]) -> Problem:
    parent = Place(here.document, here.path[:-1], here.card)
    near = suggestion(name, _stray(parent, loc, model))
    hint = f"is “{shorten(near)}” meant to be “{name}”?" if near else f"add “{name}: …”"
    whose = f" in “{parent.path[-1]}”" if parent.path and isinstance(parent.path[-1], str) else ""
    return parent.problem("E202", f"“{name}” is missing{whose}", hint, key=bool(whose))


def _stray(parent: Place, loc: tuple[Any, ...], model: type[BaseModel]) -> list[str]:
    """The keys of a mapping that its model does not know."""
    siblings = parent.document.spot
    for step in parent.path:
        siblings = siblings.children[step] if siblings.children and step in siblings.children else siblings
    known = set(keys_at(model, loc[:-1]))
    return [key for key in siblings.keys or {} if key not in known]


def _misspelt(loc: tuple[Any, ...], model: type[BaseModel], place: Place) -> bool:
    """Whether a missing key stands there in other letters, and is told as that."""
    if not loc or not isinstance(loc[-1], str):
        return False
    keys = keys_at(model, loc[:-1])
    return any(suggestion(shorten(key), keys) == loc[-1] for key in _stray(place.at(*loc[:-1]), loc, model))


def _wrong_kind(here: Place, kind: str, name: str, value: Any) -> Problem:
    wanted = _KINDS[kind]
    if value is None:
        return here.problem(
            "E203", f"nothing stands after “{name}:”", f"write {wanted}, or leave the key out", key=True
        )
    hint = f"write {wanted}"
    if wanted == "text" and not isinstance(value, (dict, list)):
        hint = "put it in quotes"
    elif wanted == "text":
        hint = "text that begins with [ or { needs quotes"
    elif wanted in ("a number", "a whole number") and isinstance(value, str):
        hint = scalars.explain_number(value)
    elif wanted == "a whole number" and isinstance(value, float):
        hint = "decimals are not possible here"
    elif wanted == "true or false" and isinstance(value, str):
        hint = scalars.explain_truth(value)
    elif wanted == "a list":
        hint = "write [one, two], or a line with “- ” for each"
    problem = here.problem("E203", f"“{name}” should be {wanted}, not {_say(value)}", hint)
    return replace(problem, fix=_clear_value(problem, wanted, value, hint))


def _clear_value(problem: Problem, wanted: str, value: Any, hint: str) -> str | None:
    """What to write instead of a value of the wrong kind, where there is but one way to mean it."""
    written = problem.excerpt[problem.column - 1 : problem.column - 1 + problem.length]
    if wanted == "text" and not isinstance(value, (dict, list)):
        return f'"{written}"' if written and not set(written) & set("\\\"'") else None
    if wanted in ("a number", "a whole number") and isinstance(value, str):
        number = _NUMBER.search(hint)
        whole = number is not None and wanted == "a whole number" and "." in number.group(1)
        return None if number is None or whole else number.group(1)
    truth = _TRUTH.match(hint) if wanted == "true or false" and isinstance(value, str) else None
    return truth.group(1) if truth else None


def _limits(here: Place, kind: str, name: str, value: Any, context: Any, is_key: bool) -> Problem:
    """Lengths, ranges, patterns and whatever else Pydantic may say."""
    match kind:
        case "string_too_long":
            most = context["max_length"]
            return here.problem(
                "E205",
                f"“{name}” has {len(value)} characters, {len(value) - most} more than its {most}",
                "shorten it",
                key=is_key,
            )
        case "string_too_short":
            return here.problem("E211", f"“{name}” is empty", "write something, or leave the key out")
        case "string_pattern_mismatch" if "a-z0-9-" in context["pattern"]:
            better = "".join(c if c.isascii() and c.isalnum() else "-" for c in value.lower()).strip("-0123456789")
            hint = f"small letters, digits and hyphens, beginning with a letter: {better[:40] or 'like-this'}"
            return here.problem("E207", f"“{shorten(value)}” is not an id", hint, key=is_key)
        case "string_pattern_mismatch":
            return here.problem("E207", f"“{shorten(value)}” does not look like “{name}”", _pattern(name), key=is_key)
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than" | "finite_number":
            bound = {
                "greater_than_equal": "at least {ge}",
                "less_than_equal": "at most {le}",
                "greater_than": "more than {gt}",
                "less_than": "less than {lt}",
            }.get(kind, "a finite number")
            return here.problem("E206", f"“{name}” is {_say(value)}", f"it must be {bound.format(**_plain(context))}")
        case "too_short" | "too_long":
            least, most = context.get("min_length"), context.get("max_length")
            hint = f"at least {least}" if kind == "too_short" else f"at most {most}"
            count = len(value) if hasattr(value, "__len__") else context.get("actual_length")
            return here.problem("E208", f"“{name}” has {count} entries", f"it must have {hint}", key=True)
    return here.problem("E203", f"“{name}”: {shorten(str(kind).replace('_', ' '), 80)}", key=is_key)


def _plain(context: Any) -> dict[str, str]:
    return {key: f"{value:g}" if isinstance(value, (int, float)) else str(value) for key, value in context.items()}


def _pattern(name: str) -> str:
    return {
        "short": "two to four letters, e.g. AUR",
        "url": "an address that begins with http:// or https://",
        "date": "year-month-day, e.g. 1979-12-12; month and day may be left out",
        "ignore": "the code of a warning, e.g. W204",
    }.get(name, "tabletop guide reference shows how")


def _say(value: Any) -> str:
    """A value as a person would name it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:g}" if abs(value) < 1e15 else "a huge number"
        case str():
            return f"the text “{shorten(value)}”"
        case dict():
            return "keys with values"
        case _:
            return "a list"


def _literals(expected: str) -> list[str]:
    """The words in Pydantic's "'a', 'b' or 'c'"."""
    return [part for part in expected.split("'")[1::2] if part]


def keys_at(model: type[BaseModel], loc: tuple[Any, ...], *, needed: bool = False) -> list[str]:
    """The keys allowed in the mapping that `loc` leads to, as authors write them; or those it cannot do without."""
    target: Any = model
    for step in loc:
        target = _below(target, step)
    nested = next(_models(target), None)
    if nested is None:
        return []
    return [field.alias or name for name, field in nested.model_fields.items() if field.is_required() or not needed]


def _below(annotation: Any, step: Any) -> Any:
    nested = next(_models(annotation), None)
    if nested is None or not isinstance(step, str):
        return annotation
    for name, field in nested.model_fields.items():
        if step in (name, field.alias):
            return field.annotation
    return annotation


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models named anywhere in an annotation."""
    if isinstance(annotation, type) and get_origin(annotation) is None and issubclass(annotation, BaseModel):
        yield annotation
        return
    for part in get_args(annotation):
        yield from _models(part)
