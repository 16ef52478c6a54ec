"""A game that was played, told beside the one that would have been: other choices or other numbers, the same luck.

`lab.replay` asks many such questions at once and keeps the ends alone; here one question is played with everything
that a reader wants to see of it: cards, choices, chances and dice of every turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from tabletop.content.text import did_you_mean, shorten
from tabletop.errors import TabletopError, UsageError
from tabletop.game.batchview import BatchView
from tabletop.game.choice import Choice, from_choices, to_choices
from tabletop.game.errors import Illegal
from tabletop.game.heard import Heard
from tabletop.game.legal import check, options
from tabletop.game.position import OpenTurn, state_hash
from tabletop.game.records import Resolution, final_grade, play
from tabletop.game.records import opened as opened_turn
from tabletop.game.steering import take
from tabletop.game.units import shown
from tabletop.lab.otherrules import NumberChange, compared, tables_with
from tabletop.lab.replay import mind_names
from tabletop.minds import MindLuck, find
from tabletop.rules import State, Tables, ending, scores, start
from tabletop.rules.luck import game_key

if TYPE_CHECKING:
    from tabletop.game.game import Game

GONE: Final = "gone"
"""The crisis that it chose was not on the table, so that its mind chose."""
LESS: Final = "less"
"""The rules allowed less of it: fewer means, or no such tactic or clause."""


@dataclass(frozen=True, slots=True)
class Altered:
    """One choice made otherwise."""

    turn: int
    seat: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Swap:
    """A choice of the game that could not be made again as it was."""

    turn: int
    seat: str
    why: str
    """`GONE` or `LESS`."""
    was: Choice
    now: Choice
    mind: str = ""
    """Who chose in its place; "" where what was left of the choice was made."""


@dataclass(frozen=True)
class Story:
    """One course of a game, from the start to its end or as far as it is told."""

    turns: tuple[Resolution, ...]
    boards: tuple[State, ...]
    """At the start and after every turn."""
    tables: Tables

    @cached_property
    def cohesion(self) -> tuple[float, ...]:
        """At the start and after every turn."""
        return tuple(shown(int(board.cohesion[0])) for board in self.boards)

    @cached_property
    def stability(self) -> tuple[float, ...]:
        return tuple(shown(int(board.stability[0])) for board in self.boards)

    @cached_property
    def hashes(self) -> tuple[str, ...]:
        """State hashes of the boards."""
        return tuple(state_hash(board) for board in self.boards)

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""
        return bool(self.turns) and bool(self.turns[-1].outcome)

    @property
    def outcome(self) -> str:
        """ "" while it goes on, else win, draw, cohesion-collapse or stability-collapse."""
        return self.turns[-1].outcome if self.turns else ""

    @property
    def grade(self) -> str:
        """A to F; "" while it goes on."""
        return final_grade(self.boards[-1]) if self.over else ""

    @property
    def ending(self) -> str:
        """Id of the ending that was reached; "" while it goes on."""
        number = int(ending(self.boards[-1], self.tables)[0]) if self.over else -1
        return self.tables.endings[number].id if number >= 0 else ""

    @property
    def lower(self) -> float:
        """The lower of the two indices where it ends."""
        return min(self.cohesion[-1], self.stability[-1])

    @cached_property
    def scores(self) -> dict[str, float]:
        """Every member's national score at the end; none while it goes on: they are secret until then."""
        if not self.over:
            return {}
        totals = scores(self.boards[-1], self.tables).total[:, 0].tolist()
        return {seat: shown(total) for seat, total in zip(self.tables.alliance.ids, totals, strict=True)}


