"""Work for helpers in other processes: what they do must lie in a module they can import."""

from __future__ import annotations

import numpy as np

from tabletop.errors import TabletopError
from tabletop.lab.study import Chunk, Tally
from tabletop.lab.study.run import Table
from tabletop.rules.choices import Choices
from tabletop.rules.negotiate import Outcomes
from tabletop.rules.state import State


class Everything:
    """A watcher that sums every choice with a weight of its own: another choice anywhere is another sum."""

    boards = True

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self.sum = np.zeros((1,), np.int64)
        self.first = np.full((1,), 1 << 62, np.int64)

    def turn(self, opened: State | None, choices: Choices, outcomes: Outcomes, state: State) -> None:
        assert opened is not None
        assert opened.turn == state.turn
        numbers = np.arange(self.chunk.first, self.chunk.first + self.chunk.count, dtype=np.int64)
        for part in (choices.strategy, choices.slot, choices.tactic, choices.target, choices.clause, choices.effort):
            self.sum += int((part.astype(np.int64) * (numbers * 7919 + state.turn)).sum())
        won = outcomes.success.any(axis=0)
        if won.any():
            self.first = np.minimum(self.first, numbers[won].min())

    def done(self, state: State) -> Tally:
        return Tally({"all": self.sum}, {"first success": self.first})


def refuse(chunk: Chunk) -> Tally:
    """Work that finds a mistake."""
    raise TabletopError("This cannot be counted.", "Count something else.")


def fail(chunk: Chunk) -> Tally:
    """Work with a defect."""
    raise ZeroDivisionError


def same(one: Table, other: Table) -> None:
    """Fail unless two runs came to the same numbers."""
    assert one.minds.keys() == other.minds.keys()
    for mind, tally in one.minds.items():
        its = other.minds[mind]
        for mine, theirs in ((tally.sums, its.sums), (tally.least, its.least), (tally.games, its.games)):
            assert mine.keys() == theirs.keys()
            for name, values in mine.items():
                np.testing.assert_array_equal(values, theirs[name], err_msg=f"{mind}: {name}")
