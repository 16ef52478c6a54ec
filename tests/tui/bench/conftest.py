"""The bench on a screen: the small campaign in files that a test can break."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tabletop.tui.bench.screen import Bench
from tabletop.workbench.alliance import open_path
from tabletop.workbench.cardbench import CardBench

LIBRARY = Path(__file__).resolve().parent.parent / "library"
SMALL = Path(__file__).resolve().parents[2] / "content" / "samples" / "small.yaml"
Open = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with the small campaign in it; paths are shown as seen from there."""
    monkeypatch.chdir(tmp_path)
    text = SMALL.read_text(encoding="utf-8")
    head, cards = text.split("cards:\n")
    lines = [line[2:] if line.startswith("  ") else line for line in cards.splitlines()]
    at = lines.index("- id: shelf-line")
    (tmp_path / "campaigns" / "small").mkdir(parents=True)
    (tmp_path / "decks" / "quarrels" / "cards").mkdir(parents=True)
    (tmp_path / "campaigns/small/campaign.yaml").write_text(f"{head}decks: [quarrels]\n", encoding="utf-8")
    deck = (
        "format: 1\nid: quarrels\ntitle: Quarrels\nversion: 1.0.0\nsummary: Three.\nlicence: CC0-1.0\nauthors: [me]\n"
    )
    (tmp_path / "decks/quarrels/deck.yaml").write_text(deck, encoding="utf-8")
    (tmp_path / "decks/quarrels/cards/one.yaml").write_text("\n".join(lines[:at]) + "\n", encoding="utf-8")
    (tmp_path / "decks/quarrels/cards/two.yaml").write_text("\n".join(lines[at:]) + "\n", encoding="utf-8")
    return tmp_path


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
