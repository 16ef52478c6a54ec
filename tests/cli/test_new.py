"""`tabletop new`, as a newcomer calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.cli import main


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_campaign_plays_at_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "campaign", "harbour"]) == 0
    told = capsys.readouterr().out
    assert "new: harbour/campaign.yaml" in told
    assert "tabletop preview ./harbour" in told
    assert "tabletop check ./harbour" in told
    assert "tabletop test ./harbour" in told
    assert main(["check", "--strict", "harbour"]) == 0
    assert main(["run", "./harbour", "--seed", "1"]) == 0
    assert "National scores: Varn" in capsys.readouterr().out


@pytest.mark.parametrize("template", ["minimal", "full", "historical"])
def test_a_deck_is_sound(template: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["new", "deck", "made here/my deck", "--template", template, "--title", "Mine", "--authors", "Ann"]) == 0
    )
    assert "tabletop preview 'made here/my deck'" in capsys.readouterr().out
    assert main(["check", "--strict", "made here/my deck"]) == 0


def test_a_second_time_names_the_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "deck", "harbour"]) == 0
    before = (here / "harbour/deck.yaml").read_bytes()
    capsys.readouterr()
    assert main(["new", "deck", "harbour", "--template", "full"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "harbour/deck.yaml is there already. Choose another place; nothing was written.\n"
    assert (here / "harbour/deck.yaml").read_bytes() == before


def test_words_that_cannot_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "deck", "2024"]) == 2
    assert "--id like-this" in capsys.readouterr().err
    assert main(["new", "dek", "x"]) == 2
    assert "did you mean deck?" in capsys.readouterr().err


def test_a_place_that_cannot_be_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "file").write_text("", encoding="utf-8")
    assert main(["new", "deck", "file/deck"]) == 1
    assert "file is a file, not a folder" in capsys.readouterr().err
