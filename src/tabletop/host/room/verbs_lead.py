"""How the facilitator leads: phases, pause, resolve, rewind, fork, practice, settings, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabletop.game import Choice, Command
from tabletop.host.room import requests as r
from tabletop.host.room.errors import missing, not_now, too_many
from tabletop.host.room.people import FACILITATOR
from tabletop.host.room.plan import BRIEF, COMMIT, DISCUSS, END, LOBBY, RESOLVE, TALKING, Plan
from tabletop.host.room.registry import verb
from tabletop.telling.evaluation import FORMS

if TYPE_CHECKING:
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.group import Group
    from tabletop.host.room.people import Person

SILENT = "nothing was chosen before the turn was played"
KEPT_ON = frozenset({"hand", "plan"})
"""Events that stay in effect when a group goes back to an earlier turn."""


def enter(room: Classroom, group: Group, phase: str, by: Person | None, turn: int | None = None) -> None:
    """A group's next phase begins."""
    now = group.game.turn if turn is None else turn
    room.keep(group, "phase", by, to=phase, turn=now, planned=group.plan.planned(phase))


def play_turn(room: Classroom, group: Group, by: Person | None, *, hold: bool) -> tuple[str, ...]:
    """Play the turn: computer players choose, silent seats hold when `hold` allows it.  The silent seats.

    Raises `ClassError` when nothing is to be played, or somebody is waited for.
    """
    from tabletop.host.room.verbs_change import tell_laid
    from tabletop.session.table import mind_choices

    game = group.game
    if game.over:
        raise not_now("The game is over.", "Rewind it, or go on to the discussion.")
    if group.clock.phase not in TALKING:
        raise not_now("The turn has been played, or has not begun.", "Go on to the next phase.")
    silent = group.silent(room.people)
    if silent and not hold:
        raise not_now(f"Not everybody has chosen: {', '.join(silent)}.", "Wait, or resolve now: they hold then.")
    minds = {seat: group.mind(seat, room.people) for seat in game.seats if seat not in group.committed}
    played = {seat: mind for seat, mind in minds.items() if mind}
    holds = [Command.choose(seat, game.turn, Choice(), "facilitator", SILENT) for seat in silent]
    turn = game.turn
    commands = [*holds, *mind_choices(game, played), Command("resolve", "", turn, {}, "facilitator")]
    room.keep(group, "resolved", by, *commands, turn=turn, silent=list(silent))
    enter(room, group, RESOLVE, by, turn)
    tell_laid(room, group)  # those that had waited for a free place
    return silent


@verb("phase", r.ToPhase, FACILITATOR, wide=True)
def phase(room: Classroom, person: Person, group: Group, asked: r.ToPhase) -> dict[str, Any]:
    """The next phase, or a certain one."""
    to = asked.to or group.next
    if group.clock.phase == END:
        raise not_now("The group has ended.", "Rewind it, or fork it.")
    if to == RESOLVE:
        play_turn(room, group, person, hold=group.plan.auto["hold_for_silent"])
    elif to in (*TALKING, LOBBY) and group.game.over:
        raise not_now("The game is over.", "Discuss it, and end.")
    elif to == group.clock.phase:
        raise not_now(f"The group is in the phase “{to}” already.", "Extend it, or go on.")
    else:
        turn = group.clock.turn if to in (DISCUSS, END) else None
        enter(room, group, to, person, turn)
        if to in (BRIEF, COMMIT):
            release_turn(room, group)
    return {"phase": group.clock.phase}


def release_turn(room: Classroom, group: Group) -> None:
    """Injects that wait for the next turn come with it."""
    from tabletop.host.room.verbs_change import bring

    for inject in list(group.notes.injects):
        if inject["state"] == "waiting" and inject["when"] == "turn" and inject["turn"] < group.game.turn:
            bring(room, group, inject, None)


@verb("resolve", r.Bare, FACILITATOR, wide=True)
def resolve(room: Classroom, person: Person, group: Group, asked: r.Bare) -> dict[str, Any]:
    """Now: seats that have not chosen hold."""
    return {"silent": list(play_turn(room, group, person, hold=True))}


@verb("pause", r.Switch, FACILITATOR, wide=True)
def pause(room: Classroom, person: Person, group: Group, asked: r.Switch) -> None:
    if group.clock.paused != asked.on:
        room.keep(group, "pause", person, on=asked.on)


@verb("extend", r.Extend, FACILITATOR, wide=True)
def extend(room: Classroom, person: Person, group: Group, asked: r.Extend) -> None:
    if not group.clock.planned:
        raise not_now("This phase has no clock.", "There is nothing to extend.")
    room.keep(group, "extend", person, seconds=asked.seconds)


@verb("rewind", r.OfTurn, FACILITATOR, wide=True)
def rewind(room: Classroom, person: Person, group: Group, asked: r.OfTurn) -> dict[str, Any]:
    """Go back to the beginning of a turn; what was played stays as a session of its own."""
    need_played_turn(group, asked.turn)
    old = group.session
    branch(room, group, asked.turn, person, group.number, "rewind")
    return {"kept": old, "session": room.group(group.number).session}


