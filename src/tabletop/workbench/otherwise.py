"""Whether one choice made otherwise would have brought a card: tried, not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tabletop.game.choice import Choice
from tabletop.game.legal import Options, options
from tabletop.lab.replay import Change, replays

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.workbench.past import Past

MOST: Final = 240
"""Games played to answer one question; a batch of them takes about a second."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """One choice that would have brought the card."""

    turn: int
    member: str
    choice: Choice
    comes: int
    """The turn in which the card would have come."""


def otherwise(
    game: Game, past: Sequence[Past], npc: Mapping[str, str], card: str, matter: Iterable[int], by: int
) -> tuple[tuple[Otherwise, ...], int]:
    """Single choices in the turns that `matter` after which the card comes in turn `by` or sooner, and how many were
    tried.

    All else is as it was: the same luck, and everybody's own choices as far as they are still possible.  The nearest to
    what was played come first: the fewest turns looked back.
    """
    turns = sorted({turn for turn in matter if 1 <= turn <= len(game.played) and turn < by}, reverse=True)
    changes = _within([list(_changes(game, past[turn - 1])) for turn in turns])
    number = game.tables.cards.ids.index(card)
    found = []
    for change, played in zip(changes, replays(game, npc, changes), strict=True):
        comes = int(played.state.dealt[number, 0])
        if change.turn < comes <= by:
            ((member, choice),) = change.choices.items()
            found.append(Otherwise(change.turn, member, choice, comes))
    return tuple(sorted(found, key=lambda one: (one.comes, -one.turn, one.choice.effort))), len(changes)


def _changes(game: Game, past: Past) -> Iterable[Change]:
    """Every member's other strategies in a turn, with all the effort it can spend, and holding."""
    assert past.opened is not None
    assert past.played is not None
    for seat in game.seats:
        was = past.played.choices[seat]
        for choice in _choices(options(past.opened, game.tables, seat), was):
            if (choice.strategy, choice.card, choice.target) != (was.strategy, was.card, was.target):
                yield Change(past.turn, choices={seat: choice})


def _choices(allowed: Options, was: Choice) -> Iterable[Choice]:
    effort, tactic = allowed.efforts[-1], was.tactic if allowed.tactics else None
    for crisis in allowed.crises:
        for strategy in allowed.strategies:
            if strategy == "bilateral":
                for target in crisis.targets:
                    yield Choice(strategy, tactic, effort, target, None, crisis.card)
            elif strategy != "hold":
                yield Choice(strategy, tactic, effort, None, None, crisis.card)
    yield Choice()


def _within(by_turn: list[list[Change]]) -> list[Change]:
    """As many as may be tried, the same share of every turn's."""
    total = sum(map(len, by_turn))
    if total <= MOST:
        return [change for turn in by_turn for change in turn]
    kept = []
    for turn in by_turn:
        share = max(1, len(turn) * MOST // total)
        kept += [turn[k * len(turn) // share] for k in range(min(share, len(turn)))]
    return kept
