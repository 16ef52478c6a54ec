"""``manifest.json``: what a pack says of itself.  It is made from the content, and believed only where both agree."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError

from tabletop import __version__
from tabletop.content import versions
from tabletop.content.models import Id, Line, Many, Model, Paragraph, Reference, Sentence, Word
from tabletop.content.text import shorten
from tabletop.workbench.packs import names
from tabletop.workbench.packs.errors import PackError, UnsafeError

PACK_FORMAT: Final = 1
"""The version of the packs that this program makes and reads."""
PROGRAM: Final = "0.1.0"
"""The first version of the program that can play what a pack of this format holds."""
MAX_MANIFEST: Final = 2 * 1024 * 1024
_MAX_DEPTH: Final = 12
_AGAIN: Final = "Ask its author for the file that tabletop pack made."

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Entry(Model):
    """One file of the pack."""

    path: Annotated[str, Field(min_length=1, max_length=names.MAX_NAME)]
    size: Annotated[int, Field(ge=0)]
    sha256: Digest


class Need(Model):
    """A deck that the pack uses and does not hold, with the version it was made with."""

    deck: Id
    version: Word


class Manifest(Model):
    """The manifest, field by field as docs/author/sharing.md describes them."""

    tabletop_pack: int
    id: Id
    kind: Literal["campaign", "deck"]
    title: Line
    version: Word
    content_format: int
    program: Word
    licence: Word
    authors: Many[Word]
    language: Word
    summary: Paragraph
    warnings: Many[Sentence] = ()
    needs: Many[Need] = ()
    sources: Many[Reference] = ()
    files: Many[Entry]
    digest: Digest

    @property
    def label(self) -> str:
        """What people call the pack, e.g. ``campaign halcyon 1.0.0``."""
        return f"{self.kind} {self.id} {self.version}"

    def as_json(self) -> dict[str, Any]:
        """As it is written, without what is empty."""
        return {key: value for key, value in self.model_dump(mode="json", exclude_none=True).items() if value != []}

    def text(self) -> bytes:
        """The bytes of ``manifest.json``."""
        return (json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n").encode()


def entries(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Path, size and hash of each file, in order of their paths; the manifest itself is not among them."""
    return [
        {"path": name, "size": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
        for name in sorted(files)
        if name != names.MANIFEST
    ]


def complete(about: Mapping[str, Any], files: Mapping[str, bytes]) -> Manifest:
    """The manifest of some files; `about` holds everything but their list and the digest."""
    whole = {**about, "files": entries(files)}
    return Manifest.model_validate({**whole, "digest": digest(whole)})


def digest(whole: Mapping[str, Any]) -> str:
    """SHA-256, in hex, over the canonical JSON of a manifest without its digest, the files' own hashes included."""
    plain = {key: value for key, value in whole.items() if key != "digest" and value not in ([], None)}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def parse(data: bytes) -> Manifest:
    """The manifest in some bytes; raises `UnsafeError` when it is not one, `PackError` when it is a newer one."""
    if len(data) > MAX_MANIFEST:
        raise _broken("it is too large")
    try:
        raw = json.loads(data.decode("utf-8"), object_pairs_hook=_no_doubles, parse_constant=_no_constant)
    except RecursionError as error:
        raise _broken("it is nested too deeply") from error
    except ValueError as error:
        raise _broken(f"it is not JSON ({shorten(str(error), 60)})") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("tabletop_pack"), int):
        raise _broken("it does not say which pack format it has (tabletop_pack)")
    if raw["tabletop_pack"] > PACK_FORMAT:
        raise PackError(
            f"This pack has format {raw['tabletop_pack']}, and this program reads format {PACK_FORMAT}.",
            "Install a newer version of Tabletop.",
        )
    if raw["tabletop_pack"] != PACK_FORMAT or _depth(raw) > _MAX_DEPTH:
        raise _broken("there is no such pack format")
    try:
        found = Manifest.model_validate(raw)
    except ValidationError as error:
        item = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in item["loc"])
        raise _broken(f"{shorten(where, 60) or 'it'}: {shorten(item['msg'], 80).lower()}") from error
    if digest(raw) != found.digest:
        raise UnsafeError(
            "The manifest was changed after the pack was made: its digest is another.", "Ask its author for it again."
        )
    asked, own = versions.numbers(found.program), versions.numbers(__version__)
    if asked > own:
        raise PackError(
            f"This pack needs Tabletop {found.program} or newer; this is {__version__}.",
            "Install a newer version of Tabletop.",
        )
    return found


def _broken(what: str) -> UnsafeError:
    return UnsafeError(f"The manifest cannot be trusted: {what}.", _AGAIN)


def _no_doubles(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{shorten(key)} is given twice")
        found[key] = value
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _depth(value: Any) -> int:
    deep, level = 0, [value]
    while level and deep <= _MAX_DEPTH:
        deep += 1
        level = [
            child
            for item in level
            for child in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        ]
    return deep
