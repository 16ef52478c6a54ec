"""Esc goes a step back and never ends the program; a grey key says why; captions name the keys of now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tabletop.session.settings import change, place
from tabletop.session.wish import Wish
from tabletop.tui.screens.opening import Opening

Make = Callable[..., Wish]
Start = Callable[..., Any]
DECKS = Path(__file__).parents[2]
THREE = ("anvers", "brill", "corte")


def told(p: Any) -> str:
    return " ".join(note.message for note in p.app._notifications)


# ---------------------------------------------------------------- Esc


@pytest.mark.parametrize("people", [("brill",), THREE])
async def test_esc_never_ends_the_program(
    player: Start, harbour: Make, people: tuple[str, ...], scale: Callable[[int, int], int]
) -> None:
    """From every screen of a game that is the first screen of the program; a fourth of them each in the sample."""
    ways: dict[str, tuple[str, ...]] = {
        "1": (), "story": ("enter",), "table": ("enter", "enter"), "numbers": ("enter", "enter", "x"),
        "brief": ("enter", "enter", "4"), "list": ("enter", "enter", "ctrl+p"), "help": ("enter", "f1"),
        "history": ("enter", "enter", "l"), "facilitator": ("f4",), "pause": ("f4", "p"), "note": ("f4", "n"),
    }  # fmt: skip
    first = int(people != THREE)
    for way, keys in list(ways.items())[first * scale(2, 0) :: scale(4, 1)]:
        async with player(harbour(people=people)) as p:
            await p.press(*keys, *["escape"] * 8)
            assert not p.app._exit, way
            assert p.where in ("Table", "Curtain", "Briefing", "Pause"), way
            assert "q leaves." in told(p) or p.where == "Pause", way
            await p.press("enter", "q") if p.where == "Pause" else await p.press("q")
            if p.where == "Curtain":
                await p.press("q")
            assert p.app._exit, f"{way}: q leaves"


async def test_esc_at_home_and_at_the_end(player: Start, harbour: Make) -> None:
    async with player() as p:
        await p.press("escape", "escape")
        assert p.where == "Home"
        assert not p.app._exit
        assert "q leaves." in told(p)
        await p.press("ctrl+q")
        assert p.app._exit
    async with player(harbour()) as p:
        await p.until("End")
        await p.press("escape", "escape")
        assert p.where == "End"
        assert not p.app._exit


async def test_esc_goes_back_where_there_is_a_way_back(player: Start, harbour: Make) -> None:
    async with player() as p:
        p.app.push_screen(Opening(lambda: p.app.desk.begin(harbour())))
        await p.settle()
        await p.press("enter")
        assert p.where == "Table"
        await p.press("x", "escape")
        assert p.where == "Table", "from the numbers to one's own move"
        await p.press("escape")
        assert p.where == "Home"
        await p.press("escape")
        assert p.where == "Home"
        assert not p.app._exit
        p.app.push_screen(Opening(lambda: p.app.desk.begin(harbour(people=THREE))))
        await p.settle()
        assert p.where == "Curtain"
        await p.press("escape")
        assert p.where == "Home"


async def test_esc_gives_up_a_choice_step_by_step(player: Start, harbour: Make) -> None:
    """One press too many must not cost the choice: first the comparison goes, then the choice, then the game."""
    async with player() as p:
        p.app.push_screen(Opening(lambda: p.app.desk.begin(harbour())))
        await p.settle()
        await p.press("enter", "m", "o")
        composer = p.app.screen.query_one("Composer")
        assert composer.comparing
        await p.press("escape")
        assert p.where == "Table"
        assert not composer.comparing
        assert composer.choice().strategy == "multilateral", "the choice is still there"
        tactic, effort = composer.choice("track2").tactic, composer.choice("track2").effort
        await p.press("escape")
        assert p.where == "Table"
        assert not composer.decided
        assert (composer.choice("track2").tactic, composer.choice("track2").effort) == (tactic, effort)
        await p.press("escape")
        assert p.where == "Home"
    async with player(harbour()) as p:
        await p.press("enter", "c", "x", "escape", "escape", "escape")
        assert p.where == "Table"
        assert "q leaves." in told(p), "numbers, choice, and only then the way out"


async def test_the_key_that_leaves_is_named_as_it_is_now(player: Start) -> None:
    change(keymap={"home: leave": "z"})
    async with player() as p:
        await p.press("escape")
        assert "z leaves." in told(p)


async def test_a_refused_opening_is_left_by_q_only(player: Start, harbour: Make) -> None:
    async with player(harbour(campaign="nonsense")) as p:
        assert p.where == "Opening"
        await p.press("escape")
        assert not p.app._exit
        await p.press("q")
        assert p.app._exit


# ---------------------------------------------------------------- grey keys


async def test_grey_keys_say_why(player: Start, harbour: Make) -> None:
    async with player() as p:
        await p.press("c", "s", "i")
        assert "There is no game to go on with." in told(p)
        assert "No game is stored yet." in told(p)
        assert "Move to a campaign first" in told(p)
        await p.press("e", "k", "r")
        assert "This key is as it came." in told(p)
    async with player(harbour()) as p:
        await p.press("enter", "u")
        assert "There is nothing to take back yet." in told(p)
        await p.press("l", "space")
        assert "No turn has been played yet." in told(p)
    async with player(harbour(people=THREE)) as p:
        await p.press("f4", "u", "8")
        assert "There is nothing to take back yet." in told(p)
        assert "That cannot be done now." not in told(p), "there is no eighth seat: the key is no key"


async def test_every_grey_key_has_a_reason_of_its_own(player: Start, harbour: Make) -> None:
    """Whatever a screen lists as not possible now, the list of commands says why."""
    ways: list[tuple[Wish | None, tuple[str, ...]]] = [
        (None, ()), (None, ("r",)), (None, ("e", "k")), (None, ("n",)), (harbour(), ("enter",)),
        (harbour(), ("enter", "l")), (harbour(people=THREE), ()), (harbour(people=THREE), ("f4",)),
    ]  # fmt: skip
    seen = 0
    for wish, keys in ways:
        async with player(wish) as p:
            await p.press(*keys, "ctrl+p")
            for command in p.app.screen.commands:
                seen += bool(command.why_not)
                assert command.why_not != "That cannot be done now.", command.name
    assert seen > 8


async def test_notes_stand_where_no_number_is(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "b")
        before = p.lines()
        await p.press("u")
        after = p.lines()
        assert "There is nothing to take back yet." in after[0]
        assert after[1:] == before[1:]


# ---------------------------------------------------------------- captions, and what is wrong with the settings


async def test_captions_name_the_keys_of_now(player: Start, harbour: Make) -> None:
    change(
        keymap={
            "page: on": "f5", "table: track2": "T", "history: why": "y", "end: page 2": "f7", "table: why": "f8",
            "curtain: open": "f9", "facilitator: take back": "z", "history: play": "f10",
        }
    )  # fmt: skip
    async with player(harbour()) as p:
        assert "F5 takes you to the table" in p.text()
        await p.press("f5", "c", "enter")
        assert "F5 goes on" in p.text()
        await p.press("f5", "f5", "l")
        assert "y why" in p.text()
        assert "F10 play" in p.lines()[-1]
        await p.press("q", "f1")
        assert "Press F8 at the table" in " ".join(p.app.screen.query_one("Pages").render().plain.split())
        await p.press("escape")
        while p.where != "End":
            await p.press(*(["c", "enter"] if p.where == "Table" else ["f5"]))
        assert "F7 Scores" in p.text()
    async with player(Wish("halcyon", seed=7), library=DECKS) as p:
        shown = p.text()
        while "T Track II" not in shown:
            await p.press("pagedown")
            assert p.text() != shown, "the story names the key of Track II"
            shown = p.text()
    async with player(harbour(people=THREE)) as p:
        assert "presses F9" in p.text()
        await p.press("f9", "f5", "c", "enter", "f4", "z")
        assert "Press z once more" in p.text()


async def test_a_theme_that_does_not_exist_is_told_in_a_line(player: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    from tabletop.session.desk import Desk
    from tabletop.tui.app import TabletopApp
    from tabletop.tui.screens.home import Home

    async with player():
        monkeypatch.setenv("TEXTUAL_THEME", "nosuch")
        assert TabletopApp(Desk(()), Home).troubles == ["There is no theme “nosuch” (TEXTUAL_THEME)."]
        monkeypatch.setenv("TEXTUAL_THEME", "nosuch,dracula")
        app = TabletopApp(Desk(()), Home)
        assert app.theme == "dracula"
        assert not app.troubles


async def test_a_damaged_file_is_told_in_whole_sentences(player: Start) -> None:
    place().parent.mkdir(parents=True)
    place().write_text('{"theme": "tabletop-dark')
    async with player() as p:
        assert told(p) == (
            "settings.json:1:11: the quotes that are opened here are not closed. "
            "Nothing in it is used; mend or delete it."
        )
        p.app.clear_notifications()
        await p.press("f2")
        assert told(p).lower().count("mend or delete") == 1
