"""A campaign while it is being written: what can be shown of it now, whatever state its files are in.

Every look reads what has changed and nothing else.  A fault costs as little as it can: a broken card is shown as it
last was, or left out when it has never been sound, and all others go on to follow their files.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tabletop.content import checking, loading, reader
from tabletop.content.campaign import Campaign
from tabletop.content.card_models import Card
from tabletop.content.library import SUFFIXES, Found
from tabletop.content.loading import Loaded, LoadedCard
from tabletop.content.places import Document, Spot
from tabletop.content.problems import Problem
from tabletop.content.shape import shape
from tabletop.content.shelf import Shelf, Stamp, stamp
from tabletop.content.source import Source
from tabletop.content.text import clean

Folders = Sequence[str | os.PathLike[str]]
ROUNDS: Final = 12
"""How often faults are set aside before a look gives up: leaving one card out can break another that names it."""
NOW, FORMER, LOST = "now", "former", "lost"
_NO_CARD: Final = "E301"
_GHOST: Final = """\
- id: {}
  title: Missing
  domain: external
  escalation: 1
  weight: 0
  situation: This card is not in the files.
  features: {{urgency: 0, breadth: 0, misperception: 0, sensitivity: 0, enforcement: 0}}
"""
_TWICE: Final = "E305"
"""A card that is there twice does not keep the first from being shown."""


@dataclass(frozen=True, slots=True)
class Written:
    """One card as it stands in the files."""

    id: str
    """"" for a file that cannot be read at all."""
    title: str
    path: str
    """The file, to be opened."""
    file: str
    """The file as people read it."""
    line: int
    """Counted from 1; 0 where nobody knows."""
    state: str
    """``now``: as the file says; ``former``: an earlier version, for the file is broken; ``lost``: never was sound."""
    read_at: float
    """When the version that is shown was read, in seconds since 1970; 0 for a lost one."""
    problems: tuple[Problem, ...] = ()
    entry: LoadedCard | None = None
    words: str = ""
    """Everything a search looks at, in small letters."""

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    @property
    def mark(self) -> str:
        """✗ an error, ! a warning or tip, "" neither."""
        return "✗" if self.errors or self.state != NOW else "!" if self.problems else ""


@dataclass(frozen=True, slots=True)
class Version:
    """What one look at the files found."""

    campaign: Campaign | None
    """What is played with; None where nothing can be."""
    cards: tuple[Written, ...]
    """Every card, in the order of the files; those that cannot be shown too."""
    problems: tuple[Problem, ...]
    """Of the files as they are now."""
    read_at: float
    seconds: float
    """How long the look took."""
    whole_at: float
    """When everything was last without an error; 0: not yet."""
    deep: bool = False
    """Whether what takes longer was looked at, too: concepts, and what can be proved."""

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The errors."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def of_files(self) -> tuple[Problem, ...]:
        """The problems that stand with no card: those of the campaign, a deck or a test."""
        told = {id(problem) for card in self.cards for problem in card.problems}
        return tuple(problem for problem in self.problems if id(problem) not in told)

    def card(self, name: str) -> Written | None:
        """A card by id."""
        return next((card for card in self.cards if card.id == name), None)


class Authored:
    """The files of one campaign, looked at again and again."""

    def __init__(
        self, found: Found, folders: Folders = (), *, clock: Callable[[], float] = time.time,
        supply: Callable[[Shelf], None] | None = None,
    ) -> None:  # fmt: skip
        """`supply` puts a file that is not on the disk onto the shelf, before every look."""
        self.found, self.folders, self.clock, self.supply = found, tuple(folders), clock, supply
        self.shelf = Shelf()
        self.version = Version(None, (), (), 0, 0, 0)
        self._good: dict[str, Document] = {}
        """The last version without an error of every file."""
        self._cards: dict[str, LoadedCard] = {}
        """The last sound version of every card."""
        self._read_at: dict[int, float] = {}
        """When each document was first seen, by its identity."""
        self._ghosts: dict[str, LoadedCard] = {}
        """Stand-ins for cards that others name and that are not in the files now; never listed."""
        self._order: list[str] = []
        """The files as they were last listed."""
        self._looked: frozenset[tuple[str, Stamp | None]] | None = None
        self._spare: Loaded | None = None
        """The last look's files before they were examined, for a longer look at them."""
        self._last: tuple[Loaded | None, dict[str, Document]] = (None, {})

    # ------------------------------------------------------------------ has anything changed?

    def marks(self) -> frozenset[tuple[str, Stamp | None]]:
        """How the files and the folders around them look from outside."""
        found = {(path, stamp(path)) for path in self.shelf.fresh}
        for folder in {os.path.dirname(path) for path in self.shelf.fresh} | {str(self.found.file.parent)}:
            for below in (folder, os.path.join(folder, "cards")):
                found |= {(os.path.join(below, name), None) for name in _names(below)}
        return frozenset(found)

    def changed(self) -> bool:
        """Whether something was saved, added or removed since the last look."""
        return self.marks() != self._looked

    def path_of(self, file: str) -> str:
        """The path of a file that a problem names."""
        paths = {document.source.name: path for path, document in tuple(self.shelf.fresh.items())}
        return paths.get(file, file)

    # ------------------------------------------------------------------ looking

    def look(self) -> Version:
        """Read what has changed, and say what can be shown.  Never raises for what an author can write."""
        began = time.perf_counter()
        before = self.marks()
        self.shelf.begin()
        self._ghosts = {}
        if self.supply is not None:
            self.supply(self.shelf)
        loaded, campaign, problems = self._examine(())
        fresh = dict(self.shelf.fresh)
        now = self.clock()
        if campaign is None:
            loaded, campaign = self._set_aside(loaded, problems)
        for document in fresh.values():
            self._read_at.setdefault(id(document), now)
        whole = not any(problem.is_error for problem in problems)
        self._spare = self._spare if whole else None
        self._remember(loaded, campaign, problems, fresh)
        self._last = loaded if campaign is not None else None, fresh
        cards = self._written(problems)
        # What was saved while it was being read is looked at next time.
        self._looked = self.marks() if before <= self.marks() else None
        whole_at = now if whole else self.version.whole_at
        self.version = Version(campaign, cards, tuple(problems), now, time.perf_counter() - began, whole_at, not whole)
        return self.version

    def deepen(self) -> Version:
        """What `check` finds besides, added to the last look; a newer look that came in between stays as it is."""
        version, spare = self.version, self._spare
        if version.deep or spare is None or spare.campaign is None:
            return version
        again = replace(spare, campaign=spare.campaign.model_copy(), problems=list(spare.problems))
        _, problems = checking.examine_loaded(again)
        if self.version is version:
            self.version = replace(version, problems=tuple(problems), cards=self._written(problems), deep=True)
        return self.version

    def _examine(self, tolerated: Sequence[str]) -> tuple[Loaded, Campaign | None, list[Problem]]:
        loaded = loading.load_campaign_files(self.found, self.folders, self.shelf)
        loaded.problems = [problem for problem in loaded.problems if problem.code not in tolerated]
        for name, ghost in self._ghosts.items():
            if name not in loaded.card_ids:
                loaded.card_ids[name] = ghost.place / "id"
                loaded.cards.append(ghost)
        self._spare = replace(loaded, problems=list(loaded.problems))
        campaign, problems = checking.examine_loaded(loaded, concepts=False)
        return loaded, campaign, problems

    def _set_aside(self, loaded: Loaded, problems: list[Problem]) -> tuple[Loaded, Campaign | None]:
        """Put earlier versions in the place of what is broken, or leave it out, until the rest holds together."""
        campaign = None
        for _ in range(ROUNDS):
            faults = [problem for problem in problems if problem.is_error]
            # What cannot be read comes first: much that names nothing names what stands there.
            form = [problem for problem in faults if problem.code[1] in "12"]
            if not (self._replace(form) or self._replace(faults)):
                break
            loaded, campaign, problems = self._examine((_TWICE,))
            if campaign is not None:
                break
        return loaded, campaign

    def _replace(self, faults: Sequence[Problem]) -> bool:
        """Set aside what has faults; False when there is nothing left to try."""
        shelf, tried = self.shelf, False
        names = {document.source.name: path for path, document in shelf.fresh.items()}
        gone = {fault.excerpt[fault.column - 1 :][: fault.length]: fault for fault in faults if fault.code == _NO_CARD}
        for word in gone:
            tried |= self._stand_in(word)
        faults = [fault for fault in faults if fault.code != _NO_CARD or not tried]
        for card in dict.fromkeys(fault.card for fault in faults if fault.card and fault.code != _TWICE):
            tried |= self._replace_card(card)
        for name in dict.fromkeys(fault.file for fault in faults if not fault.card):
            tried |= name in names and self._replace_file(names[name])
        return tried or any(fault.code == _TWICE for fault in faults)

    def _stand_in(self, name: str) -> bool:
        """Put the last sound version of a missing card, or an empty one, in its place; False when that was done."""
        if name in self._ghosts:
            return False
        ghost = self._cards.get(name)
        if ghost is None:
            place = reader.read_text(_GHOST.format(name), "stand-in").root / 0
            card = shape(Card, place.document.data[0], place, [])
            ghost = LoadedCard(card, place, "") if card is not None else None
        if ghost is not None:
            self._ghosts[name] = ghost
        return ghost is not None

    def _replace_card(self, name: str) -> bool:
        shelf, former = self.shelf, self._cards.get(name)
        if name in shelf.without:
            return False
        current = {id(document) for document in shelf.fresh.values()}
        if name not in shelf.former and former is not None and id(former.place.document) not in current:
            shelf.former[name] = former
        else:
            shelf.former.pop(name, None)
            shelf.without |= {name}
        return True

    def _replace_file(self, path: str) -> bool:
        shelf, good = self.shelf, self._good.get(path)
        if good is not None and path not in shelf.instead and good is not shelf.fresh[path]:
            shelf.instead[path] = good
            return True
        if os.path.basename(os.path.dirname(path)) != "cards" or shelf.instead.get(path, good) is _NOTHING:
            return False
        shelf.instead[path] = _NOTHING
        return True

    def _remember(
        self, loaded: Loaded, campaign: Campaign | None, problems: Sequence[Problem], fresh: dict[str, Document]
    ) -> None:
        wrong = {problem.file for problem in problems if problem.is_error}
        if campaign is not None:
            for path, document in fresh.items():
                if document.sound and document.source.name not in wrong:
                    self._good[path] = document
            real = [entry for entry in loaded.cards if self._ghosts.get(entry.card.id) is not entry]
            self._cards = {entry.card.id: entry for entry in real} | {
                name: entry for name, entry in self._cards.items() if name in self.shelf.without
            }
        self.shelf.tidy()
        live = {id(entry.place.document) for entry in self._cards.values()}
        live |= {id(document) for document in (*fresh.values(), *self._good.values())}
        self._read_at = {key: at for key, at in self._read_at.items() if key in live}

    # ------------------------------------------------------------------ the list of cards

    def _written(self, problems: Sequence[Problem]) -> tuple[Written, ...]:
        loaded, fresh = self._last
        paths = {document.source.name: path for path, document in fresh.items()}
        everything = loaded.cards if loaded is not None else ()
        shown = {entry.card.id: entry for entry in everything if self._ghosts.get(entry.card.id) is not entry}
        of_card, of_file = _by_place(problems)
        rows: list[Written] = []
        seen: set[str] = set()
        for path, document in fresh.items():
            name = document.source.name
            for card, place, line in _cards_in(document):
                if card in seen:
                    continue
                seen.add(card)
                told = (*of_card.get(card, ()), *of_file.get(name, ()))
                raw = place if isinstance(place, dict) else {}
                rows.append(self._row(card, str(raw.get("title", card)), path, name, line, shown.get(card), told))
            if not document.sound and path not in self.shelf.instead:
                rows.append(Written("", os.path.basename(name), path, name, 0, LOST, 0, of_file.get(name, ())))
        for card, entry in shown.items():
            if card in seen:
                continue
            # Its file is broken or gone: it is shown as it was.
            name = entry.place.document.source.name
            line = entry.place.document.value_of(entry.place.path)[0] + 1
            told = (*of_card.get(card, ()), *of_file.get(name, ()))
            rows.append(self._row(card, entry.card.title, paths.get(name, name), name, line, entry, told))
        empty = [path for path, document in self.shelf.instead.items() if document is _NOTHING]
        for path in empty:
            name = fresh[path].source.name
            if not any(row.path == path for row in rows):
                rows.append(Written("", os.path.basename(name), path, name, 0, LOST, 0, of_file.get(name, ())))
        if self._order and not all(document.sound for document in fresh.values()):
            # A campaign that cannot be read names no decks: its cards stay where they were.
            self._order = [*self._order, *(path for path in fresh if path not in self._order)]
        else:
            self._order = list(fresh)
        order = {path: number for number, path in enumerate(self._order)}
        return tuple(sorted(rows, key=lambda row: (order.get(row.path, len(order)), row.line)))

    def _row(
        self, card: str, title: str, path: str, name: str, line: int, entry: LoadedCard | None,
        told: tuple[Problem, ...],
    ) -> Written:  # fmt: skip
        if entry is None:
            return Written(card, clean(title), path, name, line, LOST, 0, told, None, f"{card} {title} {name}".lower())
        document = entry.place.document
        now = self.shelf.fresh.get(path) is document
        words = " ".join((card, title, name, entry.card.domain, *entry.card.tags)).lower()
        at = self._read_at.get(id(document), 0.0)
        title = entry.card.title
        return Written(card, clean(title), path, name, line, NOW if now else FORMER, at, told, entry, words)


def _names(folder: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.endswith(SUFFIXES) and not name.startswith(".")]
    except OSError:
        return []


def _by_place(
    problems: Sequence[Problem],
) -> tuple[dict[str, tuple[Problem, ...]], dict[str, tuple[Problem, ...]]]:
    """Problems by card, and those of a file that belong to no card."""
    of_card: dict[str, tuple[Problem, ...]] = {}
    of_file: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        kept, key = (of_card, problem.card) if problem.card else (of_file, problem.file)
        kept[key] = (*kept.get(key, ()), problem)
    return of_card, of_file


def _cards_in(document: Document) -> list[tuple[str, object, int]]:
    """Id, raw data and line of every card of a document that has an id."""
    if not document.sound:
        return []
    data: object = document.data
    path: tuple[str, ...] = ()
    if isinstance(data, dict):
        data, path = data.get("cards"), ("cards",)
    if not isinstance(data, list):
        return []
    return [
        (raw["id"], raw, document.value_of((*path, index))[0] + 1)
        for index, raw in enumerate(data)
        if isinstance(raw, dict) and isinstance(raw.get("id"), str)
    ]


_NOTHING: Final = Document(Source("", ""), [], Spot(0, 0))
"""Stands for a file of cards of which nothing can be shown."""
