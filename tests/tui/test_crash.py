"""When the program itself is at fault: a calm end, a log, and nobody's secrets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tabletop.cli import Exit
from tabletop.cli.crash import report
from tabletop.errors import TabletopError
from tabletop.paths import log_dir
from tabletop.session.desk import Desk
from tabletop.session.wish import Wish
from tabletop.tui.app import TabletopApp
from tabletop.tui.screens.home import Home
from tabletop.tui.screens.opening import Opening

Start = Callable[..., Any]
SECRET = "the-password-is-herring"


def broken_app(where: str) -> TabletopApp:
    """An application that fails on mounting, on a key, in a thread or while drawing."""

    class Broken(Home):
        def on_mount(self) -> None:
            if where == "mount":
                self.fail()
            if where == "thread":
                self.run_worker(self.fail, thread=True, group="broken")
            if where == "timer":
                self.set_timer(0.01, self.fail)

        def action_open(self) -> None:
            self.fail()

        def fail(self) -> None:
            secret = SECRET
            raise ValueError(f"broken {len(secret)}")

    return TabletopApp(Desk(), Broken)


@pytest.mark.parametrize("where", ["mount", "key", "thread", "timer"])
def test_a_crash_is_calm(where: str, capfd: pytest.CaptureFixture[str]) -> None:
    app = broken_app(where)

    async def go() -> None:
        async with app.run_test() as pilot:
            if where == "key":
                await pilot.press("enter")
            await asyncio.wait_for(app._exception_event.wait(), 30)

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(go())
    assert isinstance(app.broken, ValueError)
    assert app.return_code == 1
    out, err = capfd.readouterr()
    assert SECRET not in out + err
    assert "Traceback" not in out + err
    assert report(app.broken) == Exit.PROBLEM
    told = capfd.readouterr().err
    assert told.count("\n") == 1
    assert "Tabletop made a mistake of its own" in told
    (log,) = log_dir().iterdir()
    assert "ValueError" in log.read_text()
    assert SECRET not in log.read_text()


async def test_a_game_that_cannot_be_opened_is_told_on_the_screen(player: Start) -> None:
    async with player(Wish("no-such-campaign")) as p:
        assert "This game cannot be opened." in p.text()
        assert "no-such-campaign" in p.text()


async def test_with_no_screen_to_go_back_to_the_door_tells_it(player: Start) -> None:
    async with player(first=lambda desk: Opening(lambda: desk.begin(Wish("no-such-campaign")), alone=True)) as p:
        assert isinstance(p.app.broken, TabletopError)
        assert p.app.return_code == 1
