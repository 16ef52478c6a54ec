"""The way to the first picture does nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet

from tabletop.session.sitting import Sitting
from tabletop.session.wish import Wish
from tabletop.tui.screens.briefing import Briefing

Start = Callable[..., Any]


def counted(monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> list[tuple[Any, ...]]:
    """A list to which every call of a method adds what it was given."""
    calls: list[tuple[Any, ...]] = []
    method = getattr(owner, name)

    def note(*given: Any, **named: Any) -> Any:
        calls.append(given)
        return method(*given, **named)

    monkeypatch.setattr(owner, name, note)
    return calls


async def test_the_style_sheet_is_read_once_and_again_with_another_theme(
    player: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = counted(monkeypatch, Stylesheet, "reparse")
    async with player() as p:
        assert again == []
        before = p.app.screen.styles.background
        p.app.next_theme()
        await p.settle()
        assert len(again) == 1
        assert p.app.screen.styles.background != before


async def test_the_story_of_a_turn_is_looked_up_and_written_once(
    player: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = counted(monkeypatch, Sitting, "view")
    written = counted(monkeypatch, Briefing, "write")
    async with player(Wish("beacon", ("aal",), seed=11)) as p:
        assert p.where == "Briefing"
        assert (len(views), len(written)) == (1, 1)
        narrow = p.text()
        await p.pilot.resize_terminal(120, 40)
        await p.settle()
        assert len(written) == 2
        assert p.text() != narrow
