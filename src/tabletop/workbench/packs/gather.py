"""What goes into a pack: the files that the one load path reads, the texts beside them, and what is said of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tabletop.content import library, loading
from tabletop.content.campaign_models import FORMAT, CampaignFile
from tabletop.content.card_models import DeckFile
from tabletop.content.library import Found, Kind
from tabletop.content.loading import Loaded
from tabletop.content.models import Reference
from tabletop.content.problems import Problem
from tabletop.content.text import shorten
from tabletop.workbench.packs import archive, manifest, names
from tabletop.workbench.packs.errors import PackError

Folders = Sequence[str | os.PathLike[str]]
MAX_SEEN: Final = 10_000
"""Files of a folder that are looked at."""


@dataclass(frozen=True, slots=True)
class Content:
    """A campaign or deck as it was read, with the id it gives itself."""

    kind: Kind
    found: Found
    loaded: Loaded

    @property
    def readable(self) -> bool:
        """Whether the main file is what it should be, so that there is a `head`."""
        return self.loaded.campaign is not None if self.kind == "campaign" else bool(self.loaded.decks)

    @property
    def head(self) -> CampaignFile | DeckFile:
        """What the main file says."""
        if self.loaded.campaign is not None:
            return self.loaded.campaign
        # The deck that was asked for is read first, those it extends after it.
        return next(iter(self.loaded.decks.values()))


@dataclass
class Gathered:
    """Files by their path in the pack, and what stays behind."""

    files: dict[str, bytes] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    """Files beside the content that are not packed, as people read their paths."""
    needs: list[dict[str, str]] = field(default_factory=list)


def read(kind: Kind, found: Found, folders: Folders = ()) -> Content:
    """Read a campaign or deck; its problems of form are in ``.loaded.problems``."""
    if kind == "campaign":
        return Content(kind, found, loading.load_campaign_files(found, folders))
    return Content(kind, found, loading.load_deck_files(found, folders=folders))


def about(content: Content, needs: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Everything in a manifest that comes from the content itself."""
    head = content.head
    return {
        "tabletop_pack": manifest.PACK_FORMAT,
        "id": head.id,
        "kind": content.kind,
        "title": head.title,
        "version": head.version,
        "content_format": FORMAT,
        "program": manifest.PROGRAM,
        "licence": head.licence,
        "authors": list(head.authors),
        "language": head.language,
        "summary": head.summary,
        "warnings": list(head.warnings) if isinstance(head, CampaignFile) else [],
        "needs": sorted(needs, key=lambda need: need["deck"]),
        "sources": bibliography(content.loaded),
    }


def bibliography(loaded: Loaded) -> list[dict[str, Any]]:
    """Every source that is named anywhere, once, by author and title; notes belong to the card, not to the source."""
    named: list[Reference] = list(loaded.campaign.sources) if loaded.campaign is not None else []
    named += [source for entry in loaded.cards for source in entry.card.sources]
    rows = [source.model_dump(mode="json", exclude_none=True, exclude={"note"}) for source in named]
    once = {(row.get("author", ""), row["title"], str(row.get("year", ""))): row for row in reversed(rows)}
    return [once[key] for key in sorted(once)]


def gather(content: Content, *, with_decks: bool = False) -> Gathered:
    """The files of a pack; raises `PackError` for a file that no pack can hold."""
    made = Gathered()
    packer = _Packer(content, made)
    packer.main()
    for name, deck in content.loaded.places.items():
        if deck.file != content.found.file:
            packer.deck(name, deck, with_decks)
    _refuse(made.files)
    made.left.sort()
    return made


