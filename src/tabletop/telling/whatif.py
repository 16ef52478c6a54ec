"""Two stories of one game in words, turn by turn: the same for the command line, the screens and the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from tabletop.lab.whatif import GONE, Altered, Story, Swap, WhatIf, differing
from tabletop.rules.registry import REGISTRY, number_text
from tabletop.telling.hindsight import chosen
from tabletop.telling.sentences import BAD, GOOD, PLAIN, Names, listed, percent
from tabletop.telling.words import OUTCOME, STRATEGY, number, signed

if TYPE_CHECKING:
    from tabletop.game.records import CardMove, GroupOutcome
    from tabletop.lab.otherrules import NumberChange

WAS: Final = "as it was"
OTHER: Final = "otherwise"
_SEEN: Final = 0.1
"""Points of an index from which on a difference is told."""
PARTS: Final = ("new", "choices", "talks", "held", "crises", "indices")
"""The parts of a turn, in the order in which they are told."""
MODEST: Final = (
    "One game on one luck: it shows what hung on this, not that a choice was right or wrong. Whoever meets another "
    "crisis, or the same one in another turn, meets other dice."
)
MODEL: Final = "The sizes of the rules are design choices. A better end under other numbers says nothing of the world."


@dataclass(frozen=True, slots=True)
class Row:
    """A fact of a turn in a few words."""

    part: str
    """One of `PARTS`."""
    text: str
    kind: str = PLAIN
    """good, bad or plain."""
    other: bool = False
    """The other story does not have it."""
    key: str = ""
    """What it is about: rows of both stories with the same key stand side by side."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A turn in both stories; a story that had ended by then has no rows."""

    turn: int
    same: bool
    was: tuple[Row, ...]
    other: tuple[Row, ...]

    def beside(self) -> Iterator[tuple[Row | None, Row | None]]:
        """The rows of both, side by side, what is about the same on one level."""
        for part in PARTS:
            was, other = ([row for row in rows if row.part == part] for rows in (self.was, self.other))
            matcher = SequenceMatcher(None, [row.key for row in was], [row.key for row in other], autojunk=False)
            for _, a, b, c, d in matcher.get_opcodes():
                yield from zip_longest(was[a:b], other[c:d])


# ---------------------------------------------------------------- what was asked


def asked(change: Altered, found: WhatIf, names: Names) -> str:
    """“In turn 3 Borealis chooses Hold, not Bilateral with Delmar …”"""
    was = found.was.turns[change.turn - 1].choices[change.seat]
    start = f"In turn {change.turn} {names.member(change.seat)}"
    if not differing(was, change.choice):
        return f"{start} chooses as it did: {chosen(was, names)}"
    return f"{start} chooses {chosen(change.choice, names)} – it was {chosen(was, names)}"


def numbers(found: WhatIf) -> list[str]:
    """Every number of the model that was changed, from and to, with its rule and where the idea comes from."""
    told = []
    for change in found.numbers:
        if change.along:
            continue
        rule, text = change.rule, change.meaning.text
        source = "no source" if rule.source == "—" else f"for the idea: {rule.source}"
        told.append(f"{_moved(change, change.name)}: {text} (rule {rule.id}, {rule.title}; {rule.status}; {source})")
    along: dict[str, list[str]] = {}
    for change in found.numbers:
        head, _, row = change.name.partition(".")
        if change.along:
            along.setdefault(head, []).append(_moved(change, row))
    told += [f"{head} sum to 1, so the others give way: {', '.join(moved)}" for head, moved in along.items()]
    return told


def _moved(change: NumberChange, name: str) -> str:
    return f"{name} {number_text(change.before)} → {number_text(change.after)}"


def parting(found: WhatIf) -> str:
    """Where the stories part, in a sentence or two."""
    if not found.parted:
        return "Nothing comes out otherwise: both stories are the same to the end."
    if found.parted == 1:
        return "The stories part in turn 1."
    if found.parted == 2:
        return "The stories part in turn 2; turn 1 is the same in both."
    return f"The stories part in turn {found.parted}; turns 1 to {found.parted - 1} are the same in both."


