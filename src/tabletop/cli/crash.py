"""When the program itself is at fault: one calm sentence on the screen, the details in a file.

The file holds the traceback without the values of variables: those may be other players' secrets.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import threading
import time
import traceback
from pathlib import Path

from tabletop import __version__
from tabletop.cli.exits import Exit
from tabletop.cli.streams import say
from tabletop.paths import log_dir

_KEPT = 20
"""How many crash logs are kept; the oldest go first."""


def report(error: BaseException) -> Exit:
    """Write the log, say the sentence, and give the exit code."""
    try:
        log = write_log(error)
    except OSError as problem:
        why = problem.strerror or type(problem).__name__
        kind = type(error).__name__
        say(f"Tabletop made a mistake of its own ({kind}) and had to stop; no log could be written: {why}.")
    else:
        say(f"Tabletop made a mistake of its own and had to stop. What a bug report needs is in {log}")
    return Exit.PROBLEM


def write_log(error: BaseException) -> Path:
    """Write the traceback, without local variables, into a new file of the log folder; OSError when that fails."""
    folder = log_dir()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, handle = _new_file(folder)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(_text(error))
    _drop_old(folder)
    return path


def catch_threads() -> None:
    """Give helper threads the same manners: Python would print their tracebacks over the screen."""

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            with contextlib.suppress(OSError):
                write_log(args.exc_value)

    threading.excepthook = in_thread


def _text(error: BaseException) -> str:
    told = traceback.TracebackException.from_exception(error, capture_locals=False, compact=True)
    command = " ".join(word for word in sys.argv[1:2] if not word.startswith("-"))
    head = [
        f"Tabletop {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"Command: tabletop {command}".rstrip(),
        f"Time: {time.strftime('%Y-%m-%d %H:%M:%S %z')}",
        "",
    ]
    return "\n".join(head) + "\n" + "".join(told.format())


def _new_file(folder: Path) -> tuple[Path, int]:
    """A file of this name that nobody had before, readable by this user only."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for count in range(1000):
        path = folder / f"crash-{stamp}-{os.getpid()}{f'-{count}' if count else ''}.log"
        with contextlib.suppress(FileExistsError):
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    raise FileExistsError(f"{folder} has too many crash logs of this second")


def _drop_old(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for old in sorted(folder.glob("crash-*.log"))[:-_KEPT]:
            old.unlink(missing_ok=True)
