"""Killed at any moment, a session has every command that was confirmed, and goes on to the same end."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

from tabletop.content import Campaign
from tabletop.session import Store, Table

AHEAD = 4
"""Commands that it may go on while it is being killed."""
SCRIPT = Path(__file__).with_name("killed_player.py")


@pytest.fixture(scope="module")
def player() -> ModuleType:
    spec = importlib.util.spec_from_file_location("killed_player", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def kill_one(folder: Path, seed: int, moment: tuple[int, float]) -> tuple[str, int]:
    """Start a player and kill it some milliseconds after so many confirmed commands; its session and the last one."""
    after, delay = moment
    with subprocess.Popen(
        [sys.executable, str(SCRIPT), str(folder), str(seed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write("\n" * (after + AHEAD))
        process.stdin.flush()
        name = process.stdout.readline().strip()
        seen = [process.stdout.readline() for _ in range(after)]
        time.sleep(delay)
        process.kill()
        told = "".join([*seen, process.stdout.read()]).split("\n")
        assert name, process.stderr.read()
    # The last line may be cut short: only lines that ended were confirmed.
    numbers = [int(line) for line in told[:-1] if line.isdigit()]
    return name, numbers[-1] if numbers else -1


@pytest.mark.long
def test_kill_9_loses_nothing(
    campaign: Campaign,
    store: Store,
    player: ModuleType,
    scale: Callable[[int, int], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(player, "done", lambda number: None)
    seed, rng, kills = 31, random.Random(time.time()), scale(8, 200)
    undisturbed = Table.new(campaign, seed, people=[player.ME])
    player.scripted(undisturbed)
    commands = len(undisturbed.game.commands)
    moments = [(rng.randint(0, commands - 1), rng.uniform(0, 0.02)) for _ in range(kills)]
    with ThreadPoolExecutor(2) as workers:
        ends = list(workers.map(lambda moment: kill_one(store.folder, seed, moment), moments))
    assert len({name for name, _ in ends}) == kills
    for number, (name, confirmed) in enumerate(ends):
        with Table.resume(name, store=store, campaign=campaign) as table:
            assert len(table.game.commands) > confirmed
            player.scripted(table, 99 if number % 10 == 0 else 1)
            assert table.game.commands == undisturbed.game.commands[: len(table.game.commands)]
            if table.game.over:
                assert table.game.state_hash == undisturbed.game.state_hash
        assert store.verify(name, campaign).commands == len(table.game.commands)
    # All at one moment would be no test.
    assert len({confirmed for _, confirmed in ends}) > 1
