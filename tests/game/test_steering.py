"""Pledges, lines in public, the facilitator's cards and overruled numbers: checked, told, undone, forked, replayed."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.game.test_properties import PROVE, assert_in_range, assert_ledger_sums, levels, quick, seeds

from tabletop.content import Campaign
from tabletop.errors import UsageError
from tabletop.game import Choice, Command, Game, Illegal, Malformed, Options, SaveError, saves
from tabletop.game.saves import restore
from tabletop.rules.adjust import ADJUSTABLE
from tabletop.rules.optional import OPTIONS

Lot = Callable[[random.Random, Options], Choice]


def some_step(rng: random.Random, game: Game) -> Command:
    """Any step, with luck a legal one."""
    kind = rng.choice(["pledge", "stand", "inject", "overrule", "overrule"])
    seat, cards = rng.choice(game.seats), game.tables.cards.ids
    table = [crisis.card for crisis in game.options(seat).crises]
    data: dict[str, Any] = {}
    if kind == "pledge":
        strategy = rng.choice(game.options(seat).strategies)
        data = {"strategy": strategy, "card": rng.choice(table) if strategy != "hold" else None}
    elif kind == "inject":
        data = {"card": rng.choice(cards)}
    elif kind == "overrule":
        what = rng.choice(list(ADJUSTABLE.values()))
        who = {
            "region": [], "member": [seat], "pair": rng.sample(game.seats, 2), "crisis": [rng.choice(table or cards)],
        }[what.axis]  # fmt: skip
        amount = rng.choice([-200, -7.25, -1, 1, 2.5, 12, 300])
        data = {"variable": what.variable, "who": who, "amount": amount}
    own = seat if kind in ("pledge", "stand") else ""
    return Command(kind, own, game.turn, data, "facilitator", "as agreed" if kind == "overrule" else "")


def steered(
    campaign: Campaign, by_lot: Lot, seed: int, lot: int, level: str, turns: int | None = None
) -> tuple[Game, int]:  # fmt: skip
    """A game by lot with steps strewn in, and how many there were."""
    rng, taken = random.Random(lot), 0
    game = Game.new(campaign, seed, level=level, optional=OPTIONS)
    while not game.over and (turns is None or game.turn <= turns):
        waiting = list(game.seats)
        while waiting or rng.random() < 0.3:
            step = some_step(rng, game)
            if rng.random() < 0.4 and game.can(step):
                before = game.state_hash
                assert game.apply(step).after == game.state_hash
                assert step.kind in ("pledge", "inject") or game.state_hash != before
                taken += 1
            elif waiting:
                seat = waiting.pop()
                game.apply(Command.choose(seat, game.turn, by_lot(rng, game.options(seat)), "facilitator"))
        game.apply(Command("resolve", "", game.turn, {}, "facilitator"))
    return game, taken


@quick
@given(seed=seeds, lot=st.integers(0, 2**32), level=levels)
def test_whatever_is_done_at_the_table_the_ledger_adds_up(
    campaign: Campaign, by_lot: Lot, seed: int, lot: int, level: str
) -> None:
    game, taken = steered(campaign, by_lot, seed, lot, level)
    assert taken
    for state in game.boards():
        assert_in_range(state, len(game.seats))
    assert_ledger_sums(game)
    for played in game.played:
        rules = [row for row in played.ledger if row.rule == "OVERRULE" and row.variable in ADJUSTABLE]
        assert {row.why for row in rules} <= {"as agreed"}
        assert sum(row.amount for row in rules) == pytest.approx(sum(one.amount for one in played.overruled))
        assert all(row.opening for row in rules)
        for pledge in played.pledges:
            choice = played.choices[pledge.seat]
            assert pledge.kept == ((choice.strategy, choice.card) == (pledge.strategy, pledge.card))
            lost = [row for row in played.ledger if row.rule == "O1" and row.variable == "support"
                    and row.who == (pledge.seat,)]  # fmt: skip
            assert [row.amount for row in lost] == ([] if pledge.kept else [-2])


@settings(quick, max_examples=60 if PROVE else 5)
@given(seed=seeds, lot=st.integers(0, 2**32), level=levels, back=st.integers(1, 12))
@example(seed=498855054864162, lot=0, level="basics", back=9)
def test_replay_undo_redo_and_fork_find_the_same(
    campaign: Campaign, by_lot: Lot, seed: int, lot: int, level: str, back: int
) -> None:
    game, _ = steered(campaign, by_lot, seed, lot, level, turns=3)
    mark, view = game.state_hash, game.view("facilitator")
    header = {"format": saves.form_of(game), **game.header()}
    again = restore(header, [command.as_json() for command in game.commands], campaign)
    assert again.state_hash == mark
    assert again.view("facilitator") == view
    back = min(back, len(game.commands))
    before = len(game.commands)
    with suppress(Illegal):  # a short game has less to take back
        for _ in range(back):
            game.undo(by="facilitator")
    taken = len(game.commands) - before
    assert taken
    for _ in range(taken):
        game.redo(by="facilitator")
    assert game.state_hash == mark
    assert game.view("facilitator") == view
    for turn in range(1, game.turn + 1):
        fork = game.fork(turn)
        assert fork.optional == OPTIONS
        if turn <= len(game.played):
            assert fork.state_hash == _unsteered(game, turn)


def _unsteered(game: Game, turn: int) -> str:
    """The hash of a turn's board as it was opened, found by taking everything of it back."""
    other = Game.replay(
        game.campaign, game.seed, [c for c in game.commands if c.kind not in ("undo", "redo")][: _first(game, turn)],
        level=game.level, optional=OPTIONS,
    )  # fmt: skip
    return other.state_hash


