"""Where a game stands as one seat may know it, and the futures that can follow from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tabletop.errors import UsageError
from tabletop.game.batchview import BatchView, rival_seen
from tabletop.game.errors import Illegal
from tabletop.game.view import ROOM
from tabletop.lab.evidence import greedy_chance, loads
from tabletop.lab.othergames import other_games
from tabletop.minds import Mind, MindLuck, find, seated
from tabletop.minds.futures import FUTURE, future_keys, rivals, root_of, shuffled
from tabletop.rules import Choices, State, Tables, open_turn, resolve, scores
from tabletop.rules.arrays import Ints, Keys
from tabletop.rules.luck import Purpose, address, below, draw
from tabletop.rules.vocabulary import Goal

if TYPE_CHECKING:
    from tabletop.game.game import Game

POLICY: Final = "thoughtful"
"""The mind that all seats are taken to follow from now on, but for computer players whose character is known."""
CHARACTERS: Final = "characters"
"""What the policy is called where some of them do."""
FORESEEN: Final = ("guarantor", "free-rider", "sovereigntist", "opportunist", "greedy", "random")
"""Minds that a future can afford; in place of any other the policy plays."""
_WEIGHTS: Final = 63


@dataclass(frozen=True, slots=True)
class Courses:
    """What came of futures; T turns from the present one on, B futures.  Whole hundredths."""

    turn: int
    """The first of the turns."""
    cohesion: Ints
    """[T, B] at the end of each turn; of a future that ended earlier, as it ended."""
    stability: Ints
    cohesion_parts: Ints
    """[5, B] at the end."""
    stability_parts: Ints
    over: Ints
    """[B] why it ended."""
    score: Ints
    """[B] the seat's own score at the end; zeros for the room."""
    chance: Ints
    """[B] how likely the seat's own attempt of the first turn was, hundredths of a percent; 0 without one."""

    @property
    def lower(self) -> Ints:
        """[B] the lower index at the end."""
        return np.minimum(self.cohesion[-1], self.stability[-1])

    def take(self, games: Any) -> Courses:
        """Some of the futures."""
        return Courses(self.turn, *(getattr(self, f.name)[..., games] for f in fields(self) if f.name != "turn"))


def joined(parts: Sequence[Courses]) -> Courses:
    """Several lots of futures as one; the shorter ones stay as they ended."""
    longest = max(len(part.cohesion) for part in parts)

    def whole(name: str) -> Any:
        values = [getattr(part, name) for part in parts]
        if name in ("cohesion", "stability"):
            values = [np.concatenate([v, np.repeat(v[-1:], longest - len(v), axis=0)]) for v in values]
        return np.concatenate(values, axis=-1)

    return Courses(parts[0].turn, *(whole(f.name) for f in fields(Courses) if f.name != "turn"))


