"""The pages of `tabletop.host.web`, read once at the start, with their compressed forms."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tabletop.host.server.live import encode
from tabletop.host.web import WORDS, words

FOLDER: Final = Path(__file__).resolve().parents[1] / "web"
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_PACKED: Final = {".html", ".js", ".css", ".svg", ".json", ".txt"}
NAMED: Final = {"/": "join.html", "/seat": "seat.html", "/room": "room.html"}
"""Paths that people type or come to, and the file each one shows."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file, ready to be sent."""

    body: bytes
    packed: bytes | None
    """gzip, where that is smaller."""
    kind: str
    tag: str
    """ETag."""


def read_pages(folder: Path = FOLDER) -> dict[str, Page]:
    """Every file of the folder that may be sent, by name."""
    found = (
        {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()} if folder.is_dir() else {}
    )
    if folder == FOLDER:
        found[WORDS] = encode(words()).encode()
    pages: dict[str, Page] = {}
    for name, body in found.items():
        kind = _TYPES.get(Path(name).suffix)
        if kind is None or name.startswith("."):
            continue
        packed = gzip.compress(body, 9, mtime=0) if Path(name).suffix in _PACKED else body
        tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        pages[name] = Page(body, packed if len(packed) < len(body) else None, kind, tag)
    return pages