@verb("fork", r.OfTurn, FACILITATOR)
def fork(room: Classroom, person: Person, group: Group, asked: r.OfTurn) -> dict[str, Any]:
    """A new group that goes on from the beginning of a turn; this one stays."""
    from tabletop.host.room.classroom import MOST_GROUPS

    need_played_turn(group, asked.turn)
    if len(room.groups) >= MOST_GROUPS:
        raise too_many(f"A class has {MOST_GROUPS} groups at most.", "Go on with those there are.")
    number = len(room.groups) + 1
    branch(room, group, asked.turn, person, number, "fork")
    return {"group": number}


def need_played_turn(group: Group, turn: int) -> None:
    if group.practice:
        raise not_now("A practice turn is being played.", "End the practice first.")
    if turn > group.game.turn:
        raise missing(f"There is no turn {turn} yet.", f"The game has turns 1 to {group.game.turn}.")


def branch(room: Classroom, group: Group, turn: int, by: Person, number: int, why: str) -> None:
    """Let group `number` go on from the beginning of a turn of `group`'s game, with all that was said before it."""
    events = [
        event for event in group.stored()
        if event["turn"] < turn or event["kind"] in KEPT_ON
    ]  # fmt: skip
    room.flush()
    table = group.table.fork(turn, store=room.store)
    assert table.journal is not None
    table.journal.append([], events=events, facts={"class": room.name, "group": number})
    fresh = room.add_group(number, table, why, by=by.id, turn=turn)
    room.keep(fresh, "begun", by, phase=BRIEF, turn=turn, planned=fresh.plan.planned(BRIEF))
    for proposal in fresh.talk.open():
        room.keep(fresh, "settled", by, proposal=proposal.n, state="withdrawn", why="the group went back")


@verb("practice", r.Switch, FACILITATOR, wide=True)
def practice(room: Classroom, person: Person, group: Group, asked: r.Switch) -> None:
    """A turn on other luck, so that nothing of the game is given away; afterwards the game is as it was."""
    from tabletop.session.table import Table

    if asked.on == bool(group.practice):
        return
    room.flush()
    if asked.on:
        if len(group.game.played) or group.committed:
            raise not_now("The game has begun.", "Practise before its first choice, or rewind afterwards.")
        luck = (room.facts.seed + 7919 * group.number + 104729 * (len(group.before) + 1)) % 10**9
        table = room.begin_table(group.number, luck, {"practice": True})
        real, settings = group.session, [event for event in group.stored() if event["kind"] in KEPT_ON]
        assert table.journal is not None
        table.journal.append([], events=settings)
        fresh = room.add_group(group.number, table, "practice", by=person.id, practice=real)
    else:
        settings = [event for event in group.stored() if event["kind"] in KEPT_ON]
        table = Table.resume(room.present_name(group.practice), store=room.store, campaign=room.campaign)
        fresh = room.add_group(group.number, table, "practised", by=person.id)
        for event in settings:
            room.keep(fresh, event["kind"], person, **event["data"])
    room.keep(fresh, "begun", person, phase=BRIEF, turn=fresh.game.turn, planned=fresh.plan.planned(BRIEF))


@verb("blank", r.Switch, FACILITATOR)
def blank(room: Classroom, person: Person, group: Group, asked: r.Switch) -> None:
    if room.facts.blank != asked.on:
        room.note(person, "blank", on=asked.on)


@verb("settings", r.Settings, FACILITATOR, wide=True)
def settings(room: Classroom, person: Person, group: Group, asked: r.Settings) -> None:
    """Of the class: who comes in and what is allowed; of a group: its times and what happens by itself."""
    names = ("open_door", "unsigned", "coach", "anonymous")
    changed = {name: on for name in names if (on := getattr(asked, name)) is not None}
    changed = {name: on for name, on in changed.items() if room.facts.settings[name] != on}
    forms = None if asked.forms is None or tuple(asked.forms) == room.facts.forms else list(asked.forms)
    if changed or forms is not None:
        room.note(person, "settings", settings=changed, forms=forms)
    if asked.auto or asked.seconds:
        Plan.parse({"seconds": {**group.plan.seconds, **asked.seconds}, "auto": {**group.plan.auto, **asked.auto}})
        room.keep(group, "plan", person, seconds=dict(asked.seconds), auto=dict(asked.auto))


@verb("end", r.Bare, FACILITATOR)
def end(room: Classroom, person: Person, group: Group, asked: r.Bare) -> None:
    """The class is over: every group stops where it is; what is to be filled in can be filled in."""
    if room.facts.ended:
        return
    for every in room.groups:
        if every.clock.phase != END:
            enter(room, every, END, person, every.clock.turn)
    if not room.facts.forms:
        room.note(person, "settings", settings={}, forms=list(FORMS))
    room.note(person, "ended")


@verb("declassify", r.Bare, FACILITATOR)
def declassify(room: Classroom, person: Person, group: Group, asked: r.Bare) -> None:
    """Open all secret briefs, objectives and messages to everybody."""
    if not room.facts.ended and not all(every.game.over for every in room.groups):
        raise not_now("Games are still being played.", "End the class first: then everything can be opened.")
    if not room.facts.declassified:
        room.note(person, "declassified")
        for every in room.groups:
            room.touch(every)
