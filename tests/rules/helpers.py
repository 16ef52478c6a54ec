"""Small tables that a person can reckon with, and choices at random.

The plain table: equal members of the same mind (S = 1, effort weight 1), no chance in the start, no headlines.
Trust 56, support 56, tension 44, legitimacy 55, readiness 45, common line 50, rival's strength 50, harm 5, means 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from tabletop.rules import Choices, Outcomes, Record, State, Tables, open_turn, resolve, rulebook, start
from tabletop.rules.luck import game_key, text_key
from tabletop.rules.tables import Act, Alliance, Cards, Effect, Ending, Rival
from tabletop.rules.vocabulary import NOBODY, Clause, Level, Strategy, Tactic

QUIET: Mapping[str, float] = {
    "start_tension_spread": 0, "start_trust_spread": 0, "start_trust_pair": 0, "start_trust_affinity": 0,
    "start_support_spread": 0, "load": 0, "load_per_member": 0, "load_spread": 0, "start_cards": 1,
    "news_tension": 0, "arms_noise": 0, "news_support": 0, "news_national": 0, "news_legitimacy": 0, "leak_chance": 0,
}  # fmt: skip


def keys(games: int, first: int = 0) -> Any:
    return np.array([game_key(first + k) for k in range(games)], np.uint64)


def plain_alliance(members: int = 4, **given: Any) -> Alliance:
    zero = np.zeros((members, 1), np.int32)
    capability = np.full((members, 1), 10000 // members, np.int32)
    capability[0] += 10000 - capability.sum()
    values: dict[str, Any] = {
        "ids": tuple(f"m{i}" for i in range(members)),
        "capability": capability,
        "position": np.zeros((members, 3, 1), np.int32),
        "exposure": np.full((members, 1), 50, np.int32),
        "weights": np.full((members, 4, 1), 25, np.int32),
        "election": zero.copy(),
        "trust_change": np.zeros((members, members, 1), np.int32),
        "agreements": np.zeros((members, members, 1), np.int32),
        "channels": zero.copy(),
        "bonus": (None,) * members,
    }
    return Alliance(**(values | given))


def cards_of(*rows: str, members: int = 4, **given: Any) -> Cards:
    """Cards from rows such as "E22222 20": domain, u b m s e, step, human cost; every stake 50, parties 0 and 1."""
    codes = [row.replace(" ", "") for row in rows]
    digits = np.array([[int(c) for c in row[1:]] for row in codes], np.int32)
    domain = np.array(["EIT".index(row[0]) for row in codes], np.int32)
    count = len(rows)
    values: dict[str, Any] = {
        "ids": tuple(f"c{k}" for k in range(count)),
        "domain": domain,
        "pips": digits[:, :5],
        "escalation": digits[:, 5],
        "human": digits[:, 6],
        "weight": np.ones(count, np.int32),
        "stake": np.full((count, members), 50, np.int32),
        "parties": np.where(domain[:, None] == 1, [[0, 1]], [[-1, -1]]).astype(np.int32),
        "acts": np.ones((1, count), bool),
        "repeat": np.zeros(count, bool),
        "when": (None,) * count,
        "key": np.array([text_key(f"c{k}") for k in range(count)], np.uint64),
    }
    return Cards(**(values | given))


def plain_tables(
    *rows: str,
    members: int = 4,
    book: Mapping[str, float] | None = None,
    level: Level = Level.FULL,
    greedy: int = 0,
    turns: int = 10,
    acts: tuple[Act, ...] | None = None,
    endings: tuple[Ending, ...] = (),
    flags: tuple[str, ...] = (),
    effects: tuple[Effect, ...] = (),
    queueable: tuple[int, ...] = (),
    cards: Mapping[str, Any] | None = None,
    **alliance: Any,
) -> Tables:
    rows = rows or ("E22222 20",)
    everywhere = {"acts": np.ones((len(acts or (0,)), len(rows)), bool)}
    return Tables(
        book=rulebook(level, {**QUIET, **(book or {})}),
        alliance=plain_alliance(members, **alliance),
        cards=cards_of(*rows, members=members, **{**everywhere, **(cards or {})}),
        rival=Rival(greedy, False),
        acts=acts or (Act("play", turns, ()),),
        endings=endings,
        flags=flags,
        effects=effects,
        queueable=queueable,
    )


def opened(tables: Tables, games: int = 1, first: int = 0) -> State:
    state = start(tables, keys(games, first))
    open_turn(state, tables)
    return state


Move = tuple[Any, ...]
"""(strategy, then any of tactic=, target=, clause=, effort=, slot= as a mapping)"""


def act(strategy: Strategy, effort: int = 1, **more: int) -> dict[str, int]:
    return {"strategy": strategy, "effort": effort, **more}


def choices_of(members: int, games: int, moves: Mapping[int, Mapping[str, int]]) -> Choices:
    """Everyone holds but for `moves` {member: act(...)}."""
    choices = Choices.hold(members, games)
    for member, move in moves.items():
        for name, value in move.items():
            getattr(choices, name)[member] = value
    return choices


def everyone(members: int, strategy: Strategy, effort: int = 1, **more: int) -> dict[int, dict[str, int]]:
    return {i: act(strategy, effort, **more) for i in range(members)}


@dataclass
class Played:
    """One turn of one game with its ledger."""

    before: State
    after: State
    outcomes: Outcomes
    record: Record

    def terms(self, variable: str, *who: int, rule: str = "") -> int:
        """Sum of the terms of a variable (of one member, pair or slot), perhaps of one rule only."""
        return sum(
            e.amount
            for e in self.record.entries
            if e.variable == variable and e.who == who and (not rule or e.rule == rule)
        )

    def whys(self, variable: str, *who: int) -> dict[str, int]:
        return {e.why: e.amount for e in self.record.entries if e.variable == variable and e.who == who}


Want = Callable[[State, Outcomes], Any]


def won(state: State, outcomes: Outcomes) -> Any:
    """Every negotiation of the turn succeeded."""
    return (outcomes.success | ~outcomes.tried).all(axis=0)


def lost(state: State, outcomes: Outcomes) -> Any:
    """Every negotiation of the turn failed."""
    return ~outcomes.success.any(axis=0)


def play(
    tables: Tables,
    moves: Mapping[int, Mapping[str, int]],
    want: Want = won,
    prepare: Callable[[State], None] | None = None,
    games: int = 300,
) -> Played:
    """Play the first turn in games that differ in luck alone; replay the first with the wanted course, recorded."""
    members = tables.alliance.size
    state = opened(tables, games)
    if prepare is not None:
        prepare(state)
    before = state.copy()
    outcomes = resolve(state, choices_of(members, games, moves), tables)
    found = np.flatnonzero(want(state, outcomes))
    assert len(found), "no game took the wanted course"
    one = before.take(found[:1])
    record = Record()
    after = one.copy()
    again = resolve(after, choices_of(members, 1, moves), tables, record)
    assert np.array_equal(after.trust[..., 0], state.trust[..., found[0]])
    return Played(one, after, again, record)


def random_choices(rng: np.random.Generator, members: int, games: int) -> Choices:
    """Choices at random, foolish and forbidden ones among them."""

    def pick(high: int) -> Any:
        return rng.integers(0, high, (members, games)).astype(np.int32)

    choices = Choices(pick(5), pick(4), pick(8), pick(NOBODY + 1), pick(6), pick(3))
    # Half of the bilaterals are meant: they look for one another at the first crisis.
    paired = rng.random((members, games)) < 0.5
    choices.target = np.where(paired, np.arange(members)[:, None] ^ 1, choices.target).astype(np.int32)
    choices.slot = np.where(rng.random((members, games)) < 0.6, 0, choices.slot).astype(np.int32)
    return choices


def part_of(choices: Choices, games: Any) -> Choices:
    return Choices(**{f.name: np.ascontiguousarray(getattr(choices, f.name)[:, games]) for f in fields(choices)})


def arrays(state: State) -> dict[str, Any]:
    return {f.name: getattr(state, f.name) for f in fields(state) if f.name != "turn"}


def differing(one: State, other: State) -> list[str]:
    """Names of the fields in which two states differ."""
    left, right = arrays(one), arrays(other)
    return [name for name in left if not np.array_equal(left[name], right[name])]


DEFAULTS = {"tactic": Tactic.INTEREST, "clause": Clause.CONSULT}


BIL, MUL, CBM, TR2, HOLD = (
    Strategy.BILATERAL, Strategy.MULTILATERAL, Strategy.CONFIDENCE, Strategy.TRACK2, Strategy.HOLD,
)  # fmt: skip
NOTHING: dict[int, dict[str, int]] = {}


def always(state: State, outcomes: Outcomes) -> Any:
    return np.ones(state.games, bool)


def stakes(*values: int) -> Callable[[State], None]:
    """Stakes at the first crisis, in hundredths."""

    def prepare(state: State) -> None:
        state.stake[0, :, :] = np.array(values)[:, None]

    return prepare


def pair(**more: int) -> dict[int, dict[str, int]]:
    return {0: act(BIL, target=1, **more), 1: act(BIL, target=0, **more)}
