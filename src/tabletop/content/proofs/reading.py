"""Whether the texts can be read in the time there is, and fit where a table of 80 columns shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tabletop.content.card_models import Card
from tabletop.content.problems import Problem
from tabletop.content.proofs.reach import Reach
from tabletop.content.text import shorten, width

WORDS_A_MINUTE: Final = 200
OPENING_WORDS: Final = 300
"""Most words of an act's opening that a table still listens to: a minute and a half."""
SLACK: Final = 1.5
"""How far a timetable may run over the campaign's minutes before it is told."""
TITLE_CELLS: Final = 57
"""Cells of a card's title that a table of 80 columns shows; a test compares it with the real one."""


def reading(reach: Reach) -> Iterator[Problem]:
    """Tips on time and room."""
    yield from _turns(reach)
    for index, act in enumerate(reach.campaign.acts):
        words = len(act.opening.split())
        if words > OPENING_WORDS:
            message = f"the opening has {words} words, {words / WORDS_A_MINUTE:.1f} minutes of reading"
            yield reach.place.at("acts", index, "opening").problem("T408", message, "tell it shorter", key=True)
    for entry in reach.cards:
        cells = width(entry.card.title)
        if cells > TITLE_CELLS:
            message = f"the title takes {cells} cells; on a screen of 80 columns it is cut after {TITLE_CELLS}"
            yield (entry.place / "title").problem("T409", message, "shorten it")


def _turns(reach: Reach) -> Iterator[Problem]:
    campaign = reach.campaign
    table = campaign.facilitator.timetable
    minutes = table.briefing + table.caucus + table.choice + table.resolution
    rules = reach.stories[("basics", "standard", "full").index(campaign.level)].rules
    written = reach.place.document.has(("facilitator", "timetable"))
    if written and rules.length * minutes > SLACK * campaign.minutes:
        message = f"the timetable takes {rules.length * minutes:g} minutes ({rules.length} turns of {minutes:g})"
        told = f"{message}; the campaign says {campaign.minutes}"
        yield reach.place.at("facilitator", "timetable").problem("T407", told, "change one of them", key=True)
    if not written or not table.briefing:
        return
    spent, card = max((_minutes(entry.card), entry.card.id) for entry in reach.cards)
    if spent > table.briefing:
        message = f"“{shorten(card)}” takes {spent:.1f} minutes to read, and a briefing has {table.briefing:g}"
        place = reach.place.at("facilitator", "timetable", "briefing")
        yield place.problem("T406", message, "plan more time, or shorten the card")


def _minutes(card: Card) -> float:
    """The situation, the longest brief and the labels, read at an even pace."""
    brief = max((len(text.split()) for text in card.briefs.values()), default=0)
    labels = sum(len((option.label or "").split()) for option in card.options.values())
    return (len(card.situation.split()) + brief + labels) / WORDS_A_MINUTE
