"""Our colours can be read, and the wishes of the terminal are respected."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tabletop.paths import data_dir
from tabletop.session.desk import Desk
from tabletop.session.wish import Wish
from tabletop.tui.app import TabletopApp
from tabletop.tui.screens.home import Home
from tabletop.tui.themes import MEANINGS, MEMBERS, THEMES, contrast

Start = Callable[..., Any]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_contrast(theme: Any) -> None:
    least = 7.0 if "projector" in theme.name else 4.5
    grounds = (theme.background, theme.surface, theme.panel, theme.variables["tt-mark"])
    texts = {name: theme.variables[f"tt-{name}"] for name in (*MEANINGS, *MEMBERS) if name != "faint"}
    for name, colour in {**texts, "foreground": theme.foreground}.items():
        for ground in grounds:
            assert contrast(colour, ground) >= least, f"{theme.name}: {name} on {ground}"


def test_contrast_is_the_known_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def near(one: str, other: str) -> bool:
    """The same colour, give or take what conversions round."""
    return all(abs(int(one[k : k + 2], 16) - int(other[k : k + 2], 16)) <= 2 for k in (1, 3, 5))


async def test_every_colour_of_every_screen_is_ours(player: Start) -> None:
    """No text is drawn in a colour or on a ground that the contrast test does not know."""
    async with player(Wish("harbour", level="full", seed=11)) as p:
        await p.press("enter", "b")
        for _ in THEMES:
            theme = p.app.get_theme(p.app.theme)
            known = {theme.foreground, theme.background, theme.surface, theme.panel, *theme.variables.values()}
            known = {colour.lower() for colour in known if colour.startswith("#")}
            for strip in p.app.screen._compositor.render_strips():
                for segment in strip:
                    for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                        if segment.text.strip() and colour is not None and colour.triplet is not None:
                            hexa = colour.triplet.hex.lower()
                            assert any(near(hexa, ours) for ours in known), (p.app.theme, segment)
            await p.press("f2")
        assert json.loads((data_dir() / "settings.json").read_text())["theme"] == "tabletop-dark"


def test_the_terminals_theme_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_THEME", "tabletop-cvd")
    assert TabletopApp(Desk(), Home).theme == "tabletop-cvd"
    monkeypatch.setenv("TEXTUAL_THEME", "nord")
    app = TabletopApp(Desk(), Home)
    assert app.theme == "nord"
    assert app.get_theme_variable_defaults()["tt-good"].startswith("#")
    monkeypatch.setenv("TEXTUAL_THEME", "no-such-theme")
    assert TabletopApp(Desk(), Home).theme == "tabletop-dark"


@pytest.mark.parametrize("text", ["{", "[]", '{"theme": 7}', '{"theme": "gone"}'])
def test_broken_settings_do_no_harm(text: str) -> None:
    data_dir().mkdir(parents=True)
    (data_dir() / "settings.json").write_text(text)
    assert TabletopApp(Desk(), Home).theme == "tabletop-dark"


async def test_no_color(player: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with player() as p:
        assert "T A B L E T O P" in p.text()
        assert "▸" in p.text(), "the cursor is told by a sign, not by colour"
