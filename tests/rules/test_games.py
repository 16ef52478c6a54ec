"""What holds in every game: ranges, whole numbers, exact ledgers, and a batch that is nothing but its games."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reference import reference_tables
from tests.rules.helpers import QUIET, arrays, differing, keys, part_of, plain_tables, random_choices

from tabletop.rules import Choices, Record, State, Tables, open_turn, resolve, rulebook, scores, start
from tabletop.rules.parameters import MEANINGS
from tabletop.rules.state import VARIABLES
from tabletop.rules.tables import Act, Effect, Rival
from tabletop.rules.vocabulary import Level, Moment, Over, Strategy, Tactic

LEDGER = (
    "tension", "threat", "readiness", "legitimacy", "line", "harm", "support", "means", "sovereignty", "trust",
    "burden", "channel", "known", "escalation", "stage", "signed", "agreements", "prepared", "fear",
)  # fmt: skip
"""Every variable whose terms sum to its change."""
FACTOR = {"escalation": 100}
PARTS = {
    "cohesion": ("trust", "equity", "common line", "domestic", "institutions"),
    "stability": ("calm", "crisis control", "deterrence", "legitimacy", "human security"),
}
"""Both indices, which the record explains part by part."""

Scale = Callable[[int, int], int]


OF_GAMES = ("capability", "position", "exposure", "weights", "election", "trust_change", "agreements", "channels")


def several(tables: Tables, games: Any) -> Tables:
    """The tables of some games of a batch."""
    alliance = tables.alliance
    picked = {n: v if (v := getattr(alliance, n)).shape[-1] == 1 else v[..., games] for n in OF_GAMES}
    return replace(tables, alliance=replace(alliance, **picked))


def rich_tables(members: int, games: int, level: Level = Level.FULL, seed: int = 1, turns: int = 10) -> Tables:
    """The reference tables with acts, flags, effects of every kind, a queued card and a card that repeats."""
    base = reference_tables(members, games, seed, turns, rulebook(level))
    cards = base.cards
    weight, repeat = cards.weight.copy(), cards.repeat.copy()
    weight[5], repeat[8] = 0, True
    when = list(cards.when)
    when[3] = ("or", (">", ("name", "tension"), ("number", 4000)), ("flag", 0))
    effects = (
        Effect(Moment.DEALT, "a", card=0, variable="tension", amount=300, why="dealt"),
        Effect(Moment.DEALT, "a", card=1, variable="trust", amount=-400, pairs=((0, 1), (1, 0)), why="dealt"),
        Effect(Moment.FAILED, "b", card=2, variable="support", amount=-9000, who=(0,), why="failed"),
        Effect(Moment.FAILED, "b", card=8, flag=0, queue=5, after=1),
        Effect(Moment.RESOLVED, "c", card=9, variable="trust", amount=9000, why="resolved"),
        Effect(Moment.OUTBREAK, "c", card=4, variable="harm", amount=900, why="outbreak"),
        Effect(Moment.SUCCESS, "d", card=6, strategy=Strategy.TRACK2, variable="means", amount=200, why="success"),
        Effect(Moment.FAILURE, "d", card=7, strategy=Strategy.BILATERAL, variable="sovereignty", amount=500, why="x"),
        Effect(Moment.ACT, "second", act=1, variable="legitimacy", amount=-9900, why="act"),
        Effect(Moment.ACT, "second", act=1, variable="support", amount=500, why="act", when=("flag", 0)),
    )
    first = turns // 2
    acts = (Act("one", first, ((("flag", 0), 1), (None, 1))), Act("two", turns - first, ()))
    return replace(
        base,
        cards=replace(cards, weight=weight, repeat=repeat, when=tuple(when), acts=np.ones((2, cards.size), bool)),
        acts=acts,
        flags=("seen",),
        effects=effects,
        queueable=(5,),
    )


def playing(tables: Tables, games: int, seed: int = 0, turns: int = 10) -> Iterator[tuple[State, Choices]]:
    """Random games: yields the state after every turn with the choices that led to it."""
    rng = np.random.default_rng(seed)
    state = start(tables, keys(games, 1000 * seed))
    members = tables.alliance.size
    for _ in range(turns):
        open_turn(state, tables)
        choices = random_choices(rng, members, games)
        resolve(state, choices, tables)
        yield state, choices


def check_ranges(state: State) -> None:
    for name, variable in VARIABLES.items():
        values = getattr(state, name)
        if values.size:
            assert values.min() >= variable.low, f"{name} {values.min()}"
            assert values.max() <= variable.high, f"{name} {values.max()}"


def check_shapes(state: State) -> None:
    members, games = state.members, state.games
    size = {"N": members, "B": games, "C": 4, "K": len(state.dealt), "Q": len(state.due), "F": len(state.flags)}
    for name, variable in VARIABLES.items():
        shape = tuple(
            size.get(axis) or int(axis) if axis not in ("Q", "F") else size[axis] for axis in variable.shape.split(",")
        )
        assert getattr(state, name).shape == shape, name


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("members", range(3, 9))
def test_ranges_types_and_symmetries(members: int, level: Level, scale: Scale) -> None:
    games = scale(60, 2000)
    tables = rich_tables(members, games, level, seed=members)
    fresh = start(tables, keys(games))
    types = {name: value.dtype for name, value in arrays(fresh).items()}
    assert {kind.kind for name, kind in types.items() if name != "seed"} <= {"i", "b"}
    assert all(types[name] in (np.int32, np.bool_) for name in types if name not in ("seed", "order"))
    check_ranges(fresh)
    check_shapes(fresh)
    diagonal = np.arange(members)
    for state, _ in playing(tables, games, members):
        assert {name: value.dtype for name, value in arrays(state).items()} == types
        check_ranges(state)
        check_shapes(state)
        assert np.array_equal(state.agreements, state.agreements.transpose(1, 0, 2))
        assert (state.agreements[diagonal, diagonal] == 0).all()
        assert np.array_equal(state.affinity, state.affinity.transpose(1, 0, 2))
        assert (state.affinity[diagonal, diagonal] == 100).all()
        assert (state.trust[diagonal, diagonal] == 0).all()
        assert (state.escalation[state.card < 0] == 0).all()
        assert (state.escalation[state.card >= 0] >= 1).all()
        assert (state.escalation <= 5).all()
        assert ((state.card >= 0).sum(axis=0) <= tables.book.slots).all()
        assert (state.card[tables.book.slots :] == -1).all()
        assert (state.stake[np.broadcast_to((state.card < 0)[:, None], state.stake.shape)] == 0).all()
        assert ((state.end_turn > 0) == (state.over != Over.RUNNING)).all()
        for a in range(4):
            for b in range(a):
                assert ((state.card[a] != state.card[b]) | (state.card[a] < 0)).all()
    assert (state.over != Over.RUNNING).all()
    total = scores(state, tables)
    assert total.total.dtype == np.int32
    assert total.parts.min() >= 0
    assert total.parts.max() <= 10_000


def test_both_collapses_and_ordinary_ends_happen(scale: Scale) -> None:
    tables = reference_tables(5, 400, book=rulebook(Level.FULL, {"cohesion_floor": 45, "stability_floor": 40}))
    *_, (state, _) = playing(tables, 400, 5)
    assert set(np.unique(state.over)) == {1, 2, 3}


# --- the ledger ---------------------------------------------------------------------------------------------------


def check_ledger(before: State, after: State, record: Record, names: tuple[str, ...] = LEDGER) -> None:
    for name in names:
        change = FACTOR.get(name, 1) * (getattr(after, name)[..., 0].astype(int) - getattr(before, name)[..., 0])
        told = np.zeros_like(change)
        for entry in record.entries:
            if entry.variable == name:
                told[entry.who] += entry.amount
        assert np.array_equal(told, change), (name, before.turn, told - change)


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("members", range(3, 9))
def test_the_ledger_sums_to_every_change(members: int, level: Level, scale: Scale) -> None:
    for seed in range(scale(3, 60)):
        tables = rich_tables(members, 1, level, seed)
        rng = np.random.default_rng(seed)
        state = start(tables, keys(1, 77 * seed + members))
        for _ in range(10):
            before = state.copy()
            record = Record()
            open_turn(state, tables, record)
            resolve(state, random_choices(rng, members, 1), tables, record)
            check_ledger(before, state, record)
            assert {entry.variable for entry in record.entries} <= {*LEDGER, *PARTS}
            check_ledger(before, state, record, tuple(PARTS))
            check_parts(before, state, record, tables)


def check_parts(before: State, after: State, record: Record, tables: Tables) -> None:
    """What the record says of each part of an index is the part's change, weighed, but for the rounding of terms."""
    for index, parts in PARTS.items():
        weights = getattr(tables.book, f"{index}_weights")
        moved = getattr(after, f"{index}_parts")[:, 0] - getattr(before, f"{index}_parts")[:, 0]
        terms = [e for e in record.entries if e.variable == index]
        assert {e.why for e in terms} <= set(parts)
        rules = {e.rule for e in record.entries}
        assert {e.rule for e in terms} <= rules
        for number, part in enumerate(parts):
            told = sum(e.amount for e in terms if e.why == part)
            assert abs(100 * told - int(weights[number]) * int(moved[number])) <= 100 * (len(rules) + 1), (index, part)


