"""The numbers of a study, against games counted one by one."""

from __future__ import annotations

import numpy as np
import pytest

from tabletop.lab.play import summary
from tabletop.lab.study import Plan, run
from tabletop.lab.study.numbers import Numbers, results, spread, wilson


def test_wilson_intervals() -> None:
    low, high = wilson(50, 100)
    assert (round(low, 4), round(high, 4)) == (0.4038, 0.5962)  # as in Newcombe 1998
    low, high = wilson(0, 10)
    assert low == 0.0
    assert high == pytest.approx(0.2775, abs=1e-4)
    assert wilson(10, 10) == pytest.approx((1 - 0.2775, 1.0), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_quantiles_are_exact() -> None:
    values = np.array([100, 100, 200, 5000, 5001, 5002, 6000, 7000, 9999, 10000])
    told = spread(np.bincount(values, minlength=10_001))
    assert told.mean == round(float(values.mean()) / 100, 2)
    assert told.quantiles == {10: 1.0, 50: 50.01, 90: 99.99}
    assert told.as_json() == {"mean": 48.4, "p10": 1.0, "p50": 50.01, "p90": 99.99}


def test_results_are_what_the_games_came_to() -> None:
    plan = Plan("north-atlantic", minds=("random", "always-multilateral"), games=60)
    table = run(plan, summary, watch=(Numbers,), chunk=25)
    found = results(table)
    for mind in plan.minds:
        games, one = table.minds[mind].games, found.minds[mind]
        lower = np.minimum(games["cohesion"], games["stability"])
        won = (games["over"] == 3) & (lower >= table.ground.tables.book.pass_mark)
        assert one.win_rate == round(won.mean(), 4)
        assert one.low <= one.win_rate <= one.high
        assert one.stability_collapse == round((games["over"] == 2).mean(), 4)
        assert one.cohesion_collapse == round((games["over"] == 1).mean(), 4)
        assert one.turns == round(games["end_turn"].mean(), 2)
        assert one.cohesion.mean == round(games["cohesion"].mean() / 100, 2)
        assert one.stability.quantiles[50] == np.sort(games["stability"])[29] / 100
    members = table.ground.tables.alliance.size
    assert found.decisions == members * sum(int(table.minds[m].games["end_turn"].sum()) for m in plan.minds)
    assert sum(one.chosen for one in found.strategies.values()) == pytest.approx(1, abs=5e-4)
    assert found.strategies["hold"].success_rate is None
    assert found.strategies["multilateral"].chosen > 0.4
    for card, one in found.cards.items():
        if one.dealt == 0:
            assert card in found.never_dealt
            assert one.resolved is None
        else:
            assert one.resolved is not None
            assert one.worst is not None
            assert one.resolved + one.worst <= 1.0001


def test_cards_that_cannot_come_are_never_dealt() -> None:
    """With one game many cards stay in the deck."""
    found = results(run(Plan("halcyon", games=1), watch=(Numbers,)))
    assert set(found.never_dealt) == {card for card, one in found.cards.items() if one.dealt == 0}
    assert found.never_dealt
