"""Keys, clicks, wheel and drags at random: never a crash, a dead end, or a look at another's secrets."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tui.secrets import allowed_to, leaked
from textual.events import MouseScrollDown, MouseScrollUp

from tabletop.session.wish import Wish
from tabletop.tui.widgets.bars import KeyLine

Make = Callable[..., Wish]
Start = Callable[..., Any]
KEYS = (
    *["enter"] * 8, "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "space", "tab", "shift+tab",
    "backspace", "delete", "escape", "q", *"12345", "0", "8", *"bmcth", *"apseAPSE", *"onxwuidlfrykjg", "z",
    "full_stop", "slash", "question_mark", "f1", "f2", "f4", "f9", "ctrl+p", "ctrl+p",
)  # fmt: skip
WAYS_OUT = ("q", "escape")
SIZES = ((80, 24), (120, 40), (60, 20), (200, 60), (80, 24), (116, 34))
GAMES: dict[str, tuple[int, Callable[[Make], Wish | None]]] = {
    "home": (1983, lambda _: None),
    "solo": (1987, lambda harbour: harbour(level="full")),
    "hot seat": (1989, lambda harbour: harbour(people=("anvers", "brill", "corte"))),
    "historical": (1977, lambda _: Wish("double-track", level="full", seed=7)),
}
"""Where one begins, and the seed of what is pressed."""


@pytest.mark.long
@pytest.mark.parametrize("start", GAMES)
async def test_anything_at_random(
    player: Start, harbour: Make, scale: Callable[[int, int], int], start: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """2,500 events from each beginning in `make prove`; where the program is left, it is started again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    seed, wish = GAMES[start]
    rng = random.Random(seed)
    left = scale(40, 2500)
    while left > 0:
        async with player(wish(harbour)) as p:
            done: list[str] = []
            while left > 0 and not p.app._exit:
                left -= 1
                try:
                    done.append(f"{p.where}: {await _something(p, rng)}")
                    await p.settle()
                except Exception as error:
                    raise AssertionError(f"after {done[-8:]}") from error
                assert p.app.broken is None, done[-8:]
                if not p.app._exit:
                    _check(p, done)


async def _something(p: Any, rng: random.Random) -> str:
    """One event; what it was."""
    width, height = p.app.size
    at = rng.randrange(width), rng.randrange(height)
    luck = rng.random()
    if luck < 0.14:
        await p.pilot.click(offset=at)
        return f"click {at}"
    if luck < 0.19:
        wheel = rng.choice((MouseScrollDown, MouseScrollUp))
        await p.pilot._post_mouse_events([wheel], offset=at)
        return f"{wheel.__name__} {at}"
    if luck < 0.23:
        to = rng.randrange(width), rng.randrange(height)
        await p.pilot.mouse_down(offset=at)
        await p.pilot.hover(offset=to)
        await p.pilot.mouse_up(offset=to)
        return f"drag {at} {to}"
    if luck < 0.26:
        size = rng.choice(SIZES)
        await p.pilot.resize_terminal(*size)
        return f"size {size}"
    key = rng.choice(KEYS)
    if key in WAYS_OUT and rng.random() < 0.7:
        key = "enter"
    await p.pilot.press(key)
    return key


def _check(p: Any, done: list[str]) -> None:
    """Something can be done, and nobody sees what is not his."""
    screen = p.app.screen
    if not screen.cramped:
        assert any(enabled for _, enabled in screen.query_one(KeyLine).shown()), f"a dead end after {done[-8:]}"
    sitting = next((s.sitting for s in reversed(p.app.screen_stack) if getattr(s, "sitting", None)), None)
    if sitting is not None and sitting.shared and not sitting.over:
        assert not leaked(p, sitting, allowed_to(p)), f"{p.where} after {done[-8:]}"
