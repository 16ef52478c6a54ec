"""Both stories: nothing changed is the game itself, luck stays where it was, and numbers of the model are told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.content import load_campaign
from tabletop.errors import TabletopError, UsageError
from tabletop.game.choice import Choice
from tabletop.game.errors import Illegal
from tabletop.game.game import Game
from tabletop.game.legal import options
from tabletop.game.position import state_hash
from tabletop.lab.calibration import play_turn
from tabletop.lab.otherrules import compared, known_numbers, parse_numbers, tables_with, weights_whole
from tabletop.lab.replay import replay_with
from tabletop.lab.whatif import GONE, LESS, Altered, WhatIf, differing, opened, whatif
from tabletop.rules.parameters import MEANINGS
from tabletop.rules.registry import REGISTRY, value_of
from tabletop.session import Table
from tabletop.telling.whatif import reasons

Played = Callable[..., Table]


def another(table: Table, turn: int, seat: str = "") -> Altered:
    """Unofficial talks on the first crisis of a turn, or a hold where it did just that."""
    game = table.game
    who = seat or game.people[0]
    board = opened(game, turn)
    card = options(board, game.tables, who).crises[0].card
    choice = Choice("track2", "listen" if game.tables.book.tactics else None, 0, None, None, card)
    return Altered(turn, who, choice if game.played[turn - 1].choices[who] != choice else Choice())


# ---------------------------------------------------------------- nothing changed


@pytest.mark.parametrize("level", ["basics", "standard", "full"])
def test_nothing_changed_is_the_game_bit_for_bit(finished: Played, level: str) -> None:
    table = finished(5, level=level)
    found = whatif(table.game, table.npc)
    assert found.was.turns == found.other.turns == table.game.played
    assert found.was.hashes == found.other.hashes
    assert found.other.hashes[-1] == table.game.state_hash
    assert (found.parted, found.swaps, found.beyond, found.numbers) == (0, (), 0, ())
    assert (found.other.outcome, found.other.ending) == (table.game.outcome, table.game.ending)


@pytest.mark.parametrize("campaign", ["halcyon", "double-track", "north-atlantic"])
def test_the_same_choice_and_the_same_number_change_nothing(finished: Played, campaign: str) -> None:
    table = finished(2, campaign=campaign)
    game, seat = table.game, table.game.people[0]
    same = [Altered(turn, seat, game.played[turn - 1].choices[seat]) for turn in (1, 2)]
    now = value_of("side_deal", game.tables.book)
    found = whatif(game, table.npc, same, {"side_deal": now})
    assert found.was.hashes == found.other.hashes
    assert found.numbers == ()
    assert [t.choices for t in found.was.turns] == [t.choices for t in found.other.turns]


# ---------------------------------------------------------------- one choice otherwise


def test_it_is_the_replay_of_the_laboratory(finished: Played) -> None:
    for seed in (1, 3, 8):
        table = finished(seed, level="full")
        for turn in (1, 3, 5):
            change = another(table, turn)
            found = whatif(table.game, table.npc, [change])
            other = replay_with(table.game, table.npc, turn, choices={change.seat: change.choice})
            assert state_hash(other.state) == found.other.hashes[-1]
            assert (other.cohesion, other.stability) == (found.other.cohesion, found.other.stability)
            assert other.outcome == found.other.outcome
            gone = {(swap.turn, swap.seat) for swap in found.swaps if swap.why == GONE}
            assert gone == {pair for pair in other.replaced if pair[0] <= len(table.game.played)}


def test_nothing_before_the_change_is_touched(finished: Played) -> None:
    table = finished(3)
    found = whatif(table.game, table.npc, [another(table, 4)])
    assert found.parted == 4
    assert found.was.hashes[:4] == found.other.hashes[:4]
    assert found.was.hashes[4] != found.other.hashes[4]
    assert [found.same(turn) for turn in (1, 2, 3, 4)] == [True, True, True, False]


def test_luck_stays(finished: Played) -> None:
    """Whoever does the same on the same crisis in the same turn meets the same die, whatever else has changed."""
    met = 0
    for seed in range(1, 6):
        table = finished(seed, level="full")
        for numbers in ({}, {"side_deal": 0.0, "score_scale": 20.0}):
            found = whatif(table.game, table.npc, [another(table, 2)], numbers)
            for was, other in zip(found.was.turns, found.other.turns, strict=False):
                dice = {(g.card, g.strategy, g.members): g.die for g in was.groups if g.die is not None}
                for group in other.groups:
                    key = group.card, group.strategy, group.members
                    if group.die is not None and key in dice:
                        met += 1
                        assert group.die == dice[key]
    assert met > 50


def test_choices_that_are_gone_are_told(finished: Played) -> None:
    seen = 0
    for seed in range(1, 9):
        table = finished(seed, level="full")
        found = whatif(table.game, table.npc, [another(table, 2)])
        for swap in found.swaps:
            assert swap.turn > 2
            assert swap.was == table.game.played[swap.turn - 1].choices[swap.seat]
            assert swap.now == found.other.turns[swap.turn - 1].choices[swap.seat]
            board = found.other.boards[swap.turn]
            if swap.why == GONE:
                seen += 1
                assert swap.mind
                assert swap.was.card not in [move.card for move in found.other.turns[swap.turn - 1].moves]
            else:
                assert (swap.why, swap.mind) == (LESS, "")
                assert differing(swap.was, swap.now)
            assert board.turn >= swap.turn
    assert seen


def test_two_choices_at_once(finished: Played) -> None:
    table = finished(3)
    first, second = another(table, 2), another(table, 4, table.game.seats[0])
    found = whatif(table.game, table.npc, [first, second])
    assert found.other.turns[1].choices[first.seat] == first.choice
    assert found.other.turns[3].choices[second.seat] == second.choice
    assert found.other.turns[1].by[first.seat] == "otherwise"
    with pytest.raises(UsageError, match="two other choices"):
        whatif(table.game, table.npc, [first, first])


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (Altered(0, "borealis", Choice()), UsageError, "Turn 0 of this game has not been played"),
        (Altered(99, "borealis", Choice()), UsageError, "It has turns 1 to"),
        (Altered(1, "boralis", Choice()), UsageError, "Did you mean “borealis”"),
        (Altered(1, "borealis", Choice("track2", card="no-such-card")), Illegal, "is not on the table"),
        (Altered(1, "borealis", Choice("hold", effort=2)), Illegal, "has no effort"),
    ],
)
def test_what_cannot_be_asked(finished: Played, change: Altered, error: type[TabletopError], said: str) -> None:
    table = finished(3)
    with pytest.raises(error) as raised:
        whatif(table.game, table.npc, [change])
    assert said in str(raised.value)


def test_a_change_that_is_never_reached(finished: Played) -> None:
    table = finished(3)
    last = len(table.game.played)
    with pytest.raises(TabletopError, match=f"Turn {last} is never played otherwise") as raised:
        whatif(table.game, table.npc, [Altered(last, "borealis", Choice())], {"cohesion_floor": 50, "start_trust": 20})
    assert raised.value.exit_code == 1


# ---------------------------------------------------------------- games that go on, and on


def test_a_game_that_goes_on_is_told_as_far_as_it_was_played(finished: Played) -> None:
    table = finished(3, turns=4)
    found = whatif(table.game, table.npc, [another(table, 2)])
    assert len(found.other.turns) <= 4
    assert not found.whole
    assert found.was.scores == found.other.scores == {}
    assert found.was.grade == ""
    whole = whatif(table.game, table.npc, (), {"side_deal": 0})
    assert len(whole.other.turns) == 4


def test_a_game_that_ended_early_goes_on_with_minds(finished: Played) -> None:
    table = finished(2, "always-track2", level="full", npc="always-track2")
    assert table.game.outcome.endswith("collapse")
    found = whatif(table.game, table.npc, (), {"cohesion_floor": 10, "stability_floor": 10})
    assert found.beyond == len(table.game.played) + 1
    assert len(found.other.turns) > len(found.was.turns)
    late = found.other.turns[found.beyond - 1]
    assert all(by.startswith("npc:") for by in late.by.values())
    assert all(swap.turn < found.beyond for swap in found.swaps)
    assert not found.same(found.beyond)


# ---------------------------------------------------------------- other numbers


def test_a_number_changes_what_its_rule_does(finished: Played) -> None:
    table = finished(3)
    found = whatif(table.game, table.npc, (), {"side_deal": 0})
    (change,) = found.numbers
    assert (change.name, change.after, change.rule.id, change.along) == ("side_deal", 0.0, "R3", False)
    assert change.before == value_of("side_deal", table.game.tables.book)
    rules = {row.rule for turn in found.other.turns for row in turn.ledger if row.variable == "trust"}
    assert "R3" in {row.rule for turn in found.was.turns for row in turn.ledger if row.variable == "trust"}
    assert "R3" not in rules


def test_a_weight_moves_the_index_alone_and_the_others_give_way(finished: Played) -> None:
    table = finished(3)
    found = whatif(table.game, table.npc, (), {"cohesion_weights.trust": 0.2})
    rows = {change.name.partition(".")[2]: change for change in found.numbers}
    assert set(rows) == {"trust", "equity", "line", "domestic", "institutions"}
    assert [rows[name].along for name in rows] == [False, True, True, True, True]
    assert round(sum(change.after for change in rows.values()), 4) == 1
    assert found.was.cohesion[0] != found.other.cohesion[0]
    # Deterrence hangs on cohesion, so stability may move; what weights weigh does not.
    assert (found.was.boards[0].trust == found.other.boards[0].trust).all()
    assert found.was.boards[0].tension == found.other.boards[0].tension


def test_weights_give_way_in_proportion(finished: Played) -> None:
    book = finished(3).game.tables.book
    names = [f"cohesion_weights.{row}" for row in MEANINGS["cohesion_weights"].rows]
    for share in range(101):
        whole = weights_whole(book, {names[0]: share / 100})
        assert round(100 * sum(whole[name] for name in names)) == 100
        assert all(whole[name] >= 0 for name in names)
    with pytest.raises(UsageError, match=r"would sum to 1\.1"):
        weights_whole(book, {names[0]: 0.9, names[1]: 0.2})
    with pytest.raises(UsageError, match=r"would sum to 0\.5"):
        weights_whole(book, dict.fromkeys(names, 0.1))


def test_every_number_has_a_rule_with_a_source(finished: Played) -> None:
    game = finished(3).game
    assert {meaning.rule for meaning in MEANINGS.values()} <= set(REGISTRY)
    other = tables_with(game.campaign, game.level, {"fit.track2.urgency": 5, "slots": 1}).book
    assert {change.name for change in compared(game.tables.book, other)} == {"fit.track2.urgency", "slots"}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("side_deel=3", "Did you mean “side_deal”? It goes from 0 to 15: trust a dealer"),
        ("side_deal=99", "outside its range. It goes from 0 to 15"),
        ("side_deal=many", "“many” is no number. It goes from 0 to 15"),
        ("side_deal=nan", "is no number"),
        ("side_deal=1e999", "1e999 is outside its range. It goes from 0 to 15"),
        ("side_deal=-inf", "-inf is outside its range"),
        ("side_deal", "is no NAME=VALUE"),
        ("=3", "is no NAME=VALUE"),
        ("side_deal.x=3", "is one number, not a table"),
        ("fit=3", "name one cell. Like fit.track2.enforcement=VALUE"),
        ("fit.track2=3", "name one cell"),
        ("fit.track2.urgncy=3", "Did you mean “urgency”"),
        ("slots=2.5", "is not a whole number"),
        ("zzzzzz=1", "tabletop guide rules lists them all"),
    ],
)
def test_numbers_that_make_no_sense(word: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_numbers([word])
    assert said in str(raised.value)
    assert raised.value.exit_code == 2


def test_a_number_is_set_once() -> None:
    assert parse_numbers(["side_deal=2", "fit.track2.urgency=-3.5"]) == {"side_deal": 2.0, "fit.track2.urgency": -3.5}
    with pytest.raises(UsageError, match="set twice"):
        parse_numbers(["side_deal=2", "side_deal=3"])


def test_every_number_can_be_asked_about(finished: Played) -> None:
    """A rule at either end of its range: no story breaks, and what was changed is told."""
    table = finished(3, level="full")
    told: list[WhatIf] = []
    for name in (
        "slots",
        "clauses",
        "tactics",
        "treaty",
        "score_scale",
        "start_means",
        "election_every",
        "start_cards",
    ):
        meaning = MEANINGS[name]
        for value in (meaning.low, meaning.high):
            found = whatif(table.game, table.npc, (), {name: value})
            told.append(found)
            assert found.other.over
            assert [change.name for change in found.numbers] in ([], [name])
    assert sum(found.parted > 0 for found in told) > 7


# ---------------------------------------------------------------- why, and which numbers there are


def test_the_reasons_are_the_ledgers_own_terms() -> None:
    """Two terms at most, of the first turn in which any differs, each as both ledgers have it; no difference, none."""
    game = Game.new(load_campaign("halcyon"), 5, level="basics")
    while not game.over:
        play_turn(game)
    same = whatif(game, {}, [Altered(5, "delmar", game.played[4].choices["delmar"])])
    assert reasons(same) == []
    found = whatif(game, {}, [Altered(5, "delmar", Choice())])
    told = reasons(found)
    assert len(told) == 2
    for one in told:
        for amount, story in ((one.was, found.was), (one.other, found.other)):
            terms = [
                row.amount for row in story.turns[one.turn - 1].ledger
                if (row.variable, row.rule, row.why) == (one.index, one.rule, one.part)
            ]  # fmt: skip
            assert amount == pytest.approx(sum(terms), abs=0.01)
        assert one.sentence.startswith(f"Because of rule {one.rule} (")
    assert abs(told[0].other - told[0].was) >= abs(told[1].other - told[1].was)


def test_every_number_can_be_asked_for() -> None:
    """What is listed is what `parse_numbers` takes, in its range, with the value that the game has."""
    game = Game.new(load_campaign("halcyon"), 5)
    known = known_numbers(game.tables.book)
    assert len({one.name for one in known}) == len(known)
    for one in known:
        assert one.low <= one.value <= one.high, one.name
        assert parse_numbers([f"{one.name}={one.value:g}"]) == {one.name: pytest.approx(one.value, rel=1e-5)}
