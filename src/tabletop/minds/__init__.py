"""Who plays an empty seat: minds that decide for every seat of many games at once.

A mind is a function of what the seats may see and of the turn's luck; it is registered in the entry-point group
`tabletop.minds` and found by `find(name)`.
"""

from tabletop.minds.characters import free_rider, greedy, guarantor, opportunist, pure_free_rider, sovereigntist
from tabletop.minds.luck import MindLuck
from tabletop.minds.plan import thoughtful
from tabletop.minds.reasons import explain
from tabletop.minds.registry import SHIPPED, MindError, about, find, names
from tabletop.minds.seating import Mind, seated
from tabletop.minds.simple import (
    always_bilateral,
    always_confidence,
    always_multilateral,
    always_track2,
    chaos,
    random,
    rotating,
)
from tabletop.minds.strategist import strategist

__all__ = [
    "SHIPPED", "Mind", "MindError", "MindLuck", "about", "always_bilateral", "always_confidence", "always_multilateral",
    "always_track2", "chaos", "explain", "find", "free_rider", "greedy", "guarantor", "names", "opportunist",
    "pure_free_rider", "random", "rotating", "seated", "sovereigntist", "strategist", "thoughtful",
]  # fmt: skip
