"""`tabletop report` of a class, and the game on paper from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report.room.conftest import play

from tabletop.cli import Exit, main
from tabletop.session import Store


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data with one class in it."""
    folder = tmp_path_factory.mktemp("home")
    play(folder).kit.room.close()
    return folder


def test_names_come_with_their_word(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TABLETOP_HOME", str(home))
    assert Store().names()
    assert main(["report"]) == Exit.FINE
    plain = capsys.readouterr().out
    assert "From aims to actions" in plain
    assert "Ada" not in plain
    assert main(["report", "--names"]) == Exit.FINE
    named = capsys.readouterr().out
    assert "Ada" in named
    assert "Cleo" not in named


def test_paper_is_written_and_refuses_what_it_does_not_take(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TABLETOP_HOME", str(home))
    file = tmp_path / "table.html"
    assert main(["report", "--paper", "-o", str(file)]) == Exit.FINE
    assert "For Borealis alone" in file.read_text(encoding="utf-8")
    assert main(["report", "--paper", "-o", str(file)]) == Exit.PROBLEM
    assert "--force" in capsys.readouterr().err
    assert main(["report", "--paper", "--format", "csv"]) == Exit.USAGE
    assert "HTML" in capsys.readouterr().err


def test_an_exported_class_is_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = play(tmp_path / "here")
    file = tmp_path / "class.zip"
    done.kit.room.export(file)
    done.kit.room.close()
    monkeypatch.setenv("TABLETOP_HOME", str(tmp_path / "there"))
    assert main(["sessions", "import", str(file)]) == Exit.FINE
    assert "tabletop host --resume halcyon-" in capsys.readouterr().out
    assert main(["report", "--names"]) == Exit.FINE
    # The imported session does not say of which class it was: the class's own file does.
    told = capsys.readouterr().out
    assert "Ada" in told
    assert "Declassified" in told
