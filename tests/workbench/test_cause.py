"""Why a card came or did not: every reason, against games whose course is known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from tabletop.cli.run import minds_of, play_on
from tabletop.content import load_campaign
from tabletop.errors import UsageError
from tabletop.game import Game
from tabletop.game.choice import to_choices
from tabletop.game.position import state_hash
from tabletop.lab.replay import replay_with
from tabletop.rules import resolve
from tabletop.rules.conditions import evaluate
from tabletop.workbench.deals import CAME, TELLING, looks, ordinal
from tabletop.workbench.moments import Told, turns
from tabletop.workbench.moved import Moved
from tabletop.workbench.past import past
from tabletop.workbench.why import Account, account, as_data, as_text

GATES = Path(__file__).parent / "samples" / "gates.yaml"


@lru_cache
def played(name: str, seed: int) -> tuple[Game, dict[str, str]]:
    game = Game.new(load_campaign(GATES if name == "gates" else name), seed)
    minds = minds_of([], game)
    for _ in play_on(game, minds):
        pass
    return game, minds


@lru_cache
def asked(name: str, card: str, seed: int, turn: int | None = None) -> Account:
    game, minds = played(name, seed)
    return account(game, minds, card, turn)


def texts(told: tuple[Told, ...]) -> Iterator[str]:
    for one in told:
        yield one.text
        yield from texts(one.below)


def said(found: Account) -> str:
    return "\n".join(texts(found.told))


@pytest.mark.parametrize(("name", "seed"), [("gates", 1), ("gates", 3), ("halcyon", 1), ("double-track", 2)])
def test_the_game_played_again_is_the_game(name: str, seed: int) -> None:
    game, _ = played(name, seed)
    for one, resolution in zip(past(game), game.played, strict=True):
        assert one.opened is not None
        found = {game.tables.cards.ids[card] for card in one.dealt() if card >= 0}
        assert found == set(resolution.dealt)
        state = one.opened.copy()
        written = [resolution.choices[seat] for seat in game.seats]
        resolve(state, to_choices(written, state, game.tables), game.tables)
        assert state_hash(state) == state_hash(game.boards()[one.turn])


@pytest.mark.parametrize(("name", "seed"), [("gates", 1), ("halcyon", 1), ("double-track", 1), ("north-atlantic", 1)])
def test_every_card_has_one_reason_in_every_turn(name: str, seed: int) -> None:
    game, _ = played(name, seed)
    lived = past(game)
    for card in game.campaign.deck:
        for look in looks(game, lived, card):
            assert look.status in (*CAME, *TELLING)
            assert (look.status in CAME) == (card in look.dealt)
            assert (look.rank > 0) == (card in look.line)
            if look.status == "condition":
                assert look.lit is not None
                assert not look.lit.holds
            if look.status == "drawn":
                assert look.rank == 1


def test_a_flag_that_nobody_set() -> None:
    found = asked("gates", "sea-trial", 3)
    assert found.full.status == "condition"
    told = said(found)
    assert "✗ flag.ship-named: not set" in told
    assert "Track II at cable-cut succeeds: sets it" in told
    assert "turns 1 to 3: nobody tried Track II at cable-cut" in told


def test_a_number_with_the_terms_that_moved_it_the_wrong_way() -> None:
    found = asked("gates", "sea-trial", 3)
    tension = next(one for one in _all(found.told) if one.facts.get("variable") == "tension")
    amounts = [one.facts["amount"] for one in tension.below]
    assert amounts == [-2.4, -1.5, -0.49]
    assert "Brel, Track II at storm-warning: succeeded" in tension.below[1].text
    game, _ = played("gates", 3)
    turn = tension.below[1].turn
    rows = [row for row in game.played[turn - 1].ledger if row.variable == "tension" and row.why == "unofficial talks"]
    assert [row.amount for row in rows] == [-1.5]


def _all(told: tuple[Told, ...]) -> Iterator[Told]:
    for one in told:
        yield one
        yield from _all(one.below)


def test_terms_and_boards_agree() -> None:
    """What is said of a number adds up: its terms are its whole change."""
    game, _ = played("halcyon", 1)
    for name, who, node in (
        ("tension", (), ("name", "tension")), ("cohesion", (), ("name", "cohesion")),
        ("support", ("delmar",), ("member", "support", 3)), ("standing", ("aurelia",), ("member", "standing", 0)),
        ("trust", ("aurelia", "delmar"), ("pair", "trust", 0, 3)), ("support", (), ("mean", ("row", "support"))),
        ("trust", (), ("mean", ("grid", "trust"))),
    ):  # fmt: skip
        moved = Moved(name, who, node, 1)
        share = moved.share(len(game.seats))
        for turn, (before, after) in enumerate(zip(game.boards(), game.boards()[1:], strict=False), 1):
            terms = sum(row.amount for row in game.played[turn - 1].ledger if moved.means(row)) / share
            change = moved.value(after, game.tables) - moved.value(before, game.tables)
            assert terms == pytest.approx(change, abs=0.02), (name, who, turn)
        assert float(np.ravel(evaluate(node, game.boards()[0], game.tables))[0]) / 100 == moved.value(
            game.boards()[0], game.tables
        )


def test_the_way_that_was_taken() -> None:
    found = asked("gates", "cold-call", 5, 4)
    assert found.full.status == "act"
    told = said(found)
    assert "✗ 'cyber' in tags" in told
    assert "turn 2: calm ended, storm followed" in told
    assert "✓ is.rough, one of these:" in told
    assert "tension began at" in told
    assert "the way to thaw came after it" in told


def test_an_act_that_still_runs() -> None:
    told = said(asked("gates", "storm-warning", 1, 2))
    assert "The card's acts are storm and thaw; the act is calm." in told
    assert "calm lasts until turn 2; storm and thaw can follow it" in told


def test_behind_another_card() -> None:
    found = asked("halcyon", "cable-cut", 1, 5)
    assert found.full.status == "behind"
    line = list(found.full.line)
    assert found.full.rank == line.index("cable-cut") + 1
    assert line[0] == found.full.dealt[0]
    assert f"({ordinal(found.full.rank)} of {len(line)})" in said(found)
    assert found.full.chance == pytest.approx(100 * found.full.weight / found.full.pile)
    assert "% of all games" in said(found)


def test_no_free_slot() -> None:
    found = asked("halcyon", "airspace", 1, 4)
    assert found.full.status == "no-slot"
    assert "all 2 slots were taken, by sea-encounter since turn 1 and joint-history since turn 3" in said(found)


def test_a_card_that_waits_in_the_queue() -> None:
    found = asked("double-track", "double-decision", 1, 1)
    assert found.full.status == "queued"
    assert "due in turn 2" in said(found)
    assert asked("double-track", "double-decision", 1).came == (2,)
    assert "It comes from turn 2 on" in said(found)


def test_due_but_blocked_and_a_choice_that_would_have_freed_a_slot() -> None:
    found = asked("double-track", "autumn-vote", 2)
    assert (found.full.turn, found.full.status) == (6, "due")
    assert "all 2 slots were taken" in said(found)
    assert found.others


def test_a_card_that_only_a_queue_brings() -> None:
    found = asked("halcyon", "ford-funeral", 1)
    assert found.full.status == "queue-only"
    assert "every attempt at patrol-clash fails in one turn: queues it" in said(found)
    assert "patrol-clash had not come by then" in said(found)
    assert list(as_text(found))[-1] == "Ask also why patrol-clash did not come."


def test_an_act_that_would_have_queued_it_tells_why_it_never_began() -> None:
    told = said(asked("double-track", "inf-treaty", 2))
    assert "the act road begins: queues it" in told
    assert "✗ way to road" in told


def test_a_follow_up_names_what_queued_it() -> None:
    found = asked("gates", "inquiry", 1)
    assert found.came == (3,)
    assert "It was queued in turn 1, due in turn 3:\nturn 1: cable-cut is resolved" in said(found)


def test_on_the_table_and_over() -> None:
    assert said(asked("halcyon", "sea-encounter", 1, 3)) == "On the table since turn 1."
    assert said(asked("halcyon", "sea-encounter", 1, 6)) == "Over: dealt in turn 1, it broke out."


def test_a_choice_made_otherwise_does_what_is_said() -> None:
    found = asked("gates", "sea-trial", 24)
    assert found.others
    game, minds = played("gates", 24)
    number = game.tables.cards.ids.index("sea-trial")
    for one in found.others:
        again = replay_with(game, minds, one.turn, choices={one.member: one.choice})
        assert int(again.state.dealt[number, 0]) == one.comes
    assert "had West Holm gone Track II at cable-cut, it would have come in turn 4" in "\n".join(as_text(found))


def test_an_effect_whose_own_condition_failed() -> None:
    """A summit at the cable worked, and the flag's own condition did not hold."""
    game = _with_summit(24)
    told = said(account(game, minds_of([], game), "sea-trial", len(game.played)))
    assert "Multilateral at cable-cut: succeeded" in told
    assert "but the effect's own condition did not hold:" in told
    assert "✗ tension < 20" in told


