"""Counting while games are played: how they end, for whom, by which acts, and what was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tabletop.lab.study import NEVER, Tally
from tabletop.rules import scores
from tabletop.rules.scorecard import GRADES
from tabletop.rules.vocabulary import Over, Strategy, Tactic
from tabletop.workbench.balance.playing import lower, won

if TYPE_CHECKING:
    from tabletop.lab.study import Chunk
    from tabletop.rules import Choices, State
    from tabletop.rules.negotiate import Outcomes

TOP: Final = GRADES[0][0]
"""Score of an A, hundredths."""
CAP: Final = 9500
"""Chance that no negotiation exceeds, hundredths of a percent."""
MOSTLY: Final = 60
"""Percent of a game's tries by one option that stand at the cap: in that game it cannot fail."""
MARK: Final = "balance "
"""Begins every name in a tally, so that it meets no other watcher's."""


class Census:
    """Sums over the games of a chunk; a watcher for `lab.study.run`."""

    def __init__(self, chunk: Chunk) -> None:
        self.first = chunk.first
        self.tables = tables = chunk.tables
        acts, games = len(tables.acts), chunk.count
        self.seen = np.zeros((acts, games), bool)
        self.seen[0] = True
        self.act = np.zeros(games, np.int32)
        self.went = np.zeros((acts, acts), np.int64)
        self.at_end = np.zeros((acts, 5), np.int64)
        self.tried: dict[str, Any] = {
            "strategies": np.zeros((4, len(Strategy), games), np.int64),
            "tactics": np.zeros((4, len(Tactic), games), np.int64),
        }  # fmt: skip
        """By option and game: chosen, tried, succeeded, tried at the cap."""
        self.over = np.zeros(games, bool)

    def turn(self, opened: State | None, choices: Choices, outcomes: Outcomes, state: State) -> None:
        """Count a turn."""
        del opened
        was = self.act
        running = ~self.over
        acting, tried, success = choices.strategy != Strategy.HOLD, outcomes.tried, outcomes.success
        sure = tried & (outcomes.chance >= CAP)
        games = len(running)
        for name, values, where in (
            ("strategies", choices.strategy, np.broadcast_to(running, acting.shape)),
            ("tactics", choices.tactic, acting),
        ):  # fmt: skip
            places = values.astype(np.int64) * games + np.arange(games)
            for column, mask in enumerate((where, tried, success, sure)):
                counted = np.bincount(places[mask & where], minlength=self.tried[name][column].size)
                self.tried[name][column] += counted.reshape(-1, games)
        self._acts(was, state, running)

    def _acts(self, was: Any, state: State, running: Any) -> None:
        ended = running & ~state.running
        moved = running & state.running & (state.act_since == state.turn + 1)
        leaving = ended | moved
        for act in np.unique(was[leaving]).tolist():
            here = leaving & (was == act)
            for column, index in ((1, state.cohesion), (3, state.stability)):
                values = index[here].astype(np.int64)
                self.at_end[act, column : column + 2] += (values.sum(), (values**2).sum())
            self.at_end[act, 0] += here.sum()
        np.add.at(self.went, (was[moved], state.act[moved]), 1)
        self.act = np.where(moved, state.act, was)
        where = np.flatnonzero(moved)
        self.seen[self.act[where], where] = True
        self.over = ~state.running

    def done(self, state: State) -> Tally:
        """The sums."""
        tables = self.tables
        wins, score = won(state, tables), scores(state, tables)
        collapsed = state.over != Over.FINISHED
        own = score.total.astype(np.int64)
        indices = [state.cohesion.astype(np.int64), state.stability.astype(np.int64), lower(state).astype(np.int64)]
        sums = {
            "games": np.int64(state.games), "wins": wins.sum(), "turns": state.end_turn.sum(),
            "over": np.bincount(state.over, minlength=4),
            "indices": np.array([[v.sum(), (v**2).sum()] for v in indices]),
            "scores": np.stack([own.sum(axis=1), (own**2).sum(axis=1)]),
            "objectives": (score.bonus > 0).sum(axis=1), "tops": (own >= TOP).sum(axis=1),
            "fallen": collapsed.sum(), "fallen tops": ((own >= TOP) & collapsed).sum(axis=1),
            "dealt": (state.dealt > 0).sum(axis=1),
            "ended": np.stack([(state.ended == how).sum(axis=1) for how in (1, 2)]),
            "act games": self.seen.sum(axis=1), "act wins": (self.seen & wins).sum(axis=1),
            "act ends": self.at_end, "act went": self.went,
            "act last": np.stack([
                np.bincount(self.act[mask], minlength=len(tables.acts)) for mask in (~collapsed, collapsed)
            ]),
            **{name: tries.sum(axis=-1).T for name, tries in self.tried.items()},
        }  # fmt: skip
        last_act = self.act[None] == np.arange(len(tables.acts))[:, None]
        met = score.bonus > 0
        least = {
            "first dealt": self._first(state.dealt > 0), "first outbreak": self._first(state.ended == 2),
            "first reached": self._first(self.seen), "first stayed": self._first(last_act & ~collapsed),
            "first met": self._first(met), "first missed": self._first(~met),
            "first safe": self._first((own >= TOP) & collapsed),
            "first win": self._first(wins[None]), "first lost": self._first(~wins[None]),
            **{f"first led {name}": self._first(_led(tries[0]) & wins) for name, tries in self.tried.items()},
            **{f"first sure {name}": self._first(_sure(tries[1], tries[3])) for name, tries in self.tried.items()},
        }  # fmt: skip
        tally = Tally()
        tally.sums = {MARK + name: np.asarray(values, np.int64) for name, values in sums.items()}
        tally.least = {MARK + name: values for name, values in least.items()}
        return tally

    def _first(self, where: Any) -> Any:
        """[rows] number of the first game in which it is so."""
        found = where.any(axis=1)
        return np.where(found, self.first + where.argmax(axis=1), NEVER).astype(np.int64)


def _led(chosen: Any) -> Any:
    """[options, games] whether it was chosen more often than any other."""
    best = chosen.max(axis=0)
    return (chosen == best) & ((chosen == best).sum(axis=0) == 1)


def _sure(tried: Any, capped: Any) -> Any:
    """[options, games] whether its tries, two at least, mostly stood at the cap."""
    return (tried > 1) & (100 * capped >= MOSTLY * tried)