extremes = st.dictionaries(
    st.sampled_from(sorted(name for name, m in MEANINGS.items() if not m.rows and name not in QUIET)),
    st.booleans(),
    min_size=1,
    max_size=25,
)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(extremes, st.integers(3, 8), st.integers(0, 10**6))
def test_the_ledger_holds_for_any_parameters_in_their_ranges(chosen: dict[str, bool], members: int, seed: int) -> None:
    """Also a guard against overflow: parameters at the ends of their declared ranges."""
    overrides = {name: MEANINGS[name].high if high else MEANINGS[name].low for name, high in chosen.items()}
    tables = replace(rich_tables(members, 1, seed=seed), book=rulebook(Level.FULL, overrides))
    rng = np.random.default_rng(seed)
    state = start(tables, keys(1, seed))
    for _ in range(6):
        before, record = state.copy(), Record()
        open_turn(state, tables, record)
        resolve(state, random_choices(rng, members, 1), tables, record)
        check_ranges(state)
        check_ledger(before, state, record)


def test_a_record_changes_nothing_and_names_its_rules() -> None:
    tables = rich_tables(5, 1)
    rng = np.random.default_rng(8)
    state = start(tables, keys(1, 8))
    for _ in range(10):
        plain = state.copy()
        choices = random_choices(rng, 5, 1)
        open_turn(plain, tables)
        resolve(plain, choices, tables)
        record = Record()
        open_turn(state, tables, record)
        resolve(state, choices, tables, record)
        assert differing(plain, state) == []
        assert all(entry.amount for entry in record.entries)
        assert all(entry.why for entry in record.entries)


