"""A real class on 127.0.0.1, in this process, that can be stopped and go on; its clock stands until it is set."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.host.room.kit import Clock

from tabletop.content import load_campaign
from tabletop.host.client import Address, Door, Line
from tabletop.host.room import Classroom, Plan
from tabletop.host.server.hosting import Host
from tabletop.session import Store

LIBRARY = Path(__file__).resolve().parents[2] / "tui" / "library"


class Served:
    """The class and its host; `line(name)` is somebody's line."""

    def __init__(self, store: Store, campaign: str = "harbour", certificate: Any = None, **given: Any) -> None:
        self.clock, self.store, self.certificate = Clock(), store, certificate
        found = load_campaign(campaign, library=(LIBRARY,))
        given = {"level": "full", "seed": 11, "plan": Plan.timetable(90), **given}
        self.room = Classroom.new(found, store=store, now=self.clock, **given)
        self.name = self.room.name
        self.host = self._host(0)
        self.lines: list[Line] = []

    def _host(self, port: int) -> Host:
        host = Host(self.room, port=port, certificate=self.certificate)
        host.start()
        return host

    @property
    def address(self) -> Address:
        return Address("127.0.0.1", self.host.port)

    def lead(self, verb: str, **fields: Any) -> dict[str, Any]:
        return self.host.submit(self.room.facilitator, {"verb": verb, **fields}).result(60)

    def join(self, name: str, seat: str = "", wants: str = "player") -> str:
        """Somebody's token."""
        person, token = self.host.call(lambda: self.room.join(self.room.code, name, wants)).result(60)
        if seat or wants != "player":
            self.lead("admit", person=person.id, **({"seat": seat} if seat else {}))
        return str(token)

    def line(self, token: str, heard: Callable[[frozenset[str]], None] = lambda _: None) -> Line:
        line = Line(Door(self.address), token, heard)
        self.lines.append(line)
        line.start()
        return line

    def phase(self, name: str) -> None:
        while self.room.groups[0].clock.phase != name:
            self.lead("phase")

    def stop(self) -> None:
        self.host.stop()

    def again(self) -> None:
        """The class goes on, on the same port."""
        port = self.host.port
        self.stop()
        self.room = Classroom.resume(self.name, store=self.store, library=(LIBRARY,), now=self.clock)
        self.host = self._host(port)

    def close(self) -> None:
        for line in self.lines:
            line.close()
        self.stop()


@contextmanager
def serving(store: Store, **given: Any) -> Iterator[Served]:
    served = Served(store, **given)
    try:
        yield served
    finally:
        served.close()


def until(found: Callable[[], Any], seconds: float = 60.0) -> Any:
    """Wait until something is so; what it is."""
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end, "it did not come in time"
        time.sleep(0.01)
    return value
