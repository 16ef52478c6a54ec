"""Saves of other times: upgraded step by step, or refused in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tabletop.content import Campaign, load_campaign
from tabletop.game import Game, SaveError, saves
from tabletop.game.saves import restore, upgrade

Play = Callable[..., Game]


def save(game: Game) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return {"format": saves.FORMAT, **game.header()}, [command.as_json() for command in game.commands]


def test_a_save_is_played_again(play: Play, campaign: Campaign) -> None:
    game = play(4, turns=3, people=("delmar",))
    again = restore(*save(game), campaign)
    assert again.state_hash == game.state_hash
    assert again.people == ("delmar",)


def test_an_old_format_is_upgraded_through_every_step(
    play: Play, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = play(4, turns=3)
    header, rows = save(game)
    # Two invented old formats: -2 steps ago "who" was the seat's name and the level was in capitals.
    old_header = {**header, "format": 0, "level": header["level"].upper()}
    old_rows = [{("who" if k == "seat" else k): v for k, v in row.items()} for row in rows]

    def level_words(head: dict[str, Any], body: list[dict[str, Any]]) -> saves.Save:
        return {**head, "level": head["level"].lower()}, body

    def seats(head: dict[str, Any], body: list[dict[str, Any]]) -> saves.Save:
        return head, [{("seat" if k == "who" else k): v for k, v in row.items()} for row in body]

    monkeypatch.setattr(saves, "FORMAT", 2)
    steps = {0: level_words, 1: seats}
    head, body = upgrade(old_header, old_rows, current=2, steps=steps)
    assert head == {**header, "format": 2}
    assert body == rows
    assert old_header["format"] == 0
    monkeypatch.setattr(saves, "upgrade", lambda h, r: upgrade(h, r, current=2, steps=steps))
    assert restore(old_header, old_rows, campaign).state_hash == game.state_hash


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 99}, "format 99; this program reads up to"),
        ({"format": 0}, "which this program no longer reads"),
        ({"format": None}, "does not say which format"),
        ({"format": True}, "does not say which format"),
        ({"rules_version": "0.1"}, "played by rules 0.1; this program plays by"),
        ({"digest": "0" * 64, "rules_digest": "0" * 64}, "has changed since this game was played"),
        ({"digest": "0" * 64, "rules_digest": None}, "has changed since this game was played: then 00000000000…, now"),
        ({"campaign": "other"}, "belongs to the campaign “other”"),
        ({"seed": "7"}, "no proper “seed”"),
        ({"seed": -7}, "header is damaged"),
        ({"level": "easy"}, "level “easy” is unknown"),
        ({"people": [3]}, "header is damaged"),
    ],
)
def test_what_is_not_ours_is_refused(play: Play, campaign: Campaign, change: dict[str, Any], said: str) -> None:
    header, rows = save(play(4, turns=1))
    with pytest.raises(SaveError, match=said) as caught:
        restore({**header, **change}, rows, campaign)
    assert caught.value.next_step


def test_another_campaign_or_a_command_out_of_place_is_refused(play: Play, campaign: Campaign) -> None:
    header, rows = save(play(4, turns=2))
    with pytest.raises(SaveError, match="not to “halcyon-tutorial”"):
        restore(header, rows, load_campaign("halcyon-tutorial"))
    with pytest.raises(SaveError, match=r"Command 5 \(choose, turn 2\) does not follow"):
        restore(header, rows[:5] + rows[6:], campaign)
    with pytest.raises(SaveError, match="Command 0 is damaged"):
        restore(header, [{**rows[0], "by": 3}, *rows[1:]], campaign)
