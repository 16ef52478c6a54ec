"""Keys and mouse at random in a real terminal: never a crash, never a dead end, never somebody else's secret."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tabletop.content import load_campaign

pytest.importorskip("pexpect", reason="no pseudo-terminals here")
HERE = Path(__file__).parent
PEOPLE = ("anvers", "brill", "corte")
KEYS = (
    *["\r"] * 6, *"bmcth" * 2, *"napseowuilfdxg12345?/ ", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1bOP", "\x1bOQ",
    "\x1bOS", "\t", "\x7f", "\x1b[5~", "\x1b[6~", "\x10", "\x00", "\x01", "\x1b[200~[/b]\x1b[201~", "é", "漢",
)  # fmt: skip
LEAVING = ("q", "\x1b")


def _terminal() -> ModuleType:
    """The module beside this one, with its pseudo-terminal."""
    name = "tests_tui_terminal"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE / "test_terminal.py")
        assert spec
        assert spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def mouse(rng: random.Random, width: int, height: int) -> str:
    """A click, or a turn of the wheel, in the words of a terminal."""
    button = rng.choice((0, 0, 0, 64, 65))
    where = f"{rng.randint(1, width)};{rng.randint(1, height)}"
    press = f"\x1b[<{button};{where}M"
    return press if button >= 64 else press + f"\x1b[<0;{where}m"


def secrets() -> dict[str, list[str]]:
    """The beginnings of what only one seat may read."""
    campaign = load_campaign("harbour", library=[HERE / "library"])
    return {
        member.id: [" ".join(text.split()[:4]) for text in (member.brief, *member.red_lines) if text]
        for member in campaign.members
        if member.id in PEOPLE
    }


def logs(home: Path) -> str:
    """What the program wrote about its own mistakes."""
    return "\n".join(file.read_text() for file in sorted(home.rglob("crash-*.log")))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_events_at_random(home: Path, seed: int, scale: Callable[[int, int], int]) -> None:
    rng = random.Random(seed)
    width, height = ((80, 24), (120, 40))[seed % 2]
    place = {"TABLETOP_HOME": str(home), "TABLETOP_LIBRARY": str(HERE / "library"), "folder": str(home.parent)}
    private = secrets()
    terminal_class = _terminal().Terminal
    begin = ("play", "harbour", "--hot-seat", "--people", "3", "--seed", str(seed))
    terminal = terminal_class(*begin, width=width, height=height, **place)
    sent: list[str] = []
    try:
        terminal.wait("The keyboard goes to")
        for number in range(scale(50, 5000)):
            if not terminal.child.isalive():
                code, seen_last = terminal.left(), "\n".join(terminal.screen.display)
                assert code == 0, f"{code} after {sent[-8:]}:\n{seen_last}\n{logs(home)}"
                terminal.child.close(force=True)
                words = begin if rng.random() < 0.5 else ("resume",)
                terminal = terminal_class(*words, width=width, height=height, **place)
                terminal.wait("Tabletop")
            event = mouse(rng, width, height) if rng.random() < 0.3 else rng.choice(KEYS)
            if rng.random() < 0.02:
                event = rng.choice(LEAVING)
            sent.append(event)
            terminal.send(event)
            shown = " ".join(terminal.read(0.02).split())
            assert "Traceback" not in shown, f"after {sent[-8:]}"
            seen = [seat for seat, texts in private.items() if any(text in shown for text in texts)]
            if "National scorecards" not in shown and number % 3 == 0:
                assert len(seen) <= 1, f"{seen} at once, after {sent[-8:]}:\n{shown}"
            if "Everybody else looks away" in shown:
                assert not seen, f"behind the curtain, after {sent[-8:]}:\n{shown}"
        assert b"Traceback" not in terminal.raw
        assert not logs(home)
    finally:
        terminal.child.close(force=True)