def test_a_finished_game_keeps_no_record() -> None:
    tables = plain_tables(turns=1)
    state = start(tables, keys(1))
    for turn in range(3):
        record = Record()
        open_turn(state, tables, record)
        resolve(state, Choices.hold(4, 1), tables, record)
        assert bool(record.entries) is (turn == 0)


# --- a batch is its games -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", list(Level))
def test_a_batch_is_its_games_one_by_one(level: Level, scale: Scale) -> None:
    games = scale(12, 200)
    for members in (3, 5, 8):
        tables = rich_tables(members, games, level)
        history = [(state.copy(), choices.copy()) for state, choices in playing(tables, games, 3)]
        for b in range(games):
            alone = several(tables, [b])
            state = start(alone, keys(games, 3000)[b : b + 1])
            for together, choices in history:
                open_turn(state, alone)
                resolve(state, part_of(choices, [b]), alone)
                assert differing(state, together.take([b])) == []
            assert np.array_equal(scores(state, alone).total[:, 0], scores(history[-1][0], tables).total[:, b])


def test_any_order_and_any_chunks_of_games(scale: Scale) -> None:
    games = scale(90, 3000)
    tables = rich_tables(6, games)
    history = [(state.copy(), choices.copy()) for state, choices in playing(tables, games, 4)]
    shuffled = np.random.default_rng(0).permutation(games)
    for picked in (shuffled[:1], shuffled[:40], shuffled, np.arange(games)[::-1], np.repeat(shuffled[:5], 3)):
        some = several(tables, picked)
        state = start(some, keys(games, 4000)[picked])
        for _, choices in history:
            open_turn(state, some)
            resolve(state, part_of(choices, picked), some)
        assert differing(state, history[-1][0].take(picked)) == []


