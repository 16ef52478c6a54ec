"""Codes of what aimed walks found, or did not find: they come with ``tabletop check --walk`` only.

Walks prove that something can be met, never that it cannot; so none of these is certain.
"""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

_WALK: Final = "check --walk"
_QUIET: Final = """\
cards:
  - id: cable-cut
    title: Cable cut
    domain: transnational
    escalation: 2
    features: {{urgency: 3, breadth: 2, misperception: 3, sensitivity: 2, enforcement: 1}}
    touches: {{west-holm: high, aster: high, brel: {}}}
    situation: The cable is dark.
    repeat: true"""

WALKS: Final[dict[str, Code]] = {
    "W501": Code(
        "A card that no walk met",
        "In thousands of games at all levels, played towards it, the card was never dealt.",
        "Ask for less in its when:, raise its weight, or look at what should queue it.",
        "id: cable-cut\nwhen: min(trust) > 97 and tension > 95",
        "id: cable-cut\nwhen: min(trust) > 20 and tension > 30",
        word="cable-cut",
        confidence="likely",
        found_by=_WALK,
    ),
    "W503": Code(
        "A way to an act that no walk took",
        "Its condition never held when its act was over, or an earlier way was always open.",
        "Ask for less in its when:, or put the way before the one that is always open.",
        "next: [{act: storm, when: min(trust) > 97}, {act: thaw}]",
        "next: [{act: storm, when: tension > 45}, {act: thaw}]",
        where="act",
        word="storm",
        confidence="likely",
        found_by=_WALK,
    ),
    "W504": Code(
        "An ending that no walk reached",
        "Its condition never held at the end of a game, or an earlier ending always fitted.",
        "Ask for less in its when:, or put it before the ending that takes its place.",
        "id: good\nwhen: outcome.win and min(trust) > 97",
        "id: good\nwhen: outcome.win",
        where="ending",
        word="good",
        confidence="likely",
        found_by=_WALK,
    ),
    "W505": Code(
        "A condition that was always the same",
        "Wherever it was asked in thousands of games, it held, or it failed: without it the games would be the same.",
        "Leave it out, or compare with a value that games come to.",
        "when: legitimacy > 5",
        "when: legitimacy > 55",
        word="legitimacy > 5",
        confidence="possible",
        found_by=_WALK,
    ),
    "W506": Code(
        "A member with little to do",
        "In a quarter of all games or more it has less than 0.3 at stake in every open crisis, three turns running.",
        "Let more cards touch it, raise its exposure, or spread its cards over the acts.",
        _QUIET.format("low"),
        _QUIET.format("some"),
        where="campaign",
        confidence="likely",
        found_by=_WALK,
    ),
    "W507": Code(
        "An effect that never took hold",
        "Its moment never came in any walk, or its own condition was false each time.",
        "Ask for less in its when:, or look at what leads to it.",
        "on_resolved: [{change: {tension: -3}, when: min(trust) > 97}]",
        "on_resolved: [{change: {tension: -3}, when: tension > 45}]",
        word="min(trust) > 97",
        confidence="likely",
        found_by=_WALK,
    ),
    "W508": Code(
        "Nearly every game ends the same way",
        "More than nine games in ten come to this ending, at all levels and whoever plays.",
        "Ask for more in its condition, or put it behind the endings that should be met.",
        "id: good\nwhen: tension > 5",
        "id: good\nwhen: outcome.win",
        where="ending",
        word="good",
        confidence="likely",
        found_by=_WALK,
    ),
}

TIPS: Final[dict[str, Code]] = {
    "T451": Code(
        "A part of a condition that decided nothing",
        "Wherever it was asked in thousands of games, this part was always the same; the others decided.",
        "Leave it out, or compare with a value that games come to.",
        "when: turn >= 2 and legitimacy > 5",
        "when: turn >= 2 and legitimacy > 55",
        word="legitimacy > 5",
        confidence="possible",
        found_by=_WALK,
    ),
}
