"""The way in and the way out: streams, the end of input, Ctrl-C, and how to go on another day."""

from __future__ import annotations

import gc
import io
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from tabletop.plain.game import play
from tabletop.plain.here import Here, Next
from tabletop.plain.home import Home
from tabletop.plain.keyboard import InputEnded, Keyboard
from tabletop.plain.paper import WIDTH, Paper

if TYPE_CHECKING:
    from tabletop.session.desk import Desk
    from tabletop.session.sitting import Sitting


def run(desk: Desk, opening: Callable[[], Sitting] | None = None) -> int:
    """Play on standard input and output; without an `opening`, from the list of what there is.

    Raises what the opening raises, KeyboardInterrupt after saying how to go on, and BrokenPipeError when nobody reads.
    """
    out = sys.stdout if sys.stdout is not None else io.StringIO()
    seen = _is_terminal(sys.stdin) and _is_terminal(out)
    paper = Paper(out, width=line_width(out), ascii_only=_is_terminal(out) and only_ascii(os.environ))
    return converse(desk, paper, Keyboard(readable(sys.stdin), paper, echoed=seen), opening)


def converse(desk: Desk, paper: Paper, keyboard: Keyboard, opening: Callable[[], Sitting] | None = None) -> int:
    """The whole conversation; 0 when it ended in peace."""
    here: Here | None = None
    try:
        home = Home(desk, paper, keyboard)
        sitting = opening() if opening is not None else home.choose()
        # The door switched the garbage collector off while everything was loaded (see `cli.play`).
        gc.freeze()
        gc.enable()
        while sitting is not None:
            here = Here(desk, sitting, paper, keyboard)
            what = play(here)
            here.sitting.close()
            if what is not Next.NEW:
                _farewell(here)
            if what is Next.QUIT or (what is Next.LEAVE and opening is not None):
                break
            sitting = home.choose(new=what is Next.NEW)
    except InputEnded:
        paper.say("The input has ended.")
        _farewell(here)
    except KeyboardInterrupt:
        with suppress(OSError, ValueError):
            paper.end_line()
            paper.say("Stopped.")
            _farewell(here)
            paper.flush()
        raise
    finally:
        gc.enable()
        desk.close()
    paper.flush()
    return 0


def _farewell(here: Here | None) -> None:
    """How to go on."""
    if here is None:
        return
    sitting, paper = here.sitting, here.paper
    if not sitting.name:
        paper.say(sitting.trouble or "This game is not kept.")
    elif sitting.over:
        paper.say("The game is kept. To look at it again:")
    else:
        paper.say("Every sealed move is kept. To go on:")
    if sitting.name:
        paper.say(f"tabletop resume {sitting.name} --plain")


# ---------------------------------------------------------------- streams


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return bool(stream is not None and stream.isatty())
    except (OSError, ValueError):
        return False


def readable(stream: TextIO | None) -> TextIO | None:
    """Bytes that are no text must not end the game."""
    if isinstance(stream, io.TextIOWrapper):
        with suppress(OSError, ValueError):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")
    return stream


def line_width(stream: TextIO) -> int:
    """78 cells, or as many as the terminal has if it is narrower."""
    if not _is_terminal(stream):
        return WIDTH
    return min(WIDTH, max(shutil.get_terminal_size((WIDTH + 2, 24)).columns - 1, 20))


def only_ascii(environment: Mapping[str, str]) -> bool:
    """Whether the terminal was said to know nothing but ASCII: a locale of C or POSIX that somebody has set.

    Python turns LC_CTYPE to C.UTF-8 by itself where LANG is C, so that variable says nothing then.
    """
    named = environment.get("LC_ALL") or ""
    if not named:
        kind, lang = environment.get("LC_CTYPE") or "", environment.get("LANG") or ""
        coerced = kind.upper().replace("-", "") in ("C.UTF8", "UTF8") and lang in ("C", "POSIX")
        named = lang if coerced or not kind else kind
    return named in ("C", "POSIX")
