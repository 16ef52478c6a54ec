"""In which alliance cards are previewed: that of a campaign which uses them, or a neutral one made for them."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tabletop.content import library, loading, reader, source
from tabletop.content.library import Found
from tabletop.content.loading import Loaded
from tabletop.content.models import Effect
from tabletop.content.problems import ContentError, Problem
from tabletop.content.shelf import Shelf
from tabletop.rules.vocabulary import MAX_MEMBERS, MIN_MEMBERS
from tabletop.workbench.authored import Authored

Folders = Sequence[str | os.PathLike[str]]
_SPARE: Final = ("north", "middle", "south")
_COLOURS: Final = ("blue", "green", "orange", "purple", "sky", "vermillion", "yellow", "grey")
_EMBLEMS: Final = "●■▲◆♦★▼♠"
_PAIR: Final = re.compile(r"\b[a-z_]+\[\s*([a-z0-9-]+)\s*(?:,\s*([a-z0-9-]+)\s*)?\]")
_ACT: Final = re.compile(r"\bact\.([a-z0-9-]+)")
_AXES: Final = ((0.3, 0.1, 0.2), (-0.2, 0.2, 0.0), (0.0, -0.3, 0.1), (0.2, 0.0, -0.3))


@dataclass(frozen=True, slots=True)
class Opened:
    """What a path of `tabletop preview` leads to."""

    authored: Authored
    alliance: str
    """Which alliance is used, for people: ``as in The Halcyon Compact``, ``a neutral alliance of 4``."""
    neutral: bool
    short: str = ""
    """The same in a few words."""
    only: str = ""
    """The file of cards that was named, as people read it; "" for all of them."""


def open_path(
    path: str | os.PathLike[str], folders: Folders = (), *, campaign: str = "", clock: Callable[[], float] = time.time
) -> Opened:
    """A campaign, a deck, or one file of cards, ready to be looked at.

    Raises `ContentError` where there is none; what is wrong inside the files is no error here.
    """
    deck, only = _deck_of(path)
    if campaign:
        found = library.find(campaign, "campaign", folders)
        return _with(found, folders, clock, only)
    if deck is None:
        whole = _campaign_at(path, folders)
        if whole is not None:
            return _with(whole, folders, clock, only)
        deck = library.find(path, "deck", folders)
    user = _user_of(deck, folders)
    if user is not None:
        return _with(user, folders, clock, only)
    return _neutral(deck, folders, clock, only)


def _with(found: Found, folders: Folders, clock: Callable[[], float], only: str) -> Opened:
    data = _top(found)
    title = data.get("title")
    name = title if isinstance(title, str) else found.name
    return Opened(Authored(found, folders, clock=clock), f"in {name}", False, f"in {name}", only)


def _top(found: Found) -> dict[str, Any]:
    """The keys of a file, as far as it can be read."""
    data = reader.parse(source.load(found.file, found.root, library.shown(found.file))).data
    return data if isinstance(data, dict) else {}


def _deck_of(path: str | os.PathLike[str]) -> tuple[Found | None, str]:
    """The deck a path leads to without a doubt, and the file of cards it names."""
    there = library.home_expanded(path)
    if os.path.isfile(there) and there.parent.name == "cards":
        main = library.main_file(there.parent.parent, "deck")
        if main is not None:
            return Found(main, main.parent), library.shown(there)
    if os.path.isdir(there) and there.name == "cards":
        there = there.parent
    if os.path.isdir(there):
        main = library.main_file(there, "deck")
        if main is not None and library.main_file(there, "campaign") is None:
            return Found(main, main.parent), ""
    if os.path.isfile(there) and (there.stem == "deck" or there.parent.name == "decks"):
        return Found(there, there.parent), ""
    return None, ""


def _campaign_at(path: str | os.PathLike[str], folders: Folders) -> Found | None:
    """A campaign by path or id; None where the path can only be a deck."""
    there = library.home_expanded(path)
    try:
        found = library.find(path, "campaign", folders)
    except ContentError:
        text = os.fspath(path)
        looks_like_path = os.path.exists(there) or os.sep in text or text.endswith(library.SUFFIXES)
        if looks_like_path or library.by_id(text, "deck", library.roots(folders)) is None:
            raise
        return None
    if os.path.isfile(there) and not library.has_key(found, "members", "acts") and library.has_key(found, "cards"):
        return None
    return found


def _user_of(deck: Found, folders: Folders) -> Found | None:
    """The first campaign that uses a deck: beside it, then in the library."""
    beside = deck.file.parent.parent if deck.file.stem == "deck" else deck.file.parent
    roots = [beside.parent, beside, deck.file.parent, *library.roots(folders)]
    real = os.path.realpath(deck.file)
    for root in dict.fromkeys(roots):
        for found in library.contents(root, "campaign"):
            if found.file.name.startswith(".") or found.file.stem == "deck":
                continue
            wanted = _top(found).get("decks")
            for name in wanted if isinstance(wanted, list) else ():
                if isinstance(name, str) and _leads_to(name, found, folders, real):
                    return found
    return None


def _leads_to(name: str, campaign: Found, folders: Folders, real: str) -> bool:
    try:
        return os.path.realpath(loading.find_deck(name, campaign, folders).file) == real
    except ContentError:
        return False


# ---------------------------------------------------------------- a neutral alliance


def _neutral(deck: Found, folders: Folders, clock: Callable[[], float], only: str) -> Opened:
    folder = deck.file.parent.parent if deck.file.stem == "deck" else deck.file.parent
    virtual = folder / ".neutral-alliance.yaml"
    name = f"{deck.file.parent.name}/{deck.file.name}" if deck.file.stem == "deck" else deck.file.name

    def supply(shelf: Shelf) -> None:
        loaded = loading.load_deck_files(deck, shelf)
        shelf.texts[os.fspath(virtual)] = _campaign_text(loaded, name)

    authored = Authored(Found(virtual, folder), folders, clock=clock, supply=supply)
    told = "in a neutral alliance made for the bench: no campaign uses this deck"
    return Opened(authored, told, True, "in a neutral alliance", only)


def _campaign_text(loaded: Loaded, deck: str) -> str:
    """A campaign in which every name that the cards use is there; JSON is YAML, too."""
    members = list(dict.fromkeys(_members(loaded)))[:MAX_MEMBERS]
    members += [name for name in _SPARE if name not in members][: max(MIN_MEMBERS - len(members), 0)]
    acts = list(dict.fromkeys(_acts(loaded))) or ["bench"]
    whole = {
        "format": 1, "id": "neutral-alliance", "title": "A neutral alliance", "version": "1.0.0",
        "authors": ["the card bench"], "licence": "CC0-1.0", "level": "standard", "minutes": 60, "kind": "fictional",
        "seats": {"min": 1, "max": len(members)}, "summary": "Made for the card bench.", "audience": "Authors.",
        "fact_and_fiction": "All of it is invented.",
        "outside": {"name": "the other side", "short": "OUT", "description": "A neighbour.", "intent": "seeker"},
        "members": [
            _member(name, place, len(members), short)
            for place, (name, short) in enumerate(zip(members, _shorts(members), strict=True))
        ],
        "acts": [
            {"id": name, "title": name.replace("-", " ").title(), "turns": 4, "opening": "The bench.",
             **({"next": [{"act": acts[place + 1]}]} if place + 1 < len(acts) else {})}
            for place, name in enumerate(acts)
        ],
        "endings": [{"id": "end", "title": "The end", "tone": "mixed", "text": "It ends."}],
        "decks": [deck if "/" in deck else f"./{deck}"],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _shorts(names: Sequence[str]) -> list[str]:
    """Three letters for each member, each once."""
    found: list[str] = []
    for place, name in enumerate(names):
        letters = re.sub(r"[^A-Z]", "", name.upper()).ljust(3, "X")
        tries = [letters[:3], *(f"{letters[:2]}{letter}" for letter in "ABCDEFGH"), f"{'ABCDEFGH'[place]}ZZ"]
        found.append(next(word for word in tries if word not in found))
    return found


def _member(name: str, place: int, count: int, short: str) -> dict[str, Any]:
    words = name.replace("-", " ").title()
    axes = _AXES[place % len(_AXES)]
    quarter = {"security": 25, "autonomy": 25, "prosperity": 25, "influence": 25}
    return {
        "id": name, "name": words, "short": short, "colour": _COLOURS[place], "emblem": _EMBLEMS[place],
        "capability": round(1 / count, 4), "exposure": 0.5,
        "positions": dict(zip(("security", "integration", "values"), axes, strict=True)),
        "title": "A member", "aims": "Quiet.", "brief": "Nothing is known of it.",
        "objective": {"title": "Balance", "weights": quarter},
    }  # fmt: skip


def _members(loaded: Loaded) -> Iterator[str]:
    for entry in loaded.cards:
        card = entry.card
        yield from card.touches
        yield from card.briefs
        yield from card.parties or ()
        for _, _, effect, _ in entry.effects():
            yield from effect.who or ()
            yield from effect.between or ()
            yield from (name for name in (effect.from_, effect.to) if name)
        for text in _texts(entry.card):
            for found in _PAIR.finditer(text):
                yield from (name for name in found.groups() if name)


def _acts(loaded: Loaded) -> Iterator[str]:
    for entry in loaded.cards:
        yield from entry.card.acts or ()
        for text in _texts(entry.card):
            yield from _ACT.findall(text)


def _texts(card: Any) -> Iterator[str]:
    """Every condition on a card, as text."""
    effects: list[Effect] = [*card.on_deal, *card.on_resolved, *card.on_outbreak]
    for option in card.options.values():
        effects += [*option.on_success, *option.on_failure]
    for raw in (card.when, *(effect.when for effect in effects), *(follow.when for follow in card.follow_up)):
        if raw is not None:
            yield raw if isinstance(raw, str) else json.dumps(raw, default=str)


def nothing_here(path: str | os.PathLike[str]) -> ContentError:
    """The error for a path without cards."""
    hint = "name a campaign, a deck, or a file of cards"
    return ContentError([Problem("E120", library.shown(Path(path)), 0, 0, "there are no cards here", hint)])
