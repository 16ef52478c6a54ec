"""Whether a command can be applied now, and if not, what is wrong and what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.content.text import did_you_mean, shorten
from tabletop.game import steering
from tabletop.game.commands import KINDS, OWN, STEPS, Command
from tabletop.game.errors import GameError, Illegal, Malformed
from tabletop.game.legal import check, options

if TYPE_CHECKING:
    from tabletop.game.game import Game


def verify(game: Game, command: Command) -> None:
    """Raise `Malformed` or `Illegal` unless the command can be applied now."""
    if command.kind not in KINDS:
        raise Malformed(f"There is no command “{shorten(command.kind)}”.", f"One of: {', '.join(KINDS)}.", thing="kind")
    place = f"{command.kind} command, turn {command.turn}"
    if command.seat and command.seat not in game.seats:
        raise no_seat(game, command.seat, place)
    if command.kind == "note":
        return
    if command.turn != game.turn:
        raise Illegal(
            f"The command is for turn {command.turn}; the game is in turn {game.turn}.",
            "Look at the table again.", thing="turn", place=place,
        )  # fmt: skip
    if command.kind == "undo":
        _undo(game, command, place)
    elif command.kind == "redo":
        if not game.can_redo:
            raise Illegal("There is nothing to bring back.", "", thing="redo", place=place)
    elif game.over:
        raise Illegal(
            "The game is over.", "Look at how it ended, or take back a turn.", thing=command.kind, place=place
        )
    elif command.kind == "choose":
        _choice(game, command, place)
    elif command.kind in STEPS:
        steering.verify(game, command, place)
    else:
        waiting = game.seats_to_choose()
        if waiting:
            raise Illegal(
                f"Not everybody has chosen: {', '.join(waiting)}.", "The turn is played when all have.",
                thing="resolve", place=place,
            )  # fmt: skip


def no_seat(game: Game, seat: str, place: str) -> GameError:
    """The refusal of a seat that is not in the game."""
    near = did_you_mean(seat, game.seats)
    return Illegal(
        f"No member “{shorten(seat)}” is in this game.", near[:1].upper() + near[1:], thing="seat", place=place
    )


def _choice(game: Game, command: Command, place: str) -> None:
    if not command.seat:
        raise Illegal(
            "The choice belongs to no seat.", f"Name one of: {', '.join(game.seats)}.", thing="seat", place=place
        )
    if command.by == "person" and command.seat not in game.people:
        raise Illegal(
            f"No person plays {command.seat}.",
            f"People play: {', '.join(game.people) or 'nobody'}.",
            thing="seat",
            place=place,
        )
    try:
        choice = command.choice
    except TypeError as error:
        raise Malformed(
            "The choice has unknown fields.", "Read it with Command.parse.", thing="data", place=place
        ) from error
    check(choice, options(game.board, game.tables, command.seat), game.turn)


def _undo(game: Game, command: Command, place: str) -> None:
    number, live, log = command.data.get("command"), game.in_effect, game.commands
    if number not in live:
        raise Illegal(
            f"Command {number} is not in effect.",
            "Take back one that is, or bring it back first.",
            thing="command",
            place=place,
        )
    if command.by == "facilitator" or len(game.people) <= 1:
        return
    for cut in live[live.index(number) :]:
        other = log[cut]
        if not command.seat or other.kind not in OWN or other.seat != command.seat:
            raise Illegal(
                "That would take back what others have done, too.",
                "Ask the facilitator.",
                thing="command",
                place=place,
            )
