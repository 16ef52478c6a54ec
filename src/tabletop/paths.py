"""Where Tabletop keeps its things: sessions and settings in one folder, logs in another.

`TABLETOP_HOME` moves everything into one folder; otherwise the usual per-user folders of the operating system are used.
Nothing is created here, and a folder that is returned need not exist or be writable: whoever writes there says so when
it cannot.
"""

from __future__ import annotations

import os
from pathlib import Path

from tabletop.errors import TabletopError

_APP = "tabletop"


class NoHomeError(TabletopError):
    """This user has no home directory, so there is no lasting place for sessions."""


def data_dir() -> Path:
    """The folder of sessions and settings. Not created.

    Raises `NoHomeError` when the user has no home directory and TABLETOP_HOME is not set: sessions are promised to be
    there tomorrow, which no temporary folder can promise.
    """
    home = _named_home()
    if home is not None:
        return home
    found = _usual("data")
    if found is None:
        raise NoHomeError(
            "This user has no home directory, so there is no place to keep sessions.",
            "Set TABLETOP_HOME to a folder that can be written.",
        )
    return found


def log_dir() -> Path:
    """The folder of crash logs. Not created. Without a home directory: the temporary folder, for a log may be lost."""
    home = _named_home()
    if home is not None:
        return home / "logs"
    import tempfile  # only where there is no home

    return _usual("log") or Path(tempfile.gettempdir())


def _named_home() -> Path | None:
    """The folder that TABLETOP_HOME names, made absolute so that a later change of directory does not move it."""
    named = os.environ.get("TABLETOP_HOME", "").strip()
    if not named:
        return None
    try:
        return Path(named).expanduser().absolute()
    except (RuntimeError, OSError):  # `~` without a home directory; the current directory is gone
        return Path(named)


def _usual(which: str) -> Path | None:
    import platformdirs  # kept out of start-up: `tabletop --help` has no use for it

    try:
        if which == "data":
            found = platformdirs.user_data_path(_APP, appauthor=False)
        else:
            found = platformdirs.user_log_path(_APP, appauthor=False)
    except (RuntimeError, OSError, KeyError):
        return None
    # Without a home directory `~` stays in the path, and a folder literally named `~` would appear in the current one.
    return found if found.is_absolute() and "~" not in found.parts else None
