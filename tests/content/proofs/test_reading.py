"""Reading time: what a seat may have to read in a turn, at each level, against the briefing's minutes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.content.frames import campaign_text

from tabletop.content import check_paths, checking, load_campaign, loading
from tabletop.content.linking import Links
from tabletop.content.proofs.reach import Reach
from tabletop.content.proofs.reading import WORDS_A_MINUTE, Turn, turns
from tabletop.game import Choice, Command, Game
from tabletop.rules.vocabulary import Level

TIMES = "facilitator: {{timetable: {{briefing: {}, caucus: 1, choice: 1, resolution: 1}}}}"


def all_turns(name: str | Path) -> dict[str, list[Turn]]:
    """The turns of a campaign by level."""
    loaded = loading.load_campaign_files(checking.find_campaign(name))
    reach = Reach(loaded, Links(loaded))
    return {story.rules.level.word: list(turns(reach, story)) for story in reach.stories}


def told(tmp_path: Path, briefing: float, **words: int) -> list[str]:
    """The tips T406 of the frame with texts of so many words."""
    text = campaign_text("campaign", TIMES.format(briefing))
    for name, count in words.items():
        old = {"opening": "It drips.", "situation": "The cable is dark.", "brief": "You have the money."}[name]
        assert text.count(old) == 1
        text = text.replace(old, "word " * (count - 1) + "word.")
    file = tmp_path / "frame.yaml"
    file.write_text(text, encoding="utf-8")
    return [problem.message for problem in check_paths([file]) if problem.code == "T406"]


def test_nothing_is_told_of_short_texts(tmp_path: Path) -> None:
    assert told(tmp_path, 1) == []


def test_an_opening_and_a_crisis_together_are_too_long(tmp_path: Path) -> None:
    assert told(tmp_path, 1, situation=70) == []
    (found,) = told(tmp_path, 1, situation=70, opening=140)
    assert found.startswith("the first turn of “thaw” takes up to 1.1 minutes to read at level")
    assert found.endswith("(the opening, “cable-cut”, “inquiry”), and a briefing has 1")


def test_a_members_brief_is_read_in_turn_one(tmp_path: Path) -> None:
    (found,) = told(tmp_path, 1, situation=70, brief=140)
    assert found.startswith("turn 1 takes up to 1.1 minutes to read at level")
    assert "the brief of Brel" in found


def test_how_many_more_turns_run_over(tmp_path: Path) -> None:
    (found,) = told(tmp_path, 0.1, situation=70)
    assert found.endswith("and a briefing has 0.1; so with 5 more kinds of turn")


def test_levels_with_more_crises_have_more_to_read() -> None:
    found = all_turns("halcyon")
    first = {level: listed[0].words for level, listed in found.items()}
    assert first["basics"] < first["standard"] <= first["full"]
    later = {level: max(turn.words for turn in listed[1:]) for level, listed in found.items()}
    assert later["basics"] < later["standard"]


@pytest.mark.parametrize("level", list(Level))
def test_no_played_turn_deals_more_to_read_than_was_reckoned(level: Level) -> None:
    campaign = load_campaign("halcyon")
    reckoned = all_turns("halcyon")[level.word]
    assert max(turn.words for turn in reckoned) < campaign.facilitator.timetable.briefing * WORDS_A_MINUTE
    for seed in range(3):
        game = Game.new(campaign, seed, level=level.word)
        while not game.over:
            view = game.view("aurelia")
            dealt = [campaign.deck[crisis.card] for crisis in view.crises if crisis.since == view.turn]
            words = sum(len(f"{card.situation} {card.briefs.get('aurelia', '')}".split()) for card in dealt)
            first = view.act.turn == 1
            name = "turn 1" if view.turn == 1 else f"{'the first' if first else 'a later'} turn of “{view.act.id}”"
            (most,) = [turn.words for turn in reckoned if turn.when == name]
            assert words <= most
            for seat in game.seats_to_choose():
                game.apply(Command.choose(seat, view.turn, Choice(), "facilitator"))
            game.apply(Command("resolve", "", view.turn, {}, "facilitator"))
