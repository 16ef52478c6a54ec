"""What the rules read: authors' content, compiled to arrays and small expression trees.

`content` builds these; `rules` only evaluates them.  Index arrays are member, card, act and flag numbers
in the order of the id tuples.  All quantities are integers in hundredths unless told otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tabletop.rules.arrays import Bools, Ints, Keys
from tabletop.rules.parameters import Rulebook
from tabletop.rules.vocabulary import Moment, Strategy

Node = tuple[Any, ...]
"""One node of a compiled condition; the grammar is in `tabletop.rules.conditions`."""


@dataclass(frozen=True, slots=True)
class Alliance:
    """Who sits at the table: N members; the last axis is 1 (same in every game) or B (one a game)."""

    ids: tuple[str, ...]
    capability: Ints
    """[N, 1|B] shares in ten-thousandths, summing to 10000."""
    position: Ints
    """[N, 3, 1|B] policy position on the three axes, -100..100."""
    exposure: Ints
    """[N, 1|B] exposure to the outside party, 0..100."""
    weights: Ints
    """[N, 4, 1|B] secret weights of the four goals in percent, summing to 100."""
    election: Ints
    """[N, 1|B] turn of the first election, then every four; 0 = never."""
    trust_change: Ints
    """[N, N, 1|B] added to i's starting trust in j (hundredths of a point)."""
    agreements: Ints
    """[N, N, 1|B] standing agreements at the start, 0..2, symmetric."""
    channels: Ints
    """[N, 1|B] Track II channels at the start, 0..300."""
    bonus: tuple[Node | None, ...]
    """[N] condition of each objective's bonus."""

    @property
    def size(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Effect:
    """One structured effect: a change of a variable, a flag set or cleared, or a card queued."""

    moment: Moment
    source: str
    """Card or act id the effect stands on."""
    card: int = -1
    """Card that triggers it (all moments but ACT)."""
    act: int = -1
    """Act that triggers it (moment ACT)."""
    strategy: Strategy | None = None
    """For SUCCESS and FAILURE: the strategy that triggers it."""
    when: Node | None = None
    variable: str = ""
    """tension threat readiness legitimacy line harm support means sovereignty trust; '' when not a change."""
    amount: int = 0
    """Hundredths added."""
    who: tuple[int, ...] = ()
    """Members changed (support, means, sovereignty); empty: every member."""
    pairs: tuple[tuple[int, int], ...] = ()
    """Ordered pairs changed (trust); empty: all."""
    flag: int = -1
    set_to: bool = True
    queue: int = -1
    """Card queued, -1 for none."""
    after: int = 0
    """Turns until the queued card comes."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """K crisis cards."""

    ids: tuple[str, ...]
    domain: Ints
    """[K] Domain."""
    pips: Ints
    """[K, 5] 0..4 in the order of Feature."""
    escalation: Ints
    """[K] starting step 1..5."""
    human: Ints
    """[K] 0..4."""
    weight: Ints
    """[K] 0..9; 0 = comes only when queued."""
    stake: Ints
    """[K, N] 0..100, or -1 where the rule decides."""
    parties: Ints
    """[K, 2] member numbers, or -1, -1 where they are drawn by lot."""
    acts: Bools
    """[A, K] True where the card may be dealt in the act."""
    repeat: Bools
    """[K]"""
    when: tuple[Node | None, ...]
    """[K]"""
    key: Keys
    """[K] luck key of the card: a hash of its id."""

    @property
    def size(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Act:
    id: str
    turns: int
    follows: tuple[tuple[Node | None, int], ...]
    """(condition or None, act number), looked at in order when the act's turns are over; empty: the game ends."""


@dataclass(frozen=True, slots=True)
class Ending:
    id: str
    when: Node | None


@dataclass(frozen=True, slots=True)
class Rival:
    """The outside party's type: greedy in `greedy_chance` hundredths of all games (0, 100 = fixed)."""

    greedy_chance: int
    shown: bool
    """Whether everybody may see the type."""


@dataclass(frozen=True, slots=True)
class Tables:
    """A campaign at one level, ready to play."""

    book: Rulebook
    alliance: Alliance
    cards: Cards
    rival: Rival
    acts: tuple[Act, ...]
    """The first is where the game begins."""
    endings: tuple[Ending, ...]
    flags: tuple[str, ...]
    effects: tuple[Effect, ...] = ()
    queueable: tuple[int, ...] = field(default=())
    """Cards that some effect may queue, in card order."""
