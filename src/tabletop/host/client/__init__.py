"""The other end of the line: what a program needs that takes a seat in a class, over docs/protocol.md and nothing else.

`address` reads what people type, `wire` asks over HTTP, `line` holds the live connection, `tickets` remembers who one
is, `sitting` makes of what the host sends what screens and lines ask of a game, and `news` says what has changed.
"""

from __future__ import annotations

from tabletop.host.client.address import Address
from tabletop.host.client.line import Line, Link
from tabletop.host.client.sitting import FarSitting
from tabletop.host.client.wire import Away, Door, Refused, Untrusted

__all__ = ["Address", "Away", "Door", "FarSitting", "Line", "Link", "Refused", "Untrusted"]
