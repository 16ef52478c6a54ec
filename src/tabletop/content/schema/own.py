"""The names of an author's own pack, for editors to offer: members, acts, cards, tags, flags and the rest.

Read from the files as they are, broken ones too: an author who asks for a schema is in the middle of writing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from tabletop.content import library, loading, reader
from tabletop.content.card_models import TAGS
from tabletop.content.concepts import load_concepts
from tabletop.content.library import Found
from tabletop.content.loading import Loaded
from tabletop.content.problems import ContentError
from tabletop.content.text import clean, shorten

_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_PATTERN: Final = "^[a-z][a-z0-9-]{0,39}$"
_CLOSED: Final = ("member", "act", "card", "tag", "concept")
"""Kinds of which a pack must hold each one that is named; flags, objectives and decks may be new."""

Names = dict[str, str]
Folders = Sequence[str | os.PathLike[str]]


@dataclass
class Own:
    """Names by kind, each with one line about it."""

    what: Literal["", "deck", "campaign"] = ""
    name: str = ""
    ids: dict[str, Names] = field(default_factory=dict)
    define: list[str] = field(default_factory=list)

    def word(self, kind: str, open_form: dict[str, Any]) -> dict[str, Any]:
        """The schema of one id of a kind; `open_form` is that of any id."""
        known = self._known(kind)
        if not known:
            return open_form
        if kind in _CLOSED:
            says = {"enumDescriptions": list(known.values()), "markdownEnumDescriptions": list(known.values())}
            told = says if any(known.values()) else {}
            return {"type": "string", "enum": list(known), **told, "errorMessage": self._wrong(kind, known)}
        return {**open_form, "defaultSnippets": [{"label": i, "description": t, "body": i} for i, t in known.items()]}

    def keys(self, kind: str, value: dict[str, Any]) -> dict[str, Any]:
        """The properties of a mapping with ids of a kind as keys."""
        known = self._known(kind)
        if not known or kind not in _CLOSED:
            return {"patternProperties": {_PATTERN: value}}
        return {"properties": {name: {**value, "description": says} for name, says in known.items()}}

    def in_conditions(self) -> Iterator[str]:
        """What conditions of this pack can speak of."""
        yield from self._lists(member="Members", act="Acts", flag="Flags")
        if self.define:
            yield f"Named: {', '.join(f'is.{name}' for name in self.define)}."

    def in_filters(self) -> Iterator[str]:
        yield from self._lists(tag="Tags")

    def conditions(self) -> list[str]:
        """Conditions of this pack worth offering."""
        return [*(f"is.{name}" for name in self.define), *(f"flag.{name}" for name in self.ids.get("flag", ()))]

    def _lists(self, **titles: str) -> Iterator[str]:
        for kind, title in titles.items():
            known = self._known(kind)
            if known:
                yield f"{title}: {', '.join(known)}."

    def _known(self, kind: str) -> Names:
        if kind == "concept":
            return _concepts()
        return self.ids.get(kind, {})

    def _wrong(self, kind: str, known: Names) -> str:
        if kind == "concept":
            return "there is no such concept: tabletop guide concepts lists them"
        listed = ", ".join(list(known)[:16]) + (", …" if len(known) > 16 else "")
        return f"no {kind} of the pack: {listed}. After adding one, run tabletop schema … --write again."


NOTHING: Final = Own()


def _concepts() -> Names:
    try:
        return {concept.id: f"{concept.name}: {concept.definition}" for concept in load_concepts().values()}
    except ContentError:
        return {}


def gather(found: Found, kind: Literal["deck", "campaign"], folders: Folders = ()) -> Own:
    """The names of the campaign or deck at a place, with those of the decks and campaigns it belongs to.

    `folders` are libraries to look in as well.  Nothing is judged: what cannot be read is left out.
    """
    names = _Gathered()
    if kind == "campaign":
        campaigns = [loading.load_campaign_files(found, folders)]
    else:
        for file in loading.load_deck_files(found, folders=folders).files:
            names.deck(_read(file))
        # Its cards may call cards of the campaigns' other decks.
        campaigns = list(_campaigns_of(found, folders))
    for loaded in campaigns:
        for number, file in enumerate(loaded.files):
            (names.deck if number else names.campaign)(_read(file))
    own = Own(kind, clean(found.name), names.ids, names.define)
    own.ids["tag"] = dict.fromkeys(TAGS, "") | names.ids["tag"]
    return own


class _Gathered:
    """Names met so far; an id that is none is left out."""

    def __init__(self) -> None:
        self.ids: dict[str, Names] = {
            kind: {} for kind in ("member", "act", "card", "tag", "flag", "objective", "deck")
        }
        self.define: list[str] = []

    def add(self, kind: str, name: Any, says: Any = "") -> None:
        if isinstance(name, str) and _ID.fullmatch(name):
            self.ids[kind].setdefault(name, shorten(says, 160) if isinstance(says, str) else "")

    def campaign(self, data: Any) -> None:
        for member in _list(data, "members"):
            title, name = member.get("title"), member.get("name")
            self.add("member", member.get("id"), ": ".join(t for t in (name, title) if isinstance(t, str)))
        for act in _list(data, "acts"):
            self.add("act", act.get("id"), act.get("title"))
            self.flags(act)
        for name in _mapping(data, "define"):
            if _ID.fullmatch(name) and name not in self.define:
                self.define.append(name)
        self.deck(data)

    def deck(self, data: Any) -> None:
        for aim in _list(data, "learning"):
            self.add("objective", aim.get("id"), aim.get("text"))
        tags = data.get("tags") if isinstance(data, dict) else None
        for tag in tags if isinstance(tags, list) else []:
            self.add("tag", tag)
        self.cards(data)

    def cards(self, data: Any) -> None:
        cards = data if isinstance(data, list) else data.get("cards") if isinstance(data, dict) else None
        for card in cards if isinstance(cards, list) else []:
            if isinstance(card, dict):
                self.add("card", card.get("id"), card.get("title"))
                self.flags(card)
                aims = card.get("objectives")
                for aim in aims if isinstance(aims, list) else []:
                    self.add("objective", aim, "an objective of this pack")

    def flags(self, data: Any) -> None:
        """Every flag that is set or cleared somewhere in a card or act."""
        todo = [data]
        while todo:
            item = todo.pop()
            if isinstance(item, dict):
                for word in ("set", "clear"):
                    flag = item.get(word)
                    if isinstance(flag, dict):
                        self.add("flag", flag.get("flag"), "a flag of this pack")
                todo += item.values()
            elif isinstance(item, list):
                todo += item


def _read(file: Path) -> Any:
    return reader.read(file, file.parent).data


def _list(data: Any, key: str) -> list[dict[str, Any]]:
    found = data.get(key) if isinstance(data, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _mapping(data: Any, key: str) -> dict[str, Any]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def _campaigns_of(deck: Found, folders: Folders) -> Iterator[Loaded]:
    """Campaigns that use a deck: in its folder, in the folders around it, and in the libraries."""
    folder = deck.file.parent
    around = [folder, *list(folder.parents)[:2]]
    near = [Found(file, file.parent) for place in around if (file := library.main_file(place, "campaign"))]
    shelves = [place for place in around if (place / "campaigns").is_dir()] + library.roots(folders)
    here = os.path.realpath(deck.file)
    found = [*near, *(campaign for shelf in shelves for campaign in library.contents(shelf, "campaign"))]
    for campaign in {os.path.realpath(item.file): item for item in found}.values():
        if not _mapping({"": _read(campaign.file)}, "").get("decks"):
            continue
        loaded = loading.load_campaign_files(campaign, folders)
        if any(os.path.realpath(file) == here for file in loaded.files):
            yield loaded
