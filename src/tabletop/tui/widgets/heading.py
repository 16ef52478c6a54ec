"""The words of the table's top line: as many as it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tabletop.telling.sentences import wait

if TYPE_CHECKING:
    from tabletop.game.viewmodels import SeatView


def heading(view: SeatView, room: int) -> tuple[str, str]:
    """Who one is, and where the game is, in `room` cells; the campaign's name is given up first, then the act's."""
    me = view.me
    who = f"{me.emblem} {me.name}" if me else ""
    turn = f"turn {view.turn}, {wait(*view.turns_left)}"
    whole = " · ".join(filter(None, (who, view.title))), f"{view.act.title} · {turn}"
    brief = who or view.title, f"{view.act.title.partition(':')[0]} · {turn}"
    tries = (whole, (brief[0], whole[1]), brief)
    return next((words for words in tries if cell_len(words[0]) + cell_len(words[1]) <= room), (brief[0], turn))
