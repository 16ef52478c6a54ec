"""What all tests share: how much to try, what the machine must have, and a home of one's own."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PROVE = os.environ.get("TABLETOP_PROVE") == "1"

# A shell starts what runs in its background deaf to Ctrl-C, and programs hand that on: those that the tests interrupt
# would then never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
ROOT = Path(__file__).resolve().parent.parent

# Where no compiled files are to be left behind, every worker and every program that a test starts would compile the
# whole game anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Every sealed choice is written through to the disk; where the folders of the tests lie in memory, nobody waits for it.
# A program that is killed leaves the same behind there.
MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**31:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# `make test` asks of every commit the same; `make prove` looks for what nobody has met. No property hangs on a clock.
settings.register_profile(
    "tabletop", deadline=None, derandomize=not PROVE, print_blob=True, suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("tabletop")

# What the tests hold (thousands of items, compiled campaigns, whole applications) is looked through again at every
# collection, which was a third of their time.
gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def scale() -> Callable[[int, int], int]:
    """`scale(sample, full)`: the first count in `make test`, the second in `make prove`."""
    return lambda sample, full: full if PROVE else sample


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """`tool("tmux")`: the path of a program beyond Python; without it the test is skipped, in CI it fails."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if found is None:
            if os.environ.get("CI") == "true":
                pytest.fail(f"{name} is missing, and CI skips nothing (.ci/setup installs it)")
            pytest.skip(f"NOT TESTED: {name} is missing (.ci/setup installs it)")
        return found

    return find


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the sessions, settings or logs of the person who runs it."""
    home = tmp_path / "home-of-tabletop"
    monkeypatch.setenv("TABLETOP_HOME", str(home))
    monkeypatch.delenv("TABLETOP_LIBRARY", raising=False)
    return home
