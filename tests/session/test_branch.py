"""Going on from an earlier turn: a new game beside the old one, which stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.errors import UsageError
from tabletop.game import Choice
from tabletop.session import StorageError, Store
from tabletop.session.desk import Desk
from tabletop.session.sitting import Sitting
from tabletop.session.wish import Wish

LIBRARY = Path(__file__).parent.parent / "tui" / "library"


@pytest.fixture
def desk() -> Desk:
    return Desk((LIBRARY,))


def played(desk: Desk, turns: int = 3, **changes: object) -> Sitting:
    sitting = desk.begin(Wish("beacon", **{"people": ("aal",), "seed": 11, **changes}))  # type: ignore[arg-type]
    for _ in range(turns):
        sitting.seal(sitting.people[0], Choice())
    return sitting


def test_a_fork_is_a_new_game_that_is_the_same_up_to_its_turn(desk: Desk) -> None:
    old = played(desk)
    before = (old.name, len(old.game.commands), old.game.state_hash, old.turn)
    fresh = desk.fork(old, 2)
    assert fresh.turn == 2
    assert fresh.name != old.name
    assert fresh.view_at(1, "aal") == old.view_at(1, "aal")
    assert [crisis.card for crisis in fresh.view("aal").crises]
    card = fresh.view("aal").options.crises[0].card  # type: ignore[union-attr]
    fresh.seal("aal", Choice("confidence", card=card))
    assert before == (old.name, len(old.game.commands), old.game.state_hash, old.turn)
    old_hash, new_hash = old.game.state_hash, fresh.game.state_hash
    names = old.name, fresh.name
    desk.close()
    again = [desk.resume(name) for name in names]
    assert [sitting.game.state_hash for sitting in again] == [old_hash, new_hash]
    assert [sitting.turn for sitting in again] == [4, 3]
    assert Store().show(names[1]) is not None
    desk.close()


def test_it_begins_with_the_story_only_at_the_first_turn(desk: Desk) -> None:
    old = played(desk)
    assert desk.fork(old, 1).fresh
    assert not desk.fork(old, 3).fresh
    assert desk.fork(old, 4).turn == 4, "the turn that is being played can be tried twice"
    with pytest.raises(UsageError, match="There is no turn 5"):
        desk.fork(old, 5)
    desk.close()


def test_a_full_disk_costs_the_keeping_and_not_the_game(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    old = played(desk)
    monkeypatch.setattr(Store, "create", full)
    fresh = desk.fork(old, 2)
    assert fresh.turn == 2
    assert not fresh.kept
    assert "The disk is full." in fresh.trouble
    desk.close()
