"""What happens by itself must not stop what people do: what fails is set aside, and the facilitator is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tabletop.errors import TabletopError
from tabletop.host.room.faults import Automatic
from tabletop.session.errors import SessionError

if TYPE_CHECKING:
    from tabletop.host.room.group import Group
    from tabletop.host.room.keeper import Keeper

_OURS = "the host has made a mistake. Resolve now, or hand the seats of computer players to others."


def attempt(room: Keeper, group: Group, work: Callable[[], None]) -> None:
    """Let a group do something by itself; what has failed is not tried again before the group has moved.

    Raises `Automatic` when it has failed in a way that leaves the group half-changed, and `SessionError` as ever.
    """
    here = where(group)
    stuck = room.stuck.get(group.number)
    if stuck is not None and stuck[0] == here:
        tell_once(room, group)
        return
    room.stuck.pop(group.number, None)
    try:
        work()
    except SessionError:
        raise
    except TabletopError as error:
        room.stuck[group.number] = (where(group), f"{error.message} {error.next_step}".strip(), False)
        tell_once(room, group)
    except Exception as error:
        room.stuck[group.number] = (here, _OURS, False)
        raise Automatic from error


def where(group: Group) -> tuple[Any, ...]:
    """Where a group stands, as far as its automations go by it."""
    return group.game.turn, group.clock.phase, tuple(sorted(group.hands.items()))


def tell_once(room: Keeper, group: Group) -> None:
    """A line to the facilitator."""
    from tabletop.host.room.verbs_talk import tell

    here, why, told = room.stuck[group.number]
    if not told:
        room.stuck[group.number] = (here, why, True)
        tell(room, group, None, "system", ["facilitator"], f"What should happen by itself did not: {why}")
