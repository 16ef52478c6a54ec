"""A class of many programs: a host in a process of its own, and people who join, follow and do things at once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tabletop.content import load_campaign
from tabletop.host.room import Classroom
from tabletop.host.server.hosting import Host
from tabletop.host.server.limits import Limits, Rate
from tabletop.session import Store

KEY = re.compile(r"Facilitator's key .*: (\S+)")
CODE = re.compile(r"^ +Code +(\S+)$", re.MULTILINE)
OPEN = re.compile(r"^ +Open +http://127\.0\.0\.1:(\d+)$", re.MULTILINE)
CLASS = re.compile(r"^ +Class: +(\S+)$", re.MULTILINE)


class HostProcess:
    """`tabletop host … --no-console` on this machine only."""

    def __init__(self, home: Path, *words: str, port: int = 0) -> None:
        self.home = home
        command = [sys.executable, "-m", "tabletop", "host", *words]
        command += ["--no-console", "--bind", "127.0.0.1", "--port", str(port)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TABLETOP_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        )
        said = ""
        assert self.process.stdout is not None
        while "Ctrl-C" not in said:
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError(f"the host did not start: {said}")
            said += line
        self.said = said
        self.key, self.code = self._found(KEY), self._found(CODE)
        self.port, self.name = int(self._found(OPEN)), self._found(CLASS)

    def _found(self, pattern: re.Pattern[str]) -> str:
        found = pattern.search(self.said)
        assert found is not None, self.said
        return found[1]

    def kill(self) -> None:
        """No goodbye: as when the power goes."""
        self.process.kill()
        self._gone()

    def stop(self) -> None:
        self.process.terminate()
        self._gone()

    def _gone(self) -> None:
        self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def memory(self) -> float:
        """The most megabytes it has had."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        return 0.0


class HostHere:
    """A host in this process, with a real class and bounds that a crawler does not meet."""

    def __init__(self, home: Path, *, open_door: bool = False, **more: Any) -> None:
        campaign = load_campaign("halcyon")
        room = Classroom.new(campaign, seed=7, store=Store(home / "sessions"), now=time.time, **more)
        if open_door:
            room.do(room.facilitator, {"verb": "settings", "open_door": True})
        wide = Rate(1e6, 1e6)
        self.host = Host(room, port=0, limits=Limits(verbs=wide, asks=wide, states=wide, joins=wide, strangers=wide))
        self.host.start()
        self.key, self.code, self.port, self.name = room.facilitator_token, room.code, self.host.port, room.name

    def stop(self) -> None:
        self.host.stop()


@dataclass
class Refusal(Exception):
    status: int
    told: Any


