"""How people reach a class: addresses, port, names and encryption, by the words of `tabletop host` and as before."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabletop.errors import UsageError

if TYPE_CHECKING:
    from tabletop.host.server.reach import Way
    from tabletop.host.server.tls import Certificate

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Reaching:
    """What makes an address of the class; a class that goes on is found where it was, and as safely."""

    addresses: tuple[str, ...]
    port: int | None
    """The port that was named; None: none was."""
    before: int | None
    """The port until now."""
    names: tuple[str, ...]
    tls: bool
    cert: Path | None
    key: Path | None

    def facts(self, port: int) -> dict[str, Any]:
        """What is remembered with the class."""
        return {
            "addresses": list(self.addresses), "port": port, "names": list(self.names), "tls": self.tls,
            "cert": str(self.cert.absolute()) if self.cert else "", "key": str(self.key.absolute()) if self.key else "",
        }  # fmt: skip

    def certificate(self, known: list[Way]) -> Certificate | None:
        """The certificate to encrypt with, if any; raises `TabletopError` when it cannot be used."""
        from tabletop.host.server import reach, tls

        if self.cert is not None:
            return tls.given(self.cert, self.key)
        if not self.tls:
            return None
        from tabletop.paths import data_dir

        everywhere = [way.address for way in known] if any(map(reach.is_everywhere, self.addresses)) else []
        names = {*self.addresses, *everywhere, "localhost", LOOPBACK, *reach.own_names(self.names)} - {"0.0.0.0", "::"}
        return tls.made(data_dir() / "tls", names)


def settle(args: argparse.Namespace, known: list[Way], before: Mapping[str, Any] | None = None) -> Reaching:
    """How a class is reached, by its words and, where they say nothing, by what was `before`.

    Asks once before anybody outside this machine could come, unless they could before.
    """
    facts = before or {}
    cert, key, tls = args.cert, args.key, bool(args.tls)
    if cert is None and not tls:
        tls = facts.get("tls") is True
        cert = Path(facts["cert"]) if facts.get("cert") else None
        key = Path(facts["key"]) if facts.get("key") else None
    addresses = _as_before(args, known, facts) or _asked(args, known, secure=tls or cert is not None)
    names = args.name or [str(name) for name in facts.get("names") or ()]
    port = facts.get("port")
    return Reaching(
        tuple(addresses), args.port, port if isinstance(port, int) else None, tuple(names), tls, cert, key
    )  # fmt: skip


def _as_before(args: argparse.Namespace, known: list[Way], facts: Mapping[str, Any]) -> list[str]:
    """Where a class that goes on was, if this machine still has these addresses and nobody names others."""
    before = facts.get("addresses")
    here = {LOOPBACK, *(way.address for way in known)}
    if args.bind or not isinstance(before, list) or not all(one in here for one in before):
        return []
    return [str(one) for one in before]


def _asked(args: argparse.Namespace, known: list[Way], *, secure: bool) -> list[str]:
    """Where to listen; asks once before anybody outside this machine could come."""
    from tabletop.host.server import reach

    named: list[str] = args.bind
    if named:
        wanted = [LOOPBACK if address == "localhost" else address for address in named]
        for address in wanted:
            _check_address(address)
    else:
        wanted = [*(way.address for way in known[:1] if way.kind in ("private", "link")), LOOPBACK]
    if args.yes or all(map(reach.is_loopback, wanted)):
        return wanted
    sentences = reach.who_can_reach(wanted, known, secure=secure)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"{sentences[0].rstrip('.')}, and nobody can be asked here whether that is meant.",
            "Add --yes, or --bind 127.0.0.1 for this machine only.",
        )
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    print("Open the class to them? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return wanted
    print("Then for this machine only.", file=sys.stderr)
    return [LOOPBACK]


def _check_address(address: str) -> None:
    import ipaddress

    try:
        ipaddress.ip_address(address)
    except ValueError:
        raise UsageError(f"“{address[:60]}” is no address of a machine.", "Like --bind 192.168.1.20") from None
