"""Walk a campaign thousands of times: first widely, then towards what has not been met.

The first walks are made by many minds on many seeds.  Then every round looks at what is still open, takes up the walks
that came nearest, walks them again up to a turn and goes on otherwise from there; other walks begin afresh with seeds
that deal the needed cards early.  The same seed and number of walks always make the same search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.minds import Mind, MindLuck, find
from tabletop.rules import Choices, State, start
from tabletop.rules.arrays import Ints
from tabletop.rules.luck import game_key
from tabletop.rules.tables import Effect
from tabletop.workbench.walks.archive import Archive, Batch, Chooser, as_choices
from tabletop.workbench.walks.proved import Proofs
from tabletop.workbench.walks.steering import FAIL, FREE, Gene, change_ways, draw_ways, steered
from tabletop.workbench.walks.targets import RESULTS, Ground
from tabletop.workbench.walks.wishes import Wishes

WALKS: Final = 3000
"""Walks made when nobody says how many."""
WIDE: Final = 40
"""Percent of the walks that are made before anything is aimed at."""
MINDS: Final = (
    ("thoughtful", 5), ("random", 5), ("chaos", 3), ("greedy", 1), ("always-bilateral", 1), ("always-multilateral", 1),
    ("always-confidence", 1), ("always-track2", 1),
)  # fmt: skip
"""Minds of the first walks and how many of nineteen each makes; one of nineteen is steered at random."""
STEERED: Final = 8
PLAIN: Final = ("thoughtful", "random")
"""Minds whose walks stand for games as they are played, wherever shares of games are told."""
ROUND: Final = 240
"""Walks of a round, at most; few rounds would not learn, many small ones are slow."""
AIMS: Final = 40
"""Targets measured at a time."""
ELITE: Final = 8
"""Nearest walks kept for each target."""
PATIENCE: Final = 10
"""Walks that go on from one game towards one target before others have their turn."""
POOL: Final = 400
"""Seeds looked through for those that deal needed cards early."""

Progress = Callable[[int, int, int], None]
"""Told of walks made, walks in all, and targets still open."""


@dataclass
class Search:
    """One search, and what it found."""

    ground: Ground
    walks: int = WALKS
    seed: int = 1
    aimed: bool = True
    """Without it all walks are made by the plain `random` mind: for comparison."""
    dead: frozenset[int] = field(default_factory=frozenset)
    """Targets that no walk met at first and that are proved dead: nothing is aimed at them."""
    archive: Archive = field(init=False)
    nearest: dict[int, list[tuple[float, int, int]]] = field(default_factory=dict)
    """For targets that were aimed at: distance, walk and turn of the nearest walks to go on from, nearest first."""
    best: dict[int, tuple[float, int, int]] = field(default_factory=dict)
    """The nearest walk of all, as in `nearest`."""
    idle: Any = field(init=False)
    """[N] share of the plain walks in which each member had nothing at stake three turns running."""
    plain: list[int] = field(default_factory=list)
    """Numbers of the walks made by the plain minds."""
    tallies: dict[str, dict[str, int]] = field(default_factory=dict)
    """By plain mind: walks by how they ended, as ending's id and as outcome."""

    def __post_init__(self) -> None:
        self.archive = Archive(self.ground)
        self.rng = np.random.default_rng([self.seed, self.walks])
        self.members: int = self.ground.tables.alliance.size
        self.idle = np.zeros(self.members)
        self._tries = np.zeros(len(self.ground.targets), np.int64)
        self._next_seed = self.seed
        self._used: dict[tuple[int, int], int] = {}

    @property
    def left(self) -> list[int]:
        """Targets that are open and not proved dead."""
        return [number for number in np.flatnonzero(self.archive.open).tolist() if number not in self.dead]

    def run(self, progress: Progress | None = None) -> Search:
        """Make the walks; stops early when everything is met."""
        tell = progress or (lambda done, total, left: None)
        if not self.aimed:
            self._mind("random", self.walks)
            return self._finished()
        wide = max(min(self.walks, 19), self.walks * WIDE // 100)
        share = sum(weight for _, weight in MINDS) + STEERED
        for mind, weight in MINDS:
            self._mind(mind, min(max(1, wide * weight // share), self.walks - self._made))
            tell(self._made, self.walks, len(self.left))
        self._wander(min(wide - self._made, self.walks - self._made))
        self.dead = Proofs(self.ground).dead(self.left)
        tell(self._made, self.walks, len(self.left))
        while self._made < self.walks and self.left:
            rest = self.walks - self._made
            self._round(min(ROUND, rest, max(40, self.walks // 8)))
            tell(self._made, self.walks, len(self.left))
        return self._finished()

    def _finished(self) -> Search:
        self.idle = self.idle / max(1, len(self.plain))
        return self

    @property
    def _made(self) -> int:
        return len(self.archive.walks)

    # ---- the wide walks

    def _mind(self, name: str, games: int) -> None:
        if games <= 0:
            return
        mind: Mind = find(name)
        batch = self.archive.walk(self._seeds(games), lambda _, view, luck: mind(view, luck), mind=name)
        if name in PLAIN:
            self.plain += range(batch.begin, batch.begin + games)
            self.idle = self.idle + batch.eye.idle.sum(axis=1)
            self._tally(name, batch)

    def _tally(self, name: str, batch: Batch) -> None:
        first, tally = self.ground.first("ending"), self.tallies.setdefault(name, {})
        for number, ending in enumerate(self.ground.tables.endings):
            tally[ending.id] = int((batch.eye.met[first + number] > 0).sum())

    def _wander(self, games: int) -> None:
        if games <= 0:
            return
        ways = draw_ways(self.rng, self.members, games)
        wishes = np.full((self.ground.tables.cards.size, games), FREE, np.int8)
        self._walk(self._seeds(games), ways, wishes, np.ones(games, np.int64), None)

    def _seeds(self, games: int) -> list[int]:
        first = self._next_seed
        self._next_seed += games
        return list(range(first, first + games))

    # ---- the aimed walks

    def _round(self, games: int) -> None:
        """Walks that each aim at one open target, those tried least first."""
        left = self._roots()
        order = sorted(left, key=lambda number: (self._tries[number], number))
        targets = [order[k % len(order)] for k in range(games)]
        for number in targets:
            self._tries[number] += 1
        ways = draw_ways(self.rng, self.members, games)
        wishes = np.full((self.ground.tables.cards.size, games), FREE, np.int8)
        begin = np.ones(games, np.int64)
        seeds: list[int] = [0] * games
        parents: list[int] = [-1] * games
        pool: list[tuple[int, Wishes]] = []
        for b, number in enumerate(targets):
            wish = Wishes(self.archive.chain, self.rng).target(self.ground.targets[number])
            near = self.nearest.get(number, ())
            if near and self.rng.integers(2):
                _, parents[b], turn = self._elite(number)
                begin[b] = self._branch(turn, self.ground.targets[number].at_end)
                seeds[b] = self.archive.walks[parents[b]].seed
                self._inherit(ways, b, parents[b])
            else:
                # Another game, but the way of playing that did well in the nearest one.
                self._inherit(ways, b, near[int(self.rng.integers(len(near)))][1] if near else -1)
                pool.append((b, wish))
            self._lean(ways, wishes, b, wish)
        for (b, _), seed in zip(pool, self._scout([wish for _, wish in pool]), strict=True):
            seeds[b] = seed
        self._take_along(wishes)
        self._walk(seeds, ways, wishes, begin, parents)

    def _roots(self) -> list[int]:
        """Open targets that are worth aiming at: not what hangs on another that is open itself."""
        targets, left = self.ground.targets, self.left
        cards = {targets[number].card for number in left if targets[number].kind == "card"}
        decided = {id(targets[number].condition) for number in left if targets[number].kind != "side"}
        roots = []
        for number in left:
            target = targets[number]
            hangs = target.kind in ("option", "effect") and target.card in cards
            if target.kind == "side":
                on = target.read_by.card if isinstance(target.read_by, Effect) else -1
                whole = target.condition is not None and target.clause is target.condition.clause
                hangs = on in cards or (whole and target.side and id(target.condition) in decided)
            if not hangs and target.kind != "act":
                roots.append(number)
        return roots or left

    def _elite(self, number: int) -> tuple[float, int, int]:
        """One of the walks nearest to a target, the nearer ones more often.

        A game that many walks went on from in vain may be at a dead end, however near: it makes room for others.
        """
        near = self.nearest[number]
        chosen = near[min(int(self.rng.integers(len(near))), int(self.rng.integers(len(near))))]
        seed = self.archive.walks[chosen[1]].seed
        used = self._used[number, seed] = self._used.get((number, seed), 0) + 1
        if used >= PATIENCE and len(near) > 1:
            self.nearest[number] = [item for item in near if self.archive.walks[item[1]].seed != seed] or near[:1]
        return chosen

    def _branch(self, turn: int, at_end: bool) -> int:
        """The first turn that goes otherwise: mostly the one in which the walk was near, else one before."""
        if at_end or self.rng.integers(4) == 0:
            return int(self.rng.integers(1, turn + 1))
        return max(1, turn - int(self.rng.integers(2)))

    def _inherit(self, ways: Ints, b: int, parent: int) -> None:
        own = self.archive.walks[parent].ways if parent >= 0 else None
        if own is not None and self.rng.integers(2):
            ways[:, b] = change_ways(self.rng, own[:, None], self.members)[:, 0]

    def _lean(self, ways: Ints, wishes: Any, b: int, wish: Wishes) -> None:
        if self.rng.integers(8):
            for card, what in wish.cards.items():
                wishes[card, b] = what
        if self.rng.integers(3):
            for gene, value in wish.leaning.items():
                ways[gene, b] = value
            if wish.leaning:
                ways[Gene.PLAN, b] = 0

    def _take_along(self, wishes: Any) -> None:
        """Where nothing is wished for a card, half of the walks try an option of it that is still open."""
        first, table = self.ground.first("option"), self.ground.option
        if not table.size:
            return
        still = self.archive.open[first : first + table.size].reshape(table.shape)
        for card in np.flatnonzero(still.any(axis=(1, 2))).tolist():
            options = [
                strategy + 1 + (FAIL if RESULTS[result] == "fails" else 0)
                for strategy, result in np.argwhere(still[card]).tolist()
            ]
            lots = self.rng.integers(0, 2 * len(options), wishes.shape[1])
            picked = np.array([*options, *[FREE] * len(options)], np.int8)[lots]
            wishes[card] = np.where(wishes[card] == FREE, picked, wishes[card])

    def _scout(self, wishes: Sequence[Wishes]) -> list[int]:
        """A seed for every walk that begins afresh: of some seeds, one of those that deal its cards early."""
        if not wishes:
            return []
        seeds = self._seeds(max(POOL, len(wishes)))
        keys = np.array([game_key(seed) for seed in seeds], np.uint64)
        order = start(self.ground.tables, keys).order
        ranks = np.argsort(np.argsort(-order, axis=0, kind="stable"), axis=0, kind="stable")
        best = max(4, len(seeds) // 20)
        chosen = []
        for wish in wishes:
            cards = [card for card in wish.needed if self.ground.tables.cards.weight[card] > 0]
            late = ranks[cards].sum(axis=0) if cards else self.rng.permutation(len(seeds))
            early = np.argsort(late, kind="stable")[:best]
            chosen.append(seeds[int(early[self.rng.integers(best)])])
        return chosen

    # ---- walking

    def _walk(
        self, seeds: Sequence[int], ways: Ints, wishes: Any, begin: Any, parents: Sequence[int] | None
    ) -> None:  # fmt: skip
        aims = sorted(self._roots(), key=lambda number: (-self._tries[number], number))[:AIMS]
        choose = self._chooser(ways, wishes, begin, parents)
        batch = self.archive.walk(seeds, choose, ways=ways, aims=aims)
        self._keep(batch)

    def _chooser(self, ways: Ints, wishes: Any, begin: Any, parents: Sequence[int] | None) -> Chooser:
        """The choices of the parents up to the turn in which a walk goes its own way, then the steered ones."""
        games = len(begin)
        salt = np.array([game_key(self._made + b) for b in range(games)], np.uint64)

        def choose(state: State, view: BatchView, luck: MindLuck) -> Choices:
            own = steered(view, MindLuck.of(state.seed ^ salt, state.turn), ways, wishes)
            old = np.flatnonzero(begin > state.turn).tolist() if parents is not None else ()
            for b in old:
                parent = self.archive.walks[parents[b]] if parents is not None else None
                if parent is not None and state.turn <= parent.turns:
                    rows = as_choices(parent.choices[state.turn - 1][:, :, None])
                    for name in ("strategy", "slot", "tactic", "target", "clause", "effort"):
                        getattr(own, name)[:, b] = getattr(rows, name)[:, 0]
            return own

        return choose

    def _keep(self, batch: Batch) -> None:
        """Remember the walks of a batch that came nearest to what is still open."""
        still = self.archive.open
        for row, number in enumerate(batch.aims):
            if not still[number]:
                self.nearest.pop(number, None)
                self.best.pop(number, None)
                continue
            gaps = batch.gap[row]
            order = np.argsort(gaps, kind="stable")[:ELITE].tolist()
            found = [(float(gaps[b]), batch.begin + b, int(batch.when[row, b])) for b in order if np.isfinite(gaps[b])]
            merged = sorted([*self.nearest.get(number, []), *found])
            kept: list[tuple[float, int, int]] = []
            seeds: dict[int, int] = {}
            for item in merged:
                seed = self.archive.walks[item[1]].seed
                seeds[seed] = seeds.get(seed, 0) + 1
                if seeds[seed] <= 2 and self._used.get((number, seed), 0) < PATIENCE:
                    kept.append(item)
            self.nearest[number] = kept[:ELITE] or merged[:1]
            if merged:
                self.best[number] = min(merged[0], self.best.get(number, merged[0]))
