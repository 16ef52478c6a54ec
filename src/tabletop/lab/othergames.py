"""Other games of a campaign, from which the author's bookkeeping of this one is guessed.

An author's flags, and the follow-ups that are on their way, are shown to nobody.  A forecast does not read them: it
takes them from other games in which the cards that lead to them have fared the same way.  So it knows what the deck
knows, that one thing often follows another, and never what has been noted in this game.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.minds import MindLuck, find
from tabletop.minds.futures import FUTURE, future_keys
from tabletop.rules import State, Tables, open_turn, resolve, start
from tabletop.rules.arrays import Keys
from tabletop.rules.luck import address, below, draw

GAMES: Final = 300
_KEPT: Final = 4
_FLAG, _QUEUE = 61, 62


@dataclass(frozen=True, slots=True)
class _Moment:
    """The other games once their turn is open."""

    flags: Any
    due: Any
    fared: Any
    """[K, B] how each card has fared: not dealt, dealt, failed, resolved, broken out."""
    act: Any
    running: Any


class OtherGames:
    """Games of the same campaign, played by one mind as far as they are asked for."""

    def __init__(self, tables: Tables, policy: str) -> None:
        self.tables, self.policy = tables, policy
        self._moments: list[_Moment] = []
        self._state: State | None = None
        self._lock = threading.Lock()
        self._flags = [_sources(tables, "flag", number) for number in range(len(tables.flags))]
        self._queue = [_sources(tables, "queue", card) for card in tables.queueable]

    @property
    def needed(self) -> bool:
        """Whether this campaign has any such bookkeeping."""
        return bool(self.tables.flags or self.tables.queueable)

    def guess(self, board: State, keys: Keys) -> tuple[Any, Any]:
        """Flags [F, B] and queue [Q, B] for futures of a public board (a batch of one) whose turn is open."""
        games = len(keys)
        flags = np.zeros((len(self._flags), games), bool)
        due = np.zeros((len(self._queue), games), np.int32)
        if not self.needed:
            return flags, due
        then, now = self._at(board.turn), _fared(board)
        for number, sources in enumerate(self._flags):
            flags[number] = _pick(then, now, sources, int(board.act[0]), then.flags[number], keys, _FLAG, number)
        for place, (card, sources) in enumerate(zip(self.tables.queueable, self._queue, strict=True)):
            here = bool((board.card[:, 0] == card).any())
            gone = int(board.dealt[card, 0]) > 0 and not self.tables.cards.repeat[card]
            if not here and not gone:
                which = (*sources, card)
                due[place] = _pick(then, now, which, int(board.act[0]), then.due[place], keys, _QUEUE, place)
        return flags, due

    def _at(self, turn: int) -> _Moment:
        with self._lock:
            while len(self._moments) < turn:
                self._on()
            return self._moments[turn - 1]

    def _on(self) -> None:
        tables = self.tables
        if self._state is None:
            self._state = start(tables, future_keys(address(FUTURE, 1), 0, GAMES))
        else:
            choices = find(self.policy)(
                BatchView.of(self._state, tables), MindLuck.of(self._state.seed, self._state.turn)
            )
            resolve(self._state, choices, tables)
        state = self._state
        open_turn(state, tables)
        self._moments.append(
            _Moment(state.flags.copy(), state.due.copy(), _fared(state), state.act.copy(), state.running.copy())
        )


_cache: list[OtherGames] = []
_guard = threading.Lock()


def other_games(tables: Tables, policy: str) -> OtherGames:
    """The other games of these tables; kept, for every turn needs them again."""
    with _guard:
        for found in _cache:
            if found.tables is tables and found.policy == policy:
                return found
        made = OtherGames(tables, policy)
        _cache.append(made)
        del _cache[:-_KEPT]
        return made


def _sources(tables: Tables, what: str, number: int) -> tuple[int, ...]:
    """The cards on which a flag or a follow-up depends."""
    return tuple(sorted({e.card for e in tables.effects if getattr(e, what) == number and e.card >= 0}))


def _fared(state: State) -> Any:
    """[K, B] how each card has fared, as a number; all of it is public."""
    return (state.dealt > 0) + 2 * state.failed.astype(np.int32) + 4 * state.ended


def _pick(
    then: _Moment, now: Any, sources: tuple[int, ...], act: int, values: Any, keys: Keys, purpose: int, number: int
) -> Any:
    """For every future the value in one of the other games that look alike, else nothing."""
    alike = then.running & (then.act == act)
    for card in sources:
        alike &= then.fared[card] == now[card, 0]
    found = np.flatnonzero(alike)
    if not len(found):
        return np.zeros(len(keys), values.dtype)
    return values[found[below(draw(keys, FUTURE, purpose, number), len(found))]]
