"""`tabletop schema`, for a pipe and for a pack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tabletop.cli import main


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "campaign", "harbour", "--template", "full"]) == 0
    capsys.readouterr()
    return tmp_path / "harbour"


@pytest.mark.parametrize("kind", ["deck", "campaign", "cards"])
def test_it_prints_a_schema(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == 0
    first = capsys.readouterr().out
    Draft7Validator.check_schema(json.loads(first))
    assert main(["schema", kind]) == 0
    assert capsys.readouterr().out == first


def test_it_knows_the_names_of_a_pack(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["cards", "./harbour"], ["cards", "harbour/decks/harbour"], ["deck", "harbour/decks/harbour"]):
        assert main(["schema", *words]) == 0
        card = json.loads(capsys.readouterr().out)["definitions"]["Card"]["properties"]
        assert list(card["touches"]["properties"]) == ["varn", "tolmar", "irsk"], words
        assert card["acts"]["items"]["enum"] == ["first-year", "second-year", "quiet-year"], words


def test_it_writes_and_says_what(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "campaign", "./harbour", "--write"]) == 0
    told = capsys.readouterr().out
    assert "new: .tabletop/cards.schema.json" in told
    assert "changed: decks/harbour/cards/first.yaml" in told
    assert main(["schema", "campaign", "./harbour", "--write"]) == 0
    assert "Everything is up to date." in capsys.readouterr().out
    assert main(["check", "--strict", "harbour"]) == 0


def test_a_file_that_may_not_be_written_is_named(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "campaign.yaml").chmod(0o444)
    assert main(["schema", "campaign", "./harbour", "--write"]) == 1
    assert capsys.readouterr().err == (
        "harbour/campaign.yaml is read-only. Allow writing, then call again; nothing was changed.\n"
    )
    assert not (pack / ".tabletop").exists()


def test_wrong_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "deck", "--write"]) == 2
    assert "tabletop schema deck PATH --write" in capsys.readouterr().err
    assert main(["schema", "deck", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err
