"""How far a board is from meeting a target: what aimed walks make smaller.

The distance follows the author's own chain: a flag is set by effects, an effect stands on a card, a card is dealt in
acts, on a condition or when it is queued, an act is reached by ways.  So a board on which the first of three steps is
done is nearer than one on which none is, though the condition looked for is false on both.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, Final

import numpy as np

from tabletop.rules import State
from tabletop.rules.tables import Effect, Node, Tables
from tabletop.rules.vocabulary import LADDER_TOP, Moment
from tabletop.workbench.clauses import distance
from tabletop.workbench.walks.targets import Target

DEEP: Final = 6
"""Steps of the chain that are followed."""
GONE: Final = 3.0
"""Added where a card has left the table for good before its moment came."""
_COMPARE: Final = frozenset({"<", "<=", ">", ">=", "==", "!="})


def _near(steps: Any) -> Any:
    """Any number of steps as a part of one: 0 stays 0, and more steps are always farther."""
    return steps / (1.0 + steps)


class Chain:
    """Who brings about what: the authored effects and acts, looked up from their results."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.setting: dict[tuple[int, bool], list[Effect]] = {}
        self.queuing: dict[int, list[Effect]] = {}
        for effect in tables.effects:
            if effect.flag >= 0:
                self.setting.setdefault((effect.flag, effect.set_to), []).append(effect)
            if effect.queue >= 0:
                self.queuing.setdefault(effect.queue, []).append(effect)
        self.into: dict[int, list[tuple[int, int]]] = {}
        for number, act in enumerate(tables.acts):
            for step, (_, following) in enumerate(act.follows):
                self.into.setdefault(following, []).append((number, step))


