"""What can happen in a campaign: acts, cards, effects and flags that some game may meet, found from the first turn on.

Nothing counts as possible before something possible leads to it, so that cards which only call each other stay dead.
Whatever cannot be ruled out counts as possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from tabletop.content.clauses import Clause
from tabletop.content.compile import dealt_in
from tabletop.content.linking import Links
from tabletop.content.loading import Loaded
from tabletop.content.models import Effect, FollowUp
from tabletop.content.places import Place
from tabletop.content.proofs import ranges
from tabletop.content.proofs.board import CALENDAR, TURN, Board, Moment, Rules
from tabletop.content.proofs.calls import called_after, only_callers
from tabletop.content.proofs.ground import atoms, ground
from tabletop.content.proofs.ranges import Box, Goal, Range
from tabletop.rules.tables import Node
from tabletop.rules.vocabulary import LADDER_TOP, Level
from tabletop.rules.vocabulary import Moment as When

_OF_FOLLOW_UPS = {
    "dealt": When.DEALT, "failed": When.FAILED, "resolved": When.RESOLVED, "outbreak": When.OUTBREAK,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Trigger:
    """An effect of a card or act, or a follow-up."""

    when: When
    place: Place
    clause: Clause | None
    card: int = -1
    act: int = -1
    effect: Effect | None = None
    follow: FollowUp | None = None
    queue: str = ""
    """The card it calls, if it calls one."""
    delay: int = 0
    """Turns until the card it calls can come: at least one, but for an act's effects, which precede the deal."""
    flag: str = ""
    """The flag it sets, if it sets one."""


def _trigger(
    when: When, place: Place, clause: Clause | None, done: Effect | FollowUp, card: int = -1, act: int = -1
) -> Trigger:
    if isinstance(done, FollowUp):
        return Trigger(when, place, clause, card, act, None, done, done.card, max(done.after, 1))
    queue, after = (done.queue.card, done.queue.after) if done.queue is not None else ("", 0)
    flag = done.set.flag if done.set is not None else ""
    return Trigger(when, place, clause, card, act, done, None, queue, max(after, 0 if when == When.ACT else 1), flag)


@dataclass
class Story:
    """What is possible at one level."""

    rules: Rules
    acts: set[int] = field(default_factory=lambda: {0})
    ways: set[tuple[int, int]] = field(default_factory=set)
    dealt: dict[int, set[int]] = field(default_factory=dict)
    """Acts in which each card may be dealt."""
    since: dict[int, int] = field(default_factory=dict)
    """Earliest turn in which each card may be dealt."""
    flags: dict[int, set[int]] = field(default_factory=dict)
    """Acts in which each flag may be set."""
    fires: dict[int, set[int]] = field(default_factory=dict)
    """Acts in which each trigger, by number, may take effect."""
    calls: set[int] = field(default_factory=set)
    """Triggers that may bring the card they call while the game lasts."""
    own: dict[int, set[int]] = field(default_factory=dict)
    """Acts in which each card may be dealt without being called."""
    asked: dict[object, object] = field(default_factory=dict)
    """What each question that found nothing new depended on when it was last put."""

    def news(self, question: object, node: Node | None, *also: object) -> bool:
        """Whether a question is new, or something it depends on has changed since it was put."""
        about = _told_by_story(node) if node is not None else ()
        now = (*also, *(len(self._where(atom)) for atom in about))
        if self.asked.get(question) == now:
            return False
        self.asked[question] = now
        return True

    def _where(self, atom: Node) -> set[int]:
        found = self.flags.get(atom[1]) if atom[0] == "flag" else self.dealt.get(atom[2])
        return found or set()

    def range(self, atom: Node, act: int) -> Range | None:
        """What is known of a flag or card in an act; None for other quantities."""
        if atom[0] not in ("flag", "card"):
            return None
        where = self._where(atom)
        return _SOMETIMES if where and any(act in self.rules.after[earlier] for earlier in where) else _NEVER


@lru_cache(maxsize=8_192)
def _told_by_story(node: Node) -> tuple[Node, ...]:
    """The flags and cards that a condition asks for."""
    return tuple(atom for atom in atoms(node) if atom[0] in ("flag", "card"))


