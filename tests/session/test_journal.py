"""The journal keeps what it has confirmed, through locks, full disks, forbidden places and damage."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.content import Campaign
from tabletop.errors import TabletopError
from tabletop.game import Choice, Game
from tabletop.session import DamagedError, LockedError, SessionError, StorageError, Store, Table
from tabletop.session.journal import Journal
from tabletop.session.recovery import salvage

Choose = Callable[[Game, str], Choice]


def bodies(store: Store, name: str) -> list[str]:
    return [row.body for row in store.read(name)[1]]


def test_a_table_stores_before_it_plays(campaign: Campaign, store: Store, played: str) -> None:
    with Table.resume(played, store=store, campaign=campaign) as table:
        assert table.game.turn == 4
        assert table.npc == {
            "aurelia": "guarantor",
            "borealis": "thoughtful",
            "corvina": "free-rider",
            "esterra": "thoughtful",
        }
        kinds = [command.kind for command in table.game.commands]
        assert kinds == ["choose", "note", *["choose"] * 4, "resolve"] * 3
        reasons = [command.why for command in table.game.commands if command.by.startswith("npc:")]
        assert all(reasons)
        assert [c.canonical().decode() for c in table.game.commands] == bodies(store, played)


def test_two_programs_do_not_write_one_session(campaign: Campaign, store: Store, played: str) -> None:
    with Table.resume(played, store=store, campaign=campaign):
        with pytest.raises(LockedError, match="open in another window"):
            store.open(played)
        with pytest.raises(LockedError):
            store.delete(played)
        assert store.show(played).state == "in use"
        assert store.verify(played, campaign).commands == 21
    store.open(played).close()
    assert store.show(played).state == "fine"


def test_nothing_happens_when_the_disk_is_full(
    campaign: Campaign, store: Store, played: str, first_choice: Choose
) -> None:
    with Table.resume(played, store=store, campaign=campaign) as table:
        assert table.journal is not None
        database = table.journal._database
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}").fetchone()
        before = table.game.state_hash
        for _ in range(pages):
            with contextlib.suppress(StorageError):
                table.note("x" * 3000)
        kept = len(table.game.commands)
        with pytest.raises(StorageError, match=r"is full: the last step was not kept") as caught:
            table.note("x" * 3000)
        assert "Free some space" in caught.value.next_step
        assert len(table.game.commands) == kept
        assert table.game.state_hash == before
        assert len(bodies(store, played)) == kept
        database.execute("PRAGMA max_page_count = 100000").fetchone()
        table.choose("delmar", first_choice(table.game, "delmar"))
        table.resolve()
    assert store.verify(played, campaign).turn == 5


LIMITED = """
import resource, sys
from pathlib import Path
from tabletop.session import Store, StorageError
NOTE = {"kind": "note", "seat": "", "turn": 4, "by": "person", "why": ""}
store = Store(Path(sys.argv[1]))
journal = store.open(sys.argv[2])
size = store.path(sys.argv[2]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 9000, resource.RLIM_INFINITY))
count = 0
try:
    while True:
        journal.append([{**NOTE, "data": {"text": "y" * 300}}])
        count += 1
except StorageError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
journal.append([{**NOTE, "data": {"text": "again"}}])
print(count + 1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a POSIX thing")
def test_a_write_that_the_system_refuses_loses_nothing(campaign: Campaign, store: Store, played: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(store.folder), played],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    said, count = done.stdout.strip().split("\n")
    assert "not kept, everything before it was" in said
    assert int(count) > 3
    assert store.verify(played, campaign).commands == 21 + int(count)


def test_a_place_that_cannot_be_written_is_said(
    campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    places = [in_the_way / "sessions"]
    if os.name == "posix" and os.geteuid() != 0:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o500)
        places.append(closed / "sessions")
    for place in places:
        with pytest.raises(StorageError, match="Sessions cannot be kept in") as caught:
            Table.new(campaign, 1, store=Store(place))
        assert "play without saving" in caught.value.next_step
    with Table.new(campaign, 1) as table:
        assert table.resolve().turn == 2
        assert table.name == ""
    assert Store(tmp_path / "nothing here").names() == []
    monkeypatch.delenv("TABLETOP_HOME")
    monkeypatch.setattr("tabletop.paths._usual", lambda which: None)
    with pytest.raises(TabletopError, match="no home directory"):
        Store()


def test_a_read_only_disk_is_said(campaign: Campaign, store: Store, played: str) -> None:
    with Table.resume(played, store=store, campaign=campaign) as table:
        assert table.journal is not None
        table.journal._database.execute("PRAGMA query_only = ON")
        with pytest.raises(StorageError, match="read-only"):
            table.note("lost?")
        table.journal._database.execute("PRAGMA query_only = OFF")
        table.note("kept")
    assert len(bodies(store, played)) == 22


def test_names_that_are_none(store: Store) -> None:
    for name in ("../etc", "", "A", "x" * 90, "a/b", "a\x1b[31m"):
        with pytest.raises(SessionError):
            store.path(name)
    with pytest.raises(SessionError, match="There is no session"):
        store.open("halcyon-1")
    with pytest.raises(SessionError, match="no game to go on with"):
        store.latest()


def test_a_changed_or_missing_command_is_found(campaign: Campaign, store: Store, played: str) -> None:
    whole = bodies(store, played)
    path = store.path(played)
    original = path.read_bytes()
    for statement, first in (
        ("UPDATE commands SET body = replace(body, 'track2', 'hold') WHERE number = 7", 7),
        ("DELETE FROM commands WHERE number = 9", 9),
        ("UPDATE commands SET hash = 'no' WHERE number = 20", 20),
        ("UPDATE facts SET value = replace(value, '\"seed\":77', '\"seed\":78') WHERE name = 'header'", 0),
    ):
        path.write_bytes(original)
        database = sqlite3.connect(path)
        with database:
            database.execute(statement)
        database.close()
        with pytest.raises(DamagedError, match="is damaged") as caught:
            store.open(played)
        assert caught.value.whole == first
        assert f"recover {played}" in caught.value.next_step
        assert store.show(played).state == "damaged"
        if first:
            made, count = store.recover(played, campaign)
            assert bodies(store, made) == whole[:count]
            assert count == first
            assert not path.exists()
            assert any(name.startswith(path.name + ".damaged") for name in os.listdir(store.folder))


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\0", b"{}\n" * 4000, os.urandom(9000)], ids=["empty", "head", "text", "noise"]
)
def test_what_is_no_session_is_said(store: Store, played: str, content: bytes) -> None:
    store.path(played).write_bytes(content)
    with pytest.raises(SessionError):
        store.open(played)
    assert store.show(played).state == "damaged"
    with pytest.raises(SessionError, match=r"Nothing of the session .* can be recovered"):
        store.recover(played)
    assert store.path(played).read_bytes() == content


