"""From the command to the first picture, and the memory it takes, beside a trivial Textual application.

    python benchmarks/bench_first_paint.py [--runs 7]

Each run starts a fresh process in a pseudo-terminal of 80 columns and 24 rows and waits for a word of its first screen:
the home screen, the opening picture of `tabletop play`, and the crises dealt.  The programs take turns, so that a
machine that slows down slows all of them; ratios are of medians.

All run from bytecode, as installed programs do, whatever the environment says: it lies in a folder of the benchmark's
own, and the round that makes it does not count.  Beside the seconds stands the processor's time, all threads together:
what else the machine does disturbs it less.
"""

from __future__ import annotations

import argparse
import os
import signal
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


def first_paint(arguments: list[str], word: str, home: str) -> tuple[float, float, float]:
    """Seconds until `word` is on the screen, those of the processor, and resident memory a second later in MB."""
    place = {**os.environ, "TABLETOP_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    place.pop("PYTHONDONTWRITEBYTECODE", None)
    place["PYTHONPYCACHEPREFIX"] = os.path.join(home, "bytecode")
    began = time.perf_counter()
    child = pexpect.spawn(sys.executable, arguments, dimensions=(24, 80), env=place, timeout=60)
    child.expect_exact(word.encode())
    seconds = time.perf_counter() - began
    process = psutil.Process(child.pid)
    spent = process.cpu_times()
    time.sleep(1)
    megabytes = process.memory_info().rss / 1e6
    child.kill(signal.SIGKILL)
    child.wait()
    child.close()
    return seconds, spent.user + spent.system, megabytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    seconds: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    worked: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    memory: dict[str, float] = dict.fromkeys(PROGRAMS, 0.0)
    with tempfile.TemporaryDirectory() as home:
        for run in range(runs + 1):
            for name, (arguments, word) in PROGRAMS.items():
                taken, spent, megabytes = first_paint(arguments, word, home)
                if run:  # the first round warms the disk's cache
                    seconds[name].append(taken)
                    worked[name].append(spent)
                    memory[name] = max(memory[name], megabytes)
    base, least = statistics.median(seconds["trivial"]), statistics.median(worked["trivial"])
    limits = {"home": 1.5, "play": 3.0, "table": 3.0}
    widths = {"median s": 9, "min": 6, "max": 6, "ratio": 6, "CPU s": 6, "CPU ratio": 10, "RSS MB": 7}
    print(f"{'program':8s}", *(f"{word:>{width}s}" for word, width in widths.items()))
    failed = False
    for name, taken in seconds.items():
        ratio = statistics.median(taken) / base
        over = ratio > limits.get(name, 99) or memory[name] > 90
        failed |= over
        mark = "  over the limit" if over else ""
        middle, spent = statistics.median(taken), statistics.median(worked[name])
        told = f"{name:8s} {middle:9.3f} {min(taken):6.3f} {max(taken):6.3f} {ratio:6.2f}"
        print(f"{told} {spent:6.2f} {spent / least:10.2f} {memory[name]:7.1f}{mark}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
