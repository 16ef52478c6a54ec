"""Where a class is: what the facilitator's screen says, as people type it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from tabletop.content.text import clean, shorten
from tabletop.errors import UsageError

USUAL_PORT: Final = 8400
LONGEST: Final = 400
"""Characters of an address; a longer one is none."""
_HOST = re.compile(r"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,250})$|^[0-9A-Fa-f:.]{2,45}$")


@dataclass(frozen=True, slots=True)
class Address:
    """A host on the network."""

    host: str
    port: int = USUAL_PORT
    secure: bool = False

    @classmethod
    def parse(cls, text: str) -> tuple[Address, str]:
        """The address and the join code that stands in it, "" where there is none. Raises `UsageError`.

        A whole link from the screen or the QR code is as good as “192.168.1.20”.
        """
        typed = clean(text).strip()
        if not typed or len(typed) > LONGEST:
            raise _unclear(typed)
        whole = typed if "://" in typed else f"http://{_bracketed(typed)}"
        try:
            parts = urlsplit(whole)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise _unclear(typed) from None
        if parts.scheme not in ("http", "https") or parts.username or not _HOST.match(host) or port == 0:
            raise _unclear(typed)
        secure = parts.scheme == "https"
        given = port if port is not None else USUAL_PORT if "://" not in typed else 443 if secure else 80
        code = next(iter(parse_qs(parts.query).get("c", [])), "")
        return cls(host, given, secure), code.strip()[:40]

    @property
    def place(self) -> str:
        """Like 192.168.1.20:8400."""
        return f"{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Like http://192.168.1.20:8400."""
        return f"{'https' if self.secure else 'http'}://{self.place}"

    @property
    def live(self) -> str:
        """Where the live connection is opened."""
        return f"{'wss' if self.secure else 'ws'}://{self.place}/api/live"

    def __str__(self) -> str:
        return self.url


def _bracketed(typed: str) -> str:
    """An IPv6 address without brackets has more than one colon."""
    bare = typed.partition("/")[0]
    return f"[{typed}]" if bare == typed and typed.count(":") > 1 and not typed.startswith("[") else typed


def _unclear(typed: str) -> UsageError:
    told = f"“{shorten(typed)}” is no address of a class." if typed else "The address is empty."
    return UsageError(told, "Type what the facilitator's screen says, like 192.168.1.20:8400")
