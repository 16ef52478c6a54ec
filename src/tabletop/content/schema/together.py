"""Which keys of one mapping belong together and which exclude each other, as the models' validators say it.

Each rule speaks at the key it is about: an editor underlines that key, where `not` and `oneOf` underline everything.
"""

from __future__ import annotations

from typing import Any, Final

_EFFECTS: Final = ("change", "set", "clear", "queue")
_PER_MEMBER: Final = ("support", "means", "sovereignty")


def _given(key: str) -> dict[str, Any]:
    """Where a key is given, and not as nothing."""
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


def _never(key: str, why: str) -> dict[str, Any]:
    return {"properties": {key: False}, "errorMessage": why}


def _some(keys: tuple[str, ...], why: str) -> dict[str, Any]:
    """One of the keys at least.  What is then missing is a key that cannot be, named for whoever shows its name."""
    given = {"anyOf": [_given(key) for key in keys]}
    return {"if": {"not": given}, "then": {"required": [" or ".join(keys)], "errorMessage": why}}


def _exclude(key: str, others: tuple[str, ...], why: str) -> list[dict[str, Any]]:
    return [{"if": _given(key), "then": _never(other, why)} for other in others]


def _needs(key: str, other: str) -> dict[str, Any]:
    why = f"“{other}” is missing beside “{key}”"
    return {"if": _given(key), "then": {"required": [other], "errorMessage": why}}


_ONE = "an effect holds exactly one of change, set, clear, queue: make one effect of each"
_TWO_WAYS = "“between” (both ways) and “from”/“to” (one way) exclude each other: keep one"
_PAIR: Final = [
    *_exclude("between", ("from", "to"), _TWO_WAYS),
    _needs("from", "to"),
    _needs("to", "from"),
]


def _belongs(key: str, variables: tuple[str, ...], why: str) -> dict[str, Any]:
    """A key that only a change of some variables may have."""
    changed = {"anyOf": [{"required": [variable]} for variable in variables]}
    return {
        "if": {"properties": {"change": {"type": "object", **changed}}, "required": ["change"]},
        "else": _never(key, why),
    }


RULES: Final[dict[str, dict[str, Any]]] = {
    "Effect": {
        "allOf": [
            _some(_EFFECTS, "an effect holds exactly one of change, set, clear, queue"),
            *(rule for n, key in enumerate(_EFFECTS) for rule in _exclude(key, _EFFECTS[n + 1 :], _ONE)),
            *_PAIR,
            _belongs("who", _PER_MEMBER, "“who” belongs to a change of support, means or sovereignty"),
            *(_belongs(key, ("trust",), f"“{key}” belongs to a change of trust") for key in ("between", "from", "to")),
            {"properties": {"change": {"minProperties": 1}, "who": {"minItems": 1}}},
        ],
    },
    "Grievance": {
        "allOf": [_some(("between", "from"), "nobody is named: add between: [a, b], or from: a and to: b"), *_PAIR],
    },
    "Card": {
        "allOf": [
            {
                "if": {"properties": {"domain": {"const": "internal"}}},
                "else": _never("parties", "only an internal card has “parties”"),
            },
            {"properties": {"acts": {"minItems": 1}}},
        ],
    },
    "DeckFile": {
        "allOf": [
            {
                "if": {"not": _given("extends")},
                "then": {
                    "properties": {
                        "without": {"maxItems": 0, "errorMessage": "“without” belongs to “extends”: name the deck"}
                    }
                },
            },
            {"properties": {"learning": {"items": {"required": ["id"]}}}},
        ]
    },
}  # fmt: skip
"""JSON Schema keywords to add to a model's own, by the model's name."""
