"""What all experiments of this room do: let minds choose, change one thing, and play on with the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.minds import Mind, MindLuck
from tabletop.rules import Choices, State, Tables, scores
from tabletop.rules.arrays import Bools, Ints, Keys
from tabletop.rules.luck import draw

if TYPE_CHECKING:
    from tabletop.lab.study import Chunk

APART: Final = 7_000_001
"""Addresses of this room's own draws begin here: far from those of the rules and the minds."""


def chosen(mind: Mind, state: State, tables: Tables) -> Choices:
    """What a mind chooses for everybody, in a turn that has been opened."""
    return mind(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))


def player(chunk: Chunk, name: str = "thoughtful") -> Mind:
    """Who plays all seats by a mind's name, but for those that the plan gives to another (`--mind MEMBER=NAME`)."""
    return chunk.ground.player(chunk.plan, name)


def take(choices: Choices, games: Any) -> Choices:
    """The choices of some games."""
    return Choices(**{f.name: np.ascontiguousarray(getattr(choices, f.name)[:, games]) for f in fields(Choices)})


def mixed(parts: Sequence[Choices], which: Ints) -> Choices:
    """Each seat's choice from the part that `which` [N, B] names."""
    out: dict[str, Any] = {}
    for f in fields(Choices):
        values = getattr(parts[0], f.name)
        for number in range(1, len(parts)):
            values = np.where(which == number, getattr(parts[number], f.name), values)
        out[f.name] = np.array(values, np.int32)
    return Choices(**out)


def lot(keys: Keys, *address: int) -> Keys:
    """64 random bits a game for an experiment's own lots."""
    return draw(keys, APART, *address)


def future(keys: Keys, number: Any) -> Keys:
    """The luck of one of several futures of each game; the same number is the same future."""
    return draw(keys, APART, 1) ^ draw(np.asarray(number, np.uint64), APART, 2)


def lower(state: State) -> Ints:
    """[B] the lower index, hundredths."""
    return np.minimum(state.cohesion, state.stability)


def won(state: State, tables: Tables) -> Bools:
    """[B] which games were won."""
    return np.asarray((state.over == 3) & (lower(state) >= tables.book.pass_mark))


def totals(state: State, tables: Tables) -> Ints:
    """[N, B] national scores, hundredths."""
    return scores(state, tables).total