def test_finished_games_never_change() -> None:
    games = 200
    tables = reference_tables(5, games, book=rulebook(Level.FULL, {"cohesion_floor": 45, "stability_floor": 40}))
    tables = replace(tables, acts=(Act("play", 8, ()),))
    before: State | None = None
    stopped = np.zeros(games, bool)
    for state, _ in playing(tables, games, 9, turns=11):
        if before is not None and stopped.any():
            done = np.flatnonzero(stopped)
            assert differing(state.take(done), before.take(done)) == []
        before, stopped = state.copy(), state.over != Over.RUNNING
    assert stopped.all()
    assert len(np.unique(state.end_turn)) > 2


# --- copies -------------------------------------------------------------------------------------------------------


def test_copies_share_nothing() -> None:
    """Neither a copy, nor a choice of games, nor the outcomes of a turn share memory with the state."""
    tables = rich_tables(5, 6)
    state = start(tables, keys(6))
    open_turn(state, tables)
    choices = random_choices(np.random.default_rng(1), 5, 6)
    for other in (state.copy(), state.take(np.arange(6)), state.take(slice(0, 6)), state.take(slice(1, 3))):
        for name, value in arrays(other).items():
            assert not np.shares_memory(value, getattr(state, name)), name
    for left, one in arrays(state).items():
        for right, other_ in arrays(state).items():
            assert left == right or not one.size or not other_.size or not np.shares_memory(one, other_), (left, right)
    kept = state.copy()
    turned = state.copy()
    outcomes = resolve(turned, choices, tables)
    assert differing(state, kept) == []
    held = {
        name: np.array(getattr(outcomes, name)) for name in ("strategy", "slot", "success", "chance", "die", "lead")
    }
    open_turn(turned, tables)
    resolve(turned, choices, tables)
    assert all(np.array_equal(getattr(outcomes, name), value) for name, value in held.items())


def test_starts_share_nothing_with_their_tables() -> None:
    tables = plain_tables()
    state = start(tables, keys(1))
    open_turn(state, tables)
    for name, value in arrays(state).items():
        for source in ("position", "agreements", "channels", "capability", "exposure"):
            assert not np.shares_memory(value, getattr(tables.alliance, source)), name


# --- luck follows its address --------------------------------------------------------------------------------------


def test_one_changed_choice_leaves_the_luck_of_others(scale: Scale) -> None:
    """Whatever one member does, every negotiation of which it is no part keeps its die, and the world its news."""
    games = scale(400, 10_000)
    for members in (4, 6, 8):
        tables = reference_tables(members, games)
        state = start(tables, keys(games))
        open_turn(state, tables)
        rng = np.random.default_rng(members)
        choices = random_choices(rng, members, games)
        for who in (0, members - 1):
            other = choices.copy()
            for name, value in (("strategy", 5), ("slot", 4), ("tactic", 8), ("target", 9), ("effort", 3)):
                getattr(other, name)[who] = rng.integers(0, value, games)
            first, second = state.copy(), state.copy()
            one, two = resolve(first, choices, tables), resolve(second, other, tables)
            same = (
                (one.strategy == two.strategy) & (one.slot == two.slot) & (one.lead == two.lead) & one.tried & two.tried
            )
            untouched = same & (one.strategy != Strategy.BILATERAL)
            assert np.array_equal(one.die[untouched], two.die[untouched])
            apart = same & (one.strategy == Strategy.BILATERAL) & (choices.target != who)
            apart[who] = False
            assert np.array_equal(one.die[apart], two.die[apart])
            assert untouched.sum() > games / 4
            assert apart.sum() > games / 8


