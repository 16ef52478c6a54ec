"""The facilitator's console of `tabletop host`: who is here, the clock, and everything one can do with a class.

It shows secrets of all seats and says so on every screen; one key hides it. It decides nothing: what is done goes
through the host, what is shown is the class's own state for its facilitator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tabletop.host.server.hosting import Host


def run(host: Host) -> int:
    """Show the console of a class that is being served, until hosting is stopped; the program's exit code."""
    from tabletop.tui.console.app import run as show

    return show(host)
