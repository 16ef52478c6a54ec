"""A keyboard at which news may come while nobody types.

News is told between two lines of somebody's typing, never in the middle of one.  At a terminal that takes an editor of
its own, for the system shows a line to us when it is finished and not before; from a pipe lines come as they come.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import queue
import select
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final, TextIO

from tabletop.content.text import clean
from tabletop.content.text import width as cells
from tabletop.plain.keyboard import LONGEST, Keyboard, read_line
from tabletop.plain.paper import Paper

if sys.platform != "win32":
    import termios
    import tty

BEAT: Final = 0.2
"""Seconds between two looks for news."""
_END: Final = ("", 0)


class Piped:
    """Lines from a stream that somebody else fills; a thread waits for them."""

    echoed = False

    def __init__(self, stream: TextIO | None, *, holds: bool = False) -> None:
        """`holds`: it is a terminal whose half lines cannot be seen, so that news waits for Enter."""
        self.holds = holds
        self._stream = stream
        self._lines: queue.SimpleQueue[tuple[str, int]] = queue.SimpleQueue()
        self._begun = False

    @property
    def busy(self) -> bool:
        """Whether somebody may be in the middle of a line."""
        return self.holds

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._read, name="lines", daemon=True).start()
        yield

    def next(self, seconds: float) -> tuple[str, int] | None:
        """A line and its length, None when none has come in time; ("", 0) is the end."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def _read(self) -> None:
        while True:
            line, size = read_line(self._stream)
            self._lines.put((line, size))
            if not line and not size:
                return


class Typed:
    """A terminal, letter by letter: what is typed is shown here, so that it is known whether a line has been begun."""

    echoed = True

    def __init__(self, stream: TextIO, out: TextIO) -> None:
        self._number = stream.fileno()
        self._out = out
        self._letters: list[str] = []
        self._ahead = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._escape = ""

    @property
    def busy(self) -> bool:
        return bool(self._letters)

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """The terminal hands on every letter meanwhile; afterwards it is as it was."""
        before = termios.tcgetattr(self._number)
        try:
            tty.setcbreak(self._number, termios.TCSADRAIN)
            yield
        finally:
            termios.tcsetattr(self._number, termios.TCSADRAIN, before)

    def next(self, seconds: float) -> tuple[str, int] | None:
        if not self._ahead:
            ready, _, _ = select.select([self._number], [], [], seconds)
            if not ready:
                return None
            try:
                data = os.read(self._number, 4096)
            except OSError:
                data = b""
            if not data:
                return _END
            self._ahead = self._decoder.decode(data)
        while self._ahead:
            sign, self._ahead = self._ahead[0], self._ahead[1:]
            found = self._sign(sign)
            if found is not None:
                return found
        self._out.flush()
        return None

    def _sign(self, sign: str) -> tuple[str, int] | None:
        """One letter; a line when it ends one."""
        if self._escape or sign == "\x1b":
            self._escape = self._after_escape(sign)
        elif sign in "\r\n":
            line = "".join(self._letters)
            self._letters.clear()
            self._out.write("\n")
            self._out.flush()
            return line + "\n", len(line)
        elif sign == "\x04" and not self._letters:
            return _END
        elif sign in "\x7f\b":
            self._rub(1)
        elif sign == "\x15":
            self._rub(len(self._letters))
        elif sign == "\x17":
            line = "".join(self._letters)
            self._rub(len(line) - len(line.rstrip().rpartition(" ")[0]))
        elif clean(sign) and len(self._letters) <= LONGEST:
            self._letters.append(sign)
            self._out.write(sign)
        return None

    def _after_escape(self, sign: str) -> str:
        """What arrow and function keys send is dropped; what of the sequence is still open."""
        begun = self._escape + sign
        if len(begun) == 1 or begun in ("\x1b[", "\x1bO"):
            return begun
        if begun.startswith("\x1b[") and not "@" <= sign <= "~" and len(begun) < 32:
            return begun
        return ""

    def _rub(self, count: int) -> None:
        for _ in range(min(count, len(self._letters))):
            size = cells(self._letters.pop())
            self._out.write("\b" * size + " " * size + "\b" * size)


class Ear(Keyboard):
    """Asks as any keyboard does, and can `listen`: then news is told while nobody types."""

    def __init__(self, stream: TextIO | None, paper: Paper, news: Callable[[], bool], tell: Callable[[], None]) -> None:
        """`news`: whether there is any; `tell` tells it on the paper."""
        super().__init__(stream, paper)
        self.source = _source(stream, paper)
        self.echoed = self.source.echoed
        self._news, self._tell = news, tell

    def listen(self, prompt: Callable[[], str]) -> str:
        """A line, cleaned; meanwhile news is told, and what is awaited said anew. Raises `InputEnded`."""
        self._told()
        return self._line(prompt, lambda: self._wait(prompt))

    def _read(self) -> tuple[str, int]:
        return self._wait(None)

    def _wait(self, prompt: Callable[[], str] | None) -> tuple[str, int]:
        """The next line; with a prompt, news is told meanwhile and the prompt said anew."""
        with self.source.open():
            while True:
                found = self.source.next(BEAT)
                if found is not None:
                    return found
                if prompt is not None and not self.source.busy and self._news():
                    self.paper.end_line()
                    self._tell()
                    self.paper.prompt(prompt())

    def _told(self) -> None:
        if self._news():
            self._tell()


def _source(stream: TextIO | None, paper: Paper) -> Piped | Typed:
    out: Any = paper.stream
    try:
        at_terminal = stream is not None and stream.isatty()
        seen = at_terminal and out.isatty()
    except (OSError, ValueError):
        at_terminal = seen = False
    if seen and stream is not None and sys.platform != "win32":
        return Typed(stream, out)
    return Piped(stream, holds=at_terminal)
