"""`tabletop sessions`: every action in words and in JSON, with the right exit code."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tabletop.cli import main
from tabletop.content import load_campaign
from tabletop.game import Choice
from tabletop.session import Store, Table

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def name(own_home: Path) -> str:
    """A stored game in its third turn."""
    with Table.new(load_campaign("halcyon"), 4, people=["delmar"], store=Store()) as table:
        for _ in range(2):
            table.choose("delmar", Choice())
            table.resolve()
        return table.name


def call(capsys: Capture, *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["sessions", *words]) == code
    told = capsys.readouterr()
    return told.out, told.err


def data(capsys: Capture, *words: str, code: int = 0) -> Any:
    return json.loads(call(capsys, *words, "--json", code=code)[0])


def test_nothing_stored(capsys: Capture) -> None:
    assert "No games are stored yet" in call(capsys)[0]
    assert data(capsys) == data(capsys, "list") == data(capsys, "verify") == []


def test_list_and_show(capsys: Capture, name: str) -> None:
    text, _ = call(capsys)
    assert name in text
    assert "turn 3" in text
    (row,) = data(capsys, "list")
    assert (row["id"], row["campaign"], row["turn"], row["people"], row["state"]) == (
        name,
        "halcyon",
        3,
        ["delmar"],
        "fine",
    )
    shown, _ = call(capsys, "show", name)
    assert "The Halcyon Compact (halcyon)" in shown
    assert data(capsys, "show", name)["path"].endswith(".tabletop")
    assert json.loads(call(capsys, "--json", "show", name)[0])["id"] == name


def test_verify(capsys: Capture, name: str) -> None:
    text, _ = call(capsys, "verify")
    assert f"{name}: whole, 12 commands, turn 3" in text
    (row,) = data(capsys, "verify", name)
    assert row["fine"]
    path = Store().path(name)
    path.write_bytes(path.read_bytes()[:-5000])
    _, err = call(capsys, "verify", code=1)
    assert "is damaged" in err
    assert f"recover {name}" in err
    (row,) = data(capsys, "verify", name, code=1)
    assert not row["fine"]
    assert "damaged" in call(capsys, "list")[0]
    assert "damaged" in call(capsys, "show", name, code=1)[0]


def test_recover(capsys: Capture, name: str) -> None:
    path = Store().path(name)
    torn = bytearray(path.read_bytes())
    torn[:100] = os.urandom(100)
    path.write_bytes(torn)
    made = data(capsys, "recover", name)
    assert made["commands"] == 12
    assert data(capsys, "verify", made["id"])[0]["fine"]
    assert path.with_name(path.name + ".damaged").exists()
    assert [row["id"] for row in data(capsys)] == [made["id"]]


def test_export_and_import(capsys: Capture, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines, _ = call(capsys, "export", name)
    end = json.loads(lines.splitlines()[-1])
    file = tmp_path / "game.jsonl"
    assert "is written to" in call(capsys, "export", name, "-o", str(file))[0]
    assert file.read_text(encoding="utf-8") == lines
    monkeypatch.setenv("TABLETOP_HOME", str(tmp_path / "elsewhere"))
    made = data(capsys, "import", str(file))["id"]
    assert data(capsys, "verify", made)[0]["state_hash"] == end["state_hash"]
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert "tabletop resume" in call(capsys, "import", "-")[0]
    file.write_text(lines.replace("hold", "hodl"), encoding="utf-8")
    _, err = call(capsys, "import", str(file), code=1)
    assert "Line 2 of the export" in err
    assert "cannot be read" in call(capsys, "import", str(tmp_path / "none"), code=1)[1]
    assert "cannot be written" in call(capsys, "export", made, "-o", str(tmp_path / "no" / "x"), code=1)[1]


def test_fork_and_delete(capsys: Capture, name: str) -> None:
    made = data(capsys, "fork", name, "2")["id"]
    assert data(capsys, "show", made)["turn"] == 2
    assert "no turn 9" in call(capsys, "fork", name, "9", code=2)[1]
    assert name in call(capsys, "delete", name, made)[0]
    assert data(capsys) == []


def test_deleting_asks_on_a_terminal(capsys: Capture, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert "Nothing was deleted" in call(capsys, "delete", name, code=1)[1]
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    call(capsys, "delete", name)
    assert data(capsys) == []


def test_wrong_words(capsys: Capture, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for words, said, code in (
        (["lst"], "did you mean list", 2),
        (["show"], "SESSION", 2),
        (["fork", name, "two"], "TURN", 2),
        (["show", name + "x"], f"Did you mean “{name}”?", 1),
        (["export", "../../etc/passwd"], "no session's name", 1),
        (["delete", "nothing-here"], "There is no session", 1),
    ):
        assert said in call(capsys, *words, code=code)[1]
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TABLETOP_HOME", str(tmp_path / "file"))
    assert "cannot be kept" in call(capsys, "list", code=1)[1]
