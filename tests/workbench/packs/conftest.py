"""A small library to pack, and the packs made of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tabletop.workbench.packs import making

SMALL = Path(__file__).parents[2] / "content" / "samples" / "small.yaml"
DECK = "format: 1\nid: sea\ntitle: Sea\nversion: 1.0.0\nsummary: S.\nlicence: CC0\nauthors: [A]\n"


def new_library(place: Path) -> Path:
    """A library with the campaign ``mine``, whose cards lie in the deck ``sea`` beside it."""
    head, cards = SMALL.read_text(encoding="utf-8").split("\ncards:\n")
    campaign = head.replace("id: small", "id: mine").replace("define:", "decks: [sea]\ndefine:")
    (place / "campaigns" / "mine").mkdir(parents=True)
    (place / "decks" / "sea" / "cards").mkdir(parents=True)
    (place / "campaigns" / "mine" / "campaign.yaml").write_text(campaign + "\n", encoding="utf-8")
    (place / "decks" / "sea" / "deck.yaml").write_text(DECK, encoding="utf-8")
    (place / "decks" / "sea" / "cards" / "all.yaml").write_text(cards, encoding="utf-8")
    return place


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return new_library(tmp_path / "shelf")


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a sound pack of the campaign ``mine``."""
    place = new_library(tmp_path_factory.mktemp("packed"))
    data = making.make(str(place / "campaigns" / "mine")).data
    shutil.rmtree(place)
    return data


@pytest.fixture
def file(packed: bytes, tmp_path: Path) -> Path:
    target = tmp_path / "mine-1.0.0.tabletop.zip"
    target.write_bytes(packed)
    return target


@pytest.fixture
def small() -> Path:
    return SMALL
