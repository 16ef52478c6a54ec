"""The film of a game: frame by frame, by key and by mouse, and from any frame into a new game."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from rich.cells import cell_len
from tests.tui.looking_back import BEACON, opening, play

from tabletop.errors import TabletopError
from tabletop.game.viewmodels import CardHistory, ReadingFacts, SourceFacts
from tabletop.session import Store
from tabletop.session.wish import Wish
from tabletop.tui.screens.opening import Opening
from tabletop.tui.widgets.bars import KeyLine
from tabletop.tui.widgets.film import LEFT, columns, scale

Make = Callable[..., Wish]
Start = Callable[..., Any]
Golden = Callable[[str, str], None]
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def note(p: Any) -> str:
    """The right end of the top line."""
    return str(p.lines()[0].split("  ")[-1].strip())


async def read_all(p: Any) -> str:
    """Everything that stands on the page, wherever it is scrolled to."""
    text = p.text()
    for _ in range(12):
        await p.press("pagedown")
        text += p.text()
    return str(text)


async def test_frames(player: Start, golden: Golden, size: str) -> None:
    async with player(first=opening(), size=SIZES[size]) as p:
        await p.press("l", "1")
        golden(f"history-story-{size}", p.text())
        if size == "80x24":
            await p.press("b")
            golden(f"history-board-{size}", p.text())
        await p.press("home")
        golden(f"history-start-{size}", p.text())
        await p.press("f")
        golden(f"history-fork-{size}", p.text())


async def test_to_and_fro_by_key(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("l")
        assert p.where == "History"
        assert note(p) == "after turn 4 of 4"
        await p.press("right")
        assert note(p) == "after turn 4 of 4"
        await p.press("left", "left")
        assert note(p) == "after turn 2 of 4"
        await p.press("home")
        assert note(p) == "the start"
        assert "In January the fog comes down" in p.text()
        await p.press("left")
        assert note(p) == "the start"
        await p.press("3")
        assert note(p) == "after turn 3 of 4"
        await p.press("9")
        assert note(p) == "after turn 3 of 4", "there is no turn 9"
        await p.press("end")
        assert note(p) == "after turn 4 of 4"
        await p.press("r")
        assert p.where == "End"


async def test_a_turn_of_two_digits(player: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with player(first=opening()) as p:
        await p.press("l")
        film = p.app.screen
        # A long game, as far as the film is concerned.
        film.turns = 12
        shown = []
        monkeypatch.setattr(film, "show", lambda: shown.append(film.at))
        clock = [0.0]
        monkeypatch.setattr("tabletop.tui.screens.history.monotonic", lambda: clock[0])
        for key, after in (("1", 0.2), ("2", 0.2), ("2", 5.0), ("1", 0.2)):
            clock[0] += after
            film.action_digit(int(key))
        assert shown == [1, 12, 2, 1]


async def test_to_and_fro_by_mouse(player: Start) -> None:
    async with player(first=opening()) as p:
        await p.press("l")
        spans = columns(4, 80 - 2 - LEFT - 4)
        for turn, (start, end) in enumerate(spans):
            for row in (1, 3, 5):
                await p.pilot.click(offset=(1 + LEFT + (start + end) // 2, row))
                await p.settle()
                assert note(p) == (f"after turn {turn} of 4" if turn else "the start")
        await p.click("Board after it")
        assert "rows trust columns" in p.text()
        await p.click("Story of the turn")
        assert "The balance" in p.text()
        await p.click("b board")
        assert "rows trust columns" in p.text()
        await p.click("human security")
        assert p.where == "Why"
        assert "Why: stability" in p.text()
        assert "in turn 4" in p.text()


async def test_it_plays_and_stops(player: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tabletop.tui.screens.history.PACE", 0.05)
    async with player(first=opening()) as p:
        await p.press("l")
        film = p.app.screen
        seen = []
        show = film.show
        monkeypatch.setattr(film, "show", lambda: (seen.append(film.at), show()))
        await p.press("space")
        await p.until_so(lambda: film.playing is None)
        assert seen == [0, 1, 2, 3, 4], "from the start to the end, then it stops"
        # A key takes over, and leaving ends it.
        monkeypatch.setattr("tabletop.tui.screens.history.PACE", 60)
        await p.press("space")
        assert "playing" in note(p)
        await p.press("right")
        assert film.playing is None
        assert film.at == 1
        await p.press("space", "space")
        assert film.playing is None
        assert film.at == 1
        await p.press("space", "q")
        assert film.playing is None


async def test_the_story_is_told_with_the_numbers_of_its_turn(player: Start) -> None:
    async with player(first=opening()) as p:
        sitting = p.app.screen.sitting
        await p.press("l")
        for turn in (1, 2, 3, 4):
            await p.press(str(turn))
            text = " ".join((await read_all(p)).split())
            me = sitting.view_at(turn, "aal").me
            assert f"Support at home {me.support:.1f}" in text
            for seat, reason in sitting.played(turn, "aal").reasons.items():
                assert seat != "aal"
                assert " ".join(reason.split()[:6]) in text


async def test_what_really_happened_is_told_when_a_crisis_has_closed(player: Start) -> None:
    async with player(first=opening(turns=1)) as p:
        await p.press("enter", "l")
        assert note(p) == "after turn 1 of 1"
        text = await read_all(p)
        assert "What really happened  17 January 1903" in text
        assert "The steamer was refloated on the third tide." in text
        assert "The seamen's union:" in text
        assert "The harbour masters:" in text
        assert "A. Clerk, Minutes of the Swan commission (1903)." in text
        assert "https://example.org/swan" in text
        assert "An anchor had done it" not in text
        assert "brought their own book" not in text
        await p.press("0")
        assert "What really happened" not in await read_all(p)


async def test_at_a_shared_screen_it_shows_what_everybody_may_see(player: Start) -> None:
    shared = replace(BEACON, people=("aal", "bor"))
    async with player(first=opening(shared, turns=1), size=(120, 40)) as p:
        await p.until("Table")
        await p.press("l")
        for key in ("0", "1"):
            await p.press(key)
            text = await read_all(p)
            for secret in ("Half of your lights", "You have read the other", "Keeper", "Broker", "Recluse"):
                assert secret not in text


async def test_forking_begins_a_game_beside_the_old_one(player: Start) -> None:
    async with player() as p:
        p.app.push_screen(Opening(lambda: play(p.app.desk)))
        await p.settle()
        old = p.app.screen.sitting
        state = old.game.state_hash
        await p.press("l", "f")
        assert p.where == "History", "after the last turn there is nothing to go on with"
        await p.press("2", "f")
        assert p.where == "Sure"
        assert "Turn 3 is the first that is chosen again" in " ".join(p.text().split())
        await p.press("q")
        assert p.where == "History"
        assert len(Store().list()) == 1
        await p.press("f", "enter")
        assert p.where == "Briefing"
        fresh = p.app.screen.sitting
        assert fresh is not old
        assert fresh.turn == 3
        assert old.game.state_hash == state
        assert len(Store().list()) == 2
        assert sorted(bool(stored.outcome) for stored in Store().list()) == [False, True]
        await p.until("Table")
        await p.press("q")
        assert p.where == "Home"


async def test_forking_from_the_table(player: Start) -> None:
    async with player(first=opening(turns=2)) as p:
        await p.press("enter", "l", "home", "f", "y")
        assert p.where == "Briefing"
        assert p.app.screen.sitting.turn == 1
        await p.until("Table")
        assert len([screen for screen in p.app.screen_stack if hasattr(screen, "sitting")]) == 1


async def test_a_fork_that_is_refused_is_told(player: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with player(first=opening()) as p:

        def refuse(*_: object) -> None:
            raise TabletopError("The rules have changed.", "Look elsewhere.")

        monkeypatch.setattr(p.app.desk, "fork", refuse)
        await p.press("l", "1", "f", "enter")
        assert p.where == "History"
        assert "The rules have changed." in " ".join(n.message for n in p.app._notifications)


async def test_before_the_first_turn(player: Start) -> None:
    async with player(first=opening(turns=0)) as p:
        await p.until("Table")
        await p.press("l")
        assert note(p) == "the start"
        assert "No turn has been played yet" in p.text()
        await p.press("space", "w", "left", "right", "b")
        assert p.where == "History"
        assert "rows trust columns" in p.text()
        await p.press("enter")
        assert p.where == "Table"


@pytest.mark.parametrize("window", [(80, 24), (116, 34), (200, 60)])
async def test_every_line_is_as_wide_as_the_screen(player: Start, harbour: Make, window: tuple[int, int]) -> None:
    async with player(first=opening(harbour(level="full")), size=window) as p:
        await p.press("l")
        for key in ("0", "2", "b", "4", "b"):
            await p.press(key)
            assert {cell_len(line) for line in p.lines()} == {window[0]}
            assert len(p.app.screen.query_one(KeyLine).shown()) <= 6
            assert "…" not in p.lines()[-1]


async def test_hostile_text_is_shown_as_written(player: Start) -> None:
    evil = "[bold]x[/nope][@click=app.quit]y\x1b[31mred\x1b]0;title\x07 \u202egnp.exe " + "漢字" * 40 + "e\u0301" * 50
    told = CardHistory(
        card="wreck", title=evil, date=evil, happened=evil * 3, closed_turn=1, end="resolved",
        readings=(ReadingFacts(who=evil, says=evil),) * 2,
        sources=(SourceFacts(title=evil, author=evil, year=evil, url=evil, note=evil),),
    )  # fmt: skip
    async with player(first=opening()) as p:
        p.app.screen.sitting.card_history = lambda *_: told
        await p.press("l", "1")
        text = await read_all(p)
        assert "[bold]x[/nope][@click=app.quit]y" in text
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert {cell_len(line) for line in p.lines()} == {80}


def test_the_strip() -> None:
    for turns in (0, 1, 5, 12, 40):
        for cells in (45, 60, 180):
            spans = columns(turns, cells)
            assert len(spans) == turns + 1
            assert spans[0][0] == 0
            assert spans[-1][1] == cells
            assert all(left[1] == right[0] and left[0] < left[1] for left, right in pairwise(spans))
    for values in ((50.0,), (0.0, 100.0), (1.0, 3.0), (99.0, 100.0), (61.2, 71.9)):
        low, high = scale(values)
        assert low <= min(values) <= max(values) <= high
        assert high - low >= 20
        assert 0 <= low < high <= 100


async def test_after_a_turn_it_is_a_key_away(player: Start) -> None:
    async with player(first=opening(turns=0)) as p:
        await p.press("enter", "c", "enter")
        assert p.where == "Resolution"
        assert "h really" in p.lines()[-1]
        assert "The steamer was refloated" not in p.text()
        await p.press("h")
        assert "What really happened  17 January 1903" in p.text()
        await p.press("r", "h")
        assert "The steamer was refloated" in p.text()
        await p.press("enter", "enter", "h", "enter")
        assert p.where == "Resolution"
        assert "h really" not in p.lines()[-1]
