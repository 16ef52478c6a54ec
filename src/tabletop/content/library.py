"""Where content is found: the shipped library, folders the user names, and what lies in each.

A library folder holds ``campaigns/ID/campaign.yaml`` and ``decks/ID/deck.yaml``; a small one may be a single file
``campaigns/ID.yaml``.  Folders named on the command line come first, then those of ``TABLETOP_LIBRARY``, then the
user's own library with its installed packs, then the shipped ones.  This module reads headings only and needs no
models, so that a list of campaigns appears at once.

Each installed pack is a folder of its own, a small library that offers the one thing it is named for
(``campaign-ID``, ``deck-ID``).  A deck that only came along with a campaign serves that campaign, and others only
where no deck of its id is offered; so two packs may bring the same deck.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from tabletop.content.problems import ContentError, Problem
from tabletop.content.text import clean, did_you_mean
from tabletop.paths import NoHomeError, data_dir

Kind = Literal["campaign", "deck"]
SUFFIXES: Final = (".yaml", ".yml")
PACKS: Final = "packs"
ASIDE: Final = ".old-"
"""What the folder of a pack is called before its name while another version takes its place."""
_HEAD: Final = frozenset({"id", "title", "summary", "kind", "minutes", "seats", "level"})


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """What a list of campaigns shows of one."""

    id: str
    title: str
    path: Path
    summary: str = ""
    kind: str = ""
    minutes: int = 0
    seats: tuple[int, int] = (1, 1)
    level: str = "standard"


@dataclass(frozen=True, slots=True)
class Found:
    """A campaign's or deck's main file, and the folder that nothing of it may lie outside of."""

    file: Path
    root: Path

    @property
    def name(self) -> str:
        """The id its place suggests: the folder's name, or the single file's."""
        whole = self.file.stem in ("campaign", "deck")
        return self.file.parent.name if whole else self.file.stem


def shipped() -> Path:
    """The library that comes with the program: inside the wheel, or the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_library"
    return inside if inside.is_dir() else package.parent.parent


def own() -> Path | None:
    """The user's own library, where packs are installed; need not exist.  None for a user without a home."""
    try:
        return data_dir() / "library"
    except NoHomeError:
        return None


def packs() -> list[Path]:
    """The folders of installed packs, by name.

    While a pack is exchanged for another version, its old folder stands aside under a name of its own; when the
    machine stopped just then, the old folder still is the pack.
    """
    folder = own()
    try:
        names = sorted(os.listdir(folder / PACKS)) if folder is not None else []
    except OSError:
        return []
    assert folder is not None
    aside = [name for name in names if name.startswith(ASIDE) and name.removeprefix(ASIDE) not in names]
    whole = [name for name in names if not name.startswith(".")]
    return [folder / PACKS / name for name in sorted(whole + aside, key=lambda name: name.removeprefix(ASIDE))]


def pack_name(folder: Path) -> str:
    """``campaign-ID`` or ``deck-ID`` for the folder of an installed pack, ``""`` for any other folder."""
    home = own()
    return folder.name.removeprefix(ASIDE) if home is not None and folder.parent == home / PACKS else ""


def roots(extra: Iterable[str | os.PathLike[str]] = ()) -> list[Path]:
    """All library folders, nearest first, each once."""
    named = [home_expanded(folder) for folder in extra]
    named += [home_expanded(folder) for folder in os.environ.get("TABLETOP_LIBRARY", "").split(os.pathsep) if folder]
    home = own()
    mine = [home, *packs()] if home is not None else []
    return list({os.path.realpath(folder): folder for folder in [*named, *mine, shipped()]}.values())


def home_expanded(name: str | os.PathLike[str]) -> Path:
    """A path with ~ made out; a ~ that names nobody stays as it is."""
    return Path(os.path.expanduser(name))


