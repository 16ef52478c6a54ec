"""Our colours can be read, and the wishes of the terminal are respected."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from tests.tui.colours import near, strangers, unreadable

from tabletop.paths import data_dir
from tabletop.session.desk import Desk
from tabletop.session.wish import Wish
from tabletop.tui.app import TabletopApp
from tabletop.tui.screens.home import Home
from tabletop.tui.themes import ANSI, HEATS, MEANINGS, MEMBERS, NAMES, THEMES, ansi_theme, contrast, light_ground

Start = Callable[..., Any]


def colours(words: str) -> tuple[str, ...]:
    return tuple(words.split())


PALETTES = {
    "xterm": colours(
        "#000000 #cd0000 #00cd00 #cdcd00 #0000ee #cd00cd #00cdcd #e5e5e5 "
        "#7f7f7f #ff0000 #00ff00 #ffff00 #5c5cff #ff00ff #00ffff #ffffff"
    ),
    "windows": colours(
        "#0c0c0c #c50f1f #13a10e #c19c00 #0037da #881798 #3a96dd #cccccc "
        "#767676 #e74856 #16c60c #f9f1a5 #3b78ff #b4009e #61d6d6 #f2f2f2"
    ),
    "linux": colours(
        "#000000 #aa0000 #00aa00 #aa5500 #0000aa #aa00aa #00aaaa #aaaaaa "
        "#555555 #ff5555 #55ff55 #ffff55 #5555ff #ff55ff #55ffff #ffffff"
    ),
}
"""The sixteen colours of well-known terminals, as they come."""
COLOURS = colours("black red green yellow blue magenta cyan white")


@pytest.fixture(autouse=True)
def a_good_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TEXTUAL_THEME", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_contrast(theme: Any) -> None:
    least = 7.0 if "projector" in theme.name else 4.5
    grounds = (theme.background, theme.surface, theme.panel, theme.variables["tt-mark"])
    texts = {name: theme.variables[f"tt-{name}"] for name in (*MEANINGS, *MEMBERS) if name != "faint"}
    for name, colour in {**texts, "foreground": theme.foreground}.items():
        for ground in grounds:
            assert contrast(colour, ground) >= least, f"{theme.name}: {name} on {ground}"
    for step in range(HEATS):
        assert contrast(theme.foreground, theme.variables[f"tt-heat-{step}"]) >= least, f"{theme.name}: heat {step}"


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("ground", ["15;0", "0;15"])
def test_contrast_of_the_terminals_own_colours(palette: str, ground: str) -> None:
    """What they look like is up to the terminal; in the palettes that terminals come with they can be read."""
    table = PALETTES[palette]
    behind = table[15] if light_ground(ground) else table[0]
    theme = ansi_theme(ground)
    assert theme.dark != light_ground(ground)
    for name in (*MEANINGS, *MEMBERS, "mark"):
        colour = theme.variables[f"tt-{name}"]
        if colour == "ansi_default":
            continue
        bright, word = "bright" in colour, colour.removeprefix("ansi_").removeprefix("bright_")
        number = COLOURS.index(word) + 8 * bright
        assert contrast(table[number], behind) >= 4.5, f"{name}: {colour}"


def test_contrast_is_the_known_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


async def test_every_colour_of_every_screen_is_ours(player: Start) -> None:
    """No text is drawn in a colour or on a ground that the contrast test does not know."""
    async with player(Wish("harbour", level="full", seed=11)) as p:
        await p.press("enter", "b")
        for _ in NAMES:
            assert not strangers(p.app)
            assert not unreadable(p.app)
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
    monkeypatch.setenv("TEXTUAL_THEME", "no-such-theme, tabletop-light")
    assert TabletopApp(Desk(), Home).theme == "tabletop-light"
    monkeypatch.setenv("TEXTUAL_THEME", "ansi-light")
    assert TabletopApp(Desk(), Home).get_theme_variable_defaults()["tt-good"].startswith("ansi_")


@pytest.mark.parametrize("terminal", ["xterm", "linux", "vt100", "screen"])
def test_a_terminal_with_sixteen_colours_uses_its_own(monkeypatch: pytest.MonkeyPatch, terminal: str) -> None:
    """Ours would be rounded to the nearest of sixteen, and nobody has computed that contrast."""
    monkeypatch.setenv("TERM", terminal)
    monkeypatch.delenv("COLORTERM")
    app = TabletopApp(Desk(), Home)
    assert app.theme == ANSI
    assert "sixteen colours" in app.next_theme()
    monkeypatch.setenv("TEXTUAL_THEME", "tabletop-light")
    assert TabletopApp(Desk(), Home).theme == "tabletop-light", "a wish is a wish"


@pytest.mark.parametrize("text", ["{", "[]", '{"theme": 7}', '{"theme": "gone"}'])
def test_broken_settings_do_no_harm(text: str) -> None:
    data_dir().mkdir(parents=True)
    (data_dir() / "settings.json").write_text(text)
    assert TabletopApp(Desk(), Home).theme == "tabletop-dark"


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TEXTUAL_THEME", "tabletop-light")
    app = TabletopApp(Desk(), Home)
    assert app.theme == ANSI
    assert "NO_COLOR" in app.next_theme()


async def test_signs_stand_where_colours_are(player: Start) -> None:
    async with player() as p:
        assert "T A B L E T O P" in p.text()
        assert "▸" in p.text(), "the cursor is told by a sign, not by colour"


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_the_theme_of_the_environment_is_the_one_that_is_drawn(theme: str) -> None:
    """In a process of its own: Textual reads TEXTUAL_THEME when it is imported, before ours are there."""
    program = (
        "import asyncio\n"
        "from tabletop.session.desk import Desk\n"
        "from tabletop.tui.app import TabletopApp\n"
        "from tabletop.tui.screens.home import Home\n"
        "async def main():\n"
        "    app = TabletopApp(Desk(), Home)\n"
        "    async with app.run_test(size=(80, 24)) as pilot:\n"
        "        await pilot.pause()\n"
        "        seen = app.screen.styles.background.hex\n"
        "    open('ground', 'w').write(seen)\n"
        "asyncio.run(main())\n"
    )
    folder = data_dir()
    folder.mkdir(parents=True)
    subprocess.run([sys.executable, "-c", program], cwd=folder, env={**os.environ, "TEXTUAL_THEME": theme}, check=True)
    wanted = next(one.background for one in THEMES if one.name == theme)
    assert near((folder / "ground").read_text().lower(), wanted)
