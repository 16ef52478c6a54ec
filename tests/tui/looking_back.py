"""Games for looking back: played at the desk, by a simple rule, so that the screens are all that is tested."""

from __future__ import annotations

from collections.abc import Callable

from tabletop.game import Choice
from tabletop.session.desk import Desk
from tabletop.session.sitting import Sitting
from tabletop.session.wish import Wish
from tabletop.tui.screens.opening import Opening

BEACON = Wish("beacon", ("aal",), seed=11)
"""In the form of a historical campaign; by the rule below “wreck” closes in turn 1, “pilot” in 3, “cable” never."""


def play(desk: Desk, wish: Wish = BEACON, turns: int = 99) -> Sitting:
    """A game in which the people take a reassuring step on the first crisis of every turn."""
    sitting = desk.begin(wish)
    while not sitting.over and sitting.turns_played() < turns:
        for seat in sitting.waiting:
            options = sitting.view(seat).options
            crises = options.crises if options else ()
            choice = Choice("confidence", effort=1, card=crises[0].card) if crises else Choice()
            sitting.seal(seat, choice)
    return sitting


def opening(wish: Wish = BEACON, turns: int = 99) -> Callable[[Desk], Opening]:
    """What `player` is given as its first screen."""
    return lambda desk: Opening(lambda: play(desk, wish, turns))
