"""What a search found, target by target: proved dead, reachable with a seed and how to replay it, or not met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tabletop.workbench.walks.archive import Walk, script
from tabletop.workbench.walks.nearest import Approach, approach
from tabletop.workbench.walks.search import Search
from tabletop.workbench.walks.targets import KINDS, Target

DEAD: Final = "dead"
REACHABLE: Final = "reachable"
OPEN: Final = "not met"


@dataclass(frozen=True, slots=True)
class Result:
    """One target and its class."""

    target: Target
    number: int
    found: str
    """`DEAD`, `REACHABLE` or `OPEN`."""
    walk: Walk | None = None
    """Of what is reachable: the first walk that met it."""
    turn: int = 0
    count: int = 0
    """Walks that met it; of a condition's side only until both sides had been seen."""
    nearest: Approach | None = None
    """Of what was not met: how near a walk came."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Targets of one kind, counted."""

    met: int
    dead: int
    all: int

    @property
    def open(self) -> int:
        return self.all - self.met - self.dead


class Results:
    """A search, read."""

    def __init__(self, search: Search) -> None:
        self.search, self.ground = search, search.ground
        self.rows: tuple[Result, ...] = tuple(self._rows())
        self.made = len(search.archive.walks)

    def _rows(self) -> Iterator[Result]:
        archive = self.search.archive
        for number, target in enumerate(self.ground.targets):
            first = int(archive.first[number])
            if first >= 0:
                walk, turn = archive.walks[first], int(archive.turn[number])
                yield Result(target, number, REACHABLE, walk, turn, int(archive.count[number]))
            elif number in self.search.dead:
                yield Result(target, number, DEAD)
            else:
                yield Result(target, number, OPEN, nearest=approach(self.search, number))

    def of(self, kind: str) -> list[Result]:
        """The results of one kind, in file order."""
        return [row for row in self.rows if row.target.kind == kind]

    @property
    def open(self) -> list[Result]:
        """Everything that was not met and is not proved dead."""
        return [row for row in self.rows if row.found == OPEN]

    @property
    def dead(self) -> list[Result]:
        return [row for row in self.rows if row.found == DEAD]

    def tallies(self) -> dict[str, Tally]:
        """How much of each kind was met."""
        made = {}
        for kind in KINDS:
            found = [row.found for row in self.of(kind)]
            made[kind] = Tally(found.count(REACHABLE), found.count(DEAD), len(found))
        return made

    def idle(self) -> dict[str, float]:
        """By member: share of the plain walks in which it had nothing at stake three turns running."""
        return dict(zip(self.ground.tables.alliance.ids, self.search.idle.tolist(), strict=True))

    def how(self, walk: Walk, folder: Path | None = None) -> str:
        """The words of the call that plays a walk again; the script's name where it needs one."""
        level = "" if self.ground.level.word == self.ground.campaign.level else f" --level {self.ground.level.word}"
        if walk.mind:
            return f"--seed {walk.seed}{level} --mind {walk.mind}"
        return f"--script {folder / file_of(walk) if folder else file_of(walk)}"

    def as_json(self, folder: Path | None = None) -> dict[str, Any]:
        """Everything as plain data; the fields are told in ``docs/author/walks.md``."""
        search, ground = self.search, self.ground
        plain = len(search.plain)
        return {
            "campaign": ground.campaign.id, "digest": ground.campaign.digest, "level": ground.level.word,
            "seed": search.seed, "walks": self.made, "walks_asked": search.walks, "plain_walks": plain,
            "coverage": {
                kind: {"all": tally.all, "met": tally.met, "dead": tally.dead, "open": tally.open}
                for kind, tally in self.tallies().items()
            },
            "endings": search.tallies,
            "idle": {member: round(share, 4) for member, share in self.idle().items()},
            "targets": [self._row(row, folder) for row in self.rows],
        }  # fmt: skip

    def _row(self, row: Result, folder: Path | None) -> dict[str, Any]:
        target, walk = row.target, row.walk
        place = target.problem("W501", "")
        told: dict[str, Any] = {
            "kind": target.kind, "label": target.label, "owner": target.owner, "class": row.found,
            "file": place.file, "line": place.line, "column": place.column,
        }  # fmt: skip
        if walk is not None:
            told |= {
                "seed": walk.seed, "turn": row.turn, "mind": walk.mind or None,
                "script": None if walk.mind or folder is None else file_of(walk), "walks": row.count,
            }  # fmt: skip
        if row.nearest is not None:
            near = row.nearest
            told["nearest"] = {
                "seed": near.walk.seed, "turn": near.turn, "read": near.read, "missing": list(near.missing),
                "script": None if near.walk.mind or folder is None else file_of(near.walk),
            }  # fmt: skip
        return told

    def scripts(self) -> list[Walk]:
        """The walks that no mind alone plays again and that something was met in first, or that came nearest."""
        walks = [row.walk for row in self.rows if row.walk is not None]
        walks += [row.nearest.walk for row in self.rows if row.nearest is not None]
        return list({walk.number: walk for walk in walks if not walk.mind}.values())

    def write_scripts(self, folder: Path) -> int:
        """Write a script for each walk that needs one; how many.  Raises ``OSError`` as files do."""
        folder.mkdir(parents=True, exist_ok=True)
        walks = self.scripts()
        for walk in walks:
            (folder / file_of(walk)).write_text(script(self.ground, walk), encoding="utf-8", newline="\n")
        return len(walks)


def file_of(walk: Walk) -> str:
    """The name of a walk's script."""
    return f"walk-{walk.number + 1:04d}.jsonl"
