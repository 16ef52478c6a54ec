"""A proof never calls impossible what can happen: random conditions on random boards, and every fact in real games."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.content import checking, loading
from tabletop.content.linking import Links
from tabletop.content.proofs import ranges
from tabletop.content.proofs.board import Moment
from tabletop.content.proofs.ground import atoms, ground
from tabletop.content.proofs.ranges import Box
from tabletop.content.proofs.reach import Reach, Story
from tabletop.rules import deal, story, turn
from tabletop.rules.choices import Choices
from tabletop.rules.conditions import NAMES, evaluate, holds
from tabletop.rules.luck import game_key
from tabletop.rules.start import start
from tabletop.rules.state import State
from tabletop.rules.tables import Node, Tables
from tabletop.rules.vocabulary import Level

MEMBERS = 3
SMALL = str(Path(__file__).parents[1] / "samples" / "small.yaml")
SCALARS = ["tension", "turn", "act_turn", "turns_left", "crises", "worst", "treaties", "cohesion", "stability", "known"]
ROWS = ["support", "means", "channel", "signed", "standing"]
GRIDS = ["trust", "agreements", "affinity"]

numbers = st.integers(-200, 12_000).map(lambda value: ("number", value))
scalars = st.one_of(
    numbers,
    st.sampled_from(SCALARS).map(lambda name: ("name", name)),
    st.tuples(st.just("member"), st.sampled_from(ROWS), st.integers(0, MEMBERS - 1)),
    st.tuples(st.just("pair"), st.sampled_from(GRIDS), st.just(0), st.integers(1, MEMBERS - 1)),
)


def sums(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda part: st.one_of(
            st.tuples(st.sampled_from(["+", "-", "*", "min", "max"]), part, part),
            st.tuples(st.sampled_from(["neg", "abs"]), part),
        ),
        max_leaves=3,
    )


def rows(kind: str, names: list[str]) -> st.SearchStrategy[Any]:
    return sums(st.one_of(numbers, st.sampled_from(names).map(lambda name: (kind, name))))


SIGN = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])


def joined(truths: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        truths,
        lambda part: st.one_of(
            st.tuples(st.just("not"), part),
            st.tuples(st.sampled_from(["and", "or"]), part, part),
            st.tuples(st.sampled_from(["and", "or"]), part, part, part),
        ),
        max_leaves=5,
    )


along = st.one_of(
    *(
        st.tuples(SIGN, st.one_of(st.just((kind, names[0])), st.just((kind, names[1]))), rows(kind, names))
        for kind, names in (("row", ROWS), ("grid", GRIDS))
    )
)
folded = st.one_of(
    st.tuples(
        st.sampled_from(["lowest", "highest", "mean"]),
        st.one_of(st.sampled_from(ROWS).map(lambda n: ("row", n)), st.sampled_from(GRIDS).map(lambda n: ("grid", n))),
    ),
    st.tuples(st.just("count"), along),
)
truths = st.one_of(
    st.tuples(SIGN, sums(st.one_of(scalars, folded)), sums(scalars)),
    st.tuples(st.sampled_from(["any", "every"]), along),
    st.tuples(st.just("flag"), st.just(0)),
    st.tuples(st.just("act"), st.integers(0, 2)),
    st.tuples(st.just("covered"), st.integers(0, 2)),
    st.tuples(
        st.just("card"), st.sampled_from(["dealt", "active", "resolved", "outbreak", "failed"]), st.integers(0, 2)
    ),
)
conditions = joined(truths)


@pytest.fixture(scope="module")
def small() -> tuple[State, Tables]:
    """Sixty boards of the small campaign in all stages of a game."""
    campaign = checking.load_campaign(SMALL)
    tables = campaign.tables(Level.FULL)
    boards = []
    for seed in range(4):
        state = start(tables, keys(seed, 5))
        rng = np.random.default_rng(seed)
        for _ in range(3):
            turn.open_turn(state, tables)
            boards.append(state.copy())
            turn.resolve(state, anyhow(rng, state), tables)
    return boards, tables  # type: ignore[return-value]


def keys(seed: int, games: int) -> Any:
    return np.array([game_key(seed * 1000 + number) for number in range(games)], np.uint64)


def anyhow(rng: Any, state: State) -> Choices:
    """Random choices; many of them not allowed, which the rules put right."""
    shape = (state.members, state.games)
    return Choices(*(rng.integers(0, most, shape).astype(np.int32) for most in (5, 2, 8, 10, 6, 3)))


def value(atom: Node, state: State, tables: Tables, game: int) -> int:
    return int(np.broadcast_to(np.asarray(evaluate(atom, state, tables)), (state.games,))[game])


@settings(max_examples=600, deadline=None)
@given(
    node=conditions,
    board=st.integers(0, 11),
    game=st.integers(0, 4),
    slack=st.integers(0, 4000),
    seed=st.integers(0, 9),
)
def test_no_verdict_is_contradicted(small: Any, node: Node, board: int, game: int, slack: int, seed: int) -> None:
    boards, tables = small
    state = boards[board]
    grounded = ground(node, MEMBERS)
    rng = np.random.default_rng(seed)
    around: dict[Node, tuple[int, int]] = {}
    for atom in sorted(atoms(grounded), key=str):
        here = value(atom, state, tables, game)
        if atom[0] in ("name", "member", "pair"):
            around[atom] = (here - int(rng.integers(0, slack + 1)), here + int(rng.integers(0, slack + 1)))
        else:
            around[atom] = (0, 1) if slack % 2 else (here, here)
    box = Box(around.__getitem__)
    truth = bool(holds(node, state, tables)[game])
    assert ranges.possible([(grounded, truth)], box), "the board itself meets it"
    covering = [
        found for found in ranges.cases([(grounded, truth)], box)
        if all(found[atom][0] <= value(atom, state, tables, game) <= found[atom][1] for atom in around)
    ]  # fmt: skip
    assert covering, "some case holds the board itself"
    may, may_not = ranges.truth(grounded, box)
    assert may if truth else may_not


@settings(max_examples=300, deadline=None)
@given(low=st.integers(0, 100), high=st.integers(0, 100), sign=st.sampled_from(["<", "<=", ">", ">="]))
def test_two_comparisons_of_one_quantity_are_decided_exactly(low: int, high: int, sign: str) -> None:
    node: Node = ("and", (sign, ("name", "x"), ("number", low)), (">=", ("name", "x"), ("number", high)))
    box = Box(lambda _: (0, 100))
    compare = {"<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__}[sign]
    there = any(compare(x, low) and x >= high for x in range(101))
    assert ranges.possible([(node, True)], box) == there


class Watch:
    """Looks at every board of a game, at each moment, for something that the proofs hold impossible."""

    def __init__(self, reach: Reach, told: Story) -> None:
        self.reach, self.story, self.seen = reach, told, 0
        self.quantities = [("name", name) for name, meaning in NAMES.items() if meaning.kind == "scalar"]
        for name, meaning in NAMES.items():
            if meaning.kind == "member":
                self.quantities += [("member", name, i) for i in range(reach.members)]
            if meaning.kind == "pair":
                self.quantities += [
                    ("pair", name, i, j) for i in range(reach.members) for j in range(reach.members) if i != j
                ]
        self.truths: list[Node] = [("act", number) for number in range(len(reach.campaign.acts))]
        self.truths += [("flag", number) for number in range(len(reach.links.names.flags))]
        for card in range(len(reach.cards)):
            self.truths += [("card", word, card) for word in ("dealt", "active", "resolved", "outbreak", "failed")]
        words = ("win", "draw", "cohesion_collapse", "stability_collapse")
        self.truths += [("outcome", word) for word in words]

    def look(self, state: State, tables: Tables, kind: str, games: Any) -> None:
        for act in set(state.act[games].tolist()):
            here = games & (state.act == act)
            moments = (
                self.reach.board.ends(self.story.rules, act)
                if kind == "end"
                else [self.reach.board.moment(self.story.rules, act, kind)]
            )
            met = np.zeros(state.games, bool)
            told = {}
            for moment in moments:
                fine, why = self.fits(moment, state, tables)
                met |= fine
                told[moment] = why
            assert met[here].all(), (kind, act, told)
            self.seen += int(here.sum())

    def fits(self, moment: Moment, state: State, tables: Tables) -> tuple[Any, dict[Node, Any]]:
        box = self.reach.box(self.story, moment)
        fine, why = np.ones(state.games, bool), {}
        for atom in (*self.quantities, *self.truths):
            low, high = box[atom]
            found = np.asarray(evaluate(atom, state, tables)).astype(np.int64)
            inside = np.broadcast_to((found >= low) & (found <= high), (state.games,))
            if not inside.all():
                why[atom] = (low, high, found.min(), found.max())
            fine &= inside
        for facts in moment.known.facts.values():
            for fact in facts:
                kept = holds(fact, state, tables)
                if not kept.all():
                    why[fact] = True
                fine &= kept
        return fine, why


def reach_of(name: str) -> Reach:
    loaded = loading.load_campaign_files(checking.find_campaign(name))
    return Reach(loaded, Links(loaded))


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("name", [SMALL, "halcyon", "halcyon-tutorial", "north-atlantic", "double-track"])
def test_every_fact_holds_in_real_games(name: str, level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = checking.load_campaign(name)
    reach = reach_of(name)
    watch = Watch(reach, reach.stories[level])
    tables = campaign.tables(level)

    def begins(state: State, tables: Tables, dealt: Any, *rest: Any) -> None:
        begin = state.running & (state.act_since == state.turn)
        watch.look(state, tables, "start" if dealt is None else "dealt", begin if dealt is None else state.running)
        opened(state, tables, dealt, *rest)

    def deals(state: State, tables: Tables, who: Any, *rest: Any) -> Any:
        room = (state.card[: tables.book.slots] < 0).any(axis=0)
        watch.look(state, tables, "deal", who & room & state.running)
        return dealt_one(state, tables, who, *rest)

    def works(now: Any) -> None:
        watch.look(now.state, now.tables, "work", now.state.running)
        worked(now)
        watch.look(now.state, now.tables, "work", now.state.running)

    def leads(state: State, tables: Tables, *rest: Any) -> None:
        turns = np.array([act.turns for act in tables.acts])
        watch.look(state, tables, "way", state.running & (state.turn - state.act_since + 1 >= turns[state.act]))
        followed(state, tables, *rest)

    opened, dealt_one, worked, followed = story.opening_effects, deal._deal_one, story.card_effects, story.next_act
    monkeypatch.setattr(story, "opening_effects", begins)
    monkeypatch.setattr(deal, "_deal_one", deals)
    monkeypatch.setattr(turn, "STEPS", tuple(works if step is worked else step for step in turn.STEPS))
    monkeypatch.setattr(story, "next_act", leads)
    state = start(tables, keys(7, 120))
    rng = np.random.default_rng(7)
    while state.running.any():
        turn.open_turn(state, tables)
        turn.resolve(state, anyhow(rng, state), tables)
    watch.look(state, tables, "end", np.ones(state.games, bool))
    assert watch.seen > 500
    dead = {card for card in range(len(reach.cards)) if not watch.story.dealt.get(card)}
    assert not [reach.cards[card].card.id for card in dead if state.dealt[card].any()]
