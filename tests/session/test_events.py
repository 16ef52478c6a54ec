"""Events beside the commands: kept as surely, carried everywhere, and no part of the game's own chain."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tabletop.content import Campaign
from tabletop.session import DamagedError, Store, Table, export, import_session
from tabletop.session.exchange import read_export


def event(number: int, after: int = 0) -> dict[str, Any]:
    return {"kind": "say", "at": 1.5, "by": "P2", "id": f"r{number}", "turn": 1, "after": after,
            "data": {"text": f"Wort {number} — 你好"}}  # fmt: skip


@pytest.fixture
def noted(store: Store, played: str) -> str:
    """A stored game of three turns with five events."""
    with store.open(played) as journal:
        journal.append([], events=[event(0), event(1)])
        journal.append([], events=[event(2, 3), event(3, 3), event(4, 21)], facts={"name:P2": "Ada"})
    return played


def events_of(store: Store, name: str) -> list[Any]:
    return [one["id"] for one in store.events(name)]


def test_events_are_kept_in_order_and_names_beside_them(store: Store, noted: str, campaign: Campaign) -> None:
    assert events_of(store, noted) == ["r0", "r1", "r2", "r3", "r4"]
    assert store.verify(noted, campaign).commands == 21
    with store.open(noted) as journal:
        assert journal.facts()["name:P2"] == "Ada"
        journal.append([], facts={"name:P2": None})
        assert "name:P2" not in journal.facts()


def test_a_changed_event_is_noticed_and_what_is_whole_recovered(store: Store, noted: str, campaign: Campaign) -> None:
    database = sqlite3.connect(store.path(noted))
    database.execute("UPDATE events SET body = replace(body, 'Wort 3', 'Wort 9') WHERE number = 3")
    database.commit()
    database.close()
    with pytest.raises(DamagedError, match="event 3 is not as it was written"):
        store.open(noted)
    assert store.show(noted).state == "damaged"
    made, commands = store.recover(noted, campaign)
    assert (commands, events_of(store, made)) == (21, ["r0", "r1", "r2"])


def test_an_export_carries_them_and_notices_a_change(store: Store, noted: str, tmp_path: Path) -> None:
    lines = list(export(store, noted))
    other = Store(tmp_path / "other")
    made = import_session(other, lines)
    assert events_of(other, made) == events_of(store, noted)
    for wrong in (
        [line.replace("Wort 3", "Wort 9") for line in lines],
        [line for line in lines if "Wort 4" not in line],
        [line for line in lines if "Wort 1" not in line],
        [*lines[:-2], '{"kind":"event","event":7,"hash":"x"}', lines[-1]],
    ):
        with pytest.raises(DamagedError):
            read_export(wrong)


def test_a_game_without_a_class_is_exported_as_before(store: Store, played: str) -> None:
    lines = list(export(store, played))
    assert not any('"event' in line for line in lines)


def test_an_older_session_opens_and_gets_its_table_when_it_is_written(store: Store, played: str) -> None:
    database = sqlite3.connect(store.path(played))
    database.execute("DROP TABLE events")
    database.execute("PRAGMA user_version = 1")
    database.commit()
    database.close()
    assert store.events(played) == []
    assert store.show(played).state == "fine"
    with store.open(played) as journal:
        journal.append([], events=[event(0)])
    assert events_of(store, played) == ["r0"]


def test_a_hasty_journal_loses_nothing_when_its_host_is_killed(
    store: Store, played: str, campaign: Campaign, tmp_path: Path
) -> None:
    table = Table.resume(played, store=store, campaign=campaign)
    assert table.journal is not None
    table.journal.hasten()
    other = Store(tmp_path / "copy")
    for number in range(30):
        table.journal.append([], events=[event(number)])
        if number % 10 == 9:
            other.folder.mkdir(exist_ok=True)
            for path in store.folder.iterdir():
                (other.folder / path.name).write_bytes(path.read_bytes())
            assert len(other.events(played)) == number + 1
            with other.open(played) as journal:
                assert len(journal.events()) == number + 1
    table.close()
    assert [path.name for path in store.folder.iterdir() if "-wal" in path.name] == []
    assert len(store.events(played)) == 30


def test_deleting_a_session_leaves_nothing_beside_it(store: Store, noted: str) -> None:
    for ending in ("-wal", "-shm"):
        store.path(noted).with_name(store.path(noted).name + ending).write_bytes(b"")
    store.delete(noted)
    assert list(store.folder.iterdir()) == []
