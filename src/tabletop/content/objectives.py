"""Whether the objectives that cards name are those that their campaign or deck declares under ``learning:``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabletop.content.learning_models import LearningAim
from tabletop.content.loading import Loaded
from tabletop.content.problems import Problem
from tabletop.content.text import did_you_mean, shorten


def declared(aims: Iterable[LearningAim]) -> list[str]:
    """The ids of aims, in their order; a sentence alone has none."""
    return [aim.id for aim in aims if aim.id is not None]


def check_objectives(loaded: Loaded) -> Iterator[Problem]:
    """Objectives on cards that neither the campaign nor any of its decks declares.

    Nothing is said where nothing is declared: then every word is the author's own.
    """
    campaign = loaded.campaign
    aims = [*(campaign.learning if campaign is not None else ())]
    known = list(dict.fromkeys(declared([*aims, *(aim for deck in loaded.decks.values() for aim in deck.learning)])))
    if not known:
        return
    for entry in loaded.cards:
        for index, word in enumerate(entry.card.objectives):
            if word not in known:
                hint = did_you_mean(word, known, most=8) or "declare it under learning: as {id: …, text: …}"
                place = entry.place.at("objectives", index)
                yield place.problem("W212", f"no learning: declares the objective “{shorten(word)}”", hint)


def check_deck_aims(loaded: Loaded) -> Iterator[Problem]:
    """Aims of a deck alone that none of its cards names."""
    served = {word for entry in loaded.cards for word in entry.card.objectives}
    for place, _ in loaded.ignored:
        deck = loaded.decks.get(str(place.document.data.get("id", "")))
        for index, aim in enumerate(deck.learning if deck is not None else ()):
            if aim.id not in served:
                yield place.at("learning", index, "id").problem(
                    "W315", f"no card serves “{shorten(str(aim.id))}”", "name it under objectives: of a card"
                )
