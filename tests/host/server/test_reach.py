"""Addresses, pictures and plain words: who can reach the class."""

from __future__ import annotations

import shutil
import ssl
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tabletop.errors import TabletopError
from tabletop.host.server import announce, qr, tls
from tabletop.host.server.hosting import Host
from tabletop.host.server.reach import Way, own_names, ways, who_can_reach

HOME = Way("192.168.1.20", "wlan0", 24)


def test_ways_are_addresses_of_this_machine() -> None:
    for way in ways():
        assert way.kind != "loopback"
        assert way.address.count(".") == 3


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        (HOME, "private"),
        (Way("172.17.0.1", "docker0", 16), "inner"),
        (Way("10.8.0.2", "tun0", 24), "tunnel"),
        (Way("169.254.3.4", "eth0", 16), "link"),
        (Way("8.8.8.8", "eth0", 24), "public"),
        (Way("127.0.0.1", "lo", 8), "loopback"),
    ],
)
def test_kinds(way: Way, kind: str) -> None:
    assert way.kind == kind


def test_who_can_reach_is_said_plainly() -> None:
    assert who_can_reach(["127.0.0.1", "::1"], [HOME], secure=False) == ["Only this machine can reach the class."]
    local = " ".join(who_can_reach(["192.168.1.20", "127.0.0.1"], [HOME], secure=False))
    assert "same network (192.168.1.0/24)" in local
    assert "not encrypted" in local
    assert "not encrypted" not in " ".join(who_can_reach(["192.168.1.20"], [HOME], secure=True))
    assert "every network" in " ".join(who_can_reach(["0.0.0.0"], [HOME], secure=True))
    assert "in the world" in " ".join(who_can_reach(["8.8.8.8"], [], secure=True))


def test_own_names() -> None:
    names = own_names(["Lecture"])
    assert "Lecture" in names
    assert "" not in names


def test_the_picture_says_the_address() -> None:
    picture = qr.text("http://192.168.1.20:8400/?c=K7QM4P").split("\n")
    assert len({len(line) for line in picture}) == 1
    assert len(picture[0]) <= 40
    assert set("".join(picture)) <= set("█▀▄ ")
    assert picture[0].strip("█▀") == "", "the quiet border is light, as a scanner needs it"
    assert qr.text("http://x", coloured=True).startswith("\x1b[")
    assert qr.svg("http://x").count("<svg") == 1


def test_the_announcement(monkeypatch: pytest.MonkeyPatch) -> None:
    room = SimpleNamespace(code="K7QM4P", name="halcyon-1", campaign=SimpleNamespace(title="Halcyon"))
    room_: Any = room
    host = Host(room_, addresses=["192.168.1.20", "127.0.0.1"], port=8400)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: (100, 60))
    text = "\n".join(announce.announcement(host, [HOME], terminal=True, coloured=False))
    for wanted in ("http://192.168.1.20:8400", "K7QM4P", "tabletop join", "█", "same network"):
        assert wanted in text
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: (80, 24))
    small = "\n".join(announce.announcement(host, [HOME], terminal=True, coloured=False))
    assert "█" not in small
    assert "http://192.168.1.20:8400/?c=K7QM4P" in small


def test_a_port_that_is_taken_is_told(serve: Callable[..., Any]) -> None:
    from tests.host.server.toy import ToyClass

    host, _ = serve()
    room: Any = ToyClass()
    with pytest.raises(TabletopError, match="cannot be used") as refused:
        Host(room, port=host.port).start()
    assert "--port" in refused.value.next_step


def test_encrypted(serve: Callable[..., Any], tool: Callable[[str], str], tmp_path: Path) -> None:
    tool("openssl")
    certificate = tls.made(tmp_path / "tls", ["127.0.0.1", "localhost"])
    assert certificate.fingerprint.count(":") == 31
    assert certificate.key.stat().st_mode & 0o077 == 0
    host, _ = serve(certificate=certificate)
    trust = ssl.create_default_context(cafile=str(certificate.cert))
    with urllib.request.urlopen(f"https://127.0.0.1:{host.port}/api", context=trust, timeout=60) as answer:
        assert answer.status == 200
    assert tls.given(certificate.cert, certificate.key).fingerprint == certificate.fingerprint
    with pytest.raises(TabletopError, match="cannot be used"):
        tls.given(certificate.cert, tmp_path / "nothing")