_ANYWHERE = frozenset({
    "tension", "threat", "readiness", "legitimacy", "line", "harm", "known", "deterrence", "support", "means", "burden",
    "sovereignty", "channel", "standing", "peak", "trust", "agreements", "affinity",
})  # fmt: skip
"""Quantities of which no act and no moment knows more than another."""


@lru_cache(maxsize=8_192)
def _same_anywhere(node: Node) -> bool:
    """Whether a condition can hold at all moments of a level or at none."""
    return all(atom[0] in ("name", "member", "pair") and atom[1] in _ANYWHERE for atom in atoms(node))


_NEVER: Range = (0, 0)
_SOMETIMES: Range = (0, 1)
_NOTHING: frozenset[Node] = frozenset()
_TURN_COUNTS: Goal = ((">=", TURN, ("number", 100)), True)


@dataclass(frozen=True, slots=True)
class _About:
    """A question with the facts that bear on it, the facts' names, and all quantities it looks at."""

    asked: list[Goal]
    names: tuple[int, ...]
    looked_at: tuple[Node, ...]


class Reach:
    """The possible stories of a campaign at all levels."""

    def __init__(self, loaded: Loaded, links: Links) -> None:
        assert loaded.campaign is not None
        assert loaded.place is not None
        self.campaign, self.place, self.links, self.cards = loaded.campaign, loaded.place, links, loaded.cards
        self.members = len(self.campaign.members)
        self.board = Board(self.campaign)
        self.numbers = {entry.card.id: index for index, entry in enumerate(self.cards)}
        self.triggers = list(self._all_triggers())
        self.called = {trigger.queue for trigger in self.triggers if trigger.queue}
        self.settable = {links.names.flags[trigger.flag] for trigger in self.triggers if trigger.flag}
        self.whens = [links.clause(entry.place / "when") for entry in self.cards]
        self.in_acts = [[dealt_in(entry, act.id, links) for act in self.campaign.acts] for entry in self.cards]
        weightless = {entry.card.id: number for number, entry in enumerate(self.cards) if not entry.card.weight}
        self.callers = only_callers(weightless, [(trigger.card, trigger.queue) for trigger in self.triggers])
        self._nodes: dict[int, Node] = {}
        self._facts: dict[object, _About] = {}
        self._known: dict[object, tuple[bool, tuple[Goal, ...]]] = {}
        self._turns: dict[object, int | None] = {}
        self._plain: dict[tuple[int, Level], bool] = {}
        self._moments: dict[object, list[Moment]] = {}
        self.stories = [self._explore(rules) for rules in self.board.rules]

    def _all_triggers(self) -> Iterator[Trigger]:
        for index, entry in enumerate(self.cards):
            for when, _, effect, place in entry.effects():
                yield _trigger(when, place, self.links.clause(place / "when"), effect, card=index)
            for step, follow in enumerate(entry.card.follow_up):
                place = entry.place.at("follow_up", step)
                if not place.document.has(place.path):
                    place = entry.place / "follow_up"
                clause = self.links.clause(entry.place.at("follow_up", step, "when"))
                yield _trigger(_OF_FOLLOW_UPS[follow.if_], place, clause, follow, card=index)
        for index, act in enumerate(self.campaign.acts):
            for step, effect in enumerate(act.on_start):
                place = self.place.at("acts", index, "on_start", step)
                yield _trigger(When.ACT, place, self.links.clause(place / "when"), effect, act=index)

    def node(self, clause: Clause) -> Node:
        """The clause over single quantities; the same object each time."""
        found = self._nodes.get(id(clause))
        if found is None:
            found = self._nodes[id(clause)] = ground(clause.node, self.members)
        return found

    def box(self, story: Story, moment: Moment, free: frozenset[Node] = frozenset()) -> Box:
        """Every quantity as it can be at a moment; a `free` one as the rules alone would let it be."""

        def wide(atom: Node) -> Range:
            if atom in free:
                return widest(atom)
            if atom[0] == "flag" and atom[1] not in self.settable:
                # Told already as a flag that is never set: what comes of that need not be told again.
                return 0, 1
            found = moment.range(atom)
            return found or story.range(atom, moment.act) or moment.rules.range(atom)

        return Box(wide)

    def possible(
        self, story: Story, moment: Moment, goals: tuple[Goal, ...], free: frozenset[Node] = frozenset()
    ) -> bool:
        """Whether all goals may be met at a moment."""
        if not moment.exists:
            return False
        if not all(atoms(node) for node, _ in goals):
            return ranges.possible(goals, self.box(story, moment, free))
        key, box, asked = self._case(story, moment, goals, free)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (ranges.possible(asked, box), goals)
        return found[0]

    def _case(
        self, story: Story, moment: Moment, goals: tuple[Goal, ...], free: frozenset[Node] = _NOTHING
    ) -> tuple[object, Box, list[Goal]]:
        """A question and its facts; moments that do not differ in what is looked at share one key.

        Keys name nodes by identity: whoever keeps an answer keeps the goals, too.
        """
        names = tuple([(id(node), want) for node, want in goals])
        about = self._about(moment, names, goals, free)
        box = self.box(story, moment, free)
        key = (names, free, about.names, tuple([box[atom] for atom in about.looked_at]))
        return key, box, about.asked

    def _about(self, moment: Moment, names: object, goals: tuple[Goal, ...], free: frozenset[Node]) -> _About:
        key = (id(moment.known), names, free)
        found = self._facts.get(key)
        if found is None:
            looked_at = _NOTHING.union(*(atoms(node) for node, _ in goals))
            facts = [*moment.about(looked_at, free), *called_after(self.callers, looked_at, free)]
            every = looked_at.union(*(atoms(node) for node, _ in facts))
            found = self._facts[key] = _About([*goals, *facts], tuple([id(node) for node, _ in facts]), tuple(every))
        return found

    def earliest(self, story: Story, moment: Moment, clause: Clause | None) -> int | None:
        """The first turn in which a condition may hold at a moment; None where it never does."""
        if not moment.exists:
            return None
        if clause is None:
            return moment.first
        node = self.node(clause)
        goals: tuple[Goal, ...] = ((node, True),)
        if _same_anywhere(node):
            key = (id(node), story.rules.level)
            if key not in self._plain:
                self._plain[key] = self.possible(story, moment, goals)
            return moment.first if self._plain[key] else None
        if not atoms(node) & CALENDAR:
            return moment.first if self.possible(story, moment, goals) else None
        # A goal that always holds brings the turn in, and with it how the turns belong together.
        case, box, asked = self._case(story, moment, (*goals, _TURN_COUNTS))
        if case not in self._turns:
            turns = [found[TURN][0] for found in ranges.cases(asked, box)]
            self._turns[case] = -(-min(turns) // 100) if turns else None
        return self._turns[case]

    def _explore(self, rules: Rules) -> Story:
        story = Story(rules)
        while True:
            before = _size(story)
            self._ways(story)
            self._deals(story)
            for number, trigger in enumerate(self.triggers):
                self._fire(story, number, trigger)
            if _size(story) == before:
                return story

    def _ways(self, story: Story) -> None:
        for act in sorted(story.acts):
            moment = self.board.moment(story.rules, act, "way")
            for step, target in enumerate(story.rules.ways[act]):
                if (act, step) not in story.ways and self.possible(story, moment, self.way(act, step)):
                    story.ways.add((act, step))
                    story.acts.add(target)

    def way(self, act: int, step: int) -> tuple[Goal, ...]:
        """What must hold for a way to be taken: its condition, and none of those before it."""
        clauses = [self.links.clause(self.place.at("acts", act, "next", k, "when")) for k in range(step + 1)]
        *before, own = clauses
        goals = [(self.node(clause), False) for clause in before if clause is not None]
        return (*goals, *([(self.node(own), True)] if own is not None else []))

    def deal_moments(self, story: Story, card: int) -> Iterator[Moment]:
        """Where a card's own condition is asked."""
        if self.cards[card].card.weight:
            for act in sorted(story.acts):
                if self.in_acts[card][act]:
                    yield self.board.moment(story.rules, act, "deal")

    def _deals(self, story: Story) -> None:
        for card in range(len(self.cards)):
            mine = story.own.setdefault(card, set())
            clause = self.whens[card]
            if not story.news(("deal", card), self.node(clause) if clause else None, len(story.acts)):
                continue
            for moment in self.deal_moments(story, card):
                if moment.act in mine:
                    continue
                turn = self.earliest(story, moment, clause)
                if turn is not None:
                    mine.add(moment.act)
                    self._deal(story, card, moment.act, turn)

    @staticmethod
    def _deal(story: Story, card: int, act: int, turn: int) -> None:
        story.dealt.setdefault(card, set()).add(act)
        story.since[card] = min(turn, story.since.get(card, turn))

    def moments(self, story: Story, trigger: Trigger) -> list[Moment]:
        """Where a trigger's condition is asked: nowhere when its card cannot come or end like this."""
        board, rules = self.board, story.rules
        if trigger.act >= 0:
            return [board.moment(rules, trigger.act, "start")] if trigger.act in story.acts else []
        acts = story.dealt.get(trigger.card, set())
        if not acts:
            return []
        since = story.since[trigger.card]
        key = (rules.level, trigger.card, trigger.when, since, len(acts), len(story.acts))
        if key not in self._moments:
            self._moments[key] = self._of_card(story, trigger, acts, since)
        return self._moments[key]

    def _of_card(self, story: Story, trigger: Trigger, acts: set[int], since: int) -> list[Moment]:
        board, rules = self.board, story.rules
        if trigger.when == When.DEALT:
            found = [board.moment(rules, act, "dealt", trigger.card, since) for act in sorted(acts)]
        else:
            if trigger.when == When.OUTBREAK:
                # A crisis climbs one step a turn at most.
                since += LADDER_TOP - 1 - self.cards[trigger.card].card.escalation
            later = story.acts & frozenset[int]().union(*(rules.after[act] for act in acts))
            found = [board.moment(rules, act, "work", trigger.card, since) for act in sorted(later)]
        return [moment for moment in found if moment.exists]

    def _fire(self, story: Story, number: int, trigger: Trigger) -> None:
        fires = story.fires.setdefault(number, set())
        card, clause = trigger.card, trigger.clause
        where = (len(story.dealt.get(card, ())), story.since.get(card), len(story.acts))
        if not story.news(number, self.node(clause) if clause else None, *where):
            return
        for moment in self.moments(story, trigger):
            # Once it may happen in an act, what it sets may stand in all acts after it; only calls depend on the turn.
            if not trigger.queue and any(moment.act in story.rules.after[act] for act in fires):
                continue
            turn = self.earliest(story, moment, clause)
            if turn is None:
                continue
            fires.add(moment.act)
            if trigger.flag:
                story.flags.setdefault(self.links.names.flags[trigger.flag], set()).add(moment.act)
            if trigger.queue:
                self._call(story, number, trigger, moment.act, turn + trigger.delay)

    def _call(self, story: Story, number: int, trigger: Trigger, act: int, turn: int) -> None:
        rules = story.rules
        for later in sorted(rules.after[act] & story.acts):
            first, last = min(rules.starts[later]), max(rules.starts[later]) + rules.turns[later] - 1
            if turn <= last:
                story.calls.add(number)
                self._deal(story, self.numbers[trigger.queue], later, max(turn, first))


def widest(atom: Node) -> Range:
    """What the rules alone say of a quantity, for any campaign and far beyond its declared range."""
    from tabletop.content.proofs.board import declared

    if atom[0] not in ("name", "member", "pair"):
        return 0, 1
    low, high = declared(atom[1])
    return low, max(high, _UNBOUNDED.get(atom[1], high))


_UNBOUNDED = {"burden": 10**6, "deals": 10**6, "red_lines": 10**6}


def _size(story: Story) -> tuple[int, ...]:
    """Grows with everything that is found, so that a round without news can be told."""
    return (
        len(story.acts), len(story.ways), sum(map(len, story.dealt.values())), -sum(story.since.values()),
        sum(map(len, story.flags.values())), sum(map(len, story.fires.values())), len(story.calls), len(story.since),
    )  # fmt: skip
