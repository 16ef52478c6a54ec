"""What really happened: told once a crisis has left the table, and never before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.content.text import shorten
from tabletop.game import viewmodels as v
from tabletop.game.errors import Illegal
from tabletop.game.sight import redact
from tabletop.game.view import FACILITATOR

if TYPE_CHECKING:
    from tabletop.content.models import Reference
    from tabletop.game.game import Game


def card_history(game: Game, card: str, seat: str) -> v.CardHistory:
    """What an author tells of the real course of a crisis, with both readings and the sources.

    Raises `Illegal` while the card may still come or lies on the table: who knows how it went would play another game.
    It says the same for a card that is not in the game at all, so that nothing can be learnt by asking.
    """
    end, closed = _closed(game, card)
    written = game.campaign.deck.get(card)
    if written is None or not (closed or game.over or seat == FACILITATOR):
        raise Illegal(
            f"What really happened in “{shorten(card)}” is not told yet.",
            "It is told when the crisis has left the table, or the game is over.",
            thing="card",
            place="history",
        )
    found = v.CardHistory(
        card=card, title=written.title, date=written.date or "", happened=written.happened or "",
        readings=tuple(v.ReadingFacts(who=reading.who, says=reading.says) for reading in written.readings),
        sources=tuple(_source(source) for source in written.sources), closed_turn=closed, end=end,
    )  # fmt: skip
    return redact(found, seat if seat in game.seats else "", game.over or seat == FACILITATOR)


def _closed(game: Game, card: str) -> tuple[str, int]:
    """How and in which turn a card left the table last; "" and 0 if it never did."""
    for turn in reversed(game.played):
        for move in turn.moves:
            if move.card == card and move.end:
                return move.end, turn.turn
    return "", 0


def _source(source: Reference) -> v.SourceFacts:
    return v.SourceFacts(
        title=source.title, author=source.author or "", year=str(source.year or ""), url=source.url or "",
        note=source.note or "",
    )  # fmt: skip
