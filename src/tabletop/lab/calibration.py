"""How honest the outlook is: does its band hold as many games as it says?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tabletop.game.batchview import BatchView
from tabletop.game.commands import Command
from tabletop.game.game import Game
from tabletop.lab.coach import coachings, try_out
from tabletop.lab.forecast import Outlook, outlook
from tabletop.lab.prospect import CHARACTERS, POLICY, Prospect
from tabletop.minds import Mind, MindLuck, find, seated
from tabletop.rules.luck import address

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.rules.vocabulary import Level

_SEEDS: Final = 2101


@dataclass(frozen=True, slots=True)
class Trial:
    """One game: what was foreseen at one of its turns, and what came."""

    seed: int
    foreseen: Outlook
    cohesion: float
    stability: float
    outcome: str

    def inside(self, index: str) -> bool:
        """Whether the end lies in the band from 10 to 90 %."""
        low, *_, high = getattr(self.foreseen, index).end
        return bool(low <= getattr(self, index) <= high)


def trial(
    campaign: Campaign, number: int, mind: str = POLICY, *, level: Level | str | None = None, futures: int = 200
) -> Trial:  # fmt: skip
    """Game `number`, played by one mind in all seats, foreseen at a turn that moves on from game to game.

    The outlook takes all to be thoughtful whatever the mind; “characters” are every member's own, and known to it.
    """
    game = Game.new(campaign, address(_SEEDS, number), level=level)
    known = {member.id: member.character for member in campaign.members} if mind == CHARACTERS else None
    foreseen: Outlook | None = None
    while not game.over:
        if game.turn == 1 + number % 8:
            foreseen = outlook(game, futures=futures, minds=known)
        play_turn(game, mind)
    if foreseen is None:  # the game ended before that turn
        foreseen = outlook(game, turn=len(game.played), futures=futures, minds=known)
    end = game.played[-1]
    return Trial(game.seed, foreseen, end.cohesion, end.stability, end.outcome)


def play_turn(game: Game, mind: str = POLICY) -> None:
    """One turn in which every seat follows a mind."""
    choices = _mind(game, mind)(BatchView.of(game.board, game.tables), MindLuck.of(game.board.seed, game.turn))
    for command in game.choose_many(choices, f"npc:{mind}"):
        game.apply(command)
    game.apply(Command("resolve", "", game.turn, {}, "facilitator"))


def _mind(game: Game, name: str) -> Mind:
    """The mind of a name; of `CHARACTERS` every member's own."""
    if name != CHARACTERS:
        return find(name)
    own = {seat: find(member.character) for seat, member in enumerate(game.campaign.members)}
    return seated(own, find(POLICY))


def measure_coach(campaign: Campaign, number: int, *, futures: int = 400) -> float:
    """What the coach's first choice gains more than its second, in points, on futures that the coach has not seen.

    The situation is a turn of game `number`, the seat moves on from game to game.
    """
    game = Game.new(campaign, address(_SEEDS, number))
    for _ in range(number % 7):
        if not game.over:
            play_turn(game)
    seat = game.seats[number % len(game.seats)]
    prospect = Prospect(game, seat, turn=len(game.played) if game.over else None)
    *_, found = coachings(prospect)
    if len(found.advice) < 2:
        return 0.0
    first, second = try_out(prospect, [found.advice[0].choice, found.advice[1].choice], 1_000_000, futures)
    return float((first.lower - second.lower + first.score - second.score).mean()) / 200


def coverage(trials: list[Trial]) -> Mapping[str, float]:
    """Percent of the games whose end lies in the band, by index; and the mean chance of a win beside the wins."""
    count = max(len(trials), 1)
    return {
        "cohesion": round(100 * sum(one.inside("cohesion") for one in trials) / count, 1),
        "stability": round(100 * sum(one.inside("stability") for one in trials) / count, 1),
        "foreseen wins": round(sum(one.foreseen.win for one in trials) / count, 1),
        "wins": round(100 * sum(one.outcome == "win" for one in trials) / count, 1),
    }
