"""The end of a class: how it came out, everything that was secret, and what to talk about."""

from __future__ import annotations

from tabletop.host.client import words as w
from tabletop.plain import ending
from tabletop.plain.here import Puzzled
from tabletop.plain.join_seat import SeatHere
from tabletop.plain.speech import a, spoken, value
from tabletop.telling.opening import then_opened
from tabletop.telling.sentences import listed


def result(here: SeatHere) -> None:
    """Outcome and story; of a class that ended before its story, how far it had come."""
    view = here.view
    if view.end is not None:
        ending.result(here)
        return
    if not here.ended:
        raise Puzzled("Neither the game nor the class is over.")
    played = f"after turn {view.turn - 1}, before the end of the story" if view.turn > 1 else "before its first turn"
    here.paper.heading(f"The class has ended {played}")
    numbers = f"cohesion {value(view.cohesion.value)}, stability {value(view.stability.value)}"
    here.paper.say(f"As turn {view.turn} opened: {numbers}.")
    opened = then_opened(view, here.names.rule)
    here.paper.say(spoken(opened.text) if opened and view.turn > 1 else "")


def told(here: SeatHere) -> None:
    """What is told by itself when it is over."""
    result(here)
    ending.numbers(here)
    if _open(here):
        ending.scores(here)
    ending.questions(here)


def _open(here: SeatHere) -> bool:
    return all(member.score.total is not None for member in here.view.members)


def opened(here: SeatHere) -> None:
    """What was secret: the other side, objectives and scores, briefs, private words."""
    found, paper = here.line.part("end"), here.paper
    if not found.get("members"):
        raise Puzzled("Nothing is declassified yet; the facilitator does that.")
    paper.heading("Declassified: everything secret is open to everybody now")
    ending.intent(here)
    ending.scores(here)
    for member in here.view.members:
        paper.heading(f"{member.name}: {member.objective.title}")
        paper.tell(member.brief)
        for place, red in enumerate(member.red_lines, 1):
            paper.item(place, red)
    ending.questions(here)
    _private(here)


def _private(here: SeatHere) -> None:
    """What was said where not everybody could read it."""
    private = [
        one
        for one in here.line.part("end").get("messages") or ()
        if isinstance(one, dict) and not {"all", "press"} & {str(to) for to in one.get("to") or ()}
    ]
    if private:
        here.paper.heading("What was said in private")
    for one in private:
        told = listed([here.names.member(str(to)) for to in one.get("to") or ()])
        here.paper.say(f"Turn {one.get('turn')}. {a(w.sender(one, here.names.member))} to {told}:")
        here.paper.tell(str(one.get("text") or ""))
