"""What has changed between two states, in sentences: for line mode as they are, for screens as notes in the corner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tabletop.errors import TabletopError
from tabletop.game.choice import Choice
from tabletop.host.client.words import (
    RULES,
    STATES,
    Data,
    Member,
    mine,
    named,
    phase_name,
    receivers,
    sender,
    time_spoken,
    votes,
)
from tabletop.telling.evaluation import FORMS
from tabletop.telling.hindsight import chosen
from tabletop.telling.sentences import Names, listed
from tabletop.telling.words import STRATEGY

State = Mapping[str, Any]
SOON: Final = 60.0
"""Seconds before the end of a phase at which one is told."""
MOST_AT_ONCE: Final = 12
"""Messages told one by one; of more only how many."""


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of news: a sentence of ours, and what somebody else wrote."""

    kind: str
    """me, class, phase, time, turn, table, message, proposal or public."""
    text: str
    body: str = ""


class News:
    """Remembers what one has been told. The first state tells nothing: it is shown whole."""

    def __init__(self) -> None:
        self._before: State | None = None
        self._time = ""

    def hear(self, now: State, names: Names) -> list[Told]:
        """What is new in a state."""
        before, self._before = self._before, now
        if before is None:
            return []
        if _part(before, "me").get("group") != _part(now, "me").get("group"):
            before = {name: before.get(name) for name in ("me", "class")}
        return [
            *_me(_part(before, "me"), _part(now, "me"), names.member),
            *_class(_part(before, "class"), _part(now, "class"), _part(now, "me")),
            *_table(before, now, names),
            *_turn(before, now),
            *_phase(before, now),
            *_talk(before, now, names),
        ]

    def tick(self, now: State, left: float | None) -> list[Told]:
        """What the clock says: the last minute, and that the time is over; each once."""
        phase = _part(now, "phase")
        if left is None or phase.get("paused"):
            return []
        planned = phase.get("planned")
        short = isinstance(planned, int | float) and planned <= SOON
        word = "over" if left <= 0 else "soon" if left <= SOON and not short else ""
        at = f"{phase.get('turn')} {phase.get('phase')} {word}"
        known, self._time = self._time, at
        if not word or at == known or not known:
            return []
        return [Told("time", "One minute left." if word == "soon" else "The time for this phase is over.")]


def _part(state: State, name: str) -> Data:
    found = state.get(name)
    return found if isinstance(found, Mapping) else {}


def _rows(part: Data, name: str) -> list[Data]:
    found = part.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, Sequence) else []


def _me(before: Data, now: Data, member: Member) -> Iterator[Told]:
    seat = str(now.get("seat") or "")
    if not now.get("admitted"):
        return
    moved = (before.get("admitted"), before.get("role"), before.get("group"), before.get("seat"))
    if moved != (True, now.get("role"), now.get("group"), now.get("seat")):
        speaks = ", and you speak for it" if now.get("speaker") else ""
        place = f"You play {member(seat)}{speaks}." if seat else f"You are in, as {now.get('role')}."
        yield Told("me", place)
    elif before.get("speaker") != now.get("speaker") and seat:
        yield Told("me", f"You speak for {member(seat)} now." if now.get("speaker") else "You no longer speak for it.")
    if bool(before.get("muted")) != bool(now.get("muted")):
        yield Told("me", "The facilitator has muted you." if now.get("muted") else "You may write again.")
    if before.get("name") != now.get("name"):
        yield Told("me", f"You are called {now.get('name')} now.")


def _class(before: Data, now: Data, me: Data) -> Iterator[Told]:
    if bool(before.get("blank")) != bool(now.get("blank")):
        yield Told(
            "class", "The screen in front is blank: look up." if now.get("blank") else "The screen in front is back."
        )
    check = now.get("comcheck")
    if check and check != before.get("comcheck") and me.get("heard") != check:
        yield Told("check", "The facilitator checks the line.")
    filled = me.get("filled") or ()
    for form in now.get("forms") or ():
        if form not in (before.get("forms") or ()) and form not in filled:
            title = FORMS[form].title if form in FORMS else str(form)
            yield Told("form", f"A questionnaire is open: {title}.")
    if now.get("declassified") and not before.get("declassified"):
        yield Told("class", "Everything that was secret is open to everybody now.")
    if now.get("ended") and not before.get("ended"):
        yield Told("class", "The facilitator has ended the class.")


