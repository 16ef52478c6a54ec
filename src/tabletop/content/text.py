"""Author text made fit for a screen: no control byte, escape sequence or direction trick ever reaches one."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of text, and so can show a line other than it is."""

_BREAKS: Final = re.compile(r"\r\n|[\r\u0085\u2028\u2029]")
_UNFIT: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


def clean(text: str, *, lines: bool = False) -> str:
    """`text` without control, escape, direction and invisible tag characters, in Unicode's composed form (NFC).

    Tabs become spaces.  Line breaks stay when `lines` is true and become spaces otherwise.  Mark-up (``[red]``,
    ``<b>``) is left as written: a screen shows it literally.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNFIT.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")
    if not lines:
        text = text.replace("\n", " ")
    return unicodedata.normalize("NFC", text)


def width(text: str) -> int:
    """The number of terminal cells of `text` (wide East Asian characters and emoji count two, accents none)."""
    if text.isascii():
        return len(text)
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def suggestion(word: str, known: Iterable[str]) -> str:
    """The known word nearest to a mistyped one, or ``''``."""
    words = {str(name).lower(): str(name) for name in known}
    found = get_close_matches(word.lower(), list(words), 1, 0.6)
    return words[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str], *, most: int = 12) -> str:
    """A hint for an unknown word: the nearest known one, else the whole list when it is short, else ``''``."""
    names = list(known)
    near = suggestion(word[:60], names)
    if near:
        return f"did you mean “{near}”?"
    return f"known here: {', '.join(names)}" if 0 < len(names) <= most else ""


def shorten(text: str, most: int = 40) -> str:
    """`text` cleaned, on one line and cut to `most` characters, for quoting in a message."""
    text = clean(text[: 4 * most])
    return text if len(text) <= most else text[: most - 1] + "…"
