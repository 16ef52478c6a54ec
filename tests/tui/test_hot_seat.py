"""Several people at one screen: a curtain between them, choices sealed until all have chosen, a facilitator's page."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from tests.tui.secrets import allowed_to, leaked, secrets_of

from tabletop.session.wish import Wish

Make = Callable[..., Wish]
Start = Callable[..., Any]
THREE = ("anvers", "brill", "corte")
SIZES = ((60, 20), (200, 60), (80, 24), (120, 40))


async def choose(p: Any) -> None:
    """Read the story, choose and seal as the one who sits down."""
    assert p.where == "Curtain"
    await p.press("enter")
    assert p.where == "Briefing"
    await p.press("enter")
    assert p.where == "Table"
    await p.press("c", "enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_nothing_of_the_others_is_ever_on_the_screen(
    player: Start, harbour: Make, size: tuple[int, int], scale: Callable[[int, int], int]
) -> None:
    async with player(harbour(people=THREE), size=size) as p:
        sitting = None
        others = SIZES[: scale(2 if size == (80, 24) else 1, 4)]
        for _ in range(scale(1, 2)):
            for seat in THREE:
                assert p.where == "Curtain"
                sitting = p.app.screen.sitting
                assert not leaked(p, sitting)
                for other in others:
                    await p.pilot.resize_terminal(*other)
                    await p.settle()
                    assert not leaked(p, sitting), f"behind the curtain at {other}"
                await p.pilot.resize_terminal(*size)
                await p.press("f1")
                assert not leaked(p, sitting)
                await p.press("q", "enter")
                assert not leaked(p, sitting, seat)
                await p.press("enter", "4")
                assert any(text in " ".join(p.text().split()) for text in secrets_of(sitting)[seat])
                assert not leaked(p, sitting, seat)
                await p.press("q", "f4")
                assert p.where == "Facilitator"
                assert not leaked(p, sitting), "the facilitator's page is for everybody's eyes"
                await p.press("enter", "l")
                assert not leaked(p, sitting), "so is the history"
                await p.press("q", "c", "enter")
            assert p.where == "Resolution"
            assert not leaked(p, sitting)
            await p.press("w")
            assert not leaked(p, sitting)
            await p.press("q", "enter")


async def test_choices_are_sealed_until_everybody_has_chosen(player: Start, harbour: Make) -> None:
    async with player(harbour(people=THREE)) as p:
        await choose(p)
        sitting = p.app.screen.sitting
        assert sitting.waiting == ("brill", "corte")
        assert sitting.view("brill").choice is None
        assert all(state.choice is None for state in sitting.view("brill").seats if state.seat != "brill")
        assert "✓ Anvers" in p.text()
        assert "Confidence" not in p.text()
        await choose(p)
        await choose(p)
        assert p.where == "Resolution"
        assert sitting.turns_played() == 1


async def test_people_sit_down_in_any_order(player: Start, harbour: Make) -> None:
    async with player(harbour(people=THREE)) as p:
        await p.press("n")
        assert "The keyboard goes to Brill" in p.text()
        await choose(p)
        assert p.app.screen.sitting.waiting == ("anvers", "corte")
        assert "The keyboard goes to Anvers" in p.text()
        await p.press("n", "n")
        assert "The keyboard goes to Anvers" in p.text()


async def test_the_facilitator_pauses_notes_and_takes_back(player: Start, harbour: Make) -> None:
    async with player(harbour(people=THREE)) as p:
        for _ in THREE:
            await choose(p)
        await p.press("enter")
        await choose(p)
        sitting = p.app.screen.sitting
        await p.press("f4")
        assert p.where == "Facilitator"
        assert "✓ sealed" in p.text()
        await p.press("p")
        assert "paused" in p.text()
        assert "Anvers" not in p.text()
        await p.press("enter", "n", *"Good [b]talk[/b]?", "enter")
        assert sitting.notes() == [(2, "", "Good [b]talk[/b]?")]
        assert "Good [b]talk[/b]?" in p.text()
        await p.press("u")
        assert "Press u once more" in p.text()
        await p.press("enter")
        assert p.where == "Facilitator"
        assert sitting.waiting == ("brill", "corte")
        await p.press("u", "u")
        assert sitting.waiting == THREE
        assert sitting.turn == 2
        await p.press("u", "u")
        assert sitting.turn == 1
        assert sitting.notes(), "notes are never taken back"
        await p.press("enter")
        assert p.where == "Curtain"
        assert "Turn 1" in p.text()


async def test_a_member_may_choose_again_before_the_turn_is_played(player: Start, harbour: Make) -> None:
    async with player(harbour(people=THREE)) as p:
        await choose(p)
        sitting = p.app.screen.sitting
        await p.press("f4", "2")
        assert p.where == "Facilitator"
        assert "has not chosen" in p.text()
        await p.press("1")
        assert p.where == "Curtain", "whoever pressed the key may be somebody else"
        assert "The keyboard goes to Anvers" in p.text()
        assert "Anvers chooses again" in p.text()
        assert not leaked(p, sitting)
        await p.press("n")
        assert "The keyboard goes to Brill" in p.text()
        assert "chooses again" not in p.text()
        assert sitting.waiting == ("brill", "corte"), "what was sealed holds"
        await p.press("f4", "1", "enter", "enter")
        assert p.where == "Table"
        assert p.app.screen.seat == "anvers"
        await p.press("f4")
        assert "Anvers sits at the table" in p.text()
        await p.press("enter", "t", "enter")
        assert p.where == "Curtain"
        assert sitting.view("anvers").choice.strategy == "track2"
        assert sitting.waiting == ("brill", "corte")


async def test_nobody_else_undoes_from_the_table(player: Start, harbour: Make) -> None:
    async with player(harbour(people=THREE)) as p:
        await choose(p)
        sitting = p.app.screen.sitting
        await p.press("enter", "enter", "u")
        assert sitting.waiting == ("brill", "corte")


@pytest.mark.long
async def test_keys_at_random_leak_nothing(player: Start, harbour: Make, scale: Callable[[int, int], int]) -> None:
    rng = random.Random(1987)
    keys = [*["enter"] * 8, *"bcmtho", *"12345", "f1", "f4", "n", "p", "l", "w", "i", "left", "right", "down", "ctrl+p"]
    async with player(harbour(people=THREE)) as p:
        sitting = p.app.screen.sitting
        for _ in range(scale(15, 1500)):
            if sitting.over or p.app._exit:
                break
            key = rng.choice(keys)
            await p.press(key)
            if rng.random() < 0.05:
                await p.pilot.resize_terminal(*rng.choice(SIZES))
                await p.settle()
            assert not leaked(p, sitting, allowed_to(p)), f"{p.where} after {key}"


async def test_after_a_pause_the_curtain_stands_before_the_private_table(player: Start, harbour: Make) -> None:
    async with player(harbour(people=THREE)) as p:
        await p.press("enter", "enter", "c", "e")
        assert p.where == "Table"
        await p.press("f4", "p", "enter", "enter")
        assert p.where == "Curtain"
        assert "Anvers" in p.text()
        await p.press("enter")
        assert p.where == "Table"
        assert "[Confidence]" in p.text(), "what was being chosen still stands there"