def test_no_seat_is_luckier_than_another(scale: Scale) -> None:
    """Equal members, the same move by each alone: success, elections and leaks come equally often at every seat."""
    games = scale(3000, 30_000)
    tables = plain_tables("T22222 20", book={"leak_chance": 0.5, "news_national": 5}, members=5)
    state = start(tables, keys(games))
    open_turn(state, tables)
    choices = Choices.hold(5, games)
    choices.strategy[:] = Strategy.BILATERAL
    choices.tactic[:] = Tactic.BACKCHANNEL
    choices.target[:] = (np.arange(5)[:, None] + 1) % 5
    choices.effort[:] = 1
    outcomes = resolve(state, choices, tables)
    share = outcomes.success.mean(axis=1)
    assert np.ptp(outcomes.chance) == 0
    expected = outcomes.chance[0, 0] / 10_000
    assert np.abs(share - expected).max() < 4 * (expected * (1 - expected) / games) ** 0.5
    assert np.ptp(state.support.mean(axis=1)) < 60


def test_mutual_pairs_and_one_sided_deals_fare_alike_at_every_seat(scale: Scale) -> None:
    games = scale(4000, 30_000)
    tables = plain_tables("T22222 20", members=4)
    state = start(tables, keys(games))
    open_turn(state, tables)
    choices = Choices.hold(4, games)
    choices.strategy[:] = Strategy.BILATERAL
    choices.effort[:] = 1
    choices.target[:] = np.array([3, 2, 1, 0])[:, None]
    outcomes = resolve(state, choices, tables)
    assert np.array_equal(outcomes.die[0], outcomes.die[3])
    assert np.array_equal(outcomes.die[1], outcomes.die[2])
    assert outcomes.lead[:, 0].tolist() == [0, 1, 1, 0]
    correlation = np.corrcoef(outcomes.die[0], outcomes.die[1])[0, 1]
    assert abs(correlation) < 4 / games**0.5


def test_a_relabelled_seat_plays_the_same_game_where_no_luck_is_its_own() -> None:
    """Members 1 and 2 exchange places, in a summit without any luck of members: all results exchange with them."""
    share = np.array([[4000], [3000], [2000], [1000]], np.int32)
    exposure = np.array([[10], [30], [60], [90]], np.int32)
    swap = [0, 2, 1, 3]
    results = []
    for order in ([0, 1, 2, 3], swap):
        tables = plain_tables("E22222 40", capability=share[order], exposure=exposure[order])
        state = start(tables, keys(40))
        open_turn(state, tables)
        choices = Choices.hold(4, 40)
        choices.strategy[:] = Strategy.MULTILATERAL
        choices.effort[:] = np.array([2, 1, 0, 1])[order][:, None]
        resolve(state, choices, tables)
        results.append(state)
    one, two = results
    assert np.array_equal(one.trust, two.trust[swap][:, swap])
    assert np.array_equal(one.support, two.support[swap])
    assert np.array_equal(one.cohesion, two.cohesion)
    assert np.array_equal(one.burden, two.burden[swap])


def test_the_rival_is_greedy_as_often_as_the_campaign_says() -> None:
    for percent in (0, 30, 100):
        tables = replace(plain_tables(), rival=Rival(percent, False))
        assert (start(tables, keys(3000)).greed == 75).mean() == pytest.approx(percent / 100, abs=0.03)


def test_a_state_lies_in_c_order_whatever_its_tables_lie_in() -> None:
    """The rules write by flat places, which would be lost in a copy."""
    games = 30
    tables = rich_tables(5, games)
    alliance = tables.alliance
    turned = {
        f.name: np.asfortranarray(value)
        for f in fields(alliance)
        if isinstance(value := getattr(alliance, f.name), np.ndarray)
    }
    odd = replace(tables, alliance=replace(alliance, **turned))
    plain, other = start(tables, keys(games, 5000)), start(odd, keys(games, 5000))
    for state in (plain, other, other.take(np.arange(games)[::-1]), other.copy()):
        assert all(getattr(state, f.name).flags.c_contiguous for f in fields(state) if f.name != "turn")
    rng = np.random.default_rng(1)
    for _ in range(3):
        choices = random_choices(rng, 5, games)
        for state, rules in ((plain, tables), (other, odd)):
            open_turn(state, rules)
            resolve(state, choices.copy(), rules)
    assert differing(plain, other) == []
