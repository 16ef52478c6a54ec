"""Certificates of one's own making: taken again after a restart, made anew for other names and when they grow old."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from tabletop.host.server.tls import made


def test_a_restart_takes_the_same_certificate(tool: Callable[[str], str], tmp_path: Path) -> None:
    tool("openssl")
    first = made(tmp_path, ["127.0.0.1", "localhost"])
    assert made(tmp_path, ["localhost", "127.0.0.1"]).fingerprint == first.fingerprint
    assert made(tmp_path, ["127.0.0.2"]).fingerprint != first.fingerprint
    before = first.fingerprint
    old = time.time() - 8 * 86_400
    os.utime(first.cert, (old, old))
    assert made(tmp_path, ["127.0.0.1", "localhost"]).fingerprint != before
    first.key.write_text("torn", encoding="ascii")
    assert made(tmp_path, ["127.0.0.1", "localhost"]).key.read_text("ascii") != "torn"
    assert first.key.stat().st_mode & 0o077 == 0
