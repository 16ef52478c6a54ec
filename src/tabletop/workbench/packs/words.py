"""Every text of a campaign or deck that people read, and what may be odd about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from tabletop.content.text import shorten

A_MINUTE: Final = 200
"""Words that a person reads in a minute."""
LONG: Final = 250
"""Words of one text from which on it is called long: more than a minute without anything to do."""
_URL: Final = re.compile(r"https?://[^\s<>\"'\]\)}]+", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+", re.UNICODE)
_NAMES: Final = frozenset(
    {"id", "card", "act", "deck", "flag", "when", "format", "version", "colour", "emblem", "short"}
)
"""Keys whose values are no text to read."""
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\uffa0]"
)
_SCRIPTS: Final = (
    *("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "COPTIC", "CHEROKEE", "HEBREW", "ARABIC"),
    *("DEVANAGARI", "BENGALI", "TAMIL", "THAI", "HANGUL", "HIRAGANA", "KATAKANA", "CJK"),
)
_ALIKE: Final = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC"})
"""Scripts with letters that look like those of another."""


def texts(value: Any, key: str = "") -> Iterator[str]:
    """Every text in dumped models that people read."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name not in _NAMES:
                yield from texts(item, str(name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item, key)
    elif isinstance(value, str):
        yield value


def count(text: str) -> int:
    """The number of words."""
    return len(text.split())


def hosts(text: str) -> Iterator[str]:
    """The machine that each address in a text names; nothing is ever asked of it."""
    for found in _URL.finditer(text):
        try:
            name = urlsplit(found.group()).hostname
        except ValueError:
            name = None
        yield shorten(name or "(an address that cannot be read)", 80)


def scripts(text: str) -> set[str]:
    """The scripts of a text's letters, as Unicode names them (``LATIN``, ``CYRILLIC``); others are ``OTHER``."""
    found: set[str] = set()
    for char in set(text):
        if char.isascii():
            if char.isalpha():
                found.add("LATIN")
        elif char.isalpha():
            first = unicodedata.name(char, "").split(" ")[0]
            # Full-width and mathematical letters are Latin in disguise.
            found.add(first if first in _SCRIPTS else "OTHER")
    return found


def disguised(text: str) -> list[str]:
    """Words that mix scripts whose letters look alike, such as a Latin word with a Cyrillic a."""
    if text.isascii():
        return []
    return [word for word in _WORD.findall(text) if not word.isascii() and len(scripts(word) & _ALIKE) > 1]


def unseen(text: str) -> int:
    """Characters that take no room on a screen, beside those that are refused altogether."""
    return 0 if text.isascii() else len(_UNSEEN.findall(text))
