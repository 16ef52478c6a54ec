"""Talking in a class: messages, proposals with their votes, and what is said in public."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from tabletop.host.client import words as w
from tabletop.host.client.news import heard, pledge_told
from tabletop.plain.acts import yes
from tabletop.plain.here import Puzzled
from tabletop.plain.join_seat import SeatHere
from tabletop.plain.speech import a
from tabletop.telling.words import STRATEGIES, STRATEGY

SHOWN: Final = 10
Read = TypeVar("Read")
_RULES: Final = tuple(w.RULES)
_PUBLIC: Final = {
    "all": "all", "everybody": "all", "everyone": "all", "press": "press", "facilitator": "facilitator", "team": "team",
}  # fmt: skip


# ---------------------------------------------------------------- messages


def say(here: SeatHere, words: list[str], *, unsigned: bool = False) -> None:
    """“say all Good morning”, “say delmar,corvina Shall we?”, “say press …”; without words it asks."""
    to, text = _addressed(here, words)
    if not text:
        text = here.keyboard.ask("What do you say? (an empty line: nothing)")
        if not text:
            here.paper.say("Nothing was sent.")
            return
    more = {"unsigned": True} if unsigned else {}
    here.does("say", f"Sent to {_to_told(here, to)}.", to=to, text=text, **more)


def say_unsigned(here: SeatHere, words: list[str]) -> None:
    """The same without the seat's name, where the facilitator allows it."""
    if not here.line.part("class").get("unsigned"):
        raise Puzzled("Messages without a name are not allowed here.")
    say(here, words, unsigned=True)


def _addressed(here: SeatHere, words: list[str]) -> tuple[Any, str]:
    """To whom, and what; raises `Puzzled`."""
    if not words:
        line = here.keyboard.ask("To whom? all, team, press, facilitator, or members, like: delmar, corvina")
        if not line:
            raise Puzzled("Nothing was sent.")
        return _addressed(here, [line.replace(" ", "")])
    first = words[0].rstrip(":").lower()
    if first in _PUBLIC:
        return _PUBLIC[first], " ".join(words[1:])
    names = [one for one in words[0].rstrip(":").split(",") if one]
    seats = list(dict.fromkeys(here.member(one) for one in names))
    if not seats:
        raise Puzzled("Say to whom, like: say all Good morning")
    return seats, " ".join(words[1:])


def _to_told(here: SeatHere, to: Any) -> str:
    if isinstance(to, str):
        return {"all": "everybody", "press": "the press", "facilitator": "the facilitator", "team": "your team"}[to]
    return ", ".join(here.names.member(seat) for seat in to)


def messages(here: SeatHere, words: list[str]) -> None:
    """The latest messages, the newest last; “messages all”: all that the host has sent."""
    talk = here.line.part("talk")
    found = [one for one in talk.get("messages") or () if isinstance(one, dict)]
    if not found:
        here.paper.say("No messages yet. say all Good morning: sends one to everybody.")
        return
    shown = found if words and words[0].lower() == "all" else found[-SHOWN:]
    here.paper.heading("Messages")
    for one in shown:
        told = heard(one, here.me, here.names.member)
        place = f"Turn {one.get('turn')}. " if one.get("turn") else ""
        here.paper.say(f"{place}{told.text}")
        here.paper.tell(told.body)
    if len(shown) < len(found):
        here.paper.say(f"{len(found) - len(shown)} earlier ones: messages all.")


# ---------------------------------------------------------------- proposals


def proposals(here: SeatHere, words: list[str]) -> None:
    """All proposals in a line or two, or one of them whole."""
    found = _proposals(here)
    if words:
        _whole(here, _proposal(here, words[0]))
        return
    if not found:
        here.paper.say("No proposals yet. propose begins one.")
        return
    here.paper.heading("Proposals")
    for one in found:
        here.paper.item(int(one["n"]), _in_short(here, one))
    here.paper.say("proposals 1 reads one; cosign 1, vote 1 yes, vote 1 no, vote 1 abstain, break 1, retract 1.")
    here.listed = lambda number: _whole(here, _proposal(here, str(number)))


