"""One thing at a time touches the class.

What people do arrives in bursts. It waits here, and everything that has come is handed to the class together: commits
of one game become one transaction on the disk instead of many. That happens in a thread, because a disk may take its
time and nobody's connection should wait for it; and always in the same one, with nothing else going on in the class
meanwhile. A request is answered after the class has returned, and so after it is on the disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tabletop.errors import TabletopError
from tabletop.host.room.asking import Known
from tabletop.host.room.faults import note_fault
from tabletop.host.server.limits import Limits

if TYPE_CHECKING:
    from tabletop.host.room import Classroom, Person
    from tabletop.host.server.live import Hub

Answer = TypeVar("Answer")

MOST_AT_ONCE: Final = 256
"""Requests of one burst: the class is not looked at by anybody while one is worked on."""
READING_SECONDS: Final = 0.02
"""How long questions may be answered in a row while commits wait."""

SLEPT_SECONDS: Final = 5.0
"""A jump of the wall's clock against the machine's own that is taken for sleep, or for a clock that was set."""


class Busy(TabletopError):
    """More waits than can be answered in time."""


class Turnstile:
    """The queue before the class, and the one task that empties it."""

    def __init__(self, classroom: Classroom, hub: Hub, limits: Limits) -> None:
        self._classroom = classroom
        self._hub = hub
        self._limits = limits
        self._doing: deque[tuple[Person, dict[str, Any], asyncio.Future[dict[str, Any]]]] = deque()
        self._calling: deque[tuple[Callable[[], Any], asyncio.Future[Any]]] = deque()
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="class")
        self._reckoning = ThreadPoolExecutor(1, thread_name_prefix="questions")
        self._asked = 0
        self._task: asyncio.Task[None] | None = None
        self._came = 0.0
        self._ahead: float | None = None
        """How far the wall's clock is ahead of the one that stands while the machine sleeps."""
        self._closed = False

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run(), name="turnstile")

    async def stop(self) -> None:
        """Finish what waits, then let nothing through any more."""
        self._closed = True
        self._wake.set()
        if self._task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._thread.shutdown(wait=True)
        self._reckoning.shutdown(wait=False, cancel_futures=True)

    async def do(self, person: Person, request: dict[str, Any]) -> dict[str, Any]:
        """One verb, through the next burst. Raises what the class raises, or `Busy`."""
        self._room_for(self._doing, self._limits.waiting)
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._doing.append((person, request, future))
        self._came = time.monotonic()
        self._wake.set()
        return await future

    async def ask(self, person: Person, question: dict[str, Any]) -> dict[str, Any]:
        """One question. What is looked up in the class waits its turn; what is reckoned then, holds nobody up."""
        if self._asked >= self._limits.asks_waiting:
            raise Busy("The host has more questions than it can answer.", "Try again in a moment.")
        self._asked += 1
        try:
            work = await self.call(lambda: self._classroom.prepare(person, question))
            if isinstance(work, Known):
                return work()  # it must not wait behind what takes seconds
            return await asyncio.get_running_loop().run_in_executor(self._reckoning, work)
        finally:
            self._asked -= 1

    async def call(self, work: Callable[[], Answer]) -> Answer:
        """Anything else that reads or changes the class: it has the class to itself while it runs."""
        self._room_for(self._calling, self._limits.waiting)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._calling.append((work, future))
        self._wake.set()
        return await future

    def wake(self) -> None:
        """There is something to push."""
        self._wake.set()

    def _room_for(self, queue: deque[Any], most: int) -> None:
        if self._closed:
            raise Busy("The host is stopping.", "Try again in a moment; everything that was confirmed is kept.")
        if len(queue) >= most:
            raise Busy("The host has more to answer than it can.", "Try again in a moment.")

    async def _run(self) -> None:
        tick_at = time.monotonic() + self._limits.tick_seconds
        while not (self._closed and not self._doing and not self._calling):
            self._wake.clear()
            if self._doing:
                await self._burst()
            await self._calls()
            now = time.monotonic()
            if now >= tick_at:
                tick_at = now + self._limits.tick_seconds
                await self._tick(now)
            wait = tick_at - time.monotonic()
            if self._hub.has_news():
                due = self._hub.due(self._came, time.monotonic())
                if due <= 0 and not self._doing:
                    await self._push()
                    due = 0.0
                wait = min(wait, due)
            if not self._doing and not self._calling:
                await self._sleep(wait)

    async def _tick(self, now: float) -> None:
        """Let the class look at its clock.  Whatever goes wrong: without this loop nobody would be answered again."""
        try:
            if getattr(self._classroom, "now", None) is time.time:
                # A machine that slept has a clock that jumped; the class has had none of that time.
                ahead = time.time() - now
                jump, self._ahead = (ahead - self._ahead if self._ahead is not None else 0.0), ahead
                if abs(jump) > SLEPT_SECONDS:
                    await self._in_thread(lambda: self._classroom.slept(jump))
            for person in self._hub.lapsed(now):
                await self._in_thread(partial(self._classroom.here, person, False))
            await self._in_thread(self._classroom.tick)
        except Exception as error:
            note_fault(error, "looking at the clock")

    async def _push(self) -> None:
        try:
            await self._hub.push()
        except Exception as error:
            note_fault(error, "pushing what has changed")

    async def _sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _burst(self) -> None:
        batch = [self._doing.popleft() for _ in range(min(len(self._doing), MOST_AT_ONCE))]
        work = [(person, request) for person, request, _ in batch]
        answers: list[Any]
        try:
            answers = list(await self._in_thread(lambda: self._classroom.do_many(work)))
        except Exception as error:
            answers = [error] * len(batch)
        for (_, _, future), answer in zip(batch, answers, strict=True):
            _settle(future, answer)

    async def _calls(self) -> None:
        until = time.monotonic() + READING_SECONDS
        while self._calling:
            work, future = self._calling.popleft()
            if future.done():  # whoever asked has gone
                continue
            try:
                _settle(future, await self._in_thread(work))
            except Exception as error:
                _settle(future, error)
            if self._doing and time.monotonic() > until:
                return

    async def _in_thread(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _settle(future: asyncio.Future[Any], answer: Any) -> None:
    if future.done():
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
