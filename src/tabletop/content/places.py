"""Where every key and value of a read file stands, so that any later check can point at the exact word."""

from __future__ import annotations

from typing import Any

from tabletop.content.problems import Problem, clear_fix
from tabletop.content.source import Source

Path = tuple[str | int, ...]


class Spot:
    """The place of one value, counted from 0, with its children's; `keys` holds the place of each key of a mapping."""

    __slots__ = ("children", "column", "end", "keys", "line", "style")

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column
        self.end = (line, column)
        self.style = ""
        self.keys: dict[str, tuple[int, int]] | None = None
        self.children: dict[Any, Spot] | None = None


class Place:
    """One key or value of a document: what a check holds while it walks, to report at the right word."""

    __slots__ = ("card", "document", "path")

    def __init__(self, document: Document, path: Path = (), card: str = "") -> None:
        self.document, self.path, self.card = document, path, card

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.document, (*self.path, step), self.card)

    def at(self, *steps: str | int) -> Place:
        return Place(self.document, (*self.path, *steps), self.card)

    def on_card(self, card: str) -> Place:
        """The same place, its problems counted as this card's (so that the card's `ignore:` reaches them)."""
        return Place(self.document, self.path, card)

    def problem(
        self,
        code: str,
        message: str,
        hint: str = "",
        *,
        key: bool = False,
        offset: int | None = None,
        length: int = 0,
        confidence: str = "",
        fix: str | None = None,
    ) -> Problem:
        """A problem here: at the value, at its `key`, or at a character `offset` inside a text value.

        `fix` is what to write instead of the marked characters; a hint “did you mean “x”?” is one by itself.
        """
        document = self.document
        if key:
            line, column, size = document.key_of(self.path)
        elif offset is not None:
            line, column = document.inside(self.path, offset)
            size = 1
        else:
            line, column, size = document.value_of(self.path)
        lines = document.source.lines
        excerpt = lines[line] if line < len(lines) else ""
        size = max(1, length or size)
        room = max(1, len(excerpt) - column)
        # Of a word that goes on in the next line, only what stands here can be marked, and no part is mended alone.
        whole, size = size <= room, min(size, room)
        return Problem(
            code,
            document.source.name,
            line + 1,
            column + 1,
            message,
            hint,
            excerpt,
            size,
            self.card,
            self.keys,
            confidence,
            (clear_fix(excerpt[column : column + size], hint) if fix is None else fix) if whole else None,
        )

    @property
    def keys(self) -> str:
        """The way here as ``members/aster/brief``: entries of a list by their id, so that it outlives a new line."""
        data, words = self.document.data, []
        for step in self.path:
            try:
                data = data[step]
            except (KeyError, IndexError, TypeError):
                data = None
            name = data.get("id") if isinstance(step, int) and isinstance(data, dict) else None
            words.append(name if isinstance(name, str) else "-" if isinstance(step, int) else step)
        return "/".join(words)


class Document:
    """One read file: plain data, and the place of everything in it."""

    def __init__(self, source: Source, data: Any, spot: Spot) -> None:
        self.source, self.data, self.spot = source, data, spot

    @property
    def sound(self) -> bool:
        """Whether the data is what the author wrote, so that its shape can be judged."""
        return self.source.sound

    @property
    def root(self) -> Place:
        return Place(self)

    def _walk(self, path: Path) -> tuple[Spot, Spot | None, str]:
        """The nearest spot to a path, its parent, its key (``''`` in a list); steps that lead nowhere are skipped."""
        spot, parent, key = self.spot, None, ""
        for step in path:
            child = spot.children.get(step) if spot.children else None
            if child is not None:
                parent, spot = spot, child
                key = step if isinstance(step, str) else ""
        return spot, parent, key

    def spot_at(self, path: Path) -> Spot | None:
        """What stands at exactly this path, if anything does."""
        spot = self.spot
        for step in path:
            child = spot.children.get(step) if spot.children else None
            if child is None:
                return None
            spot = child
        return spot

    def has(self, path: Path) -> bool:
        """Whether something stands at exactly this path."""
        return self.spot_at(path) is not None

    def value_at(self, path: Path) -> Any:
        """The plain data at a path; raises ``LookupError`` where there is none."""
        value = self.data
        for step in path:
            value = value[step]
        return value

    def key_of(self, path: Path) -> tuple[int, int, int]:
        """Line, column and length of the key that leads to a path (of the value where there is no key)."""
        _, parent, key = self._walk(path)
        if parent is None or not key or parent.keys is None:
            return self.value_of(path)
        line, column = parent.keys[key]
        return line, column, len(key)

    def value_of(self, path: Path) -> tuple[int, int, int]:
        """Line, column and length of the value at a path."""
        spot, _, key = self._walk(path)
        if spot.style in ("|", ">") and key:
            return self.key_of(path)
        on_one_line = spot.end[0] == spot.line
        return spot.line, spot.column, spot.end[1] - spot.column if on_one_line else 1

    def inside(self, path: Path, offset: int) -> tuple[int, int]:
        """Line and column of character `offset` of a text value, quoted, folded or plain."""
        spot, _, _ = self._walk(path)
        value = self.data
        for step in path:
            if isinstance(value, dict):
                value = value.get(step, value)
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
        found = _align(self.source.lines, spot, str(value), offset)
        return found or (spot.line, spot.column)


def _align(lines: list[str], spot: Spot, value: str, offset: int) -> tuple[int, int] | None:
    """Walk value and source side by side until `offset`; None where an escape makes them differ."""
    line, column = spot.line, spot.column
    if spot.style in ("|", ">"):
        line, column = line + 1, 0
    elif spot.style in ("'", '"'):
        column += 1
    for index, char in enumerate(value[: offset + 1]):
        blank = char in " \n"
        if not blank or index == offset:
            # A folded break stands for one space: skip what is blank in the source before the next visible character.
            while line < len(lines) and line <= spot.end[0]:
                if column < len(lines[line]) and (blank or lines[line][column] not in " \t"):
                    break
                line, column = (line + 1, 0) if column >= len(lines[line]) else (line, column + 1)
        if blank:
            if line < len(lines) and column < len(lines[line]) and lines[line][column] == " ":
                column += 1
            continue
        if line >= len(lines) or lines[line][column : column + 1] != char:
            return None
        if index == offset:
            return line, column
        column += 2 if char == "'" and spot.style == "'" else 1
    return line, column
