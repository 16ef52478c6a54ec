"""Codes about ids that lead nowhere, or one thing given twice."""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

NAMES: Final[dict[str, Code]] = {
    "E301": Code(
        "An unknown card",
        "No deck of this campaign has a card with this id.",
        "Check the spelling; add its deck under decks:.",
        "follow_up: {card: inqiury, if: failed}",
        "follow_up: {card: inquiry, if: failed}",
        word="inqiury",
    ),
    "E302": Code(
        "An unknown member",
        "The campaign has no member with this id.",
        "Use a member's id, not its name.",
        "touches: {west-holm: low, astr: high}",
        "touches: {west-holm: low, aster: high}",
        word="astr",
    ),
    "E303": Code(
        "An unknown act",
        "The campaign has no act with this id.",
        "Check the spelling under acts:.",
        "acts: [calm, strom]",
        "acts: [calm, storm]",
        word="strom",
    ),
    "E304": Code(
        "A missing deck",
        "The deck is neither beside the campaign nor in the library.",
        "Check the id, or write a relative path.",
        "decks: [fishrey]",
        "decks: [fishery]",
        where="campaign",
        word="fishrey",
    ),
    "E305": Code(
        "Given twice",
        "Two cards, members, acts or entries have the same id.",
        "Rename or delete one.",
        "tags: [cyber, law, cyber]",
        "tags: [cyber, law]",
        word="cyber",
    ),
    "E306": Code(
        "Members that look alike",
        "Name, short name, colour and emblem tell members apart on every screen.",
        "Change one.",
        "name: Brel\ncolour: green",
        "name: Brel\ncolour: orange",
        where="member",
        word="green",
    ),
    "E307": Code(
        "An order that never ends well",
        "Ways to the next act and endings are looked at in order. One without “when” always fits: it must "
        "stand last. The last ending must be one of these.",
        "Move it, or change its “when”.",
        "next: [{act: storm}, {act: thaw, when: tension > 60}]",
        "next: [{act: thaw, when: tension > 60}, {act: storm}]",
        where="act",
        word="{act: storm}",
    ),
    "E308": Code(
        "A card that calls itself",
        "A card's own effect or follow-up queues it again.",
        "Use repeat: true, or another card.",
        "id: cable-cut\nfollow_up: {card: cable-cut, after: 2, if: failed}",
        "id: cable-cut\nfollow_up: {card: inquiry, after: 2, if: failed}",
        word="cable-cut",
    ),
    "E309": Code(
        "Acts in a circle",
        "An act leads back to an earlier one, so that a game might never end.",
        "End the circle somewhere.",
        "acts:\n"
        "  - {id: calm, title: Calm, turns: 2, opening: The sea is flat., next: [{act: storm}]}\n"
        "  - {id: storm, title: Storm, turns: 3, opening: It blows., next: [{act: calm}]}",
        "acts:\n"
        "  - {id: calm, title: Calm, turns: 2, opening: The sea is flat., next: [{act: storm}]}\n"
        "  - {id: storm, title: Storm, turns: 3, opening: It blows.}",
        where="campaign",
        word="calm",
    ),
    "E310": Code(
        "Too many turns",
        "The longest road through the acts takes more than 40 turns.",
        "Shorten some acts.",
        "acts:\n"
        "  - {id: calm, title: Calm, turns: 16, opening: The sea is flat., next: [{act: storm}]}\n"
        "  - {id: storm, title: Storm, turns: 16, opening: It blows., next: [{act: thaw}]}\n"
        "  - {id: thaw, title: Thaw, turns: 16, opening: It drips.}",
        "acts:\n"
        "  - {id: calm, title: Calm, turns: 4, opening: The sea is flat., next: [{act: storm}]}\n"
        "  - {id: storm, title: Storm, turns: 4, opening: It blows., next: [{act: thaw}]}\n"
        "  - {id: thaw, title: Thaw, turns: 4, opening: It drips.}",
        where="campaign",
        word="acts",
    ),
    "E311": Code(
        "An unknown tag",
        "Tags are a closed list, so that filters find all cards they should.",
        "Use a known tag, or declare your own in deck.yaml under tags:.",
        "tags: [cybr, law]",
        "tags: [cyber, law]",
        word="cybr",
    ),
    "E312": Code(
        "A missing deck to extend",
        "A deck takes its cards from another one, which is neither beside it nor in the library.",
        "Check the id under extends:, or install the pack of that deck.",
        bad="extends: halcyonn",
        good="extends: halcyon",
        where="deck",
        word="halcyonn",
    ),
    "E313": Code(
        "Decks that extend each other in a circle",
        "Each takes its cards from the next, and the last from the first, so that none of them has any cards to begin "
        "with. More than 8 decks, one extending the other, count as a circle too.",
        "Take extends: out of one of them.",
        bad="id: around\nextends: around",
        good="id: around\nextends: halcyon",
        where="deck",
        word="around",
    ),
    "E314": Code(
        "Another version of the deck",
        "The deck that is extended is there, but not in a version that will do.",
        "Install the version that is asked for, or look whether the one here will do and change version:.",
        bad='extends: {deck: halcyon, version: ">=90"}',
        good='extends: {deck: halcyon, version: ">=1.0"}',
        where="deck",
        word='">=90"',
    ),
    "E315": Code(
        "A card left out that is not there",
        "“without” names a card that the extended deck does not have; perhaps a newer version renamed it.",
        "Check the spelling, or delete the word.",
        bad="extends: halcyon\nwithout: [no-such-card]",
        good="extends: halcyon",
        where="deck",
        word="no-such-card",
    ),
    "E316": Code(
        "A card left out that others call",
        "A card that stays queues one that “without” leaves out: the game could not deal it.",
        "Leave out the other card too, or write your own card with this id: it takes the old one's place.",
        bad="extends: halcyon\nwithout: [ford-funeral]",
        good="extends: halcyon\nwithout: [ford-funeral, patrol-clash]",
        where="deck",
        word="ford-funeral",
    ),
}
