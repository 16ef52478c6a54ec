"""Standard output and standard error: UTF-8, the same bytes everywhere, and calm when the reader has gone."""

from __future__ import annotations

import contextlib
import io
import os
import sys


def prepare() -> None:
    """Make both streams able to say everything.

    What is piped or redirected is UTF-8 with plain line feeds on every machine, so that the same call prints the same
    bytes; a terminal is switched to UTF-8 on Windows only, where the old code pages cannot print the board. A character
    that cannot be written is spelled out instead of ending the program.
    """
    for stream in (sys.stdout, sys.stderr):
        # None under pythonw; something else when a test or a host program captures the output.
        if not isinstance(stream, io.TextIOWrapper):
            continue
        with contextlib.suppress(OSError, ValueError):
            if stream.isatty() and sys.platform != "win32":
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def flush() -> None:
    """Write out what is still waiting, so that a full disk or a closed pipe is noticed while it can be answered."""
    if sys.stdout is not None and not sys.stdout.closed:
        sys.stdout.flush()


def abandon_stdout() -> None:
    """The reader of standard output has gone: send the rest nowhere, so that Python's own last flush stays quiet."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, sys.stdout.fileno())
        finally:
            os.close(nowhere)


def say(line: str) -> None:
    """One line on standard error, without the control characters that a file or a name may have smuggled in."""
    if sys.stderr is None:
        return
    clean = "".join(c if c.isprintable() else " " for c in line.replace("\t", "    "))
    with contextlib.suppress(OSError, ValueError):
        print(clean.rstrip(), file=sys.stderr, flush=True)
