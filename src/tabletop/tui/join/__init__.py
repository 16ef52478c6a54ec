"""A seat in a class on screens: the table as at home, with the class around it.

It decides nothing: what is shown is what the host sends for this seat, what is done goes to the host and is shown when
it has answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tabletop.host.client.line import Line


def run(line: Line, name: str) -> bool:
    """Take part until one leaves; whether one has left the class for good or was sent away. The line is closed then."""
    from tabletop.tui.join.app import JoinApp

    app = JoinApp(line, name)
    try:
        app.run()
    finally:
        line.close()
    if app.broken is not None:
        raise app.broken
    return app.left
