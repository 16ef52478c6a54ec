"""What aimed walks meet and how fast: 300 and 3,000 aimed walks beside 3,000 of the plain random mind.

    python benchmarks/bench_walks.py [CAMPAIGN …] [--seeds 3]

By default every shipped campaign and a small one with three locks, each behind the one before it.  Seconds are the
process's own (CPU time of one core), loading and proofs included.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from tabletop.workbench.walks import Search, ground

HIDDEN = Path(__file__).resolve().parents[1] / "tests" / "workbench" / "walks" / "samples" / "hidden.yaml"
CAMPAIGNS = ("halcyon", "double-track", "north-atlantic", "halcyon-tutorial", str(HIDDEN))
ROWS = ((300, True), (3000, True), (3000, False))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("campaign", nargs="*", default=CAMPAIGNS)
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    ground("halcyon")
    for name in arguments.campaign:
        dead: set[int] = set()
        for walks, aimed in ROWS:
            met, open_, taken, made = [], [], [], []
            for seed in range(1, 10_000 * arguments.seeds, 10_000):
                began = time.process_time()
                there = ground(name)
                search = Search(there, walks, seed, aimed).run()
                taken.append(time.process_time() - began)
                dead |= search.dead
                met.append(int((search.archive.first >= 0).sum()))
                open_.append(int(np.isin(np.flatnonzero(search.archive.open), list(dead), invert=True).sum()))
                made.append(len(search.archive.walks))
            what = "aimed " if aimed else "random"
            print(
                f"{Path(name).stem:17s} {walks:5d} {what}: met {statistics.median(met):5g} of {len(there.targets)}"
                f" ({min(met)} to {max(met)}), not met and not proved dead {statistics.median(open_):3g};"
                f" {statistics.median(taken):.2f} s, {statistics.median(made):g} walks were enough"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
