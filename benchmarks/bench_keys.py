"""From a key to the changed picture, at the table.

    python benchmarks/bench_keys.py [--rounds 6]

The program runs in a pseudo-terminal; each key is written to it, and the time is taken until the last byte of the
picture that answers it.  A picture has ended when nothing has come for 40 ms (that wait is not counted).  The keys
choose ways, tactics, partners and effort, compare, look at the panels, go through the numbers, read and come back.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time

SIZES = ((80, 24), (120, 40), (200, 60))
KEYS = {
    "choose": ["b", "m", "c", "t", "h", "b", "a", "A", "p", "p", "e", "\x1b[B", "\x1b[C", "n", "n"],
    "compare": ["c", "o", "m", "t", "e", "e", "o"],
    "numbers": ["2", "x", "\x1b[B", "\x1b[C", "\x1b[A", "\x1b[D", "x", "3", "1"],
    "pages": ["i", "q", "4", "q"],
}
QUIET, MOST = 0.04, 5.0
MEDIAN, P95 = 0.050, 0.120
"""What is promised at the table, in seconds."""


class Program:
    """The game in a pseudo-terminal."""

    def __init__(self, width: int, height: int, home: str) -> None:
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            place = {**os.environ, "TABLETOP_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            time.sleep(0.1)  # until the size is set
            words = ["play", "halcyon", "--as", "borealis", "--seed", "7", "--level", "full"]
            os.execve(sys.executable, [sys.executable, "-m", "tabletop", *words], place)
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def answer(self, quiet: float = QUIET) -> float:
        """The moment of the last byte before nothing comes any more; 0 when nothing came at all."""
        last, until = 0.0, time.perf_counter() + MOST
        while time.perf_counter() < until:
            ready, _, _ = select.select([self.end], [], [], quiet if last else MOST)
            if not ready:
                break
            try:
                os.read(self.end, 1 << 18)
            except OSError:  # it has left
                break
            last = time.perf_counter()
        return last

    def press(self, key: str) -> float:
        """Seconds until the picture has changed."""
        began = time.perf_counter()
        os.write(self.end, key.encode())
        return self.answer() - began

    def close(self) -> None:
        os.write(self.end, b"q")
        self.answer(0.5)
        os.close(self.end)
        os.waitpid(self.pid, 0)


def measure(width: int, height: int, rounds: int, home: str) -> dict[str, list[float]]:
    """Seconds for each kind of key, after a turn has been played."""
    program = Program(width, height, home)
    program.answer(2.0)
    for key in ("\r", "m", "\r", "\r", "\r"):
        program.press(key)
        time.sleep(0.4)
    taken: dict[str, list[float]] = {name: [] for name in KEYS}
    for round_ in range(rounds + 1):
        for name, keys in KEYS.items():
            for key in keys:
                seconds = program.press(key)
                if round_ and seconds > 0:
                    taken[name].append(seconds)
                time.sleep(0.01)
    program.close()
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=6)
    rounds = parser.parse_args().rounds
    failed = False
    print(f"{'size':8s} {'keys':8s} {'count':>5s} {'median ms':>9s} {'p95 ms':>7s} {'max ms':>7s}")
    with tempfile.TemporaryDirectory() as home:
        for width, height in SIZES:
            taken = measure(width, height, rounds, home)
            everything = [seconds for part in taken.values() for seconds in part]
            for name, part in [*taken.items(), ("all", everything)]:
                middle, high = statistics.median(part), statistics.quantiles(part, n=20)[-1]
                over = name == "all" and (middle > MEDIAN or high > P95)
                failed |= over
                print(
                    f"{width}x{height:<4d} {name:8s} {len(part):5d} {1000 * middle:9.1f} {1000 * high:7.1f} "
                    f"{1000 * max(part):7.1f}{'  over the limit' if over else ''}"
                )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
