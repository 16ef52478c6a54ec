"""A class on the network, started and stopped: one thread with one event loop, beside whatever the caller does.

The console runs in the same process and does its work through the same queue as everybody's phone, so there is one
order of things in a class, whoever does them.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final, TypeVar

import uvicorn

from tabletop.errors import TabletopError
from tabletop.host.room.faults import log
from tabletop.host.server.app import Service, create_app
from tabletop.host.server.limits import Limits
from tabletop.host.server.reach import own_names
from tabletop.host.server.sockets import KNOCKING, listen
from tabletop.host.server.tls import Certificate
from tabletop.host.server.wire import protocols
from tabletop.paths import log_dir

if TYPE_CHECKING:
    from tabletop.host.room import Classroom, Person

Answer = TypeVar("Answer")

ACCEPTED_AT_ONCE: Final = 64
"""New connections before those that are there are looked at again: else a flood would push out who has just come."""
_START_SECONDS: Final = 20.0
_COLLECT: Final = (20_000, 20, 50)
"""Thresholds of the garbage collector, far apart: a class leaves little behind that goes in circles."""
_SWITCH_SECONDS: Final = 0.001
"""How long the class's thread may keep the interpreter from the network's: Python's own 5 ms would add up in a burst.
"""


class Host:
    """One class, served. `start()` returns when people can join; `stop()` when everything that waited is done."""

    def __init__(
        self,
        classroom: Classroom,
        *,
        addresses: Sequence[str] = ("127.0.0.1",),
        port: int | None = None,
        certificate: Certificate | None = None,
        names: Iterable[str] = (),
        limits: Limits | None = None,
        sockets: Sequence[socket.socket] = (),
    ) -> None:
        """Serve at these addresses, or at `sockets` that listen there already (`listen`)."""
        self.classroom = classroom
        self.addresses = tuple(dict.fromkeys(addresses))
        self.port = sockets[0].getsockname()[1] if sockets else port or 0
        self._wanted = port
        self.certificate = certificate
        self.limits = limits or Limits()
        self._names = own_names(names)
        self._sockets = list(sockets)
        self._logging: logging.Handler | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._server: uvicorn.Server | None = None
        self._service: Service | None = None
        self._ready = threading.Event()
        self._failed: BaseException | None = None

    @property
    def scheme(self) -> str:
        return "https" if self.certificate else "http"

    def address(self, host: str | None = None) -> str:
        """What people type: like http://192.168.1.20:8400."""
        shown = host or self.addresses[0]
        return f"{self.scheme}://{f'[{shown}]' if ':' in shown else shown}:{self.port}"

    def join_address(self, host: str | None = None) -> str:
        """What the picture says: the join page with the code filled in."""
        return f"{self.address(host)}/?c={self.classroom.code}"

    def _door(self) -> dict[str, str]:
        import base64

        from tabletop.host.server import announce, qr, reach

        best = announce.best_address(self, reach.ways())
        picture = base64.b64encode(qr.svg(self.join_address(best)).encode()).decode()
        return {"address": self.address(best).removeprefix("http://"), "qr": f"data:image/svg+xml;base64,{picture}"}

    # ---- the life of it

    def start(self) -> None:
        """Listen, and return when people can join. Raises `TabletopError` when no port can be had."""
        if not self._sockets:
            self._sockets = listen(self.addresses, self._wanted)
            self.port = self._sockets[0].getsockname()[1]
        self._logging = _logged()
        self._thread = threading.Thread(target=self._run, name="host", daemon=True)
        self._thread.start()
        self._ready.wait(_START_SECONDS)
        if self._failed is not None:
            raise TabletopError(f"The host could not start: {self._failed}.", "Try another port: --port N")
        if not self._ready.is_set():
            raise TabletopError("The host did not start in time.", "Try again.")

    def stop(self) -> None:
        """Say goodbye, finish what waits, and close the class. Twice is once."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        if self._loop is not None and self._server is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(setattr, self._server, "should_exit", True)
        thread.join(timeout=15)
        if self._logging is not None:
            log.removeHandler(self._logging)
            self._logging.close()
        self.classroom.close()

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    # ---- for the console, from any thread

    def submit(self, person: Person, request: dict[str, Any]) -> Future[dict[str, Any]]:
        """One verb through the queue; the future raises `ClassError` where the class refuses it."""
        return self._across(lambda service: service.turnstile.do(person, request))

    def ask(self, person: Person, request: dict[str, Any]) -> Future[dict[str, Any]]:
        """One question."""
        return self._across(lambda service: service.turnstile.ask(person, request))

    def state(self, person: Person) -> Future[dict[str, Any]]:
        """All parts of a person's state."""
        return self.call(lambda: self.classroom.state(person))

    def call(self, work: Callable[[], Answer]) -> Future[Answer]:
        """Anything else with the class: an export, a look at the roster. It has the class to itself meanwhile."""
        return self._across(lambda service: service.turnstile.call(work))

    def _across(self, work: Callable[[Service], Any]) -> Future[Any]:
        if self._loop is None or self._service is None or not self.running:
            raise TabletopError("The host is not running.", "Start it again: tabletop host --resume")
        return asyncio.run_coroutine_threadsafe(work(self._service), self._loop)

    # ---- inside

    def _run(self) -> None:
        _more_files(self.limits.connections)
        before = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        collected = gc.get_threshold()
        # What is loaded by now stays for good. To look through it again in the middle of a turn costs a pause that
        # every seat feels.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_COLLECT)
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self._failed = error
        finally:
            sys.setswitchinterval(before)
            gc.set_threshold(*collected)
            gc.unfreeze()
            self._ready.set()
            for listening in self._sockets:
                listening.close()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_unforeseen)
        service = self._service = Service(self.classroom, limits=self.limits, names=self._names)
        service.door = self._door
        server = self._server = _server(service, self.limits, self.certificate)
        service.start()
        serving = asyncio.create_task(server.serve(sockets=self._sockets))
        while not server.started and not serving.done():
            await asyncio.sleep(0.005)
        for listening in self._sockets:
            with contextlib.suppress(OSError):
                listening.listen(KNOCKING)
        self._ready.set()
        while not server.should_exit and not serving.done():
            await asyncio.sleep(0.05)
        await service.stop()
        await serving


