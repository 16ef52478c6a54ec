"""The registry of concepts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.content import ContentError, load_campaign, load_concepts


def test_the_registry_loads() -> None:
    concepts = load_concepts()
    assert "bilateral-agreement" in concepts
    assert all(concept.shown or concept.planned for concept in concepts.values())


def test_cards_name_known_concepts() -> None:
    known = load_concepts()
    for card in load_campaign("halcyon").deck.values():
        assert set(card.concepts) <= set(known), card.id


def test_a_wrong_registry_says_where(tmp_path: Path) -> None:
    file = tmp_path / "concepts.yaml"
    file.write_text("- {id: a, name: A}\n- {id: a, name: A, definition: D}\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_concepts(file)
    assert caught.value.problems[0].code == "E202"
