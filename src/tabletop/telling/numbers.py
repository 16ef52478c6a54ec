"""The numbers whose change can be asked for, and the terms behind a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tabletop.game.records import LedgerRow
    from tabletop.game.viewmodels import Index, Played, SeatView

REGION: Final = ("tension", "threat", "readiness", "legitimacy", "line", "harm")
WORSE: Final = frozenset({"tension", "threat", "harm", "burden", "sovereignty", "escalation"})
"""Variables of which less is better."""
NAMES: Final = {"threat": "the rival's strength", "line": "common line", "harm": "civilian harm"}
"""Names of the region's variables where the rules' own word is not the screen's."""
_STANDS_FOR: Final = {"deterrence": "readiness", "control": "stability"}


@dataclass(frozen=True, slots=True)
class Number:
    """One number with a ledger: its title, the rules' variable, and whose it is (a crisis: its card's id)."""

    title: str
    variable: str
    who: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether more of it is better."""
        return self.variable not in WORSE


def numbers(view: SeatView, played: Played, card_title: Callable[[str], str]) -> list[Number]:
    """Every number that can be asked for, the most asked for first."""
    found = [Number("cohesion", "cohesion"), Number("stability", "stability")]
    mine = [member for member in view.members if member.seat == view.seat]
    members = [*mine, *(member for member in view.members if member.seat != view.seat)]
    found += [Number(f"support in {member.name}", "support", (member.seat,)) for member in members]
    found += [Number(NAMES.get(name, name), name) for name in REGION]
    open_now = [crisis.card for crisis in view.crises]
    climbed = [row.card for row in played.ledger if row.variable == "escalation" and row.card]
    for card in dict.fromkeys([*climbed, *open_now]):
        found.append(Number(f"step of “{card_title(card)}”", "escalation", (card,)))
    found += [Number(f"means of {member.name}", "means", (member.seat,)) for member in members]
    found += [Number(f"what {member.name} has borne", "burden", (member.seat,)) for member in members]
    found += [Number(f"the others' trust in {member.name}", "standing", (member.seat,)) for member in members]
    found += [
        Number(f"trust of {a.name} in {b.name}", "trust", (a.seat, b.seat))
        for a in members
        for b in members
        if a is not b
    ]
    return found


def find(known: Sequence[Number], view: SeatView, name: str) -> int | None:
    """The place of a number by its address: “cohesion”, “support aurelia”, “standing aurelia”, “trust a b”,
    “escalation card”; None for a number that has no ledger."""
    variable, *who = _STANDS_FOR.get(name, name).split()
    wanted = (variable, tuple(who))
    return next((place for place, one in enumerate(known) if (one.variable, one.who) == wanted), None)


def lately(view: SeatView) -> tuple[LedgerRow, ...]:
    """The terms of all changes that the view shows: what the last turn brought, and what this one opened with."""
    return (*(row for row in (view.last.ledger if view.last else ()) if not row.opening), *view.opening)


def value(view: SeatView, number: Number) -> float | None:
    """How a number stands on a board; None for those that no board shows in the ledger's unit."""
    name = number.variable
    if name in ("cohesion", "stability"):
        return (view.cohesion if name == "cohesion" else view.stability).value
    if name in view.region:
        return view.region[name].value
    if name == "trust":
        return view.trust[number.who[0]][number.who[1]]
    if name in ("support", "means", "standing"):
        member = view.member(number.who[0])
        return {"support": member.support, "means": member.means, "standing": member.standing}[name]
    return None


def latest(view: SeatView) -> Played:
    """Everything since the board on which people last chose: the last turn's results and this turn's opening.

    Its rows add up to the changes that the view shows; its turn is 0 before the first turn has been played.
    """
    rows = lately(view)
    if view.last is not None:
        return view.last.model_copy(update={"ledger": rows})
    from tabletop.game.choice import Choice
    from tabletop.game.viewmodels import Played

    return Played(
        turn=0, act=view.act.id, dealt=(), choices={member.seat: Choice("hold") for member in view.members},
        groups=(), moves=(), ledger=rows, cohesion=view.cohesion.value, stability=view.stability.value,
    )  # fmt: skip


def opening(rows: Sequence[LedgerRow]) -> tuple[list[LedgerRow], list[LedgerRow]]:
    """Terms of a change in two: what the opening of a turn did, and what its choices brought."""
    return [row for row in rows if row.opening], [row for row in rows if not row.opening]


def terms(played: Played, number: Number) -> list[LedgerRow]:
    """The terms of a number's change in a turn, in the order in which the rules worked; they add up to it."""
    if number.variable == "standing":
        return _mean(played, number.who)
    if number.variable == "escalation":
        return [row for row in played.ledger if row.variable == "escalation" and row.card == number.who[0]]
    return [row for row in played.ledger if row.variable == number.variable and row.who == number.who]


def _mean(played: Played, who: tuple[str, ...]) -> list[LedgerRow]:
    """The terms of all others' trust in a member as terms of its mean; those of one kind are one."""
    others = max(len(played.choices) - 1, 1)
    sums: dict[tuple[str, str, bool], LedgerRow] = {}
    for row in played.ledger:
        if row.variable == "trust" and row.who[1:] == who:
            kind = row.rule, row.why, row.opening
            before = sums.get(kind)
            sums[kind] = replace(
                row, variable="standing", who=who, amount=row.amount / others + (before.amount if before else 0.0)
            )
    return list(sums.values())


def course(index: Index) -> str:
    """Where an index stands, in a word or two."""
    if index.value >= index.goal:
        return "on course"
    return "below goal" if index.value >= index.floor + 8 else "in danger"
