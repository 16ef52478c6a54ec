"""What the command line answers with."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes; scripts and courses rely on them."""

    FINE = 0
    PROBLEM = 1
    """The content or the session has problems, or the thing asked about is not so."""
    USAGE = 2
    """The words of the call are wrong."""
    INTERRUPTED = 130
    """Stopped from the keyboard (128 + SIGINT, as shells say it)."""
