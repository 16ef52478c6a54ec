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
    idle: str = "nothing it could add was worth the means"
    unpaid: str = "on little means"
    extra: str = "with double effort, for much was at stake"


_PLACES: Final = ("", "second ", "third ", "fourth ")
_OWN: Final = "the crisis that touched it most"
_VOICES: Final[dict[str, Voice]] = {
    "guarantor": Voice(idle="no ally was in grave danger", extra="carrying double, for allies were in danger"),
    "free-rider": Voice(idle="the others would carry this", unpaid="letting the others pay"),
    "sovereigntist": Voice(idle="nothing here was worth giving up a say"),
    "greedy": Voice(_OWN),
    "opportunist": Voice(_OWN, "there was nothing in it for itself", "keeping its means for what hurts it"),
    "random": Voice(_OWN),
}

_DEEDS: Final = {
    Strategy.BILATERAL: "sought an agreement with {partner} on {crisis}",
    Strategy.MULTILATERAL: "brought {crisis} to a summit",
    Strategy.CONFIDENCE: "offered a confidence measure in {crisis}",
    Strategy.TRACK2: "sent unofficial envoys into {crisis}",
}
_HIGH_LOW: Final[dict[str, tuple[str, str]]] = {
    "urgency": ("time pressed", "there was time"),
    "breadth": ("many had to agree", "few had to agree"),
    "misperception": ("fear more than greed drove it", "interests, not fears, were at odds"),
    "sensitivity": ("the matter was too delicate for the open stage", "it could be dealt with in the open"),
    "enforcement": ("promises had to bind", "little had to be enforced"),
}
SPENT: Final = 100
"""Means below which a member has nothing to spend."""
"""What a feature that favours the chosen strategy says when it is high, and when it is low."""


def explain(
    mind: str,
    view: BatchView,
    choices: Choices,
    seat: int,
    *,
    names: Sequence[str] | None = None,
    outside: str = "the outside party",
    titles: Sequence[str] | None = None,
    game: int = 0,
) -> str:
    """One sentence on why the mind chose this for a seat, to be read when the turn is over.

    `mind` is the name the mind was found by; `choices` are what it returned for `view`; `names` are the members'
    names, by number, and `titles` the crises', by slot, for naming them.  Uses only what the seat may see.
    """
    who = names[seat] if names is not None and seat < len(names) else "It"
    voice = _VOICES.get(mind, Voice())
    strategy = Strategy(int(choices.strategy[seat, game]))
    if strategy == Strategy.HOLD:
        return f"{who} held back because {_idle(voice, view, seat, game)}."
    deed = f"{who} {_deed(voice, view, choices, seat, names, outside, titles, game)}"
    if mind == "chaos":
        return f"{deed} because the lot fell so."
    if mind == "random":
        return f"{deed} because the lot chose this way; the rest it reckoned."
    if mind.startswith(("always-", "rotate-")):
        kept = "it knows no other way" if mind.startswith("always-") else f"it was the turn of {SPOKEN[strategy]}"
        return f"{deed} because {kept}."
    because, chance = _reason(view, choices, seat, strategy, game)
    manner = _manner(mind, voice, view, choices, seat, game)
    return f"{deed} because {because}; it put the chance at {chance} %{', ' + manner if manner else ''}."


def _idle(voice: Voice, view: BatchView, seat: int, game: int) -> str:
    if not view.running[game]:
        return "the game was over"
    if not (view.card[:, game] >= 0).any():
        return "no crisis was open"
    return "its means were spent" if int(view.means[seat, game]) < SPENT else voice.idle


def _deed(
    voice: Voice,
    view: BatchView,
    choices: Choices,
    seat: int,
    names: Sequence[str] | None,
    outside: str,
    titles: Sequence[str] | None,
    game: int,
) -> str:  # fmt: skip
    target = int(choices.target[seat, game])
    partner = "an ally it trusts"
    if target == OUTSIDE:
        partner = outside
    elif names is not None and target < len(names):
        partner = names[target]
    crisis = _crisis(voice, view, int(choices.slot[seat, game]), titles, game)
    return _DEEDS[Strategy(int(choices.strategy[seat, game]))].format(partner=partner, crisis=crisis)


def _crisis(voice: Voice, view: BatchView, slot: int, titles: Sequence[str] | None, game: int) -> str:
    if titles is not None and slot < len(titles) and titles[slot]:
        return f"“{titles[slot]}”"
    if int((view.card[:, game] >= 0).sum()) == 1:
        return "the one open crisis"
    if voice.crisis:
        return voice.crisis
    place = list(Board.of(view).ranking[:, game]).index(slot)
    return f"the {_PLACES[place]}most pressing crisis"


def _reason(view: BatchView, choices: Choices, seat: int, strategy: Strategy, game: int) -> tuple[str, int]:
    """The feature of the crisis that speaks most for the strategy, and the chance the mind reckons with in percent."""
    board = Board.of(view)
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
    best, because = 0, "nothing else promised more"
    level = dict(formula.points(board.book, lane))
    for feature, (high, low) in _HIGH_LOW.items():
        weight = int(np.broadcast_to(level[feature], (len(OPTIONS), view.games))[option, game])
        if weight > best:
            leans = int(board.book.fit[strategy, list(_HIGH_LOW).index(feature)])
            best, because = weight, high if leans > 0 else low
    touched = int(view.stake[int(slot[game]), seat, game]) >= view.book.high_stake
    return f"much was at stake for it and {because}" if touched else because, chance


def _manner(mind: str, voice: Voice, view: BatchView, choices: Choices, seat: int, game: int) -> str:
    """What else is to be said: effort, sovereignty, red lines, care for trust."""
    strategy, tactic = int(choices.strategy[seat, game]), int(choices.tactic[seat, game])
    effort = int(choices.effort[seat, game])
    if tactic == Tactic.HARD and view.book.tactics:
        return "drawing a red line"
    quiet = strategy in (Strategy.CONFIDENCE, Strategy.TRACK2)
    signs = int(view.sovereignty[seat, game]) >= CEDED_ENOUGH or int(view.stage[game]) >= CLOSE_TO_TREATY
    if mind == "sovereigntist" and quiet and signs and view.book.sovereignty:
        return "signing nothing that would bind it further"
    if effort == 0:
        return voice.unpaid
    if effort > 1:
        return voice.extra
    mistrusted = int(Board.of(view).standing[seat, game]) < LOW_TRUST
    if mistrusted and tactic in (Tactic.LISTEN, Tactic.RAPPORT) and view.book.tactics:
        return "mending trust on the way"
    return ""