@dataclass(frozen=True, slots=True)
class Reason:
    """A term of the ledger that is not the same in both stories, where they part."""

    turn: int
    rule: str
    title: str
    index: str
    """cohesion or stability."""
    part: str
    was: float
    """Points of the index that it moved."""
    other: float

    @property
    def sentence(self) -> str:
        """“Because of rule R7 (Free riding) trust gives cohesion −0.4 in turn 5; it was 0.0.”"""
        return (
            f"Because of rule {self.rule} ({self.title}) {self.part} gives {self.index} {signed(self.other)} in turn "
            f"{self.turn}; it was {signed(self.was)}."
        )


def reasons(found: WhatIf, most: int = 2) -> list[Reason]:
    """What makes the difference where the stories part: the terms of both ledgers that are furthest from each other.

    They are of the first turn, from the parting on, in which any differs enough to be seen; [] where none does.
    """
    last = min(len(found.was.turns), len(found.other.turns))
    for turn in range(found.parted, last + 1) if found.parted else ():
        terms: dict[tuple[str, str, str], list[float]] = {}
        for side, story in enumerate((found.was, found.other)):
            for row in story.turns[turn - 1].ledger:
                if row.variable in ("cohesion", "stability"):
                    terms.setdefault((row.variable, row.rule, row.why), [0.0, 0.0])[side] += row.amount
        apart = sorted(terms.items(), key=lambda term: -abs(term[1][1] - term[1][0]))
        told = [
            Reason(turn, rule, REGISTRY[rule].title, index, part, round(was, 2), round(other, 2))
            for (index, rule, part), (was, other) in apart[:most]
            if abs(other - was) >= _SEEN
        ]
        if told:
            return told
    return []


def extent(found: WhatIf) -> str:
    """What is to be known of how far both are told; "" where there is nothing."""
    if not found.whole:
        return f"This game goes on: both stories are told up to turn {len(found.was.turns)}, the last one played."
    if found.beyond:
        return (
            f"The game ended in turn {found.beyond - 1}; from turn {found.beyond} on computer players choose for "
            "every seat."
        )
    return ""


def swapped(swap: Swap, names: Names) -> str:
    """A choice that could not be made again, and what was done instead."""
    who = f"Turn {swap.turn}, {names.member(swap.seat)}"
    if swap.why == GONE:
        card = names.card(swap.was.card or "")
        return f"{who}: “{card}” was not on the table; {swap.mind} chose {chosen(swap.now, names)}"
    return f"{who}: {chosen(swap.was, names)} was not possible; it became {chosen(swap.now, names)}"


# ---------------------------------------------------------------- turn by turn


def pairs(found: WhatIf, names: Names) -> list[Pair]:
    """Every turn of the longer story, in both."""
    last = max(len(found.was.turns), len(found.other.turns))
    return [pair(found, turn, names) for turn in range(1, last + 1)]


def pair(found: WhatIf, turn: int, names: Names) -> Pair:
    """One turn in both stories, with what only one of them has marked."""
    was, other = _rows(found.was, turn, names), _rows(found.other, turn, names)
    if was and other:
        a, b = found.was.turns[turn - 1].choices, found.other.turns[turn - 1].choices
        seats = [seat for seat in a if differing(a[seat], b[seat])]
        was = [Row("choices", f"{names.member(seat)}: {chosen(a[seat], names)}", key=seat) for seat in seats] + was
        other = [_choice(found, turn, seat, names) for seat in seats] + other
    return Pair(turn, found.same(turn), _marked(was, other), _marked(other, was))


def _choice(found: WhatIf, turn: int, seat: str, names: Names) -> Row:
    swap = found.swapped(turn, seat)
    note = "" if swap is None else f" ({swap.mind} chose)" if swap.why == GONE else " (no more was possible)"
    choice = found.other.turns[turn - 1].choices[seat]
    return Row("choices", f"{names.member(seat)}: {chosen(choice, names)}{note}", key=seat)


def _marked(rows: Sequence[Row], others: Sequence[Row]) -> tuple[Row, ...]:
    known = {(row.part, row.text) for row in others}
    marked = [replace(row, other=(row.part, row.text) not in known) for row in rows]
    return tuple(sorted(marked, key=lambda row: PARTS.index(row.part)))


