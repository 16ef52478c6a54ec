"""What the opening of a turn did to the indices, and by what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from tabletop.telling.authored import listed
from tabletop.telling.sentences import Sentence, total
from tabletop.telling.words import REASON, number, shift, signed

if TYPE_CHECKING:
    from tabletop.game.records import LedgerRow
    from tabletop.game.viewmodels import SeatView

_DEALING: Final = "T0"
_CROWDED: Final = "more crises than hands"
_THROUGH_TENSION: Final = frozenset({_CROWDED, "calm"})
"""Reasons of rule T0's terms where no place was free: they raise tension, and calm is made of it.  A card that is
laid on the table raises the steps, and with them crisis control."""


def reason(row: LedgerRow, title: Callable[[str], str] = str) -> str:
    """What made a term, in a few words; `title` names the rules that have no short words."""
    if row.rule == _DEALING and row.why in _THROUGH_TENSION:
        return _CROWDED
    return REASON.get(row.rule) or title(row.rule)


def then_opened(view: SeatView, title: Callable[[str], str] = str) -> Sentence | None:
    """How the opening of the present turn moved the indices, and why: for those who read the last turn's story beside
    them; None where it moved neither."""
    parts = []
    for index in (view.cohesion, view.stability):
        rows = [row for row in view.opening if row.variable == index.name]
        change = total(rows)
        if abs(change) >= 0.05:
            way = f"{number(round(index.value - change, 2))} → {number(index.value)}"
            told = _reasons(rows, title)
            parts.append(f"{index.name} {way} ({signed(shift(index.value, change))}: {told})")
    return Sentence(f"Then turn {view.turn} opened: {listed(parts)}.") if parts else None


def _reasons(rows: Iterable[LedgerRow], title: Callable[[str], str]) -> str:
    """The reasons, the largest first; with their numbers where there are several."""
    sums: dict[str, float] = {}
    for row in rows:
        sums[reason(row, title)] = sums.get(reason(row, title), 0.0) + row.amount
    kept = sorted(((why, amount) for why, amount in sums.items() if abs(amount) >= 0.005), key=lambda one: -abs(one[1]))
    if len(kept) == 1:
        return kept[0][0]
    return "; ".join(f"{why} {signed(amount)}" for why, amount in kept)
