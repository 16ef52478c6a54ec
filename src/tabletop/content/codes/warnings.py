"""Codes of warnings: what plays, and is probably not meant."""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

WARNINGS: Final[dict[str, Code]] = {
    "W201": Code(
        "Text cut short by #",
        "A # after a blank begins a comment, so that the rest of the sentence is lost.",
        "Put the text in quotes; before a real comment leave two spaces.",
        "title: Room #5",
        'title: "Room #5"',
        word="#5",
    ),
    "W202": Code(
        "A flag that is never set",
        "A condition asks for a flag that no effect sets: it is always false.",
        "Correct the spelling, or set it somewhere.",
        "when: not flag.cable-mended",
        "when: not flag.cable-mended\non_resolved: [{set: {flag: cable-mended}}]",
        word="cable-mended",
    ),
    "W203": Code(
        "A flag that is never asked for",
        "An effect sets a flag and nothing comes of it.",
        "Ask for it, or delete the effect.",
        "on_resolved: [{set: {flag: cable-mended}}]",
        "when: not flag.cable-mended\non_resolved: [{set: {flag: cable-mended}}]",
        word="cable-mended",
    ),
    "W204": Code(
        "Nothing to ignore",
        "The card has no warning of this code (any more).",
        "Delete the line under ignore:.",
        "ignore: {W207: The newspaper is lost}",
        "date: 1962-10-22\nignore: {W207: The newspaper is lost}",
        word="W207",
    ),
    "W205": Code(
        "An act without a way to it",
        "No act names it under next:, and it is not the first.",
        "Name it, or delete it.",
        "acts:\n"
        "  - {id: calm, title: Calm, turns: 4, opening: The sea is flat.}\n"
        "  - {id: thaw, title: Thaw, turns: 4, opening: It drips.}",
        "acts:\n"
        "  - {id: calm, title: Calm, turns: 4, opening: The sea is flat., next: [{act: thaw}]}\n"
        "  - {id: thaw, title: Thaw, turns: 4, opening: It drips.}",
        where="campaign",
        word="thaw",
    ),
    "W206": Code(
        "An unknown concept",
        "The registry of concepts does not have this id.",
        "Correct it, or add it to concepts.yaml.",
        "concepts: [deterrance]",
        "concepts: [deterrence]",
        word="deterrance",
    ),
    "W207": Code(
        "A source is missing",
        "A card about something that happened should say where one can read about it.",
        "Add sources:.",
        "date: 1962-10-22\nid: cable-cut",
        "date: 1962-10-22\nid: cable-cut\nsources: [{title: The cable war, author: A. Historian, year: 1998}]",
        word="cable-cut",
    ),
    "W208": Code(
        "A card that never comes",
        "No act deals it, or it has weight 0 and nothing queues it.",
        "Give it a weight, an act or a call.",
        "weight: 0",
        "weight: 2",
        word="0",
    ),
    "W209": Code(
        "An act without cards",
        "No card with a weight may be dealt in the act.",
        "Look at the act's cards: and the cards' acts:.",
        "id: calm\ncards: \"'space' in tags\"",
        "id: calm\ncards: \"domain == 'external'\"",
        where="act",
        word="calm",
    ),
    "W210": Code(
        "A comparison without choice",
        "Within the ranges of its quantities it always or never holds.",
        "Compare with a value inside the range.",
        "when: tension > 100",
        "when: tension > 60",
        word="tension > 100",
    ),
    "W211": Code(
        "A named condition without use",
        "Nothing asks for it with is.NAME.",
        "Use it, or delete it.",
        "define: {rough: tension > 60}",
        "define: {rough: tension > 60}\n"
        "endings:\n"
        "  - {id: harsh, title: Harsh, tone: bad, when: is.rough, text: It blows.}\n"
        "  - {id: other, title: Other, tone: mixed, text: Well.}",
        where="campaign",
        word="rough",
    ),
}
