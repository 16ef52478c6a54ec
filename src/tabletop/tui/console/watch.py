"""What the console knows of the class: the latest state of the group it looks at, the clocks of all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from tabletop.errors import TabletopError

if TYPE_CHECKING:
    from tabletop.tui.console.access import Access

State = Mapping[str, Any]
PAUSE: Final = 0.15
"""Seconds between two looks at the class: a burst of changes is one new picture."""


class Watch:
    """Kept up to date while the console runs; screens draw from it and never ask the class themselves."""

    def __init__(self, access: Access, changed: Callable[[], None]) -> None:
        self.access = access
        self.group = 1
        """The group that is looked at."""
        self.everywhere = False
        """What is done with the clock is done in all groups."""
        self.parts: dict[str, Any] = {}
        self.phases: dict[int, State] = {}
        """Each group's clock."""
        self.trouble = ""
        """Why the latest look failed, if it did."""
        self._changed = changed
        self._heard = 0.0
        self._stale: set[int | None] = {None}
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listening = False

    # ------------------------------------------------------------------ keeping up

    async def follow(self) -> None:
        """Look whenever the class says that it has changed; ends by being cancelled."""
        self._loop = asyncio.get_running_loop()
        if not self._listening:
            self._listening = True
            self.access.classroom.listen(self.heard)
        while True:
            await self.look()
            await asyncio.sleep(PAUSE)
            await self._wake.wait()

    def heard(self, group: int | None) -> None:
        """The class has changed. Called from any thread."""
        self._stale.add(group)
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake.set)

    async def look(self) -> None:
        """Look at the class now, and have it drawn."""
        self._wake.clear()
        stale, self._stale = self._stale, set()
        try:
            self.parts = await self.access.state(self.group)
            count = int(self.klass.get("groups", 1) or 1)
            self.phases[self.group] = self.phase
            for number in range(1, count + 1):
                if number != self.group and (number in stale or None in stale or number not in self.phases):
                    self.phases[number] = (await self.access.state(number)).get("phase", {})
            self.trouble = ""
        except TabletopError as error:
            self.trouble = str(error)
        except Exception as error:
            # A console that ends takes the line from everybody: it says so, and looks again.
            self.trouble = f"The class could not be read ({type(error).__name__}); it goes on."
        self._heard = self.access.now()
        self._changed()

    async def go(self, group: int) -> None:
        """Look at another group from now on."""
        self.group = min(max(group, 1), self.groups)
        await self.look()

    # ------------------------------------------------------------------ what is known

    def part(self, name: str) -> State:
        """A part of the state; {} while it is not known."""
        found = self.parts.get(name)
        return found if isinstance(found, Mapping) else {}

    def many(self, name: str, field: str = "") -> list[State]:
        """A list in a part of the state, called like the part where no name is given."""
        return [one for one in self.part(name).get(field or name, ()) if isinstance(one, Mapping)]

    @property
    def klass(self) -> State:
        return self.part("class")

    @property
    def phase(self) -> State:
        return self.part("phase")

    @property
    def board(self) -> State:
        return self.part("board")

    @property
    def talk(self) -> State:
        return self.part("talk")

    @property
    def groups(self) -> int:
        return int(self.klass.get("groups", 1) or 1)

    @property
    def seats(self) -> list[State]:
        return [seat for seat in self.part("table").get("seats", ()) if isinstance(seat, Mapping)]

    @property
    def names(self) -> dict[str, str]:
        """The names of seats, and of people by their ids."""
        found = {str(one["person"]): str(one["name"]) for one in self.people}
        found |= {str(seat["seat"]): str(seat.get("name", seat["seat"])) for seat in self.seats}
        return found

    def card_title(self, card: str) -> str:
        """What a card of the deck is called."""
        return next((str(one["title"]) for one in self.many("tray", "cards") if one.get("card") == card), card)

    @property
    def people(self) -> list[State]:
        return self.many("people")

    def team(self, seat: str) -> list[State]:
        """Who plays a seat of the group that is looked at, speaker first."""
        mine = [
            one for one in self.people
            if one.get("seat") == seat and one.get("admitted") and one.get("group") == self.group
            and one.get("role") == "player"
        ]  # fmt: skip
        return sorted(mine, key=lambda one: not one.get("speaker"))

    def calls(self, group: int) -> int:
        """How many calls of a group have not been dealt with."""
        known = next((one for one in self.many("groups") if one.get("group") == group), {})
        return int(known.get("raised", 0))

    @property
    def waiting(self) -> list[State]:
        """Who stands at the door, of all groups."""
        return [one for one in self.people if not one.get("admitted") and one.get("role") != "facilitator"]

    def passed(self) -> float:
        """Seconds since the class was last looked at, for what counts on by itself."""
        return max(self.access.now() - self._heard, 0.0) if self._heard else 0.0

    @property
    def clock(self) -> float:
        """The group's own clock now, which stands while it is paused."""
        clock = self.phase.get("clock")
        now = float(clock) if isinstance(clock, int | float) else 0.0
        return now if self.phase.get("paused") else now + self.passed()

    def left(self, group: int | None = None) -> float | None:
        """Seconds left of a group's phase now, negative when it is overrun; None for one without a clock."""
        phase = self.phases.get(self.group if group is None else group, {})
        left = phase.get("left")
        if not isinstance(left, int | float) or not phase.get("planned"):
            return None
        return float(left) if phase.get("paused") else float(left) - self.passed()
