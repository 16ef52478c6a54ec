"""A deck that takes another's cards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tabletop.content import check_paths, load_campaign, versions

HEAD = "format: 1\nid: {id}\ntitle: T\nversion: '{version}'\nsummary: S.\nlicence: CC0\nauthors: [A]\n"


@pytest.fixture
def shelf(tmp_path: Path, small: Path) -> Path:
    """A library: the campaign ``mine`` with the deck ``bay``, which extends the deck ``sea``."""
    head, cards = small.read_text(encoding="utf-8").split("\ncards:\n")
    place = tmp_path / "shelf"
    for name in ("campaigns/mine", "decks/sea/cards", "decks/bay/cards"):
        (place / name).mkdir(parents=True)
    campaign = head.replace("id: small", "id: mine").replace("define:", "decks: [bay]\ndefine:")
    (place / "campaigns/mine/campaign.yaml").write_text(campaign + "\n", encoding="utf-8")
    (place / "decks/sea/deck.yaml").write_text(HEAD.format(id="sea", version="1.2.0"), encoding="utf-8")
    (place / "decks/sea/cards/all.yaml").write_text(cards, encoding="utf-8")
    bay(place, "extends: sea")
    return place


def bay(shelf: Path, more: str, cards: str = "") -> None:
    (shelf / "decks/bay/deck.yaml").write_text(HEAD.format(id="bay", version="1.0") + more + "\n", encoding="utf-8")
    file = shelf / "decks/bay/cards/own.yaml"
    file.unlink(missing_ok=True)
    if cards:
        file.write_text(cards, encoding="utf-8")


def card(name: str, title: str = "New") -> str:
    return (
        f"- id: {name}\n  title: {title}\n  domain: external\n  escalation: 1\n  situation: S.\n"
        "  features: {urgency: 1, breadth: 1, misperception: 1, sensitivity: 1, enforcement: 1}\n"
    )


def told(shelf: Path) -> list[tuple[str, str]]:
    return [(problem.code, Path(problem.file).parent.name) for problem in check_paths([shelf]) if problem.is_error]


def test_all_cards_are_taken(shelf: Path) -> None:
    assert told(shelf) == []
    campaign = load_campaign("mine", library=[shelf])
    assert list(campaign.deck) == ["cable-cut", "inquiry", "shelf-line"]


def test_own_cards_take_the_place_and_others_stay_away(shelf: Path) -> None:
    bay(shelf, "extends: {deck: sea, version: '>=1.1, <2'}\nwithout: [shelf-line]", card("inquiry") + card("more"))
    assert told(shelf) == []
    campaign = load_campaign("mine", library=[shelf])
    assert sorted(campaign.deck) == ["cable-cut", "inquiry", "more"]
    assert campaign.deck["inquiry"].title == "New"


def test_a_filter_sees_the_extending_deck(shelf: Path) -> None:
    file = shelf / "campaigns/mine/campaign.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\"'cyber' in tags or escalation >= 2\"", "deck == 'bay'"), encoding="utf-8")
    assert told(shelf) == []


def test_a_deck_of_the_shipped_library(shelf: Path) -> None:
    bay(shelf, "extends: halcyon-tutorial")
    assert [problem.code for problem in check_paths([shelf / "decks" / "bay"])] == []


def test_three_in_a_row(shelf: Path) -> None:
    bay(shelf, "extends: sea", card("more"))
    (shelf / "decks/cove").mkdir()
    (shelf / "decks/cove/deck.yaml").write_text(
        HEAD.format(id="cove", version="1") + "extends: bay\nwithout: [more, shelf-line]\n", encoding="utf-8"
    )
    file = shelf / "campaigns/mine/campaign.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("[bay]", "[cove]"), encoding="utf-8")
    assert told(shelf) == []
    assert list(load_campaign("mine", library=[shelf]).deck) == ["cable-cut", "inquiry"]


@pytest.mark.parametrize(
    ("more", "code", "word"),
    [
        ("extends: seaa", "E312", "did you mean “sea”"),
        ("extends: bay", "E313", "bay → bay"),
        ("extends: {deck: sea, version: '>=2'}", "E314", "version 1.2.0"),
        ("extends: sea\nwithout: [cable-cutt]", "E315", "did you mean “cable-cut”"),
        ("extends: sea\nwithout: [inquiry]", "E316", "the card “cable-cut” still calls it"),
        ("without: [inquiry]", "E209", "belongs to “extends”"),
        ("extends: {deck: sea, version: new}", "E207", "asks for no version"),
        ("extends: {version: '1'}", "E202", "deck"),
    ],
)
def test_what_is_wrong_is_told_at_the_word(shelf: Path, more: str, code: str, word: str) -> None:
    bay(shelf, more)
    problems = [problem for problem in check_paths([shelf / "decks" / "bay"]) if problem.is_error]
    assert code in [problem.code for problem in problems]
    problem = next(problem for problem in problems if problem.code == code)
    assert word in problem.one_line()
    assert problem.file.endswith("deck.yaml")
    assert problem.line > 7


def test_a_circle_of_two(shelf: Path) -> None:
    (shelf / "decks/sea/deck.yaml").write_text(HEAD.format(id="sea", version="1") + "extends: bay\n", encoding="utf-8")
    problems = check_paths([shelf / "decks" / "bay"])
    assert [problem.code for problem in problems if problem.is_error] == ["E313"]
    assert "bay → sea → bay" in problems[0].message


def test_a_long_chain_ends(shelf: Path) -> None:
    for number in range(30):
        folder = shelf / "decks" / f"d{number}"
        folder.mkdir()
        text = HEAD.format(id=f"d{number}", version="1") + f"extends: d{number + 1}\n"
        (folder / "deck.yaml").write_text(text, encoding="utf-8")
    shutil.rmtree(shelf / "decks" / "d29")
    assert "E313" in [problem.code for problem in check_paths([shelf / "decks" / "d0"])]


def test_the_same_card_from_two_decks_is_still_told(shelf: Path) -> None:
    file = shelf / "campaigns/mine/campaign.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("[bay]", "[sea, bay]"), encoding="utf-8")
    assert {code for code, _ in told(shelf)} == {"E305"}


@pytest.mark.parametrize(
    ("version", "wish", "fine"),
    [
        ("1.2.0", ">=1.2", True), ("1.10", ">=1.9", True), ("1.2", "1.3", False), ("2.0-beta", ">=1, <2", False),
        ("1.9.9", ">=1, <2", True), ("1.0", "==1", True), ("new", ">=0", True), ("1", "new", False), ("1", "", False),
    ],
)  # fmt: skip
def test_versions(version: str, wish: str, fine: bool) -> None:
    assert versions.fits(version, wish) is fine


def test_the_document_s_example(root: Path, tmp_path: Path) -> None:
    text = (root / "docs" / "author" / "sharing.md").read_text(encoding="utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "deck.yaml").write_text(example, encoding="utf-8")
    problems = check_paths([tmp_path])
    assert [problem.one_line() for problem in problems if problem.is_error] == []
