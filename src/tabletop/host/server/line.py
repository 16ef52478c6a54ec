"""WS /api/live: one live connection from its first message to its goodbye."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING

from starlette.websockets import WebSocket, WebSocketDisconnect

from tabletop.host.room.errors import ClassError
from tabletop.host.server.live import BYES, Line, encode
from tabletop.host.server.messages import Hello, Here, read
from tabletop.host.server.rates import Buckets

if TYPE_CHECKING:
    from tabletop.host.server.app import Service

CODES = {"unclear": 4400, "revoked": 4401, "slow": 4408, "windows": 4409, "flood": 4429, "closing": 1012, "lost": 1011}
"""The WebSocket's closing code for each reason."""


class Lines:
    """The live connections' side of the service."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._number = 0

    async def live(self, socket: WebSocket) -> None:
        """Answer one WebSocket."""
        await socket.accept()
        try:
            line = await self._greeted(socket)
            if line is not None:
                await self._held(socket, line)
        except (WebSocketDisconnect, RuntimeError):
            return  # gone, at whatever moment: there is nobody to tell

    async def _greeted(self, socket: WebSocket) -> Line | None:
        service = self._service
        try:
            async with asyncio.timeout(service.limits.hello_seconds):
                hello = read(Hello, await socket.receive_text())
        except TimeoutError:
            await _goodbye(socket, "slow")
            return None
        except (ClassError, KeyError):  # KeyError: bytes where text belongs
            await _goodbye(socket, "unclear")
            return None
        address = socket.client.host if socket.client else ""
        person = service.classroom.person(hello.token)
        if person is None:
            service.strangers.take(address)
            await _goodbye(socket, "revoked")
            return None
        if service.hellos.take(person.id):
            await _goodbye(socket, "flood")
            return None
        proven = socket.scope.get("state", {}).get("proven")
        if proven is not None:
            proven()
        self._number += 1
        return Line(hello.token, person, socket.send_text, self._number)

    async def _held(self, socket: WebSocket, line: Line) -> None:
        service = self._service
        messages = Buckets(service.limits.hellos)
        await self._presence(line, True)
        service.hub.add(line)
        listening = asyncio.create_task(self._listen(socket, line, messages))
        ending = asyncio.create_task(line.bye.wait())
        try:
            await asyncio.wait({listening, ending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            service.hub.remove(line)
            for task in (listening, ending):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                    await task
            if not service.hub.holds(line.person.id):
                with contextlib.suppress(Exception):
                    await self._presence(line, False)
        if line.bye.is_set():
            await _goodbye(socket, line.why[0])

    async def _listen(self, socket: WebSocket, line: Line, messages: Buckets) -> None:
        classroom = self._service.classroom
        while True:
            try:
                read(Here, await socket.receive_text())
            except (ClassError, KeyError):
                line.end("unclear")
                return
            if messages.take("line"):
                line.end("flood")
                return
            await socket.send_text(encode({"kind": "here", "epoch": classroom.epoch, "version": classroom.version}))

    async def _presence(self, line: Line, here: bool) -> None:
        classroom = self._service.classroom
        await self._service.turnstile.call(lambda: classroom.here(line.person, here))


async def _goodbye(socket: WebSocket, why: str) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_text(json.dumps({"kind": "bye", "why": why, "message": BYES[why]}))
        await socket.close(CODES[why])