@dataclass(frozen=True)
class WhatIf:
    """Both stories, and what was asked."""

    game: Game
    changes: tuple[Altered, ...]
    numbers: tuple[NumberChange, ...]
    """Every number of the model that was changed."""
    was: Story
    other: Story
    swaps: tuple[Swap, ...]
    whole: bool
    """Told to the end; False of a game that goes on, which is told as far as it has been played."""

    @cached_property
    def parted(self) -> int:
        """The first turn that is not the same in both stories; 0 when none is."""
        for turn in range(1, max(len(self.was.turns), len(self.other.turns)) + 1):
            if not self.same(turn):
                return turn
        return 0

    def same(self, turn: int) -> bool:
        """Whether a turn was played in both stories, with the same choices, talks and board."""
        if turn > min(len(self.was.turns), len(self.other.turns)):
            return False
        a, b = self.was.turns[turn - 1], self.other.turns[turn - 1]
        boards = self.was.hashes[turn] == self.other.hashes[turn]
        return boards and (a.dealt, a.choices, a.groups, a.moves) == (b.dealt, b.choices, b.groups, b.moves)

    def swapped(self, turn: int, seat: str) -> Swap | None:
        return next((swap for swap in self.swaps if (swap.turn, swap.seat) == (turn, seat)), None)

    @property
    def beyond(self) -> int:
        """The first turn of the other story that the game did not reach, where minds chose for all; 0 if none."""
        return len(self.was.turns) + 1 if len(self.other.turns) > len(self.was.turns) else 0


def whatif(
    game: Game, npc: Mapping[str, str], changes: Sequence[Altered] = (), numbers: Mapping[str, float] | None = None
) -> WhatIf:
    """The game once more on its own luck, with `changes` made and with other `numbers` in the model.

    Everybody else chooses as they did.  Where that is no longer possible, and in turns that the game did not reach,
    the seat's mind chooses: `npc` by member, a member's own character where none is given, `thoughtful` for people.
    A game that goes on is told as far as it has been played, so that nothing of what is to come is given away.
    With nothing changed the other story is the game itself, bit for bit.

    Raises `UsageError` for a turn, a member or a number that does not exist, `Illegal` for a choice that is not
    possible on the other story's board, and `TabletopError` when that story ends before a change.
    """
    wanted = _wanted(game, changes)
    tables = tables_with(game.campaign, game.level, numbers) if numbers else game.tables
    was = Story(game.played, tuple(game.boards()), game.tables)
    player = _Player(game, npc, tables, wanted)
    first = 1 if numbers else min((change.turn for change in changes), default=1)
    other = player.play(first, len(game.played) if not game.over else None)
    changed = compared(game.tables.book, tables.book, numbers or ()) if numbers else ()
    return WhatIf(game, tuple(changes), changed, was, other, tuple(player.swaps), game.over)


def require_turn(game: Game, turn: int) -> None:
    """Raise `UsageError` unless the turn has been played."""
    if not 1 <= turn <= len(game.played):
        known = f"It has turns 1 to {len(game.played)}." if game.played else "No turn has been played."
        raise UsageError(f"Turn {turn} of this game has not been played.", known)


def require_seat(game: Game, seat: str) -> None:
    """Raise `UsageError` unless a member is at the table; the error names the nearest one."""
    if seat not in game.seats:
        near = did_you_mean(seat, game.seats)
        raise UsageError(f"{game.campaign.title} has no member “{shorten(seat)}”.", near[:1].upper() + near[1:])


def opened(game: Game, turn: int) -> State:
    """The board of a turn that was played, as the seats last saw it before its choices were opened."""
    require_turn(game, turn)
    return game.opened(turn).board.copy()


def _wanted(game: Game, changes: Sequence[Altered]) -> dict[tuple[int, str], Choice]:
    wanted: dict[tuple[int, str], Choice] = {}
    for change in changes:
        require_turn(game, change.turn)
        require_seat(game, change.seat)
        if (change.turn, change.seat) in wanted:
            raise UsageError(f"Turn {change.turn} has two other choices of {change.seat}.", "Give one.")
        wanted[change.turn, change.seat] = change.choice
    return wanted


