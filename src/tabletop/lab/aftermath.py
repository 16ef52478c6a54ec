"""What can be said of a game once it is over: where it turned, how the dice fell, and luck against judgement.

Of a game that was left before its end, as a class does when the lesson is over, the same is said of the turns that were
played: every other game is then looked at after as many turns.

All three compare the game with games that were not played.  They are answers within the model: nothing here says that
a way of acting works in the world, and a good end is no proof of a good decision.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tabletop.game.commands import FACILITATOR
from tabletop.game.errors import Illegal
from tabletop.game.records import GroupOutcome
from tabletop.game.units import shown
from tabletop.lab.play import play_chunks
from tabletop.lab.replay import STAND_IN, Change, as_it_was_set, mind_names, replays
from tabletop.minds import find, seated
from tabletop.rules.luck import game_key
from tabletop.rules.scorecard import outcome

if TYPE_CHECKING:
    from tabletop.game.game import Game

GAMES: Final = 200
"""Other games that par is compared with."""


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A negotiation whose other outcome would have moved the end far."""

    turn: int
    group: GroupOutcome
    """As it was."""
    cohesion: float
    """At the end of the other game."""
    stability: float
    outcome: str
    """win, draw, cohesion-collapse or stability-collapse, of the other game; "" where it, too, is left."""
    turns: int
    """Turns of the other game."""
    swing: float
    """The other game's lower index less this one's: above zero, the other outcome would have been better."""


@dataclass(frozen=True, slots=True)
class Roll:
    """One die."""

    turn: int
    group: GroupOutcome

    @property
    def surprise(self) -> float:
        """Success (1 or 0) less its chance: near 1 great luck, near −1 great misfortune."""
        return (10000 * self.group.success - round(100 * self.group.chance)) / 10000


@dataclass(frozen=True, slots=True)
class Tally:
    """Dice counted together."""

    rolled: int
    """Negotiations that were rolled for."""
    expected: float
    """Successes that their chances lead one to expect: the sum of the chances."""
    actual: int
    """Successes."""
    spread: float
    """Standard deviation of the number of successes: a balance within one spread is nothing out of the way."""

    @property
    def balance(self) -> float:
        """Successes more, or fewer, than expected."""
        return round(self.actual - self.expected, 4)


@dataclass(frozen=True, slots=True)
class Fortune:
    """How the dice of the negotiations fell.  The cards, the headlines and the rival's type are luck too; they are not
    in it."""

    total: Tally
    seats: dict[str, Tally]
    """By member: the negotiations it took part in.  One negotiation counts for every member of its group."""
    luckiest: Roll | None
    """The success with the smallest chance."""
    unluckiest: Roll | None
    """The failure with the largest chance."""


