"""The authors' reference says what the models say, names every key, word and code, and what it shows is right."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from tabletop.content import load_campaign
from tabletop.content.campaign_models import CampaignFile
from tabletop.content.card_models import Card, DeckFile
from tabletop.content.codes import CODES
from tabletop.content.expressions import HEADS
from tabletop.content.schema.said import below, keys
from tabletop.rules.conditions import NAMES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "author" / "reference.md"
SMALL = Path(__file__).parent / "samples" / "small.yaml"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_reference", ROOT / "docs" / "build_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current(build: ModuleType) -> None:
    assert PAGE.read_text(encoding="utf-8") == build.page(), "run: python docs/build_reference.py"


def test_every_key_name_and_code_is_there(build: ModuleType) -> None:
    text = build.page()
    rows = re.findall(r"^\| `?([\w.]+)`? \|", text, re.MULTILINE)
    wanted = [key.name for model in {*below(CampaignFile), *below(DeckFile), *below(Card)} for key in keys(model)]
    missing = {*wanted, *NAMES, *CODES} - set(rows)
    assert missing == set()


def test_every_key_says_something() -> None:
    models = {*below(CampaignFile), *below(DeckFile), *below(Card)}
    assert [(model.__name__, key.name) for model in models for key in keys(model) if len(key.says) < 8] == []


def test_links_inside_the_page_lead_to_headings(build: ModuleType) -> None:
    text = build.page()
    headings = [title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    assert len(headings) == len(set(headings))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(headings)


def test_the_language_of_conditions_is_told_whole(build: ModuleType) -> None:
    assert set(build.TRUTHS) == set(HEADS)


def test_the_examples_of_conditions_are_right(build: ModuleType, tmp_path: Path) -> None:
    lines = []
    for number, (text, _) in enumerate(build.FUNCTIONS):
        said = text.replace("pellin", "west-holm").replace("undra", "brel")
        said = f"{said} < 40" if said.endswith(")") and said.startswith("min") else said
        lines.append(f"  named-{number}: {said}\n")
    file = tmp_path / "campaign.yaml"
    small = SMALL.read_text(encoding="utf-8")
    file.write_text(small.replace("define:\n", "define:\n" + "".join(lines), 1), encoding="utf-8")
    assert len(load_campaign(file).members) == 3