def _first(game: Game, turn: int) -> int:
    kept = [c for c in game.commands if c.kind not in ("undo", "redo")]
    return next(n for n, c in enumerate(kept) if c.turn == turn)


def command(kind: str, seat: str = "", by: str = "facilitator", why: str = "", turn: int = 1, **data: Any) -> Command:
    return Command.parse({"kind": kind, "seat": seat, "turn": turn, "data": data, "by": by, "why": why})


def finish(game: Game, strategy: str = "hold", only: str = "") -> None:
    """Everybody holds, but `only`, and the turn is played."""
    for seat in game.seats_to_choose():
        act = seat == only and strategy != "hold"
        card = game.options(seat).crises[0].card if act else None
        game.apply(Command.choose(seat, game.turn, Choice(strategy if act else "hold", card=card), "facilitator"))
    game.apply(Command("resolve", "", game.turn, {}, "facilitator"))


@pytest.fixture
def game(campaign: Campaign) -> Game:
    return Game.new(campaign, 5, level="full", people=["delmar", "aurelia"], optional=OPTIONS)


def test_a_pledge_is_public_and_a_broken_one_costs(game: Game) -> None:
    crisis = game.options("delmar").crises[0].card
    game.apply(command("pledge", "delmar", by="person", strategy="confidence", card=crisis))
    game.apply(command("pledge", "aurelia", by="person", strategy="hold", card=None))
    for seat in ("corvina", "room", "facilitator"):
        told = [(one.seat, one.strategy, one.card, one.kept) for one in game.view(seat).pledges]
        assert told == [("delmar", "confidence", crisis, None), ("aurelia", "hold", None, None)]
    twin = Game.replay(game.campaign, game.seed, (), level="full", people=game.people)
    finish(game)
    finish(twin)
    assert [(one.seat, one.kept) for one in game.played[0].pledges] == [("delmar", False), ("aurelia", True)]
    delmar = game.seats.index("delmar")
    assert game.board.support[delmar, 0] == twin.board.support[delmar, 0] - 200
    lost = twin.board.trust[:, delmar, 0] - game.board.trust[:, delmar, 0]
    assert [int(lost[i]) for i, seat in enumerate(game.seats) if seat != "delmar"] == [300] * 4
    assert (game.board.trust[delmar] == twin.board.trust[delmar]).all()
    last = game.view("corvina").last
    assert last is not None
    assert last.pledges == game.played[0].pledges
    assert not game.view("corvina").pledges


