"""What the console is given: the class, its facilitator, and the host's way of doing one thing at a time."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tabletop.host.room.classroom import Classroom

Found = TypeVar("Found")
Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Door:
    """How one joins."""

    addresses: tuple[str, ...] = ()
    """The likeliest first, as one types them: "http://192.168.1.23:8080"."""
    code: str = ""
    picture: str = ""
    """The first address with the code, as a QR code in half blocks; the light modules are drawn."""
    reach: tuple[str, ...] = ()
    """Sentences: who can open these addresses."""


async def _straight(work: Callable[[], Any]) -> Any:
    return work()


@dataclass(frozen=True, slots=True)
class Access:
    """The console's only way to the class.

    `call` runs something that reads or changes the class while nothing else does; a host does that in the class's own
    thread, so that no key waits for the disk.
    """

    classroom: Classroom
    submit: Callable[[Request], Awaitable[dict[str, Any]]]
    """Do one verb as the facilitator; raises `TabletopError`."""
    call: Callable[[Callable[[], Any]], Awaitable[Any]] = _straight
    door: Callable[[], Door] = Door
    paper: Callable[[int, Path], Path] | None = None
    """Write the printable pages of a group into a folder; the page to open. None: there is no such thing here."""
    now: Callable[[], float] = time.monotonic
    """An even clock, in seconds, by which countdowns go on between two looks at the class."""
    folder: Path = field(default_factory=Path.cwd)
    """Where exports and pages are written when nobody says otherwise."""

    @classmethod
    def straight(cls, classroom: Classroom, **given: Any) -> Access:
        """Without a host: for tests, and for a class of one machine."""

        async def submit(request: Request) -> dict[str, Any]:
            return classroom.do(classroom.facilitator, request)

        return cls(classroom, submit, **{"door": lambda: Door(code=classroom.code), **given})

    async def state(self, group: int) -> dict[str, dict[str, Any]]:
        """All that the facilitator may see of the class and of one group."""
        room = self.classroom
        found: dict[str, dict[str, Any]] = await self.call(lambda: room.state(room.facilitator, group))
        return found

    async def ask(self, request: Request) -> dict[str, Any]:
        """A question, as the facilitator; raises `TabletopError`."""
        room = self.classroom
        found: dict[str, Any] = await self.call(lambda: room.ask(room.facilitator, request))
        return found
