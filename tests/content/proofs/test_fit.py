"""The room that titles have, compared with the table that shows them."""

from __future__ import annotations

import pytest

from tabletop.content import load_campaign
from tabletop.content.proofs.reading import TITLE_CELLS
from tabletop.game.game import Game
from tabletop.rules.vocabulary import Level
from tabletop.tui.canvas import Canvas
from tabletop.tui.widgets.crises import draw_crisis


def table(title: str) -> str:
    """The crises of a table of 80 columns with such a title, as text."""
    game = Game(load_campaign("halcyon"), 3, Level.STANDARD, ("aurelia",))
    view = game.view("aurelia")
    canvas = Canvas(78)
    crisis = view.crises[0].model_copy(update={"title": title, "since": view.turn})
    draw_crisis(canvas, view, crisis, True, own=False)
    return canvas.content().plain


@pytest.mark.parametrize(("cells", "whole"), [(TITLE_CELLS, True), (TITLE_CELLS + 1, False)])
def test_a_title_is_whole_up_to_its_limit(cells: int, whole: bool) -> None:
    assert ("x" * cells in table("x" * cells)) == whole
