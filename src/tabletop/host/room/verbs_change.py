"""How the facilitator changes the course: injects, now, timed or held, and numbers overruled with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabletop.errors import TabletopError
from tabletop.game import Command
from tabletop.host.room import requests as r
from tabletop.host.room.errors import ClassError, missing, not_now, too_many
from tabletop.host.room.notes import MOST_INJECTS
from tabletop.host.room.people import FACILITATOR
from tabletop.host.room.registry import verb
from tabletop.host.room.seating import need_seat
from tabletop.host.room.verbs_play import freed, need_kind
from tabletop.host.room.verbs_talk import tell
from tabletop.telling.authored import listed

if TYPE_CHECKING:
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.group import Group
    from tabletop.host.room.people import Person


@verb("inject", r.Inject, FACILITATOR, wide=True)
def inject(room: Classroom, person: Person, group: Group, asked: r.Inject) -> dict[str, Any]:
    """A card of the deck, or words of one's own; at once, at the next turn, in some minutes, or held."""
    if (asked.card is None) == (not asked.title and not asked.text):
        raise ClassError("An inject is a card or a text of your own.", "Give one of the two.")
    if len(group.notes.injects) >= MOST_INJECTS:
        raise too_many("There are too many injects already.", "Release or leave those.")
    if asked.card is not None:
        need_kind("inject", "Cards put on the table by hand")
        need_card(group, asked.card)
    to = ["all"] if asked.to == "all" else [need_seat(room, group, seat) for seat in asked.to]
    now, there = asked.when == "now", laid(group)
    n = len(group.notes.injects) + 1
    commands = [card_command(group, asked.card)] if now and asked.card is not None else []
    room.keep(
        group, "inject", person, *commands, card=asked.card, title=asked.title, text=asked.text, to=to,
        when=asked.when, answer={"inject": n},
    )  # fmt: skip
    if now:
        announce(room, group, group.notes.injects[-1], person, there)
    return {"inject": n}


@verb("release", r.Release, FACILITATOR)
def release(room: Classroom, person: Person, group: Group, asked: r.Release) -> None:
    """A held or waiting inject comes now."""
    bring(room, group, _pending(group, asked.inject), person, strict=True)


@verb("drop", r.Drop, FACILITATOR)
def drop(room: Classroom, person: Person, group: Group, asked: r.Drop) -> None:
    """A held or waiting inject does not come any more."""
    room.keep(group, "released", person, inject=_pending(group, asked.inject)["n"], state="dropped")


def _pending(group: Group, n: int) -> dict[str, Any]:
    """An inject that is held or waits."""
    found = group.notes.inject(n)
    if found is None:
        raise missing(f"There is no inject {n}.", "Look at the list again.")
    if found["state"] not in ("held", "waiting"):
        done = "come" if found["state"] == "done" else "been dropped"
        raise not_now(f"That inject has {done} already.", "Make a new one.")
    return found


def bring(room: Classroom, group: Group, found: dict[str, Any], person: Person | None, *, strict: bool = False) -> None:
    """Let an inject come; one that the game does not take any more is dropped, or with `strict` refused."""
    commands, there = [card_command(group, found["card"])] if found["card"] else [], laid(group)
    try:
        room.keep(group, "released", person, *commands, inject=found["n"], state="done")
    except TabletopError:
        if strict:
            raise
        room.keep(group, "released", person, inject=found["n"], state="dropped")
        return
    announce(room, group, found, person, there)


def announce(
    room: Classroom, group: Group, found: dict[str, Any], person: Person | None, there: tuple[str, ...]
) -> None:  # fmt: skip
    """Words of one's own are told to those they are for, a card to all; `there` had been laid before it."""
    if found["title"] or found["text"]:
        tell(room, group, person, "inject", list(found["to"]), found["text"], title=found["title"])
    tell_laid(room, group, there)


def laid(group: Group) -> tuple[str, ...]:
    """The facilitator's cards that have come on the table in the turn that is open."""
    return () if group.game.over else group.game.open_turn.injected


def tell_laid(room: Classroom, group: Group, there: tuple[str, ...] = ()) -> None:
    """Tell all which of the facilitator's cards are on the table now; one that waits for a free place is not told yet.

    `there` are those that have been told already.
    """
    came = [card for card in laid(group) if card not in there]
    if came:
        titles = {crisis.card: crisis.title for crisis in group.game.view("room").crises}
        named = listed([f"“{titles.get(card, card)}”" for card in came])
        tell(room, group, None, "system", ["all"], f"The facilitator has put {named} on the table.")


def need_card(group: Group, card: str) -> None:
    if card not in group.game.campaign.deck:
        raise missing("There is no such card in this deck.", "Choose one from the tray.")


def card_command(group: Group, card: str) -> Command:
    return Command.parse(Command("inject", "", group.game.turn, {"card": card}, "facilitator").as_json())


@verb("overrule", r.Overrule, FACILITATOR, wide=True)
def overrule(room: Classroom, person: Person, group: Group, asked: r.Overrule) -> None:
    """Change a number of the board; everybody sees the line with its reason."""
    need_kind("overrule", "Overruled numbers")
    data = {"variable": asked.variable, "who": list(asked.who), "amount": asked.amount}
    command = Command.parse(Command("overrule", "", group.game.turn, data, "facilitator", asked.why).as_json())
    room.keep(group, "overrule", person, *freed(group, command), command, **data, why=asked.why)
    tell(room, group, None, "system", ["all"], _overruled(group))


def _overruled(group: Group) -> str:
    """The change that was made last, in the words that the turn's story will have."""
    from tabletop.telling.steered import overruled

    view = group.game.view("room")
    names = {member.seat: member.name for member in view.members}
    titles = {crisis.card: crisis.title for crisis in view.crises}
    return overruled(view.overrules[-1], lambda seat: names.get(seat, seat), lambda card: titles.get(card, card))[0]
