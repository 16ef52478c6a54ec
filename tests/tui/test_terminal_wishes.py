"""In a real terminal: its wishes about colour are respected, and the game of the day is begun and gone on with."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pexpect", reason="no pseudo-terminals here")
pytest.importorskip("pyte")

_COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
"""A sequence that sets a colour; 39 and 49 give back the terminal's own."""
_EXACT = re.compile(rb"\x1b\[[0-9;]*[34]8;[25];")
"""A colour beyond the terminal's own sixteen."""


@pytest.fixture
def terminal() -> Iterator[Any]:
    """`terminal(*words, **environment)`: see test_terminal."""
    name = "tabletop_test_terminal"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / "test_terminal.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    made: list[Any] = []

    def start(*words: str, **environment: str) -> Any:
        made.append(sys.modules[name].Terminal(*words, **environment))
        return made[-1]

    yield start
    for one in made:
        one.child.close(force=True)


def look_around(screen: Any) -> bytes:
    """Home, a new game, the table, other colours, and out."""
    screen.wait("T A B L E T O P", "Halcyon")
    screen.send("n")
    screen.wait("your seat", "Borealis")
    screen.send("\r")
    screen.wait("Turn 1")
    screen.send("\r")
    screen.wait("Enter seal")
    screen.send("b")
    screen.wait("chance")
    screen.send("\x1bOQ")
    screen.wait("olour")
    screen.send("q")
    screen.wait("T A B L E T O P")
    screen.send("q")
    assert screen.left() == 0
    return bytes(screen.raw)


def test_no_color_means_no_colour(terminal: Any) -> None:
    raw = look_around(terminal(NO_COLOR="1", COLORTERM="truecolor"))
    assert not _COLOUR.findall(raw)
    assert b"\x1b[1;39;49m" in raw, "what matters is bold"


def test_a_terminal_of_sixteen_colours_gets_its_own(terminal: Any) -> None:
    raw = look_around(terminal(TERM="linux", COLORTERM=""))
    assert _COLOUR.findall(raw)
    assert not _EXACT.findall(raw)


def test_an_exact_terminal_gets_exact_colours(terminal: Any) -> None:
    assert _EXACT.findall(look_around(terminal(COLORTERM="truecolor")))


def test_the_game_of_the_day_is_begun_and_gone_on_with(terminal: Any) -> None:
    first = terminal("play", "--today")
    first.wait("Turn 1")
    first.send("\r")
    first.wait("Enter seal")
    first.send("h")
    first.send("\r")
    first.wait("Turn 1 is played")
    first.send("\r")
    first.child.kill(9)
    again = terminal("play", "--today")
    again.wait("Turn 2")
    again.send("\r")
    again.wait("Enter seal")
    again.send("q")
    assert again.left() == 0


def test_today_settles_everything_itself(terminal: Any) -> None:
    screen = terminal("play", "halcyon", "--today")
    assert screen.left() == 2
    assert b"--today settles everything itself" in screen.raw
