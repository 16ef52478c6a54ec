"""The board of a seat with what the class has opened at its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tabletop.game.viewmodels import ObjectiveFacts, ScoreFacts
from tabletop.host.client.reading import model_of
from tabletop.host.client.wire import Away

if TYPE_CHECKING:
    from tabletop.game.viewmodels import MemberFacts, SeatView


def opened(view: SeatView, end: Mapping[str, Any]) -> SeatView:
    """The view with every brief, red line, objective and score of the part `end`, and what the outside party was after.

    A game that has run to its end shows them by itself; one that was ended early is opened by the class alone. What is
    no such thing is left as it was.
    """
    found = end.get("members")
    told = {str(one.get("seat")): one for one in found or () if isinstance(one, Mapping)}
    if not told:
        return view
    outside = end.get("outside")
    intent = str(outside.get("intent") or "") if isinstance(outside, Mapping) else ""
    members = tuple(_member(member, told.get(member.seat, {})) for member in view.members)
    return view.model_copy(update={
        "members": members,
        "outside": view.outside.model_copy(update={"intent": intent}) if intent else view.outside,
    })  # fmt: skip


def _member(member: MemberFacts, told: Mapping[str, Any]) -> MemberFacts:
    """One member with what was secret of it; as it was where nothing of that can be read."""
    lines = told.get("red_lines")
    try:
        return member.model_copy(update={
            "objective": model_of(ObjectiveFacts, told.get("objective")),
            "score": model_of(ScoreFacts, told.get("score")), "brief": str(told.get("brief") or ""),
            "red_lines": tuple(map(str, lines)) if isinstance(lines, list | tuple) else (),
        })  # fmt: skip
    except Away:
        return member
