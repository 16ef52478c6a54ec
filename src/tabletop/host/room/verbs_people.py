"""What the facilitator does with people and seats, and the little that everybody does with themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabletop.host.room import requests as r
from tabletop.host.room.errors import ClassError, forbidden, missing, not_now
from tabletop.host.room.people import FACILITATOR, PLAYER
from tabletop.host.room.registry import ANYONE, verb
from tabletop.host.room.seating import emptiest, need_own_seat, need_seat, place, remove

if TYPE_CHECKING:
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.group import Group
    from tabletop.host.room.people import Person


@verb("admit", r.Admit, FACILITATOR)
def admit(room: Classroom, person: Person, group: Group, asked: r.Admit) -> dict[str, Any]:
    """Without a seat: the emptiest one."""
    newcomer = room.someone(asked.person)
    if newcomer.role == FACILITATOR:
        raise not_now("That is a facilitator.", "Move them first.")
    role = asked.role or (PLAYER if asked.seat else newcomer.role)
    number = asked.to or (asked.group if isinstance(asked.group, int) else 0)
    seat = asked.seat or ""
    if role == PLAYER and not seat:
        number, seat = emptiest(room) if not number else (number, emptiest_of(room, number))
    number = number or newcomer.group
    if role == PLAYER:
        need_seat(room, room.group(number), seat)
    place(room, newcomer, role, number, seat if role == PLAYER else "", by=person)
    return {"person": newcomer.id, "group": number, "seat": seat if role == PLAYER else ""}


def emptiest_of(room: Classroom, number: int) -> str:
    group = room.group(number)
    return min(group.seats, key=lambda seat: (seat in group.hands, len(room.people.team(number, seat))))


@verb("refuse", r.OfPerson, FACILITATOR)
def refuse(room: Classroom, person: Person, group: Group, asked: r.OfPerson) -> None:
    """Send somebody away, waiting or admitted; the token stops working."""
    other = room.someone(asked.person)
    if other.id == person.id:
        raise not_now("You would send yourself away.", "End the class instead.")
    remove(room, other, by=person, why="refused")


@verb("leave", r.Bare, *ANYONE, outside=True)
def leave(room: Classroom, person: Person, group: Group, asked: r.Bare) -> None:
    if person.role == FACILITATOR and sum(one.role == FACILITATOR for one in room.people) == 1:
        raise not_now("The only facilitator cannot leave.", "End the class, or make somebody else facilitator.")
    remove(room, person, by=person, why="left")


@verb("move", r.Move, FACILITATOR)
def move(room: Classroom, person: Person, group: Group, asked: r.Move) -> dict[str, Any]:
    """To another seat, group or role."""
    other = room.someone(asked.person)
    number = asked.group if isinstance(asked.group, int) else other.group
    role = asked.role or (PLAYER if asked.seat else other.role)
    alone = sum(one.role == FACILITATOR for one in room.people) == 1
    if other.role == FACILITATOR and role != FACILITATOR and alone:
        raise not_now("The class would be without a facilitator.", "Make somebody else facilitator first.")
    seat = ""
    if role == PLAYER:
        seat = asked.seat or (other.seat if number == other.group and other.seat else emptiest_of(room, number))
        need_seat(room, room.group(number), seat)
    room.group(number)
    place(room, other, role, number, seat, by=person)
    return {"person": other.id, "group": number, "seat": seat}


@verb("merge", r.Merge, FACILITATOR)
def merge(room: Classroom, person: Person, group: Group, asked: r.Merge) -> dict[str, Any]:
    """Everybody of one seat goes to another; the empty one falls to its own computer player."""
    source, into = need_seat(room, group, asked.from_), need_seat(room, group, asked.into)
    if source == into:
        raise ClassError("A seat cannot be merged with itself.", "Name two seats.")
    moved = room.people.team(group.number, source)
    if not moved:
        raise not_now(f"Nobody sits at {source}.", "There is nobody to move.")
    for other in moved:
        place(room, other, PLAYER, group.number, into, by=person)
    return {"moved": [other.id for other in moved]}


@verb("rename", r.Rename, *ANYONE, outside=True)
def rename(room: Classroom, person: Person, group: Group, asked: r.Rename) -> dict[str, Any]:
    other = person
    if asked.person is not None and asked.person != person.id:
        if person.role != FACILITATOR:
            raise forbidden("You can only rename yourself.", "Leave “person” out.")
        other = room.someone(asked.person)
    name = asked.name if asked.name == other.name else room.free_name(asked.name)
    room.note(person, "named", names={other.id: name}, person=other.id)
    if other.group <= len(room.groups):
        room.touch(room.group(other.group))
    return {"name": name}


@verb("mute", r.Mute, FACILITATOR)
def mute(room: Classroom, person: Person, group: Group, asked: r.Mute) -> None:
    other = room.someone(asked.person)
    if other.muted != asked.on:
        room.note(person, "muted", person=other.id, on=asked.on)


@verb("speaker", r.OfPerson, FACILITATOR, PLAYER)
def speaker(room: Classroom, person: Person, group: Group, asked: r.OfPerson) -> None:
    """By the facilitator, by the speaker, or by anybody of the team while the speaker is away."""
    other = room.someone(asked.person)
    if other.role != PLAYER or not other.seat:
        raise not_now(f"{other.name} has no seat.", "Give them one first.")
    present = room.people.speaker(other.group, other.seat)
    if person.role != FACILITATOR:
        if (other.group, other.seat) != (person.group, need_own_seat(person)):
            raise forbidden(f"{other.name} is not of your seat.", "Name somebody of your own.")
        if present is not None and present.id != person.id and present.here:
            raise forbidden(f"{present.name} speaks for your seat.", f"Ask {present.name} to pass it on.")
    if other.speaker:
        return
    speakers = {other.id: True, **({present.id: False} if present else {})}
    room.note(
        person, "placed", person=other.id, role=PLAYER, group=other.group, seat=other.seat, admitted=True,
        speakers=speakers,
    )  # fmt: skip
    room.touch(room.group(other.group))


@verb("hand", r.Hand, FACILITATOR, wide=True)
def hand(room: Classroom, person: Person, group: Group, asked: r.Hand) -> None:
    """A seat to a computer player, or back to its people."""
    from tabletop.minds import find

    seat = need_seat(room, group, asked.seat)
    mind = "" if asked.to == "people" else asked.to.removeprefix("npc:")
    if mind:
        find(mind)
    elif not room.people.team(group.number, seat):
        raise not_now(f"Nobody sits at {seat}.", "Move somebody there first; until then its computer player plays.")
    if group.hands.get(seat, "") != mind:
        room.keep(group, "hand", person, seat=seat, mind=mind)


@verb("erase", r.OfPerson, FACILITATOR)
def erase(room: Classroom, person: Person, group: Group, asked: r.OfPerson) -> None:
    """A person's name gives way to a pseudonym in everything that is kept; what they wrote stays."""
    if asked.person not in room.names:
        raise missing("There is no such name.", "Look at the list of people, or it is erased already.")
    room.note(person, "erased", names={asked.person: None}, person=asked.person)
    for every in room.groups:
        room.touch(every)
