"""A stored game, read for those who ask about it; it may be open elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tabletop.game import Game
    from tabletop.session import Store


def stored_game(name: str, library: Sequence[Path], store: Store | None = None) -> tuple[Game, Mapping[str, str]]:
    """The game as far as it was played, and the minds of its empty seats; raises as reading a session does."""
    from tabletop.game.saves import restore
    from tabletop.session import Store
    from tabletop.session.table import campaign_of, known_minds

    header, rows, facts = (store or Store()).read(name)
    game = restore(header, [row.data() for row in rows], campaign_of(header, facts, library))
    npc = header.get("npc")
    return game, known_minds(npc if isinstance(npc, dict) else {})


def latest(store: Store) -> str:
    """The game written last, over or not; raises `SessionError` when there is none."""
    from tabletop.session import SessionError

    whole = (summary.id for summary in store.list() if summary.state != "damaged")
    name = next(whole, "")
    if not name:
        raise SessionError("No games are stored yet.", "tabletop play begins one.")
    return name
