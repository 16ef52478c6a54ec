"""A deck that takes another deck's cards: finding that deck, leaving cards out, putting others in their place."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tabletop.content import library, versions
from tabletop.content.card_models import DeckFile
from tabletop.content.library import Found
from tabletop.content.places import Place
from tabletop.content.problems import ContentError, Problem
from tabletop.content.text import did_you_mean, shorten

MAX_CHAIN: Final = 8
"""Decks that may extend one another in a row."""


@dataclass(frozen=True, slots=True)
class Search:
    """Where a deck is looked for by its id: in the folders around it first, then in the whole library."""

    near: tuple[Path, ...] = ()
    folders: Sequence[str | os.PathLike[str]] = ()
    chain: tuple[Found, ...] = ()
    """The decks on the way here, each extending the next."""

    def find(self, name: str) -> Found:
        """The deck with an id; raises `ContentError` when there is none, or more than one."""
        for folder in self.near:
            found = library.by_id(name, "deck", [folder])
            if found is not None:
                return found
        shelves = library.roots(self.folders)
        found = library.by_id(name, "deck", shelves)
        if found is None:
            raise library.missing(name, "deck", [*self.near, *shelves])
        return found

    def beyond(self, deck: Found) -> Search:
        """The search for the deck that `deck` extends."""
        shelf = deck.file.parent.parent if deck.file.stem == "deck" else deck.file.parent
        around = (shelf.parent,) if shelf.name == "decks" else ()
        return Search((*around, *self.near), self.folders, (*self.chain, deck))


def find_base(deck: DeckFile, place: Place, search: Search) -> Found | Problem:
    """The deck that `deck` extends, or what is wrong, located at the name."""
    assert deck.extends is not None
    name = deck.extends.deck
    where = place / "extends"
    if where.document.has((*where.path, "deck")):
        where = where / "deck"
    try:
        found = search.find(name)
    except ContentError as error:
        first = error.problems[0]
        hint = first.hint or "install its pack, or put it beside this deck"
        return where.problem("E121" if first.code == "E121" else "E312", first.message, hint)
    road = [os.path.realpath(step.file) for step in search.chain]
    real = os.path.realpath(found.file)
    if real in road:
        names = [step.name for step in search.chain[road.index(real) :]] + [found.name]
        shown = " → ".join(shorten(step) for step in names)
        return where.problem("E313", f"the decks extend each other in a circle: {shown}", "end the circle somewhere")
    if len(road) >= MAX_CHAIN:
        return where.problem("E313", f"more than {MAX_CHAIN} decks extend one another", "extend an earlier one")
    return found


def check_version(deck: DeckFile, base: DeckFile, place: Place) -> list[Problem]:
    """A version of the extended deck that is not one of those asked for."""
    wish = deck.extends.version if deck.extends is not None else None
    if wish is None or versions.fits(base.version, wish):
        return []
    what = f"the deck “{base.id}” is here in version {shorten(base.version)}, and {shorten(wish)} is asked for"
    return [place.at("extends", "version").problem("E314", what, "install another version, or change this")]


def check_left_out(deck: DeckFile, known: Sequence[str], place: Place) -> list[Problem]:
    """Words of ``without`` that are no card of the extended deck."""
    return [
        place.at("without", index).problem(
            "E315", f"the extended deck has no card “{shorten(word)}”", did_you_mean(word, known)
        )
        for index, word in enumerate(deck.without)
        if word not in known
    ]
