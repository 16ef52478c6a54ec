"""A game that was played, played again with one thing otherwise: the same luck, the same people, another result.

Everything that asks "what if" goes through `replay_with` (one question) or `replays` (many at once, as one batch of the
same rules).  Nothing is explained on the way, so a question costs a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tabletop.errors import UsageError
from tabletop.game.batchview import BatchView
from tabletop.game.choice import Choice, to_choices
from tabletop.game.commands import FACILITATOR, Command
from tabletop.game.legal import check, options
from tabletop.game.position import Pledge
from tabletop.game.steering import pledged, take_in_all, waiting_of
from tabletop.game.units import shown
from tabletop.minds import MindLuck, find
from tabletop.minds.seating import Mind
from tabletop.rules import Choices, State, open_turn, resolve, start
from tabletop.rules.choices import at_slot
from tabletop.rules.luck import game_key
from tabletop.rules.scorecard import outcome
from tabletop.rules.vocabulary import Strategy

if TYPE_CHECKING:
    from tabletop.game.game import Game

STAND_IN: Final = "thoughtful"
"""The mind that chooses for a person whose own choice is no longer possible."""


@dataclass(frozen=True, slots=True)
class Change:
    """What goes otherwise in one turn; everything before it stays."""

    turn: int
    forced: Mapping[str, bool] = field(default_factory=dict)
    """By member: its negotiation succeeds, or fails, whatever the die says.  Name every member of the group."""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    """By member: what it chooses instead."""


@dataclass(frozen=True, slots=True)
class Replay:
    """How a game ends when one thing goes otherwise.  Numbers as people see them."""

    change: Change
    turns: int
    """Turns played in all."""
    cohesion: tuple[float, ...]
    """At the start and after every turn."""
    stability: tuple[float, ...]
    outcome: str
    """win, draw, cohesion-collapse or stability-collapse; "" where it was looked at before it ended."""
    replaced: tuple[tuple[int, str], ...]
    """Turn and member of every choice that could not be made as in the game, so that a mind chose."""
    state: State
    """The board at the end, a batch of one."""

    @property
    def lower(self) -> float:
        """The lower of the two indices at the end."""
        return min(self.cohesion[-1], self.stability[-1])


def replay_with(
    game: Game, npc: Mapping[str, str], turn: int, *, forced: Mapping[str, bool] | None = None,
    choices: Mapping[str, Choice] | None = None,
) -> Replay:  # fmt: skip
    """The game with results `forced`, or other `choices` made, in `turn`; raises as `replays` does."""
    return replays(game, npc, [Change(turn, forced or {}, choices or {})])[0]


def replays(
    game: Game, npc: Mapping[str, str], changes: Sequence[Change], *, until: int | None = None
) -> list[Replay]:  # fmt: skip
    """The same game once for every change, all on its own luck; to its end, or no further than turn `until`.

    Pledges, lines in public, the facilitator's cards and overruled numbers come again as far as they can.
    After the change everybody chooses as they did, as far as their means go, while the crisis they chose is on the
    table.  Where it is not, and in turns that the game did not reach, the seat's mind chooses: `npc` by member, a
    member's own character where none is given, `thoughtful` for people.  Raises `UsageError` for a turn that was not
    played or a member that is not at the table, and `Illegal` for a choice that was not possible then.
    """
    for change in changes:
        _check(game, change)
    if not changes:
        return []
    first = min(change.turn for change in changes)
    boards = game.boards()
    state = boards[first - 1].take(np.zeros(len(changes), np.intp))
    past = [[int(getattr(board, name)[0]) for board in boards[:first]] for name in ("cohesion", "stability")]
    waiting = waiting_of(game.played[first - 2].waits if first > 1 else (), len(changes))
    traces: list[tuple[Any, Any]] = []
    replaced: list[list[tuple[int, str]]] = [[] for _ in changes]
    while state.running.any() and (until is None or state.turn < until):
        open_turn(state, game.tables, injected=waiting)
        steps, pledges = _steps(game, state.turn)
        take_in_all(state, steps, waiting, game.tables)
        choices, free = _as_played(game, state, changes)
        _minds_choose(game, npc, state, choices, free)
        for member, b in np.argwhere(free).tolist() if state.turn <= len(game.played) else ():
            replaced[b].append((state.turn, game.seats[member]))
        resolve(
            state, choices, game.tables, forced=_forced(game, state, changes),
            pledges=pledged(pledges, game.tables, state.games),
        )  # fmt: skip
        traces.append((state.cohesion.copy(), state.stability.copy()))
    return [_replay(game, change, state, b, past, traces, replaced[b]) for b, change in enumerate(changes)]


def as_it_was_set(game: Game, mind: Mind, *, until: int | None = None) -> State:
    """The game on its own luck with `mind` in every seat, from the start to the end or turn `until`; a batch of one.

    The facilitator's cards and overruled numbers come again: they are part of the course.  What seats did is not.
    """
    tables = game.tables
    state, waiting = start(tables, np.array([game_key(game.seed)], np.uint64)), waiting_of(())
    while state.running.any() and (until is None or state.turn < until):
        open_turn(state, tables, injected=waiting)
        steps, _ = _steps(game, state.turn)
        take_in_all(state, [step for step in steps if step.kind in FACILITATOR], waiting, tables)
        resolve(state, mind(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn)), tables)
    return state


def mind_names(game: Game, npc: Mapping[str, str]) -> tuple[str, ...]:
    """The mind that stands in for every seat, in order."""
    return tuple(
        STAND_IN if member.id in game.people else npc.get(member.id, member.character)
        for member in game.campaign.members
    )


def _check(game: Game, change: Change) -> None:
    if not 1 <= change.turn <= len(game.played):
        raise UsageError(f"Turn {change.turn} has not been played.", f"The game has turns 1 to {len(game.played)}.")
    for seat in (*change.forced, *change.choices):
        if seat not in game.seats:
            raise UsageError(f"No member “{seat}” is in this game.", f"One of: {', '.join(game.seats)}.")
    board = _opened(game, change.turn)
    for seat, choice in change.choices.items():
        check(choice, options(board, game.tables, seat), change.turn)


def _opened(game: Game, turn: int) -> State:
    """The board of a turn as the seats last saw it before its choices were opened; do not change it."""
    return game.opened(turn).board


def _steps(game: Game, turn: int) -> tuple[tuple[Command, ...], tuple[Pledge, ...]]:
    """What happened in a turn besides choosing: the steps, and the pledges."""
    if turn > game.turn:
        return (), ()
    opened = game.opened(turn)
    return opened.steps, tuple(opened.pledges.values())


def _as_played(game: Game, state: State, changes: Sequence[Change]) -> tuple[Choices, Any]:
    """Everybody's choices [N, B] as they were made, and where [N, B] they are no longer possible."""
    members, games, turn = state.members, state.games, state.turn
    if turn > len(game.played):
        return Choices.hold(members, games), np.broadcast_to(state.running, (members, games)).copy()
    written = game.played[turn - 1].choices
    board = _opened(game, turn)
    made = to_choices([written[seat] for seat in game.seats], board, game.tables)
    wanted = Choices(**{f.name: np.repeat(getattr(made, f.name), games, axis=1) for f in fields(Choices)})
    card = np.repeat(at_slot(board.card, made.slot), games, axis=1)
    for b, change in enumerate(changes):
        if change.turn == turn and change.choices:
            mixed = [change.choices.get(seat, written[seat]) for seat in game.seats]
            other = to_choices(mixed, board, game.tables)
            for f in fields(Choices):
                getattr(wanted, f.name)[:, b] = getattr(other, f.name)[:, 0]
            card[:, b] = at_slot(board.card, other.slot)[:, 0]
    # A card may lie in another slot than it did in the game.
    found = state.card[:, None] == card[None]
    acting = wanted.strategy != Strategy.HOLD
    wanted.slot = np.where(acting, np.argmax(found, axis=0), 0).astype(np.int32)
    return wanted, acting & ~found.any(axis=0) & state.running


