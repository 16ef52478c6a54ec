"""A class moves to another machine and goes on."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.host.room.kit import Class
from tests.host.room.test_lasting import everything

from tabletop.host.room import Classroom
from tabletop.session import DamagedError, SessionError, Store

Begin = Callable[..., Class]


def played(begin: Begin) -> Class:
    """Two groups, one rewound and one in a practice turn, with talk and a proposal in the air."""
    a = begin(groups=2)
    people = a.seats()
    a.go_to("commit")
    a.do(people[0], "say", to=["borealis"], text="Grüße — 你好")
    a.lead("resolve")
    a.go_to("caucus")
    a.lead("rewind", turn=1)
    a.go_to("caucus")
    a.do(people[0], "propose", title="x", rule="silence", minutes=5)
    a.lead("practice", group=2)
    a.lead("settings", forms=["hotwash"])
    a.do(people[1], "fill", form="hotwash", answers={"q": 1}, anonymous=True)
    return a


def test_a_class_goes_on_elsewhere_with_everything(begin: Begin, tmp_path: Path) -> None:
    a = played(begin)
    people = list(a.room.people)
    before, left = everything(a.room, people), [g.clock.left(a.clock()) for g in a.room.groups]
    a.room.export(tmp_path / "class.zip")
    if os.name == "posix":
        assert (tmp_path / "class.zip").stat().st_mode & 0o077 == 0, "everybody's secrets are in it"
    a.do(a.person("aurelia-1"), "say", to="all", text="after the export")
    other = Store(tmp_path / "elsewhere" / "sessions")
    name = Classroom.take_in(tmp_path / "class.zip", other)
    a.clock.go(900)
    with Classroom.resume(name, store=other, now=a.clock) as room:
        renamed = json.dumps(everything(room, people))
        for new, old in zip((g.session for g in room.groups), (g.session for g in a.room.groups), strict=True):
            renamed = renamed.replace(new, old)
        assert json.loads(renamed) == json.loads(json.dumps(before))
        assert [g.clock.left(a.clock()) for g in room.groups] == left
        assert room.code == a.room.code
        assert room.person(a.tokens["aurelia-1"]) is not None
        ada = room.person(a.tokens["aurelia-1"])
        assert ada is not None
        room.do(room.facilitator, {"verb": "practice", "on": False, "group": 2})
        room.do(room.facilitator, {"verb": "phase", "to": "commit", "group": 1})
        room.do(ada, {"verb": "commit", "turn": 1, "choice": {"strategy": "hold"}})


def test_a_class_is_taken_in_beside_itself(begin: Begin, store: Store, tmp_path: Path) -> None:
    a = played(begin)
    a.room.export(tmp_path / "class.zip")
    name = Classroom.take_in(tmp_path / "class.zip", store)
    assert name != a.room.name
    with Classroom.resume(name, store=store, now=a.clock) as room:
        assert not {g.session for g in room.groups} & {g.session for g in a.room.groups}


def test_what_was_changed_on_the_way_is_refused_and_leaves_nothing(begin: Begin, tmp_path: Path) -> None:
    a = played(begin)
    whole = tmp_path / "class.zip"
    a.room.export(whole)
    with zipfile.ZipFile(whole) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    session = next(name for name in files if name.startswith("sessions/") and b"Gr" in files[name])
    own = files["class.jsonl"]
    wrong: dict[str, dict[str, bytes]] = {
        "a word": {**files, session: files[session].replace(b"\\u4f60", b"\\u4f61")},
        "a role": {**files, "class.jsonl": own.replace(b'"role":"player"', b'"role":"facilitator"', 1)},
        "cut": {**files, "class.jsonl": own[: len(own) // 2]},
        "no class": {session: files[session]},
        "no game": {"class.jsonl": own},
        "another file": {**files, "../../evil": b"x"},
        "no utf-8": {**files, "class.jsonl": b"\xff\xfe"},
        "nested": {**files, "class.jsonl": b"[" * 100_000},
    }
    other = Store(tmp_path / "elsewhere" / "sessions")
    for what, content in wrong.items():
        path = tmp_path / f"{what}.zip"
        with zipfile.ZipFile(path, "w") as zipped:
            for name, data in content.items():
                zipped.writestr(name, data)
        with pytest.raises(SessionError) as refused:
            Classroom.take_in(path, other)
        assert "\n" not in refused.value.message, what
        assert other.names() == [], what
    (tmp_path / "junk.zip").write_bytes(whole.read_bytes()[:900])
    for path in (tmp_path / "junk.zip", tmp_path / "none.zip"):
        with pytest.raises(SessionError):
            Classroom.take_in(path, other)


def test_a_game_that_was_recovered_is_found_again(begin: Begin, store: Store) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    a.do(people[0], "say", to="all", text="kept")
    for person in people:
        a.hold(person)
    session, name = a.room.group(1).session, a.room.name
    a.room.close()
    with contextlib.closing(sqlite3.connect(store.path(session), isolation_level=None)) as database:
        database.execute(
            "UPDATE events SET body = replace(body, 'phase', 'phrase') WHERE number = (SELECT max(number) FROM events)"
        )
    with pytest.raises(DamagedError):
        Classroom.resume(name, store=store, now=a.clock)
    store.recover(session, a.room.campaign)
    with Classroom.resume(name, store=store, now=a.clock) as room:
        assert [m.text for m in room.group(1).talk.messages] == ["kept"]
        assert room.group(1).game.turn == 2


def test_a_name_that_an_open_class_or_game_has_is_not_given_again(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    import secrets

    turns = iter(("aaaa", *("aaaa", "bbbb"), *("aaaa", "bbbb", "cccc"), *("aaaa", "bbbb", "cccc", "dddd")))
    monkeypatch.setattr(secrets, "token_hex", lambda size: next(turns))
    a, b = begin(), begin()
    assert a.room.name[-4:] == "aaaa"
    assert b.room.name[-4:] == "cccc", "nor that of a game: what is deleted by its name must be one thing"
    assert [one.room.group(1).session[-4:] for one in (a, b)] == ["bbbb", "dddd"]
