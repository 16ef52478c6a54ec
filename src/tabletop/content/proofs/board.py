"""What can be on the board: the ranges and facts of this campaign, at each level, in each act, at each moment.

The declared ranges of `tabletop.rules.conditions.NAMES` hold for every campaign.  Here they are narrowed by what the
campaign fixes: how long its roads are, which rules its levels and house rules switch off, who can face an election.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final

from tabletop.content.campaign import Campaign
from tabletop.content.compile import hundredths, rulebook
from tabletop.content.proofs.ground import atoms
from tabletop.content.proofs.ranges import Goal, Range
from tabletop.rules.conditions import NAMES
from tabletop.rules.tables import Node
from tabletop.rules.vocabulary import MOST_EFFORT, UNIT, Level

TURN: Final[Node] = ("name", "turn")
ACT_TURN: Final[Node] = ("name", "act_turn")
TURNS_LEFT: Final[Node] = ("name", "turns_left")
CRISES: Final[Node] = ("name", "crises")
WORST: Final[Node] = ("name", "worst")
COHESION: Final[Node] = ("name", "cohesion")
STABILITY: Final[Node] = ("name", "stability")
CALENDAR: Final = frozenset({TURN, ACT_TURN, TURNS_LEFT})
OUTCOMES: Final = ("win", "draw", "cohesion_collapse", "stability_collapse")
STAGES: Final = 4
"""Full summits that a treaty takes; at the fourth it is ratified or falls back, so that none is ever seen at 4."""
MOST_TURNS: Final = 40

Fact = tuple[tuple[Node, ...], Node]
"""Something that always holds, after the quantities it tells something of."""


def value(number: float) -> Node:
    return ("number", round(number * UNIT))


class Rules:
    """A campaign at one level: when its acts are played, and what each quantity can be at any time."""

    def __init__(self, campaign: Campaign, level: Level) -> None:
        self.campaign, self.level = campaign, level
        self.book = rulebook(campaign, level)
        self.members = len(campaign.members)
        self.numbers = {act.id: index for index, act in enumerate(campaign.acts)}
        self.turns = [int(getattr(act.turns, level.word)) for act in campaign.acts]
        self.ways = [[self.numbers[step.act] for step in act.next] for act in campaign.acts]
        self.starts = self._starts()

    def _starts(self) -> list[set[int]]:
        """The turns in which each act can begin, whatever the conditions of the ways."""
        found: list[set[int]] = [set() for _ in self.turns]
        todo = [(0, 1)]
        while todo:
            act, turn = todo.pop()
            if turn in found[act] or turn > MOST_TURNS:
                continue
            found[act].add(turn)
            todo += [(follows, turn + self.turns[act]) for follows in self.ways[act]]
        return found

    @cached_property
    def last(self) -> list[int]:
        """The last turn a game can have that comes through each act, by act."""
        longest: dict[int, int] = {}

        def road(act: int) -> int:
            if act not in longest:
                longest[act] = self.turns[act] + max((road(step) for step in self.ways[act]), default=0)
            return longest[act]

        return [max(starts, default=1) - 1 + road(act) for act, starts in enumerate(self.starts)]

    @property
    def length(self) -> int:
        """Turns of the longest game."""
        return self.last[0]

    @cached_property
    def after(self) -> list[frozenset[int]]:
        """Each act with all acts that may come later, by act."""
        found: dict[int, frozenset[int]] = {}

        def later(act: int) -> frozenset[int]:
            if act not in found:
                found[act] = frozenset({act}).union(*(later(step) for step in self.ways[act]))
            return found[act]

        return [later(act) for act in range(len(self.turns))]

    def may_end(self, act: int) -> bool:
        """Whether a game can be over because this act's turns are: not where some way is always open."""
        return all(step.when is not None for step in self.campaign.acts[act].next)

    @cached_property
    def _scalars(self) -> dict[str, Range]:
        book, length, members = self.book, self.length, self.members
        treaties = length // STAGES if book.treaty else 0
        return {
            "turn": (100, 100 * length),
            "act_turn": (100, 100 * max(self.turns)),
            "turns_left": (100, 100 * max(self.turns)),
            "crises": (0, 100 * book.slots),
            "worst": (0, 600),
            "treaty_stage": (0, 100 * (STAGES - 1) if book.treaty else 0),
            "treaties": (0, 100 * treaties),
            "signed": (0, 100 * treaties),
            "outbreaks": (0, 100 * book.slots * length),
            "resolved": (0, 100 * book.slots * length),
            "overloads": (0, 200 * length),
            "burden": (0, 10**6),
            "channel": (0, 300 if book.channels else 0),
            "effort": (0, 100 * MOST_EFFORT * length),
            "deals": (0, 100 * members * length),
            "outside_deals": (0, 100 * length),
            "red_lines": (0, book.hard_gain * length if book.tactics else 0),
            "mediations": (0, 100 * length if book.tactics else 0),
            "supported": (0, 100 * members),
        }  # fmt: skip

    def range(self, atom: Node) -> Range:
        """What a quantity can be at any time of any game at this level."""
        head, word = atom[0], atom[1]
        if head not in ("name", "member", "pair"):
            return 0, 1
        if word in self._scalars:
            return self._scalars[word]
        if word == "affinity":
            return self._affinity(atom[2], atom[3])
        if word == "agreements":
            return self._agreements.get((atom[2], atom[3]), 0), 200
        return declared(word)

    def _affinity(self, i: int, j: int) -> Range:
        """Shared interest moves with new governments only."""
        members = self.campaign.members
        if self.book.elections and (0 < members[i].election <= self.length or 0 < members[j].election <= self.length):
            return declared("affinity")
        axes = ("security", "integration", "values")
        one, two = members[i].positions, members[j].positions
        apart = sum(abs(hundredths(getattr(one, axis)) - hundredths(getattr(two, axis))) for axis in axes)
        shared = 100 * (100 - (2 * apart + 3) // 6)
        return shared, shared

    @cached_property
    def _agreements(self) -> dict[tuple[int, int], int]:
        numbers = {member.id: index for index, member in enumerate(self.campaign.members)}
        found: dict[tuple[int, int], int] = {}
        for standing in self.campaign.start.agreements:
            i, j = (numbers[name] for name in standing.between)
            for pair in ((i, j), (j, i)):
                found[pair] = min(200, found.get(pair, 0) + 100 * standing.count)
        return found


def declared(word: str) -> Range:
    """The range every campaign has, in hundredths."""
    name = NAMES[word]
    return round(name.low * UNIT), round(name.high * UNIT)


class Known:
    """What is known at some moments alike: ranges, and facts by the quantities they tell something of."""

    def __init__(self, ranges: dict[Node, Range], facts: Iterable[Fact]) -> None:
        self.ranges = ranges
        self.facts: dict[Node, list[Node]] = {}
        for subjects, fact in facts:
            for subject in subjects:
                self.facts.setdefault(subject, []).append(same(fact))


@cache
def same(fact: Node) -> Node:
    """The first of all equal facts, so that they can be told apart by identity."""
    return fact


class Moment:
    """A point of the game at which conditions are asked: an act at a level, with what is known there and then.

    With a `card` it is a moment of that card's effects, from turn `since` on.
    """

    __slots__ = ("_turns", "act", "card", "kind", "known", "rules")

    def __init__(self, rules: Rules, act: int, kind: str, known: Known, card: int = -1, since: int = 1) -> None:
        self.rules, self.act, self.kind, self.known, self.card = rules, act, kind, known, card
        low, high = known.ranges[TURN]
        self._turns = max(low, 100 * since), high

    @property
    def first(self) -> int:
        """The earliest turn it can be."""
        return self._turns[0] // 100

    @property
    def exists(self) -> bool:
        """Whether the game can come to it at all."""
        return self._turns[0] <= self._turns[1]

    def range(self, atom: Node) -> Range | None:
        """What is known of a quantity at this moment beyond what its level says, if anything."""
        if atom == TURN:
            return self._turns
        if self.card >= 0:
            if atom[0] == "card" and atom[2] == self.card and atom[1] != "failed":
                return (1, 1) if atom[1] in ("dealt", "active") else (0, 0)
            if atom == CRISES:
                return 100, 100 * self.rules.book.slots
        return self.known.ranges.get(atom)

    def about(self, looked_at: frozenset[Node], free: frozenset[Node] = frozenset()) -> list[Goal]:
        """The facts that bear on some quantities, and on those they bring in; not those about a `free` one."""
        found: dict[int, Node] = {}
        seen, todo = set(looked_at), list(looked_at)
        calendar = len(seen & CALENDAR) > 1
        while todo:
            atom = todo.pop()
            if atom in CALENDAR and not calendar and (atom != TURN or len(self.rules.starts[self.act]) == 1):
                # One of them alone is told by its range.
                continue
            for fact in self.known.facts.get(atom, ()):
                used = atoms(fact)
                if id(fact) not in found and not used & free:
                    found[id(fact)] = fact
                    todo += used - seen
                    seen |= used
        return [(fact, True) for fact in (*found.values(), *map(same, on_cards(looked_at)))]


def on_cards(looked_at: Iterable[Node]) -> list[Node]:
    """What holds of every card: an open one was dealt and has not ended, and it ends in one way only."""
    found: list[Node] = []
    for card in sorted({atom[2] for atom in looked_at if atom[0] == "card"}):
        dealt = ("card", "dealt", card)
        words = [("card", word, card) for word in ("active", "resolved", "outbreak")]
        found += [("or", ("not", word), dealt) for word in (*words, ("card", "failed", card))]
        found += [("not", ("and", words[a], words[b])) for a, b in ((0, 1), (0, 2), (1, 2))]
    return found


@dataclass
class Board:
    """All moments of a campaign at all levels, made when first asked for."""

    campaign: Campaign
    rules: list[Rules] = field(default_factory=list)
    _known: dict[tuple[Level, int, str], Known] = field(default_factory=dict)
    _made: dict[tuple[object, ...], Moment] = field(default_factory=dict)
    _ends: dict[tuple[Level, int], list[Moment]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rules = [Rules(self.campaign, level) for level in Level]

    def moment(self, rules: Rules, act: int, kind: str, card: int = -1, since: int = 1) -> Moment:
        """``start`` (an act begins), ``deal``, ``dealt`` (its effects), ``work`` (a turn is resolved), or ``way``."""
        key = (rules.level, act, kind, card, since)
        if key not in self._made:
            same = (rules.level, act, kind)
            if same not in self._known:
                self._known[same] = _known(rules, act, kind)
            self._made[key] = Moment(rules, act, kind, self._known[same], card, since)
        return self._made[key]

    def ends(self, rules: Rules, act: int) -> list[Moment]:
        """The moments in which a game can be over in an act, one for each outcome."""
        key = (rules.level, act)
        if key not in self._ends:
            self._ends[key] = [Moment(rules, act, "end", known) for known in _ends(rules, act)]
        return self._ends[key]


def _known(rules: Rules, act: int, kind: str) -> Known:
    turns, starts = rules.turns[act], rules.starts[act]
    first, last = min(starts, default=1), max(starts, default=0)
    ranges: dict[Node, Range] = {("act", number): (int(number == act),) * 2 for number in range(len(rules.turns))}
    ranges[ACT_TURN] = ranges[TURNS_LEFT] = (100, 100 * turns)
    ranges[TURN] = (100 * first, 100 * (last + turns - 1))
    if kind == "start":
        ranges[ACT_TURN], ranges[TURNS_LEFT] = (100, 100), (100 * turns,) * 2
        ranges[TURN] = (100 * first, 100 * last)
    elif kind == "way":
        ranges[ACT_TURN], ranges[TURNS_LEFT] = (100 * turns,) * 2, (100, 100)
        ranges[TURN] = (100 * (first + turns - 1), 100 * (last + turns - 1))
    if kind != "work":
        ranges[WORST] = (0, 500)
    if kind == "deal":
        # A card is dealt only while a place is free.
        ranges[CRISES] = (0, 100 * (rules.book.slots - 1))
    for outcome in OUTCOMES:
        ranges["outcome", outcome] = (0, 0)
    facts = [*_calendar(rules, act), *_counters(rules, kind in ("work", "way")), _crises(kind)]
    if kind != "work":
        first_turn = ("==", TURN, value(1))
        for index, floor in ((COHESION, rules.book.cohesion_floor), (STABILITY, rules.book.stability_floor)):
            kept: Node = (">=", index, ("number", floor))
            facts.append(((index,), kept if kind == "way" else ("or", first_turn, kept)))
    return Known(ranges, facts)


def _calendar(rules: Rules, act: int) -> list[Fact]:
    """How the turn of the game, the turn of the act and the turns left belong together."""
    turns = rules.turns[act]
    sum_ = ("==", ("+", ACT_TURN, TURNS_LEFT), value(turns + 1))
    since = ("-", TURN, ACT_TURN)
    starts = sorted(rules.starts[act])
    when: Node = ("or", *(("==", since, value(start - 1)) for start in starts))
    if not 0 < len(starts) <= 4:
        first, last = min(starts, default=1), max(starts, default=1)
        when = ("and", (">=", since, value(first - 1)), ("<=", since, value(last - 1)))
    return [((ACT_TURN, TURNS_LEFT), sum_), ((TURN, ACT_TURN), when)]


def _counters(rules: Rules, this_turn: bool) -> list[Fact]:
    """What is counted cannot outrun the turns that were played; `this_turn` counts the one being resolved."""
    book, slots = rules.book, rules.book.slots
    done: Node = TURN if this_turn else ("-", TURN, value(1))
    most: list[tuple[str, float, float]] = [
        ("outbreaks", slots, 1), ("resolved", slots, 1), ("treaties", 1, STAGES), ("treaty_stage", 1, 1),
    ]  # fmt: skip
    facts: list[Fact] = [
        ((("name", word),), ("<=", ("*", value(each), ("name", word)), ("*", value(times), done)))
        for word, times, each in most
    ]
    facts.append(((("name", "overloads"),), ("<=", ("name", "overloads"), ("*", value(2), TURN))))
    both: Node = ("+", ("name", "outbreaks"), ("name", "resolved"))
    facts.append((both[1:], ("<=", both, ("*", value(slots), done))))
    for i in range(rules.members):
        signed = ("member", "signed", i)
        facts.append(((signed,), ("<=", signed, ("name", "treaties"))))
        rates: list[tuple[str, float]] = [
            ("effort", MOST_EFFORT), ("deals", rules.members), ("outside_deals", 1),
        ]  # fmt: skip
        if book.tactics:
            rates += [("mediations", 1), ("red_lines", book.hard_gain / UNIT)]
        facts += [
            ((("member", word, i),), ("<=", ("member", word, i), ("*", value(rate), done))) for word, rate in rates
        ]
    return facts


def _crises(kind: str) -> Fact:
    """A crisis stands on some step; in the middle of a turn it may have come down to none."""
    none = ("<", CRISES, value(1))
    some: Node = ("and", (">=", CRISES, value(1)), (">=", WORST, value(0 if kind == "work" else 1)))
    return (CRISES, WORST), ("or", ("and", none, ("<=", WORST, value(0))), some)


def _ends(rules: Rules, act: int) -> list[Known]:
    book = rules.book
    floors = [(COHESION, book.cohesion_floor), (STABILITY, book.stability_floor)]
    kept: list[Node] = [(">=", index, ("number", floor)) for index, floor in floors]
    outcomes: dict[str, list[Node]] = {
        "cohesion_collapse": [("<", COHESION, ("number", book.cohesion_floor))],
        "stability_collapse": [("<", STABILITY, ("number", book.stability_floor))],
    }
    if rules.may_end(act):
        outcomes["win"] = [*kept, *((">=", index, ("number", book.pass_mark)) for index, _ in floors)]
        outcomes["draw"] = [*kept, ("or", *(("<", index, ("number", book.pass_mark)) for index, _ in floors))]
    found = []
    for outcome, facts in outcomes.items():
        # A game that collapses may do so in any turn; one that is played to its end has no turn left but this one.
        base = _known(rules, act, "way" if outcome in ("win", "draw") else "work")
        ranges = {**base.ranges, WORST: (0, 500)}
        ranges |= {("outcome", word): (int(word == outcome),) * 2 for word in OUTCOMES}
        own: list[Fact] = [(tuple(atoms(fact)), fact) for fact in facts]
        found.append(Known(ranges, [*_calendar(rules, act), *_counters(rules, True), _crises("way"), *own]))
    return found
