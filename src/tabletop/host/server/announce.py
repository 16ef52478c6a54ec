"""What the host says when it starts: where to go, what to type, a picture for phones, who can reach it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tabletop.host.server import qr
from tabletop.host.server.reach import Way, is_everywhere, is_loopback, who_can_reach

if TYPE_CHECKING:
    from tabletop.host.server.hosting import Host


def best_address(host: Host, known: list[Way]) -> str:
    """The address to tell people: the network's, not this machine's own."""
    for address in host.addresses:
        if is_everywhere(address) and known:
            return known[0].address
        if not is_loopback(address) and not is_everywhere(address):
            return address
    return "127.0.0.1" if is_everywhere(host.addresses[0]) else host.addresses[0]


def announcement(host: Host, known: list[Way], *, terminal: bool, coloured: bool) -> list[str]:
    """The lines to print; on a terminal that is large enough with the picture."""
    shown = best_address(host, known)
    join = host.join_address(shown)
    lines = [
        "",
        f"  {host.classroom.campaign.title}",
        f"  Class:  {host.classroom.name}",
        "",
        f"  Open    {host.address(shown)}",
        f"  Code    {host.classroom.code}",
        f"  or      tabletop join {host.address(shown)}",
        "",
    ]
    columns, rows = shutil.get_terminal_size((80, 24))
    if terminal:
        picture = qr.text(join, coloured=coloured).split("\n")
        if rows >= len(picture) + len(lines) + 8 and columns >= 40:
            lines += [*(f"  {line}" for line in picture), ""]
        else:
            lines += [f"  The picture for phones needs a larger window; it says {join}", ""]
    others = [way.address for way in known if way.address != shown and way.kind in ("private", "link")]
    if others and any(is_everywhere(address) for address in host.addresses):
        lines += [f"  If that does not open: {', '.join(host.address(address) for address in others[:3])}", ""]
    lines += [f"  {sentence}" for sentence in reach_of(host, known)]
    if host.certificate is not None:
        if host.certificate.own_made:
            lines.append("  Browsers will warn once of a certificate that nobody vouches for. It is yours if it says")
        lines.append(f"  SHA-256 {host.certificate.fingerprint}")
    return lines


def reach_of(host: Host, known: list[Way]) -> list[str]:
    return who_can_reach(host.addresses, known, secure=host.certificate is not None)
