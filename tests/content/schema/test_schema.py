"""The schemas say what the models say: they take what check takes, refuse what it refuses, and explain every key."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tabletop.content import library, loading, reader, references, settings
from tabletop.content.campaign_models import CampaignFile
from tabletop.content.card_models import Card, DeckFile
from tabletop.content.library import Found
from tabletop.content.linking import Links
from tabletop.content.problems import Problem
from tabletop.content.schema import KINDS, Kind, gather, said, schema
from tabletop.workbench.start.begin import TEMPLATES, begin

ROOT = Path(__file__).parents[3]
MODELS = {model for root in (CampaignFile, DeckFile, Card) for model in said.below(root)}
SHAPE = re.compile(r"E2(0[1-9]|1[0-2])")
BEYOND = re.compile(
    "more than two decimals|is above “max”|people cannot|seats|sum to|sums to|are the same member|is there twice"
    "|has no cards|one printable character|asks for no version|does not look like “short”|should be a whole number, not"
    "|cards are a list|more than 40 turns|“version”"
)
"""What JSON Schema cannot say: sums, order, one entry against another; and what editors show as the same number."""


@pytest.fixture(scope="module")
def validators() -> dict[Kind, Draft7Validator]:
    return {kind: Draft7Validator(schema(kind)) for kind in KINDS}


def shipped() -> list[Path]:
    files = [*ROOT.glob("decks/**/*.yaml"), *ROOT.glob("campaigns/**/*.yaml")]
    return sorted(file for file in files if "tests" not in file.parts)


def kind_of(file: Path) -> Kind:
    return "cards" if file.parent.name == "cards" else "deck" if file.stem == "deck" else "campaign"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: Kind) -> None:
    made = schema(kind)
    Draft7Validator.check_schema(made)
    assert json.dumps(made) == json.dumps(schema(kind))
    assert not re.search(r'"(names|words|form|ge|le|gt|lt|\$defs|prefixItems)":', json.dumps(made)), (
        "Pydantic's leftovers"
    )


@pytest.mark.parametrize("model", sorted(MODELS, key=lambda model: model.__name__), ids=lambda model: model.__name__)
def test_every_key_says_what_it_is_for(model: Any) -> None:
    for key in said.keys(model):
        where = f"{model.__name__}.{key.field}: write one short sentence under it in the model"
        assert key.says, where
        assert 10 < len(key.says) <= 160, where
        assert key.says.endswith((".", "]")), where


def test_every_key_of_the_schema_has_a_description() -> None:
    for kind in KINDS:
        made = schema(kind)
        for name, definition in {kind: made, **made["definitions"]}.items():
            for key, value in definition.get("properties", {}).items():
                assert value.get("description"), f"{kind}: {name}.{key}"


def test_every_word_of_a_list_has_its_own_meaning() -> None:
    """Pydantic sorts some keys: a meaning must stay with its word."""
    touch = schema("cards")["definitions"]["Card"]["properties"]["touches"]["patternProperties"]
    (value,) = touch.values()
    says = dict(zip(value["enum"], value["enumDescriptions"], strict=True))
    assert "0.6" in says["some"]
    assert "full stake" in says["high"]
    variables = schema("cards")["definitions"]["Effect"]["properties"]["change"]["properties"]
    assert variables["means"]["description"].startswith("Diplomatic")
    assert (variables["trust"]["minimum"], variables["trust"]["maximum"]) == (-100, 100)


@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.relative_to(ROOT).as_posix())
def test_all_that_is_shipped_passes(file: Path, validators: dict[Kind, Draft7Validator]) -> None:
    data = reader.read(file, file.parent).data
    assert [error.message for error in validators[kind_of(file)].iter_errors(data)] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_all_templates_pass(template: Any, tmp_path: Path, validators: dict[Kind, Draft7Validator]) -> None:
    for file in begin("campaign", tmp_path / "one", template):
        data = reader.read(file, file.parent).data
        assert [error.message for error in validators[kind_of(file)].iter_errors(data)] == [], file


@pytest.mark.parametrize("name", ["halcyon", "double-track", "north-atlantic", "halcyon-tutorial"])
def test_own_names_accept_the_own_pack(name: str) -> None:
    for which in ("campaign", "deck"):
        found = library.find(name, which)
        own = gather(found, which)
        for file in [found.file, *loading.card_files(found)]:
            kind: Kind = "cards" if file != found.file else which
            errors = Draft7Validator(schema(kind, own)).iter_errors(reader.read(file, file.parent).data)
            assert [error.message for error in errors] == []


def test_own_names_are_offered_and_others_refused() -> None:
    own = gather(library.find("halcyon", "deck"), "deck")
    made = Draft7Validator(schema("cards", own))
    card = deepcopy(reader.read(ROOT / "decks/halcyon/cards/external.yaml", ROOT).data[0])
    for key, value, word in (
        ("touches", {"delmer": "high"}, "delmer"),
        ("acts", ["anniversry"], "anniversry"),
        ("tags", ["cyberr"], "cyberr"),
        ("concepts", ["nato"], "nato"),
        ("follow_up", {"card": "nobody", "if": "failed"}, "nobody"),
    ):
        assert any(word in error.message for error in made.iter_errors([{**card, key: value}])), key
    new_flag = {**card, "on_deal": [{"set": {"flag": "brand-new"}}], "objectives": ["brand-new"]}
    assert list(made.iter_errors([new_flag])) == [], "flags and objectives may be new"


def test_names_are_gathered_from_broken_files(tmp_path: Path) -> None:
    begin("campaign", tmp_path / "one", "full")
    file = tmp_path / "one" / "campaign.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("kind: fictional", "kind: fictinal"), encoding="utf-8")
    own = gather(library.find(tmp_path / "one", "campaign"), "campaign")
    assert list(own.ids["member"]) == ["varn", "tolmar", "irsk"]
    assert own.ids["card"]["inquiry"] == "A question of who knew"
    assert "ship-named" in own.ids["flag"]
    assert "harbour" in own.ids["tag"]
    assert own.define == ["rough"]


# ---------------------------------------------------------------- mutated samples


def judged(file: Path) -> list[Problem]:
    """The errors of a campaign in one file, without what is found beyond form."""
    loaded = loading.load_campaign_files(Found(file, file.parent))
    if loaded.campaign is not None and loaded.place is not None:
        loaded.problems += references.check_names(loaded)
        loaded.problems += settings.check_parameters(loaded.campaign, loaded.place)
        Links(loaded)
    return [problem for problem in loaded.problems if problem.is_error]


def spots(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from spots(value, (*path, key))


STRANGE: tuple[Any, ...] = (
    None, True, 0, 1, -1, 3, 7, 2.5, 0.333, 1000, "", "x", "two words", "x" * 61, "x" * 2000, "aster", "brel", "W207",
    "tension > 40", [], {}, [1], ["aster"], ["aster", "brel"], ["aster", "aster"], {"aster": 1},
    {"change": {"trust": 2}}, [{"set": {"flag": "x"}}], {"basics": 1, "standard": 2, "full": 3},
    {"all": ["turn > 2"]}, {"card": "inquiry", "if": "failed"},
)  # fmt: skip
KEYS = (
    "between",
    "from",
    "to",
    "who",
    "set",
    "when",
    "why",
    "parties",
    "acts",
    "ignore",
    "change",
    "turns",
    "stray",
    "lesson",
)


def mutated(data: Any, luck: random.Random) -> Any:
    """The same with one thing wrong, or merely different."""
    data = deepcopy(data)
    path = luck.choice(list(spots(data)))
    parent = data
    for step in path[:-1]:
        parent = parent[step]
    key, value = path[-1], parent[path[-1]]
    match luck.randrange(6):
        case 0:
            del parent[key]
        case 1 if isinstance(parent, dict):
            parent[f"{key}s"] = parent.pop(key)
        case 2 if isinstance(value, dict):
            value[luck.choice(KEYS)] = luck.choice(STRANGE)
        case 3 if isinstance(value, (int, float)) and not isinstance(value, bool):
            parent[key] = value * luck.choice((-1, 2, 10, 100)) + luck.choice((0, 1, 0.25))
        case 4 if isinstance(value, list) and value:
            value.append(deepcopy(luck.choice(value)))
        case 5 if isinstance(value, (list, dict)) and len(value) == 1:
            parent[key] = next(iter(value.values())) if isinstance(value, dict) else value[0]
        case _:
            parent[key] = deepcopy(luck.choice(STRANGE))
    return data


def whole(template: str, folder: Path) -> Any:
    """A template as one file: the campaign with its cards inside."""
    begin("campaign", folder / template, template)  # type: ignore[arg-type]
    data = reader.read(folder / template / "campaign.yaml", folder).data
    deck = folder / template / "decks" / template
    data["tags"] = reader.read(deck / "deck.yaml", folder).data.get("tags", [])
    data["cards"] = reader.read(deck / "cards" / "first.yaml", folder).data
    del data["decks"]
    return data


@pytest.mark.long
@pytest.mark.parametrize("sample", ["small", "full", "historical"])
def test_schema_and_check_agree_on_mutated_campaigns(
    sample: str, tmp_path: Path, scale: Callable[[int, int], int], validators: dict[Kind, Draft7Validator]
) -> None:
    small = ROOT / "tests/content/samples/small.yaml"
    data = reader.read(small, small.parent).data if sample == "small" else whole(sample, tmp_path)
    luck = random.Random(sample)
    file = tmp_path / "one.yaml"
    refused = 0
    for number in range(scale(120, 2000)):
        text = json.dumps(mutated(data, luck), ensure_ascii=False)
        file.write_text(text, encoding="utf-8")
        errors = judged(file)
        complaints = [error.message[:200] for error in validators["campaign"].iter_errors(reader.read_text(text).data)]
        what = f"{sample} {number}: {[e.message for e in errors]} against {complaints}"
        shape = [e for e in errors if SHAPE.fullmatch(e.code) and not BEYOND.search(e.message)]
        assert errors or not complaints, f"the schema refuses what check takes: {what}"
        assert complaints or not shape, f"the schema takes what check refuses: {what}"
        refused += bool(complaints)
    assert refused > 20
