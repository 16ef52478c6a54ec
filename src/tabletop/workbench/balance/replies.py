"""One seat's best answer: every strategy and every tactic in the same position, played out with the same luck.

The positions are those that alliances of mixed quality get into: three seats in five are played thoughtfully, the
others at random.  The one seat tries each strategy on the crisis where that promises most, and each tactic on what it
would do anyway; everybody else chooses what they chose, and from then on all are thoughtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.lab.play import go_on
from tabletop.lab.study import Chunk, Tally
from tabletop.minds import Mind
from tabletop.minds.board import Board
from tabletop.minds.reckon import fitting_tactic
from tabletop.rules import Choices, State, Tables, chance, open_turn, resolve, start
from tabletop.rules.luck import below
from tabletop.rules.negotiate import group
from tabletop.rules.turn import odds
from tabletop.rules.vocabulary import NOBODY, SLOTS, Clause, Strategy, Tactic
from tabletop.workbench.balance.playing import chosen, future, lot, lower, mixed, player, take, totals

STRATEGIES: Final = len(Strategy)
TACTICS: Final = len(Tactic)
LEVEL: Final = 60
"""Percent of the seats that are thoughtful on the way to a position."""
FURTHER: Final = 10
"""Lots of this module: whose turn, which seat, who is thoughtful."""


@dataclass(frozen=True)
class Replies:
    """The work on a chunk: one position a game; `games` holds what came of every option in every future."""

    futures: int = 12

    def __call__(self, chunk: Chunk) -> Tally:
        tables, keys = chunk.tables, chunk.keys
        thoughtful, random = player(chunk), player(chunk, "random")
        state = start(tables, keys)
        most = max(1, sum(act.turns for act in tables.acts[:1]) if len(tables.acts) == 1 else _length(tables))
        when = 1 + below(lot(keys, FURTHER), max(1, most - 1))
        seat = below(lot(keys, FURTHER + 1), state.members)
        options = STRATEGIES + TACTICS
        found = {
            "end": np.full((options, self.futures, chunk.count), -1, np.int32),
            "own": np.full((options, self.futures, chunk.count), -1, np.int32),
            "turn": np.zeros((1, 1, chunk.count), np.int32),
        }  # fmt: skip
        for turn in range(1, most):
            open_turn(state, tables)
            wise, rash = chosen(thoughtful, state, tables), chosen(random, state, tables)
            skilled = np.stack([below(lot(keys, FURTHER + 2, i, turn), 100) < LEVEL for i in range(state.members)])
            choices = mixed([rash, wise], skilled.astype(np.int32))
            here = np.flatnonzero((when == turn) & state.running & (state.card >= 0).any(axis=0))
            if len(here):
                found["turn"][0, 0, here] = turn
                self._try(
                    state.take(here), tables, thoughtful, take(choices, here), take(wise, here), seat[here], here, found
                )
            resolve(state, choices, tables)
        return Tally(games=found)

    def _try(
        self, state: State, tables: Tables, thoughtful: Mind, others: Choices, wise: Choices, seat: Any, here: Any,
        found: dict[str, Any],
    ) -> None:  # fmt: skip
        games = np.arange(state.games)
        tries = [(s, with_strategy(state, tables, others, seat, s)) for s in range(STRATEGIES)]
        if tables.book.tactics:
            plain = _put(others, seat, {f: getattr(wise, f)[seat, games] for f in _PARTS})
            acting = plain.strategy[seat, games] != Strategy.HOLD
            tries += [
                (STRATEGIES + t, (_put(plain, seat, {"tactic": np.full(state.games, t)}), acting))
                for t in range(TACTICS)
            ]
        rows = [(option, choices, np.flatnonzero(can)) for option, (choices, can) in tries]
        which = np.concatenate([where for _, _, where in rows])
        joined = _join([take(choices, where) for _, choices, where in rows])
        option = np.concatenate([np.full(len(where), number) for number, _, where in rows])
        again = np.repeat(np.arange(self.futures), len(which))
        place = np.tile(np.arange(len(which)), self.futures)
        board = state.take(which[place])
        board.seed = future(board.seed, again)
        resolve(board, take(joined, place), tables)
        go_on(board, tables, thoughtful)
        own = totals(board, tables)[seat[which[place]], np.arange(board.games)]
        found["end"][option[place], again, here[which[place]]] = lower(board)
        found["own"][option[place], again, here[which[place]]] = own


_PARTS: Final = ("strategy", "slot", "tactic", "target", "clause", "effort")


def _length(tables: Tables) -> int:
    """Turns of the shortest way through the acts."""
    best = {0: tables.acts[0].turns}
    for _ in tables.acts:
        for act, length in list(best.items()):
            for _, following in tables.acts[act].follows:
                longer = length + tables.acts[following].turns
                best[following] = min(best.get(following, longer), longer)
    return min((best[act] for act in best if not tables.acts[act].follows), default=best[0])


def _put(choices: Choices, seat: Any, parts: dict[str, Any]) -> Choices:
    """The choices with one seat's part [B] put in."""
    made, games = choices.copy(), np.arange(len(seat))
    for name, values in parts.items():
        getattr(made, name)[seat, games] = values
    return made