def shown(path: Path) -> str:
    """A path as people read it: relative where that is shorter, cleaned of what a terminal would obey."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        return clean(str(path))
    return clean(relative if not relative.startswith(os.path.join("..", "..")) else str(path))


def main_file(path: Path, kind: Kind) -> Path | None:
    """The file a campaign or deck begins with: `path` itself, or the one in the folder `path`."""
    # os.path answers False where pathlib raises: for names too long, forbidden or with a zero byte.
    if os.path.isfile(path):
        return path
    for suffix in SUFFIXES:
        file = path / f"{kind}{suffix}"
        if os.path.isfile(file):
            return file
    return None


def main_files(folder: Path) -> list[Path]:
    """The main files in a folder: of a campaign, of a deck, or of both."""
    kinds: tuple[Kind, ...] = ("campaign", "deck")
    return [file for kind in kinds if (file := main_file(folder, kind)) is not None]


def contents(root: Path, kind: Kind) -> Iterator[Found]:
    """Every campaign or deck of a library folder, in order of name."""
    shelf = root / f"{kind}s"
    here = shelf if shelf.is_dir() else root
    own = main_file(root, kind) if root.is_dir() else None
    if own is not None:
        yield Found(own, root)
    try:
        entries = sorted(here.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir():
            file = main_file(entry, kind)
            if file is not None:
                yield Found(file, root)
        elif here is shelf and entry.suffix in SUFFIXES:
            yield Found(entry, root)


def find(name: str | os.PathLike[str], kind: Kind, library: Sequence[str | os.PathLike[str]] = ()) -> Found:
    """The campaign or deck with an id, or at a path.

    Raises `ContentError` when there is none, or when two places hold the same id.
    """
    text = os.fspath(name)
    path = home_expanded(text)
    looks_like_path = (
        any(mark in text for mark in (os.sep, "/", "\\")) or path.suffix in SUFFIXES or text in (".", "..")
    )
    folders = roots(library)
    if not looks_like_path:
        found = by_id(text, kind, folders)
        if found is not None:
            return found
    file = main_file(path, kind)
    if file is not None:
        return Found(file, file.parent)
    raise missing(text, kind, folders, exists=looks_like_path and os.path.exists(path))


def by_id(name: str, kind: Kind, folders: Iterable[Path]) -> Found | None:
    """The one campaign or deck of the library with an id; raises `ContentError` when there are two."""
    everything = [found for folder in folders for found in contents(folder, kind)]
    same = [found for found in everything if found.name == name]
    if not same:
        same = [found for found in everything if _head(found).get("id") == name]
    distinct = _offered({os.path.realpath(found.file): found for found in same}, kind)
    if len(distinct) > 1:
        first, second, *_ = (shown(found.file) for found in distinct.values())
        raise ContentError(
            [
                Problem(
                    "E121",
                    second,
                    0,
                    0,
                    f"the {kind} “{name}” is there twice: {first} and {second}",
                    "remove or rename one, or name the one you mean by its path",
                )
            ]
        )
    return next(iter(distinct.values()), None)


def _offered(same: dict[str, Found], kind: Kind) -> dict[str, Found]:
    """Of several with one id: those that a library or pack offers; an installed pack stands before the shipped one."""
    if len(same) < 2:
        return same
    names = {real: pack_name(found.root) for real, found in same.items()}
    offered = {real: found for real, found in same.items() if names[real] in ("", f"{kind}-{found.name}")} or same
    if any(names[real] for real in offered):
        home = shipped()
        offered = {real: found for real, found in offered.items() if found.root != home}
    return offered


def missing(text: str, kind: Kind, folders: Iterable[Path], *, exists: bool = False) -> ContentError:
    """The error for a campaign or deck that is nowhere."""
    shown_name = clean(text[:200])
    if exists:
        return ContentError(
            [Problem("E120", shown_name, 0, 0, f"there is no {kind} here", f"a {kind} is a folder with {kind}.yaml")]
        )
    known = [found.name for folder in folders for found in contents(folder, kind)]
    hint = did_you_mean(text, dict.fromkeys(known)) or "name a folder of campaigns with --library"
    return ContentError([Problem("E120", "", 0, 0, f"there is no {kind} “{shown_name}”", hint)])


def _head(found: Found) -> dict[str, Any]:
    """The top-level keys up to the point where everything a list shows has been seen."""
    from tabletop.content import reader, source

    data = reader.parse(source.load(found.file, found.root, shown(found.file)), stop_after=_HEAD).data
    return data if isinstance(data, dict) else {}


def has_key(found: Found, *keys: str) -> bool:
    """Whether a file's top level has one of the keys."""
    from tabletop.content import reader, source

    data = reader.parse(source.load(found.file, found.root, shown(found.file))).data
    return isinstance(data, dict) and any(key in data for key in keys)


def find_campaigns(library: Sequence[str | os.PathLike[str]] = ()) -> list[CampaignCard]:
    """All campaigns of the library by title; ones whose heading cannot be read are left out (``check`` tells why)."""
    cards: dict[str, CampaignCard] = {}
    installed: set[str] = set()
    home = shipped()
    for folder in roots(library):
        for found in contents(folder, "campaign"):
            card = _card(found)
            if card is None or (folder == home and card.id in installed):
                continue
            cards.setdefault(os.path.realpath(found.file), card)
            if pack_name(folder):
                installed.add(card.id)
    return sorted(cards.values(), key=lambda card: (card.title, card.id, str(card.path)))


def _card(found: Found) -> CampaignCard | None:
    head = _head(found)
    name, title = head.get("id"), head.get("title")
    if not isinstance(name, str) or not isinstance(title, str):
        return None
    raw_seats, minutes = head.get("seats"), head.get("minutes")
    seats = raw_seats if isinstance(raw_seats, dict) else {}
    low, high = seats.get("min", 1), seats.get("max", 1)
    return CampaignCard(
        clean(name), clean(title), found.file,
        clean(str(head.get("summary", ""))), clean(str(head.get("kind", ""))),
        minutes if isinstance(minutes, int) else 0,
        (low if isinstance(low, int) else 1, high if isinstance(high, int) else 1),
        clean(str(head.get("level", "standard"))),
    )  # fmt: skip
