"""Authors' YAML, read in one pass from PyYAML's event stream.

Only events are used: PyYAML's composers and constructors recurse (100,000 open brackets crash libyaml's), expand
aliases and guess types.  The pass builds plain data, notes where every key and value stands, and refuses what a
deck never needs: anchors, tags, directives, merge keys, second documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import yaml

from tabletop.content import scalars, source
from tabletop.content.places import Document, Spot
from tabletop.content.source import Source
from tabletop.content.text import shorten

_FastParser: Any = None
try:
    from yaml import cyaml
except ImportError:  # PyYAML was built without libyaml
    pass
else:
    _FastParser = cyaml.CParser  # type: ignore[attr-defined]

MAX_DEPTH: Final = 40
MAX_NODES: Final = 150_000
_COMMENT: Final = re.compile(r"[ \t]+#")


class _PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser, for machines without libyaml."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


class _Stop(Exception):
    """Reading of this file ends here; the reason is reported already."""


def read(path: Path, root: Path, *, name: str = "", pure: bool = False) -> Document:
    """Read a file inside `root`.  Never raises for what an author can write: problems are in ``.source.problems``."""
    return parse(source.load(path, root, name or str(path)), pure=pure)


def read_text(text: str | bytes, name: str = "text", *, pure: bool = False) -> Document:
    """Read YAML that is no file (tests, the card bench)."""
    return parse(source.decode(text.encode() if isinstance(text, str) else text, name), pure=pure)


def parse(origin: Source, *, pure: bool = False, stop_after: frozenset[str] = frozenset()) -> Document:
    """The document of a source.  With `stop_after`, reading ends once all these top-level keys are there."""
    builder = _Builder(origin, stop_after)
    data, spot = None, Spot(0, 0)
    if origin.sound and not _refuse_directive(origin):
        try:
            with _events(origin.text, pure) as following:
                data, spot = builder.document(following)
        except _Stop:
            origin.sound = False
        except yaml.MarkedYAMLError as error:
            from tabletop.content import syntax

            origin.sound = False
            syntax.report(origin, error)
        except (yaml.YAMLError, RecursionError) as error:
            origin.sound = False
            origin.report("E104", 0, 0, f"this is not YAML: {shorten(str(error), 80)}")
    return Document(origin, data, spot)


@contextmanager
def _events(text: str, pure: bool) -> Iterator[Callable[[], Any]]:
    """What gives the next event at each call, and None after the last."""
    parser: Any = _PureParser(text) if pure or _FastParser is None else _FastParser(text)
    try:
        yield parser.get_event
    finally:
        parser.dispose()


def _refuse_directive(origin: Source) -> bool:
    for number, line in enumerate(origin.lines):
        if line.startswith("%"):
            origin.report("E110", number, 0, "YAML directives are not used here", "delete the line", len(line))
            origin.sound = False
            return True
        if line.strip() and not line.lstrip().startswith("#"):
            return False
    return False


class _Builder:
    """Turns events into data and spots; one for each file."""

    def __init__(self, origin: Source, stop_after: frozenset[str]) -> None:
        self.origin = origin
        self.stop_after = stop_after
        self.nodes = 0
        self.next: Callable[[], Any] = lambda: None

    def document(self, following: Callable[[], Any]) -> tuple[Any, Spot]:
        self.next = following
        data, spot, seen = None, Spot(0, 0), False
        while (event := following()) is not None:
            match event:
                case yaml.StreamStartEvent() | yaml.StreamEndEvent() | yaml.DocumentEndEvent():
                    continue
                case yaml.DocumentStartEvent():
                    if seen:
                        self._report("E111", event, "a second document starts here", "put it into a file of its own")
                        raise _Stop
                    seen = True
                case _:
                    data, spot = self._node(event, 0)
                    if self.stop_after and isinstance(data, dict) and self.stop_after <= data.keys():
                        return data, spot
        if data is None and self.origin.sound:
            self.origin.report("E116", 0, 0, "the file holds nothing but comments")
            raise _Stop
        return data, spot

    def _report(
        self, code: str, event: Any, message: str, hint: str = "", length: int = 1, fix: str | None = None
    ) -> None:
        self.origin.report(code, event.start_mark.line, event.start_mark.column, message, hint, length, fix)

    def _node(self, event: Any, depth: int) -> tuple[Any, Spot]:
        mark = event.start_mark
        spot = Spot(mark.line, mark.column)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._report("E114", event, f"the file has more than {MAX_NODES:,} values", "divide it into several files")
            raise _Stop
        if type(event) is yaml.AliasEvent:
            self.origin.sound = False
            name = str(event.anchor)
            self._report(
                "E107",
                event,
                f"the alias *{shorten(name)} repeats a value by reference",
                "write the value out",
                len(name) + 1,
            )
            return None, spot
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        if type(event) is yaml.ScalarEvent:
            return self._scalar(event, spot), spot
        if depth >= MAX_DEPTH:
            self._report("E113", event, f"more than {MAX_DEPTH} levels stand one inside the other")
            raise _Stop
        if type(event) is yaml.SequenceStartEvent:
            return self._sequence(spot, depth + 1), spot
        return self._mapping(spot, depth + 1), spot

    def _refuse_decoration(self, event: Any) -> None:
        if event.anchor is not None:
            self.origin.sound = False
            self._report(
                "E107",
                event,
                f"the anchor &{shorten(event.anchor)} names a value for reuse",
                "write the value out where it is needed; text that begins with & needs quotes",
            )
        if event.tag is not None:
            self.origin.sound = False
            self._report(
                "E109",
                event,
                f"the tag {shorten(event.tag)} sets a type by hand",
                "delete it; text that begins with ! needs quotes",
            )

    def _scalar(self, event: Any, spot: Spot) -> scalars.Scalar:
        mark = event.end_mark
        spot.end = (mark.line, mark.column)
        spot.style = event.style or ""
        text: str = event.value
        if spot.style:
            return text
        self._warn_of_cut(text, spot)
        if scalars.has_leading_zero(text):
            number = text.lstrip("+-0") or "0"
            self._report(
                "E118",
                event,
                f"{shorten(text)} starts with 0: some programs read it as eight-based",
                f"write {shorten(number)}, or quote it if it is text",
                len(text),
                f"-{number}" if text.startswith("-") else number,
            )
        return scalars.resolve(text)

    def _warn_of_cut(self, text: str, spot: Spot) -> None:
        """`#` after a blank begins a comment, also in the middle of what an author meant as one sentence."""
        line, column = spot.end
        # A value left out at the very end of a file ends on a line that is not there.
        if not text or line >= len(self.origin.lines):
            return
        source = self.origin.lines[line]
        found = _COMMENT.match(source, column) if column < len(source) else None
        if found is None:
            return
        at = found.end() - 1
        touching = at + 1 < len(source) and source[at + 1] not in " #\t"
        if touching or (at == column + 1 and " " in text):
            hint = "put the whole text in quotes, or leave two spaces before a comment"
            self.origin.report("W201", line, at, "the text ends here: “#” begins a comment", hint, len(source) - at)

    def _sequence(self, spot: Spot, depth: int) -> list[Any]:
        items: list[Any] = []
        children: dict[Any, Spot] = {}
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            item, child = self._node(event, depth)
            children[len(items)] = child
            items.append(item)
        spot.children = children
        return items

    def _mapping(self, spot: Spot, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        spot.keys, spot.children = {}, {}
        while type(event := self.next()) is not yaml.MappingEndEvent:
            key = self._key(event, depth)
            value, child = self._node(self.next(), depth)
            if key is None:
                continue
            if key in items:
                first = spot.keys[key][0] + 1
                self._report(
                    "E112", event, f"“{shorten(key)}” is given twice", f"the first is on line {first}", len(key)
                )
                continue
            items[key] = value
            spot.keys[key] = (event.start_mark.line, event.start_mark.column)
            spot.children[key] = child
            if depth == 1 and self.stop_after and self.stop_after <= items.keys():
                break
        return items

    def _key(self, event: Any, depth: int) -> str | None:
        """The key as written, or None when it cannot be one."""
        if type(event) is not yaml.ScalarEvent:
            self._report("E119", event, "a key must be one plain word", "text with { or [ at its start needs quotes")
            self.origin.sound = False
            self._node(event, depth)
            return None
        self.nodes += 1
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        if event.value == "<<" and not event.style:
            self._report("E108", event, "merge keys (<<) are not used here", "write the values out", 2)
            self.origin.sound = False
            return None
        if not event.value:
            self._report("E119", event, "a value stands here without a key")
            return None
        return str(event.value)
