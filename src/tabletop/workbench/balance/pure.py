"""An alliance that knows one answer only: every strategy chosen by everybody in every turn, on common luck.

One seat's best reply (`replies`) does not see a strategy that everybody follows already: where all answer alike, one
seat more of it adds little, and whatever nobody does looks best.  So the whole alliance is looked at as well: how much
of what thinking gains over chance does it keep that never thinks?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tabletop.lab.play import play
from tabletop.lab.study import Chunk, Tally
from tabletop.report.balance.facts import Estimate
from tabletop.rules.vocabulary import Strategy
from tabletop.workbench.balance.intervals import Z
from tabletop.workbench.balance.playing import lower, player

ALWAYS: Final = tuple(s for s in Strategy if s != Strategy.HOLD)
PLAYERS: Final = ("thoughtful", "random", *(f"always-{s.word}" for s in ALWAYS))


@dataclass(frozen=True)
class Pure:
    """Work on a chunk: `games["lower"]` [P, B], the lower index at the end when each of `PLAYERS` plays all seats."""

    def __call__(self, chunk: Chunk) -> Tally:
        ends = [lower(play(chunk.tables, chunk.keys, player(chunk, name))) for name in PLAYERS]
        return Tally(games={"lower": np.stack(ends).astype(np.int32)})


def kept(ends: Any) -> dict[str, Estimate]:
    """By strategy: percent of what thinking gains over chance that always choosing it gains; from `ends` [P, B].

    Below 0: worse than chance.  {} where thinking does not surely gain anything.
    """
    thinking, chance, *others = np.asarray(ends, float)
    gain, games = thinking - chance, max(1, ends.shape[1])
    middle = float(gain.mean())
    if games < 2 or middle <= Z * float(gain.std(ddof=1)) / games**0.5:
        return {}
    found = {}
    for strategy, end in zip(ALWAYS, others, strict=True):
        share = float((end - chance).mean()) / middle
        # The error of a ratio of two means that were measured on the same games (delta method).
        half = Z * float(((end - chance) - share * gain).std(ddof=1)) / games**0.5 / middle
        found[strategy.word] = Estimate(100 * share, 100 * (share - half), 100 * (share + half))
    return found
