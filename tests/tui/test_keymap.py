"""Keys have ids and words; they can be changed, seen, and given back; what clashes is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tabletop.session.settings import change, place, read
from tabletop.session.wish import Wish
from tabletop.tui import keymap
from tabletop.tui.keymap import FIXED, bindings, catalogue, character, key_name, refusal, screens, sound
from tabletop.tui.screens.keys import Keys
from tabletop.tui.screens.settings import SettingsPage

Make = Callable[..., Wish]
Start = Callable[..., Any]


def told(p: Any) -> str:
    """What the notes in the corner say."""
    return " ".join(note.message for note in p.app._notifications)


def go_to(p: Any, name: str) -> None:
    """Put the cursor on a binding."""
    keys = p.app.screen
    keys.at = next(n for n, action in enumerate(keys.actions) if action.id == name)
    keys.action_move(0)


def own(screen: type[Any]) -> list[Any]:
    return list(screen.__dict__.get("BINDINGS", []))


def test_every_binding_has_an_id_and_says_what_it_does() -> None:
    from tabletop.tui.screens.room import Room

    found = screens()
    assert len(found) > 15
    for screen in (Room, *found):
        ids: dict[str, str] = {}
        for binding in own(screen):
            assert binding.id, f"{screen.__name__}: {binding.key} has no id"
            assert binding.tooltip, f"{screen.__name__}: {binding.id} has no tooltip"
            noun, _, verb = binding.id.partition(": ")
            assert noun, binding.id
            assert verb, binding.id
            assert ids.setdefault(binding.id, binding.key) == binding.key, f"{screen.__name__}: {binding.id}"


def test_an_id_means_the_same_everywhere() -> None:
    """One id has one usual key, or a change of it would reach further than it says."""
    for action in catalogue().values():
        assert action.fixed or "," not in action.key, f"{action.id}: {action.key}"


def test_no_key_means_two_things_at_once() -> None:
    """Where a key has two meanings on one screen, the screen says which holds (`check_action`)."""
    from tabletop.tui.screens.room import Room

    for screen in screens():
        for key, found in screen._merge_bindings().key_to_bindings.items():
            actions = {binding.action for binding in found}
            if len(actions) > 1:
                own = [kind for kind in screen.__mro__ if issubclass(kind, Room) and kind is not Room]
                said = any("check_action" in kind.__dict__ for kind in own)
                assert said, f"{screen.__name__}: {key} does {actions}"


def test_letters_digits_f_keys_and_arrows_only() -> None:
    for screen in screens():
        for binding in bindings(screen):
            key = binding.key
            assert key in FIXED or key in keymap.WORDS or character(key) or key == "ctrl+p", (screen.__name__, key)


@pytest.mark.parametrize(
    ("key", "name"),
    [("enter", "Enter"), ("f5", "F5"), ("question_mark", "?"), ("full_stop", "."), ("A", "A"), ("ctrl+p", "^p")],
)
def test_names_of_keys(key: str, name: str) -> None:
    assert key_name(key) == name


def test_what_is_refused() -> None:
    assert "“table: why”" in refusal("table: undo", "w", {})
    assert refusal("table: undo", "w", {"table: why": "z"}) == "", "a key that was given away is free"
    assert "“table: why”" in refusal("table: undo", "z", {"table: why": "z"})
    from tabletop.tui.screens.table import Table

    here = {binding.key for binding in bindings(Table)}
    elsewhere = {binding.key for screen in screens() for binding in bindings(screen)} - here - FIXED
    free = min(key for key in elsewhere if len(key) == 1)
    assert refusal("table: undo", free, {}) == "", "it is a key of other screens only"
    assert "stays" in refusal("table: up", "z", {})
    for key in ("escape", "up", "ctrl+c", "ctrl+q", "tab"):
        assert "cannot be given away" in refusal("table: undo", key, {})
    assert "types" in refusal("screen: help", "h", {}), "it would be lost where one types"
    assert "types" in refusal("setup: about", "7", {})
    assert refusal("screen: help", "f9", {}) == ""
    assert "no “nonsense”" in refusal("nonsense", "z", {})


def test_a_stored_keymap_is_used_as_far_as_it_makes_sense() -> None:
    kept, troubles = sound({"table: undo": "z", "table: why": "z", "gone": "k", "home: records": "R"})
    assert kept == {"home: records": "R"}
    assert len(troubles) == 3


async def test_a_key_is_changed_by_pressing_it_and_shown_everywhere(player: Start, harbour: Make) -> None:
    async with player(first=lambda _: Keys()) as p:
        go_to(p, "table: undo")
        await p.press("enter", "w")
        assert "“table: why” on the same screen" in told(p)
        assert not read().settings.keymap
        await p.press("enter", "escape")
        assert p.where == "Keys", "Esc leaves the key as it was"
        await p.press("enter", "enter")
        assert "Enter is “table:" in told(p)
        await p.press("enter", "f9")
        assert "F9" in p.text()
        assert "was u" in p.text()
        assert json.loads(place().read_text())["keymap"] == {"table: undo": "f9"}
    async with player(harbour()) as p:
        await p.until("Resolution")
        await p.press("enter", "enter")
        assert p.where == "Table"
        assert "F9 undo" in p.lines()[-1]
        turn = p.app.screen.sitting.turn
        await p.press("u")
        assert p.app.screen.sitting.turn == turn, "the old key does nothing"
        await p.press("f1")
        assert ("F9", "Take back the last turn") in p.app.screen.keys
        await p.press("q", "f9")
        assert p.app.screen.sitting.turn == turn - 1


async def test_a_key_with_two_meanings_keeps_the_other(player: Start, harbour: Make) -> None:
    """Enter seals, and opens a ledger while one looks at numbers: giving one another key leaves the other alone."""
    change(keymap={"table: seal": "f9"})
    async with player(harbour()) as p:
        await p.press("enter")
        assert p.where == "Table"
        await p.press("b", "enter")
        assert p.where == "Table"
        await p.press("f9")
        assert p.where == "Resolution"
        await p.press("enter", "enter", "x", "enter")
        assert p.where == "Why"


async def test_one_key_and_all_keys_are_given_back(player: Start) -> None:
    change(keymap={"table: undo": "f9", "table: why": "f8"})
    async with player(first=lambda _: Keys()) as p:
        go_to(p, "table: undo")
        await p.press("r")
        assert read().settings.keymap == {"table: why": "f8"}
        await p.press("x")
        assert read().settings.keymap == {"table: why": "f8"}, "it asks once more"
        await p.press("x")
        assert read().settings.keymap == {}


async def test_a_key_is_not_given_back_while_another_has_it(player: Start) -> None:
    change(keymap={"table: undo": "f9", "table: why": "u"})
    async with player(first=lambda _: Keys()) as p:
        go_to(p, "table: undo")
        await p.press("r")
        assert "“table: why” on the same screen" in told(p)
        assert read().settings.keymap["table: undo"] == "f9"


async def test_f1_can_be_given_away_and_be_asked_for(player: Start) -> None:
    async with player(first=lambda _: Keys()) as p:
        go_to(p, "screen: help")
        await p.press("enter", "f1")
        assert p.where == "Keys", "while a key is asked for, F1 is a key like others"
        await p.press("enter", "f7")
        await p.press("f1")
        assert p.where == "Keys"
        await p.press("f7")
        assert p.where == "Help"
        await p.press("f7")
        assert p.where == "Keys"


async def test_a_keymap_damaged_by_hand_is_told_and_the_rest_holds(player: Start) -> None:
    change(keymap={"table: seal": "escape", "home: records": "z"})
    async with player() as p:
        assert "cannot be given away" in told(p)
        assert "z  Records" in p.text()
        await p.press("z")
        assert p.where == "Records"


async def test_by_mouse(player: Start) -> None:
    async with player(first=lambda _: SettingsPage()) as p:
        await p.click("as they came")
        assert p.where == "Keys"
        await p.click("colours")
        await p.click("colours")
        await p.press("f6")
        assert read().settings.keymap == {"screen: colours": "f6"}
        await p.click("as it came")
        assert read().settings.keymap == {}


async def test_the_table_shows_the_keys_as_they_are_now(player: Start, harbour: Make) -> None:
    change(keymap={"table: bilateral": "B", "table: read": "y", "table: numbers": "f3", "table: region panel": "f7"})
    async with player(harbour(level="full"), size=(120, 40)) as p:
        await p.press("enter")
        shown = p.text()
        for words in (" B Bilateral", "F3 numbers", "F7 Region"):
            assert words in shown, words
        await p.press("B")
        assert "B[Bilateral]" in p.text()
        await p.press("f1")
        assert ("B", "Bilateral: an agreement between two: quick, but those left out mind") in p.app.screen.keys
