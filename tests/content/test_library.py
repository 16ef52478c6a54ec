"""Where content is found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.content import ContentError, check_paths, find_campaigns, library, load_campaign

DECK = "format: 1\nid: sea\ntitle: Sea\nversion: 1.0.0\nsummary: S.\nlicence: CC0\nauthors: [A]\n"


@pytest.fixture
def shelf(tmp_path: Path, small: Path) -> Path:
    """A library with one campaign folder whose cards lie in a deck of their own."""
    head, cards = small.read_text(encoding="utf-8").split("\ncards:\n")
    (tmp_path / "shelf" / "campaigns" / "mine").mkdir(parents=True)
    (tmp_path / "shelf" / "decks" / "sea" / "cards").mkdir(parents=True)
    campaign = head.replace("id: small", "id: mine").replace("define:", "decks: [sea]\ndefine:")
    (tmp_path / "shelf" / "campaigns" / "mine" / "campaign.yaml").write_text(campaign, encoding="utf-8")
    (tmp_path / "shelf" / "decks" / "sea" / "deck.yaml").write_text(DECK, encoding="utf-8")
    (tmp_path / "shelf" / "decks" / "sea" / "cards" / "all.yaml").write_text(cards, encoding="utf-8")
    return tmp_path / "shelf"


def codes(name: str | Path, **more: list[Path]) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_campaign(name, **more)
    return [problem.code for problem in caught.value.problems]


def test_by_id_and_by_path(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_campaign("mine", library=[shelf]).id == "mine"
    folder = shelf / "campaigns" / "mine"
    assert list(load_campaign(folder).deck) == ["cable-cut", "inquiry", "shelf-line"]
    assert load_campaign(folder / "campaign.yaml").digest == load_campaign(str(folder)).digest
    assert codes("mine") == ["E120"]
    monkeypatch.setenv("TABLETOP_LIBRARY", os.pathsep.join(["/nowhere", str(shelf)]))
    assert load_campaign("mine").id == "mine"
    assert "mine" in [card.id for card in find_campaigns()]
    monkeypatch.chdir(folder)
    assert load_campaign(".").id == "mine"


def test_a_single_file_in_a_library(shelf: Path, small: Path) -> None:
    shutil.copy(small, shelf / "campaigns" / "small.yaml")
    assert load_campaign("small", library=[shelf]).title == "A small quarrel"
    assert [p for p in check_paths([shelf]) if p.severity != "tip"] == []


def test_a_deck_in_a_single_file(shelf: Path) -> None:
    cards = (shelf / "decks" / "sea" / "cards" / "all.yaml").read_text(encoding="utf-8")
    shutil.rmtree(shelf / "decks" / "sea")
    (shelf / "decks" / "sea.yaml").write_text(DECK + "cards:\n" + cards, encoding="utf-8")
    assert len(load_campaign("mine", library=[shelf]).deck) == 3
    assert check_paths([shelf / "decks" / "sea.yaml"]) == []


def test_a_deck_by_relative_path(shelf: Path) -> None:
    file = shelf / "campaigns" / "mine" / "campaign.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("decks: [sea]", "decks: [../../decks/sea]"), encoding="utf-8")
    assert load_campaign(file).deck
    file.write_text(text.replace("decks: [sea]", "decks: [../../../elsewhere]"), encoding="utf-8")
    assert codes(file) == ["E117"]


def test_the_same_id_twice_names_both(shelf: Path, small: Path) -> None:
    text = small.read_text(encoding="utf-8").replace("id: small", "id: mine")
    (shelf / "campaigns" / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_campaign("mine", library=[shelf])
    (problem,) = caught.value.problems
    assert problem.code == "E121"
    assert "campaigns/mine/campaign.yaml" in problem.message
    assert "campaigns/mine.yaml" in problem.message


def test_the_same_folder_named_twice_is_one(shelf: Path) -> None:
    assert load_campaign("mine", library=[shelf, shelf / "." / "campaigns" / ".."]).id == "mine"


def test_did_you_mean(shelf: Path) -> None:
    with pytest.raises(ContentError, match="there is no campaign “mnie”") as caught:
        load_campaign("mnie", library=[shelf])
    assert caught.value.problems[0].hint == "did you mean “mine”?"


@pytest.mark.parametrize("name", ["", "/", "x" * 3000, "no/such/place", "a\nb", "~nobody-here/x"])
def test_strange_names(name: str) -> None:
    assert codes(name) == ["E120"]


def test_a_linked_deck_outside_the_library_is_refused(shelf: Path, tmp_path: Path) -> None:
    (shelf / "decks" / "sea").rename(tmp_path / "sea")
    (shelf / "decks" / "sea").symlink_to(tmp_path / "sea")
    assert "E117" in codes("mine", library=[shelf])


def test_lists_leave_out_what_cannot_be_read(shelf: Path) -> None:
    (shelf / "campaigns" / "bad.yaml").write_text("[[[", encoding="utf-8")
    (shelf / "campaigns" / "odd.yaml").write_text("id: 3\n", encoding="utf-8")
    found = {card.id: card for card in find_campaigns([shelf])}
    assert found["mine"].seats == (1, 3)
    assert found["mine"].minutes == 30
    assert not {"bad", "odd"} & set(found)


def test_one_file_of_cards_alone(shelf: Path) -> None:
    file = shelf / "decks" / "sea" / "cards" / "all.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("domain: external", "domain: outside"), encoding="utf-8")
    assert [problem.code for problem in check_paths([file])] == ["E204"]


def test_a_folder_with_nothing(tmp_path: Path) -> None:
    assert [problem.code for problem in check_paths([tmp_path])] == ["E120"]


def test_the_shipped_library_is_that_of_the_checkout(root: Path) -> None:
    assert library.shipped() == root


def test_a_list_of_campaigns_needs_neither_models_nor_arrays() -> None:
    script = (
        "import sys; from tabletop.content import find_campaigns; assert find_campaigns();"
        "print([name for name in ('pydantic', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_hints_are_the_same_in_every_process(shelf: Path) -> None:
    file = shelf / "decks" / "sea" / "cards" / "all.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("tags: [cyber]", "tags: [ar]"), encoding="utf-8")
    script = f"from tabletop.content import check_paths, render; print(render.as_text(check_paths([{str(shelf)!r}])))"
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(told) == 1