class Gap:
    """Distances of one board of many games; asked for several targets it works out what they share only once."""

    def __init__(self, chain: Chain, state: State) -> None:
        self.chain, self.state, self.tables = chain, state, chain.tables
        self._known: dict[object, Any] = {}
        self._under_way: set[object] = set()

    def of(self, target: Target) -> Any:
        """[B] about how many steps each game is from meeting a target; 0 and less than one are its last step."""
        match target.kind:
            case "card":
                return self.card(target.card)
            case "option":
                return self._on_table(target.card, 0.4)
            case "act":
                return self.act(target.act)
            case "way":
                return self._way(target.act, target.step)
            case "effect":
                assert target.effect is not None
                return self.effect(target.effect)
            case "ending":
                return self._ending(target.ending)
        assert target.clause is not None
        return self.truth(target.clause.node, target.side) + self._reading(target)

    def card(self, card: int) -> Any:
        """Steps until a card is dealt."""
        return self._once(("card", card), lambda: self._card(card))

    def act(self, act: int) -> Any:
        """Steps until an act is played."""
        return self._once(("act", act), lambda: self._act(act))

    def effect(self, effect: Effect) -> Any:
        """Steps until an effect takes hold."""
        return self._once(("effect", id(effect)), lambda: self._moment(effect) + self._when(effect.when))

    def truth(self, node: Node, wanted: bool) -> Any:
        """[B] 0 where a condition is as wanted, else up to 1: by its numbers, or by the chain behind what it asks."""
        return self._once((id(node), wanted), lambda: self._truth(node, wanted))

    # ---- how

    def _once(self, key: object, work: Any) -> Any:
        """Work something out once; what asks for itself in a circle is far."""
        if key in self._known:
            return self._known[key]
        if key in self._under_way or len(self._under_way) > 8 * DEEP:
            return np.full(self.state.games, GONE)
        self._under_way.add(key)
        found = np.broadcast_to(np.asarray(work(), float), (self.state.games,))
        self._under_way.discard(key)
        self._known[key] = found
        return found

    def _when(self, node: Node | None) -> Any:
        return 0.0 if node is None else self.truth(node, True)

    def _card(self, card: int) -> Any:
        state, cards = self.state, self.tables.cards
        ways: list[Any] = [self._queued(card)]
        if cards.weight[card] > 0:
            allowed = cards.acts[:, card]
            acts = [self.act(act) for act in np.flatnonzero(allowed).tolist()]
            there = np.where(allowed[state.act], 0.0, 0.5 + (reduce(np.minimum, acts) if acts else GONE))
            before = ((state.order > state.order[card]) & cards.acts[state.act].T).mean(axis=0)
            gone = np.where(state.order[card] < 0, GONE, 0.0)
            ways.append(0.2 + there + self._when(cards.when[card]) + 0.5 * before + gone)
        return np.where(state.dealt[card] > 0, 0.0, reduce(np.minimum, ways) + self._too_late())

    def _too_late(self) -> Any:
        """1 where no turn follows this one: whatever is only dealt, or begins, later is out of reach."""
        turns = np.array([act.turns for act in self.tables.acts])
        last = np.array([not act.follows for act in self.tables.acts])
        state = self.state
        return np.where(last[state.act] & (state.turn - state.act_since + 1 >= turns[state.act]), 1.0, 0.0)

    def _queued(self, card: int) -> Any:
        if card not in self.tables.queueable:
            return np.full(self.state.games, 2 * GONE)
        due = self.state.due[self.tables.queueable.index(card)] > 0
        calls = [0.5 + self.effect(effect) for effect in self.chain.queuing.get(card, ())]
        return np.where(due, 0.1, reduce(np.minimum, calls))

    def _on_table(self, card: int, there: Any) -> Any:
        """Steps until something happens at a card: `there` where it lies on the table."""
        active = (self.state.card == card).any(axis=0)
        once = self.card(card)
        again = self.tables.cards.repeat[card]
        gone = (once == 0) & ~active
        return np.where(active, there, 0.6 + once + np.where(gone, 0.5 if again else GONE, 0.0))

    def _moment(self, effect: Effect) -> Any:
        if effect.moment == Moment.ACT:
            # The act's beginning, which is over once the act is being played.
            return self.act(effect.act) + np.where(self.state.act == effect.act, GONE, 0.0)
        if effect.moment == Moment.DEALT:
            return self._on_table(effect.card, GONE) if not self.tables.cards.repeat[effect.card] else 0.3
        return self._event(effect.card, effect.moment)

    def _event(self, card: int, moment: Moment) -> Any:
        state = self.state
        there: Any = 0.3
        if moment in (Moment.RESOLVED, Moment.OUTBREAK):
            step = np.where(state.card == card, state.escalation, 0).max(axis=0) / LADDER_TOP
            there = 0.2 + 0.4 * (step if moment == Moment.RESOLVED else 1 - step)
        return self._on_table(card, there)

    def _act(self, act: int) -> Any:
        ways = [self._way(number, step) for number, step in self.chain.into.get(act, ()) if number != act]
        apart = reduce(np.minimum, ways) if ways else np.full(self.state.games, 2 * GONE)
        return np.where(self.state.act == act, 0.0, apart)

    def _way(self, act: int, step: int) -> Any:
        state, follows = self.state, self.tables.acts[act].follows
        earlier = [self.truth(node, False) for node, _ in follows[:step] if node is not None]
        left = (self.tables.acts[act].turns - (state.turn - state.act_since)) / max(self.tables.acts[act].turns, 1)
        gap = 0.1 + 0.1 * np.clip(left, 0, 1) + self._when(follows[step][0]) + sum(earlier)
        return gap + np.where(state.act == act, 0.0, 1.0 + self.act(act))

    def _ending(self, ending: int) -> Any:
        endings = self.tables.endings
        earlier = [self.truth(end.when, False) for end in endings[:ending] if end.when is not None]
        return self._when(endings[ending].when) + sum(earlier)

    def _reading(self, target: Target) -> Any:
        """Steps until the condition of a side is read at all."""
        condition = target.condition
        assert condition is not None
        read = target.read_by
        if isinstance(read, Effect):
            return self._moment(read)
        if read[:1] == ("card",):
            return self._readable(read[1])
        if read[:1] == ("way",):
            apart = np.where(self.state.act == read[1], 0.0, 1.0 + self.act(read[1]))
            earlier = [self.truth(node, False) for node, _ in self.tables.acts[read[1]].follows[: read[2]] if node]
            return apart + sum(earlier)
        if read[:1] == ("ending",):
            return sum(self.truth(end.when, False) for end in self.tables.endings[: read[1]] if end.when is not None)
        return 0.0

    def _readable(self, card: int) -> Any:
        """A card's condition is read in its acts, while it is in the pile."""
        state, allowed = self.state, self.tables.cards.acts[:, card]
        acts = [self.act(act) for act in np.flatnonzero(allowed).tolist()]
        apart = np.where(allowed[state.act], 0.0, 0.5 + (reduce(np.minimum, acts) if acts else GONE))
        return apart + np.where(state.order[card] < 0, GONE, 0.0)

    def _truth(self, node: Node, wanted: bool) -> Any:
        head, *rest = node
        if head == "not":
            return self.truth(rest[0], not wanted)
        if head in ("and", "or"):
            parts = [self.truth(part, wanted) for part in rest]
            if (head == "and") == wanted:
                return sum(parts) / len(parts)
            return reduce(np.minimum, parts)
        if head in _COMPARE:
            return distance(node, self.state, self.tables, wanted=wanted)
        away = distance(node, self.state, self.tables, wanted=wanted)
        return np.where(away > 0, 0.3 + 0.7 * _near(self._fact(head, rest, wanted)), 0.0)

    def _fact(self, head: str, rest: list[Any], wanted: bool) -> Any:
        """Steps until a fact that is not as wanted becomes so."""
        if head == "flag":
            effects = [self.effect(effect) for effect in self.chain.setting.get((rest[0], wanted), ())]
            return reduce(np.minimum, effects) if effects else 2 * GONE
        if head == "act" and wanted:
            return self.act(rest[0])
        if head == "card" and wanted:
            return self._card_fact(*rest)
        if head == "outcome":
            return self._outcome(rest[0], wanted)
        return 1.0

    def _card_fact(self, what: str, card: int) -> Any:
        match what:
            case "dealt" | "active":
                return self.card(card)
            case "resolved":
                return self._event(card, Moment.RESOLVED)
            case "outbreak":
                return self._event(card, Moment.OUTBREAK)
        return self._event(card, Moment.FAILED)

    def _outcome(self, what: str, wanted: bool) -> Any:
        """Which way a game would have to go to end so, by its two indices."""
        state, book = self.state, self.tables.book
        lower = np.minimum(state.cohesion, state.stability)
        if what == "cohesion_collapse":
            away = state.cohesion - book.cohesion_floor
        elif what == "stability_collapse":
            away = state.stability - book.stability_floor
        else:
            away = book.pass_mark - lower
            wanted = wanted == (what == "win")
        return np.clip(away if wanted else -away, 100, 10000) / 2000
