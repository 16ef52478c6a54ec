"""The console over a real class, without a network: a room of invented people, and a clock that stands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tabletop.content import load_campaign
from tabletop.host.room import Classroom, Plan
from tabletop.session import Store
from tabletop.tui.console.access import Access, Door
from tabletop.tui.console.app import ConsoleApp

LIBRARY = Path(__file__).resolve().parents[1] / "library"
PICTURE = Path(__file__).parent / "picture.txt"
Open = Callable[..., AbstractAsyncContextManager[Any]]


class Clock:
    """Seconds, as far as somebody moves them on."""

    def __init__(self) -> None:
        self.at = 1_700_000_000.0

    def __call__(self) -> float:
        return self.at


class Room:
    """A class and the few things that its people do."""

    def __init__(self, classroom: Classroom, clock: Clock) -> None:
        self.classroom, self.clock = classroom, clock
        self.done: list[dict[str, Any]] = []
        """What the console asked for, in order."""

    def lead(self, verb: str, **fields: Any) -> dict[str, Any]:
        return self.classroom.do(self.classroom.facilitator, {"verb": verb, **fields})

    def come(self, name: str, seat: str = "", role: str = "player", group: int = 1) -> Any:
        """Somebody joins; with a seat or another role also comes in."""
        person, _ = self.classroom.join(self.classroom.code, name, role)
        self.classroom.here(person)
        if seat or role != "player":
            fields = {"seat": seat} if seat else {}
            self.lead("admit", person=person.id, to=group, **fields)
        return self.classroom.people.get(person.id)

    def named(self, name: str) -> Any:
        return next(person for person in self.classroom.people if person.name == name)

    def does(self, name: str, verb: str, **fields: Any) -> dict[str, Any]:
        return self.classroom.do(self.named(name), {"verb": verb, **fields})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(clock: Clock, monkeypatch: pytest.MonkeyPatch, own_home: Path) -> Callable[..., Room]:
    """`room(groups=2)`: a class of the small campaign in its lobby; the code and the luck are known."""
    monkeypatch.setattr("tabletop.host.room.classroom.new_code", lambda: "K7QM4P")
    made: list[Classroom] = []

    def make(groups: int = 1, **given: Any) -> Room:
        campaign = load_campaign("harbour", library=(LIBRARY,))
        given = {"level": "full", "seed": 11, "plan": Plan.timetable(90), **given}
        classroom = Classroom.new(campaign, groups=groups, store=Store(), now=clock, **given)
        made.append(classroom)
        return Room(classroom, clock)

    yield make  # type: ignore[misc]
    for classroom in made:
        classroom.close()


@pytest.fixture
def busy(room: Callable[..., Room]) -> Room:
    """A class in the middle of a turn: people in three seats, one at the door, one seat for its NPC."""
    made = room()
    for name, seat in (("Ada", "anvers"), ("Ben", "anvers"), ("Cem", "brill"), ("Dora", "corte")):
        made.come(name, seat)
    made.come("Olga", role="observer")
    made.come("Late Linus")
    made.lead("phase", to="brief")
    made.clock.at += 100
    made.lead("phase", to="caucus")
    made.clock.at += 61
    made.does("Ada", "say", to=["brill"], text="Shall we talk about the harbour first?")
    made.does("Cem", "say", to="press", text="Brill stands by its word.")
    made.does("Dora", "raise", text="Which card is ours?")
    made.does("Cem", "propose", title="A common patrol", text="Two boats each.", rule="silence", minutes=4)
    made.clock.at += 30
    return made


@pytest.fixture
def console(player: Any, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """`async with console(room) as p`: the console over a class; what it asks for stands in `room.done`."""
    from tests.tui.conftest import Player
    from tests.tui.rest import drawn

    @asynccontextmanager
    async def start(made: Room, *, size: tuple[int, int] = (80, 24), **given: Any) -> AsyncIterator[Any]:
        picture = PICTURE.read_text(encoding="utf-8")
        reach = ("Everybody in the same network (192.168.1.0/24) can reach the class.",)
        door = Door(("http://192.168.1.23:8400",), made.classroom.code, picture, reach)
        access = Access.straight(made.classroom, door=lambda: door, now=clock, folder=tmp_path, **given)
        submit = access.submit

        async def noted(request: dict[str, Any]) -> dict[str, Any]:
            made.done.append({name: value for name, value in request.items() if name != "id"})
            return await submit(request)

        object.__setattr__(access, "submit", noted)
        app = ConsoleApp(access)
        async with app.run_test(size=size, notifications=True) as pilot:
            p = Settling(app, pilot)
            await p.settle()
            yield p

    class Settling(Player):
        async def press(self, *keys: str) -> None:
            """Keys one by one; words of several letters are typed in one go."""
            for key in keys:
                await self.app._press_keys(key[1:] if key.startswith("'") else (key,))
                await self.settle()

        async def settle(self) -> None:
            """The watch and a deed that asks never end: wait for the screen instead."""
            await drawn(self.app)

    return start
