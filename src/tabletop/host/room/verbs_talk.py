"""What is said: messages, proposals and their votes, public red lines, private words of the facilitator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabletop.host.room import requests as r
from tabletop.host.room.errors import forbidden, missing, not_now, too_many
from tabletop.host.room.people import FACILITATOR, PLAYER
from tabletop.host.room.plan import TALKING
from tabletop.host.room.registry import verb
from tabletop.host.room.seating import need_own_seat, need_seat, need_speaker
from tabletop.host.room.talk import MOST_MESSAGES, MOST_OPEN, MOST_PROPOSALS, Proposal

if TYPE_CHECKING:
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.group import Group
    from tabletop.host.room.keeper import Keeper
    from tabletop.host.room.people import Person


def need_voice(person: Person) -> None:
    if person.muted:
        raise forbidden("The facilitator has muted you.", "You can still call the facilitator.")


def need_space(group: Group) -> None:
    if len(group.talk.messages) >= MOST_MESSAGES:
        raise too_many("This group has said all that can be kept.", "Talk aloud.")


def tell(
    room: Keeper, group: Group, person: Person | None, kind: str, to: list[str], text: str, *, seat: str = "",
    title: str = "", unsigned: bool = False, event: str = "told",
) -> None:  # fmt: skip
    """Keep a message of a group; a practice turn's are marked."""
    data: dict[str, Any] = {"kind": kind, "seat": seat, "to": to, "text": text}
    if title:
        data["title"] = title
    if unsigned:
        data["unsigned"] = True
    if group.practice:
        data["practice"] = True
    room.keep(group, event, person, **data)


@verb("say", r.Say, PLAYER, FACILITATOR, wide=True)
def say(room: Classroom, person: Person, group: Group, asked: r.Say) -> dict[str, Any]:
    need_voice(person)
    need_space(group)
    seat = need_own_seat(person) if person.role == PLAYER else ""
    if asked.unsigned and not room.facts.settings["unsigned"]:
        raise forbidden("Messages without a name are not allowed here.", "Sign it, or ask the facilitator.")
    if asked.to == "team":
        if not seat:
            raise forbidden("You have no team.", "Write to seats, or to all.")
        to = [seat]
    elif isinstance(asked.to, str):
        to = [asked.to]
    else:
        to = list(dict.fromkeys(need_seat(room, group, one) for one in asked.to))
    kind = "press" if asked.to == "press" else "message"
    tell(room, group, person, kind, to, asked.text, seat=seat, unsigned=asked.unsigned, event="say")
    return {"n": group.talk.serial}


@verb("whisper", r.Whisper, FACILITATOR, wide=True)
def whisper(room: Classroom, person: Person, group: Group, asked: r.Whisper) -> dict[str, Any]:
    """Private words to a seat or to one person."""
    need_space(group)
    other = room.people.get(asked.to)
    if other is None:
        need_seat(room, group, asked.to)
    elif other.group != group.number:
        if asked.group == "all":
            return {}  # one person is in one group: there it is said, once
        group = room.group(other.group)
    tell(room, group, person, "whisper", [asked.to], asked.text, event="whisper")
    return {"n": group.talk.serial}


@verb("red_line", r.Words, PLAYER)
def red_line(room: Classroom, person: Person, group: Group, asked: r.Words) -> None:
    """A public statement of what a member will not accept."""
    need_voice(person)
    seat = need_speaker(room, person, "draws red lines")
    if len(group.talk.red_lines) >= MOST_PROPOSALS:
        raise too_many("There are too many red lines already.", "Stand by those.")
    room.keep(group, "red_line", person, seat=seat, text=asked.text)


@verb("propose", r.Propose, PLAYER)
def propose(room: Classroom, person: Person, group: Group, asked: r.Propose) -> dict[str, Any]:
    """Every seat that people play has a voice; the sponsor has said yes."""
    need_voice(person)
    seat = need_speaker(room, person, "proposes")
    if group.clock.phase not in TALKING or group.game.over:
        raise not_now("Proposals are made before the turn is played.", "Wait for the next turn.")
    if len(group.talk.proposals) >= MOST_PROPOSALS or len(group.talk.open()) >= MOST_OPEN:
        raise too_many(f"There are {len(group.talk.open())} proposals open.", "Have some of them settled first.")
    if asked.card is not None and asked.card not in {crisis.card for crisis in group.game.options(seat).crises}:
        raise missing("That crisis is not on the table.", "Leave the card out, or name one that is.")
    entitled = group.played_by_people(room.people)
    n = len(group.talk.proposals) + 1
    room.keep(
        group, "propose", person, seat=seat, title=asked.title, text=asked.text, rule=asked.rule, card=asked.card,
        seconds=round(60 * asked.minutes, 3), entitled=list(entitled), answer={"proposal": n},
    )  # fmt: skip
    settle(room, group, group.talk.proposals[-1], late=False)
    return {"proposal": n}


@verb("cosign", r.OfProposal, PLAYER)
def cosign(room: Classroom, person: Person, group: Group, asked: r.OfProposal) -> None:
    seat = need_speaker(room, person, "signs")
    proposal = need_proposal(group, asked.proposal, seat)
    if seat == proposal.sponsor or seat in proposal.cosigners:
        return
    room.keep(group, "cosign", person, proposal=proposal.n, seat=seat)
    settle(room, group, proposal, late=False)


@verb("vote", r.Vote, PLAYER)
def vote(room: Classroom, person: Person, group: Group, asked: r.Vote) -> None:
    """The latest word of a seat counts; under silence procedure a no breaks it."""
    seat = need_speaker(room, person, "votes")
    proposal = need_proposal(group, asked.proposal, seat)
    if proposal.votes.get(seat) != asked.stance:
        room.keep(group, "vote", person, proposal=proposal.n, seat=seat, stance=asked.stance)
        settle(room, group, proposal, late=False)


@verb("withdraw_proposal", r.OfProposal, PLAYER, FACILITATOR)
def withdraw_proposal(room: Classroom, person: Person, group: Group, asked: r.OfProposal) -> None:
    """By its sponsor, or by the facilitator."""
    proposal = group.talk.proposal(asked.proposal)
    if proposal is None or proposal.state != "open":
        raise not_now("That proposal is not open.", "Look at the list again.")
    if person.role != FACILITATOR and need_speaker(room, person, "withdraws") != proposal.sponsor:
        raise forbidden(f"{proposal.sponsor} has proposed it.", "Vote against it instead.")
    why = "taken back by the facilitator" if person.role == FACILITATOR else f"{proposal.sponsor} took it back"
    room.keep(group, "settled", person, proposal=proposal.n, state="withdrawn", why=why)


def need_proposal(group: Group, n: int, seat: str) -> Proposal:
    """An open proposal in which a seat has a voice and whose time is not over; raises `ClassError`."""
    proposal = group.talk.proposal(n)
    if proposal is None:
        raise missing(f"There is no proposal {n}.", "Look at the list again.")
    if proposal.state != "open":
        raise not_now(f"The proposal is {proposal.state}: {proposal.why}.", "Make a new one.")
    if seat not in proposal.entitled:
        raise forbidden("Your seat has no voice in this proposal.", "It was played by a computer when it was made.")
    return proposal


def settle(room: Classroom, group: Group, proposal: Proposal, *, late: bool) -> None:
    """Close a proposal when its rule says so; `late`: its time is over."""
    if proposal.state != "open":
        return
    state, why = proposal.verdict(late)
    if state != "open":
        room.keep(group, "settled", None, proposal=proposal.n, state=state, why=why)