@dataclass(frozen=True, slots=True)
class Par:
    """Luck against judgement, as par is used in golf: the same course, played by somebody known.

    `luck` is what a thoughtful mind in the people's seats makes of this very luck (the same cards, headlines, rival and
    dice), less what it makes of other luck on average: whether the game was an easy one.  `judgement` is what the
    people made of it, less what the thoughtful mind did.  The two sum to how far the game ended from the average.

    What it cannot show: a different choice meets a different die, so some of what counts as judgement is luck with
    single negotiations (see `Fortune`).  One game is one sample; a judgement smaller than `sd` says little.  The mind
    is a yardstick, not the best player there is, and it knows nothing of the world outside the model.
    """

    people: tuple[str, ...]
    """Members in whose seats the thoughtful mind sat."""
    cohesion: float
    """Of the mind's game with the same luck."""
    stability: float
    outcome: str
    """"" where it, too, was left."""
    turns: int
    lower: float
    """The lower of its two indices: par."""
    actual: float
    """The lower index of the game that was played."""
    mean: float
    """Mean lower index of the mind's games with other luck."""
    sd: float
    """Their standard deviation."""
    games: int
    """How many there were."""
    left: bool = False
    """The game was left before its end: everything is measured after the turns that it had."""

    @property
    def judgement(self) -> float:
        """The game that was played less par."""
        return round(self.actual - self.lower, 2)

    @property
    def luck(self) -> float:
        """Par less the mean."""
        return round(self.lower - self.mean, 2)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Everything at once."""

    turning_points: tuple[TurningPoint, ...]
    """The largest swing first."""
    fortune: Fortune
    par: Par


def aftermath(game: Game, npc: Mapping[str, str], *, games: int = GAMES, left: bool = False) -> Aftermath:
    """The whole analysis of a game that is over; `npc` names the minds of the empty seats.

    With `left` also of one that nobody goes on with: it tells what no seat may know while it is played.  Raises
    `Illegal` before the end, or the first turn's.  Takes about a second.
    """
    _must_be_over(game, left)
    points = turning_points(game, npc, left=left)
    return Aftermath(points, fortune(game), par(game, npc, games, left=left))


def turning_points(
    game: Game, npc: Mapping[str, str], most: int = 3, *, left: bool = False
) -> tuple[TurningPoint, ...]:  # fmt: skip
    """The negotiations whose other outcome would have moved the final lower index most, the largest swing first.

    Each is replayed with its result turned round and all other luck as it was (see `lab.replay`).  Those that would
    have changed nothing are left out.  `left` and errors as `aftermath` has them.
    """
    until = _must_be_over(game, left)
    rolls = _rolls(game)
    changes = [Change(roll.turn, dict.fromkeys(roll.group.members, not roll.group.success)) for roll in rolls]
    actual = _lower(game)
    points = [
        TurningPoint(
            turn=roll.turn, group=roll.group, cohesion=other.cohesion[-1], stability=other.stability[-1],
            outcome=other.outcome, turns=other.turns, swing=round(other.lower - actual, 2),
        )
        for roll, other in zip(rolls, replays(game, npc, changes, until=until), strict=True)
    ]  # fmt: skip
    moving = [point for point in points if point.swing or point.outcome != game.outcome]
    return tuple(sorted(moving, key=lambda point: -abs(point.swing))[:most])


def fortune(game: Game) -> Fortune:
    """How the dice fell, so far."""
    rolls = _rolls(game)
    lucky = [roll for roll in rolls if roll.group.success]
    unlucky = [roll for roll in rolls if not roll.group.success]
    return Fortune(
        total=_tally(rolls),
        seats={seat: _tally([roll for roll in rolls if seat in roll.group.members]) for seat in game.seats},
        luckiest=min(lucky, key=lambda roll: roll.group.chance, default=None),
        unluckiest=max(unlucky, key=lambda roll: roll.group.chance, default=None),
    )


def par(game: Game, npc: Mapping[str, str], games: int = GAMES, *, left: bool = False) -> Par:
    """Thoughtful minds in the people's seats: with the same luck, and on average over `games` other seeds.

    What the facilitator put on the table or overruled is part of this game's course, and of no other's.
    The empty seats are played as they were.  The other seeds are the same for every game, 1, 2, 3 …, so that two games
    of one table are measured by one average.  See `Par` for what this can and cannot show.  `left` and errors as
    `aftermath` has them.
    """
    until = _must_be_over(game, left)
    tables = game.tables
    others = [seed for seed in range(1, games + 2) if seed != game.seed][:games]
    keys = np.array([game_key(seed) for seed in (game.seed, *others)], np.uint64)
    mind = seated({k: find(name) for k, name in enumerate(mind_names(game, npc))}, find(STAND_IN))
    ends = play_chunks(tables, keys, mind, turns=until)
    if any(step.kind in FACILITATOR for turn in game.played for step in turn.steps):
        own = as_it_was_set(game, mind, until=until)
        for name in ("cohesion", "stability", "over", "end_turn"):
            ends[name][0] = getattr(own, name)[0]
    cohesion, stability, over = (ends[name].tolist() for name in ("cohesion", "stability", "over"))
    lowest = [min(pair) for pair in zip(cohesion, stability, strict=True)]
    mean, sd = _mean_and_sd(lowest[1:])
    return Par(
        people=game.people, cohesion=shown(cohesion[0]), stability=shown(stability[0]),
        outcome=outcome(over[0], cohesion[0], stability[0], int(tables.book.pass_mark)) if over[0] else "",
        turns=int(ends["end_turn"][0]) or len(game.played), lower=shown(lowest[0]), actual=_lower(game), mean=mean,
        sd=sd, games=games, left=until is not None,
    )  # fmt: skip


def _must_be_over(game: Game, left: bool) -> int | None:
    """How far other games are looked at: None = to their end.  Raises `Illegal` where nothing can be looked back on."""
    if game.over:
        return None
    if not (left and game.played):
        raise Illegal(
            f"The game is not over: turn {game.turn} is being played.", "Look back when it has ended.",
            thing="aftermath", place=f"turn {game.turn}",
        )  # fmt: skip
    return len(game.played)


def _lower(game: Game) -> float:
    end = game.boards()[-1]
    return shown(int(min(end.cohesion[0], end.stability[0])))


def _rolls(game: Game) -> list[Roll]:
    return [Roll(turn.turn, group) for turn in game.played for group in turn.groups if group.die is not None]


def _tally(rolls: Sequence[Roll]) -> Tally:
    # Whole hundredths of a percent, so that no sum depends on its order.
    chances = [round(100 * roll.group.chance) for roll in rolls]
    variance = sum(chance * (10000 - chance) for chance in chances)
    return Tally(
        rolled=len(rolls),
        expected=sum(chances) / 10000,
        actual=sum(roll.group.success for roll in rolls),
        spread=round(math.sqrt(variance) / 10000, 4),
    )


def _mean_and_sd(values: Sequence[int]) -> tuple[float, float]:
    """In the unit people see, from whole hundredths; 0 where there are none."""
    if not values:
        return 0.0, 0.0
    count, total = len(values), sum(values)
    squares = count * sum(value * value for value in values) - total * total
    return round(total / count / 100, 2), round(math.sqrt(squares) / count / 100, 2)
