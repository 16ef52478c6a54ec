"""The parts of a state as plain data, each from what its reader may know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tabletop.host.room import guide
from tabletop.host.room.people import FACILITATOR, OBSERVER, PLAYER
from tabletop.host.room.people import ROOM as SCREEN
from tabletop.host.room.record import SHEET
from tabletop.session.sitting import questions_of
from tabletop.telling.words import INTENT_WAS

if TYPE_CHECKING:
    from tabletop.host.room.group import Group
    from tabletop.host.room.keeper import Keeper
    from tabletop.host.room.people import Person

Data = dict[str, Any]
MOST_TOLD = 500
"""Messages and notes that a list for the facilitator carries at most, the latest ones."""
MOST_ASKED = 6
"""Questions for the talk afterwards."""
GREEDY = 0.45
"""Greed above which an outside party is one that wants more, as in `game.view`."""


def me(room: Keeper, person: Person) -> Data:
    group = room.groups[person.group - 1] if person.group <= len(room.groups) else None
    return {
        "person": person.id, "name": person.name, "role": person.role, "group": person.group, "seat": person.seat,
        "speaker": person.speaker, "muted": person.muted, "admitted": person.admitted,
        "hint": guide.hint(person, group), "filled": sorted(room.filled.get(person.id, ())),
        "heard": room.facts.comcheck if person.id in room.heard or _check_over(room, group) else 0,
    }  # fmt: skip


def _check_over(room: Keeper, group: Group | None) -> bool:
    """Whether nobody is asked any more: everybody has answered, or the group has gone on to another phase."""
    return not _missing(room) or (group is not None and group.clock.entered > room.facts.comcheck_at)


def _missing(room: Keeper) -> list[str]:
    """Who has not answered the latest check; screens and observers without a seat are not waited for."""
    return [
        person.id for person in room.people
        if person.id not in room.heard and (person.role == PLAYER or (person.role == OBSERVER and person.seat))
    ]  # fmt: skip


def about(room: Keeper, person: Person) -> Data:
    """The class as a whole; the code is for the facilitator and the screen in front."""
    facts, shows = room.facts, person.role == FACILITATOR or (person.role == SCREEN and person.admitted)
    return {
        "title": room.campaign.title, "campaign": room.campaign.id, **({"code": room.code} if shows else {}),
        "groups": len(room.groups), "open_door": facts.settings["open_door"], "blank": facts.blank,
        "comcheck": facts.comcheck, "ended": facts.ended, "declassified": facts.declassified,
        "forms": list(facts.forms), "unsigned": facts.settings["unsigned"], "coach": facts.settings["coach"],
        "anonymous": facts.settings["anonymous"], "optional": list(getattr(room.groups[0].game, "optional", ())),
        "level": room.groups[0].game.level.word,
    }  # fmt: skip


def phase_facts(room: Keeper, group: Group, now: float) -> Data:
    """What changes by events alone."""
    clock = group.clock
    return {
        "group": group.number, "turn": clock.turn, "phase": clock.phase, "paused": clock.paused,
        "planned": clock.planned + clock.extended, "warning": clock.warning(now), "next": group.next,
        "practice": bool(group.practice), "auto": dict(group.plan.auto),
    }  # fmt: skip


def phase_time(group: Group, now: float) -> Data:
    """What changes with every second: seconds left (negative = overrun), spent, and the host's clock."""
    left = group.clock.left(now) if group.clock.planned else None
    return {
        "left": None if left is None else round(left, 2), "overrun": round(max(0.0, -(left or 0.0)), 2),
        "actual": round(group.clock.spent(now), 2), "now": round(now, 3), "clock": round(group.clock.time(now), 3),
    }  # fmt: skip


