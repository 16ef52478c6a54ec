"""Aims of learning: a sentence or an id with a text; which cards serve them; and everybody who shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.content.frames import DECK, FISH, campaign_text

from tabletop.content import Problem, check_paths, library, load_campaign
from tabletop.content.schema import gather
from tabletop.game.game import Game
from tabletop.rules.vocabulary import Level

SENTENCE = "learning: [argue about a fair key]"
NAMED = "learning: [{id: fair-key, text: argue about a fair key}]"


def campaign(folder: Path, learning: str, objectives: str = "") -> Path:
    """The frame with aims of its own, and with objectives on its first card."""
    text = campaign_text("campaign", learning)
    if objectives:
        text = text.replace("    weight: 2\n", f"    weight: 2\n    objectives: {objectives}\n", 1)
    file = folder / "frame.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def told(file: Path) -> list[tuple[str, str, str]]:
    return [(p.code, p.message, p.hint) for p in check_paths([file]) if p.code in ("W212", "W315", "T419")]


def errors(file: Path) -> list[Problem]:
    return [problem for problem in check_paths([file]) if problem.is_error]


def test_a_sentence_stays_as_it_was_written(tmp_path: Path) -> None:
    found = load_campaign(campaign(tmp_path, SENTENCE))
    assert found.model_dump(mode="json")["learning"] == ["argue about a fair key"]
    assert [(aim.id, aim.text) for aim in found.learning] == [(None, "argue about a fair key")]
    assert told(campaign(tmp_path, SENTENCE, "[whatever]")) == []


def test_words_alone_leave_the_rules_digest(tmp_path: Path) -> None:
    first = load_campaign(campaign(tmp_path, SENTENCE))
    rules, words = first.rules_digest, first.digest
    other = load_campaign(campaign(tmp_path, NAMED, "[fair-key]"))
    assert other.rules_digest == rules
    assert other.digest != words


def test_who_serves_what(tmp_path: Path) -> None:
    assert told(campaign(tmp_path, NAMED, "[fair-key]")) == []
    assert told(campaign(tmp_path, NAMED)) == [
        ("W315", "no card serves “fair-key”", "name it under objectives: of a card")
    ]
    assert told(campaign(tmp_path, NAMED, "[fair-key, fair-kee]")) == [
        ("W212", "no learning: declares the objective “fair-kee”", "did you mean “fair-key”?")
    ]


def test_a_card_that_never_comes_serves_nothing(tmp_path: Path) -> None:
    file = campaign(tmp_path, NAMED, "[fair-key]")
    file.write_text(file.read_text().replace("    weight: 2\n", "    weight: 2\n    when: turn > 12\n", 1))
    (found,) = told(file)
    assert found[:2] == ("W315", "no card that can come serves “fair-key”")


@pytest.mark.parametrize(
    ("learning", "code", "words"),
    [
        ("learning: [weigh this: and that]", "E203", "a sentence with a colon needs quotes"),
        ("learning: [7]", "E203", "write {id: burden-sharing, text: …}"),
        ("learning: [{id: fair-key}]", "E202", "add “text: …”"),
        ("learning: [{id: Fair Key, text: T}]", "E207", "small letters"),
        ("learning: [{id: a, text: T}, {id: a, text: U}]", "E305", "give each its own id"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, learning: str, code: str, words: str) -> None:
    (found,) = errors(campaign(tmp_path, learning))
    assert (found.code, found.excerpt) == (code, learning)
    assert words in found.hint


def deck(folder: Path, learning: str, objectives: str) -> Path:
    home = folder / "decks" / "fishery"
    (home / "cards").mkdir(parents=True)
    (home / "deck.yaml").write_text("\n".join([*DECK.values(), learning]) + "\n", encoding="utf-8")
    card = FISH.format(id="shelf-line").rstrip() + f"\n  objectives: {objectives}\n"
    (home / "cards" / "fish.yaml").write_text(card, encoding="utf-8")
    return home


def test_a_deck_alone_has_its_own_aims(tmp_path: Path) -> None:
    assert told(deck(tmp_path / "a", "learning: [{id: fish, text: share fish}]", "[fish]")) == []
    codes = [code for code, _, _ in told(deck(tmp_path / "b", "learning: [{id: fish, text: share fish}]", "[fihs]"))]
    assert codes == ["W212", "W315"]
    (found,) = errors(deck(tmp_path / "c", "learning: [{text: share fish}]", "[fish]"))
    assert (found.code, found.message) == ("E202", "an aim of a deck needs an id")


def test_a_campaign_may_use_decks_with_aims_that_are_not_its_own(tmp_path: Path) -> None:
    deck(tmp_path, "learning: [{id: fish, text: share fish}]", "[fish]")
    file = campaign(tmp_path, NAMED + "\ndecks: [decks/fishery]", "[fair-key]")
    assert told(file) == []


def test_editors_offer_the_ids_with_their_texts(tmp_path: Path) -> None:
    own = gather(library.find(campaign(tmp_path, NAMED), "campaign"), "campaign")
    assert own.ids["objective"] == {"fair-key": "argue about a fair key"}


@pytest.mark.parametrize("name", ["halcyon", "halcyon-tutorial", "double-track", "north-atlantic"])
def test_shipped_campaigns_name_ids_that_their_cards_serve(name: str) -> None:
    found = load_campaign(name)
    ids = {aim.id for aim in found.learning if aim.id}
    assert len(ids) >= 3
    assert ids <= {word for card in found.deck.values() for word in card.objectives}


def test_everything_that_shows_them_shows_the_text() -> None:
    from tabletop.report.gathering import _campaign
    from tabletop.tui.widgets.menu import more

    found = load_campaign("halcyon")
    texts = [aim.text for aim in found.learning]
    game = Game.new(found, 3, level=Level.STANDARD.word)
    assert list(_campaign(game).learning) == texts
    assert "; ".join(texts[:4]) in "\n".join(more(found))