def _with_summit(first: int) -> Game:
    from tabletop.game import Choice, Command

    campaign = load_campaign(GATES)
    for seed in range(first, first + 60):
        game = Game.new(campaign, seed)
        if game.view("room").crises[0].card != "cable-cut":
            continue
        for seat in game.seats:
            choice = Choice("multilateral", "interest", 2, card="cable-cut")
            game.apply(Command.choose(seat, 1, choice, "script"))
        game.apply(Command("resolve", "", 1, {}, "script"))
        if game.played[0].groups[0].success:
            for _ in play_on(game, minds_of([], game)):
                pass
            return game
    raise AssertionError("no summit succeeded")


def test_wrong_words() -> None:
    with pytest.raises(UsageError, match="no card “cable-ct”") as error:
        asked("gates", "cable-ct", 1)
    assert "cable-cut" in error.value.next_step
    with pytest.raises(UsageError, match="no turn 99"):
        asked("gates", "cable-cut", 1, 99)


def test_every_card_of_the_sample_is_answered_in_every_turn() -> None:
    game, minds = played("gates", 5)
    for card in game.campaign.deck:
        for turn in range(1, len(game.played) + 1):
            found = account(game, minds, card, turn)
            assert as_data(found)["status"] == found.full.status
            assert all(len(line) <= 110 for line in as_text(found))


def test_turns_in_words() -> None:
    assert [turns(n) for n in ([3], [4, 3], [3, 4, 5], [1, 3, 7])] == [
        "turn 3", "turns 3 and 4", "turns 3 to 5", "turns 1, 3 and 7",
    ]  # fmt: skip
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th",
    ]  # fmt: skip
