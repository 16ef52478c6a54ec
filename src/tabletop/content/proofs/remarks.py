"""What a careful reader would remark on a campaign's cards: few things, each precise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tabletop.content.problems import Problem
from tabletop.content.proofs.reach import Reach
from tabletop.content.text import shorten

MANY = 4
"""Cards from which a pattern in an act says something."""
ALIKE = 0.7
"""Share of runs of words that two texts have in common when they are nearly the same."""
_RUN = 4


def remarks(reach: Reach) -> Iterator[Problem]:
    """Tips on cards, acts and members."""
    yield from _cards(reach)
    yield from _acts(reach)
    yield from _members(reach)
    yield from _effects(reach)
    yield from _alike(reach)


def _cards(reach: Reach) -> Iterator[Problem]:
    purposes = sum(bool(entry.card.facilitator and entry.card.facilitator.purpose) for entry in reach.cards)
    members = {member.id for member in reach.campaign.members}
    for entry in reach.cards:
        card, place = entry.card, entry.place
        if card.briefs:
            for name, stake in card.touches.items():
                if stake == "high" and name not in card.briefs:
                    message = f"others have a brief here, and {shorten(name)}, which has most at stake, has none"
                    yield (place / "briefs").problem("T410", message, f"add {name}: … to them", key=True)
        if members <= set(card.touches) and set(card.touches.values()) == {"low"}:
            yield (place / "touches").problem("T411", "nobody has much at stake in this crisis", "", key=True)
        if 2 * purposes > len(reach.cards) and not (card.facilitator and card.facilitator.purpose):
            message = "most cards tell the facilitator their purpose, and this one does not"
            yield (place / "id").problem("T413", message, "add facilitator: {purpose: …}")
        letters = [char for char in card.title if char.isalpha()]
        if len(letters) >= 8 and card.title == card.title.upper() != card.title.lower():
            yield (place / "title").problem("T418", "the title is written in capitals", "write it as a sentence")


def _acts(reach: Reach) -> Iterator[Problem]:
    talked = any(entry.card.discuss for entry in reach.cards)
    for act, written in enumerate(reach.campaign.acts):
        cards = [entry.card for card, entry in enumerate(reach.cards) if reach.in_acts[card][act] and entry.card.weight]
        place = reach.place.at("acts", act, "id")
        if len(cards) >= MANY and len({card.domain for card in cards}) == 1:
            message = f"all {len(cards)} cards that “{written.id}” may deal are {cards[0].domain}"
            yield place.problem("T414", message, "mix the domains: each asks for other strategies")
        if talked and cards and not any(card.discuss for card in cards):
            yield place.problem("T412", f"no card of “{written.id}” has questions to discuss", "add discuss: to some")


def _members(reach: Reach) -> Iterator[Problem]:
    told = {name for entry in reach.cards for name, stake in entry.card.touches.items() if stake == "high"}
    told |= {name for entry in reach.cards for name in entry.card.parties or ()}
    if not told:
        return
    for index, member in enumerate(reach.campaign.members):
        if member.id not in told:
            yield reach.place.at("members", index, "id").problem(
                "T415", f"no card makes {shorten(member.name)} a party or gives it a high stake",
                f"add touches: {{{member.id}: high}} to some cards",
            )  # fmt: skip


def _effects(reach: Reach) -> Iterator[Problem]:
    for trigger in reach.triggers:
        effect = trigger.effect
        if effect is not None and effect.change is not None and not effect.why:
            place = trigger.place / "change"
            yield place.problem("T416", "the players will not be told why this changes", "add why: …", key=True)


def _alike(reach: Reach) -> Iterator[Problem]:
    """Pairs of cards whose situations are nearly the same text."""
    runs = [_runs(entry.card.situation) for entry in reach.cards]
    where: dict[tuple[str, ...], list[int]] = {}
    for card, own in enumerate(runs):
        shared = Counter(other for run in own for other in where.get(run, ())[:20])
        for other, count in shared.most_common(1):
            if count >= ALIKE * max(len(own), len(runs[other])):
                message = f"the situation is nearly that of “{shorten(reach.cards[other].card.id)}”"
                place = reach.cards[card].place / "situation"
                yield place.problem("T417", message, "tell them apart, or use repeat: true", key=True)
        for run in own:
            where.setdefault(run, []).append(card)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)} if len(words) >= 8 else set()
