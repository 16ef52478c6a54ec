"""What a seat does in the game: draft, commit, take back, pledge, take a public stand, be ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabletop.game import Choice, Command
from tabletop.host.room import requests as r
from tabletop.host.room.errors import ClassError, forbidden, not_now
from tabletop.host.room.people import PLAYER
from tabletop.host.room.plan import TALKING
from tabletop.host.room.registry import verb
from tabletop.host.room.seating import need_own_seat, need_speaker

if TYPE_CHECKING:
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.group import Group
    from tabletop.host.room.people import Person


def need_turn(room: Classroom, group: Group, seat: str, turn: int | None) -> None:
    """Raise `ClassError` unless this seat's people can choose in this turn now."""
    if group.game.over:
        raise not_now("The game is over.", "Look at how it ended.")
    if turn is not None and turn != group.game.turn:
        raise not_now(f"That was for turn {turn}; the game is in turn {group.game.turn}.", "Look at the table again.")
    if group.clock.phase not in TALKING:
        raise not_now(
            f"Nothing can be chosen in the phase “{group.clock.phase}”.", "Wait until the next turn is opened."
        )
    if seat in group.hands:
        raise forbidden("A computer player has your seat at the moment.", "Ask the facilitator to hand it back.")


@verb("draft", r.Draft, PLAYER)
def draft(room: Classroom, person: Person, group: Group, asked: r.Draft) -> None:
    """A suggestion to one's own team; without a choice it is taken back."""
    seat = need_own_seat(person)
    need_turn(room, group, seat, asked.turn)
    choice = asked.choice.model_dump() if asked.choice else None
    if choice is not None:
        Choice.parse(choice, f"draft of {seat}")
    if group.drafts.get(seat, {}).get(person.id) != choice:
        room.keep(group, "draft", person, seat=seat, choice=choice)


@verb("commit", r.Commit, PLAYER)
def commit(room: Classroom, person: Person, group: Group, asked: r.Commit) -> dict[str, Any]:
    seat = need_speaker(room, person, "commits")
    need_turn(room, group, seat, asked.turn)
    choice = Choice.parse(asked.choice.model_dump(), f"choice of {seat}, turn {asked.turn}")
    command = Command.choose(seat, group.game.turn, choice)
    room.keep(group, "commit", person, command, seat=seat)
    return {"seat": seat, "turn": asked.turn}


@verb("withdraw", r.OfTurn, PLAYER)
def withdraw(room: Classroom, person: Person, group: Group, asked: r.OfTurn) -> None:
    seat = need_speaker(room, person, "takes back what was committed")
    need_turn(room, group, seat, asked.turn)
    if seat not in group.committed:
        raise not_now("Your seat has not committed anything this turn.", "There is nothing to take back.")
    room.keep(group, "withdraw", person, seat=seat)


@verb("ready", r.Bare, PLAYER)
def ready(room: Classroom, person: Person, group: Group, asked: r.Bare) -> None:
    seat = need_own_seat(person)
    if seat not in group.ready:
        room.keep(group, "ready", person, seat=seat)


@verb("pledge", r.Pledge, PLAYER)
def pledge(room: Classroom, person: Person, group: Group, asked: r.Pledge) -> None:
    seat = need_speaker(room, person, "pledges")
    need_turn(room, group, seat, None)
    need_kind("pledge", "Public pledges")
    data = {"strategy": asked.strategy, "card": asked.card}
    command = Command.parse(Command("pledge", seat, group.game.turn, data).as_json())
    room.keep(group, "pledge", person, *freed(group, command), command, seat=seat, **data)


@verb("stand", r.Bare, PLAYER)
def stand(room: Classroom, person: Person, group: Group, asked: r.Bare) -> None:
    seat = need_speaker(room, person, "takes a public stand")
    need_turn(room, group, seat, None)
    need_kind("stand", "Public stands")
    command = Command.parse(Command("stand", seat, group.game.turn).as_json())
    room.keep(group, "stand", person, *freed(group, command), command, seat=seat)


def freed(group: Group, command: Command) -> list[Command]:
    """What must come before a command that only a choice taken back stands in the way of: nothing, mostly.

    A choice that a seat has withdrawn stays sealed in the game, for to take it out takes out what others did since.
    Where it is in the way it goes, by its number, and all that came after it, but for such choices, comes again.
    """
    game = group.game
    log, live = game.commands, game.in_effect
    loose = {seat for seat in game.sealed if seat not in group.committed}
    gone = [n for n in live if log[n].turn == game.turn and log[n].kind == "choose" and log[n].seat in loose]
    if not gone or game.can(command):
        return []
    again = [log[n] for n in live if n > gone[0] and n not in gone]
    steps = [Command("undo", "", game.turn, {"command": gone[0]}, "facilitator"), *again]
    trial = game.fork(game.turn)
    for earlier in (log[n] for n in live if n < gone[0] and log[n].turn == game.turn):
        trial.apply(earlier)
    for step in again:
        trial.apply(step)
    return steps if trial.can(command) else []


def need_kind(kind: str, what: str) -> None:
    """Raise `ClassError` while the game has no such command."""
    from tabletop.game.commands import KINDS

    if kind not in KINDS:
        raise ClassError(f"{what} are not in this Tabletop yet.", "Play on without.", status=409)