@dataclass
class Person:
    """Somebody with a connection for questions and a live one."""

    port: int
    token: str = ""
    name: str = ""
    source: str = "127.0.0.1"
    parts: dict[str, Any] = field(default_factory=dict)
    seen: list[tuple[int, int]] = field(default_factory=list)
    """(epoch, version) of every push, in the order they came."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    back: list[float] = field(default_factory=list)
    """When a live connection was up again."""
    tried: list[float] = field(default_factory=list)
    """When one was asked for."""
    _http: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One request; raises `Refusal`, or `ConnectionError` when the host is gone."""
        kept = self._http is not None
        try:
            return await self._ask(method, path, body)
        except ConnectionError:
            if not kept:
                raise
            return await self._ask(method, path, body)  # the host had closed the idle connection

    async def _ask(self, method: str, path: str, body: Any) -> Any:
        try:
            if self._http is None or self._http[0].at_eof() or self._http[1].is_closing():
                self.hang_up()
                self._http = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.source, 0))
            reader, writer = self._http
            data = b"" if body is None else json.dumps(body).encode()
            writer.write(
                f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n".encode()
                + data
            )
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = re.search(r"content-length: (\d+)", head)
            answer = json.loads(await reader.readexactly(int(length[1]) if length else 0) or b"null")
        except (OSError, asyncio.IncompleteReadError) as error:
            self.hang_up()
            raise ConnectionError from error
        status = int(head.split(" ", 2)[1])
        if status != 200:
            raise Refusal(status, answer)
        return answer

    async def do(self, verb: str, **fields: Any) -> Any:
        return await self.ask("POST", "/api/do", {"id": secrets.token_hex(8), "verb": verb, **fields})

    async def join(self, code: str, wants: str = "player") -> None:
        wish = {"code": code, "name": self.name or "Somebody", "wants": wants}
        self.token = (await self.ask("POST", "/api/join", wish))["token"]

    async def follow(self) -> None:
        """Hold a live connection, and come back whenever it breaks, until cancelled."""
        while True:
            self.tried.append(time.monotonic())
            with contextlib.suppress(OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                async with connect(
                    f"ws://127.0.0.1:{self.port}/api/live",
                    compression=None,
                    local_addr=(self.source, 0),
                    max_size=None,
                    open_timeout=30,
                    ping_interval=None,
                    close_timeout=1,
                ) as socket:
                    await self._read(socket)
            await asyncio.sleep(0.3)

    async def _read(self, socket: ClientConnection) -> None:
        await socket.send(json.dumps({"token": self.token}))
        first = True
        async for text in socket:
            message = json.loads(text)
            if message["kind"] != "state":
                continue
            if first:
                self.back.append(time.monotonic())
                first = False
            self.seen.append((message["epoch"], message["version"]))
            for name, part in message["parts"].items():
                if part is None:
                    self.parts.pop(name, None)
                else:
                    self.parts[name] = part
            self.changed.set()

    async def until(self, happened: Callable[[Person], Any], seconds: float = 60) -> float:
        """Wait until the parts are so; returns the moment when they were."""
        async with asyncio.timeout(seconds):
            while not happened(self):
                self.changed.clear()
                await self.changed.wait()
        return time.perf_counter()

    def hang_up(self) -> None:
        if self._http is not None:
            self._http[1].transport.abort()
            self._http = None

    @property
    def turn(self) -> int:
        return int(self.parts.get("board", {}).get("turn", 0))

    @property
    def speaks(self) -> bool:
        return bool(self.parts.get("me", {}).get("speaker"))


class Crowd:
    """A facilitator and many people."""

    def __init__(self, host: HostProcess | HostHere) -> None:
        self.host = host
        self.lead = Person(host.port, host.key)
        self.people: list[Person] = []
        self.guests: list[Person] = []
        """Whoever else came: hung up when the crowd leaves."""
        self._following: list[asyncio.Task[None]] = []

    async def gather(self, count: int, *, groups: int = 1) -> None:
        """People join, are put into groups and seats in turn, and hold a live connection."""
        for start in range(0, count, 40):
            some = [
                Person(self.host.port, name=f"Person {n}", source=f"127.0.{1 + n // 200}.{1 + n % 200}")
                for n in range(start, min(count, start + 40))
            ]
            await asyncio.gather(*(person.join(self.host.code) for person in some))
            self.people += some
        state = await self.lead.ask("GET", "/api/state")
        seats = [row["seat"] for row in state["parts"]["table"]["seats"]]
        for n, person in enumerate(self.people):
            me = (await person.ask("GET", "/api/state"))["parts"]["me"]
            where = {"group": 1 + n % groups, "seat": seats[n // groups % len(seats)]}
            await self.lead.do("admit", person=me["person"], **where)
        self.follow([self.lead, *self.people])
        await asyncio.gather(*(person.until(lambda p: "board" in p.parts) for person in [self.lead, *self.people]))

    def follow(self, people: Iterable[Person]) -> None:
        self._following += [asyncio.create_task(person.follow()) for person in people]

    async def burst(self, turn: int) -> tuple[list[float], list[float]]:
        """Everybody does something at once, and speakers commit: seconds to each answer, and to each sight of the
        next turn."""

        def choice(person: Person) -> dict[str, Any]:
            crises = person.parts["board"]["crises"]
            return (
                {"strategy": "multilateral", "effort": 1, "card": crises[0]["card"]} if crises else {"strategy": "hold"}
            )

        started = time.perf_counter()

        async def act(person: Person) -> float:
            if person.speaks:
                await person.do("commit", turn=turn, choice=choice(person))
            else:
                await person.do("ready")
            return time.perf_counter() - started

        async def see(person: Person) -> float:
            return await person.until(lambda p: p.turn > turn or p.parts["board"].get("over")) - started

        seeing = [asyncio.create_task(see(person)) for person in self.people]
        answers = await asyncio.gather(*(act(person) for person in self.people))
        return list(answers), list(await asyncio.gather(*seeing))

    async def leave(self) -> None:
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)
        for person in [self.lead, *self.people, *self.guests]:
            person.hang_up()


def never_back(person: Person) -> bool:
    """No older state after a newer one."""
    return all(before <= after for before, after in zip(person.seen, person.seen[1:], strict=False))
