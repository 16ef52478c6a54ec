"""Every refusal says what is wrong, where, and what would be right; and nothing changes."""

from __future__ import annotations

import contextlib
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabletop.content import Campaign
from tabletop.errors import UsageError
from tabletop.game import Choice, Command, Game, Illegal, Malformed

CHOOSE = {"kind": "choose", "seat": "delmar", "turn": 1}

MALFORMED: list[tuple[Any, str, str]] = [
    (None, "command", "an object, not nothing"),
    ([], "command", "an object, not a list"),
    ("resolve", "command", "an object, not text"),
    ({}, "kind", "“kind” is missing"),
    ({"kind": "resolv"}, "kind", "There is no kind “resolv”"),
    ({"kind": 7}, "kind", "There is no kind 7"),
    ({"kind": "resolve", "when": 1}, "when", "no field “when”"),
    ({"kind": "resolve", "seat": 3}, "seat", "a member's id, not 3"),
    ({"kind": "resolve", "seat": "../x"}, "seat", "a member's id"),
    ({"kind": "resolve", "turn": "1"}, "turn", "a whole number, not “1”"),
    ({"kind": "resolve", "turn": True}, "turn", "a whole number"),
    ({"kind": "resolve", "turn": -1}, "turn", "a whole number"),
    ({"kind": "resolve", "by": "god"}, "by", "who issued the command"),
    ({"kind": "resolve", "why": 3}, "why", "“why” is text"),
    ({"kind": "resolve", "why": "x" * 501}, "why", "more than 500"),
    ({"kind": "resolve", "data": []}, "data", "an object, not a list"),
    ({"kind": "resolve", "data": {"now": 1}}, "now", "no field “now”"),
    ({"kind": "choose", "turn": 1, "data": {"strategy": "hold"}}, "seat", "none is named"),
    ({**CHOOSE, "data": {}}, "strategy", "names no strategy"),
    ({**CHOOSE, "data": {"strategy": "bilatral"}}, "strategy", "There is no strategy “bilatral”"),
    ({**CHOOSE, "data": {"strategy": ["hold"]}}, "strategy", "There is no strategy"),
    ({**CHOOSE, "data": {"strategy": "hold", "tactics": "hard"}}, "tactics", "no field “tactics”"),
    ({**CHOOSE, "data": {"strategy": "track2", "tactic": "rude"}}, "tactic", "There is no tactic “rude”"),
    ({**CHOOSE, "data": {"strategy": "track2", "clause": 1}}, "clause", "There is no clause 1"),
    ({**CHOOSE, "data": {"strategy": "track2", "effort": 3}}, "effort", "0, 1 or 2, not 3"),
    ({**CHOOSE, "data": {"strategy": "track2", "effort": 1.0}}, "effort", "0, 1 or 2"),
    ({**CHOOSE, "data": {"strategy": "track2", "effort": True}}, "effort", "0, 1 or 2"),
    ({**CHOOSE, "data": {"strategy": "bilateral", "target": 3}}, "target", "an id, not 3"),
    ({**CHOOSE, "data": {"strategy": "track2", "card": ""}}, "card", "an id"),
    ({"kind": "note", "data": {}}, "text", "“text” is text"),
    ({"kind": "note", "data": {"text": " "}}, "text", "empty"),
    ({"kind": "note", "data": {"text": "x" * 4001}}, "text", "more than 4000"),
    ({"kind": "undo", "data": {}}, "command", "number of a command, not nothing"),
    ({"kind": "undo", "data": {"command": -1}}, "command", "number of a command"),
    ({"kind": "redo", "data": {"command": 1}}, "command", "no field “command”"),
]


@pytest.mark.parametrize(("raw", "thing", "said"), MALFORMED)
def test_malformed(raw: Any, thing: str, said: str) -> None:
    with pytest.raises(Malformed) as caught:
        Command.parse(raw)
    assert caught.value.thing == thing
    assert said in caught.value.message
    assert caught.value.place or raw == {} or not isinstance(raw, dict)


keys = st.sampled_from(["kind", "seat", "turn", "data", "by", "why", "strategy", "effort", "card", "text"])
words = st.sampled_from(["choose", "note", "undo", "hold", "track2", "person", "delmar"])
leaves = st.none() | st.booleans() | st.integers() | st.floats() | words | st.text(max_size=8)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=6), max_leaves=12
)


@settings(max_examples=150, deadline=None)
@given(anything)
def test_any_data_are_a_command_or_malformed(raw: Any) -> None:
    with contextlib.suppress(Malformed):
        command = Command.parse(raw)
        assert Command.parse(json.loads(command.canonical())) == command
        assert pickle.loads(pickle.dumps(command)) == command


def test_control_bytes_do_not_enter_the_log() -> None:
    note = Command.parse({"kind": "note", "data": {"text": "red\x1b[31m\u202e\x07 \ud800line\r\ntwo"}})
    assert note.data["text"] == "red[31m line\ntwo"


def table(campaign: Campaign, level: str = "full") -> Game:
    """A game whose first turn has an external and, later, an internal crisis."""
    return Game.new(campaign, 3, level=level, people=["delmar"])


