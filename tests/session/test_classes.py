"""A game that belongs to a class: no table plays it on, and everything that only reads it goes on doing so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.errors import UsageError
from tabletop.game import Choice
from tabletop.session import SessionError, Store, Table, records
from tabletop.session.classes import class_of
from tabletop.session.desk import Desk

LIBRARY = Path(__file__).parent.parent / "tui" / "library"
CLASS = "beacon-20310528-7f3a"


@pytest.fixture
def desk() -> Desk:
    return Desk((LIBRARY,))


def of_class(desk: Desk, turns: int = 1, *, end: bool = False) -> str:
    """A class's game as its host leaves it: a person on every seat."""
    campaign = desk.campaign("beacon")
    seats = [member.id for member in campaign.members]
    with Table.new(campaign, 5, people=seats, store=Store(), facts={"class": CLASS, "group": 1}) as table:
        while not table.game.over if end else table.game.turn <= turns:
            for seat in table.waiting:
                table.choose(seat, Choice())
            table.resolve()
        return table.name


def has_class(store: Store) -> None:
    store.class_folder.mkdir(parents=True, exist_ok=True)
    (store.class_folder / f"{CLASS}.tabletop-class").write_bytes(b"")


def test_it_is_refused_by_name_with_a_next_step(desk: Desk) -> None:
    name, store = of_class(desk), Store()
    before = store.path(name).read_bytes()
    has_class(store)
    with pytest.raises(SessionError, match=f"belongs to the class {CLASS}") as refused:
        desk.resume(name)
    assert f"tabletop host --resume {CLASS}" in refused.value.next_step
    assert f"tabletop sessions fork {name} 2" in refused.value.next_step
    assert store.path(name).read_bytes() == before
    (store.class_folder / f"{CLASS}.tabletop-class").unlink()
    with pytest.raises(SessionError, match="no longer here") as refused:
        desk.resume(name)
    assert "host" not in refused.value.next_step
    assert "fork" in refused.value.next_step


def test_it_is_never_the_latest(desk: Desk) -> None:
    sitting = desk.begin_named("beacon")
    own = sitting.name
    desk.close()
    name = of_class(desk)
    assert Store().names()[0] == name
    assert Store().latest() == own
    assert desk.resume().name == own
    desk.close()
    told = {stored.id: stored for stored in desk.stored()}
    assert told[own].playable
    assert not told[name].playable
    assert told[name].classroom == CLASS
    assert "of a class" in told[name].where
    Store().delete(own)
    with pytest.raises(SessionError, match="no game to go on with") as refused:
        desk.resume()
    assert "tabletop host --resume" in refused.value.next_step


def test_it_can_be_forked_and_the_fork_is_ones_own(desk: Desk) -> None:
    name, store = of_class(desk, turns=2), Store()
    fork = store.fork(name, 2, desk.campaign("beacon"))
    assert (class_of(store, name), class_of(store, fork)) == (CLASS, "")
    assert store.show(fork).as_json()["class"] == ""
    assert store.show(name).as_json()["class"] == CLASS
    assert desk.resume(fork).turn == 2
    desk.close()


def test_a_host_goes_on_using_it(desk: Desk) -> None:
    with Table.resume(of_class(desk), campaign=desk.campaign("beacon")) as table:
        table.choose(table.waiting[0], Choice())


def test_when_it_is_over_it_is_looked_at_and_stays_as_it_is(desk: Desk) -> None:
    name, store = of_class(desk, end=True), Store()
    before = store.path(name).read_bytes()
    with store.open(name):  # the host may still have it
        sitting = desk.resume(name)
    assert sitting.over
    assert not sitting.kept
    assert "class" in sitting.trouble
    assert sitting.played(1, "room")
    sitting.undo()
    sitting.note("seen")
    fresh = desk.fork(sitting, 2)
    assert fresh.kept
    assert class_of(store, fresh.name) == ""
    desk.close()
    assert store.path(name).read_bytes() == before
    assert not records.read().records, "what a class came to is nobody's own record"
    with pytest.raises(UsageError):
        desk.fork(desk.resume(name), 99)
    desk.close()


def test_a_classs_name_is_no_games(desk: Desk) -> None:
    has_class(Store())
    with pytest.raises(SessionError, match="is a class, not a game") as refused:
        desk.resume(CLASS)
    assert f"tabletop host --resume {CLASS}" in refused.value.next_step
