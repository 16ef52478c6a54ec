"""Whole games, many at once: every seat played by a mind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tabletop.game.batchview import BatchView
from tabletop.minds.luck import MindLuck
from tabletop.minds.seating import Mind
from tabletop.rules import State, Tables, open_turn, resolve, scores, start
from tabletop.rules.arrays import Keys
from tabletop.rules.tables import Alliance

CHUNK = 10_000
"""Games played side by side: enough to hide the cost of calls, few enough to stay in the cache."""

_LARGE = 30_000_000
"""Bytes of a block taken and given back at once, from which the C library of many systems learns to keep what is freed
and not to return it page by page: some hundred arrays of a chunk come and go each turn."""

Summary = Mapping[str, npt.NDArray[Any]]
"""Arrays whose last axis is the game, by name."""


def play(tables: Tables, keys: Keys, mind: Mind, *, turns: int | None = None) -> State:
    """Play the games of `keys` [B] to their end, or for `turns` turns; the states they end in."""
    return go_on(start(tables, keys), tables, mind, turns=turns)


def go_on(state: State, tables: Tables, mind: Mind, *, turns: int | None = None) -> State:
    """Play on, in place, from between two turns."""
    np.empty(_LARGE, np.int8)
    first, last = state.turn, None if turns is None else state.turn + turns
    while state.running.any() and (last is None or state.turn < last):
        open_turn(state, tables, untouched=state.turn > first)
        choices = mind(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))
        resolve(state, choices, tables)
    return state


def summary(state: State, tables: Tables) -> Summary:
    """What most questions about many games need: how each ended, its indices, tallies and national scores."""
    plain = (
        "over", "end_turn", "cohesion", "stability", "cohesion_parts", "stability_parts", "outbreaks", "resolved",
        "treaties", "overloads", "greed",
    )  # fmt: skip
    return {name: getattr(state, name) for name in plain} | {"scores": scores(state, tables).total}


def play_chunks(
    tables: Tables,
    keys: Keys,
    mind: Mind,
    ask: Callable[[State, Tables], Summary] = summary,
    *,
    chunk: int = CHUNK,
    turns: int | None = None,
) -> dict[str, npt.NDArray[Any]]:
    """Play any number of games in little memory: `ask` of every chunk, joined along the games."""
    parts: list[Summary] = []
    for first in range(0, len(keys), chunk):
        some = slice_tables(tables, first, first + chunk)
        parts.append(ask(play(some, keys[first : first + chunk], mind, turns=turns), some))
    return {name: np.concatenate([part[name] for part in parts], axis=-1) for name in (parts[0] if parts else ())}


def slice_tables(tables: Tables, first: int, last: int) -> Tables:
    """The tables of games first..last-1 of a batch; the same tables where nothing differs from game to game."""
    return take_tables(tables, slice(first, last))


def take_tables(tables: Tables, games: Any) -> Tables:
    """The tables of some games of a batch, chosen by a slice or an index array."""
    alliance = take_alliance(tables.alliance, games)
    return tables if alliance is tables.alliance else replace(tables, alliance=alliance)


def slice_alliance(alliance: Alliance, first: int, last: int) -> Alliance:
    """The members of games first..last-1, where an alliance is drawn for each game of a batch."""
    return take_alliance(alliance, slice(first, last))


def take_alliance(alliance: Alliance, games: Any) -> Alliance:
    """The members of some games; arrays that are the same in every game stay as they are."""
    cut: dict[str, Any] = {}
    for f in fields(alliance):
        values = getattr(alliance, f.name)
        if isinstance(values, np.ndarray) and values.shape[-1] > 1:
            cut[f.name] = values[..., games]
    return replace(alliance, **cut) if cut else alliance
