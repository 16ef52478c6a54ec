"""A game played again as it was, with everything noted that an author's conditions looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tabletop.game.choice import to_choices
from tabletop.game.steering import pledged, take_in_all, waiting_of
from tabletop.rules import State, Tables, open_turn, resolve
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.conditions import holds
from tabletop.rules.tables import Effect
from tabletop.rules.vocabulary import Moment, Strategy

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.game.records import Resolution


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of an act that was looked at when the act was over."""

    act: int
    step: int
    open: bool
    board: State
    """As the condition saw it."""


@dataclass(slots=True)
class Past:
    """One turn: a witness of the rules."""

    turn: int
    before: State
    """The board at the end of the turn before."""
    draws: list[State] = field(default_factory=list)
    """The board before each draw of a card."""
    events: list[tuple[Moment, Strategy | None, int]] = field(default_factory=list)
    """What happened at which card."""
    effects: list[tuple[Effect, State | None]] = field(default_factory=list)
    """Effects whose moment came, and the board on which their own condition did not hold; None where it did."""
    ways: list[Way] = field(default_factory=list)
    opened: State | None = None
    """The board that the seats saw."""
    played: Resolution | None = None
    """None while the turn is being played."""
    tables: Tables | None = None

    def dealing(self, state: State, who: Bools) -> None:
        if who[0]:
            self.draws.append(state.copy())

    def event(self, state: State, moment: Moment, strategy: Strategy | None, games: Ints, cards: Ints) -> None:
        self.events += [(moment, strategy, int(card)) for card in cards]

    def effect(self, state: State, effect: Effect, games: Ints) -> None:
        assert self.tables is not None
        held = effect.when is None or bool(holds(effect.when, state, self.tables)[0])
        self.effects.append((effect, None if held else state.copy()))

    def way(self, state: State, act: int, step: int, games: Bools) -> None:
        assert self.tables is not None
        when = self.tables.acts[act].follows[step][0]
        open_ = when is None or bool(holds(when, state, self.tables)[0])
        self.ways.append(Way(act, step, open_, state.copy()))

    @property
    def act(self) -> int:
        """The act it was played in."""
        assert self.opened is not None
        return int(self.opened.act[0])

    @property
    def begins(self) -> bool:
        """Whether the act began with this turn."""
        assert self.opened is not None
        return int(self.opened.act_since[0]) == self.turn

    def dealt(self) -> tuple[int, ...]:
        """Card numbers in the order of the draws, -1 for a draw that brought none."""
        assert self.opened is not None
        found = []
        for board, after in zip(self.draws, [*self.draws[1:], self.opened], strict=True):
            new = np.flatnonzero((after.dealt[:, 0] == self.turn) & (board.dealt[:, 0] != self.turn))
            found.append(int(new[0]) if len(new) else -1)
        return tuple(found)


def past(game: Game) -> tuple[Past, ...]:
    """Every turn that was opened, in order; the game itself is not touched."""
    found = []
    boards = game.boards()
    for number in range(1, len(game.played) + (1 if game.over else 2)):
        one = Past(number, boards[number - 1], tables=game.tables)
        state = one.before.copy()
        waiting = waiting_of(game.played[number - 2].waits if number > 1 else ())
        open_turn(state, game.tables, witness=one, injected=waiting)
        one.opened = state.copy()
        turn = game.opened(number)
        take_in_all(state, turn.steps, waiting, game.tables, witness=one)
        if number <= len(game.played):
            one.played = game.played[number - 1]
            written = [one.played.choices[seat] for seat in game.seats]
            pledges = pledged(turn.pledges.values(), game.tables)
            resolve(state, to_choices(written, state, game.tables), game.tables, witness=one, pledges=pledges)
        found.append(one)
    return tuple(found)
