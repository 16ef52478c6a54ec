"""Words of a template of `tabletop new` that their author has not replaced yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tabletop.content.loading import Loaded
from tabletop.content.places import Place
from tabletop.content.problems import Problem

WORDS: Final = (
    "Say here in two or three sentences what it is about.",
    "In two or three sentences: what is it about, and why would somebody want to play it?",
    "Say for whom it is, and what they should know before.",
    "For whom it is, and what they should know before.",
    "Say in two or three sentences what the crises are about.",
    "What the crises are about, in two or three sentences.",
    "How to lead it: what to prepare, where to pause, what to ask at the end.",
    "For authors and facilitators: what you had in mind, and what is still to do.",
    "Your name",
)
"""The sentences that ask an author to write something; they stand like this in the templates."""


def unwritten(loaded: Loaded) -> Iterator[Problem]:
    """A tip for each text of a campaign.yaml or deck.yaml that is still the template's."""
    for top, _ in loaded.ignored:
        for place, text in _texts(top):
            found = next((words for words in WORDS if words in text), None)
            # A name is the template's only where nothing else stands.
            if found is not None and (found != "Your name" or text == found):
                yield place.problem(
                    "T420", "this is still what the template says", "write your own words",
                    offset=text.index(found), length=len(found),
                )  # fmt: skip


def _texts(top: Place) -> Iterator[tuple[Place, str]]:
    data = top.document.data
    lead = data.get("facilitator")
    places = [top / key for key in ("summary", "audience", "notes")]
    places += [top.at("authors", index) for index in range(len(data.get("authors") or ()))]
    places += [top.at("facilitator", "notes")] if isinstance(lead, dict) else []
    for place in places:
        if place.document.has(place.path):
            yield place, str(place.document.value_at(place.path))
