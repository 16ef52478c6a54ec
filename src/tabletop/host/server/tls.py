"""Encryption: a certificate of one's own, or one that is made for the class."""

from __future__ import annotations

import hashlib
import ipaddress
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tabletop.errors import TabletopError

_TAKEN_AGAIN_SECONDS = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Certificate:
    """Two PEM files; `fingerprint` is what a careful person compares with what the browser shows."""

    cert: Path
    key: Path
    own_made: bool

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in pairs."""
        der = ssl.PEM_cert_to_DER_cert(_first(self.cert.read_text("ascii")))
        digest = hashlib.sha256(der).hexdigest().upper()
        return ":".join(digest[i : i + 2] for i in range(0, len(digest), 2))


def given(cert: Path, key: Path | None) -> Certificate:
    """The facilitator's own certificate; raises `TabletopError` when it cannot be used."""
    certificate = Certificate(cert, key or cert, False)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate.cert, certificate.key, lambda: "")
        _ = certificate.fingerprint
    except (OSError, ValueError) as error:
        unread = isinstance(error, OSError) and not isinstance(error, ssl.SSLError) and error.strerror
        why = unread or "it is no PEM file, or the key belongs to another certificate"
        raise TabletopError(
            f"The certificate {cert} cannot be used: {why}.", "Name both files: --cert FILE --key FILE"
        ) from None
    return certificate


def made(folder: Path, names: Iterable[str]) -> Certificate:
    """A certificate for these names and addresses, made here, good for two weeks. Browsers warn of it once.

    One that was made in the last week is taken again: who has accepted it need not do so after a restart.
    Raises `TabletopError` where the program openssl is missing.
    """
    alternatives = ",".join(_alternative(name) for name in sorted(set(names)))
    stem = f"class-{hashlib.sha256(alternatives.encode()).hexdigest()[:12]}"
    certificate = Certificate(folder / f"{stem}.crt", folder / f"{stem}.key", True)
    if _fresh(certificate):
        return certificate
    program = shutil.which("openssl")
    if program is None:
        raise TabletopError(
            "To make a certificate, --tls needs the program openssl.", "Install it, or name one: --cert FILE --key FILE"
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    done = subprocess.run(
        [
            *(program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "14", "-subj", "/CN=Tabletop class", "-addext", f"subjectAltName={alternatives}"),
            *("-keyout", str(certificate.key), "-out", str(certificate.cert)),
        ],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    if done.returncode != 0 or not certificate.cert.exists():
        raise TabletopError("openssl could not make a certificate.", "Name one: --cert FILE --key FILE")
    certificate.key.chmod(0o600)
    return certificate


def _fresh(certificate: Certificate) -> bool:
    try:
        if not 0 <= time.time() - certificate.cert.stat().st_mtime < _TAKEN_AGAIN_SECONDS:
            return False
        given(certificate.cert, certificate.key)
    except (OSError, TabletopError):
        return False
    return True


def _alternative(name: str) -> str:
    try:
        return f"IP:{ipaddress.ip_address(name)}"
    except ValueError:
        return f"DNS:{name}"


def _first(text: str) -> str:
    end = "-----END CERTIFICATE-----"
    begin = text.index("-----BEGIN CERTIFICATE-----")
    return text[begin : text.index(end, begin) + len(end)]
