"""The deal and the author's say: acts, effects, follow-ups, overload, levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.reference import reference_tables
from tests.rules.helpers import act, choices_of, everyone, keys, lost, opened, plain_tables, play, won

from tabletop.rules import Choices, Outcomes, Record, State, Tables, open_turn, resolve, rulebook, start
from tabletop.rules.choices import proposed_clause
from tabletop.rules.tables import Act, Effect
from tabletop.rules.vocabulary import Clause, Level, Moment, Over, Strategy, Tactic

MUL, TR2, CBM, BIL = Strategy.MULTILATERAL, Strategy.TRACK2, Strategy.CONFIDENCE, Strategy.BILATERAL


def always(state: State, outcomes: Outcomes) -> Any:
    return np.ones(state.games, bool)


def run(tables: Tables, turns: int, games: int = 1, first: int = 0) -> State:
    """Everyone holds for some turns."""
    state = start(tables, keys(games, first))
    for _ in range(turns):
        open_turn(state, tables)
        resolve(state, Choices.hold(tables.alliance.size, games), tables)
    return state


# --- the start ----------------------------------------------------------------------------------------------------


def test_the_plain_start() -> None:
    state = start(plain_tables(), keys(3))
    assert state.turn == 0
    assert (state.card == -1).all()
    assert state.tension.tolist() == [4400] * 3
    assert set(np.unique(state.trust)) == {0, 5600}
    assert state.means.min() == state.means.max() == 300
    assert (state.affinity == 100).all()


def test_the_start_varies_as_the_parameters_say() -> None:
    games = 4000
    tables = replace(plain_tables(members=3), book=rulebook())
    state = start(tables, keys(games))
    assert state.support.mean() == pytest.approx(5600, abs=15)
    assert state.support.std() == pytest.approx(500, rel=0.04)
    # 56 + 18·(1 − 0.5) = 65, spreads 14 and 6 together 15.2
    assert state.trust[0, 1].mean() == pytest.approx(6500, abs=60)
    assert (state.trust[0, 1] - state.trust[1, 0]).std() == pytest.approx(600 * 2**0.5, rel=0.05)
    assert state.tension.min() >= 1500
    assert state.tension.max() <= 7500
    assert np.median(state.tension) == pytest.approx(4400, abs=60)


def test_shared_interest() -> None:
    """Distances 0.6, 0.3 and 0 on the three axes: S = 1 − 0.3 = 0.7; opposite corners: S = −1."""
    position = np.zeros((4, 3, 1), np.int32)
    position[1, :, 0] = 60, -30, 0
    position[2], position[3] = 100, -100
    state = start(plain_tables(position=position), keys(1))
    assert state.affinity[0, 1, 0] == 70
    assert state.affinity[2, 3, 0] == -100


def test_a_campaigns_start() -> None:
    change = np.zeros((4, 4, 1), np.int32)
    change[0, 1], change[1, 0] = -800, 5000
    agreements = np.zeros((4, 4, 1), np.int32)
    agreements[2, 3] = agreements[3, 2] = 2
    tables = plain_tables(
        trust_change=change, agreements=agreements, channels=np.array([[0], [100], [0], [0]], np.int32)
    )
    state = start(tables, keys(1))
    assert (state.trust[0, 1, 0], state.trust[1, 0, 0]) == (4800, 9500)
    assert state.agreements[2, 3, 0] == 2
    assert state.channel.ravel().tolist() == [0, 100, 0, 0]


# --- T0: the deal -------------------------------------------------------------------------------------------------


def test_how_many_cards() -> None:
    """Two in the first turn with more than three members; later a second with chance 0.15·(N − 3)."""
    for members, first in ((3, 1), (4, 2), (8, 2)):
        tables = reference_tables(members, 50)
        state = start(tables, keys(50))
        open_turn(state, tables)
        assert ((state.card >= 0).sum(axis=0) == first).all()
    tables = plain_tables(*["T02222 10"] * 9, book={"start_cards": 1, "load": 0.4})
    state = opened(tables, 2000)
    assert ((state.card >= 0).sum(axis=0) == 1).all()
    resolve(state, Choices.hold(4, 2000), tables)
    before = (state.dealt > 0).sum(axis=0)
    open_turn(state, tables)
    assert ((state.dealt > 0).sum(axis=0) - before == 2).mean() == pytest.approx(0.4, abs=0.04)


def test_stakes() -> None:
    """External 0.3 + 0.7·exposure ± 0.2; internal parties 1, others 0.25 + 0.3·b ± 0.1; transnational 0.3 + 0.5·b ±
    0.2."""
    none = {"stake": np.full((1, 4), -1, np.int32), "parties": np.full((1, 2), -1, np.int32)}
    games = 2000
    external = opened(
        plain_tables("E22222 20", cards=none, exposure=np.array([[0], [40], [60], [100]], np.int32)), games
    )
    for i, middle in enumerate((30, 58, 72, 100)):
        assert external.stake[0, i].min() == max(0, middle - 20)
        assert external.stake[0, i].max() == min(100, middle + 20)
    across = opened(plain_tables("T24222 20", cards=none), games).stake[0]
    assert (across.min(), across.max()) == (60, 100)
    quarrel = opened(plain_tables("I22222 20", cards=none), games)
    parties = quarrel.parties[0]
    assert (parties[0] != parties[1]).all()
    pairs, counts = np.unique(np.sort(parties, axis=0), axis=1, return_counts=True)
    assert pairs.shape[1] == 6
    assert counts.min() > games / 6 * 0.75
    game = np.arange(games)
    assert (quarrel.stake[0, parties[0], game] == 100).all()
    assert (quarrel.stake[0, parties[1], game] == 100).all()
    rest = quarrel.stake[0][(np.arange(4)[:, None] != parties[0]) & (np.arange(4)[:, None] != parties[1])]
    assert (rest.min(), rest.max()) == (30, 50)


def test_overload() -> None:
    """A card without a free place waits; tension +6.  It comes when there is room."""
    tables = plain_tables("T02222 30", "T02222 30", book={"slots": 1})
    state = opened(tables)
    first = int(state.card[0, 0])
    resolve(state, Choices.hold(4, 1), tables)
    assert state.card[0, 0] == first
    record, before = Record(), int(state.tension[0])
    open_turn(state, tables, record)
    assert state.overloads[0] == 1
    assert state.tension[0] - before == 600
    assert sum(e.amount for e in record.entries if e.variable == "tension" and e.rule == "T0") == 600
    assert (state.dealt > 0).sum() == 1
    state.card[0], state.escalation[0] = -1, 0
    state.turn += 1
    open_turn(state, tables)
    assert state.card[0, 0] == 1 - first
    assert state.overloads[0] == 1


def test_an_empty_deck_deals_nothing() -> None:
    state = run(plain_tables("T02222 10"), 4, games=20)
    assert (state.overloads == 0).all()
    assert ((state.dealt > 0).sum(axis=0) == 1).all()


def test_cards_wait_for_their_act_and_their_condition() -> None:
    acts = (Act("one", 2, ((None, 1),)), Act("two", 9, ()))
    mask = np.array([[True, False, True], [True, True, True]])
    when = (None, None, (">", ("name", "turn"), ("number", 300)))
    tables = plain_tables(*["T02222 10"] * 3, acts=acts, cards={"acts": mask, "when": when})
    games = 40
    state = start(tables, keys(games))
    for turn in range(1, 6):
        open_turn(state, tables)
        seen = state.dealt > 0
        if turn <= 2:
            assert not seen[1].any()
        if turn <= 3:
            assert not seen[2].any()
        resolve(state, Choices.hold(4, games), tables)
    assert seen.all()


def test_a_repeating_card_goes_back_into_the_pile() -> None:
    """Forty cards, one of which repeats: it comes more often than the others, but never twice at once, nor at every
    turn."""
    games = 600
    base = reference_tables(5, games)
    repeat = np.zeros(40, bool)
    repeat[3] = True
    tables = replace(base, cards=replace(base.cards, repeat=repeat))
    state = start(tables, keys(games))
    deals = np.zeros((40, games), int)
    moves = everyone(5, TR2)
    for turn in range(1, 11):
        open_turn(state, tables)
        deals += state.dealt == turn
        assert ((state.card == 3).sum(axis=0) <= 1).all()
        state.card[:], state.escalation[:] = -1, 0
        resolve(state, choices_of(5, games, moves), tables)
    others = np.delete(deals, 3, axis=0)
    assert others.max() == 1
    assert deals[3].max() >= 2
    assert (deals[3] >= 3).mean() < 0.02
    assert deals[3].mean() < 1.35 * others.mean()


# --- acts ---------------------------------------------------------------------------------------------------------


def test_acts_branch_on_the_first_condition_that_holds() -> None:
    tense = (">=", ("name", "tension"), ("number", 6000))
    acts = (Act("calm", 2, ((tense, 2), (None, 1))), Act("thaw", 1, ()), Act("storm", 3, ()))
    tables = plain_tables("T02222 10", acts=acts)
    state = start(tables, keys(2))
    state.tension[:] = 3000, 9000
    for expected in ([0, 0], [1, 2]):
        open_turn(state, tables)
        resolve(state, Choices.hold(4, 2), tables)
        assert state.act.tolist() == expected
    assert state.act_since.tolist() == [3, 3]
    for over in ([Over.FINISHED, 0], [Over.FINISHED, 0], [Over.FINISHED, Over.FINISHED]):
        state.stability[:] = 9000
        open_turn(state, tables)
        resolve(state, Choices.hold(4, 2), tables)
        assert state.over.tolist() == over
    assert state.end_turn.tolist() == [3, 5]


def test_an_act_whose_branches_all_fail_ends_the_game() -> None:
    never = ("const", False)
    state = run(plain_tables("T02222 10", acts=(Act("a", 2, ((never, 0),)),)), 2)
    assert state.over[0] == Over.FINISHED


# --- E1: effects --------------------------------------------------------------------------------------------------


def effect(moment: Moment, **given: Any) -> Effect:
    return Effect(moment, "c0", **{"card": -1 if moment == Moment.ACT else 0, "why": "said so", **given})


CHANGES: list[tuple[dict[str, Any], str, tuple[int, ...], int]] = [
    ({"variable": "tension", "amount": 500}, "tension", (), 500),
    ({"variable": "threat", "amount": -300}, "threat", (), -300),
    ({"variable": "readiness", "amount": 250}, "readiness", (), 250),
    ({"variable": "legitimacy", "amount": -125}, "legitimacy", (), -125),
    ({"variable": "line", "amount": 700}, "line", (), 700),
    ({"variable": "harm", "amount": 200}, "harm", (), 200),
    ({"variable": "support", "amount": -400, "who": (1, 2)}, "support", (2,), -400),
    ({"variable": "support", "amount": -400}, "support", (3,), -400),
    ({"variable": "means", "amount": 100, "who": (0,)}, "means", (0,), 100),
    ({"variable": "sovereignty", "amount": 900, "who": (3,)}, "sovereignty", (3,), 900),
    ({"variable": "trust", "amount": -600, "pairs": ((0, 2),)}, "trust", (0, 2), -600),
    ({"variable": "trust", "amount": 600}, "trust", (3, 1), 600),
]  # fmt: skip


@pytest.mark.parametrize(("given_", "variable", "who", "amount"), CHANGES, ids=lambda v: str(v)[:40])
@pytest.mark.parametrize("moment", [Moment.DEALT, Moment.ACT, Moment.FAILED, Moment.RESOLVED, Moment.OUTBREAK])
def test_every_change_at_every_moment(
    moment: Moment, given_: dict[str, Any], variable: str, who: tuple[int, ...], amount: int
) -> None:
    """The effect adds exactly what it says: the same game without it differs by nothing else in that term."""
    row = {Moment.OUTBREAK: "T42222 50", Moment.RESOLVED: "T22222 10"}.get(moment, "T22222 20")
    more = {"act": 0} if moment == Moment.ACT else {}
    tables = plain_tables(row, effects=(effect(moment, **given_, **more),))
    wanted: Callable[[State, Outcomes], Any] = {
        Moment.RESOLVED: lambda s, o: s.resolved > 0, Moment.OUTBREAK: lambda s, o: s.outbreaks > 0,
        Moment.FAILED: lost,
    }.get(moment, always)  # fmt: skip
    moves = {0: act(BIL, target=1), 1: act(BIL, target=0)}
    if moment in (Moment.DEALT, Moment.ACT):
        record = Record()
        state = start(tables, keys(1))
        before = start(tables, keys(1))
        open_turn(state, tables, record)
        assert int(getattr(state, variable)[(*who, 0)]) - int(getattr(before, variable)[(*who, 0)]) == amount
        told = [e for e in record.entries if e.rule == "E1" and e.variable == variable and e.who == who]
    else:
        played = play(tables, moves, wanted)
        told = [e for e in played.record.entries if e.rule == "E1" and e.variable == variable and e.who == who]
        others = [e for e in played.record.entries if e.rule == "E1" and e.variable != variable]
        assert others == []
    assert [e.amount for e in told] == [amount]
    assert told[0].why == "said so"


def test_effects_only_touch_whom_they_name() -> None:
    tables = plain_tables(effects=(effect(Moment.DEALT, variable="support", amount=-400, who=(1, 2)),))
    assert opened(tables).support.ravel().tolist() == [5600, 5200, 5200, 5600]
    pair = plain_tables(effects=(effect(Moment.DEALT, variable="trust", amount=-600, pairs=((0, 2),)),))
    trust = opened(pair).trust[..., 0]
    assert trust[0, 2] == 5000
    assert trust[2, 0] == 5600
    assert (np.diagonal(trust) == 0).all()


def test_effects_stop_at_limits() -> None:
    tables = plain_tables(effects=(effect(Moment.DEALT, variable="harm", amount=-9000),))
    record = Record()
    state = start(tables, keys(1))
    open_turn(state, tables, record)
    assert state.harm[0] == 0
    assert [(e.rule, e.amount) for e in record.entries if e.variable == "harm"] == [("E1", -9000), ("LIM", 8500)]


def test_effects_of_a_strategy() -> None:
    """on_success and on_failure of one strategy, and of no other."""
    effects = (
        effect(Moment.SUCCESS, strategy=TR2, variable="harm", amount=100, why="went well"),
        effect(Moment.FAILURE, strategy=TR2, variable="harm", amount=200, why="went badly"),
        effect(Moment.SUCCESS, strategy=MUL, variable="harm", amount=400, why="summit"),
    )
    tables = plain_tables("T22222 50", effects=effects)
    good, bad = play(tables, {0: act(TR2)}, won), play(tables, {0: act(TR2)}, lost)
    assert {k: v for k, v in good.whys("harm").items() if k != "healing" and "people" not in k} == {"went well": 100}
    assert "went badly" in bad.whys("harm")
    assert "went well" not in bad.whys("harm")
    both = play(tables, {0: act(TR2), **{i: act(MUL) for i in (1, 2, 3)}}, won)
    assert {"went well", "summit"} <= set(both.whys("harm"))


def test_flags_and_conditions_of_effects() -> None:
    effects = (
        effect(Moment.DEALT, flag=0),
        effect(Moment.DEALT, flag=1, when=(">", ("name", "tension"), ("number", 9000))),
        effect(Moment.RESOLVED, flag=0, set_to=False),
    )
    tables = plain_tables("T22222 10", effects=effects, flags=("a", "b"))
    assert opened(tables).flags[:, 0].tolist() == [True, False]
    assert play(tables, {0: act(BIL, target=1), 1: act(BIL, target=0)}).after.flags[:, 0].tolist() == [False, False]


def test_failed_is_kept_with_and_without_effects() -> None:
    """`failed`: some turn at least one negotiation was tried on the card and none succeeded."""
    for effects in ((), (effect(Moment.OUTBREAK, variable="harm", amount=100),)):
        tables = plain_tables("T22222 20", effects=effects)
        assert play(tables, {0: act(TR2)}, lost).after.failed[0, 0]
        assert not play(tables, {0: act(TR2)}, won).after.failed[0, 0]
        assert not play(tables, {}, always).after.failed[0, 0]
        assert not play(tables, {0: act(MUL)}, always).after.failed[0, 0]  # a consultation is no attempt


def test_failed_effects_come_once() -> None:
    tables = plain_tables("T00000 10", effects=(effect(Moment.FAILED, variable="harm", amount=1000),))
    games = 200
    state = opened(tables, games)
    told = np.zeros(games, int)
    for _ in range(4):
        before = state.harm.copy()
        resolve(state, choices_of(4, games, {0: act(TR2, 0)}), tables)
        told += state.harm - before > 500
        open_turn(state, tables)
    assert told.max() == 1
    assert np.array_equal(told == 1, state.failed[0])


def queueing(after: int, moment: Moment = Moment.DEALT, **cards: Any) -> Tables:
    weight = np.array([1, 0, 1, 1, 1], np.int32)
    return plain_tables(
        *["T02222 10"] * 5, book={"slots": 4}, effects=(effect(moment, queue=1, after=after),), queueable=(1,),
        cards={"weight": weight, **cards},
    )  # fmt: skip


def test_a_follow_up_comes_when_it_is_due_and_first() -> None:
    """Card 0 is dealt in turn t; card 1 (weight 0) comes in turn t + 2, before any other card."""
    tables = queueing(2)
    games = 60
    state = start(tables, keys(games))
    for _ in range(8):
        open_turn(state, tables)
        resolve(state, Choices.hold(4, games), tables)
        state.card[:], state.escalation[:] = -1, 0
    dealt = state.dealt
    assert (dealt[0] > 0).all()
    assert np.array_equal(dealt[1], dealt[0] + 2)
    assert (state.due == 0).all()
    without = replace(tables, effects=())
    assert (run(without, 8, games).dealt[1] == 0).all()


def test_levels_with_one_place_and_no_choices() -> None:
    """Basics: one place, every tactic counts as interest, every clause as consult, no sovereignty, no elections."""
    base = reference_tables(5, 300, book=rulebook(Level.BASICS))
    state = start(base, keys(300))
    rng = np.random.default_rng(2)
    for _ in range(5):
        open_turn(state, base)
        assert ((state.card >= 0).sum(axis=0) <= 1).all()
        choices = choices_of(5, 300, everyone(5, BIL, tactic=Tactic.HARD, clause=Clause.DEFENCE))
        choices.target[:] = rng.integers(0, 5, (5, 300))
        resolve(state, choices, base)
    assert (state.red_lines == 0).all()
    assert (state.sovereignty == 0).all()
    assert (state.stage == 0).all()
    assert (state.channel == 0).all()
    assert state.agreements.max() == 2


def test_standard_proposes_the_clause() -> None:
    """Weak deterrence in a calm region: exercises; a poor member in good standing: logistics; else consult."""
    state = opened(plain_tables())
    state.deterrence[:], state.tension[:] = 4999, 5999
    assert set(proposed_clause(state).ravel()) == {Clause.EXERCISE}
    state.tension[:] = 6000
    state.means[0] = 199
    assert proposed_clause(state).ravel().tolist() == [Clause.LOGISTICS] + [Clause.CONSULT] * 3
    tables = replace(plain_tables("T22222 40"), book=replace(plain_tables().book, clauses=1))
    moves = {0: act(BIL, target=1, clause=Clause.DEFENCE), 1: act(BIL, target=0, clause=Clause.DEFENCE)}
    assert play(tables, moves, prepare=strong).terms("readiness", rule="T5") == 0


def strong(state: State) -> None:
    state.deterrence[:] = 8000


def test_tallies_of_objectives() -> None:
    """Peak: the worst step with a stake of 0.7 or more; supported: most members that worked on it with effort."""

    def mine(state: State) -> None:
        state.stake[0, :, :] = np.array([70, 69, 0, 0])[:, None]

    moves = {0: act(TR2, 1), 1: act(TR2, 0), 2: act(TR2, 2)}
    played = play(plain_tables("T02222 40"), moves, lambda s, o: s.escalation[0] == 4, mine)
    assert played.after.peak.ravel().tolist() == [4, 0, 0, 0]
    assert played.after.supported.ravel().tolist() == [2, 0, 0, 0]
    broke = play(plain_tables("T42222 50"), moves, lambda s, o: s.outbreaks > 0, mine)
    assert broke.after.peak.ravel().tolist() == [6, 0, 0, 0]
