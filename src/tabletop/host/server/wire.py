"""The two protocols of a connection, with the deadlines that uvicorn leaves out.

uvicorn closes a connection that is idle between two requests. It does not close one that sends a request's headers a
byte a minute, nor one that never reads its answer. Here a request must be whole by a deadline, an answer must be read
by one, and when all places are taken the oldest connection that has asked nothing yet makes room: so junk cannot keep a
class out.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.http11 import Request

from tabletop.host.server.guard import BARE_HEADERS
from tabletop.host.server.limits import Limits


class Places:
    """Who sits on the host's connections: the silent and the idle can be asked to leave, the busy cannot."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.silent: dict[Connection | LiveConnection, None] = {}
        """Has not asked anything yet, oldest first."""
        self.idle: dict[Connection | LiveConnection, None] = {}
        """Asked before, and is kept open."""
        self.busy: dict[Any, None] = {}

    def __len__(self) -> int:
        return len(self.silent) + len(self.idle) + len(self.busy)

    def come(self, connection: Connection | LiveConnection) -> bool:
        """Give a place, at the cost of who needs its own least; False when everybody is busy."""
        if len(self) >= self.most:
            leaving = next(iter(self.silent), None) or next(iter(self.idle), None)
            if leaving is None:
                return False
            self.leave(leaving)
            leaving.drop()
        self.silent[connection] = None
        return True

    def leave(self, connection: Any) -> None:
        for places in (self.silent, self.idle, self.busy):
            places.pop(connection, None)

    def begins(self, connection: Any) -> None:
        self.leave(connection)
        self.busy[connection] = None

    def rests(self, connection: Connection) -> None:
        self.leave(connection)
        self.idle[connection] = None


class Connection(H11Protocol):
    """HTTP/1.1 with a deadline for each request and each answer."""

    limits: Limits
    places: Places

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._deadline: asyncio.TimerHandle | None = None
        self._taken = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _forget_the_unread(transport, self.limits.stuck_seconds)
        self._taken = self.places.come(self)
        if not self._taken:
            self.drop()
            return
        self._expect(self.limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect(None)
        self.places.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._taken:
            return
        if self in self.places.idle:
            # The first byte of a next request: uvicorn stops its own clock here, and ours begins.
            self.places.leave(self)
            self.places.silent[self] = None
            self._expect(self.limits.head_seconds)
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body:
            self._expect(self.limits.answer_seconds)

    def handle_events(self) -> None:
        super().handle_events()
        if self.cycle is not None and not self.cycle.response_complete and self._taken:
            self.places.begins(self)
            if self._deadline is None:  # it came in one piece with the request before it
                self._expect(self.limits.answer_seconds)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._expect(None)
        self.places.leave(self)
        self._taken = False
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        if self._taken and not self.transport.is_closing():
            self._expect(None)
            self.places.rests(self)
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Not HTTP: one short answer with the usual headers, and the end of it."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.drop()
            return
        body = b"This is no HTTP request that can be read.\n"
        headers = [*BARE_HEADERS, (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
        self.transport.write(self.conn.send(h11.Response(status_code=400, headers=headers, reason=b"Bad Request")))
        self.transport.write(self.conn.send(h11.Data(data=body)))
        self.transport.write(self.conn.send(h11.EndOfMessage()))
        self.transport.close()
        self._expect(self.limits.stuck_seconds)

    def drop(self) -> None:
        """End it at once, without waiting for the other side to read."""
        self._expect(None)
        self.transport.abort()

    def _expect(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self.drop)


class LiveConnection(WebSocketsSansIOProtocol):
    """A WebSocket that is cut when its client does not read, for a closed transport would wait for it for ever."""

    limits: Limits
    places: Places

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._stuck: asyncio.TimerHandle | None = None
        if not self.places.come(self):
            self.drop()

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["state"]["proven"] = self.proven

    def proven(self) -> None:
        """Somebody of the class is on this line: it keeps its place."""
        if self in self.places.silent:
            self.places.begins(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._watch(False)
        self.places.leave(self)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch(True)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._watch(False)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._watch(True)

    def drop(self) -> None:
        """End it at once."""
        self._watch(False)
        self.transport.abort()

    def _watch(self, on: bool) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
        self._stuck = self.loop.call_later(self.limits.stuck_seconds, self.drop) if on else None


def _forget_the_unread(transport: asyncio.Transport, seconds: float) -> None:
    """Let the system cut who reads nothing, also after our side has closed; where it can (Linux)."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    connected = transport.get_extra_info("socket")
    if option is not None and connected is not None:
        with contextlib.suppress(OSError):
            connected.setsockopt(socket.IPPROTO_TCP, option, int(seconds * 1000))


def protocols(limits: Limits) -> tuple[type[Connection], type[LiveConnection], Places]:
    """The two protocol classes of one host, which share its places."""
    places = Places(limits.connections)
    http = type("Connection", (Connection,), {"limits": limits, "places": places})
    live = type("LiveConnection", (LiveConnection,), {"limits": limits, "places": places})
    return http, live, places
