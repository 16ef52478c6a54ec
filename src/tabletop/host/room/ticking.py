"""What happens by itself when time passes or everybody is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.host.room.plan import COMMIT, END, LOBBY, RESOLVE
from tabletop.host.room.verbs_change import bring
from tabletop.host.room.verbs_lead import enter, play_turn, release_turn
from tabletop.host.room.verbs_talk import settle

if TYPE_CHECKING:
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.group import Group


def tick_group(room: Classroom, group: Group, now: float) -> None:
    """Let a group's clock do its work; nothing while it stands."""
    if group.clock.paused or group.clock.phase == END:
        return
    time = group.clock.time(now)
    for proposal in group.talk.open():
        if time >= proposal.deadline:
            settle(room, group, proposal, late=True)
    for inject in list(group.notes.injects):
        if inject["state"] == "waiting" and inject["due"] is not None and time >= inject["due"]:
            bring(room, group, inject, None)
    auto = group.plan.auto
    if not auto["advance_on_time"] or group.clock.phase == LOBBY or not group.clock.planned:
        return
    if group.clock.left(now) > 0:
        return
    following = group.next
    if following == RESOLVE:
        if auto["hold_for_silent"] or not group.silent(room.people):
            play_turn(room, group, None, hold=auto["hold_for_silent"])
    else:
        enter(room, group, following, None, group.clock.turn if following not in ("brief",) else None)
        if following == "brief":
            release_turn(room, group)


def resolve_if_all(room: Classroom, group: Group) -> None:
    """Play the turn once everybody has chosen, where the class wants that."""
    if (
        group.plan.auto["resolve_when_all"] and group.clock.phase == COMMIT and not group.clock.paused
        and not group.game.over and not group.silent(room.people)
    ):  # fmt: skip
        play_turn(room, group, None, hold=False)
