"""Junk, and clients that take for ever: the class goes on."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from tests.host.server.toy import PATIENCE, Browser, ToyClass, pushed, until

from tabletop.host.server.hosting import Host
from tabletop.host.server.limits import Limits

Serve = Callable[..., tuple[Host, Browser]]
JUNK = [
    b"",
    b"\x00" * 600,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x99" * 200,
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST /api/do HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\nzz",
    b"GET /api/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    b"GET /api/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\x05hello",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 4000,
    b"GET /" + b"%00../" * 2000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
]


@asynccontextmanager
async def line_to(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A bare connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def dropped(reader: asyncio.StreamReader, since: float) -> float:
    """Wait until the other side has ended it; how long it bore it."""
    with contextlib.suppress(ConnectionError):
        while await asyncio.wait_for(reader.read(65536), PATIENCE):
            pass
    return time.monotonic() - since


async def test_a_request_that_drips_in_is_cut(serve: Serve) -> None:
    host, browser = serve(limits=Limits(head_seconds=0.6))
    began = time.monotonic()
    async with line_to(host.port) as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\n")

        async def drip() -> None:
            with contextlib.suppress(ConnectionError):
                while True:
                    writer.write(b"X: y\r\n")
                    await writer.drain()
                    await asyncio.sleep(0.05)

        dripping = asyncio.create_task(drip())
        assert await dropped(reader, began) > 0.5, "cut, and not at once"
        dripping.cancel()
    assert (await browser.get("/api")).status == 200


async def test_a_body_that_never_ends_is_cut(serve: Serve) -> None:
    host, browser = serve(limits=Limits(head_seconds=0.6))
    await browser.join(ToyClass.code)
    head = b"POST /api/do HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 400\r\n"
    async with line_to(host.port) as (reader, writer):
        writer.write(head + b"Authorization: Bearer " + browser.token.encode() + b"\r\n\r\n{")
        await dropped(reader, 0)


async def test_the_second_request_on_a_connection_has_a_deadline_too(serve: Serve) -> None:
    host, _ = serve(limits=Limits(head_seconds=0.6))
    async with line_to(host.port) as (reader, writer):
        writer.write(b"GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200" in await reader.readuntil(b"\r\n")
        await asyncio.sleep(0.8)
        began = time.monotonic()
        writer.write(b"GET /api HTTP/1.1\r\n")
        assert await dropped(reader, began) > 0.5, "its own time, counted from when it began"


async def test_a_live_line_without_a_first_message_is_ended(serve: Serve) -> None:
    _, browser = serve(limits=Limits(hello_seconds=0.4))
    await browser.join(ToyClass.code)
    from websockets.asyncio.client import connect

    async with connect(f"ws://127.0.0.1:{browser.port}/api/live") as silent:
        assert (await pushed(silent))["why"] == "slow"


async def test_who_does_not_read_is_cut_and_holds_nobody_up(serve: Serve) -> None:
    host, browser = serve(limits=Limits(stuck_seconds=2))
    await browser.join(ToyClass.code)
    stuck = socket.socket()
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stuck.connect(("127.0.0.1", host.port))
    stuck.sendall(
        b"GET /api/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    hello = b'{"token":"' + browser.token.encode() + b'"}'
    stuck.sendall(b"\x81" + bytes([0x80 | len(hello)]) + b"\0\0\0\0" + hello)
    other = Browser(host.port)
    await other.join(ToyClass.code)
    async with other.live() as line:

        async def read() -> None:
            while len((await pushed(line))["parts"].get("board", {}).get("words", ())) < 30:
                pass

        reading = asyncio.create_task(read())
        for n in range(30):
            assert (await other.do("say", text="x" * 30_000)).status == 200, n
        await reading
        service = host._service
        assert service is not None
        await until(lambda: len(service.hub.lines) < 2)
        assert len(service.hub.lines) == 1, "the one who reads"
    stuck.close()


@pytest.mark.long
async def test_the_class_plays_on_among_junk(serve: Serve, scale: Callable[[int, int], int]) -> None:
    """Thousands of connections that hold their places as long as they may, from the class's own address too."""
    host, browser = serve(limits=Limits(connections=300, head_seconds=3))
    await browser.join(ToyClass.code)
    count = scale(200, 10_000)
    before = open_files()

    def flood() -> None:
        held: deque[socket.socket] = deque()
        for number in range(count):
            source = "127.0.0.1" if number % 2 else "127.0.0.66"
            with contextlib.suppress(OSError):
                line = socket.create_connection(("127.0.0.1", host.port), 10, (source, 0))
                held.append(line)
                line.sendall(JUNK[number % len(JUNK)])
            while len(held) > 400:
                held.popleft().close()
        for line in held:
            line.close()

    async with browser.live() as live:
        flooding = asyncio.create_task(asyncio.to_thread(flood))
        said = 0
        while not flooding.done() or said < 5:
            assert (await browser.do("say", text=f"word {said}")).status == 200
            said += 1
            await asyncio.sleep(0.2)
        await flooding
        words: list[str] = []
        while len(words) < said:
            words = (await pushed(live))["parts"].get("board", {}).get("words", words)
        assert words == [f"word {n}" for n in range(said)]
        newcomer = Browser(host.port)
        assert (await newcomer.join(ToyClass.code, "Late")).status == 200
    service = host._service
    assert service is not None
    await until(lambda: open_files() <= before + 5)  # no connection is left behind


def open_files() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
