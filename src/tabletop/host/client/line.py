"""The line to a class: pushes as they come, verbs that are sent until the host has answered, and the state they make.

Two threads work beside whoever shows the seat: one holds the live connection and opens it again when it breaks, the
other sends verbs one after the other, each again with the same id until there is an answer.  A state that is older
than the one that is shown is dropped, wherever it comes from.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import queue
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tabletop.host.client.wire import MOST, Answer, Away, Door, Refused, Untrusted, call

STEPS: Final = (0.3, 0.7, 1.5, 2.5)
"""Seconds before the first, second … try to come back; the last goes on."""
CROWDED: Final = 8.0
"""Seconds to wait when this seat is open in too many windows: they would push each other out."""
TELLING: Final = frozenset({"board", "me"})


@dataclass(frozen=True, slots=True)
class Link:
    """How the line is: connecting, connected, polling (news every few seconds), waiting (to try again), distrusted (the
    host shows another certificate) or gone (the place was taken back)."""

    kind: str
    why: str = ""

    @property
    def holds(self) -> bool:
        return self.kind in ("connected", "polling")


class Line:
    """One seat's line. `heard` is called from the line's threads: with the parts that have changed, or () for the link.

    `parts` is never changed in place: what was taken from it stays as it was.
    """

    def __init__(self, door: Door, token: str, heard: Callable[[frozenset[str]], None] = lambda _: None) -> None:
        self.door = door
        self.token = token
        self.heard = heard
        self.parts: dict[str, Any] = {}
        self.epoch = self.version = -1
        self.link = Link("connecting")
        self.unsent = 0
        """Verbs that have not been answered yet."""
        self.clock_at = time.monotonic()
        """When the phase's `left` was so."""
        self._lock = threading.Lock()
        self._box: queue.SimpleQueue[tuple[Answer, Future[Answer]] | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._live: asyncio.Task[None] | None = None
        self._threads: list[threading.Thread] = []

    # ---- the life of it

    def start(self) -> None:
        """Begin to listen and to send."""
        for name, work in (("line", self._listen), ("sending", self._send)):
            thread = threading.Thread(target=work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self) -> None:
        """Let go; what has not been answered is given up. Harmless when done twice."""
        self._closing.set()
        self._box.put(None)
        loop, live = self._loop, self._live
        if loop is not None and live is not None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(live.cancel)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(timeout=3)

    def trust(self, pin: str) -> None:
        """A person has accepted another certificate."""
        self.door = Door(self.door.address, pin)
        self._say(Link("connecting"))

    @property
    def gone(self) -> bool:
        """The place was taken back: this line never holds again."""
        return self.link.kind == "gone"

    # ---- what is known

    def part(self, name: str) -> dict[str, Any]:
        """A part of the state, {} where there is none."""
        found = self.parts.get(name)
        return found if isinstance(found, dict) else {}

    def left(self) -> float | None:
        """Seconds left of the phase, below 0 when it is over time; None without a clock."""
        phase = self.part("phase")
        left = phase.get("left")
        if not isinstance(left, int | float):
            return None
        return float(left) - (0.0 if phase.get("paused") else time.monotonic() - self.clock_at)

    def clock(self) -> float:
        """The group's own clock, which stands while the class is paused: proposals end by it."""
        phase = self.part("phase")
        now = phase.get("clock")
        begun = float(now) if isinstance(now, int | float) else 0.0
        return begun + (0.0 if phase.get("paused") else time.monotonic() - self.clock_at)

    def take(self, push: Answer, *, whole: bool) -> bool:
        """Take up a state; `whole`: it has every part. Whether it was taken: an older one never is."""
        parts, epoch, version = push.get("parts"), push.get("epoch"), push.get("version")
        if not isinstance(parts, dict) or not isinstance(epoch, int) or not isinstance(version, int):
            return False
        with self._lock:
            if (epoch, version) < (self.epoch, self.version):
                return False
            self.epoch, self.version = epoch, version
            kept = {} if whole else dict(self.parts)
            changed = set(parts) | (set(self.parts) if whole else set())
            for name, value in parts.items():
                if value is None:
                    kept.pop(name, None)
                elif isinstance(value, dict):
                    kept[name] = value
            if "phase" in parts:
                self.clock_at = time.monotonic()
            self.parts = kept
        self.heard(frozenset(changed))
        return True

    # ---- asking and doing

    def ask(self, what: str, **fields: Any) -> Answer:
        """Ask without changing anything; who asks too often waits once. Raises `Refused`, `Away`, `Untrusted`."""
        question = {"ask": what, **fields}
        try:
            return call(self.door, "/api/ask", question, self.token, seconds=30.0)
        except Refused as refused:
            if refused.status != 429:
                raise
            if self._closing.wait(min(refused.after or 1.0, 3.0)):
                raise
            return call(self.door, "/api/ask", question, self.token, seconds=30.0)

    def do(self, verb: str, **fields: Any) -> Future[Answer]:
        """Have a verb done. The future ends when the host has answered, however often the line breaks meanwhile; it
        raises `Refused` where the host would not."""
        told: Future[Answer] = Future()
        with self._lock:
            self.unsent += 1
        self._box.put(({"verb": verb, "id": secrets.token_hex(16), **fields}, told))
        return told

    # ---- sending

    def _send(self) -> None:
        while (one := self._box.get()) is not None:
            request, told = one
            failures = 0
            while not self._closing.is_set():
                try:
                    answer = call(self.door, "/api/do", request, self.token)
                except (Refused, Away, Untrusted) as error:
                    if self.gone or (isinstance(error, Refused) and not error.busy):
                        self._answered(told, error)
                        break
                    failures += 1
                    pause = STEPS[min(failures, len(STEPS)) - 1] * random.uniform(0.6, 1.0)
                    after = error.after if isinstance(error, Refused) else 0.0
                    self._closing.wait(max(pause, min(after, 10.0)))
                else:
                    self._answered(told, answer)
                    break
            if not told.done():
                self._answered(told, Away("The line was closed before the host had answered.", "Join again and look."))
        for _, late in self._rest():
            self._answered(late, Away("The line was closed.", "Join again."))

    def _rest(self) -> Iterator[tuple[Answer, Future[Answer]]]:
        while not self._box.empty():
            one = self._box.get()
            if one is not None:
                yield one

    def _answered(self, told: Future[Answer], answer: Answer | Exception) -> None:
        with self._lock:
            self.unsent -= 1
        if isinstance(answer, Refused) and answer.status == 401:
            self._lost(answer.message)
        if isinstance(answer, Exception):
            told.set_exception(answer)
        else:
            told.set_result(answer)

    # ---- listening

    def _listen(self) -> None:
        async def live() -> None:
            self._loop, self._live = asyncio.get_running_loop(), asyncio.current_task()
            with contextlib.suppress(asyncio.CancelledError):
                if not self._closing.is_set():
                    await self._follow()

        asyncio.run(live())

    async def _follow(self) -> None:
        failures = 0
        while not (self._closing.is_set() or self.gone):
            if self.link.kind == "distrusted":
                await asyncio.sleep(0.2)
                continue
            began, why = self.version, ""
            try:
                why = await self._connected()
            except Untrusted as error:
                self._say(Link("distrusted", error.fingerprint))
                continue
            except (OSError, WebSocketException, TimeoutError, EOFError) as error:
                why = type(error).__name__
            failures = 0 if self.version > began else failures + 1
            if self.gone or self._closing.is_set():
                return
            pause = CROWDED if why == "windows" else STEPS[min(max(failures, 1), len(STEPS)) - 1]
            await self._poll()
            await asyncio.sleep(pause * random.uniform(0.6, 1.0))

    async def _connected(self) -> str:
        """Follow one connection to its end; the host's reason for it, if it gave one."""
        door = self.door
        # A proxy of the system is for the wide world; `max_size` holds a long game's state.
        more: dict[str, Any] = {"ssl": door.context()} if door.address.secure else {}
        async with connect(
            door.address.live, proxy=None, max_size=MOST, compression=None, open_timeout=8, close_timeout=1,
            ping_interval=20, ping_timeout=20, user_agent_header=None, **more,
        ) as socket:  # fmt: skip
            if door.address.secure:
                secured = socket.transport.get_extra_info("ssl_object")
                door.check(secured.getpeercert(binary_form=True) if secured is not None else None)
            hello: Answer = {"token": self.token}
            if self.version >= 0:
                hello |= {"epoch": self.epoch, "version": self.version}
            await socket.send(json.dumps(hello))
            return await self._pushes(socket)

    async def _pushes(self, socket: ClientConnection) -> str:
        first = True
        async for text in socket:
            push = _object(text)
            if push.get("kind") == "bye":
                why = str(push.get("why", ""))
                if why == "revoked":
                    self._lost(str(push.get("message", "")))
                return why
            if push.get("kind") != "state":
                continue
            self._say(Link("connected"))
            self.take(push, whole=first)
            first = False
        return ""

    async def _poll(self) -> None:
        """Where the live connection is not let through, the state is asked for; and it says why nothing works."""
        try:
            found = await asyncio.to_thread(call, self.door, "/api/state", None, self.token)
        except Refused as refused:
            if refused.status == 401:
                self._lost(refused.message)
            elif not refused.busy:
                self._say(Link("waiting", refused.message))
        except Untrusted as error:
            self._say(Link("distrusted", error.fingerprint))
        except Away as error:
            self._say(Link("waiting", error.message))
        else:
            self._say(Link("polling"))
            self.take(found, whole=True)

    def _lost(self, why: str) -> None:
        self._say(Link("gone", why or "Your place in this class was taken back."))

    def _say(self, link: Link) -> None:
        if link != self.link and not self.gone:
            self.link = link
            self.heard(frozenset())


def _object(text: str | bytes) -> Answer:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
