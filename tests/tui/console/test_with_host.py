"""The console beside a real host: what it does goes through the host's own queue, in the host's own thread."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any

from tests.tui.rest import until_so

from tabletop.host.server.hosting import Host
from tabletop.tui.console.app import ConsoleApp, access_of

Make = Callable[..., Any]


def post(address: str, path: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
    headers = {"content-type": "application/json", **({"authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(address + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


async def until(pilot: Any, true: Callable[[], bool]) -> None:
    await until_so(pilot.app, true, lambda: f"the screen is {pilot.app.screen}")


async def test_people_come_over_the_network_and_are_let_in(room: Make, player: Any, monkeypatch: Any) -> None:
    import time

    made = room()
    made.classroom.now = time.time
    host = Host(made.classroom, port=0)
    host.start()
    try:
        joined = post(host.address(), "/api/join", {"code": "K7QM4P", "name": "Ada", "wants": "player"})
        app = ConsoleApp(access_of(host))
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: bool(app.watching.waiting))
            await pilot.press("A")
            await until(pilot, lambda: bool(app.watching.team("anvers")))
            await pilot.press("n")
            await until(pilot, lambda: app.watching.phase.get("phase") == "brief")
            post(host.address(), "/api/do", {"id": "1", "verb": "raise", "text": "Hello?"}, joined["token"])
            await until(pilot, lambda: app.watching.calls(1) == 1)
            await pilot.press("j")
            await until(pilot, lambda: type(app.screen).__name__ == "DoorPage")
            door = app.access.door()
            assert door.addresses[0] == host.address()
            assert door.code == "K7QM4P"
            await pilot.press("enter", "q")
            await until(pilot, lambda: type(app.screen).__name__ == "Certain")
            await pilot.press("enter")
            await until(pilot, lambda: app._exit)
        assert app.broken is None
    finally:
        host.stop()


async def test_paper_is_written(room: Make, player: Any, tmp_path: Any) -> None:
    made = room()
    host = Host(made.classroom, port=0)
    host.start()
    try:
        access = access_of(host)
        paper = access.paper
        assert paper is not None
        page = await access.call(lambda: paper(1, tmp_path))
        assert "The Harbour Pact" in page.read_text(encoding="utf-8")
    finally:
        host.stop()
