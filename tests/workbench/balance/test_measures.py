"""The measures themselves: known answers, common luck, and the same numbers whatever the chunks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tabletop.lab.play import play
from tabletop.lab.study import Plan, ground, luck_keys, run, seed_array
from tabletop.minds import thoughtful
from tabletop.workbench import balance
from tabletop.workbench.balance import cards, pure, replies, rows, seats, sensitivity, sources
from tabletop.workbench.balance.census import Census
from tabletop.workbench.balance.intervals import best_shares, mean, rate
from tabletop.workbench.balance.judging import DOMINANT
from tabletop.workbench.balance.measure import Laboratory, best_less_left, best_less_worst
from tabletop.workbench.balance.playing import lower, won

from .conftest import DECKS, SMALL

PLAN = Plan("halcyon", games=40)


def of(work, chunk: int = 4000, plan: Plan = PLAN):  # type: ignore[no-untyped-def]
    return run(plan, work=work, chunk=chunk).minds["thoughtful"]


def test_a_rates_interval_is_wilsons() -> None:
    found = rate(8, 10)
    assert found.value == 80
    assert found.low == pytest.approx(49.0, abs=0.1)
    assert found.high == pytest.approx(94.3, abs=0.1)
    assert (rate(0, 0).low, rate(0, 0).high) == (0, 100)


def test_a_means_interval_covers_the_truth() -> None:
    luck = np.random.default_rng(1)
    found = [mean(luck.normal(3, 2, 50)) for _ in range(400)]
    assert 0.91 < np.mean([one.low <= 3 <= one.high for one in found]) < 0.98


def test_shares_are_corrected_for_noise() -> None:
    """Options that are the same share alike; one that is better by three errors takes nearly all."""
    luck = np.random.default_rng(2)
    possible, errors = np.ones((400, 4), bool), np.ones((400, 4))
    claims = [
        any(one.low >= DOMINANT for one in best_shares(luck.normal(0, 1, (400, 4)), errors, possible, 100))
        for _ in range(40)
    ]
    assert sum(claims) <= 4, "what differs by noise alone is hardly ever said to dominate"
    better = best_shares(luck.normal([3, 0, 0, 0], 1, (400, 4)), errors, possible)
    assert better[0].low > 90
    varied = best_shares(luck.normal(0, 3, (400, 4)), errors / 10, possible)
    assert all(one.high - one.low < 15 and one.low <= 25 <= one.high for one in varied)
    possible[:, 0] = False
    assert best_shares(luck.normal(0, 1, (400, 4)), errors, possible)[0].high == 0


def test_the_choice_among_equals_is_worth_nothing() -> None:
    luck = np.random.default_rng(3)
    found = best_less_worst(luck.normal(0, 500, (6, 2, 300)))
    assert found.low < 0 < found.high


def test_an_answer_counts_by_what_it_gains_against_none() -> None:
    """Ways 0 to 3 are worth 0, 9, −30 and 9 points: way 0 is to leave it alone, and that way 2 does harm is no help."""
    luck = np.random.default_rng(4)
    ends = 100 * (np.array([0, 9, -30, 9])[:, None, None] + luck.normal(0, 1, (4, 2, 50)))
    helped = best_less_left(ends, 0)
    assert helped.low < 9 < helped.high
    assert best_less_worst(ends).low > 35
    nothing = best_less_left(ends[[0, 2]], 0)
    assert (nothing.low, nothing.high) == (0, 0), "nothing beats leaving it alone"


def test_what_one_answer_keeps_of_thinking() -> None:
    """Of a gain of 1,000 hundredths over chance one strategy keeps nine tenths, one nothing, and one less than that."""
    luck = np.random.default_rng(5)
    chance = 5000 + luck.normal(0, 500, 400)
    worth = {"bilateral": 900, "multilateral": 0, "confidence": 500, "track2": -1000}
    ends = [chance + 1000, chance, *(chance + gain + luck.normal(0, 100, 400) for gain in worth.values())]
    for name, one in pure.kept(np.stack(ends)).items():
        assert one.low < worth[name] / 10 < one.high, name
        assert one.high - one.low < 5
    assert pure.kept(np.stack([chance, chance + 1, *ends[2:]])) == {}, "where thinking gains nothing, nothing is kept"


def test_every_player_plays_the_same_games() -> None:
    found = of(pure.Pure()).games["lower"]
    tables = ground(PLAN).tables
    end = play(tables, luck_keys(seed_array(1, 1, PLAN.games)), thoughtful)
    assert (found[pure.PLAYERS.index("thoughtful")] == lower(end)).all()
    assert len({tuple(row) for row in found.tolist()}) == len(pure.PLAYERS)


def test_the_census_counts_what_play_ends_in() -> None:
    plan = replace(PLAN, games=120)
    tally = run(plan, watch=(Census,), chunk=50).minds["thoughtful"]
    tables = ground(plan).tables
    end = play(tables, luck_keys(seed_array(plan.seed, 1, 120)), thoughtful)
    row = rows.mind_row("thoughtful", tally)
    assert row.win.value == pytest.approx(100 * won(end, tables).mean(), abs=1e-3)
    assert row.lower.value == pytest.approx(lower(end).mean() / 100, abs=1e-3)
    acts = rows.act_rows(tables, "thoughtful", tally)
    assert acts[0].reached.value == 100
    for act in acts:
        assert sum(way.share for way in act.ways) + act.ended + act.collapsed == pytest.approx(100)


@pytest.mark.parametrize(
    "work",
    [pure.Pure(), replies.Replies(4), cards.Coming(), cards.Answers(), seats.Seats(), sources.Sources()],
    ids=repr,
)
def test_chunks_change_nothing(work, scale) -> None:  # type: ignore[no-untyped-def]
    plan = replace(PLAN, games=scale(5, 9))
    whole, cut = of(work, plan=plan), of(work, 4, plan)
    for name, values in whole.games.items():
        assert (values == cut.games[name]).all(), name
    for name, values in whole.sums.items():
        assert (values == cut.sums[name]).all(), name


def test_one_source_of_luck_at_a_time() -> None:
    """With every key its own game's the game is the plain one; the dice of another key leave the deck alone."""
    plan = ground(PLAN)
    keys = luck_keys(seed_array(1, 1, 60))
    alike = dict.fromkeys(sources.SOURCES, keys)
    one = sources.played(plan.tables, alike)
    again = sources.played(plan.tables, alike)
    assert (one.cohesion == again.cohesion).all()
    dice = sources.played(plan.tables, {**alike, "dice": keys[::-1].copy()})
    assert (dice.cohesion != one.cohesion).mean() > 0.5
    assert (dice.load == one.load).all()
    hidden = sources.played(plan.tables, {**alike, "hidden type": keys[::-1].copy()})
    same = hidden.greed == one.greed
    assert 0 < same.sum() < len(keys)
    assert (hidden.cohesion[same] == one.cohesion[same]).all()
    end = of(sources.Sources()).games["end"]
    alone, total = sources.shares(np.stack([end[0], end[1], *[end[0]] * len(sources.SOURCES)]))
    assert (total == 0).all(), "a source that changes nothing explains nothing"
    del alone