def _server(service: Service, limits: Limits, certificate: Certificate | None) -> uvicorn.Server:
    http, live, _ = protocols(limits)
    return uvicorn.Server(
        uvicorn.Config(
            create_app(service),
            http=http,
            ws=live,
            loop="asyncio",
            interface="asgi3",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            ws_max_size=limits.message,
            ws_per_message_deflate=False,
            ws_ping_interval=limits.ping_seconds,
            ws_ping_timeout=limits.ping_seconds,
            h11_max_incomplete_event_size=limits.head,
            timeout_keep_alive=limits.idle_seconds,
            timeout_graceful_shutdown=3,
            backlog=ACCEPTED_AT_ONCE,
            ssl_certfile=certificate.cert if certificate else None,
            ssl_keyfile=certificate.key if certificate else None,
        )
    )


def _logged() -> logging.Handler:
    """What the network's libraries would write on the screen is not written; our own faults go to a file."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "websockets"):
        quiet = logging.getLogger(name)
        quiet.propagate = False
        quiet.setLevel(logging.CRITICAL)
        if not quiet.handlers:
            quiet.addHandler(logging.NullHandler())
    log.propagate = False
    try:
        folder = log_dir()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        writing: logging.Handler = logging.FileHandler(folder / "host.log", encoding="utf-8", delay=True)
    except OSError:
        writing = logging.NullHandler()
    writing.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(writing)
    return writing


def _unforeseen(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What a task left behind: named in the log, without the values it had."""
    error = context.get("exception")
    log.error("%s in the network's loop", type(error).__name__ if error else "A fault")


def _more_files(connections: int) -> None:
    """Ask the system for as many open files as connections may need; many systems begin with 256 or 1024."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + 256
    if soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))
