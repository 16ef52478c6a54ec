"""Codes about the numbers of the rules."""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

PARAMETERS: Final[dict[str, Code]] = {
    "E501": Code(
        "An unknown parameter",
        "The rules have no number of this name.",
        "Check the list: tabletop guide rules.",
        "parameters: {tension: 50}",
        "parameters: {start_tension: 50}",
        where="campaign",
        word="tension",
    ),
    "E502": Code(
        "A parameter out of range",
        "Outside its range the rules have not been tried, or make no sense.",
        "Stay inside the range.",
        "parameters: {start_tension: 500}",
        "parameters: {start_tension: 50}",
        where="campaign",
        word="500",
    ),
    "E503": Code(
        "Parameters that do not fit together",
        "The weights of an index must sum to 1 at every level.",
        "Change several together.",
        "parameters: {cohesion_weights.trust: 0.9}",
        "parameters: {start_tension: 50}",
        where="campaign",
        word="parameters",
    ),
}
