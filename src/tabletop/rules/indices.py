"""The two indices with their ten components, and what the others think of each member.

Weights are design choices; composite-indicator practice (OECD/JRC Handbook 2008) asks for visible components and
stated weights, so the components are kept in the state beside the totals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tabletop.rules.arithmetic import clamp, ratio, ratio_by
from tabletop.rules.arrays import Ints
from tabletop.rules.state import State, standing

if TYPE_CHECKING:
    from tabletop.rules.tables import Tables


def cohesion_parts(state: State, tables: Tables) -> Ints:
    """Trust, equity, common line, domestic and institutions, [5, B] in hundredths."""
    book, members = tables.book, state.members
    rep = standing(state)
    weakest = book.weakest_link
    trust = ratio((100 - weakest) * ratio(rep.sum(axis=0, dtype=np.int32), members) + weakest * rep.min(axis=0), 100)
    total = np.maximum(state.burden.sum(axis=0, dtype=np.int32), 1)
    share = ratio_by(10000 * state.burden, total)
    hoover = np.abs(share - tables.alliance.capability).sum(axis=0, dtype=np.int32)
    equity = clamp(10000 - ratio(book.equity_slope * hoover, 200), 0, 10000)
    domestic = ratio(state.support.sum(axis=0, dtype=np.int32), members)
    pairs = members * (members - 1)
    institutions = (
        ratio(book.institution_treaty * state.signed.sum(axis=0, dtype=np.int32), members)
        + ratio(book.institution_agreement * state.agreements.sum(axis=(0, 1), dtype=np.int32), pairs)
        + book.institution_stage * state.stage
        + ratio(book.institution_readiness * state.readiness, 100)
    )
    return np.stack([trust, equity, state.line, domestic, np.minimum(institutions, 10000)]).astype(np.int32)


def weigh(parts: Ints, weights: Ints) -> Ints:
    """An index from its parts: [5, B] -> [B]."""
    total = int(weights[0]) * parts[0]
    for weight, part in zip(weights[1:], parts[1:], strict=True):
        total += int(weight) * part
    return ratio(total, 100)


def deterrence(state: State, cohesion: Ints, tables: Tables) -> Ints:
    """Readiness, believed as far as the alliance holds together, against the outside party's strength: [B]."""
    believed = ratio(state.readiness * (5000 + ratio(cohesion, 2)), 10000)
    return clamp(5000 + believed - ratio(tables.book.threat_share * state.threat, 100), 0, 10000).astype(np.int32)


def stability_parts(state: State, deterred: Ints, tables: Tables) -> Ints:
    """Calm, crisis control, deterrence, legitimacy and human security, [5, B] in hundredths."""
    steps = state.escalation.sum(axis=0, dtype=np.int32)
    control = 10000 - np.minimum(10000, ratio(steps * 1000000, tables.book.crisis_control))
    return np.stack([10000 - state.tension, control, deterred, state.legitimacy, 10000 - state.harm]).astype(np.int32)


def update_indices(state: State, tables: Tables, same_cohesion: bool = False) -> None:
    """Write both indices, their parts and deterrence into the state.

    With `same_cohesion` nothing that cohesion is made of has changed since it was written.
    """
    if not same_cohesion:
        state.cohesion_parts = cohesion_parts(state, tables)
        state.cohesion = weigh(state.cohesion_parts, tables.book.cohesion_weights)
    state.deterrence = deterrence(state, state.cohesion, tables)
    state.stability_parts = stability_parts(state, state.deterrence, tables)
    state.stability = weigh(state.stability_parts, tables.book.stability_weights)


def lower_index(state: State) -> Any:
    """The index a game is graded by: the lower of the two, [B]."""
    return np.minimum(state.cohesion, state.stability)
