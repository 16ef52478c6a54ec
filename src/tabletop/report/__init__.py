"""What is kept of a game: gathered once as facts, and written as Markdown, HTML, CSV or JSON.

`gather` reads a game into a `Report`; `render` and `write` put it into a form.  The same game gives the same bytes:
there is no clock in it unless a date is passed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tabletop.report.facts import Report
    from tabletop.report.files import FORMS, form_of, render, write
    from tabletop.report.gathering import gather

__all__ = ["FORMS", "Report", "form_of", "gather", "render", "write"]

_HOMES = {
    "FORMS": "files", "Report": "facts", "form_of": "files", "gather": "gathering", "render": "files", "write": "files",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Names come from their modules when they are first used: naming a form needs no template."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{home}"), name)
