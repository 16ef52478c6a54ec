"""From a class's record to the facts of a report; nothing secret before it is opened, no names unless asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from tabletop.report.room import facts as r
from tabletop.report.room.thread import Grounds, actions_of, aims_of, findings
from tabletop.telling.evaluation import FORMS
from tabletop.telling.steered import overruled, pledge

if TYPE_CHECKING:
    from tabletop.report.facts import Burden, Card, Trust, Turn
    from tabletop.report.seen import Seen
    from tabletop.session.classes import ClassSession, Member
    from tabletop.session.happened import Entry, Proposal

AUDIENCE: Final = {"all": "everybody", "press": "the press", "facilitator": "the facilitator"}
_ROLE: Final = {"facilitator": "the facilitator", "observer": "an observer", "room": "the room"}


class Who:
    """Who somebody is in the report: a name where that was asked for and is still there, else a role."""

    def __init__(self, seen: Seen, session: ClassSession, named: bool) -> None:
        self.people: Mapping[str, Member] = session.people
        self.member = seen.member
        self.named = named

    def of(self, person: str) -> str:
        """“an observer”, “Borealis”, “the facilitator”; with names “Ada”."""
        known = self.people.get(person)
        if known is None:
            return ""
        if self.named and known.name and known.role != "facilitator":
            return known.name
        if known.role in _ROLE:
            return _ROLE[known.role]
        return self.member(known.seat) if known.seat else "a player"

    def audience(self, to: str) -> str:
        """Whom a message is for."""
        if to in AUDIENCE:
            return AUDIENCE[to]
        known = self.people.get(to)
        if known is None:
            return self.member(to) if not to.startswith("P") else "one person"
        if self.named and known.name:
            return known.name
        return f"one person of {self.member(known.seat)}" if known.seat else "one person"


def gather_room(
    seen: Seen, session: ClassSession, *, named: bool, turns: Sequence[Turn], cards: Sequence[Card],
    burden: Sequence[Burden], trust: Trust,
) -> r.RoomFacts:  # fmt: skip
    """Everything that a class adds.  `named` puts people's names in, but for those that were erased.

    Until the game is over or the class is declassified (`seen.opened`), only what everybody could read is in it.
    """
    told, who = session.happened, Who(seen, session, named)
    pledges = _pledges(seen)
    common: dict[str, Any] = {
        "group": session.group, "ended": session.ended, "declassified": session.declassified, "named": named,
        "branches": tuple(r.Branch(session=name, why=why, turn=turn) for name, why, turn in session.branches),
        "phases": tuple(
            r.Phase(turn=s.turn, phase=s.phase, planned=round(s.planned, 1), actual=round(s.actual, 1))
            for s in told.spans
        ),
        "messages": tuple(_messages(seen, who, told.messages, told.began)),
        "proposals": tuple(_proposal(seen, n, one) for n, one in enumerate(told.proposals, 1)),
        "pledges": pledges,
        "red_lines": tuple(r.Stated(turn=e.turn, member=seen.member(e.seat), text=e.text()) for e in told.red_lines),
        "injects": tuple(_injects(seen, who, session)),
        "overruled": tuple(
            r.Overruled(turn=turn.turn, text=overruled(one, seen.member, seen.names.card)[0])
            for turn in seen.turns for one in turn.overrules
        ),
        "seats": tuple(_seats(seen, session)),
    }  # fmt: skip
    if not seen.over:
        return r.RoomFacts(**common)
    ratings = tuple(
        r.Rated(
            turn=e.turn, member=seen.member(e.seat) if e.seat else "", capability=e.text("capability"),
            rating=e.text("rating"), note=e.text("note"), who=who.of(e.by),
        )
        for e in told.ratings
    )  # fmt: skip
    noted = [
        r.Observed(turn=e.turn, member=seen.member(e.seat) if e.seat else "", text=e.text(), who=who.of(e.by))
        for e in told.observations
    ]
    entered, observations = actions_of(noted)
    strong, weak = findings(Grounds(
        ratings=ratings, turns=turns, cards=cards, burden=burden, trust=trust, pledges=pledges,
        proposals=common["proposals"],
    ))  # fmt: skip
    return r.RoomFacts(
        **common, ratings=ratings, observations=observations, strengths=strong, improvements=weak,
        aims=aims_of(seen, ratings, cards, strong, weak),
        actions=(*entered, *(r.Action(area=one.text, text="", owner="", due="") for one in weak)),
        reflections=tuple(
            r.Observed(turn=e.turn, member=seen.member(e.seat) if e.seat else "", text=e.text(), who=who.of(e.by))
            for e in told.reflections
        ),
        people=tuple(_people(session)) if named else (), forms=tuple(_forms(told.filled)),
    )  # fmt: skip


def _messages(seen: Seen, who: Who, entries: Iterable[Entry], began: float) -> Iterable[r.Message]:
    for e in entries:
        to = [str(one) for one in e.data.get("to", ())]
        kind = e.text("kind") or "message"
        if not seen.over and not {"all", "press"} & set(to):
            continue
        hidden = bool(e.data.get("unsigned")) and not seen.over
        sender = "" if hidden else seen.member(e.seat) if e.seat else "the facilitator" if e.by or to == ["all"] else ""
        if who.named and e.seat and not hidden:
            name = who.of(e.by)
            sender = f"{sender} ({name})" if name and name != sender else sender
        yield r.Message(
            turn=e.turn, minute=max(0, int((e.at - began) // 60)), kind=kind, sender=sender,
            to=tuple(who.audience(one) for one in to), title=e.text("title"), text=e.text(),
            unsigned=bool(e.data.get("unsigned")), practice=bool(e.data.get("practice")),
        )  # fmt: skip


def _proposal(seen: Seen, number: int, one: Proposal) -> r.Proposed:
    why = one.why
    for seat in sorted(seen.game.seats, key=len, reverse=True):
        why = why.replace(seat, seen.member(seat))
    return r.Proposed(
        number=number, turn=one.made.turn, sponsor=seen.member(one.made.seat), title=one.made.text("title"),
        text=one.made.text(), rule=one.made.text("rule"), cosigners=tuple(map(seen.member, one.cosigners)),
        votes={seen.member(seat): word for seat, word in one.votes.items()}, state=one.state, why=why,
    )  # fmt: skip


def _pledges(seen: Seen) -> tuple[r.Pledged, ...]:
    """From the game itself, which alone knows whether they were kept."""
    return tuple(
        r.Pledged(
            turn=turn.turn, member=seen.member(one.seat), text=pledge(one, seen.member, seen.names.card)[0],
            kept=one.kept,
        )
        for turn in seen.turns
        for one in turn.pledges
    )  # fmt: skip


def _injects(seen: Seen, who: Who, session: ClassSession) -> Iterable[r.Injected]:
    for one in session.happened.injects:
        to = [str(seat) for seat in one.made.data.get("to", ["all"])]
        public = one.state == "done" and "all" in to
        if not seen.over and not public:
            continue
        card = one.made.text("card")
        yield r.Injected(
            turn=one.came, title=seen.names.card(card) if card else one.made.text("title"), text=one.made.text(),
            to=tuple(who.audience(seat) for seat in to), card=bool(card), state=one.state,
        )  # fmt: skip


# ---------------------------------------------------------------- who took part


def _seats(seen: Seen, session: ClassSession) -> Iterable[r.Share]:
    told = session.happened
    held = {seat for _, seat in told.commits} | {p.seat for p in session.people.values() if p.group == session.group}
    held |= {seat for silent in told.silent.values() for seat in silent}
    for seat in [seat for seat in seen.game.seats if seat in held]:
        share = _share(session, seen.member(seat), seat=seat)
        late = sum(seat in silent for silent in told.silent.values())
        in_time = sum((turn, seat) in told.commits for turn in told.silent)
        yield share.model_copy(update={"late": late, "in_time": in_time, "turns": late + in_time})


def _people(session: ClassSession) -> Iterable[r.Share]:
    """People with a name; turns count where somebody sealed the choice."""
    for person in session.people.values():
        if not person.name or person.role != "player" or person.group != session.group:
            continue
        share = _share(session, person.name, person=person.id)
        sealed = sum(by == person.id and turn in session.happened.silent
                     for (turn, _), by in session.happened.commits.items())  # fmt: skip
        yield share.model_copy(update={"in_time": sealed, "turns": sealed})


def _share(session: ClassSession, name: str, *, seat: str = "", person: str = "") -> r.Share:
    told = session.happened

    def count(entries: Iterable[Entry]) -> int:
        return sum(entry.seat == seat if seat else entry.by == person for entry in entries)

    return r.Share(
        name=name, turns=0, in_time=0, late=0, drafts=count(e for e in told.drafts if e.data.get("choice")),
        messages=count(
            e for e in told.messages if e.text("kind") in ("message", "press") and not e.data.get("practice")
        ),
        proposals=count(one.made for one in told.proposals), cosigned=count(told.cosigned), votes=count(told.votes),
        statements=count(told.pledges) + count(told.red_lines), reflections=count(told.reflections),
        calls=count(told.calls),
    )  # fmt: skip


# ---------------------------------------------------------------- questionnaires


def _forms(sheets: Sequence[Entry]) -> Iterable[r.Filled]:
    """Question by question: texts stand in the order of the alphabet, so no two answers lead to the same sheet."""
    forms = dict.fromkeys(sheet.text("form") for sheet in sheets)
    for form in sorted(forms, key=lambda form: (list(FORMS).index(form) if form in FORMS else len(FORMS), form)):
        answers: list[Mapping[str, Any]] = [sheet.data.get("answers") or {} for sheet in sheets
                                            if sheet.text("form") == form]  # fmt: skip
        known = FORMS.get(form)
        asked = {q.key: q for q in known.questions} if known else {}
        keys = [*asked, *sorted({key for one in answers for key in one} - asked.keys())]
        made = []
        for key in keys:
            given = [one[key] for one in answers if one.get(key) not in (None, "")]
            scale = asked[key].scale if key in asked else ()
            counts = {word: given.count(n) for n, word in enumerate(scale, 1)} if scale else {}
            texts = [str(value) for value in given if not (scale and value in range(1, len(scale) + 1))]
            made.append(r.Answered(
                question=asked[key].text if key in asked else key, counts=counts,
                texts=tuple(sorted(texts, key=lambda text: (text.casefold(), text))),
            ))  # fmt: skip
        yield r.Filled(form=form, title=known.title if known else form, sheets=len(answers), answers=tuple(made))