def _rows(story: Story, turn: int, names: Names) -> list[Row]:
    if turn > len(story.turns):
        return []
    played = story.turns[turn - 1]
    rows = [Row("new", f"New: {listed([f'“{names.card(card)}”' for card in played.dealt])}")] if played.dealt else []
    rows += [_talk(group, len(played.choices), names) for group in played.groups]
    held = [names.member(seat) for seat, choice in played.choices.items() if choice.strategy == "hold"]
    rows += [Row("held", f"Hold: {listed(held)}")] if held else []
    rows += [_move(move, names) for move in played.moves]
    return [*rows, _index("Cohesion", story.cohesion, turn), _index("Stability", story.stability, turn)]


def _index(name: str, curve: Sequence[float], turn: int) -> Row:
    """An index after a turn, and by how much it moved, both as they are shown."""
    change = round(round(curve[turn], 1) - round(curve[turn - 1], 1), 1)
    return Row("indices", f"{name} {number(curve[turn])} ({signed(change)})", key=name)


def _talk(group: GroupOutcome, everybody: int, names: Names) -> Row:
    """A negotiation in short: sign, who, how, on what, chance and die."""
    members = [names.member(seat) for seat in group.members]
    who = "All" if len(members) == everybody else listed(members)
    partner = f" with {names.member(group.target or '')}" if len(members) == 1 and group.target else ""
    key = " ".join([group.card, group.strategy, *(group.members if group.strategy == "bilateral" else ())])
    how = f"{who}: {STRATEGY[group.strategy]}{partner} on “{names.card(group.card)}”"
    if not group.tried:
        return Row("talks", f"✗ {how}: nobody else came", BAD, key=key)
    if group.die is None:
        return Row("talks", how, key=key)
    # Rounded to 82, a chance of 82.4 would seem to lose against a die of 82.34.
    chance = percent(group.chance) if abs(group.chance - group.die) >= 1 else f"{number(group.chance, 2)} %"
    sign, kind = ("✓", GOOD) if group.took_hold else ("✗", BAD)
    silent = ", not answered" if group.answered is False else ""
    return Row("talks", f"{sign} {how}: {chance}, die {number(group.die, 2)}{silent}", kind, key=key)


def _move(move: CardMove, names: Names) -> Row:
    title = f"“{names.card(move.card)}”"
    told, kind = f"{title} stays at step {move.after}", PLAIN
    if move.end:
        told, kind = (f"{title} resolved", GOOD) if move.end == "resolved" else (f"{title} broke out", BAD)
    elif move.before != move.after:
        told, kind = f"{title} step {move.before} → {move.after}", BAD if move.after > move.before else GOOD
    return Row("crises", told, kind, key=move.card)


# ---------------------------------------------------------------- the end


def end(story: Story) -> list[str]:
    """How a story ends: outcome, grade and turn, then both indices."""
    indices = f"Cohesion {number(story.cohesion[-1])}, stability {number(story.stability[-1])}"
    turn = len(story.turns)
    if not story.over:
        return [f"After turn {turn}, going on", indices]
    return [f"{OUTCOME[story.outcome]}: grade {story.grade}, turn {turn}", indices]


def verdict(found: WhatIf) -> str:
    """What it made of the end, in a sentence."""
    swing = round(round(found.other.lower, 1) - round(found.was.lower, 1), 1)
    where = "at the end" if found.whole else f"after turn {len(found.was.turns)}"
    if not found.parted:
        return f"The lower index stands at {number(found.was.lower)} {where} in both."
    how = "unchanged" if abs(swing) < 0.05 else f"{number(abs(swing))} {'higher' if swing > 0 else 'lower'}"
    lower = f"{number(found.was.lower)} as it was, {number(found.other.lower)} otherwise"
    told = f"The lower index {where}: {lower}, {how}."
    if found.whole and found.was.outcome != found.other.outcome:
        told += f" Another outcome: {OUTCOME[found.other.outcome].lower()}."
    return told


def national(found: WhatIf, names: Names) -> list[tuple[str, float, float, float]]:
    """Every member's national score in both stories and the difference; none while the game goes on."""
    was, other = found.was.scores, found.other.scores
    if not was or not other:
        return []
    return [(names.member(seat), was[seat], other[seat], round(other[seat] - was[seat], 2)) for seat in was]
