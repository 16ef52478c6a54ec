"""What must not be lost: the journal of every game, its store, export and import, and the table that uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tabletop.session.errors import DamagedError, LockedError, SessionError, StorageError
    from tabletop.session.exchange import export, import_session, read_export
    from tabletop.session.store import Store, Summary
    from tabletop.session.table import Table, mind_choices

__all__ = [
    "DamagedError", "LockedError", "SessionError", "StorageError", "Store", "Summary", "Table", "export",
    "import_session", "mind_choices", "read_export",
]  # fmt: skip

_HOMES = {
    "DamagedError": "errors", "LockedError": "errors", "SessionError": "errors", "StorageError": "errors",
    "Store": "store", "Summary": "store", "Table": "table", "mind_choices": "table",
    "export": "exchange", "import_session": "exchange", "read_export": "exchange",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Names come from their modules when they are first used: a list of sessions needs no rules."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{home}"), name)
