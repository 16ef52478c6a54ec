"""Small sentences for people who wonder what to do now, and small facts about games."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.host.room.people import FACILITATOR, OBSERVER, PLAYER
from tabletop.host.room.plan import BRIEF, CAUCUS, COMMIT, DISCUSS, END, LOBBY, RESOLVE

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.host.room.group import Group
    from tabletop.host.room.people import Person

_PLAYER = {
    LOBBY: "Look around; the facilitator begins soon.",
    BRIEF: "Read your brief and the crises on the table.",
    CAUCUS: "Talk with the others: messages, proposals, promises.",
    COMMIT: "Decide now.",
    RESOLVE: "See what came of it.",
    DISCUSS: "Talk about what happened, and why.",
    END: "The game is over. Say what you take from it.",
}


def hint(person: Person, group: Group | None) -> str:
    """What a person can do now, in a sentence."""
    if not person.admitted:
        return "You are in the waiting room; the facilitator gives you a place."
    if person.role == FACILITATOR or group is None:
        return ""
    phase = group.clock.phase
    if person.role == OBSERVER:
        return "Watch, and note what you see: who does what well, and what is missing."
    if person.role != PLAYER:
        return ""
    if not person.seat:
        return "You have no seat yet; the facilitator gives you one."
    if person.seat in group.hands:
        return "A computer player has your seat at the moment; watch what it does."
    if phase == COMMIT and person.seat in group.committed:
        return "Your seat has committed. You can still take it back while the turn is open."
    if phase == COMMIT:
        return "You commit for your seat." if person.speaker else "Draft what you would do; your speaker commits."
    return _PLAYER[phase]


def steps(game: Game) -> int:
    """How many commands other than choices are in effect: each of them may change what a seat sees."""
    return sum(1 for command in game.commands if command.kind not in ("choose", "note"))
