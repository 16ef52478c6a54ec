"""The forecast is what really happens when the assumption about the others is true."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tabletop.game import Choice, Command, Game, Illegal, Options
from tabletop.game.advice import odds

Play = Callable[..., Game]


@pytest.mark.parametrize("level", ["basics", "standard", "full"])
def test_the_forecast_equals_what_comes_when_all_do_as_assumed(
    play: Play, by_lot: Callable[[random.Random, Options], Choice], level: str
) -> None:
    rng = random.Random(level)
    for seed in range(4):
        game = play(seed, seed, level, 2)
        if game.over:
            continue
        chosen = {seat: by_lot(rng, game.options(seat)) for seat in game.seats}
        before = game.state_hash
        told = {seat: odds(game, seat, chosen[seat], chosen) for seat in game.seats}
        assert game.state_hash == before
        for seat, choice in chosen.items():
            game.apply(Command.choose(seat, game.turn, choice, "facilitator"))
        resolution = game.apply(Command("resolve", "", game.turn, {}, "facilitator")).resolution
        assert resolution is not None
        for group in resolution.groups:
            for member in group.members:
                assert (told[member].chance, told[member].score) == (group.chance, group.score)
                assert round(sum(100 * points for points in told[member].terms.values())) == round(100 * group.score)
        spent = {seat: told[seat].cost for seat in game.seats if chosen[seat].strategy == "hold"}
        assert not any(spent.values())


def test_companions_and_offence(play: Play) -> None:
    game = play(3, 1, "full", 1)
    seat, card = "delmar", game.options("delmar").crises[0].card
    alone = odds(game, seat, Choice("bilateral", "interest", 1, "borealis", None, card))
    both = odds(game, seat, Choice("bilateral", "interest", 1, "borealis", None, card), ["borealis", "aurelia"])
    assert both.companions == ("borealis",)
    assert both.chance > alone.chance
    assert set(alone.offended) == {"aurelia", "corvina", "esterra"}
    assert all(loss < 0 for loss in alone.offended.values())
    listening = odds(game, seat, Choice("bilateral", "listen", 1, "borealis", None, card))
    assert all(listening.offended.get(name, 0) > loss for name, loss in alone.offended.items())
    summit = Choice("multilateral", "package", 1, None, None, card)
    nobody = odds(game, seat, summit)
    assert (nobody.chance, nobody.steps, nobody.short) == (0, 0, True)
    assert nobody.cost == 1.5
    full = odds(game, seat, summit, ["aurelia", "borealis"])
    assert full.quorum == 3
    assert not full.short
    assert full.chance > 0
    assert odds(game, seat, Choice()).terms == {}
    with pytest.raises(Illegal, match="not on the table"):
        odds(game, seat, Choice("track2", card="nowhere"))


def test_quiet_talks_say_how_likely_they_leak(play: Play) -> None:
    game = play(7, 0, "standard", 2)
    card = game.options("borealis").crises[0].card

    def leak(way: str, tactic: str) -> float:
        return odds(game, "borealis", Choice(way, tactic, 1, card=card)).leak

    assert leak("track2", "interest") == leak("confidence", "backchannel") == int(game.tables.book.leak_chance)
    assert leak("confidence", "interest") == 0


def test_a_measure_that_must_be_answered_tells_how_likely_that_is(play: Play) -> None:
    """R9 for both that a hidden rival may be, so the number says nothing about which one it is."""
    told = set()
    for seed in range(8):
        game = play(seed, seed, "full", 1)
        book = game.tables.book
        for crisis in game.options("delmar").crises:
            found = odds(game, "delmar", Choice("confidence", "interest", 1, None, None, crisis.card))
            external = game.view("delmar").crisis(crisis.card).domain == "external"  # type: ignore[union-attr]
            assert (found.answer is not None) == external
            if found.answer is not None and not game.view("delmar").outside.intent:
                least, most = found.answer
                assert least == pytest.approx(int(book.answer) - int(book.answer_greed) * int(book.greedy_greed) / 100)
                assert most == pytest.approx(int(book.answer) - int(book.answer_greed) * int(book.seeker_greed) / 100)
                told.add(found.answer)
            listening = odds(game, "delmar", Choice("track2", "listen", 1, None, None, crisis.card))
            assert listening.answer is None
    assert len(told) == 1


def test_the_answer_of_a_rival_that_is_known_is_one_number(play: Play) -> None:
    told = {}
    for seed in range(12):
        game = play(seed, seed, "basics", 1)
        outside, book = game.view("delmar").outside, game.tables.book
        for crisis in game.view("delmar").crises:
            if crisis.domain == "external":
                assert outside.intent
                found = odds(game, "delmar", Choice("confidence", None, 1, None, None, crisis.card))
                greed = int(book.greedy_greed if outside.intent == "greedy" else book.seeker_greed)
                one = int(book.answer) - int(book.answer_greed) * greed / 100
                assert found.answer == (pytest.approx(one), pytest.approx(one))
                told[outside.intent] = one
    assert told
