"""Before anything is asked of the class: is this request meant for this host, and may a browser have sent it?

A page of somebody else's, open in a browser on the same network, can make that browser send requests here. It cannot
read the answers, cannot set our headers, and has no token; and if its author points a name of his own at this machine
(DNS rebinding), the name is not ours. So: the Host must be ours, the Origin must be the Host, tokens come in a header
only, and every answer, errors too, carries headers that let a page of ours load nothing from elsewhere and be framed by
nobody.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any, Final

from tabletop.errors import TabletopError
from tabletop.host.room.faults import note_fault

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'{live}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
BARE_HEADERS: Final = (
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", POLICY.format(live="").encode()),
    *_ALWAYS,
)
"""For an answer to something that was not even a request."""

_HOST: Final = re.compile(r"(?:\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(?::[0-9]{1,5})?")
_PORTS: Final = {"http": "80", "https": "443"}


class Names:
    """The names and addresses this host answers to.

    Any address in figures is ours, for whoever typed one has reached this machine by it, and rebinding needs a name.
    Names must be known: `localhost`, what the machine is called, and what the facilitator added.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = {"localhost", *(name.lower().rstrip(".") for name in names)}
        self.ours = lru_cache(64)(self._ours)
        """Whether a Host header, with or without a port, names this host."""

    def _ours(self, host: str) -> bool:
        if not _HOST.fullmatch(host):
            return False
        name = _split(host)[0].lower().rstrip(".")
        if name in self.names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _split(host: str) -> tuple[str, str]:
    """Name and port of a Host header; the port is "" where there is none."""
    if host.startswith("["):
        name, _, rest = host[1:].partition("]")
        return name, rest[1:]
    name, _, port = host.partition(":")
    return name, port


def same_place(origin: str, host: str) -> bool:
    """Whether an Origin header names the place that the Host header names."""
    scheme, separator, rest = origin.partition("://")
    if not separator or scheme not in _PORTS or not _HOST.fullmatch(rest):
        return False
    usual = _PORTS[scheme]
    mine, theirs = _split(host.lower()), _split(rest.lower())
    return (mine[0], mine[1] or usual) == (theirs[0], theirs[1] or usual)


def error_body(message: str, next_step: str = "") -> bytes:
    """An error as the protocol writes it."""
    body = {"ok": False, "error": {"message": message, "next": next_step}}
    return json.dumps(body, ensure_ascii=False).encode()


class Guard:
    """The outermost layer: headers for every answer, refusals before anything is read, and calm words for our own
    faults.
    """

    def __init__(self, app: App, names: Names) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        host, refusal = self._looked_at(scope)
        begun = False

        async def dressed(message: Message) -> None:
            nonlocal begun
            if message["type"] in ("http.response.start", "websocket.http.response.start", "websocket.accept"):
                begun = True
                message["headers"] = [*message.get("headers", ()), *headers_for(scope, host)]
            await send(message)

        if refusal is not None:
            await answer(scope, dressed, *refusal)
            return
        try:
            await self.app(scope, receive, dressed)
        except TabletopError as error:
            await self._sorry(scope, dressed, begun, 409, error.message, error.next_step)
        except Exception as error:
            note_fault(error, f"answering {scope['path'][:80]}")
            await self._sorry(
                scope, dressed, begun, 500, "The host has made a mistake.", "Try again; the class goes on."
            )

    async def _sorry(self, scope: Scope, send: Send, begun: bool, status: int, message: str, next_step: str) -> None:
        if not begun:
            await answer(scope, send, status, message, next_step)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1011})

    def _looked_at(self, scope: Scope) -> tuple[str, tuple[int, str, str] | None]:
        found: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            found.setdefault(name, []).append(value)
        hosts = found.get(b"host", [])
        host = hosts[0].decode("latin-1") if len(hosts) == 1 else ""
        if not self.names.ours(host):
            return "", (421, "This host does not go by that name.", "Use the address that the facilitator shows.")
        for origin in found.get(b"origin", []):
            if not same_place(origin.decode("latin-1"), host):
                return host, (403, "A page from elsewhere asked this.", "Open the class's own page.")
        if found.get(b"sec-fetch-site", [b"none"])[-1] == b"cross-site" and not _is_page(scope):
            return host, (403, "A page from elsewhere asked this.", "Open the class's own page.")
        return host, None


def _is_page(scope: Scope) -> bool:
    """A page that a link elsewhere may lead to, as the picture with the join address does."""
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and not scope["path"].startswith("/api/")


def headers_for(scope: Scope, host: str) -> list[tuple[bytes, bytes]]:
    """What every answer carries."""
    # Older Safari does not count its own host's WebSocket as 'self'; the host has been checked, so it may be named.
    live = f" ws://{host} wss://{host}" if host else ""
    headers = [(b"content-security-policy", POLICY.format(live=live).encode()), *_ALWAYS]
    if not scope["path"].startswith("/web/"):
        headers.append((b"cache-control", b"no-store"))
    return headers


async def answer(scope: Scope, send: Send, status: int, message: str, next_step: str, wait: int = 0) -> None:
    """Refuse a request or a WebSocket's opening, in the protocol's words."""
    body = error_body(message, next_step)
    kind = "websocket.http.response" if scope["type"] == "websocket" else "http.response"
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if wait:
        headers.append((b"retry-after", str(wait).encode()))
    if status in (413, 421):
        headers.append((b"connection", b"close"))
    await send({"type": f"{kind}.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.body", "body": body})