class Prospect:
    """All that `seat` may know of a game at one of its turns; nothing else is kept.

    `seat` is a member's id or "room", which everybody may know; `turn` is the present one unless an earlier one is
    named.  Raises `Illegal` for a game that is over and an unknown seat, `UsageError` for a turn it does not have.
    Cheap to make; what takes time is done when futures are asked for, which another thread may do.
    """

    def __init__(
        self, game: Game, seat: str = ROOM, *, turn: int | None = None, policy: str = POLICY,
        minds: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """`minds` of computer players by member, as everybody at the table knows them; all others follow `policy`."""
        if seat != ROOM and seat not in game.seats:
            raise Illegal(f"No seat “{seat}” is in this game.", "Name a member or “room”.", thing="seat")
        if turn is None and game.over:
            raise Illegal("The game is over: there is nothing left to foresee.", "Look back instead.", thing="forecast")
        self.turn = game.turn if turn is None else turn
        if not 1 <= self.turn <= len(game.played) + (not game.over):
            raise UsageError(f"The game has no turn {self.turn}.", f"It has turns 1 to {len(game.played)}.")
        own = {game.seats.index(name): mind for name, mind in (minds or {}).items() if mind in FORESEEN}
        self._policy, self._minds = policy, own
        self.seat, self.policy = seat, CHARACTERS if own else policy
        self.me = game.seats.index(seat) if seat != ROOM else -1
        board = game.board if self.turn == game.turn and not game.over else game._turns[self.turn - 1].board
        view = BatchView.of(board, game.tables)
        self.board: State = view.public_state()
        """What everybody may see, a batch of one; what is hidden is blank."""
        self.seen = bool(rival_seen(self.board, game.tables)[0])
        """The outside party's type is known to all."""
        self.greedy = 10000 * int(view.greed_seen[0] > 45) if self.seen else greedy_chance(game, self.turn)
        """The chance that the outside party is greedy, in hundredths of a percent."""
        self._greed = int(view.greed_seen[0])
        self._loads, self._likely = loads(game, self.turn)
        self.tables = _known_tables(game.tables, self.me)
        self._whole = game.tables
        self._root = root_of(self.board)

    def mind(self) -> Mind:
        """The mind that all are taken to follow, computer players their own."""
        policy = find(self._policy)
        return seated({seat: find(name) for seat, name in self._minds.items()}, policy) if self._minds else policy

    def futures(self, first: int, count: int) -> tuple[State, Tables]:
        """Boards of futures first, first + 1, …, their turn open: all alike in what is public, else drawn by lot."""
        keys = future_keys(self._root, first, count)
        state = self.board.take(np.zeros(count, np.intp))
        state.seed = keys
        state.greed = np.full(count, self._greed, np.int32) if self.seen else rivals(self._whole, keys, self.greedy)
        lots = below(draw(keys, FUTURE, Purpose.LOAD), 2**31 - 1).astype(np.int64)
        state.load = self._loads[np.searchsorted(self._likely, lots)]
        state.order = shuffled(state, self.tables, keys)
        state.flags, state.due = other_games(self._whole, POLICY).guess(self.board, keys)
        alliance = self.tables.alliance
        weights = _weights(alliance.weights, self.me, keys)
        return state, replace(self.tables, alliance=replace(alliance, weights=weights))

    def unfold(
        self, state: State, tables: Tables, choices: Choices | None = None, mind: Mind | None = None
    ) -> Courses:  # fmt: skip
        """Play futures to their end, in place; `choices` are everybody's of the present turn, else the mind's."""
        mind = mind or self.mind()
        turn, chance = state.turn, np.zeros(state.games, np.int32)
        cohesion: list[Ints] = []
        stability: list[Ints] = []
        while True:
            if choices is None:
                choices = mind(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))
            came = resolve(state, choices, tables)
            if not cohesion and self.me >= 0:
                chance = came.chance[self.me].copy()
            cohesion.append(state.cohesion.copy())
            stability.append(state.stability.copy())
            if not state.running.any():
                break
            open_turn(state, tables)
            choices = None
        score = scores(state, tables).total[self.me] if self.me >= 0 else np.zeros(state.games, np.int32)
        return Courses(
            turn, np.stack(cohesion), np.stack(stability), state.cohesion_parts, state.stability_parts, state.over,
            score, chance,
        )  # fmt: skip

    def courses(self, first: int, count: int) -> Courses:
        """What comes of futures first, first + 1, … when everybody follows the policy."""
        return self.unfold(*self.futures(first, count))


def _known_tables(tables: Tables, me: int) -> Tables:
    """The campaign without the other seats' objectives."""
    alliance = tables.alliance
    weights = np.full_like(alliance.weights, 100 // len(Goal))
    if me >= 0:
        weights[me] = alliance.weights[me]
    bonus = tuple(node if i == me else None for i, node in enumerate(alliance.bonus))
    return replace(tables, alliance=replace(alliance, weights=weights, bonus=bonus))


def _weights(known: Ints, me: int, keys: Keys) -> Ints:
    """[N, 4, B] secret weights: the own ones as they are, the others' drawn by lot."""
    members, goals = known.shape[:2]
    marks = np.array([[address(FUTURE, _WEIGHTS, i, g) for g in range(goals)] for i in range(members)], np.uint64)
    lots = 1 + below(draw(keys[None, None] + marks[:, :, None]), 100)
    drawn = (100 * lots // lots.sum(axis=1, keepdims=True)).astype(np.int32)
    drawn[:, 0] += 100 - drawn.sum(axis=1, dtype=np.int32)
    if me >= 0:
        drawn[me] = known[me]
    return drawn
