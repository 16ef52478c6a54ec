"""Which address people can reach this machine by, and who can: found without asking anybody outside."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LOOPBACK: Final = "127.0.0.1"
_INNER: Final = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "lxc", "lxd", "podman", "cni", "flannel", "kube")
"""Networks between programs of this machine."""
_TUNNELS: Final = ("tun", "tap", "wg", "tailscale", "zt", "utun", "ppp", "nordlynx")
_WIRELESS: Final = ("wl", "wifi", "ath", "ra", "ap")
# Where a packet would leave for these decides which address is ours; nothing is sent.
_PROBES: Final = ("192.0.2.1", "10.255.255.255", "192.168.255.255", "172.31.255.255", "224.0.0.251")


@dataclass(frozen=True, slots=True)
class Way:
    """One of this machine's addresses."""

    address: str
    interface: str = ""
    """The system's name for the network card, where it tells."""
    prefix: int | None = None

    @property
    def kind(self) -> str:
        """loopback, private (a network of one's own), link (two machines without a router), tunnel, inner or public."""
        if self.interface.startswith(_INNER):
            return "inner"
        if self.interface.startswith(_TUNNELS):
            return "tunnel"
        address = ipaddress.ip_address(self.address)
        if address.is_loopback:
            return "loopback"
        if address.is_link_local:
            return "link"
        return "private" if address.is_private else "public"

    @property
    def network(self) -> str:
        """Like 192.168.1.0/24; "" where the system does not tell."""
        if self.prefix is None:
            return ""
        return str(ipaddress.ip_network(f"{self.address}/{self.prefix}", strict=False))


_ORDER: Final = {"private": 0, "link": 1, "public": 2, "tunnel": 3, "inner": 4, "loopback": 5}


def ways() -> list[Way]:
    """This machine's IPv4 addresses but loopback, the likeliest for a class first."""
    found = {way.address: way for way in [*_by_route(), *_by_name(), *_by_card()]}  # the card knows most: last wins
    routed = [way.address for way in _by_route()]
    first = routed[0] if routed else ""
    return sorted(
        (way for way in found.values() if way.kind != "loopback"),
        key=lambda way: (_ORDER[way.kind], way.address != first, not way.interface.startswith(_WIRELESS), way.address),
    )


def _by_route() -> list[Way]:
    found = []
    for probe in _PROBES:
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect((probe, 9))
            found.append(Way(asking.getsockname()[0]))
    return found


def _by_name() -> list[Way]:
    try:
        return [Way(str(entry[4][0])) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    except OSError:
        return []


def _by_card() -> list[Way]:
    """Linux tells the address and mask of every card."""
    try:
        import fcntl
    except ImportError:
        return []
    found = []
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            with contextlib.suppress(OSError):
                question = struct.pack("256s", name.encode()[:15])
                address = socket.inet_ntoa(fcntl.ioctl(asking.fileno(), 0x8915, question)[20:24])  # SIOCGIFADDR
                mask = fcntl.ioctl(asking.fileno(), 0x891B, question)[20:24]  # SIOCGIFNETMASK
                found.append(Way(address, name, int.from_bytes(mask, "big").bit_count()))
    return found


def own_names(extra: Iterable[str] = ()) -> set[str]:
    """What this machine is called on its network."""
    name = socket.gethostname().lower().rstrip(".")
    short = name.partition(".")[0]
    return {name, short, f"{short}.local", f"{name}.local", *extra} - {"", ".local"}


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def is_everywhere(address: str) -> bool:
    """0.0.0.0 and ::, which mean every network this machine is in."""
    try:
        return ipaddress.ip_address(address).is_unspecified
    except ValueError:
        return False


def who_can_reach(addresses: Iterable[str], known: Iterable[Way], *, secure: bool) -> list[str]:
    """Plain sentences: who can open the class at these addresses."""
    outside = [address for address in addresses if not is_loopback(address)]
    if not outside:
        return ["Only this machine can reach the class."]
    by_address = {way.address: way for way in known}
    said = []
    for address in outside:
        way = by_address.get(address) or Way(LOOPBACK if is_everywhere(address) else address)
        if is_everywhere(address):
            said.append("Everybody in every network that this machine is in can reach the class, tunnels included.")
        elif way.kind == "public":
            said.append(
                f"{address} is an address of the open internet: unless a firewall stands before it, everybody in the "
                "world can reach the class."
            )
        elif way.kind == "tunnel":
            said.append(f"Everybody who shares the tunnel {way.interface} can reach the class.")
        else:
            where = f" ({way.network})" if way.network else ""
            said.append(f"Everybody in the same network{where} can reach the class.")
    said.append("To come in, one needs the code; to play, you must admit people, unless you open the door.")
    if not secure:
        said.append("What is sent is not encrypted: somebody who listens on this network can read it (--tls helps).")
    return said
