"""The protocol of docs/protocol.md over one class, as an ASGI application."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from tabletop import __version__
from tabletop.errors import TabletopError
from tabletop.host.room.errors import ClassError
from tabletop.host.server.guard import App, Guard, Names, error_body
from tabletop.host.server.limits import Limits
from tabletop.host.server.line import Lines
from tabletop.host.server.live import Hub, encode, pushed, tag_of
from tabletop.host.server.messages import About, Join, parsed, read
from tabletop.host.server.pages import NAMED, Page, read_pages
from tabletop.host.server.rates import Buckets, whole_seconds
from tabletop.host.server.turnstile import Busy, Turnstile

if TYPE_CHECKING:
    from tabletop.host.room import Classroom, Person

_PACK_FROM = 1400
"""Bytes that fit one network packet are not compressed."""


class Service:
    """What the routes share: the class, its turnstile, its live connections and everybody's buckets."""

    def __init__(
        self,
        classroom: Classroom,
        *,
        limits: Limits | None = None,
        names: Iterable[str] = (),
        pages: dict[str, Page] | None = None,
    ) -> None:
        self.classroom = classroom
        self.limits = limits or Limits()
        self.names = Names(names)
        self.pages = read_pages() if pages is None else pages
        self.hub = Hub(classroom, self.limits)
        self.turnstile = Turnstile(classroom, self.hub, self.limits)
        self.wrong_codes = Buckets(self.limits.wrong_codes)
        self.joins = Buckets(self.limits.joins)
        self.verbs = Buckets(self.limits.verbs)
        self.asks = Buckets(self.limits.asks)
        self.states = Buckets(self.limits.states)
        self.hellos = Buckets(self.limits.hellos)
        self.strangers = Buckets(self.limits.strangers)
        self.door: Callable[[], dict[str, str]] = dict
        """What the room screen shows of the way in: address and picture. The class does not know where it lies."""

    def start(self) -> None:
        """Begin to answer; inside a running event loop."""
        self.turnstile.start()
        self.hub.start(self.turnstile.wake)

    async def stop(self) -> None:
        """Say goodbye to everybody, and finish what waits."""
        self.hub.end_all("closing")
        await self.turnstile.stop()


def create_app(service: Service) -> App:
    """The application, guarded."""
    routes = _Routes(service)
    own = [Route(path, routes.page, methods=["GET"]) for path in NAMED]
    app = Starlette(
        routes=[
            # Looked through in this order: first what a whole class asks at once.
            Route("/api/do", routes.do, methods=["POST"]),
            WebSocketRoute("/api/live", Lines(service).live),
            Route("/api/ask", routes.ask, methods=["POST"]),
            Route("/api/state", routes.state, methods=["GET"]),
            Route("/api/join", routes.join, methods=["POST"]),
            Route("/api", routes.about, methods=["GET"]),
            Route("/web/{name}", routes.file, methods=["GET"]),
            *own,
        ],
        exception_handlers={404: _no_such_place, 405: _no_such_way},
    )
    app.router.redirect_slashes = False
    return Guard(app, service.names)


class Refused(Exception):
    """An answer that ends the work on a request."""

    def __init__(self, status: int, message: str, next_step: str = "", wait: float = 0.0) -> None:
        super().__init__(message)
        headers = {"retry-after": str(whole_seconds(wait))} if wait else {}
        if status in (408, 413):
            headers["connection"] = "close"
        self.answer = _json(error_body(message, next_step), status, headers)


