"""From the models to a schema that a language server can use well: flat, described, and closed where check is.

What Pydantic makes is right but reads badly in an editor: `anyOf` hides which alternative was meant, titles repeat
the key, and a null default is inserted as text.  `_Finish` rewrites it; what it means stays the same.
"""

from __future__ import annotations

from typing import Any, Final, Literal, get_args

from pydantic import BaseModel

from tabletop.content.campaign_models import FORMAT, CampaignFile
from tabletop.content.card_models import Card, DeckFile
from tabletop.content.schema import forms, said, snippets, together
from tabletop.content.schema.own import NOTHING, Own
from tabletop.content.trials.models import TrialFile

Kind = Literal["deck", "campaign", "cards", "tests"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Schema = dict[str, Any]

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_ROOTS: Final[dict[Kind, type[BaseModel]]] = {
    "deck": DeckFile, "campaign": CampaignFile, "cards": Card, "tests": TrialFile,
}  # fmt: skip
_LIMITS: Final = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_CARDS: Final = "The cards themselves, when they do not stand in files of their own."


def schema(kind: Kind, own: Own = NOTHING) -> Schema:
    """The JSON Schema of a deck.yaml, a campaign.yaml, a file of cards or a file of an author's tests.

    `own` holds the names of an author's pack (see `gather`): members, acts, cards and the like then become lists of
    words.  The same call makes the same schema, keys in the same order.
    """
    finish = _Finish(own)
    root = _ROOTS[kind]
    definitions: dict[str, Schema] = {}
    for model in [*said.below(root), *(said.below(Card) if kind in ("deck", "campaign") else [])]:
        if model.__name__ not in definitions:
            definitions[model.__name__] = finish.model(model)
    definitions |= {"Condition": forms.condition(own), "Filter": forms.card_filter(own)}
    cards = {"type": "array", "items": {"$ref": "#/definitions/Card"}, "defaultSnippets": snippets.FIRST_CARD}
    top: Schema
    if kind == "cards":
        top = {"title": "Cards of a deck", "description": "A file of cards: a list, each card beginning with “- id:”."}
        top |= cards
    else:
        top = definitions.pop(root.__name__)
        top["properties"]["format"] |= {"const": FORMAT}
    if kind in ("deck", "campaign"):
        top["properties"]["cards"] = {"title": f"cards ({kind})", "description": _CARDS, **cards}
    named = f" of the {own.what} “{own.name}”" if own.name else ""
    comment = f"Made by: tabletop schema {kind}{' PATH' if named else ''}. Do not edit; make it again."
    return {
        "$schema": DRAFT,
        "$comment": comment,
        **top,
        "title": f"{top['title']}{named}",
        "definitions": dict(sorted(definitions.items())),
    }


class _Finish:
    """Rewrites Pydantic's schemas; one for each schema that is asked for."""

    def __init__(self, own: Own) -> None:
        self.own = own
        self.models: dict[str, Schema] = {}

    def model(self, model: type[BaseModel]) -> Schema:
        """One model's own schema, with references to the others."""
        raw = model.model_json_schema(by_alias=True)
        self.models = raw.pop("$defs", {})
        name = said.noun(model)
        made: Schema = {"title": name, "description": _first(raw.get("description", "")), "type": "object"}
        made["properties"] = {
            key.name: self._key(raw["properties"][key.name], key, f"{key.name} ({name})") for key in said.keys(model)
        }
        if raw.get("required"):
            made["required"] = raw["required"]
        made["additionalProperties"] = False
        made |= together.RULES.get(model.__name__, {})
        if model.__name__ in snippets.OF_MODELS:
            made["defaultSnippets"] = snippets.OF_MODELS[model.__name__]
        return made

    def _key(self, raw: Schema, key: said.Key, title: str) -> Schema:
        made = self.node(raw)
        default = raw.get("default")
        says = " ".join(part for part in (key.says, _extent(made), _without(key, default)) if part)
        made = {"title": title, "description": says, **made}
        # An empty list or nothing would be inserted as text by the editor.
        if default is not None and not isinstance(default, (list, dict)):
            made["default"] = default
        return made

    def node(self, raw: Schema) -> Schema:
        """One schema, rewritten from the inside out."""
        if "$ref" in raw:
            return {"$ref": raw["$ref"].replace("$defs", "definitions")}
        if "form" in raw:
            return forms.of(raw["form"])
        if "names" in raw:
            return self.own.word(raw["names"], {k: v for k, v in raw.items() if k not in ("names", "title", "default")})
        if "anyOf" in raw:
            return self._either(raw["anyOf"])
        made = {_LIMITS.get(word, word): value for word, value in raw.items() if word not in ("title", "default")}
        if "words" in made:
            # By the word: Pydantic sorts the keys of what it makes.
            made |= described(made.pop("words"), made["enum"])
        if "prefixItems" in made:
            made["items"] = made.pop("prefixItems")[0]
        if "items" in made:
            made["items"] = self.node(made["items"])
        if made.get("type") == "object":
            return self._mapping(made)
        return made

    def _mapping(self, made: Schema) -> Schema:
        """A mapping whose keys are ids, codes or words of a closed list: never any other key."""
        names = made.pop("propertyNames", {})
        if "patternProperties" in made:
            ((_, value),) = made.pop("patternProperties").items()
        else:
            value = made.pop("additionalProperties", {})
        value = self.node(value)
        if names.get("form") == "warning":
            made["properties"] = forms.warnings(value)
            made["patternProperties"] = {forms.WARNING: value}
        elif "enum" in names:
            words = names.get("words", {})
            made["properties"] = {
                word: {**({"description": words[word]} if word in words else {}), **value} for word in names["enum"]
            }
        else:
            made |= self.own.keys(names.get("names", ""), value)
        made["additionalProperties"] = False
        return made

    def _either(self, alternatives: list[Schema]) -> Schema:
        """Alternatives of different types as one schema: each keyword speaks of one type only, so nothing is lost."""
        parts = [self._inlined(part) for part in alternatives]
        types = [part["type"] for part in parts]
        assert len(set(types)) == len(types), alternatives
        made: Schema = {"type": types}
        for part in parts:
            rest = {word: value for word, value in part.items() if word not in ("type", "title", "description")}
            if part["type"] == "object" and len(set(types) - {"null"}) > 1:
                # Apart, lest an editor insert the long form where a single word will do.
                made |= {"if": {"type": "object"}, "then": {"properties": rest.pop("properties", {}), **rest}}
            else:
                made |= rest
        if "enum" in made:
            made["type"] = "string"
        return made

    def _inlined(self, part: Schema) -> Schema:
        """A part whose type can be seen."""
        if "$ref" not in part:
            return self.node(part)
        name = part["$ref"].rsplit("/", 1)[1]
        nested = next(model for root in _ROOTS.values() for model in said.below(root)
                      if model.__name__ == name)  # fmt: skip
        return _Finish(self.own).model(nested)


def described(words: dict[str, str], order: list[str]) -> Schema:
    """The meanings of an enum's words; one key for servers that read Markdown, one for those that do not."""
    says = [words[word] for word in order]
    return {"enumDescriptions": says, "markdownEnumDescriptions": says}


def _first(text: str) -> str:
    """A docstring's first sentence, without its marks for code."""
    return " ".join(text.split("\n\n", 1)[0].split()).replace("``", "")


def _extent(made: Schema) -> str:
    """Type and range in words, from the schema itself so that it cannot differ."""
    types = made.get("type", [])
    types = [types] if isinstance(types, str) else types
    low, high = made.get("minimum"), made.get("maximum")
    if "integer" in types and "string" not in types and low is not None:
        return f"A whole number, {low} to {high}."
    if "number" in types and (low is not None or "exclusiveMinimum" in made):
        over, under = made.get("exclusiveMinimum", low), made.get("exclusiveMaximum", high)
        return f"A number {'between' if 'exclusiveMinimum' in made else 'from'} {over:g} " + (
            f"and {under:g}." if "exclusiveMinimum" in made else f"to {under:g}."
        )
    if "boolean" in types:
        return "true or false."
    if "array" in types and "maxItems" in made:
        least, most = made.get("minItems", 0), made["maxItems"]
        return f"{least} entries." if least == most else f"{least} to {most} entries."
    if types[:1] == ["string"] and "maxLength" in made and "enum" not in made and made["maxLength"] > 40:
        return f"At most {made['maxLength']} characters."
    return ""


def _without(key: said.Key, default: Any) -> str:
    if key.required:
        return "Required."
    if default is None or default == [] or isinstance(default, dict):
        return ""
    return f"Without it: {str(default).lower() if isinstance(default, bool) else default}."
