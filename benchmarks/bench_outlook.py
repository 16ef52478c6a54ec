"""How soon the outlook, the coach and the strategist have something to say, on this machine.

    python benchmarks/bench_outlook.py [--campaign halcyon] [--games 12]

A turn in the middle of each game, one seat after the other, milliseconds of the process's own time.  "First" is what is
shown first: 1,000 futures for the outlook, every sensible choice once for the coach; both go on refining meanwhile.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from tabletop.content import load_campaign
from tabletop.game.batchview import BatchView
from tabletop.game.game import Game
from tabletop.lab.calibration import play_turn
from tabletop.lab.coach import coachings
from tabletop.lab.forecast import FIRST, outlooks
from tabletop.lab.prospect import Prospect
from tabletop.minds import MindLuck, find
from tabletop.rules.luck import game_key
from tabletop.session.desk import minds


def taken(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def asked(game: Game, seat: str, characters: Mapping[str, str]) -> dict[str, float]:
    """What each first answer takes for one seat at one table."""
    return {
        f"outlook, first ({FIRST:,} futures)": taken(lambda: next(outlooks(Prospect(game, seat)))),
        "the same, members by their characters": taken(
            lambda: next(outlooks(Prospect(game, seat, minds=characters)))
        ),
        "coach, first": taken(lambda: next(coachings(Prospect(game, seat)))),
        "strategist, one move of all seats": taken(
            lambda: find("strategist")(
                BatchView.of(game.board, game.tables), MindLuck.of(game.board.seed, game.turn)
            )
        ),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--campaign", default="halcyon")
    parser.add_argument("--games", type=int, default=12)
    arguments = parser.parse_args()
    campaign = load_campaign(arguments.campaign)
    characters = minds(campaign, (), "normal")
    print(f"{'milliseconds':<48}{'median':>8}{'lowest':>8}{'highest':>8}")
    for level in ("basics", "standard", "full"):
        found: dict[str, list[float]] = {}
        for number in range(arguments.games + 1):
            game = Game.new(campaign, game_key(number), level=level)
            for _ in range(number % 5):
                play_turn(game)
            for name, spent in asked(game, game.seats[number % len(game.seats)], characters).items():
                if number:  # the first game warms up
                    found.setdefault(name, []).append(spent)
        for name, times in found.items():
            middle = statistics.median(times)
            print(f"{level:<10}{name:<38}{middle:>8.0f}{min(times):>8.0f}{max(times):>8.0f}", flush=True)


if __name__ == "__main__":
    main()
