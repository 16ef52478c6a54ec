"""A seat's screens as text, compared with frames that somebody has looked at (TABLETOP_BLESS=1 writes them)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.host.client.served import Served
from tests.tui.conftest import SIZES, without_frame

from tabletop.tui.keymap import screens

FRAMES = Path(__file__).parent / "frames"
Sit = Callable[..., Any]

KINDS = {
    "Doorstep": "door", "SeatTable": "seat", "SeatHistory": "history", "Pick": "pick", "Write": "write",
    "Messages": "talk", "Proposals": "proposals", "ClassPage": "class", "ClassEnd": "end",
}  # fmt: skip
"""The frame of each screen."""
BASES = {"InClass", "Deeds"}
"""Classes that are never shown themselves."""


async def lead(served: Served, verb: str, **fields: Any) -> dict[str, Any]:
    return await asyncio.to_thread(lambda: served.lead(verb, **fields))


async def phase(served: Served, name: str) -> None:
    await asyncio.to_thread(served.phase, name)


def does(served: Served, token: str, verb: str, **fields: Any) -> Any:
    """Somebody without a screen does something."""
    return served.host.submit(served.room.person(token), {"verb": verb, **fields}).result(20)


def test_every_screen_has_a_frame_at_both_sizes() -> None:
    mine = [screen for screen in screens() if screen.__module__.startswith("tabletop.tui.join.")]
    assert {screen.__name__ for screen in mine} - BASES == set(KINDS)
    assert not without_frame(KINDS.values(), FRAMES)


async def test_the_table_and_the_class(served: Served, sit: Sit, frame: Any, size: str) -> None:
    bo = await asyncio.to_thread(lambda: served.join("Bo", "brill"))
    kim = await asyncio.to_thread(lambda: served.join("Kim", "anvers"))
    async with sit("Ada", size=SIZES[size]) as p:
        await p.shows("The Harbour Pact")
        await p.shows("Welcome, Ada")
        place = p.app.line.door.address.place
        frame(f"door-{size}", p.text().replace(place, "127.0.0.1:8400".rjust(len(place))))
        await lead(served, "admit", person=p.app.line.part("me")["person"], seat="anvers")
        await lead(served, "speaker", person=p.app.line.part("me")["person"])
        await p.at("SeatTable")
        await p.quiet()
        frame(f"seat-lobby-{size}", p.text())
        await phase(served, "caucus")
        await p.read()
        await asyncio.to_thread(does, served, kim, "draft", turn=1, choice={
            "strategy": "track2", "tactic": "interest", "effort": 1, "target": None, "clause": None,
            "card": p.app.sitting.view("").crises[0].card,
        })  # fmt: skip
        await asyncio.to_thread(does, served, bo, "say", to=["anvers"], text="Shall we act together on the wall?")
        await asyncio.to_thread(does, served, bo, "say", to="all", text="Good morning.\nWe have news from the port.")
        await asyncio.to_thread(lambda: served.lead("whisper", to="anvers", text="Ask Dorn about its ships."))
        await asyncio.to_thread(
            lambda: does(served, bo, "propose", title="One voice", text="We speak as one.", rule="silence", minutes=5.0)
        )
        await asyncio.to_thread(does, served, bo, "red_line", text="No troops in the port.")
        await p.until_so(lambda: p.app.line.part("talk").get("red_lines") and p.app.table.unread == 3)
        await p.press("c")
        await p.shows("alone")
        await p.reckoned()
        await p.quiet()
        frame(f"seat-{size}", p.text())
        await p.press("7")
        frame(f"class-{size}", p.text())
        await p.press("q", "6")
        frame(f"talk-{size}", p.text())
        await p.press("enter")
        frame(f"pick-{size}", p.text())
        await p.press("down", "enter", *"Gladly.")
        frame(f"write-{size}", p.text())
        await p.press("escape", "q", "8")
        await p.reckoned()
        await p.quiet()
        frame(f"proposals-{size}", p.text())
        await p.press("q", "enter", "enter")
        await p.shows("✓ Your seat has committed")
        await p.reckoned()
        await p.quiet()
        frame(f"seat-committed-{size}", p.text())
        await asyncio.to_thread(does, served, bo, "commit", turn=1, choice={"strategy": "hold"})
        await lead(served, "phase")
        await p.at("Resolution")
        await p.press("enter")
        await p.at("SeatTable")
        await p.quiet()
        frame(f"seat-resolve-{size}", p.text())
        await p.press("5")
        await p.at("SeatHistory")
        await p.reckoned()
        await p.quiet()
        frame(f"history-{size}", p.text())


async def test_the_end(served: Served, sit: Sit, frame: Any, size: str) -> None:
    async with sit("Ada", "anvers", size=SIZES[size]) as p:
        await p.at("SeatTable")
        while not served.room.groups[0].game.over:
            await phase(served, "commit")
            await lead(served, "resolve")
        await lead(served, "declassify")
        await p.until_so(lambda: p.app.sitting.over)
        await p.read_to_the_end()
        await p.shows("declassified")
        await p.quiet()
        frame(f"end-{size}", p.text())


async def test_an_observer(served: Served, sit: Sit, frame: Any, size: str) -> None:
    async with sit("Eve", wants="observer", size=SIZES[size]) as p:
        await phase(served, "caucus")
        await p.read()
        await p.quiet()
        frame(f"observer-{size}", p.text())