@pytest.mark.long
def test_torn_bytes_never_pass_and_what_is_whole_comes_back(
    store: Store, played: str, tmp_path: Path, scale: Callable[[int, int], int]
) -> None:
    whole = bodies(store, played)
    original = store.path(played).read_bytes()
    rng, back = random.Random(5), []
    for trial in range(scale(40, 3000)):
        torn = bytearray(original)
        if trial % 5 == 4:
            del torn[rng.randrange(len(torn)) :]
        else:
            at = rng.randrange(len(torn))
            length = rng.choice([1, 8, 64, 512, 4096])
            torn[at : at + length] = rng.randbytes(len(torn[at : at + length]))
        path = tmp_path / f"t{trial}.tabletop"
        path.write_bytes(torn)
        try:
            with Journal.open(path) as journal:
                assert [row.body for row in journal.rows()] == whole
            continue
        except SessionError:
            assert Store(tmp_path).show(path.name.removesuffix(".tabletop")).problem
        try:
            _, commands, _, _ = salvage(path)
        except SessionError:
            continue
        from tabletop.session.chain import canonical

        found = [canonical(command) for command in commands]
        assert found == whole[: len(found)]
        back.append(len(found))
        path.unlink()
    assert max(back) == len(whole)


def test_a_half_done_step_is_rolled_back(campaign: Campaign, store: Store, played: str, tmp_path: Path) -> None:
    """What a kill in the middle of a commit leaves: pages written, and the old ones in the rollback journal."""
    path = store.path(played)
    whole = bodies(store, played)
    other = tmp_path / "copy"
    other.mkdir()
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA cache_size = 1")
    database.execute("PRAGMA cache_spill = 1")
    database.execute("BEGIN IMMEDIATE")
    for number in range(100, 300):
        database.execute("INSERT INTO commands VALUES (?, ?, 'x', 'y')", (number, "z" * 900))
    for name in (path.name, path.name + "-journal"):
        shutil.copy(path.with_name(name), other / name)
    database.execute("ROLLBACK")
    database.close()
    assert (other / path.name).stat().st_size > 100_000
    assert bodies(Store(other), played) == whole
    assert Store(other).verify(played, campaign).commands == len(whole)


def test_a_newer_file_is_refused(store: Store, played: str) -> None:
    database = sqlite3.connect(store.path(played))
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(SessionError, match="written by a newer Tabletop"):
        store.open(played)


def test_an_older_file_is_brought_up_to_date(
    store: Store, played: str, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tabletop.session.journal.SCHEMA", 3)
    monkeypatch.setattr(
        "tabletop.session.journal.MIGRATIONS",
        {
            1: "CREATE TABLE marks (name TEXT);\nALTER TABLE marks ADD COLUMN at TEXT;",
            2: "INSERT INTO marks VALUES ('a', 'b');",
        },
    )
    database = sqlite3.connect(store.path(played))
    database.execute("PRAGMA user_version = 1")
    database.close()
    with store.open(played) as journal:
        assert journal._database.execute("SELECT * FROM marks").fetchall() == [("a", "b")]
        assert journal._database.execute("PRAGMA user_version").fetchone() == (3,)
    assert store.verify(played, campaign).commands == 21