def _phase(before: State, now: State) -> Iterator[Told]:
    was, is_now = _part(before, "phase"), _part(now, "phase")
    if not is_now:
        return
    if (was.get("turn"), was.get("phase")) != (is_now.get("turn"), is_now.get("phase")):
        name, planned = str(is_now.get("phase")), is_now.get("planned")
        when = "" if name in ("lobby", "end") else f", turn {is_now.get('turn')}"
        span = f", {time_spoken(float(planned))}" if isinstance(planned, int | float) and planned else ""
        hint = str(_part(now, "me").get("hint") or "")
        yield Told("phase", f"{phase_name(name)}{when}{span}. {hint}".strip())
    elif was.get("planned") != is_now.get("planned"):
        more = float(is_now.get("planned") or 0) - float(was.get("planned") or 0)
        yield Told("phase", f"The phase is {time_spoken(more)} {'longer' if more > 0 else 'shorter'}.")
    if was and bool(was.get("paused")) != bool(is_now.get("paused")) and is_now.get("phase") != "lobby":
        yield Told("phase", "The clock is paused." if is_now.get("paused") else "The clock goes on.")
    if was and _practice(before) != _practice(now):
        begins = "From now on it is practice: nothing counts."
        yield Told("phase", begins if _practice(now) else "The practice is over: from now on it counts.")


def _practice(state: State) -> bool:
    return bool(_part(state, "phase").get("practice"))


def _turn(before: State, now: State) -> Iterator[Told]:
    was, is_now = _last(before), _last(now)
    if is_now > was:
        yield Told("turn", f"Turn {is_now} has been played.")
    elif is_now < was and "board" in now and _practice(before) == _practice(now):
        yield Told("turn", f"The facilitator has gone back: turn {_part(now, 'board').get('turn')} is open again.")


def _last(state: State) -> int:
    last = _part(state, "board").get("last")
    turn = last.get("turn") if isinstance(last, Mapping) else 0
    return turn if isinstance(turn, int) else 0


def _table(before: State, now: State, names: Names) -> Iterator[Told]:
    was = {str(one.get("seat")): one for one in _rows(_part(before, "table"), "seats")}
    own, speaks = str(_part(now, "me").get("seat") or ""), bool(_part(now, "me").get("speaker"))
    done, ready = [], []
    for one in _rows(_part(now, "table"), "seats"):
        seat = str(one.get("seat"))
        old = was.get(seat)
        if old is None:
            continue
        if old.get("by") != one.get("by"):
            handed = one.get("by") == "npc"
            if seat == own and _part(before, "me").get("seat") == own:
                yield Told("me", "A computer player has your seat for now." if handed else "Your seat is yours again.")
            else:
                by = "is played by the computer now" if handed else "is played by people now"
                yield Told("table", f"{names.member(seat)} {by}.")
        if one.get("committed") and not old.get("committed") and not (seat == own and speaks):
            done.append("your seat" if seat == own else names.member(seat))
        if one.get("ready") and not old.get("ready") and seat != own:
            ready.append(names.member(seat))
        back = old.get("committed") and not one.get("committed") and _last(before) == _last(now)
        if back and not (seat == own and speaks):
            yield Told("table", f"{names.member(seat)} has taken its choice back.")
    for who, what in ((done, "committed"), (ready, "ready to go on")):
        if who:
            have = ("has" if len(who) == 1 else "have") if what == "committed" else "is" if len(who) == 1 else "are"
            told = f"{listed(who)} {have} {what}."
            yield Told("table", told[:1].upper() + told[1:])
    yield from _team(before, now, names)


def _team(before: State, now: State, names: Names) -> Iterator[Told]:
    """Drafts of the own team that somebody else has put forward."""
    was = {one.get("person"): one for one in _rows(_part(before, "table"), "team")}
    me = _part(now, "me").get("person")
    for one in _rows(_part(now, "table"), "team"):
        draft, old = one.get("draft"), was.get(one.get("person"), {})
        if draft and draft != old.get("draft") and one.get("person") != me:
            told = choice_told(draft, names)
            if told:
                yield Told("draft", f"{one.get('name')} suggests: {told}.")


