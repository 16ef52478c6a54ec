"""A pack's file to checked content: whole, safe, honest about itself, and passed by the one load path."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tabletop.content import checking, library, reader, versions
from tabletop.content.library import Found
from tabletop.content.problems import Problem, in_order
from tabletop.content.text import shorten
from tabletop.workbench.packs import archive, gather, manifest, names
from tabletop.workbench.packs.errors import PackError, UnsafeError
from tabletop.workbench.packs.gather import Content
from tabletop.workbench.packs.manifest import Manifest

Folders = Sequence[str | os.PathLike[str]]
_AGAIN = "Ask its author for the file that tabletop pack made."


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose files are those that its manifest names, byte by byte; not yet checked as content."""

    manifest: Manifest
    files: dict[str, bytes]
    """Every file by its path, the manifest too."""
    packed: int
    """Bytes of the file it came in."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What the load path says of a pack's content."""

    content: Content | None
    """None when it cannot be read far enough to be described."""
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)


def open_pack(path: str | os.PathLike[str]) -> Pack:
    """Read a pack's file.  Raises `UnsafeError` or `PackError`; nothing is written anywhere."""
    return read_pack(archive.load(path))


def read_pack(data: bytes) -> Pack:
    """The same of bytes."""
    files = archive.read(data)
    if names.MANIFEST not in files:
        raise UnsafeError(f"This zip is no pack: it has no {names.MANIFEST}.", _AGAIN)
    found = manifest.parse(files[names.MANIFEST])
    told = {entry.path: entry for entry in found.files}
    if len(told) != len(found.files):
        raise UnsafeError("The manifest names a file twice.", _AGAIN)
    for name in files:
        if name == names.MANIFEST:
            continue
        if name not in told:
            raise UnsafeError(f"“{shorten(name)}” is in the pack and not in its manifest.", _AGAIN)
        if not names.is_content(name):
            raise UnsafeError(f"“{shorten(name)}” is neither content nor text; a pack holds nothing else.", _AGAIN)
    for name, entry in told.items():
        if name not in files:
            raise UnsafeError(f"“{shorten(name)}” is in the manifest and not in the pack.", _AGAIN)
        data_of = files[name]
        if len(data_of) != entry.size or hashlib.sha256(data_of).hexdigest() != entry.sha256:
            raise UnsafeError(f"“{shorten(name)}” was changed after the pack was made.", _AGAIN)
    return Pack(found, files, len(data))


def try_pack(pack: Pack, folders: Folders = ()) -> Tried:
    """Check every file of a pack as `check` would, in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tabletop-pack-") as place:
        folder = Path(os.path.realpath(place))
        unpack(pack, folder)
        tried = _tried(pack, folder, folders)
        prefix = library.shown(folder) + os.sep
        told = [replace(problem, file=problem.file.removeprefix(prefix)) for problem in tried.problems]
    return Tried(tried.content, tuple(in_order(told)))


def unpack(pack: Pack, folder: Path) -> None:
    """Write a pack's files into a new, empty folder, each through to the disk."""
    for name in sorted(pack.files):
        target = folder.joinpath(*name.split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(pack.files[name])
            file.flush()
            os.fsync(file.fileno())


def _tried(pack: Pack, folder: Path, folders: Folders) -> Tried:
    found = _main(pack, folder)
    kind = pack.manifest.kind
    if kind == "campaign":
        problems = checking.examine_campaign(found, folders)[1]
    else:
        problems = checking.examine_deck(found, folders)
    content = gather.read(kind, found, folders)
    seen = {os.path.realpath(file) for file in content.loaded.files}
    for name in pack.files:
        file = folder.joinpath(*name.split("/"))
        if name.endswith(names.CONTENT) and str(file) not in seen:
            if "tests" not in name.split("/"):
                raise UnsafeError(f"“{shorten(name)}” belongs to nothing in the pack.", _AGAIN)
            problems = [*problems, *reader.read(file, folder, name=library.shown(file)).source.problems]
    if not content.readable:
        return Tried(None, tuple(problems))
    _refuse_lies(pack, content, folder)
    return Tried(content, tuple(problems))


def _main(pack: Pack, folder: Path) -> Found:
    """The file that the pack is about."""
    kind, name = pack.manifest.kind, pack.manifest.id
    for suffix in names.CONTENT:
        for path in (f"{kind}s/{name}/{kind}{suffix}", f"{kind}s/{name}{suffix}"):
            if path in pack.files:
                return Found(folder.joinpath(*path.split("/")), folder)
    raise UnsafeError(f"The manifest promises the {kind} “{name}”, and it is not in the pack.", _AGAIN)


def _refuse_lies(pack: Pack, content: Content, folder: Path) -> None:
    """A manifest that says otherwise than the content; whoever reads only the manifest must not be misled."""
    inside = [Path(os.path.realpath(found.file)).is_relative_to(folder) for found in content.loaded.places.values()]
    outside = [name for name, here in zip(content.loaded.places, inside, strict=True) if not here]
    needs = {need.deck: need.version for need in pack.manifest.needs}
    real = gather.about(content, [{"deck": name, "version": needs.get(name, "?")} for name in outside])
    if not set(outside) <= set(needs):
        raise UnsafeError("The manifest does not name all decks that the pack needs.", _AGAIN)
    said = pack.manifest.model_dump(mode="json", exclude_none=True)
    for key in ("id", "title", "version", "licence", "authors", "language", "summary", "warnings", "content_format"):
        if said[key] != real[key]:
            raise UnsafeError(
                f"The manifest and the {content.kind} disagree about its {key.replace('_', ' ')}.", _AGAIN
            )


def missing_needs(pack: Pack, folders: Folders = ()) -> list[str]:
    """What the pack needs and this machine does not have, a line each."""
    lines: list[str] = []
    for need in pack.manifest.needs:
        found = library.by_id(need.deck, "deck", library.roots(folders))
        if found is None:
            lines.append(f"the deck “{need.deck}” (version {need.version} or newer), which is not here")
            continue
        loaded = gather.read("deck", found, folders).loaded
        here = loaded.decks[need.deck].version if need.deck in loaded.decks else ""
        if here and versions.numbers(here) < versions.numbers(need.version):
            lines.append(f"the deck “{need.deck}” in version {need.version} or newer; here it is {here}")
    return lines


def require(pack: Pack, folders: Folders = ()) -> Tried:
    """The same as `try_pack`, for those who will use the content: raises `PackError` when it cannot be played here."""
    lacking = missing_needs(pack, folders)
    if lacking:
        raise PackError(
            f"This pack needs {'; and '.join(lacking)}.",
            "Install that deck's pack first, or ask for one made with tabletop pack --with-decks.",
        )
    tried = try_pack(pack, folders)
    if tried.errors:
        raise PackError(
            "The pack's content does not pass the check, so it cannot be played.",
            "Ask its author to mend it.",
            gather.told(tried.errors),
        )
    return tried
