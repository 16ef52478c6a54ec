"""An author's reasons for what comes: kept secret until it comes, and the same after a turn was taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.content import load_campaign
from tabletop.game import Choice, Command, Game

SMALL = Path(__file__).parents[1] / "content" / "samples" / "small.yaml"
FELL = "The fish went to others"
TURNS = "The wind turns"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The small campaign: whatever fails brings the inquiry, which a gesture answers."""
    text = SMALL.read_text(encoding="utf-8")
    text = text.replace("after: 2, if: failed}", f'after: 1, if: failed, why: "{FELL}"}}')
    text = text.replace('when: "turn > 2 and not flag.ship-named"', "when: turn >= 1")
    text = text.replace("act: storm, when: is.rough", "act: storm, when: turn > 1")
    file = tmp_path / "campaign.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def turn(game: Game, way: str = "track2") -> None:
    """Everybody tries the same on the first crisis."""
    for seat in game.seats_to_choose():
        crises = game.options(seat).crises
        choice = Choice(way, card=crises[0].card) if crises else Choice()
        game.apply(Command.choose(seat, game.turn, choice, "facilitator"))
    game.apply(Command("resolve", "", game.turn, {}, "facilitator"))


def games(made: Path) -> list[Game]:
    campaign = load_campaign(str(made))
    found = []
    for seed in range(40):
        game = Game.new(campaign, seed, level="standard")
        while not game.over:
            turn(game, "confidence" if game.turn % 2 else "track2")
        found.append(game)
    return found


def test_reasons_come_with_what_they_explain(made: Path) -> None:
    came = ways = silent = answered = 0
    for game in games(made):
        failed = False
        for played, after in zip(game.played, [*game.played[1:], None], strict=True):
            if played.came:
                assert failed, "it follows a turn that failed"
                assert played.came == {"inquiry": FELL}
                assert "inquiry" in played.dealt
                came += 1
            if played.way:
                assert (played.act, played.way) == ("storm", TURNS)
                ways += 1
            for group in played.groups:
                abroad = group.card == "inquiry" and group.strategy == "confidence" and group.success
                assert (group.answered is None) == (not abroad)
                silent += group.answered is False
                answered += group.answered is True
                why = "measure exploited" if group.answered is False else "measure answered"
                if abroad:
                    assert any(row.why == why for row in played.ledger)
                assert group.took_hold == (group.success and group.answered is not False)
                failed |= group.card == "cable-cut" and not group.took_hold
            if after is not None and after.act == played.act:
                assert not after.way, "told once, when the act begins"
    assert came > 2
    assert ways > 10
    assert silent > 0
    assert answered > 0


def test_what_waits_is_secret(made: Path) -> None:
    """Until the card comes, no seat's view holds the reason; then every seat's does."""
    campaign = load_campaign(str(made))
    waited = shown = 0
    for seed in range(30):
        game = Game.new(campaign, seed, level="standard")
        while not game.over:
            queued = {game.tables.cards.ids[card] for card in game._turns[-1].heard.queued}
            for seat in (*game.seats, "room"):
                view = game.view(seat)
                told = FELL in view.model_dump_json()
                past = any(FELL in played.came.values() for played in game.played[-1:])
                assert told == (bool(view.came) or past)
                assert view.came.keys() <= {crisis.card for crisis in view.crises}
            waited += "inquiry" in queued
            shown += bool(game.view("room").came)
            turn(game)
    assert waited > 0
    assert shown > 0


def test_the_act_that_begins_has_its_reason(made: Path) -> None:
    game = Game.new(load_campaign(str(made)), 1, level="standard")
    assert not game.view("room").act.why
    while game.view("room").act.id == "calm":
        turn(game)
    view = game.view("room")
    assert (view.act.id, view.act.why) == ("storm", TURNS)
    turn(game)
    if not game.over:
        assert not game.view("room").act.why
    assert game.view_at(game.turn if game.over else game.turn - 1, "room").act.id == "storm"


def test_a_turn_taken_back_tells_the_same(made: Path) -> None:
    for game in games(made)[:6]:
        again = Game.replay(game.campaign, game.seed, game.commands, level="standard")
        again.apply(again.take_back_command())
        again.redo(by="facilitator")
        for one, other in zip(game.played, again.played, strict=True):
            assert (one.came, one.way, one.groups) == (other.came, other.way, other.groups)
