"""Pushing: what has changed, to whom it concerns, the newest only.

Every connection has at most one push under way. While one is, the connection is only marked; when it is done, the state
is made anew: a slow phone gets fewer pushes, never an older state after a newer one. The class hands out each part with
its mark, which is another one when the content is, and with its JSON, which is written once for all who may read it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from tabletop.host.room.errors import ClassError
from tabletop.host.room.faults import note_fault
from tabletop.host.server.limits import Limits

if TYPE_CHECKING:
    from tabletop.host.room import Classroom

EVERY_GROUP: Final = 0
BYES: Final = {
    "revoked": "Your place in this class was taken back.",
    "windows": "This seat was opened in too many windows; the oldest is closed.",
    "closing": "The host is stopping; everything that was confirmed is kept.",
    "unclear": "That message could not be read.",
    "slow": "The first message did not come in time.",
    "flood": "Too many messages came on this line.",
    "lost": "The line broke.",
}
"""Why a live connection ends: the word for programs, the sentence for people."""
_SLICE: Final = 0.01
"""Seconds of pushing after which other connections get their turn."""


def encode(value: Any) -> str:
    """JSON as it goes over the wire: no blanks, letters as they are, no numbers that JSON does not know."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Line:
    """One live connection: whose, what was sent on it, and whether a push is under way."""

    def __init__(self, token: str, person: Any, send: Callable[[str], Awaitable[None]], number: int) -> None:
        self.token = token
        self.person = person
        self.number = number
        self.sent: dict[str, Any] = {}
        """The mark of each part that was sent last."""
        self.fresh = True
        """Nothing has been sent yet: everything goes, even if nothing has changed."""
        self.stale = True
        self.busy = False
        self.bye = asyncio.Event()
        self.why: tuple[str, str] = ("", "")
        self._send = send

    async def deliver(self, text: str) -> None:
        await self._send(text)

    def end(self, why: str) -> None:
        """Ask the connection to close, with one of the reasons of `BYES`."""
        if not self.bye.is_set():
            self.why = (why, BYES[why])
            self.bye.set()


class Hub:
    """All live connections of the class."""

    def __init__(self, classroom: Classroom, limits: Limits) -> None:
        self._classroom = classroom
        self._limits = limits
        self.lines: dict[Line, None] = {}
        self._marks: set[int] = set()
        self._lock = threading.Lock()
        self._since: float | None = None
        self._number = 0
        self._wake: Callable[[], None] = lambda: None
        self._tasks: set[asyncio.Task[None]] = set()
        self.here: dict[str, int] = {}
        """Live connections of each person."""
        self._polled: dict[str, tuple[Any, float]] = {}
        """Who asks for the state instead, and when they last did."""

    def start(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._classroom.listen(self.changed)

    def changed(self, group: int | None) -> None:
        """The class has changed: a group, or with None all of it. Called from any thread."""
        with self._lock:
            self._marks.add(EVERY_GROUP if group is None else group)
            if self._since is None:
                self._since = time.monotonic()

    def add(self, line: Line) -> None:
        own = [other for other in self.lines if other.person.id == line.person.id and not other.bye.is_set()]
        for old in own[: max(0, len(own) + 1 - self._limits.lines_each)]:
            old.end("windows")
        self.lines[line] = None
        self.here[line.person.id] = self.here.get(line.person.id, 0) + 1
        self._poke()

    def remove(self, line: Line) -> None:
        if line not in self.lines:
            return
        del self.lines[line]
        left = self.here.get(line.person.id, 1) - 1
        if left > 0:
            self.here[line.person.id] = left
        else:
            self.here.pop(line.person.id, None)

    def polled(self, person: Any, now: float) -> bool:
        """Somebody has asked for the state; whether that makes a difference to who is here."""
        fresh = person.id not in self._polled and person.id not in self.here
        self._polled[person.id] = person, now
        return fresh

    def holds(self, person: str) -> bool:
        """Whether somebody is here, over a live connection or by asking."""
        return person in self.here or person in self._polled

    def lapsed(self, now: float) -> list[Any]:
        """Those who have stopped to ask, once, and have no live connection either."""
        ended = [one for one, at in self._polled.values() if now - at > self._limits.polled_seconds]
        for one in ended:
            del self._polled[one.id]
        return [one for one in ended if one.id not in self.here]

    def end_all(self, why: str) -> None:
        for line in self.lines:
            line.end(why)

    def has_news(self) -> bool:
        return self._since is not None

    def due(self, came: float, now: float) -> float:
        """Seconds until the next push should go: when requests have paused, and in any case soon."""
        since = now if self._since is None else self._since
        return min(came + self._limits.quiet_seconds, since + self._limits.latest_seconds) - now

    def _poke(self) -> None:
        with self._lock:
            if self._since is None:
                self._since = time.monotonic()
        self._wake()

    async def push(self) -> None:
        """Send everybody concerned what has changed for them. Nothing else touches the class meanwhile."""
        with self._lock:
            marks, self._marks, self._since = self._marks, set(), None
        for line in self.lines:
            line.stale = line.stale or _concerned(line.person, marks)
        started = time.monotonic()
        for line in [line for line in self.lines if line.stale and not line.busy]:
            if line not in self.lines or line.bye.is_set():
                continue
            self._push_one(line)
            if time.monotonic() - started > _SLICE:
                await asyncio.sleep(0)
                started = time.monotonic()

    def _push_one(self, line: Line) -> None:
        person = self._classroom.person(line.token)
        if person is None:
            line.end("revoked")
            return
        line.person = person
        line.stale = False
        try:
            text = self._message(line)
        except ClassError as error:
            if error.status == 401:
                line.end("revoked")
            return  # else the disk refuses: there will be news when it is back
        except Exception as error:
            note_fault(error, "making a state")
            return
        if text is None:
            return
        line.busy = True
        task = asyncio.get_running_loop().create_task(self._deliver(line, text))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _message(self, line: Line) -> str | None:
        parts = self._classroom.parts_of(line.person)
        changed = [f"{encode(name)}:{part.text}" for name, part in parts.items() if line.sent.get(name) != part.mark]
        changed += [f"{encode(name)}:null" for name in line.sent if name not in parts]
        line.sent = {name: part.mark for name, part in parts.items()}
        if not changed and not line.fresh:
            return None
        line.fresh = False
        return pushed(self._classroom.epoch, self._classroom.version, changed)

    async def _deliver(self, line: Line, text: str) -> None:
        try:
            await line.deliver(text)
        except Exception:  # the connection is gone; its own task notices and cleans up
            line.end("lost")
        finally:
            line.busy = False
            if line.stale:
                self._poke()


def pushed(epoch: int, version: int, parts: list[str]) -> str:
    """The text of a push, of parts that are JSON already."""
    return f'{{"kind":"state","epoch":{epoch},"version":{version},"parts":{{{",".join(parts)}}}}}'


def _concerned(person: Any, marks: set[int]) -> bool:
    if not marks:
        return False
    return EVERY_GROUP in marks or person.group is None or person.group in marks or person.role == "facilitator"


def tag_of(epoch: int, person: str, marks: Mapping[str, Any]) -> str:
    """An ETag for a whole state: the same as long as nothing but the clock has moved."""
    digest = hashlib.sha256(repr((person, sorted(marks.items()))).encode()).hexdigest()[:24]
    return f'"{epoch}-{digest}"'
