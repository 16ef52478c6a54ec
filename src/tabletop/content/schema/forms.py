"""Schemas of what the models leave open and other parts of the content judge: conditions, filters, parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tabletop.content.codes import CODES
from tabletop.content.expressions import CARD_WORDS, OUTCOMES
from tabletop.content.filters import NUMBERS, WORDS
from tabletop.rules.conditions import NAMES
from tabletop.rules.parameters import HOUSE_RULES, MEANINGS, Meaning

if TYPE_CHECKING:
    from tabletop.content.schema.own import Own

WARNING: Final = r"^[WT]\d{3}$"
"""Codes that an author may ignore."""
_CONDITIONS: Final = (
    "turn > 2", "tension >= 50", "cohesion < 56 or stability < 50", "not flag.NAME", "failed.CARD", "dealt.CARD",
    "trust[A, B] < 40", "support[A] < 45", "count(support < 46) >= 2", "any(outside_deals > 0)", "is.NAME",
)  # fmt: skip
_FILTERS: Final = ("'cyber' in tags", "domain == 'internal'", "escalation <= 3", "'arms' in tags or escalation >= 3")


def of(form: str) -> dict[str, Any]:
    """The schema of a form that a model names."""
    match form:
        case "condition":
            return {"$ref": "#/definitions/Condition"}
        case "filter":
            return {"$ref": "#/definitions/Filter"}
        case "parameters":
            return _parameters()
        case "house_rules":
            return _house_rules()
    raise ValueError(form)


def vocabulary() -> str:
    """The words of a condition, for a description."""
    shapes = {"scalar": "Numbers", "member": "Of a member, as support[ID]", "pair": "Of a pair, as trust[ID, ID]"}
    lists = [
        f"{text}: {', '.join(name for name, entry in NAMES.items() if entry.kind == shape)}."
        for shape, text in shapes.items()
    ]
    cards, outcomes = (
        ", ".join(words) for words in ((f"{w}.CARD" for w in CARD_WORDS), (f"outcome.{w}" for w in OUTCOMES))
    )
    lists.append(
        f"True or false: flag.NAME, act.ID, is.NAME, {cards}, covered.DOMAIN; in endings and bonuses {outcomes}."
    )
    lists.append("Joined by and, or, not, comparisons, + - *, min, max, abs, count, any, all, mean.")
    return " ".join(lists)


def condition(own: Own) -> dict[str, Any]:
    """A condition in any of its forms."""
    lists = {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/Condition"}}
    says = f"A condition: text, true or false, or {{all: [..]}}, {{any: [..]}}, {{not: ..}}. {vocabulary()}"
    return {
        "title": "condition",
        "description": " ".join([says, *own.in_conditions()]),
        "type": ["string", "boolean", "object", "null"],
        "minLength": 1,
        "maxLength": 1000,
        "if": {"type": "object"},
        "then": {
            "properties": {
                "all": {"description": "True when all of these are.", **lists},
                "any": {"description": "True when one of these is.", **lists},
                "not": {"description": "True when this is not.", "$ref": "#/definitions/Condition"},
            },
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        },
        "defaultSnippets": [
            *(
                {"label": text, "description": "a condition", "body": text}
                for text in (*own.conditions(), *_CONDITIONS)
            ),
            *(
                {
                    "label": f"{word}: a list",
                    "description": "conditions, a line each",
                    "body": {word: ["${1:turn > 2}"]},
                }
                for word in ("all", "any")
            ),
        ],
    }


def card_filter(own: Own) -> dict[str, Any]:
    """Which cards an act deals."""
    says = (
        "Which cards: 'TAG' in tags, comparisons of "
        f"{', '.join(NUMBERS)}, and == or != of {', '.join(WORDS)} with a word in quotes, joined by and, or, not."
    )
    return {
        "title": "card filter",
        "description": " ".join([says, *own.in_filters()]),
        "type": ["string", "boolean", "null"],
        "minLength": 1,
        "maxLength": 1000,
        "defaultSnippets": [{"label": text, "description": "a card filter", "body": text} for text in _FILTERS],
    }


def warnings(value: dict[str, Any]) -> dict[str, Any]:
    """Each warning that a card may ignore, with its title; `value` is the schema of the reason."""
    return {
        code: {"description": f"{entry.title}. {entry.cause}", **value}
        for code, entry in CODES.items()
        if not code.startswith("E")
    }


def _parameters() -> dict[str, Any]:
    single = {name: _number(entry) for name, entry in MEANINGS.items() if not entry.rows}
    tables = {}
    for name, entry in MEANINGS.items():
        if entry.rows:
            columns = rf"\.({'|'.join(entry.columns)})" if entry.columns else ""
            tables[rf"^{name}\.({'|'.join(entry.rows)}){columns}$"] = _number(entry, f"{name}.ROW")
    return {"type": "object", "properties": single, "patternProperties": tables, "additionalProperties": False}


def _number(entry: Meaning, title: str = "") -> dict[str, Any]:
    kind = "A whole number" if entry.unit == 1 else "A number"
    says = f"{entry.text[0].upper()}{entry.text[1:]} (rule {entry.rule}). {kind}, {entry.low:g} to {entry.high:g}."
    made = {"description": says, "type": "integer" if entry.unit == 1 else "number"}
    return {**({"title": title} if title else {}), **made, "minimum": entry.low, "maximum": entry.high}


def _house_rules() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            name: {"description": f"{MEANINGS[name].text[0].upper()}{MEANINGS[name].text[1:]}.", "type": "boolean"}
            for name in HOUSE_RULES
        },
        "additionalProperties": False,
    }
