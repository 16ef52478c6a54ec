"""Where lines come from: a person, a pipe or a script. Nothing that is typed can do more than be an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TextIO

from tabletop.content.text import clean
from tabletop.plain.paper import Paper

LONGEST = 2000
"""Characters of a line; more is refused, and read to its end without being kept."""
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")
"""What arrow keys and terminals send: not text."""


class InputEnded(Exception):
    """There is nothing more to read: the end of the pipe, Ctrl-D, or a terminal that is gone."""


class Keyboard:
    """Asks on paper, and reads the answers."""

    def __init__(self, stream: TextIO | None, paper: Paper, *, echoed: bool = False) -> None:
        """`echoed`: what is typed is seen on the screen, so that its Enter ends the line of the prompt."""
        self.stream = stream
        self.paper = paper
        self.echoed = echoed

    def ask(self, prompt: str) -> str:
        """A line, cleaned; raises `InputEnded`."""
        return self._line(lambda: prompt, self._read)

    def _line(self, prompt: Callable[[], str], read: Callable[[], tuple[str, int]]) -> str:
        """A line that is not too long, asked for until there is one."""
        while True:
            self.paper.prompt(prompt())
            line, size = read()
            if self.echoed and line.endswith("\n"):
                self.paper.answered()
            else:
                self.paper.end_line()
            if not line and not size:
                raise InputEnded
            if size <= LONGEST:
                return tidied(line)
            self.paper.say(f"That line has {size} characters; at most {LONGEST} are read. Nothing was done.")

    def _read(self) -> tuple[str, int]:
        return read_line(self.stream)


def read_line(stream: TextIO | None) -> tuple[str, int]:
    """The next line, and its length; of one that is too long only the end is kept. ("", 0) at the end."""
    if stream is None:
        return "", 0
    try:
        line = stream.readline(LONGEST + 1)
        size = len(line.rstrip("\n"))
        while size > LONGEST and line and not line.endswith("\n"):
            line = stream.readline(1 << 16)
            size += len(line.rstrip("\n"))
    except (OSError, ValueError):
        return "", 0
    return line, size


def tidied(line: str) -> str:
    """What somebody meant by a line: without control characters and what keys and terminals send."""
    return " ".join(clean(_SEQUENCE.sub("", line)).split())