def test_a_card_that_is_kept_away_does_not_come_and_the_rest_is_the_same() -> None:
    coming = of(cards.Coming()).games["coming"]
    came = coming != cards.NOT_DEALT
    tables = ground(PLAN).tables
    end = play(tables, luck_keys(seed_array(1, 1, PLAN.games)), thoughtful)
    assert (came == (end.dealt > 0)).all()
    assert (coming[came] != 0).mean() > 0.8


def test_forced_dice_and_fixed_answers() -> None:
    """A card that is answered by holding is never resolved by talks; one whose dice all succeed mostly is."""
    ended = of(cards.Answers()).games
    here = ended["end"][:, 0, 0] != cards.NOT_DEALT
    ways = {way: ended["ended"][:, k, 0][here] for k, way in enumerate(cards.WAYS)}
    assert (ways["hold"] == 1).mean() < 0.02
    assert (ways["all succeed"] == 1).mean() > 0.8
    assert (ways["all fail"] == 1).mean() < (ways["thoughtful"] == 1).mean()


def test_only_the_seat_is_played_otherwise() -> None:
    found = of(seats.Seats()).games
    assert (found["lower"][:, 0] == found["lower"][0, 0]).all(), "thoughtful among the thoughtful is one game"
    assert (found["lower"][1, 1] != found["lower"][2, 1]).any()


def test_dials_are_what_the_campaign_would_compile() -> None:
    plan = ground(PLAN)
    for dial in sensitivity.dials(plan.tables.book):
        for setting in dial.settings:
            book = plan.campaign.tables(plan.level, dict(setting)).book
            assert int(book.cohesion_weights.sum()) == int(book.stability_weights.sum()) == 100
        assert dial.less <= dial.base <= dial.more
    less = {dial.name: dial.less for dial in sensitivity.dials(plan.tables.book)}
    assert less["start_tension"] == round(plan.tables.book.start_tension / 100 * 0.8, 2)


