"""Write docs/author/reference.md from the authors' models: python docs/build_reference.py

Meaning, kind, range and default of every key come from the models by way of the schema that editors use; examples
from the full and the historical template of `tabletop new`; names of conditions and codes from their own tables.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from tabletop.content.campaign_models import CampaignFile
from tabletop.content.card_models import TAGS, Card, DeckFile
from tabletop.content.codes import CODES
from tabletop.content.codes.code import SEVERITIES
from tabletop.content.expressions import HEADS, OUTCOMES
from tabletop.content.filters import NUMBERS, WORDS
from tabletop.content.models import Effect
from tabletop.content.schema import schema
from tabletop.content.schema.said import below, keys, noun
from tabletop.rules.conditions import NAMES
from tabletop.rules.parameters import HOUSE_RULES, MEANINGS
from tabletop.rules.vocabulary import Domain
from tabletop.workbench.start.begin import HERE

DOCUMENT = Path(__file__).parent / "author" / "reference.md"
WORDS_OF_TEMPLATES = {
    "id": "harbour-year", "title": "The harbour year", "authors": "Your name", "licence": "CC-BY-4.0",
    "deck": "decks/harbour-year", "path": "./harbour-year",
}  # fmt: skip
KINDS = {
    "parameters": "by name: number", "concepts": "list: id of a [concept](../concepts.md)", "ignore": "by code: text",
    "date": "date", "url": "address",
    "learning": "list: text, or [learning aim](#learning-aim); of a deck with ids",
}  # fmt: skip
"""Keys whose schema says more than a reader needs."""
LONGEST = 44
"""Cells of an example; a longer one is left out."""
TRUTHS: dict[str, tuple[str, str]] = {
    "flag": ("flag.NAME", "an effect has set the flag, and none cleared it since"),
    "act": ("act.ID", "the act is being played"),
    "is": ("is.NAME", "the condition of that name under `define:` holds"),
    "dealt": ("dealt.CARD", "the card has come, however it ended"),
    "active": ("active.CARD", "it lies on the table now"),
    "resolved": ("resolved.CARD", "its crisis was resolved"),
    "outbreak": ("outbreak.CARD", "its crisis broke out"),
    "failed": ("failed.CARD", "in some turn everybody who worked on it failed"),
    "covered": ("covered.DOMAIN", f"a treaty in force covers it: {', '.join(Domain.words())}"),
    "outcome": ("outcome.WORD", f"{', '.join(OUTCOMES)}; in endings and bonuses only"),
}
FUNCTIONS: tuple[tuple[str, str], ...] = (
    ("trust[pellin, undra] < 40", "of one pair: the first's trust in the second"),
    ("support[undra] < 45", "of one member"),
    ("min(trust) < 30", "lowest of all pairs or members; so `max`, `mean`"),
    ("min(trust[pellin, undra], trust[undra, pellin])", "lowest of several numbers; so `max`"),
    ("any(support < 45)", "of at least one member or pair; `all` of every one"),
    ("count(support < 46) >= 2", "of how many members or pairs"),
    ("abs(tension - threat) < 10", "the size of a difference; `+`, `-` and `*` of numbers"),
    ("40 < tension < 60", "a chain of comparisons: `<` `<=` `>` `>=` `==` `!=`"),
    ("not flag.rain and (turn > 2 or act.thaw)", "`and`, `or`, `not`, brackets"),
)  # fmt: skip


def examples() -> dict[str, dict[str, str]]:
    """By model and key the first short value in the templates."""
    found: dict[str, dict[str, str]] = {}
    roots: tuple[tuple[str, type[BaseModel]], ...] = (
        ("campaign/{}/campaign.yaml", CampaignFile),
        ("deck/{}/deck.yaml", DeckFile),
        ("deck/{}/cards/first.yaml", Card),
    )
    for template in ("full", "historical"):
        for place, model in roots:
            text = (HERE / place.format(template)).read_text(encoding="utf-8")
            text = re.sub(r"@(\w+)@", lambda mark: WORDS_OF_TEMPLATES[mark[1]], text)
            _gather(model, yaml.load(text, yaml.BaseLoader), found)
    return found


def _gather(model: type[BaseModel], raw: Any, found: dict[str, dict[str, str]]) -> None:
    if isinstance(raw, list):
        for item in raw:
            _gather(model, item, found)
        return
    if not isinstance(raw, dict):
        return
    mine = found.setdefault(model.__name__, {})
    for key in keys(model):
        if key.name not in raw:
            continue
        value = raw[key.name]
        text = _flow(value)
        if len(text) <= LONGEST:
            mine.setdefault(key.name, text)
        for inner in _inside(model.model_fields[key.field].annotation):
            mapped = isinstance(value, dict) and not set(value) & {entry.name for entry in keys(inner)}
            _gather(inner, list(value.values()) if mapped else value, found)


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _inside(part)


def _flow(value: Any) -> str:
    """A value as an author would write it in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    plain = re.fullmatch(r"[\w+-][\w .,'/()<>=+*-]*", text) and not re.search(r": |, .*[:\]]", text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def heading(model: type[BaseModel]) -> str:
    """What a model's section is called; no two alike."""
    return "facilitator of a card" if model.__name__ == "CardNotes" else noun(model)


def link(model: type[BaseModel]) -> str:
    """A link to a model's section."""
    return f"[{heading(model)}](#{heading(model).replace(' ', '-')})"


def told_kind(name: str, annotation: Any, node: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """What stands under a key of a model, in words."""
    if name in KINDS:
        return KINDS[name]
    inner = list(dict.fromkeys(_inside(annotation)))
    if len(inner) == 1 and "patternProperties" not in node and not (set(node.get("properties", {})) - _names(inner[0])):
        types = node.get("type", [])
        types = [types] if isinstance(types, str) else types
        told = [_plain(word, node, definitions) for word in types if word not in ("object", "null")]
        if "$ref" in node or "object" in types or not any("](#" in part for part in told):
            told.append(link(inner[0]))
        return ", or ".join("one alone" if part in "".join(told[:at]) else part for at, part in enumerate(told))
    return kind(node, definitions)


def _names(model: type[BaseModel]) -> set[str]:
    return {key.name for key in keys(model)}


def kind(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """What stands somewhere, in words, from its schema alone."""
    if "$ref" in node:
        return _named(str(node["$ref"]).rsplit("/", 1)[1], definitions)
    if "form" in node or "patternProperties" in node or node.get("properties"):
        return _by(node, definitions)
    types = node.get("type", [])
    types = [word for word in ([types] if isinstance(types, str) else types) if word != "null"]
    if "enum" in node:
        return "one of the words below" if len(node["enum"]) > 1 else f"`{node['enum'][0]}`"
    told = [_plain(word, node, definitions) for word in types]
    return ", or ".join(dict.fromkeys(told))


def _plain(word: str, node: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    low, high = node.get("minimum", node.get("exclusiveMinimum")), node.get("maximum", node.get("exclusiveMaximum"))
    match word:
        case "integer":
            return "whole number" if low is None else f"whole number, {low:g} to {high:g}"
        case "number":
            if low is None:
                return "number"
            inside = "exclusiveMinimum" in node
            return f"number between {low:g} and {high:g}" if inside else f"number, {low:g} to {high:g}"
        case "boolean":
            return "true or false"
        case "array":
            least, most = node.get("minItems"), node.get("maxItems")
            inner = kind(node.get("items", {}), definitions)
            many = "" if most is None else f" ({most})" if least == most else f" ({least or 0} to {most})"
            return f"list{many}: {inner}"
        case "object":
            return _by(node.get("then", node), definitions)
    if node.get("pattern", "").startswith("^[a-z]"):
        return "id"
    if "pattern" in node:
        return "text"
    return f"text, at most {node['maxLength']} characters" if "maxLength" in node else "text"


def _named(name: str, definitions: Mapping[str, Any]) -> str:
    if name == "Condition":
        return "[condition](#conditions)"
    if name == "Filter":
        return "[card filter](#card-filters)"
    title = definitions[name]["title"]
    return f"[{title}](#{title.replace(' ', '-')})"


def _by(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    inner = [*node.get("patternProperties", {}).values(), *node.get("properties", {}).values()]
    told = list(dict.fromkeys(kind(part, definitions) for part in inner))
    return f"by name: {told[0]}" if len(told) == 1 else "by key"


def default(value: Any, required: bool) -> str:
    """What holds without the key."""
    if required:
        return "required"
    if value is None or value in ([], {}):
        return "—"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`" if not isinstance(value, dict) else "—"


def table(model: type[BaseModel], definitions: Mapping[str, Any], shown: Mapping[str, Mapping[str, str]]) -> str:
    """All keys of a model, then the words of its closed lists."""
    made = definitions[model.__name__]
    lines = ["| key | kind | default | meaning | example |", "| --- | --- | --- | --- | --- |"]
    lists = []
    for key in keys(model):
        node = made["properties"][key.name]
        says, _, given = key.says.partition(", e.g. ")
        given = "" if "; " in given else given.rstrip(".")
        says = says.rstrip(".") + "." if given else key.says
        example = shown.get(model.__name__, {}).get(key.name, "") or given.strip("“”")
        annotation = model.model_fields[key.field].annotation
        cells = [
            f"`{key.name}`",
            told_kind(key.name, annotation, node, definitions),
            default(node.get("default"), key.required),
            says,
            f"`{example}`" if example else "",
        ]
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
        inner = list(_inside(annotation))
        if not (inner and set(node.get("properties", {})) <= _names(inner[0])):
            lists += list(_words(key.name, node))
    return "\n".join([*lines, "", *lists])


def _words(name: str, node: Mapping[str, Any]) -> Iterator[str]:
    """The words of a closed list, as a value or as keys."""
    if "enumDescriptions" in node:
        yield f"`{name}`:\n"
        yield from (f"- `{word}`: {says}" for word, says in zip(node["enum"], node["enumDescriptions"], strict=True))
        yield ""
        return
    for part in node.get("patternProperties", {}).values():
        yield from _words(name, part)
    keyed = {word: part["description"] for word, part in node.get("properties", {}).items() if "description" in part}
    if keyed and "properties" in node and name not in ("parameters", "house_rules", "ignore", "levels"):
        yield f"Under `{name}`:\n"
        yield from (f"- `{word}`: {says}" for word, says in keyed.items())
        yield ""


def conditions() -> str:
    lines = [
        "## Conditions",
        "",
        "A condition stands under `when:` (of a card, effect, follow-up, way, ending or bonus) and under `define:`.",
        "It is one line of text, `true` or `false`, or a list: `{all: [..]}`, `{any: [..]}`, `{not: ..}`. Numbers are",
        "those that players see.",
        "",
        "| you write | it holds, or is |",
        "| --- | --- |",
        *(f"| `{text}` | {says} |" for text, says in (TRUTHS[head] for head in HEADS)),
        *(f"| `{text}` | {says} |" for text, says in FUNCTIONS),
        "",
        "| name | of | range | meaning |",
        "| --- | --- | --- | --- |",
    ]
    of = {"scalar": "the alliance", "member": "a member: `NAME[ID]`", "pair": "a pair: `NAME[ID, ID]`"}
    lines += [
        f"| `{name}` | {of[entry.kind]} | {entry.low:g} to {entry.high:g} | {entry.meaning} |".replace("-", "−", 1)
        if entry.low < 0
        else f"| `{name}` | {of[entry.kind]} | {entry.low:g} to {entry.high:g} | {entry.meaning} |"
        for name, entry in NAMES.items()
    ]
    lines += [
        "",
        "### card filters",
        "",
        "`cards:` of an act chooses cards of the decks once, when the content is loaded: `'TAG' in tags`, comparisons",
        f"of {_list(NUMBERS)}, and `==` or `!=` of {_list(WORDS)}",
        "with a word in quotes, joined by `and`, `or`, `not`. Tags that are always there:",
        f"{_list(TAGS)}.",
        "",
        "### house rules",
        "",
        "| key of `house_rules` | switches |",
        "| --- | --- |",
        *(f"| `{name}` | {MEANINGS[name].text} |" for name in HOUSE_RULES),
        "",
        "The numbers that `parameters:` may change stand in [the rules](../rules.md), each with its range.",
        "",
    ]
    return "\n".join(lines)


def _list(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def codes() -> str:
    lines = [
        "## Codes of check",
        "",
        "`tabletop explain CODE` shows cause, cure, and a wrong and a right example. E: error, W: warning, T: tip.",
        "",
        "| code | | what is wrong | what to do |",
        "| --- | --- | --- | --- |",
    ]
    for code, entry in CODES.items():
        cells = [code, SEVERITIES[code[0]], f"**{entry.title}.** {entry.cause}", entry.fix]
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def page() -> str:
    """The whole document."""
    shown = examples()
    campaign, deck = schema("campaign"), schema("deck")
    definitions: dict[str, Any] = {**campaign["definitions"], **deck["definitions"]}
    definitions |= {"CampaignFile": campaign, "DeckFile": deck}
    cards = below(Card)
    effects = [model for model in cards if model in below(Effect)]
    parts = [
        ("The campaign", "`campaign.yaml`: members, acts, endings and the rest.",
         [model for model in below(CampaignFile) if model not in cards]),
        ("The deck", "`deck.yaml`; its cards stand in `cards/*.yaml`, or in the same file under `cards:`.",
         [model for model in below(DeckFile) if model not in (*cards, *below(CampaignFile))]),
        ("The card", "A list of cards, each beginning with `- id:`.",
         [model for model in cards if model not in effects]),
        ("Effects", "Consequences that you write yourself, of cards and of acts.", effects),
    ]  # fmt: skip
    lines = [
        "# Reference for authors",
        "",
        "Generated by `python docs/build_reference.py` from the program's own models, so that it cannot say anything",
        "else than `tabletop check` does. `tabletop schema` gives the same to your editor while you type.",
        "",
    ]
    for title, says, models in parts:
        lines += [f"## {title}", "", says, ""]
        for model in models:
            lines += [f"### {heading(model)}", "", table(model, definitions, shown)]
    return "\n".join(lines) + "\n" + conditions() + "\n" + codes()


def main() -> int:
    written = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    made = page()
    if "--check" in sys.argv[1:]:
        return int(written != made)
    DOCUMENT.write_text(made, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