def table(room: Keeper, group: Group, seat: str, lead: bool) -> Data:
    """Who has committed (not what), who is here; the own team with its drafts."""
    seats = []
    for one in group.seats:
        team, mind = room.people.team(group.number, one), group.mind(one, room.people)
        seats.append({
            "seat": one, "name": group.game.campaign.members[group.seats.index(one)].name, "people": len(team),
            "here": sum(person.here for person in team), "by": "npc" if mind else "person",
            **({"mind": mind} if lead else {}),
            "committed": one in group.committed, "ready": one in group.ready,
            "thinking_seconds": round(group.committed[one], 1) if one in group.committed else None,
        })  # fmt: skip
    found: Data = {"seats": seats, "began": round(group.turned, 3)}
    if seat:
        drafts = group.drafts.get(seat, {})
        found["team"] = [
            {
                "person": person.id, "name": person.name, "speaker": person.speaker, "here": person.here,
                "draft": drafts.get(person.id),
            }
            for person in room.people.team(group.number, seat)
        ]  # fmt: skip
    if lead:
        found["drafts"] = {one: dict(of) for one, of in group.drafts.items()}
        found["silent"] = list(group.silent(room.people))
    return found


def talk(room: Keeper, group: Group, seat: str, person: str, lead: bool, most: int) -> Data:
    """The latest messages that a reader may read, the proposals, pledges and red lines, which are public."""
    readable = group.talk.readable(seat, person, lead)
    return {
        "messages": [message(room, one.told(seat, person, lead)) for one in readable[-most:]],
        "earlier": max(0, len(readable) - most),
        "proposals": [proposal.told() for proposal in group.talk.proposals[-most:]],
        "pledges": [_public(note) for note in group.notes.pledges[-most:]],
        "stands": [_public(note) for note in group.notes.stands[-most:]],
        "red_lines": list(group.talk.red_lines[-most:]),
        "overruled": [_public(note) for note in group.notes.overruled[-most:]],
    }  # fmt: skip


def message(room: Keeper, told: Data) -> Data:
    """With the name of who wrote it, for those who may know that."""
    return {**told, "name": room.called(told["by"]) if told["by"] else ""}


def _public(note: Data) -> Data:
    return {name: value for name, value in note.items() if name not in ("by", "answer")}


# ---- for the facilitator


def people(room: Keeper, group: Group) -> Data:
    return {
        "people": [
            {**person.as_json(), "heard": round(room.heard[person.id], 2) if person.id in room.heard else None}
            for person in room.people
        ],
        "gone": sorted(set(room.names) - {person.id for person in room.people}, key=lambda who: int(who[1:])),
    }  # fmt: skip


def tray(room: Keeper, group: Group) -> Data:
    """The cards that can be put on the table, with their guidance."""
    deck, here = group.game.campaign.deck, {crisis.card for crisis in group.game.options(group.seats[0]).crises}
    known = group.game.tables.cards.ids
    return {"cards": [
        {
            "card": name, "title": deck[name].title, "domain": str(deck[name].domain), "on_table": name in here,
            **_notes(deck[name]),
        }
        for name in known
    ]}  # fmt: skip


def _notes(card: Any) -> Data:
    notes = card.facilitator
    return {
        "purpose": (notes.purpose if notes else "") or "", "expect": (notes.expect if notes else "") or "",
        "skip_if": (notes.skip_if if notes else "") or "",
    }  # fmt: skip


def injects(room: Keeper, group: Group) -> Data:
    return {"injects": [dict(note) for note in group.notes.injects[-MOST_TOLD:]]}


def ratings(room: Keeper, group: Group) -> Data:
    notes = group.notes
    sheets = [one for name, one in room.sheets.items() if name.startswith(f"{SHEET}{group.number}:")]
    return {
        "ratings": [_signed(room, note) for note in notes.ratings[-MOST_TOLD:]],
        "observations": [_signed(room, note) for note in notes.observations[-MOST_TOLD:]],
        "raised": [_signed(room, note) for note in notes.raised[-MOST_TOLD:]],
        "reflections": [_signed(room, note) for note in notes.reflections[-MOST_TOLD:]],
        "filled": {form: sum(note["form"] == form for note in (*notes.filled, *sheets)) for form in room.facts.forms},
    }  # fmt: skip


