"""What a rule is: the form in which every one is registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EMPIRICAL: Final = "empirical direction"
"""Observations or experiments support the direction of the rule; its size is a design choice."""
THEORY: Final = "theory"
"""A published argument supports the direction of the rule; its size is a design choice."""
DESIGN: Final = "design choice"
"""Made for a game that can be played and discussed; no source gives it."""
STATUSES: Final = (EMPIRICAL, THEORY, DESIGN)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the model."""

    id: str
    title: str
    statement: str
    """One plain sentence or two for players, at most 160 characters."""
    formula: str
    """The arithmetic, with parameter names in braces."""
    source: str
    status: str
    """One of `STATUSES`."""
