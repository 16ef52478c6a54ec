"""An advisory lock: two programs must not write one session.  The system lifts it when its holder dies."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

from tabletop.session.errors import LockedError


class Lock:
    """Held from its making until `release`.

    Raises `LockedError` when another program holds it and OSError when the place cannot be written.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _take(self._handle)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK):
                return  # a file system without locks: better to play unguarded than not at all
            self.release()
            raise LockedError(
                f"The session {name} is open in another window or program.",
                "Close it there first, or fork the session.",
            ) from error

    def release(self) -> None:
        """Give the lock back; harmless when it was given back already."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.close(self._handle)
            self._handle = None


if sys.platform == "win32":

    def _take(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _take(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
