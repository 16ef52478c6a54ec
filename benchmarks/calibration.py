"""How honest the outlook is: how many of 2,000 games end inside the 80 % band that was foreseen for them.

    python benchmarks/calibration.py                                halcyon, 2,000 games of the mind it assumes
    python benchmarks/calibration.py --campaign north-atlantic --games 500
    python benchmarks/calibration.py --mind greedy random           games of other minds than the one it assumes
    python benchmarks/calibration.py --mind characters              every member its own character, as at the table
    python benchmarks/calibration.py --coach 60                     does the coach's first choice beat its second?
    python benchmarks/calibration.py --strategist 500               is the strategist better than the thoughtful?

Leaves with 1 when the games of an assumed mind lie outside 76 to 84 %.  Each game is foreseen once, at a turn that
moves on from game to game.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from tabletop.content import load_campaign
from tabletop.game.batchview import BatchView
from tabletop.game.game import Game
from tabletop.lab.calibration import coverage, measure_coach, trial
from tabletop.lab.play import play
from tabletop.lab.prospect import CHARACTERS, POLICY
from tabletop.minds import MindLuck, find
from tabletop.rules import Tables
from tabletop.rules.luck import game_key
from tabletop.rules.vocabulary import Over

LEAST, MOST = 76, 84


def paired(tables: Tables, games: int) -> int:
    """Strategist and thoughtful in all seats of the same games: lower index, wins, and time for a move."""
    keys = np.array([game_key(900_000 + number) for number in range(games)], np.uint64)
    lower, won = [], []
    for name in ("strategist", "thoughtful"):
        began = time.process_time()
        state = play(tables, keys, find(name))
        each = (time.process_time() - began) / games / state.turn
        lower.append(np.minimum(state.cohesion, state.stability) / 100)
        won.append((state.over == Over.FINISHED) & (lower[-1] * 100 >= tables.book.pass_mark))
        wins = 100 * won[-1].mean()
        print(f"{name}: lower index {lower[-1].mean():.2f}, wins {wins:.1f} %, {1000 * each:.1f} ms a move", flush=True)
    apart, more = lower[0] - lower[1], 100.0 * won[0] - 100.0 * won[1]
    error, spread = apart.std() / games**0.5, more.std() / games**0.5
    print(f"ahead by {apart.mean():.2f} ± {error:.2f} points of the lower index")
    print(f"and by {more.mean():.1f} ± {spread:.1f} percentage points of wins")
    one = Game.new(load_campaign("halcyon"), 5)
    began = time.process_time()
    find("strategist")(BatchView.of(one.board, one.tables), MindLuck.of(one.board.seed, 1))
    print(f"one move of one game alone: {time.process_time() - began:.2f} s")
    return 0 if apart.mean() > 3 * error else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--campaign", default="halcyon")
    parser.add_argument("--games", type=int, default=2000)
    parser.add_argument("--futures", type=int, default=200)
    parser.add_argument("--mind", nargs="+", default=[POLICY])
    parser.add_argument("--coach", type=int, default=0, metavar="SITUATIONS")
    parser.add_argument("--strategist", type=int, default=0, metavar="GAMES")
    arguments = parser.parse_args()
    campaign = load_campaign(arguments.campaign)
    if arguments.strategist:
        return paired(Game.new(campaign, 1).tables, arguments.strategist)
    if arguments.coach:
        apart = np.array([measure_coach(campaign, number) for number in range(arguments.coach)])
        error = apart.std() / len(apart) ** 0.5
        print(f"the coach's first choice gains {apart.mean():.3f} ± {error:.3f} points more than its second")
        return 0 if apart.mean() > 2 * error else 1
    sound = True
    for mind in arguments.mind:
        began = time.process_time()
        found = coverage([trial(campaign, n, mind, futures=arguments.futures) for n in range(arguments.games)])
        took = time.process_time() - began
        print(f"{campaign.id}, {mind}, {arguments.games} games, {took:.0f} s: {dict(found)}", flush=True)
        if mind in (POLICY, CHARACTERS):
            sound &= all(LEAST <= found[name] <= MOST for name in ("cohesion", "stability"))
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
