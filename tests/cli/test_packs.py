"""`tabletop pack`, `verify`, `install` and `upgrade`, from a library to an empty environment and a game there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.cli import main

SMALL = Path(__file__).parent.parent / "content" / "samples" / "small.yaml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the campaign ``small`` in one file."""
    place = tmp_path / "here"
    place.mkdir()
    shutil.copy(SMALL, place / "small.yaml")
    monkeypatch.chdir(place)
    return place


def told(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    found = capsys.readouterr()
    return found.out, found.err


def test_from_pack_to_game(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "small.yaml"]) == 0
    out = told(capsys)[0]
    assert "small-1.0.0.tabletop.zip: campaign small 1.0.0, 1 file," in out
    assert "tabletop verify small-1.0.0.tabletop.zip" in out
    assert main(["verify", "small-1.0.0.tabletop.zip"]) == 0
    out = told(capsys)[0]
    assert "3 members" in out
    assert "Packs are not signed" in out
    assert "tabletop install small-1.0.0.tabletop.zip" in out
    assert main(["install", "small-1.0.0.tabletop.zip"]) == 0
    assert "tabletop play small" in told(capsys)[0]
    assert main(["install", "--list"]) == 0
    assert "small  campaign  1.0.0" in told(capsys)[0]
    assert main(["run", "small", "--seed", "1"]) == 0
    told(capsys)
    assert main(["install", "--remove", "small"]) == 0
    assert main(["install", "--list"]) == 0
    assert "No packs are installed" in told(capsys)[0]
    assert main(["run", "small", "--seed", "1"]) == 1


@pytest.mark.long
def test_in_an_empty_environment(here: Path, tmp_path: Path) -> None:
    """A process with a home of its own, no library and another folder: it has the file and nothing else."""
    assert main(["pack", "small.yaml", "-o", "../gift.zip"]) == 0
    empty = tmp_path / "empty"
    empty.mkdir()
    bare = {name: value for name, value in os.environ.items() if name[:8] != "TABLETOP"}

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tabletop", *words],
            cwd=empty, env={**bare, "TABLETOP_HOME": str(empty / "home"), "PYTHONUTF8": "1"}, capture_output=True,
            text=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip

    assert call("run", "small").returncode == 1
    done = call("install", str(tmp_path / "gift.zip"))
    assert (done.returncode, done.stderr) == (0, "")
    assert call("check", "small").returncode == 0
    played = call("run", "small", "--seed", "7", "--json")
    assert played.returncode == 0, played.stderr
    assert call("run", "small", "--seed", "7", "--json").stdout == played.stdout


def test_pack_refuses_and_says_so(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SMALL.read_text(encoding="utf-8")
    (here / "bad.yaml").write_text(text.replace("seats:", "chairs:"), encoding="utf-8")
    assert main(["pack", "bad.yaml"]) == 1
    err = told(capsys)[1]
    assert "E201" in err
    assert "Nothing is packed of bad.yaml." in err
    assert sorted(path.name for path in here.iterdir()) == ["bad.yaml", "small.yaml"]
    assert main(["pack", "small.yaml", "bad.yaml", "-o", "one.zip"]) == 2
    assert "one file" in told(capsys)[1]
    (here / "one.zip").write_text("precious", encoding="utf-8")
    assert main(["pack", "small.yaml", "-o", "one.zip"]) == 1
    assert "--force" in told(capsys)[1]
    assert (here / "one.zip").read_text(encoding="utf-8") == "precious"
    assert main(["pack", "nowhere"]) == 1
    assert "there is no campaign “nowhere”" in told(capsys)[1]


def test_verify_tells_what_is_wrong(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "small.yaml", "-o", "a.zip"]) == 0
    data = bytearray((here / "a.zip").read_bytes())
    data[data.index(b"The cable is dark")] ^= 1
    (here / "b.zip").write_bytes(data)
    told(capsys)
    assert main(["verify", "a.zip", "b.zip", "small.yaml", "none.zip"]) == 1
    out, err = told(capsys)
    assert "A small quarrel" in out
    assert len(err.splitlines()) == 3
    assert "damaged" in err
    assert "no zip" in err
    assert main(["verify", "--json", "a.zip", "b.zip"]) == 1
    first, second = json.loads(told(capsys)[0])
    assert (first["fine"], first["id"], first["cards"]) == (True, "small", 3)
    assert (second["fine"], second["file"]) == (False, "b.zip")


def test_install_says_what_it_needs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["install"]) == 2
    assert main(["install", "--list", "--remove", "x"]) == 2
    assert main(["install", "--remove", "small"]) == 1
    assert "No pack “small” is installed" in told(capsys)[1]
    assert main(["install", "small.yaml"]) == 1
    assert main(["install", "--list", "--json"]) == 0
    assert told(capsys)[0] == "[]\n"
    assert main(["pack", "small.yaml"]) == 0
    assert main(["install", "small-1.0.0.tabletop.zip", "--json"]) == 0
    assert json.loads(told(capsys)[0].splitlines()[-1])[0]["installed"] == "small"


def test_upgrade(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SMALL.read_text(encoding="utf-8")
    file = here / "old.yaml"
    file.write_text(text.replace("format: 1", "format: 0").replace("licence:", "license:"), encoding="utf-8")
    before = file.read_bytes()
    assert main(["check", "old.yaml"]) == 1
    assert "tabletop upgrade" in told(capsys)[0]
    assert main(["upgrade", "old.yaml", "--dry-run"]) == 0
    out, err = told(capsys)
    assert out.startswith("--- a/old.yaml\n+++ b/old.yaml\n@@ ")
    assert "-license: CC-BY-4.0\n" in out
    assert "+licence: CC-BY-4.0\n" in out
    assert "Nothing is written" in err
    assert file.read_bytes() == before
    assert main(["upgrade", "old.yaml"]) == 0
    assert (here / "old.yaml.format-0.bak").read_bytes() == before
    assert file.read_text(encoding="utf-8") == text
    assert main(["upgrade", "old.yaml"]) == 0
    assert "nothing to do" in told(capsys)[1]
    file.write_text(text.replace("format: 1", "format: 7"), encoding="utf-8")
    assert main(["upgrade", "old.yaml"]) == 1
    assert "install a newer version of Tabletop" in told(capsys)[1]
