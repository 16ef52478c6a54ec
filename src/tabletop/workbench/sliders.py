"""The numbers of a board that can be set by hand, one slider each, and which of them matter to a card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tabletop.rules.conditions import NAMES, evaluate
from tabletop.rules.state import State
from tabletop.rules.tables import Effect, Node, Tables
from tabletop.rules.vocabulary import Domain
from tabletop.telling import numbers as telling
from tabletop.telling.words import DOMAIN, TREATY

REGION: Final = telling.REGION
CARD: Final = ("escalation", "fear", "groundwork")
"""What lies on the table with the card."""
DERIVED: Final = ("cohesion", "stability", "deterrence")
"""What the rules work out from the rest; set by hand it is overruled."""
_LABEL: Final = {
    **telling.NAMES, "threat": "rival's strength",
    "act_turn": "turn of the act", "treaty_stage": "treaty", "known": "known of the rival",
    "crises": "other open crises", "worst": "their highest step", "treaties": "treaties in force",
    "outbreaks": "crises that broke out", "resolved": "crises resolved", "overloads": "cards without a slot",
}  # fmt: skip
_CARD_WORD: Final = {
    "dealt": "came before", "active": "lies on the table", "resolved": "was resolved", "outbreak": "broke out",
    "failed": "had a turn of failure",
}  # fmt: skip
_COUNTS: Final = ("treaties", "outbreaks", "resolved", "overloads")
_MOST: Final = {"crises": 3, "worst": 5, "treaties": 8, "outbreaks": 10, "resolved": 20, "overloads": 10}

Value = Any
"""A number, or an array with one for each game of a batch."""


@dataclass(frozen=True, slots=True)
class Slider:
    """One number of the board: its address, its name for people, its range in the unit people see, and its steps."""

    name: str
    """``tension``, ``support aster``, ``trust aster brel``, ``flag ship-named``, ``card resolved cable-cut``."""
    label: str
    low: float
    high: float
    small: float
    big: float
    get: Callable[[State, Tables], float]
    put: Callable[[State, Tables, Value], None]
    """Writes a value, or one for each game of a batch, into a board in place."""
    words: tuple[str, ...] = ()
    """Names of the values from `low` up, where they are not numbers."""

    def word(self, value: float) -> str:
        """The value as people read it."""
        if self.words:
            return self.words[min(max(round(value - self.low), 0), len(self.words) - 1)]
        return f"{value:.0f}" if self.small >= 1 and value == round(value) else f"{value:.1f}".replace("-", "−")

    def within(self, value: float) -> float:
        """The nearest value the slider can have."""
        return round(min(max(value, self.low), self.high), 2)

    def values(self) -> list[float]:
        """Every value at small steps, from low to high."""
        count = round((self.high - self.low) / self.small)
        return [self.within(self.low + self.small * step) for step in range(count + 1)]


@dataclass(frozen=True, slots=True)
class Dial:
    """A slider as it stands."""

    slider: Slider
    value: float
    moved: bool
    """Set by hand."""
    reads: bool
    """A condition of the card looks at it."""
    changes: bool
    """An effect of the card writes it."""


class Naming:
    """How members, acts, cards and flags are called."""

    def __init__(
        self, members: Sequence[str], acts: Sequence[str], flags: Sequence[str], card: Callable[[int], str]
    ) -> None:
        self.members, self.acts, self.flags, self.card = members, acts, flags, card


def sliders(tables: Tables, naming: Naming, seat: int, reads: Iterable[Node] = ()) -> dict[str, Slider]:
    """All sliders by address, those of the seat before the others'; `reads` adds what only some conditions ask for."""
    made: dict[str, Slider] = {}
    for slider in (*_story(tables, naming), *_region(), *_alliance(tables, naming, seat), *_flags(tables, naming)):
        made[slider.name] = slider
    for node in reads:
        for name in named(node, tables):
            if name not in made:
                extra = _rare(name, tables, naming)
                if extra is not None:
                    made[name] = extra
    return made


def named(node: Node, tables: Tables) -> Iterator[str]:
    """The addresses of everything a condition looks at, in the order of its words."""
    head, *rest = node
    ids, count = tables.alliance.ids, tables.alliance.size
    if head == "name":
        yield from ("turn", "act") if rest[0] == "turns_left" else (rest[0],)
    elif head == "member":
        yield f"{rest[0]} {ids[rest[1]]}"
    elif head == "row":
        yield from (f"{rest[0]} {name}" for name in ids)
    elif head == "pair":
        yield f"{rest[0]} {ids[rest[1]]} {ids[rest[2]]}"
    elif head == "grid":
        yield from (f"{rest[0]} {ids[i]} {ids[j]}" for i in range(count) for j in range(count) if i != j)
    elif head == "flag":
        yield f"flag {tables.flags[rest[0]]}"
    elif head == "act":
        yield "act"
    elif head == "covered":
        yield f"covered {Domain(rest[0]).word}"
    elif head == "card":
        yield f"card {rest[0]} {tables.cards.ids[rest[1]]}"
    else:
        for part in rest:
            if isinstance(part, tuple):
                yield from named(part, tables)


