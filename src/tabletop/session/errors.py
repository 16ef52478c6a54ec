"""What can go wrong with stored games, in words a person can act on."""

from __future__ import annotations

from tabletop.errors import TabletopError


class SessionError(TabletopError):
    """A session that cannot be found, read or written.  Whatever was confirmed before is still there."""


class StorageError(SessionError):
    """The place of the sessions refuses: full, read-only, forbidden, gone."""


class LockedError(SessionError):
    """Another running program is writing this session."""


class DamagedError(SessionError):
    """The session's file is not as it was written."""

    def __init__(self, message: str, next_step: str = "", *, whole: int = 0) -> None:
        super().__init__(message, next_step)
        self.whole = whole
        """Commands before the damage that are whole."""