def _json(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(body, status, headers, media_type="application/json")


async def _no_such_place(request: Any, error: Exception) -> Response:
    return _json(error_body("There is nothing here.", "Open the address that the facilitator shows."), 404)


async def _no_such_way(request: Any, error: Exception) -> Response:
    headers = getattr(error, "headers", None)
    return _json(error_body("That is not asked in this way.", "See docs/protocol.md."), 405, dict(headers or {}))


def _address(request: Any) -> str:
    return request.client.host if request.client else ""


class _Routes:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._class = service.classroom
        self._limits = service.limits

    # ---- pages

    async def page(self, request: Request) -> Response:
        return self._file(request, NAMED[request.url.path])

    async def file(self, request: Request) -> Response:
        return self._file(request, request.path_params["name"])

    def _file(self, request: Request, name: str) -> Response:
        page = self._service.pages.get(name)
        if page is None:
            return _json(error_body("There is no such page.", "Open the address that the facilitator shows."), 404)
        headers = {"etag": page.tag, "vary": "Accept-Encoding", "cache-control": "no-cache"}
        if request.headers.get("if-none-match") == page.tag:
            return Response(status_code=304, headers=headers)
        if page.packed is not None and _takes_gzip(request):
            headers["content-encoding"] = "gzip"
            return Response(page.packed, headers={**headers, "content-type": page.kind})
        return Response(page.body, headers={**headers, "content-type": page.kind})

    # ---- the protocol

    async def about(self, request: Request) -> Response:
        about = About(program=f"tabletop {__version__}", title=self._class.campaign.title)
        return _json(about.model_dump_json().encode())

    async def join(self, request: Request) -> Response:
        return await self._answer(self._join, request)

    async def do(self, request: Request) -> Response:
        return await self._answer(self._do, request)

    async def ask(self, request: Request) -> Response:
        return await self._answer(self._ask, request)

    async def state(self, request: Request) -> Response:
        return await self._answer(self._state, request)

    async def _answer(self, work: Callable[[Request], Any], request: Request) -> Response:
        try:
            found: Response = await work(request)
            return found
        except Refused as refused:
            return refused.answer
        except Busy as busy:
            return _json(error_body(busy.message, busy.next_step), 503, {"retry-after": "1"})
        except ClassError as error:
            return _json(error_body(error.message, error.next_step), error.status)
        except TabletopError as error:
            return _json(error_body(error.message, error.next_step), 409)
        except ClientDisconnect:
            return Response(status_code=400)

    async def _join(self, request: Request) -> Response:
        address = _address(request)
        service = self._service
        body = await self._body(request, self._limits.join_body)
        # Who has tried too many wrong codes is not told whether this one is right.
        self._paced(service.wrong_codes.wait(address), "Too many wrong codes came from here.")
        self._paced(service.joins.take(address), "Too many people join at once.")
        wish = read(Join, body)
        try:
            person, token = await service.turnstile.call(lambda: self._class.join(wish.code, wish.name, wish.wants))
        except ClassError as error:
            if error.status in (401, 403, 404):
                service.wrong_codes.take(address)
            raise
        me = await service.turnstile.call(lambda: self._class.state(person).get("me", {}))
        return _json(encode({"token": token, "person": me}).encode())

    async def _do(self, request: Request) -> Response:
        person = self._person(request)
        body = await self._body(request, self._limits.body)
        self._paced(self._pace(self._service.verbs, person), "That was very much at once.")
        answer = await self._service.turnstile.do(person, parsed(body))
        return _json(encode(answer).encode())

    async def _ask(self, request: Request) -> Response:
        person = self._person(request)
        body = await self._body(request, self._limits.body)
        self._paced(self._pace(self._service.asks, person), "That was very much at once.")
        question = parsed(body)
        if question.get("ask") == "door" and person.admitted and person.role in ("facilitator", "room"):
            return self._packed(request, encode({"ok": True, **self._service.door()}).encode(), {})
        answer = await self._service.turnstile.ask(person, question)
        return self._packed(request, encode(answer).encode(), {})

    async def _state(self, request: Request) -> Response:
        person = self._person(request)
        self._paced(self._pace(self._service.states, person), "That was very much at once.")

        # Who gets no live connection through is here all the same.
        fresh = self._service.hub.polled(person, time.monotonic())

        def made() -> tuple[str, str]:
            if fresh:
                self._class.here(person)
            parts = self._class.parts_of(person)
            tag = tag_of(self._class.epoch, person.id, {name: part.mark for name, part in parts.items()})
            texts = [f"{encode(name)}:{part.text}" for name, part in parts.items()]
            return pushed(self._class.epoch, self._class.version, texts), tag

        text, tag = await self._service.turnstile.call(made)
        headers = {"etag": tag, "vary": "Authorization, Accept-Encoding"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return self._packed(request, text.encode(), headers)

    # ---- what all of them need

    def _person(self, request: Request) -> Person:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        person = self._class.person(token.strip()) if scheme.lower() == "bearer" and len(token) <= 200 else None
        if person is None:
            self._paced(self._service.strangers.take(_address(request)), "Too much was asked without a place.")
            raise Refused(401, "You have no place in this class, or it was taken back.", "Join again with the code.")
        return person

    def _pace(self, buckets: Buckets, person: Person) -> float:
        return buckets.take(person.id, share=0.1 if person.role == "facilitator" else 1.0)

    def _paced(self, wait: float, message: str) -> None:
        if wait:
            raise Refused(429, message, f"Try again in {whole_seconds(wait)} s.", wait)

    async def _body(self, request: Request, most: int) -> bytes:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refused(415, "The message is not marked as JSON.", "Send Content-Type: application/json.")
        told = request.headers.get("content-length", "0")
        if not told.isascii() or not told.isdigit() or int(told[:12]) > most:
            raise Refused(413, "The message is too long.", f"At most {most} bytes.")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise Refused(413, "The message is too long.", f"At most {most} bytes.")
        return bytes(body)

    def _packed(self, request: Request, body: bytes, headers: dict[str, str]) -> Response:
        if len(body) >= _PACK_FROM and _takes_gzip(request):
            packed = gzip.compress(body, 4, mtime=0)
            return _json(packed, 200, {**headers, "content-encoding": "gzip"})
        return _json(body, 200, headers)


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")
