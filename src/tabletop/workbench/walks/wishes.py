"""What a walk that aims at a target wishes for, card by card: the author's own chain, followed backwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from tabletop.rules.tables import Effect, Node
from tabletop.rules.vocabulary import Clause, Moment, Strategy, Tactic
from tabletop.workbench.walks.gaps import Chain
from tabletop.workbench.walks.steering import FAIL, NEGLECT, SOLVE, SPOIL, Gene
from tabletop.workbench.walks.targets import RESULTS, Target


class Wishes:
    """What a walk that aims at a target wishes for: a wish for each card on the way, and a leaning of its play."""

    def __init__(self, chain: Chain, rng: np.random.Generator) -> None:
        self.chain, self.tables, self.rng = chain, chain.tables, rng
        self.cards: dict[int, int] = {}
        """Wishes by card, in the numbers of `steering`."""
        self.needed: list[int] = []
        """Cards that have to be dealt."""
        self.leaning: dict[Gene, int] = {}
        self._seen: set[object] = set()

    def target(self, target: Target) -> Wishes:
        """Everything on the way to a target; several roads are chosen from by lot."""
        match target.kind:
            case "card":
                self._dealt(target.card)
            case "option":
                self._dealt(target.card)
                self._wish(target.card, target.strategy + (FAIL if target.result == RESULTS[2] else 0))
            case "act":
                self._act(target.act)
            case "way":
                self._way(target.act, target.step)
            case "effect":
                assert target.effect is not None
                self._effect(target.effect)
            case "ending":
                self._all(end.when for end in self.tables.endings[: target.ending])
                self._holds(self.tables.endings[target.ending].when, True)
            case _:
                self._side(target)
        return self

    def _side(self, target: Target) -> None:
        assert target.clause is not None
        read = target.read_by
        if isinstance(read, Effect):
            self._moment(read)
        elif read[:1] == ("card",):
            self._somewhere(read[1])
        elif read[:1] == ("way",):
            self._act(read[1])
            self._all(node for node, _ in self.tables.acts[read[1]].follows[: read[2]])
        elif read[:1] == ("ending",):
            self._all(end.when for end in self.tables.endings[: read[1]])
        self._holds(target.clause.node, target.side)

    def _all(self, nodes: Iterable[Node | None]) -> None:
        """None of these conditions may hold."""
        for node in nodes:
            if node is not None:
                self._holds(node, False)

    def _wish(self, card: int, wish: int) -> None:
        self.cards.setdefault(card, wish)

    def _pick(self, of: list[Any]) -> Any:
        return of[int(self.rng.integers(len(of)))]

    def _again(self, key: object) -> bool:
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _dealt(self, card: int) -> None:
        if self._again(("card", card)):
            return
        self.needed.append(card)
        calls = self.chain.queuing.get(card, [])
        if self.tables.cards.weight[card] > 0 and not (calls and self.rng.integers(2)):
            self._somewhere(card)
            self._holds(self.tables.cards.when[card], True)
        elif calls:
            self._effect(self._pick(calls))

    def _somewhere(self, card: int) -> None:
        acts = np.flatnonzero(self.tables.cards.acts[:, card]).tolist()
        if acts and 0 not in acts:
            self._act(self._pick(acts))

    def _act(self, act: int) -> None:
        ways = self.chain.into.get(act, [])
        if act and ways and not self._again(("act", act)):
            self._way(*self._pick(ways))

    def _way(self, act: int, step: int) -> None:
        self._act(act)
        follows = self.tables.acts[act].follows
        self._holds(follows[step][0], True)
        self._all(node for node, _ in follows[:step])

    def _effect(self, effect: Effect) -> None:
        if not self._again(id(effect)):
            self._moment(effect)
            self._holds(effect.when, True)

    def _moment(self, effect: Effect) -> None:
        if effect.moment == Moment.ACT:
            self._act(effect.act)
            return
        self._dealt(effect.card)
        if effect.moment != Moment.DEALT:
            self._event(effect.card, effect.moment, effect.strategy)

    def _event(self, card: int, moment: Moment, strategy: Strategy | None = None) -> None:
        wish = {Moment.RESOLVED: SOLVE, Moment.OUTBREAK: NEGLECT, Moment.FAILED: SPOIL}.get(moment)
        if wish is None:
            assert strategy is not None
            wish = int(strategy) + (FAIL if moment == Moment.FAILURE else 0)
        self._wish(card, wish)

    def _holds(self, node: Node | None, wanted: bool) -> None:
        if node is None:
            return
        head, *rest = node
        if head == "not":
            self._holds(rest[0], not wanted)
        elif head in ("and", "or"):
            for part in rest if (head == "and") == wanted else [self._pick(rest)]:
                self._holds(part, wanted)
        elif head == "flag":
            effects = self.chain.setting.get((rest[0], wanted), [])
            # A flag that is to stay as it is at the start needs nothing done.
            if effects and (wanted or self.rng.integers(4) == 0):
                self._effect(self._pick(effects))
        elif head == "act" and wanted:
            self._act(rest[0])
        elif head == "card" and wanted:
            self._dealt(rest[1])
            moment = {"resolved": Moment.RESOLVED, "outbreak": Moment.OUTBREAK, "failed": Moment.FAILED}.get(rest[0])
            if moment is not None:
                self._event(rest[1], moment)
        else:
            self._lean(node)

    def _lean(self, node: Node) -> None:
        """Play towards the kind of thing that moves a number; which way it moves is the search's business."""
        for part in _leaves(node):
            for gene, value in _LEANINGS.get(part[1], {}).items():
                self.leaning[gene] = value
            if part[0] == "pair":
                self.leaning[Gene.BILATERAL] = 9
                self.leaning[Gene.PARTNER] = 3 + self._pick(list(part[2:]))


def _leaves(node: Node) -> Iterable[Node]:
    if node[0] in ("name", "member", "row", "pair", "grid"):
        yield node
        return
    for part in node[1:]:
        if isinstance(part, tuple):
            yield from _leaves(part)


_LEANINGS: Final[dict[str, dict[Gene, int]]] = {
    "mediations": {Gene.TACTIC: 2 + Tactic.MEDIATE},
    "red_lines": {Gene.TACTIC: 2 + Tactic.HARD, Gene.BILATERAL: 9},
    "outside_deals": {Gene.BILATERAL: 9, Gene.PARTNER: 2},
    "deals": {Gene.BILATERAL: 9},
    "agreements": {Gene.BILATERAL: 9},
    "channel": {Gene.TRACK2: 9},
    "treaties": {Gene.MULTILATERAL: 9, Gene.TOGETHER: 1},
    "treaty_stage": {Gene.MULTILATERAL: 9, Gene.TOGETHER: 1},
    "signed": {Gene.MULTILATERAL: 9, Gene.TOGETHER: 1},
    "known": {Gene.CONFIDENCE: 9},
    "readiness": {Gene.BILATERAL: 9, Gene.CLAUSE: 2 + Clause.EXERCISE},
}
"""What in the rules moves a number that little else does."""
