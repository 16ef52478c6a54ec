"""Where things are kept: moved, missing and read-only homes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.errors import TabletopError
from tabletop.paths import data_dir, log_dir

UNWRITABLE = os.path.join(os.devnull, "nowhere")
"""A folder that not even the superuser can make."""


def call(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"HOME", "TABLETOP_HOME"} and name[:4] != "XDG_"
    }
    return subprocess.run(
        [sys.executable, "-m", "tabletop", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**kept, **environment},
        stdin=subprocess.DEVNULL,
        timeout=180,
        check=False,
    )


def test_tabletop_home_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLETOP_HOME", str(tmp_path / "mine"))
    assert data_dir() == tmp_path / "mine"
    assert log_dir() == tmp_path / "mine" / "logs"
    assert not (tmp_path / "mine").exists(), "asking for a folder must not make it"


def test_a_relative_tabletop_home_does_not_move_with_the_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TABLETOP_HOME", "here")
    assert data_dir() == tmp_path / "here"


def test_the_usual_folders_are_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLETOP_HOME")
    assert data_dir().is_absolute()
    assert "tabletop" in str(data_dir()).lower()
    assert log_dir().is_absolute()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always has a profile folder")
def test_without_a_home_directory_there_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLETOP_HOME")
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    # What Python does for a user whom the system does not know: the tilde stays.
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    with pytest.raises(TabletopError, match="TABLETOP_HOME"):
        data_dir()
    assert log_dir().is_absolute()


@pytest.mark.parametrize(
    "environment", [{"HOME": UNWRITABLE}, {"TABLETOP_HOME": UNWRITABLE}], ids=["home", "tabletop-home"]
)
def test_a_whole_game_needs_no_home_at_all(environment: dict[str, str]) -> None:
    done = call("run", "halcyon", "--seed", "1", "--json", **environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize(
    "environment", [{"HOME": UNWRITABLE}, {"TABLETOP_HOME": UNWRITABLE}], ids=["home", "tabletop-home"]
)
@pytest.mark.parametrize("words", [["sessions", "list"], ["resume"], ["sessions", "show", "x"]], ids=" ".join)
def test_a_home_that_cannot_be_written_is_at_most_one_line(words: list[str], environment: dict[str, str]) -> None:
    done = call(*words, **environment)
    assert done.returncode in {0, 1}
    assert done.stderr.count("\n") == done.returncode, done.stderr
    assert "mistake of its own" not in done.stderr
