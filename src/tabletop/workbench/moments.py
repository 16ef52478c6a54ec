"""The moments an author's effects wait for: in which turns they came, and in which they nearly did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tabletop.content.clauses import conditions
from tabletop.rules.state import State
from tabletop.rules.tables import Effect
from tabletop.rules.vocabulary import Moment
from tabletop.telling.sentences import listed, percent
from tabletop.telling.words import STRATEGY
from tabletop.workbench.clauses import light, lines

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.game.records import GroupOutcome
    from tabletop.workbench.past import Past


@dataclass(frozen=True, slots=True)
class Told:
    """One line of an explanation, and the lines that explain it."""

    text: str
    below: tuple[Told, ...] = ()
    turn: int = 0
    """The turn it tells of, 0 for none."""
    mark: bool | None = None
    """Of a clause: whether it holds."""
    facts: dict[str, object] = field(default_factory=dict)
    """The same for machines, where there is more than the text."""


_WHEN: Final = {
    Moment.DEALT: "{card} is dealt", Moment.RESOLVED: "{card} is resolved", Moment.OUTBREAK: "{card} breaks out",
    Moment.FAILED: "every attempt at {card} fails in one turn", Moment.ACT: "the act {card} begins",
    Moment.SUCCESS: "{way} at {card} succeeds", Moment.FAILURE: "{way} at {card} fails",
}  # fmt: skip


_OF_EFFECTS: Final = ("effect", "follow-up", "act-effect")


def moment_of(effect: Effect) -> str:
    """When an effect takes hold: ``Track II at cable-cut succeeds``."""
    way = STRATEGY[effect.strategy.word] if effect.strategy is not None else ""
    return _WHEN[effect.moment].format(card=effect.source, way=way)


@dataclass(frozen=True)
class Moments:
    """What happened in a game, asked by effect."""

    game: Game
    past: tuple[Past, ...]
    name: Callable[[str], str]
    """From a member's id to its name."""

    def until(self, turn: int) -> tuple[Past, ...]:
        """The turns before one."""
        return tuple(one for one in self.past if one.turn < turn)

    def fired(self, effects: Sequence[Effect], turn: int) -> list[tuple[Past, Effect, State | None]]:
        """The moments of some effects that came before `turn` was dealt; see `Past.effects`."""
        wanted = {id(effect) for effect in effects}
        return [
            (one, effect, failed)
            for one in self.past
            if one.turn <= turn
            for effect, failed in one.effects
            if id(effect) in wanted and (one.turn < turn or effect.moment is Moment.ACT)
        ]

    def happened(self, one: Past, effect: Effect, failed: State | None = None) -> Told:
        """A moment that came; where the effect's own condition `failed` then, with its clauses."""
        who = self._attempts(one, effect, success=effect.moment is Moment.SUCCESS)
        told = f"turn {one.turn}: {who or moment_of(effect)}"
        if failed is None:
            return Told(told, turn=one.turn)
        return Told(f"{told}; but the effect's own condition did not hold:", self._own(effect, failed), one.turn)

    def _own(self, effect: Effect, board: State) -> tuple[Told, ...]:
        """The condition of an effect on the board that it saw."""
        for one in conditions(self.game.campaign):
            if one.owner == effect.source and one.clause.node == effect.when and one.kind in _OF_EFFECTS:
                told = [Told(line) for line in lines(light(one.clause, board, self.game.tables), self.name)]
                return tuple(told)
        return ()

    def nearly(self, effect: Effect, turn: int) -> list[Told]:
        """Why a card's moment did not come before `turn`: attempts that went the other way, turns without one."""
        card, told, idle = effect.card, [], []
        lay = [one for one in self.until(turn) if one.opened is not None and (one.opened.card[:, 0] == card).any()]
        if not lay:
            return [Told(f"{effect.source} had not come by then", facts={"card": effect.source, "came": False})]
        if effect.moment in (Moment.SUCCESS, Moment.FAILURE):
            for one in lay:
                tried = self._attempts(one, effect, success=effect.moment is Moment.FAILURE)
                if tried:
                    told.append(Told(f"turn {one.turn}: {tried}", turn=one.turn))
                else:
                    idle.append(one.turn)
            if idle:
                way = STRATEGY[effect.strategy.word] if effect.strategy is not None else ""
                told.append(Told(f"{turns(idle)}: nobody tried {way} at {effect.source}", turn=idle[-1]))
            return told
        return [Told(self._fate(effect, lay), turn=lay[-1].turn)]

    def _attempts(self, one: Past, effect: Effect, success: bool) -> str:
        """The attempts with the effect's strategy at its card that went one way."""
        groups = [
            group
            for group in (one.played.groups if one.played else ())
            if group.card == effect.source and effect.strategy is not None and group.strategy == effect.strategy.word
        ]
        # A reassuring step that the other side does not answer counts as a failure.
        kept = [group for group in groups if group.took_hold == success]
        silent = ", but it was not answered"
        return "; ".join(self.attempt(group) + (silent if group.answered is False else "") for group in kept)

    def attempt(self, group: GroupOutcome) -> str:
        """``Aurelia and Delmar, Track II at cable-cut: failed, with a chance of 42 %``."""
        who = listed([self.name(seat) for seat in group.members])
        with_ = f" with {self.name(group.target)}" if group.target and group.target not in group.members else ""
        start = f"{who}, {STRATEGY[group.strategy]}{with_} at {group.card}"
        if not group.tried:
            return f"{start}: nobody else came"
        return f"{start}: {'succeeded' if group.success else 'failed'}, with a chance of {percent(group.chance)}"

    def _fate(self, effect: Effect, lay: Sequence[Past]) -> str:
        """What became of a card instead of what an effect waits for."""
        last = lay[-1]
        moves = [move for move in (last.played.moves if last.played else ()) if move.card == effect.source]
        step = f"step {moves[0].after}" if moves else "the table"
        ends = {"resolved": "was resolved", "outbreak": "broke out"}
        if moves and moves[0].end:
            fate = f"turn {last.turn}: {effect.source} {ends[moves[0].end]}"
        else:
            fate = f"{effect.source} was still on {step}" if not moves else f"{effect.source} stood at {step}"
        if effect.moment is Moment.FAILED:
            tried = [one.turn for one in lay if one.played and any(g.card == effect.source for g in one.played.groups)]
            return f"{fate}; in {turns(tried)} at least one attempt succeeded" if tried else f"{fate}; nobody tried"
        return fate


def turns(numbers: Iterable[int]) -> str:
    """``turn 3``, ``turns 3 and 4``, ``turns 3 to 6``."""
    found = sorted(set(numbers))
    if len(found) == 1:
        return f"turn {found[0]}"
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"turns {found[0]} to {found[-1]}"
    return f"turns {listed([str(one) for one in found])}"
