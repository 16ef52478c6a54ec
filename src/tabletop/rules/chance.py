"""The chance of success: one formula, term by term.

A *lane* is one negotiation, real or imagined: a group, a strategy and a crisis.  Arrays of lanes have any shape
whose last axis is the game.  `points` yields the named terms in hundredths of a point; their sum is the score,
and p = 1 / (1 + exp(-score / scale)), never below 5 % or above 95 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tabletop.rules.arithmetic import at_least, at_most, clamp, given, pick, ratio, ratio_by
from tabletop.rules.arrays import Ints
from tabletop.rules.parameters import Rulebook
from tabletop.rules.vocabulary import Domain, Feature, Strategy, Tactic

TERMS = (
    "base", "urgency", "breadth", "misperception", "sensitivity", "enforcement", "trust", "affinity", "effort",
    "escalation", "groundwork", "legitimacy", "leverage", "domestic", "partners", "tactic", "channel",
    "side deals", "dual track", "minilateral",
)  # fmt: skip
"""Every term's name, in the order in which screens show them."""


@dataclass(slots=True)
class Lane:
    """What the formula needs to know of a negotiation; arrays or numbers that broadcast against each other."""

    strategy: Any
    """Strategy number (an array of lanes, or one for all)."""
    domain: Any
    urgency: Any
    """Pips 0..4."""
    breadth: Any
    """Pips 0..4."""
    enforcement: Any
    """Pips 0..4."""
    fear: Any
    """Misperception left, 0..100."""
    sensitivity: Any
    """Sensitivity as printed, 0..100."""
    prepared: Any
    """Groundwork 0..2."""
    escalation: Any
    trust: Any
    """Mean trust in the group (whose it is depends on the strategy), hundredths."""
    affinity: Any
    """Mean shared interest, -100..100."""
    supply: Any
    """Effort weighted by capability, hundredths."""
    support: Any
    """Mean domestic support, hundredths."""
    legitimacy: Any
    deterrence: Any
    partners: Any
    """Members beyond the first; for a bilateral 1 if the partner proposed it too."""
    members: int
    """N, the size of the alliance."""
    row: Any = field(init=False)
    """The strategy as an index into the tables of the book."""

    def __post_init__(self) -> None:
        self.row = np.asarray(self.strategy, np.intp)


def eased(book: Rulebook, lane: Lane) -> Any:
    """Sensitivity for official talks after groundwork (rule R10), 0..100; Track II meets it in full."""
    left = ratio(lane.sensitivity * (100 - book.groundwork_share * lane.prepared), 100)
    return pick(lane.strategy == Strategy.TRACK2.value, lane.sensitivity, left)


def need(book: Rulebook, lane: Lane) -> Any:
    """The effort the crisis needs from this strategy, hundredths, at least 10."""
    summit = lane.strategy == Strategy.MULTILATERAL.value
    broad = (lane.strategy == Strategy.BILATERAL.value) | summit
    share = 100 + book.need_escalation * lane.escalation + given(broad, ratio(book.need_breadth * lane.breadth, 4))
    wanted = ratio(book.need.take(lane.row) * share, 100)
    return at_least(pick(summit, ratio(wanted * lane.members, 2), wanted), 10)


