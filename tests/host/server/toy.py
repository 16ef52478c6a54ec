"""A class without a game, and a client without a browser: for the tests of what lies between them."""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tabletop.host.room.errors import ClassError

PATIENCE = 60.0
"""Seconds to wait for what must come; it comes at once where the machine has nothing else to do."""


class ToyClass:
    """Looks like `tabletop.host.room.Classroom` from the network's side: people add words to a list that all see."""

    campaign = SimpleNamespace(title="Toy")
    code = "K7QM4P"
    epoch = 1

    def __init__(self) -> None:
        self.version = 0
        self.words: list[str] = []
        self.tokens: dict[str, Any] = {}
        self.listeners: list[Callable[[int | None], None]] = []
        self.bursts: list[int] = []
        self.present: set[str] = set()
        self.held: threading.Event | None = None
        """What people do waits for this: a disk that takes its time."""
        self.closed = False

    def join(self, code: str, name: str, wants: str = "player") -> tuple[Any, str]:
        if code != self.code:
            raise ClassError("No class has this code.", "Look again.", status=403)
        person = SimpleNamespace(id=f"p{len(self.tokens) + 1}", name=name, role=wants, group=1, seat="x")
        token = secrets.token_urlsafe(32)
        self.tokens[token] = person
        self._changed()
        return person, token

    def person(self, token: str) -> Any:
        return self.tokens.get(token)

    def do_many(self, work: list[tuple[Any, dict[str, Any]]]) -> list[Any]:
        self.bursts.append(len(work))
        if self.held is not None:
            assert self.held.wait(PATIENCE)
        answers: list[Any] = []
        for person, request in work:
            if request.get("verb") == "say":
                self.words.append(str(request["text"]))
                self._changed()
                answers.append({"ok": True, "version": self.version})
            elif request.get("verb") == "crash":
                raise ZeroDivisionError("a secret value")
            else:
                answers.append(ClassError(f"{person.name} cannot do that.", "Do another thing.", status=403))
        return answers

    def prepare(self, person: Any, request: dict[str, Any]) -> Callable[[], dict[str, Any]]:
        return lambda: {"ok": True, "asked": request, "filler": "x" * 3000}

    def parts_of(self, person: Any) -> dict[str, Any]:
        clock = {"phase": "brief", "left": 600 - time.time() % 600, "now": time.time(), "paused": False}
        data = {"me": {"person": person.id, "name": person.name}, "board": {"words": list(self.words)}, "phase": clock}
        marks = {"me": person.name, "board": len(self.words), "phase": "brief"}
        return {
            name: SimpleNamespace(data=part, mark=marks[name], text=json.dumps(part)) for name, part in data.items()
        }

    def state(self, person: Any) -> dict[str, Any]:
        return {name: part.data for name, part in self.parts_of(person).items()}

    def here(self, person: Any, is_here: bool = True) -> None:
        (self.present.add if is_here else self.present.discard)(person.id)

    def tick(self) -> bool:
        return False

    def listen(self, callback: Callable[[int | None], None]) -> None:
        self.listeners.append(callback)

    def close(self) -> None:
        self.closed = True

    def _changed(self) -> None:
        self.version += 1
        for callback in self.listeners:
            callback(1)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    raw: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Browser:
    """HTTP by hand, so that a test decides every byte."""

    port: int
    source: str = "127.0.0.1"
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Answer:
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        heads: dict[str, str | None] = {"Host": f"127.0.0.1:{self.port}", "Connection": "close", **self.headers}
        if body is not None:
            heads |= {"Content-Type": "application/json", "Content-Length": str(len(data))}
        if self.token:
            heads["Authorization"] = f"Bearer {self.token}"
        heads |= headers or {}
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in heads.items() if value is not None),
        ]
        return await self.raw("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data)

    async def raw(self, data: bytes) -> Answer:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.source, 0))
        received = b""
        try:
            writer.write(data)
            async with asyncio.timeout(PATIENCE):
                while piece := await reader.read(65536):
                    received += piece
        except ConnectionError:
            # The host hung up before it had read all of it: what it had answered until then has come.
            received += bytes(reader._buffer)  # type: ignore[attr-defined]
        finally:
            writer.close()
        return parsed(received)

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, headers=headers)

    async def post(self, path: str, body: Any, **headers: str) -> Answer:
        return await self.ask("POST", path, body, headers)

    async def do(self, verb: str, **fields: Any) -> Answer:
        return await self.post("/api/do", {"id": secrets.token_hex(8), "verb": verb, **fields})

    async def join(self, code: str, name: str = "Ada", wants: str = "player") -> Answer:
        answer = await self.post("/api/join", {"code": code, "name": name, "wants": wants})
        if answer.status == 200:
            self.token = answer.json["token"]
        return answer

    @asynccontextmanager
    async def live(self, hello: Any = None, **more: Any) -> AsyncIterator[ClientConnection]:
        async with connect(
            f"ws://127.0.0.1:{self.port}/api/live", compression=None, local_addr=(self.source, 0), max_size=None, **more
        ) as socket:
            await socket.send(json.dumps({"token": self.token} if hello is None else hello))
            yield socket


def parsed(received: bytes) -> Answer:
    """The pieces of an HTTP answer."""
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if not lines[0]:
        return Answer(0, {}, b"", received)
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(": ")
        headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
    return Answer(int(lines[0].split(" ")[1]), headers, body, received)


async def pushed(socket: ClientConnection, seconds: float = PATIENCE) -> Any:
    """The next message of a live connection."""
    return json.loads(await asyncio.wait_for(socket.recv(), seconds))


async def until(found: Callable[[], Any]) -> Any:
    """Wait until something is so; what it is."""
    end = time.monotonic() + PATIENCE
    while not (value := found()):
        assert time.monotonic() < end, "it did not come"
        await asyncio.sleep(0.01)
    return value
