"""From the command to the first picture, and the memory it takes, beside a trivial Textual application.

    python benchmarks/bench_first_paint.py [--runs 7]

Each run starts a fresh process in a pseudo-terminal of 80 columns and 24 rows and waits for a word of its first screen:
the home screen, the opening picture of `tabletop play`, and the crises dealt.  The programs take turns, so that a
machine that slows down slows all of them; ratios are of medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time

import pexpect
import psutil

TRIVIAL = """
from textual.app import App
from textual.widgets import Static
class Trivial(App):
    def compose(self):
        yield Static("painted-at-last")
Trivial().run()
"""

PROGRAMS = {
    "trivial": (["-c", TRIVIAL], "painted-at-last"),
    "home": (["-m", "tabletop"], "New game"),
    "play": (["-m", "tabletop", "play", "halcyon", "--as", "borealis", "--seed", "7"], "being laid"),
    "table": (["-m", "tabletop", "play", "halcyon", "--as", "borealis", "--seed", "7"], "Turn 1"),
}


def first_paint(arguments: list[str], word: str, home: str) -> tuple[float, float]:
    """Seconds until `word` is on the screen, and resident memory a second later in MB."""
    place = {**os.environ, "TABLETOP_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    began = time.perf_counter()
    child = pexpect.spawn(sys.executable, arguments, dimensions=(24, 80), env=place, timeout=60)
    child.expect_exact(word.encode())
    seconds = time.perf_counter() - began
    time.sleep(1)
    megabytes = psutil.Process(child.pid).memory_info().rss / 1e6
    child.close(force=True)
    return seconds, megabytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    seconds: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    memory: dict[str, float] = dict.fromkeys(PROGRAMS, 0.0)
    with tempfile.TemporaryDirectory() as home:
        for run in range(runs + 1):
            for name, (arguments, word) in PROGRAMS.items():
                taken, megabytes = first_paint(arguments, word, home)
                if run:  # the first round warms the disk's cache
                    seconds[name].append(taken)
                    memory[name] = max(memory[name], megabytes)
    base = statistics.median(seconds["trivial"])
    limits = {"home": 1.5, "play": 3.0, "table": 3.0}
    print(f"{'program':8s} {'median s':>9s} {'min':>6s} {'max':>6s} {'ratio':>6s} {'RSS MB':>7s}")
    failed = False
    for name, taken in seconds.items():
        ratio = statistics.median(taken) / base
        over = ratio > limits.get(name, 99) or memory[name] > 90
        failed |= over
        mark = "  over the limit" if over else ""
        middle = statistics.median(taken)
        print(f"{name:8s} {middle:9.3f} {min(taken):6.3f} {max(taken):6.3f} {ratio:6.2f} {memory[name]:7.1f}{mark}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
