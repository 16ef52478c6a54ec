"""Speed never costs a bit: batches end in the very states in which the rules' first, plain version left them.

`same_results.json` keeps a mark of the final states of every shipped campaign at every level, and of the reference
deck, under several minds.  `python tests/lab/test_same_results.py` prints the marks anew, for a change that is meant.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from tabletop import minds
from tabletop.content import load_campaign
from tabletop.lab.play import play
from tabletop.rules import State, Tables, rulebook
from tabletop.rules.luck import game_key
from tabletop.rules.vocabulary import Level

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = Path(__file__).with_name("same_results.json")
CAMPAIGNS = ("double-track", "halcyon", "halcyon-tutorial", "north-atlantic")
MINDS = ("random", "thoughtful", "chaos")
CHARACTERS = ("greedy", "opportunist", "free-rider", "guarantor", "sovereigntist", "always-bilateral", "always-track2")
FEW, MANY = 40, 600
"""Games of each setting, quickly and at length; the first of many are the few."""


def settings() -> Iterator[tuple[str, Callable[[], Tables], tuple[str, ...]]]:
    from tests.reference import reference_tables

    for campaign in CAMPAIGNS:
        for level in Level:

            def tables(campaign: str = campaign, level: Level = level) -> Tables:
                return load_campaign(campaign).tables(level)

            yield f"{campaign} {level.word}", tables, MINDS
    for members, level in ((3, Level.FULL), (6, Level.FULL), (8, Level.STANDARD)):

        def reference(members: int = members, level: Level = level) -> Tables:
            return reference_tables(members, 1, members, 10, rulebook(level))

        yield f"reference {members} {level.word}", reference, MINDS + CHARACTERS


def mark(state: State, tables: Tables, games: int) -> str:
    """A mark of the first games of a batch: all of their states but luck's seed, and the scores."""
    from tabletop.rules import scores

    seen = hashlib.sha256()
    for f in sorted(fields(State), key=lambda f: f.name):
        if f.name not in ("turn", "seed"):
            values = np.asarray(getattr(state, f.name))[..., :games]
            seen.update(f.name.encode() + np.ascontiguousarray(values, np.int64).tobytes())
    seen.update(np.ascontiguousarray(scores(state, tables).total[..., :games], np.int64).tobytes())
    return seen.hexdigest()[:16]


def marks(games: int, pick: Callable[[str], bool] = lambda _: True) -> dict[str, list[str]]:
    """For every setting and mind: the mark of the first `FEW` games and, if so many are played, of `MANY`."""
    keys = np.array([game_key(k) for k in range(games)], np.uint64)
    found = {}
    for name, make, who in settings():
        for mind in who:
            title = f"{name} {mind}"
            if pick(title):
                tables = make()
                state = play(tables, keys, minds.find(mind))
                found[title] = [mark(state, tables, n) for n in (FEW, MANY) if n <= games]
    return found


@pytest.mark.parametrize("setting", [*CAMPAIGNS, "reference"])
def test_batches_end_as_they_always_did(setting: str, scale: Callable[[int, int], int]) -> None:
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    found = marks(scale(FEW, MANY), lambda title: title.startswith(setting + " "))
    assert found
    for title, prints in found.items():
        assert prints == expected[title][: len(prints)], title


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]
    print(json.dumps(marks(int(sys.argv[1]) if len(sys.argv) > 1 else MANY), indent=0))
