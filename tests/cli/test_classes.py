"""`tabletop sessions` and `tabletop resume` with whole classes."""

from __future__ import annotations

import io
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from tabletop.cli import main
from tabletop.content import load_campaign
from tabletop.errors import TabletopError
from tabletop.game import Choice
from tabletop.host.room import Classroom
from tabletop.session import Store, Table

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def room(own_home: Path) -> str:
    """A class of two groups that nobody hosts now; the first has played a turn."""
    with Classroom.new(load_campaign("halcyon"), groups=2, seed=3, now=time.time) as made:
        ada, _ = made.join(made.code, "Ada Lovelace")
        made.do(made.facilitator, {"verb": "admit", "person": ada.id, "to": 1, "seat": "delmar"})
        while made.group(1).clock.phase != "commit":
            made.do(made.facilitator, {"verb": "phase", "group": 1})
        made.do(made.facilitator, {"verb": "resolve", "group": 1})
        return made.name


def call(capsys: Capture, *words: str, code: int = 0) -> tuple[str, str]:
    assert main([*words]) == code
    told = capsys.readouterr()
    return told.out, told.err


def data(capsys: Capture, *words: str, code: int = 0) -> Any:
    return json.loads(call(capsys, "sessions", *words, "--json", code=code)[0])


def test_resume_leaves_a_class_alone(capsys: Capture, room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    games = Store().names()
    files = [Store().path(game).read_bytes() for game in games]
    for words, said in (
        (["resume", "--plain"], "There is no game to go on with."),
        (["resume", games[0], "--plain"], f"belongs to the class {room}"),
        (["resume", room, "--plain"], "is a class, not a game"),
    ):
        err = call(capsys, *words, code=1)[1]
        assert said in err
        assert "tabletop host --resume" in err
    assert [Store().path(game).read_bytes() for game in games] == files
    assert "Continue" not in call(capsys, "--plain")[0]


def test_reading_a_class_game_stays(capsys: Capture, room: str, tmp_path: Path) -> None:
    game = next(one["session"] for one in data(capsys, "show", room)["playing"] if one["group"] == 1)
    call(capsys, "report", game)
    call(capsys, "sessions", "verify", game)
    call(capsys, "sessions", "export", game, "-o", str(tmp_path / "game.jsonl"))
    fork = data(capsys, "fork", game, "1")["id"]
    assert data(capsys, "show", fork)["class"] == ""


def test_games_and_classes_are_listed(capsys: Capture, room: str) -> None:
    rows = data(capsys, "list")
    assert {row["class"] for row in rows} == {room}
    assert {row["id"] for row in rows} == set(Store().names())
    (told,) = data(capsys, "list", "--classes")
    assert (told["id"], told["title"], told["turn"], told["ended"]) == (room, "The Halcyon Compact", 2, False)
    text, _ = call(capsys, "sessions")
    assert text.count("of a class") == 2
    assert room in text
    shown, _ = call(capsys, "sessions", "list", "--classes")
    assert room in shown
    assert "of a class" not in shown
    shown, _ = call(capsys, "sessions", "show", room)
    assert "The Halcyon Compact (halcyon)" in shown
    assert all(game in shown for game in Store().names())
    assert f"class:       {room}" in call(capsys, "sessions", "show", rows[0]["id"])[0]
    for said in (text, shown, json.dumps(told)):
        assert "Ada" not in said


def test_without_a_class_nothing_is_said_of_one(capsys: Capture) -> None:
    assert "No games are stored yet" in call(capsys, "sessions")[0]
    assert "No classes are stored" in call(capsys, "sessions", "list", "--classes")[0]
    assert data(capsys, "list", "--classes") == []
    with Table.new(load_campaign("halcyon"), 4, people=["delmar"], store=Store()) as table:
        table.choose("delmar", Choice())
    assert "class" not in call(capsys, "sessions")[0].lower()
    assert "class:" not in call(capsys, "sessions", "show", table.name)[0]


def test_a_class_moves_to_a_second_laptop(
    capsys: Capture, room: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "class.zip"
    assert "Like: tabletop sessions export" in call(capsys, "sessions", "export", room, code=2)[1]
    err = call(capsys, "sessions", "export", room, "-o", str(tmp_path / "no" / "x.zip"), code=1)[1]
    assert "cannot be written" in err
    with Classroom.resume(room, now=time.time) as hosted:
        code = hosted.code
        said, _ = call(capsys, "sessions", "export", room, "-o", str(file))
    assert "tabletop sessions import class.zip" in said
    assert data(capsys, "export", room, "-o", str(file)) == {"id": room, "file": str(file)}
    monkeypatch.setenv("TABLETOP_HOME", str(tmp_path / "elsewhere"))
    there = data(capsys, "import", str(file))["id"]
    with Classroom.resume(there, now=time.time) as hosted:
        assert hosted.code == code
        assert "Ada Lovelace" in [person.name for person in hosted.people]
        assert hosted.group(1).game.turn == 2


def test_a_class_is_deleted_with_its_games_and_names(
    capsys: Capture, room: str, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    err = call(capsys, "sessions", "delete", room, code=1)[1]
    assert f"the class {room} with 2 games and the names of its people" in err
    assert "Nothing was deleted" in err
    game = Store().names()[0]
    with Classroom.resume(room, now=time.time):
        assert "is being hosted" in call(capsys, "sessions", "delete", room, "--yes", code=1)[1]
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert "with 1 game and" in call(capsys, "sessions", "delete", room, game)[0], "its other game went first"
    assert Store().names() == []
    assert not [path for path in own_home.rglob("*") if path.is_file() and b"Ada" in path.read_bytes()]
    assert data(capsys, "list", "--classes") == []


def test_a_damaged_or_dead_class_is_told(capsys: Capture, room: str) -> None:
    Store().delete(next(one["session"] for one in data(capsys, "show", room)["playing"]))
    assert "a game was deleted" in call(capsys, "sessions")[0]
    assert "group 1:     " in call(capsys, "sessions", "show", room, code=1)[0]
    words = ["host", "--resume", "--no-console", "--bind", "127.0.0.1"]
    err = call(capsys, *words, code=1)[1]
    assert "There is no class to go on with" in err
    assert f"tabletop sessions delete {room}" in err
    path = Store().class_folder / f"{room}.tabletop-class"
    path.write_bytes(b"x" * 3000)
    assert "damaged" in call(capsys, "sessions")[0]
    assert "damaged" in call(capsys, "sessions", "show", room, code=1)[0]
    call(capsys, "sessions", "delete", room, "--yes")
    assert Store().names() == []


def test_a_host_says_which_class_it_passes_over(capsys: Capture, room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Classroom.new(load_campaign("halcyon"), seed=3, now=time.time) as made:
        newer, game = made.name, made.group(1).session
    os.utime(Store().class_folder / f"{room}.tabletop-class", (1_000_000, 1_000_000))
    Store().delete(game)

    def opened(name: str, **_: Any) -> None:
        raise TabletopError(f"Here {name} would be opened.")

    monkeypatch.setattr(Classroom, "resume", opened)
    err = call(capsys, "host", "--resume", "--no-console", "--bind", "127.0.0.1", code=1)[1]
    assert f"The class {newer} cannot go on: a game that it plays was deleted." in err
    assert f"Here {room} would be opened." in err
