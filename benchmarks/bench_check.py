"""How long `tabletop check` takes, from the command line and inside, beside a Python that does nothing.

    python benchmarks/bench_check.py [--runs 7] [--cards 1000]

Four programs take turns, so that a machine that slows down slows all of them: an empty Python, `tabletop --version`,
`check` of a small campaign (ten cards), and `check` of a campaign whose deck has a thousand.  Inside one process the
thousand are checked again, so that the start does not count.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SMALL = Path(__file__).resolve().parent.parent / "tests/content/samples/small.yaml"
LIMITS = {"small": 0.5, "many": 2.0, "many, inside": 2.0}
"""Seconds."""


def card(number: int) -> str:
    """A card that uses a bit of everything."""
    return f"""\
- id: card-{number}
  title: "Card {number}: a cable"
  domain: {("external", "transnational", "internal")[number % 3]}
  tags: [cyber, law]
  escalation: {number % 5 + 1}
  features: {{urgency: {number % 5}, breadth: 2, misperception: {number // 5 % 5}, sensitivity: 2, enforcement: 1}}
  touches: {{aster: high, brel: some, west-holm: low}}
  situation: |
    Two of three cables went dark within an hour, and nobody says who was near them. The ferries still run, the
    banks count by hand, and every paper has another culprit.
  briefs:
    aster: Your navy tracked a survey ship over the break. You have told nobody.
  options:
    track2:
      label: A dinner of captains
      on_success: [{{set: {{flag: seen-{number - number % 7}}}}}, {{change: {{tension: -2}}}}]
    multilateral: {{label: A common statement, on_failure: [{{change: {{support: -2}}, who: [aster]}}]}}
  when: "tension > {number % 40 + 20} and (turn > 2 or trust[aster, brel] < 60) and not flag.seen-{number - number % 7}"
  weight: {number % 4 + 1}
  follow_up: {{card: card-{number + 1 if number % 100 != 99 else number - 99}, after: 2, if: failed}}
  discuss: [Who gains from naming the ship?]
  sources: [{{title: The cable war, author: A. Historian, year: 1998}}]
"""


def campaign(folder: Path, cards: int) -> Path:
    """The small campaign with a deck of so many cards, fifty a file."""
    deck = folder / "decks/many"
    (deck / "cards").mkdir(parents=True)
    (deck / "deck.yaml").write_text(
        "format: 1\nid: many\ntitle: Many\nversion: 1.0.0\nsummary: Many.\nlicence: CC0\nauthors: [A]\n",
        encoding="utf-8",
    )
    for first in range(0, cards, 50):
        text = "".join(card(number) for number in range(first, min(first + 50, cards)))
        (deck / f"cards/{first:04}.yaml").write_text(text, encoding="utf-8")
    file = folder / "campaigns/many/campaign.yaml"
    file.parent.mkdir(parents=True)
    text = SMALL.read_text(encoding="utf-8")
    file.write_text(text[: text.index("\ncards:")] + "\ndecks: [many]\n", encoding="utf-8")
    return file


def timed(*words: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - began


def inside(file: Path) -> float:
    from tabletop.cli.check import find

    began = time.perf_counter()
    find(argparse.Namespace(path=[file], library=(), walk=False))
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--cards", type=int, default=1000)
    args = parser.parse_args()
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        many = campaign(Path(name), args.cards)
        told = subprocess.run(
            [sys.executable, "-m", "tabletop", "check", str(many)], capture_output=True, text=True, check=False
        ).stdout.splitlines()
        print(f"{args.cards} cards: {told[-1] if told else 'no answer'}")
        for run in range(args.runs + 1):
            taken = {
                "empty Python": timed("-c", "pass"),
                "--version": timed("-m", "tabletop", "--version"),
                "small": timed("-m", "tabletop", "check", str(SMALL)),
                "many": timed("-m", "tabletop", "check", str(many)),
                "many, inside": inside(many),
            }
            for program, time_taken in taken.items():
                if run:  # the first round warms the disk's cache
                    seconds.setdefault(program, []).append(time_taken)
    base = statistics.median(seconds["empty Python"])
    print(f"{'program':14s} {'median s':>9s} {'min':>6s} {'max':>6s} {'ratio':>6s}")
    failed = False
    for program, times in seconds.items():
        middle = statistics.median(times)
        over = middle > LIMITS.get(program, 99)
        failed |= over
        mark = f"  over its {LIMITS[program]} s" if over else ""
        print(f"{program:14s} {middle:9.3f} {min(times):6.3f} {max(times):6.3f} {middle / base:6.1f}{mark}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
