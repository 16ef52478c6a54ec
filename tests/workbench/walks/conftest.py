"""A small campaign with planted traps: three locks one behind the other, a dead card and an ending nobody reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.workbench.walks import Ground, Results, Search, ground

HIDDEN = Path(__file__).parent / "samples" / "hidden.yaml"


@pytest.fixture(scope="session")
def hidden() -> Path:
    return HIDDEN


@pytest.fixture(scope="session")
def locks() -> Ground:
    return ground(HIDDEN)


@pytest.fixture(scope="session")
def aimed(locks: Ground) -> Results:
    """What 3,000 aimed walks find there."""
    return Results(Search(locks, 3000).run())
