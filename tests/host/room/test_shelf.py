"""Stored classes from outside: told without a secret, gone on with, moved while nobody hosts them, deleted whole."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.host.room.kit import Class
from tests.host.room.test_carry import played
from tests.host.room.test_lasting import everything

from tabletop.host.room import Classroom, record, shelf
from tabletop.host.room.carry import pack_stored
from tabletop.session import LockedError, SessionError, StorageError, Store
from tabletop.session.journal import Journal

Begin = Callable[..., Class]


def test_a_class_is_told_without_its_code_and_its_people(begin: Begin, store: Store) -> None:
    a = played(begin)
    a.join("Ada Lovelace", seat="delmar")
    a.lead("end")
    (told,) = shelf.shelved(store)
    assert (told.id, told.campaign, told.title) == (a.room.name, "halcyon", "The Halcyon Compact")
    assert [(one.group, one.session, one.turn) for one in told.playing] == [
        (group.number, group.session, group.game.turn) for group in a.room.groups
    ]
    assert told.turn == max(group.game.turn for group in a.room.groups)
    assert set(told.games) == set(store.names()), "also what a group has left"
    assert (told.state, told.ended) == ("in use", True)
    text = json.dumps(told.as_json())
    assert a.room.code not in text
    assert "Ada" not in text
    a.room.close()
    assert shelf.look(store, a.room.name).state == "fine"


def test_every_game_of_a_class_says_whose_it_is(begin: Begin, store: Store, tmp_path: Path) -> None:
    a = played(begin)
    assert {summary.classroom for summary in store.list()} == {a.room.name}
    a.room.export(tmp_path / "class.zip")
    other = Store(tmp_path / "elsewhere" / "sessions")
    name = Classroom.take_in(tmp_path / "class.zip", other)
    assert {summary.classroom for summary in other.list()} == {name}
    session = other.names()[0]
    assert other.show(other.fork(session, 1, a.room.campaign)).classroom == "", "a fork is somebody's own"


def test_a_host_sets_right_whose_game_it_is(begin: Begin, store: Store) -> None:
    a = begin()
    session, name = a.room.group(1).session, a.room.name
    a.room.close()
    with store.open(session) as journal:
        journal.append([], facts={"class": None})
    assert store.show(session).classroom == ""
    with Classroom.resume(name, store=store, now=a.clock):
        assert store.show(session).classroom == name


@pytest.mark.parametrize("hosted", [False, True], ids=["stopped", "hosted"])
def test_a_class_is_packed_without_its_host(begin: Begin, store: Store, tmp_path: Path, hosted: bool) -> None:
    a = played(begin)
    a.clock.go(7)
    a.room.tick()
    name, people = a.room.name, list(a.room.people)
    before = everything(a.room, people)
    left = [group.clock.left(a.clock()) for group in a.room.groups]
    sessions = [group.session for group in a.room.groups]
    if not hosted:
        a.room.close()
    # However long the file is made after the host stopped: the class's clock has stood.
    a.clock.go(5000)
    pack_stored(store, name, tmp_path / "class.zip")
    other = Store(tmp_path / "elsewhere" / "sessions")
    there = Classroom.take_in(tmp_path / "class.zip", other)
    with Classroom.resume(there, store=other, now=a.clock) as room:
        renamed = json.dumps(everything(room, people))
        for new, old in zip((group.session for group in room.groups), sessions, strict=True):
            renamed = renamed.replace(new, old)
        assert json.loads(renamed) == json.loads(json.dumps(before))
        assert [group.clock.left(a.clock()) for group in room.groups] == left


def test_what_comes_between_is_packed_or_nothing(
    begin: Begin, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = begin()
    a.seats()
    read, late = store.events, iter(["Late", "Later"])

    def reading(name: str) -> list[dict[str, object]]:
        called = next(late, None)
        if called:
            a.join(called)
        return read(name)

    monkeypatch.setattr(store, "events", reading)
    pack_stored(store, a.room.name, tmp_path / "class.zip")
    other = Store(tmp_path / "elsewhere" / "sessions")
    with Classroom.resume(Classroom.take_in(tmp_path / "class.zip", other), store=other, now=a.clock) as room:
        assert {"Late", "Later"} <= {person.name for person in room.people}
    endless = iter(range(100))
    monkeypatch.setattr(store, "events", lambda name: [a.join(f"N{next(endless)}"), read(name)][1])
    with pytest.raises(SessionError, match="changes too fast"):
        pack_stored(store, a.room.name, tmp_path / "never.zip")
    assert not (tmp_path / "never.zip").exists()


def test_the_latest_class_that_lives_is_gone_on_with(begin: Begin, store: Store) -> None:
    rooms = [begin(), begin(), begin(groups=2)]
    for age, one in enumerate(rooms):
        one.room.close()
        os.utime(record.path_of(store, one.room.name), (1_000_000 + age, 1_000_000 + age))
    oldest, middle, newest = (one.room.name for one in rooms)
    assert shelf.to_go_on_with(store) == (newest, [])
    store.delete(rooms[2].room.facts.groups[2].session)
    store.delete(rooms[1].room.facts.groups[1].session)
    name, said = shelf.to_go_on_with(store)
    assert name == oldest
    assert [f"The class {one} cannot go on" in line for one, line in zip((newest, middle), said, strict=True)]
    assert all("tabletop sessions delete" in line for line in said)
    assert shelf.look(store, newest).state == shelf.DEAD
    with pytest.raises(SessionError, match="a game that it plays was deleted"):
        shelf.to_go_on_with(store, newest)
    with pytest.raises(SessionError, match="cannot be exported"):
        pack_stored(store, newest, store.folder / "class.zip")
    store.delete(rooms[0].room.facts.groups[1].session)
    with pytest.raises(SessionError, match="no class to go on with"):
        shelf.to_go_on_with(store)


def test_a_class_is_deleted_with_all_that_was_said(begin: Begin, store: Store) -> None:
    other = begin()
    kept = other.room.group(1).session
    a = played(begin)
    games = {name for name in store.names() if store.show(name).classroom == a.room.name}
    assert len(games) > 2
    with pytest.raises(LockedError, match="is being hosted"):
        shelf.delete(store, a.room.name)
    a.room.close()
    torn = a.room.group(1).session
    store.recover(torn, a.room.campaign)
    assert any(".damaged" in path.name for path in store.folder.iterdir())
    with store.open(store.names()[0]), pytest.raises(LockedError, match="is open in another"):
        shelf.delete(store, a.room.name)
    assert len(set(store.names())) == len(games) + 1, "refused: nothing has happened"
    assert set(shelf.delete(store, a.room.name)) >= games - {torn}
    assert store.names() == [kept]
    assert record.names(store) == [other.room.name]
    assert not [path for path in store.folder.iterdir() if ".damaged" in path.name]
    left = [path.name for folder in (store.folder, store.class_folder) for path in folder.iterdir()]
    assert not [name for name in left if a.room.name in name]
    with pytest.raises(SessionError, match="There is no class"):
        shelf.delete(store, a.room.name)


def test_a_deletion_that_the_disk_cuts_short_can_be_done_again(
    begin: Begin, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = begin(groups=2)
    a.room.close()
    whole = store.delete
    calls = iter([whole])

    def once(name: str) -> None:
        work = next(calls, None)
        if work is None:
            raise StorageError("The disk refuses.")
        work(name)

    monkeypatch.setattr(store, "delete", once)
    with pytest.raises(StorageError):
        shelf.delete(store, a.room.name)
    monkeypatch.setattr(store, "delete", whole)
    assert len(shelf.delete(store, a.room.name)) == 1
    assert store.names() == record.names(store) == []


def test_a_damaged_class_is_told_and_deleted(begin: Begin, store: Store) -> None:
    a = begin(groups=2)
    a.room.close()
    path = record.path_of(store, a.room.name)
    path.write_bytes(b"x" * 5000)
    told = shelf.look(store, a.room.name)
    assert told.state == "damaged"
    assert told.problem
    assert len(told.games) == 2
    assert shelf.to_go_on_with(store)[0] == a.room.name, "it is not passed over in silence"
    shelf.delete(store, a.room.name)
    assert store.names() == record.names(store) == []


def test_a_class_that_was_never_begun_is_passed_over(store: Store) -> None:
    with record.create(store, {"campaign": "halcyon", "digest": "", "level": ""}, {}) as journal:
        assert isinstance(journal, Journal)
        name = journal.name
    assert shelf.look(store, name).state == shelf.DEAD
    with pytest.raises(SessionError, match="no class to go on with"):
        shelf.to_go_on_with(store)
