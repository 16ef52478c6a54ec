"""From the whole numbers of the rules to the numbers people see."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from tabletop.rules.state import VARIABLES, State

_COUNTED: Final = frozenset({
    "agreements", "signed", "deals", "outside_deals", "mediations", "peak", "supported", "stage", "treaties",
    "outbreaks", "resolved", "overloads", "card", "escalation", "prepared", "parties", "since", "dealt", "ended",
    "act", "act_since", "over", "end_turn", "covered", "failed",
    "known", "fear", "stake", "position", "affinity",
})  # fmt: skip
"""Variables whose stored number is the number people see."""

_IN_LEDGER: Final = {"escalation": 100}
"""Ledger units in one stored unit, where that is not one (see `rules.attribution`)."""


def shown(value: int) -> float:
    """Hundredths as a decimal with two places at most."""
    return value / 100


def unit(variable: str) -> int:
    """How many stored units make one unit that people see: 100 for most, 1 for counts and percentages."""
    return 1 if variable in _COUNTED else 100


def ledger_amount(variable: str, amount: int) -> float:
    """A ledger entry's amount in the unit people see."""
    return amount / (unit(variable) * _IN_LEDGER.get(variable, 1))


def in_ledger_units(variable: str, value: Any) -> Any:
    """A stored value, or array of them, in ledger units."""
    return np.asarray(value, np.int64) * _IN_LEDGER.get(variable, 1)


def public(state: State, name: str) -> Any:
    """The values of a public field of a game (a batch of one), without the game axis.

    Raises `PermissionError` for a field that is not declared public: views are built from this alone, so that nothing
    is shown by oversight.
    """
    if VARIABLES[name].see != "public":
        raise PermissionError(f"{name} is {VARIABLES[name].see}, not public")
    return getattr(state, name)[..., 0]
