"""Whether some card that can come serves each aim of the campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tabletop.content.objectives import declared
from tabletop.content.problems import Problem
from tabletop.content.proofs.reach import Reach
from tabletop.content.text import shorten, suggestion


def objectives(reach: Reach) -> Iterator[Problem]:
    """Aims that no card serves; where none has an id, words on cards that look like slips."""
    aims = reach.campaign.learning
    if not declared(aims):
        yield from _slips(reach)
        return
    come = {card for story in reach.stories for card in story.dealt}
    named = {word for entry in reach.cards for word in entry.card.objectives}
    served = {word for card in come for word in reach.cards[card].card.objectives}
    for index, aim in enumerate(aims):
        if aim.id is None or aim.id in served:
            continue
        lost = aim.id in named
        yield reach.place.at("learning", index, "id").problem(
            "W315",
            f"no card that can come serves “{shorten(aim.id)}”" if lost else f"no card serves “{shorten(aim.id)}”",
            "see why those that name it never come" if lost else "name it under objectives: of a card",
        )


def _slips(reach: Reach) -> Iterator[Problem]:
    """An objective that one card alone serves, and that reads like one of many."""
    count = Counter(word for entry in reach.cards for word in entry.card.objectives)
    common = [word for word, times in count.items() if times > 1]
    for entry in reach.cards:
        for index, word in enumerate(entry.card.objectives):
            near = suggestion(word, common) if count[word] == 1 else ""
            if near and abs(len(near) - len(word)) <= 2 and near[0] == word[0]:
                place = entry.place.at("objectives", index)
                yield place.problem("T419", f"no other card serves “{shorten(word)}”", f"did you mean “{near}”?")
