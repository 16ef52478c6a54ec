"""Playing a plan: cut into chunks, given to hands, put together again.

The numbers are the same whatever the chunks, the processes or the cluster: every game follows from its seed alone, and
a `Tally` can be added up in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final, Protocol

from tabletop.game.batchview import BatchView
from tabletop.lab.play import CHUNK, Summary, play
from tabletop.lab.study.plan import Chunk, Ground, Plan, ground, sealed
from tabletop.lab.study.tally import Gathering, Tally
from tabletop.minds.luck import MindLuck
from tabletop.rules import State, Tables, open_turn, resolve, start
from tabletop.rules.choices import Choices, allowed
from tabletop.rules.negotiate import Outcomes

Work = Callable[[Chunk], Tally]
"""What is done with a chunk.  It travels to other processes: a function of a module, or an object that pickles."""
Ask = Callable[[State, Tables], Summary]
"""Asked at the end of a chunk: arrays whose last axis is the game."""
Progress = Callable[[int, int], None]
"""Told of games played, and games in all."""
Part = tuple[str, int, int]
"""A mind, the number of its first game, and how many."""

SMALLEST: Final = 250
LARGEST: Final = 20_000
"""Games of a chunk at most: a helper should be heard of every few seconds."""


class Watcher(Protocol):
    """Counts while the games of one chunk are played.

    `made(chunk)` is called for every chunk; then `turn` after every turn and `done` at the end.
    """

    def turn(self, opened: State | None, choices: Choices, outcomes: Outcomes, state: State) -> None:
        """A turn was played.

        `opened` is the board once the cards were dealt (None unless the watcher's class says ``boards = True``);
        `choices` [N, B] are what the rules made of what was chosen, `outcomes` what came of the negotiations, and
        `state` the board afterwards.  Of games that were over before, the choices are Hold.  Look, change nothing.
        """

    def done(self, state: State) -> Tally:
        """What was counted; `state` is how the games ended."""


Watching = Callable[[Chunk], Watcher]
"""Mostly the watcher's class."""


@dataclass(frozen=True)
class Counting:
    """The work of most studies: play the chunk, let the watchers count and `ask` keep what it wants of every game."""

    watching: tuple[Watching, ...] = ()
    ask: Ask | None = None

    def __call__(self, chunk: Chunk) -> Tally:
        tally = Tally()
        watchers = [made(chunk) for made in self.watching]
        state = played(chunk, watchers, any(getattr(made, "boards", False) for made in self.watching))
        for watcher in watchers:
            tally.add(watcher.done(state))
        if self.ask is not None:
            tally.games = dict(self.ask(state, chunk.tables))
        return tally


def played(chunk: Chunk, watchers: Sequence[Watcher] = (), boards: bool = False) -> State:
    """The games of a chunk at their end; `boards` tells whether a watcher wants the opened boards."""
    tables, mind = chunk.tables, chunk.player
    if not watchers:
        return play(tables, chunk.keys, mind)
    state = start(tables, chunk.keys)
    while state.running.any():
        open_turn(state, tables)
        choices = mind(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))
        opened = state.copy() if boards else None
        chosen = allowed(state, choices, tables)
        outcomes = resolve(state, choices, tables)
        for watcher in watchers:
            watcher.turn(opened, chosen, outcomes, state)
    return state


@dataclass
class Table:
    """What came of a plan."""

    plan: Plan
    """As it was played, sealed."""
    minds: dict[str, Tally] = field(default_factory=dict)
    """By mind, in the plan's order."""

    @property
    def ground(self) -> Ground:
        return ground(self.plan)


def run(
    plan: Plan, ask: Ask | None = None, *, watch: Sequence[Watching] = (), work: Work | None = None, jobs: int = 1,
    cluster: str | None = None, chunk: int | None = None, progress: Progress | None = None,
) -> Table:  # fmt: skip
    """Play a plan.

    `watch` counts turn by turn, `ask` keeps arrays game by game, and `work` (instead of both) does something else with
    every chunk, with games of its own for instance.  `jobs` processes share the work, or those of a Dask `cluster`
    (its scheduler's address).  Raises as `plan.ground` does, and `TabletopError` where helpers cannot be had or are
    lost.
    """
    plan = sealed(plan)
    task = work or Counting(tuple(watch), ask)
    gathered = {mind: Gathering() for mind in plan.minds}
    total, done = plan.games * len(gathered), 0
    if progress is not None:
        progress(done, total)
    with closing(_results(plan, task, jobs, cluster, _size(total, jobs, chunk))) as coming:
        for (mind, first, count), part in coming:
            gathered[mind].add(part, first)
            done += count
            if progress is not None:
                progress(done, total)
    return Table(plan, {mind: some.done() for mind, some in gathered.items()})


def _size(total: int, jobs: int, chunk: int | None) -> int:
    """Games of a chunk: enough to hide the cost of calls, few enough for every hand to have some."""
    if chunk is not None:
        return max(1, min(chunk, LARGEST))
    return max(SMALLEST, min(CHUNK, -(-total // (4 * jobs)))) if jobs > 1 else CHUNK


def parts(plan: Plan, size: int) -> list[Part]:
    """The plan cut into chunks of `size` games at most."""
    return [
        (mind, first, min(size, plan.games + 1 - first))
        for mind in dict.fromkeys(plan.minds)
        for first in range(1, plan.games + 1, size)
    ]


def do_part(plan: Plan, work: Work, part: Part) -> Tally:
    """One chunk's work, in whatever process this is."""
    mind, first, count = part
    return work(Chunk(plan, mind, first, count))


def _results(
    plan: Plan, work: Work, jobs: int, cluster: str | None, size: int
) -> Generator[tuple[Part, Tally], None, None]:
    """The tallies of all chunks, as they come in."""
    some = parts(plan, size)
    if cluster is not None:
        from tabletop.lab.study.cluster import on_cluster

        yield from on_cluster(plan, work, some, cluster)
        return
    if jobs > 1 and len(some) > 1:
        from tabletop.lab.study.workers import on_workers

        yield from on_workers(plan, work, some, jobs)
        return
    for part in some:
        yield part, do_part(plan, work, part)
