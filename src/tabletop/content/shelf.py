"""What was read before, for those who read the same files again and again while somebody writes them.

A file is read anew only when it has changed on the disk, and a card is shaped anew only when its file was.  The shelf
can also give an earlier version of a file or a card, or leave a card out, so that one fault does not hide all the rest.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabletop.content import reader
from tabletop.content.models import Model
from tabletop.content.places import Document, Place
from tabletop.content.problems import Problem
from tabletop.content.shape import shape

if TYPE_CHECKING:
    from tabletop.content.loading import LoadedCard

Stamp = tuple[int, int, int]
"""Time of the last change, size and number of a file."""


def stamp(path: str | os.PathLike[str]) -> Stamp | None:
    """How a file looks from outside; None where there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class Shelf:
    """Documents and shaped cards by file."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        """Files that are not on the disk, by path."""
        self.instead: dict[str, Document] = {}
        """Documents to give in the place of what stands in a file now."""
        self.former: dict[str, LoadedCard] = {}
        """Earlier versions of cards, by id, to take in the place of those that stand in the files now."""
        self.without: frozenset[str] = frozenset()
        """Cards to leave out, by id."""
        self.fresh: dict[str, Document] = {}
        """The documents as they are on the disk now, by path: those read since `begin`."""
        self._kept: dict[str, tuple[Stamp | None, Document]] = {}
        self._shaped: dict[tuple[int, tuple[str | int, ...]], tuple[Document, Any, list[Problem]]] = {}

    def begin(self) -> None:
        """Start another look at the files, with nothing replaced and nothing left out."""
        self.instead, self.former, self.without, self.fresh = {}, {}, frozenset(), {}

    def tidy(self) -> None:
        """Forget what belongs to files that are no longer read."""
        self._kept = {path: kept for path, kept in self._kept.items() if path in self.fresh}
        live = {id(document) for _, document in self._kept.values()}
        self._shaped = {key: kept for key, kept in self._shaped.items() if key[0] in live}

    def read(self, path: Path, root: Path, *, name: str = "") -> Document:
        """The document of a file, read again only when the file has changed; see `reader.read`."""
        key = os.fspath(path)
        if key not in self.fresh:
            self.fresh[key] = self._look(path, root, name, key)
        return self.instead.get(key) or self.fresh[key]

    def _look(self, path: Path, root: Path, name: str, key: str) -> Document:
        if key in self.texts:
            return reader.read_text(self.texts[key], name)
        now = stamp(path)
        kept = self._kept.get(key)
        if kept is not None and now is not None and kept[0] == now:
            return kept[1]
        document = reader.read(path, root, name=name)
        self._kept[key] = now, document
        return document

    def shape(self, model: type[Model], raw: Any, place: Place, problems: list[Problem]) -> Any:
        """The same as `shape.shape`, done once for every version of a file."""
        key = id(place.document), place.path
        kept = self._shaped.get(key)
        if kept is None or kept[0] is not place.document:
            found: list[Problem] = []
            kept = self._shaped[key] = place.document, shape(model, raw, place, found), found
        problems += kept[2]
        return kept[1]
