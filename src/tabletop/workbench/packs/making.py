"""From a campaign's or deck's folder to the one file that is shared."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tabletop.content import checking, library
from tabletop.content.library import Found, Kind
from tabletop.content.problems import ContentError, Problem
from tabletop.content.text import shorten
from tabletop.workbench.packs import archive, gather, names
from tabletop.workbench.packs.errors import PackError
from tabletop.workbench.packs.manifest import Manifest, complete

Folders = Sequence[str | os.PathLike[str]]
ENDING = ".tabletop.zip"


@dataclass(frozen=True, slots=True)
class Made:
    """A pack, ready to be written."""

    manifest: Manifest
    data: bytes
    warnings: tuple[Problem, ...]
    left: tuple[str, ...]
    """Files beside the content that are not in it."""

    @property
    def name(self) -> str:
        """The file's name: ``ID-VERSION.tabletop.zip``."""
        version = re.sub(r"[^A-Za-z0-9.+_-]+", "-", self.manifest.version).strip(".-") or "0"
        return f"{self.manifest.id}-{version}{ENDING}"


def meant(path: str, folders: Folders = ()) -> tuple[Kind, Found]:
    """The campaign or deck that a word of the call means; of one id for both, the campaign.

    Raises `ContentError` when there is neither.
    """
    there = library.home_expanded(path)
    if os.path.isfile(there):
        found = Found(there, there.parent)
        return ("campaign" if there.stem == "campaign" or checking.is_campaign(found) else "deck"), found
    if os.path.isdir(there):
        for file in library.main_files(there):
            return ("campaign" if file.stem == "campaign" else "deck"), Found(file, there)
    try:
        return "campaign", library.find(path, "campaign", folders)
    except ContentError as error:
        deck = None if os.path.isdir(there) else library.by_id(path, "deck", library.roots(folders))
        if deck is None:
            raise error
        return "deck", deck


def make(path: str, folders: Folders = (), *, with_decks: bool = False) -> Made:
    """The pack of a campaign or deck.

    Raises `ContentError` when `check` finds an error in it, and `PackError` when a file cannot be packed.
    """
    kind, found = meant(path, folders)
    if kind == "campaign":
        problems = checking.examine_campaign(found, folders)[1]
    else:
        problems = checking.examine_deck(found, folders)
    if any(problem.is_error for problem in problems):
        raise ContentError(problems)
    content = gather.read(kind, found, folders)
    gathered = gather.gather(content, with_decks=with_decks)
    whole = complete(gather.about(content, gathered.needs), gathered.files)
    data = archive.write({**gathered.files, names.MANIFEST: whole.text()})
    if len(data) > archive.MAX_ARCHIVE:
        raise PackError(f"The pack would have {len(data) >> 20} MiB.", "Divide the deck.")
    return Made(whole, data, tuple(problems), tuple(gathered.left))


def write(made: Made, target: Path, *, force: bool = False) -> bool:
    """Write a pack whole or not at all; False when the same bytes were there already.

    Raises `PackError` when another file stands there, unless `force`.
    """
    shown = shorten(str(target), 200)
    try:
        if target.is_file() and target.stat().st_size == len(made.data) and target.read_bytes() == made.data:
            return False
        if not force and os.path.lexists(target):
            raise PackError(f"{shown} is there already, and is another file.", "Use --force, or name another with -o.")
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with part.open("xb") as file:
                file.write(made.data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, target)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise PackError(f"{shown} cannot be written: {error.strerror}.", "Name another file with -o.") from error
    return True
