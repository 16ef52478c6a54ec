"""Why a mind chose as it did, in one sentence of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.minds.board import Board
from tabletop.minds.characters import CEDED_ENOUGH, CLOSE_TO_TREATY
from tabletop.minds.plan import LOW_TRUST
from tabletop.minds.reckon import OPTIONS, lane_of_groups, odds
from tabletop.minds.simple import SPOKEN
from tabletop.rules import chance as formula
from tabletop.rules.choices import Choices
from tabletop.rules.vocabulary import OUTSIDE, Strategy, Tactic


@dataclass(frozen=True, slots=True)
class Voice:
    """How a character speaks of what it does."""

    crisis: str = ""
    """What it calls the crisis it works on; empty: by its rank."""
    idle: str = "nothing it could add would be worth the means."
    unpaid: str = ", on little means"
    extra: str = ", with double effort because much is at stake"


_PLACES: Final = ("", "second ", "third ", "fourth ")
_OWN: Final = "the crisis that touches it most"
_VOICES: Final[dict[str, Voice]] = {
    "guarantor": Voice(idle="it has no means left to give.", extra=", and carries double because allies are in danger"),
    "free-rider": Voice(idle="the others will carry this.", unpaid=", and lets the others pay"),
    "sovereigntist": Voice(idle="nothing here is worth giving up a say."),
    "greedy": Voice(_OWN),
    "opportunist": Voice(_OWN, "nothing in it for itself.", ", and keeps its means for what hurts it"),
    "random": Voice(_OWN),
}

_DEEDS: Final = {
    Strategy.BILATERAL: "Seeks an agreement with {partner} on {crisis}",
    Strategy.MULTILATERAL: "Brings {crisis} to a summit",
    Strategy.CONFIDENCE: "Offers a confidence measure in {crisis}",
    Strategy.TRACK2: "Sends unofficial envoys into {crisis}",
}
_HIGH_LOW: Final[dict[str, tuple[str, str]]] = {
    "urgency": ("time presses", "there is time"),
    "breadth": ("many must agree", "few need to agree"),
    "misperception": ("fear more than greed drives it", "interests, not fears, are at odds"),
    "sensitivity": ("the matter is too delicate for the open stage", "it can be dealt with in the open"),
    "enforcement": ("promises must bind", "little needs to be enforced"),
}
"""What a feature that favours the chosen strategy says when it is high, and when it is low."""


def explain(
    mind: str,
    view: BatchView,
    choices: Choices,
    seat: int,
    *,
    names: Sequence[str] | None = None,
    titles: Sequence[str] | None = None,
    game: int = 0,
) -> str:
    """One sentence on why the mind chose this for a seat.

    `mind` is the name the mind was found by; `choices` are what it returned for `view`; `names` are the members'
    names, by number, and `titles` the crises', by slot, for naming them.  Uses only what the seat may see.
    """
    voice = _VOICES.get(mind, Voice())
    strategy = Strategy(int(choices.strategy[seat, game]))
    if strategy == Strategy.HOLD:
        if not view.running[game]:
            return "Holds: the game is over."
        return "Holds: " + (voice.idle if (view.card[:, game] >= 0).any() else "no crisis is open.")
    deed = _deed(voice, view, choices, seat, names, titles, game)
    if mind == "chaos":
        return f"{deed}: the lot fell so."
    if mind == "random":
        return f"{deed}: the strategy was drawn by lot, the rest is reckoned."
    if mind.startswith(("always-", "rotate-")):
        kept = "it knows no other way" if mind.startswith("always-") else f"it is the turn of {SPOKEN[strategy]}"
        return f"{deed}: {kept}."
    because, chance = _reason(view, choices, seat, strategy, game)
    return f"{deed}: {because}; it reckons with {chance} %{_manner(mind, voice, view, choices, seat, game)}."


def _deed(
    voice: Voice,
    view: BatchView,
    choices: Choices,
    seat: int,
    names: Sequence[str] | None,
    titles: Sequence[str] | None,
    game: int,
) -> str:  # fmt: skip
    target = int(choices.target[seat, game])
    partner = "an ally it trusts"
    if target == OUTSIDE:
        partner = "the outside party"
    elif names is not None and target < len(names):
        partner = names[target]
    crisis = _crisis(voice, view, int(choices.slot[seat, game]), titles, game)
    return _DEEDS[Strategy(int(choices.strategy[seat, game]))].format(partner=partner, crisis=crisis)


def _crisis(voice: Voice, view: BatchView, slot: int, titles: Sequence[str] | None, game: int) -> str:
    if titles is not None and slot < len(titles):
        return f"“{titles[slot]}”"
    if int((view.card[:, game] >= 0).sum()) == 1:
        return "the one open crisis"
    if voice.crisis:
        return voice.crisis
    place = list(Board(view).ranking[:, game]).index(slot)
    return f"the {_PLACES[place]}most pressing crisis"


def _reason(view: BatchView, choices: Choices, seat: int, strategy: Strategy, game: int) -> tuple[str, int]:
    """The feature of the crisis that speaks most for the strategy, and the chance the mind reckons with in percent."""
    board = Board(view)
    slot = choices.slot[seat]
    crisis = board.crisis(slot)
    fellows = (choices.strategy == strategy) & (choices.slot == slot)
    if strategy == Strategy.BILATERAL:
        fellows = (board.index == seat) | (board.index == choices.target[seat])
    groups = np.repeat(fellows[None], len(OPTIONS), axis=0)
    option = OPTIONS.index(strategy)
    lane = lane_of_groups(board, crisis, groups)
    if strategy == Strategy.BILATERAL and int(choices.target[seat, game]) == OUTSIDE:
        lane.trust = 10000 - board.tension + 0 * lane.trust
    chance = int(odds(board, lane)[option, game] + 50) // 100
    best, because = 0, "nothing else promises more"
    level = dict(formula.points(board.book, lane))
    for feature, (high, low) in _HIGH_LOW.items():
        weight = int(np.broadcast_to(level[feature], (len(OPTIONS), view.games))[option, game])
        if weight > best:
            leans = int(board.book.fit[strategy, list(_HIGH_LOW).index(feature)])
            best, because = weight, high if leans > 0 else low
    return because, chance


def _manner(mind: str, voice: Voice, view: BatchView, choices: Choices, seat: int, game: int) -> str:
    """What else is to be said: effort, sovereignty, red lines, care for trust."""
    strategy, tactic = int(choices.strategy[seat, game]), int(choices.tactic[seat, game])
    effort = int(choices.effort[seat, game])
    if tactic == Tactic.HARD and view.book.tactics:
        return ", and draws a red line"
    quiet = strategy in (Strategy.CONFIDENCE, Strategy.TRACK2)
    signs = int(view.sovereignty[seat, game]) >= CEDED_ENOUGH or int(view.stage[game]) >= CLOSE_TO_TREATY
    if mind == "sovereigntist" and quiet and signs and view.book.sovereignty:
        return ", and signs nothing that would bind it further"
    if effort == 0:
        return voice.unpaid
    if effort > 1:
        return voice.extra
    mistrusted = int(Board(view).standing[seat, game]) < LOW_TRUST
    if mistrusted and tactic in (Tactic.LISTEN, Tactic.RAPPORT) and view.book.tactics:
        return ", and mends trust on the way"
    return ""
