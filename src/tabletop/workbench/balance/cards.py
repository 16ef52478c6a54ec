"""What a card moves: its coming, its dice and the choice of an answer, each changed alone on the same luck.

All differences are of the lower index at the end, in games that are played thoughtfully but for the one change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tabletop.lab.play import go_on
from tabletop.lab.study import NEVER, Chunk, Tally
from tabletop.minds import Mind
from tabletop.rules import Choices, State, Tables, open_turn, resolve, start
from tabletop.rules.choices import at_slot
from tabletop.rules.turn import odds
from tabletop.rules.vocabulary import NOBODY, SLOTS, Strategy
from tabletop.workbench.balance.census import CAP
from tabletop.workbench.balance.playing import chosen, future, lower, player

WAYS: Final = ("all succeed", "all fail", "thoughtful", *(s.word for s in Strategy))
"""How a card is answered: its dice forced, as the plan says, or always the same way."""
FORCED: Final = 2
"""The first of `WAYS` have their dice forced."""
LEFT: Final = WAYS.index(Strategy.HOLD.word) - FORCED
"""Among the ways to answer it: everybody leaves it alone."""
FUTURES: Final = 2
NOT_DEALT: Final = np.iinfo(np.int32).min


@dataclass(frozen=True)
class Coming:
    """Work on a chunk: every game once more for each card that was dealt in it, with that card kept away.

    `games["coming"]` [K, B] is the lower index less what it is then; `NOT_DEALT` where the card did not come.
    """

    def __call__(self, chunk: Chunk) -> Tally:
        tables, thoughtful = chunk.tables, player(chunk)
        fresh = start(tables, chunk.keys)
        played = go_on(fresh.copy(), tables, thoughtful)
        card, game = np.nonzero(played.dealt > 0)
        state = fresh.take(game)
        index = np.arange(len(game))
        state.order[card, index] = -1
        places = [(tables.queueable.index(k), np.flatnonzero(card == k)) for k in tables.queueable]
        while state.running.any():
            for place, where in places:
                state.due[place, where] = 0
            open_turn(state, tables)
            resolve(state, chosen(thoughtful, state, tables), tables)
        coming = np.full((tables.cards.size, chunk.count), NOT_DEALT, np.int32)
        coming[card, game] = lower(played)[game] - lower(state)
        return Tally(games={"coming": coming})


@dataclass(frozen=True)
class Answers:
    """Work on a chunk: from every card's coming on, the same game for each of `WAYS` to answer that card.

    `games["end"]` [K, W, F, B] is the lower index, `NOT_DEALT` where the card did not come; `ended` how the crisis
    ended.  `sums["tries"]` [K, 2] are negotiations on it, and those whose chance stood at its cap; `least["capped"]`
    [K] is the first game with one of those.
    """

    def __call__(self, chunk: Chunk) -> Tally:
        tables, thoughtful = chunk.tables, player(chunk)
        shape = (tables.cards.size, len(WAYS), FUTURES, chunk.count)
        end, ended = np.full(shape, NOT_DEALT, np.int32), np.zeros(shape, np.int8)
        tries = np.zeros((tables.cards.size, 2), np.int64)
        capped = np.full(tables.cards.size, NEVER, np.int64)
        numbers = np.broadcast_to(chunk.first + np.arange(chunk.count), (tables.alliance.size, chunk.count))
        state = start(tables, chunk.keys)
        while state.running.any():
            open_turn(state, tables)
            choices = chosen(thoughtful, state, tables)
            found = odds(state, choices, tables)
            own = at_slot(state.card, found.slot)
            sure = found.tried & (found.chance >= CAP)
            for column, mask in enumerate((found.tried, sure)):
                tries[:, column] += np.bincount(own[mask], minlength=len(tries))
            np.minimum.at(capped, own[sure], numbers[sure])
            for slot in range(SLOTS):
                new = np.flatnonzero((state.since[slot] == state.turn) & (state.card[slot] >= 0) & state.running)
                if len(new):
                    self._answer(state.take(new), tables, thoughtful, state.card[slot, new], new, end, ended)
            resolve(state, choices, tables)
        return Tally(sums={"tries": tries}, least={"capped": capped}, games={"end": end, "ended": ended})

    def _answer(
        self, state: State, tables: Tables, thoughtful: Mind, card: Any, games: Any, end: Any, ended: Any
    ) -> None:  # fmt: skip
        way = np.repeat(np.arange(len(WAYS)), FUTURES * len(card))
        again = np.tile(np.repeat(np.arange(FUTURES), len(card)), len(WAYS))
        place = np.tile(np.arange(len(card)), len(WAYS) * FUTURES)
        board, asked, index = state.take(place), card[place], np.arange(len(place))
        board.seed = future(board.seed, again)
        first = True
        while board.running.any():
            if not first:
                open_turn(board, tables)
            first = False
            choices = chosen(thoughtful, board, tables)
            forced = answer(board, choices, asked, way)
            resolve(board, choices, tables, forced=forced)
        end[asked, way, again, games[place]] = lower(board)
        ended[asked, way, again, games[place]] = board.ended[asked, index]


def answer(state: State, choices: Choices, card: Any, way: Any) -> Any:
    """Change in place what is chosen on each game's `card` [B] as its `way` [B] says; [N, B] dice that are forced."""
    members = state.members
    there = (at_slot(state.card, choices.slot) == card) & (choices.strategy != Strategy.HOLD)
    fixed = there & (way > FORCED)
    strategy = np.where(fixed, way - FORCED - 1, choices.strategy)
    choices.strategy = strategy.astype(np.int32)
    index = np.arange(members)[:, None]
    dear = np.where(np.eye(members, dtype=bool)[:, :, None], -1, state.trust).argmax(axis=1)
    lonely = fixed & (strategy == Strategy.BILATERAL) & ((choices.target >= members) | (choices.target == index))
    choices.target = np.where(lonely, dear, np.where(strategy == Strategy.BILATERAL, choices.target, NOBODY))
    choices.target = choices.target.astype(np.int32)
    choices.effort = np.where(strategy == Strategy.HOLD, 0, choices.effort).astype(np.int32)
    return np.where(there & (way < FORCED), 1 - way, -1).astype(np.int32)