def test_what_a_campaign_sets_itself_is_turned_too() -> None:
    """So is what a study sets; counts by one at least, nothing where the value is 0."""
    plan = replace(PLAN, campaign="halcyon-tutorial", overrides={"side_deal": 2, "cohesion_floor": 36})
    place = ground(plan)
    own = sensitivity.own_names(place, plan.overrides)
    assert {"start_cards", "slots", "load", "escalate_idle", "side_deal", "cohesion_floor"} <= set(own)
    turned = {dial.name: dial for dial in sensitivity.dials(place.tables.book, own)}
    assert set(turned) - {dial.name for dial in sensitivity.dials(place.tables.book)} == {
        "start_cards", "slots", "escalate_idle", "side_deal", "cohesion_floor",
    }  # fmt: skip
    assert (turned["slots"].less, turned["slots"].base, turned["slots"].more) == (3, 4, 4)
    assert (turned["side_deal"].less, turned["side_deal"].more) == (1.6, 2.4)
    for name in ("slots", "start_cards", "side_deal"):
        for setting in turned[name].settings:
            assert place.campaign.tables(place.level, dict(setting))
    level = ground(replace(PLAN, campaign="north-atlantic", level="full"))
    assert {"cohesion_floor", "institution_readiness"} <= {
        dial.name for dial in sensitivity.dials(level.tables.book, sensitivity.own_names(level))
    }


def test_every_number_of_the_model_can_be_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    """All cells of all tables; those are missing that are 0 or cannot leave their place."""
    from tabletop.rules.parameters import MEANINGS
    from tabletop.rules.registry import value_of

    place, names = ground(PLAN), sensitivity.every_name()
    assert len(set(names)) == len(names) > 200
    assert {name.partition(".")[0] for name in names} == set(MEANINGS) - set(sensitivity.WEIGHTS)
    made = {dial.name: dial for dial in sensitivity.dials(place.tables.book, names)}
    assert not [name for name in names if name not in made and value_of(name, place.tables.book)]
    for dial in list(made.values())[::9]:
        for setting in dial.settings:
            assert place.campaign.tables(place.level, dict(setting))
    monkeypatch.setattr(sensitivity, "MAIN", ("pass_mark",))
    monkeypatch.setattr(sensitivity, "every_name", lambda: ["side_deal", "fit.bilateral.urgency"])
    few = replace(SMALL, dials=20)
    turned = [{row.name for row in Laboratory(PLAN, effort=few, every=every).dials()} for every in (False, True)]
    assert turned[1] - turned[0] == {"side_deal", "fit.bilateral.urgency"}


def test_a_turned_dial_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    two = [one for one in sensitivity.dials(ground(PLAN).tables.book) if one.name in ("start_tension", "pass_mark")]
    monkeypatch.setattr(sensitivity, "dials", lambda *_: two)
    found = of(sensitivity.Turned(), plan=replace(PLAN, games=200)).games
    assert found["lower"].shape == (5, 200)
    assert found["lower"][1].mean() > found["lower"][0].mean() > found["lower"][2].mean()
    assert (found["lower"][3] == found["lower"][0]).all(), "the pass mark moves no index"
    assert found["won"][3].mean() > found["won"][0].mean() > found["won"][4].mean()


def test_the_same_plan_gives_the_same_report_whatever_the_jobs() -> None:
    plan = Plan(str(DECKS / "one-act"), games=60)
    less = replace(SMALL, others=30, replies=6, futures=2, coming=6, answers=4, seats=6, sources=6)
    one = balance.report(plan, effort=less)
    two = balance.report(plan, effort=less, jobs=2)
    watched = balance.report(plan, run(plan, watch=balance.watching(plan)), effort=less)
    assert one == two == watched


@pytest.mark.parametrize(
    ("work", "name"),
    [
        (pure.Pure(), "lower"), (replies.Replies(2), "end"), (cards.Coming(), "coming"), (cards.Answers(), "end"),
        (seats.Seats(), "lower"), (sources.Sources(), "end"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)  # fmt: skip
def test_a_seat_that_somebody_else_plays_is_played_so_in_every_experiment(work, name: str, scale) -> None:  # type: ignore[no-untyped-def]
    plan = replace(PLAN, games=scale(3, 6))
    plain, given = (of(work, plan=one).games[name] for one in (plan, replace(plan, seats={"delmar": "chaos"})))
    assert plain.shape == given.shape
    assert (plain != given).any()


def test_a_finding_names_the_seat_that_somebody_else_plays() -> None:
    less = replace(SMALL, others=60, replies=6, futures=2, coming=6, answers=4, seats=6, sources=6, pure=10)
    plan = Plan(str(DECKS / "one-act"), games=60, seats={"dorne": "free-rider"})
    found = balance.report(plan, effort=less)
    assert found.findings
    for one in found.findings:
        assert one.minds[-1] == "dorne=free-rider" or any(word.startswith("dorne=") for word in one.minds)
        assert "--mind dorne=" in one.command("deck", "standard")
