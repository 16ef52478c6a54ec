"""Who sits where: places, speakers, and the emptiest seat for a newcomer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.content.text import did_you_mean, shorten
from tabletop.host.room.errors import forbidden, missing
from tabletop.host.room.people import PLAYER

if TYPE_CHECKING:
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.group import Group
    from tabletop.host.room.people import Person


def need_seat(room: Classroom, group: Group, seat: str) -> str:
    """A seat of a group's game; raises `ClassError`."""
    if seat not in group.seats:
        near = did_you_mean(seat, group.seats)
        raise missing(f"There is no seat “{shorten(seat)}”.", near[:1].upper() + near[1:])
    return seat


def need_own_seat(person: Person) -> str:
    """The seat of a player; raises `ClassError` when it has none."""
    if not person.seat:
        raise forbidden("You have no seat yet.", "Ask the facilitator for one.")
    return person.seat


def need_speaker(room: Classroom, person: Person, deed: str) -> str:
    """The seat that a person speaks for; raises `ClassError` that names who does."""
    seat = need_own_seat(person)
    if not person.speaker:
        speaker = room.people.speaker(person.group, seat)
        who = f"{speaker.name} does" if speaker else "nobody does yet"
        raise forbidden(
            f"Only the speaker of your seat {deed}; {who}.", "Propose it to your team, or have the speaker pass it on."
        )
    return seat


def place(room: Classroom, person: Person, role: str, group: int, seat: str, *, by: Person | None) -> None:
    """Admit a person to a place, or move it there; the first on a seat speaks for it."""
    speakers: dict[str, bool] = {}
    stays = person.admitted and (person.role, person.group, person.seat) == (role, group, seat)
    if stays:
        return
    speakers.update(succession(room, person))
    speakers[person.id] = role == PLAYER and bool(seat) and room.people.speaker(group, seat) is None
    room.note(by, "placed", person=person.id, role=role, group=group, seat=seat, admitted=True, speakers=speakers)
    if group <= len(room.groups):
        room.touch(room.group(group))


def succession(room: Classroom, person: Person) -> dict[str, bool]:
    """Who speaks for a seat when this person no longer does: one who is here, if any."""
    if not person.speaker:
        return {}
    others = [one for one in room.people.team(person.group, person.seat) if one.id != person.id]
    heir = next((one for one in others if one.here), others[0] if others else None)
    return {person.id: False, **({heir.id: True} if heir else {})}


def remove(room: Classroom, person: Person, *, by: Person | None, why: str) -> None:
    """Somebody leaves the class, and its tokens with it."""
    group = person.group
    room.note(by, "gone", person=person.id, why=why, speakers=succession(room, person))
    if group <= len(room.groups):
        room.touch(room.group(group))


def emptiest(room: Classroom) -> tuple[int, str]:
    """The group with the fewest players, and its seat with the fewest; the first of equals.

    Of seats that have people, one whose people are all away comes first: a newcomer is often one of them with another
    telephone.
    """
    teams = {
        group.number: {seat: room.people.team(group.number, seat) for seat in group.seats} for group in room.groups
    }
    number = min(teams, key=lambda n: (sum(map(len, teams[n].values())), n))
    handed = room.group(number).hands

    def crowd(seat: str) -> tuple[bool, bool, int, int]:
        team = teams[number][seat]
        return seat in handed, bool(team), sum(one.here for one in team), len(team)

    return number, min(teams[number], key=crowd)


def seat_newcomer(room: Classroom, person: Person) -> None:
    """Through an open door: players to the emptiest seat, everybody else to the first group."""
    if person.role == PLAYER:
        number, seat = emptiest(room)
        place(room, person, PLAYER, number, seat, by=None)
    else:
        place(room, person, person.role, 1, "", by=None)