def _proposals(here: SeatHere) -> list[dict[str, Any]]:
    return [one for one in here.line.part("talk").get("proposals") or () if isinstance(one, dict)]


def _proposal(here: SeatHere, word: str) -> dict[str, Any]:
    """One by its number; raises `Puzzled`."""
    found = {str(one.get("n")): one for one in _proposals(here)}
    if word not in found:
        there = f"There is {', '.join(found)}." if found else "There is none yet."
        raise Puzzled(f"Which proposal? {there}")
    return found[word]


def _in_short(here: SeatHere, one: dict[str, Any]) -> str:
    told = w.votes(one, here.names.member)
    return (
        f"{one.get('title')}. By {here.names.member(str(one.get('sponsor')))}, {_rule(one)}, {_state(here, one)}"
        f"{f'; {told}' if told else ''}."
    )


def _rule(one: dict[str, Any]) -> str:
    return w.RULES.get(str(one.get("rule")), (str(one.get("rule")), ""))[0]


def _state(here: SeatHere, one: dict[str, Any]) -> str:
    if one.get("state") != "open":
        return w.STATES.get(str(one.get("state")), str(one.get("state")))
    left = w.ends_in(one, here.line.clock())
    return f"open, closes in {w.time_spoken(left)}" if left > 0 else "closing"


def _whole(here: SeatHere, one: dict[str, Any]) -> None:
    paper = here.paper
    paper.heading(f"Proposal {one.get('n')}: {_in_short(here, one)}")
    paper.say(f"{a(_rule(one))}: {w.RULES.get(str(one.get('rule')), ('', ''))[1]}.")
    if one.get("card"):
        paper.say(f"About “{here.names.card(str(one['card']))}”.")
    paper.tell(str(one.get("text") or ""))
    if one.get("why"):
        paper.say(f"{a(w.named(str(one['why']), {m.seat: m.name for m in here.view.members}))}.")


def propose(here: SeatHere, words: list[str]) -> None:
    """Put a text before the alliance: title, text, rule, time, crisis, one question after the other."""
    here.paper.say("An empty line takes what stands in brackets; cancel stops.")
    title = " ".join(words) or _ask(here, "Title:")
    text = _ask(here, "Text [none]:", "") if title else ""
    listed = ", ".join(f"{place} {w.RULES[one][0]}" for place, one in enumerate(_RULES, 1))
    here.paper.say(f"{listed}: {'; '.join(f'{w.RULES[one][0]}, {w.RULES[one][1]}' for one in _RULES)}.")
    rule = _read(here, "Rule [consensus]:", "consensus", lambda word: _picked(here, word))
    minutes = _read(here, "Minutes until it closes [5]:", "5", _minutes)
    crises, fields = here.view.crises, {}
    if crises:
        here.paper.say(f"{', '.join(f'{place} “{one.title}”' for place, one in enumerate(crises, 1))}.")
        prompt = f"About which crisis, 1 to {len(crises)} [none]:"
        fields = _read(here, prompt, "", lambda word: {"card": here.crisis(word).card} if word else {})
    here.does("propose", "Proposed.", title=title[:200], text=text, rule=rule, minutes=minutes, **fields)


def _ask(here: SeatHere, prompt: str, usual: str | None = None) -> str:
    answer = here.keyboard.ask(prompt)
    if answer.lower() in ("cancel", "stop") or (not answer and usual is None):
        raise Puzzled("Nothing was proposed.")
    return answer or usual or ""


def _read(here: SeatHere, prompt: str, usual: str, made: Callable[[str], Read]) -> Read:
    """An answer as what it means, asked again until it means something: what was written before it is kept."""
    while True:
        answer = _ask(here, prompt, usual)
        try:
            return made(answer)
        except Puzzled as puzzled:
            here.paper.say(str(puzzled))


def _picked(here: SeatHere, word: str) -> str:
    typed = word.lower()
    if typed.isdecimal():
        return _RULES[here.place(typed, len(_RULES), "rule")]
    found = [one for one in _RULES if one.startswith(typed)]
    if len(found) != 1:
        raise Puzzled("The rule is consensus, majority or silence.")
    return found[0]


