"""What an editor needs to help in a pack: schemas in `.tabletop/`, a line on top of each file, VS Code's settings.

The files of a pack are never rewritten: the one line is put before their bytes, and everything else stays as it is.
Names that begin with a dot are no content, so neither play nor packs see what lies there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from tabletop.content import library, loading
from tabletop.content.checking import TESTS
from tabletop.content.library import Found
from tabletop.content.schema import Kind, gather, schema
from tabletop.errors import TabletopError

FOLDER: Final = ".tabletop"
_MODELINE: Final = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*#[ \t]*yaml-language-server[ \t]*:", re.MULTILINE)
_BOM: Final = b"\xef\xbb\xbf"
_SETTINGS: Final = ".vscode/settings.json"
_EXTENSIONS: Final = ".vscode/extensions.json"
_EXTENSION: Final = "redhat.vscode-yaml"


@dataclass
class Written:
    """What was done, each as a path from the pack's folder; `notes` are things the author has to do."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    kind: Kind


def write(found: Found, kind: Literal["deck", "campaign"], folders: Sequence[str | os.PathLike[str]] = ()) -> Written:
    """Write the schemas of a pack beside its files, and name them in each file that names none.

    Raises `TabletopError`, before anything is written, when a file may not be written.  Calling it again changes
    nothing but the schemas, when the pack's names have changed.
    """
    folder = found.file.parent
    files = list(_files(found, kind))
    plans: list[tuple[Path, bytes]] = []
    written = Written()
    schemas = {file.kind: _schema_name(found, file.kind) for file in files}
    if "deck" in schemas:
        schemas["cards"] = _schema_name(found, "cards")
    own = gather(found, kind, folders)
    for which, name in schemas.items():
        text = json.dumps(schema(which, own), ensure_ascii=False, indent=1) + "\n"
        plans.append((folder / FOLDER / name, text.encode()))
    for file in files:
        before = file.path.read_bytes()
        after = with_modeline(before, os.path.relpath(folder / FOLDER / schemas[file.kind], file.path.parent))
        if after is None:
            written.notes.append(
                f"{_shown(file.path, folder)}: not UTF-8, so left as it is. tabletop check tells more."
            )
        else:
            plans.append((file.path, after))
    patterns = _patterns(files, schemas, folder)
    for name, wanted in ((_SETTINGS, {"yaml.schemas": patterns}), (_EXTENSIONS, {"recommendations": [_EXTENSION]})):
        merged = merged_settings(folder / name, wanted)
        if isinstance(merged, bytes):
            plans.append((folder / name, merged))
        else:
            written.notes.append(f"{name} is left as it is ({merged}). Add to it: {json.dumps(wanted)[1:-1]}")
    todo = [(path, data) for path, data in plans if not _holds(path, data)]
    for path, _ in todo:
        _may_write(path, folder)
    for path, data in plans:
        shown = _shown(path, folder)
        if (path, data) not in todo:
            written.same.append(shown)
            continue
        (written.changed if path.exists() else written.new).append(shown)
        _put(path, data)
    return written


def with_modeline(data: bytes, schema_path: str) -> bytes | None:
    """A file's bytes with the line that names its schema; as they are when some schema is named, None if not UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if _MODELINE.search(data):
        return data
    mark, rest = (_BOM, data[len(_BOM) :]) if data.startswith(_BOM) else (b"", data)
    end = b"\r\n" if rest.split(b"\n", 1)[0].endswith(b"\r") else b"\n"
    return mark + f"# yaml-language-server: $schema={schema_path.replace(os.sep, '/')}".encode() + end + rest


def merged_settings(path: Path, wanted: dict[str, Any]) -> bytes | str:
    """A settings file with what is wanted added to it; or, in words, why it cannot be changed with care."""
    if not path.exists():
        return _json(wanted)
    try:
        old = path.read_bytes()
        data = json.loads(old)
    except (OSError, ValueError):
        return "it holds comments or is no plain JSON"
    if not isinstance(data, dict):
        return "it is not a list of settings"
    changed = False
    for key, value in wanted.items():
        there = data.setdefault(key, type(value)())
        if type(there) is not type(value):
            return f"its “{key}” is of another kind"
        if isinstance(value, dict):
            changed |= any(there.get(name) != entry for name, entry in value.items())
            there |= value
        else:
            missing = [entry for entry in value if entry not in there]
            changed |= bool(missing)
            there += missing
    return _json(data) if changed else old


def _files(found: Found, kind: Literal["deck", "campaign"]) -> Iterator[_File]:
    """The pack's own files; those of decks elsewhere belong to others."""
    yield _File(found.file, kind)
    decks = [found]
    if kind == "campaign":
        folder = found.file.parent
        beside = library.main_file(folder, "deck") if found.file.stem == "campaign" else None
        inside = [deck.file for deck in library.contents(folder, "deck")] if (folder / "decks").is_dir() else []
        decks = [Found(file, folder) for file in dict.fromkeys([*inside, *([beside] if beside else [])])]
        yield from (_File(deck.file, "deck") for deck in decks)
    for deck in decks:
        for file in loading.card_files(deck):
            if not file.is_symlink():
                yield _File(file, "cards")
    for folder in dict.fromkeys(deck.file.parent for deck in (found, *decks)):
        yield from (_File(file, "tests") for file in _tests(folder))


def _tests(folder: Path) -> list[Path]:
    """The files of an author's tests beside a campaign or deck, by name."""
    there = folder / TESTS
    if there.is_symlink() or not there.is_dir():
        return []
    return sorted(file for file in there.iterdir() if file.suffix in library.SUFFIXES and not file.is_symlink())


def _schema_name(found: Found, kind: Kind) -> str:
    """A lone file may have neighbours that are not of its pack: its schema is called after it."""
    if found.file.stem in ("campaign", "deck"):
        return f"{kind}.schema.json"
    return f"{found.file.stem}.{kind}.schema.json"


def _patterns(files: list[_File], schemas: dict[Kind, str], folder: Path) -> dict[str, list[str]]:
    """Which files a schema is for, also those that come later."""
    patterns: dict[str, list[str]] = {}
    for file in files:
        key = f"{FOLDER}/{schemas[file.kind]}"
        here = patterns.setdefault(key, [])
        if file.path.stem == "deck":
            cards = patterns.setdefault(f"{FOLDER}/{schemas['cards']}", [])
            cards.append((file.path.parent.relative_to(folder) / "cards" / "*.yaml").as_posix())
        if file.kind == "tests":
            here.append((file.path.parent.relative_to(folder) / "*.yaml").as_posix())
        elif file.kind != "cards":
            here.append(file.path.relative_to(folder).as_posix())
    return {key: sorted(set(names)) for key, names in patterns.items() if names}


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _may_write(path: Path, folder: Path) -> None:
    """Refuse what is marked read-only, for the administrator too, who could write all the same."""
    place = path
    while not place.exists() and place != folder:
        place = place.parent
    if path.is_symlink():
        raise TabletopError(
            f"{library.shown(path)} is a link.", "Put the file itself there, or ask for its own folder."
        )
    if not stat.S_IMODE(place.stat().st_mode) & stat.S_IWUSR or not os.access(place, os.W_OK):
        raise TabletopError(
            f"{library.shown(place)} is read-only.", "Allow writing, then call again; nothing was changed."
        )


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, with the permissions it had."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        if path.exists():
            shutil.copymode(path, name)
        else:
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(name, 0o666 & ~umask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _shown(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