def test_a_line_in_public_takes_hold_at_once(game: Game) -> None:
    before = game.view("delmar").me
    game.apply(command("stand", "delmar", by="person"))
    view = game.view("room")
    after = view.member("delmar")
    assert before is not None
    assert (after.means, after.support) == (before.means - 1, pytest.approx(before.support + 3))
    assert view.stood == ("delmar",)
    assert [(row.variable, row.amount) for row in view.opening if row.rule == "O2" and row.who] == [
        ("means", -1), ("support", 3),
    ]  # fmt: skip
    with pytest.raises(Illegal, match="has taken its line in public this turn"):
        game.apply(command("stand", "delmar", by="person"))
    game.undo(seat="delmar")
    assert game.view("delmar").me == before
    game.redo(seat="delmar")
    assert game.view("room").stood == ("delmar",)


def test_an_injected_card_comes_at_once_or_first_of_the_next_turn(campaign: Campaign) -> None:
    game = Game.new(campaign, 5, level="basics")
    table = [crisis.card for crisis in game.view("room").crises]
    other = next(card for card in game.tables.cards.ids if card not in table)
    record = game.apply(command("inject", card=other))
    assert record.before == record.after, "no place is free, so that nothing has changed"
    assert game.view("facilitator").secrets.waiting == (other,)
    assert game.view("delmar").secrets.waiting == ()
    with pytest.raises(Illegal, match="waits for a free place"):
        game.apply(command("inject", card=other))
    while other not in [crisis.card for crisis in game.view("room").crises] and not game.over:
        finish(game, "track2", "delmar")
    assert game.view("room").injected == (other,)
    assert [crisis.card for crisis in game.view("room").crises] == [other], "in place of the card from the pile"
    assert game.view("facilitator").secrets.waiting == ()
    finish(game)
    assert game.played[-1].injected == (other,)
    assert other in game.played[-1].dealt
    assert_ledger_sums(game)

    free = Game.new(campaign, 5, level="full")
    table = [crisis.card for crisis in free.view("room").crises]
    other = next(card for card in free.tables.cards.ids if card not in table)
    free.apply(command("inject", card=other))
    assert [crisis.card for crisis in free.view("room").crises] == [*table, other]
    assert other in free.options("delmar").crises[-1].card
    assert ("INJECT", "escalation") in {(row.rule, row.variable) for row in free.view("room").opening}
    with pytest.raises(Illegal, match="lies on the table"):
        free.apply(command("inject", card=other))
    free.undo(by="facilitator")
    assert [crisis.card for crisis in free.view("room").crises] == table


