"""The walks that were made: a walk is its seed, its level and its choices, so each can be walked again, exactly."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.game.choice import Choice, from_choices
from tabletop.minds import MindLuck
from tabletop.rules import Choices, State, open_turn, resolve, start
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.luck import game_key
from tabletop.workbench.walks.gaps import Chain, Gap
from tabletop.workbench.walks.seeing import Eye
from tabletop.workbench.walks.targets import Ground

_NAMES: Final = tuple(f.name for f in fields(Choices))

Chooser = Callable[[State, BatchView, MindLuck], Choices]
"""Who chooses in the turn of a batch that has just been opened."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One game that was walked."""

    number: int
    seed: int
    mind: str
    """The mind in every seat; empty where the choices were steered."""
    choices: Any
    """int8 [turns, 6, N], as chosen."""
    turns: int
    ways: Any = None
    """Its way of playing, where it was steered (see `steering`)."""


@dataclass
class Archive:
    """All walks, in the order in which they were made."""

    ground: Ground
    chain: Chain = field(init=False)
    walks: list[Walk] = field(default_factory=list)
    first: Any = field(init=False)
    """[T] number of the walk that met each target first, -1 = none."""
    turn: Any = field(init=False)
    """[T] the turn in which it did."""
    count: Any = field(init=False)
    """[T] walks that met it; of a condition's sides, walks until both had been seen."""

    def __post_init__(self) -> None:
        size = len(self.ground.targets)
        self.chain = Chain(self.ground.tables)
        self.first, self.turn = np.full(size, -1, np.int64), np.zeros(size, np.int64)
        self.count = np.zeros(size, np.int64)

    @property
    def open(self) -> Bools:
        """[T] targets that no walk has met."""
        return np.asarray(self.first < 0)

    def walk(
        self, seeds: Sequence[int], choose: Chooser, *, mind: str = "", ways: Ints | None = None,
        aims: Sequence[int] = (),
    ) -> Batch:  # fmt: skip
        """Walk games with these seeds to their end, keep them, and say how near they came to the targets `aims`."""
        batch = Batch(self, seeds, aims)
        batch.play(choose)
        begin = len(self.walks)
        log = np.stack(batch.log)
        turns = batch.state.end_turn.tolist()
        for b, seed in enumerate(seeds):
            own = None if ways is None else ways[:, b]
            self.walks.append(Walk(begin + b, int(seed), mind, log[: turns[b], :, :, b], turns[b], own))
        met = batch.eye.met > 0
        new = self.open & met.any(axis=1)
        at = met.argmax(axis=1)
        self.first[new] = begin + at[new]
        self.turn[new] = batch.eye.met[new, at[new]]
        self.count += met.sum(axis=1)
        batch.begin = begin
        return batch


class Batch:
    """Games walked side by side."""

    def __init__(self, archive: Archive, seeds: Sequence[int], aims: Sequence[int] = ()) -> None:
        self.archive, self.ground = archive, archive.ground
        keys = np.array([game_key(int(seed)) for seed in seeds], np.uint64)
        self.seeds = seeds
        self.state = start(self.ground.tables, keys)
        self.eye = Eye(self.ground, len(seeds), archive.open)
        self.aims = aims
        self.gap = np.full((len(aims), len(seeds)), np.inf)
        """[aims, B] the smallest distance of each game from each target aimed at."""
        self.when = np.ones((len(aims), len(seeds)), np.int64)
        """[aims, B] the turn in which it was so near."""
        self.log: list[Any] = []
        self.begin = 0

    def play(self, choose: Chooser) -> None:
        state, tables, eye = self.state, self.ground.tables, self.eye
        while state.running.any():
            open_turn(state, tables, witness=eye)
            eye.opened(state)
            self._measure(ended=False)
            running = state.running.copy()
            choices = choose(state, BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))
            self.log.append(np.stack([getattr(choices, name) for name in _NAMES]).astype(np.int8))
            eye.resolved(state, resolve(state, choices, tables, witness=eye), running)
        eye.ended(state)
        self._measure(ended=True)

    def _measure(self, *, ended: bool) -> None:
        if not self.aims:
            return
        gap = Gap(self.archive.chain, self.state)
        who = np.ones(self.state.games, bool) if ended else self.state.running
        for row, number in enumerate(self.aims):
            target = self.ground.targets[number]
            if target.at_end != ended:
                continue
            # Rounded, so that no last bit of a sum can send the search down another road.
            now = np.round(gap.of(target), 6)
            nearer = who & (now < self.gap[row])
            self.gap[row] = np.where(nearer, now, self.gap[row])
            turns = self.state.end_turn if ended else np.full(self.state.games, self.state.turn)
            self.when[row] = np.where(nearer, turns, self.when[row])


def as_choices(rows: Any) -> Choices:
    """Logged choices [6, N, B] as the rules take them."""
    return Choices(**{name: np.array(rows[k], np.int32) for k, name in enumerate(_NAMES)})


def again(ground: Ground, walk: Walk, witness: Any) -> Iterator[State]:
    """Walk one walk again: yields the board of every turn once it is opened, at last the board it ends on."""
    tables = ground.tables
    state = start(tables, np.array([game_key(walk.seed)], np.uint64))
    for turn in range(walk.turns):
        open_turn(state, tables, witness=witness)
        yield state
        resolve(state, as_choices(walk.choices[turn][:, :, None]), tables, witness=witness)
    yield state


def script(ground: Ground, walk: Walk) -> str:
    """A walk as JSON Lines for `tabletop run CAMPAIGN --script FILE`, seed and level included."""
    seats = ground.tables.alliance.ids
    lines = [{"kind": "start", "campaign": ground.campaign.id, "seed": walk.seed, "level": ground.level.word}]
    rows: list[dict[str, Any]] = list(lines)
    for turn, state in enumerate(again(ground, walk, None)):
        if turn == walk.turns:
            break
        chosen: list[Choice] = from_choices(as_choices(walk.choices[turn][:, :, None]), state, ground.tables)
        told = {seat: choice.as_json() for seat, choice in zip(seats, chosen, strict=True)}
        rows.append({"kind": "turn", "turn": turn + 1, "choices": told})
    return "".join(json.dumps(row, separators=(",", ":"), ensure_ascii=True) + "\n" for row in rows)
