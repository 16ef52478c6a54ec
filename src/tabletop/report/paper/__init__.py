"""A game on paper: when the machines fail, it goes on with printed pages, pencils and dice.

`paper` makes one HTML page of sheets: what everybody may see, one part for each seat alone with slips to tick, and the
facilitator's part with the rules by hand and the cards that can still come.  Each seat's part is made from what that
seat may see, so nobody's secret stands on another's sheet.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tabletop.errors import TabletopError

if TYPE_CHECKING:
    from tabletop.game.game import Game


def paper(game: Game, *, session: str = "", slips: int = 2) -> str:
    """The pages of a game that goes on, complete in themselves; `slips` for so many turns on every seat's sheet.

    Raises `TabletopError` when the game is over.
    """
    if game.over:
        raise TabletopError("This game is over: there is nothing to go on with.", "tabletop report tells of it.")
    from tabletop.report.page import rendered, templates
    from tabletop.report.paper.sheets import Slip, sheets

    style = (templates() / "report.css", templates() / "paper.css")
    return rendered(
        style, template="paper.html", tests={"slip": lambda block: isinstance(block, Slip)},
        title=f"{game.campaign.title}, on paper", sheets=sheets(game, session=session, slips=slips),
    )  # fmt: skip


def write_paper(game: Game, path: Path, *, session: str = "", slips: int = 2, force: bool = False) -> Path:
    """Write the pages, whole or not at all; the file.  Raises `TabletopError` as `paper` and `report.write` do."""
    from tabletop.report.files import write_text

    write_text(lambda: paper(game, session=session, slips=slips), path, force=force, private=True)
    return path
