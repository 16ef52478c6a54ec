"""How long a full class waits for its host: answers, and sight of the turn's result, on this machine.

    python benchmarks/bench_host.py [--people N] [--groups N] [--turns N]

Everybody acts in the same instant: the speakers commit, all others say that they are ready. "answer" is the time until
the host has stored and confirmed it, "seen" until the pushed state shows the next turn. The clients run in this process
on the same machine, so their own work is in the times.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.host.server.crowd import Crowd, HostProcess, never_back


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def measure(people: int, groups: int, turns: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        host = HostProcess(Path(home), "halcyon", "--groups", str(groups), "--seed", "7")
        crowd = Crowd(host)
        try:
            await crowd.gather(people, groups=groups)
            await crowd.lead.do("phase", to="commit", group="all")
            for turn in range(1, turns + 1):
                await asyncio.sleep(1)
                answers, seen = await crowd.burst(turn)
                print(
                    f"{groups} x {people // groups}, turn {turn}: "
                    f"answer p50 {quantile(answers, 0.5):.0f} ms, p99 {quantile(answers, 0.99):.0f} ms; "
                    f"seen p50 {quantile(seen, 0.5):.0f} ms, p99 {quantile(seen, 0.99):.0f} ms; "
                    f"host {host.memory():.0f} MB; in order: {all(map(never_back, crowd.people))}",
                    flush=True,
                )
                await crowd.lead.do("phase", to="commit", group="all")
        finally:
            await crowd.leave()
            host.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--groups", type=int, action="append")
    parser.add_argument("--turns", type=int, default=4)
    args = parser.parse_args()
    for groups in args.groups or [1, 8]:
        asyncio.run(measure(args.people, groups, args.turns))


if __name__ == "__main__":
    main()
