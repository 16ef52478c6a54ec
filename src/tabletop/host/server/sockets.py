"""Where a class is found: sockets that listen on one port of some addresses."""

from __future__ import annotations

import socket
import sys
from collections.abc import Sequence
from typing import Final

from tabletop.errors import TabletopError

USUAL_PORT: Final = 8400
TRIED: Final = 10
"""Ports from the usual one on that are tried when nobody named one."""
KNOCKING: Final = 1024
"""Connections that the system keeps waiting to be accepted."""


def listen(addresses: Sequence[str], port: int | None = None, *, before: int | None = None) -> list[socket.socket]:
    """One listening socket for each address, all on one port.

    `port` is taken or nothing is (0: any free one). Without it `before` is tried first, where the class was found until
    now, then the usual ports, then any. Raises `TabletopError` when none can be had.
    """
    usual = [*([before] if before else []), *range(USUAL_PORT, USUAL_PORT + TRIED), 0]
    ports = usual if port is None else [port]
    problem: OSError | None = None
    for one in ports:
        try:
            return _listening(addresses, one)
        except OSError as error:
            problem = error
    assert problem is not None
    why = problem.strerror or str(problem)
    where = ", ".join(addresses)
    next_step = "Choose an address: --bind ADDRESS" if port is None else f"Choose another: --port {port + 1}"
    raise TabletopError(f"Port {ports[0]} of {where} cannot be used: {why}.", next_step)


def _listening(addresses: Sequence[str], port: int) -> list[socket.socket]:
    """One listening socket for each address, all on one port."""
    sockets: list[socket.socket] = []
    try:
        for address in addresses:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            listening = socket.socket(family, socket.SOCK_STREAM)
            sockets.append(listening)
            if sys.platform != "win32":  # there it would let two programs share a port
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listening.bind((address, port))
            listening.listen(KNOCKING)
            port = listening.getsockname()[1]
            listening.setblocking(False)
    except OSError:
        for listening in sockets:
            listening.close()
        raise
    return sockets
