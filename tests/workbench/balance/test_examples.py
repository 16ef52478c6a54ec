"""A finding's game shows the finding: it is played again and looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tabletop.content import load_campaign
from tabletop.lab.play import play
from tabletop.lab.study import NEVER, Plan, game_seeds, ground, run
from tabletop.minds import find, seated
from tabletop.report.balance.facts import Estimate, Finding
from tabletop.rules import State, Tables, scores
from tabletop.rules.luck import game_key
from tabletop.rules.vocabulary import Level, Over
from tabletop.workbench.balance import cards, examples, rows
from tabletop.workbench.balance.census import TOP, Census
from tabletop.workbench.balance.deadcards import WALKS, dead_cards
from tabletop.workbench.balance.measure import Laboratory
from tabletop.workbench.balance.playing import lower, won

from .conftest import DECKS, SMALL, Looked


def played(deck: str, finding: Finding) -> tuple[State, Tables]:
    """The game of a finding's call."""
    campaign = load_campaign(DECKS / deck if (DECKS / deck).exists() else deck)
    tables = campaign.tables(Level[finding.level.upper() or "STANDARD"], dict(finding.settings))
    everyone = [word for word in finding.minds if "=" not in word]
    single = dict(word.split("=") for word in finding.minds if "=" in word)
    mind = seated({campaign.member(seat): find(name) for seat, name in single.items()}, find(everyone[0]))
    return play(tables, np.array([game_key(finding.seed)], np.uint64), mind), tables


def named(looked: Looked, deck: str, code: str) -> Finding:
    (one,) = [one for one in looked(str(DECKS / deck)).findings if one.code == code]
    return one


def test_one_answer_is_enough_in_its_game(looked: Looked) -> None:
    one = named(looked, "one-answer", "L101")
    assert one.minds == ("always-track2",)
    state, tables = played("one-answer", one)
    assert won(state, tables)[0]
    chance = play(tables, state.seed, find("random"))
    assert not won(chance, tables)[0], "and chance alone does not"


def test_a_dead_card_does_not_come_though_its_act_does(looked: Looked) -> None:
    state, tables = played("dead-card", named(looked, "dead-card", "L111"))
    assert state.dealt[tables.cards.ids.index("gold-in-the-bay"), 0] == 0


def test_a_safe_seat_has_its_a_in_a_game_that_is_lost(looked: Looked) -> None:
    one = named(looked, "safe-seat", "L121")
    state, tables = played("safe-seat", one)
    assert state.over[0] in (Over.COHESION_COLLAPSE, Over.STABILITY_COLLAPSE)
    assert scores(state, tables).total[tables.alliance.ids.index("dorne"), 0] >= TOP


def test_a_stuck_act_is_the_last_of_a_game_that_is_played_out(looked: Looked) -> None:
    state, tables = played("one-act", named(looked, "one-act", "L131"))
    assert state.over[0] == Over.FINISHED
    assert tables.acts[int(state.act[0])].id == "spring"


def test_a_card_of_luck_moves_its_game_as_far_as_is_told(looked: Looked) -> None:
    one = named(looked, "bare-luck", "L114")
    number = next(k for k in range(1, 400) if game_seeds(1, k, 1)[0] == one.seed)
    plan = Plan(str(DECKS / "bare-luck"), games=number)
    coming = run(plan, work=cards.Coming()).minds["thoughtful"].games["coming"]
    moved = coming[ground(plan).tables.cards.ids.index("great-wave")]
    assert abs(moved[-1]) >= 100 * one.measured.value
    came = moved[:-1][moved[:-1] != cards.NOT_DEALT]
    assert (-came < 100 * one.measured.value).all(), "no game before it does"


@pytest.fixture(scope="module")
def halcyon() -> Laboratory:
    """The seats of a campaign with objectives, looked at in a few games."""
    return Laboratory(Plan("halcyon", games=60), effort=replace(SMALL, seats=30, others=60))


def test_the_games_of_seats_are_the_first_that_go_so(halcyon: Laboratory) -> None:
    halcyon.seats(halcyon.census(None))
    tables, campaign = halcyon.tables, halcyon.ground.campaign
    keys = np.array([game_key(seed) for seed in game_seeds(1, 1, 30)], np.uint64)
    thoughtful = find("thoughtful")
    plain = play(tables, keys, thoughtful)
    for seat, name in enumerate(tables.alliance.ids):
        assert campaign.members[seat].id == name
        alone = play(tables, keys, seated({seat: find("free-rider")}, thoughtful))
        met = scores(alone, tables).bonus[seat] > 0
        for word, where in (("met", met), ("missed", ~met)):
            game = halcyon.examples.get((word, name, "free-rider"))
            assert game == (int(where.argmax()) + 1 if where.any() else None)
        gain = scores(alone, tables).total[seat] - scores(plain, tables).total[seat]
        game = halcyon.examples["free", name] - 1
        assert np.sign(gain[game]) == np.sign(gain.mean())
        idle = halcyon.examples["idle", name] - 1
        other = play(tables, keys, seated({seat: find("random")}, thoughtful))
        apart = np.abs(lower(other) - lower(plain)) + np.abs(
            scores(other, tables).total[seat] - scores(plain, tables).total[seat]
        )
        assert apart[idle] == apart.min()


