"""A class as it is: a real host, six teams in six browsers and a room screen, with reloads, gaps and a fallen host."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.host.web.conftest import LAPTOP, PHONE
from tests.host.web.scenes import view
from tests.host.web.stage import until

from tabletop.content import load_campaign
from tabletop.host.room import Classroom, Plan
from tabletop.host.server.hosting import Host
from tabletop.session import Store

NAMES = ("Ada", "Bo", "Cy", "Dee", "Eli", "Fay")
WAYS = ("multilateral", "confidence", "track2", "multilateral", "hold", "multilateral")


class Served:
    """A class on this machine that can be stopped and goes on at the same address."""

    def __init__(self, root: Path, home: Path) -> None:
        self.store = Store(home)
        content = load_campaign(root / "campaigns" / "north-atlantic")
        self.room = Classroom.new(content, seed=11, plan=Plan.timetable(45), store=self.store, now=time.time)
        self.serial = 0
        self._host(0)
        self.lead("settings", open_door=True)

    def _host(self, port: int) -> None:
        self.host = Host(self.room, port=port)
        self.host.start()

    def lead(self, verb: str, **fields: Any) -> Any:
        self.serial += 1
        request = {"id": f"lead-{self.serial}-{self.room.epoch}", "verb": verb, "group": 1, **fields}
        return self.host.submit(self.room.facilitator, request).result(10)

    def to(self, phase: str) -> None:
        for _ in range(8):
            if self.room.groups[0].clock.phase == phase:
                return
            self.lead("phase")
        raise AssertionError(f"{phase} never came")

    def fall(self) -> None:
        """The host stops, and comes back a moment later from what is on the disk."""
        name, port = self.room.name, self.host.port
        self.host.stop()
        self.room = Classroom.resume(name, store=self.store, now=time.time)
        self._host(port)


@pytest.fixture
def served(root: Path, tmp_path: Path) -> Iterator[Served]:
    found = Served(root, tmp_path)
    yield found
    found.host.stop()


def join(context: Any, served: Served, name: str, wants: str = "player") -> Any:
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(f"{served.host.address()}/?c={served.room.code}")
    page.check(f"input[value={wants}]")
    if wants != "room":
        page.fill("#name", name)
    page.click("button[type=submit]")
    page.wait_for_url("**/room" if wants == "room" else "**/seat")
    page.wait_for_selector("text=Connected")
    return page


def choose(page: Any, way: str) -> None:
    view(page, "choose")
    if page.locator("input[name=card]").count():
        page.check("input[name=card] >> nth=0")
    if page.locator(f"input[value={way}]").count() == 0:
        way = "hold"
    page.check(f"input[value={way}]")
    if way != "hold":
        page.wait_for_selector(".chance")


def commit(page: Any) -> None:
    page.click(".bottom button.main")
    page.click("dialog button.main")


@pytest.mark.long
def test_six_teams_play_in_browsers(context: Any, served: Served, scale: Callable[[int, int], int]) -> None:
    contexts = [context(LAPTOP if number % 3 == 2 else PHONE, dark=bool(number % 2)) for number in range(6)]
    pages = [join(own, served, name) for own, name in zip(contexts, NAMES, strict=True)]
    screen = join(context(LAPTOP), served, "", "room")
    screen.wait_for_selector("text=1 person")
    assert screen.inner_text(".code") == served.room.code
    until(screen, "document.querySelector('img.qr')?.complete && document.querySelector('img.qr').naturalWidth > 0")
    served.to("caucus")
    _talk(pages)
    # In the second turn the host falls.
    turns = scale(2, 30)
    for turn in range(1, turns + 1):
        served.to("commit")
        _turn(served, contexts, pages, screen, turn)
        served.to("discuss")
        for page in pages:
            view(page, "now")
            page.wait_for_selector(f"h2:has-text('What happened in turn {turn}')")
        if served.room.groups[0].game.over:
            break
    if not served.room.groups[0].game.over:
        served.lead("end")
    served.lead("declassify")
    for page in pages:
        view(page, "now")
        page.wait_for_selector("h2:has-text('Declassified')")
        assert not page.faults
    assert not screen.faults
    said = [message.text for message in served.room.groups[0].talk.messages if message.kind == "message"]
    assert said.count("Who comes to the summit?") == 1
    assert said.count("Written in a tunnel.") == 1


def _talk(pages: list[Any]) -> None:
    view(pages[0], "talk")
    pages[0].fill("#say-text", "Who comes to the summit?")
    pages[0].click("button:has-text('Send')")
    for page in pages:
        view(page, "talk")
        page.wait_for_selector("li.message:has-text('Who comes to the summit?')")
    pages[1].click("text=Put a proposal forward")
    pages[1].fill("#propose-title", "One voice in public")
    pages[1].check("input[value=silence]")
    pages[1].click("button:has-text('Propose')")
    pages[2].click("button:has-text('Co-sign')")
    pages[3].click("button:has-text('Break the silence')")
    pages[3].click("dialog button.main")
    for page in pages:
        page.wait_for_selector("text=silence broken")


def _turn(served: Served, contexts: list[Any], pages: list[Any], screen: Any, turn: int) -> None:
    """All six commit: one after a reload, one through a gap in its network, one while the host falls."""
    for page, way in zip(pages, WAYS, strict=True):
        page.wait_for_selector("#head >> text=Commit")
        choose(page, way)
    commit(pages[0])
    screen.wait_for_selector("li.done")
    assert "Multilateral" not in screen.inner_text("main")
    pages[1].reload()
    pages[1].wait_for_selector("text=Connected")
    view(pages[1], "choose")
    until(pages[1], "document.querySelectorAll('input[name=strategy]:checked').length === 1")
    commit(pages[1])
    contexts[2].set_offline(True)
    commit(pages[2])
    if turn == 1:
        view(pages[2], "talk")
        pages[2].fill("#say-text", "Written in a tunnel.")
        pages[2].click("button:has-text('Send')")
    pages[2].wait_for_timeout(300)
    contexts[2].set_offline(False)
    if turn == 2:
        served.fall()
    for page in pages[3:5]:
        commit(page)
    for number in (0, 1, 2, 3, 4):
        view(pages[number], "choose")
        pages[number].wait_for_selector(".sealed, h2:has-text('Choose'):not(:has-text('turn'))")
    assert "Waiting for" in pages[0].inner_text(".sealed")
    commit(pages[5])
    for page in pages:
        page.wait_for_selector("#head >> text=/Resolve|Discuss/")
