"""A host on this machine, with a class that is a toy or a real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.host.server.toy import Browser, ToyClass

from tabletop.host.server.hosting import Host
from tabletop.host.server.limits import Limits


@pytest.fixture
def serve() -> Iterator[Callable[..., tuple[Host, Browser]]]:
    """`host, browser = serve(classroom, limits)`: stopped when the test ends."""
    hosts: list[Host] = []

    def started(classroom: Any = None, limits: Limits | None = None, **more: Any) -> tuple[Host, Browser]:
        host = Host(classroom or ToyClass(), port=0, limits=limits or Limits(), **more)
        host.start()
        hosts.append(host)
        return host, Browser(host.port)

    yield started
    for host in hosts:
        host.stop()
