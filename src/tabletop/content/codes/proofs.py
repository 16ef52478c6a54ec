"""Codes of what is proved without playing: conditions that never or always hold, and what is dead because of them."""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

_CALLED: Final = (
    "- {{id: fish-war, title: Fish war, domain: external, escalation: 2, situation: Nets are cut.,\n"
    "   features: {{urgency: 3, breadth: 2, misperception: 3, sensitivity: 2, enforcement: 1}},\n"
    "   follow_up: {{card: blockade, if: failed}}}}\n"
    "- {{id: blockade, title: Blockade, domain: external, escalation: 2, situation: The port is shut., {0},\n"
    "   features: {{urgency: 3, breadth: 2, misperception: 3, sensitivity: 2, enforcement: 1}}}}"
)
_THAW: Final = (
    "\nacts:\n"
    "  - {id: calm, title: Calm, turns: 4, opening: The sea is flat., next: [{act: thaw, when: is.rough}]}\n"
    "  - {id: thaw, title: Thaw, turns: 4, opening: It drips.}"
)
_TRADE: Final = (
    "objective:\n  title: Trade\n  weights: {security: 0, autonomy: 0, prosperity: 100, influence: 0}\n"
    "  bonus: {text: It spent little, when: "
)

PROOFS: Final[dict[str, Code]] = {
    "W301": Code(
        "A condition that never holds",
        "Its parts exclude each other, or the campaign never brings what it asks for.",
        "Change the part that is marked; the message says what stands against it.",
        "define:\n  rough: tension > 60 and tension < 40" + _THAW,
        "define:\n  rough: tension > 40 and tension < 60" + _THAW,
        where="campaign",
        word="tension < 40",
    ),
    "W302": Code(
        "A condition that always holds",
        "On every board on which it is asked it is true, so that it decides nothing.",
        "Leave it out, or ask for more.",
        "when: turn > 3 or turn <= 3",
        "when: turn > 3",
        word="turn > 3 or turn <= 3",
    ),
    "W303": Code(
        "A part of a condition that never holds",
        "One of the things joined by “or” cannot be; the condition holds by its other parts only.",
        "Change or delete the part.",
        "when: turn > 2 or (tension > 60 and tension < 40)",
        "when: turn > 2 or (tension > 40 and tension < 60)",
        word="tension < 40",
    ),
    "W304": Code(
        "A card that is proved dead",
        "In no game of this campaign, at no level, can the card come to the table.",
        "Change what keeps it away, or delete it.",
        "when: turn > 8",
        "when: turn > 2",
        word="turn > 8",
    ),
    "W305": Code(
        "An effect that is proved dead",
        "Whenever it is asked, its condition is false.",
        "Change its “when”, or delete it.",
        "on_resolved: [{change: {tension: -5}, when: turn > 8, why: The ships go home}]",
        "on_resolved: [{change: {tension: -5}, when: turn > 2, why: The ships go home}]",
        word="turn > 8",
    ),
    "W306": Code(
        "A follow-up that can never come",
        "What it waits for cannot happen, or the game is over before its turn.",
        "Call it sooner, or change what it waits for.",
        "follow_up: {card: inquiry, after: 6, if: failed}",
        "follow_up: {card: inquiry, after: 2, if: failed}",
        word="6",
    ),
    "W307": Code(
        "A way that is never taken",
        "Ways to the next act are looked at in order: this one never fits, or one before it always fits first.",
        "Put it further up, or change its condition.",
        "next: [{act: storm, when: tension > 45}, {act: thaw, when: tension > 70}, {act: thaw}]",
        "next: [{act: thaw, when: tension > 70}, {act: storm, when: tension > 45}, {act: thaw}]",
        where="act",
        word="tension > 70",
    ),
    "W308": Code(
        "An act that is proved dead",
        "It is named under next:, but the way to it is never taken.",
        "Change the condition of the way.",
        "next: [{act: storm, when: turn > 5}, {act: thaw}]",
        "next: [{act: storm, when: tension > 45}, {act: thaw}]",
        where="act",
        word="turn > 5",
    ),
    "W309": Code(
        "An ending that never comes",
        "Endings are looked at in order: this one never fits, or one before it always fits first.",
        "Put it further up, or change its condition.",
        "when: outcome.win and cohesion < 40",
        "when: outcome.win and cohesion < 70",
        where="ending",
        word="cohesion < 40",
    ),
    "W310": Code(
        "A bonus without choice",
        "No game can win it, or every game does.",
        "Ask for something that play decides.",
        _TRADE + "'effort[brel] > 12'}",
        _TRADE + "'effort[brel] < 6'}",
        where="member",
        word="effort[brel] > 12",
    ),
    "W311": Code(
        "A flag that is only cleared",
        "An effect clears a flag that no effect sets.",
        "Set it somewhere, or delete the effect.",
        "when: not flag.cable-mended\non_deal: [{clear: {flag: cable-mended}}]",
        "when: not flag.cable-mended\non_deal: [{clear: {flag: cable-mended}}]\n"
        "on_resolved: [{set: {flag: cable-mended}}]",
        word="cable-mended",
    ),
    "W312": Code(
        "An effect that changes nothing",
        "It adds nothing, sets a flag that is always set by then, or moves a quantity that stands at its limit.",
        "Give it a size, or delete it.",
        "on_resolved: [{change: {tension: 0}, why: The ships go home}]",
        "on_resolved: [{change: {tension: -5}, why: The ships go home}]",
        word="0",
    ),
    "W313": Code(
        "A condition that nobody asks",
        "A card of weight 0 comes only when an effect or follow-up calls it, and then whatever its “when” says.",
        "Put the condition on the call, or give the card a weight.",
        _CALLED.format("weight: 0, when: tension > 60"),
        _CALLED.format("weight: 2, when: tension > 60"),
        where="cards",
        word="when",
    ),
}
