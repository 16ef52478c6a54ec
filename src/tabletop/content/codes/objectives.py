"""Codes of objectives: what a campaign means to teach, and what its cards say they serve."""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code

_AIM: Final = "learning: [{id: burden-sharing, text: argue about a fair key}"
_TWO: Final = _AIM + ",\n  {id: fear-or-aim, text: tell fear from aim}"
_CARD: Final = (
    "cards:\n"
    "  - {id: fish-war, title: Fish war, domain: external, escalation: 2, situation: Nets are cut.,\n"
    "     features: {urgency: 3, breadth: 2, misperception: 3, sensitivity: 2, enforcement: 1},\n"
)

OBJECTIVES: Final[dict[str, Code]] = {
    "W212": Code(
        "An objective that is not declared",
        "What cards can serve is listed under learning: of the campaign or deck, and this card names another word.",
        "Correct it, or declare it there with an id and a text.",
        f"{_AIM}]\n{_CARD}     objectives: [burden-sharing, burden-sahring]}}",
        f"{_AIM}]\n{_CARD}     objectives: [burden-sharing]}}",
        where="campaign",
        word="burden-sahring",
    ),
    "W315": Code(
        "An objective that no card serves",
        "It stands under learning: with an id, and no card that can come names it: what is promised is not played.",
        "Name it under objectives: of a card, or leave it out; a sentence without an id is served by the whole.",
        f"{_TWO}]\n{_CARD}     objectives: [burden-sharing]}}",
        f"{_TWO}]\n{_CARD}     objectives: [burden-sharing, fear-or-aim]}}",
        where="campaign",
        word="fear-or-aim",
    ),
}
