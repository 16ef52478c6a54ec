"""Lines that stand too far in or out, and quotation marks left open: found by eye, once a parser has given up.

A parser complains where it can go on no longer, which is often a line after the slip.  Here the lines around its
complaint are compared with each other, as an author would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_DASHES: Final = re.compile(r"(?:- +)*(?:-$)?")
_KEY: Final = re.compile(r"([A-Za-z_][\w-]*|\"[\w-]+\"|'[\w-]+') *:(?= |$)")
_BLOCK_TEXT: Final = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
_NEAR_BY: Final = 5_000
"""Lines before the complaint that are looked at."""


class Fault(NamedTuple):
    """A slip of the layout, counted from 0, in an author's words."""

    line: int
    column: int
    message: str
    hint: str
    length: int = 1


class Row(NamedTuple):
    """One line that is no part of a text: what begins on it, and where."""

    line: int
    indent: int
    dashes: tuple[int, ...]
    column: int
    """Where what follows the dashes begins."""
    key: str
    value: str

    @property
    def form(self) -> str:
        """Of what kind its value is, by its first letter."""
        first = self.value[:1]
        return "number" if first.isdigit() or first in ("-", "+") else first if first in "{[\"'|>" else "text"


@dataclass
class Block:
    """Lines that belong side by side: the entries of a list or the keys of a mapping."""

    column: int
    is_list: bool
    rows: list[Row] = field(default_factory=list)
    closed_by: Row | None = None
    above: int = 0
    """Column of the key it belongs to."""


def unclosed_quote(lines: Sequence[str], line: int, column: int) -> Fault | None:
    """The quotation mark that swallowed lines until the next one, or the one that ends its text too early."""
    head = lines[line][:column]
    row = row_of(lines[line], line)
    if (
        row is not None
        and row.value[:1] in ("'", '"')
        and head.endswith(row.value[:1])
        and head.count(row.value[0]) == 2
    ):
        hint = "inside '…' write an apostrophe twice, or use \"…\"" if row.value[0] == "'" else "use “ ” inside"
        return Fault(line, column - 1, "the quotation ends here, and the text goes on", hint)
    for mark in "\"'":
        if head.count(mark) % 2 == 0:
            continue
        number = next((n for n in range(line - 1, max(-1, line - _NEAR_BY), -1) if mark in lines[n]), -1)
        if number < 0:
            continue
        opened = re.search(rf"(?:^\s*|[:,-]\s+|[\[{{]\s*){mark}(?=[^{mark}]*$)", lines[number])
        swallowed = [text for text in lines[number + 1 : line + 1] if _KEY.match(_after_dashes(text))]
        if opened is None or not swallowed or lines[number].count(mark) % 2 == 0:
            continue
        message = f"a quotation mark is opened here and not closed before the next one, on line {line + 1}"
        return Fault(number, opened.end() - 1, message, "close it at the end of this text, or use “ ” inside")
    return None


def _after_dashes(text: str) -> str:
    text = text.lstrip(" ")
    found = _DASHES.match(text)
    return text[found.end() :] if found else text


def row_of(text: str, line: int) -> Row | None:
    """What a line begins; None for blank lines and comments."""
    bare = text.strip()
    if not bare or bare.startswith("#"):
        return None
    indent = len(text) - len(text.lstrip(" "))
    found = _DASHES.match(text, indent)
    column = found.end() if found else indent
    dashes = tuple(at for at in range(indent, column) if text[at] == "-")
    key = _KEY.match(text, column)
    value = text[key.end() if key else column :].strip()
    return Row(line, indent, dashes, column, key.group(1) if key else "", "" if value.startswith("#") else value)


def rows(lines: Sequence[str], first: int = 0) -> Iterator[Row]:
    """The lines of a file that are no parts of texts, quoted texts or { } and [ ] lists begun before them."""
    text_above, text_at, waiting = -1, -1, ""
    for number in range(first, len(lines)):
        text = lines[number]
        row = row_of(text, number)
        if row is None:
            continue
        if waiting:
            waiting = "" if waiting in text else waiting
            continue
        if row.indent > text_above >= 0 and row.indent >= text_at:
            text_at = row.indent if text_at < 0 else text_at
            continue
        text_above = text_at = -1
        if not (row.key or row.dashes):
            continue
        if _BLOCK_TEXT.match(row.value):
            text_above = row.column if row.key else row.dashes[-1]
        elif row.value[:1] in ("{", "[") and row.value.count(row.value[0]) > row.value.count("]}"[row.value[0] == "{"]):
            waiting = "}" if row.value[0] == "{" else "]"
        elif row.value[:1] in ("'", '"') and row.value.count(row.value[0]) % 2:
            waiting = row.value[0]
        yield row