def test_an_overruled_number_stands_in_the_ledger_with_its_reason(game: Game) -> None:
    before = game.view("corvina")
    game.apply(command("overrule", why="The storm is over.", variable="tension", who=[], amount=-10))
    game.apply(command("overrule", why="They met in private.", variable="trust", who=["delmar", "corvina"], amount=500))
    view = game.view("corvina")
    assert view.region["tension"].value == pytest.approx(before.region["tension"].value - 10)
    assert view.trust["delmar"]["corvina"] == 100
    assert [(one.variable, one.who, one.why) for one in view.overrules] == [
        ("tension", (), "The storm is over."), ("trust", ("delmar", "corvina"), "They met in private."),
    ]  # fmt: skip
    assert view.overrules[1].amount == pytest.approx(100 - before.trust["delmar"]["corvina"]), "cut at its limit"
    moved = sum(row.amount for row in view.opening if row.variable == "stability" and row.rule == "OVERRULE")
    assert moved == pytest.approx(view.stability.value - before.stability.value)
    assert moved > 0


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (command("pledge", "delmar", strategy="track2", card="nowhere"), "“nowhere” is not on the table"),
        (command("pledge", "delmar", strategy="track2", card=None), "names no crisis"),
        (command("pledge", "delmar", strategy="hold", card="any"), "names no crisis"),
        (command("pledge", "borealis", by="person", strategy="hold"), "No person plays borealis"),
        (Command("stand", "", 1), "belongs to no seat"),
        (command("inject", card="nothing-like-it"), "The deck has no card"),
        (command("inject", by="person", card="x"), "Only the facilitator puts"),
        (command("overrule", by="person", why="so", variable="tension", amount=1), "Only the facilitator overrules"),
        (command("overrule", why="so", variable="means", who=["nobody"], amount=1), "No “nobody” is in this game"),
        (command("overrule", why="so", variable="escalation", who=["x"], amount=1), "No “x” is on the table"),
        (command("overrule", why="so", variable="trust", who=["delmar"] * 2, amount=1), "trust in itself"),
        (command("overrule", why="so", variable="tension", amount=0), "changes nothing"),
        (command("overrule", why="so", variable="prepared", who=["x"], amount=1.5), "No “x” is on the table"),
        (command("overrule", why=" ", variable="tension", amount=3), "gives no reason"),
        (command("stand", "delmar", turn=2), "the game is in turn 1"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_next_step(game: Game, step: Command, said: str) -> None:
    before = game.state_hash
    with pytest.raises((Illegal, Malformed), match=said) as caught:
        game.apply(step)
    assert caught.value.next_step
    assert caught.value.thing
    assert (game.state_hash, game.commands) == (before, ())


def test_steps_of_a_ladder_are_whole_and_end_below_the_outbreak(game: Game) -> None:
    card = game.options("delmar").crises[0].card
    with pytest.raises(Illegal, match=r"1\.5 is too fine an amount"):
        game.apply(command("overrule", why="so", variable="escalation", who=[card], amount=1.5))
    game.apply(command("overrule", why="so", variable="escalation", who=[card], amount=9))
    assert game.view("room").crises[0].escalation == 5
    with pytest.raises(Illegal, match="at its limit of 5"):
        game.apply(command("overrule", why="so", variable="escalation", who=[card], amount=1))


def test_means_that_a_sealed_choice_needs_cannot_be_taken_away(game: Game) -> None:
    crisis = game.options("delmar").crises[0].card
    two = Choice("track2", effort=2, card=crisis)
    game.apply(command("overrule", why="poor", variable="means", who=["delmar"], amount=-1))
    game.apply(Command.choose("delmar", 1, two))
    with pytest.raises(Illegal, match="needs its means"):
        game.apply(command("stand", "delmar"))
    with pytest.raises(Illegal, match="sealed an effort of 2"):
        game.apply(command("overrule", why="poor", variable="means", who=["delmar"], amount=-1))
    with pytest.raises(Illegal, match="has sealed its choice"):
        game.apply(command("pledge", "delmar", strategy="hold"))
    game.apply(command("overrule", why="rich", variable="means", who=["delmar"], amount=1))
    game.apply(command("stand", "delmar"))
    assert game.sealed["delmar"] == two


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"kind": "pledge", "seat": "delmar", "data": {"strategy": "war"}}, "no strategy “war”"),
        ({"kind": "pledge", "seat": "delmar", "data": {"strategy": "hold", "effort": 1}}, "no field “effort”"),
        ({"kind": "pledge", "data": {"strategy": "hold"}}, "A pledge belongs to a seat"),
        ({"kind": "stand"}, "A line in public belongs to a seat"),
        ({"kind": "stand", "seat": "delmar", "data": {"for": 1}}, "no field “for”"),
        ({"kind": "inject", "data": {}}, "The card is the id"),
        ({"kind": "inject", "data": {"card": ["x"]}}, "The card is the id"),
        ({"kind": "overrule", "data": {"amount": 1}}, "names no number"),
        ({"kind": "overrule", "data": {"variable": "tensio", "amount": 1}}, "“tensio” cannot be overruled"),
        ({"kind": "overrule", "data": {"variable": "cohesion", "amount": 1}}, "made of other numbers"),
        ({"kind": "overrule", "data": {"variable": "tension", "who": ["a"], "amount": 1}}, "“who” does not fit"),
        ({"kind": "overrule", "data": {"variable": "trust", "who": ["a"], "amount": 1}}, "“who” does not fit"),
        ({"kind": "overrule", "data": {"variable": "means", "who": {"a": 1}, "amount": 1}}, "“who” does not fit"),
        *(
            ({"kind": "overrule", "data": {"variable": "tension", "amount": amount}}, "a number to add")
            for amount in (None, "3", True, float("nan"), float("inf"), 1e9, 10**400, [1])
        ),
    ],
)
def test_what_is_no_step_at_all_is_refused(raw: dict[str, Any], said: str) -> None:
    with pytest.raises(Malformed, match=said) as caught:
        Command.parse({"turn": 1, **raw})
    assert caught.value.next_step


