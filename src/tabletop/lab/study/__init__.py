"""Games by the hundred thousand: what is to be played, by how many hands, and the numbers that come of it."""

from tabletop.lab.study.plan import Chunk, Plan, game_seeds, ground, luck_keys, sealed, seed_array
from tabletop.lab.study.run import Counting, Table, Watcher, run
from tabletop.lab.study.tally import NEVER, Tally

__all__ = [
    "NEVER", "Chunk", "Counting", "Plan", "Table", "Tally", "Watcher", "game_seeds", "ground", "luck_keys", "run",
    "sealed", "seed_array",
]  # fmt: skip
