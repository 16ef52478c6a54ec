"""The pages of a class: the door, the seat and the room screen, and everything that they load.

Hand-written files without a build step, sent as they lie here; `tabletop.host.server` adds the words of the game,
which come from `telling`, so that pages and terminal say the same.  What one page loads stays under `MOST` bytes, which
a school's Wi-Fi brings to forty phones in a moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tabletop.telling import words as told
from tabletop.telling.evaluation import RUBRIC
from tabletop.telling.numbers import NAMES, REGION, WORSE

MOST: Final = 100_000
"""Bytes of all that one page loads, the words of the game with it, uncompressed."""
WORDS: Final = "words.json"
"""The name under which the pages ask for the words of the game."""


def _other(names: Mapping[str, str]) -> dict[str, str]:
    """The names that are not the id itself; for the others the pages take the id."""
    return {one: name for one, name in names.items() if name != one}


def words() -> dict[str, Any]:
    """Every word of the game that the pages need, by kind and id; plain JSON."""
    return {
        "strategy": told.STRATEGY, "strategy_hint": told.STRATEGY_HINT,
        "tactic": told.TACTIC, "tactic_hint": told.TACTIC_HINT, "clause": told.CLAUSE,
        "clause_hint": told.CLAUSE_HINT, "step": list(told.STEP), "domain": told.DOMAIN,
        "feature": told.FEATURE, "feature_hint": told.FEATURE_HINT,
        "goal": _other(told.GOAL), "treaty": list(told.TREATY), "term": _other(told.TERM), "outcome": told.OUTCOME,
        "grade": told.GRADE_HINT, "name": _other({name: NAMES.get(name, name) for name in (*REGION, "deterrence")}),
        "worse": sorted(WORSE.intersection(REGION)),
        "capabilities": list(RUBRIC),
    }  # fmt: skip
