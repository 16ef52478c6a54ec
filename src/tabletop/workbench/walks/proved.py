"""Which targets need no walk: the static proofs say that no game at this level can meet them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabletop.content.clauses import Clause
from tabletop.content.proofs.ranges import Goal
from tabletop.content.proofs.reach import Reach, Story
from tabletop.content.proofs.reasons import Asked, never
from tabletop.rules.tables import Effect
from tabletop.workbench.walks.targets import Ground, Target


class Proofs:
    """Asked about targets that no walk has met yet; what it calls dead cannot be met, all else may be."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.reach = Reach(ground.loaded, ground.campaign.links)
        self.story: Story = next(story for story in self.reach.stories if story.rules.level == ground.level)
        triggers = [target.effect for target in ground.targets if target.kind == "effect"]
        self.triggers = {id(effect): number for number, effect in enumerate(triggers)}

    def dead(self, numbers: Iterable[int]) -> frozenset[int]:
        """Those of the targets that are proved dead."""
        return frozenset(number for number in numbers if self._dead(self.ground.targets[number]))

    def _dead(self, target: Target) -> bool:
        story = self.story
        match target.kind:
            case "card" | "option":
                return not story.dealt.get(target.card)
            case "act":
                return target.act not in story.acts
            case "way":
                return (target.act, target.step) not in story.ways
            case "effect":
                return not story.fires.get(self.triggers[id(target.effect)])
            case "ending":
                clause = self._ending(target.ending)
                return self._never(self._ends(target.ending), clause, True)
        return self._never(self._asked(target), target.clause, target.side)

    def _never(self, asked: Sequence[Asked], clause: Clause | None, wanted: bool) -> bool:
        if not asked:
            return True
        goals: list[Goal] = [] if clause is None else [(self.reach.node(clause), wanted)]
        return never(self.reach, asked, goals)

    def _asked(self, target: Target) -> list[Asked]:
        """The moments at which a side's condition is read, with what holds there."""
        reach, story, read = self.reach, self.story, target.read_by
        if isinstance(read, Effect):
            trigger = reach.triggers[self.triggers[id(read)]]
            return [Asked(story, moment) for moment in reach.moments(story, trigger)]
        if read[0] == "card":
            return [Asked(story, moment) for moment in reach.deal_moments(story, read[1])]
        if read[0] == "way":
            return self._way(read[1], read[2])
        return self._ends(read[1] if read[0] == "ending" else 0)

    def _way(self, act: int, step: int) -> list[Asked]:
        if act not in self.story.acts:
            return []
        goals = self.reach.way(act, step)
        own = self.ground.tables.acts[act].follows[step][0] is not None
        return [
            Asked(self.story, self.reach.board.moment(self.story.rules, act, "way"), goals[:-1] if own else goals)
        ]  # fmt: skip

    def _ending(self, number: int) -> Clause | None:
        assert self.ground.loaded.place is not None
        return self.ground.campaign.links.clause(self.ground.loaded.place.at("endings", number, "when"))

    def _ends(self, before: int) -> list[Asked]:
        """The ends of games of which none of the endings before number `before` fits."""
        clauses = [self._ending(number) for number in range(before)]
        goals = tuple((self.reach.node(clause), False) for clause in clauses if clause is not None)
        return [
            Asked(self.story, moment, goals)
            for act in sorted(self.story.acts)
            for moment in self.reach.board.ends(self.story.rules, act)
        ]