class _Packer:
    """Finds each file's place in the pack, so that every deck is found there as it is found here."""

    def __init__(self, content: Content, made: Gathered) -> None:
        self.content, self.made = content, made
        self.read = {os.path.realpath(file) for file in content.loaded.files}
        self.id = content.head.id
        main = content.found.file
        self.folder = main.parent
        shelf = main.parent.parent if main.stem == content.kind else main.parent
        self.beside = shelf.parent if shelf.name == f"{content.kind}s" else None
        """The library folder around it; None for a campaign or deck that lies alone."""

    def main(self) -> None:
        kind, file = self.content.kind, self.content.found.file
        if file.stem == kind:
            self._folder(self.folder, f"{kind}s/{self.id}")
        elif self.beside is not None:
            self._add(file, f"{kind}s/{self.id}{file.suffix}")
        else:
            self._add(file, f"{kind}s/{self.id}/{kind}{file.suffix}")

    def deck(self, name: str, deck: Found, with_decks: bool) -> None:
        folder = deck.file.parent if deck.file.stem == "deck" else deck.file
        if self.content.found.file.stem == "campaign" and folder.is_relative_to(self.folder):
            return  # packed with the campaign's folder
        place = self._place(folder)
        if place is None:
            if not with_decks:
                self.made.needs.append({"deck": name, "version": self.content.loaded.decks[name].version})
                return
            place = f"decks/{name}" if folder != deck.file else f"decks/{name}{folder.suffix}"
        if folder == deck.file:
            self._add(folder, place)
        else:
            self._folder(folder, place)

    def _place(self, folder: Path) -> str | None:
        """Where a deck beside the campaign goes; None for one from elsewhere in the library."""
        if self.content.kind == "deck":
            return None
        around = Path(os.path.realpath(self.beside or self.folder))
        real = Path(os.path.realpath(folder))
        if not real.is_relative_to(around):
            return None
        return _joined("" if self.beside is not None else f"campaigns/{self.id}", real.relative_to(around))

    def _folder(self, folder: Path, place: str) -> None:
        for path in _walk(folder):
            inside = _joined(place, path.relative_to(folder))
            if os.path.realpath(path) in self.read:
                self._add(path, inside)
            elif path.is_symlink() or not self._welcome(path.relative_to(folder).as_posix(), inside):
                self.made.left.append(library.shown(path))
            else:
                self._add(path, inside)

    def _welcome(self, relative: str, inside: str) -> bool:
        """Whether a file that the game does not read is packed all the same: texts, licences, the author's tests."""
        if relative.lower().endswith(names.CONTENT):
            return relative.startswith("tests/")
        return names.is_content(inside) and not names.wrong(inside)

    def _add(self, path: Path, place: str) -> None:
        reason = names.wrong(place)
        if reason:
            raise PackError(f"{library.shown(path)} cannot be packed: {reason}.", "Rename it.")
        if path.is_symlink():
            raise PackError(f"{library.shown(path)} is a link.", "Copy the file in instead of linking to it.")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise PackError(f"{library.shown(path)} cannot be read: {error.strerror}.") from error
        self.made.files[place] = data


def _joined(prefix: str, rest: Path) -> str:
    text = rest.as_posix()
    return text if not prefix else prefix if text == "." else f"{prefix}/{text}"


def _walk(folder: Path) -> list[Path]:
    found: list[Path] = []
    for path in _below(folder):
        found.append(path)
        if len(found) > MAX_SEEN:
            raise PackError(
                f"There are more than {MAX_SEEN:,} files in {library.shown(folder)}.",
                "Give the campaign or deck a folder of its own.",
            )
    return found


def _below(folder: Path) -> Iterator[Path]:
    """Every file below a folder by name; what is hidden is passed over, and links are named but not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise PackError(f"{library.shown(folder)} cannot be read: {error.strerror}.") from error
    for entry in entries:
        if entry.name.startswith(".") or _by_an_editor(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _below(folder / entry.name)
        else:
            yield folder / entry.name


def _by_an_editor(name: str) -> bool:
    return name.endswith(("~", ".swp", ".swo", ".tmp", ".bak", ".orig", ".rej")) or name.startswith("#")


def _refuse(files: dict[str, bytes]) -> None:
    """Limits that `archive.read` would hold against the pack."""
    twice = names.collision(files)
    if twice is not None:
        raise PackError(f"Some disks would take “{twice[0]}” and “{twice[1]}” for one file.", "Rename one of them.")
    for name, data in files.items():
        if len(data) > archive.MAX_ENTRY:
            raise PackError(f"“{shorten(name)}” is larger than {archive.MAX_ENTRY >> 20} MiB.", "Divide it.")
    if len(files) >= archive.MAX_ENTRIES:
        raise PackError(f"There are {len(files):,} files; a pack has fewer than {archive.MAX_ENTRIES:,}.")
    total = sum(map(len, files.values()))
    if total > archive.MAX_TOTAL:
        raise PackError(f"The files make {total >> 20} MiB; a pack has at most {archive.MAX_TOTAL >> 20}.")


def told(problems: Iterable[Problem]) -> list[str]:
    """Problems as lines for standard error."""
    return [problem.one_line() for problem in problems]
