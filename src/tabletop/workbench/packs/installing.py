"""Packs in the user's own library: put in whole, exchanged without a moment in which neither is there, and taken out.

Each pack is one folder, ``library/packs/campaign-ID`` or ``library/packs/deck-ID``.  It is written beside its place
under a hidden name and renamed when it is complete.  Where another version stands, that one steps aside under a name
by which `tabletop.content.library.packs` still finds it, until the new one is in place.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tabletop.content import library, versions
from tabletop.content.text import clean, did_you_mean, shorten
from tabletop.errors import TabletopError
from tabletop.session.errors import LockedError
from tabletop.session.lock import Lock
from tabletop.workbench.packs import manifest, names, opening
from tabletop.workbench.packs.errors import PackError
from tabletop.workbench.packs.manifest import Manifest
from tabletop.workbench.packs.opening import Pack

Folders = Sequence[str | os.PathLike[str]]
_NEW: Final = ".new-"
_GONE: Final = ".gone-"


@dataclass(frozen=True, slots=True)
class Installed:
    """A pack in the user's library."""

    folder: Path
    manifest: Manifest

    @property
    def changed(self) -> bool:
        """Whether a file in the folder is missing, new or another than when it was installed."""
        told = {entry.path: entry.sha256 for entry in self.manifest.files}
        here: dict[str, str] = {}
        for place, folders, files in os.walk(self.folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                path = Path(place) / name
                relative = path.relative_to(self.folder).as_posix()
                if relative != names.MANIFEST and not name.startswith("."):
                    with contextlib.suppress(OSError):
                        here[relative] = hashlib.sha256(path.read_bytes()).hexdigest()
        return here != told

    def compare(self, other: Manifest) -> int:
        """-1, 0 or 1 as the other's version is lower than this one's, the same, or higher."""
        own, theirs = versions.numbers(self.manifest.version), versions.numbers(other.version)
        if own == theirs and self.manifest.version != other.version:
            return 1
        return (theirs > own) - (theirs < own)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an installation did."""

    installed: Installed
    before: Manifest | None
    """The version that it took the place of."""
    new: bool = True
    """False when this very pack was there already."""
    hides: str = ""
    """What of the shipped library is found no more by its id, in words."""


def install(pack: Pack, folders: Folders = (), *, force: bool = False) -> Outcome:
    """Check a pack and put it into the user's library.

    Raises `PackError` when it cannot be played here, when the same version with other content or a newer one is
    installed, or when its id belongs to the shipped library (unless `force`), and when the place cannot be written.
    """
    about = pack.manifest
    here = find(about.kind, about.id)
    if here is not None and here.manifest.digest == about.digest and not here.changed:
        return Outcome(here, here.manifest, new=False)
    if here is not None and not force:
        _refuse_exchange(here, about)
    if here is None and not force and os.path.lexists(_home() / _place(about)):
        raise PackError(
            f"In the library stands a folder {_place(about)} that is no pack this program can read.",
            "Look into it; --force puts the pack in its place.",
        )
    hides = _hidden(about)
    if hides and not force:
        raise PackError(
            f"{hides[0].upper()}{hides[1:]} has the id “{about.id}” already.",
            "With --force the pack takes its place until it is removed; nothing of the shipped one is changed.",
        )
    opening.require(pack, folders)
    home = _home()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with _alone(home):
            before = _exchange(pack, home)
    except OSError as error:
        raise PackError(
            f"{shorten(str(error.filename or home), 200)} cannot be written: {error.strerror}.",
            "Free it, or move your library with TABLETOP_HOME.",
        ) from error
    return Outcome(Installed(home / _place(about), about), before.manifest if before else None, hides=hides)


def installed() -> list[Installed]:
    """All packs of the user's library by name; folders without a sound manifest are left out."""
    return [found for folder in library.packs() if (found := _read(folder)) is not None]


def find(kind: str, name: str) -> Installed | None:
    """The installed campaign or deck pack with an id."""
    return next((one for one in installed() if (one.manifest.kind, one.manifest.id) == (kind, name)), None)


def remove(name: str) -> list[Installed]:
    """Take a pack out of the library, named by its id (``halcyon``) or by kind and id (``deck-halcyon``).

    Raises `PackError` when there is none, or when both a campaign and a deck have the id.
    """
    everything = installed()
    fitting = [one for one in everything if name in (one.manifest.id, _place(one.manifest))]
    if not fitting:
        known = [one.manifest.id for one in everything]
        hint = did_you_mean(name, known) or "tabletop install --list shows what is."
        raise PackError(f"No pack “{shorten(name)}” is installed.", hint[0].upper() + hint[1:])
    if len(fitting) > 1:
        choice = " or ".join(_place(one.manifest) for one in fitting)
        raise PackError(f"A campaign and a deck “{shorten(name)}” are installed.", f"Name one: {choice}.")
    home = _home()
    try:
        with _alone(home):
            gone = home / f"{_GONE}{secrets.token_hex(6)}"
            os.rename(fitting[0].folder, gone)
            _sync(home)
            _clear(gone)
    except OSError as error:
        raise PackError(f"The pack cannot be removed: {error.strerror}.", f"Its folder is {home}.") from error
    return fitting


def _home() -> Path:
    home = library.own()
    if home is None:
        raise PackError(
            "This user has no home directory, so there is no library to install into.",
            "Set TABLETOP_HOME to a folder that can be written.",
        )
    return home / library.PACKS


def _place(about: Manifest) -> str:
    return f"{about.kind}-{about.id}"


def _read(folder: Path) -> Installed | None:
    try:
        data = (folder / names.MANIFEST).read_bytes()
        about = manifest.parse(data)
    except (OSError, TabletopError):
        return None
    return Installed(folder, about) if _place(about) == library.pack_name(folder) else None


def _refuse_exchange(here: Installed, about: Manifest) -> None:
    order = here.compare(about)
    if order == 0 and here.manifest.digest == about.digest:
        raise PackError(
            f"{about.label} is installed, and somebody changed its files.", "With --force they are made new."
        )
    if order == 0:
        raise PackError(
            f"Version {clean(about.version)} of “{about.id}” is installed already, with other content.",
            "Look at both with tabletop verify; --force puts this one in its place.",
        )
    if order < 0:
        raise PackError(
            f"Version {clean(here.manifest.version)} of “{about.id}” is installed, and this is the older "
            f"{clean(about.version)}.",
            "With --force it takes the newer one's place.",
        )


def _hidden(about: Manifest) -> str:
    """What of the shipped library has the pack's id."""
    kind: library.Kind = about.kind
    found = library.by_id(about.id, kind, [library.shipped()])
    return "" if found is None else f"the shipped {kind}"


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Nobody else changes the library meanwhile."""
    try:
        lock = Lock(home / ".lock", "library")
    except LockedError as error:
        raise PackError("Another program is changing the library just now.", "Try again when it is done.") from error
    try:
        _tidy(home)
        yield
    finally:
        lock.release()


def _tidy(home: Path) -> None:
    """Finish or clear away what a program that was stopped in the middle left behind."""
    for name in sorted(os.listdir(home)):
        if name.startswith(library.ASIDE) and not os.path.lexists(home / name.removeprefix(library.ASIDE)):
            os.rename(home / name, home / name.removeprefix(library.ASIDE))
        elif name.startswith((_NEW, _GONE, library.ASIDE)):
            _clear(home / name)


def _exchange(pack: Pack, home: Path) -> Installed | None:
    """Write the pack's folder and put it in place; the one that was there before."""
    target = home / _place(pack.manifest)
    before = _read(target)
    new = home / f"{_NEW}{secrets.token_hex(6)}"
    aside = home / f"{library.ASIDE}{target.name}"
    new.mkdir()
    try:
        opening.unpack(pack, new)
        for place, _, _ in os.walk(new):
            _sync(Path(place))
        if os.path.lexists(target):
            os.rename(target, aside)
        os.rename(new, target)
    except BaseException:
        with contextlib.suppress(OSError):
            if os.path.lexists(aside) and not os.path.lexists(target):
                os.rename(aside, target)
            _clear(new)
        raise
    _sync(home)
    _clear(aside)
    return before


def _clear(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _sync(folder: Path) -> None:
    """Make sure that names are on the disk; some systems cannot open a folder, and keep names safe by themselves."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