class _Player:
    """Plays the other story."""

    def __init__(
        self, game: Game, npc: Mapping[str, str], tables: Tables, wanted: Mapping[tuple[int, str], Choice]
    ) -> None:
        self.game, self.tables, self.wanted = game, tables, wanted
        self.minds = dict(zip(game.seats, mind_names(game, npc), strict=True))
        self.swaps: list[Swap] = []

    def play(self, first: int, last: int | None) -> Story:
        """From turn `first` on, what came before as it was; to turn `last`, or to the end."""
        game = self.game
        if self.tables is game.tables:
            boards, turns = game.boards()[:first], list(game.played[: first - 1])
        else:
            boards, turns = [start(self.tables, np.array([game_key(game.seed)], np.uint64))], []
        while boards[-1].running.any() and (last is None or len(turns) < last):
            heard = turns[-1].heard if turns else Heard()
            waits = turns[-1].waits if turns else ()
            turn = opened_turn(boards[-1], self.tables, heard, self._way(heard), waits)
            for step in game.opened(turn.number).steps if turn.number <= game.turn else ():
                take(turn, step, self.tables)
            self._choose(turn)
            after, resolution = play(turn, self.tables)
            boards.append(after)
            turns.append(resolution)
        late = min((turn for turn, _ in self.wanted if turn > len(turns)), default=0)
        if late:
            raise TabletopError(
                f"Turn {late} is never played otherwise: that story ends in turn {len(turns)}.",
                "Ask about an earlier turn.",
            )
        return Story(tuple(turns), tuple(boards), self.tables)

    def _way(self, heard: Heard) -> str:
        """The author's reason why an act begins."""
        if heard.way is None:
            return ""
        act, step = heard.way
        return self.game.campaign.acts[act].next[step].why or ""

    def _choose(self, turn: OpenTurn) -> None:
        """Everybody's choice: the other one, the game's own, or a mind's."""
        game, number = self.game, turn.number
        written = game.played[number - 1] if number <= len(game.played) else None
        free: list[str] = []
        for seat in game.seats:
            choice = self.wanted.get((number, seat))
            if choice is not None:
                check(choice, options(turn.board, self.tables, seat), number)
                turn.choices[seat], turn.by[seat] = choice, "otherwise"
            elif written is None:
                free.append(seat)
            else:
                was = written.choices[seat]
                now = self._again(was, turn.board, seat, number)
                if now is None:
                    free.append(seat)
                    continue
                turn.choices[seat], turn.by[seat] = now, written.by[seat]
                turn.why[seat] = written.reasons.get(seat, "")
                if now != was:
                    self.swaps.append(Swap(number, seat, LESS, was, now))
        for seat, choice in self._minds(turn, free).items():
            turn.choices[seat], turn.by[seat] = choice, f"npc:{self.minds[seat]}"
            if written is not None:
                self.swaps.append(Swap(number, seat, GONE, written.choices[seat], choice, self.minds[seat]))

    def _again(self, was: Choice, board: State, seat: str, turn: int) -> Choice | None:
        """A choice of the game on another board, as far as the rules allow it; None where its crisis is not there."""
        allowed = options(board, self.tables, seat)
        try:
            check(was, allowed, turn)
        except Illegal:
            if allowed.crisis(was.card or "") is None:
                return None
            place = self.game.seats.index(seat)
            everyone = [was if name == seat else None for name in self.game.seats]
            return from_choices(to_choices(everyone, board, self.tables), board, self.tables)[place]
        return was

    def _minds(self, turn: OpenTurn, seats: Sequence[str]) -> dict[str, Choice]:
        if not seats:
            return {}
        board = turn.board
        view, luck = BatchView.of(board, self.tables), MindLuck.of(board.seed, board.turn)
        asked = {
            name: from_choices(find(name)(view, luck), board, self.tables)
            for name in dict.fromkeys(self.minds[seat] for seat in seats)
        }
        return {seat: asked[self.minds[seat]][self.game.seats.index(seat)] for seat in seats}


def differing(was: Choice, now: Choice) -> tuple[str, ...]:
    """The parts in which two choices differ, as the rules read them: strategy, tactic, effort, target, clause, card."""
    first, second = (replace(choice, tactic=choice.tactic or "interest", clause=choice.clause or "consult")
                     for choice in (was, now))  # fmt: skip
    return tuple(f.name for f in fields(Choice) if getattr(first, f.name) != getattr(second, f.name))
