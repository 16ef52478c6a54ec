"""R11: the treaty in four stages — objectives, terms, obligations, ratification.

Putnam 1988 (ratification); Koremenos, Lipson & Snidal 2001; Poast 2019 (failed negotiations); Leeds 2003.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.arithmetic import given, pick, ratio
from tabletop.rules.arrays import Bools, Ints
from tabletop.rules.context import Turn
from tabletop.rules.luck import Purpose, draws, normal
from tabletop.rules.parameters import CLAUSE_EFFECTS


def advance(turn: Turn) -> None:
    """A full summit takes the treaty one stage on; at the fourth it goes to the members' parliaments."""
    book, state = turn.tables.book, turn.state
    summit = turn.summit & state.running
    if not book.treaty:
        _standing_institution(turn, summit)
        return
    before = state.stage
    state.stage = state.stage + summit.astype(np.int32)
    ratifying = state.running & (state.stage >= 4)
    if ratifying.any():
        _ratify(turn, ratifying)
    if turn.record is not None:
        turn.record.note("R11", "stage", state.stage - before, "treaty")


def _standing_institution(turn: Turn, summit: Bools) -> None:
    """The Basics level: a successful summit is a standing institution for its domain at once."""
    games = np.flatnonzero(summit)
    covered = turn.state.covered.copy()
    covered[turn.summit_domain[games], games] = True
    turn.state.covered = covered


def willing(turn: Turn) -> Ints:
    """What each government can carry at home, [N, B] hundredths; at least `ratify` signs."""
    book, state = turn.tables.book, turn.state
    mood = normal(draws(turn.luck, Purpose.RATIFICATION, state.members))
    return (
        state.support
        + ratio(book.ratify_integration * state.position[:, 1], 100)
        - ratio(book.ratify_sovereignty * state.sovereignty, 100)
        + ratio(book.ratify_spread * mood, 100)
    )


def _ratify(turn: Turn, ratifying: Bools) -> None:
    book, state, changes = turn.tables.book, turn.state, turn.changes
    sign = (willing(turn) >= book.ratify) & ratifying
    held = (sign * turn.tables.alliance.capability).sum(axis=0, dtype=np.int32)
    force = ratifying & (sign.sum(axis=0) >= turn.groups.quorum) & (held >= 100 * book.ratify_share)
    signers = sign & force
    state.signed = state.signed + signers
    state.treaties = state.treaties + force
    covered = state.covered.copy()
    games = np.flatnonzero(force)
    covered[turn.summit_domain[games], games] = True
    state.covered = covered
    state.stage = pick(ratifying, pick(force, 0, 2), state.stage)
    if turn.record is not None:
        turn.record.note("R11", "signed", 1 * signers, "treaty in force")
    terms = _terms(turn, force)
    for variable in ("readiness", "tension", "legitimacy", "line"):
        changes.add(variable, "R11", terms[variable], "treaty in force")
    changes.add("legitimacy", "R11", given(force, book.treaty_legitimacy), "treaty in force")
    changes.add("means", "R11", signers * terms["means"], "treaty in force")
    changes.add("sovereignty", "R11", signers * terms["sovereignty"] * book.sovereignty, "treaty in force")
    bond = (book.treaty_trust + terms["trust"]) * force
    changes.trust_up("R11", sign[:, None] * sign[None] * bond, "signed together")
    outside = (ratifying & ~sign) * np.int32(book.treaty_holdout)
    changes.trust_down("R11", sign[:, None] * outside[None], "did not sign")
    changes.add("support", "R11", given(ratifying & ~force, -book.treaty_failure), "the treaty failed")


def _terms(turn: Turn, force: Bools) -> dict[str, Ints]:
    """What the treaty's clause changes: some columns count threefold, the others half of that."""
    book = turn.tables.book
    strong = {"readiness", "sovereignty", "line"}
    return {
        name: force
        * ratio(
            book.clause[:, k].take(turn.summit_clause)
            * (book.treaty_strength if name in strong else book.treaty_other),
            100,
        )
        for k, name in enumerate(CLAUSE_EFFECTS)
    }