LEAST = ("dealt", "outbreak", "reached", "stayed", "met", "missed", "safe", "win", "lost")


@pytest.mark.parametrize("mind", ["thoughtful", "free-rider"])
def test_first_games_are_the_first_whatever_the_chunks(mind: str) -> None:
    plan = Plan("double-track", games=60, minds=(mind,))
    whole, cut = (run(plan, watch=(Census,), chunk=size).minds[mind] for size in (4000, 7))
    assert whole.least.keys() == cut.least.keys()
    for name, values in whole.least.items():
        assert (values == cut.least[name]).all(), name
        assert ((values == NEVER) | ((values >= 1) & (values <= 60))).all(), name
    tables = ground(plan).tables
    state = play(tables, np.array([game_key(seed) for seed in game_seeds(1, 1, 60)], np.uint64), find(mind))
    score, wins = scores(state, tables), won(state, tables)
    fallen = state.over != Over.FINISHED
    truth: dict[str, Any] = {
        "dealt": state.dealt > 0, "outbreak": state.ended == 2, "met": score.bonus > 0, "missed": score.bonus <= 0,
        "safe": (score.total >= TOP) & fallen, "win": wins[None], "lost": ~wins[None],
        "stayed": (state.act[None] == np.arange(len(tables.acts))[:, None]) & ~fallen,
    }  # fmt: skip
    for name, where in truth.items():
        for row, games in enumerate(where):
            assert rows.first(whole, name, row) == (int(games.argmax()) + 1 if games.any() else NEVER), name


def test_an_option_that_leads_and_one_that_cannot_fail() -> None:
    """A mind that knows one strategy leads with it in the first game that it wins, and never with another."""
    plan = Plan("halcyon-tutorial", games=40, minds=("always-confidence",))
    tally = run(plan, watch=(Census,)).minds["always-confidence"]
    words = ("hold", "bilateral", "multilateral", "confidence", "track2")
    led = {word: rows.first(tally, "led strategies", k) for k, word in enumerate(words)}
    assert led["confidence"] == rows.first(tally, "win", 0)
    assert led["bilateral"] == led["multilateral"] == led["track2"] == NEVER
    sure = [rows.first(tally, "sure strategies", k) for k in range(len(words))]
    assert sure[1] == sure[2] == NEVER


def test_a_card_at_another_level_is_shown_there() -> None:
    """Some cards of the shipped deck come at the full rules only: the call plays them at that level."""
    lab = Laboratory(Plan("north-atlantic", level="basics", games=20), effort=replace(SMALL, others=20, levels=60))
    census = {"thoughtful": lab.census(None)["thoughtful"]}
    some = [one for one in dead_cards(lab, census) if one.level]
    assert some
    for one in some[:3]:
        tables = lab.ground.campaign.tables(Level[one.level.upper()])
        key = np.array([game_key(game_seeds(1, one.game, 1)[0])], np.uint64)
        assert play(tables, key, find(one.mind)).dealt[tables.cards.ids.index(one.card), 0] > 0


def test_as_told_is_the_first_that_is_as_large_or_the_nearest() -> None:
    told = Estimate(-2, -3, -1)
    assert examples.as_told(np.array([100, -100, -250, -900]), told) == 3
    assert examples.as_told(np.array([100, -100, -150, -120]), told) == 3
    assert examples.as_told(np.array([-900, -300]), told, where=np.array([False, True])) == 2
    assert examples.as_told(np.array([-900]), told, where=np.array([False])) is None
    assert examples.nearest(np.array([5, -1, 1]), np.array([0, 2, 2])) == 2
    assert examples.turned(np.array([1, 0, 1]), np.array([1, 1, 0]), 30.0) == 2
    assert examples.turned(np.array([1, 0, 1]), np.array([1, 1, 0]), -30.0) == 3
    assert examples.turned(np.array([1]), np.array([1]), 1.0) is None
    thinking, chance = np.array([60, 60, 40]), np.array([58, 40, 50])
    assert examples.unmoved(thinking, chance) == 3
    assert examples.unmoved(thinking[:2], chance[:2]) == 1
    assert examples.alone(thinking, chance, np.array([55, 56, 60]), 55) == 2
    assert examples.trap(thinking, np.array([57, 54, 60]), 55) == 2


def test_the_call_shows_what_is_otherwise() -> None:
    """A number that is turned is set in the call; a walk that was steered is written down."""
    one = Finding("L152", "tip", "start_tension", "m", "h", Estimate(1, 0, 2), 7, ("thoughtful", "delmar=random"))
    assert one.command("halcyon", "full") == (
        "tabletop run halcyon --level full --seed 7 --mind thoughtful --mind delmar=random"
    )
    assert "run halcyon --level basics" in replace(one, level="basics").command("halcyon", "full")
    assert replace(one, settings={"start_tension": 35.2, "quorum": 2}).command("halcyon", "full") == (
        "tabletop run halcyon --level full --seed 7 --mind thoughtful --mind delmar=random "
        "--set start_tension=35.2 --set quorum=2"
    )
    assert replace(one, walks=WALKS).command("halcyon", "full") == (
        f"tabletop walk halcyon --level full --walks {WALKS} --script walks"
    )
    assert replace(one, settings={"quorum": 2}).as_json()["settings"] == {"quorum": 2}
