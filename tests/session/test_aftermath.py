"""What a sitting says of its game afterwards: once, and about the game that was really played."""

from __future__ import annotations

import pytest

from tabletop.content import Campaign
from tabletop.game import Choice
from tabletop.game.errors import Illegal
from tabletop.session.sitting import Sitting
from tabletop.session.table import Table
from tabletop.session.wish import Wish


def over(campaign: Campaign) -> Sitting:
    sitting = Sitting(Table.new(campaign, 9, people=["delmar"]), Wish("halcyon"), fresh=True)
    while not sitting.over:
        sitting.seal("delmar", Choice())
    return sitting


def test_the_aftermath_is_reckoned_once(campaign: Campaign) -> None:
    sitting = over(campaign)
    found = sitting.aftermath()
    assert sitting.aftermath() is found
    assert found.par.people == ("delmar",)
    assert sitting.game.over
    assert "delmar" not in sitting.npc
    assert set(sitting.npc) == set(sitting.game.seats) - {"delmar"}


def test_a_turn_taken_back_and_played_anew_is_looked_at_anew(campaign: Campaign) -> None:
    sitting = over(campaign)
    found = sitting.aftermath()
    sitting.undo()
    with pytest.raises(Illegal, match="not over"):
        sitting.aftermath()
    crises = sitting.game.options("delmar").crises
    sitting.seal("delmar", Choice("confidence", card=crises[0].card, effort=1) if crises else Choice())
    while not sitting.over:
        sitting.seal("delmar", Choice())
    assert sitting.aftermath() is not found
    assert sitting.aftermath().fortune != found.fortune
