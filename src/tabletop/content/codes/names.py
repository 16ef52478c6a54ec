"""Codes about ids that lead nowhere, or one thing given twice."""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

NAMES: Final[dict[str, Code]] = {
    "E301": Code(
        "An unknown card",
        "No deck of this campaign has a card with this id.",
        "Check the spelling; add its deck under decks:.",
    ),
    "E302": Code(
        "An unknown member",
        "The campaign has no member with this id.",
        "Use a member's id, not its name.",
    ),
    "E303": Code(
        "An unknown act",
        "The campaign has no act with this id.",
        "Check the spelling under acts:.",
    ),
    "E304": Code(
        "A missing deck",
        "The deck is neither beside the campaign nor in the library.",
        "Check the id, or write a relative path.",
    ),
    "E305": Code(
        "Given twice",
        "Two cards, members, acts or entries have the same id.",
        "Rename or delete one.",
    ),
    "E306": Code(
        "Members that look alike",
        "Name, short name, colour and emblem tell members apart on every screen.",
        "Change one.",
    ),
    "E307": Code(
        "An order that never ends well",
        "Ways to the next act and endings are looked at in order. One without “when” always fits: it must "
        "stand last. The last ending must be one of these.",
        "Move it, or change its “when”.",
    ),
    "E308": Code(
        "A card that calls itself",
        "A card's own effect or follow-up queues it again.",
        "Use repeat: true, or another card.",
    ),
    "E309": Code(
        "Acts in a circle",
        "An act leads back to an earlier one, so that a game might never end.",
        "End the circle somewhere.",
    ),
    "E310": Code(
        "Too many turns",
        "The longest road through the acts takes more than 40 turns.",
        "Shorten some acts.",
    ),
    "E311": Code(
        "An unknown tag",
        "Tags are a closed list, so that filters find all cards they should.",
        "Use a known tag, or declare your own in deck.yaml under tags:.",
    ),
}
