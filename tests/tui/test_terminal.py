"""In a real terminal: `python -m tabletop` is started, played with keys, and left."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminals here")
pyte = pytest.importorskip("pyte")

SECONDS = 60
BEGINS, ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
"""A picture, for a terminal that shows only whole ones; the program asks whether this is one."""
ASKED, ANSWER = b"\x1b[?2026$p", "\x1b[?2026;2$y"


class Terminal:
    """A program in a pseudo-terminal, and what it has drawn."""

    def __init__(self, *words: str, width: int = 80, height: int = 24, **more: str) -> None:
        folder = more.pop("folder", None)
        """Where it is started: what it saves without being told where lands there."""
        environment = {**os.environ, "TERM": "xterm-256color", **more}
        for name in ("NO_COLOR", "TEXTUAL_THEME", "COLUMNS", "LINES"):
            environment.pop(name, None) if name not in more else None
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child = pexpect.spawn(
            sys.executable, ["-m", "tabletop", *words], dimensions=(height, width), env=environment, timeout=SECONDS,
            cwd=folder,
        )  # fmt: skip

    def read(self, seconds: float = 0.05) -> str:
        """What is on the screen, never a picture that is half drawn."""
        data, before = self._more(seconds), self.raw[-100_000:]
        end = time.monotonic() + SECONDS
        while (before + data).rfind(BEGINS) > (before + data).rfind(ENDS) and time.monotonic() < end:
            if not self.child.isalive():
                break
            data += self._more(seconds)
        if ASKED in data:
            self.child.send(ANSWER)
        self.raw += data
        # pyte does not know the private sequences of the Kitty keyboard protocol and would print their tails.
        self.stream.feed(data.replace(b"\x1b[>25u", b"").replace(b"\x1b[<u", b""))
        return "\n".join(self.screen.display)

    def _more(self, seconds: float) -> bytes:
        try:
            return bytes(self.child.read_nonblocking(1 << 16, seconds))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return b""

    def wait(self, *words: str) -> str:
        """Until all the words are on the screen."""
        end = time.monotonic() + SECONDS
        shown = ""
        while time.monotonic() < end:
            shown = self.read()
            if all(word in shown for word in words):
                return shown
        raise AssertionError(f"waited for {words}; the screen is:\n{shown}")

    def send(self, keys: str) -> None:
        self.child.send(keys)

    def left(self) -> int:
        """The exit code, once the program has ended."""
        end = time.monotonic() + SECONDS
        while self.child.isalive() and time.monotonic() < end:
            self.read()
        self.read()
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[list[Terminal]]:
    made: list[Terminal] = []
    yield made
    for terminal in made:
        terminal.child.close(force=True)


def test_two_keys_to_a_dealt_card_and_out_again(terminals: list[Terminal]) -> None:
    terminal = Terminal()
    terminals.append(terminal)
    terminal.wait("T A B L E T O P", "Campaigns", "Halcyon")
    terminal.send("n")
    terminal.wait("New game", "your seat", "Borealis")
    terminal.send("\r")
    terminal.wait("Turn 1", "new cris")
    terminal.send("\r")
    terminal.wait("No way chosen yet", "Enter seal")
    terminal.send("\r")
    terminal.wait("Choose a way first: b m c t, or h to hold.")
    terminal.send("b")
    terminal.wait("chance", "because", "may offend")
    terminal.send("\r")
    terminal.wait("Turn 1 is played", "The talks")
    terminal.send("\r")
    terminal.wait("Turn 2")
    terminal.send("\r")
    terminal.wait("No way chosen yet")
    terminal.send("q")
    terminal.wait("T A B L E T O P", "Continue")
    terminal.send("q")
    assert terminal.left() == 0
    assert b"Traceback" not in terminal.raw
    assert b"\x1b[?1049l" in terminal.raw, "the terminal is given back"


def test_resume_goes_on_where_it_stopped(terminals: list[Terminal]) -> None:
    first = Terminal("play", "halcyon-tutorial", "--seed", "3")
    terminals.append(first)
    first.wait("Turn 1")
    first.send("\r")
    first.wait("Enter seal")
    first.send("c")
    first.wait("chance")
    first.send("\r")
    first.wait("Turn 1 is played")
    first.child.kill(9)
    second = Terminal("resume")
    terminals.append(second)
    second.wait("Turn 2")
    second.send("\r")
    second.wait("Enter seal")
    second.send("q")
    assert second.left() == 0


def test_mistakes_are_told_after_the_screen_is_gone(terminals: list[Terminal]) -> None:
    for words, told, code in (
        (("play", "no-such-campaign"), b"no campaign", 1),
        (("play", "halcyon", "--as", "borealsi"), b"borealis", 2),
    ):
        terminal = Terminal(*words)
        terminals.append(terminal)
        assert terminal.left() == code
        assert told in terminal.raw
        assert b"Traceback" not in terminal.raw


def test_a_small_terminal(terminals: list[Terminal]) -> None:
    terminal = Terminal(width=40, height=12)
    terminals.append(terminal)
    terminal.wait("Tabletop needs 80")
    terminal.send("q")
    assert terminal.left() == 0


def test_no_color_draws_none(terminals: list[Terminal]) -> None:
    terminal = Terminal(NO_COLOR="1")
    terminals.append(terminal)
    terminal.wait("T A B L E T O P", "▸")
    terminal.send("q")
    assert terminal.left() == 0
    assert b"T A B L E T O P" in terminal.raw


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_ended_from_outside_the_terminal_is_given_back(terminals: list[Terminal], tmp_path: Path, name: str) -> None:
    terminal = Terminal("play", "halcyon-tutorial", "--seed", "1", TABLETOP_HOME=str(tmp_path))
    terminals.append(terminal)
    terminal.wait("Turn 1")
    terminal.child.kill(getattr(signal, name))
    assert terminal.left() == 128 + getattr(signal, name)
    for given_back in (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?25h"):
        assert given_back in terminal.raw[terminal.raw.rindex(b"\x1b[?1049h") :]
    assert b"Traceback" not in terminal.raw
