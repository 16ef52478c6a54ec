"""An author's own reasons, told: for what cards and acts change, for cards that come, and for the act that follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tabletop.telling.numbers import NAMES, REGION, WORSE
from tabletop.telling.words import REASON, signed

if TYPE_CHECKING:
    from tabletop.game.records import LedgerRow

RULE: Final = "E1"
_NATIONAL: Final = ("support", "means", "sovereignty")
_TOLD: Final = (*REGION, *_NATIONAL, "trust")


def listed(words: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def comes(title: str, why: str) -> str:
    """Why a card came that something before had brought."""
    return f"“{title}” came because: {ended(why)}"


def follows(why: str) -> str:
    """Why an act follows the one before."""
    return f"This act follows because: {ended(why)}"


def ended(text: str) -> str:
    """A sentence with its full stop."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def authored(
    rows: Sequence[LedgerRow], seats: Sequence[str], name: Callable[[str], str]
) -> list[tuple[str, bool | None]]:  # fmt: skip
    """A sentence for each reason an author gives, with what it changed, and whether that is good; None: it depends.

    `rows` are a turn's ledger, `seats` all members; `name` turns an id into a name.
    """
    found: dict[str, list[LedgerRow]] = {}
    for row in rows:
        if row.rule == RULE and row.variable in _TOLD:
            found.setdefault(row.why or REASON[RULE], []).append(row)
    limits = [row for row in rows if row.rule == "LIM"]
    told = []
    for why, of in found.items():
        parts = [
            part
            for variable in dict.fromkeys(row.variable for row in of)
            for part in _changes(variable, [row for row in of if row.variable == variable], limits, seats, name)
        ]
        good = {(row.amount > 0) != (row.variable in WORSE) for row in of}
        told.append((f"{why[:1].upper()}{why[1:]}: {listed(parts)}.", good.pop() if len(good) == 1 else None))
    return told


def _changes(
    variable: str, rows: Sequence[LedgerRow], limits: Sequence[LedgerRow], seats: Sequence[str],
    name: Callable[[str], str],
) -> list[str]:  # fmt: skip
    """What one variable changed by, and whose; several members with the same amount are named together."""
    called = NAMES.get(variable, variable)
    if variable == "trust":
        return _trust(rows, seats, name)
    sums: dict[str, float] = {}
    for row in rows:
        seat = row.who[0] if row.who else ""
        sums[seat] = sums.get(seat, 0.0) + row.amount
    same: dict[float, list[str]] = {}
    for seat, amount in sums.items():
        same.setdefault(amount, []).append(seat)
    place, everybody = ("in", " everywhere") if variable == "support" else ("of", " of all")
    parts = []
    for amount, who in same.items():
        whose = everybody if len(who) == len(seats) else f" {place} {listed([name(seat) for seat in who if seat])}"
        whose = whose if who != [""] else ""
        cut = [row for row in limits if row.variable == variable and (row.who[0] if row.who else "") in who]
        full = " (at its limit)" if any(row.amount * amount < 0 for row in cut) else ""
        parts.append(f"{called}{whose} {signed(amount)}{full}")
    return parts


def _trust(rows: Sequence[LedgerRow], seats: Sequence[str], name: Callable[[str], str]) -> list[str]:
    pairs: dict[tuple[str, str], float] = {}
    for row in rows:
        pair = row.who[0], row.who[1]
        pairs[pair] = pairs.get(pair, 0.0) + row.amount
    amounts = set(pairs.values())
    if len(amounts) == 1 and len(pairs) == len(seats) * (len(seats) - 1) > 2:
        return [f"trust among all {signed(amounts.pop())}"]
    told = []
    for (one, other), amount in pairs.items():
        if pairs.get((other, one)) != amount:
            told.append(f"trust of {name(one)} in {name(other)} {signed(amount)}")
        elif seats.index(one) < seats.index(other):
            told.append(f"trust between {name(one)} and {name(other)} {signed(amount)}")
    if len(told) > 4:
        return [f"trust {signed(sum(pairs.values()) / len(pairs))} on average, in {len(pairs)} pairs"]
    return told
