"""What a report may look at: the table's view of a game, which opens everything once the game is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tabletop.game.choice import Choice
from tabletop.game.view import played as played_turn
from tabletop.report.facts import Cause, Source
from tabletop.telling.opening import reason
from tabletop.telling.sentences import Names, names_of
from tabletop.telling.words import CLAUSE, STRATEGY, TACTIC

if TYPE_CHECKING:
    from tabletop.content.models import Reference
    from tabletop.game.game import Game
    from tabletop.game.records import LedgerRow
    from tabletop.game.viewmodels import Played, SeatView


@dataclass(frozen=True)
class Seen:
    """A game as the room sees it: the source of everything but the analysis, so that nothing secret slips through."""

    game: Game
    npc: Mapping[str, str]
    view: SeatView
    names: Names
    turns: tuple[Played, ...]
    opened: bool = False
    """Everything secret may be told though the game goes on: its class was declassified."""

    @classmethod
    def of(cls, game: Game, npc: Mapping[str, str], *, opened: bool = False) -> Seen:
        eyes = "facilitator" if opened else "room"
        view = game.view(eyes)

        def title(card: str) -> str:
            found = game.campaign.deck.get(card)
            return found.title if found else card

        turns = tuple(played_turn(game, eyes, turn.turn) for turn in game.played)
        return cls(game, npc, view, names_of(view, title, rule_title), turns, opened)

    @property
    def over(self) -> bool:
        """Whether what was secret may be told."""
        return self.game.over or self.opened

    def member(self, seat: str) -> str:
        return self.names.member(seat)

    @cached_property
    def chosen(self) -> dict[tuple[int, str], str]:
        """Who sealed each choice: person, facilitator, script or npc:NAME.  A class's seats change hands."""
        return {(turn.turn, seat): by for turn in self.game.played for seat, by in turn.by.items()}

    def by(self, command_by: str) -> str:
        """Who chose: a computer player's name is told once the game is over."""
        if command_by == "person":
            return "person"
        return command_by.removeprefix("npc:") if self.over else "computer"


def rule_title(rule: str) -> str:
    """A rule's title in the middle of a sentence."""
    from tabletop.rules.registry import REGISTRY

    found = REGISTRY.get(rule)
    if found is None:
        return rule
    return found.title if found.title[:2].isupper() else found.title[:1].lower() + found.title[1:]


def causes(rows: list[LedgerRow], most: int | None = None) -> tuple[Cause, ...]:
    """What each rule did in sum, the largest first, in the words of the story; the rule's id leads to its own title.

    A rule that did two things, such as dealing crises and finding no place for another, is there twice.
    """
    sums: dict[tuple[str, str], float] = {}
    for row in rows:
        kind = row.rule, reason(row, rule_title)
        sums[kind] = sums.get(kind, 0.0) + row.amount
    found = [Cause(rule=rule, title=title, amount=round(amount, 2)) for (rule, title), amount in sums.items()]
    kept = sorted((cause for cause in found if cause.amount), key=lambda c: (-abs(c.amount), c.rule, c.title))
    return tuple(kept[:most])


def choice_text(choice: Choice, names: Names) -> str:
    """A choice in a line."""
    if choice.strategy == "hold":
        return STRATEGY["hold"]
    told = STRATEGY[choice.strategy]
    if choice.target is not None:
        told += f" with {names.member(choice.target)}"
    told += f" on “{names.card(choice.card or '')}”"
    extra = [TACTIC.get(choice.tactic, choice.tactic).lower()] if choice.tactic else []
    extra += [f"clause {CLAUSE.get(choice.clause, choice.clause).lower()}"] if choice.clause else []
    return ", ".join([told, *extra, f"effort {choice.effort}"])


def source_of(written: Reference) -> Source:
    return Source(
        title=written.title, author=written.author or "", year=str(written.year or ""), url=written.url or "",
        note=written.note or "",
    )  # fmt: skip