def choice_told(data: Any, names: Names) -> str:
    """A choice that came over the line, in words; "" for what is none."""
    try:
        return chosen(Choice.parse(data), names)
    except (TabletopError, TypeError, ValueError):
        return ""


def _talk(before: State, now: State, names: Names) -> Iterator[Told]:
    was, is_now, me = _part(before, "talk"), _part(now, "talk"), _part(now, "me")
    if not was:
        return
    last = max((int(one.get("n", 0)) for one in _rows(was, "messages")), default=0)
    fresh = [one for one in _rows(is_now, "messages") if int(one.get("n", 0)) > last and not mine(one, me)]
    if len(fresh) > MOST_AT_ONCE:
        yield Told("message", f"{len(fresh)} new messages.")
        fresh = []
    yield from (heard(one, me, names.member) for one in fresh)
    yield from _proposals(was, is_now, me, names)
    for kind, tell in (("red_lines", _red_line), ("pledges", _pledge), ("stands", _stand)):
        old, new = _rows(was, kind), _rows(is_now, kind)
        for one in new[len(old) :] if len(new) > len(old) else ():
            if one.get("seat") != me.get("seat") or not me.get("seat"):
                yield tell(one, names)


def heard(message: Data, me: Data, member: Member) -> Told:
    """A message as it is told when it comes."""
    title = str(message.get("title") or "")
    text = str(message.get("text") or "")
    if message.get("kind") == "inject":
        to = message.get("to")
        seats = [] if to == "all" else [str(one) for one in to if one != "all"] if isinstance(to, list | tuple) else []
        alone = len(seats) == 1 and seats[0] in (me.get("seat"), me.get("person"))
        whom = " to you alone" if alone else f" to {receivers(message, me, member)}" if seats else ""
        return Told("message", f"News{whom}: {title}".strip(), text)
    private = " in private" if message.get("kind") == "whisper" else ""
    who = sender(message, member)
    told = f"{who[:1].upper()}{who[1:]} to {receivers(message, me, member)}{private}:"
    return Told("message", f"{told} {title}".strip(), text)


def _proposals(was: Data, is_now: Data, me: Data, names: Names) -> Iterator[Told]:
    known = {one.get("n"): one for one in _rows(was, "proposals")}
    seats = {
        str(seat): names.member(str(seat)) for one in _rows(is_now, "proposals") for seat in one.get("entitled", ())
    }
    for one in _rows(is_now, "proposals"):
        n, title, old = one.get("n"), one.get("title"), known.get(one.get("n"))
        own = one.get("sponsor") == me.get("seat")
        rule = RULES.get(str(one.get("rule")), ("", ""))[0]
        if old is None:
            if not own:
                who = names.member(str(one.get("sponsor")))
                yield Told("proposal", f"Proposal {n} by {who}, {rule}: {title}", str(one.get("text") or ""))
            # What was said to it meanwhile is news as well.
            old = {"state": "open", "votes": {one.get("sponsor"): "yes"}, "cosigners": []}
        if old.get("state") != one.get("state"):
            state = STATES.get(str(one.get("state")), str(one.get("state")))
            why = named(str(one.get("why") or ""), seats)
            yield Told("proposal", f"Proposal {n}, {title}: {state}{f', {why}' if why else ''}.")
        elif (old.get("votes"), old.get("cosigners")) != (one.get("votes"), one.get("cosigners")):
            yield Told("proposal", f"Proposal {n}, {title}: {votes(one, names.member)}.")


def _red_line(one: Data, names: Names) -> Told:
    return Told("public", f"{names.member(str(one.get('seat')))} draws a red line:", str(one.get("text") or ""))


def _pledge(one: Data, names: Names) -> Told:
    return Told("public", f"{names.member(str(one.get('seat')))} pledges {pledge_told(one, names)}.")


def pledge_told(one: Data, names: Names) -> str:
    """“a summit on “Strait””."""
    way = STRATEGY.get(str(one.get("strategy")), str(one.get("strategy"))).lower()
    return f"{way} on “{names.card(str(one.get('card')))}”" if one.get("card") else way


def _stand(one: Data, names: Names) -> Told:
    return Told("public", f"{names.member(str(one.get('seat')))} takes a stand in public.")
