"""What happened besides the choices, told: pledges, lines in public, the facilitator's cards and overruled numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tabletop.telling.authored import ended, listed
from tabletop.telling.numbers import NAMES, WORSE
from tabletop.telling.words import STRATEGY, number, signed

if TYPE_CHECKING:
    from tabletop.game.position import Audited, Overruled, Pledge
    from tabletop.game.records import LedgerRow
    from tabletop.game.viewmodels import Played, SeatView

RULES: Final = frozenset({"O1", "O2", "INJECT", "OVERRULE"})
"""Rules whose terms are told here."""
Name = Callable[[str], str]
Told = tuple[str, bool | None]
"""A sentence, and whether it is good news; None: it depends."""
_CALLED: Final = {**NAMES, "fear": "misperception", "prepared": "groundwork", "escalation": "the step"}


def in_turn(played: Played, member: Name, card: Name) -> list[Told]:
    """Everything of a turn that was played; `member` and `card` turn ids into names."""
    return [
        *_facilitator(played.injected, played.overrules, member, card),
        *_stood(played.stood, member),
        *(pledge(one, member, card) for one in played.pledges),
    ]


def so_far(view: SeatView) -> list[Told]:
    """Everything of the turn that is being played."""
    titles = {crisis.card: crisis.title for crisis in view.crises}
    names = {member.seat: member.name for member in view.members}

    def member(seat: str) -> str:
        return names.get(seat, seat)

    def card(name: str) -> str:
        return titles.get(name, name)

    return [
        *_facilitator(view.injected, view.overrules, member, card),
        *_stood(view.stood, member),
        *(pledge(one, member, card) for one in view.pledges),
    ]


def pledge(one: Pledge, member: Name, card: Name) -> Told:
    """What a member announced, and what became of it once that is known."""
    what = "to hold back" if one.strategy == "hold" else f"{STRATEGY[one.strategy]} on “{card(one.card or '')}”"
    start = f"{member(one.seat)} pledged {what} in public"
    if one.kept is None:
        return f"{start}.", None
    return (f"{start}, and kept its word.", True) if one.kept else (f"{start}, and did something else.", False)


def overruled(one: Overruled, member: Name, card: Name) -> Told:
    """A number that the facilitator changed, with the reason."""
    text = f"The facilitator overruled {number_of(one.variable, one.who, member, card)}, {signed(one.amount, 2)}"
    return f"{text}: {ended(one.why)}", (one.amount > 0) != (one.variable in (*WORSE, "fear"))


def number_of(variable: str, who: Sequence[str], member: Name, card: Name) -> str:
    """What a number that can be overruled is called."""
    called = _CALLED.get(variable, variable)
    if variable == "trust":
        return f"the trust of {member(who[0])} in {member(who[1])}"
    if variable in ("escalation", "fear", "prepared"):
        return f"{called} of “{card(who[0])}”"
    if variable == "support":
        return f"support in {member(who[0])}"
    if variable == "burden":
        return f"what {member(who[0])} has borne"
    return f"{called} of {member(who[0])}" if who else called


def audited(rows: Sequence[Audited], member: Name) -> list[Told]:
    """The audit (rule O3), who bears most beyond its share first."""
    return [
        (
            f"{member(row.seat)} has borne {number(row.share)} % of the burden; its fair share is {number(row.fair)} % "
            f"({signed(row.share - row.fair)}).",
            None,
        )
        for row in rows
    ]


def others(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """The terms that are not told here."""
    return [row for row in rows if row.rule not in RULES]


def _facilitator(cards: Sequence[str], numbers: Sequence[Overruled], member: Name, card: Name) -> list[Told]:
    told: list[Told] = []
    if cards:
        named = [f"“{card(name)}”" for name in cards]
        told.append((f"The facilitator put {listed(named)} on the table.", None))
    return [*told, *(overruled(one, member, card) for one in numbers)]


def _stood(seats: Sequence[str], member: Name) -> list[Told]:
    if not seats:
        return []
    its = "its public" if len(seats) == 1 else "their publics"
    return [(f"{listed([member(seat) for seat in seats])} spent means on {its}: support at home rises.", True)]
