"""A campaign, a store and classes that are let go of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.host.room.kit import Class, Clock

from tabletop.content import Campaign, load_campaign
from tabletop.host.room import Classroom, Plan
from tabletop.session import Store


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    return load_campaign("halcyon")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "sessions")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def begin(campaign: Campaign, store: Store, clock: Clock) -> Iterator[Callable[..., Class]]:
    """Makes classes, and lets go of them afterwards."""
    made: list[Class] = []

    def new(**given: Any) -> Class:
        given = {"groups": 1, "seed": 7, "plan": Plan.timetable(90), **given}
        made.append(Class(Classroom.new(campaign, store=store, now=clock, **given), clock))
        return made[-1]

    yield new
    for one in made:
        one.room.close()