def _minds_choose(game: Game, npc: Mapping[str, str], state: State, choices: Choices, free: Any) -> None:
    """Fill in the choices that are free, in place."""
    if not free.any():
        return
    names = mind_names(game, npc)
    view, luck = BatchView.of(state, game.tables), MindLuck.of(state.seed, state.turn)
    asked = {
        name: find(name)(view, luck)
        for name in dict.fromkeys(n for n, row in zip(names, free, strict=True) if row.any())
    }
    for member, name in enumerate(names):
        here = free[member]
        if here.any():
            for f in fields(Choices):
                getattr(choices, f.name)[member, here] = getattr(asked[name], f.name)[member, here]


def _forced(game: Game, state: State, changes: Sequence[Change]) -> Any:
    """[N, B] results that are not left to the die this turn, or None."""
    now = [(b, change) for b, change in enumerate(changes) if change.turn == state.turn and change.forced]
    if not now:
        return None
    forced = np.full((state.members, state.games), -1, np.int32)
    for b, change in now:
        for seat, success in change.forced.items():
            forced[game.seats.index(seat), b] = int(success)
    return forced


def _replay(
    game: Game, change: Change, state: State, b: int, past: Sequence[Sequence[int]], traces: Sequence[tuple[Any, Any]],
    replaced: Sequence[tuple[int, str]],
) -> Replay:  # fmt: skip
    end, played = int(state.end_turn[b]) or state.turn, len(past[0]) - 1
    curves = [
        tuple(shown(value) for value in (*before, *(int(trace[k][b]) for trace in traces[: end - played])))
        for k, before in enumerate(past)
    ]
    over, cohesion, stability = (int(getattr(state, name)[b]) for name in ("over", "cohesion", "stability"))
    how = "" if state.running[b] else outcome(over, cohesion, stability, int(game.tables.book.pass_mark))
    return Replay(change, end, curves[0], curves[1], how, tuple(replaced), state.take([b]))