def _minutes(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = -1.0
    if not 0.25 <= value <= 240:
        raise Puzzled("Minutes are a number from 0.25 to 240.")
    return value


def cosign(here: SeatHere, words: list[str]) -> None:
    one = _proposal(here, words[0] if words else "")
    here.does("cosign", f"You have signed “{one.get('title')}”.", proposal=one["n"])


def vote(here: SeatHere, words: list[str]) -> None:
    """“vote 2 yes”."""
    one = _proposal(here, words[0] if words else "")
    stance = next((name for name in w.STANCES if len(words) > 1 and name.startswith(words[1].lower())), "")
    if not stance:
        raise Puzzled(f"Vote yes, no or abstain, like: vote {one['n']} yes")
    if stance == "no" and one.get("rule") == "silence":
        break_silence(here, words[:1])
        return
    here.does("vote", f"You say {stance} to “{one.get('title')}”.", proposal=one["n"], stance=stance)


def break_silence(here: SeatHere, words: list[str]) -> None:
    """A no under silence procedure: the proposal falls, and everybody sees whose word it was."""
    one = _proposal(here, words[0] if words else "")
    if one.get("rule") != "silence":
        raise Puzzled(f"Only a silence procedure is broken; here: vote {one['n']} no")
    if yes(here, "The proposal falls, and everybody sees that it was you. Break the silence? yes or no:"):
        here.does("vote", "The silence is broken.", proposal=one["n"], stance="no")
    else:
        here.paper.say("You stay silent.")


def retract(here: SeatHere, words: list[str]) -> None:
    one = _proposal(here, words[0] if words else "")
    here.does("withdraw_proposal", "Your proposal is withdrawn.", proposal=one["n"])


# ---------------------------------------------------------------- in public


def public(here: SeatHere, words: Sequence[str] = ()) -> None:
    """Red lines, pledges and stands so far."""
    talk, names = here.line.part("talk"), here.names
    rows: list[tuple[str, Callable[[dict[str, Any]], str]]] = [
        ("red_lines", lambda one: f"red line: {one.get('text')}"),
        ("pledges", lambda one: f"pledges {pledge_told(one, names)}, turn {one.get('turn')}"),
        ("stands", lambda one: f"took a stand, turn {one.get('turn')}"),
    ]
    told = [
        f"{names.member(str(one.get('seat')))} {tell(one)}"
        for kind, tell in rows
        for one in talk.get(kind) or ()
        if isinstance(one, dict)
    ]
    here.paper.heading("Said in public")
    if not told:
        here.paper.say("Nothing yet. redline TEXT draws a red line.")
    for place, line in enumerate(told, 1):
        here.paper.item(place, line)


def red_line(here: SeatHere, words: list[str]) -> None:
    text = " ".join(words) or here.keyboard.ask("What will you not accept? Everybody reads it, with your name:")
    if not text:
        here.paper.say("Nothing was said.")
        return
    here.does("red_line", "Said in public.", text=text)


def pledge(here: SeatHere, words: list[str]) -> None:
    """“pledge summit 1”: announce in public what your seat will choose."""
    if not words:
        raise Puzzled("Pledge what? Like: pledge summit 1, or pledge hold. Breaking it costs trust and support.")
    from tabletop.plain.moves import read_move

    parts = read_move(here, words)
    way = parts.get("way")
    if way not in STRATEGIES:
        raise Puzzled(f"Say the way, too: {', '.join(STRATEGY[one].lower() for one in STRATEGIES)}.")
    fields: dict[str, Any] = {}
    if way != "hold":
        card = parts.get("crisis") or (here.view.crises[0].card if len(here.view.crises) == 1 else None)
        if card is None:
            raise Puzzled("On which crisis? Give its number, like: pledge summit 1")
        fields["card"] = card
    told = pledge_told({"strategy": way, **fields}, here.names)
    if yes(here, f"Everybody hears that you pledge {told}. Breaking it costs trust and support. Sure? yes or no:"):
        here.does("pledge", "Pledged in public.", strategy=way, **fields)


def stand(here: SeatHere) -> None:
    if yes(here, "A stand in public costs one means and brings support at home, once a turn. Sure? yes or no:"):
        here.does("stand", "You have taken a stand in public.")
