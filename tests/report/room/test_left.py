"""A class that was left before its story ended: the report has the board that everybody saw, and the way there."""

from __future__ import annotations

import csv
import io

import pytest
from tests.report.room.conftest import Played

from tabletop.report import Report, render
from tabletop.report.facts import Negotiation, Term
from tabletop.report.plots import plot
from tabletop.report.room.thread import Grounds, findings


@pytest.fixture(scope="module")
def report(played: Played) -> Report:
    return played.report()


def test_where_it_stands_is_the_board_that_everybody_saw_last(played: Played, report: Report) -> None:
    view = played.kit.room.group(1).game.view("room")
    last = report.timeline[-1]
    assert report.stands is not None
    assert report.stands.turn == view.turn == report.turns_played + 1
    assert (report.stands.cohesion, report.stands.stability) == (view.cohesion.value, view.stability.value)
    assert report.stands.stability != last.stability, "or this proves nothing"
    calm = next(part.value for part in view.stability.parts if part.name == "calm")
    assert report.stands.stability_parts["calm"] == calm
    text = render(report, "md")
    end = text[text.index("## Where it stands") : text.index("## Who played")]
    assert f"| Stability | {view.stability.value:.2f} |" in end
    assert f"After turn 3: cohesion {last.cohesion:.1f}, stability {last.stability:.1f}. Then turn 4 opened: " in end
    assert f"{last.stability:.1f} → {view.stability.value:.1f}" in end
    assert "Turn 4 was not played" in end
    assert "reckoned up to the end of turn 3" in end
    assert f"| 4, opened | {view.cohesion.value:.1f} | {view.stability.value:.1f} |" in text
    rows = [row for row in csv.reader(io.StringIO(render(report, "csv"))) if row[0] == "timeline" and row[1] == "4"]
    assert {row[7] for row in rows} == {"opened"}
    drawn = str(plot("indices", report))
    assert "left: turn 4, opened and not played" in drawn
    assert f"4, opened: cohesion {view.cohesion.value:.1f}" in drawn
    assert f"stability {view.stability.value:.1f}</text>" in drawn


def test_a_meeting_that_failed_for_too_few_is_no_coming_together(report: Report) -> None:
    found = next(
        (turn, one)
        for turn in report.turns
        for one in turn.negotiations
        if len(one.members) > 1 and one.die is not None
    )
    turn, one = found
    card = next(card for card in report.cards if card.card == one.card)
    few = one.model_copy(update={
        "strategy": "Multilateral", "success": False, "terms": (Term(name="minilateral", points=-6.0),),
    })  # fmt: skip

    def strengths(*talks: Negotiation) -> list[str]:
        grounds = Grounds(
            ratings=(), turns=[turn.model_copy(update={"negotiations": talks})],
            cards=[card.model_copy(update={"came": turn.turn, "first_joint": turn.turn})],
            burden=(), trust=report.trust, pledges=(), proposals=(),
        )  # fmt: skip
        return [one.text for one in findings(grounds)[0]]

    quick = "Members came together quickly on a new crisis."
    assert quick not in strengths(few)
    assert quick in strengths(few.model_copy(update={"success": True}))
    assert quick in strengths(few.model_copy(update={"terms": ()}))
