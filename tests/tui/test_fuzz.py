"""Keys and clicks at random: never a crash, never a dead end."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

Start = Callable[..., Any]
KEYS = (
    *["enter"] * 6, "n", "t", "c", "s", "up", "down", "left", "right", *"12345", *"bmhapeowuildxrAS0", "f1", "f2", "q",
    "question_mark", "pagedown", "escape", "tab", "backspace", "ctrl+p", *"rkxyj", "f9",
)  # fmt: skip
SIZES = ((80, 24), (120, 40), (60, 20), (200, 60))


@pytest.mark.long
async def test_keys_and_clicks_at_random(player: Start, scale: Callable[[int, int], int]) -> None:
    rng = random.Random(1983)
    done: list[str] = []
    async with player() as p:
        for _ in range(scale(80, 2500)):
            if p.app._exit:
                break
            key = rng.choice(KEYS)
            if key in ("q", "escape") and (p.where == "Home" or rng.random() < 0.7):
                key = "enter"
            done.append(f"{p.where}:{key}")
            try:
                if rng.random() < 0.25:
                    width, height = p.app.size
                    await p.pilot.click(offset=(rng.randrange(width), rng.randrange(height)))
                else:
                    await p.pilot.press(key)
                if rng.random() < 0.03:
                    await p.pilot.resize_terminal(*rng.choice(SIZES))
                await p.settle()
            except Exception as error:
                raise AssertionError(f"after {done[-8:]}") from error
        assert p.app.broken is None
