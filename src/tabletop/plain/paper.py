"""Where lines are written: cleaned, wrapped, in letters the other end can show, and nothing else."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TextIO

from tabletop.content.text import clean
from tabletop.content.text import width as cells

WIDTH = 78
_MARKS = 8
"""Accents that one letter may carry; a tower of more is cut."""
_ADDRESS = 300
"""Characters of an address that stays whole, to be copied."""
_PLAIN = {
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "…": "...", "→": "to", "×": "x",
    "·": ",", "•": "*", "\u00a0": " ", "\u202f": " ", "½": "1/2", "✓": "yes", "✗": "no",
}  # fmt: skip
"""What stands for a character where only ASCII can be shown."""


class Paper:
    """Writes to a stream. Blank lines never pile up, unless they are asked for."""

    def __init__(self, stream: TextIO, *, width: int = WIDTH, ascii_only: bool = False) -> None:
        """`width`: cells of a line, at least 20; `ascii_only`: spell everything else out."""
        self.stream = stream
        self.width = max(width, 20)
        self.encoding = "ascii" if ascii_only else (getattr(stream, "encoding", None) or "utf-8")
        self._blank = True

    def say(self, text: str, *, hang: int = 0) -> None:
        """A paragraph, wrapped; later lines are indented by `hang`. An empty text is nothing."""
        for line in wrap(letters(text, self.encoding), self.width, hang):
            self._put(line)

    def tell(self, text: str) -> None:
        """An author's text: paragraphs with a blank line between."""
        parts = [" ".join(part.split()) for part in clean(text, lines=True).split("\n\n")]
        for number, part in enumerate(part for part in parts if part):
            if number:
                self.gap()
            self.say(part)

    def heading(self, text: str) -> None:
        """A heading: a line of its own with an empty line before it."""
        self.gap()
        self.say(text)

    def item(self, number: int, text: str) -> None:
        """An entry of a numbered list."""
        self.say(f"{number}. {text}", hang=len(str(number)) + 2)

    def gap(self) -> None:
        """An empty line, unless the last one was."""
        if not self._blank:
            self._put("")

    def blank(self, lines: int) -> None:
        """Empty lines, however many."""
        self.stream.write("\n" * lines)
        self._blank = True

    def prompt(self, text: str) -> None:
        """What is awaited: the line stays open, and everything before it is sent."""
        self.gap()
        self.stream.write("\n".join(wrap(letters(text, self.encoding), self.width - 1)) + " ")
        self.stream.flush()
        self._blank = False

    def end_line(self) -> None:
        """Close the line of a prompt whose answer was not seen on the screen."""
        self.stream.write("\n")
        self._blank = True

    def answered(self) -> None:
        """The answer to a prompt has closed its line."""
        self._blank = True

    def flush(self) -> None:
        self.stream.flush()

    def _put(self, line: str) -> None:
        self.stream.write(line + "\n")
        self._blank = not line


def letters(text: str, encoding: str) -> str:
    """Text on one line without control characters, in letters of an encoding; the rest is spelled or left as “?”."""
    text = clean(text)
    if text.isascii():
        return text
    text = _flat(text)
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "".join(_spelled(char, encoding) for char in text)
    return text


@lru_cache(maxsize=2048)
def _spelled(char: str, encoding: str) -> str:
    try:
        char.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        pass
    else:
        return char
    if char in _PLAIN:
        return _PLAIN[char]
    base = "".join(part for part in unicodedata.normalize("NFKD", char) if part.isascii())
    if base:
        return base
    if unicodedata.combining(char) or unicodedata.category(char).startswith(("M", "C")):
        return ""
    if unicodedata.category(char).startswith("S"):
        return f"({unicodedata.name(char, 'sign').lower()})"
    return "?"


def _flat(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char in text:
        run = 0 if cells(char) else run + 1
        if run <= _MARKS:
            kept.append(char)
    return "".join(kept)


def wrap(text: str, width: int, hang: int = 0) -> list[str]:
    """Lines of at most `width` cells; words that are longer are broken, but for addresses of the web."""
    lines: list[str] = []
    line, at = "", 0
    for word in text.split():
        for piece in _pieces(word, width - hang):
            size = cells(piece)
            if at and at + 1 + size > width:
                lines.append(line)
                line, at = " " * hang + piece, hang + size
            elif at:
                line, at = f"{line} {piece}", at + 1 + size
            else:
                line, at = piece, size
    return [*lines, line] if line else lines


def _pieces(word: str, width: int) -> list[str]:
    if cells(word) <= width or (word.startswith(("https://", "http://")) and len(word) <= _ADDRESS):
        return [word]
    found, piece, at = [], "", 0
    for char in word:
        size = cells(char)
        if at + size > width and piece:
            found.append(piece)
            piece, at = "", 0
        piece, at = piece + char, at + size
    return [*found, piece]
