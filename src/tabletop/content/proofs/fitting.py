"""Whether texts fit where a screen of 80 columns has a fixed room for them.

Only places that cut are measured; where a text wraps it may be as long as its author likes.  A test draws every one of
these places with a text of exactly its cells, and of one more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tabletop.content.places import Place
from tabletop.content.problems import Problem
from tabletop.content.proofs.reach import Reach
from tabletop.content.text import clean, width


@dataclass(frozen=True, slots=True)
class Room:
    """A fixed room for one kind of text."""

    what: str
    """The text, as the message names it."""
    where: str
    """The place that cuts it first."""
    cells: int


CARD: Final = Room("the title", "the list of new crises", 47)
LABEL: Final = Room("the label", "the table's list of ways", 58)
ACT: Final = Room("the act's title", "the head of a turn's briefing", 51)
"""One less from turn 10 on, whose number takes two cells."""
LISTED: Final = Room("the campaign's title", "the list of campaigns", 27)
"""The part before a colon is shown alone where the whole does not fit."""
CAMPAIGN: Final = Room("the campaign's title", "the head of its history", 49)
MEMBER: Final = Room("the member's name", "the table of luck after the game", 14)
SHORT: Final = Room("the short name", "the table of trust", 4)
PART: Final = Room("the member's name and title", "the head of its brief", 54)
OBJECTIVE: Final = Room("the objective's title", "the table of scores after the game", 38)
OUTSIDE: Final = Room("the outside party's name", "each member's brief", 60)
NEIGHBOUR: Final = Room("the outside party's short name", "the line on its aims", 7)


def fitting(reach: Reach) -> Iterator[Problem]:
    """A tip for each text that is cut."""
    campaign, top = reach.campaign, reach.place
    yield from _told(campaign.title.partition(": ")[0], LISTED, top / "title") or _told(
        campaign.title, CAMPAIGN, top / "title"
    )
    yield from _told(campaign.outside.name, OUTSIDE, top.at("outside", "name"))
    yield from _told(campaign.outside.short, NEIGHBOUR, top.at("outside", "short"))
    for index, member in enumerate(campaign.members):
        place = top.at("members", index)
        yield from _told(member.name, MEMBER, place / "name")
        yield from _told(member.short, SHORT, place / "short")
        yield from _told(member.title, PART, place / "title", beside=width(clean(member.name)))
        yield from _told(member.objective.title, OBJECTIVE, place.at("objective", "title"))
    late = max(story.rules.length for story in reach.stories) > 9
    for index, act in enumerate(campaign.acts):
        yield from _told(act.title, ACT, top.at("acts", index, "title"), beside=int(late), counted=False)
    for entry in reach.cards:
        yield from _told(entry.card.title, CARD, entry.place / "title", code="T409")
        for way, option in entry.card.options.items():
            yield from _told(option.label or "", LABEL, entry.place.at("options", way, "label"))


def _told(
    text: str, room: Room, place: Place, *, code: str = "T421", beside: int = 0, counted: bool = True
) -> list[Problem]:
    """A tip where a text is too wide; `beside` cells of the room are taken, and `counted` as the text's own."""
    text = clean(text)
    cells, left = width(text), room.cells - beside
    if cells <= left:
        return []
    has, there = (cells + beside, room.cells) if counted else (cells, left)
    message = f"{room.what} takes {has} cells; at 80 columns {room.where} has {there} and cuts it {_cut(text, left)}"
    return [place.problem(code, message, "shorten it")]


def _cut(text: str, cells: int) -> str:
    """Where a text ends that is cut to so many cells, the last of them an ellipsis."""
    kept = ""
    for char in text:
        if width(kept + char) >= cells:
            break
        kept += char
    return f"after “…{kept[-12:]}”" if len(kept) > 12 else f"after “{kept}”" if kept else "away"