def points(book: Rulebook, lane: Lane) -> Iterator[tuple[str, Any]]:
    """The terms that hold for every negotiation, by name, in hundredths of a point (tables 1 and 2)."""

    def own(table: Ints) -> Any:
        return table.take(lane.row, mode="wrap")

    yield "base", own(book.base)
    for feature, pips in (
        (Feature.URGENCY, lane.urgency), (Feature.BREADTH, lane.breadth), (Feature.ENFORCEMENT, lane.enforcement)
    ):  # fmt: skip
        yield feature.word, ratio(own(book.fit[:, feature]) * (pips - 2), 2)
    yield "misperception", ratio(own(book.fit[:, Feature.MISPERCEPTION]) * (2 * lane.fear - 100), 100)
    yield "sensitivity", ratio(own(book.fit[:, Feature.SENSITIVITY]) * (2 * eased(book, lane) - 100), 100)
    yield "trust", ratio(own(book.trust_weight) * (lane.trust - 5000), 1000)
    yield "affinity", ratio(own(book.affinity_weight) * (lane.affinity - 30), 100)
    cover = clamp(ratio_by(100 * lane.supply, need(book, lane)) - 100, -100, 50)
    yield "effort", ratio(own(book.effort_weight) * cover, 100)
    yield "escalation", own(book.escalation_weight) * (lane.escalation - 2)
    yield "groundwork", own(book.groundwork_weight) * lane.prepared
    yield "legitimacy", ratio(own(book.legitimacy_weight) * (lane.legitimacy - 5000), 1000)
    leverage = ratio(own(book.leverage_weight) * clamp(lane.deterrence - 5000, -3000, 3000), 1000)
    yield "leverage", given(lane.domain == Domain.EXTERNAL.value, leverage)
    yield "domestic", ratio(own(book.domestic_weight) * (lane.support - 5000), 1000)
    yield "partners", own(book.partner_weight) * at_most(lane.partners, 3)


def tactic_points(book: Rulebook, lane: Lane, channel: Any) -> list[Any]:
    """What each of the eight tactics is worth in this lane, in hundredths of a point (table 4).

    `channel` is the negotiator's own Track II channel, 0..300.
    """
    s, e, internal = lane.sensitivity, lane.enforcement, lane.domain == Domain.INTERNAL.value
    ripe = (lane.escalation >= 4) | (lane.trust < 4000)
    law = ratio(book.arbitrate_gain * e, 4)
    return [
        200 + ratio(book.interest_gain * clamp(100 - lane.affinity, 0, 200), 200),
        100 + ratio(book.listen_gain * lane.fear, 100),
        np.int32(-100),
        100 + ratio(book.package_gain * e, 4),
        pick(ripe, book.mediate_gain, 100) + ratio(lane.legitimacy - 5000, 20),
        -200 + ratio(book.backchannel_gain * s, 100) + channel,
        pick(internal, 100 + law, ratio(300 * e, 4) - 100),
        np.int32(-book.hard_cost),
    ]


def pick_tactic(values: list[Any], tactic: Any) -> Any:
    """The value of each lane's own tactic."""
    return sum(given(tactic == number, value) for number, value in enumerate(values))


def best_tactic(values: list[Any]) -> Any:
    """The most valuable tactic of each lane, hard bargaining left out; the first of equals."""
    best = np.array(values[0], np.int32)
    chosen = np.zeros(np.shape(best), np.int32)
    for number in range(1, int(Tactic.HARD)):
        better = values[number] > best
        best = np.maximum(values[number], best)
        chosen = pick(better, number, chosen)
    return chosen


def held_back(book: Rulebook, lane: Lane) -> tuple[Any, Any]:
    """R10b: where secrecy, and where fear, holds an official success to one step at most."""
    s = lane.strategy
    official = (s != Strategy.TRACK2.value) & (s != Strategy.HOLD.value)
    bargain = (s == Strategy.BILATERAL.value) | (s == Strategy.MULTILATERAL.value)
    return official & (eased(book, lane) >= book.taboo), bargain & (lane.fear >= book.taboo)


def ladder_steps(book: Rulebook, lane: Lane) -> Any:
    """Steps down the ladder that a success takes: table 3, limited by face and fear (rule R10b)."""
    s = lane.strategy
    bilateral, summit = s == Strategy.BILATERAL.value, s == Strategy.MULTILATERAL.value
    confidence, quiet = s == Strategy.CONFIDENCE.value, s == Strategy.TRACK2.value
    steps = (
        book.steps.take(lane.row)
        - (bilateral & (lane.breadth > 2))
        + (summit & (lane.breadth >= 2))
        + (confidence & (lane.fear >= 50))
        + (quiet & (lane.sensitivity >= 50))
        + (quiet & (lane.sensitivity >= 75))
    )
    secrecy, fear = held_back(book, lane)
    return steps - given(secrecy | fear, at_least(steps - 1, 0))