def crisis(game: Game, internal: bool = False) -> str:
    for option in game.options("delmar").crises:
        if ("outside" in option.targets) != internal:
            return option.card
    raise AssertionError("the seed deals no such card")


ILLEGAL: list[tuple[str, Choice, str, str]] = [
    ("hold with a card", Choice(card="here"), "card", "Leave everything"),
    ("hold with effort", Choice(effort=1), "effort", "Leave everything"),
    ("no card", Choice("track2"), "card", "On the table"),
    ("not on the table", Choice("track2", card="nowhere"), "card", "On the table"),
    ("bilateral with nobody", Choice("bilateral", card="here"), "target", "One of: "),
    ("bilateral with oneself", Choice("bilateral", card="here", target="delmar"), "target", ""),
    ("bilateral with a stranger", Choice("bilateral", card="here", target="borealia"), "target", "borealis"),
    ("partner for a summit", Choice("multilateral", card="here", target="borealis"), "target", "Leave the target"),
    ("clause of quiet talks", Choice("track2", card="here", clause="tech"), "clause", "Leave the clause"),
]


@pytest.mark.parametrize(("what", "choice", "thing", "next_step"), ILLEGAL, ids=[case[0] for case in ILLEGAL])
def test_illegal_choices(campaign: Campaign, what: str, choice: Choice, thing: str, next_step: str) -> None:
    game = table(campaign)
    here = crisis(game)
    if choice.card == "here":
        choice = Choice(**{**choice.as_json(), "card": here})
    command = Command.choose("delmar", 1, choice)
    before, count = game.state_hash, len(game.commands)
    assert not game.can(command)
    with pytest.raises(Illegal) as caught:
        game.apply(command)
    assert caught.value.thing == thing
    assert next_step in caught.value.next_step
    assert caught.value.place == "choice of delmar, turn 1"
    assert (game.state_hash, len(game.commands), game.seats_to_choose()) == (before, count, game.seats)


def test_the_outside_party_has_no_part_in_a_quarrel(campaign: Campaign) -> None:
    seeds = (Game.new(campaign, seed, level="full", people=["delmar"]) for seed in range(60))
    game = next(g for g in seeds if any("outside" not in c.targets for c in g.options("delmar").crises))
    choice = Choice("bilateral", card=crisis(game, internal=True), target="outside")
    with pytest.raises(Illegal, match="quarrel between allies"):
        game.verify(Command.choose("delmar", 1, choice))


def test_no_means_for_effort(campaign: Campaign) -> None:
    game = table(campaign)
    game.board.means[game.seats.index("delmar")] = 150
    with pytest.raises(Illegal, match="no means for effort 2") as caught:
        game.verify(Command.choose("delmar", 1, Choice("track2", effort=2, card=crisis(game))))
    assert "1 at most" in caught.value.next_step
    assert game.can(Command.choose("delmar", 1, Choice("track2", effort=1, card=crisis(game))))


@pytest.mark.parametrize("level", ["basics", "standard"])
def test_what_a_level_hides_cannot_be_chosen(campaign: Campaign, level: str) -> None:
    game = table(campaign, level)
    card = game.options("delmar").crises[0].card
    with pytest.raises(Illegal, match="At this level the clause is"):
        game.verify(Command.choose("delmar", 1, Choice("multilateral", clause="defence", card=card)))
    hard = Command.choose("delmar", 1, Choice("multilateral", tactic="hard", card=card))
    if level == "basics":
        with pytest.raises(Illegal, match="nobody chooses a tactic"):
            game.verify(hard)
    else:
        game.verify(hard)


def test_the_table_refuses(campaign: Campaign, play: Callable[..., Game]) -> None:
    game = table(campaign)
    for command, said in (
        (Command.choose("narnia", 1, Choice()), "No member “narnia”"),
        (Command.choose("delmar", 2, Choice()), "turn 2; the game is in turn 1"),
        (Command.choose("borealis", 1, Choice()), "No person plays borealis"),
        (Command("resolve", "", 1), "Not everybody has chosen: aurelia"),
        (Command("redo", "", 1), "nothing to bring back"),
        (Command("undo", "", 1, {"command": 0}), "not in effect"),
    ):
        with pytest.raises(Illegal, match=said):
            game.apply(command)
    with pytest.raises(Malformed, match="no command “dance”"):
        game.apply(Command("dance"))
    over = play(5, turns=None)
    for command in (Command.choose("delmar", over.turn, Choice(), "facilitator"), Command("resolve", "", over.turn)):
        with pytest.raises(Illegal, match="The game is over"):
            over.apply(command)
    assert over.seats_to_choose() == ()


def test_wrong_words_for_a_new_game(campaign: Campaign) -> None:
    with pytest.raises(UsageError, match="no member “delma”") as caught:
        Game.new(campaign, 1, people=["delma"])
    assert "delmar" in caught.value.next_step
    for seed in (-1, 1 << 64):
        with pytest.raises(UsageError, match="out of range"):
            Game.new(campaign, seed)