def changed(effects: Iterable[Effect], tables: Tables) -> Iterator[str]:
    """The addresses of everything that effects write."""
    ids = tables.alliance.ids
    for effect in effects:
        if effect.flag >= 0:
            yield f"flag {tables.flags[effect.flag]}"
        if effect.variable in REGION:
            yield effect.variable
        elif effect.variable == "trust":
            yield from (f"trust {ids[i]} {ids[j]}" for i, j in effect.pairs)
        elif effect.variable:
            yield from (f"{effect.variable} {ids[i]}" for i in effect.who or range(len(ids)))


# ---------------------------------------------------------------- the kinds of sliders


def _put_scalar(field: str, factor: int) -> Callable[[State, Tables, Value], None]:
    def put(state: State, tables: Tables, value: Value) -> None:
        getattr(state, field)[...] = np.rint(np.asarray(value) * factor)

    return put


def _scalar(name: str, low: float, high: float, *, factor: int = 100, small: float = 1, big: float = 10) -> Slider:
    field = "stage" if name == "treaty_stage" else name
    return Slider(
        name, _LABEL.get(name, name), low, high, small, big,
        lambda state, tables: float(getattr(state, field)[0]) / factor, _put_scalar(field, factor),
    )  # fmt: skip


def _story(tables: Tables, naming: Naming) -> Iterator[Slider]:
    turns = min(sum(act.turns for act in tables.acts), 40)

    def put_turn(state: State, tables: Tables, value: Value) -> None:
        # One batch has one turn; a batch over turns moves the beginning of the act instead, which conditions see alike.
        state.turn = int(np.max(value))
        state.end_turn[...] = 0
        if np.size(value) > 1:
            state.end_turn[...] = np.rint(value)

    yield Slider("turn", "turn", 1, max(turns, 1), 1, 3, lambda state, tables: float(state.turn), put_turn)
    yield Slider(
        "act", "act", 0, len(tables.acts) - 1, 1, 1, lambda state, tables: float(state.act[0]),
        _put_scalar("act", 1), tuple(naming.acts),
    )  # fmt: skip
    longest = max((act.turns for act in tables.acts), default=1)

    def put_act_turn(state: State, tables: Tables, value: Value) -> None:
        state.act_since[...] = state.turn - np.rint(value) + 1

    yield Slider(
        "act_turn", _LABEL["act_turn"], 1, max(longest, 1), 1, 2,
        lambda state, tables: float(state.turn - state.act_since[0] + 1), put_act_turn,
    )  # fmt: skip


def _region() -> Iterator[Slider]:
    for name in REGION:
        yield _scalar(name, 0, 100)
    for name in DERIVED[:2]:
        yield _scalar(name, 0, 100)
    yield Slider(
        "treaty_stage", _LABEL["treaty_stage"], 0, 4, 1, 2, lambda state, tables: float(state.stage[0]),
        _put_scalar("stage", 1), TREATY,
    )  # fmt: skip


def _cell(label: str, field: str, who: tuple[int, ...], name: str, *, most: float | None = None) -> Slider:
    known = NAMES[field]
    factor = 100 // known.factor
    high = known.high if most is None else most

    def put(state: State, tables: Tables, value: Value) -> None:
        getattr(state, field)[who] = np.rint(np.asarray(value) * factor)

    half = field in ("means", "channel")
    return Slider(
        name, label, known.low, high, 0.5 if half else 1, 10 if high > 20 else 1 if half else 2,
        lambda state, tables: float(getattr(state, field)[who][0]) / factor, put,
    )  # fmt: skip


def _alliance(tables: Tables, naming: Naming, seat: int) -> Iterator[Slider]:
    ids, called = tables.alliance.ids, naming.members
    order = [seat, *(i for i in range(len(ids)) if i != seat)]
    for i in order:
        yield _cell(f"support {called[i]}", "support", (i,), f"support {ids[i]}")
        yield _cell(f"means {called[i]}", "means", (i,), f"means {ids[i]}")
    pairs = [pair for j in order[1:] for pair in ((j, seat), (seat, j))]
    pairs += [(i, j) for i in order[1:] for j in order[1:] if i != j]
    for i, j in pairs:
        yield _trust(tables, naming, i, j)


def _trust(tables: Tables, naming: Naming, i: int, j: int) -> Slider:
    ids, called = tables.alliance.ids, naming.members
    return _cell(f"trust {called[i]}→{called[j]}", "trust", (i, j), f"trust {ids[i]} {ids[j]}")


def _switch(name: str, label: str, get: Callable[[State, Tables], float], put: Any) -> Slider:
    return Slider(name, label, 0, 1, 1, 1, get, put, ("no", "yes"))


