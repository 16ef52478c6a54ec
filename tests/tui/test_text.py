"""Text on its way to the terminal: where lines break, and what is left of a title that is too long."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tabletop.tui.keymap import key_name, screen_name
from tabletop.tui.text import headed, names_within, whole, wrap


@pytest.mark.parametrize("cells", range(14, 40))
def test_no_line_begins_with_what_belongs_to_the_one_before(cells: int) -> None:
    text = "The chance was 72 % and the die fell 11.60 · effort 3 · agreements made 0"
    lines = wrap(text, cells)
    assert " ".join(lines) == text
    assert all(len(line) <= cells for line in lines)
    assert not [line for line in lines if line.startswith(("%", "·"))]


def test_facts_stay_whole() -> None:
    facts = ("effort so far 0.0", "agreements made 0", "next election turn 3")
    for cells in range(23, 70):
        lines = wrap(" · ".join(map(whole, facts)), cells)
        assert all(any(fact in line for line in lines) for fact in facts), cells


def test_a_title_loses_what_stands_after_its_colon_first() -> None:
    title = "North Atlantic 1948–1956: founding an alliance"
    assert headed(title, len(title)) == title
    assert headed(title, 30) == "North Atlantic 1948–1956"
    assert headed(title, 10) == title, "neither fits: it is cut where it is drawn"
    assert headed("A pact", 3) == "A pact"


def test_names_are_whole_or_short_for_everybody() -> None:
    members: Any = [
        SimpleNamespace(seat="a", name="Italy", short="ITA"),
        SimpleNamespace(seat="b", name="West Germany", short="FRG"),
    ]
    assert names_within(members, 12) == {"a": "Italy", "b": "West Germany"}
    assert names_within(members, 11) == {"a": "ITA", "b": "FRG"}


def test_keys_and_screens_have_names_for_people() -> None:
    assert [key_name(key) for key in ("shift+tab", "shift+left", "slash", "ctrl+p")] == [
        "Shift+Tab",
        "Shift+←",
        "/",
        "^p",
    ]
    assert [screen_name(name) for name in ("SettingsPage", "StoredGames", "Why")] == ["settings", "stored games", "why"]
