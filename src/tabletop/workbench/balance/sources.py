"""Where the difference between two games comes from: opening, hidden type, deck, dice, events, or the players.

Luck has an address, so one source at a time can be drawn anew while all others stay (Saltelli et al. 2010; Jansen
1999).  Two games A and B differ in everything.  A game like A with one source of B tells what that source explains
together with all it meets (its total share); how much it differs from B tells what it explains alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tabletop.game.batchview import BatchView
from tabletop.lab.study import Chunk, Tally
from tabletop.minds import Mind, MindLuck, find
from tabletop.rules import State, Tables, open_turn, resolve, start
from tabletop.rules.choices import Choices, allowed
from tabletop.rules.luck import below
from tabletop.rules.negotiate import crisis_keys, group, negotiate, turn_keys
from tabletop.workbench.balance.playing import future, lot, lower, mixed, player

SOURCES: Final = ("opening", "hidden type", "deck", "dice", "events", "players")
"""Trust, support and tension at the start; the rival's type; which cards come, when, and whom they touch; the dice of
negotiations; escalation, headlines, elections, parliaments and the rival's answers; who plays."""
SKILLS: Final = ("random", "greedy", "thoughtful")
"""One of these plays the whole alliance, drawn by lot."""
LOT: Final = 20


@dataclass(frozen=True)
class Sources:
    """Work on a chunk: `games["end"]` [2 + sources, B] the lower index of A, of B, and of A with each source of B."""

    def __call__(self, chunk: Chunk) -> Tally:
        versions, count = 2 + len(SOURCES), chunk.count
        other = np.zeros((versions, len(SOURCES)), bool)
        other[1] = True
        other[2:] = np.eye(len(SOURCES), dtype=bool)
        alike = np.tile(chunk.keys, versions)
        anew = future(alike, np.full(len(alike), 1))
        keys = {
            name: np.where(np.repeat(other[:, number], count), anew, alike) for number, name in enumerate(SOURCES)
        }  # fmt: skip
        end = lower(played(chunk.tables, keys, [player(chunk, name) for name in SKILLS]))
        return Tally(games={"end": end.reshape(versions, count)})


def played(tables: Tables, keys: dict[str, Any], skills: Sequence[Mind] = ()) -> State:
    """Games whose luck comes from a key for each of `SOURCES`; `skills` are the minds of `SKILLS`."""
    minds = skills or [find(name) for name in SKILLS]
    state = start(tables, keys["opening"])
    state.greed = start(tables, keys["hidden type"]).greed
    pile = start(tables, keys["deck"])
    state.order, state.load = pile.order, pile.load
    skill = below(lot(keys["players"], LOT), len(SKILLS))
    which = np.broadcast_to(skill, (state.members, state.games))
    while state.running.any():
        state.seed = keys["deck"]
        open_turn(state, tables)
        view, luck = BatchView.of(state, tables), MindLuck.of(keys["players"], state.turn)
        choices = mixed([mind(view, luck) for mind in minds], which)
        state.seed = keys["dice"]
        forced = fallen(state, choices, tables)
        state.seed = keys["events"]
        resolve(state, choices, tables, forced=forced)
    return state


def fallen(state: State, choices: Choices, tables: Tables) -> Any:
    """[N, B] how the dice of the state's own luck fall: 1 success, 0 failure, -1 nothing tried."""
    groups = group(state, allowed(state, choices, tables), tables)
    found = negotiate(state, groups, tables, crisis_keys(state, tables, turn_keys(state)))
    return np.where(found.tried, found.success, -1).astype(np.int32)


def shares(end: Any) -> tuple[Any, Any]:
    """What each source explains alone and in total, [sources] in percent of the variance, from `end` [2 + S, B]."""
    one, two, rest = end[0].astype(float), end[1].astype(float), end[2:].astype(float)
    variance = max(1e-9, float(np.var(np.concatenate([one, two]))))
    total = 50 * ((rest - one) ** 2).mean(axis=1) / variance
    alone = 100 - 50 * ((rest - two) ** 2).mean(axis=1) / variance
    return alone, total
