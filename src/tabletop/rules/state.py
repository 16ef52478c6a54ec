"""The state of B games at once: a handful of arrays whose last axis is the game.

Every field declares its shape, range, meaning, source and who may see it (`public`, `owned` by one seat,
`secret`).  Quantities are integers in hundredths (trust 56.25 is 5625) unless the unit says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from tabletop.rules.arithmetic import ratio
from tabletop.rules.arrays import Bools, Ints, Keys


@dataclass(frozen=True, slots=True)
class Variable:
    """What a field of the state means."""

    name: str
    shape: str
    low: int
    high: int
    see: str
    meaning: str
    source: str


def var(shape: str, low: int, high: int, see: str, meaning: str, source: str = "design choice") -> Any:
    return field(metadata={"var": (shape, low, high, see, meaning, source)})


@dataclass(slots=True, eq=False, repr=False)
class State:
    """B games; N members, C crisis slots, K cards, F flags."""

    turn: int
    """Turns opened so far: 1 while the first is played."""
    seed: Keys
    """[B] luck key of each game; secret."""

    trust: Ints = var("N,N,B", 0, 10000, "public", "how far i expects j to keep its word", "Kydd 2005")
    agreements: Ints = var(
        "N,N,B", 0, 2, "public", "standing bilateral agreements, a count", "Leeds et al. 2002 (ATOP)"
    )
    position: Ints = var("N,3,B", -100, 100, "public", "policy position on three axes", "Signorino & Ritter 1999")
    affinity: Ints = var("N,N,B", -100, 100, "public", "shared interest S", "Signorino & Ritter 1999")
    support: Ints = var("N,B", 0, 10000, "public", "domestic support", "Putnam 1988")
    means: Ints = var("N,B", 0, 600, "public", "diplomatic and military means to spend")
    burden: Ints = var("N,B", 0, 1000000, "public", "discounted past effort", "Olson & Zeckhauser 1966")
    sovereignty: Ints = var("N,B", 0, 10000, "public", "sovereignty ceded", "Morrow 1991; Lake 1999")
    signed: Ints = var("N,B", 0, 1000, "public", "treaties in force for i, a count", "Leeds 2003")
    channel: Ints = var("N,B", 0, 300, "public", "live Track II channels", "Davidson & Montville 1981")
    effort: Ints = var("N,B", 0, 1000000, "public", "effort spent so far")
    deals: Ints = var("N,B", 0, 1000, "public", "bilateral agreements reached, a count")
    outside_deals: Ints = var("N,B", 0, 1000, "public", "deals with the outside party, a count")
    red_lines: Ints = var("N,B", 0, 100000, "public", "influence won by hard bargaining", "Schelling 1960")
    mediations: Ints = var("N,B", 0, 1000, "public", "successes while mediating, a count")
    peak: Ints = var("N,B", 0, 6, "public", "worst step of a crisis in which the member had a high stake")
    supported: Ints = var(
        "N,B", 0, 8, "public", "most members at once on a crisis in which the member had a high stake"
    )

    readiness: Ints = var("B", 0, 10000, "public", "interoperability and readiness")
    legitimacy: Ints = var("B", 0, 10000, "public", "legality and legitimacy", "UN Charter 2(4), 51; Hurd 2007")
    line: Ints = var("B", 0, 10000, "public", "common line: how united recent action looked", "Weitsman 2004")
    tension: Ints = var("B", 0, 10000, "public", "tension with the outside party", "Jervis 1976, 1978")
    threat: Ints = var("B", 0, 10000, "public", "the outside party's strength", "Richardson 1960")
    harm: Ints = var("B", 0, 10000, "public", "civilian harm")
    known: Ints = var("B", 0, 100, "public", "what the alliance has learnt of the rival", "Kydd 2005")
    greed: Ints = var("B", 0, 100, "secret", "the rival's type", "Kydd 2005; Glaser 2010")
    stage: Ints = var("B", 0, 4, "public", "stage of the treaty under negotiation", "Koremenos et al. 2001")
    covered: Bools = var("3,B", 0, 1, "public", "domains a treaty in force covers")
    treaties: Ints = var("B", 0, 1000, "public", "treaties brought into force, a count")
    outbreaks: Ints = var("B", 0, 1000, "public", "crises that broke out, a count")
    resolved: Ints = var("B", 0, 1000, "public", "crises resolved, a count")
    overloads: Ints = var("B", 0, 1000, "public", "cards that found no free slot, a count")
    load: Ints = var("B", 0, 10000, "secret", "chance of a second card each turn, in ten-thousandths")

    card: Ints = var("C,B", -1, 100000, "public", "card number in each slot, -1 = empty")
    escalation: Ints = var("C,B", 0, 6, "public", "step on the escalation ladder", "Kahn 1965")
    fear: Ints = var("C,B", 0, 100, "public", "misperception left on the card", "Jervis 1978")
    prepared: Ints = var("C,B", 0, 2, "public", "groundwork laid by Track II", "Kelman 2005")
    stake: Ints = var("C,N,B", 0, 100, "public", "what i has at stake in each crisis")
    parties: Ints = var("C,2,B", -1, 7, "public", "the two quarrelling members of an internal crisis")
    since: Ints = var("C,B", 0, 1000, "public", "turn in which the crisis was dealt")

    dealt: Ints = var("K,B", 0, 1000, "public", "turn in which the card was last dealt, 0 = never")
    order: Ints = var("K,B", -1, 2**62, "secret", "the larger, the sooner the card is dealt; -1 = no more")
    due: Ints = var("Q,B", 0, 1000, "secret", "turn from which a queueable card comes, 0 = not queued")
    failed: Bools = var("K,B", 0, 1, "public", "every attempt of some turn on the card failed")
    ended: Ints = var("K,B", 0, 2, "public", "how the crisis ended: 1 resolved, 2 outbreak, 0 not yet")
    flags: Bools = var("F,B", 0, 1, "secret", "the author's flags")
    act: Ints = var("B", 0, 1000, "public", "act number")
    act_since: Ints = var("B", 0, 1000, "public", "turn in which the act began")

    cohesion: Ints = var("B", 0, 10000, "public", "does the alliance hold together?")
    stability: Ints = var("B", 0, 10000, "public", "does the region stay calm?")
    deterrence: Ints = var("B", 0, 10000, "public", "readiness against the outside party's strength")
    cohesion_parts: Ints = var("5,B", 0, 10000, "public", "trust, equity, common line, domestic, institutions")
    stability_parts: Ints = var(
        "5,B", 0, 10000, "public", "calm, crisis control, deterrence, legitimacy, human security"
    )
    over: Ints = var("B", 0, 3, "public", "why the game no longer runs (vocabulary.Over)")
    end_turn: Ints = var("B", 0, 1000, "public", "turn in which it ended, 0 = not yet")

    @property
    def games(self) -> int:
        return int(self.seed.shape[0])

    @property
    def members(self) -> int:
        return int(self.support.shape[0])

    @property
    def running(self) -> Bools:
        return self.over == 0

    def take(self, games: Any) -> State:
        """A copy of the games chosen by an index array, in that order (an index may repeat)."""
        return self._each(lambda values: np.array(values[..., games], order="C"))

    def in_order(self) -> State:
        """The same state with every array in C order, which the rules rely on where they write by flat places."""
        return self._each(np.ascontiguousarray)

    def copy(self) -> State:
        """A copy that shares nothing."""
        return self._each(lambda values: values.copy(order="C"))

    def _each(self, change: Callable[[Any], Any]) -> State:
        arrays: dict[str, Any] = {f.name: change(getattr(self, f.name)) for f in fields(self) if f.name != "turn"}
        return State(turn=self.turn, **arrays)


VARIABLES: dict[str, Variable] = {
    f.name: Variable(f.name, *f.metadata["var"]) for f in fields(State) if "var" in f.metadata
}


def as_it_was(state: State, after: Any, before: Any) -> Any:
    """`after` [..., B], written over by `before` in the games that are over: they are few until the last turn."""
    over = np.flatnonzero(state.over)
    if len(over):
        after[..., over] = before[..., over]
    return after


def standing(state: State) -> Ints:
    """Mean trust of the others in each member, [N, B] in hundredths (the diagonal of trust is 0)."""
    return ratio(state.trust.sum(axis=0, dtype=np.int32), state.members - 1)