def _flags(tables: Tables, naming: Naming) -> Iterator[Slider]:
    for number, flag in enumerate(tables.flags):

        def put(state: State, tables: Tables, value: Value, number: int = number) -> None:
            state.flags[number] = np.asarray(value) > 0.5

        def get(state: State, tables: Tables, number: int = number) -> float:
            return float(state.flags[number, 0])

        yield _switch(f"flag {flag}", f"flag {flag}", get, put)


def _rare(name: str, tables: Tables, naming: Naming) -> Slider | None:
    """What only a condition that names it brings onto the bench."""
    word, *who = name.split()
    ids = tables.alliance.ids
    if word == "card":
        return _card_slider(who[0], tables.cards.ids.index(who[1]), name, naming)
    if word == "covered":
        number = Domain.of(who[0]).value

        def cover(state: State, tables: Tables, value: Value) -> None:
            state.covered[number] = np.asarray(value) > 0.5

        return _switch(name, f"treaty covers {DOMAIN[who[0]]}", lambda s, t: float(s.covered[number, 0]), cover)
    if word == "standing":
        return _standing(ids.index(who[0]), name, naming)
    if word in ("crises", "worst"):
        return _others(word)
    if word == "deterrence":
        return _scalar(word, 0, 100)
    if word == "known":
        return _scalar(word, 0, 100, factor=1)
    if word in _COUNTS:
        return _scalar(word, 0, _MOST[word], factor=1, big=3)
    if NAMES[word].kind in ("member", "pair"):
        places = tuple(ids.index(one) for one in who)
        called = "–".join(naming.members[i] for i in places)
        low_high = 20 if NAMES[word].high == 80 else None
        return _cell(f"{word.replace('_', ' ')} {called}", word, places, name, most=low_high)
    return None


def _card_slider(what: str, number: int, name: str, naming: Naming) -> Slider:
    def put(state: State, tables: Tables, value: Value) -> None:
        on = np.asarray(value) > 0.5
        if what == "active":
            state.card[3] = np.where(on, number, -1)
            state.escalation[3] = np.where(on, np.maximum(1, tables.cards.escalation[number]), 0)
        elif what == "dealt":
            state.dealt[number] = np.where(on, np.maximum(state.turn - 1, 1), 0)
        elif what == "failed":
            state.failed[number] = on
        else:
            mine = 1 if what == "resolved" else 2
            state.ended[number] = np.where(on, mine, np.where(state.ended[number] == mine, 0, state.ended[number]))

    node = ("card", what, number)
    return _switch(
        name, f"“{naming.card(number)}” {_CARD_WORD[what]}", lambda s, t: float(np.ravel(evaluate(node, s, t))[0]), put
    )


def _standing(i: int, name: str, naming: Naming) -> Slider:
    """The others' mean trust in a member: all of them are given the same."""

    def put(state: State, tables: Tables, value: Value) -> None:
        state.trust[:, i] = np.rint(np.asarray(value) * 100)
        state.trust[i, i] = 0

    node = ("member", "standing", i)
    return Slider(
        name, f"all trust in {naming.members[i]}", 0, 100, 1, 10,
        lambda s, t: float(np.ravel(evaluate(node, s, t))[0]) / 100, put,
    )  # fmt: skip


def _others(word: str) -> Slider:
    """Other crises on the table: how many, and how high they stand (slots 1 to 3; the bench's card takes slot 0)."""

    def put(state: State, tables: Tables, value: Value) -> None:
        wanted = np.rint(np.asarray(value)).astype(np.int32)
        for slot in (1, 2, 3):
            if word == "crises":
                on = wanted >= slot
                card = (slot - 1) % max(tables.cards.size, 1)
                state.card[slot] = np.where(on, card, -1)
                state.escalation[slot] = np.where(on, np.maximum(state.escalation[slot], 1), 0)
            else:
                state.escalation[slot] = np.where(state.card[slot] >= 0, wanted, 0)
        if word == "worst":
            state.card[1] = np.where((wanted > 0) & (state.card[1] < 0), 0, state.card[1])
            state.escalation[1] = np.where(state.card[1] >= 0, wanted, 0)

    low = 0
    return Slider(
        word, _LABEL[word], low, _MOST[word], 1, 2,
        lambda s, t: float(np.ravel(evaluate(("name", word), s, t))[0]) / 100, put,
    )  # fmt: skip


def card_sliders() -> Iterator[Slider]:
    """The card's own, in slot 0: its step on the ladder, what fear is left, what groundwork is laid."""
    for name, field, label, low, high, small, big in (
        ("escalation", "escalation", "step of the card", 1, 5, 1, 2),
        ("fear", "fear", "fear left on it", 0, 100, 5, 25),
        ("groundwork", "prepared", "groundwork laid", 0, 2, 1, 1),
    ):

        def put(state: State, tables: Tables, value: Value, field: str = field) -> None:
            getattr(state, field)[0] = np.rint(np.asarray(value))

        def get(state: State, tables: Tables, field: str = field) -> float:
            return float(getattr(state, field)[0, 0])

        yield Slider(name, label, low, high, small, big, get, put)
