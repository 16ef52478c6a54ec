"""What may come, and what the coach says, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.errors import TabletopError
from tabletop.plain.here import Here, Puzzled
from tabletop.plain.speech import a, signed, spoken, value
from tabletop.telling.outlook import HONEST, MEANS, collapses, counsel, ends, expected, lapse, move, rival
from tabletop.telling.sentences import listed

if TYPE_CHECKING:
    from tabletop.lab.forecast import Fan
    from tabletop.session.foresight import Foresight

CHOICES = 6


def outlook(here: Here) -> None:
    """Both indices over the rest of the game, and how likely each end is."""
    found = _grown(here, "forecast").outlook
    assert found is not None
    paper = here.paper
    paper.heading("What may come")
    told = listed([f"{word} {share}" for word, share in ends(found)])
    paper.say(f"{told[:1].upper()}{told[1:]}, by {found.futures:,} futures.")
    more = collapses(found)
    paper.say(f"{more[:1].upper()}{more[1:]}." if more else "")
    for fan in (found.cohesion, found.stability):
        _fan(here, fan)
    if found.score is not None:
        low, middle, high = found.score
        paper.say(f"Your own score at the end: {value(middle)}, 8 of 10 between {value(low)} and {value(high)}.")
    paper.say(a(rival(found, here.view.outside.name)))
    paper.say(HONEST)


def _fan(here: Here, fan: Fan) -> None:
    here.paper.say(f"{fan.name[:1].upper()}{fan.name[1:]} is {value(fan.now)} now; the goal is {value(fan.goal, 0)}.")
    for turn, (low, _, middle, _, high) in zip(fan.turns, fan.lines, strict=True):
        here.paper.item(turn, f"after this turn {value(middle)}, 8 of 10 between {value(low)} and {value(high)}")


def coach(here: Here) -> None:
    """What the best choices change against holding, and why."""
    if here.sitting.over:
        _afterwards(here)
        return
    found = _grown(here, "coach").coaching
    assert found is not None
    here.paper.heading("What each choice would change at the end, against holding")
    for place, advice in enumerate(found.advice[:CHOICES], 1):
        worked = "" if advice.choice.strategy == "hold" else f"chance {spoken(expected(advice))}, "
        told = (
            f"{move(advice.choice, here.names)}: {worked}cohesion {signed(advice.cohesion.mean)}, stability "
            f"{signed(advice.stability.mean)}, your score {signed(advice.score.mean)}; gain "
            f"{signed(advice.gain.mean)}, give or take {value(advice.gain.error)}."
        )
        moved = ", ".join(f"{part} {signed(amount)}" for _, part, amount in advice.reasons[:3])
        here.paper.item(place, told + (f" It comes by {moved}." if moved else ""))
    here.paper.say(spoken(f"Advice: {counsel(found, here.names)}".replace(" ± ", ", give or take ")))
    here.paper.say(spoken(MEANS.replace("±", "give or take")))
    here.paper.say(HONEST)


def _afterwards(here: Here) -> None:
    """The choices that cost most, of each person."""
    here.paper.flush()
    _asked(here, "coach")
    for seat in here.sitting.people:
        try:
            found = here.sitting.lapses(seat)
        except TabletopError as error:
            here.paper.say(str(error))
            return
        here.paper.heading(f"What cost {here.names.member(seat)} most")
        if not found:
            here.paper.say("No choice cost more than luck could explain.")
        for place, one in enumerate(found, 1):
            here.paper.item(place, spoken(lapse(one, here.names).replace(" ± ", ", give or take ")))


def _grown(here: Here, what: str) -> Foresight:
    """The time to come, as sure as it gets; raises `Puzzled` where it is not to be shown."""
    _asked(here, what)
    if here.sitting.over:
        raise Puzzled("The game is over: there is nothing left to foresee.")
    if what == "coach" and here.seat not in here.sitting.people:
        raise Puzzled("Only a member can be coached.")
    here.paper.flush()
    found = here.sitting.foresight(here.seat, outlook=what == "forecast", coach=what == "coach")
    for _ in found.grow():
        pass
    return found


def _asked(here: Here, what: str) -> None:
    """Raise `Puzzled` where the settings keep it away."""
    from tabletop.session import settings
    from tabletop.session.foresight import allowed

    wish = getattr(settings.read().settings, what)
    if not allowed(wish, here.sitting.shared):
        name = "outlook" if what == "forecast" else what
        why = "with several people at one keyboard" if wish == "on" else "by the settings"
        raise Puzzled(f"The {name} is off {why}; “{what}” in settings.json switches it (on, facilitator or off).")
