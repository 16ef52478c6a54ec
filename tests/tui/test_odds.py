"""The page behind a chance: its terms, and the answer that a measure needs besides."""

from __future__ import annotations

from typing import Any

from tabletop.content import load_campaign
from tabletop.game.advice import odds
from tabletop.game.choice import Choice
from tabletop.session import Table
from tabletop.session.sitting import Sitting
from tabletop.session.wish import Wish
from tabletop.telling.worth import answered
from tabletop.tui.canvas import Canvas
from tabletop.tui.screens.odds import Odds


def test_a_measure_is_told_with_the_answer_that_it_needs() -> None:
    table = Table.new(load_campaign("halcyon"), 1, people=["delmar"])
    game = table.game
    crisis = next(one for one in game.view("delmar").crises if one.domain == "external")
    for way, needed in (("confidence", True), ("track2", False)):
        found = odds(game, "delmar", Choice(way, "interest", 1, None, None, crisis.card))
        canvas: Any = Canvas(80)
        Odds(Sitting(table, Wish("halcyon"), fresh=True), "delmar", found, "alone").write(canvas)
        told = " ".join(" ".join(str(line) for line in canvas.lines).split())
        assert ("answers in" in told) == needed
        assert not needed or answered(found, game.campaign.outside.name) in told
