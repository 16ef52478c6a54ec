"""One request and its answer; and whom one talks to: a certificate made for the class is accepted once, by a person."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import json
import socket
import ssl
from dataclasses import dataclass
from typing import Any, Final

from tabletop.content.text import clean, shorten
from tabletop.errors import TabletopError
from tabletop.host.client.address import Address

SECONDS: Final = 8.0
"""How long the host may be silent."""
MOST: Final = 16 * 1024 * 1024
"""Bytes of an answer that are read."""
TOLD: Final = 600
"""Characters of a refusal that are shown."""
BUSY: Final = frozenset({408, 429, 502, 503, 504})
"""Answers after which the same request is sent again."""
Answer = dict[str, Any]


class Refused(TabletopError):
    """The host would not; `status` as in docs/protocol.md, `after` the seconds it asks one to wait."""

    def __init__(self, message: str, next_step: str = "", status: int = 400, after: float = 0.0) -> None:
        super().__init__(message, next_step)
        self.status = status
        self.after = after

    @property
    def busy(self) -> bool:
        """Whether the same request may do later."""
        return self.status in BUSY


class Away(TabletopError):
    """Nobody answers at the address."""


class Untrusted(TabletopError):
    """The host's certificate is vouched for by nobody that this machine knows."""

    def __init__(self, address: Address, fingerprint: str, known: str = "") -> None:
        self.fingerprint, self.known = fingerprint, known
        changed = "shows another certificate than before" if known else "has a certificate of its own"
        super().__init__(
            f"{address} {changed}.",
            f"Compare its fingerprint with the facilitator's screen, then: --fingerprint {fingerprint}",
        )


@dataclass(frozen=True, slots=True)
class Door:
    """A host, and the certificate by which it is known."""

    address: Address
    pin: str = ""
    """SHA-256 of a certificate that somebody has accepted, in pairs; "": the usual authorities vouch for it."""

    def context(self) -> ssl.SSLContext | None:
        """For one connection; with a pin everything depends on `check` after the handshake."""
        if not self.address.secure:
            return None
        made = ssl.create_default_context()
        if self.pin:
            made.check_hostname = False
            made.verify_mode = ssl.CERT_NONE
        return made

    def check(self, certificate: bytes | None) -> None:
        """Raise `Untrusted` unless this is the accepted certificate. Nothing is sent before."""
        if self.pin and self.address.secure:
            found = fingerprint(certificate or b"")
            if not hmac.compare_digest(found, self.pin):
                raise Untrusted(self.address, found, self.pin)


def fingerprint(certificate: bytes) -> str:
    """SHA-256 in pairs, as browsers and the facilitator's screen show it."""
    digest = hashlib.sha256(certificate).hexdigest().upper()
    return ":".join(digest[i : i + 2] for i in range(0, len(digest), 2))


def tidy_pin(text: str) -> str:
    """A fingerprint as somebody typed it, in our form; "" for what is none."""
    signs = "".join(sign for sign in text.upper() if sign in "0123456789ABCDEF")
    return ":".join(signs[i : i + 2] for i in range(0, 64, 2)) if len(signs) == 64 else ""


def find(address: Address, pin: str = "") -> Door:
    """The door of a host that was never met, or met with this certificate. Raises `Untrusted`, `Away`."""
    if not address.secure:
        return Door(address)
    door = Door(address, pin)
    try:
        with _connected(door) as secured:
            door.check(secured.getpeercert(binary_form=True))
        return door
    except ssl.SSLCertVerificationError:
        with _connected(Door(address, "-")) as secured:
            raise Untrusted(address, fingerprint(secured.getpeercert(binary_form=True) or b"")) from None


def _connected(door: Door) -> ssl.SSLSocket:
    context = door.context()
    assert context is not None
    try:
        plain = socket.create_connection((door.address.host, door.address.port), timeout=SECONDS)
        try:
            return context.wrap_socket(plain, server_hostname=door.address.host)
        except BaseException:
            plain.close()
            raise
    except ssl.SSLCertVerificationError:
        raise
    except ssl.SSLError:
        raise Away(f"{door.address} does not encrypt.", "Write http:// instead of https://.") from None
    except OSError as error:
        raise away(door.address, error) from None


def call(
    door: Door, path: str, body: Answer | None = None, token: str = "", *, seconds: float = SECONDS
) -> Answer:  # fmt: skip
    """The answer to a POST (without a body: GET). Raises `Refused`, `Away`, `Untrusted`."""
    address = door.address
    asking: http.client.HTTPConnection
    if address.secure:
        asking = http.client.HTTPSConnection(address.host, address.port, timeout=seconds, context=door.context())
    else:
        asking = http.client.HTTPConnection(address.host, address.port, timeout=seconds)
    headers = {"Connection": "close", **({"Authorization": f"Bearer {token}"} if token else {})}
    data = None
    if body is not None:
        data = json.dumps(body, ensure_ascii=False).encode()
        headers["Content-Type"] = "application/json"
    with contextlib.closing(asking):
        try:
            asking.connect()
            if isinstance(asking.sock, ssl.SSLSocket):
                door.check(asking.sock.getpeercert(binary_form=True))
            asking.request("GET" if body is None else "POST", path, data, headers)
            answer = asking.getresponse()
            read = answer.read(MOST + 1)
        except (OSError, http.client.HTTPException) as error:
            raise away(address, error) from None
        after = answer.getheader("Retry-After") or ""
    return _understood(address, answer.status, read, float(after) if after.isdecimal() else 0.0)


def _understood(address: Address, status: int, read: bytes, after: float) -> Answer:
    try:
        found = json.loads(read) if len(read) <= MOST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        # A school's own page in between, or another program on that port.
        if status in BUSY:
            raise Refused(f"The network answers {status}.", "Try again.", status, after)
        raise Away(f"What answers at {address} is no Tabletop class.", "Look at the facilitator's screen again.")
    if status < 300 and found.get("ok") is not False:
        return found
    error = found.get("error")
    told = error if isinstance(error, dict) else {}
    message = shorten(clean(str(told.get("message") or f"The host answers {status}.")), TOLD)
    raise Refused(message, shorten(clean(str(told.get("next") or "")), TOLD), status, after)


def away(address: Address, error: Exception) -> Away:
    """Why nobody was reached, in words."""
    if isinstance(error, TimeoutError):
        told = "does not answer"
    elif isinstance(error, socket.gaierror):
        told = "is a name that this network does not know"
    elif isinstance(error, http.client.HTTPException | ConnectionResetError):
        told = "broke the line; if the class is encrypted, its address begins with https://"
    else:
        why = getattr(error, "strerror", None)
        told = f"cannot be reached{f': {str(why).lower()}' if why else ''}"
    return Away(
        f"{address} {told}.",
        "Is the class open, and is this machine in its network? The facilitator's screen has the address.",
    )
