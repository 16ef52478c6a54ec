"""What if, on the screen: from the history to another choice, to both stories, and on into a new game."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.looking_back import opening

from tabletop.session import Store
from tabletop.telling.whatif import OTHER
from tabletop.tui.widgets.bars import KeyLine
from tabletop.tui.widgets.stories import _DOTTED, _EMPTY, _cell

Start = Callable[..., Any]
Golden = Callable[[str, str], None]
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_frames(player: Start, golden: Golden, size: str) -> None:
    async with player(first=opening(), size=SIZES[size]) as p:
        await p.press("l", "2", "o")
        assert p.where == "Otherwise"
        golden(f"otherwise-{size}", p.text())
        await p.press("h", "enter")
        assert p.where == "WhatIf"
        assert p.text().count("Because of rule") == (2 if size == "120x40" else p.text().count("Because of rule"))
        golden(f"whatif-turn-{size}", p.text())
        await p.press("space")
        golden(f"whatif-end-{size}", p.text())
        assert {cell_len(line) for line in p.lines()} == {SIZES[size][0]}


async def test_at_most_six_keys_and_all_of_them_work(player: Start) -> None:
    async with player(first=opening()) as p:
        for keys, where in ((("l", "2"), "History"), (("o",), "Otherwise"), (("h", "enter"), "WhatIf")):
            await p.press(*keys)
            assert p.where == where
            shown = p.app.screen.query_one(KeyLine).shown()
            assert len(shown) <= 6
            assert all(enabled for _, enabled in shown)


async def test_while_the_game_runs_nothing_is_told(player: Start) -> None:
    async with player(first=opening(turns=2)) as p:
        await p.press("enter", "l", "1", "o")
        assert p.where == "History"
        assert "what if" not in p.lines()[-1]
        assert "when the game is over" in p.text()


async def test_turn_by_turn_by_key_and_mouse(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("l", "2", "o", "h", "enter")
        assert "turn 2 of" in p.lines()[0]
        assert "the stories part here" in p.text()
        await p.press("left")
        assert "the same in both" in p.text()
        await p.press("left")
        assert "turn 1 of" in p.lines()[0]
        await p.press("end")
        assert "the end" in p.lines()[0]
        assert "National score" in p.text()
        await p.press("space", "home")
        assert "turn 2 of" in p.lines()[0]
        await p.click(" 3 ")
        assert "turn 3 of" in p.lines()[0]
        await p.press("enter")
        assert p.where == "Otherwise"
        await p.press("q")
        assert p.where == "History"


async def test_another_members_choice(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("l", "1", "o")
        seats = list(p.app.screen.played.choices)
        assert p.app.screen.seat == "aal"
        await p.press("tab")
        assert p.app.screen.seat == seats[(seats.index("aal") + 1) % len(seats)]
        await p.press("shift+tab", "2")
        assert p.app.screen.seat == seats[1]
        await p.press("escape")


async def test_a_click_on_what_somebody_chose_asks_about_it(player: Start) -> None:
    async with player(first=opening(), size=(120, 60)) as p:
        await p.press("l", "1")
        assert "What each chose, and why" in p.text()
        rows = p.text().splitlines()
        first = next(row for row, line in enumerate(rows) if "What each chose" in line) + 1
        seats = list(p.app.screen.frame(1)[1].choices)
        await p.pilot.click(offset=(6, first))
        await p.settle()
        assert p.where == "Otherwise"
        assert p.app.screen.seat == seats[0]


async def test_what_was_chosen_anyway_is_no_question(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("l", "1", "o", "enter")
        assert p.where == "Otherwise"
        assert "pick something else" in p.text()


async def test_a_new_game_with_the_other_choice(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("l", "2", "o", "h", "enter")
        found = p.app.screen.found
        await p.press("f")
        assert p.where == "Sure"
        assert "turn 3 is the next that you choose" in " ".join(p.text().split())
        before = len(Store().names())
        await p.press("enter")
        assert len(Store().names()) == before + 1
        fresh = p.app.screen.sitting.game
        assert fresh.turn == 3
        assert fresh.played[1].choices == found.other.turns[1].choices
        assert fresh.played[1].groups == found.other.turns[1].groups


async def test_a_new_game_in_which_a_computer_player_chose_otherwise(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("l", "2", "o")
        screen = p.app.screen
        seat = next(seat for seat, c in screen.played.choices.items() if seat != "aal" and c.strategy != "hold")
        await p.press(str(list(screen.played.choices).index(seat) + 1), "h", "enter", "f")
        assert "everybody else chooses again" in " ".join(p.text().split())
        await p.press("enter")
        fresh = p.app.screen.sitting.game
        assert fresh.turn == 2
        assert fresh.sealed[seat].strategy == "hold"
        assert fresh.seats_to_choose() == tuple(s for s in fresh.seats if s != seat)


async def test_an_asker_reads_the_crisis_and_the_chance_of_then(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("l", "1", "o", "i")
        assert p.where == "Story"
        assert "not stored" not in p.text()
        await p.press("enter", "c", "d")
        assert p.where == "Odds"
        await p.press("enter")
        assert p.where == "Otherwise"


def test_both_courses_can_be_told_apart_without_colour() -> None:
    full = chr(0x28FF)
    assert _cell(full, "", 0) == (chr(_DOTTED), True)
    assert _cell("", full, 0) == (full, False)
    assert _cell("", "", 0) == (chr(_EMPTY), True)
    assert OTHER == "otherwise"


# ---------------------------------------------------------------- a number of the model


async def test_a_rules_number_otherwise(player: Start) -> None:
    async with player(first=opening(), size=(120, 40)) as p:
        await p.press("l", "2", "o", "s")
        assert p.where == "OtherNumber"
        await p.press(*"score_sc")
        assert [one.name for one in p.app.screen.query_one("#matches").found] == ["score_scale"]
        assert "points that turn even odds into 73 %" in p.text()
        await p.press("tab", *"25", "enter")
        await p.settle()
        assert p.where == "WhatIf"
        assert "score_scale 14 → 25" in p.text()
        assert "f fork" not in p.lines()[-1], "a game under other rules is not kept"
        await p.press("end")
        assert "otherwise" in p.text().lower()
        await p.press("escape", "escape")
        assert p.where == "Otherwise"


async def test_a_number_that_cannot_be_is_told_not_played(player: Start) -> None:
    for typed, said in (
        ("score_scle=20", "score_scale"), ("score_scale=99", "outside its range"), ("score_scale=14", "what it was"),
        ("score_scale", "NAME=VALUE"),
    ):  # fmt: skip
        async with player(first=opening(), size=(120, 40)) as p:
            await p.press("l", "2", "o", "s", *typed, "enter")
            await p.settle()
            assert p.where == "OtherNumber"
            assert said in " ".join(note.message for note in p.app._notifications) + p.text()


async def test_the_numbers_fit_the_screen(player: Start, golden: Golden, size: str) -> None:
    async with player(first=opening(), size=SIZES[size]) as p:
        await p.press("l", "2", "o", "s", *"trust")
        golden(f"othernumber-{size}", p.text())
        assert {cell_len(line) for line in p.lines()} == {SIZES[size][0]}
