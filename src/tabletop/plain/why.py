"""Why a number moved: its terms one by one, down to the rule, its formula and its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tabletop.content.text import shorten
from tabletop.plain.here import Here, Puzzled, pick
from tabletop.plain.speech import a, change, formula, signed
from tabletop.telling.numbers import Number, find, latest, numbers, terms
from tabletop.telling.sentences import total

if TYPE_CHECKING:
    from tabletop.game.viewmodels import Played

_STILL = 0.005
"""A change that rounds to nothing."""
_SHOWN = 12


def why(here: Here, typed: Sequence[str]) -> None:
    """`why`: what can be asked; `why cohesion`, `why 3`, `why trust A B`: the terms; `why rule R3`: a rule.

    `turn N` at the end asks about an earlier turn.
    """
    words = list(typed)
    if words and words[0].lower() == "rule":
        rule(here, " ".join(words[1:]))
        return
    turn = 0
    if len(words) >= 2 and words[-2].lower() == "turn":
        turn = here.place(words[-1], here.sitting.turns_played(), "played turn") + 1
        words = words[:-2]
    played = _ledger(here, turn)
    known = numbers(here.view, played, here.sitting.card_title)
    moved = [number for number in known if abs(total(terms(played, number))) >= _STILL]
    if not words or words == ["all"]:
        _list(here, moved if words else moved[:_SHOWN], len(moved), turn)
        return
    _tell(here, _found(here, words, known, moved), turn)


def _ledger(here: Here, turn: int) -> Played:
    """The ledger of a turn; of 0, all that has changed since the seat last chose."""
    return here.sitting.played(turn, here.past) if turn else latest(here.sitting.view(here.past))


def _when(played: Played, turn: int) -> str:
    if turn:
        return f"in turn {turn}"
    return "since you last chose" if played.turn else "since the start"


def _list(here: Here, shown: list[Number], most: int, turn: int) -> None:
    paper = here.paper
    played = _ledger(here, turn)
    paper.heading(f"What changed {_when(played, turn)}")
    for place, number in enumerate(shown, 1):
        paper.item(place, f"{a(number.title)}, {change(total(terms(played, number)), 2)}")
    if len(shown) < most:
        paper.say(f"{most - len(shown)} more changed: why all lists them.")
    paper.say("A number tells its terms; so does its name, like: why trust " + _pair(here) + ".")
    here.listed = lambda number: _tell(here, shown[here.place(str(number), len(shown), "number")], turn)


def _pair(here: Here) -> str:
    one, other = [member.short for member in here.view.members][:2]
    return f"{one} {other}".lower()


def _found(here: Here, words: list[str], known: list[Number], moved: list[Number]) -> Number:
    """The number that words mean; raises `Puzzled`."""
    if len(words) == 1 and words[0].isdecimal():
        return moved[here.place(words[0], len(moved), "number")]
    variable, *who = [word.lower() for word in words]
    who = [word for word in who if word not in ("in", "of", "the", "and")]
    if variable in ("trust", "support", "means", "standing"):
        seats = here.members_in(who) or [here.seat]
        if variable == "trust" and len(seats) != 2:
            raise Puzzled(f"Whose trust in whom? Like: why trust {_pair(here)}.")
        place = find(known, here.view, " ".join([variable, *seats])) if seats[0] != "room" else None
        if place is None:
            raise Puzzled(f"There is no {variable} of that kind. why lists what changed.")
        return known[place]
    if variable in ("step", "crisis"):
        titles = {number.title: number for number in known if number.variable == "escalation"}
        wanted = " ".join(who)
        if wanted.isdecimal():
            wanted = f"step of “{here.crisis(wanted).title}”"
        return pick(wanted if wanted.startswith("step") else f"step of {wanted}", titles, "crisis")
    region = [number for number in known if not number.who]
    names = {number.title: number for number in region} | {number.variable: number for number in region}
    place = find(known, here.view, variable)
    return known[place] if place is not None else pick(" ".join(words), names, "number")


def _tell(here: Here, number: Number, turn: int) -> None:
    paper = here.paper
    played = _ledger(here, turn)
    rows = terms(played, number)
    amount = total(rows)
    paper.heading(f"{a(number.title)} {_when(played, turn)}: {change(amount, 2)}")
    if not rows:
        paper.say("Nothing changed it.")
        return
    for place, row in enumerate(rows, 1):
        title = here.sitting.rule_title(row.rule)
        told = f"{row.why} ({title})" if row.why else title
        told += ", when the turn was opened" if row.opening else ""
        paper.item(place, f"{signed(row.amount, 2)}: {told}, rule {row.rule}")
    if abs(amount) >= _STILL:
        paper.say(f"In sum {signed(amount, 2)}; {'more' if number.good else 'less'} is better.")
    paper.say("A number tells the rule behind its term.")
    here.listed = lambda place: rule(here, rows[here.place(str(place), len(rows), "term")].rule)


def rule(here: Here, name: str) -> None:
    """What a rule says, its formula with this game's numbers, and where it comes from."""
    wanted = name.strip()
    found = here.sitting.rule(wanted) or here.sitting.rule(wanted.upper()) or here.sitting.rule(a(wanted.lower()))
    if found is None and wanted[1:]:
        found = here.sitting.rule(wanted[0].upper() + wanted[1:].lower())
    if found is None:
        raise Puzzled(f"There is no rule “{shorten(wanted)}”. Rules are called like R1, R10b or T3.")
    paper = here.paper
    paper.heading(f"Rule {found.id}: {found.title}")
    paper.say(found.statement)
    paper.say(f"Formula: {formula(here.sitting.formula(found.id))}")
    paper.say(f"Source: {found.source}")
    paper.say(f"Kind of claim: {found.status}.")
