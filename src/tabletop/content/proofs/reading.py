"""Whether the texts of a turn can be read in the time that the timetable gives for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tabletop.content.card_models import Card
from tabletop.content.problems import Problem
from tabletop.content.proofs.reach import Reach, Story
from tabletop.content.text import shorten

WORDS_A_MINUTE: Final = 200
"""Adults read 238 words of English non-fiction a minute in silence, 183 aloud, and less in a second language
(M. Brysbaert, How many words do we read per minute?, Journal of Memory and Language 109, 2019); a table waits for its
slower readers."""
OPENING_WORDS: Final = 300
"""Most words of an act's opening that a table still listens to: a minute and a half."""
SLACK: Final = 1.5
"""How far a timetable may run over the campaign's minutes before it is told."""


def reading(reach: Reach) -> Iterator[Problem]:
    """Tips on time."""
    yield from _timetable(reach)
    for index, act in enumerate(reach.campaign.acts):
        words = _words(act.opening)
        if words > OPENING_WORDS:
            message = f"the opening has {words} words, {words / WORDS_A_MINUTE:.1f} minutes of reading"
            yield reach.place.at("acts", index, "opening").problem("T408", message, "tell it shorter", key=True)


def _timetable(reach: Reach) -> Iterator[Problem]:
    campaign = reach.campaign
    table = campaign.facilitator.timetable
    minutes = table.briefing + table.caucus + table.choice + table.resolution
    rules = reach.stories[("basics", "standard", "full").index(campaign.level)].rules
    if not reach.place.document.has(("facilitator", "timetable")):
        return
    if rules.length * minutes > SLACK * campaign.minutes:
        message = f"the timetable takes {rules.length * minutes:g} minutes ({rules.length} turns of {minutes:g})"
        told = f"{message}; the campaign says {campaign.minutes}"
        yield reach.place.at("facilitator", "timetable").problem("T407", told, "change one of them", key=True)
    if not table.briefing:
        return
    most = table.briefing * WORDS_A_MINUTE
    long = [turn for story in reach.stories for turn in turns(reach, story) if turn.words > most]
    if long:
        worst = max(long, key=lambda turn: turn.words)
        rest = len({turn.when for turn in long} - {worst.when})
        message = (
            f"{worst.when} takes up to {worst.words / WORDS_A_MINUTE:.1f} minutes to read at level {worst.level} "
            f"({', '.join(worst.what)}), and a briefing has {table.briefing:g}"
            + (f"; so with {rest} more kind{'s' * (rest > 1)} of turn" if rest else "")
        )
        place = reach.place.at("facilitator", "timetable", "briefing")
        yield place.problem("T406", message, "plan more time, or shorten one of them")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one seat may have to read in a turn of an act, at most."""

    level: str
    when: str
    words: int
    what: tuple[str, ...]


def turns(reach: Reach, story: Story) -> Iterator[Turn]:
    """The longest reading in the first and in the later turns of each act that can come, at one level."""
    campaign, rules = reach.campaign, story.rules
    for act in sorted(story.acts):
        written = campaign.acts[act]
        begins = min(rules.starts[act])
        for first in (True, False) if rules.turns[act] > 1 else (True,):
            opens = first and begins == 1
            last = begins if first else max(rules.starts[act]) + rules.turns[act] - 1
            there = [
                reach.cards[card].card for card, acts in story.dealt.items()
                if act in acts and story.since[card] <= max(last, begins)
            ]  # fmt: skip
            found = [_seat(reach, seat, there, _dealt(story, opens), opens) for seat in range(reach.members)]
            words, what = max(found)
            if first:
                words += _words(written.opening)
                what = ["the opening", *what]
            name = f"“{shorten(written.id)}”"
            when = "turn 1" if opens else f"the first turn of {name}" if first else f"a later turn of {name}"
            yield Turn(rules.level.word, when, words, tuple(what))


def _dealt(story: Story, opens: bool) -> int:
    """The most crises that can come in one turn: a second one by the load, or by the cards at the start."""
    book, members = story.rules.book, story.rules.members
    load = book.load + book.load_per_member * (members - 3) + book.load_spread
    second = (book.start_cards > 1 and members > 3) if opens else load > 0
    return min(2 if second else 1, book.slots)


def _seat(reach: Reach, seat: int, there: list[Card], dealt: int, opens: bool) -> tuple[int, list[str]]:
    """The longest that one seat may have to read, and what that is: its own brief in turn 1, and the crises."""
    member = reach.campaign.members[seat]
    longest = sorted(((_card(card, member.id), card.id) for card in there), reverse=True)[:dealt]
    words = sum(count for count, _ in longest) + (_words(member.brief) if opens else 0)
    return words, [
        *([f"the brief of {shorten(member.name)}"] if opens else []),
        *(f"“{shorten(name)}”" for _, name in longest),
    ]


def _card(card: Card, seat: str) -> int:
    """The situation, the seat's own brief and the labels, in words."""
    labels = sum(_words(option.label or "") for option in card.options.values())
    return _words(card.title) + _words(card.situation) + _words(card.briefs.get(seat, "")) + labels


def _words(text: str) -> int:
    return len(text.split())
