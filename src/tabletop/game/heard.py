"""Why the story goes as it does: an author's reasons for the next act, and for cards that come because of others."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tabletop.rules import State, Tables
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.conditions import holds
from tabletop.rules.tables import Effect
from tabletop.rules.vocabulary import Moment, Strategy


@dataclass(slots=True)
class Heard:
    """What is kept from turn to turn: secret, until the card comes or the act begins."""

    queued: dict[int, str] = field(default_factory=dict)
    """The author's reason for each card that waits in the queue, by its number; "" where there is none."""
    way: tuple[int, int] | None = None
    """The way that leads on from this turn: number of the act, and of the way in it."""

    def copy(self) -> Heard:
        """For the next step, which may be taken back."""
        return Heard(dict(self.queued))


@dataclass(slots=True)
class Listener:
    """A witness of one game that notes reasons while a turn is opened or resolved."""

    tables: Tables
    heard: Heard
    due: set[int] = field(default_factory=set)
    """Cards whose turn in the queue had come when the first card was drawn."""

    def dealing(self, state: State, who: Bools) -> None:
        """The cards are drawn."""
        now = (state.due[:, 0] > 0) & (state.due[:, 0] <= state.turn)
        self.due |= {self.tables.queueable[place] for place in np.flatnonzero(now).tolist()}

    def event(self, state: State, moment: Moment, strategy: Strategy | None, games: Ints, cards: Ints) -> None:
        """Something happened at cards."""

    def effect(self, state: State, effect: Effect, games: Ints) -> None:
        """An effect that queues a card gives the reason for it."""
        if effect.queue >= 0 and (effect.when is None or holds(effect.when, state, self.tables)[0]):
            self.heard.queued[effect.queue] = effect.why

    def way(self, state: State, act: int, step: int, games: Bools) -> None:
        """The first way that is open is the one that is taken; those after it are not asked."""
        when = self.tables.acts[act].follows[step][0]
        if games[0] and (when is None or holds(when, state, self.tables)[0]):
            self.heard.way = act, step

    def came(self, dealt: tuple[str, ...]) -> dict[str, str]:
        """The reasons of the cards that came out of the queue; a card that came waits no longer."""
        ids = self.tables.cards.ids
        waited = {card: self.heard.queued.pop(ids.index(card), "") for card in dealt}
        return {card: why for card, why in waited.items() if why and ids.index(card) in self.due}
