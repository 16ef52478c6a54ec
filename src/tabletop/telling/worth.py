"""What a choice would be worth: with whom it is reckoned, where to start from, and the small facts of a crisis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.choice import Choice
    from tabletop.game.viewmodels import CrisisFacts, SeatView

Worth = Callable[["Choice", tuple[str, ...]], "Forecast | None"]
"""The forecast of a choice with companions, or None where it is not possible now."""


def marks(crisis: CrisisFacts) -> dict[str, int]:
    """The five features, 0..4, as the formula reads them now: fear and secrecy may have been lowered."""
    now = dict(crisis.features)
    now["misperception"] = min(now["misperception"], -(-int(crisis.misperception_left) // 25))
    now["sensitivity"] = min(now["sensitivity"], -(-int(crisis.sensitivity_left) // 25))
    return now


def own_stake(crisis: CrisisFacts, seat: str) -> float | None:
    """What a seat has at stake, 0..1; None for the room."""
    return next((interest.stake for interest in crisis.stakes if interest.seat == seat), None)


def moved(view: SeatView, card: str) -> int:
    """Steps that an open crisis moved in the last turn played; 0 when its card has been dealt anew since."""
    crisis = view.crisis(card)
    if view.last is None or crisis is None or crisis.since == view.turn:
        return 0
    return sum(move.after - move.before for move in view.last.moves if move.card == card)


def pressing(view: SeatView) -> CrisisFacts | None:
    """The open crisis that weighs most on the seat; None when none is open."""
    return max(
        view.crises, key=lambda crisis: ((own_stake(crisis, view.seat) or 0) * crisis.escalation, -crisis.slot),
        default=None,
    )  # fmt: skip


def natural_partner(view: SeatView, crisis: CrisisFacts | None, targets: Sequence[str]) -> str | None:
    """Whom one would ask first: a party to the quarrel, else the ally with the most mutual trust; None without any."""
    allies = [seat for seat in targets if seat != "outside"]
    parties = [seat for seat in (crisis.parties if crisis else ()) if seat in allies]
    me = view.seat
    return max(parties or allies, key=lambda seat: view.trust[seat][me] + view.trust[me][seat], default=None)


def differences(before: Mapping[str, float], after: Mapping[str, float]) -> list[tuple[str, float, float]]:
    """The terms that differ between two chances: name, points before and after; the largest difference first."""
    names = dict.fromkeys([*before, *after])
    pairs = [(name, before.get(name, 0.0), after.get(name, 0.0)) for name in names]
    return sorted((pair for pair in pairs if abs(pair[2] - pair[1]) >= 0.05), key=lambda pair: -abs(pair[2] - pair[1]))


def companions(view: SeatView, choice: Choice) -> tuple[str, ...]:
    """Whom a forecast takes to join: everybody in a summit, nobody otherwise."""
    if choice.strategy != "multilateral":
        return ()
    return tuple(member.seat for member in view.members if member.seat != view.seat)


def answered(found: Forecast, outside: str) -> str:
    """Whether the outside party answers a measure that worked, and what the chance is with it; "" if nobody has to."""
    if found.answer is None:
        return ""
    told = f"{outside[:1].upper()}{outside[1:]} answers in {_span(*found.answer)} of cases"
    why = ", by what it wants" if found.answer[0] != found.answer[1] else ""
    return f"{told}{why}; unanswered it counts as failed. In all that makes {in_all(found)}."


def in_all(found: Forecast) -> str:
    """The chance together with the answer, “30–51 %”; "" where nobody has to answer."""
    if found.answer is None:
        return ""
    return _span(*(found.chance * one / 100 for one in found.answer))


def _span(least: float, most: float) -> str:
    low, high = f"{least:.0f}", f"{most:.0f}"
    return f"{low} %" if low == high else f"{low}–{high} %"


def assumption(view: SeatView, choice: Choice, worth: Worth) -> str:
    """Under which assumption about the others a choice is reckoned, and what another would make of it."""
    if choice.strategy == "bilateral":
        both = worth(choice, (choice.target or "",)) if choice.target != "outside" else None
        return f"alone; {both.chance:.0f} % if your partner proposes it too" if both else "with the other side"
    others = [member.seat for member in view.members if member.seat != view.seat]
    if choice.strategy == "multilateral":
        full = worth(choice, companions(view, choice))
        quorum = full.quorum if full else len(others)
        bare = worth(choice, tuple(others[: quorum - 1]))
        if bare is None:
            return "if all join"
        fewer = worth(choice, tuple(others[: quorum - 2])) if quorum > 2 else None
        below = f", {fewer.chance:.0f} % if {quorum - 1}" if fewer else ""
        return f"if all join; {bare.chance:.0f} % if {quorum} (quorum){below}"
    one = max(others, key=lambda seat: view.trust[seat][view.seat])
    two = worth(choice, (one,))
    return f"alone; {two.chance:.0f} % if {view.member(one).name} joins" if two else "alone"
