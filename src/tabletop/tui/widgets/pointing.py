"""Going from number to number by arrow, over all panels that are on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tabletop.tui.canvas import Spot
from tabletop.tui.widgets.painted import Painted

NUMBERS = (
    "The arrows go from number to number, over all panels on the screen; Tab goes to the next panel. Below stands what "
    "the number is and what moved it since you last chose; of a pair in the trust matrix, the trust both ways and what "
    "binds the two. Enter opens the whole ledger, x leads back to your move, and b m c t h choose at once."
)
ASIDE = 24
"""A step off the row costs as much as so many cells along it, when one goes left or right."""
SLANT = 0.4
"""A step off the column costs as much as so many rows, when one goes up or down."""


@dataclass(frozen=True, slots=True)
class Target:
    """A number on the screen."""

    widget: Painted
    spot: Spot
    x: int
    y: int

    @property
    def what(self) -> Any:
        return self.spot.what


def targets(widgets: Iterable[Painted], kind: str = "why") -> list[Target]:
    """All numbers that can be seen now, from the top."""
    found = []
    for widget in widgets:
        area = widget.content_region
        if not widget.is_on_screen or not area.area:
            continue
        for spot in widget.canvas(area.width).targets(kind):
            if spot.row < area.height:
                found.append(Target(widget, spot, area.x + spot.left, area.y + spot.row))
    return sorted(found, key=lambda target: (target.y, target.x))


def nearest(known: Sequence[Target], here: Target, across: int, down: int) -> Target:
    """The next number in a direction; where there is none, the one where one is."""

    def far(target: Target) -> float:
        dx, dy = abs(target.x - here.x), abs(target.y - here.y)
        return dx + ASIDE * dy if across else dy + SLANT * dx

    ahead = [
        target for target in known
        if (across and (target.x - here.x) * across > 0) or (down and (target.y - here.y) * down > 0)
    ]  # fmt: skip
    if across:
        # Along the row as long as there is something; then to the nearest row that goes on.
        ahead = [target for target in ahead if target.y == here.y] or ahead
    return min(ahead, key=far, default=here)


class Pointer:
    """Where the keyboard points, if it does."""

    def __init__(self) -> None:
        self.on = False
        self.name = ""
        """The address of the number."""
        self.at: Target | None = None

    def begin(self, known: Sequence[Target], mine: str) -> None:
        """Start where one was, else at one's own trust in the others, else at the first number."""
        if not any(target.what[1] == self.name for target in known):
            first = [target for target in known if target.what[1].startswith(f"trust {mine} ")] if mine else []
            self.name = (first or list(known))[0].what[1] if known else ""

    def enter(self, known: Sequence[Target]) -> None:
        """Go to the first of these."""
        if known and self.at is not None and known[0].widget is not self.at.widget:
            self.at.widget.mark(None)
        if known:
            self.at, self.name = known[0], known[0].what[1]

    def settle(self, known: Sequence[Target]) -> None:
        """Find the number again, wherever it stands now, and mark it."""
        here = [target for target in known if target.what[1] == self.name]
        if not here and known:
            here, self.name = [known[0]], known[0].what[1]
        same = [target for target in here if self.at and (target.x, target.y) == (self.at.x, self.at.y)]
        target = next(iter(same or here), None)
        if self.at is not None and (target is None or self.at.widget is not target.widget):
            self.at.widget.mark(None)
        if target is not None:
            target.widget.mark(target.spot)
        self.at = target

    def move(self, known: Sequence[Target], across: int, down: int) -> None:
        """To the next number in a direction."""
        if self.at is not None:
            target = nearest(known, self.at, across, down)
            if target.widget is not self.at.widget:
                self.at.widget.mark(None)
            self.at, self.name = target, target.what[1]

    def leave(self) -> None:
        if self.at is not None:
            self.at.widget.mark(None)
        self.at = None
