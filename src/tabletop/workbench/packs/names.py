"""Which names a file in a pack may have: such that it means the same file, and only that one, on every machine."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

MAX_NAME: Final = 120
"""Characters of a whole path."""
MAX_DEPTH: Final = 8
MANIFEST: Final = "manifest.json"
CONTENT: Final = (".yaml", ".yml")
TEXTS: Final = (".md", ".txt")
LICENCES: Final = ("licence", "license", "copying", "notice", "authors", "readme")
TRANSCRIPTS: Final = (".json", ".jsonl")
"""What author tests may hold beside YAML and text."""

_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
_FORBIDDEN: Final = frozenset('<>:"|?*\\')


def wrong(name: str) -> str:
    """Why a path may not be in a pack, in a few words; ``""`` when it may."""
    if not name:
        return "a name is empty"
    if len(name) > MAX_NAME:
        return f"a name has more than {MAX_NAME} characters"
    if "\\" in name:
        return "a name has a backslash"
    if name.startswith("/"):
        return "a name begins at the root of the disk"
    if len(name) > 1 and name[1] == ":":
        return "a name begins with a drive letter"
    parts = name.split("/")
    if ".." in parts:
        return "a name leads out of its folder (..)"
    if len(parts) > MAX_DEPTH:
        return f"a name lies more than {MAX_DEPTH} folders deep"
    return next((reason for part in parts if (reason := _wrong_part(part))), "")


def _wrong_part(part: str) -> str:
    if part in ("", "."):
        return "a name has an empty part"
    if part.startswith("."):
        return "a hidden file has no place in a pack"
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for char in part):
        return "a name has a control or invisible character"
    if any(char in _FORBIDDEN for char in part):
        return 'a name has one of < > : " | ? *'
    if any(char.isspace() and char != " " for char in part):
        return "a name has an unusual space"
    if part != part.strip(" ") or part.endswith("."):
        return "a name begins or ends with a space, or ends with a dot"
    if unicodedata.normalize("NFC", part) != part:
        return "a name is not in Unicode's composed form"
    if part.split(".", maxsplit=1)[0].rstrip(" ").casefold() in _RESERVED:
        return "Windows keeps a name of this kind for a device"
    return ""


def same(name: str) -> str:
    """What two names have in common that some disk would take for one file."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def collision(names: Iterable[str]) -> tuple[str, str] | None:
    """Two names that some disk would take for one, or of which one is the other's folder; None when there are none."""
    files: dict[str, str] = {}
    folders: dict[str, tuple[str, str]] = {}
    for name in names:
        if same(name) in files:
            return files[same(name)], name
        files[same(name)] = name
        parts = name.split("/")
        for end in range(1, len(parts)):
            folder = "/".join(parts[:end])
            known = folders.setdefault(same(folder), (folder, name))
            if known[0] != folder:
                return known[1], name
    for key, (_, name) in folders.items():
        if key in files:
            return files[key], name
    return None


def is_content(name: str) -> bool:
    """Whether a path is of a kind that packs hold: YAML, Markdown, a licence, or a test's transcript."""
    if name == MANIFEST:
        return True
    parts = name.split("/")
    last = parts[-1].casefold()
    stem, dot, ending = last.rpartition(".")
    ending = dot + ending if stem else ""
    if (stem or last) in LICENCES and ending in ("", *TEXTS):
        return True
    if ending == ".md":
        return True
    if parts[0] not in ("campaigns", "decks") or len(parts) < 2:
        return False
    if ending in CONTENT:
        return True
    return "tests" in parts[1:-1] and ending in (*TEXTS, *TRANSCRIPTS)