def _signed(room: Keeper, note: Data) -> Data:
    return {**note, "name": room.called(note["by"])}


def timeline(room: Keeper, group: Group) -> Data:
    """Planned against actual seconds of every phase that has ended, and what is planned for the present turn."""
    return {
        "spans": [
            {"turn": s.turn, "phase": s.phase, "planned": s.planned, "actual": round(s.actual, 1)}
            for s in group.clock.spans[-MOST_TOLD:]
        ],
        "plan": group.plan.as_json(), "sessions": [group.session, *reversed(group.before)],
    }  # fmt: skip


def guidance(room: Keeper, group: Group) -> Data:
    """Of the cards on the table: what they are for, what to expect, what to ask."""
    deck = group.game.campaign.deck
    crises = group.game.options(group.seats[0]).crises
    return {"cards": [
        {
            "card": crisis.card, "title": deck[crisis.card].title, "discuss": list(deck[crisis.card].discuss),
            **_notes(deck[crisis.card]),
        }
        for crisis in crises
    ]}  # fmt: skip


def comcheck(room: Keeper, group: Group) -> Data:
    return {
        "round": room.facts.comcheck, "at": room.facts.comcheck_at,
        "heard": {who: round(seconds, 2) for who, seconds in room.heard.items()},
        "missing": _missing(room) if room.facts.comcheck else [],
    }  # fmt: skip


def groups(room: Keeper, group: Group) -> Data:
    """Every group in a line, for who leads several."""
    return {"groups": [
        {
            "group": one.number, "turn": one.clock.turn, "phase": one.clock.phase, "paused": one.clock.paused,
            "planned": one.clock.planned + one.clock.extended, "started": round(one.clock.started, 3),
            "people": sum(p.admitted and p.role == PLAYER and p.group == one.number for p in room.people),
            "committed": sorted(one.committed), "silent": list(one.silent(room.people)), "over": one.game.over,
            "outcome": one.game.outcome, "practice": bool(one.practice), "session": one.session,
            "raised": len(one.notes.calls()), "open_proposals": len(one.talk.open()),
        }
        for one in room.groups
    ]}  # fmt: skip


LEADING: dict[str, Callable[[Any, Any], Data]] = {
    "people": people, "tray": tray, "injects": injects, "ratings": ratings, "timeline": timeline,
    "guidance": guidance, "comcheck": comcheck, "groups": groups,
}  # fmt: skip


# ---- the end


def end(room: Keeper, group: Group) -> Data:
    """What is open to all: how the game ended; once the class is declassified every brief, objective and message."""
    game = group.game
    found: Data = {
        "over": game.over, "outcome": game.outcome, "ending": game.ending, "session": group.session,
        "questions": questions_of(game)[:MOST_ASKED],
    }  # fmt: skip
    if not room.facts.declassified:
        return found
    view = game.view(FACILITATOR)
    found["members"] = [
        {
            "seat": member.seat, "name": member.name, "brief": member.brief, "red_lines": list(member.red_lines),
            "objective": member.objective.model_dump(mode="json"), "score": member.score.model_dump(mode="json"),
        }
        for member in view.members
    ]  # fmt: skip
    found["outside"] = view.outside.model_dump(mode="json")
    # A game that was ended early has not shown it by itself.
    intent = view.outside.intent or ("greedy" if (view.outside.greed or 0.0) > GREEDY else "seeker")
    found["outside"]["intent"] = intent
    found["intent"] = f"{view.outside.name[:1].upper()}{view.outside.name[1:]} {INTENT_WAS[intent]}."
    latest = group.talk.messages[-MOST_TOLD:]
    found["messages"] = [message(room, m.told("", "", True)) for m in latest]
    found["names"] = {to: room.called(to) for m in latest for to in m.to if to in room.names}
    found["earlier"] = max(0, len(group.talk.messages) - MOST_TOLD)
    found["choices"] = [
        {"turn": turn.turn, "choices": {seat: choice.as_json() for seat, choice in turn.choices.items()}}
        for turn in game.played
    ]  # fmt: skip
    return found