class _Layout:
    """The blocks of a file down to one line."""

    def __init__(self, lines: Sequence[str], until: int) -> None:
        self.lines = lines
        self.all = list(rows(lines[: until + _NEAR_BY], max(0, until - _NEAR_BY)))
        self.open: list[Block] = []
        self.closed: list[Block] = []
        self.row = next((row for row in self.all if row.line == until), None)
        for row in self.all:
            if row.line >= until:
                break
            self._take(row)

    def _take(self, row: Row) -> None:
        starts = [(at, True) for at in row.dashes] + ([(row.column, False)] if row.key else [])
        for at, is_list in starts:
            while self.open and (
                self.open[-1].column > at or (self.open[-1].column == at and self.open[-1].is_list and not is_list)
            ):
                block = self.open.pop()
                block.closed_by = row
                self.closed.append(block)
            top = self.open[-1] if self.open else None
            if top is None or top.column < at or top.is_list != is_list:
                self.open.append(Block(at, is_list, above=top.column if top else 0))
            self.open[-1].rows.append(row)

    def usual(self, key: str, column: int, but: Row) -> int:
        """How often a key stands at a column elsewhere in the file."""
        return sum(row.key == key and row.column == column and row is not but for row in self.all)

    def alike_after(self, row: Row, column: int, least: int) -> int:
        """Lines from a row on that stand at a column in the same form, as far as its block goes."""
        count = 0
        for other in self.all:
            if other.line < row.line:
                continue
            at = other.indent if row.dashes else other.column
            if other.line > row.line and (at < least or (row.dashes and at <= least and not other.dashes)):
                break
            count += at == column and bool(other.dashes) == bool(row.dashes)
        return count

    def usual_step(self, step: int) -> int:
        """How often lists begin so many columns further in than their key."""
        pairs = zip(self.all, self.all[1:], strict=False)
        return sum(
            bool(one.key and not one.value and two.dashes) and two.indent - one.column == step for one, two in pairs
        )


def misplaced(lines: Sequence[str], line: int, column: int) -> Fault | None:
    """The line that stands too far in or out, where a complaint is about a line's beginning or its first colon."""
    layout = _Layout(lines, line)
    row = layout.row
    if row is None or column not in (row.indent, row.column, _colon(lines, row)):
        return None
    sandwiched = _sandwiched(layout, row)
    if sandwiched is not None:
        return sandwiched
    at = row.indent if row.dashes else row.column
    known = [block for block in layout.open if block.is_list == bool(row.dashes)]
    if not known or any(block.column == at for block in known if not row.dashes):
        return None
    distances = sorted({abs(block.column - at) for block in known})
    nearest = [block for block in known if abs(block.column - at) == distances[0]][::-1]
    nearest.sort(key=lambda block: -layout.usual(row.key, block.column, row) if row.key and not row.dashes else 0)
    block = nearest[0]
    if block.column == at:
        return None
    first = block.rows[0]
    before = len(block.rows) + layout.alike_after(row, block.column, min(at, block.column)) * (at > block.column)
    after = layout.alike_after(row, at, min(at, block.column))
    if after == before == 1 and row.dashes:
        after += layout.usual_step(at - block.above) > layout.usual_step(block.column - block.above) + 1
    if after > before and (row.dashes or not first.dashes):
        return _told(lines, first, block.column, at, row)
    other = ""
    if len(nearest) > 1 and nearest[1].column != block.column:
        other = f", or like line {nearest[1].rows[-1].line + 1} if it belongs there"
    fault = _told(lines, row, at, block.column, block.rows[-1], other)
    if column == _colon(lines, row) and at > block.column and row.line:
        return fault._replace(hint=f"{fault.hint}; if it belongs to the text above it, put that text in quotes")
    return fault


def _colon(lines: Sequence[str], row: Row) -> int:
    return lines[row.line].find(":", row.column) if row.key else -1


def _sandwiched(layout: _Layout, row: Row) -> Fault | None:
    """A line further out than those before and after it, which are of one block."""
    if row.dashes or not row.key:
        return None
    for block in reversed(layout.closed):
        outer = block.closed_by
        if block.column != row.column or block.is_list or outer is None or outer.dashes:
            continue
        holder = next((one for one in layout.open if one.rows[-1] is outer), None)
        if holder is None or holder.column >= row.column:
            return None
        at, wanted = outer.column, block.column
        votes = layout.usual(outer.key, wanted, outer) - layout.usual(outer.key, at, outer)
        votes += layout.usual(row.key, wanted, row) - layout.usual(row.key, at, row)
        alike = {outer.form, row.form} == {other.form for other in block.rows[-2:]}
        alike |= not outer.value and layout.open[-1].column > wanted
        if votes > 0 or (votes == 0 and alike):
            return _told(layout.lines, outer, at, wanted, block.rows[-1])
        return None
    return None


def _told(lines: Sequence[str], row: Row, at: int, wanted: int, like: Row, other: str = "") -> Fault:
    columns = "1 column" if at == 1 else f"{at} columns"
    message = f"this line stands {columns} in, its neighbours {wanted}"
    length = 1 if row.dashes and at == row.indent else max(1, len(row.key))
    return Fault(row.line, at, message, f"indent it like line {like.line + 1}{other}", length)


def stray_text(lines: Sequence[str], line: int) -> Fault | None:
    """What is wrong with a line that is no “key: value”, where it begins."""
    text = lines[line]
    at = len(text) - len(text.lstrip(" "))
    bare = re.match(r"(?:- +)*([A-Za-z_][\w-]*):(?=[^\s:/])", text[at:])
    if bare:
        return Fault(line, at + bare.end() - 1, "a blank is missing after the “:”", f"write {bare.group(1)}: …")
    above = [row for row in rows(lines[:line], max(0, line - _NEAR_BY)) if row.key]
    last = above[-1] if above else None
    if last is None or last.column > at:
        return None
    if not _BLOCK_TEXT.match(last.value):
        return None
    inside = next((n for n in range(last.line + 1, line) if lines[n].strip()), None)
    if inside is None:
        hint = f"indent it further than “{last.key}”, by {last.column + 2} columns"
    else:
        hint = f"indent it like line {inside + 1}"
    columns = "1 column" if at == 1 else f"{at} columns"
    told = f"this line stands {columns} in, no further than “{last.key}:” on line {last.line + 1}, whose text it may be"
    return Fault(line, at, told, f"{hint}; or add the “:” of a new key")
