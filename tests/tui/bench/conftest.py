"""The bench on a screen: the small campaign in files that a test can break."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.content.small_library import small_library

from tabletop.tui.bench.screen import Bench
from tabletop.workbench.alliance import open_path
from tabletop.workbench.cardbench import CardBench

LIBRARY = Path(__file__).resolve().parent.parent / "library"
Open = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with the small campaign in it; paths are shown as seen from there."""
    monkeypatch.chdir(tmp_path)
    return small_library(tmp_path)


@pytest.fixture
def at_bench(player: Any, library: Path) -> Open:
    """`async with at_bench(...) as p`: the bench with the deck, at 10 past 10."""

    @asynccontextmanager
    async def start(path: str = "decks/quarrels", card: str = "cable-cut", **given: Any) -> AsyncIterator[Any]:
        opened = open_path(path, clock=lambda: 1_700_000_000.0)
        bench = CardBench(opened.authored, card=card)
        bench.take(opened.authored.deepen())
        async with player(first=lambda desk: Bench(bench, opened), **given) as p:
            yield p

    return start