def _join(parts: Sequence[Choices]) -> Choices:
    return Choices(**{name: np.concatenate([getattr(part, name) for part in parts], axis=1) for name in _PARTS})


def with_strategy(state: State, tables: Tables, others: Choices, seat: Any, strategy: int) -> tuple[Choices, Any]:
    """The others' choices with one seat's `strategy`, sensible in everything else, and where it can be chosen [B]."""
    games = state.games
    if strategy == Strategy.HOLD:
        parts = {"strategy": 0, "effort": 0, "target": NOBODY, "clause": Clause.CONSULT, "tactic": 0}
        return _put(others, seat, {name: np.full(games, value) for name, value in parts.items()}), np.ones(games, bool)
    best, promise = others, np.full(games, -1, np.int64)
    for slot in range(SLOTS):
        there = state.card[slot] >= 0
        if there.any():
            tried = _on(state, tables, others, seat, strategy, np.full(games, slot, np.int32))
            steps = _promise(state, tables, tried, seat)
            better = there & (steps > promise)
            best = mixed([best, tried], np.broadcast_to(better, (state.members, games)).astype(np.int32))
            promise = np.where(better, steps, promise)
    return best, promise >= 0


def _on(state: State, tables: Tables, others: Choices, seat: Any, strategy: int, slot: Any) -> Choices:
    board, games = Board(BatchView.of(state, tables)), np.arange(state.games)
    asked = (others.strategy == Strategy.BILATERAL) & (others.slot == slot) & (others.target == seat)
    liking = board.trust[seat, :, games].T + board.trust[:, seat, games]
    liking = liking // 2 + 20 * board.stake[slot, :, games].T + 2500 * asked
    liking[seat, games] = -1
    target = liking.argmax(axis=0) if strategy == Strategy.BILATERAL else np.full(state.games, NOBODY)
    parts = {
        "strategy": np.full(state.games, strategy), "slot": slot, "target": target, "effort": np.ones(state.games),
        "clause": board.clause[seat, games],
    }  # fmt: skip
    made = _put(others, seat, parts)
    fitting = fitting_tactic(board, board.crisis(made.slot), made.strategy, made.target)
    return _put(made, seat, {"tactic": fitting[seat, games]})


def _promise(state: State, tables: Tables, choices: Choices, seat: Any) -> Any:
    """[B] the steps down the ladder that the seat's negotiation promises, and how hot its crisis is."""
    games = np.arange(state.games)
    found = odds(state, choices, tables)
    steps = chance.ladder_steps(tables.book, group(state, choices, tables).lane)
    own = found.chance[seat, games].astype(np.int64) * np.maximum(steps[seat, games], 0)
    return own * 10 + state.escalation[choices.slot[seat, games], games]
