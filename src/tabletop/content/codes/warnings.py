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
    ),
    "W202": Code(
        "A flag that is never set",
        "A condition asks for a flag that no effect sets: it is always false.",
        "Correct the spelling, or set it somewhere.",
    ),
    "W203": Code(
        "A flag that is never asked for",
        "An effect sets a flag and nothing comes of it.",
        "Ask for it, or delete the effect.",
    ),
    "W204": Code(
        "Nothing to ignore",
        "The card has no warning of this code (any more).",
        "Delete the line under ignore:.",
    ),
    "W205": Code(
        "An act without a way to it",
        "No act names it under next:, and it is not the first.",
        "Name it, or delete it.",
    ),
    "W206": Code(
        "An unknown concept",
        "The registry of concepts does not have this id.",
        "Correct it, or add it to concepts.yaml.",
    ),
    "W207": Code(
        "A source is missing",
        "A card about something that happened should say where one can read about it.",
        "Add sources:.",
    ),
    "W208": Code(
        "A card that never comes",
        "No act deals it, or it has weight 0 and nothing queues it.",
        "Give it a weight, an act or a call.",
    ),
    "W209": Code(
        "An act without cards",
        "No card with a weight may be dealt in the act.",
        "Look at the act's cards: and the cards' acts:.",
    ),
    "W210": Code(
        "A comparison without choice",
        "Within the ranges of its quantities it always or never holds.",
        "Compare with a value inside the range.",
        "when: tension > 100",
        "when: tension > 80",
    ),
    "W211": Code(
        "A named condition without use",
        "Nothing asks for it with is.NAME.",
        "Use it, or delete it.",
    ),
}
