"""What is noted: calls for help, reflections, questionnaires, ratings, observations, the check of the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tabletop.host.room import requests as r
from tabletop.host.room.errors import ClassError, forbidden, not_now, too_many
from tabletop.host.room.notes import MOST_NOTES
from tabletop.host.room.people import FACILITATOR, OBSERVER, PLAYER
from tabletop.host.room.registry import ANYONE, verb
from tabletop.host.room.seating import need_seat

if TYPE_CHECKING:
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.group import Group
    from tabletop.host.room.people import Person

MOST_WRITTEN: Final = 8000
"""Characters of all answers of a questionnaire."""


def need_paper(group: Group) -> None:
    if len(group.notes) >= MOST_NOTES:
        raise too_many("This group has no room for more notes.", "Write it on paper.")


@verb("raise", r.Words, PLAYER, OBSERVER)
def raise_hand(room: Classroom, person: Person, group: Group, asked: r.Words) -> None:
    need_paper(group)
    room.keep(group, "raise", person, text=asked.text, seat=person.seat)


@verb("lower", r.OfPerson, FACILITATOR)
def lower_hand(room: Classroom, person: Person, group: Group, asked: r.OfPerson) -> None:
    """What somebody has called for is dealt with; one who has left may have called, too."""
    if not any(call["by"] == asked.person for call in group.notes.calls()):
        raise not_now("Their hand is not up in this group.", "There is nothing to take down.")
    room.keep(group, "lower", person, person=asked.person)


@verb("reflect", r.Words, PLAYER, OBSERVER)
def reflect(room: Classroom, person: Person, group: Group, asked: r.Words) -> None:
    """A note to oneself and the report."""
    need_paper(group)
    room.keep(group, "reflect", person, text=asked.text, seat=person.seat)


@verb("fill", r.Fill, PLAYER, OBSERVER)
def fill(room: Classroom, person: Person, group: Group, asked: r.Fill) -> None:
    """A questionnaire, once a person; one without a name is stored without a person and without a seat."""
    need_paper(group)
    if asked.form not in room.facts.forms:
        raise not_now("That questionnaire is not open.", "The facilitator opens it.")
    if asked.anonymous and not room.facts.settings["anonymous"]:
        raise forbidden("Here questionnaires carry a name.", "Fill it with yours, or leave it.")
    if asked.form in room.filled.get(person.id, set()):
        raise not_now("You have filled this one already.", "Thank you.")
    size = sum(len(one) for one in asked.answers.values() if isinstance(one, str))
    if size > MOST_WRITTEN:
        raise ClassError(
            f"The answers have {size} characters, more than {MOST_WRITTEN}.", "Make them shorter.", status=413
        )
    room.keep_filled(group, person, asked.form, asked.answers, signed=not asked.anonymous)


@verb("rate", r.Rate, OBSERVER, FACILITATOR)
def rate(room: Classroom, person: Person, group: Group, asked: r.Rate) -> None:
    """P performed, S with some challenges, M with major ones, U unable (HSEEP 2020)."""
    need_paper(group)
    seat = need_seat(room, group, asked.seat) if asked.seat else ""
    room.keep(group, "rate", person, seat=seat, capability=asked.capability, rating=asked.rating, note=asked.note)


@verb("observe", r.Observe, OBSERVER, FACILITATOR)
def observe(room: Classroom, person: Person, group: Group, asked: r.Observe) -> None:
    need_paper(group)
    seat = need_seat(room, group, asked.seat) if asked.seat else ""
    room.keep(group, "observe", person, text=asked.text, seat=seat)


@verb("comcheck", r.Bare, FACILITATOR)
def comcheck(room: Classroom, person: Person, group: Group, asked: r.Bare) -> None:
    """Ask every line whether it is there; the pages answer with `hear`."""
    room.note(person, "comcheck")
    room.heard.clear()


@verb("hear", r.Hear, *ANYONE, outside=True)
def hear(room: Classroom, person: Person, group: Group, asked: r.Hear) -> None:
    """Not stored: the check is about now."""
    if asked.comcheck != room.facts.comcheck:
        raise not_now("That check is over.", "Nothing is to be done.")
    if person.id not in room.heard:
        room.heard[person.id] = max(0.0, room.now() - room.facts.comcheck_at)
        room.touch(None)
