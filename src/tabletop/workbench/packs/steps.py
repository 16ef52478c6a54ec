"""The steps from one format of authored files to the next: which keys are written otherwise, and where they stand.

A step renames keys and changes nothing else; the checker explains what a newer format asks for beyond that.  Format 0
is that of the drafts before the first release.  The next format adds a `Step` here and a sample to the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Path = tuple[str | int, ...]
ANY: Final = "*"
"""Any key, or any entry of a list."""


@dataclass(frozen=True, slots=True)
class Rename:
    """A key that is called otherwise from now on; `where` leads to the mapping it stands in."""

    where: Path
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Step:
    """From one format to the next, for each kind of file; cards' renames are relative to one card."""

    start: int
    about: str
    heads: tuple[Rename, ...]
    """In ``campaign.yaml`` and ``deck.yaml``."""
    cards: tuple[Rename, ...]


STEPS: Final = (
    Step(
        0,
        "the spelling of the drafts before the first release",
        heads=(
            Rename((), "license", "licence"),
            Rename((), "rival", "outside"),
            Rename(("members", ANY), "color", "colour"),
            Rename(("members", ANY), "redlines", "red_lines"),
        ),
        cards=(
            Rename((), "strategies", "options"),
            Rename((), "description", "situation"),
            Rename((), "human", "human_cost"),
            Rename((), "followup", "follow_up"),
            Rename(("follow_up", ANY), "on", "if"),
            Rename(("followup", ANY), "on", "if"),
            Rename(("follow_up",), "on", "if"),
            Rename(("followup",), "on", "if"),
        ),
    ),
)
"""In order; each begins at the format that the one before it leads to."""


def places(data: Any, rename: Rename, root: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every mapping that a rename speaks of and that has its old key, with the way to it."""
    todo: list[tuple[Path, Any]] = [(root, data)]
    for step in rename.where:
        below: list[tuple[Path, Any]] = []
        for path, value in todo:
            if step == ANY:
                whole = enumerate(value) if isinstance(value, list) else ()
                items = value.items() if isinstance(value, dict) else whole
                below += [((*path, key), item) for key, item in items]
            elif isinstance(value, dict) and step in value:
                below.append(((*path, step), value[step]))
        todo = below
    for path, value in todo:
        if isinstance(value, dict) and rename.old in value:
            yield path, value