def test_a_step_reads_back_as_it_was_written() -> None:
    for one in (
        command("overrule", why="so", variable="support", who="delmar", amount=2.0),
        command("overrule", why="so", variable="tension", amount=-1.256),
        command("pledge", "delmar", strategy="hold"),
        command("inject", card="x"),
    ):
        assert Command.parse(one.as_json()) == one
        assert Command.parse(one.as_json()).canonical() == one.canonical()
    assert command("overrule", why="so", variable="support", who="delmar", amount=2.0).data["who"] == ["delmar"]


def test_optional_rules_are_off_unless_the_game_was_begun_with_them(campaign: Campaign) -> None:
    plain = Game.new(campaign, 5)
    assert "options" not in plain.header()
    assert plain.view("room").optional == ()
    assert plain.view("room").audit == ()
    with pytest.raises(Illegal, match="played without pledges"):
        plain.apply(command("pledge", "delmar", strategy="hold"))
    with pytest.raises(Illegal, match="played without lines"):
        plain.apply(command("stand", "delmar"))
    with pytest.raises(UsageError, match="no optional rule “pledge”"):
        Game.new(campaign, 5, optional=["pledge"])
    audited = Game.new(campaign, 5, optional=["audit"])
    assert audited.header()["options"] == ["audit"]
    finish(audited)
    rows = audited.view("delmar").audit
    assert [row.share for row in rows] == [audited.view("room").member(row.seat).burden_share for row in rows]
    assert [row.share - row.fair for row in rows] == sorted((row.share - row.fair for row in rows), reverse=True)
    last = audited.view("room").last
    assert last is not None
    assert last.audit == rows


def test_an_older_program_refuses_such_a_game_and_this_one_reads_older_games(campaign: Campaign) -> None:
    plain = Game.new(campaign, 5)
    assert saves.form_of(plain) == saves.PLAIN == 1
    plain.apply(command("overrule", why="so", variable="tension", amount=3))
    assert saves.form_of(plain) == saves.FORMAT == 2
    game = Game.new(campaign, 5, optional=["pledges"])
    assert saves.form_of(game) == 2
    header = {"format": 2, **game.header()}
    with pytest.raises(SaveError, match="format 2; this program reads up to 1"):
        saves.upgrade(header, [], current=1)
    assert restore(header, [], campaign).optional == ("pledges",)
    for options, said in (("pledges", "no proper “options”"), ([3], "no proper “options”"), (["war"], "“war”, which")):
        with pytest.raises(SaveError, match=said):
            restore({**header, "options": options}, [], campaign)
