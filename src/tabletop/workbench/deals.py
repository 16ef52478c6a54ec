"""What kept one card from coming, or brought it, in every turn of a game."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from tabletop.content.clauses import Clause, of_card
from tabletop.rules.deal import eligible
from tabletop.rules.state import State
from tabletop.telling.words import number
from tabletop.workbench.clauses import Lit, light
from tabletop.workbench.distance import distance

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.workbench.past import Past

CAME_DRAWN: Final = "drawn"
CAME_QUEUED: Final = "follow-up"
ON_TABLE: Final = "on-table"
GONE: Final = "gone"
QUEUED: Final = "queued"
DUE: Final = "due"
NEVER_DRAWN: Final = "queue-only"
ACT: Final = "act"
CONDITION: Final = "condition"
FULL: Final = "no-slot"
BEHIND: Final = "behind"
CAME: Final = (CAME_DRAWN, CAME_QUEUED)
TELLING: Final = (BEHIND, FULL, DUE, CONDITION, QUEUED, NEVER_DRAWN, ACT, GONE, ON_TABLE)
"""What says most about a card that did not come, the most telling first."""


@dataclass(frozen=True, slots=True)
class Look:
    """How it stood with one card in one turn."""

    turn: int
    act: str
    dealt: tuple[str, ...]
    """The cards that came, in order."""
    status: str
    says: str
    """The same in one short line."""
    board: State
    """Before the first draw, or before the draw that brought the card."""
    lit: Lit | None = None
    """The card's ``when`` on that board."""
    rank: int = 0
    """Its place among the cards that could come, 1 = the next; 0 where it could not."""
    line: tuple[str, ...] = ()
    """Those cards, the next first."""
    weight: int = 0
    pile: int = 0
    """Sum of the weights of the cards that could be drawn."""
    due: int = 0
    """Turn from which it is queued, 0 when it is not."""
    away: float = 0.0
    """How far its condition is from holding, 0 to 1."""

    @property
    def chance(self) -> float:
        """Percent of all orders of the pile in which it would be drawn next."""
        return 100 * self.weight / self.pile if self.pile else 0.0


def looks(game: Game, past: tuple[Past, ...], card: str) -> tuple[Look, ...]:
    """Every turn that was opened, in order."""
    clause = of_card(game.campaign, card)
    return tuple(_look(game, one, card, clause) for one in past)


def _look(game: Game, past: Past, card: str, clause: Clause | None) -> Look:
    tables = game.tables
    number_, ids = tables.cards.ids.index(card), tables.cards.ids
    drawn = past.dealt()
    came = number_ in drawn
    board = past.draws[drawn.index(number_)] if came else past.draws[0] if past.draws else past.before
    act = int(board.act[0])
    keys = eligible(board, tables)[:, 0]
    order = [int(k) for k in np.argsort(-keys, kind="stable") if keys[k] >= 0]
    due = int(board.due[tables.queueable.index(number_), 0]) if number_ in tables.queueable else 0
    lit = light(clause, board, tables) if clause is not None else None
    pile = [k for k in order if not _is_due(k, board, game)]
    status = _status(game, board, number_, came, due, lit, keys[number_] >= 0, drawn)
    look = Look(
        past.turn, tables.acts[act].id, tuple(ids[k] for k in drawn if k >= 0), status, "", board, lit,
        order.index(number_) + 1 if number_ in order else 0, tuple(ids[k] for k in order),
        int(tables.cards.weight[number_]), int(tables.cards.weight[pile].sum()), due,
        float(distance(clause, board, tables)[0]) if clause is not None else 0.0,
    )  # fmt: skip
    return replace(look, says=_says(look, number_))


def _is_due(card: int, board: State, game: Game) -> bool:
    queueable = game.tables.queueable
    return card in queueable and 0 < board.due[queueable.index(card), 0] <= board.turn


def _status(
    game: Game, board: State, card: int, came: bool, due: int, lit: Lit | None, ready: bool, drawn: tuple[int, ...]
) -> str:
    is_due = 0 < due <= board.turn
    if came:
        return CAME_QUEUED if is_due else CAME_DRAWN
    if (board.card[:, 0] == card).any():
        return ON_TABLE
    if ready:
        if is_due:
            return DUE
        return BEHIND if any(one >= 0 for one in drawn) else FULL
    if due:
        return QUEUED
    if game.tables.cards.weight[card] == 0:
        return GONE if board.dealt[card, 0] else NEVER_DRAWN
    if board.order[card, 0] < 0:
        return GONE
    if not game.tables.cards.acts[int(board.act[0]), card]:
        return ACT
    assert lit is not None
    return CONDITION


def _says(look: Look, card: int) -> str:
    board = look.board
    first = look.dealt[0] if look.dealt else ""
    match look.status:
        case "drawn":
            return "CAME: drawn from the pile"
        case "follow-up":
            return "CAME: it was queued"
        case "on-table":
            return f"on the table since turn {int(board.dealt[card, 0])}"
        case "gone":
            end = {1: "resolved", 2: "it broke out"}.get(int(board.ended[card, 0]), "it has left")
            return f"over: dealt in turn {int(board.dealt[card, 0])}, {end}"
        case "queued":
            return f"queued, due in turn {look.due}"
        case "due":
            return f"due, but {first} came first" if first else "due, but no slot was free"
        case "queue-only":
            return "comes only when it is queued, and is not"
        case "act":
            return "not dealt in this act"
        case "condition":
            assert look.lit is not None
            return f"waits for {_short(look.lit)}"
        case "no-slot":
            return "no slot was free, and it is next in line" if look.rank == 1 else "no slot was free"
        case _:
            return f"could come: {ordinal(look.rank)} of {len(look.line)} in line"


def ordinal(place: int) -> str:
    """1st, 2nd, 3rd, 4th …"""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def blamed(lit: Lit, wanted: bool = True) -> list[tuple[Lit, bool]]:
    """The clauses at the ends of the tree that keep a condition from being as `wanted`, each with what it should be."""
    if lit.holds == wanted:
        return []
    if lit.clause.kind == "not":
        return blamed(lit.parts[0], not wanted)
    if lit.parts:
        return [pair for part in lit.parts for pair in blamed(part, wanted)]
    return [(lit, wanted)]


def _short(lit: Lit, most: int = 2) -> str:
    """The clauses that fail, in few words."""
    told = []
    for one, wanted in blamed(lit):
        text = " ".join(one.clause.text.split())
        value = f" ({number(one.value, one.places)})" if one.value is not None else ""
        told.append(f"{text}{value}" if wanted else f"not {text}{value}")
    more = f" and {len(told) - most} more" if len(told) > most else ""
    return ", ".join(told[:most]) + more
