"""The text of one authored file, made safe to parse, and the way from an offset back to line and column.

Everything that could crash, stall or mislead a YAML parser or a reader's eye is met here, before any parser runs.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from tabletop.content.problems import Problem
from tabletop.content.text import BIDI

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_REPEATS: Final = 20
"""Problems of one code that are told for one file."""

_REFUSED: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    r"\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_INDENT: Final = re.compile(r"[ \t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]+")
_MARKS: Final = (
    (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"),
)  # fmt: skip


class Source:
    """The lines of one file and the problems found in it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        """The path as it is shown to people."""
        self.text = text.replace("\r\n", "\n")
        self.lines = self.text.split("\n")
        self.problems: list[Problem] = []
        self.sound = True
        """False when the text or its structure is not what the author meant, so that shape cannot be judged."""
        self._told: dict[str, int] = {}

    def report(
        self, code: str, line: int, column: int, message: str, hint: str = "", length: int = 1, fix: str | None = None
    ) -> None:
        """Add a problem at a place counted from 0; the twenty-first of a code and later ones are left out."""
        told = self._told[code] = self._told.get(code, 0) + 1
        if told <= MAX_REPEATS:
            excerpt = self.lines[line] if 0 <= line < len(self.lines) else ""
            room = max(1, len(excerpt) - column)
            # Part of a word that goes on in the next line is marked as far as it stands here, and not mended.
            fix, length = fix if length <= room else None, max(1, min(length, room))
            problem = Problem(code, self.name, line + 1, column + 1, message, hint, excerpt, length, fix=fix)
            self.problems.append(problem)


def failed(name: str, code: str, message: str, hint: str = "") -> Source:
    """A source that could not be read at all."""
    source = Source(name, "")
    source.problems.append(Problem(code, name, 0, 0, message, hint))
    source.sound = False
    return source


def load(path: Path, root: Path, name: str) -> Source:
    """The file at `path`, which must be an ordinary file inside `root` once all links are followed."""
    try:
        real, home = path.resolve(strict=True), root.resolve(strict=True)
        if not real.is_relative_to(home):
            return failed(name, "E117", "the file lies outside its folder", "copy it in instead of linking to it")
        # Opened without blocking and judged by its handle: a pipe or device must not hang or flood the reader.
        handle = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return failed(name, "E101", "this is not an ordinary file")
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return failed(name, "E101", "there is no such file")
    except IsADirectoryError:
        return failed(name, "E101", "this is a folder, not a file")
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "the path is not usable"
        return failed(name, "E101", f"the file cannot be read: {reason}")
    return decode(data, name)


def decode(data: bytes, name: str) -> Source:
    """The text of a file's bytes, with everything refused reported; `Source.sound` tells whether to parse on."""
    if len(data) > MAX_BYTES:
        return failed(name, "E115", "the file is larger than 2 MiB", "divide it into several files")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return failed(name, "E102", f"the file is in {encoding}, not UTF-8", "save it as UTF-8")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        source = Source(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, name)
    if not source.text.strip():
        return failed(name, "E116", "the file is empty", "every file needs at least a format, an id and a title")
    _refuse_characters(source)
    _refuse_indents(source)
    return source


def _not_utf8(data: bytes, at: int, name: str) -> Source:
    source = Source(name, data.decode("latin-1"))
    line, start = data.count(b"\n", 0, at), data.rfind(b"\n", 0, at) + 1
    column = len(data[start:at].decode("utf-8", "replace"))
    source.report("E102", line, column, f"byte 0x{data[at]:02X} is not UTF-8", "save the file as UTF-8")
    source.sound = False
    return source


def _refuse_characters(source: Source) -> None:
    """Report control and direction characters, and put a harmless one in their place so that reading can go on."""
    if not _REFUSED.search(source.text):
        return
    for number, line in enumerate(source.lines):
        for found in _REFUSED.finditer(line):
            char = found.group()
            name = f"U+{ord(char):04X}"
            if char in BIDI:
                source.report(
                    "E103",
                    number,
                    found.start(),
                    f"a hidden character ({name}) turns the direction of text",
                    "delete it; it can make a line look other than it is",
                    fix="",
                )
            else:
                what = f"a control character ({name}) stands here"
                source.report("E103", number, found.start(), what, "delete it", fix="")
    source.text = _REFUSED.sub("\ufffd", source.text)


def _refuse_indents(source: Source) -> None:
    for number, line in enumerate(source.lines):
        if not line or not line[0].isspace():
            continue
        indent = _INDENT.match(line)
        if indent is None or indent.end() == len(line):
            continue
        for column, char in enumerate(indent.group()):
            if char == " ":
                continue
            source.sound = False
            if char == "\t":
                source.report("E105", number, column, "a tab stands in the indent", "indent with spaces only")
            else:
                what = "a non-breaking space" if char == "\u00a0" else f"an unusual space (U+{ord(char):04X})"
                source.report(
                    "E106",
                    number,
                    column,
                    f"{what} stands in the indent; it looks like a space and is none",
                    "retype the indent with plain spaces",
                    fix=" ",
                )
            break
