"""A whole game, screen by screen, by keys and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tabletop.session import Store
from tabletop.session.wish import Wish
from tabletop.tui.screens.opening import Opening
from tabletop.tui.widgets.bars import KeyLine
from tabletop.tui.widgets.composer import Composer

Make = Callable[..., Wish]
Start = Callable[..., Any]


async def test_two_keys_from_home_to_a_dealt_card(player: Start) -> None:
    async with player() as p:
        assert p.where == "Home"
        await p.press("n", "enter")
        assert p.where == "Briefing"
        assert "new crise" in p.text().lower() or "new crisis" in p.text().lower()


async def test_a_game_to_its_end(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        seen = []
        while p.where != "End":
            seen.append(p.where)
            await p.on()
        assert seen[:4] == ["Briefing", "Table", "Resolution", "Briefing"]
        assert seen.count("Table") == 4
        text = p.text()
        assert "the end, after 4 turns" in text
        (session,) = Store().list()
        assert session.outcome
        # From the end back to a new game with the same luck.
        await p.press("a")
        assert p.where == "Briefing"
        assert p.app.screen.sitting.again().seed == 11


async def test_from_the_end_home(player: Start, harbour: Make) -> None:
    async with player() as p:
        p.app.push_screen(Opening(lambda: p.app.desk.begin(harbour())))
        await p.settle()
        await p.until("End")
        await p.press("l", "left", "q")
        assert p.where == "End"
        await p.press("u")
        assert p.where == "Briefing"
        assert p.app.screen.sitting.turn == 4
        await p.until("End")
        await p.press("q")
        assert p.where == "Home"
        await p.press("q")
        assert p.app._exit


async def test_every_choice_by_key(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full")) as p:
        await p.press("enter")
        composer = p.app.screen.query_one(Composer)
        for key, way in zip("bmcth", ("bilateral", "multilateral", "confidence", "track2", "hold"), strict=True):
            await p.press(key)
            assert composer.choice().strategy == way
            assert ("chance" in p.text()) == (way != "hold")
        await p.press("b")
        before = composer.choice()
        await p.press("a", "p", "s", "e", "n")
        after = composer.choice()
        for name in ("tactic", "clause", "effort", "card"):
            assert getattr(after, name) != getattr(before, name), name
        await p.press("A", "S", "E", "n")
        assert composer.choice().card == before.card
        assert composer.choice().tactic == before.tactic
        await p.press("down", "down", "right", "left", "up")
        await p.press("o")
        assert "Track II" in p.text()
        assert "The summit: with everybody" in p.text()


async def test_every_choice_by_mouse(player: Start, harbour: Make) -> None:
    async with player(harbour(level="full")) as p:
        await p.press("enter")
        composer = p.app.screen.query_one(Composer)
        await p.click("Bilateral")
        assert composer.choice().strategy == "bilateral"
        partner = composer.choice().target
        row = next(n for n, line in enumerate(p.lines()) if "partner" in line)
        column = p.lines()[row].index("›")
        await p.pilot.click(offset=(column, row))
        await p.settle()
        assert composer.choice().target != partner
        for name in ("Alliance", "Region", "Crises"):
            await p.click(name)
            assert p.app.screen.query_one(f"#{name.lower()}").display
        await p.click("Enter")
        assert p.where == "Resolution"


async def test_undo_why_history_and_reading(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "i")
        assert p.where == "Story"
        assert "At stake" in p.text()
        await p.press("q", "4")
        assert p.where == "Brief"
        assert "Your secret objective: Frontline" in p.text()
        await p.press("q", "5")
        assert "No turn has been played yet" in p.text()
        await p.press("q", "c", "enter")
        assert p.where == "Resolution"
        await p.press("w")
        assert p.where == "Why"
        assert "The rules behind it" in p.text()
        await p.press("right")
        assert "Why: stability" in p.text()
        await p.press("q", "enter", "enter")
        assert p.where == "Table"
        assert p.app.screen.sitting.turn == 2
        await p.press("l")
        assert "Turn 1" in p.text()
        await p.press("q", "u")
        assert p.app.screen.sitting.turn == 1
        assert p.where == "Table"


async def test_left_and_continued(player: Start, harbour: Make) -> None:
    async with player() as p:
        await p.press("n")
        assert p.where == "Setup"
        await p.press("enter")
        await p.until("Resolution")
        await p.press("enter", "enter")
        assert p.where == "Table"
        await p.press("q")
        assert p.where == "Home"
        assert "Continue" in p.text()
        await p.press("c")
        assert p.app.screen.sitting.turn == 2
        await p.press("enter", "q", "s")
        assert p.where == "StoredGames"
        await p.press("d")
        assert "Press d once more" in p.text()
        await p.press("d")
        assert not Store().list()


async def choose_harbour(p: Any) -> None:
    """From home to a new game of the small campaign."""
    await p.press("n")
    await p.click("The Halcyon Compact")
    for _ in range(3):
        if "The Harbour Pact" in p.text():
            break
        await p.press("right")


async def test_several_people_choose_their_seats(player: Start) -> None:
    async with player() as p:
        await choose_harbour(p)
        await p.press("down", "right", "right")
        assert "your seat" not in p.text()
        assert "Anvers, Brill, Corte" in p.text()
        await p.press("up", "right", "left")
        await p.until("Setup")
        assert "Anvers, Brill, Corte" in p.text(), "another campaign does not send two of three people home"
        await p.press("down", "down", "left")
        assert "Brill, Corte, Dorn" in p.text()
        await p.press("enter")
        await p.until("Curtain")
        assert p.app.screen.sitting.people == ("brill", "corte", "dorn")


async def test_setup_chooses(player: Start) -> None:
    async with player() as p:
        await choose_harbour(p)
        assert "Four ports" in p.text()
        await p.press("down", "down")
        assert "The near one" in p.text()
        await p.press("right")
        assert "The rich one" in p.text()
        await p.press("down", "right", "4", "2")
        assert "number 42" in p.text()
        await p.press("enter")
        sitting = p.app.screen.sitting
        assert sitting.people == ("corte",)
        assert sitting.again().seed == 42
        assert sitting.again().level == "full"


async def test_hot_seat_hides_the_others(player: Start, harbour: Make) -> None:
    secret = "Two of your captains would like to fire first."
    async with player(harbour(people=("brill", "corte"))) as p:
        assert p.where == "Curtain"
        assert "Brill" in p.text()
        await p.press("enter", "enter", "4")
        assert secret in p.text()
        await p.press("q", "b", "enter")
        assert p.where == "Curtain"
        assert "Corte" in p.text()
        await p.press("enter", "enter", "4")
        assert p.where == "Brief"
        assert secret not in p.text()
        assert "The money is yours." in p.text()
        await p.press("q", "m", "enter")
        assert p.where == "Resolution"
        assert secret not in p.text()
        await p.press("enter")
        assert p.where == "Curtain"
        assert "Brill" in p.text()
        await p.until("End")


@pytest.mark.parametrize("level", ["basics", "full"])
async def test_every_footer_key_acts(player: Start, harbour: Make, level: str) -> None:
    """No key line has more than six keys, and each key that is lit changes what is seen or done."""
    async with player(harbour(level=level)) as p:
        await p.until("Resolution")
        await p.press("enter", "enter")
        for start in ("Table", "Resolution", "Briefing", "Story", "Brief", "History", "Why", "Help"):
            await _check_keys(p, start)


async def _check_keys(p: Any, start: str) -> None:
    way = {"Story": "i", "Brief": "4", "History": "5", "Why": "w", "Help": "f1", "Resolution": "enter"}
    if start == "Briefing":
        return
    if start == "Resolution":
        await p.press("c")
    if start in way:
        await p.press(way[start])
    assert p.where == start
    line = p.app.screen.query_one(KeyLine)
    shown = line.shown()
    lit = [binding for binding, enabled in shown if enabled]
    assert 2 <= len(shown) <= 6
    bound = p.app.screen.active_bindings
    for binding in lit:
        assert bound[binding.key].enabled
        action = binding.action.split("(")[0]
        assert hasattr(p.app.screen, f"action_{action}"), f"{start}: {binding.key} does nothing"
    if start == "Resolution":
        await p.press("enter")
        while p.where != "Table":
            await p.press("enter")
    elif start in way:
        await p.press("q")
    assert p.where == "Table"


async def test_a_refused_choice_is_told_and_nothing_is_lost(player: Start, harbour: Make) -> None:
    from tabletop.session import StorageError

    async with player(harbour()) as p:
        await p.press("enter")
        sitting = p.app.screen.sitting

        def full(*_: object) -> None:
            raise StorageError("The disk is full.", "Make room and choose again.")

        seal, sitting.seal = sitting.seal, full
        await p.press("c", "enter")
        assert p.where == "Table"
        assert "The disk is full." in " ".join(n.message for n in p.app._notifications)
        sitting.seal = seal
        await p.press("enter")
        assert p.where == "Resolution"


async def test_a_store_that_cannot_be_written_does_not_stop_the_game(
    player: Start, harbour: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tabletop.session import StorageError

    def full(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(Store, "create", full)
    async with player(harbour()) as p:
        assert p.where == "Briefing"
        assert "This game is not kept" in " ".join(n.message for n in p.app._notifications)
        p.app.clear_notifications()
        await p.settle()
        assert "✗ not stored" in p.lines()[0]
        await p.press("enter", "c", "enter")
        p.app.clear_notifications()
        assert p.where == "Sure", "the first choice asks, once"
        assert "This game is not stored: play on?" in p.text()
        assert "The disk is full." in p.text()
        await p.press("escape")
        assert p.where == "UnstoredTable"
        sitting = p.app.screen.sitting
        assert sitting.turns_played() == 0, "Esc leaves everything as it was"
        for key in ("2", "3", "1"):
            await p.press(key)
            assert "✗ not stored" in p.lines()[0]
        for key, screen in (("4", "Brief"), ("5", "History"), ("i", "Story")):
            await p.press(key)
            assert p.where == screen
            assert "✗ not stored" in p.lines()[0]
            await p.press("q")
        await p.press("enter", "enter")
        assert p.where == "Resolution"
        await p.press("enter", "enter", "c", "enter")
        assert p.where == "Resolution", "it does not ask again"
        while p.where != "End":
            await p.press(*(["c", "enter"] if p.where == "UnstoredTable" else ["enter"]))
        assert "✗ not stored" in p.lines()[0]
        await p.press("u", "enter", "c", "enter")
        assert p.where == "Resolution", "not after an undo either"


async def test_a_stored_game_says_nothing_of_that(player: Start, harbour: Make) -> None:
    async with player(harbour()) as p:
        await p.press("enter")
        assert "not stored" not in p.text()
        await p.press("c", "enter")
        assert p.where == "Resolution"


@pytest.mark.parametrize(("key", "panel"), [("1", "crises"), ("2", "alliance"), ("3", "region")])
async def test_numbers_in_the_brief_lead_on(player: Start, harbour: Make, key: str, panel: str) -> None:
    async with player(harbour()) as p:
        await p.press("enter", "4", key)
        assert p.where == "Table"
        assert p.app.screen.query_one(f"#{panel}").display
        await p.press("4", "5")
        assert p.where == "History"
        await p.press("q")
        assert p.where == "Table"


async def test_no_key_is_told_for_what_a_level_does_not_have(player: Start, harbour: Make) -> None:
    for level, told in (("basics", {"p", "e", "n"}), ("standard", {"a", "p", "e", "n"}), ("full", set("apesn"))):
        async with player(harbour(level=level)) as p:
            await p.press("enter", "f1")
            keys = {key for keys, _ in p.app.screen.keys for key in keys.split()}
            assert keys & set("apesn") == told, level


async def test_about_is_shown_where_a_campaign_is_marked(player: Start) -> None:
    async with player() as p:
        assert " i about" not in p.lines()[-1]
        await p.press("up")
        assert " i about" in p.lines()[-1]
