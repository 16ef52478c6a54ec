"""National scorecards: what each member's secret objective makes of the game (rule N1), and grades.

Mixed motives: Schelling 1960; autonomy and security: Morrow 1991.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from tabletop.rules.arithmetic import ratio
from tabletop.rules.arrays import Ints
from tabletop.rules.conditions import holds
from tabletop.rules.state import State, standing
from tabletop.rules.tables import Tables
from tabletop.rules.vocabulary import Goal, Over

GRADES: Final = ((7500, "A"), (6500, "B"), (5500, "C"), (4500, "D"), (0, "E"))
"""Lower index in hundredths from which each grade is given; a collapse is F."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Hundredths of a point; [N, B] but `parts` [4, N, B] in the order of `Goal`."""

    total: Ints
    parts: Ints
    bonus: Ints
    fate: Ints
    """[B] what shared fate takes from everyone (R16)."""


def scores(state: State, tables: Tables) -> Scores:
    """Every member's national score as of now."""
    book, alliance = tables.book, tables.alliance
    steps = state.escalation * (state.card >= 0)
    own = (state.stake * steps[:, None]).sum(axis=0, dtype=np.int32)
    played = max(state.turn, 1)
    turns = np.where(state.end_turn > 0, state.end_turn, played)
    parts = np.empty((len(Goal), state.members, state.games), np.int32)
    parts[Goal.SECURITY] = state.stability + book.security_bonus - ratio(book.own_crisis * own, 100)
    parts[Goal.AUTONOMY] = 10000 - ratio(book.autonomy_cost * state.sovereignty, 100)
    spent = ratio(book.prosperity_cost * state.effort, 100)
    parts[Goal.PROSPERITY] = 10000 - (2 * spent + turns) // (2 * turns) + book.prosperity_deal * state.deals
    parts[Goal.INFLUENCE] = standing(state) + state.red_lines
    parts = np.clip(parts, 0, 10000)
    weights = np.moveaxis(alliance.weights, 0, 1)
    weighed = ratio((parts * weights).sum(axis=0, dtype=np.int32), 100)
    bonus = np.zeros((state.members, state.games), np.int32)
    for i, when in enumerate(alliance.bonus):
        if when is not None:
            met = holds(when, state, tables)
            bonus[i] = np.where(met, book.objective_bonus, -book.objective_bonus)
    collapsed = (state.over == Over.COHESION_COLLAPSE) | (state.over == Over.STABILITY_COLLAPSE)
    fate = np.where(collapsed, -book.shared_fate, 0).astype(np.int32)
    return Scores((weighed + bonus + fate).astype(np.int32), parts, bonus, fate)


def outcome(over: int, cohesion: int, stability: int, pass_mark: int) -> str:
    """A finished game's outcome: win, draw, cohesion-collapse or stability-collapse."""
    if over == Over.COHESION_COLLAPSE:
        return "cohesion-collapse"
    if over == Over.STABILITY_COLLAPSE:
        return "stability-collapse"
    return "win" if min(cohesion, stability) >= pass_mark else "draw"


def grade(over: int, cohesion: int, stability: int) -> str:
    """A to E by the lower index, F for a collapse."""
    if over in (Over.COHESION_COLLAPSE, Over.STABILITY_COLLAPSE):
        return "F"
    lower = min(cohesion, stability)
    return next(letter for floor, letter in GRADES if lower >= floor)
