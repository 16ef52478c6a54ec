"""Records: one line a game, once, whatever has happened to the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.game import Choice
from tabletop.session import records
from tabletop.session.desk import Desk
from tabletop.session.records import Book, Record
from tabletop.session.sitting import Sitting
from tabletop.session.wish import Wish

ONE = Record(
    "s-1", "halcyon", "The Halcyon Compact", "standard", "normal", ("borealis",), "win", "C", 60.5, 58.25, 10,
    honours=("two-tables",), ended="2031-05-28T10:00:00Z",
)  # fmt: skip


def to_the_end(sitting: Sitting) -> None:
    while not sitting.over:
        for seat in sitting.waiting:
            sitting.seal(seat, Choice())


def test_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "records.jsonl"
    other = replace(
        ONE, session="s-2", title="東海 [red]\n\x1b]0;x\x07", daily="2031-05-28", luck="known", taken_back=3
    )
    assert records.add(ONE, path) == ONE
    assert records.add(other, path) == other
    assert records.read(path) == Book((ONE, other))
    assert path.read_bytes().count(b"\n") == 2


def test_a_session_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    records.add(ONE, path)
    assert records.add(replace(ONE, grade="A"), path) is None
    assert records.read(path).records == (ONE,)


def test_a_day_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    records.add(replace(ONE, daily="2031-05-28"), path)
    second = records.add(replace(ONE, session="s-2", daily="2031-05-28"), path)
    assert second is not None
    assert (second.daily, second.luck) == ("", "known")


def test_damaged_lines_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    records.add(ONE, path)
    with path.open("ab") as file:
        file.write(b'{"session": "s-2"}\n[]\n\xff\xfe\n\n{"session": "s-3", "campaign"')
    records.add(replace(ONE, session="s-4"), path)
    book = records.read(path)
    assert [record.session for record in book.records] == ["s-1", "s-4"], "what was cut off swallows nothing"
    assert book.troubles == ("records.jsonl: lines 2, 3, 4, 6 cannot be read and are left out.",)


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(raw: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        path.write_bytes(raw)
        found = records.read(path)
        assert len(found.records) <= raw.count(b"\n") + 1
        records.add(ONE, path)
        assert ONE in records.read(path).records or any(r.session == "s-1" for r in found.records)


def test_no_file_is_an_empty_book() -> None:
    assert records.read() == Book()


def test_best_streak_and_honours() -> None:
    games = [
        replace(ONE, session="a", grade="C", cohesion=60.0, stability=56.0, daily="2031-05-25"),
        replace(ONE, session="b", grade="C", cohesion=57.0, stability=57.0, daily="2031-05-26"),
        replace(ONE, session="c", grade="F", cohesion=90.0, stability=90.0, daily="2031-05-27", honours=()),
        replace(ONE, session="d", level="full", grade="F", daily="2031-05-23"),
    ]
    book = Book(tuple(games))
    assert {key: record.session for key, record in book.best().items()} == {
        ("halcyon", "standard"): "b", ("halcyon", "full"): "d",
    }  # fmt: skip
    assert book.streak(date(2031, 5, 27)) == 3
    assert book.streak(date(2031, 5, 28)) == 3, "today's game may still be played"
    assert book.streak(date(2031, 5, 29)) == 0
    assert book.honours() == {"two-tables": 3}
    assert Book().streak(date(2031, 5, 27)) == 0


def test_a_game_is_entered_when_it_ends_and_never_twice() -> None:
    desk = Desk()
    sitting = desk.begin(Wish("halcyon-tutorial", seed=5, skill="hard"))
    assert not desk.records().records
    to_the_end(sitting)
    (record,) = desk.records().records
    view = sitting.view("room")
    assert view.end is not None
    assert (record.cohesion, record.stability) == (view.cohesion.value, view.stability.value)
    assert (record.grade, record.outcome, record.turns) == (view.end.grade, view.end.outcome, sitting.turns_played())
    assert (record.skill, record.luck, record.people) == ("hard", "known", sitting.people)
    assert record.honours == tuple(honour.id for honour in sitting.honours() if honour.earned)
    sitting.undo()
    to_the_end(sitting)
    sitting.close()
    assert desk.resume(record.session).wish.skill == "hard"
    assert desk.records().records == (record,), "the first end counts"
    desk.close()


def test_take_backs_on_the_way_are_counted() -> None:
    desk = Desk()
    sitting = desk.begin(Wish("halcyon-tutorial"))
    sitting.seal(sitting.people[0], Choice())
    sitting.undo()
    to_the_end(sitting)
    assert desk.records().records[0].taken_back == 1
    assert desk.records().records[0].luck == "fresh"
    desk.close()


def test_a_game_that_ended_unseen_is_entered_when_it_is_opened() -> None:
    desk = Desk()
    sitting = desk.begin(Wish("halcyon-tutorial"))
    to_the_end(sitting)
    name = desk.records().records[0].session
    records.place().unlink()
    sitting.close()
    desk.resume(name)
    assert [record.session for record in desk.records().records] == [name]
    desk.close()


def test_a_game_that_is_not_kept_leaves_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    from tabletop.session import StorageError, Store

    def full(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(Store, "create", full)
    desk = Desk()
    to_the_end(desk.begin(Wish("halcyon-tutorial")))
    assert desk.records() == Book()


def test_a_place_that_refuses_costs_the_record_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(records, "add", refuse)
    desk = Desk()
    sitting = desk.begin(Wish("halcyon-tutorial"))
    to_the_end(sitting)
    assert sitting.over
    assert "No space left" in sitting.unrecorded
    desk.close()
