"""A seat's screens in every theme: each colour is one whose contrast is computed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.host.client.served import Served
from tests.tui.colours import strangers, unreadable

from tabletop.tui.themes import NAMES

Sit = Callable[..., Any]


async def look(p: Any) -> None:
    """At what is shown, in every theme."""
    for theme in NAMES:
        p.app.theme = theme
        await p.settle()
        assert not strangers(p.app), p.where
        assert not unreadable(p.app), p.where


async def test_every_page_and_question(served: Served, sit: Sit) -> None:
    async with sit("Ada", size=(120, 40)) as p:
        await p.shows("Welcome, Ada")
        await look(p)
        await asyncio.to_thread(lambda: served.lead("admit", person=p.app.line.part("me")["person"], seat="anvers"))
        await asyncio.to_thread(served.phase, "caucus")
        await p.read()
        await asyncio.to_thread(lambda: served.lead("whisper", to="anvers", text="Ask Dorn about its ships."))
        await p.shows("Talk +1")
        await look(p)
        for key in ("6", "7", "8"):
            await p.press(key)
            await look(p)
            await p.press("q")
        await p.press("r")
        await look(p)
        await p.press("enter")
        await look(p)
        await p.press("escape", "c", "enter", "enter")
        await p.shows("✓ Your seat has committed")
        await look(p)
        await asyncio.to_thread(lambda: served.lead("resolve"))
        await p.at("Resolution")
        await look(p)
        await p.press("enter")
        await asyncio.to_thread(lambda: served.lead("end"))
        await asyncio.to_thread(lambda: served.lead("declassify"))
        await p.at("ClassEnd")
        await p.until_so(lambda: p.app.line.part("end").get("members"))
        await look(p)
